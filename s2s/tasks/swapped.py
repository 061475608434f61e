"""Columns of features that hold the forms, as where a file has another order of columns than the options say."""

from __future__ import annotations

from collections import Counter

from s2s.config.formats import naming
from s2s.config.options import refuse
from s2s.config.schema import DataConfig
from s2s.data.codecs.featured import SEPARATOR, divided, features_in
from s2s.data.corpora.corpus import Corpus

SURE = 20
"""Examples from which features that nearly all occur once are none."""


def refuse_forms(data: DataConfig, corpus: Corpus) -> None:
    """Raise `UserError` where the targets look like features, and a column of features like forms.

    The targets then have fewer different values, apart by `SEPARATOR`, than that column, most of whose values occur once;
    of few examples most of the targets hold the separator, too.
    """
    columns = [Counter[str]() for _ in range(data.features)]
    targets, marked = set[str](), 0
    for source, target in zip(corpus.all_of("source"), corpus.all_of("target"), strict=True):
        targets.update(features_in(target))
        marked += SEPARATOR in target
        for counts, cell in zip(columns, divided(source, data.features)[1], strict=True):
            counts.update(features_in(cell))
    rows = len(corpus.train)
    for place, counts in enumerate(columns, start=2):
        rare = sum(count == 1 for count in counts.values()) * 2 > len(counts)
        if len(targets) < len(counts) and rare and (rows >= SURE or marked * 2 > rows):
            order = [*(data.columns or ())]
            order[1], order[place] = order[place], order[1]
            remedy = f"column {order[1]} looks like forms, and column {order[place]} like features"
            refuse("data.columns", data.columns, f"{remedy}; use {naming('data.train', 'columns', *order)}")
