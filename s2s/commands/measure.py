"""``s2s evaluate`` of a run that does not translate: accuracies, errors, perplexity, by what it predicts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from s2s.config.corpora import CORPORA
from s2s.config.schema import Pooling, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.batching import collate_of, in_order
from s2s.data.codecs.base import Codec
from s2s.data.codecs.features import Features, steps
from s2s.data.codecs.files import load_codecs
from s2s.data.codecs.labels import Labels
from s2s.data.corpora.load import load_corpus
from s2s.data.text.ids import UNK
from s2s.data.text.lines import read_file, read_pair, words_of
from s2s.decode.backends.torch import TorchBackend
from s2s.errors import SettingError, UserError
from s2s.inference.predictor import Predictor
from s2s.inference.translator import Translator
from s2s.metrics.confusion import confusion
from s2s.metrics.perplexity import negative_log_likelihood, perplexities
from s2s.metrics.results import comparable as as_judged
from s2s.metrics.results import figures

MOST = 30
"""Labels up to which the confusion matrix is shown."""
UNUSED = ("metrics", "hypothesis", "baseline", "tokenize", "language", "length_penalty", "coverage_penalty")


def measure(options: argparse.Namespace, config: RunConfig) -> None:
    """Predict the run's test set, or the lines of --source, and compare. Raises `UserError`."""
    for name in UNUSED:
        if getattr(options, name) is not None:
            raise SettingError(name, getattr(options, name), f"has no effect with task={config.task}; leave it out")
    if options.no_split:
        raise UserError(f"--no-split: has no effect with task={config.task}; leave it out")
    if options.backend == "onnx":
        raise SettingError(
            "backend", options.backend, f"has no effect with task={config.task}, which runs in torch; leave it out"
        )
    corpus = CORPORA.facts(config.data.corpus)
    if options.beam_size is not None and not (config.task == "generate" and corpus.judged and not corpus.sampled):
        raise SettingError("beam", options.beam_size, "has no effect here, where nothing is searched for; leave it out")
    if len(options.model) > 1:
        raise UserError(f"{' '.join(options.model)}: no ensemble with task={config.task}; give one run")
    report = foreseen(options, config) if config.task == "generate" else predicted(options, config)
    print(json.dumps(report, indent=2, ensure_ascii=False) if options.json else as_text(report))


def predicted(options: argparse.Namespace, config: RunConfig) -> dict[str, Any]:
    """Of labels and numbers."""
    sources, targets = examples(options, config)
    predictor = Predictor.load(options.model[0], options.device, options.threads, options.allow_code)
    found = [prediction.text for prediction in predictor.stream(sources)]
    report: dict[str, Any] = {"examples": len(sources), **figures(config, sources, found, targets)}
    if config.task in ("classify", "tag"):
        names, rows = confusion(*as_judged(rules_of(config.task).output, found, targets))
        report["confusion"] = {"labels": names, "rows": rows}
    return report


def foreseen(options: argparse.Namespace, config: RunConfig) -> dict[str, Any]:
    """Of text: how well it is foreseen, and, where a rule can judge, how good what the model writes itself is."""
    translator = Translator.load(options.model[0], options.device, "torch", options.threads, options.allow_code)
    sources, texts = examples(options, config, alone=translator.source.is_empty)
    texts = [translator.cased(text) for text in texts]
    targets = translator.target.encode(texts)
    pairs = list(zip(translator.source.encode(sources), targets, strict=True))
    batches = in_order(pairs, options.batch_size, collate_of((translator.source, translator.target)))
    backend = translator.backend
    assert isinstance(backend, TorchBackend)
    loss, count = negative_log_likelihood(backend.model, batches, backend.device)
    report: dict[str, Any] = {"examples": len(texts), **perplexities(loss, count, texts)}
    unknown = sum(ids.count(UNK) for ids in targets)
    if unknown:  # all of them are foreseen as one and the same
        report["unknown pieces"] = 100 * unknown / count
    corpus = CORPORA.facts(config.data.corpus)
    if corpus.judged:
        written = translator.translate(list(sources), beam=options.beam_size, sample=corpus.sampled)
        report |= figures(config, sources, written, texts)
    return report


def examples(
    options: argparse.Namespace, config: RunConfig, alone: bool = False
) -> tuple[Sequence[Any], Sequence[Any]]:
    """Sources and targets: those given, or the run's own test set. `alone`: there are no sources, as of a language model."""
    if options.source is None and options.reference is None:
        return own_test_set(config)
    if not alone:
        if options.source is None:
            raise UserError(f"--reference {options.reference}: needs --source FILE, what it is written for")
        return given(options, config)
    if options.source is not None:
        raise UserError(f"--source {options.source}: has no effect on a language model; give --reference FILE alone")
    texts = [text for text in read_file(options.reference) if text.strip()]
    if not texts:
        raise UserError(f"--reference {options.reference}: every line is blank; give a file with text")
    return [""] * len(texts), texts


def given(options: argparse.Namespace, config: RunConfig) -> tuple[list[str], list[str]]:
    """The lines of --source and --reference where both have something, as training reads them. Raises `UserError`."""
    side, kept = load_codecs(Path(options.model[0]))[1], []
    each = config.model.pooling is Pooling.none
    for number, (source, target) in enumerate(zip(*read_pair(options.source, options.reference), strict=True), 1):
        if target.strip() and (source.strip() or config.task == "generate"):
            try:
                kept.append((source, comparable(side, source, target, each)))
            except UserError as error:
                raise UserError(f"{options.reference}: line {number:,}: {error}") from None
    if not kept:
        raise UserError(f"--reference {options.reference}: no line has something on both sides; give files with text")
    sources, targets = zip(*kept, strict=True)
    return list(sources), list(targets)


def comparable(side: Codec, source: str, target: str, each: bool) -> str:
    """`target` as predictions are written; of numbers for `each` step the last.

    Raises `UserError` if it does not fit `source` or the run.
    """
    if isinstance(side, Features):
        count = steps(target, None).size
        if count % side.size or (count > side.size and not each):
            raise UserError(f"{count} numbers where the run predicts {side.size}; give as many")
        return " ".join(map(str, steps(target, side.size)[-1].tolist()))
    if not isinstance(side, Labels):
        return target
    if not side.each:
        return target if target in side.names else target.strip()
    words, tags = words_of(source), words_of(target)
    if len(words) != len(tags):
        raise UserError(f"{len(tags)} tags for {len(words)} words; give one for each word")
    return " ".join(tags)


def own_test_set(config: RunConfig) -> tuple[Sequence[Any], Sequence[Any]]:
    test = load_corpus(config.data, config.seed, config.task, each=config.model.pooling is Pooling.none).test
    if test is None:
        raise UserError("data.test=null: the run has no test set; give --source FILE --reference FILE")
    rows = test[:]
    return list(rows["source"]), list(rows["target"])


def as_text(report: dict[str, Any]) -> str:
    lines = [f"{report['examples']:,} examples"]
    lines += [f"{name:18} {value:.4g}" for name, value in report.items() if name not in ("examples", "confusion")]
    table = report.get("confusion")
    if table is not None and len(table["labels"]) <= MOST:
        wide = max(len(name) for name in [*table["labels"], "10000"]) + 1
        lines.append("rows: what is right; columns: what was predicted")
        lines.append(" " * wide + "".join(name.rjust(wide) for name in table["labels"]))
        for name, row in zip(table["labels"], table["rows"], strict=True):
            lines.append(name.rjust(wide) + "".join(str(count).rjust(wide) for count in row))
    return "\n".join(lines)
