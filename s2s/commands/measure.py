"""``s2s evaluate`` of a run that does not translate: accuracies, errors, perplexity, by what it predicts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from s2s.accuracy import confusion
from s2s.config import Pooling, RunConfig, Task
from s2s.data.corpus import load_corpus
from s2s.data.lines import read_pair
from s2s.errors import UserError
from s2s.results import figures

MOST = 30
"""Labels up to which the confusion matrix is shown."""
UNUSED = ("hypothesis", "baseline", "tokenize", "language")


def measure(options: argparse.Namespace, config: RunConfig) -> None:
    """Predict the run's test set, or the lines of --source, and compare. Raises `UserError`."""
    for name in UNUSED:
        if getattr(options, name) is not None:
            raise UserError(f"--{name} {getattr(options, name)}: has no effect with task={config.task}; leave it out")
    sources: Sequence[Any]
    targets: Sequence[Any]
    if options.source is not None:
        sources, targets = read_pair(options.source, options.reference)
    else:
        sources, targets = own_test_set(config)
    written = write_all(options, config, sources)
    report: dict[str, Any] = {"examples": len(sources), **figures(config, sources, written, targets)}
    if config.task in (Task.classify, Task.tag):
        names, rows = confusion(written, targets, each=config.task is Task.tag)
        report["confusion"] = {"labels": names, "rows": rows}
    print(json.dumps(report, indent=2, ensure_ascii=False) if options.json else as_text(report))


def own_test_set(config: RunConfig) -> tuple[Sequence[Any], Sequence[Any]]:
    test = load_corpus(config.data, config.seed, config.task, each=config.model.pooling is Pooling.none).test
    if test is None:
        raise UserError("data.test=null: the run has no test set; give --source FILE --reference FILE")
    rows = test[:]
    return list(rows["source"]), list(rows["target"])


def write_all(options: argparse.Namespace, config: RunConfig, sources: Sequence[Any]) -> list[str]:
    folder = Path(options.model[0])
    if config.task is Task.generate:
        from s2s.translate import Translator

        return Translator.load(folder, options.device).translate(list(sources), beam=options.beam_size)
    from s2s.predict import Predictor

    return [prediction.text for prediction in Predictor.load(folder, options.device, options.threads).stream(sources)]


def as_text(report: dict[str, Any]) -> str:
    lines = [f"{report['examples']:,} examples"]
    lines += [f"{name:12} {value:.4g}" for name, value in report.items() if name not in ("examples", "confusion")]
    table = report.get("confusion")
    if table is not None and len(table["labels"]) <= MOST:
        wide = max(len(name) for name in [*table["labels"], "10000"]) + 1
        lines.append("rows: what is right; columns: what was predicted")
        lines.append(" " * wide + "".join(name.rjust(wide) for name in table["labels"]))
        for name, row in zip(table["labels"], table["rows"], strict=True):
            lines.append(name.rjust(wide) + "".join(str(count).rjust(wide) for count in row))
    return "\n".join(lines)
