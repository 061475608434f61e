"""Codes and tags in a translation: each stands at the words that came from those it stood at.

A pair of tags encloses the run of words that come most from the words that it enclosed; a code stands between the words
that come from its neighbours. Tags stay balanced and nested as they were, and none is lost, whatever the alignment.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from s2s.data.text.sentences import Span
from s2s.decode.backend import Bools, Doubles, Ints
from s2s.documents.nodes import Code, Node, Pair, codes_of, in_source_order, merged
from s2s.documents.plain import BREAK, Mark, Plain, closes
from s2s.inference.alignment import Alignment, align
from s2s.inference.sentences import Translation


@dataclass
class Spot:
    """Where a mark stands in the translation: characters from `begin` to `end`."""

    mark: Mark
    begin: int
    end: int
    children: list[Spot]


def put_back(nodes: Sequence[Node], read: Plain, translation: Translation) -> list[Node]:
    """The segment `nodes`, whose plain text is `read`, in `translation`."""
    text = translation.text
    if not read.marks:
        return [text] if text else []
    placer = Placer(read.text, text, align(read.text, translation))
    spots = placer.place(read.marks, (0, len(placer.alignment.target)))
    return in_source_order(merged(assemble(text, 0, len(text), spots)), codes_of(nodes))


class Placer:
    """Finds the places of marks, a level of tags at a time."""

    def __init__(self, source: str, target: str, alignment: Alignment) -> None:
        self.source, self.text, self.alignment = source, target, alignment
        self.begins = numpy.array([begin for begin, _ in alignment.source], numpy.int64)
        self.ends = numpy.array([end for _, end in alignment.source], numpy.int64)
        self.written = [begin for begin, _ in alignment.target]
        self.starts = [source[0] for source, _ in alignment.sentences]

    def place(self, marks: Sequence[Mark], window: Span) -> list[Spot]:
        """`window`: the tokens of the translation that the tags around `marks` enclose."""
        spots: dict[int, Spot] = {}
        taken: list[Span] = []
        pairs = [mark for mark in marks if mark.end > mark.begin and isinstance(mark.node, Pair)]
        for mark in sorted(pairs, key=lambda mark: mark.begin - mark.end):
            inner = self.tokens_of(mark, window, taken)
            taken.append(inner)
            begin, end = self.characters(inner)
            spots[id(mark)] = Spot(mark, begin, end, self.place(mark.children, inner))
        blocked = [(spot.begin, spot.end) for spot in spots.values()]
        low, high = self.characters(window) if window[0] < window[1] else (0, len(self.text))
        if window == (0, len(self.alignment.target)):
            low, high = 0, len(self.text)
        for mark in marks:
            if id(mark) not in spots:
                begin, end = self.code(mark, window)
                begin = min(max(begin, low), high)
                for first, last in blocked:  # not inside tags that it did not stand in
                    if first < begin < last:
                        begin = first if begin - first < last - begin else last
                spots[id(mark)] = Spot(mark, begin, max(begin, min(end, high)), [])
        return [spots[id(mark)] for mark in marks]

    def characters(self, window: Span) -> Span:
        """Where the tokens of `window` begin and end; an empty one lies before a token."""
        target = self.alignment.target
        if window[0] < window[1]:
            return target[window[0]][0], target[window[1] - 1][1]
        position = target[window[0]][0] if window[0] < len(target) else len(self.text)
        return position, position

    def tokens_of(self, mark: Mark, window: Span, taken: Sequence[Span]) -> Span:
        """The tokens of the translation that the pair of `mark` is to enclose: of all runs that are free the best."""
        enclosed = (self.begins < mark.end) & (self.ends > mark.begin)
        gains = self.alignment.weights.of(0, len(self.alignment.target), numpy.flatnonzero(enclosed)) - 0.5
        free = numpy.zeros(len(gains), numpy.bool_)
        free[window[0] : window[1]] = True
        for first, last in taken:
            free[first:last] = False
        if not free.any() or not enclosed.any():
            return (window[1], window[1])
        if enclosed.all() and free.sum() == window[1] - window[0]:
            return window
        known = numpy.flatnonzero(free & (gains > -0.5))
        low, high = (int(known[0]), int(known[-1]) + 1) if len(known) else (0, len(gains))
        first, last = (low + index for index in best_run(numpy.where(free, gains, -numpy.inf)[low:high]))
        return self.trimmed(first, last, enclosed, free)

    def trimmed(self, first: int, last: int, enclosed: Bools, free: Bools) -> Span:
        """Without punctuation at the ends, unless the source has it there."""
        inside = numpy.flatnonzero(enclosed)
        begin, end = (self.source[slice(*self.alignment.source[n])] for n in (int(inside[0]), int(inside[-1])))

        def token(number: int) -> str:
            return self.text[slice(*self.alignment.target[number])]

        while last - first > 1 and is_sign(token(last - 1)) and not is_sign(end):
            last -= 1
        while last - first > 1 and is_sign(token(first)) and not is_sign(begin):
            first += 1
        if is_sign(end) and last < len(free) and free[last] and token(last) == end:
            last += 1
        if is_sign(begin) and first and free[first - 1] and token(first - 1) == begin:
            first -= 1
        return first, last

    def code(self, mark: Mark, window: Span) -> Span:
        """The characters of the translation where the code of `mark` is to stand: none of them, or the line break it is."""
        number, gap = self.sentence(mark)
        if gap is not None:
            return gap
        (begin, end), (low, high) = self.alignment.sentences[number]
        inside = bisect_left(self.written, low), bisect_left(self.written, high)
        first = min(max(inside[0], window[0]), window[1])
        last = max(min(inside[1], window[1]), window[0])
        if first >= last:
            position = low if inside[0] == inside[1] else self.characters((first, first))[0]
            return position, position
        tokens = numpy.flatnonzero((self.begins >= begin) & (self.ends <= end))
        left, right = tokens[self.ends[tokens] <= mark.begin], tokens[self.begins[tokens] >= mark.begin]
        across = tokens[(self.begins[tokens] < mark.begin) & (self.ends[tokens] > mark.begin)]
        spot = self.boundary(mark, (first, last), left, right, across, (mark.begin - begin) / max(1, end - begin))
        return self.exactly(mark, spot, (first, last))

    def boundary(self, mark: Mark, window: Span, left: Ints, right: Ints, across: Ints, along: float) -> int:
        """The token of the translation before which the code stands."""
        first, last = window
        weights, others = self.alignment.weights, self.alignment.target
        if isinstance(mark.node, Code) and mark.node.accelerator:
            word = across if len(across) else right[:1]
            return first + int(weights.of(first, last, word).argmax())
        scores = numpy.zeros(last - first + 1)
        before = across if len(across) else left[-1:]
        after = right[:1]
        if len(before):
            scores[1:] += weights.of(first, last, before)
        else:
            scores[0] += 1
        if len(after):
            scores[:-1] += weights.of(first, last, after)
            rest = [self.source[slice(*self.alignment.source[int(n)])] for n in right]
            sign = rest[0]
            if all(map(is_sign, rest)):  # the end of a sentence stays its end
                alike = [n for n in range(first, last) if self.text[slice(*others[n])] == sign]
                scores[[n - first for n in alike[-1:]]] += 1.5
        else:
            scores[-1] += 1
        near = numpy.abs(numpy.linspace(0, 1, len(scores)) - along)
        return first + int((scores - 0.05 * near).argmax())

    def exactly(self, mark: Mark, spot: int, window: Span) -> Span:
        """The character before the token `spot`: behind the white space, unless the code stood at the word before it."""
        others = self.alignment.target
        behind = others[spot - 1][1] if spot > window[0] else None
        ahead = others[spot][0] if spot < window[1] else None
        node = mark.node
        before = isinstance(node, Code) and (node.accelerator or node.apart)
        glued = not before and not mark.spaced[0] and mark.beside[0] != ""
        position = behind if ahead is None or (glued and behind is not None) else ahead
        assert position is not None
        return position, position

    def sentence(self, mark: Mark) -> tuple[int, Span | None]:
        """The sentence that `mark` stands in; or, where it stands between two, the characters there."""
        number = bisect_right(self.starts, mark.begin) - 1
        if number >= 0 and mark.end > mark.begin and self.starts[number] == mark.begin:
            number -= 1  # a line break stands before a sentence, not in it
        before = self.alignment.sentences[number] if number >= 0 else ((0, 0), (0, 0))
        if number >= 0 and mark.end <= before[0][1]:
            return number, None
        following = self.alignment.sentences[number + 1 : number + 2]
        high = following[0][1][0] if following else len(self.text)
        low = before[1][1] if following else high
        begin = low + min(max(0, mark.begin - before[0][1]), high - low)
        return max(0, number), (begin, min(begin + mark.end - mark.begin, high))


def best_run(gains: Doubles) -> Span:
    """First and last + 1 of the run of `gains` (T,) with the largest sum; its longest where several have it."""
    best, run = -numpy.inf, (0, 0)
    total, first = 0.0, 0
    for index, gain in enumerate(gains.tolist()):
        if gain == -numpy.inf:
            total, first = 0.0, index + 1
            continue
        if total < 0:
            total, first = 0.0, index
        total += gain
        if total > best:
            best, run = total, (first, index + 1)
    return run


def is_sign(token: str) -> bool:
    """Whether `token` begins with punctuation or a symbol, by Unicode's categories."""
    return token != "" and unicodedata.category(token[0])[0] in "PS"


def assemble(text: str, low: int, high: int, spots: Sequence[Spot]) -> list[Node]:
    """The characters of `text` from `low` to `high` with what stands among them."""
    nodes: list[Node] = []
    position = low
    order = sorted(enumerate(spots), key=lambda pair: (pair[1].begin, pair[1].end, pair[0]))
    for _, spot in order:
        begin, end = max(spot.begin, position), max(spot.end, position)
        nodes.append(text[position:begin].replace(BREAK, " "))
        node = spot.mark.node
        if isinstance(node, Pair) and (spot.children or spot.mark.end > spot.mark.begin):
            inner = assemble(text, begin, end, spot.children)
            nodes.append(Pair(node.open, node.close, tuple(merged(inner))))
        else:
            add_code(nodes, spot.mark, text, begin, end)
        position = end
    return [*nodes, text[position:high].replace(BREAK, " ")]


def add_code(nodes: list[Node], mark: Mark, text: str, begin: int, end: int) -> None:
    """Write a code behind `nodes`, with the white space that it had on both sides."""
    node = mark.node
    before, after = text[begin - 1 : begin] if begin else "", text[end : end + 1]
    if isinstance(node, Code) and (node.breaks or node.accelerator):
        if node.breaks and begin == end and nodes and isinstance(nodes[-1], str):  # the model has read a space
            nodes[-1] = nodes[-1].rstrip(" ")
        nodes.append(node)
        return
    if isinstance(node, Code) and node.apart and not any(mark.spaced):
        if nodes and isinstance(nodes[-1], str):
            nodes[-1] = nodes[-1].rstrip(" ")
        nodes.append(node)
        return
    after_word = before != "" and not before.isspace() and not is_sign(before)
    if after_word and (mark.spaced[0] or not is_word(mark.beside[0])):
        nodes.append(" ")
    nodes += [node, *mark.more]
    if (
        after
        and not after.isspace()
        and not closes(after)
        and (mark.spaced[1] or (not is_sign(after) and not is_word(mark.beside[1])))
    ):
        nodes.append(" ")


def is_word(character: str) -> bool:
    """Whether `character` belongs to a word: it is neither white space nor a sign."""
    return character != "" and not character.isspace() and not is_sign(character)
