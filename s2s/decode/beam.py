"""Beam search over all sentences of a batch at once.

Each step ranks the extensions of a sentence's K live hypotheses by log P. Those among the first K that are eos have
ended; the first K that are not go on. A sentence is finished when K hypotheses have ended and no live one is likelier than
all of these, when no live one can come among the `nbest` any more, or at its length limit, where the live ones end as they
are. K that have ended are not enough: where a model is sure of every token, what ends first is what it holds unlikely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy

from s2s.data.text.ids import BOS, EOS
from s2s.decode import rows as table
from s2s.decode.backend import Bools, Doubles, Floats, Hypothesis, Ints, Settings, Step
from s2s.decode.rows import Result, Rows, Sentence, begin, observe
from s2s.decode.score import length_penalty, penalised


class Ended(NamedTuple):
    """A hypothesis that has ended: `length` tokens, read backwards from column `beam` of its sentence's row."""

    score: float
    log_prob: float
    length: int
    beam: int
    complete: bool
    """Whether eos comes after these tokens."""


class Ranked(NamedTuple):
    """The best extensions of each sentence, best first; arrays (B, W)."""

    log_probs: Doubles
    tokens: Ints
    parents: Ints


@dataclass
class BeamRows(Rows):
    """The rows of a beam search: K hypotheses for each sentence, as a lattice of tokens and parents."""

    open: Bools
    """(B,) which sentences are not finished."""
    parents: Ints
    """(B, T, K) the column that each written token goes on from."""
    bound: Doubles
    """(B,) log P that a live hypothesis must exceed to matter."""
    ended: list[list[Ended]]


def rank(log_probs: Doubles, step: Step, width: int) -> Ranked:
    """The 2K best extensions (all, if fewer) of live hypotheses with `log_probs` (B, J); K is `width`, J is 1 or K.

    Each of the J can end in one way only, so K extensions among them do not end. Where a small vocabulary has too few,
    dead ones (log P = -inf, pad) make up the number.
    """
    rows, beams, candidates = step.tokens.shape
    sums = (log_probs[:, :, None] + step.log_probs).reshape(rows, -1)
    tokens = step.tokens.reshape(rows, -1)
    missing = beams + width - beams * candidates
    if missing > 0:
        sums = numpy.pad(sums, ((0, 0), (0, missing)), constant_values=-numpy.inf)
        tokens = numpy.pad(tokens, ((0, 0), (0, missing)))
    # Stable: of equal extensions the one of the better hypothesis comes first, as for greedy.
    order = numpy.argsort(-sums, axis=1, kind="stable")[:, : 2 * width]
    flat = order + numpy.arange(0, sums.size, sums.shape[1])[:, None]
    parents = order // candidates
    return Ranked(sums.take(flat), tokens.take(flat), numpy.minimum(parents, beams - 1) if missing > 0 else parents)


def survivors(ranked: Ranked, ends: Bools, width: int) -> Ranked:
    """The first K extensions that do not end, given which do (B, W)."""
    order = ends.argsort(axis=1, kind="stable")[:, :width]
    flat = order + numpy.arange(0, ends.size, ends.shape[1])[:, None]
    return Ranked(ranked.log_probs.take(flat), ranked.tokens.take(flat), ranked.parents.take(flat))


def trace(written: Ints, parents: Ints, beam: int) -> tuple[list[int], list[int]]:
    """Follow `parents` (T, K) back from column `beam`: T tokens, and for each the column that it was chosen in."""
    tokens, columns = [], []
    # Plain lists: reading single numbers out of arrays costs several times as much.
    for token, parent in zip(reversed(written.tolist()), reversed(parents.tolist()), strict=True):
        tokens.append(token[beam])
        beam = parent[beam]
        columns.append(beam)
    return tokens[::-1], columns[::-1]


class BeamSearch:
    """K = `settings.beam` hypotheses for each sentence."""

    reads: ClassVar[tuple[str, ...]] = ("beam",)
    hypotheses: ClassVar[str] = "beam"

    def __init__(self, sentences: Sequence[Sentence], settings: Settings) -> None:
        """Begin with one hypothesis for each sentence, to which bos is fed; K of them come with the first step."""
        self.settings, self.width, self.enough = settings, settings.beam, settings.beam
        # K of the extensions that matter may come from one hypothesis, and one more of its own may be eos.
        self.candidates = self.width + 1
        self.tokens: Ints = numpy.full((len(sentences), 1), BOS, numpy.int64)
        self.parents: Ints | None = None
        common = begin(sentences, 1, self.width, settings)
        self.rows = BeamRows(
            **common,
            open=numpy.ones(len(sentences), numpy.bool_),
            parents=numpy.zeros_like(common["written"]),
            bound=numpy.full(len(sentences), -numpy.inf),
            ended=[[] for _ in sentences],
        )
        self.index, self.in_place = numpy.arange(len(sentences)), numpy.arange(self.width)

    @property
    def live(self) -> Bools:
        """(B,) which sentences are not finished."""
        return self.rows.open

    def advance(self, step: Step) -> list[Result]:
        """Extend the live hypotheses by one token; returned are the sentences whose best cannot change any more."""
        rows, index, width = self.rows, self.index, self.width
        if rows.coverage is not None or rows.attention is not None:
            observe(rows, index, step, self.settings)
        ranked = rank(rows.log_probs, step, width)
        ends = ranked.tokens == EOS
        if ends.any():
            if self.settings.forced_length is None:
                self.end(ranked, ends[:, :width])
            ranked = survivors(ranked, ends, width)
        else:
            ranked = Ranked(ranked.log_probs[:, :width], ranked.tokens[:, :width], ranked.parents[:, :width])
        rows.log_probs = numpy.where(rows.open[:, None], ranked.log_probs, -numpy.inf)
        rows.written[index, rows.position], rows.parents[index, rows.position] = ranked.tokens, ranked.parents
        if rows.totals is not None:
            rows.totals[index, rows.position] = rows.log_probs
        if rows.coverage is not None:
            rows.coverage = rows.coverage[index[:, None], ranked.parents]
        stay = step.tokens.shape[1] == width and bool((ranked.parents == self.in_place).all())
        self.tokens, self.parents = ranked.tokens, None if stay else ranked.parents
        self.stop_at_limit()
        done = (rows.log_probs[:, 0] <= rows.bound) & rows.open
        rows.position = numpy.minimum(rows.position + 1, rows.last)
        return self.finish(done) if done.any() else []

    def end(self, ranked: Ranked, ends: Bools) -> None:
        """Note the extensions that are eos, `ends` (B, K) of them."""
        which, column = ends.nonzero()
        self.note(which, ranked.parents[which, column], ranked.log_probs[which, column], 0)

    def stop_at_limit(self) -> None:
        """Sentences that have written their last position: what is live ends as it is, without eos."""
        rows = self.rows
        stopped = (rows.position >= rows.last) & rows.open
        if stopped.any():
            which, beams = (stopped[:, None] & (rows.log_probs > -numpy.inf)).nonzero()
            self.note(which, beams, rows.log_probs[which, beams], 1)
            rows.bound[stopped] = numpy.inf

    def note(self, which: Ints, beams: Ints, log_probs: Doubles, written: int) -> None:
        """Hypotheses have ended: of sentences `which` (N,), in columns `beams` (N,), this step's token `written` or not.

        The score of what may still come is at most log P / lp(limit): log P only falls, the coverage penalty is never above
        0, and lp(Y), by which a negative number is divided, grows at most to lp(limit).
        """
        rows, settings = self.rows, self.settings
        lengths = rows.position[which]
        coverage = None if rows.coverage is None else rows.coverage[which, beams]
        scores = penalised(log_probs, lengths + 1, coverage, rows.lengths[which], settings)
        touched = set()
        for row, score, log_prob, length, beam in zip(
            which.tolist(), scores.tolist(), log_probs.tolist(), lengths.tolist(), beams.tolist(), strict=True
        ):
            if log_prob > -numpy.inf:  # neither dead nor of a sentence that is finished
                rows.ended[row].append(Ended(score, log_prob, length + written, beam, not written))
                touched.add(row)
        for row in touched:
            hypotheses, bound = rows.ended[row], -numpy.inf
            if len(hypotheses) >= self.enough:
                bound = max(ended.log_prob for ended in hypotheses)
            if len(hypotheses) >= settings.nbest:
                worst = sorted(ended.score for ended in hypotheses)[-settings.nbest]
                bound = max(bound, worst * length_penalty(rows.sentences[row].limit, settings.length_penalty))
            rows.bound[row] = bound

    def finish(self, done: Bools) -> list[Result]:
        """Read out the sentences `done` (B,), best hypothesis first."""
        rows, results = self.rows, []
        for row in done.nonzero()[0].tolist():
            results.append((rows.sentences[row], self.best(row)))
        rows.open = rows.open & ~done
        rows.log_probs[done] = -numpy.inf
        return results

    def best(self, row: int) -> list[Hypothesis]:
        """The `nbest` hypotheses of a sentence that have ended, best first."""
        best = sorted(self.rows.ended[row], key=lambda ended: -ended.score)[: self.settings.nbest]
        return [self.read(row, ended) for ended in best]

    def read(self, row: int, ended: Ended) -> Hypothesis:
        """The hypothesis of a sentence's row that has ended so, traced back through the parents."""
        rows, length = self.rows, ended.length
        tokens, columns = trace(rows.written[row, :length], rows.parents[row, :length], ended.beam)
        attention: Floats | None = None
        token_log_probs: Doubles | None = None
        if rows.attention is not None:
            chosen = numpy.array(columns, numpy.int64)
            attention = rows.attention[row, numpy.arange(length), chosen, : rows.sentences[row].length]
        if rows.totals is not None:
            written = numpy.array([*columns[1:], ended.beam][:length], numpy.int64)
            token_log_probs = numpy.diff(rows.totals[row, numpy.arange(length), written], prepend=0.0)
        return Hypothesis(
            tuple(tokens),
            ended.score,
            ended.log_prob,
            attention,
            token_log_probs,
            ended.complete or self.settings.forced_length is not None,
        )

    def keep(self, rows: Ints) -> None:
        """Let only `rows` (B',) stay."""
        self.rows, self.tokens = table.keep(self.rows, rows), self.tokens[rows]
        self.index = numpy.arange(len(rows))
