"""What stands inside the paragraphs, titles and cells of Markdown, as nodes and as text again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyromark

from s2s.documents.nodes import Code, Node, Pair, merged

OPTIONS = pyromark.Options
EXTENSIONS = (
    OPTIONS.ENABLE_TABLES
    | OPTIONS.ENABLE_FOOTNOTES
    | OPTIONS.ENABLE_STRIKETHROUGH
    | OPTIONS.ENABLE_TASKLISTS
    | OPTIONS.ENABLE_YAML_STYLE_METADATA_BLOCKS
    | OPTIONS.ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
    | OPTIONS.ENABLE_HEADING_ATTRIBUTES
    | OPTIONS.ENABLE_GFM
)
MARKERS = {"Emphasis": 1, "Strong": 2, "Link": 1, "Image": 2}
"""Characters that begin a tag."""
CODES = ("Code", "InlineMath", "DisplayMath", "FootnoteReference", "TaskListMarker", "InlineHtml")
WORD_BEFORE, WORD_BEHIND = re.compile(rb"[A-Za-z0-9{]"), re.compile(rb"[A-Z0-9]")
"""What makes of dollar signs amounts or variables, as in `US$5 or US$6` and `$A/$B`; a formula may have letters behind it (`$n$th`)."""
SPECIAL = re.compile(r"[\\`*\[\]<~]|\$(?=[^\s$]([^$]*[^\s$])?\$)|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
LINE_START = re.compile(r"(?:(#{1,6}|[-+>])(?=\s|$)|(>)|(\d{1,9})([.)])(?=\s|$)|(?=[=-]+\s*$))")


@dataclass(frozen=True)
class Event:
    """A part of a document, as pulldown-cmark tells of it."""

    kind: str
    """``Text``, ``SoftBreak``, ``Start Emphasis``, ``End Link`` and so on."""
    value: Any
    begin: int
    """Bytes of UTF-8."""
    end: int


class Inline:
    """Makes nodes of the events of one paragraph, title or cell."""

    def __init__(self, content: bytes, events: Sequence[Event]) -> None:
        self.content, self.events, self.index = content, events, 0

    def raw(self, begin: int, end: int) -> str:
        """The Markdown between two bytes."""
        return self.content[begin:end].decode(errors="surrogatepass")

    def nodes(self) -> list[Node]:
        """The events from the next one to the end of their element as text, codes and pairs."""
        nodes: list[Node] = []
        while self.index < len(self.events):
            event = self.events[self.index]
            if event.kind.startswith("End "):
                break
            self.index += 1
            if event.kind == "Text":
                nodes.append(self.text(event))
            elif event.kind == "SoftBreak":
                nodes.append(" ")
            elif event.kind == "HardBreak":
                following = self.events[self.index].begin if self.index < len(self.events) else event.end
                nodes.append(Code(self.raw(event.begin, max(event.end, following)), breaks=True))
            elif event.kind in CODES:
                marker = event.kind == "TaskListMarker" and self.index < len(self.events)  # with the space behind it
                nodes.append(Code(self.raw(event.begin, self.events[self.index].begin if marker else event.end)))
            else:
                nodes.append(self.pair(event))
        return merged(nodes)

    def text(self, event: Event) -> Node:
        """Text; an entity that is no letter stays as it is written."""
        raw = self.raw(event.begin, event.end)
        if raw == event.value or not raw.startswith("&") or event.value.isalpha() or event.value in "'’":
            return str(event.value)
        if raw == "&amp;":
            return raw  # becomes a code together with its word, as in AT&amp;T
        return Code(raw, apart=event.value == "\u00a0")

    def pair(self, event: Event) -> Node:
        """What a tag encloses, and the tag; an address that is its own text is a code."""
        kind = event.kind.removeprefix("Start ")
        children = self.nodes()
        last = self.events[self.index - 1]
        self.index += 1  # the end
        size = MARKERS.get(kind) or (2 if self.raw(event.begin, event.begin + 2) == "~~" else 1)
        opening = Code(self.raw(event.begin, event.begin + size))
        if kind not in ("Link", "Image"):
            return Pair(opening, Code(self.raw(event.end - size, event.end)), tuple(children))
        style = event.value["link_type"]
        if style in ("Autolink", "Email"):
            return Code(self.raw(event.begin, event.end))
        begin = last.end if children else event.begin + size
        closing = self.raw(begin, event.end)
        if style in ("Shortcut", "ShortcutUnknown", "Collapsed", "CollapsedUnknown"):
            closing = f"][{self.raw(event.begin + size, begin)}]"  # the label is no longer its own text
        return Pair(opening, Code(closing), tuple(children))


def extensions_of(text: str) -> Any:
    """The extensions of a document: mathematics only where none of its formulas would begin or end in a word."""
    extensions = EXTENSIONS | OPTIONS.ENABLE_MATH
    content = text.encode(errors="surrogatepass")
    formulas = [event for event in events_of(text, extensions) if event.kind == "InlineMath"]
    words = any(
        WORD_BEFORE.match(content[e.begin - 1 : e.begin]) or WORD_BEHIND.match(content, e.end) for e in formulas
    )
    return EXTENSIONS if words else extensions


def events_of(text: str, extensions: Any) -> list[Event]:
    """The events of the Markdown `text`, with the bytes of UTF-8 from which and to which each reaches."""
    events = []
    for event, span in pyromark.events_with_range(text, options=extensions):
        kind, value = parted(event)
        if kind in ("Start", "End"):
            name, value = parted(value)
            kind = f"{kind} {name}"
        events.append(Event(kind, value, span["start"], span["end"]))
    return events


def inline_runs(events: Sequence[Event]) -> Iterator[tuple[bool, Sequence[Event]]]:
    """The events of each paragraph, title and cell, and whether it is a cell."""
    first = 0
    while first < len(events):
        last = first
        if events[first].kind.startswith(("Start CodeBlock", "Start MetadataBlock", "Start HtmlBlock")):
            last = behind(events, first)
        while last < len(events) and inline(events[last]):
            last += 1
        if last > first and inline(events[first]):
            yield first > 0 and events[first - 1].kind == "Start TableCell", events[first:last]
        first = max(last, first + 1)


def shape(events: Sequence[Event]) -> list[str]:
    """What must be there again of a run of inline events, in any order: tags with what they lead to, codes, and in what."""
    entries, path = [], [""]
    for event in events:
        if event.kind.startswith("End "):
            path.pop()
        elif event.kind not in ("Text", "SoftBreak"):
            value = event.value if isinstance(event.value, str) else ""
            if isinstance(event.value, dict):  # of a link where it leads to, not how that is written
                value = f"{event.value.get('dest_url')} {event.value.get('title')}"
            entries.append(f"{path[-1]}/{event.kind} {value}")
            if event.kind.startswith("Start "):
                path.append(entries[-1])
    return sorted(entries)


def tidy(nodes: Sequence[Node]) -> list[Node]:
    """`nodes` as Markdown can say them: no white space inside the ends of an emphasis, and some around one in a word.

    What marks begin and end depends on the characters on their two sides (CommonMark, §6.2).
    """
    result: list[Node] = []
    for number, node in enumerate(nodes):
        if not isinstance(node, Pair) or node.open.raw.startswith(("[", "!")):
            result.append(replace(node, children=tuple(tidy(node.children))) if isinstance(node, Pair) else node)
            continue
        inner = merged(tidy(node.children))
        before, after = edge(result, -1), edge(nodes[number + 1 :], 0)
        left = right = ""
        if inner and isinstance(inner[0], str):
            left, inner[0] = inner[0], inner[0].lstrip()
        if inner and isinstance(inner[-1], str):
            right, inner[-1] = inner[-1], inner[-1].rstrip()
        inner = merged(inner)
        tight = node.open.raw[0] == "_"
        if left != left.lstrip() or (before.isalnum() and (tight or not edge(inner, 0).isalnum())):
            result.append(" ")
        result.append(Pair(node.open, node.close, tuple(inner)))
        if right != right.rstrip() or (after.isalnum() and (tight or not edge(inner, -1).isalnum())):
            result.append("" if after.isspace() else " ")
    return merged(result)


def edge(nodes: Sequence[Node], index: int) -> str:
    """The first (0) or last (-1) character of `nodes`, a space where there is none."""
    if not nodes:
        return " "
    node = nodes[index]
    if isinstance(node, Pair):
        return (node.open if index == 0 else node.close).raw[index]
    text = node if isinstance(node, str) else node.raw
    return text[index] if text else " "


def parted(event: Any) -> tuple[str, Any]:
    """The name of an event, or of a tag, and what it has beside that."""
    return (event, None) if isinstance(event, str) else next(iter(event.items()))


def inline(event: Event) -> bool:
    """Whether an event stands inside a paragraph, a title or a cell."""
    name = event.kind.split(" ")[-1]
    return name in MARKERS or name == "Strikethrough" or event.kind in (*CODES, "Text", "SoftBreak", "HardBreak")


def behind(events: Sequence[Event], begin: int) -> int:
    """Behind the end of the block that begins at `begin`."""
    end = events[begin].kind.replace("Start", "End")
    return next(number for number in range(begin, len(events)) if events[number].kind == end) + 1


def escaped(text: str) -> str:
    """Text whose characters are no marks."""
    return SPECIAL.sub(lambda match: "\\" + match[0], text.replace("\n", " "))


def escaped_in_cell(text: str) -> str:
    """Text of a table, in which a bar ends a cell."""
    return re.sub(r"(?<!\\)\|", r"\\|", escaped(text))


def started(text: str, before: str) -> str:
    """`text` at the beginning of a block, which must not make a list or a title of it unless it was one `before`."""
    match = LINE_START.match(text)
    if match is None or LINE_START.match(before) or not match[0]:
        return text
    if match[3]:
        return f"{match[3]}\\{text[len(match[3]) :]}"
    return "\\" + text
