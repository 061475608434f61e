"""Beam search whose hypotheses all hold what is demanded: phrases in any place, and a beginning.

Grid beam search (Hokamp & Liu 2017, arXiv:1704.07138) with dynamic beam allocation (Post & Vilar 2018, arXiv:1804.06609):
the beam is shared by banks, one for each number of phrases that a hypothesis has begun, and what a bank has no use for
goes to the others. Here a bank counts phrases, not tokens, and inside of it a begun phrase is ranked with what its rest is
known to cost, so that long phrases need no wider beam. No hypothesis is kept that could not hold all within the length
limit, and each of these can go on: so all that come out hold it. Without constraints this is the search ``beam``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar, NamedTuple

import numpy

from s2s.data.text.ids import BOS, EOS, PAD
from s2s.decode import rows as table
from s2s.decode.backend import Hypothesis, Ints, Settings, Step
from s2s.decode.beam import BeamRows, BeamSearch
from s2s.decode.constraints import ANY, IMPOSSIBLE, Constraints, Moves, State
from s2s.decode.rows import Result, Sentence, begin, observe

MOST_BANKS = 32
"""So many banks widen the beam, by a hypothesis each."""
LIKELY = 10
"""Tokens that are looked at of each hypothesis at the least: some may not stand where a phrase has just ended."""


class Candidate(NamedTuple):
    """A hypothesis with one more token."""

    rank: float
    """Of the log-probability and what is known of the rest of a phrase that is begun."""
    log_prob: float
    parent: int
    token: int
    kind: int
    value: int
    """As those of `s2s.decode.constraints.Extension`."""


@dataclass
class ConstrainedRows(BeamRows):
    """The rows of a beam search, and how far each hypothesis has come."""

    moves: list[Moves]
    states: list[list[State | None]]
    """Of each sentence, of the K hypotheses; None for a dead one."""


class ConstrainedSearch(BeamSearch):
    """`settings.hypotheses` for each sentence, and one more for each of its phrases."""

    reads: ClassVar[tuple[str, ...]] = ("beam",)
    hypotheses: ClassVar[str] = "beam"
    rows: ConstrainedRows

    def __init__(self, sentences: Sequence[Sentence], settings: Settings) -> None:
        """Begin with one hypothesis for each sentence."""
        self.settings, self.enough = settings, settings.hypotheses
        moves = [Moves(sentence.constraints or Constraints()) for sentence in sentences]
        self.width = max(map(self.width_of, moves))
        self.candidates = max(LIKELY, self.width + 1)
        self.tokens = numpy.full((len(sentences), 1), BOS, numpy.int64)
        self.parents = None
        common = begin(sentences, 1, self.width, settings)
        self.rows = ConstrainedRows(
            **common,
            open=numpy.ones(len(sentences), numpy.bool_),
            parents=numpy.zeros_like(common["written"]),
            bound=numpy.full(len(sentences), -numpy.inf),
            ended=[[] for _ in sentences],
            moves=moves,
            states=[[one.first()] for one in moves],
        )
        self.index, self.in_place = numpy.arange(len(sentences)), numpy.arange(self.width)
        self.wanted = self.asked_for()

    def width_of(self, moves: Moves) -> int:
        """How many hypotheses a sentence has, whatever the others of its batch."""
        return self.enough + min(moves.banks, MOST_BANKS) - 1

    def asked_for(self) -> Ints:
        """(B, K, W): the tokens whose log-probabilities the next step must tell, filled up with eos."""
        rows, count = self.rows, self.tokens.shape[1]
        wanted = [
            [[] if state is None else moves.wanted(state) for state in states]
            for moves, states in zip(rows.moves, rows.states, strict=True)
        ]
        longest = max(max(map(len, one), default=0) for one in wanted)
        asked = numpy.full((len(wanted), count, max(1, longest)), EOS, numpy.int64)
        for row, every in enumerate(wanted):
            for column, tokens in enumerate(every):
                asked[row, column, : len(tokens)] = tokens
        return asked

    def advance(self, step: Step) -> list[Result]:
        """Extend the live hypotheses by one token; returned are the sentences whose best cannot change any more."""
        rows, index, width = self.rows, self.index, self.width
        if rows.coverage is not None or rows.attention is not None:
            observe(rows, index, step, self.settings)
        log_probs = numpy.full((len(index), width), -numpy.inf)
        tokens, parents = (numpy.full((len(index), width), fill, numpy.int64) for fill in (PAD, 0))
        ended: list[tuple[int, Candidate]] = []
        sums = (rows.log_probs[:, :, None] + step.log_probs).reshape(len(index), -1)
        order = numpy.argsort(-sums, axis=1, kind="stable")
        for row in rows.open.nonzero()[0].tolist():
            live, ending = self.chosen(row, step, sums[row].tolist(), order[row].tolist())
            ended += [(row, candidate) for candidate in ending]
            before, moves = rows.states[row], rows.moves[row]
            rows.states[row] = [None] * width
            for column, (_, log_prob, parent, token, kind, value) in enumerate(live):
                log_probs[row, column], tokens[row, column], parents[row, column] = log_prob, token, parent
                state = before[parent]
                assert state is not None
                rows.states[row][column] = moves.after(state, token, kind, value)
        if ended and self.settings.forced_length is None:
            which = numpy.array([row for row, _ in ended])
            columns = numpy.array([candidate.parent for _, candidate in ended])
            self.note(which, columns, numpy.array([candidate.log_prob for _, candidate in ended]), 0)
        rows.log_probs = log_probs
        rows.written[index, rows.position], rows.parents[index, rows.position] = tokens, parents
        if rows.totals is not None:
            rows.totals[index, rows.position] = log_probs
        if rows.coverage is not None:
            rows.coverage = rows.coverage[index[:, None], parents]
        stay = step.tokens.shape[1] == width and bool((parents == self.in_place).all())
        self.tokens, self.parents = tokens, None if stay else parents
        self.stop_at_limit()
        done = (rows.log_probs.max(axis=1) <= rows.bound) & rows.open
        rows.position = numpy.minimum(rows.position + 1, rows.last)
        results = self.finish(done) if done.any() else []
        for row in done.nonzero()[0].tolist():
            rows.states[row] = [None] * width
        self.wanted = self.asked_for()
        return results

    def chosen(
        self, row: int, step: Step, sums: list[float], order: list[int]
    ) -> tuple[list[Candidate], list[Candidate]]:
        """What one sentence's hypotheses become: those that go on, and those that have ended, shared out over the banks.

        `sums` has the log-probabilities of their extensions by likely tokens, and `order` their places, best first.
        """
        rows = self.rows
        assert step.wanted is not None
        moves, room = rows.moves[row], int(rows.last[row] - rows.position[row])
        banks: list[list[Candidate]] = [[] for _ in range(moves.banks)]
        wanted, totals = self.wanted[row].tolist(), rows.log_probs[row].tolist()
        asked = numpy.maximum(step.wanted[row], IMPOSSIBLE).tolist()
        free: dict[int, State] = {}
        for column, state in enumerate(rows.states[row]):
            if state is None:
                continue
            known = dict(zip(wanted[column], asked[column], strict=True))
            for log_prob, outlook, token, bank, kind, value in moves.demanded(state, known):
                total = totals[column] + log_prob
                banks[bank].append(Candidate(total + outlook, total, column, token, kind, value))
            if moves.free(state, room):
                free[column] = state
        width = self.width_of(moves)
        ending = self.write_freely(moves, free, step.tokens[row].tolist(), sums, order, banks, width)
        for column in free.keys() - ending:
            if free[column].met == moves.complete:  # eos is not among the likely tokens
                total = totals[column] + asked[column][0]
                banks[-1].append(Candidate(total, total, column, EOS, ANY, moves.complete))
        going, ended = list[Candidate](), list[Candidate]()
        given = shares([len(bank) for bank in banks], width)
        for own, share in reversed(list(zip(banks, given, strict=True))):
            own.sort(key=itemgetter(0), reverse=True)
            ended += [candidate for candidate in own[:share] if candidate.token == EOS]
            going += [candidate for candidate in own[: share + width] if candidate.token != EOS][:share]
        return going, ended

    def write_freely(
        self,
        moves: Moves,
        free: dict[int, State],
        tokens: list[list[int]],
        sums: list[float],
        order: list[int],
        banks: list[list[Candidate]],
        width: int,
    ) -> set[int]:
        """Add to each bank the `width` best extensions of `free` hypotheses by likely tokens, and eos where it comes between.

        Returned are the hypotheses of which eos needs no further look.
        """
        candidates, left = len(tokens[0]), [width] * len(banks)
        lacking, ending = {state.met.bit_count() for state in free.values()}, set[int]()
        for place in order:
            if not lacking or sums[place] == -numpy.inf:
                break
            column, number = divmod(place, candidates)
            if column not in free:
                continue
            token = tokens[column][number]
            met = moves.freely(free[column], token)
            if met is None:
                continue
            bank = met.bit_count()
            if token == EOS:
                ending.add(column)
            elif left[bank] == 0:
                continue
            else:
                left[bank] -= 1
                if left[bank] == 0:
                    lacking.discard(bank)
            banks[bank].append(Candidate(sums[place], sums[place], column, token, ANY, met))
        return set(free) if left[-1] == 0 else ending

    def best(self, row: int) -> list[Hypothesis]:
        """The best hypotheses of a sentence; what has come about in two ways, as of phrases that overlap, is there once."""
        hypotheses: dict[tuple[int, ...], Hypothesis] = {}
        for ended in sorted(self.rows.ended[row], key=lambda ended: -ended.score):
            hypothesis = self.read(row, ended)
            hypotheses.setdefault(hypothesis.tokens, hypothesis)
            if len(hypotheses) == self.settings.nbest:
                break
        return list(hypotheses.values())

    def keep(self, rows: Ints) -> None:
        """Let only `rows` (B',) stay."""
        self.rows, self.tokens, self.wanted = table.keep(self.rows, rows), self.tokens[rows], self.wanted[rows]
        self.index = numpy.arange(len(rows))


def shares(counts: Sequence[int], width: int) -> list[int]:
    """How many of `width` hypotheses each bank gets, which has `counts` to offer: those that offer any get equal shares.

    What is left over, and what a bank has no use for, goes to those that have begun more phrases first.
    """
    each = width // max(1, sum(count > 0 for count in counts))
    given = [min(each, count) for count in counts]
    spare = width - sum(given)
    for bank in reversed(range(len(counts))):
        more = min(spare, counts[bank] - given[bank])
        given[bank] += more
        spare -= more
    return given
