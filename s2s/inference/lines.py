"""Lines of text in, their translations out: sentence by sentence, in order, however long they are."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Self

from s2s.config.directions import directions_of
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.codecs.base import Codec
from s2s.data.codecs.opened import opened
from s2s.data.text.casing import Exact
from s2s.data.text.facts import Facts, to_json
from s2s.data.text.ids import SPACE
from s2s.data.text.language_names import primary
from s2s.data.text.lines import until_error
from s2s.data.text.preparation import preparation
from s2s.data.text.sentences import APART, LONGEST_TEXT, passages
from s2s.decode.backend import Backend, Hypothesis, Settings
from s2s.decode.constraints import Constraints
from s2s.decode.scheduler import decode
from s2s.errors import UserError
from s2s.inference.confidence import Confidence, Rater
from s2s.inference.confidence import to_json as confidence_json
from s2s.inference.copied import named
from s2s.inference.demands import Asked, Demand, Demands, constraints_of, demanded, numbered_from, restored
from s2s.inference.directions import turned
from s2s.inference.sentences import (
    UNSPACED,
    Sentence,
    Splitter,
    Translation,
    joined,
    number_of,
    shuffler,
    whole_of,
)
from s2s.inference.terms import Prefixed, parted
from s2s.inference.travel import Travelling, described
from s2s.runtime.process import say_once


def say_untrained(data: DataConfig, trained: bool) -> None:
    """Say, once, if the direction from ``data.source`` to ``data.target`` was not among those that were trained."""
    if not trained:
        known = ", ".join(map(str, directions_of(data)))
        say_once(f"{data.source}-{data.target} was not trained, only {known}: the translations are zero-shot")


class LineTranslator(Travelling):
    """A model that writes text, with what encodes its source and the tokenizer of its target."""

    def __init__(
        self,
        config: RunConfig,
        source: Codec,
        target: Codec,
        backend: Backend,
        facts: Facts | None = None,
        confidence: Confidence | None = None,
    ) -> None:
        """`facts` are what was measured of the training text; without them, the defaults of `Facts` hold."""
        self.source, self.target = opened((source, target)) if config.model.copy else (source, target)
        self.config, self.backend, self.facts, self.confidence = config, backend, facts or Facts(), confidence
        self.prepare, self.prepare_target = preparation(config, "source"), preparation(config, "target")
        self.longest = self.facts.at_once(config.data.max_length)
        """Pieces of a source that are read at once."""
        self.directions = directions_of(config.data)
        """Of a model of several."""
        self.tag: tuple[int, ...] = ()
        """What stands before every source: the tag of the target language in a model of several directions."""
        self.faces = not self.directions
        """Whether it is clear to which language it translates."""

    def facing(self, to: str | None = None, from_: str | None = None) -> Self:
        """The same model as it translates to one of its languages, and perhaps from one of them.

        With one target `to` may be None. Without `from_` it reads any of its languages; by the rules of the language a text
        is cut into sentences. A direction that was not trained is said to be so, once. Raises `UserError`.
        """
        if to is from_ is None and self.faces:
            return self
        data, trained = turned(self.config.data, to, from_)
        if not self.directions:
            return self
        say_untrained(data, trained)
        other = type(self).__new__(type(self))
        vars(other).update({name: value for name, value in vars(self).items() if name != "ticketed"})
        if "origin" in vars(self):
            vars(other)["origin"] = {**vars(self)["origin"], "facing": [to, from_]}
        other.config = replace(self.config, data=data)
        other.tag, other.faces = (self.source.tag(data.target),), True  # type: ignore[attr-defined]
        return other

    def contents(self) -> Iterator[bytes]:
        """Options, codecs, facts, confidence and weights."""
        more = {} if self.confidence is None else {"confidence": confidence_json(self.confidence)}
        yield from described(self.config, (self.source, self.target), {"facts": to_json(self.facts), **more})
        yield from self.backend.contents()

    def stream(
        self,
        lines: Iterable[str | Prefixed],
        settings: Settings,
        first: int | Iterable[int] = 0,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> Iterator[list[Translation]]:
        """The `nbest` translations of each line, in order; a blank line gives one empty translation.

        A line is translated sentence by sentence, and what stands between two sentences, line breaks too, stands between
        their translations. With `split` None, a run that has learned from lines of several sentences (`Facts`) translates
        them together, and only line breaks part them; False translates any text as one sentence, in which a line break
        is a space. `first` is the number, from 0, of the first line in a longer text, or gives that of every line: what is
        sampled for a line depends on its own. `demands` is what the translations must hold; with it, a line may be `Prefixed`.
        With `sure` they have their confidence, where one was fitted for the run. Raises `UserError` for a beginning that cannot be written, at its line.
        """
        if not self.faces:
            yield from self.facing().stream(lines, settings, first, split, demands, sure)
            return
        rate = Rater(self.confidence, settings) if sure and self.confidence is not None else None
        if split is False or not self.source.divisible:
            yield from self.unsplit_lines(numbered_from(first, lines), settings, demands, rate)
            return
        splitter = Splitter(self.config.data.source, self.config.data.target, self.facts, self.prepare, self.source)
        whole_lines = self.facts.whole_lines and split is None
        waiting: deque[tuple[int, str, list[Sentence], list[Demand | None]]] = deque()

        def numbered() -> Iterator[Asked]:
            for number, given in numbered_from(first, lines):
                line, prefix, where = parted(given)
                parts_of_line = splitter.split(line, whole_lines)
                asked = demanded([sentence.source for sentence in parts_of_line], prefix, demands, where)
                waiting.append((number, line, parts_of_line, asked))
                for index, (sentence, demand) in enumerate(zip(parts_of_line, asked, strict=True)):
                    yield Asked(number_of(number, index), sentence.read, demand)

        parts: list[list[Translation]] = []
        for translations in self.unsplit(numbered(), settings, demands, rate):
            number, line, parts_of_line, asked = waiting[0]
            demand = asked[len(parts)]
            exact = Exact() if demand is None else demand.exact
            finished = splitter.finished(parts_of_line[len(parts)], translations, exact)
            parts.append(finished if rate is None else rate(finished))
            if len(parts) == len(parts_of_line):
                waiting.popleft()
                shuffle = shuffler(settings.seed, number) if settings.samples else None
                yield joined(line, parts, settings.nbest, shuffle)
                parts = []

    def unsplit_lines(
        self,
        lines: Iterable[tuple[int, Any]],
        settings: Settings,
        demands: Demands | None = None,
        rate: Rater | None = None,
    ) -> Iterator[list[Translation]]:
        """`unsplit`, whose translations know the lines that they are of, and are rated by `rate`."""
        waiting = deque[Any]()

        def numbered() -> Iterator[Asked]:
            for number, given in lines:
                line, prefix, where = parted(given)
                (demand,) = demanded([line], prefix, demands, where)
                waiting.append(line)
                yield Asked(number, line, demand)

        for translations in self.unsplit(numbered(), settings, demands, rate):
            line = waiting.popleft()
            if isinstance(line, str):  # a vector has no words to point at
                line, prepare = self.prepare.parts(line.rstrip("\r\n"))[0], self.prepare.of_text
                normal = None if prepare.normalized(line) == line else prepare.aligned(line)
                translations = [replace(one, source=line, normalized=normal) for one in translations]
            yield translations if rate is None else rate(translations)

    def unsplit(
        self, lines: Iterable[Asked], settings: Settings, demands: Demands | None = None, rate: Rater | None = None
    ) -> Iterator[list[Translation]]:
        """The `nbest` translations of each line as one sentence; each comes with the number by which it draws its samples.

        A line of more than `longest` pieces is translated in parts, without attention. The translations have what `rate`
        needs to rate them, and those in parts are rated.
        """
        settings = settings if rate is None else rate.settings
        waiting, numbers = deque[tuple[Sequence[Any], Demand | None]](), deque[int]()
        raised = list[UserError]()
        coming, long = until_error(lines, raised), [Asked(0, "")]

        def sources() -> Iterator[Sequence[Any]]:
            for asked in coming:
                try:
                    source = self.encode(asked.text)
                except UserError as error:  # of labels, features and vectors, whose lines are never split
                    raised.append(UserError(f"line {asked.number + 1:,}: {error}"))
                    return
                if source is None:
                    long.append(asked)
                    return
                waiting.append((source, asked.demand))
                numbers.append(asked.number)
                yield source

        while long:
            long.clear()
            constraints = (constraints_of(waiting[-1][1]) for _ in itertools.count())
            for hypotheses in self.search(sources(), settings, iter(numbers.popleft, None), constraints):
                source, demand = waiting.popleft()
                yield [self.read(hypothesis, source, demand) for hypothesis in hypotheses]
            yield from (self.piecewise(asked, settings, demands, rate) for asked in long)
        if raised:
            raise raised[0]

    def piecewise(
        self, asked: Asked, settings: Settings, demands: Demands | None = None, rate: Rater | None = None
    ) -> list[Translation]:
        """The `nbest` translations of a long line, each put together from those of its parts."""
        cut = passages(self.source.clean(asked.text, self.prepare), self.source, self.longest)
        waiting = deque[tuple[list[int], Demand | None, str]]()
        prefix = "" if asked.demand is None else asked.demand.prefix

        def sources() -> Iterator[list[int]]:
            for number, ids in enumerate(cut):
                text = self.source.decode([ids])[0]
                demand = None if demands is None else demands.of(text, "" if number else prefix)
                before = self.between(ids, text) if number else ""
                waiting.append(([*self.tag, *self.source.finish(ids)], demand, before))
                yield waiting[-1][0]

        by_passage: list[list[Translation]] = []
        constraints = (constraints_of(waiting[-1][1]) for _ in itertools.count())
        for hypotheses in self.search(sources(), replace(settings, attention=False), asked.number, constraints):
            source, demand, before = waiting.popleft()
            parts = [self.read(hypothesis, source, demand) for hypothesis in hypotheses]
            parts = [replace(part, between=before if part.text else "") for part in parts]
            by_passage.append(parts if rate is None else rate(parts))
        chosen = (tuple(parts[min(n, len(parts) - 1)] for parts in by_passage) for n in range(settings.nbest))
        return [
            replace(whole, text=whole.text.strip(), sentences=(), words=())
            for whole in (whole_of("", every) for every in chosen)
        ]

    def between(self, ids: Sequence[int], text: str) -> str:
        """What stands before the translation of the passage `text` with `ids`: a space, but where it begins inside a word."""
        begins = not text or self.source.pieces_of(ids)[0].startswith(SPACE) or APART.match(text)
        return " " if begins and primary(self.config.data.target) not in UNSPACED else ""

    def search(
        self,
        sources: Iterable[Sequence[Any]],
        settings: Settings,
        first: int | Iterator[int],
        constraints: Iterator[Constraints | None] | None = None,
    ) -> Iterator[list[Hypothesis]]:
        """As `s2s.decode.scheduler.decode`."""
        return decode(self.backend, sources, settings, first=first, facts=self.facts, constraints=constraints)

    def encode(self, line: Any) -> Sequence[Any] | None:
        """What the backend encodes: source ids ending in eos; of labels and numbers a vector.

        Nothing for a blank line, None for one that is too long to be translated at once.
        """
        if not self.faces:
            return self.facing().encode(line)
        source = self.source
        if self.prepare.blank(line) and not source.is_empty:
            return []
        if source.divisible and len(line) > LONGEST_TEXT:
            return None
        encoded: Sequence[Any] = source.encode([source.clean(line, self.prepare)])[0]
        if source.divisible and len(encoded) > self.longest:
            return None
        finished: Sequence[Any] = source.finish(encoded)
        return [*self.tag, *finished] if self.tag and len(finished) else finished

    def read(self, hypothesis: Hypothesis, source: Sequence[Any], demand: Demand | None = None) -> Translation:
        """The translation that a hypothesis spells, with the scores and the pieces behind it.

        Tags and features are no pieces of the source: neither they nor what attention gives them is told.
        """
        ids = named((self.source, self.target), hypothesis.tokens, source)
        tags, attention = len(self.tag) or self.source.before(source), hypothesis.attention
        text = self.target.decode([ids if hypothesis.ended else self.target.complete(ids)])[0]
        return Translation(
            text=restored(self.prepare_target.normalized(text), demand),
            score=hypothesis.score,
            log_prob=hypothesis.log_prob,
            pieces=self.target.pieces_of(ids),
            source_pieces=self.source.pieces_of(source[tags:]),
            attention=attention[:, tags:] if tags and attention is not None else attention,
            token_log_probs=hypothesis.token_log_probs,
            flags=(() if hypothesis.ended else ("truncated",)) + (() if demand is None else demand.flags),
            terms=() if demand is None else demand.terms,
            unknown=self.source.unknown(source),
        )
