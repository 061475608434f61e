"""How probable given targets are: log P(target | source) of pairs, by the backends that translate."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy

from s2s.data.text.ids import EOS
from s2s.data.text.sentences import LONGEST
from s2s.decode.backend import Doubles, refuse_nan
from s2s.errors import UserError, named
from s2s.inference.arguments import texts_of
from s2s.inference.copied import unknown
from s2s.inference.lines import LineTranslator

WINDOW = 2000
"""Pairs that are sorted by length, and come out together."""
NOTHING = numpy.zeros(0)


@dataclass(frozen=True)
class Scored:
    """One pair of a source and a target."""

    log_prob: float
    """log P(target | source), natural logarithm, of all pieces and of the end; the sum of `token_log_probs`.

    What cannot be written is -inf: something for a blank source, or what a shortlist leaves out. nan for a source that is
    too long to be read at once.
    """
    pieces: tuple[str, ...]
    """The T pieces of the target, and ``</s>``; none where the model was not asked."""
    token_log_probs: Doubles = field(default_factory=lambda: NOTHING, compare=False)
    """(T + 1,) log-probability of each of `pieces` after those before it."""
    unknown: int = 0
    """Pieces that stand for what the vocabulary does not hold."""
    text: str = ""
    """The target as the model knows text, with what it has no piece for."""


def score_lines(
    translator: LineTranslator, sources: Sequence[Any] | None, targets: Sequence[Any], pieces: bool, budget: int
) -> Iterator[Scored]:
    """Each target with its probability for the source of its number, in order.

    A line is one text, as ``split=False`` translates it. A blank target is the end alone; for a blank source, which is
    translated to nothing, a blank target has log P = 0 and any other -inf. `pieces` says that targets are pieces, of a list
    or apart by blanks; `budget` are the positions of a batch. Raises `UserError` for sources and targets out of step.
    """
    target = translator.target
    if sources is None:
        if not translator.source.is_empty:
            raise UserError("sources: missing; only a language model has none")
        sources = [""] * len(targets)
    elif translator.source.is_empty:
        raise UserError("sources: have no effect on a language model; leave them out (in Python, None)")
    if len(sources) != len(targets):
        raise UserError(f"{len(sources):,} sources but {len(targets):,} targets; give the same number of both")
    pairs = enumerate(zip(sources, targets, strict=True))
    while window := list(itertools.islice(pairs, WINDOW)):
        encoded = []
        for number, (source, line) in window:
            try:
                if pieces:
                    ids = target.ids_of(line)
                    text = target.decode([ids])[0]
                else:
                    text = target.clean(line, translator.prepare_target)
                    ids = target.encode([text])[0]
            except UserError as error:
                raise UserError(f"target {number + 1:,}: {error}") from None
            try:
                encoded.append((translator.encode(source), [*ids, EOS], text))
            except UserError as error:
                raise UserError(f"source {number + 1:,}: {error}") from None
        yield from in_batches(translator, encoded, budget)


def in_batches(
    translator: LineTranslator, encoded: Sequence[tuple[Sequence[Any] | None, list[int], str]], budget: int
) -> list[Scored]:
    """Encoded sources, as `LineTranslator.encode` gives them, target ids that end in eos and the text of these, in order."""
    scored: dict[int, Scored] = {}
    asked = []
    for row, (source, ids, text) in enumerate(encoded):
        if source is None:
            scored[row] = Scored(math.nan, (), text=text)
        elif len(source) == 0:
            scored[row] = Scored(0.0 if ids == [EOS] else -math.inf, (), text=text)
        else:
            asked.append((row, source, ids, text))
    codecs = translator.source, translator.target
    asked.sort(key=lambda entry: (-max(len(entry[1]), len(entry[2])), -len(entry[2])))
    begin = 0
    while begin < len(asked):
        longest = max(len(asked[begin][1]), len(asked[begin][2]))
        batch = asked[begin : begin + max(1, budget // longest)]
        begin += len(batch)
        memory, state = translator.backend.encode([source for _, source, _, _ in batch])
        log_probs = translator.backend.follow(memory, state, [ids for _, _, ids, _ in batch])
        for (row, source, ids, text), values in zip(batch, log_probs, strict=True):
            own = numpy.array(values[: len(ids)], numpy.float64)
            refuse_nan(own)
            scored[row] = Scored(
                float(own.sum()), translator.target.pieces_of(ids), own, unknown(codecs, ids, source), text
            )
    return [scored[row] for row in range(len(encoded))]


def score_texts(translator: LineTranslator, sources: Any, targets: Any, tokens: bool, pieces: bool, budget: int) -> Any:
    """`score_lines` for what a caller from Python hands over: a number for a string, a list for a list."""
    if not isinstance(budget, int) or budget < 1:
        raise UserError(f"batch_tokens={budget}: use a whole number of 1 or more")
    single = isinstance(targets, str) or (
        pieces
        and isinstance(targets, Sequence)
        and isinstance(sources, str)
        and all(isinstance(t, str) for t in targets)
    )
    if sources is not None and single != isinstance(sources, str):
        raise UserError(f"sources: are {named(sources)}, and targets {named(targets)}; give two strings, or two lists")
    given = None if sources is None else texts_of(sources, translator.source.takes_vectors, "sources")[0]
    lines = [targets] if single else list(targets) if pieces else texts_of(targets, keyword="targets")[0]
    results = list(score_lines(translator, given, lines, pieces, budget))
    values = results if tokens else [one.log_prob for one in results]
    return values[0] if single else values


@dataclass
class Corpus:
    """What scores of many pairs say together."""

    nats: float = 0.0
    pairs: int = 0
    positions: int = 0
    words: int = 0
    size: int = 0
    """Bytes in UTF-8, and one for each end."""
    counts: Counter[str] = field(default_factory=Counter)
    """Of what is worth to be said."""

    def add(self, one: Scored) -> None:
        """Count one pair; what has no probability by the model is counted apart."""
        self.counts["unknown"] += one.unknown
        if math.isnan(one.log_prob):
            self.counts["long"] += 1
        elif not one.pieces:
            self.counts["blank"] += 1
        elif math.isinf(one.log_prob):
            self.counts["impossible"] += 1
        else:
            self.nats -= one.log_prob
            self.pairs += 1
            self.positions += len(one.pieces)
            self.words += len(one.text.split()) + 1
            self.size += len(one.text.encode()) + 1

    def merge(self, other: Corpus) -> None:
        """Add the counts of other pairs."""
        self.nats += other.nats
        self.pairs += other.pairs
        self.positions += other.positions
        self.words += other.words
        self.size += other.size
        self.counts.update(other.counts)

    def report(self) -> list[str]:
        """Perplexities, and what is not in them, a line each."""
        lines = []
        if self.pairs:
            each = [math.exp(min(700.0, self.nats / count)) for count in (self.positions, self.words)]
            bits = self.nats / math.log(2) / self.size
            figures = f"perplexity {each[0]:.4g} a piece, {each[1]:.4g} a word, {bits:.4g} bits a byte"
            lines.append(f"{figures}; log P = {-self.nats:.6g} of {self.pairs:,} pairs")
        said = {
            "blank": "pairs have a blank source, which is translated to nothing: log P is 0 for a blank target, else -inf",
            "long": f"pairs have a source of more than {LONGEST:,} pieces, and than data.max_length, which is not read at once:"
            " nan; cut such lines",
            "impossible": "targets have pieces that the shortlist leaves out: -inf; --backend torch has none",
            "unknown": "pieces are unknown; the vocabulary has one piece for all of them, and its probability counts",
        }
        lines += [f"{self.counts[key]:,} {text}" for key, text in said.items() if self.counts[key]]
        return lines
