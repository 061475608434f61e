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
ADDED = "\x00"
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
        paragraph = Paragraph(begin, end, ())
        paragraph.nodes = tuple(merged(self.flat(nodes, usual, paragraph)))
        return paragraph if translatable(paragraph.nodes) else None

    def level(self, begin: int, end: int) -> list[Node]:
        """The elements between two tokens; a run is a pair whose opening code has its formatting as `raw`."""
        nodes: list[Node] = []
        index = begin
        while index < end:
            token = self.tokens[index]
            following = index + 1 if token.kind != "open" else min(closing(self.tokens, index), end)
            if token.kind == "open" and token.name == "r":
                nodes.append(self.run(index, following))
            elif token.kind == "open" and token.name in CONTAINERS:
                first = self.content(index + 1, following - 1)
                inner = tuple(self.level(first, following - 1))
                nodes.append(Pair(Code(span=(index, first)), Code(span=(following - 1, following)), inner))
            else:
                breaks = token.name == "br"
                nodes.append(Code(span=(index, following), breaks=breaks))
            index = following
        return self.fields(nodes)

    def content(self, index: int, end: int) -> int:
        """Behind the properties at the beginning of a container."""
        while index < end and (self.tokens[index].kind != "open" or self.tokens[index].name.endswith("Pr")):
            if self.tokens[index].kind == "open":
                index = closing(self.tokens, index)
            elif self.tokens[index].name.endswith("Pr"):
                index += 1
            else:
                break
        return index

    def run(self, begin: int, end: int) -> Node:
        """A run with text, or a code for one that has none."""
        texts, index = list[tuple[int, int]](), begin + 1
        properties = (begin + 1, begin + 1)
        while index < end - 1:
            token = self.tokens[index]
            following = closing(self.tokens, index) if token.kind == "open" else index + 1
            if token.name == "t" and token.kind == "open":
                texts.append((index, following - 1))
            elif token.name == "rPr":
                properties = (index, following)
            index = following
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
            if number and begin_text > texts[number - 1][1] + 1:
                children.append(self.between((texts[number - 1][1], begin_text + 1)))
            for token in self.tokens[begin_text + 1 : end_text]:
                if token.kind != "cdata":  # strings are escaped when they are written
                    children.append(reference(token) if token.kind == "reference" else token.raw)
        return Pair(opening, ending, tuple(merged([*children, *last])))

    def beginning(self, begin: int, behind: int, text: int, name: str, key: str) -> tuple[Code, list[Node]]:
        """How a run begins, and what stands in it before its text."""
        if behind == text or all(token.kind == "text" for token in self.tokens[behind:text]):
            return Code(key, span=(begin, text + 1), inside=True), []
        chain = Chain(key, span=(begin, behind), inside=True, codes=(Code(f"<{name}{ADDED}>"),))
        code = self.between((behind, text + 1))
        return chain, [Chain(f"</{name}{ADDED}>", inside=True, breaks=code.breaks, apart=code.apart, codes=(code,))]

    def ending(self, text: int, end: int, name: str) -> tuple[list[Node], Code]:
        """What stands in a run behind its text, and how it ends."""
        if all(token.kind == "text" for token in self.tokens[text + 1 : end - 1]):
            return [], Code(span=(text, end), inside=True)
        code = self.between((text, end - 1))
        chain = Chain(
            span=code.span, inside=True, breaks=code.breaks, apart=code.apart, codes=(Code(f"<{name}{ADDED}>"),)
        )
        return [chain], Code(f"</{name}{ADDED}>{self.tokens[end - 1].raw}", inside=True)

    def between(self, span: tuple[int, int]) -> Code:
        """What stands between two texts of a run."""
        names = {token.name for token in self.tokens[slice(*span)]}
        return Code(span=span, inside=True, breaks=bool(names & {"br", "cr"}), apart="tab" in names)

    def fields(self, nodes: Sequence[Node]) -> list[Node]:
        """Fields, bookmarks and comments as pairs, so that no end can come to stand before its beginning."""
        result = list(nodes)
        index = 0
        while index < len(result):
            node = result[index]
            last = self.partner(result, index)
            if last is not None and isinstance(node, Code):
                first = index + 1
                while self.kind(node) == "fldChar" and first < last and isinstance(result[first], Code):
                    first += 1  # the instruction, up to where its result begins
                opening = joined(result[index:first])
                end = result[last]
                assert isinstance(end, Code)
                result[index : last + 1] = [Pair(opening, end, tuple(result[first:last]))]
            index += 1
        return result

    def partner(self, nodes: Sequence[Node], index: int) -> int | None:
        """The index of the code that ends what the one at `index` begins."""
        node = nodes[index]
        if not isinstance(node, Code) or node.span is None:
            return None
        kind, depth = self.kind(node), 0
        for number in range(index, len(nodes)):
            other = nodes[number]
            if not isinstance(other, Code) or other.span is None:
                continue
            if kind == "fldChar" and self.kind(other) == "fldChar":
                depth += {"begin": 1, "end": -1}.get(self.value(other, "fldCharType"), 0)
                if depth == 0 and number > index:
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
        result: list[Node] = []
        for node in nodes:
            if isinstance(node, Pair) and node.open.inside:
                if node.open.raw == usual:
                    paragraph.plain.append((node.open, node.close))
                    result += node.children
                elif not self.joins(result, node):
                    result.append(node)
            elif isinstance(node, Pair):
                result.append(Pair(node.open, node.close, tuple(self.flat(node.children, usual, paragraph))))
            else:
                result.append(node)
        return merged(result)

    def joins(self, before: list[Node], node: Pair) -> bool:
        """Add a run to the one before it, if that has the same formatting; it stays as an empty run behind that."""
        skipped = 0
        while skipped < len(before) and self.skipped(before[-1 - skipped]):
            skipped += 1
        last = before[-1 - skipped] if skipped < len(before) else None
        if not isinstance(last, Pair) or not last.open.inside or last.open.raw != node.open.raw:
            return False
        marks = before[len(before) - skipped :]
        inner = [child for child in node.children if isinstance(child, Code) and child.span is not None]
        if inner:
            return False
        if last.close.span is None or isinstance(node.open, Chain) or node.close.span is None:
            return False
        del before[len(before) - skipped - 1 :]
        ends = (*rest(last.close), *marks, node.open, node.close)
        before.append(
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
    runs: list[Pair] = []
    for node in nodes:
        if isinstance(node, Pair):
            runs += [node] if node.open.inside else runs_in(node.children)
    return runs
