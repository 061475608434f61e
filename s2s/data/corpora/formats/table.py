"""Rows of cells, one record a row: what TSV and CSV share. A look at the first rows finds the columns and a header."""

from __future__ import annotations

import contextlib
import csv
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

from s2s.config.corpora import Shape
from s2s.config.formats import naming
from s2s.data.corpora.formats.base import BY_LANGUAGE, LOOK, LOOK_CHARACTERS, Format, Row, Unreadable, rough_lines
from s2s.data.corpora.formats.headers import (
    column_index,
    is_crossed,
    is_doubtful,
    is_labelling,
    is_language,
    is_name,
    is_number,
    pairs_header,
    plain,
    text_and_label,
    with_assumed,
)
from s2s.data.corpora.formats.unnamed import begins_with_example, text_and_label_of
from s2s.data.corpora.indicators import as_text, indicators, literal, text_in
from s2s.data.corpora.values import unbroken
from s2s.data.text.lines import LONGEST_LINE, MARK
from s2s.errors import UserError, among

SHOWN = 30
"""Characters of a cell in a message."""
Record = tuple[int, list[str]]
"""The number of a row's last line, and its cells; none for an empty line."""


class Table(Format):
    """Cells in columns. A subclass says how a file is cut into rows, in `records` and `settle`."""

    unit: ClassVar[str] = "columns"
    """What messages count in a row."""
    named: ClassVar[bool] = False
    """Whether labelled texts have a first row that names their columns, unless it is seen to be an example."""
    header = False
    """Whether the first row names the columns, and is no example."""
    places: tuple[int, int] = (0, 1)
    """Where source and target, or text and label, are."""
    feature_places: tuple[int, ...] = ()
    """Where the features of a source are."""
    width = 2
    """Cells of a row."""
    by_language = False
    """Whether the first row names the columns by their languages."""
    multiline = False
    """Whether cells may hold line ends."""
    separator: str = "\t"
    """What stands between the cells."""

    def settle(self) -> None:
        """Decide how lines are cut into rows."""

    def records(self, rough: bool = False) -> Iterator[Record]:
        """The rows. Raises `UserError`; `rough` ones are read as far as they can be."""
        raise NotImplementedError(f"{type(self).__name__}.records")

    def text_lines(self, rough: bool) -> Iterator[str]:
        """The lines of the file: as they are, or checked to be UTF-8."""
        return rough_lines(self.files[0]) if rough else (line for _, line in self.lines())

    def quoted_records(self, lines: Iterator[str], separator: str, form: str) -> Iterator[Record]:
        """Rows whose cells may have quotes around them. Raises `Unreadable` for what is not of the `form`."""
        first = next(lines, None)
        mark = MARK if first is not None and first.startswith(MARK) else ""  # of a `rough` file
        bare = itertools.chain(() if first is None else (first.removeprefix(mark),), lines)
        rows = csv.reader((line + "\n" for line in bare), delimiter=separator, strict=True)
        begun = 1
        try:
            for cells in rows:
                yield rows.line_num, [mark + "".join(cells[:1]), *cells[1:]] if mark else cells
                mark, begun = "", rows.line_num + 1
        except csv.Error as error:
            problem = f"is not {form} ({error}); quote fields that hold quotes, and double these"
            raise Unreadable(begun, str(self.wrong(begun, problem))) from None

    def look(self) -> None:
        """Find the columns and the header in the first rows."""
        csv.field_size_limit(LONGEST_LINE)  # a text may be as long as a line
        self.settle()
        if self.selection.shape != Shape.series:
            rows = [cells for cells in self.beginning() if cells]
            self.width = max(2, Counter(map(len, rows)).most_common(1)[0][0]) if rows else 2
            if self.selection.shape == Shape.pairs:
                self.find_pairs(rows)
            else:
                self.find_labels(rows)
        self.decided = (*self.decided, self.header, self.places, self.width, *self.feature_places)

    def beginning(self) -> Iterator[list[str]]:
        """The cells of the first rows; whatever is wrong with them is said when they are read."""
        size = 0
        with contextlib.suppress(Unreadable):
            for number, (_, cells) in enumerate(self.records(rough=True)):
                size += sum(map(len, cells))
                if number == LOOK or size > LOOK_CHARACTERS:
                    return
                yield [cells[0].removeprefix(MARK), *cells[1:]] if number == 0 and cells else cells

    def find_pairs(self, rows: Sequence[list[str]]) -> None:
        """Find source and target: where the user says, where the first row names them, or where there are two columns."""
        selection, first = self.selection, rows[0] if rows else []
        languages = selection.source, selection.target
        if selection.columns is not None:
            columns = [*selection.columns, *selection.features]
            self.find_columns([self.naming()] * len(columns), columns, first, *languages)
        elif (indices := pairs_header(rows, *languages)) is not None:
            self.header, self.places, self.width = True, indices, len(first)
            self.by_language = all(is_language(first[at], code) for at, code in zip(indices, languages, strict=True))
        elif self.width > 2:
            raise UserError(self.which(rows))
        self.say_header(first, rows[1:], *languages)

    def languages(self) -> bool:
        """A header names the columns by their languages."""
        return self.by_language

    def find_labels(self, rows: Sequence[list[str]]) -> None:
        """Find text and label: where the user says, where the first row names them, else the label first of two columns."""
        selection, first = self.selection, rows[0] if rows else []
        chosen_columns = [column for column in (selection.text, selection.label) if column is not None]
        recognised = None if chosen_columns else text_and_label(first)
        if selection.classes and recognised is None and selection.label is None:
            self.refuse_indicators(rows)
        if recognised is not None and (self.named or all(is_labelling(first[index]) for index in recognised)):
            self.header, self.places, self.width = True, recognised, len(first)
            text, label = (first[index] for index in recognised)
            if (plain(text), plain(label)) != ("text", "label"):
                self.notes.append(f"{self.name}: its column {text!r} is the text, and {label!r} the label")
        elif chosen_columns or (self.named and not begins_with_example(rows, selection.classes)):
            numbered = not self.named and all(map(str.isdecimal, chosen_columns))
            usual = ("2", "1") if numbered else ("text", "label")
            columns = [selection.text or usual[0], selection.label or usual[1]]
            numbers = ", or by number (data.text=1 data.label=2)" * (not chosen_columns)
            self.find_columns([f"data.text=…{numbers}", f"data.label=…{numbers}"], columns, first)
        else:
            self.header = not self.named and len(first) == 2 and all(map(is_name, first))
            examples = [row for row in rows[self.header :] if len(row) == 2]
            self.places, note = text_and_label_of(self.name, examples, selection.classes)
            if self.named:
                said = f"{self.name}: its first row names no columns, and is read as an example; the label is column"
                self.notes.append(f"{said} {self.places[1] + 1}")
            if note:
                self.notes.append(note)
            if self.named or self.places == (0, 1):
                self.settled |= dict(zip(("data.text", "data.label"), (str(at + 1) for at in self.places), strict=True))
        self.say_header(first, rows[1:])

    def refuse_indicators(self, rows: Sequence[list[str]]) -> None:
        """Raise `UserError` where the first row names a column of 0 and 1 for each label, and none that is called label."""
        first = rows[0] if rows else []
        cells = list(zip(*(row for row in rows[1:] if len(row) == len(first)), strict=True))
        labels = (
            indicators(dict(zip(first, cells, strict=True))) if cells and column_index("label", first) is None else []
        )
        if labels:
            separated = "" if self.separator == "," else f", sep={literal(self.separator)}"
            reading = f"read_csv({literal(self.files[0])}{separated})"
            raise UserError(as_text(self.files[0], first, labels, text_in(first, self.selection.text), reading))

    def find_columns(self, remedies: list[str], columns: list[str], first: list[str], *languages: str) -> None:
        """Find the columns that the user calls `columns`, by numbers from 1 or by names in the first row."""
        indices = []
        for column, remedy in zip(columns, remedies, strict=True):
            index = int(column) - 1 if column.isdecimal() else column_index(column, first)
            if index is None:
                raise UserError(
                    f"{self.files[0]}: line 1: no column {column!r}, only {among(first) or 'none'}; name it with {remedy}"
                )
            if not 0 <= index < (len(first) if not column.isdecimal() else self.width):
                raise UserError(
                    f"{self.files[0]}: has no column {column}, only {self.width}; count from 1, in {remedy}"
                )
            indices.append(index)
        self.places, self.feature_places = (indices[0], indices[1]), tuple(indices[2:])
        by_name = not all(column.isdecimal() for column in columns)
        cells = [first[index] for index in self.places if index < len(first)]
        self.header = by_name or (len(cells) == 2 and all(is_name(cell, *languages) for cell in cells))
        self.width = len(first) if by_name else self.width

    def say_header(self, first: list[str], rest: Sequence[list[str]], *languages: str) -> None:
        """Note what the first row was taken for."""
        cells = [first[index] for index in self.places if index < len(first)]
        chosen = self.selection.columns is not None or not languages
        if self.header and not (self.named and self.selection.shape == Shape.labelled):
            said = f"{self.name}: its first row names the columns ({among(first)}) and is left out"
            self.notes.append(said if chosen else with_assumed(said, first, self.places, languages, self.option))
        elif not self.header and len(cells) == 2 and is_doubtful(cells, [[row[index] for index in self.places] for row in rest
                                                     if len(row) > max(self.places)], *languages):  # fmt: skip
            if not chosen and is_crossed(cells, *languages):
                target = naming(self.option, "target", languages[1])
                raise UserError(
                    f"{self.name}: its first row may name the columns ({among(first)}), the target first, with {target}; if it"
                    f" does, give its names: {self.naming(*reversed(first))}, else {self.naming(1, 2)}"
                )
            remedy = self.naming() if self.selection.shape == Shape.pairs else "data.text=… data.label=…"
            self.notes.append(
                f"warning: {self.name}: its first row may name the columns ({among(first)}), but is read as an example;"
                f" if it does, give its names: {remedy}"
            )

    def which(self, rows: Sequence[list[str]]) -> str:
        """What to say where it is not clear which two of more columns are meant."""
        like = [row for row in rows if len(row) == self.width]
        below = like[1:] or like  # the first row may name the columns
        texts = [index for index, cells in enumerate(zip(*below, strict=True)) if is_text(cells)]
        guess = (texts if len(texts) == 2 else [0, 1])[:2]
        example = "; ".join(f"{index + 1}: {shortened(cell)}" for index, cell in enumerate(like[0]))
        remedy = f"say which are source and target, e.g. {self.naming(guess[0] + 1, guess[1] + 1)}"
        if self.selection.gaps:
            remedy = f"{BY_LANGUAGE}, in a first row"
        return f"{self.name}: has {self.width} columns ({example}); {remedy}"

    def chosen(self, cells: list[str]) -> tuple[str, str]:
        """Source and target, or text and label, of a row with as many cells as the others."""
        first, second = (unbroken(cells[index]) if self.multiline else cells[index] for index in self.places)
        if self.feature_places:
            first = "\t".join([first, *(" ".join(cells[index].split()) for index in self.feature_places)])
        return first, second if self.selection.shape == Shape.pairs else self.selection.label_of(second)

    def misfit(self, cells: list[str]) -> str:
        """What to say of a row that has more or fewer cells than the others."""
        return f"has {len(cells)} {self.unit} where there are {self.width}"

    def rows(self) -> Iterator[tuple[str, str]]:
        """An empty line is a blank example."""
        header = self.header
        for line, cells in self.records():
            if cells in ([], [""]):
                yield "", ""
            elif header:
                header = False
            elif len(cells) != self.width:
                raise self.wrong(line, self.misfit(cells))
            else:
                yield self.chosen(cells)

    def rough(self) -> Iterator[Row]:
        """Pairs with their faults, each with the number of its last line; of what is `Unreadable` the first line."""
        try:
            yield from self.rough_rows()
        except Unreadable as error:
            first = next(itertools.islice(rough_lines(self.files[0]), error.line - 1, None))
            yield Row(error.line, first, "", "unreadable")

    def rough_rows(self) -> Iterator[Row]:
        """The rows up to one that is `Unreadable`, which is raised."""
        header = self.header
        for line, cells in self.records(rough=True):
            mark = MARK if line == 1 and cells and cells[0].startswith(MARK) else ""
            if cells in ([], [mark]):
                yield Row(line, mark, "")
            elif header:
                header = False
            elif len(cells) != self.width:
                yield Row(line, "\t".join(cells), "", "form")
            else:
                yield Row(line, *self.chosen(cells))


def is_text(cells: Sequence[str]) -> bool:
    """Whether a column seems to hold sentences, not ids, scores, addresses, codes or the names of authors."""
    filled = [cell for cell in cells if cell.strip()]
    not_text = [is_number(cell) or "://" in cell or cell.startswith("CC-") or len(plain(cell)) == 3 for cell in filled]
    return (
        len(filled) > 0
        and sum(not_text) * 2 < len(filled)
        and (len(filled) < 10 or len(set(filled)) * 10 > len(filled))
    )


def shortened(cell: str) -> str:
    """A cell for a message: in one line, quoted, and cut where it is long."""
    text = unbroken(cell)
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]} …")
