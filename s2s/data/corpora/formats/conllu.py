"""CoNLL-U, the form of Universal Dependencies (universaldependencies.org/format.html): ten columns, a word a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.values import sentence
from s2s.errors import UserError

COLUMNS = {"form": 1, "lemma": 2, "upos": 3, "xpos": 4, "feats": 5, "head": 6, "deprel": 7}


class Conllu(Format):
    """The words, without ranges (1-2) and empty nodes (1.1), and the column that `data.label` names, by default upos.

    `data.columns` names the column of the word too.
    """

    suffixes: ClassVar = (".conllu",)
    shapes: ClassVar = ("tagged",)

    def look(self) -> None:
        """Find the columns of the words and of the tags."""
        word, tag = self.selection.columns or ("form", self.selection.label or "upos")
        option = f"data.label={tag}" if self.selection.columns is None else self.naming(word, tag)
        for column in (word, tag):
            if column.lower() not in COLUMNS:
                raise UserError(f"{option}: no such column of CoNLL-U; use one of {', '.join(COLUMNS)}")
        self.word_column, self.tag_column = COLUMNS[word.lower()], COLUMNS[tag.lower()]

    def rows(self) -> Iterator[tuple[str, str]]:
        """The words and the tags of each sentence."""
        for block in self.blocks():
            rows = [self.fields(number, line) for number, line in block if not line.startswith("#")]
            yield from sentence(
                [(fields[self.word_column], fields[self.tag_column]) for fields in rows if fields[0].isdigit()]
            )

    def fields(self, number: int, line: str) -> list[str]:
        """The ten columns of a line. Raises `UserError`."""
        fields = line.split("\t")
        if len(fields) != 10:
            raise self.wrong(number, f"has {len(fields)} columns where CoNLL-U has 10")
        return fields
