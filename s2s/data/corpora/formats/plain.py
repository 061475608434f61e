"""Plain text, a line an example: for a language model, which has no source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from s2s.data.corpora.formats.base import Format


class Plain(Format):
    """Each line is a text without a label."""

    shapes: ClassVar = ("text",)

    def rows(self) -> Iterator[tuple[str, str]]:
        """The text of each line, with an empty text as its label."""
        return ((line, "") for _, line in self.lines())
