"""Lines of text in, their translations out: sentence by sentence, in order, however long they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from s2s.config.schema import RunConfig
from s2s.data.codecs.base import Codec
from s2s.data.text.facts import Facts, to_json
from s2s.data.text.preparation import preparation
from s2s.data.text.sentences import LONGEST, LONGEST_TEXT, passages
from s2s.decode.backend import Backend, Hypothesis, Settings
from s2s.decode.scheduler import decode
from s2s.inference.sentences import Sentence, Splitter, Translation, flags_of, joined, number_of, shuffler
from s2s.inference.travel import Travelling, described


class LineTranslator(Travelling):
    """A model that writes text, with what encodes its source and the tokenizer of its target."""

    def __init__(
        self, config: RunConfig, source: Codec, target: Codec, backend: Backend, facts: Facts | None = None
    ) -> None:
        """`facts` are what was measured of the training text; without them, the defaults of `Facts` hold."""
        self.config, self.source, self.target, self.backend = config, source, target, backend
        self.facts = facts or Facts()
        self.prepare, self.prepare_target = preparation(config, "source"), preparation(config, "target")

    def contents(self) -> Iterator[bytes]:
        """Options, codecs, facts and weights."""
        yield from described(self.config, (self.source, self.target), {"facts": to_json(self.facts)})
        yield from self.backend.contents()

    def stream(
        self, lines: Iterable[str], settings: Settings, first: int = 0, split: bool | None = None
    ) -> Iterator[list[Translation]]:
        """The `nbest` translations of each line, in order; a blank line gives one empty translation.

        A line is translated sentence by sentence, and what stands between two sentences, line breaks too, stands between
        their translations. With `split` None, a run that has learned from lines of several sentences (`Facts`) translates
        them together, and only line breaks part them; False translates any text as one sentence, in which a line break
        is a space. `first` is the number, from 0, of the first line in a longer text: what is sampled for a line depends
        on its own.
        """
        if split is False or not self.source.divisible:
            yield from self.unsplit_lines(enumerate(lines, first), settings)
            return
        data = self.config.data
        splitter = Splitter(data.source, data.target, self.facts, self.prepare, self.source)
        whole_lines = self.facts.whole_lines and split is None
        waiting: deque[tuple[int, str, list[Sentence]]] = deque()

        def numbered() -> Iterator[tuple[int, str]]:
            for number, line in enumerate(lines, first):
                parts_of_line = splitter.split(line, whole_lines)
                waiting.append((number, line, parts_of_line))
                yield from ((number_of(number, index), sentence.read) for index, sentence in enumerate(parts_of_line))

        parts: list[list[Translation]] = []
        for translations in self.unsplit(numbered(), settings):
            number, line, parts_of_line = waiting[0]
            parts.append(splitter.finished(parts_of_line[len(parts)], translations))
            if len(parts) == len(parts_of_line):
                waiting.popleft()
                shuffle = shuffler(settings.seed, number) if settings.samples else None
                yield joined(line, parts, settings.nbest, shuffle)
                parts = []

    def unsplit_lines(self, lines: Iterable[tuple[int, str]], settings: Settings) -> Iterator[list[Translation]]:
        """`unsplit`, whose translations know the lines that they are of."""
        waiting = deque[Any]()

        def numbered() -> Iterator[tuple[int, str]]:
            for number, line in lines:
                waiting.append(line)
                yield number, line

        for translations in self.unsplit(numbered(), settings):
            line = waiting.popleft()
            if isinstance(line, str):  # a vector has no words to point at
                line = line.rstrip("\r\n")
                normal = None if self.prepare.normalized(line) == line else self.prepare.aligned(line)
                translations = [replace(one, source=line, normalized=normal) for one in translations]
            yield translations

    def unsplit(self, lines: Iterable[tuple[int, str]], settings: Settings) -> Iterator[list[Translation]]:
        """The `nbest` translations of each line as one sentence; each comes with the number by which it draws its samples.

        A line of more than `LONGEST` pieces is translated in parts, without attention.
        """
        waiting: deque[Sequence[Any]] = deque()
        numbers: deque[int] = deque()
        coming, long = iter(lines), [(0, "")]

        def sources() -> Iterator[Sequence[Any]]:
            for number, line in coming:
                source = self.encode(line)
                if source is None:
                    long.append((number, line))
                    return
                waiting.append(source)
                numbers.append(number)
                yield source

        while long:
            long.clear()
            for hypotheses in self.search(sources(), settings, iter(numbers.popleft, None)):
                source = waiting.popleft()
                yield [self.read(hypothesis, source) for hypothesis in hypotheses]
            for number, line in long:
                yield self.piecewise(line, settings, number)

    def piecewise(self, line: str, settings: Settings, number: int) -> list[Translation]:
        """The `nbest` translations of a long line, each put together from those of its parts."""
        cut, waiting = passages(self.source.clean(line, self.prepare), self.source), deque[list[int]]()

        def sources() -> Iterator[list[int]]:
            for ids in cut:
                waiting.append(self.source.finish(ids))
                yield waiting[-1]

        by_passage: list[list[Translation]] = []
        for hypotheses in self.search(sources(), replace(settings, attention=False), number):
            source = waiting.popleft()
            by_passage.append([self.read(hypothesis, source) for hypothesis in hypotheses])
        best = [
            [translations[min(n, len(translations) - 1)] for translations in by_passage] for n in range(settings.nbest)
        ]
        return [
            Translation(
                text=" ".join(part.text for part in every if part.text),
                score=sum(part.score for part in every),
                log_prob=sum(part.log_prob for part in every),
                pieces=tuple(piece for part in every for piece in part.pieces),
                source_pieces=tuple(piece for part in every for piece in part.source_pieces),
                attention=None,
                flags=flags_of(every),
                unknown=sum(part.unknown for part in every),
            )
            for every in best
        ]

    def search(
        self, sources: Iterable[Sequence[Any]], settings: Settings, first: int | Iterator[int]
    ) -> Iterator[list[Hypothesis]]:
        """As `s2s.decode.scheduler.decode`."""
        return decode(self.backend, sources, settings, first=first, facts=self.facts)

    def encode(self, line: Any) -> Sequence[Any] | None:
        """What the backend encodes: source ids ending in eos; of labels and numbers a vector.

        Nothing for a blank line, None for one that is too long to be translated at once.
        """
        source = self.source
        if self.prepare.blank(line) and not source.is_empty:
            return []
        if source.divisible and len(line) > LONGEST_TEXT:
            return None
        encoded: Sequence[Any] = source.encode([source.clean(line, self.prepare)])[0]
        if source.divisible and len(encoded) > LONGEST:
            return None
        finished: Sequence[Any] = source.finish(encoded)
        return finished

    def read(self, hypothesis: Hypothesis, source: Sequence[Any]) -> Translation:
        """The translation that a hypothesis spells, with the scores and the pieces behind it."""
        ids = list(hypothesis.tokens)
        text = self.target.decode([ids if hypothesis.ended else self.target.complete(ids)])[0]
        return Translation(
            text=self.prepare_target.normalized(text),
            score=hypothesis.score,
            log_prob=hypothesis.log_prob,
            pieces=self.target.pieces_of(ids),
            source_pieces=self.source.pieces_of(source),
            attention=hypothesis.attention,
            token_log_probs=hypothesis.token_log_probs,
            flags=() if hypothesis.ended else ("truncated",),
            unknown=self.source.unknown(source),
        )
