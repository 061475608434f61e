"""JSONL: an object on each line. Pairs are ``{"translation": {"en": …, "de": …}}``, or flat: ``{"en": …, "de": …}``,
``{"source": …, "target": …}``, or the fields that `data.columns` names. Labelled texts and tagged words have a field each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from s2s.config.corpora import Shape
from s2s.data.corpora.formats.base import BY_LANGUAGE, LineFormat, Misshapen, Row, beginning, rough_lines
from s2s.data.corpora.formats.headers import (
    is_language,
    named_columns,
    of_language,
    one_named,
    text_and_label,
    with_assumed,
)
from s2s.data.corpora.indicators import as_text, indicators, literal, text_in
from s2s.data.corpora.values import (
    ALSO,
    LISTED,
    is_list,
    label_in,
    listed,
    one_line,
    pick,
    settled_by_lists,
    single,
    tagged,
)
from s2s.data.text.lines import MARK, SURROGATES
from s2s.errors import UserError, among

TRANSLATION = "translation"


def as_object(value: object) -> dict[str, Any]:
    """`value`, or one without fields where it is no object."""
    return value if isinstance(value, dict) else {}


class Jsonl(LineFormat):
    """Objects with a value for each side."""

    suffixes: ClassVar = (".jsonl",)
    shapes: ClassVar = ("pairs", "labelled", "tagged")
    separator: str | None = None
    """What stands between several labels of a text."""
    nested = False
    """Whether pairs stand in a field of their own."""

    def look(self) -> None:
        """Find the fields by the first objects."""
        selection = self.selection
        if selection.shape != Shape.pairs:
            usual = ("words", "tags") if selection.shape == Shape.tagged else ("text", "label")
            self.fields = selection.columns or (selection.text or usual[0], selection.label or usual[1])
            if selection.shape == Shape.labelled and selection.text is None and selection.label is None:
                self.find_labelled([*self.first()])
            if selection.classes and selection.label is None:
                self.refuse_indicators()
            self.shape_of_line = f'{{"{self.fields[0]}": …, "{self.fields[1]}": …}}'
            if selection.shape == Shape.labelled:
                self.find_lists()
            return
        self.nested, self.fields = self.find_pairs()
        inside = f'{{"{self.fields[0]}": …, "{self.fields[1]}": …}}'
        self.shape_of_line = f'{{"{TRANSLATION}": {inside}}}' if self.nested else inside
        self.decided = (self.nested, self.fields)

    def find_labelled(self, names: list[str]) -> None:
        """Find text and label by the names that people use, where the usual ones are not there."""
        usual = all(name in names or {*ALSO[name]} & {*names} for name in self.fields)
        indices = None if usual else text_and_label(names)
        if indices is not None:
            self.fields = names[indices[0]], names[indices[1]]
            self.decided = self.fields
            self.notes.append(
                f"{self.name}: its field {self.fields[0]!r} is the text, and {self.fields[1]!r} the label"
            )

    def refuse_indicators(self) -> None:
        """Raise `UserError` where the objects have a field of 0 and 1 for each label, and none that is called label."""
        first, label = self.first(), self.fields[1]
        if label in first or {*ALSO.get(label, ())} & {*first}:
            return
        records = list(self.records())
        labels = indicators({name: [record.get(name) for record in records] for name in first})
        if labels:
            reading = f"read_json({literal(self.files[0])}, lines=True)"
            raise UserError(as_text(self.files[0], [*first], labels, text_in([*first], self.selection.text), reading))

    def find_lists(self) -> None:
        """Recognise labels that are lists, or some of them, where a text may have several and no separator is named."""
        self.separator = self.selection.separator
        if self.separator is not None or not self.selection.classes:
            return
        name, first = self.fields[1], self.first()
        names = [other for other in (name, *ALSO.get(name, ())) if other in first][:1]
        if any(is_list(record.get(name)) for record in self.records() for name in names):
            settled, note = settled_by_lists(self.name)
            self.separator, self.settled = LISTED, {**self.settled, **settled}
            self.notes.append(note)
            self.decided = (*self.decided, LISTED)

    def first(self) -> dict[str, Any]:
        """The first object, which has the names of the fields."""
        return next(self.records(), {})

    def records(self) -> Iterator[dict[str, Any]]:
        """The first objects; what is wrong with a line is said when it is read."""
        for line in beginning(rough_lines(self.files[0])):
            try:
                record = json.loads(line.removeprefix(MARK)) if line else None
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                yield record

    def find_pairs(self) -> tuple[bool, tuple[str, str]]:
        """Whether pairs stand in a field of their own, and their fields. Raises `UserError` where these are not clear."""
        source, target, columns = self.selection.source, self.selection.target, self.selection.columns
        records = list(self.records())
        names = [*dict.fromkeys(name for record in records for name in record)]
        inside = [*dict.fromkeys(name for record in records for name in as_object(record.get(TRANSLATION)))]
        if columns is not None:
            nested = not {*columns} <= {*names} and bool(inside)
            fields = inside if nested else names
            missing = [column for column in columns if column not in fields]
            if fields and missing:
                where = f"{TRANSLATION!r} of {self.files[0]}" if nested else self.files[0]
                raise UserError(f"{self.naming(*columns)}: {where} has no field {missing[0]!r}, only {among(fields)}")
            return nested, columns
        if inside or not names:
            found = [(code, of_language(inside, code)) for code in (source, target)]
            first, second = (inside[at[0]] if len(at) == 1 else code for code, at in found)
            return True, (first, second)
        places = named_columns(names, source, target) or one_named(names, source, target)
        if places is None:
            remedy = f"name those of source and target with {self.naming()}"
            raise UserError(
                f"{self.files[0]}: has no object {TRANSLATION!r} and no text {source!r} or 'source', but the fields"
                f" {among(names)}; {BY_LANGUAGE if self.selection.gaps else remedy}"
            )
        first, second = (names[at] for at in places)
        said = f"{self.name}: source and target are its fields {first!r} and {second!r}"
        self.notes.append(with_assumed(said, names, places, (source, target), self.option))
        return False, (first, second)

    def languages(self) -> bool:
        """The fields are named by their languages."""
        codes = self.selection.source, self.selection.target
        return all(is_language(name, code) for name, code in zip(self.fields, codes, strict=True))

    def pair(self, line: str) -> tuple[str, str]:
        """Two texts, a text and a label, or words and tags, of the object on a line."""
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):  # no JSON, a number of too many digits, too deep a nesting
            raise Misshapen(f"is not JSON; each line must be {self.shape_of_line}") from None
        if self.selection.shape == Shape.pairs:
            return self.texts(record)
        try:
            first, second = pick(record, self.fields[0]), pick(record, self.fields[1])
            if self.selection.shape == Shape.tagged:
                return listed(first), listed(second)
            if first is None or (second is None and self.separator is None):
                return "", ""  # left out and counted, as an empty cell of a table is
            return single(first), label_in(second, self.separator)
        except ValueError as error:
            raise Misshapen(str(error)) from None
        except (KeyError, TypeError):
            raise Misshapen(
                f"has no such values; each line must be {self.shape_of_line}, or data.text and data.label name others"
            ) from None

    def texts(self, record: object) -> tuple[str, str]:
        """The texts of a pair. Raises `Misshapen` with the name of what is missing."""
        inside = record if isinstance(record, dict) else None
        prefix = ""
        if self.nested:
            inside, prefix = (inside or {}).get(TRANSLATION), f"{TRANSLATION}."
        if not isinstance(inside, dict):
            missing = TRANSLATION if self.nested else self.fields[0]
            raise Misshapen(f"has no text {missing!r}; each line must be {self.shape_of_line}")
        for field in self.fields:
            text = inside.get(field)
            if not isinstance(text, str) and not (text is None and self.selection.gaps):
                raise Misshapen(f"has no text {prefix + field!r}; each line must be {self.shape_of_line}")
        return one_line(inside.get(self.fields[0]) or ""), one_line(inside.get(self.fields[1]) or "")

    def rows(self) -> Iterator[tuple[str, str]]:
        """The examples; an empty line is a blank one."""
        rows = super().rows()
        return tagged(self.files[0], rows) if self.selection.shape == Shape.tagged else rows

    def rough(self) -> Iterator[Row]:
        """Pairs with their faults, each with the number of its line."""
        for line, text in enumerate(rough_lines(self.files[0]), start=1):
            mark = MARK if text.startswith(MARK) and line == 1 else ""
            if SURROGATES.search(text):
                yield Row(line, text, "", "encoding")
                continue
            try:
                pair = self.pair(text[len(mark) :]) if text[len(mark) :] else ("", "")
            except Misshapen:
                yield Row(line, text, "", "form")
            else:
                yield Row(line, mark + pair[0], pair[1])

    @classmethod
    def outputs(cls, out: str, source: str, target: str) -> list[str]:
        """The one file `out`."""
        return [out]

    @classmethod
    def formatted(cls, pair: tuple[str, str], source: str, target: str) -> list[str]:
        """The pair as an object on one line."""
        texts = {source: pair[0], target: pair[1]}
        return [json.dumps({TRANSLATION: texts}, ensure_ascii=False)]
