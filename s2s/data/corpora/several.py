"""Several corpora of one direction, `data.corpora`, as one: their training pairs, one corpus after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING

from s2s.config.directions import Direction
from s2s.config.schema import DataConfig
from s2s.config.weighted import corpus_of, holding
from s2s.data.corpora.corpus import Part, part_of
from s2s.data.corpora.held_out import hold_out
from s2s.data.corpora.table import NAMED, rows_of

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
) -> tuple[Part, ...]:
    """Put the training pairs of all corpora, which `tables` has by `part_of` their numbers, in the place of these.

    With a `seed` some of each corpus that has no tag are held out, since others are no translations by people: such that none of
    their `texts` is in another of these corpora. `names` are those of the splits in messages. Raises `UserError`.
    """
    numbers = [number for number in range(len(data.corpora or ())) if part_of(number) in tables]
    if not numbers:  # training pairs are not wanted
        return ()
    whole = {number: tables.pop(part_of(number)) for number in numbers}
    plain = [number for number in numbers if seed is not None and corpus_of(data, number).tag is None]
    held, train, parts = [], [], list[Part]()
    for number, table in whole.items():
        if seed is not None and number in plain:
            beside = [whole[other] for other in plain if other != number]
            table, out = hold_out(table, seed, names[part_of(number)], texts, beside)
            held.append(out)
        begin = parts[-1].rows.stop if parts else 0
        parts.append(Part(range(begin, begin + len(table)), number))
        train.append(table)
    tables["train"] = concatenated(train)
    if held:
        tables["validation"] = concatenated(held)
    dropped["train"] = sum(dropped.pop(part_of(number)) for number in numbers)
    text = "\n".join(f"{number} {digests.pop(part_of(number))}" for number in numbers)
    if numbers == holding(
        data, Direction(data.source, data.target)
    ):  # else only what validation is held out of was read
        digests["train"] = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return tuple(parts)


def concatenated(tables: list[datasets.Dataset]) -> datasets.Dataset:
    """The rows of all `tables`; those that are mapped into memory stay so."""
    import datasets
    import pyarrow

    return datasets.Dataset(pyarrow.concat_tables(list(map(rows_of, tables))), fingerprint=NAMED)
