"""A corpus of several directions: those of each, one after the other, with a column that has the number of its direction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, cycle, islice, pairwise
from typing import TYPE_CHECKING

from s2s.config.directions import Direction
from s2s.data.corpora.corpus import PART, SAMPLE, SPLITS, Corpus
from s2s.data.corpora.table import NAMED
from s2s.data.mixture import DIRECTION

if TYPE_CHECKING:
    import datasets
    import pyarrow

Side = tuple[str, int]
"""A column, ``source`` or ``target``, of the direction with a number."""


def merged(corpora: Mapping[Direction, Corpus]) -> Corpus:
    """The corpora of several directions as one, in their order. Its `spans` say which rows of a split are whose."""
    every = list(corpora.values())
    tables: dict[str, datasets.Dataset] = {}
    spans: dict[str, tuple[range, ...]] = {}
    for split in SPLITS:
        parts = [getattr(corpus, split) for corpus in every]
        if all(part is not None for part in parts):
            tables[split] = together(parts)
            edges = accumulate(map(len, parts), initial=0)
            spans[split] = tuple(range(begin, end) for begin, end in pairwise(edges))
    dropped = {split: sum(corpus.dropped.get(split, 0) for corpus in every) for split in every[0].dropped}
    notes = tuple(dict.fromkeys(note for corpus in every for note in corpus.notes))
    return Corpus(
        tables.get("train"),
        tables.get("validation"),
        tables.get("test"),
        dropped,
        every[0].held_out,
        tuple(one for corpus in every for one in corpus.maps),
        notes,
        {split: digest(corpora, split) for split in every[0].digests},
        spans=spans,
    )


def digest(corpora: Mapping[Direction, Corpus], split: str) -> str:
    """Of a split of all directions, by theirs."""
    text = "\n".join(f"{direction} {corpus.digests[split]}" for direction, corpus in corpora.items())
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def together(parts: Sequence[datasets.Dataset]) -> datasets.Dataset:
    """The rows of all `parts`, each with the number of its part; those that are mapped into memory stay so."""
    import datasets
    import pyarrow

    tables = []
    for number, part in enumerate(parts):
        table = rows_of(part)
        column = pyarrow.repeat(pyarrow.scalar(number, pyarrow.int16()), len(part))
        tables.append(table.append_column(DIRECTION, column))
    return datasets.Dataset(pyarrow.concat_tables(tables), fingerprint=NAMED)


def rows_of(part: datasets.Dataset) -> pyarrow.Table:
    """Sources and targets as an Arrow table; a selection of rows, as one that is held out, is copied."""
    import pyarrow

    if part._indices is not None:
        text = pyarrow.string()
        return pyarrow.table({name: pyarrow.array(part[:][name], text) for name in ("source", "target")})
    return part.data.table.select(["source", "target"]).replace_schema_metadata(None)


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
    for column, number in sides:
        span, table = corpus.spans["train"][number], corpus.train.select_columns([column])
        due = 0.0
        for begin in range(span.start, span.stop, PART):
            due += share
            if due >= 1 - 1e-9:
                due -= 1
                yield from table[begin : min(begin + PART, span.stop)][column]
