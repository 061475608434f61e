"""Several corpora of one direction, `data.corpora`, as one: their training pairs, one corpus after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from s2s.config.directions import Direction
from s2s.config.schema import DataConfig
from s2s.config.weighted import corpus_of, holding
from s2s.data.corpora.corpus import Part, part_of
from s2s.data.corpora.held_out import hold_out, left_out, rows_with, without
from s2s.data.corpora.table import NAMED, rows_of
from s2s.errors import UserError

if TYPE_CHECKING:
    import datasets


def join(
    data: DataConfig,
    tables: MutableMapping[str, datasets.Dataset],
    dropped: MutableMapping[str, int],
    digests: MutableMapping[str, str],
    names: Mapping[str, str],
    seed: int | None,
    texts: Sequence[str],
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Put the training pairs of all corpora, which `tables` has by `part_of` their numbers, in the place of these.

    With a `seed` some of each corpus that has no tag are held out, since others are no translations by people: such that none of
    their `texts` is in another of these corpora, as far as they allow it, or learned from another corpus. `names` are those of the
    splits in messages. The result is which rows are whose, and notes for the user. Raises `UserError`.
    """
    numbers = [number for number in range(len(data.corpora or ())) if part_of(number) in tables]
    if not numbers:  # training pairs are not wanted
        return (), ()
    whole = {number: tables.pop(part_of(number)) for number in numbers}
    plain = [number for number in numbers if corpus_of(data, number).tag is None]
    train = dict(whole)
    held: dict[int, datasets.Dataset] = {}
    if seed is not None:
        for number in plain:
            beside = [whole[other] for other in plain if other != number]
            train[number], held[number] = hold_out(whole[number], seed, names[part_of(number)], texts, beside)
    # Of several directions `unjudged` sees to what is held out of any of them.
    notes = leave_out(train, held, names, texts) if data.directions is None else ()
    edges = pairwise(accumulate(map(len, train.values()), initial=0))
    parts = tuple(Part(range(*edge), number) for edge, number in zip(edges, train, strict=True))
    tables["train"] = concatenated([*train.values()])
    if held:
        tables["validation"] = concatenated([*held.values()])
    dropped["train"] = sum(dropped.pop(part_of(number)) for number in numbers)
    text = "\n".join(f"{number} {digests.pop(part_of(number))}" for number in numbers)
    if numbers == holding(
        data, Direction(data.source, data.target)
    ):  # else only what validation is held out of was read
        digests["train"] = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return parts, notes


def leave_out(
    train: MutableMapping[int, datasets.Dataset],
    held: Mapping[int, datasets.Dataset],
    names: Mapping[str, str],
    texts: Sequence[str],
) -> tuple[str, ...]:
    """Leave out of the training pairs of each corpus those that have one of the `texts` which are held out of another one.

    The result says how many they are. Raises `UserError` for a corpus of which nothing is left.
    """
    count = 0
    for number, table in train.items():
        others = [out[:] for other, out in held.items() if other != number]
        if not texts or not others:
            continue
        learned = rows_with(table, {side: [text for rows in others for text in rows[side]] for side in texts})
        if len(learned) == len(table):
            said = "what is held out of other corpora leaves no pair; give data.validation"
            raise UserError(f"{names[part_of(number)]}: {said}")
        count += len(learned)
        train[number] = without(table, learned) if len(learned) else table
    return (left_out(count, "corpora"),) * (count > 0)


def concatenated(tables: list[datasets.Dataset]) -> datasets.Dataset:
    """The rows of all `tables`; those that are mapped into memory stay so."""
    import datasets
    import pyarrow

    return datasets.Dataset(pyarrow.concat_tables(list(map(rows_of, tables))), fingerprint=NAMED)
