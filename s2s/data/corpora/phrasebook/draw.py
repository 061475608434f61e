"""The built-in corpus: sentences in English, German and Bengali realised from one abstract meaning.

Whether a meaning belongs to training, validation or test is a property of the meaning itself (a hash), so no seed and
no size can bring a test meaning into training.
"""

from __future__ import annotations

import hashlib
import random
from typing import NamedTuple

from s2s.data.corpora.phrasebook import bengali, english, german
from s2s.data.corpora.phrasebook.lexicon import GIFTS, NOUNS, NUMBERS, PEOPLE, TIMES, VERBS, Verb
from s2s.data.corpora.phrasebook.meaning import Meaning, Thing
from s2s.errors import UserError

REALISE = {"en": english.realise, "de": german.realise, "bn": bengali.realise}
SPLITS = {"train": range(0, 90), "validation": range(90, 95), "test": range(95, 100)}
TIMELESS = {"present": 0.5, "past": 0.25, "future": 0.25}
"""The share of sentences that do not say when."""
TRIES = 60
"""Draws for each sentence wanted, before the meanings count as used up."""


SPEAKERS = ("anna", "peter", "maria", "karim", "rina")


class Weights(NamedTuple):
    """How often each shape is drawn."""

    shapes: tuple[str, ...]
    share: tuple[int, ...]


SHAPES = Weights(
    (
        "statement",
        "negation",
        "question",
        "what",
        "where",
        "who",
        "how many",
        "modal",
        "that",
        "gift",
        "is",
        "is not",
        "is?",
    ),
    (26, 8, 9, 4, 4, 4, 3, 12, 9, 12, 4, 3, 3),
)


def pairs(source: str, target: str, split: str, size: int, seed: int) -> list[tuple[str, str]]:
    """`size` distinct sentence pairs of a split, a pure function of (split, size, seed). Raises `UserError`."""
    return [(REALISE[source](meaning), REALISE[target](meaning)) for meaning in meanings(split, size, seed)]


def meanings(split: str, size: int, seed: int) -> list[Meaning]:
    """`size` distinct meanings of a split, in random order."""
    rng = random.Random(f"{split} {seed}")
    distinct: dict[Meaning, None] = {}
    for _ in range(TRIES * size + 10_000):
        meaning = draw(rng)
        if bucket(meaning) in SPLITS[split]:
            distinct[meaning] = None
        if len(distinct) == size:
            return list(distinct)
    raise UserError(
        f"data.size={size}: the built-in corpus has about {len(distinct):,} meanings for {split}; ask for fewer"
    )


def bucket(meaning: Meaning) -> int:
    """A number from 0 to 99 that depends on the meaning alone."""
    return int.from_bytes(hashlib.sha256(english.realise(meaning).encode()).digest()[:4], "big") % 100


def draw(rng: random.Random) -> Meaning:
    """One meaning, of words that go together."""
    shape = rng.choices(SHAPES.shapes, SHAPES.share)[0]
    if shape in ("is", "is not", "is?"):
        noun = rng.choice(list(NOUNS))
        number = rng.choice((1, 0))  # one, or several of them
        return Meaning(shape, "anna", "read", Thing(noun, "the", number, rng.choice(NOUNS[noun].adjectives)))
    verbs = GIFTS if shape == "gift" else VERBS
    name = rng.choice([name for name, verb in verbs.items() if verb.places or shape != "where"])
    subject, tense = rng.choice(list(PEOPLE)), rng.choice(tuple(TIMES))
    time = None if rng.random() < TIMELESS[tense] and tells(shape, verbs[name], tense) else rng.randrange(2)
    thing = draw_thing(rng, verbs[name], counted=shape != "negation")
    meaning = Meaning(shape, subject, name, thing, tense, time)
    place = rng.choice(verbs[name].places) if verbs[name].places and rng.random() < 0.5 else None
    match shape:
        case "statement":
            slow = place is None and verbs[name].manners and thing.article == "the" and rng.random() < 0.5
            manner = rng.choice(verbs[name].manners) if slow else None
            return meaning._replace(place=place, manner=manner, fronted=time is not None and rng.random() < 0.4)
        case "question":
            return meaning._replace(place=place)
        case "what":
            return meaning._replace(place=place, thing=Thing("book", "the", 1, None))
        case "how many":
            return meaning._replace(place=place, thing=Thing(thing.noun, "the", 0, None))
        case "negation" if tense == "present":
            return meaning._replace(time=None)
        case "who":
            return meaning._replace(subject="anna")
        case "gift":
            others = [other for other in PEOPLE if other not in (subject, "i", "we")]
            return meaning._replace(receiver=rng.choice(others))
        case "modal":
            return meaning._replace(tense="present", time=None, modal=rng.choice(("want", "can", "must")))
        case "that":
            tense = rng.choice(("present", "past"))
            speaker = rng.choice([other for other in SPEAKERS if other != subject])
            return meaning._replace(tense=tense, time=0 if tense == "past" else None, speaker=speaker)
    return meaning


def tells(shape: str, verb: Verb, tense: str) -> bool:
    """Whether the verb alone says when; "the boys read the book" may be today or yesterday, "did not read" is past."""
    return shape != "statement" or tense != "past" or verb.en[0] != verb.en[2]


def draw_thing(rng: random.Random, verb: Verb, counted: bool) -> Thing:
    """What `verb` is done to; only if `counted` may there be several."""
    noun = rng.choice(verb.nouns)
    fitting = [adjective for adjective in NOUNS[noun].adjectives if adjective not in verb.unlike]
    adjective = rng.choice(fitting) if rng.random() < 0.6 else None
    if rng.random() < 0.4:
        return Thing(noun, "the", 1, adjective)
    if not counted or rng.random() < 0.5:
        return Thing(noun, "a", 1, adjective)
    return Thing(noun, "number", rng.choice(tuple(NUMBERS)), adjective)
