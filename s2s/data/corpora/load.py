"""The corpus of a run: training, validation and test pairs as memory-mapped tables, cached between runs.

Every source goes through `datasets`: read once, written to Arrow files in its cache (``HF_HOME`` moves it) and mapped
from there, so that a corpus may be larger than memory. Changed files are read anew.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from s2s.config.schema import CorpusKind, DataConfig, Task
from s2s.data.corpora.hub import hub_examples, hub_pairs
from s2s.data.corpora.in_memory import Split, is_made, made
from s2s.data.corpora.labelled import local_examples
from s2s.data.corpora.pairs import Pairs, local_pairs
from s2s.data.corpora.phrasebook import draw as phrasebook
from s2s.data.corpora.table import hold_out, release, table_of
from s2s.errors import UserError

if TYPE_CHECKING:
    import datasets

SPLITS = ("train", "validation", "test")
LOWERED = {
    Task.translate: ("source", "target"),
    Task.classify: ("source",),
    Task.regress: ("source",),
    Task.tag: ("source",),
    Task.generate: ("target",),
}
"""Sides that are text, which `data.lowercase` changes; labels stay as they are."""
SAMPLE, PART = 500_000, 1000  # pairs that a tokenizer is learnt from, and how many of them in a row
PHRASEBOOK_TRAIN, PHRASEBOOK_HELD_OUT = 20_000, 500
MULTI30K = "bentrevett/multi30k"
MULTI30K_FILES = {
    "train": ("train",),
    "validation": ("val", "validation", "valid", "dev"),
    "test": ("test_2016_flickr", "test2016", "test"),
}


@dataclass(frozen=True)
class Corpus:
    """Tables with the columns ``source`` and ``target``, both text."""

    train: datasets.Dataset
    validation: datasets.Dataset
    test: datasets.Dataset | None
    dropped: dict[str, int]
    """Pairs that were left out of each split that was read, as one side or both were blank."""
    held_out: bool
    """Whether validation was taken from the training pairs."""
    maps: tuple[mmap.mmap, ...] = ()
    """Files that hold the pairs, where they are not in memory."""

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


def load_corpus(config: DataConfig, seed: int, task: Task = Task.translate, each: bool = False) -> Corpus:
    """Read and check the corpus that `config` describes.

    Pairs with a blank side are dropped and counted. Without a validation set, min(1000, 5 %) of the training pairs, at
    least one, are held out, drawn by `seed`. `each`: a series has a target at each step. Raises `UserError` for whatever
    is wrong with the files.
    """
    if config.corpus is CorpusKind.phrasebook:
        return phrasebook_corpus(config, seed)
    if is_made(config, task):
        return corpus_of(made(config, seed, task, each), seed)
    lowered = LOWERED[task] if config.lowercase else ()
    pairs = find_pairs(config, task)
    tables: dict[str, datasets.Dataset] = {}
    dropped: dict[str, int] = {}
    maps: list[mmap.mmap] = []
    for split, found in pairs.items():
        tables[split], files, dropped[split] = table_of(found, lowered, optional=task is Task.generate)
        maps += files
    held_out = "validation" not in tables
    if held_out:
        tables["train"], tables["validation"] = hold_out(tables["train"], seed, pairs["train"].name)
    return Corpus(tables["train"], tables["validation"], tables.get("test"), dropped, held_out, tuple(maps))


def corpus_of(splits: dict[str, Split], seed: int) -> Corpus:
    import datasets

    tables = {
        split: datasets.Dataset.from_dict({"source": list(sources), "target": list(targets)})
        for split, (sources, targets) in splits.items()
    }
    held_out = "validation" not in tables
    if held_out:
        tables["train"], tables["validation"] = hold_out(tables["train"], seed, "data.train")
    return Corpus(tables["train"], tables["validation"], tables.get("test"), dict.fromkeys(tables, 0), held_out)


def phrasebook_corpus(config: DataConfig, seed: int) -> Corpus:
    """The built-in corpus, made on the spot."""
    import datasets

    tables = {}
    for split in SPLITS:
        size = (config.size or PHRASEBOOK_TRAIN) if split == "train" else PHRASEBOOK_HELD_OUT
        pairs = phrasebook.pairs(config.source, config.target, split, size, seed)
        sides = [[pair[side].lower() if config.lowercase else pair[side] for pair in pairs] for side in (0, 1)]
        tables[split] = datasets.Dataset.from_dict({"source": sides[0], "target": sides[1]})
    return Corpus(**tables, dropped=dict.fromkeys(SPLITS, 0), held_out=False)


def find_pairs(config: DataConfig, task: Task) -> dict[str, Pairs]:
    """The splits that `config` names; train is always among them."""
    languages = config.source, config.target
    if config.corpus is CorpusKind.files:
        paths = {"train": config.train, "validation": config.validation, "test": config.test}
        if config.train is None:
            raise UserError("data.train: is missing; data=files needs a prefix, a .tsv or a .jsonl file")
        return {
            split: pairs_in(config, task, f"data.{split}", path) for split, path in paths.items() if path is not None
        }
    files = f"data=files data.train=PREFIX (PREFIX.{config.source}, PREFIX.{config.target})"
    if config.corpus is CorpusKind.hub:
        if config.dataset is None:
            raise UserError("data.dataset: is missing; data=hub needs the name of a dataset or a folder")
        name = f"data.dataset={config.dataset}"
        if task is not Task.translate:
            return hub_examples(name, config, task)
        return hub_pairs(name, config.dataset, config.config, *languages, local=files, streaming=config.streaming)
    if config.folder is not None:
        return folder_pairs(config.folder, *languages)
    local = f"data.folder=FOLDER (train.{config.source}, val.{config.source}, …) or {files}"
    return hub_pairs("data=multi30k", MULTI30K, None, *languages, local=local)


def pairs_in(config: DataConfig, task: Task, option: str, path: str) -> Pairs:
    """The examples in the file or files that `option` names by `path`."""
    if task is Task.translate:
        return local_pairs(option, path, config.source, config.target)
    return local_examples(option, path, config, task)


def folder_pairs(folder: str, source: str, target: str) -> dict[str, Pairs]:
    """Multi30k in a local folder: train, and validation and test under any of the names in use."""
    if not os.path.isdir(folder):
        raise UserError(f"data.folder={folder}: no such folder; it must hold train.{source}, train.{target} and so on")
    found = {}
    for split, names in MULTI30K_FILES.items():
        for name in names:
            prefix = os.path.join(folder, name)
            there = any(os.path.exists(f"{prefix}.{side}{end}") for side in (source, target) for end in ("", ".gz"))
            if there or split == "train":
                found[split] = local_pairs("data.folder", prefix, source, target)
                break
    return found
