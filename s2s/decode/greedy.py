"""Greedy decoding: the best next token, until it is eos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy

from s2s.data.text.ids import BOS, EOS
from s2s.decode import rows as table
from s2s.decode.backend import Bools, Floats, Hypothesis, Ints, Settings, Step
from s2s.decode.rows import Result, Rows, Sentence, begin, observe
from s2s.decode.score import penalised


@dataclass
class GreedyRows(Rows):
    """The rows of a greedy search or of sampling: K hypotheses for each sentence, each in its own column."""

    open: Bools
    """(B, K) which hypotheses have not ended."""
    found: list[list[Hypothesis]]
    """Those that have."""
    chance: Any
    """(B, K, T) numbers in [0, 1) for sampling; None for greedy."""


class GreedySearch:
    """K hypotheses for each sentence that know nothing of each other: one when greedy, `nbest` when sampling."""

    reads: ClassVar[tuple[str, ...]] = ()
    hypotheses: ClassVar[str] = ""
    width = 1

    def __init__(self, sentences: Sequence[Sentence], settings: Settings, chance: Any = None) -> None:
        """`chance` (B, K, T) are numbers in [0, 1) for a subclass that draws; None for greedy."""
        count = len(sentences)
        self.settings = settings
        # Where eos is forbidden, the second best token takes its place.
        self.forced = settings.forced_length is not None
        self.candidates = 1 + self.forced
        self.tokens: Ints = numpy.full((count, self.width), BOS, numpy.int64)
        self.parents: Ints | None = None if self.width == 1 else numpy.zeros((count, self.width), numpy.int64)
        self.rows = GreedyRows(
            **begin(sentences, self.width, self.width, settings),
            open=numpy.ones((count, self.width), numpy.bool_),
            found=[[] for _ in sentences],
            chance=chance,
        )
        self.index = numpy.arange(count)

    @property
    def live(self) -> Bools:
        """(B,) which sentences have a hypothesis that has not ended."""
        return numpy.asarray(self.rows.open.any(axis=1))

    def pick(self, step: Step) -> tuple[Ints, Floats]:
        """The next token of each hypothesis and its log-probability, both (B, K)."""
        if self.candidates == 1:
            return step.tokens[:, :, 0], step.log_probs[:, :, 0]
        ends = step.tokens[:, :, 0] == EOS
        tokens = numpy.where(ends, step.tokens[:, :, 1], step.tokens[:, :, 0])
        return tokens, numpy.where(ends, step.log_probs[:, :, 1], step.log_probs[:, :, 0])

    def advance(self, step: Step) -> list[Result]:
        """Write the tokens that `pick` chooses; returned are the sentences of which every hypothesis has ended."""
        rows = self.rows
        if rows.coverage is not None or rows.attention is not None:
            observe(rows, self.index, step, self.settings)
        self.parents = None
        self.tokens, log_probs = self.pick(step)
        rows.log_probs += log_probs
        rows.written[self.index, rows.position] = self.tokens
        if rows.totals is not None:
            rows.totals[self.index, rows.position] = rows.log_probs
        ended = (self.tokens == EOS) | (rows.position >= rows.last)[:, None]
        ended &= rows.open
        finished = self.end(ended) if ended.any() else []
        # A finished sentence stays until its row is wanted: it writes its last position again and again.
        rows.position = numpy.minimum(rows.position + 1, rows.last)
        return finished

    def end(self, ended: Bools) -> list[Result]:
        """Make hypotheses of what `ended` (B, K) marks; the sentences that have no open one left."""
        rows = self.rows
        which, column = ended.nonzero()
        log_probs, counts = rows.log_probs[which, column], rows.position[which] + 1
        coverage = None if rows.coverage is None else rows.coverage[which, column]
        scores = penalised(log_probs, counts, coverage, rows.lengths[which], self.settings)
        finished = []
        for row, k, count, score, log_prob in zip(
            which.tolist(), column.tolist(), counts.tolist(), scores.tolist(), log_probs.tolist(), strict=True
        ):
            tokens = rows.written[row, :count, k].tolist()
            complete = tokens[-1] == EOS
            if complete:
                tokens.pop()
            sentence, attention, token_log_probs = rows.sentences[row], None, None
            if rows.attention is not None:
                attention = rows.attention[row, : len(tokens), k, : sentence.length].copy()
            if rows.totals is not None:
                token_log_probs = numpy.diff(rows.totals[row, : len(tokens), k], prepend=0.0)
            rows.found[row].append(
                Hypothesis(tuple(tokens), score, log_prob, attention, token_log_probs, complete or self.forced)
            )
            if len(rows.found[row]) == self.width:
                finished.append((sentence, sorted(rows.found[row], key=lambda hypothesis: -hypothesis.score)))
        rows.open ^= ended
        return finished

    def keep(self, rows: Ints) -> None:
        """Let only `rows` (B',) stay."""
        self.rows, self.tokens = table.keep(self.rows, rows), self.tokens[rows]
        self.index = numpy.arange(len(rows))
