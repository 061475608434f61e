"""A corpus read as it is, faults and all, where training stops at the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    features: int = 0
    """How many features each source has."""


def find_data(option: str, path: str, config: DataConfig) -> Data:
    """What `option` names by `path`: as in training, with the languages, format and columns of `config`.

    Raises `UserError` for what cannot be opened.
    """
    opened = open_format(option, path, config, (Shape.pairs,))
    return Data(path, opened.files, lambda: apart(opened.rough(), config.features), opened.notes, config.features)


def apart(rows: Iterable[Row], features: int) -> Iterator[Row]:
    """The rows, with the last so many parts of their sources, which tabs divide, as features."""
    for row in rows:
        source, *parts = row.source.rsplit("\t", features)
        yield row._replace(source=source, features=tuple(parts)) if features else row
