"""What a hypothesis must hold: phrases anywhere in it, and a beginning. How a hypothesis may go on follows from both.

A phrase is begun on purpose: from then on its tokens follow one another, and nothing breaks it off. What is written
freely never ends a phrase that is not met yet, so that every sequence of tokens comes about in one way.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from s2s.data.text.ids import BOS, EOS

ANYWHERE = None
FREE = -1
"""What stands for the node after the end of a beginning, and for the spelling of no phrase."""
IMPOSSIBLE = -1e4
"""The least that a demanded token's log-probability counts as: what a model holds impossible must be written too."""


class Spelling(NamedTuple):
    """One way to write a phrase."""

    tokens: tuple[int, ...]
    follows: frozenset[int] | None = ANYWHERE
    """The tokens that it may come after, of which bos is the beginning; None for any."""


@dataclass(frozen=True)
class Phrase:
    """Tokens that must stand side by side, in one of several spellings, of which one at least can follow any token."""

    spellings: tuple[Spelling, ...]
    closed: frozenset[int] = frozenset()
    """The tokens that may not come right after it, since they would go on with its last word."""

    @property
    def length(self) -> int:
        """The most tokens that it takes."""
        return max(len(spelling.tokens) for spelling in self.spellings)


@dataclass(frozen=True)
class Beginning:
    """The sequences of tokens that a hypothesis may begin with, as a tree."""

    nodes: tuple[Mapping[int, int], ...]
    """Of each node, the root first, the tokens that may come next and the nodes that they lead to, which come later;
    `FREE` where the beginning ends. A node of eos alone ends the whole hypothesis."""
    closed: frozenset[int] = frozenset()
    """The tokens that may not come right after it."""

    @cached_property
    def depths(self) -> tuple[int, ...]:
        """Of each node, the most tokens to the end of the beginning; eos is none."""
        depths = [0] * len(self.nodes)
        for number in reversed(range(len(self.nodes))):
            following = self.nodes[number].items()
            depths[number] = max((token != EOS) + (depths[node] if node >= 0 else 0) for token, node in following)
        return tuple(depths)


@dataclass(frozen=True)
class Constraints:
    """What the hypotheses of one sentence must hold. The phrases share no token, also where they overlap."""

    phrases: tuple[Phrase, ...] = ()
    beginning: Beginning | None = None

    @property
    def length(self) -> int:
        """The most tokens that they take."""
        depth = self.beginning.depths[0] if self.beginning is not None else 0
        return depth + sum(phrase.length for phrase in self.phrases)

    @property
    def tokens(self) -> set[int]:
        """All that may have to be written."""
        tokens = {token for phrase in self.phrases for spelling in phrase.spellings for token in spelling.tokens}
        return tokens.union(*(self.beginning.nodes if self.beginning is not None else ()))


class State(NamedTuple):
    """How far a hypothesis has come."""

    met: int = 0
    """A bit for each phrase that is written."""
    spelling: int = FREE
    """Which one is being written."""
    position: int = 0
    """The token of that which comes next."""
    node: int = FREE
    """Where in the beginning it is."""
    tail: tuple[int, ...] = (BOS,)
    """The last tokens, as many as matter."""
    closed: frozenset[int] = frozenset()
    """What may not come next."""
    free: int = 0
    """Tokens written after the beginning and after the last phrase."""
    after: int = 0
    """Tokens written after the beginning."""


ANY, PHRASE, BEGINNING = range(3)
"""Kinds of extensions: by any token, by one of a phrase, by one of the beginning."""


class Extension(NamedTuple):
    """A token that may come next."""

    log_prob: float
    outlook: float
    """What is known of the log-probability of the rest of its phrase."""
    token: int
    bank: int
    """How many phrases are written or begun then."""
    kind: int
    value: int
    """The phrases that are met then; of a phrase the spelling; of the beginning the node that comes next."""


class Moves:
    """How the hypotheses of one sentence may go on; it notes what the later tokens of a phrase were seen to cost."""

    def __init__(self, constraints: Constraints) -> None:
        self.phrases = constraints.phrases
        self.nodes = constraints.beginning.nodes if constraints.beginning is not None else ()
        self.depths = constraints.beginning.depths if constraints.beginning is not None else ()
        self.after_beginning = constraints.beginning.closed if constraints.beginning is not None else frozenset[int]()
        self.distinct = list(dict.fromkeys(self.phrases))
        self.counts = [self.phrases.count(phrase) for phrase in self.distinct]
        self.shifts = [sum(self.counts[:number]) for number in range(len(self.distinct))]
        """Where the bits of each of the `distinct` phrases begin in `State.met`; the lower ones are set first."""
        every = [(number, spelling) for number, phrase in enumerate(self.distinct) for spelling in phrase.spellings]
        self.owners, self.spellings = [number for number, _ in every], [spelling for _, spelling in every]
        self.complete = (1 << len(self.phrases)) - 1
        self.span = max((len(spelling.tokens) for spelling in self.spellings), default=1)
        self.ending: dict[int, list[int]] = defaultdict(list)
        for number, spelling in enumerate(self.spellings):
            self.ending[spelling.tokens[-1]].append(number)
        self.costs = [[-math.inf] * len(spelling.tokens) for spelling in self.spellings]
        self.unmet_tokens: dict[int, int] = {}

    @property
    def banks(self) -> int:
        """How many numbers of phrases there are that a hypothesis may have begun."""
        return len(self.phrases) + 1

    def first(self) -> State:
        """Before anything is written."""
        return State(node=0 if self.nodes else FREE)

    def left(self, met: int, owner: int) -> int:
        """How often a phrase is still to be written."""
        count = self.counts[owner]
        return count - (met >> self.shifts[owner] & (1 << count) - 1).bit_count()

    def with_one(self, met: int, owner: int) -> int:
        """What is met once a phrase is written one more time."""
        return met | 1 << self.shifts[owner] + self.counts[owner] - self.left(met, owner)

    def needs(self, state: State) -> int:
        """The most tokens that are still demanded."""
        needed = self.unmet_tokens.get(state.met)
        if needed is None:
            unmet = (self.left(state.met, number) * phrase.length for number, phrase in enumerate(self.distinct))
            needed = self.unmet_tokens[state.met] = sum(unmet)
        if state.spelling >= 0:
            spelling = self.spellings[state.spelling].tokens
            needed += len(spelling) - state.position - self.distinct[self.owners[state.spelling]].length
        return needed + (self.depths[state.node] if state.node >= 0 else 0)

    def outlook(self, spelling: int, position: int) -> float:
        """What is known of the log-probability of a phrase from a `position` on, 0 while nothing is.

        Without it, a phrase that has just been begun would always look better than one whose costly tokens are written,
        and none would ever be ended.
        """
        return sum(cost for cost in self.costs[spelling][position:] if cost > -math.inf)

    def wanted(self, state: State) -> list[int]:
        """The tokens whose log-probabilities `extensions` asks for."""
        if state.node >= 0:
            return list(self.nodes[state.node])
        if state.spelling >= 0:
            return [self.spellings[state.spelling].tokens[state.position]]
        if state.met == self.complete:
            return [EOS]
        return [self.spellings[number].tokens[0] for number in self.beginnings(state)]

    def beginnings(self, state: State) -> list[int]:
        """The spellings that may be begun now."""
        return [
            number
            for number, (owner, spelling) in enumerate(zip(self.owners, self.spellings, strict=True))
            if self.left(state.met, owner)
            and (spelling.follows is None or state.tail[-1] in spelling.follows)
            and spelling.tokens[0] not in state.closed
        ]

    def demanded(self, state: State, asked: Mapping[int, float]) -> Iterator[Extension]:
        """How a hypothesis in a `state` may go on by what is demanded; `asked` has the log-probabilities of what is `wanted`.

        Where there has been room for all that is demanded, there is after each of these tokens.
        """
        if state.node >= 0:
            for token, node in self.nodes[state.node].items():
                reached = state.met if node >= 0 else self.finished(state, token) or 0
                yield Extension(asked[token], 0.0, token, reached.bit_count(), BEGINNING, node)
        elif state.spelling >= 0:
            token, costs = self.spellings[state.spelling].tokens[state.position], self.costs[state.spelling]
            costs[state.position] = max(costs[state.position], asked[token])
            rest = self.outlook(state.spelling, state.position + 1)
            yield Extension(asked[token], rest, token, state.met.bit_count() + 1, PHRASE, state.spelling)
        elif state.met != self.complete:
            for number in self.beginnings(state):
                token = self.spellings[number].tokens[0]
                yield Extension(asked[token], self.outlook(number, 1), token, state.met.bit_count() + 1, PHRASE, number)

    def free(self, state: State, room: int) -> bool:
        """Whether any token may come next, with `room` for as many after it."""
        return state.node < 0 and state.spelling < 0 and (state.met == self.complete or self.needs(state) <= room)

    def freely(self, state: State, token: int) -> int | None:
        """What is met once `token` is written freely; None where it may not be."""
        if token == EOS:
            return state.met if state.met == self.complete else None
        if token in state.closed:
            return None
        return self.finished(state, token) if token in self.ending else state.met

    def after(self, state: State, token: int, kind: int, value: int) -> State:
        """Where an extension of a hypothesis in a `state` leads to."""
        if kind == BEGINNING:
            return self.begun(state, token, value)
        if kind == PHRASE:
            return self.advanced(state, value, state.position if state.spelling >= 0 else 0)
        return self.written(state, token, value)

    def finished(self, state: State, token: int) -> int | None:
        """The phrases that are met once `token` is written freely; None where it may not be, since it would end one.

        One that reaches into the beginning could not be begun on purpose, and is met; one that reaches into another phrase
        is not, since phrases share no token.
        """
        met = state.met
        for number in self.ending.get(token, ()):
            tokens = self.spellings[number].tokens
            before = tokens[:-1]
            if not self.left(met, self.owners[number]) or (before and state.tail[-len(before) :] != before):
                continue
            if state.node < 0 and len(before) <= state.free:
                return None
            if state.node >= 0 or len(before) > state.after:
                met = self.with_one(met, self.owners[number])
        return met

    def written(self, state: State, token: int, met: int) -> State:
        """After a `token` that is not a phrase's."""
        tail = (*state.tail, token)[-self.span :]
        return State(met, FREE, 0, FREE, tail, frozenset(), state.free + 1, state.after + 1)

    def begun(self, state: State, token: int, node: int) -> State:
        """After a `token` of the beginning."""
        met = self.finished(state, token) if node < 0 else state.met
        closed = self.after_beginning if node < 0 else frozenset[int]()
        tail = (*state.tail, token)[-self.span :]
        return State(state.met if met is None else met, FREE, 0, node, tail, closed)

    def advanced(self, state: State, spelling: int, position: int) -> State:
        """After the token at a `position` of a phrase."""
        tokens, owner = self.spellings[spelling].tokens, self.owners[spelling]
        tail = (*state.tail, tokens[position])[-self.span :]
        if position + 1 < len(tokens):
            return State(state.met, spelling, position + 1, FREE, tail, frozenset(), 0, state.after + 1)
        met = self.with_one(state.met, owner)
        return State(met, FREE, 0, FREE, tail, self.distinct[owner].closed, 0, state.after + 1)
