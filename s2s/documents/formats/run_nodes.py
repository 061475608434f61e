"""Runs of office documents as nodes of a segment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from s2s.documents.elements import closing, reference
from s2s.documents.markup import Token
from s2s.documents.nodes import Code, Node, Pair, Segment, merged, text_of, translatable

CONTAINERS = frozenset(
    ["hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "customXml"]
)
"""Elements around runs whose text is translated."""
IDLE = re.compile(r"<w:(?:lang|noProof)\b[^>]*/>|\s(?:lang|altLang|dirty|err|noProof|smtClean)=\"[^\"]*\"")
"""What tells two formattings apart that look alike."""
NOTHING = re.compile(r"<\w+:rPr\s*(?:/>|>\s*</\w+:rPr>)")
"""Properties that say nothing, as none do."""
SKIPPED = frozenset(["proofErr", "bookmarkStart", "bookmarkEnd"])
"""Marks that may stand between two runs of one word."""
BEGINS = {"bookmarkStart": "bookmarkEnd", "commentRangeStart": "commentRangeEnd", "permStart": "permEnd"}
MADE = "\x00"
"""Marks an element that was not there: it goes again where it stays empty."""
TAG = re.compile(r"<([\w:]+)")


@dataclass
class Paragraph:
    """A paragraph and its plain formatting."""

    begin: int
    end: int
    nodes: Segment
    plain: list[tuple[Code, Code]] = field(default_factory=list)
    """Beginnings and ends of the runs that have it, in order."""


@dataclass(frozen=True)
class Chain(Code):
    """A code, and others directly behind it."""

    codes: tuple[Node, ...] = ()


def rest(code: Code) -> tuple[Node, ...]:
    """The codes behind the first of a chain; none for any other code."""
    return code.codes if isinstance(code, Chain) else ()


@dataclass
class Reader:
    """Makes nodes of the tokens of paragraphs."""

    tokens: Sequence[Token]

    def paragraph(self, begin: int, end: int) -> Paragraph | None:
        """The paragraph between two tokens, or None without text; its most frequent formatting is the plain one."""
        nodes = self.level(begin, end)
        counts: Counter[str] = Counter()
        for run in runs_in(nodes):
            counts[run.open.raw] += len(text_of(run.children))
        if not counts:
            return None
        usual = counts.most_common(1)[0][0]
        found = Paragraph(begin, end, ())
        found.nodes = tuple(merged(self.flat(nodes, usual, found)))
        return found if translatable(found.nodes) else None

    def level(self, begin: int, end: int) -> list[Node]:
        """The elements between two tokens; a run is a pair whose opening code has its formatting as `raw`."""
        found: list[Node] = []
        place = begin
        while place < end:
            token = self.tokens[place]
            following = place + 1 if token.kind != "open" else min(closing(self.tokens, place), end)
            if token.kind == "open" and token.name == "r":
                found.append(self.run(place, following))
            elif token.kind == "open" and token.name in CONTAINERS:
                first = self.content(place + 1, following - 1)
                inner = tuple(self.level(first, following - 1))
                found.append(Pair(Code(span=(place, first)), Code(span=(following - 1, following)), inner))
            else:
                breaks = token.name == "br"
                found.append(Code(span=(place, following), breaks=breaks))
            place = following
        return self.fields(found)

    def content(self, place: int, end: int) -> int:
        """Behind the properties at the beginning of a container."""
        while place < end and (self.tokens[place].kind != "open" or self.tokens[place].name.endswith("Pr")):
            if self.tokens[place].kind == "open":
                place = closing(self.tokens, place)
            elif self.tokens[place].name.endswith("Pr"):
                place += 1
            else:
                break
        return place

    def run(self, begin: int, end: int) -> Node:
        """A run with text, or a code for one that has none."""
        texts, place = list[tuple[int, int]](), begin + 1
        properties = (begin + 1, begin + 1)
        while place < end - 1:
            token = self.tokens[place]
            following = closing(self.tokens, place) if token.kind == "open" else place + 1
            if token.name == "t" and token.kind == "open":
                texts.append((place, following - 1))
            elif token.name == "rPr":
                properties = (place, following)
            place = following
        if not texts:
            names = {token.name for token in self.tokens[begin + 1 : end - 1]}
            return Code(span=(begin, end), breaks=names <= {"br", "cr", "rPr"} and "br" in names)
        name = TAG.match(self.tokens[texts[0][0]].raw)
        assert name is not None
        key = NOTHING.sub("", IDLE.sub("", "".join(token.raw for token in self.tokens[slice(*properties)])))
        opening, first = self.beginning(begin, properties[1], texts[0][0], name[1], key)
        last, ending = self.ending(texts[-1][1], end, name[1])
        children: list[Node] = [*first]
        for number, (begin_text, end_text) in enumerate(texts):
            if number:
                children.append(self.between((texts[number - 1][1], begin_text + 1)))
            for token in self.tokens[begin_text + 1 : end_text]:
                children.append(reference(token) if token.kind == "reference" else token.raw)
        return Pair(opening, ending, tuple(merged([*children, *last])))

    def beginning(self, begin: int, behind: int, text: int, name: str, key: str) -> tuple[Code, list[Node]]:
        """How a run begins, and what stands in it before its text."""
        if behind == text or all(token.kind == "text" for token in self.tokens[behind:text]):
            return Code(key, span=(begin, text + 1), inside=True), []
        made = Chain(key, span=(begin, behind), inside=True, codes=(Code(f"<{name}{MADE}>"),))
        code = self.between((behind, text + 1))
        return made, [Chain(f"</{name}{MADE}>", inside=True, breaks=code.breaks, apart=code.apart, codes=(code,))]

    def ending(self, text: int, end: int, name: str) -> tuple[list[Node], Code]:
        """What stands in a run behind its text, and how it ends."""
        if all(token.kind == "text" for token in self.tokens[text + 1 : end - 1]):
            return [], Code(span=(text, end), inside=True)
        code = self.between((text, end - 1))
        chain = Chain(
            span=code.span, inside=True, breaks=code.breaks, apart=code.apart, codes=(Code(f"<{name}{MADE}>"),)
        )
        return [chain], Code(f"</{name}{MADE}>{self.tokens[end - 1].raw}", inside=True)

    def between(self, span: tuple[int, int]) -> Code:
        """What stands between two texts of a run."""
        names = {token.name for token in self.tokens[slice(*span)]}
        return Code(span=span, inside=True, breaks=bool(names & {"br", "cr"}), apart="tab" in names)

    def fields(self, nodes: Sequence[Node]) -> list[Node]:
        """Fields, bookmarks and comments as pairs, so that no end can come to stand before its beginning."""
        found = list(nodes)
        place = 0
        while place < len(found):
            node = found[place]
            last = self.partner(found, place)
            if last is not None and isinstance(node, Code):
                first = place + 1
                while self.kind(node) == "fldChar" and first < last and isinstance(found[first], Code):
                    first += 1  # the instruction, up to where its result begins
                opening = joined(found[place:first])
                end = found[last]
                assert isinstance(end, Code)
                found[place : last + 1] = [Pair(opening, end, tuple(found[first:last]))]
            place += 1
        return found

    def partner(self, nodes: Sequence[Node], place: int) -> int | None:
        """The place of the code that ends what the one at `place` begins."""
        node = nodes[place]
        if not isinstance(node, Code) or node.span is None:
            return None
        kind, depth = self.kind(node), 0
        for number in range(place, len(nodes)):
            other = nodes[number]
            if not isinstance(other, Code) or other.span is None:
                continue
            if kind == "fldChar" and self.kind(other) == "fldChar":
                depth += {"begin": 1, "end": -1}.get(self.value(other, "fldCharType"), 0)
                if depth == 0 and number > place:
                    return number
                if depth == 0:
                    return None
            elif BEGINS.get(kind) == self.kind(other) and self.value(other, "id") == self.value(node, "id"):
                return number
        return None

    def kind(self, code: Code) -> str:
        """The element that a code is, or of a run the one in it that is no property."""
        begin, end = code.span or (0, 0)
        if self.tokens[begin].name == "r":
            return next((token.name for token in self.tokens[begin:end] if token.name == "fldChar"), "r")
        return self.tokens[begin].name

    def value(self, code: Code, name: str) -> str:
        """An attribute of a code, whatever its prefix."""
        for token in self.tokens[slice(*(code.span or (0, 0)))]:
            for key, value in token.attributes.items():
                if key.rpartition(":")[2] == name:
                    return value
        return ""

    def flat(self, nodes: Sequence[Node], usual: str, paragraph: Paragraph) -> list[Node]:
        """`nodes` with the text of plain runs as such, and neighbouring runs of another formatting as one."""
        found: list[Node] = []
        for node in nodes:
            if isinstance(node, Pair) and node.open.inside:
                if node.open.raw == usual:
                    paragraph.plain.append((node.open, node.close))
                    found += node.children
                elif not self.joins(found, node):
                    found.append(node)
            elif isinstance(node, Pair):
                found.append(Pair(node.open, node.close, tuple(self.flat(node.children, usual, paragraph))))
            else:
                found.append(node)
        return merged(found)

    def joins(self, found: list[Node], node: Pair) -> bool:
        """Add a run to the one before it, if that has the same formatting; it stays as an empty run behind that."""
        skipped = 0
        while skipped < len(found) and self.skipped(found[-1 - skipped]):
            skipped += 1
        last = found[-1 - skipped] if skipped < len(found) else None
        if not isinstance(last, Pair) or not last.open.inside or last.open.raw != node.open.raw:
            return False
        marks = found[len(found) - skipped :]
        inner = [child for child in node.children if isinstance(child, Code) and child.span is not None]
        if inner:
            return False
        if last.close.span is None or isinstance(node.open, Chain) or node.close.span is None:
            return False
        del found[len(found) - skipped - 1 :]
        ends = (*rest(last.close), *marks, node.open, node.close)
        found.append(
            Pair(last.open, Chain(span=last.close.span, inside=True, codes=ends), (*last.children, *node.children))
        )
        return True

    def skipped(self, node: Node) -> bool:
        """Whether a code may stand between two runs that are joined."""
        return isinstance(node, Code) and node.span is not None and self.tokens[node.span[0]].name in SKIPPED


def joined(nodes: Sequence[Node]) -> Code:
    """Neighbouring codes as one."""
    spans = [node.span for node in nodes if isinstance(node, Code) and node.span is not None]
    return Code(span=(spans[0][0], spans[-1][1]))


def runs_in(nodes: Sequence[Node]) -> list[Pair]:
    """The runs in `nodes`, also those inside other pairs."""
    found: list[Pair] = []
    for node in nodes:
        if isinstance(node, Pair):
            found += [node] if node.open.inside else runs_in(node.children)
    return found
