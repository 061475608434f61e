"""A line as sentences that are translated one by one, and their translations as a line again.

A model that has learned from single sentences makes one sentence of a paragraph, with a good score and without a word of
warning. So each sentence goes through the model alone, and what stood between two of them stands between their
translations.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy

from s2s.data.codecs.base import Codec
from s2s.data.text.casing import Casing, Exact, casing_of, ordinary, recased_but
from s2s.data.text.facts import Facts
from s2s.data.text.language_names import primary
from s2s.data.text.normalization import Normalized
from s2s.data.text.preparation import Preparation
from s2s.data.text.sentences import Span, lines_of, sentences
from s2s.data.text.suspicious import suspicions
from s2s.inference.terms import Term

NOTHING = Exact()
UNSPACED = frozenset("bo dz ja km lo my th yue zh".split())
"""Languages that write no space between two sentences."""
SENTENCE_STRIDE = 1 << 40
"""Between the numbers of two sentences of a line, of which each draws its own samples: more than there are lines."""


class Word(NamedTuple):
    """A word of a translation: what holds a letter or a digit; of scripts without spaces a letter."""

    text: str
    begin: int
    """Its first character in the text."""
    confidence: float
    """The chance, from 0 to 1, that it stands in a translation by people (docs/confidence.md)."""


@dataclass(frozen=True)
class Translation:
    """One of the translations of one line, or of one sentence of it."""

    text: str
    score: float
    """What translations are ranked by: `log_prob` with the length and coverage penalties."""
    log_prob: float
    """Sum over the pieces, and the end of the sentence where the model wrote one; natural logarithm."""
    pieces: tuple[str, ...]
    """The T pieces written."""
    source_pieces: tuple[str, ...]
    """The S pieces read, ``</s>`` at the end; none where the source is no text."""
    attention: Any = field(compare=False)
    """(T, S) weights, a row for each piece written; with the setting ``attention=True``. None without attention, for a
    sentence that was translated in parts, and for a line of several sentences, each of which has its own."""
    token_log_probs: Any = field(default=None, compare=False)
    """(T,) log-probability of each piece written after those before it, or None."""
    source: str = ""
    """What it translates, as the user has it."""
    sentences: tuple[Translation, ...] = ()
    """Of a line: those of its sentences, one at least; a line that was not to be split has none, nor has a sentence."""
    between: str = ""
    """Of a sentence: what stands before it, after the sentence before it."""
    casing: Casing | None = None
    """Of a sentence: how it is cased, where the model has read it in ordinary casing."""
    normalized: Normalized | None = field(default=None, compare=False)
    """Of a sentence, or of a line that was not to be split: its source in the normal form of the model, where that differs."""
    flags: tuple[str, ...] = ()
    """``short`` for what is far too short for its source, ``looping`` for what repeats itself, signs of an error both;
    ``truncated`` for what has reached the most pieces that it may have, and ends without its end; ``unkept`` for what should
    have kept something that the vocabulary does not hold; ``below`` for what is withheld, as it is less sure than asked for."""
    unknown: int = 0
    """Pieces of the source that stand for what the vocabulary does not hold, or spell it by its bytes."""
    terms: tuple[Term, ...] = ()
    """What the source holds of a glossary and of what is kept, all of which the translation holds, in the source's order."""
    confidence: float | None = field(default=None, compare=False)
    """The chance, from 0 to 1, that it reaches chrF 50 (docs/confidence.md); of several sentences their mean, each with the
    weight of its source pieces. None of a blank line, of a run for which none was fitted, and where it was not asked for."""
    words: tuple[Word, ...] = field(default=(), compare=False)
    """Its words with theirs; none where it was translated in parts."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a line, before it is translated."""

    source: str
    """As the user has it."""
    between: str
    read: str
    """As the model reads it."""
    casing: Casing | None
    """How its translation is cased again."""
    normalized: Normalized | None = None
    """`source` in the normal form of the model, where that differs."""


@dataclass(frozen=True)
class Splitter:
    """Cuts lines into sentences for one model, and puts what it has made of them together."""

    source: str
    """Language of what is read."""
    target: str
    """Language of what is written."""
    facts: Facts
    prepare: Preparation
    """What the model knows text by."""
    codec: Codec
    """Of the source."""

    def split(self, line: str, whole_lines: bool) -> list[Sentence]:
        """The sentences of `line`, one at least; with `whole_lines` only line breaks part them.

        Lines of one normal form have the same sentences.
        """
        normal = self.prepare.normalized(line)
        spans = lines_of(normal) if whole_lines else sentences(normal, self.source)
        if not spans:
            return [Sentence("", "", "", None)]
        parts = [
            self.sentence(normal, span, 0 if not number else spans[number - 1][1]) for number, span in enumerate(spans)
        ]
        if normal == line:
            return parts
        edges = self.prepare.aligned(line).edges
        return [
            self.of_user(part, line[edges[begin] : edges[end]]) for part, (begin, end) in zip(parts, spans, strict=True)
        ]

    def of_user(self, sentence: Sentence, source: str) -> Sentence:
        """`sentence` with its `source` as the user has it."""
        if source == sentence.source:
            return sentence
        own = self.prepare.aligned(source)
        if own.text != sentence.source:  # what comes before it or after it decides; it is as long, but for an end
            last = len(own.edges) - 1
            own = Normalized(sentence.source, tuple(own.edges[min(n, last)] for n in range(len(sentence.source) + 1)))
        return replace(sentence, source=source, normalized=own)

    def sentence(self, line: str, span: Span, begin: int) -> Sentence:
        """One sentence of `line`, in ordinary casing unless the model knows its own; `begin` ends the one before."""
        text, between = line[slice(*span)], line[begin : span[0]] if begin else ""
        if begin and not between and primary(self.target) not in UNSPACED:
            between = " "
        casing = None if self.prepare.lowercase else casing_of(text)
        if casing is None or self.facts.knows(casing):
            return Sentence(text, between, text, None)
        read = ordinary(text, casing, primary(self.source), self.rarity if self.facts.reads_capitals else None)
        return Sentence(text, between, read, casing if self.facts.recases else None)

    def rarity(self, word: str) -> float:
        """How badly the model knows `word`: the pieces that it takes; of two single ones the later one is the rarer."""
        ids = self.codec.encode([word])[0]
        return 1 - 1 / (2 + ids[0]) if len(ids) == 1 else float(len(ids))

    def finished(
        self, sentence: Sentence, translations: Sequence[Translation], exact: Exact = NOTHING
    ) -> list[Translation]:
        """The translations of one sentence, cased as it is but for what is `exact`, with what is suspicious of them."""
        results = []
        read = sentence.source if sentence.normalized is None else sentence.normalized.text
        for translation in translations:
            text = translation.text
            if sentence.casing is not None:
                text = recased_but(exact, text, sentence.casing, primary(self.target))
            results.append(
                replace(
                    translation,
                    text=text,
                    source=sentence.source,
                    between=sentence.between,
                    casing=sentence.casing,
                    normalized=sentence.normalized,
                    flags=translation.flags + suspicions(read, text, self.facts.ratio),
                )
            )
        return results


def number_of(line: int, sentence: int) -> int:
    """The number by which a sentence draws its samples: of the first of a line that line's own."""
    return line + SENTENCE_STRIDE * sentence


def joined(line: str, parts: Sequence[Sequence[Translation]], nbest: int, shuffle: Any) -> list[Translation]:
    """The `nbest` translations of `line` from those of its sentences, best first: the combinations of the highest sums.

    With `shuffle`, a generator, they are samples, each made of one sample of each sentence.
    """
    if len(parts) == 1:
        return [whole_of(line, (translation,)) for translation in parts[0]]
    if shuffle is None:
        return [whole_of(line, chosen) for chosen in best_combinations(parts, nbest)]
    drawn = [[translations[n] for n in order(shuffle, len(translations), nbest)] for translations in parts]
    samples = [whole_of(line, chosen) for chosen in zip(*drawn, strict=True)]
    return sorted(samples, key=lambda sample: -sample.score)


def order(shuffle: Any, count: int, nbest: int) -> list[int]:
    """`nbest` of `count` in an order that is drawn: samples come sorted, and the best of each must not stand together."""
    return [0] * nbest if count == 1 else [int(n) for n in shuffle.permutation(count)][:nbest]


def best_combinations(parts: Sequence[Sequence[Translation]], nbest: int) -> Iterator[tuple[Translation, ...]]:
    """One of each of `parts`, whose scores fall: the `nbest` choices with the highest sums of scores, best first."""
    first = (0,) * len(parts)
    heap, seen = [(-sum(part[0].score for part in parts), first)], {first}
    for _ in range(nbest):
        if not heap:
            return
        cost, chosen = heapq.heappop(heap)
        yield tuple(part[n] for part, n in zip(parts, chosen, strict=True))
        if nbest == 1:
            return
        for index, n in enumerate(chosen):
            following = (*chosen[:index], n + 1, *chosen[index + 1 :])
            if n + 1 < len(parts[index]) and following not in seen:
                seen.add(following)
                heapq.heappush(heap, (cost + parts[index][n].score - parts[index][n + 1].score, following))


def whole_of(line: str, parts: tuple[Translation, ...]) -> Translation:
    """The translation of a line whose sentences were translated to `parts`."""
    if len(parts) == 1:
        only = parts[0]
        return replace(only, source=line, sentences=parts, between="", casing=None, normalized=None)
    return Translation(
        text="".join(part.between + part.text for part in parts),
        score=sum(part.score for part in parts),
        log_prob=sum(part.log_prob for part in parts),
        pieces=tuple(piece for part in parts for piece in part.pieces),
        source_pieces=tuple(piece for part in parts for piece in part.source_pieces),
        attention=None,
        source=line,
        sentences=parts,
        flags=flags_of(parts),
        unknown=sum(part.unknown for part in parts),
        terms=tuple(term for part in parts for term in part.terms),
        confidence=mean_confidence(parts),
        words=words_of(parts),
    )


def mean_confidence(parts: Sequence[Translation]) -> float | None:
    """That of all `parts` together, each with the weight of its source pieces; None where none has one."""
    rated = [(part.confidence, len(part.source_pieces)) for part in parts if part.confidence is not None]
    return sum(sure * size for sure, size in rated) / sum(size for _, size in rated) if rated else None


def words_of(parts: Sequence[Translation]) -> tuple[Word, ...]:
    """The words of all `parts` of a line, as they stand in its text."""
    words: list[Word] = []
    begin = 0
    for part in parts:
        begin += len(part.between)
        words += [word._replace(begin=begin + word.begin) for word in part.words]
        begin += len(part.text)
    return tuple(words)


def flags_of(parts: Iterable[Translation]) -> tuple[str, ...]:
    """Those of all `parts` of a line."""
    return tuple(dict.fromkeys(flag for part in parts for flag in part.flags))


def shuffler(seed: int, number: int) -> Any:
    """What draws the order of the samples of line `number`."""
    return numpy.random.default_rng((seed, number))
