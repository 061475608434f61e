"""Which target tokens a source token is translated by, learned from sentence pairs: IBM model 1 (Brown et al. 1993, J93-2003).

Each token of a translation is taken to come from one token of the source, whichever; the chances P(t | s) that explain
the pairs best are found by expectation maximisation. Orders do not matter, nor how often a sentence has a token.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy

from s2s.data.codecs.files import Codecs
from s2s.data.stream import Examples
from s2s.data.text.ids import EOS
from s2s.decode.backend import Doubles, Ints
from s2s.decode.shortlist import Shortlist

ROUNDS = 4
MOST_LINKS = 10**7
"""Pairs of tokens that are looked at: some 50,000 sentences of middle length."""
FREQUENT = 200
"""Target tokens that every sentence may become, since no source token calls for them: articles, endings, full stops."""

PART = 1000

Pair = tuple[Sequence[int], Sequence[int]]


def encoded(train: Examples, tokenizers: Codecs, longest: int) -> Iterator[Pair]:
    """Sentence pairs of at most `longest` pieces a side as ids, in random order, since a corpus may be sorted."""
    order = numpy.random.default_rng(1).permutation(len(train))
    for start in range(0, len(order), PART):
        texts = train[order[start : start + PART].tolist()]
        ids = [
            tokenizer.encode(list(texts[name]))
            for name, tokenizer in zip(("source", "target"), tokenizers, strict=True)
        ]
        yield from (pair for pair in zip(*ids, strict=True) if max(map(len, pair)) <= longest)


def learn(pairs: Iterable[Pair], sizes: tuple[int, int], count: int) -> Shortlist:
    """The `count` likeliest target tokens of each source token; `sizes` of the vocabularies, ids without special ones."""
    written = numpy.zeros(sizes[1], numpy.int64)
    cells, words = [numpy.zeros(0, numpy.int64)], [numpy.zeros(0, numpy.int64)]
    links = position = 0
    for source, target in pairs:
        # The end of the source may explain what no word of it does.
        origins, results = numpy.unique([*source, EOS]), numpy.unique(target)
        written += numpy.bincount(target, minlength=sizes[1])
        cells.append((origins[:, None] * sizes[1] + results).ravel())
        words.append(numpy.tile(numpy.arange(position, position + len(results)), len(origins)))
        links, position = links + len(cells[-1]), position + len(results)
        if links >= MOST_LINKS:
            break
    candidates, chances = model1(numpy.concatenate(cells), numpy.concatenate(words), sizes[1])
    count = min(count, sizes[1])
    table = numpy.full((sizes[0], count), EOS)
    origins = candidates // sizes[1]
    order = numpy.lexsort((-chances, origins))
    rank = numpy.arange(len(candidates)) - numpy.searchsorted(origins, origins[order])
    best = order[rank < count]
    table[origins[best], rank[rank < count]] = candidates[best] % sizes[1]
    frequent = numpy.argsort(-written, kind="stable")[:FREQUENT]
    return Shortlist(table, frequent[written[frequent] > 0], sizes[1])


def model1(cells: Ints, words: Ints, size: int) -> tuple[Ints, Doubles]:
    """Links of source token s with target token t, as cells s · `size` + t, and which word of the text each explains.

    Returns the different cells, ascending, and P(t | s) for each.
    """
    candidates, where = numpy.unique(cells, return_inverse=True)
    chances = numpy.ones(len(candidates))
    for _ in range(ROUNDS):
        shares = chances[where]
        shares /= numpy.bincount(words, shares)[words]
        counts = numpy.bincount(where, shares)
        chances = counts / numpy.bincount(candidates // size, counts)[candidates // size]
    return candidates, chances
