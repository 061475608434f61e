"""From a stream of sentences to batches, and back into the order given.

Sentences are read a window at a time and sorted by length, longest first, so that those of a batch end at about the same
time. Finished rows leave the batch; that copies the memory of all others, so they wait until a quarter of the rows is free.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy

from s2s.config.searches import CONSTRAINED, REPLACED, SEARCHES
from s2s.data.text.facts import UNMEASURED, Facts
from s2s.decode.backend import Backend, Hypothesis, Ints, Settings, refuse_nan
from s2s.decode.constraints import Constraints
from s2s.decode.rows import Result, Search, Sentence
from s2s.decode.score import limit
from s2s.errors import SettingError, UserError

WINDOW = 2000
"""Sentences that are read, sorted by length, and come out together."""
MANY = 10
"""Hypotheses of a sentence that its share of a batch is meant for; a beam of 1000 must not take 100 times the memory."""
FREE = 0.25
"""The share of rows that must be free before a batch is copied."""

Entry = tuple[Sentence, Sequence[Any]]


def decode(
    backend: Backend,
    sources: Iterable[Sequence[Any]],
    settings: Settings,
    window: int = WINDOW,
    first: int | Iterator[int] = 0,
    facts: Facts = UNMEASURED,
    constraints: Iterator[Constraints | None] | None = None,
) -> Iterator[list[Hypothesis]]:
    """The hypotheses of each source (ids ending in eos), best first, in the order given.

    An empty source yields one empty hypothesis and never reaches the backend. With a `window` of 1 each sentence comes
    out before the next is read. `first` is the place of the first source in a longer input that comes in parts, or gives
    the place of each, no two the same, after the source has been read; what is sampled for a sentence depends on its place.
    `facts` say how long hypotheses may become. `constraints` give what the hypotheses of each source must hold, after it
    has been read; None for nothing. Those sentences are decoded apart, so that for the others nothing changes.
    """
    places = itertools.count(first) if isinstance(first, int) else first
    demanded = itertools.repeat(None) if constraints is None else constraints
    numbered = ((source, next(places), next(demanded)) for source in sources)
    while chunk := list(itertools.islice(numbered, window)):
        finished = {number: [Hypothesis((), 0.0, 0.0)] for source, number, _ in chunk if len(source) == 0}
        for batch in batches(chunk, settings, facts):
            flight = Flight(backend, batch, settings)
            while flight.live:
                finished |= {sentence.number: hypotheses for sentence, hypotheses in flight.step()}
        yield from (finished[number] for _, number, _ in chunk)


def batches(
    chunk: Sequence[tuple[Sequence[Any], int, Constraints | None]], settings: Settings, facts: Facts = UNMEASURED
) -> Iterator[list[Entry]]:
    """The sources that are not empty, longest first: the last batches to run are short ones.

    A batch holds as many as `settings.batch_tokens` allows of its first, fewer with very many hypotheses of each. Those of
    which something is demanded come last, by the number of phrases: one that has more than the first of a batch makes its
    rows wider, and begins another where half of a batch is there.
    """
    entries = [
        (sentence_of(len(ids), number, demand, settings, facts), ids) for ids, number, demand in chunk if len(ids)
    ]
    entries.sort(key=lambda entry: (phrases_of(entry[0]), -entry[0].length))
    for demanding, group in itertools.groupby(entries, lambda entry: entry[0].constraints is not None):
        batch: list[Entry] = []
        longest = 0
        for entry in group:
            phrases = phrases_of(entry[0]) if demanding else 0
            crowd = max(1, (settings.hypotheses + phrases) // MANY)
            longest = max(longest, entry[0].length)
            size, wider = (len(batch) + 1) * longest * crowd, bool(batch) and phrases > phrases_of(batch[0][0])
            if batch and size > settings.batch_tokens / (1 + (demanding and wider)):
                yield batch
                batch, longest = [], entry[0].length
            batch.append(entry)
        yield batch


def sentence_of(
    length: int, number: int, constraints: Constraints | None, settings: Settings, facts: Facts
) -> Sentence:
    """What the loop knows of a source of `length` ids. Its limit leaves room for what is demanded, whoever has set it."""
    most = limit(length, settings, facts)
    if constraints is None:
        return Sentence(number, length, most)
    given = settings.forced_length or settings.max_length
    return Sentence(number, length, max(most, constraints.length) if given else most + constraints.length, constraints)


def phrases_of(sentence: Sentence) -> int:
    """How many phrases are demanded of a sentence; -1 where nothing is."""
    return -1 if sentence.constraints is None else len(sentence.constraints.phrases)


def check_replaced(settings: Settings, keyword: str, value: object) -> None:
    """Raise `SettingError` for the setting `keyword`, which demands something, where the search is not a beam's."""
    if settings.searching not in REPLACED:
        remedy = f"has no effect with the search {settings.searching}; leave it out, or use the search beam"
        raise SettingError(keyword, value, remedy)


def search_for(sentences: Sequence[Sentence], settings: Settings) -> Search:
    """The search that `settings` name, at its beginning, or the one for `sentences` of which something is demanded.

    Raises `UserError` where a user's own is none.
    """
    constrained = sentences[0].constraints is not None
    search_class = SEARCHES.load(CONSTRAINED if constrained else settings.searching)
    missing = next((name for name in ("advance", "keep", "live") if not hasattr(search_class, name)), None)
    if missing is not None:
        raise UserError(f"{settings.searching}: has no {missing!r}, which a search needs; see s2s.decode.rows.Search")
    search: Search = search_class(sentences, settings)
    return search


class Flight:
    """The sentences that are being decoded now. Finished ones stay until enough of them can leave together."""

    def __init__(self, backend: Backend, entering: Sequence[Entry], settings: Settings) -> None:
        """Encode the `entering` sentences, and bring their state to as many beams as the search begins with."""
        self.backend, self.settings = backend, settings
        self.looking = settings.attention or settings.coverage_penalty > 0
        self.search = search_for([sentence for sentence, _ in entering], settings)
        demands = [sentence.constraints for sentence, _ in entering]
        demanded = [demand.tokens for demand in demands if demand is not None]
        sources = [ids for _, ids in entering]
        self.memory, self.state = backend.encode(sources, demanded) if demanded else backend.encode(sources)
        self.count = self.live = len(entering)
        self.arrange(None)

    @property
    def width(self) -> int:
        """K, how many hypotheses each sentence has now."""
        return int(self.search.tokens.shape[1])

    def step(self) -> list[Result]:
        """One more token for every hypothesis; the sentences that this finished."""
        search = self.search
        wanted = getattr(search, "wanted", None)
        asking = {} if wanted is None else {"wanted": wanted}
        step = self.backend.step(self.memory, self.state, search.tokens, search.candidates, self.looking, **asking)
        refuse_nan(step.log_probs)  # no search would come to an end
        self.state = step.state
        results = search.advance(step)
        if results:
            self.live -= len(results)
            if self.live and self.count - self.live >= FREE * self.count:
                self.arrange(search.live.nonzero()[0])
                return results
        if search.parents is not None and self.live:
            self.arrange(None)
        return results

    def arrange(self, rows: Ints | None) -> None:
        """Bring memory and state to what the search wants to feed next, with only `rows` if they are given."""
        search, beams = self.search, self.search.parents
        if rows is not None:
            search.keep(rows)
            beams = numpy.tile(numpy.arange(self.width), (len(rows), 1)) if beams is None else beams[rows]
            self.count = len(rows)
        if beams is not None:
            self.memory, self.state = self.backend.select(self.memory, self.state, rows, beams)
            search.parents = None
