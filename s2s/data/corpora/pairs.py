"""Between a task, which says what it reads, and a corpus, which gives the examples of each split."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from s2s.config.corpora import FILES, Shape
from s2s.data.series import Windows


@dataclass(frozen=True)
class Request:
    """What a task reads of a corpus."""

    shapes: tuple[str, ...]
    """What its examples may be, each one of `s2s.config.corpora.Shape`."""
    text: tuple[str, ...] = ("source", "target")
    """Sides that are text, which `data.lowercase` changes; labels stay as they are."""
    swapped: bool = False
    """Whether the label is the source and the text the target; where they are ``vectors``, a text is wanted as the target."""
    optional: bool = False
    """Whether the source may be blank."""
    each: bool = False
    """Whether each step of a series has its own target."""
    several: bool = False
    """Whether an example may have several labels."""
    splits: tuple[str, ...] = FILES
    """What is wanted; what is not may be missing, and a corpus may give it unread, as None, or not."""

    @property
    def tagged(self) -> bool:
        """Whether examples are words and a tag for each."""
        return Shape.tagged in self.shapes

    def needs(self, split: str, given: Collection[str]) -> bool:
        """Whether `split` has to be read, of those `given`: train too where what is wanted is held out of it.

        ``train[N]``, the pairs of a corpus of several, is a part of train.
        """
        split = split.partition("[")[0]
        held_out = split == "train" and "validation" in self.splits and "validation" not in given
        return held_out or split in self.splits


@dataclass(frozen=True)
class Pairs:
    """Sources and targets, of one split, that can be read, and read again."""

    name: str
    """What they are in messages, e.g. ``data.train=corpus/train``."""
    key: tuple[object, ...] | None
    """Equal for equal contents: it changes with the files, the format and the languages. None for what stays in memory."""
    read: Callable[[], Iterator[tuple[Any, Any]]]
    notes: tuple[str, ...] = ()
    """What was decided about the files, in words, for the user; a warning begins with this word."""
    windows: Windows | None = None
    """Of series, instead of what is to be read: a table that makes its rows as they are asked for."""
    digest: str = ""
    """Of all `windows`."""
    settled: Mapping[str, Any] = field(default_factory=dict)
    """Options by dotted names, with what the content of the files has decided; the run keeps them."""

    @classmethod
    def of(
        cls,
        windows: Windows,
        name: str,
        digest: str,
        notes: tuple[str, ...] = (),
        settled: Mapping[str, Any] | None = None,
    ) -> Pairs:
        """Windows of series."""
        return cls(name, None, lambda: iter(()), notes, windows, digest, settled or {})
