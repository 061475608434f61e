"""``s2s export``: a run for ONNX Runtime, in fp32 or int8."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from s2s.commands.evaluate import refuse_idle
from s2s.config.directions import directions_of, turned
from s2s.config.distributions import install
from s2s.config.options import get, show
from s2s.config.registries import REGISTRIES
from s2s.config.registry import is_code
from s2s.config.schema import Encoding, Initial, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.corpora.texts import CUT, read_text_pair
from s2s.data.mixture import DIRECTION
from s2s.data.text.preparation import preparation
from s2s.errors import SettingError, UserError
from s2s.runs.find import packed_as
from s2s.runs.folder import load_config
from s2s.runtime.process import log
from s2s.tasks.evaluation import reading_of

LIMIT_SENTENCES = 1000
"""Sentence pairs that the export is checked on."""


ROLES = ("source", "target")
Texts = tuple[list[str], list[str], list[int]]
"""Sources, references, and the numbers of their directions where there are several."""
EXPORTABLE = {"model.encoding": Encoding.learned, "model.initial": Initial.zero}
"""Options whose other values the exported graphs do not know."""


def run(options: argparse.Namespace) -> None:
    """Export, check, and say what came out. Raises `UserError`."""
    folder = Path(options.model)
    config = load_config(folder, options.allow_code)
    if (pack := packed_as(folder)) != folder:
        raise UserError(
            f"{pack}: is packed, and an export would be written into the cache; export the run that was packed"
        )
    if not rules_of(config.task).translates:
        raise UserError(f"{folder}: task={config.task} cannot be exported, only translate can")
    for option, expected in EXPORTABLE.items():
        if get(config, option) != expected:
            raise UserError(f"{folder}: {option}={show(get(config, option))} cannot be exported, only {expected} can")
    check_code(folder, config)
    try:
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
    except ImportError as error:
        raise UserError(f"s2s export: {error.name} is not installed; {install('onnx')}") from None
    if (options.source is None) != (options.reference is None):
        raise UserError("--source and --reference: belong together; give both, or neither for the run's validation set")
    if options.shortlist is not None and options.shortlist < 1:
        raise SettingError("shortlist", options.shortlist, "use 1 or more")
    directions = directions_of(config.data)
    if directions and options.shortlist is not None:
        remedy = "a source may become words of any of the target languages; leave it out"
        raise SettingError("shortlist", options.shortlist, remedy)
    refuse_idle(options.run_data, options.source is not None and options.shortlist is None)
    data, _ = turned(config.data, options.to, options.from_) if options.source is not None else (config.data, True)
    (sources, references, numbers), train = texts(options, replace(config, data=data))
    from s2s.export.write import export

    report = export(
        folder,
        options.int8,
        sources,
        references,
        options.shortlist or 0,
        train,
        allow_code=options.allow_code,
        numbers=numbers,
    )
    listed = ""
    if report.listed is not None:
        listed = (
            f"; a shortlist of {report.listed.choices:,.0f} of {report.listed.vocabulary:,} pieces changes"
            f" {1 - report.listed.equal:.1%} of them and costs {report.bleu - report.listed.bleu:.2f} BLEU"
        )
    log(
        f"{folder / 'onnx'}: {report.bytes / 1e6:.1f} MB, {report.bytes / report.parameters:.2f} bytes a parameter; on"
        f" {report.sentences:,} sentences {report.equal:.1%} are translated alike, BLEU {report.bleu:.2f} (the model:"
        f" {report.torch_bleu:.2f}), greedy{listed}",
    )


def check_code(folder: Path, config: RunConfig) -> None:
    """Raise `UserError` for parts of the user's own that cannot be exported."""
    for option in ("model.cell", "model.decoder.cell", "model.attention", "model.bridge"):
        name = get(config, option)
        if is_code(name) and not REGISTRIES[option].load(name).has_onnx():
            remedy = "give the class its ONNX methods, or translate with --backend torch"
            raise UserError(f"{folder}: {option}={name} brings no ONNX and cannot be exported; {remedy}")


def texts(options: argparse.Namespace, config: RunConfig) -> tuple[Texts, Any]:
    """What the export is checked on, and the training pairs if there is to be a shortlist."""
    given: Texts | None = None
    if options.source is not None:
        read = read_text_pair(options.source, options.reference, replace(reading_of(config), remedy=CUT))
        if not any(source.strip() and reference.strip() for source, reference in zip(*read, strict=True)):
            raise UserError(f"{options.source}: has no sentence with a reference to check the export on; give some")
        prepared = [
            list(map(preparation(config, role), lines))[:LIMIT_SENTENCES]
            for role, lines in zip(ROLES, read, strict=True)
        ]
        given = prepared[0], prepared[1], faced(config) * len(prepared[0])
        if options.shortlist is None:
            return given, None
    from s2s.tasks.own_data import own_data

    wanted = ["train"] * (options.shortlist is not None) + ["validation"] * (given is None)
    corpus = own_data(Path(options.model), config, options.run_data, wanted)
    train = None if options.shortlist is None else corpus.train
    if given is not None:
        return given, train
    spans = corpus.spans.get("validation") or (range(len(corpus.validation)),)
    most = LIMIT_SENTENCES // len(spans)
    rows = corpus.validation[[row for span in spans for row in span[:most]]]
    return (list(rows["source"]), list(rows["target"]), list(rows.get(DIRECTION, ()))), train


def faced(config: RunConfig) -> list[int]:
    """The number of the direction in which the texts of the user are; none where there is one. Raises `UserError`."""
    directions, data = directions_of(config.data), config.data
    numbers = [number for number, one in enumerate(directions) if one in ((data.source, data.target),)]
    if directions and not numbers:
        known = ", ".join(map(str, directions))
        raise UserError(f"--source: of which direction are the texts? give --to and --from of one of {known}")
    return numbers
