"""Segments that are strings, with nothing to escape."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from s2s.documents.nodes import Node, Pair


def string_of(nodes: Sequence[Node], escape: Callable[[str], str] = str, codes: bool = True) -> str:
    """The text of `nodes` with their codes; what is text of the document goes through `escape`.

    So do `codes` that are text of the document, as placeholders are.
    """
    strings: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            strings.append(escape(node))
        elif isinstance(node, Pair):
            parts = [node.open, *node.children, node.close]
            strings.append(string_of(parts, escape, codes))
        else:
            strings.append(escape(node.raw) if node.literal and codes else node.raw)
    return "".join(strings)
