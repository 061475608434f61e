"""Examples that a program has in memory: lists of pairs, tables of pandas or `datasets`, arrays; by the rules of files.

The run folder keeps a digest of them, `data.digest`, and no more: a call with the same examples goes on with the run, one
with others is refused, and whatever else needs them says that they were not kept. While an `Examples` object is alive, its
digest stands for its examples in this process, as the path of a file does for those in the file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any
from weakref import WeakValueDictionary

import numpy

from s2s.config.corpora import Shape
from s2s.config.schema import DataConfig
from s2s.data.corpora.held import Held, Rows
from s2s.data.corpora.hub import SPLITS
from s2s.data.corpora.pairs import Pairs, Request
from s2s.data.corpora.series import read_splits
from s2s.data.corpora.tables import Frame, HubTable, has_times
from s2s.data.corpora.tabular.series_file import VALUE
from s2s.errors import UserError, named

ALIVE: WeakValueDictionary[str, Examples] = WeakValueDictionary()
"""By their digests."""


def in_memory(data: Any, validation: Any = None, test: Any = None) -> Examples:
    """The examples of a run, each split a list or a table; `data` may be a `datasets.DatasetDict` that has all of them.

    A list has pairs of source and target: two texts, a text and its label, a list of words and one of their tags, a vector
    and its label, or, for a model that generates, a label or vector and a text; or it has texts alone, for a language model.
    A table, of pandas or of `datasets`, has columns, which `data.columns`, or `data.text` and `data.label`, name as they do
    those of a file. A series is an array, a list of numbers or of steps, or one of pandas. Raises `UserError` for anything else.
    """
    values = {"data": data, "validation": validation, "test": test}
    if isinstance(data, Mapping) and not hasattr(data, "columns"):
        values = by_split(data, validation, test)
    splits = {name: held(name, value) for name, value in values.items() if value is not None}
    if "data" not in splits:
        raise UserError(f"data: is {named(data)}; give a list of pairs, or a table")
    examples = Examples(splits)
    return ALIVE.setdefault(examples.digest, examples)


def by_split(data: Mapping[str, Any], validation: Any, test: Any) -> dict[str, Any]:
    """The splits of a mapping, by our names."""
    splits: dict[str, Any] = {"data": None, "validation": validation, "test": test}
    for ours, names in SPLITS.items():
        theirs = next((name for name in names if name in data), None)
        split = "data" if ours == "train" else ours
        if theirs is not None and splits[split] is not None:
            raise UserError(f"{split}: given twice, by itself and in data; leave one of them out")
        splits[split] = data[theirs] if theirs is not None else splits[split]
    if splits["data"] is None:
        raise UserError(f"data: has no split train, only {', '.join(map(str, data)) or 'none'}; give one")
    return splits


def held(name: str, value: Any) -> Held:
    """What the argument `name` of a call has. Raises `UserError` for what is no list and no table."""
    pandas, datasets = sys.modules.get("pandas"), sys.modules.get("datasets")
    if pandas is not None and isinstance(value, pandas.Series) and has_times(value.index):
        value = value.to_frame(VALUE if value.name is None else value.name)
    if pandas is not None and isinstance(value, pandas.DataFrame):
        return Frame(name, value)
    if datasets is not None and isinstance(value, datasets.Dataset):
        return HubTable(name, value)
    if datasets is not None and isinstance(value, datasets.IterableDataset):
        raise UserError(f"{name}: is a stream of datasets, which can be read only once; load it without streaming=True")
    if isinstance(value, str | bytes | Mapping | set | frozenset) or not isinstance(value, Iterable):
        raise UserError(f"{name}: is {named(value)}; give a list of pairs, or a table")
    rows = value if isinstance(value, Sequence | numpy.ndarray) else list(value)
    if not len(rows):
        raise UserError(f"{name}: is empty; give examples")
    return Rows(name, rows)


class Examples:
    """Examples of each split. Whoever holds this object holds them."""

    def __init__(self, splits: Mapping[str, Held]) -> None:
        """`splits` are those given, by the names of the arguments: ``data``, ``validation``, ``test``."""
        self.held = dict(splits)

    @cached_property
    def digest(self) -> str:
        """Of all rows and columns of every split: equal for equal examples, in any process."""
        hasher = hashlib.blake2b(digest_size=16)
        for name, split in self.held.items():
            hasher.update(f"\n{name}\n".encode())
            for block in split.blocks():
                hasher.update(as_bytes(block))
        return hasher.hexdigest()

    @property
    def options(self) -> dict[str, str]:
        """The options that stand for these examples, by their dotted names."""
        return {"data.corpus": "memory", "data.digest": self.digest}

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """The examples of each split, as a corpus has them. Raises `UserError` that names what is wrong, and its row."""
        held_by_split = {"train" if name == "data" else name: split for name, split in self.held.items()}
        if Shape.series in request.shapes:
            return read_splits({split: examples.sheet() for split, examples in held_by_split.items()}, data, request)
        splits = {}
        for split, examples in held_by_split.items():
            chosen = examples.chosen(data, request)
            key = ("memory", self.digest, split, *map(str, chosen.key)) if examples.on_disk and chosen.key else None
            splits[split] = Pairs(
                examples.name, key, partial(examples.rows, chosen), chosen.notes, settled=chosen.settled
            )
        return splits


class Memory:
    """The corpus of a run whose examples were in memory: there while the program that has them runs."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """Those of the digest `data.digest`. Raises `UserError` where nobody has them any more."""
        examples = ALIVE.get(data.digest or "")
        if examples is None:
            raise UserError(
                "data=memory: the run's examples were in the memory of the program that trained it, and were not kept; give"
                " files, as --source FILE --reference FILE, or call s2s.train with the same examples"
            )
        return examples.splits(data, request, seed)


def as_bytes(block: Any) -> bytes:
    """Some rows in one form, whatever holds them."""
    return json.dumps(block, default=plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def plain(value: Any) -> Any:
    """What JSON does not know in a form that it knows: of numbers and bytes a digest, of all else how it is written.

    Arrays of objects, as of words, are lists; sets have the order of how their members are written.
    """
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if str(getattr(value, "dtype", "")) == "object" and hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "dtype") and hasattr(value, "tobytes"):
        return [
            str(value.dtype),
            *getattr(value, "shape", ()),
            hashlib.blake2b(value.tobytes(), digest_size=16).hexdigest(),
        ]
    if isinstance(value, bytes | bytearray | memoryview):
        return hashlib.blake2b(value, digest_size=16).hexdigest()
    return [type(value).__name__, str(value)]
