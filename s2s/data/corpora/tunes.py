"""Small tunes in ABC notation (abcnotation.com), composed by rules: the label is a key and a metre, the text the notes.

Eight bars over the chords I, IV and V; the melody goes by steps and by tones of the chord, and ends on the tonic.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from s2s.config.schema import DataConfig
from s2s.data.corpora.pairs import Pairs, Request

SCALES = {
    "C": ("C", "D", "E", "F", "G", "A", "B", "c", "d", "e", "f", "g"),
    "G": ("D", "E", "F", "G", "A", "B", "c", "d", "e", "f", "g", "a"),
    "D": ("A,", "B,", "C", "D", "E", "F", "G", "A", "B", "c", "d", "e"),
    "F": ("C", "D", "E", "F", "G", "A", "B", "c", "d", "e", "f", "g"),
}
"""The notes of each key from low to high; the key signature alters them."""
TONIC = {"C": 0, "G": 3, "D": 3, "F": 3}
RHYTHMS: dict[str, tuple[tuple[int, ...], ...]] = {
    "4/4": ((2, 2, 2, 2), (4, 2, 2), (2, 2, 4), (1, 1, 2, 2, 2), (3, 1, 2, 2), (4, 4)),
    "3/4": ((2, 2, 2), (4, 2), (2, 1, 1, 2), (3, 1, 2), (2, 4)),
    "6/8": ((3, 3), (1, 1, 1, 3), (2, 1, 2, 1), (3, 1, 1, 1), (1, 1, 1, 1, 1, 1)),
}
"""Lengths in eighths of the notes of a bar."""
EIGHTHS = {"4/4": 8, "3/4": 6, "6/8": 6}
CHORDS = {"I": (0, 2, 4), "IV": (3, 5, 7), "V": (4, 6, 8)}
PROGRESSIONS = (("I", "IV", "V", "I"), ("I", "V", "V", "I"), ("I", "I", "IV", "V"), ("IV", "I", "V", "I"))
BARS = 8
NOTE = re.compile(r"([A-Ga-g])(?:,+|'+)?([1-9])?")


TRAIN, HELD_OUT = 10_000, 500


class Tunes:
    """Tunes with their key and metre; `data.size` of them to train on."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """The tunes of each split; no tune of one split is in another."""
        tunes_by_split = tunes(data.size or TRAIN, HELD_OUT, seed)
        return {
            split: Pairs(f"data.{split}", None, partial(zip, *(both if request.swapped else both[::-1]), strict=True))
            for split, both in tunes_by_split.items()
        }

    def judge(self, sources: Sequence[str], written: Sequence[str], targets: Sequence[Any]) -> tuple[str, list[bool]]:
        """What is counted, and for each of the texts `written` whether it is so."""
        return "valid tunes", [is_tune(text, label) for label, text in zip(sources, written, strict=True)]


def tunes(size: int, held_out: int, seed: int) -> dict[str, tuple[list[str], list[str]]]:
    """For each split labels such as ``G 3/4`` and tunes; no tune of one split is in another."""
    generator, seen = random.Random(seed), set()
    splits: dict[str, tuple[list[str], list[str]]] = {}
    for split, count in (("test", held_out), ("validation", held_out), ("train", size)):
        labels: list[str] = []
        texts: list[str] = []
        while len(texts) < count:
            key, metre = generator.choice(sorted(SCALES)), generator.choice(sorted(RHYTHMS))
            text = compose(key, metre, generator)
            if text not in seen:
                seen.add(text)
                labels.append(f"{key} {metre}")
                texts.append(text)
        splits[split] = labels, texts
    return splits


def compose(key: str, metre: str, generator: random.Random) -> str:
    """A tune of `BARS` bars, as ``G2 B2 d2 | … |]``."""
    chords = (*generator.choice(PROGRESSIONS), *generator.choice(PROGRESSIONS)[:2], "V", "I")
    motif = generator.sample(RHYTHMS[metre], 2)
    degree, bars = generator.choice(CHORDS["I"]), []
    for number, chord in enumerate(chords[: BARS - 1]):
        notes = []
        for beat, length in enumerate(motif[number % 2]):
            degree = (
                nearest(degree, CHORDS[chord], generator) if beat == 0 else degree + generator.choice((-1, 1, 1, -1, 0))
            )
            degree = max(-TONIC[key], min(degree, len(SCALES[key]) - 1 - TONIC[key]))
            notes.append(spell(key, degree, length))
        bars.append(" ".join(notes))
    whole = EIGHTHS[metre]
    bars.append(spell(key, 0, whole))
    return " | ".join(bars) + " |]"


def nearest(degree: int, chord: Sequence[int], generator: random.Random) -> int:
    """A tone of the chord next to `degree`."""
    tones = sorted((tone for tone in chord), key=lambda tone: abs(tone - degree))
    return generator.choice(tones[:2])


def spell(key: str, degree: int, length: int) -> str:
    """A note in ABC: the name of the `degree` of the scale, then its length in eighths if that is not 1."""
    return SCALES[key][TONIC[key] + degree] + (str(length) if length > 1 else "")


def is_tune(text: str, label: str) -> bool:
    """Whether `text` is ABC in the metre and key of `label`: every bar is full, and the last note is the tonic."""
    key, metre = (next((word for word in label.split() if word in known), "") for known in (TONIC, EIGHTHS))
    bars = [[NOTE.fullmatch(word) for word in bar.split()] for bar in text.removesuffix("|]").split("|")]
    if not text.endswith("|]") or not key or not metre or not all(note for bar in bars for note in bar):
        return False
    lengths = [sum(int(note[2] or 1) for note in bar if note) for bar in bars]
    last = bars[-1][-1] if bars[-1] else None
    return set(lengths) == {EIGHTHS[metre]} and last is not None and last[1].upper() == key
