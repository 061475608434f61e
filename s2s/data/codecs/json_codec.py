"""Codecs that are kept in a few lines of JSON."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar, Self

from s2s.data.codecs.base import Codec
from s2s.errors import UserError
from s2s.files import read, write

LARGEST = 1 << 26
"""Bytes of a file: the names of millions of labels."""


class JsonCodec(Codec):
    """A dataclass whose fields are all that it has learned, but for those that are not compared."""

    kind: ClassVar[str]
    """What the file says that it holds."""

    def save(self, folder: Path, role: str) -> None:
        """Write ``ROLE.json``, without the fields that are None."""
        every = {one.name: getattr(self, one.name) for one in fields(self) if one.compare}  # type: ignore[arg-type]
        learned = {name: value for name, value in every.items() if value is not None}
        content = json.dumps({"kind": self.kind, **learned}, ensure_ascii=False)
        write(Path(folder) / f"{role}.json", content.encode())

    @classmethod
    def load(cls, folder: Path, role: str) -> Self:
        """What `save` wrote. Raises `UserError` for anything else."""
        loaded = load_json(folder, role, cls)
        assert isinstance(loaded, cls)
        return loaded

    @classmethod
    @abstractmethod
    def restore(cls, content: Mapping[str, Any]) -> Self:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""


def load_json(folder: Path, role: str, *kinds: type[JsonCodec]) -> JsonCodec:
    """The codec, one of `kinds`, in ``ROLE.json``. Raises `UserError` for anything else."""
    path = Path(folder) / f"{role}.json"
    try:
        content = json.loads(read(path, LARGEST))
        return {codec.kind: codec for codec in kinds}[content["kind"]].restore(content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UserError(f"{path}: missing or not what training writes; copy the run folder again") from None


def names_in(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The field `names` of a file. Raises ValueError where it holds anything but texts."""
    names = tuple(content["names"])
    if not all(isinstance(name, str) for name in names):
        raise ValueError
    return names


def shortened(names: Sequence[str], most: int = 12) -> str:
    """The names for a message: at most `most` of them, and the number of the others."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
