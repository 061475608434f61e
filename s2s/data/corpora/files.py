"""The user's own files: `data.train`, and `data.validation` and `data.test` where they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from s2s.config.corpora import FILES, Shape
from s2s.config.directions import Direction
from s2s.config.formats import format_of
from s2s.config.schema import DataConfig
from s2s.config.weighted import corpus_of, holding, option_of
from s2s.data.corpora.corpus import part_of
from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.formats.table import Table
from s2s.data.corpora.pairs import Pairs, Request
from s2s.data.corpora.series import read_splits
from s2s.data.corpora.values import tagged
from s2s.errors import UserError, among


class Files:
    """Examples from files of any format that there is."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> Mapping[str, Pairs | None]:
        """Those that `data` names, None what need not be read; train is always among them, or each of several corpora by its
        number. Raises `UserError`.
        """
        if data.train is None and data.corpora is None:
            raise UserError("data.train: is missing; data=files needs a prefix, a .tsv or a .jsonl file")
        paths = {split: (f"data.{split}", path) for split in FILES if (path := getattr(data, split)) is not None}
        unheld = set[str]()  # of which nothing is held out for validation
        for number in holding(data, Direction(data.source, data.target)):
            paths[part_of(number)] = option_of(number, "train"), corpus_of(data, number).train or ""
            if corpus_of(data, number).tag is not None and "train" not in request.splits:
                unheld.add(part_of(number))
        series = Shape.series in request.shapes
        files: dict[str, Format] = {}
        for split, (option, path) in paths.items():
            if series or (request.needs(split, paths) and split not in unheld):
                told = as_train(data, files.get("train"), option, path, request.shapes)
                files[split] = open_format(option, path, told, request.shapes, request.several)
        if data.directions is not None:
            for file in files.values():
                file.check_languages()
        if data.columns is None:
            check_order(
                [file for file in files.values() if isinstance(file, Table) and file.selection.shape == Shape.pairs]
            )
        if series:
            return read_splits({split: file.sheet() for split, file in files.items()}, data, request)
        return {
            split: replace(examples(files[split], request), settled=files[split].settled if split == "train" else {})
            if split in files
            else None
            for split in paths
        }


def as_train(data: DataConfig, train: Format | None, option: str, path: str, shapes: Sequence[str]) -> DataConfig:
    """The options by which a file is read: with what the content of the training file decided, if both have one format.

    Raises `UserError` for another format where the columns of the training file have no names.
    """
    if train is None or not train.settled:
        return data
    here, there = (format_of(*each, shapes, data.format)[0] for each in ((option, path), (train.option, train.path)))
    if here == there:
        return replace(data, **{option.removeprefix("data."): value for option, value in train.settled.items()})
    if "data.text" in train.settled:
        raise UserError(
            f"{option}={path}: is of another kind than {train.name}, whose columns have no names; give files of one kind, or name the"
            " columns in a first row"
        )
    return data


def check_order(tables: Sequence[Table]) -> None:
    """Raise `UserError` where of tables with two columns one names them, target first, and another has no names: it would be read
    source first, and may be a part of the same table.
    """
    tables = [table for table in tables if table.width == 2]
    named = next((table for table in tables if table.header and table.places == (1, 0)), None)
    bare = next((table for table in tables if not table.header), None)
    if named and bare:
        names = among(next(named.beginning()))
        raise UserError(
            f"{named.name}: names its columns ({names}), target first, and {bare.name} does not; say {named.naming(2, 1)} if both"
            " have this order, or give that one a first row of names"
        )


def examples(file: Format, request: Request) -> Pairs:
    """The examples in a file, as the task wants them."""
    shape = file.selection.shape

    def read() -> Iterator[tuple[str, str]]:
        if shape == Shape.tagged:
            yield from tagged(file.files[0], file.rows())
        elif request.swapped and shape != Shape.vectors:
            yield from ((label, text) for text, label in file.rows())
        else:
            yield from file.rows()
        file.check_unchanged()

    key = None if shape == Shape.vectors else (*file.key, request.swapped)
    return Pairs(file.name, key, read, tuple(file.notes))
