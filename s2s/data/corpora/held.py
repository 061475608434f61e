"""One split of examples in memory: a list of pairs or texts, an array, or a table of pandas or `datasets`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import numpy

from s2s.config.corpora import Shape
from s2s.config.options import refuse
from s2s.config.schema import DataConfig
from s2s.data.corpora.pairs import Request
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.data.corpora.values import LISTED, is_list, label_in, listed, one_line, settled_by_lists, single
from s2s.data.text.lines import words_of
from s2s.errors import UserError, named

BLOCK = 1000
"""Rows at a time."""


class Chosen(NamedTuple):
    """What is read of a split."""

    shape: str
    columns: tuple[str, ...] = ()
    """Those of source, target and features, one that holds both, by language, or a text alone; of a list numbers from 1, or none."""
    languages: tuple[str, str] = ("", "")
    swapped: bool = False
    """Whether the second column is the source."""
    notes: tuple[str, ...] = ()
    separator: str | None = None
    """What is written between several labels of a text; None where a text has one."""
    settled: Mapping[str, Any] = MappingProxyType({})
    """Options by dotted names, with what the examples have decided."""

    @property
    def key(self) -> tuple[object, ...]:
        """Equal where equal rows give equal examples."""
        own = (self.separator,) if self.separator else ()
        return (self.shape, *self.columns, *self.languages, self.swapped, *own)

    def of_labels(self, name: str, first: Any, data: DataConfig, request: Request) -> Chosen:
        """The same of the examples called `name`, where a text may have several labels: by `data.label_separator`, or as the `first` label is a list."""
        if data.label_separator is not None:
            return self._replace(separator=data.label_separator)
        if not request.several or self.shape not in (Shape.labelled, Shape.vectors) or not is_list(first):
            return self
        settled, note = settled_by_lists(name)
        return self._replace(separator=LISTED, notes=(*self.notes, note), settled=settled)


class Held(Protocol):
    """Examples that are held in memory, of one split."""

    name: str
    """Of the argument that they were given by."""
    on_disk: bool
    """Whether they lie in files that are mapped, and may be more than memory holds."""

    def blocks(self) -> Iterator[Any]:
        """All that there is, some rows at a time, for the digest."""

    def chosen(self, data: DataConfig, request: Request) -> Chosen:
        """What the task reads of them. Raises `UserError`."""

    def rows(self, chosen: Chosen) -> Iterator[tuple[Any, Any]]:
        """Sources and targets. Raises `UserError` that names the row and what is wrong with it."""

    def sheet(self) -> Sheet:
        """The table that holds one or more series. Raises `UserError`."""


class Rows:
    """A list of examples, or an array."""

    on_disk = False

    def __init__(self, name: str, values: Sequence[Any] | numpy.ndarray) -> None:
        self.name, self.values = name, values

    def blocks(self) -> Iterator[Any]:
        """Some examples at a time."""
        for start in range(0, len(self.values), BLOCK):
            yield self.values[start : start + BLOCK]

    def chosen(self, data: DataConfig, request: Request) -> Chosen:
        """What the first example is, and the task reads."""
        unusual = (Shape.text, Shape.vectors)
        usual = Chosen(next((shape for shape in request.shapes if shape not in unusual), request.shapes[0]))
        numbered = data.columns if usual.shape == Shape.pairs else None
        for option in ("columns", "text", "label"):
            if getattr(data, option) not in (None, numbered):
                raise UserError(f"data.{option}: has no effect on a list, which has no columns; leave it out")
        if data.directions is not None:
            refuse(
                "data.directions", data.directions, "a list does not say which text is in which language; give a table"
            )
        first = self.values[0]
        if numbered is not None:
            return usual._replace(columns=self.numbered(numbered))
        if Shape.text in request.shapes and isinstance(first, str):
            return Chosen(Shape.text)
        pair = is_pair(first)
        if Shape.vectors in request.shapes and pair and not isinstance(first[0], str):
            return Chosen(Shape.vectors).of_labels(self.name, first[1], data, request)
        if usual.shape == Shape.pairs and all(is_pair(row) and "\t" in str(row[0]) for row in self.values):
            read = f"warning: {self.name}: every source holds a tab, and what is behind it is read as text"
            remedy = "features are further values of a row, (source, target, features), named by data.columns=[1,2,3]"
            usual = usual._replace(notes=(f"{read}; {remedy}",))
        return usual.of_labels(self.name, first[1] if pair else None, data, request)

    def numbered(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The `columns`, each a number from 1 of a value in every row. Raises `UserError`."""
        width = len(self.values[0]) if is_row(self.values[0]) else 1
        for column in columns:
            if not (column.isdecimal() and 0 < int(column) <= width):
                raise UserError(f"{self.name}: has no column {column}, only {width}; count from 1, in data.columns")
        return tuple(columns)

    def rows(self, chosen: Chosen) -> Iterator[tuple[Any, Any]]:
        """Each is source and target, or a text alone."""
        width = len(self.values[0]) if chosen.columns else 2
        for number, row in enumerate(self.values, start=1):
            if chosen.shape == Shape.text:
                yield "", converted(self.name, number, "text", row, TEXT)
            elif not is_row(row) or len(row) != width:
                what = f"has {len(row)} values" if is_row(row) else f"is {named(row)}"
                features = is_row(row) and len(row) > width == 2 and chosen.shape == Shape.pairs
                remedy = ", or name them, and what are features of the source, by data.columns=[1,2,3]" * features
                wanted = "source and target" if width == 2 else f"{width} values, as the first row has"
                raise UserError(f"{self.name}: row {number:,}: {what}; give {wanted}{remedy}")
            else:
                chosen_values = [row[int(column) - 1] for column in chosen.columns] or row
                yield both(self.name, number, chosen.shape, chosen_values, chosen.separator)

    def sheet(self) -> Sheet:
        """A row for each step, which is a number or several."""
        import pandas

        try:
            values = numpy.asarray(self.values, numpy.float64)
            return Sheet(self.name, pandas.DataFrame(values.reshape(len(values), -1)), None)
        except (ValueError, TypeError) as error:
            raise UserError(
                f"{self.name}: is no series of numbers ({error}); give an array of (steps, features)"
            ) from None


def is_row(row: Any) -> bool:
    """Whether an example has several values."""
    return isinstance(row, Sequence) and not isinstance(row, str | bytes)


def is_pair(row: Any) -> bool:
    """Whether an example has a source and a target."""
    return is_row(row) and len(row) == 2


def both(name: str, number: int, shape: str, values: Sequence[Any], separator: str | None = None) -> tuple[Any, Any]:
    """Source and target of an example of this shape. Raises `UserError` that names the row and the side.

    The `values` after them are features of the source. With a `separator` the target is any number of labels.
    """
    source, target, *features = values
    kinds = CONVERSIONS[Shape(shape)]
    if separator is not None:
        words = f"a label or a list of labels without {separator!r}, or set data.label_separator to another sign"
        kinds = kinds[0], Kind(words, lambda value: label_in(value, separator))
    converted_source = converted(name, number, "source", source, kinds[0])
    converted_target = converted(name, number, "target", target, kinds[1])
    if shape == Shape.tagged and len(converted_source.split(" ")) != len(converted_target.split(" ")):
        counts = f"{len(converted_source.split(' '))} words but {len(converted_target.split(' '))} tags"
        raise UserError(f"{name}: row {number:,}: has {counts}; give one for each word")
    if features:
        cells = (converted(name, number, "feature", value, FEATURE) for value in features)
        converted_source = "\t".join((converted_source, *cells))
    return converted_source, converted_target


def converted(name: str, number: int, what: str, value: Any, kind: Kind) -> Any:
    """`value` as its kind has it. Raises `UserError` that names the row, what it is, and what is asked for."""
    try:
        return kind.convert(value)
    except (TypeError, ValueError):
        raise UserError(f"{name}: row {number:,}: the {what} is {named(value)}; give {kind.words}") from None


class Kind(NamedTuple):
    """What the source or the target of an example must be."""

    words: str
    convert: Callable[[Any], Any]
    """Raises TypeError or ValueError for anything else."""


def text_of(value: Any) -> str:
    """A text as one line."""
    if not isinstance(value, str):
        raise TypeError
    return one_line(value)


def feature_of(value: Any) -> str:
    """Features, which may be a number, without tabs."""
    return " ".join(label_of(value).split())


def label_of(value: Any) -> str:
    """A label, which may be a number, also one of numpy's."""
    return single(value.item() if isinstance(value, numpy.generic) else value)


def words_in(value: Any) -> str:
    """Words or tags between single spaces."""
    if isinstance(value, str):
        return " ".join(words_of(one_line(value)))
    return listed([item.item() if isinstance(item, numpy.generic) else item for item in value])


def vector_of(value: Any) -> numpy.typing.NDArray[numpy.float32]:
    """Numbers, one vector or one for each step."""
    vector = numpy.asarray(value, numpy.float32)
    if not vector.ndim or not numpy.isfinite(vector).all():
        raise ValueError
    return vector


FEATURE = Kind("text, features apart by ;", feature_of)
TEXT, LABEL = Kind("text", text_of), Kind("text, or a label, which may be a number", label_of)
WORDS, VECTOR = Kind("a list of words, or a line of them", words_in), Kind("a vector of finite numbers", vector_of)
CONVERSIONS = {
    Shape.pairs: (TEXT, TEXT),
    Shape.labelled: (LABEL, LABEL),
    Shape.tagged: (WORDS, WORDS),
    Shape.vectors: (VECTOR, LABEL),
}
