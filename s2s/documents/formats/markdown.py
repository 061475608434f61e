"""Markdown (CommonMark and GitHub's), by pulldown-cmark, which says of every part where it begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from s2s.documents.base import Origin, Reading, decoded, encoded
from s2s.documents.elements import Cutter, Written
from s2s.documents.formats.html import RULES
from s2s.documents.formats.markdown_inline import (
    Event,
    Inline,
    behind,
    escaped,
    escaped_in_cell,
    events_of,
    extensions_of,
    inline_runs,
    shape,
    started,
    tidy,
)
from s2s.documents.formats.strings import string_of
from s2s.documents.markup import html_tokens
from s2s.documents.nodes import Node, Segment, translatable


@dataclass(frozen=True)
class Place:
    """Where a segment stands, in bytes, and whether a bar would end it."""

    begin: int
    end: int
    cell: bool


class Markdown:
    """Text with marks."""

    tags = True

    @staticmethod
    def read(content: bytes, reading: Reading) -> Pages:
        """The paragraphs, titles, cells and blocks of HTML of a document. Raises `UserError` for what is no text."""
        text, encoding, mark = decoded(content, reading)
        return Pages(text, (encoding, mark, reading))


class Pages:
    """The bytes of a document, its segments, and its blocks of HTML, which have segments of their own."""

    def __init__(self, text: str, origin: Origin) -> None:
        self.content, self.origin = text.encode(errors="surrogatepass"), origin
        self.places: list[Place] = []
        self.segments: list[Segment] = []
        self.blocks: list[tuple[int, int, Written, Cutter]] = []
        self.runs: list[Sequence[Event]] = []
        self.numbers: dict[int, int] = {}
        """The number of a segment, by that of its run of inline events."""
        self.extensions = extensions_of(text)
        events = events_of(text, self.extensions)
        for number, (cell, run) in enumerate(inline_runs(events)):
            self.runs.append(run)
            if self.add(run, cell):
                self.numbers[number] = len(self.places) - 1
        for index, event in enumerate(events):
            if event.kind == "Start HtmlBlock":
                self.block(events, index)
        for _, _, _, cutter in self.blocks:
            self.segments += [part.nodes for part in cutter.spans]

    def add(self, events: Sequence[Event], cell: bool) -> bool:
        """Keep a run of inline events as a segment; whether there was something to translate in it."""
        nodes = Inline(self.content, events).nodes()
        if translatable(nodes):
            self.places.append(Place(events[0].begin, max(event.end for event in events), cell))
            self.segments.append(tuple(nodes))
            return True
        return False

    def block(self, events: Sequence[Event], index: int) -> None:
        """A block of HTML; one within a quotation, where marks stand between its lines, stays as it is."""
        last = behind(events, index)
        inner = [event for event in events[index:last] if event.kind == "Html"]
        if inner:
            begin, end = inner[0].begin, inner[-1].end
            raw = self.content[begin:end].decode(errors="surrogatepass")
            value = "".join(event.value for event in inner)  # without the "\r" of line ends
            if raw.replace("\r\n", "\n") == value.replace("\r\n", "\n"):
                cutter = Cutter(html_tokens(raw), RULES, self.origin[2].source)
                cutter.cut()
                self.blocks.append((begin, end, Written(cutter.tokens), cutter))

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The document with its segments translated; one whose translation would change its structure stays."""
        count = len(self.places)
        texts = [self.text(*pair) for pair in zip(self.places, translated[:count], strict=True)]
        html = iter(translated[count:])
        for _, _, written, cutter in self.blocks:
            for part in cutter.spans:
                written.replace(part.begin, part.end, written.string(next(html)))
        whole = self.checked(texts)
        encoding, mark, reading = self.origin
        return encoded(whole, encoding, mark, reading)

    def text(self, place: Place, nodes: Sequence[Node]) -> str:
        """The Markdown of a translation, escaped for its place, which may be a cell of a table."""
        text = string_of(tidy(nodes), escaped_in_cell if place.cell else escaped, codes=False)
        return started(text, self.raw(place))

    def raw(self, place: Place) -> str:
        """The Markdown of a place, as it was."""
        return self.content[place.begin : place.end].decode(errors="surrogatepass")

    def checked(self, texts: list[str]) -> str:
        """The document with `texts` in the places of its segments; one that would change its structure stays as it was."""
        shapes = [shape(events) for events in self.runs]
        while True:
            whole = self.whole(texts)
            changed = [shape(events) for _, events in inline_runs(events_of(whole, self.extensions))]
            differing = [n for n, (before, after) in enumerate(zip(shapes, changed, strict=False)) if before != after]
            if not differing and len(shapes) == len(changed):
                return whole
            number = self.numbers.get(differing[0], -1) if differing else -1
            if number < 0 or texts[number] == self.raw(self.places[number]):
                number = next((n for n, place in enumerate(self.places) if texts[n] != self.raw(place)), -1)
            if number < 0:
                return whole
            texts[number] = self.raw(self.places[number])

    def whole(self, texts: Sequence[str]) -> str:
        """The document with `texts` in the places of its segments, and its blocks of HTML as they are now."""
        changes = [(place.begin, place.end, text) for place, text in zip(self.places, texts, strict=True)]
        changes += [(begin, end, str(written)) for begin, end, written, _ in self.blocks]
        parts: list[bytes] = []
        done = 0
        for begin, end, text in sorted(changes):
            parts += [self.content[done:begin], text.encode(errors="surrogatepass")]
            done = end
        return b"".join([*parts, self.content[done:]]).decode(errors="surrogatepass")
