"""Which word of a sentence became which word of its translation, by the model's own attention."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy
import numpy.typing

from s2s.data.text.ids import END, SPACE
from s2s.data.text.sentences import Span
from s2s.data.text.words import groups
from s2s.decode.backend import Doubles, Ints
from s2s.inference.sentences import Translation

WORD = re.compile("[^ ]+")
BETWEEN_WHITE_SPACE = re.compile("[^ \t\r\n]+")
BYTE = re.compile("<0x[0-9A-F]{2}>")
ALONE = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that write no space between words; each counts as a word."""


LARGEST = 1 << 22
"""Pairs of tokens of one sentence whose weights are kept; a longer sentence than this has none."""


class Block(NamedTuple):
    """The weights (T, S) of one sentence, and the numbers of its first tokens."""

    row: int
    column: int
    weights: Doubles


@dataclass(frozen=True)
class Weights:
    """A matrix (T, S) whose rows sum to at most 1, and that is 0 but for a block for each sentence."""

    rows: int
    blocks: list[Block]

    def of(self, first: int, last: int, columns: Ints) -> Doubles:
        """(last - first,): how much the tokens of the translation from `first` on come from those of the source, ascending `columns`."""
        sums = numpy.zeros(last - first)
        if not len(columns):
            return sums
        lowest = bisect_right(self.blocks, int(columns[0]), key=lambda block: block.column) - 1
        highest = bisect_right(self.blocks, int(columns[-1]), key=lambda block: block.column)
        for row, column, weights in self.blocks[max(0, lowest) : highest]:
            begin, end = max(first, row), min(last, row + weights.shape[0])
            inside = columns[(columns >= column) & (columns < column + weights.shape[1])] - column
            if begin < end and len(inside):
                sums[begin - first : end - first] = weights[begin - row : end - row, inside].sum(axis=1)
        return sums


@dataclass(frozen=True)
class Alignment:
    """Words and punctuation marks of a line and of its translation, and how they belong together."""

    source: list[Span]
    """S tokens of the source, as characters of it."""
    target: list[Span]
    """T tokens of the translation."""
    weights: Weights
    """How much each token of the translation comes from each of the source."""
    sentences: list[tuple[Span, Span]]
    """Of each sentence the characters in the source and in the translation."""


def align(source: str, translation: Translation) -> Alignment:
    """The alignment of `translation`, the translation of a line, with `source`, that line.

    Where there is no attention (`Translation.attention`), words belong together that stand as far along.
    """
    source_spans, target_spans, blocks, sentences = list[Span](), list[Span](), list[Block](), list[tuple[Span, Span]]()
    position = written = 0
    unsplit = (translation,) if translation.source else ()
    for sentence in translation.sentences or unsplit:
        begin, written = source.index(sentence.source, position), written + len(sentence.between)
        position = begin + len(sentence.source)
        left, right = tokens(sentence.source), tokens(sentence.text)
        if len(left) * len(right) <= LARGEST:
            blocks.append(Block(len(target_spans), len(source_spans), weights_of(sentence, left, right)))
        source_spans += [(begin + first, begin + last) for first, last in left]
        target_spans += [(written + first, written + last) for first, last in right]
        sentences.append(((begin, position), (written, written + len(sentence.text))))
        written += len(sentence.text)
    return Alignment(source_spans, target_spans, Weights(len(target_spans), blocks), sentences)


def tokens(text: str) -> list[Span]:
    """Words, letters of scripts without spaces, and single marks of punctuation, each with its combining marks."""
    spans: list[Span] = []
    joined = False
    for index, character in enumerate(text):
        kind = kind_of(character)
        if kind == "space":
            joined = False
        elif (
            spans and spans[-1][1] == index and (kind == "mark" or (joined and (kind == "word" or links(text, index))))
        ):
            spans[-1] = spans[-1][0], index + 1
        else:
            spans.append((index, index + 1))
            joined = kind in ("word", "mark")
    return spans


def links(text: str, index: int) -> bool:
    """Whether the character at `index` is an apostrophe or a hyphen inside a word."""
    return text[index] in "'’-‐" and kind_of(text[index + 1 : index + 2] or " ") == "word"


@lru_cache(1 << 16)
def kind_of(character: str) -> str:
    """Which characters may join it in a token: those of its kind; ``alone`` joins none."""
    category = unicodedata.category(character)
    if character.isspace() or category in ("Cc", "Zs", "Zl", "Zp"):
        return "space"
    if category[0] == "M" or character in "\u200c\u200d\ufe0f":
        return "mark"
    if category[0] in "PS":
        return "sign"
    return "alone" if ALONE.match(character) else "word"


def weights_of(sentence: Translation, left: Sequence[Span], right: Sequence[Span]) -> Doubles:
    """(T, S) of one sentence, whose source and translation have the tokens `left` and `right`."""
    if not left or not right:
        return numpy.zeros((len(right), len(left)))
    if sentence.attention is None:
        return diagonal(len(right), len(left))
    end = len(sentence.source_pieces) - (sentence.source_pieces[-1:] == (END,))
    rows = shares(right, piece_spans(sentence.text, sentence.pieces))
    columns = shares(left, source_spans(sentence, sentence.source_pieces[:end]))
    attention = numpy.asarray(sentence.attention, numpy.float64)[:, :end]
    means = rows / numpy.maximum(rows.sum(axis=1, keepdims=True), 1e-9)
    # a piece that reaches over two tokens is looked at for the sake of both
    parts = columns / numpy.maximum(columns.sum(axis=0, keepdims=True), 1e-9)
    weights: Doubles = means @ attention @ parts.T
    return weights


def source_spans(sentence: Translation, pieces: Sequence[str]) -> list[tuple[float, float]]:
    """The characters of the user's own source that each piece stands for."""
    if sentence.normalized is None:
        return piece_spans(sentence.source, pieces)
    edges = numpy.array(sentence.normalized.edges, numpy.float64)
    ends = numpy.interp(piece_spans(sentence.normalized.text, pieces), numpy.arange(len(edges)), edges)
    return [(float(first), float(last)) for first, last in ends.reshape(-1, 2)]


def source_words(sentence: Translation) -> list[Span]:
    """The characters of the user's own source that each word of the tokenizer stands for."""
    normal = sentence.normalized
    spans = [match.span() for match in WORD.finditer(sentence.source if normal is None else normal.text)]
    return spans if normal is None else [normal.original(*span) for span in spans]


def pointed_at(sentence: Translation) -> tuple[str, ...]:
    """For each piece of a translation the word of the user's own source that its attention points at, to be copied.

    It is empty for the end of the source. There are none without attention, or where pieces make up other words.
    """
    words, columns = source_words(sentence), groups(sentence.source_pieces)
    if sentence.attention is None or len(columns) != len(words) + 1:
        return ()
    spelled = [*(sentence.source[begin:end] for begin, end in words), ""]
    number_of_word = [number for number, (first, last) in enumerate(columns) for _ in range(first, last)]
    return tuple(spelled[number_of_word[int(row.argmax())]] for row in numpy.asarray(sentence.attention))


def diagonal(rows: int, columns: int) -> Doubles:
    """(rows, columns): the weights of a decoder without attention, 1 for the column at the row's relative position."""
    weights = numpy.zeros((rows, columns))
    for row in range(rows):
        weights[row, min(columns - 1, int((row + 0.5) * columns / rows))] = 1.0
    return weights


def shares(parts: Sequence[Span], spans: Sequence[tuple[float, float]]) -> Doubles:
    """(N, P): the characters that each of the N tokens shares with each of the P pieces."""
    ends = numpy.array(parts, numpy.float64).reshape(-1, 2)
    others = numpy.array(spans, numpy.float64).reshape(-1, 2)
    overlap = numpy.minimum(ends[:, None, 1], others[None, :, 1]) - numpy.maximum(ends[:, None, 0], others[None, :, 0])
    shared: Doubles = numpy.maximum(overlap, 0.0)
    return shared


def piece_spans(text: str, pieces: Sequence[str]) -> list[tuple[float, float]]:
    """The characters of `text` that each piece stands for; a byte of a character is a part of one.

    The words of the pieces are those of the text, where there are as many; else pieces are spread over the whole text
    by their length, which is exact where the tokenizer has changed no character.
    """
    words = [match.span() for match in WORD.finditer(text)]
    parts = groups(pieces)
    if len(words) != len(parts):  # the model may have read tabs and line breaks as spaces
        words = [match.span() for match in BETWEEN_WHITE_SPACE.finditer(text)]
    if len(words) != len(parts):
        words, parts = [(0, len(text))], [(0, len(pieces))]
    character_spans: list[tuple[float, float]] = []
    for (begin, end), (first, last) in zip(words, parts, strict=True):
        character_spans += spread(text[begin:end], begin, pieces[first:last])
    return character_spans


def spread(text: str, begin: int, pieces: Sequence[str]) -> list[tuple[float, float]]:
    """The characters of one word, or of a text, for each of its pieces, by bytes; spaces have none."""
    if len(pieces) == 1 and text and " " not in text:  # most words, for which arrays take longer
        return [(float(begin), float(begin + len(text)))]
    sizes = [0 if character == " " else len(character.encode(errors="replace")) for character in text]
    ends = numpy.concatenate([[0], numpy.cumsum(sizes)])
    widths = [
        1 if BYTE.fullmatch(piece) else len(piece.replace(SPACE, "").encode(errors="replace")) for piece in pieces
    ]
    edges = numpy.concatenate([[0], numpy.cumsum(widths)]).astype(numpy.float64)
    edges *= ends[-1] / max(1.0, edges[-1])
    places = begin + numpy.interp(edges, ends, numpy.arange(len(ends))) if ends[-1] else numpy.full(len(edges), begin)
    return [(float(first), float(last)) for first, last in pairwise(places)]
