"""How much text a run has, for ``recipe=auto``, and what is said of its choices."""

from __future__ import annotations

import contextlib

from s2s.config.auto import Amount, Choice, choose
from s2s.config.options import show
from s2s.config.rules import check
from s2s.config.schema import RunConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.text.scripts import spaceless_script
from s2s.errors import UserError
from s2s.runtime.process import log

SAMPLE, PART = 10_000, 100
"""Pairs that are counted, and how many of them in a row; of more the sums are projected."""
LAYERS = 2
"""Of each side, where one is too few for what is typed."""
LETTERS = 1.7
"""Characters of a word where no spaces tell."""


def chosen(config: RunConfig, corpus: Corpus) -> RunConfig:
    """`config` with what the amount of text decides, each choice said in a line. Raises `UserError` if it fits nothing typed."""
    amount = measured(corpus)
    config, choices = fitting(config, amount)
    if choices:
        words, characters = amount.words / amount.pairs, amount.characters / amount.pairs
        log(f"recipe=auto: {amount.pairs:,} pairs of {words:.1f} words and {characters:.0f} characters a side")
    for choice in choices:
        values = " ".join(f"{name}={show(value)}" for name, value in choice.values.items())
        log(f"  {values}: {choice.reason}")
    return config


def fitting(config: RunConfig, amount: Amount) -> tuple[RunConfig, list[Choice]]:
    """What the amount of text decides, with two layers where something typed has no effect on one. Raises `UserError`."""
    made = choose(config, amount)
    try:
        check(made[0])
    except UserError:
        deeper = choose(config, amount, layers=LAYERS)
        with contextlib.suppress(UserError):
            check(deeper[0])
            return deeper
        raise
    return made


def measured(corpus: Corpus) -> Amount:
    """The amount of the training text."""
    count = len(corpus.train)
    parts = max(1, min(SAMPLE, count) // PART)
    starts = range(0, count, PART) if count <= SAMPLE else [number * count // parts for number in range(parts)]
    sides: dict[str, list[str]] = {"source": [], "target": []}
    for start in starts:
        rows = corpus.train[start : start + PART]
        for name, texts in sides.items():
            texts += (text for text in rows[name] if isinstance(text, str))  # a source may be vectors
    words = characters = 0.0
    for texts in sides.values():
        letters = sum(map(len, texts))
        spaceless = spaceless_script(texts) is not None
        words += letters / LETTERS if spaceless else sum(len(text.split()) for text in texts)
        characters += letters
    alphabet = len(set().union(*map(set, (text for texts in sides.values() for text in texts))))
    factor = count / max(1, sum(map(len, sides.values())))
    return Amount(count, words * factor, characters * factor, alphabet)
