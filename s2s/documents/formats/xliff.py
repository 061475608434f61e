"""XLIFF 1.2 and 2: units without a translation get one, with every code of the source in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from s2s.documents.base import Origin, Reading, damaged, decoded, encoded
from s2s.documents.elements import Rules, Written, closing, nodes_of
from s2s.documents.formats.html import with_encoding
from s2s.documents.markup import Token, xml_tokens
from s2s.documents.nodes import Code, Node, Pair, Segment, translatable

RULES = Rules(inline=frozenset(["g", "pc", "mrk"]), opaque=frozenset(), collapse=False)
BEGINS = {"bpt": "ept", "bx": "ex", "sc": "ec", "sm": "em"}
"""Codes that begin something, and those that end it."""
WAITING = ("new", "needs-translation", "initial", "")
"""States of a target that is no translation yet."""
DONE = {"new": "needs-review-translation", "needs-translation": "needs-review-translation", "initial": "translated"}


@dataclass
class Unit:
    """A source and its target, as first and last + 1 of their tokens."""

    source: tuple[int, int]
    target: tuple[int, int] | None
    holder: int
    """The token of the element around them, which in version 2 has the state."""
    copied: tuple[int, int]
    """The element whose inner tokens the target gets: the source, or its segmented copy."""
    pieces: list[tuple[int, int]] = field(default_factory=list)
    """The parts of it that are translated."""


class Xliff:
    """Translation units."""

    tags = True

    @staticmethod
    def read(content: bytes, reading: Reading) -> Units:
        """The units that wait for a translation. Raises `UserError` for other XML, and for unknown versions."""
        text, encoding, mark = decoded(content, with_encoding(content, reading))
        tokens = xml_tokens(text, reading, "XLIFF")
        root = next((token for token in tokens if token.kind in ("open", "empty")), None)
        if root is None or root.name != "xliff":
            raise damaged(reading, "XLIFF", "its first element is not xliff")
        version = root.attributes.get("version", "")
        if not version.startswith(("1.", "2.")):
            raise damaged(reading, "XLIFF", f"version {version or 'not given'}; 1.2 and 2 are known")
        return Units(tokens, version.startswith("2."), (encoding, mark, reading))


class Units:
    """The tokens of a document, and its units that wait for a translation."""

    def __init__(self, tokens: Sequence[Token], second: bool, origin: Origin) -> None:
        self.tokens, self.second, self.origin = tokens, second, origin
        self.units: list[Unit] = []
        self.segments: list[Segment] = []
        for begin, end in holders(tokens, "segment" if second else "trans-unit"):
            unit = self.unit(begin, end)
            if unit is None:
                continue
            kept = []
            for first, last in unit.pieces:
                nodes = tuple(coupled(nodes_of(tokens, first, last, RULES, is_opaque), tokens))
                if translatable(nodes):
                    kept.append((first, last))
                    self.segments.append(nodes)
            unit.pieces = kept
            if kept:
                self.units.append(unit)

    def unit(self, begin: int, end: int) -> Unit | None:
        """The unit of the element from `begin` to `end`, if it waits."""
        parts = {name: (first, last) for name, first, last in children(self.tokens, begin, end)}
        source, target = parts.get("source"), parts.get("target")
        if source is None or self.tokens[source[0]].kind == "empty":
            return None
        if target is not None and any(
            token.kind in ("text", "reference") and token.raw.strip() for token in self.tokens[target[0] : target[1]]
        ):
            state = self.tokens[begin if self.second else target[0]].attributes.get("state")
            if state not in WAITING:
                return None
        copied = source
        pieces = [(source[0] + 1, source[1] - 1)]
        if not self.second and "seg-source" in parts:
            copied = parts["seg-source"]
            pieces = [
                (number + 1, closing(self.tokens, number) - 1)
                for number in range(*copied)
                if self.tokens[number].kind == "open"
                and self.tokens[number].name == "mrk"
                and self.tokens[number].attributes.get("mtype") == "seg"
            ]
        return Unit(source, target, begin, copied, pieces)

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The file with a target for each unit that waited, whose state no longer says that it waits."""
        written = Written(self.tokens)
        texts = iter(translated)
        for unit in self.units:
            content = list(written.raw[unit.copied[0] + 1 : unit.copied[1] - 1])
            for first, last in unit.pieces:
                offset = unit.copied[0] + 1
                content[first - offset : last - offset] = [written.string(next(texts))] + [""] * (last - first - 1)
            self.put(written, unit, "".join(content))
        if self.second and self.units:
            self.name_language(written)
        encoding, mark, reading = self.origin
        return encoded(str(written), encoding, mark, reading)

    def put(self, written: Written, unit: Unit, content: str) -> None:
        """Write `content` as the target of a unit."""
        opening = self.tokens[unit.source[0]].raw
        prefix = re.match(r"<([\w.-]+:)?", opening)
        name = f"{(prefix and prefix[1]) or ''}target"
        if unit.target is not None:
            first, last = unit.target
            begin = with_state(re.sub(r"\s*/>$", ">", self.tokens[first].raw))
            written.replace(first, last, f"{begin}{content}</{name}>")
        else:
            before = self.tokens[unit.source[0] - 1]
            space = before.raw if before.kind == "text" and not before.raw.strip() else ""
            last = max(unit.source[1], unit.copied[1])
            preserved = ' xml:space="preserve"' if "xml:space" in opening else ""
            written.raw[last - 1] += f"{space}<{name}{preserved}>{content}</{name}>"
        if self.second:
            written.raw[unit.holder] = with_state(written.raw[unit.holder])

    def name_language(self, written: Written) -> None:
        """Version 2 wants the language of the targets at the root."""
        number = next(number for number, token in enumerate(self.tokens) if token.name == "xliff")
        if "trgLang" not in self.tokens[number].attributes:
            written.raw[number] = re.sub(r">$", f' trgLang="{self.origin[2].target}">', written.raw[number])


def with_state(tag: str) -> str:
    """A tag whose state says that it waits, as one that has been translated."""
    return re.sub(r'(\sstate=)(["\'])([\w-]+)\2', lambda m: f"{m[1]}{m[2]}{DONE.get(m[3], m[3])}{m[2]}", tag)


def is_opaque(token: Token) -> bool:
    """Whether an element says of itself that it is not to be translated."""
    return token.attributes.get("translate") == "no" or token.attributes.get("mtype") == "protected"


def holders(tokens: Sequence[Token], name: str) -> Iterator[tuple[int, int]]:
    """The elements called `name`, as first and last + 1 of their tokens, but for those that are not to be translated."""
    states = [True]
    for number, token in enumerate(tokens):
        if token.kind == "open":
            wanted = {"no": False, "yes": True}.get(token.attributes.get("translate", ""), states[-1])
            states.append(wanted)
            if token.name == name and wanted:
                yield number, closing(tokens, number)
        elif token.kind == "close":
            states.pop()


def children(tokens: Sequence[Token], begin: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The elements directly inside the one from `begin` to `end`."""
    index = begin + 1
    while index < end - 1:
        token = tokens[index]
        last = closing(tokens, index) if token.kind == "open" else index + 1
        if token.kind in ("open", "empty"):
            yield token.name, index, last
        index = last


def coupled(nodes: Sequence[Node], tokens: Sequence[Token]) -> list[Node]:
    """`nodes` with codes that begin and end one thing as pairs, where they are properly nested."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, Pair):
            node = Pair(node.open, node.close, tuple(coupled(node.children, tokens)))
        key = ends(node, tokens)
        if key is not None:
            start = next((n for n in range(len(result) - 1, -1, -1) if begins(result[n], tokens) == key), None)
            opening = result[start] if start is not None else None
            if start is not None and isinstance(opening, Code) and isinstance(node, Code):
                inner = tuple(result[start + 1 :])
                if not any(begins(other, tokens) for other in inner):
                    result[start:] = [Pair(opening, node, inner)]
                    continue
        result.append(node)
    return result


def described(node: Node, tokens: Sequence[Token]) -> Token | None:
    """The element that a code is."""
    return tokens[node.span[0]] if isinstance(node, Code) and node.span is not None else None


def begins(node: Node, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """What a code begins: the element that ends it, and their common number."""
    token = described(node, tokens)
    name, attributes = (token.name, token.attributes) if token else ("", {})
    if name not in BEGINS:
        return None
    return BEGINS[name], attributes.get("rid") or attributes.get("id", "")


def ends(node: Node, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """What a code ends, in the terms of `begins`: its element, and the common number."""
    token = described(node, tokens)
    name, attributes = (token.name, token.attributes) if token else ("", {})
    if name not in BEGINS.values():
        return None
    return name, attributes.get("startRef") or attributes.get("rid") or attributes.get("id", "")
