"""The rows of a block in the form in which they were read, with columns added written in any of the three forms."""

from __future__ import annotations

import datetime
import decimal
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn, Protocol

import pyarrow
import pyarrow.parquet

from s2s.errors import UserError, named

PARQUET, JSONL, TEXT = "parquet", "jsonl", "text"
SUFFIXES = {".parquet": PARQUET, ".jsonl": JSONL, ".ndjson": JSONL}
"""Of files by their kinds; all others are lines of text."""
ENDS = {PARQUET: ".parquet", JSONL: ".jsonl", TEXT: ".txt"}
"""What the names of parts end in."""
LINE, WHOLE = "line", "text"
"""The columns of a line of text: its number from 1 in its file, and itself."""


class RowError(UserError):
    """A row that cannot be, by its number from 0 among those that were given."""

    def __init__(self, row: int, text: str) -> None:
        super().__init__(f"row {row + 1:,}: {text}")
        self.row, self.text = row, text

    def __reduce__(self) -> tuple[type, tuple[int, str]]:
        """What a worker process sends back."""
        return type(self), (self.row, self.text)


Columns = Mapping[str, Sequence[Any]]


class Rows(Protocol):
    """Rows of one block."""

    def __len__(self) -> int: ...

    def names(self) -> list[str]:
        """The columns, of JSONL those of the first row."""

    def column(self, name: str) -> Sequence[Any]:
        """Its values. Raises `UserError` where it is missing."""

    def digest(self) -> str:
        """Tells rows from others."""

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row as a dict."""

    def table(self, schema: pyarrow.Schema | None) -> pyarrow.Table:
        """The rows as a table, where it is not known by itself in the form `schema`. Raises `UserError` for what does not fit."""


class TextRows:
    """Lines of text."""

    def __init__(self, lines: Sequence[str], row: int) -> None:
        """`row` lines are before them in their file."""
        self.lines, self.row = lines, row

    def __len__(self) -> int:
        return len(self.lines)

    def names(self) -> list[str]:
        """Two."""
        return [LINE, WHOLE]

    def column(self, name: str) -> Sequence[Any]:
        """The lines, or their numbers."""
        return range(self.row + 1, self.row + 1 + len(self)) if name == LINE else self.lines

    def digest(self) -> str:
        """Of the lines, and where they stand."""
        return digest(json.dumps([self.row, *self.lines]))

    def records(self) -> Iterator[dict[str, Any]]:
        """Number and line."""
        for number, line in enumerate(self.lines, self.row + 1):
            yield {LINE: number, WHOLE: line}

    def table(self, schema: pyarrow.Schema | None) -> pyarrow.Table:
        """Two columns."""
        lines = pyarrow.array(self.lines, pyarrow.string())
        return pyarrow.table({LINE: pyarrow.array(self.column(LINE), pyarrow.int64()), WHOLE: lines})


class JsonRows:
    """Objects of JSONL."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def names(self) -> list[str]:
        """Those of the first object."""
        return [*self.rows[0]] if self.rows else []

    def column(self, name: str) -> Sequence[Any]:
        """A field of each object, which each must have."""
        for number, row in enumerate(self.rows):
            if name not in row:
                raise RowError(number, f"has no field {name!r}, only {listed(row)}; write null for no text")
        return [row[name] for row in self.rows]

    def digest(self) -> str:
        """Of the objects."""
        return digest(json.dumps(self.rows))

    def records(self) -> Iterator[dict[str, Any]]:
        """As they are."""
        return iter(self.rows)

    def table(self, schema: pyarrow.Schema | None) -> pyarrow.Table:
        """The columns of `schema`, into which every object must fit."""
        assert schema is not None
        for number, row in enumerate(self.rows):
            if more := [name for name in row if name not in schema.names]:
                raise RowError(
                    number, f"has a field {more[0]!r}, which the first rows have not; --format jsonl keeps any"
                )
        try:
            return pyarrow.Table.from_pylist(self.rows, schema=schema)
        except (pyarrow.ArrowException, TypeError, OverflowError) as error:
            reason = " ".join(str(error).split())
            raise UserError(
                f"rows do not have the types of the first ones: {reason}; --format jsonl keeps any"
            ) from None


class TableRows:
    """Rows of Parquet."""

    def __init__(self, rows: pyarrow.Table) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def names(self) -> list[str]:
        """The columns."""
        return list(self.rows.column_names)

    def column(self, name: str) -> Sequence[Any]:
        """The values of a column."""
        if name not in self.rows.column_names:
            raise UserError(f"has no column {name!r}, only {listed(self.names())}")
        values: list[Any] = self.rows.column(name).to_pylist()
        return values

    def digest(self) -> str:
        """Of all values and of their types."""
        return digest(f"{self.rows.schema.to_string(show_schema_metadata=False)}{self.rows.to_pylist()}")

    def records(self) -> Iterator[dict[str, Any]]:
        """The values of Python."""
        yield from self.rows.to_pylist()

    def table(self, schema: pyarrow.Schema | None) -> pyarrow.Table:
        """As it is."""
        return self.rows


def check_free(rows: Rows, names: Sequence[str]) -> None:
    """Raise `RowError` for the first row that has a field already that is called like one of those to be added."""
    fields = rows.rows if isinstance(rows, JsonRows) else [rows.names()]
    for number, row in enumerate(fields):
        if taken := [name for name in names if name in row]:
            raise RowError(number, f"has a field {taken[0]!r} already; rename it")


def schema_of(rows: Rows) -> pyarrow.Schema | None:
    """The types that objects of JSONL are to have in Parquet, as these rows have them: text where all is null."""
    if not isinstance(rows, JsonRows):
        return None
    names = dict.fromkeys(name for row in rows.rows for name in row)
    try:
        found = pyarrow.Table.from_pylist([dict.fromkeys(names) | row for row in rows.rows]).schema
    except (pyarrow.ArrowException, TypeError, OverflowError) as error:
        raise UserError(f"a field has several types: {' '.join(str(error).split())}; use --format jsonl") from None
    null = pyarrow.types.is_null
    return pyarrow.schema([(field.name, pyarrow.string() if null(field.type) else field.type) for field in found])


def written(rows: Rows, added: Columns, kinds: Mapping[str, pyarrow.DataType], schema: pyarrow.Schema | None) -> bytes:
    """Parquet of `rows` with the columns `added`, of these `kinds`."""
    table = rows.table(schema)
    for name, kind in kinds.items():
        table = table.append_column(name, pyarrow.array(added[name], kind))
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink)
    return sink.getvalue()


def as_jsonl(rows: Rows, added: Columns) -> bytes:
    """An object a line. Raises `UserError` for values that JSON has not."""
    lines = []
    for number, record in enumerate(rows.records()):
        row = {**record, **{name: values[number] for name, values in added.items()}}
        try:
            line = json.dumps(finite(row, set(added)), ensure_ascii=False, allow_nan=False, default=plain)
        except ValueError as error:  # a float without a number, or a `UserError`
            raise RowError(number, f"{error}; JSON has no such value, --format parquet has") from None
        try:
            lines.append(line.encode())
        except UnicodeEncodeError:  # halves of characters, which JSON writes as escapes
            lines.append(json.dumps(row, default=plain).encode())
    return b"".join(line + b"\n" for line in lines)


def finite(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """`row`, with null for a log-probability of -inf or nan: JSON has no number for it, and `s2s score` writes null too."""
    return {
        name: None if name in names and isinstance(value, float) and value - value != 0 else value
        for name, value in row.items()
    }


def plain(value: object) -> str:
    """The text of a time or of a decimal number, in JSON."""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    return impossible(value)


def impossible(value: object) -> NoReturn:
    """Raise `UserError` for a value that JSON cannot hold."""
    raise UserError(f"a value is {named(value)}")


def listed(names: object) -> str:
    """The names of columns, for messages."""
    return ", ".join(map(repr, names)) or "none"  # type: ignore[call-overload]


def digest(content: str) -> str:
    """A digest of 128 bits, in hexadecimal digits."""
    return hashlib.blake2b(content.encode(errors="surrogatepass"), digest_size=16).hexdigest()
