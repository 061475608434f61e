"""What is held out of one direction is learned in none: sentences that several directions share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy

from s2s.config.directions import Direction
from s2s.config.weighted import option_of
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.held_out import Numbers, left_out, rows_with, without
from s2s.errors import UserError

SIDES = "source", "target"


def unjudged(corpora: Mapping[Direction, Corpus]) -> Mapping[Direction, Corpus]:
    """The corpora of several directions, whose training pairs have no text that was held out of another one.

    Where every sentence is there in every language, all directions hold out the same lines, and nothing is left out here.
    Else each draws its own. How many pairs are left out is in the notes of the first corpus. Raises `UserError` for a
    direction, or a corpus of it, of which nothing is left.
    """
    judged: dict[str, set[str]] = defaultdict(set)
    for direction, corpus in corpora.items():
        for side, language in zip(SIDES, direction, strict=True):
            judged[language].update(corpus.validation[:][side])
    kept, count = dict[Direction, Corpus](), 0
    for direction, corpus in corpora.items():
        learned = rows_with(corpus.train, {side: [*judged[code]] for side, code in zip(SIDES, direction, strict=True)})
        count += len(learned)
        kept[direction] = lacking(corpus, learned) if len(learned) else corpus
        empty = [str(direction)] * (len(learned) == len(corpus.train))
        empty += [f"{direction}: {option_of(part.corpus)}" for part in kept[direction].parts if not part.rows]
        if empty:
            raise UserError(f"{empty[0]}: what is held out of other directions leaves no pair; give data.validation")
    if count:
        first = next(iter(kept))
        kept[first] = replace(kept[first], notes=(*kept[first].notes, left_out(count, "directions")))
    return kept


def lacking(corpus: Corpus, rows: Numbers) -> Corpus:
    """A corpus without some of its training `rows`, which rise; its parts are as many fewer."""
    parts = []
    for part in corpus.parts:
        begin, end = (int(edge - numpy.searchsorted(rows, edge)) for edge in (part.rows.start, part.rows.stop))
        parts.append(part._replace(rows=range(begin, end)))
    return replace(corpus, train=without(corpus.train, rows), parts=tuple(parts))
