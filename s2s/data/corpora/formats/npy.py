"""Arrays that numpy.save wrote: PREFIX.npy, a vector a row, beside PREFIX.txt, a label a line; or a series, a row a step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy

from s2s.config.corpora import Shape
from s2s.data.corpora.formats.base import Format, identify
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.data.text.lines import open_binary, read_lines, reason
from s2s.errors import UserError


class Npy(Format):
    """The rows of an array that numpy saved, with a file of labels beside it, or as a series."""

    suffixes: ClassVar = (".npy",)
    shapes: ClassVar = ("vectors", "series")

    def find(self) -> list[str]:
        """The array, and beside vectors their labels."""
        if self.selection.shape == Shape.series:
            return [self.path]
        labels = self.path.removesuffix(".gz").removesuffix(".npy") + ".txt"
        return [self.path, labels if os.path.exists(labels) or not os.path.exists(f"{labels}.gz") else f"{labels}.gz"]

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The rows of the array, each with its label."""
        vectors, count = read_vectors(self.option, self.path), 0
        with open_binary(self.files[1]) as stream:
            for count, line in enumerate(read_lines(stream, self.files[1]), start=1):
                if count <= len(vectors):
                    yield vectors[count - 1], line if line.strip() else self.selection.label_of(line)
        if count != len(vectors):
            counts = f"{self.path} has {len(vectors):,} rows but {self.files[1]} has {count:,} lines"
            raise UserError(f"{self.option}: {counts}; give a label for each row")

    def sheet(self) -> Sheet:
        """The array, a row for each step."""
        import pandas

        values = read_vectors(self.option, self.path, numpy.float64)
        return Sheet(self.name, pandas.DataFrame(values.reshape(len(values), -1)), None)


def read_vectors(option: str, path: str, kind: type = numpy.float32) -> numpy.typing.NDArray[Any]:
    """(N, …): the array of an .npy file, mapped into memory where it is not packed; never a pickle. Raises `UserError`."""
    identify(path, f"{option}={path}: no such file; give a file that numpy.save wrote")
    try:
        with numpy.errstate(all="ignore"):
            if path.endswith(".gz"):
                with open_binary(path) as stream:
                    values = numpy.load(stream, allow_pickle=False)
            else:
                values = numpy.load(path, mmap_mode="r", allow_pickle=False)
            array: numpy.typing.NDArray[Any] = values.astype(kind)
    except UserError:
        raise
    except Exception as error:  # its header goes through Python's own parser, which raises whatever it likes
        problem = reason(error) if isinstance(error, OSError | MemoryError) else "not an array of numbers"
        raise UserError(f"{option}={path}: {problem}; give a file that numpy.save wrote") from None
    if array.ndim < 1:
        raise UserError(f"{option}={path}: a single number; an array with a row for each example is needed")
    return array
