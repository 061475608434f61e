"""A corpus read as it is, faults and all, where training stops at the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from s2s.config.corpora import Shape
from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.base import Row
from s2s.data.corpora.formats.choose import open_format


@dataclass(frozen=True)
class Data:
    """Sentence pairs with all their faults, which can be read, and read again."""

    name: str
    """The path they were given by."""
    files: Sequence[str]
    rows: Callable[[], Iterator[Row]]
    notes: Sequence[str] = ()
    """What was decided about the files, in words."""


def find_data(option: str, path: str, config: DataConfig) -> Data:
    """What `option` names by `path`: as in training, with the languages, format and columns of `config`.

    Raises `UserError` for what cannot be opened.
    """
    opened = open_format(option, path, config, (Shape.pairs,))
    return Data(path, opened.files, opened.rough, opened.notes)
