"""One split of examples as a table of pandas or `datasets`: columns with names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from s2s.config.corpora import Shape
from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.headers import (
    column_index,
    is_language,
    named_columns,
    one_named,
    text_and_label,
    with_assumed,
)
from s2s.data.corpora.formats.jsonl import TRANSLATION
from s2s.data.corpora.held import BLOCK, TEXT, Chosen, both, converted
from s2s.data.corpora.indicators import as_lists, in_lists, indicators, shown
from s2s.data.corpora.pairs import Request
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.errors import UserError, among


class Table:
    """Columns with names. A subclass has `names`, and gives the values of some of them."""

    name: str
    names: list[str]
    on_disk = False

    def values(self, columns: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
        """The values of `columns`, some rows at a time."""
        raise NotImplementedError(f"{type(self).__name__}.values")

    def languages_in(self, column: str) -> Sequence[str]:
        """The languages of a column that holds texts by language; none of other columns."""
        return ()

    def blocks(self) -> Iterator[Any]:
        """The names of the columns, then some rows at a time."""
        yield self.names
        yield from self.values(self.names)

    def chosen(self, data: DataConfig, request: Request) -> Chosen:
        """The columns that the options name, or that have the usual names."""
        if Shape.pairs in request.shapes:
            return self.pairs(data)
        tagged, alone = request.tagged, Shape.text in request.shapes
        usual = (("words", "tokens"), ("tags", "tag")) if tagged else (("text", "sentence"), ("label", "labels"))
        known = {*usual[0]} & {*self.names} and {*usual[1]} & {*self.names}
        people = None if tagged or data.text or data.label or known else text_and_label(self.names)
        if people is not None and not alone:
            text, label = (self.names[index] for index in people)
            note = f"{self.name}: its column {text!r} is the text, and {label!r} the label"
            chosen = Chosen(Shape.labelled, (text, label), swapped=request.swapped, notes=(note,))
            return chosen.of_labels(self.name, self.first(label), data, request)
        if request.several and data.label is None and not {*usual[1]} & {*self.names}:
            self.refuse_indicators()
        text = self.find("data.text", data.text, usual[0])
        if alone and data.label is None and not any(name in self.names for name in usual[1]):
            return Chosen(Shape.text, (text,))
        label = self.find("data.label", data.label, usual[1])
        shape = Shape.tagged if tagged else Shape.labelled
        chosen = Chosen(shape, (text, label), swapped=request.swapped)
        return chosen.of_labels(self.name, self.first(label), data, request)

    def refuse_indicators(self) -> None:
        """Raise `UserError` where there is a column of 0 and 1 for each label."""
        if labels := indicators(next(self.values(self.names), {})):
            raise UserError(f"{self.name}: has {shown(labels)}; {self.remedy(labels)}")

    def remedy(self, labels: Sequence[str]) -> str:
        """How to make one column of lists of those of 0 and 1."""
        raise NotImplementedError(f"{type(self).__name__}.remedy")

    def first(self, column: str) -> Any:
        """The first value of a column."""
        return next((block[column][0] for block in self.values([column]) if block[column]), None)

    def pairs(self, data: DataConfig) -> Chosen:
        """The columns of source and target."""
        languages = data.source, data.target
        named = tuple(data.columns or languages)
        if len(named) == 2 and {*named} <= {*self.languages_in(TRANSLATION)}:
            return Chosen(Shape.pairs, (TRANSLATION,), named)
        if data.columns is not None:
            return Chosen(Shape.pairs, tuple(self.find("data.columns", column, ()) for column in data.columns))
        indices = named_columns(self.names, *languages)
        chosen = () if indices is None else tuple(self.names[index] for index in indices)
        if data.directions is not None and not all(map(is_language, chosen or ("", ""), languages)):
            needed = f"data.directions needs columns named by languages, here {data.source} and {data.target}"
            raise UserError(f"{self.name}: has the columns {among(self.names) or 'none'}; {needed}")
        if chosen:
            return Chosen(Shape.pairs, chosen)
        if len(self.names) == 2:
            places = one_named(self.names, *languages) or (0, 1)
            first, second = (self.names[at] for at in places)
            said = f"{self.name}: source and target are its columns {first!r} and {second!r}"
            notes = (with_assumed(said, self.names, places, languages, "data."),)
            return Chosen(Shape.pairs, (first, second), notes=notes)
        raise UserError(
            f"{self.name}: has the columns {among(self.names) or 'none'}; name those of source and target with"
            " data.columns=[…,…]"
        )

    def find(self, option: str, column: str | None, usual: Sequence[str]) -> str:
        """The column that the user calls `column`, by name or by number from 1, or one of the `usual` names."""
        if column is None:
            index = next((self.names.index(name) for name in usual if name in self.names), None)
        else:
            index = column_index(column, self.names)
            if index is None and column.isdecimal() and 0 < int(column) <= len(self.names):
                index = int(column) - 1
        if index is None:
            existing = among(self.names) or "none"
            raise UserError(
                f"{self.name}: has the columns {existing}, but not {column or usual[0]}; name it with {option}"
            )
        return self.names[index]

    def rows(self, chosen: Chosen) -> Iterator[tuple[Any, Any]]:
        """Source and target of each row; what is missing is blank."""
        number = 0
        for block in self.values(chosen.columns):
            for values in zip(*(block[column] for column in chosen.columns), strict=True):
                number += 1
                values = tuple("" if is_missing(value) else value for value in values)
                if chosen.shape == Shape.text:
                    yield "", converted(self.name, number, chosen.columns[0], values[0], TEXT)
                    continue
                if chosen.columns == (TRANSLATION,) and chosen.languages[0]:
                    texts = values[0] or {}
                    values = tuple(texts.get(language) or "" for language in chosen.languages)
                source, target = both(self.name, number, chosen.shape, values, chosen.separator)
                yield (target, source) if chosen.swapped else (source, target)

    def sheet(self) -> Sheet:
        """The table, as that of a file of series."""
        raise NotImplementedError(f"{type(self).__name__}.sheet")


class Frame(Table):
    """A table of pandas."""

    def __init__(self, name: str, frame: Any) -> None:
        self.name, self.frame, self.names = name, frame, [str(column) for column in frame.columns]
        twice = next((column for column in self.names if self.names.count(column) > 1), None)
        if twice is not None:
            raise UserError(f"{name}: has two columns called {twice!r}; rename one of them")

    def values(self, columns: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
        """The values of `columns`, some rows at a time."""
        indices = [self.names.index(column) for column in columns]
        for start in range(0, len(self.frame), BLOCK):
            part = self.frame.iloc[start : start + BLOCK]
            yield {column: part.iloc[:, index].tolist() for column, index in zip(columns, indices, strict=True)}

    def blocks(self) -> Iterator[Any]:
        """As of any table, and the times of its index."""
        yield from super().blocks()
        if has_times(self.frame.index):
            yield self.frame.index.tolist()

    def remedy(self, labels: Sequence[str]) -> str:
        """By pandas."""
        return f'make a column of lists of them:  table["label"] = table.apply({as_lists(labels)}, axis=1)'

    def sheet(self) -> Sheet:
        """The table; an index of times or with a name is its first column."""
        named = any(name is not None for name in self.frame.index.names)
        frame = self.frame.reset_index() if named or has_times(self.frame.index) else self.frame
        return Sheet(self.name, frame, [str(column) for column in frame.columns])


class HubTable(Table):
    """A table of `datasets`."""

    def __init__(self, name: str, table: Any) -> None:
        self.name, self.table, self.names = name, table, list(table.column_names)
        self.on_disk = bool(table.cache_files)

    def languages_in(self, column: str) -> Sequence[str]:
        """Those of its type, or the names of its fields."""
        return languages_of(self.table.features.get(column))

    def remedy(self, labels: Sequence[str]) -> str:
        """By `datasets`."""
        return in_lists(labels)

    def sheet(self) -> Sheet:
        """The table, as one of pandas."""
        return Sheet(self.name, self.table.to_pandas(), self.names)

    def values(self, columns: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
        """The values of `columns`, some rows at a time; classes by their names."""
        classes = {column: self.classes(column) for column in columns}
        for part in self.table.select_columns(list(columns)).with_format("arrow").iter(batch_size=BLOCK):
            block = part.to_pydict()
            yield {column: [renamed(value, classes[column]) for value in block[column]] for column in columns}

    def classes(self, column: str) -> Sequence[str]:
        """The names of the classes that a column numbers."""
        feature = self.table.features[column]
        return getattr(getattr(feature, "feature", feature), "names", None) or ()


def has_times(index: Any) -> bool:
    """Whether an index of pandas, or a level of it, holds times."""
    levels = getattr(index, "levels", [index])
    return any(type(level).__name__ in ("DatetimeIndex", "PeriodIndex") for level in levels)


def languages_of(feature: Any) -> Sequence[str]:
    """The languages of the type of a column: the hub's Translation and a plain mapping list them, a variable one does not."""
    return getattr(feature, "languages", None) or (list(feature) if isinstance(feature, dict) else [])


def renamed(value: Any, classes: Sequence[str]) -> Any:
    """The name of a class for its number, also in a list."""
    if isinstance(value, list):
        return [renamed(item, classes) for item in value] if classes else value
    return classes[value] if classes and isinstance(value, int) and value >= 0 else value


def is_missing(value: Any) -> bool:
    """Whether a cell of a table is empty: None, or what pandas has for it."""
    return (
        value is None or (isinstance(value, float) and value != value) or type(value).__name__ in ("NAType", "NaTType")
    )
