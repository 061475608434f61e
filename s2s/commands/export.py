"""``s2s export``: a run for ONNX Runtime, in fp32 or int8."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from s2s.config import Encoding, Initial, Task
from s2s.data.lines import read_pair
from s2s.errors import UserError
from s2s.folder import load_config
from s2s.tasks import get, show

MOST = 1000
"""Sentence pairs that the export is checked on."""


KEPT = {"task": Task.translate, "model.encoding": Encoding.learned, "model.initial": Initial.zero}
"""Options whose other values the exported graphs do not know."""


def run(options: argparse.Namespace) -> None:
    """Export, check, and say what came out. Raises `UserError`."""
    folder = Path(options.model)
    config = load_config(folder)
    for option, kept in KEPT.items():
        if get(config, option) != kept:
            raise UserError(f"{folder}: {option}={show(get(config, option))} cannot be exported, only {kept} can")
    try:
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
    except ImportError as error:
        raise UserError(f's2s export: {error.name} is not installed; pip install "s2s[onnx]"') from None
    if (options.source is None) != (options.reference is None):
        raise UserError("--source and --reference: belong together; give both, or neither for the run's validation set")
    if options.source is not None:
        sources, references = (lines[:MOST] for lines in read_pair(options.source, options.reference))
    else:
        from s2s.data.corpus import load_corpus

        texts = load_corpus(config.data, config.seed).validation[:MOST]
        sources, references = list(texts["source"]), list(texts["target"])
    from s2s.export.write import export

    report = export(folder, options.int8, sources, references)
    print(
        f"{folder / 'onnx'}: {report.bytes / 1e6:.1f} MB, {report.bytes / report.parameters:.2f} bytes a parameter; on"
        f" {report.sentences:,} sentences {report.equal:.1%} are translated alike, BLEU {report.bleu:.2f} (the model:"
        f" {report.torch_bleu:.2f}), greedy",
        file=sys.stderr,
    )
