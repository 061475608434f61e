"""How good the model is now, on the validation set: its loss, and the scores of what it writes or predicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import torch

from s2s.accuracy import accuracy, macro_f1
from s2s.assemble import Parts
from s2s.config import Task
from s2s.data.batching import in_order
from s2s.errors import UserError
from s2s.evaluate import own_tokenizer, score
from s2s.nn.model import Seq2Seq
from s2s.parallel import shared, total
from s2s.predict import Predictor
from s2s.runtime import rank, world
from s2s.translate import Translator

MOST = 1000
"""Validation sentences translated at the most."""


def validate(parts: Parts) -> dict[str, float]:
    """``loss`` (nats a token, without smoothing; of numbers the mean square) and what `scores` finds."""
    examples = parts.corpus.validation
    if parts.config.task is Task.translate or len(examples) > 10 * MOST:
        examples = examples.select(range(min(MOST, len(examples))))
    rows = fitting(parts, examples[:])
    return {"loss": mean_loss(parts, rows), **scores(parts, rows)}


def fitting(parts: Parts, rows: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Those that training would not leave out as too long: the memory of one grows with the square of its length."""
    longest = parts.config.data.max_length
    kept = [row for row, pair in enumerate(parts.stream.encode_plain(rows)) if max(map(len, pair)) <= longest]
    if not kept:
        raise UserError(f"data.max_length={longest}: every validation example is longer; raise it")
    return {name: [column[row] for row in kept] for name, column in rows.items()}


def mean_loss(parts: Parts, rows: Mapping[str, Sequence[Any]]) -> float:
    model, own, tokens = parts.model.eval(), 0.0, 0
    pairs = parts.stream.encode_plain(rows)
    with torch.inference_mode():
        batches = in_order(pairs, parts.config.train.tokens, parts.stream.collate)
        for batch in islice(batches, rank(), None, world()):
            moved = batch.to(parts.device)
            _, likelihood = model(moved.source, moved.lengths, moved.target, moved.mask)
            own, tokens = own + likelihood.item(), tokens + batch.tokens
    loss, count = total(own, tokens)
    return loss / count


def scores(parts: Parts, rows: Mapping[str, Sequence[Any]]) -> dict[str, float]:
    """``bleu`` and ``chrf`` of greedy translations, or ``accuracy`` and ``f1`` of labels, in percent."""
    sources, targets = list(rows["source"])[:MOST], list(rows["target"])[:MOST]
    if isinstance(parts.model, Seq2Seq):
        if parts.sides[0].size == 1:  # a language model: nothing says what it should write
            return {}
        writer = translator(parts)
        hypotheses = shared(lambda share: writer.translate(share, beam=1), sources)
        found = score(hypotheses, targets, language(parts), ("bleu", "chrf"), own_tokenizer(parts.config.data))
        return {name: one.score for name, one in found.items()}
    if parts.config.task not in (Task.classify, Task.tag):
        return {}
    each = parts.config.task is Task.tag
    predicted = predictions(parts, rows["source"])
    gold = list(rows["target"])
    return {"accuracy": accuracy(predicted, gold, each), "f1": macro_f1(predicted, gold, each)}


def predictions(parts: Parts, sources: Sequence[Any]) -> list[str]:
    """What a model that writes no text says of each source."""
    found = predictor(parts)
    return shared(lambda share: [prediction.text for prediction in found.predict(share)], sources)


def language(parts: Parts) -> str:
    """Of the target, as far as it is known."""
    return parts.config.data.target if parts.config.task is Task.translate else ""


def translator(parts: Parts) -> Translator:
    """A translator with the weights that the model has now."""
    return Translator.of(parts.config, parts.sides, [parts.model.eval()], parts.device)


def predictor(parts: Parts) -> Predictor:
    """Likewise, of a model that writes no text."""
    return Predictor(parts.config, *parts.sides, parts.model.eval(), parts.device)
