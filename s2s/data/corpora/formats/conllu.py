"""CoNLL-U, the form of Universal Dependencies (universaldependencies.org/format.html): ten columns, a word a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.values import sentence
from s2s.errors import UserError

COLUMNS = {"form": 1, "lemma": 2, "upos": 3, "xpos": 4, "feats": 5, "head": 6, "deprel": 7}


class Conllu(Format):
    """The words, without ranges (1-2) and empty nodes (1.1), and the column that `data.label` names, by default upos."""

    suffixes: ClassVar = (".conllu",)
    shapes: ClassVar = ("tagged",)

    def look(self) -> None:
        """Find the column of the tags."""
        column = self.selection.label or "upos"
        if column.lower() not in COLUMNS:
            raise UserError(f"data.label={column}: no such column of CoNLL-U; use one of {', '.join(COLUMNS)}")
        self.tag_column = COLUMNS[column.lower()]

    def rows(self) -> Iterator[tuple[str, str]]:
        """The words and the tags of each sentence."""
        for block in self.blocks():
            rows = [self.fields(number, line) for number, line in block if not line.startswith("#")]
            yield from sentence([(fields[1], fields[self.tag_column]) for fields in rows if fields[0].isdigit()])

    def fields(self, number: int, line: str) -> list[str]:
        """The ten columns of a line. Raises `UserError`."""
        fields = line.split("\t")
        if len(fields) != 10:
            raise self.wrong(number, f"has {len(fields)} columns where CoNLL-U has 10")
        return fields
