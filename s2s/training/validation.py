"""How good the model is now, on the validation set: its loss, and the scores of what it writes or predicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy

from s2s.config.directions import directions_of
from s2s.config.metrics import LOSS
from s2s.config.options import refuse
from s2s.config.schema import RunConfig
from s2s.data.batching import in_order
from s2s.data.mixture import DIRECTION
from s2s.errors import UserError
from s2s.metrics.base import build
from s2s.metrics.labelled import Label
from s2s.metrics.perplexity import negative_log_likelihood
from s2s.runs.folder import load_facts
from s2s.runtime.distributed import shared, total
from s2s.runtime.process import log, rank, world
from s2s.tasks.directions import by_direction
from s2s.tasks.evaluation import Evaluation, Examples
from s2s.training.setup import CHANGED, Parts

JUDGED = 2000
"""Validation examples that are judged at the most."""
PART = 1000
"""Examples that are checked at a time."""


class InTraining:
    """`s2s.tasks.evaluation.Evaluated` for the model that is trained, with all processes of the job."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.config, self.codecs = parts, parts.config, parts.codecs

    def write(self, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """What the model makes of each source, with the weights that it has now; each process takes a share."""
        parts, task = self.parts, self.parts.task
        facts = load_facts(parts.folder)
        reader = task.reader(parts.config, parts.codecs, parts.model.eval(), parts.device, facts)
        if world() == 1:
            return task.write(reader, sources, settings)
        rows = shared(lambda share: list(map(packed, task.write(reader, share, settings))), sources)
        return [unpacked(row, parts.codecs[1].labels) for row in rows]

    def loss(self, examples: Examples) -> tuple[float, float]:
        """`negative_log_likelihood` of all `examples`, to which each process adds a share."""
        parts = self.parts
        rows = as_rows(examples)
        batches = in_order(parts.stream.encode_plain(rows), parts.config.train.tokens, parts.stream.collate)
        own = negative_log_likelihood(parts.model, islice(batches, rank(), None, world()), parts.device)
        nats, positions = total(*own)
        return nats, positions


def packed(line: str) -> list[Any]:
    """What is written for a source as JSON can say it: text, and the probabilities of labels where it has some."""
    return [str(line), [float(one) for one in line.values]] if isinstance(line, Label) and line.names else [str(line)]


def unpacked(row: Sequence[Any], names: Sequence[str]) -> str:
    """What `packed` was given, of a run whose labels are `names`."""
    return Label.of(row[0], names, numpy.array(row[1], numpy.float32)) if len(row) > 1 else str(row[0])


def check_held_out(parts: Parts) -> None:
    """Raise `UserError` for what could not be validated or tested with, before anything is trained."""
    for split in ("validation", "test"):
        examples, wrong = getattr(parts.corpus, split), list[str]()
        for begin in range(0, len(examples or ()), PART):
            numbers = range(begin, min(begin + PART, len(examples)))
            try:
                check_examples(parts, examples, numbers)
            except UserError as error:
                wrong += located(parts, examples, numbers) or [str(error)]
        if wrong:
            more = f" ({len(wrong):,} of the {len(examples):,} examples are wrong)" if len(wrong) > 1 else ""
            raise UserError(f"data.{split}: {wrong[0]}{more}")


def check_examples(parts: Parts, examples: Any, numbers: range) -> None:
    """Raise `UserError` for those of the `examples` that a run cannot be judged by."""
    parts.task.check(parts.codecs, as_examples(examples[numbers.start : numbers.stop]))


def located(parts: Parts, examples: Any, numbers: range) -> list[str]:
    """What is wrong with each of the `examples` that is wrong by itself, with its number."""
    wrong = []
    for number in numbers:
        try:
            check_examples(parts, examples, range(number, number + 1))
        except UserError as own:
            wrong.append(f"example {number + 1:,}: {own}")
    return wrong


def describe_validation(parts: Parts, resumed: bool) -> None:
    """Say which examples validations judge. Raises `UserError` if there are none that can be."""
    count, config = len(parts.corpus.validation), parts.config
    if count > JUDGED:
        number = len(judged(parts).targets)
        option = "seed" if config.data.seed is None else "data.seed"
        log(f"validations judge {number:,} of the {count:,} validation examples, drawn by {option}={config.data_seed}")
    drawn = judged(parts)
    try:
        kept = fitting(parts, drawn)
    except UserError as error:
        raise UserError(f"data.validation: {error}{CHANGED * resumed}") from None
    longest, excluded = config.data.max_length, len(drawn.targets) - len(kept.targets)
    if not kept.targets:
        raise UserError(f"data.max_length={longest}: every validation example is longer; raise it")
    check_metric(parts, kept)
    for name in () if parts.codecs[0].is_empty else parts.task.validation_metrics(config):
        remark = getattr(build(name, parts.task.language(config), parts.task.tokenizer(config)), "remark", None)
        if remark is not None and (message := remark(drawn.targets, name == config.train.metric)):
            log(message)
    if excluded:
        log(
            f"validations leave out {excluded:,} examples longer than data.max_length={longest}; the last scores do not"
        )


def check_metric(parts: Parts, examples: Examples) -> None:
    """Raise `UserError` where the metric that the weights are chosen by has no value on what validations judge."""
    task, config, metric = parts.task, parts.config, parts.config.train.metric
    other = task.suited(parts.corpus)
    without = task.without_value([metric, other], task.prepared(config, parts.codecs, examples))
    if metric in without:
        remedy = f"use train.metric={LOSS if other in without else other}, or name other examples with data.validation"
        refuse("train.metric", metric, f"has no value on the validation examples: {without[metric]}; {remedy}")


def judged(parts: Parts) -> Examples:
    """The examples of validations: all, or so many, drawn by the seed, that it does not take long."""
    examples = parts.corpus.validation
    rows: Any = slice(None)
    if len(examples) > JUDGED:
        random = numpy.random.default_rng(parts.config.data_seed)
        spans = parts.corpus.spans.get("validation") or (range(len(examples)),)
        most = JUDGED // len(spans)
        drawn = [
            numpy.sort(random.choice(len(span), min(most, len(span)), replace=False)) + span.start for span in spans
        ]
        rows = numpy.concatenate(drawn).tolist()
    return as_examples(examples[rows])


def as_examples(rows: Mapping[str, Sequence[Any]]) -> Examples:
    """From the columns of a corpus."""
    directions = list(rows[DIRECTION]) if DIRECTION in rows else None
    return Examples(list(rows["source"]), list(rows["target"]), None, directions)


def as_rows(examples: Examples) -> dict[str, Sequence[Any]]:
    """The columns of a corpus that has these `examples`."""
    rows = {"source": examples.sources or (), "target": examples.targets}
    return rows if examples.directions is None else {**rows, DIRECTION: examples.directions}


def fitting(parts: Parts, examples: Examples) -> Examples:
    """Those that training would not leave out as too long: the memory of one grows with the square of its length."""
    longest = parts.config.data.max_length
    encoded = parts.stream.encode_plain(as_rows(examples))
    return examples.select([row for row, pair in enumerate(encoded) if max(map(len, pair)) <= longest])


def validate(parts: Parts) -> dict[str, float]:
    """``loss`` (nats a position, without smoothing; of numbers the mean square) and the scores of metrics, by name.

    Of several directions the means, and the same of each, as ``bleu_en-de``.
    """
    task, config = parts.task, parts.config
    metrics = () if parts.codecs[0].is_empty else task.validation_metrics(config)  # which may write what it likes
    examples = fitting(parts, judged(parts))
    evaluation = task.evaluate(
        InTraining(parts), examples, metrics=metrics, loss=True, details=False, settings=task.greedy
    )
    if evaluation.directions:
        log(by_direction(evaluation))
    scores = measured(evaluation)
    for direction, own in evaluation.directions.items():
        scores |= {f"{name}_{direction}": score for name, score in measured(own).items()}
    return scores


def measured(evaluation: Evaluation) -> dict[str, float]:
    """The loss and the scores, by name."""
    return {LOSS: evaluation.loss, **{name: one.score for name, one in evaluation.scores.items()}}


def overall(scores: Mapping[str, float], config: RunConfig) -> dict[str, float]:
    """Those of `validate` that are not of a direction alone."""
    ends = tuple(f"_{direction}" for direction in directions_of(config.data))
    return {name: score for name, score in scores.items() if not name.endswith(ends)}
