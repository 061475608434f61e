"""Segments of mark-up that has an element for each paragraph, also within others, as in notes and frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s2s.documents.base import Origin, encoded
from s2s.documents.elements import Rules, SegmentSpan, Written, nodes_of
from s2s.documents.markup import Token
from s2s.documents.nodes import Node, Segment, translatable


def inner_ranges(tokens: Sequence[Token], names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """First and last + 1 of the tokens inside each element of one of `names`, inner ones before those around them."""
    stack: list[tuple[str, int]] = []
    for number, token in enumerate(tokens):
        if token.kind == "open":
            stack.append((token.name, number))
        elif token.kind == "close" and stack:
            name, begin = stack.pop()
            if name in names and number > begin + 1:
                yield begin + 1, number


def never(token: Token) -> bool:
    """That no element is opaque."""
    return False


class Paragraphs:
    """The paragraphs of one XML file, in which spans and links stand inside sentences and all else is a code."""

    def __init__(self, tokens: Sequence[Token], names: frozenset[str], rules: Rules, origin: Origin) -> None:
        self.tokens, self.origin = tokens, origin
        self.spans: list[SegmentSpan] = []
        for begin, end in inner_ranges(tokens, names):
            nodes = nodes_of(tokens, begin, end, rules, never)
            if translatable(nodes):
                self.spans.append(SegmentSpan(begin, end, tuple(nodes)))
        self.segments: list[Segment] = [part.nodes for part in self.spans]

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The XML file with its paragraphs translated."""
        written = Written(self.tokens)
        written.replace_all(self.spans, translated)
        encoding, mark, reading = self.origin
        return encoded(str(written), encoding, mark, reading)
