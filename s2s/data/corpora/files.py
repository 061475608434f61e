"""The user's own files: `data.train`, and `data.validation` and `data.test` where they are given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from s2s.config.corpora import FILES, Shape
from s2s.config.schema import DataConfig
from s2s.data.corpora.labelled import local_examples
from s2s.data.corpora.pairs import Pairs, Request, identify, local_pairs
from s2s.data.corpora.series import Series, cut, forecasts, read_series, read_vectors
from s2s.data.text.lines import read_file
from s2s.errors import UserError


class Files:
    """Examples from files of any format that there is."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """Those that `data` names; train is always among them. Raises `UserError`."""
        paths = {split: getattr(data, split) for split in FILES}
        if data.train is None:
            raise UserError("data.train: is missing; data=files needs a prefix, a .tsv or a .jsonl file")
        given = {split: path for split, path in paths.items() if path is not None}
        if Shape.series in request.shapes:
            return forecasts(series_of(given), data, request)
        return {split: pairs_in(f"data.{split}", path, data, request) for split, path in given.items()}


def pairs_in(option: str, path: str, data: DataConfig, request: Request) -> Pairs:
    """The examples in the file or files that `option` names by `path`."""
    if Shape.pairs in request.shapes:
        return local_pairs(option, path, data.source, data.target)
    if Shape.vectors in request.shapes and path.endswith(".npy"):
        return Pairs(f"{option}={path}", None, partial(beside, option, path))
    return local_examples(option, path, data, request)


def beside(option: str, path: str) -> Iterator[tuple[Any, str]]:
    """The rows of PREFIX.npy, and the lines of PREFIX.txt."""
    vectors, text = read_vectors(option, path), path.removesuffix(".npy") + ".txt"
    identify(text, f"{option}: {text}: no such file; it has to hold a label for each row of {path}")
    lines = read_file(text)
    if len(lines) != len(vectors):
        raise UserError(f"{option}: {path} has {len(vectors):,} rows but {text} has {len(lines):,} lines")
    return zip(vectors, lines, strict=True)


def series_of(given: dict[str, str]) -> dict[str, Series]:
    """A series for each split; a training series alone is cut in three."""
    found = {split: read_series(f"data.{split}", path) for split, path in given.items()}
    if len(found) > 1 and "validation" not in found:
        raise UserError(
            "data.validation=null: give a series for it too, or data.train alone, which is then cut in three"
        )
    return found if len(found) > 1 else cut(found["train"])
