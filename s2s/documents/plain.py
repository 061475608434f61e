"""The text of a segment as a model reads it, and where its codes and tags stood in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from s2s.documents.nodes import Code, Node, Pair, translatable

BREAK = "\r\n"
"""What a code that ends a line is in the text; `protected` has made such codes of those that the text has itself."""


@dataclass
class Mark:
    """A code, or a pair of tags, at its place in a text."""

    node: Code | Pair
    begin: int
    """Characters; of a code also the end, but for one that is a character of the text itself."""
    end: int
    children: list[Mark] = field(default_factory=list)
    spaced: tuple[bool, bool] = (False, False)
    """Of a code: whether there is white space, or an end of the text, before and after it."""
    beside: tuple[str, str] = ("", "")
    """Of a code: the characters before and after it."""
    more: list[Code] = field(default_factory=list)
    """Of a code: others directly behind it, which stay there."""


@dataclass
class Plain:
    """A text without codes, and what is to be put into its translation."""

    text: str
    marks: list[Mark]


def plain(nodes: Sequence[Node]) -> Plain:
    """The text of `nodes`: where a code stood between spaces one of them is left, and before punctuation none."""
    builder = Builder()
    marks = builder.walk(nodes)
    builder.finish()
    return Plain("".join(builder.characters), marks)


class Builder:
    """Joins the strings of nodes, and closes the gaps that codes leave."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self.waiting: list[Mark] = []
        """Codes after the last character; what is after them is not known yet."""
        self.all: list[Mark] = []

    def walk(self, nodes: Sequence[Node]) -> list[Mark]:
        """Add the text of `nodes`; the marks of their codes and pairs, at this level."""
        marks: list[Mark] = []
        for node in nodes:
            if isinstance(node, str):
                self.add(node)
                continue
            last = self.waiting[-1] if self.waiting else None
            if last is not None and marks and marks[-1] is last and solid(last.node) and solid(node):
                assert isinstance(node, Code)
                last.more.append(node)
                continue
            mark = Mark(node, len(self.characters), len(self.characters))
            self.all.append(mark)
            marks.append(mark)
            if isinstance(node, Pair) and translatable(node.children):
                mark.children = self.walk(node.children)
                mark.end = len(self.characters)
            elif isinstance(node, Pair) or not node.breaks:
                self.waiting.append(mark)
            else:
                self.settle(BREAK)
                mark.begin, mark.end = len(self.characters), len(self.characters) + len(BREAK)
                self.characters += BREAK
        return marks

    def add(self, text: str) -> None:
        """Add `text`, but for a space that a code before it has made superfluous."""
        if not text:
            return
        if self.waiting:
            text = self.settle(text)
        self.characters += text

    def settle(self, text: str) -> str:
        """Say of the waiting codes what stands on both sides of them; what is left of `text`, which comes next."""
        if not self.waiting:
            return text
        before = self.characters[-1] if self.characters else ""
        following = text[:1]
        spaced = (not before or before.isspace(), not following or following.isspace())
        for index, mark in enumerate(self.waiting):
            first, last = index == 0, index == len(self.waiting) - 1
            mark.spaced = (spaced[0] and first, spaced[1] and last)
            mark.beside = (before if first else "x", following if last else "x")
        apart = any(isinstance(mark.node, Code) and mark.node.apart for mark in self.waiting)
        if spaced[0] and spaced[1] and before not in ("", "\n"):
            text = text.lstrip(" ")
        elif before == " " and closes(following):
            self.characters.pop()
            for mark in self.all:
                mark.begin, mark.end = min(mark.begin, len(self.characters)), min(mark.end, len(self.characters))
        elif apart and before and following and not spaced[0] and not spaced[1]:
            text = " " + text
        self.waiting = []
        return text

    def finish(self) -> None:
        """Settle the codes after the last character."""
        self.settle("")


def solid(node: Node) -> bool:
    """Whether it is a code that another one sticks to."""
    return isinstance(node, Code) and not (node.breaks or node.apart or node.accelerator)


def closes(character: str) -> bool:
    """Whether `character` is punctuation that stands directly behind a word."""
    return character != "" and unicodedata.category(character) in ("Po", "Pe", "Pf") and character not in "\"'*/\\#@&%"
