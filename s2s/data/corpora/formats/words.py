"""Tagged words in columns, a word on each line and a blank line between sentences: the form of CoNLL's shared tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from s2s.config.formats import naming
from s2s.data.corpora.columns import DOCUMENT, Layout, begins_document, layout_of, seem_no_tags
from s2s.data.corpora.formats.base import Format, beginning, rough_lines
from s2s.data.corpora.values import sentence
from s2s.data.text.lines import MARK
from s2s.errors import UserError


class Words(Format):
    """Any number of columns, divided by tabs or blanks: the word first and the tag last, or as `data.columns` says."""

    suffixes: ClassVar = (".tsv", ".tab", ".conll")
    shapes: ClassVar = ("tagged",)
    layout = Layout(True, 2, 0, 1, (frozenset(), frozenset()))

    def look(self) -> None:
        """Find the columns by the beginning of the file. Raises `UserError` for one column alone, or where none has tags."""
        lines = [line.removeprefix(MARK) for line in beginning(rough_lines(self.files[0]))]
        chosen = self.selection.columns
        layout = layout_of(lines, chosen, naming(self.option, "columns", *(chosen or ())))
        if layout is None or layout.count == 1:
            return  # what is wrong with a line is said when it is read
        self.layout = layout
        self.decided = (layout.tabs, layout.count, layout.word, layout.tag, sorted(layout.tags), layout.exact)
        comments = sum(line.startswith("#") and not layout.is_word(line) for line in lines)
        documents = sum(map(begins_document, lines))
        skipped = [f"{comments:,} lines with # are comments"] * (comments > 0)
        skipped += [f"{documents:,} lines {DOCUMENT} are left out"] * (documents > 0)
        if skipped or not layout.tabs or layout.count > 2:
            self.notes.append("; ".join([f"{self.name}: {layout.said()}", *skipped]))
        if doubt := seem_no_tags(layout, lines):
            if chosen is None:
                remedy = f"name those of the word and of the tag with {naming(self.option, 'columns', 'WORD', 'TAG')}"
                raise UserError(f"{self.name}: {doubt}, so it seems to hold no tags; {remedy}")
            self.notes.append(f"warning: {self.name}: {doubt}; is it the tag?")

    def rows(self) -> Iterator[tuple[str, str]]:
        """The words and the tags of each sentence."""
        for block in self.blocks():
            words: list[tuple[str, str]] = []
            for number, line in block:
                if self.layout.is_word(line, inside=bool(words)):
                    words.append(self.tagged_word(number, line))
            yield from sentence(words)

    def tagged_word(self, number: int, line: str) -> tuple[str, str]:
        """The word and the tag of a line. Raises `UserError`."""
        try:
            return self.layout.word_and_tag(line)
        except ValueError as error:
            form = "must be: word, tabs or blanks, tag; a blank line ends a sentence"
            raise self.wrong(number, f"{error}; {form}") from None
