"""Segments of mark-up: what stands between two ends of blocks, with the tags inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from s2s.config.directions import UNDETERMINED
from s2s.data.text.language_names import primary
from s2s.documents.formats.strings import string_of
from s2s.documents.markup import Token, escape
from s2s.documents.nodes import Code, Nesting, Node, Pair, Segment, merged, translatable

SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Rules:
    """What elements mean."""

    inline: frozenset[str]
    """Those that stand inside a sentence; all others begin and end blocks."""
    opaque: frozenset[str]
    """Those whose content is not for translation."""
    breaks: frozenset[str] = frozenset()
    """Those that end a line."""
    spaces: frozenset[str] = frozenset()
    """Those that stand for white space."""
    collapse: bool = True
    """Whether a run of white space counts as one space."""


@dataclass
class SegmentSpan:
    """A segment, and the tokens that it stands for."""

    begin: int
    end: int
    nodes: Segment


@dataclass
class Cutter:
    """Cuts tokens into segments."""

    tokens: Sequence[Token]
    rules: Rules
    language: str
    """What is translated from; parts that say that they are in another language are not translated."""
    spans: list[SegmentSpan] = field(default_factory=list)

    def cut(self) -> list[SegmentSpan]:
        """The segments with text to translate, in the order of the document; each ends where a block begins or ends."""
        begin = index = 0
        depth = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind == "open" and self.is_opaque(token, depth):
                end = closing(self.tokens, index)
                if token.name not in self.rules.inline:
                    self.flush(begin, index)
                    begin = end
                index = end
                continue
            depth += (token.kind == "open") - (token.kind == "close")
            if token.kind in ("open", "close", "empty") and token.name not in self.rules.inline | self.rules.breaks:
                self.flush(begin, index)
                begin = index + 1
            index += 1
        self.flush(begin, len(self.tokens))
        return self.spans

    def is_opaque(self, token: Token, depth: int = 1) -> bool:
        """Whether what `token` opens is not to be translated; `depth` is 0 for the root, whose language is not asked."""
        if token.name in self.rules.opaque:
            return True
        attributes = token.attributes
        if attributes.get("translate") == "no" or "notranslate" in attributes.get("class", "").split():
            return True
        code = attributes.get("xml:lang") or attributes.get("lang")
        if not code or depth == 0 or self.language == UNDETERMINED:
            return False
        return primary(code) != primary(self.language)

    def flush(self, begin: int, end: int) -> None:
        """Keep the tokens from `begin` to `end` as a segment, if there is something to translate in them."""
        nodes = nodes_of(self.tokens, begin, end, self.rules, self.is_opaque)
        if translatable(nodes):
            self.spans.append(SegmentSpan(begin, end, tuple(nodes)))


def closing(tokens: Sequence[Token], index: int) -> int:
    """Behind the end of the element that the token `index` opens; the end of all, where it has none."""
    name, depth = tokens[index].name, 0
    for number in range(index, len(tokens)):
        token = tokens[number]
        if token.name == name:
            depth += (token.kind == "open") - (token.kind == "close")
            if depth == 0:
                return number + 1
    return len(tokens)


def nodes_of(
    tokens: Sequence[Token], begin: int, end: int, rules: Rules, is_opaque: Callable[[Token], bool]
) -> list[Node]:
    """The tokens from `begin` to `end` as text, codes and pairs."""
    nesting = Nesting()
    index = begin
    while index < end:
        token, following = tokens[index], index + 1
        if token.kind == "text":
            text = collapsed(token.raw, index == begin, following == end) if rules.collapse else token.raw
            nesting.level.append(text)
        elif token.kind == "cdata":
            pass  # strings are escaped when they are written
        elif token.kind == "reference":
            nesting.level.append(reference(token))
        elif token.kind == "open" and (token.name not in rules.inline or is_opaque(token)):
            following = min(closing(tokens, index), end)
            nesting.level.append(Code(span=(index, following)))
        elif token.kind == "open":
            nesting.begin(Code(token.raw), token.name)
        elif token.kind == "close":
            nesting.end(Code(token.raw), token.name)
        else:
            breaks = token.name in rules.breaks
            nesting.level.append(Code(breaks=breaks, apart=token.name in rules.spaces, span=(index, following)))
        index = following
    return merged(nesting.nodes())


def collapsed(text: str, first: bool, last: bool) -> str:
    """`text` with one space for each run of white space, but for those at the ends of a segment."""
    begin = len(text) - len(text.lstrip()) if first else 0
    end = max(begin, len(text.rstrip())) if last else len(text)
    return text[:begin] + SPACES.sub(" ", text[begin:end]) + text[end:]


def reference(token: Token) -> Node:
    """An entity: a letter, a quotation mark and what mark-up is made of are text, all else stays as it is written."""
    shown = token.text
    if shown != token.raw and (shown.isalpha() or shown in "'’\"&<>"):
        return shown
    return Code(token.raw, apart=shown in ("\u00a0", "\u202f", "\u2007", "\u2009"))


class Written:
    """The raw tokens of a document, some of them replaced; what is inside goes first."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.raw = [token.raw for token in tokens]

    def replace(self, begin: int, end: int, text: str) -> None:
        """Put `text` in the place of the tokens from `begin` to `end`; the numbers of the others do not change."""
        self.raw[begin:end] = [text] + [""] * (end - begin - 1)

    def replace_all(self, spans: Sequence[SegmentSpan], translated: Sequence[Sequence[Node]]) -> None:
        """Put what each of the `spans` is translated to in its place."""
        for span, nodes in zip(spans, translated, strict=True):
            self.replace(span.begin, span.end, self.string(nodes))

    def string(self, nodes: Sequence[Node]) -> str:
        """The mark-up of `nodes`."""
        return string_of([self.resolved(node) for node in nodes], escape)

    def resolved(self, node: Node) -> Node:
        """`node`, where codes that stand for tokens have these as they are now."""
        if isinstance(node, Pair):
            return Pair(self.code(node.open), self.code(node.close), tuple(map(self.resolved, node.children)))
        return self.code(node) if isinstance(node, Code) else node

    def code(self, node: Code) -> Code:
        """`node`, or, if it stands for tokens, a code with their text as it is now."""
        return node if node.span is None else Code("".join(self.raw[slice(*node.span)]))

    def __str__(self) -> str:
        return "".join(self.raw)
