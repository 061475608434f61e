"""Two columns that no first row names: which one is a text, and which its label."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.data.corpora.formats.headers import is_labelling, is_number

SURE = 20
"""Rows from which the values of two columns say which one is the label."""
LABELLED = 5
"""How many times as many different texts as labels say that the label is the second column."""


def begins_with_example(rows: Sequence[Sequence[str]], classes: bool) -> bool:
    """Whether the first of some rows of two columns is an example: its label comes again, in either column where labels are `classes`.

    The text beside it is neither a name of a column nor a number.
    """
    first, *below = rows or [()]
    if len(first) != 2:
        return False
    again = [any(row[at : at + 1] == [cell] for row in below) for at, cell in enumerate(first)]
    usable = [not is_labelling(cell) and not is_number(cell) for cell in first]
    return (again[0] and usable[1]) or (classes and again[1] and usable[0])


def text_and_label_of(name: str, rows: Sequence[Sequence[str]], classes: bool) -> tuple[tuple[int, int], str]:
    """Where text and label are in the `rows` of the file called `name`, and what to say of it, if anything.

    The label is first, unless labels are `classes` and the values say else.
    """
    first = label_first(rows) if classes and len(rows) >= SURE else True
    if first is None:
        return (1, 0), (
            f"warning: {name}: which of its two columns is the label cannot be told, so the first one is read as"
            " the label; if it is the second, add data.text=1 data.label=2"
        )
    if first:
        return (1, 0), ""
    return (0, 1), (
        f"warning: {name}: its second column is read as the label, as it has {len({row[1] for row in rows}):,} different values"
        f" in {len(rows):,} rows; if that is the text, add data.text=2 data.label=1"
    )


def label_first(rows: Sequence[Sequence[str]]) -> bool | None:
    """Whether the first of two columns is the label, as it is meant to be; None if their values do not say.

    A column of labels has fewer different values than one of texts: at most half as many if it is the first, and so few that
    they are a fifth if it is the second.
    """
    first, second = (len({row[column] for row in rows}) for column in (0, 1))
    if 2 * first <= second:
        return True
    return False if LABELLED * second <= first else None
