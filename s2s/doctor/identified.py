"""The languages that the texts are in, by an identifier of 139 languages: those of whole sides, and of single lines."""

from __future__ import annotations

import numpy

from s2s.data.text.identify import label_of, shares
from s2s.doctor.checks.base import SIDES
from s2s.doctor.columns import Columns, Mask, Rows, again
from s2s.doctor.languages import Floats
from s2s.doctor.report import Report

Labels = tuple[str | None, str | None]
"""The languages of source and target by the identifier's names; None where it cannot judge the side."""
SAMPLE, CHUNK, LEAST_CHUNKS = 1_000, 60, 5
"""Lines of a side that are looked at, letters of them that are judged together, and the fewest of such chunks."""
LEAST_LETTERS = 20
"""Letters of a line that is judged by itself."""
UNLIKELY = 0.01
"""A likelihood of the declared language below which a text is in another: none of 700,000 sentences of Tatoeba and Multi30k
is below 0.02 in its own, and 98 % of those in another are."""
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


def foreign_lines(
    name: str, rows: Rows, wanted: Mask, side: int, label: str, other: str | None
) -> tuple[set[int], set[int]]:
    """Of the `wanted` rows those whose text is not in the language `label`, and of these the ones that are in `other`."""
    lines: set[int] = set()
    in_other: set[int] = set()
    for sentences, places in again(name, rows, wanted):
        long = [index for index, text in enumerate(sentences[side]) if letters(text) >= LEAST_LETTERS]
        names, likelihoods = shares([sentences[side][index] for index in long])
        if not long:
            continue
        best = likelihoods.argmax(axis=1)
        foreign = (likelihoods[:, names.index(label)] < UNLIKELY) & (best != names.index(NO_LANGUAGE))
        for index, is_foreign, column in zip(long, foreign.tolist(), best.tolist(), strict=True):
            if is_foreign:
                lines.add(int(places[index]))
                if names[column] == other:
                    in_other.add(int(places[index]))
    return lines, in_other


def unusual(likelihoods: Floats) -> Mask:
    """Texts that are less like their side than most are, by standard deviations of their mean log probability."""
    return numpy.asarray(numpy.nan_to_num(likelihoods) < -1.5)
