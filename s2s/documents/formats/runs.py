"""Paragraphs of Word and PowerPoint, whose text stands in runs, each of one formatting.

The formatting that most letters of a paragraph have is that of its plain text; runs of another are tags around what they
hold, neighbouring ones of one formatting a single tag. No run is lost: one whose text has gone elsewhere stays, empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from s2s.documents.base import Origin, encoded
from s2s.documents.elements import Written
from s2s.documents.formats.run_nodes import ADDED, Reader, rest
from s2s.documents.markup import Token, escape
from s2s.documents.nodes import Code, Node, Pair, Segment
from s2s.documents.paragraphs import inner_ranges

EDGE = re.compile(r"^\s|\s$")
TEXT = re.compile(rf"<((?:\w+:)?t{ADDED}?)>$")
EMPTY = re.compile(rf"<([\w:]+){ADDED}(?: [^<>]*)?></\1{ADDED}>")


class Runs:
    """The paragraphs of one XML file of an office document."""

    def __init__(self, tokens: Sequence[Token], origin: Origin) -> None:
        self.tokens, self.origin = tokens, origin
        reader = Reader(tokens)
        paragraphs = [reader.paragraph(*inner) for inner in inner_ranges(tokens, frozenset(["p"]))]
        self.paragraphs = [paragraph for paragraph in paragraphs if paragraph is not None]
        self.segments: list[Segment] = [paragraph.nodes for paragraph in self.paragraphs]

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The file with its paragraphs translated; each piece of text stands in a run of its formatting."""
        written = Written(self.tokens)
        for paragraph, nodes in zip(self.paragraphs, translated, strict=True):
            written.replace(paragraph.begin, paragraph.end, RunWriter(written, paragraph.plain).string(nodes))
        encoding, mark, reading = self.origin
        return encoded(str(written), encoding, mark, reading)


class RunWriter:
    """Writes the nodes of one paragraph: plain text goes into the plain runs, in their order."""

    def __init__(self, written: Written, plain: Sequence[tuple[Code, Code]]) -> None:
        self.written, self.plain, self.used = written, plain, 0

    def string(self, nodes: Sequence[Node]) -> str:
        """The XML of the paragraph; plain runs whose text went elsewhere stay, without text."""
        parts = list(self.level(nodes))
        last = max((index for index, (is_run, _) in enumerate(parts) if is_run), default=-1)
        left = [
            (True, self.run(first, [], last)) for first, last in self.plain[self.used :]
        ]  # what has no text any more
        text = "".join(part for _, part in [*parts[: last + 1], *left, *parts[last + 1 :]])
        return EMPTY.sub("", text).replace(ADDED, "")

    def level(self, nodes: Sequence[Node]) -> Iterator[tuple[bool, str]]:
        """What stands outside runs, and the runs; of each whether it is one."""
        inside: list[Node] = []
        for node in [*nodes, None]:
            if isinstance(node, str) or (isinstance(node, Code) and (node.inside or node.span is None)):
                inside.append(node)
                continue
            if inside:
                first, last = self.plain[min(self.used, len(self.plain) - 1)]
                self.used += 1
                yield True, self.run(first, inside, last)
                inside = []
            if isinstance(node, Pair) and node.open.inside:
                yield True, self.run(node.open, node.children, node.close)
            elif isinstance(node, Pair):
                inner = "".join(part for _, part in self.level(node.children))
                yield True, self.raw(node.open) + inner + self.raw(node.close)
            elif node is not None:
                yield False, self.raw(node)

    def run(self, first: Code, children: Sequence[Node], last: Code) -> str:
        """A run; white space at the end of a text is kept only where that says so."""
        parts, text = [self.raw(first)], ""
        for child in [*children, last]:
            if isinstance(child, str):
                text += escape(child)
            elif isinstance(child, Code) and child is not last and not child.inside:
                text += escape(child.raw) if child.literal else child.raw
            else:
                assert isinstance(child, Code)
                if EDGE.search(text) and "<w:" in parts[-1]:
                    parts[-1] = TEXT.sub(r'<\1 xml:space="preserve">', parts[-1])
                parts += [text, self.raw(child)]
                text = ""
        return "".join(parts)

    def raw(self, code: Code) -> str:
        """The XML of a code, and of the codes behind it in a chain."""
        text = code.raw if code.span is None else "".join(self.written.raw[slice(*code.span)])
        return text + "".join(self.raw(other) for other in rest(code) if isinstance(other, Code))
