"""``recipe=auto``: options that the amount of text decides, and nothing that is typed or set by another group.

A pure function from the number of pairs, words and characters to numbers, each with its reason. The run folder records the
numbers, so that a run that is continued does not choose again.

The table follows what is known of translation with little text: small vocabularies, small batches, strong dropout on words too
and fewer layers (Sennrich and Zhang 2019, arXiv:1905.11901; Araabi and Monz 2020, arXiv:2011.02266), R-Drop (arXiv:2106.14448).
Of 3,000 short pairs the third row is measured, of 1,000 the second; of 3,000 captions the network of the fourth wins from seven minutes on
(benchmarks/auto.py, docs/little_data.md). The others are not measured yet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from s2s.config.options import get, put
from s2s.config.schema import RunConfig
from s2s.config.tokenizers import ROLES, SAMPLED, TokenizerConfig, TokenizerKind

RECIPE = "${auto:}"
"""What ``conf/recipe/auto.yaml`` has in the place of a value that is to be chosen."""
PIECES = ("tokenizer.kind", "tokenizer.size")
NETWORK = (
    "model.embedding",
    "model.encoder.units",
    "model.encoder.layers",
    "model.decoder.units",
    "model.decoder.layers",
    "model.residual",
)
REGULARISATION = (
    "model.dropout.word",
    "model.dropout.embedding",
    "model.dropout.layers",
    "model.dropout.readout",
    "train.consistency",
)
LENGTH = ("train.tokens", "train.steps", "train.metric", "train.patience")
CHOSEN = (*PIECES, *NETWORK, *REGULARISATION, *LENGTH)
"""Options that may be chosen."""
PROVISIONAL = {"model.residual": False, "train.consistency": 0.0}
"""Values with which the other options can be checked before any is chosen; of the others it is the default."""
WORDS, FEWEST, MOST = 12, 0.5, 2.0
"""Words of an ordinary sentence; a pair of longer or shorter ones counts as so many ordinary ones, at least and at most."""
RESERVED, ROUND = 260, 100
"""Pieces that every vocabulary has: special ones and bytes; and what a size is a multiple of."""
SHORTEST, LONGEST = 2.0, 4.5
"""Characters of a piece, in the smallest vocabularies and in large ones."""


@dataclass(frozen=True)
class Amount:
    """How much text there is to learn from; words, characters and the alphabet as those of one side on average."""

    pairs: int
    words: float
    """Of all sentences."""
    characters: float
    """Of all sentences."""
    alphabet: int
    """Different characters of both sides."""

    @property
    def sentences(self) -> float:
        """Pairs of ordinary length that are worth as much."""
        return self.pairs * min(MOST, max(FEWEST, self.words / max(1, self.pairs) / WORDS))


class Level(NamedTuple):
    """What suits corpora below a number of ordinary sentences."""

    below: float
    pieces: int
    embedding: int
    encoder: int
    decoder: int
    layers: int
    word: float
    """Dropout of whole words; that of units is `dropout`."""
    dropout: float
    consistency: float
    tokens: int
    epochs: float
    """Passes over the text, as far as they make at least and at most so many updates."""
    least: int
    most: float


LEVELS = (
    Level(500, 500, 96, 128, 192, 1, 0.1, 0.3, 1.0, 500, 150, 600, 1500),
    Level(1_000, 1_000, 160, 192, 256, 1, 0.1, 0.3, 2.0, 1000, 100, 1000, 2500),
    Level(2_000, 2_000, 256, 256, 384, 2, 0.1, 0.3, 2.0, 1500, 70, 1500, 2500),
    Level(8_000, 2_500, 256, 384, 512, 2, 0.0, 0.3, 2.0, 2000, 150, 3000, 4000),
    Level(20_000, 4_000, 256, 384, 512, 2, 0.0, 0.3, 2.0, 2000, 50, 3000, 4000),
    Level(200_000, 8_000, 256, 384, 512, 2, 0.0, 0.3, 2.0, 2000, 5, 4000, math.inf),
    Level(math.inf, 16_000, 512, 512, 512, 2, 0.0, 0.2, 0.0, 4000, 5, 8000, math.inf),
)
METRIC, PATIENCE = "chrf", 10
"""What decides which weights are best, and how many validations without a better one end a training, of some fifty."""
LETTERS = (TokenizerKind.char, TokenizerKind.pattern)
"""Kinds whose pieces are too small for one of them to be left out."""


class Choice(NamedTuple):
    """Values of options, by name, that were chosen for one reason."""

    values: dict[str, Any]
    reason: str


def level_of(amount: Amount) -> Level:
    """The row of the table."""
    return next(level for level in LEVELS if amount.sentences < level.below)


def size_of(amount: Amount, level: Level) -> int:
    """Pieces of the vocabulary: as the level has them, and more for alphabets of many characters."""
    return max(level.pieces, ROUND * math.ceil((RESERVED + 2 * amount.alphabet) / ROUND))


def positions_of(amount: Amount, tokenizer: TokenizerConfig, size: int) -> float:
    """Positions of a pass over the text, as far as the length of pieces can be known: about half a character more each time
    that a vocabulary of 500 pieces, of two characters each, is doubled."""
    length = min(LONGEST, max(SHORTEST, 0.5 * math.log2(max(2.0, size / 30))))
    of_kind = {TokenizerKind.char: amount.characters, TokenizerKind.word: amount.words}
    return of_kind.get(tokenizer.kind, amount.characters / length) + amount.pairs


def updates_of(level: Level, positions: float, tokens: int) -> int:
    """Updates of `tokens` positions each for the passes of the level, within its bounds, in hundreds."""
    updates = level.epochs * positions / tokens
    return ROUND * math.ceil(min(level.most, max(level.least, updates)) / ROUND)


def choose(config: RunConfig, amount: Amount, layers: int | None = None) -> tuple[RunConfig, list[Choice]]:
    """`config` with values for the options that its `auto` names, which then is empty, and the choices with their reasons.

    `layers` stand for those of the level, where what is typed has no effect on so few.
    """
    free, level = config.auto or [], level_of(amount)
    level = level if layers is None else level._replace(layers=layers)
    named = f"{amount.sentences:,.0f} sentences of {WORDS} words"
    made: list[Choice] = []

    def take(values: dict[str, Any], reason: str) -> None:
        nonlocal config
        chosen = {name: value for name, value in values.items() if name in free}
        for name, value in chosen.items():
            config = put(config, name, value)
        if chosen:
            made.append(Choice(chosen, reason))

    take({"tokenizer.kind": TokenizerKind.bpe}, "pieces of words, so that rare words have parts that are known")
    size = size_of(amount, level)
    sides = [config.tokenizer.of(role) for role in ROLES]
    whole = any(side.kind is TokenizerKind.word and side.size is None for side in sides)
    if config.tokenizer.source.size is not None and config.tokenizer.target.size is not None:
        take({"tokenizer.size": None}, "each side has its own")
    elif whole and sides[0].kind is not sides[1].kind:
        take({"tokenizer.size": None}, "one number would not suit words and other pieces; the text decides")
    elif config.tokenizer.kind in SAMPLED:
        larger = f", and {amount.alphabet:,} different characters" if size > level.pieces else ""
        take({"tokenizer.size": size}, f"each piece occurs often enough to be learned from {named}{larger}")
    else:
        take({"tokenizer.size": None}, f"with tokenizer.kind={config.tokenizer.kind} the text decides")
    widths = (level.embedding, level.encoder, level.layers, level.decoder, level.layers)
    take(dict(zip(NETWORK[:-1], widths, strict=True)), f"as large a network as {named} support")
    single = config.model.encoder.layers == config.model.decoder.layers == 1
    take(
        {"model.residual": not single},
        "nothing to add to with one layer a side" if single else "deeper layers learn sooner",
    )
    word = 0.0 if config.tokenizer.of("source").kind in LETTERS else level.word
    without = "enough text without" if word == level.word else "a word without one of its letters is another"
    take({"model.dropout.word": word}, "no sentence is seen twice alike" if word else without)
    dropout = {name: level.dropout for name in ("model.dropout.embedding", "model.dropout.readout")}
    take(dropout | {"model.dropout.layers": 0.0 if single else level.dropout}, "less is learned by heart")
    dropped = any(vars(config.model.dropout).values())
    reason = "two passes of dropout have to agree (R-Drop)" if level.consistency else "R-Drop would double the time"
    take({"train.consistency": level.consistency if dropped else 0.0}, reason if dropped else "no dropout to agree on")
    take({"train.tokens": level.tokens}, "small batches, and so more updates a pass, for little text")
    positions = positions_of(amount, config.tokenizer, config.tokenizer.size or size)
    of_update = config.train.tokens * config.train.accumulate * (config.processes or 1)
    steps = updates_of(level, positions, of_update)
    if config.train.epochs is None:  # else an experiment says how long
        take({"train.steps": steps}, f"some {math.ceil(steps * of_update / positions):,} passes over the text")
    passes = config.train.epochs or (config.train.steps or steps) * of_update / positions
    take({"train.metric": METRIC}, "it tells weak translations apart, whose BLEU is 0")
    if passes > PATIENCE:  # of which each has one validation at most
        take({"train.patience": PATIENCE}, f"it ends where {PATIENCE} validations in a row bring nothing")
    return put(config, "auto", None), made


def dictated(config: RunConfig, before: RunConfig, names: Sequence[str]) -> RunConfig:
    """`config` with the values of `names` that another run has, as far as they were to be chosen."""
    taken = [name for name in config.auto or () if name in names]
    for name in taken:
        config = put(config, name, get(before, name))
    left = [name for name in config.auto or () if name not in taken]
    return put(config, "auto", left or None)
