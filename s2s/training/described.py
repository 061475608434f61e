"""What is said of the pieces and the directions of a run before it trains."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from s2s.config.directions import TEMPERATURE, directions_of
from s2s.config.schema import RunConfig
from s2s.config.weighted import corpus_of, label_of
from s2s.data.codecs.files import Codecs
from s2s.data.corpora.corpus import Corpus
from s2s.data.mixture import Mixture
from s2s.runtime.process import log

SPELLED = 0.1
"""The share of a target's pieces that may be bytes without a word."""
REMEDY = "tokenizer.extend=true adds pieces for them"
WIDER = "tokenizer.coverage=1.0 gives every character a piece, tokenizer.size=N more pieces"
SHOWN = 1000
"""Validation examples that the pieces are counted on."""


def describe_codecs(config: RunConfig, corpus: Corpus, codecs: Codecs) -> None:
    """How source and target are cut, and a warning where a language is spelled in bytes."""
    rows = corpus.first_of_validation(SHOWN)
    for role, codec in zip(("source", "target"), codecs, strict=True):
        log(f"{role}: {codec.describe(rows[role])}")
    target = codecs[1]
    spans = corpus.spans.get("validation")
    named = (
        [
            (f"{one}: ", corpus.validation[span[:SHOWN]])
            for one, span in zip(directions_of(config.data), spans, strict=True)
        ]
        if spans
        else [("", rows)]
    )
    another = config.train.start_from is not None
    for name, texts in named:
        share = target.spelled(texts["target"])
        if share > SPELLED:
            log(
                f"warning: {name}{share:.0%} of the target's pieces are bytes, of characters that the tokenizer"
                f"{' of train.start_from' * another} has no pieces for: it takes long to learn and to write them; "
                f"{REMEDY if another else WIDER}",
                level=logging.WARNING,
            )


def mixture_of(config: RunConfig, corpus: Corpus) -> Mixture | None:
    """Which pairs an epoch of several directions or corpora has, and lines on how many of each; None where there is one."""
    directions, data = directions_of(config.data), config.data
    if not directions and not corpus.parts:
        return None
    temperature = data.temperature or TEMPERATURE
    parts, names = corpus.parts, list(map(str, directions))
    if parts:
        spans = [one.rows for one in parts]
        weights = [corpus_of(data, one.corpus).weight for one in parts]
        owners = [one.direction for one in parts]
        mixture = Mixture(spans, temperature, config.seed, weights=weights, directions=owners)
        labels = [f"{label_of(data, one.corpus)}{f' {names[one.direction]}' if names else ''}" for one in parts]
        log(f"{len(data.corpora or ())} corpora: {shares_in_words(mixture, labels)}")
    else:
        mixture = Mixture(corpus.spans["train"], temperature, config.seed)
    if len(directions) > 1:
        each = shares_in_words(mixture, names, [one.direction for one in parts])
        log(f"{len(directions)} directions, data.temperature={temperature:g}: {each}")
    return mixture


def shares_in_words(mixture: Mixture, names: Sequence[str], owners: Sequence[int] = ()) -> str:
    """How many pairs there are of what is called `names`, and which share of an epoch; `owners` say what each span is of."""
    pairs, shares = [0] * len(names), [0.0] * len(names)
    own = (mixture.rows / mixture.rows.sum()).tolist()
    for owner, span, share in zip(owners or range(len(names)), mixture.spans, own, strict=True):
        pairs[owner] += len(span)
        shares[owner] += share
    return ", ".join(
        f"{name} {count:,} pairs ({share:.0%} of an epoch)"
        for name, count, share in zip(names, pairs, shares, strict=True)
    )
