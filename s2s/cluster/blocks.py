"""Files as blocks: what a worker does at a time, and what is done again if it fails. The cut is the same for the same files."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

import pyarrow
import pyarrow.parquet

from s2s.cluster import storage
from s2s.cluster.rows import JSONL, PARQUET, SUFFIXES, TEXT, JsonRows, RowError, Rows, TableRows, TextRows
from s2s.data.text.lines import BYTE_ORDER_MARK, LONGEST_LINE, read_lines
from s2s.errors import UserError

ROWS = 5000
"""Of a block: some ten seconds of a worker's work, and a part that is no tiny file."""
LARGEST = 1 << 24
"""Bytes of lines after which a block ends though it has fewer rows: what keeps a worker's memory flat."""
CHUNK = 1 << 20
PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip")
CHANGED = "has changed since the command started; start again with files that stay"

Errors = Literal["strict", "replace"]


@dataclass(frozen=True)
class Block:
    """Some rows of one file, one after the other."""

    number: int
    """Of all blocks from 0, in the order of files."""
    file: str
    kind: str
    begin: int
    """Where it begins in the file: a byte, of Parquet a row."""
    end: int
    rows: int
    row: int
    """Rows of the file before it."""
    first: int
    """Rows of all files before it."""

    def __str__(self) -> str:
        return f"{self.file}: rows {self.row + 1:,} to {self.row + self.rows:,}"


def kind_of(files: Sequence[str]) -> str:
    """What the `files` are by their suffixes. Raises `UserError` for different kinds, and for what is packed."""
    kinds = dict[str, str]()
    for name in files:
        suffix = os.path.splitext(name)[1].lower()
        if suffix in PACKED:
            raise UserError(f"{name}: is packed, so that workers cannot share it; unpack it, or convert it to Parquet")
        kinds.setdefault(SUFFIXES.get(suffix, TEXT), name)
    if len(kinds) > 1:
        named = " and ".join(f"{kind} ({name})" for kind, name in kinds.items())
        raise UserError(f"files are {named}; give files of one kind")
    return next(iter(kinds))


def planned(files: Sequence[str], kind: str, rows: int = ROWS) -> Iterator[Block]:
    """The blocks of `files`, of at most so many `rows` each. Raises `UserError` for what cannot be read."""
    number = first = 0
    for name in files:
        row = 0
        with storage.opened(name) as file:
            cuts = rows_of_parquet(file, name, rows) if kind == PARQUET else lines_of(file, name, rows)
            for begin, end, count in cuts:
                yield Block(number, name, kind, begin, end, count, row, first)
                number, row, first = number + 1, row + count, first + count


def rows_of_parquet(file: BinaryIO, name: str, rows: int) -> Iterator[tuple[int, int, int]]:
    """Where blocks of Parquet begin and end, and their rows."""
    total = parquet(file, name).metadata.num_rows
    for begin in range(0, total, rows):
        end = min(total, begin + rows)
        yield begin, end, end - begin


def parquet(file: BinaryIO, name: str) -> pyarrow.parquet.ParquetFile:
    """A reader of Parquet. Raises `UserError` for what is none."""
    try:
        return pyarrow.parquet.ParquetFile(file)
    except pyarrow.ArrowException as error:
        raise UserError(f"{name}: is no Parquet file: {' '.join(str(error).split())}; write it again") from None


def lines_of(file: BinaryIO, name: str, rows: int) -> Iterator[tuple[int, int, int]]:
    """Where blocks of lines begin and end, in bytes, and their lines."""
    begin = end = base = count = 0
    tail = b""
    while chunk := file.read(CHUNK):
        position = chunk.find(b"\n")
        while position >= 0:
            end, count = base + position + 1, count + 1
            if count == rows or end - begin >= LARGEST:
                yield begin, end, count
                begin, count = end, 0
            position = chunk.find(b"\n", position + 1)
        base, tail = base + len(chunk), chunk
        if base - end > LONGEST_LINE + CHUNK:
            raise UserError(f"{name}: has a line of more than {LONGEST_LINE >> 20} MiB; is this a text file?")
    if base > end and not (base == len(BYTE_ORDER_MARK) and tail == BYTE_ORDER_MARK):  # a last line without its end
        end, count = base, count + 1
    if count:
        yield begin, end, count


def read(block: Block, errors: Errors = "strict") -> Rows:
    """The rows of a block. Raises `UserError` for what cannot be read, or is not what was planned."""
    with storage.opened(block.file) as file:
        rows = read_table(file, block) if block.kind == PARQUET else read_text(file, block, errors)
    if len(rows) != block.rows:
        raise UserError(f"{block.file}: {CHANGED}")
    return rows


@contextmanager
def naming(block: Block) -> Iterator[None]:
    """Have the error of a row of a block say which row of its file that is. Raises `UserError`."""
    try:
        yield
    except RowError as error:
        raise UserError(f"{block.file}: row {block.row + error.row + 1:,}: {error.text}") from None


def read_table(file: BinaryIO, block: Block) -> TableRows:
    """Rows of Parquet: of the row groups that hold some of them no more at a time than a block."""
    source = parquet(file, block.file)
    groups, base, begin = list[int](), 0, 0
    for group in range(source.num_row_groups):
        size = source.metadata.row_group(group).num_rows
        if base + size <= block.begin:
            begin = base + size
        elif base < block.end:
            groups.append(group)
        base += size
    parts, position = list[Any](), begin
    batches = source.iter_batches(batch_size=max(1, block.rows), row_groups=groups) if groups else iter(())
    for batch in batches:
        start, stop = max(block.begin - position, 0), min(block.end - position, batch.num_rows)
        if start < stop:
            parts.append(batch.slice(start, stop - start))
        position += batch.num_rows
        if position >= block.end:
            break
    return TableRows(pyarrow.Table.from_batches(parts, schema=source.schema_arrow))


def read_text(file: BinaryIO, block: Block, errors: Errors) -> Rows:
    """Lines, as the plain command reads them, or the objects on them."""
    file.seek(block.begin)
    content = file.read(block.end - block.begin)
    if len(content) != block.end - block.begin:
        raise UserError(f"{block.file}: {CHANGED}")
    lines = list(read_lines(io.BytesIO(content), block.file, errors, first=block.row + 1))
    if block.kind != JSONL:
        return TextRows(lines, block.row)
    return JsonRows([record(line, number) for number, line in enumerate(lines)])


def record(line: str, number: int) -> dict[str, Any]:
    """The object on a line of a block. Raises `UserError`."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):  # no JSON, a number of too many digits, too deep a nesting
        raise RowError(number, "is not JSON; each line must be an object") from None
    if not isinstance(value, dict):
        raise RowError(number, "is no object; each line must be {…}")
    return value
