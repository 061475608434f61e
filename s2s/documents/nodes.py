"""A segment of a document: text, codes that no model may see, and pairs of tags around parts of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True)
class Code:
    """What comes out exactly as it went in: a placeholder, a link, an image, a line break."""

    raw: str = ""
    literal: bool = False
    """Whether `raw` is text of the document, which its format has to escape, not mark-up of the format."""
    breaks: bool = False
    """Whether a line ends here: it parts sentences, and stays between them."""
    apart: bool = False
    """Whether it stands for a space, as a no-break space does."""
    accelerator: bool = False
    """Whether it marks the letter after it, as the ``&`` of ``&File``."""
    ordered: bool = False
    """Whether programs find it by its position among others of its kind, as ``%s``: their order stays."""
    inside: bool = False
    """Of office documents: whether it stands inside the text of a run, or, of a tag, is the beginning of one."""
    span: tuple[int, int] | None = None
    """Of mark-up that may hold text of its own: its tokens, whose translation it is written with."""


@dataclass(frozen=True)
class Pair:
    """A tag, what it encloses, and the tag that ends it."""

    open: Code
    close: Code
    children: tuple[Node, ...]


DEEPEST = 50
"""Tags within tags of one segment; further ones are codes."""
Node: TypeAlias = "str | Code | Pair"
Segment: TypeAlias = "tuple[Node, ...]"


@dataclass(frozen=True)
class Peeled:
    """A segment without what stands before and after its text."""

    before: Segment
    core: Segment
    after: Segment
    around: tuple[Code, Code] | None = None
    """Tags that enclose all of the text; then `core` is to be peeled again."""


def text_of(nodes: Sequence[Node]) -> str:
    """The text of `nodes` alone."""
    return "".join(
        node if isinstance(node, str) else text_of(node.children) if isinstance(node, Pair) else "" for node in nodes
    )


def translatable(nodes: Sequence[Node]) -> bool:
    """Whether there is a letter to translate."""
    return any(character.isalpha() for character in text_of(nodes))


def merged(nodes: Sequence[Node]) -> list[Node]:
    """The same with neighbouring strings as one, and none that is empty."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str) and result and isinstance(result[-1], str):
            result[-1] += node
        elif node != "":
            result.append(node)
    return result


def peel(nodes: Sequence[Node]) -> Peeled:
    """Take white space and codes off both ends of a segment that has text."""
    core = merged(nodes)
    before, after = list[Node](), list[Node]()
    while core and not translatable(core[:1]) and not is_start(core[0]):
        before.append(core.pop(0))
    if core and isinstance(core[0], str):
        text = core[0].lstrip()
        codes = (node for node in before if not isinstance(node, str))
        if any(isinstance(node, Pair) or not node.breaks for node in codes):  # punctuation stays beside a placeholder
            text = text.lstrip(",;:.!?-–— ")
        before.append(core[0][: len(core[0]) - len(text)])
        core[0] = text
    while core and not isinstance(core[-1], str) and not translatable(core[-1:]):
        after.insert(0, core.pop())
        if core and isinstance(core[-1], str) and not core[-1].strip():
            after.insert(0, core.pop())
    if core and isinstance(core[-1], str):
        text = core[-1].rstrip()
        after.insert(0, core[-1][len(text) :])
        core[-1] = text
    core = merged(core)
    if len(core) == 1 and isinstance(core[0], Pair):
        pair = core[0]
        return Peeled(tuple(merged(before)), pair.children, tuple(merged(after)), (pair.open, pair.close))
    return Peeled(tuple(merged(before)), tuple(core), tuple(merged(after)))


def is_start(node: Node) -> bool:
    """Whether text that is no word begins a sentence all the same, as a quotation mark or a number does."""
    return isinstance(node, str) and bool(node.strip())


def unpeel(peeled: Peeled, core: Sequence[Node]) -> list[Node]:
    """The segment whose core has become `core`."""
    inner: list[Node] = list(core)
    if peeled.around is not None:
        inner = [Pair(*peeled.around, tuple(inner))]
    return merged([*peeled.before, *inner, *peeled.after])


def codes_of(nodes: Sequence[Node]) -> list[Code]:
    """Every code and tag, in order."""
    codes: list[Code] = []
    for node in nodes:
        if isinstance(node, Code):
            codes.append(node)
        elif isinstance(node, Pair):
            codes += [node.open, *codes_of(node.children), node.close]
    return codes


class Nesting:
    """Makes pairs of tags that belong together, as they come; tags without a partner are codes."""

    def __init__(self) -> None:
        self.stack: list[tuple[Code, str, list[Node]]] = []
        self.level: list[Node] = []
        self.open: Counter[str] = Counter()
        self.beyond: Counter[str] = Counter()
        """Tags too deep to be paired, whose ends are codes too."""

    def begin(self, code: Code, name: str) -> None:
        """An opening tag: what comes next stands inside it. One that is too deep is a code."""
        if len(self.stack) >= DEEPEST:
            self.level.append(code)
            self.beyond[name] += 1
            return
        self.stack.append((code, name, self.level))
        self.open[name] += 1
        self.level = []

    def end(self, code: Code, name: str) -> None:
        """A closing tag: it makes a pair with the last open one of its `name`, or is a code if there is none."""
        if self.beyond[name] or not self.open[name]:
            self.level.append(code)
            self.beyond[name] = max(0, self.beyond[name] - 1)
            return
        last = max(depth for depth, entry in enumerate(self.stack) if entry[1] == name)
        self.unwind(last + 1)
        opening, _, outer = self.stack.pop()
        self.open[name] -= 1
        self.level = [*outer, Pair(opening, code, tuple(self.level))]

    def unwind(self, depth: int) -> None:
        """Let the tags beyond the first `depth` be codes: they were never closed."""
        for opening, name, outer in reversed(self.stack[depth:]):
            self.level = [*outer, opening, *self.level]
            self.open[name] -= 1
        del self.stack[depth:]

    def nodes(self) -> list[Node]:
        """All that has come; tags that are still open are codes."""
        self.unwind(0)
        return self.level


def in_source_order(nodes: Sequence[Node], codes: Sequence[Code]) -> list[Node]:
    """`nodes` with the ordered codes in the order of `codes`, whatever order they have come to stand in."""
    waiting = [code for code in codes if code.ordered]

    def walk(part: Sequence[Node]) -> list[Node]:
        result: list[Node] = []
        for node in part:
            if isinstance(node, Code) and node.ordered:
                result.append(waiting.pop(0))
            elif isinstance(node, Pair):
                result.append(replace(node, children=tuple(walk(node.children))))
            else:
                result.append(node)
        return result

    return walk(nodes)
