"""How good the model is now, on the validation set: its loss, and the scores of what it writes or predicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from s2s.config.metrics import LOSS, metric_facts
from s2s.config.tasks import rules_of
from s2s.data.batching import in_order
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.inference.translator import Translator
from s2s.metrics.base import build, measured
from s2s.metrics.bleu import own_tokenizer
from s2s.metrics.perplexity import negative_log_likelihood
from s2s.metrics.results import comparable
from s2s.nn.model import Seq2Seq
from s2s.runs.folder import load_facts
from s2s.runtime.distributed import shared, total
from s2s.runtime.process import rank, world
from s2s.training.setup import Parts

VALIDATED = {"text": ("bleu", "chrf"), "labels": ("accuracy", "f1"), "tags": ("accuracy", "f1"), "numbers": ()}
"""By kind of output, the metrics of every validation."""
MOST = 1000
"""Validation sentences translated at the most."""


def check_held_out(parts: Parts) -> None:
    """Raise `UserError` for what could not be validated or tested with, before anything is trained."""
    for split in ("validation", "test") if parts.config.task != "translate" else ():
        examples = getattr(parts.corpus, split)
        try:
            for begin in range(0, len(examples or ()), MOST):
                for _, target in parts.stream.encode_plain(examples[begin : begin + MOST]):
                    if parts.config.task == "regress" and len(target) > 1:
                        raise UserError("has several numbers where training has one; check its labels")
        except UserError as error:
            raise UserError(f"data.{split}: {error}") from None
    fitting(parts, judged(parts))


def judged(parts: Parts) -> Mapping[str, Sequence[Any]]:
    """The examples of validation: all, or so many of the first that it does not take long."""
    examples = parts.corpus.validation
    if parts.config.task == "translate" or len(examples) > 10 * MOST:
        examples = examples.select(range(min(MOST, len(examples))))
    rows: Mapping[str, Sequence[Any]] = examples[:]
    return rows


def validate(parts: Parts) -> dict[str, float]:
    """``loss`` (nats a token, without smoothing; of numbers the mean square) and what `scores` finds."""
    rows = fitting(parts, judged(parts))
    loss, count = summed_loss(parts, rows)
    return {"loss": loss / count, **scores(parts, rows)}


def selected(metric: str, scores: Mapping[str, float]) -> float:
    """The score that `metric`, an option's value, chooses the weights by: higher is better."""
    if metric == LOSS:
        return -scores[LOSS]
    facts = metric_facts(metric)
    return scores[facts.name] if facts.higher_is_better else -scores[facts.name]


def fitting(parts: Parts, rows: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Those that training would not leave out as too long: the memory of one grows with the square of its length."""
    longest = parts.config.data.max_length
    kept = [row for row, pair in enumerate(parts.stream.encode_plain(rows)) if max(map(len, pair)) <= longest]
    if not kept:
        raise UserError(f"data.max_length={longest}: every validation example is longer; raise it")
    return {name: [column[row] for row in kept] for name, column in rows.items()}


def summed_loss(parts: Parts, rows: Mapping[str, Sequence[Any]]) -> tuple[float, float]:
    """`negative_log_likelihood` of all `rows`, to which each process adds a share."""
    batches = in_order(parts.stream.encode_plain(rows), parts.config.train.tokens, parts.stream.collate)
    loss, count = total(*negative_log_likelihood(parts.model, islice(batches, rank(), None, world()), parts.device))
    return loss, count


def scores(parts: Parts, rows: Mapping[str, Sequence[Any]]) -> dict[str, float]:
    """The metrics that suit the task, and the one that training chooses by, of greedy translations or of predictions."""
    if parts.codecs[0].is_empty:  # a language model may write what it likes
        return {}
    output = rules_of(parts.config.task).output
    names = [name for name in dict.fromkeys([*VALIDATED[output], parts.config.train.metric]) if name != LOSS]
    if not names:
        return {}
    sources, targets = list(rows["source"]), list(rows["target"])
    if isinstance(parts.model, Seq2Seq):
        sources, targets = sources[:MOST], targets[:MOST]
        writer = translator(parts)
        predicted: list[Any] = shared(lambda share: writer.translate(share, beam=1), sources)
    else:
        predicted, targets = comparable(output, predictions(parts, sources), targets)
    built = {name: build(name, language(parts), own_tokenizer(parts.config.data)) for name in names}
    found = {name: measured(name, metric, predicted, targets, sources) for name, metric in built.items()}
    return {metric_facts(name).name: value for name, value in found.items()}


def predictions(parts: Parts, sources: Sequence[Any]) -> list[str]:
    """What a model that writes no text says of each source."""
    found = predictor(parts)
    return shared(lambda share: [prediction.text for prediction in found.predict(share)], sources)


def language(parts: Parts) -> str:
    """Of the target, as far as it is known."""
    return parts.config.data.target if parts.config.task == "translate" else ""


def translator(parts: Parts) -> Translator:
    """A translator with the weights that the model has now."""
    return Translator.of(parts.config, parts.codecs, [parts.model.eval()], parts.device, load_facts(parts.folder))


def predictor(parts: Parts) -> Predictor:
    """Likewise, of a model that writes no text."""
    return Predictor(parts.config, *parts.codecs, parts.model.eval(), parts.device)
