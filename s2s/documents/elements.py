"""Segments of mark-up: what stands between two ends of blocks, with the tags inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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
class Found:
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
    found: list[Found] = field(default_factory=list)

    def cut(self) -> list[Found]:
        """The segments with text to translate, in the order of the document; each ends where a block begins or ends."""
        begin = place = 0
        depth = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.kind == "open" and self.is_opaque(token, depth):
                end = closing(self.tokens, place)
                if token.name not in self.rules.inline:
                    self.flush(begin, place)
                    begin = end
                place = end
                continue
            depth += (token.kind == "open") - (token.kind == "close")
            if token.kind in ("open", "close", "empty") and token.name not in self.rules.inline | self.rules.breaks:
                self.flush(begin, place)
                begin = place + 1
            place += 1
        self.flush(begin, len(self.tokens))
        return self.found

    def is_opaque(self, token: Token, depth: int = 1) -> bool:
        """Whether what `token` opens is not to be translated; `depth` is 0 for the root, whose language is not asked."""
        if token.name in self.rules.opaque:
            return True
        attributes = token.attributes
        if attributes.get("translate") == "no" or "notranslate" in attributes.get("class", "").split():
            return True
        code = attributes.get("xml:lang") or attributes.get("lang")
        return depth > 0 and bool(code) and primary(code or "") != primary(self.language)

    def flush(self, begin: int, end: int) -> None:
        """Keep the tokens from `begin` to `end` as a segment, if there is something to translate in them."""
        nodes = nodes_of(self.tokens, begin, end, self.rules, self.is_opaque)
        if translatable(nodes):
            self.found.append(Found(begin, end, tuple(nodes)))


def primary(code: str) -> str:
    """The language of a code, without region or script: ``de`` of ``de-AT``."""
    return re.split("[-_]", code.lower())[0]


def closing(tokens: Sequence[Token], place: int) -> int:
    """Behind the end of the element that the token `place` opens; the end of all, where it has none."""
    name, depth = tokens[place].name, 0
    for number in range(place, len(tokens)):
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
    found = Nesting()
    place = begin
    while place < end:
        token, following = tokens[place], place + 1
        if token.kind == "text":
            text = collapsed(token.raw, place == begin, following == end) if rules.collapse else token.raw
            found.level.append(text)
        elif token.kind == "reference":
            found.level.append(reference(token))
        elif token.kind == "open" and (token.name not in rules.inline or is_opaque(token)):
            following = min(closing(tokens, place), end)
            found.level.append(Code(span=(place, following)))
        elif token.kind == "open":
            found.begin(Code(token.raw), token.name)
        elif token.kind == "close":
            found.end(Code(token.raw), token.name)
        else:
            breaks = token.name in rules.breaks
            found.level.append(Code(breaks=breaks, apart=token.name in rules.spaces, span=(place, following)))
        place = following
    return merged(found.nodes())


def collapsed(text: str, first: bool, last: bool) -> str:
    """`text` with one space for each run of white space, but for those at the ends of a segment."""
    begin = len(text) - len(text.lstrip()) if first else 0
    end = max(begin, len(text.rstrip())) if last else len(text)
    return text[:begin] + SPACES.sub(" ", text[begin:end]) + text[end:]


def reference(token: Token) -> Node:
    """An entity: a letter or an apostrophe is text, all else stays as it is written."""
    seen = token.text
    if seen != token.raw and (seen.isalpha() or seen in "'’"):
        return seen
    return Code(token.raw, apart=seen in ("\u00a0", "\u202f", "\u2007", "\u2009"))


class Written:
    """The raw tokens of a document, some of them replaced; what is inside goes first."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.raw = [token.raw for token in tokens]

    def replace(self, begin: int, end: int, text: str) -> None:
        """Put `text` in the place of the tokens from `begin` to `end`; the numbers of the others do not change."""
        self.raw[begin:end] = [text] + [""] * (end - begin - 1)

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
