"""What a corpus is once it is read: tables of examples."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from s2s.data.corpora.table import digest_of, release

if TYPE_CHECKING:
    import datasets

SPLITS = ("train", "validation", "test")
SAMPLE, PART = 500_000, 1000  # pairs that a tokenizer is learnt from, and how many of them in a row


class Part(NamedTuple):
    """Training pairs of one corpus of several, in one direction."""

    rows: range
    """Where they stand in the training pairs."""
    corpus: int
    """The number of its entry of `data.corpora`."""
    direction: int = 0
    """The number of their direction, where there are several."""


def part_of(number: int) -> str:
    """What the training pairs of a corpus of several are called among the splits."""
    return f"train[{number}]"


@dataclass(frozen=True)
class Corpus:
    """Tables with the columns ``source`` and ``target``. One that was not asked for is None."""

    train: datasets.Dataset
    validation: datasets.Dataset
    test: datasets.Dataset | None
    dropped: dict[str, int]
    """Pairs that were left out of each split that was read, as one side or both were blank."""
    held_out: bool
    """Whether validation was taken from the training pairs."""
    maps: tuple[mmap.mmap, ...] = ()
    """Files that hold the pairs, where they are not in memory."""
    notes: tuple[str, ...] = ()
    """What was decided about the files, in words; a warning begins with this word."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Of all pairs of a split, before some are held out of them; it may lack any."""
    scheme: str = ""
    """Of tags that mark spans, one of `s2s.data.tags.SCHEMES`; empty where they mark none."""
    several: bool = False
    """Whether an example has any number of labels."""
    spans: Mapping[str, tuple[range, ...]] = field(default_factory=dict)
    """Of each split the rows of each direction, where there are several."""
    parts: tuple[Part, ...] = ()
    """What the training pairs are made of, where there are several corpora."""
    settled: Mapping[str, Any] = field(default_factory=dict)
    """Options by dotted names, with what the content of the files has decided; the run keeps them."""

    def identity(self, split: str) -> str:
        """Tells the examples of a split (``train``, ``validation``) from others, in words: their number and a digest of all."""
        examples = getattr(self, split)
        digest = self.digests.get("train" if self.held_out else split) or digest_of(examples)
        return f"{len(examples):,} examples with the digest {digest}"

    def lines(self, columns: Sequence[str]) -> Iterator[str]:
        """The training sentences of `columns` ("source", "target") to learn a tokenizer from.

        A corpus of more than `SAMPLE` pairs gives about so many, in parts spread evenly.
        """
        count = len(self.train)
        starts = range(0, count, PART)
        if count > SAMPLE:
            starts = numpy.linspace(0, count - PART, SAMPLE // PART, dtype=numpy.int64).tolist()
        table = self.train.select_columns(list(columns))
        for start in starts:
            rows = table[start : start + PART]
            for column in columns:
                yield from rows[column]
        self.release()

    def all_of(self, column: str) -> Iterator[str]:
        """That column of every training example."""
        table = self.train.select_columns([column])
        for start in range(0, len(table), PART):
            yield from table[start : start + PART][column]
        self.release()

    def of(self, split: str, number: int) -> datasets.Dataset:
        """The examples of a split that are of the direction with this number, where there are several."""
        examples: datasets.Dataset = getattr(self, split)
        return examples.select(self.spans[split][number])

    def first_of_validation(self, count: int) -> Mapping[str, Sequence[Any]]:
        """The first `count` validation examples; of several directions as many of each, and so some more at the most."""
        spans = self.spans.get("validation")
        if spans is None:
            return self.validation[:count]  # type: ignore[no-any-return]
        each = -(-count // len(spans))
        return self.validation[[row for span in spans for row in span[:each]]]  # type: ignore[no-any-return]

    def release(self) -> None:
        """Give back the memory that reading has taken."""
        release(self.maps)
