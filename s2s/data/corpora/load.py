"""The corpus of a run: training, validation and test examples as tables, those that are read mapped into memory.

Text goes through `datasets`: read once, written to Arrow files in its cache (``HF_HOME`` moves it) and mapped from there, so
that a corpus may be larger than memory. Changed files are read anew. A corpus is a class of one method, ``splits(data,
request, seed)``, which gives the `Pairs` of each split; `s2s.config.corpora` knows them by name.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy

from s2s.config.corpora import CORPORA
from s2s.config.schema import DataConfig
from s2s.config.tasks import rules_of
from s2s.config.tokenizers import Normalize
from s2s.data.corpora.pairs import Request
from s2s.data.corpora.table import digest_of, hold_out, release, table_in_memory, table_of
from s2s.data.text.preparation import Preparation, preparation_of

if TYPE_CHECKING:
    import datasets

SAMPLE, PART = 500_000, 1000  # pairs that a tokenizer is learnt from, and how many of them in a row


@dataclass(frozen=True)
class Corpus:
    """Tables with the columns ``source`` and ``target``."""

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

    def release(self) -> None:
        """Give back the memory that reading has taken."""
        release(self.maps)


def load_corpus(
    config: DataConfig, seed: int, task: str = "translate", each: bool = False, normalize: Normalize | None = None
) -> Corpus:
    """`read_corpus` for a task by its name. `each`: a series has a target at each step. `normalize` is the normal form."""
    prepared = {role: preparation_of(task, role, normalize, config.lowercase) for role in ("source", "target")}
    return read_corpus(config, seed, request_of(task, each), prepared)


def request_of(task: str, each: bool = False) -> Request:
    """What the task called `task` reads of a corpus."""
    rules = rules_of(task)
    return Request(rules.shapes, rules.text, rules.swapped, rules.optional, each)


def read_corpus(config: DataConfig, seed: int, request: Request, prepared: Mapping[str, Preparation]) -> Corpus:
    """Read and check the corpus that `config` describes, as examples that `request` describes, `prepared` by role.

    Pairs with a blank side are dropped and counted. Without a validation set, min(1000, 5 %) of the training pairs, at
    least one, are held out, drawn by `seed`. Raises `UserError` for whatever is wrong with the files.
    """
    splits = CORPORA.load(config.corpus)().splits(config, request, seed)
    tables: dict[str, datasets.Dataset] = {}
    dropped, digests = dict[str, int](), dict[str, str]()
    maps: list[mmap.mmap] = []
    for split, pairs in splits.items():
        make = table_in_memory if pairs.key is None else table_of
        tables[split], files, dropped[split], digests[split] = make(pairs, prepared, optional=request.optional)
        maps += files
    held_out = "validation" not in tables
    if held_out:
        tables["train"], tables["validation"] = hold_out(tables["train"], seed, splits["train"].name)
    notes = tuple(note for pairs in splits.values() for note in pairs.notes)
    return Corpus(
        tables["train"], tables["validation"], tables.get("test"), dropped, held_out, tuple(maps), notes, digests
    )
