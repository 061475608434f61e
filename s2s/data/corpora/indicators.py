"""Tables with a column of 0 and 1 for each label, as of Kaggle's: recognised, and how one column is made of them.

Such a table is not read as it is, as columns of 0 and 1 may be anything: what is meant as a label is the user's to say.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from s2s.data.corpora.formats.headers import ALSO_TEXTS, is_number, plain
from s2s.data.corpora.values import LISTED
from s2s.errors import among

KINDS = (frozenset({"0", "1", "0.0", "1.0"}), frozenset({"false", "true"}))
"""What the cells of such a column are."""


def indicators(columns: Mapping[str, Iterable[Any]]) -> list[str]:
    """Those of the columns, by their names, that hold 0 and 1 alone, or False and True; none where they are fewer than two."""
    values = {name: {str(value).strip().casefold() for value in column} for name, column in columns.items()}
    names = [name for name in values if plain(name) and not is_number(name) and values[name]]
    found = max(([name for name in names if values[name] <= kind] for kind in KINDS), key=len)
    return found if len(found) > 1 and len({value for name in found for value in values[name]}) > 1 else []


def shown(labels: Sequence[str]) -> str:
    """What is said of the columns `labels`."""
    return f"no column of labels, but {len(labels)} columns of 0 and 1, one for each label ({among(labels)})"


def as_text(path: str, header: Sequence[str], labels: Sequence[str], text: str | None, reading: str) -> str:
    """How to make one column of them in the file `path` with the columns `header`: a command, and what to train with.

    `reading` is the call of pandas that reads the file as ``table``; `text` the column of the texts, where it is known.
    """
    begin, end = header.index(labels[0]), header.index(labels[-1]) + 1
    columns = f"table.columns[{begin}:{end}]" if end - begin == len(labels) else literal(list(labels))
    made = re.sub(r"\.[a-z]+(\.gz)?$", "", path) + ".labels.csv"
    program = (
        f"import pandas; table = pandas.{reading}; names = {columns};"
        f' table["label"] = table[names].apply(lambda row: "{LISTED}".join(row.index[row == 1]), axis=1);'
        f" table.drop(columns=names).to_csv({literal(made)}, index=False)"
    )
    named = f" data.text={shlex.quote(text)}" if text is not None else " data.text=COLUMN"
    return (
        f"{path}: has {shown(labels)}; make one of them in each file:  python -c {shlex.quote(program)}  and train with"
        f" data.train={shlex.quote(made)}{named} data.label=label 'data.label_separator={LISTED}'"
    )


def as_lists(labels: Sequence[str]) -> str:
    """Likewise the function that makes a list of labels of a row, in Python."""
    return f"lambda row: [name for name in {literal(list(labels))} if row[name] == 1]"


def in_lists(labels: Sequence[str]) -> str:
    """Likewise a dataset of `datasets` with such lists."""
    return f'make a column of lists of them:  dataset.add_column("label", list(map({as_lists(labels)}, dataset)))'


def text_in(header: Sequence[str], text: str | None) -> str | None:
    """The column of texts: the one that the user calls `text`, or the only one with a name that people use for it."""
    found = [name for name in header if plain(name) in ALSO_TEXTS]
    return text if text is not None else found[0] if len(found) == 1 else None


def literal(value: Any) -> str:
    """A string or a list of strings as Python has it, in double quotes."""
    return json.dumps(value, ensure_ascii=False)
