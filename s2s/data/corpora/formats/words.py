"""Tagged words in two columns: ``word TAB tag`` on each line, and a blank line between sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.values import sentence


class Words(Format):
    """The form of CoNLL's shared tasks, with two columns."""

    suffixes: ClassVar = (".tsv", ".tab")
    shapes: ClassVar = ("tagged",)

    def rows(self) -> Iterator[tuple[str, str]]:
        """The words and the tags of each sentence."""
        for block in self.blocks():
            yield from sentence([self.tagged_word(number, line) for number, line in block])

    def tagged_word(self, number: int, line: str) -> tuple[str, str]:
        """The word and the tag of a line. Raises `UserError`."""
        word, tab, tag = line.partition("\t")
        if not tab or "\t" in tag or not tag.strip():
            raise self.wrong(number, "must be: word, one tab, tag; a blank line ends a sentence")
        return word, tag
