"""A corpus of several directions: those of each, one after the other, with a column that has the number of its direction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, cycle, islice, pairwise
from typing import TYPE_CHECKING

from s2s.config.directions import Direction
from s2s.config.schema import DataConfig
from s2s.config.weighted import Group, corpus_of, groups_of
from s2s.data.corpora.corpus import PART, SAMPLE, SPLITS, Corpus, Part
from s2s.data.corpora.table import NAMED, rows_of
from s2s.data.mixture import DIRECTION

if TYPE_CHECKING:
    import datasets
    import pyarrow

Side = tuple[str, int]
"""A column, ``source`` or ``target``, of the direction with a number."""


def merged(corpora: Mapping[Direction, Corpus], data: DataConfig) -> Corpus:
    """The corpora of several directions as one, in their order. Its `spans` say which rows of a split are whose."""
    every = list(corpora.values())
    tables: dict[str, datasets.Dataset] = {}
    spans: dict[str, tuple[range, ...]] = {}
    for split in SPLITS:
        splits = [getattr(corpus, split) for corpus in every]
        if all(one is not None for one in splits):
            tables[split] = numbered(list(map(rows_of, splits)), range(len(splits)))
            edges = accumulate(map(len, splits), initial=0)
            spans[split] = tuple(range(begin, end) for begin, end in pairwise(edges))
    dropped = {split: sum(corpus.dropped.get(split, 0) for corpus in every) for split in every[0].dropped}
    notes = tuple(dict.fromkeys(note for corpus in every for note in corpus.notes))
    parts = [
        Part(range(span.start + own.rows.start, span.start + own.rows.stop), own.corpus, number)
        for number, (span, corpus) in enumerate(zip(spans.get("train", ()), every, strict="train" in spans))
        for own in corpus.parts
    ]
    corpus = Corpus(
        tables.get("train"),
        tables.get("validation"),
        tables.get("test"),
        dropped,
        every[0].held_out,
        tuple(one for corpus in every for one in corpus.maps),
        notes,
        {split: digest(corpora, split) for split in SPLITS if all(split in corpus.digests for corpus in every)},
        spans=spans,
        parts=tuple(parts),
    )
    return grouped(corpus, data) if parts else corpus


def grouped(corpus: Corpus, data: DataConfig) -> Corpus:
    """The same corpus, of several, with the number of each training pair's group in the column for it."""
    groups = groups_of(data)
    numbers = [groups.index(Group(one.direction, corpus_of(data, one.corpus).tag)) for one in corpus.parts]
    train = rows_of(corpus.train)
    parts = [train.slice(one.rows.start, len(one.rows)) for one in corpus.parts]
    return replace(corpus, train=numbered(parts, numbers))


def digest(corpora: Mapping[Direction, Corpus], split: str) -> str:
    """Of a split of all directions, by theirs."""
    text = "\n".join(f"{direction} {corpus.digests[split]}" for direction, corpus in corpora.items())
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def numbered(tables: Sequence[pyarrow.Table], numbers: Sequence[int]) -> datasets.Dataset:
    """The rows of all Arrow `tables`, of each with its number in a further column."""
    import datasets
    import pyarrow

    columns = [
        pyarrow.repeat(pyarrow.scalar(number, pyarrow.int16()), len(table))
        for table, number in zip(tables, numbers, strict=True)
    ]
    with_numbers = [table.append_column(DIRECTION, column) for table, column in zip(tables, columns, strict=True)]
    return datasets.Dataset(pyarrow.concat_tables(with_numbers), fingerprint=NAMED)


def balanced(corpus: Corpus, directions: Sequence[Direction], columns: Sequence[str]) -> Iterator[str]:
    """Training sentences of `columns` to learn a tokenizer from, as many of each language.

    A language of fewer sentences than the others gives its own again and again. They are `s2s.data.corpora.corpus.SAMPLE` in
    all at the most, of a larger corpus in parts spread evenly.
    """
    sides: dict[str, list[Side]] = {}
    for column in columns:
        for number, direction in enumerate(directions):
            sides.setdefault(getattr(direction, column), []).append((column, number))
    counts = {code: sum(len(corpus.spans["train"][number]) for _, number in own) for code, own in sides.items()}
    each = min(max(counts.values()), SAMPLE // len(sides))
    for code, own in sides.items():
        if counts[code] > each:
            yield from islice(spread(corpus, own, each / counts[code]), each)
        else:
            yield from islice(cycle(spread(corpus, own, 1.0)), each)
    corpus.release()


def spread(corpus: Corpus, sides: Sequence[Side], share: float) -> Iterator[str]:
    """The sentences of some columns of some directions: about this `share` of them, in parts from all over."""
    due = 0.0
    for column, number in sides:
        span, table = corpus.spans["train"][number], corpus.train.select_columns([column])
        for begin in range(span.start, span.stop, PART):
            due += share
            if due >= 1 - 1e-9:
                due -= 1
                yield from table[begin : min(begin + PART, span.stop)][column]
