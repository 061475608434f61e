"""The validation examples of a corpus that has none of its own: some of its training examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy

from s2s.data.corpora.table import NAMED
from s2s.errors import UserError

if TYPE_CHECKING:
    import datasets
    import pyarrow

HELD_OUT, SHARE = 1000, 0.05
RESERVES = 20_000
"""The most rows that may take the place of drawn ones whose texts are repeated."""
Numbers = numpy.typing.NDArray[numpy.int64]


def hold_out(
    table: datasets.Dataset, seed: int, name: str, texts: Sequence[str] = (), beside: Sequence[datasets.Dataset] = ()
) -> tuple[datasets.Dataset, datasets.Dataset]:
    """Split into training and validation rows, each in the order of the file: min(1000, 5 %), at least one, for validation.

    No text that a validation row has in the columns `texts` is in a training row, nor in the tables `beside` this one, as far as the
    corpus allows it: rows whose texts are repeated give way to others, and where too few are left, all rows with a text are held out
    together. Without `texts` the rows are drawn whatever they hold. Raises `UserError`, which calls the corpus `name`.
    """
    import pyarrow

    count = len(table)
    if count < 2:
        raise UserError(f"{name}: has one sentence pair only; at least two are needed, one for validation")
    size = max(1, min(HELD_OUT, int(SHARE * count)))
    drawn = numpy.random.default_rng(seed).choice(count, size=size, replace=False)
    arrow = table.data.table
    if texts := [column for column in texts if pyarrow.types.is_string(arrow.schema.field(column).type)]:
        drawn = unrepeated(table, drawn, seed, texts, beside)
    held_out = numpy.sort(drawn)
    return without(table, held_out), table.select(held_out.tolist())


def without(table: datasets.Dataset, rows: Numbers) -> datasets.Dataset:
    """The table but for some `rows`, which rise: slices of it, where a list of those that stay would need memory."""
    import datasets
    import pyarrow

    arrow, left_out = table.data.table, rows.tolist()
    edges = zip([0, *(row + 1 for row in left_out)], [*left_out, len(table)], strict=True)
    between = pyarrow.concat_tables([arrow.slice(begin, end - begin) for begin, end in edges])
    return datasets.Dataset(between, fingerprint=NAMED)


def unrepeated(
    table: datasets.Dataset, drawn: Numbers, seed: int, texts: Sequence[str], beside: Sequence[datasets.Dataset]
) -> Numbers:
    """As many rows as are `drawn`, or a few less: these, but for those with a repeated text, in whose place others stand.

    The `drawn` ones where nothing else can be held out, as in a corpus of a single text.
    """
    reserves = numpy.random.default_rng([seed, 1]).choice(len(table), size=min(len(table), RESERVES), replace=False)
    candidates = numpy.fromiter(dict.fromkeys([*drawn.tolist(), *reserves.tolist()]), numpy.int64)
    rows = table.select(candidates.tolist())[:]
    single = numpy.ones(len(candidates), bool)
    for column in texts:
        single &= occurrences([table, *beside], column, rows[column])[0] == 1
    chosen = candidates[single][: len(drawn)]
    if len(chosen) < len(drawn):
        chosen = numpy.concatenate([chosen, together(table, len(drawn) - len(chosen), texts[0], beside, rows, single)])
    return chosen if len(chosen) else drawn


def together(
    table: datasets.Dataset,
    size: int,
    column: str,
    beside: Sequence[datasets.Dataset],
    rows: dict[str, list[str]],
    chosen: numpy.typing.NDArray[numpy.bool_],
) -> Numbers:
    """At most `size` rows of the table: for some texts of the candidates' `rows` in a column all rows that have them.

    The rarest come first. There are none where each text has more rows than `size`: a few sentences that are said again and again
    are to be learned by heart, each of them. Texts of rows that are `chosen` already, and those that are in the tables `beside` this
    one, are left out.
    """
    seen = {text for text, one in zip(rows[column], chosen, strict=True) if one}
    others = [text for text in dict.fromkeys(rows[column]) if text not in seen]
    counts, where, which = occurrences([table], column, others)
    counts = numpy.where(occurrences([*beside], column, others)[0], len(table), counts)
    room, groups = size, list[int]()
    for group in numpy.argsort(counts, kind="stable").tolist():
        if counts[group] > room:
            break
        groups.append(group)
        room -= counts[group]
    return where[numpy.isin(which, groups)]


def occurrences(
    tables: Sequence[datasets.Dataset], column: str, texts: Sequence[str]
) -> tuple[Numbers, Numbers, Numbers]:
    """How often each of `texts` is in a column of all `tables`; the rows that have one of them; and which one each has.

    Rows count on from table to table. Texts that are equal have the same count, and are named by the first of them.
    """
    import pyarrow

    first: dict[str, int] = {}
    numbers = numpy.array([first.setdefault(text, len(first)) for text in texts], numpy.int64)
    counts, where, which, begin = numpy.zeros(len(first), numpy.int64), [], [], 0
    for table in tables:
        for chunk in table.data.table.column(column).chunks:
            found = index_of(chunk, pyarrow.array(list(first), chunk.type))
            rows = numpy.flatnonzero(found >= 0)
            where.append(rows + begin)
            which.append(found[rows])
            counts += numpy.bincount(found[rows], minlength=len(first))
            begin += len(chunk)
    empty = numpy.zeros(0, numpy.int64)
    return counts[numbers], numpy.concatenate([empty, *where]), numpy.concatenate([empty, *which])


def rows_with(table: datasets.Dataset, texts: Mapping[str, Sequence[str]]) -> Numbers:
    """The rows, which rise, that have one of some `texts`, given by column."""
    return numpy.unique(numpy.concatenate([occurrences([table], column, some)[1] for column, some in texts.items()]))


def left_out(count: int, others: str) -> str:
    """What to say where some training pairs are left out for what is held out of `others`."""
    return (
        f"{count:,} training pairs are left out, as their texts are held out of other {others} for validation; give"
        " data.validation to learn from all"
    )


def index_of(chunk: pyarrow.Array, texts: pyarrow.Array) -> Numbers:
    """Which one of `texts` each text of a chunk is, from 0, and -1 where it is none of them."""
    import pyarrow.compute

    found = pyarrow.compute.index_in(chunk, value_set=texts)
    numbers: Numbers = found.fill_null(-1).to_numpy(zero_copy_only=False).astype(numpy.int64)
    return numbers
