"""The languages that the texts are in, by an identifier of 139 languages: those of whole sides, and of single lines."""

from __future__ import annotations

from typing import NamedTuple

import numpy

from s2s.data.text.identify import label_of, shares
from s2s.doctor.checks.base import SIDES
from s2s.doctor.columns import Columns, Mask, Rows, again
from s2s.doctor.languages import Floats, Integers
from s2s.doctor.report import Report

Labels = tuple[str | None, str | None]
"""The languages of source and target by the identifier's names; None where it cannot judge the side."""
SAMPLE, CHUNK, LEAST_CHUNKS = 1_000, 60, 5
"""Lines of a side that are looked at, letters of them that are judged together, and the fewest of such chunks."""
LEAST_LETTERS, SHORT = 20, 12
"""Letters of a text that is judged by itself, and of one that is judged by a stricter measure."""
UNLIKELY, RARE = 0.01, 0.003
"""Likelihoods of its declared language below which a text is in another, the second for short ones. Of 400,000 sentences of
Tatoeba and Multi30k with 20 letters all but one, which is Spanish, are above 0.02; of those in another language 99 % are below 0.01."""
LIKELY, HARDLY = 0.4, 0.001
"""The likelihood of the language that a text is in instead, unless its own is hardly likely: "Anna sends Rina a letter." looks
a little like many."""
SWAPPED, LEAST_SWAPPED, TINY = 0.003, 5, 1e-9
"""A pair has changed places from this ratio of likelihoods on, and this many letters of both texts: 99 % of such pairs
have it in Tatoeba, and none of 50,000 others."""
MOSTLY, CLEAR = 0.6, 0.8
"""The share of chunks in another language from which the whole side is, and the likelihood of one that is."""
NO_LANGUAGE = "zxx"
"""The identifier's name for what is no text: numbers, formulas, addresses."""
MIXED = 0.005
"""The share of chunks in another language from which every line is judged, not only those that look odd."""


def letters(text: str) -> int:
    """How many letters `text` has."""
    return sum(map(str.isalpha, text))


def check_declared(
    name: str, rows: Rows, columns: Columns, report: Report, languages: tuple[str, str]
) -> tuple[Labels, bool]:
    """Note a whole side that is not in its declared language, or sides that have changed places.

    Returns the languages that the sides are in, and whether texts of other languages are among the sampled ones.
    """
    declared = label_of(languages[0]), label_of(languages[1])
    if declared == (None, None) or declared[0] == declared[1]:
        return (None, None), False
    texts = sampled(name, rows, columns)
    judged = [majority(side, label) for side, label in zip(texts, declared, strict=True)]
    seen: Labels = judged[0][0], judged[1][0]
    sound = columns.of_sound(columns.lines).tolist()
    if None not in seen and seen == declared[::-1]:
        report.finding("swapped", "pair").add(sound)
        report.notes.append(f"the source is in {seen[0]} and the target in {seen[1]}: they have changed places")
        return seen, any(share > MIXED for _, share in judged)
    for side, label, code, text in zip(SIDES, seen, declared, texts, strict=True):
        if label is not None and label != code:
            report.finding("declared", side).add(sound)
            report.notes.append(f"{side}: the text looks like {label}, where {code} is declared")
        elif label is None and code is not None and len(chunks(text)) >= LEAST_CHUNKS:
            report.notes.append(f"{side}: the text is in no language that is known; it is compared to itself alone")
    return seen, any(share > MIXED for label, share in judged if label is not None)


def sampled(name: str, rows: Rows, columns: Columns) -> tuple[list[str], list[str]]:
    """Texts of both sides, from all over the corpus."""
    sound = numpy.flatnonzero(columns.mask)
    wanted = numpy.zeros(len(columns.lines), dtype=bool)
    wanted[sound[:: len(sound) // SAMPLE + 1]] = True
    texts: tuple[list[str], list[str]] = [], []
    for sentences, _ in again(name, rows, wanted):
        for side, some in zip(texts, sentences, strict=True):
            side.extend(some)
    return texts


def chunks(texts: list[str]) -> list[str]:
    """`texts` in pieces of at least `CHUNK` letters, in which a language shows."""
    pieces: list[str] = []
    current, count = [], 0
    for text in texts:
        current.append(text)
        count += letters(text)
        if count >= CHUNK:
            pieces.append(" ".join(current))
            current, count = [], 0
    return pieces


def majority(texts: list[str], declared: str | None) -> tuple[str | None, float]:
    """The language of one side, and the share of chunks that are not in the `declared` one.

    None where that language is not known, where there is too little text, or where the text is in no language.
    """
    pieces = chunks(texts)
    if declared is None or len(pieces) < LEAST_CHUNKS:
        return None, 0.0
    names, likelihoods = shares(pieces)
    foreign = float((likelihoods[:, names.index(declared)] < UNLIKELY).mean())
    if foreign < MOSTLY:
        return (declared if foreign < 0.5 else None), foreign
    best = numpy.bincount(likelihoods.argmax(axis=1), minlength=len(names))
    top = int(best.argmax())
    is_clear = (likelihoods[:, top] > CLEAR).mean() >= MOSTLY and names[top] != NO_LANGUAGE
    return (names[top] if is_clear else None), foreign


class Foreign(NamedTuple):
    """The rows of texts that are in a language other than their side's."""

    sides: tuple[set[int], set[int]]
    swapped: set[int]
    """Rows whose texts have changed places, as far as the languages of both sides are known."""


def foreign_lines(name: str, rows: Rows, wanted: Mask, labels: Labels) -> Foreign:
    """What of the `wanted` rows is in another language than `labels` says."""
    found = Foreign((set(), set()), set())
    for sentences, places in again(name, rows, wanted):
        sizes = [numpy.array([*map(letters, side)]) for side in sentences]
        nearer: list[Floats] = []
        for side, (label, other) in enumerate(zip(labels, labels[::-1], strict=True)):
            if label is None:
                continue
            names, likelihoods = shares(sentences[side])
            best = numpy.array(names)[likelihoods.argmax(axis=1)]
            own = likelihoods[:, names.index(label)]
            foreign = is_foreign(own, sizes[side], best == other) & (best != NO_LANGUAGE)
            foreign &= (likelihoods.max(axis=1) > LIKELY) | (own < HARDLY)
            found.sides[side].update(places[foreign].tolist())
            if other is not None:
                nearer.append(own / numpy.maximum(likelihoods[:, names.index(other)], TINY))
        if len(nearer) == 2:
            is_swapped = (nearer[0] * nearer[1] < SWAPPED) & (numpy.maximum(*nearer) < 1)
            is_swapped &= numpy.minimum(*sizes) >= LEAST_SWAPPED
            found.swapped.update(places[is_swapped].tolist())
    return found


def is_foreign(own: Floats, sizes: Integers, is_other: Mask) -> Mask:
    """Whether the likelihood of its `own` language says that a text of so many letters is in another.

    A shorter one has to be less likely, or in the language of the other side (`is_other`).
    """
    return ((sizes >= LEAST_LETTERS) & (own < UNLIKELY)) | (
        (sizes >= SHORT) & (own < numpy.where(is_other, UNLIKELY, RARE))
    )


def unusual(likelihoods: Floats) -> Mask:
    """Texts that are less like their side than most are, by standard deviations of their mean log probability."""
    return numpy.asarray(numpy.nan_to_num(likelihoods) < -1.5)
