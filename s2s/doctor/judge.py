"""Judge the script and the language of each text by the identifier, and by what the corpus is like as a whole."""

from __future__ import annotations

import numpy

from s2s.doctor.checks.base import SIDES
from s2s.doctor.columns import Columns, Mask, Rows, again
from s2s.doctor.identified import Labels, check_declared, foreign_lines, unusual
from s2s.doctor.languages import (
    LEAST_LETTERS,
    OTHER,
    Floats,
    Integers,
    Profile,
    Stranger,
    Windows,
    in_wrong_script,
    mean_of,
    standard,
    supported,
    windows,
)
from s2s.doctor.report import Report

ROUNDS = 4


def check_languages(
    rows: Rows,
    columns: Columns,
    report: Report,
    profiles: tuple[Profile, Profile],
    learnt: bool,
    languages: tuple[str, str],
) -> None:
    """Note the texts in a wrong script or language, and pairs whose texts have changed places.

    The identifier judges a side whose language it knows; there the profiles only say which lines are worth a look. A side
    whose language is not known is compared to the profiles; where these are `learnt` from it, a third language is found.
    """
    labels: Labels = None, None
    mixed = False
    if any(languages) and columns.mask.any():
        labels, mixed = check_declared(report.name, rows, columns, report, languages)
    suspects = [set[int](), set[int]()]
    likelihoods = None
    nearer = numpy.zeros(len(columns.lines), dtype=bool)
    if all(profile.is_known for profile in profiles):
        likelihoods = check_other_side(rows, columns, report, profiles, learnt, suspects, nearer)
    else:
        report.unchecked["script"] = f"fewer than {LEAST_LETTERS:,} letters"
        if None in labels:
            report.unchecked["language"] = report.unchecked["script"]
    swapped = suspects[0] & suspects[1]
    if learnt and likelihoods is not None:
        difference = numpy.nan_to_num(standard(standard(likelihoods[1]) - standard(likelihoods[0])))
        for side, lower in enumerate((-difference, difference)):
            if labels[side] is None:
                suspects[side] |= strangers(rows, report, profiles[side], lower, side)
    if labels != (None, None):
        wanted = columns.mask.copy()
        if likelihoods is not None and not mixed:
            wanted &= nearer | unusual(standard(likelihoods[0])) | unusual(standard(likelihoods[1]))
            wanted[[*suspects[0], *suspects[1]]] = True
        foreign = foreign_lines(report.name, rows, wanted, labels)
        nearest = [*map(set, suspects)]
        for side, label in enumerate(labels):
            if label is not None:
                suspects[side] = foreign.sides[side]
        swapped = foreign.swapped
        if None in labels:
            swapped = suspects[0] & suspects[1] & nearest[labels.index(None)]
    note_languages(columns, report, suspects, swapped)


def note_languages(columns: Columns, report: Report, suspects: list[set[int]], swapped: set[int]) -> None:
    """Report pairs that are `swapped`, and the other texts in a wrong language but the right script, by their rows."""
    report.finding("swapped", "pair").add(columns.lines[row] for row in sorted(swapped))
    for side, rows in zip(SIDES, suspects, strict=True):
        lines = [columns.lines[row] for row in sorted(rows - swapped)]
        in_script = {*report.finding("script", side).lines}
        report.finding("language", side).add(line for line in lines if line not in in_script)


def check_other_side(
    rows: Rows,
    columns: Columns,
    report: Report,
    profiles: tuple[Profile, Profile],
    learnt: bool,
    suspects: list[set[int]],
    nearer: Mask,
) -> tuple[Floats, Floats]:
    """Note texts in a wrong script, and in `suspects` the rows of those that look like the other side's.

    `nearer` becomes True where a text, however short, is at all likelier on the other side.

    Returns the mean log probability of each text on its side; NaN: unknown.

    Many such texts make their side look a little like the other. So they are taken out of the profile that was learnt
    from them, and the rest is judged anew.
    """
    likelihoods = numpy.full(len(columns.lines), numpy.nan), numpy.full(len(columns.lines), numpy.nan)
    remaining = columns.mask.copy(), columns.mask.copy()
    for _ in range(ROUNDS):
        wrong = 0
        logarithms = [profile.logarithms() for profile in profiles]
        for texts, places in again(report.name, rows, remaining[0] | remaining[1]):
            for side, sentences in enumerate(texts):
                sample = windows(sentences)
                own_side, other_side = logarithms[side][sample.hashes], logarithms[1 - side][sample.hashes]
                likelihoods[side][places] = mean_of(own_side, sample)
                nearer[places] |= mean_of(other_side - own_side, sample, 1) > 0
                for check, judged in judge(sample, profiles[side], other_side - own_side).items():
                    judged = judged[remaining[side][places[judged]]]
                    if check == "script":
                        report.finding(check, SIDES[side]).add(columns.lines[row] for row in places[judged].tolist())
                    else:
                        suspects[side].update(places[judged].tolist())
                    remaining[side][places[judged]] = False
                    wrong += len(judged)
                    if learnt:
                        profiles[side].remove(sample, judged)
        if not (wrong and learnt):
            break
    for values, judgeable in zip(likelihoods, remaining, strict=True):
        values[~judgeable] = numpy.nan
    return likelihoods


def judge(sample: Windows, side: Profile, otherwise: Floats) -> dict[str, Integers]:
    """The texts that fail each check. `otherwise`: how much likelier each trigram is on the other side."""
    script = in_wrong_script(sample, side)
    other = numpy.flatnonzero(mean_of(otherwise, sample) > OTHER)  # NaN is above nothing
    return {"script": script, "language": numpy.setdiff1d(other, script)}


def strangers(rows: Rows, report: Report, profile: Profile, lower: Floats, side: int) -> set[int]:
    """The rows of texts in a third language. `lower` is how much likelier each is than the text beside it (`Stranger`)."""
    places = numpy.flatnonzero(lower < Stranger.SEED)
    seeds = numpy.zeros(len(lower), dtype=bool)
    seeds[places[:: len(places) // Stranger.LIMIT_SEEDS + 1]] = True
    texts = [text for sentences, _ in again(report.name, rows, seeds) for text in sentences[side]]
    chosen = supported(texts, profile)
    if len(chosen) < Stranger.LEAST_SEEDS:
        return set()
    stranger = Stranger(profile)
    for index in chosen.tolist():
        stranger.seeds.add(windows([texts[index]]))
    is_seed = numpy.zeros(len(lower), dtype=bool)
    is_seed[numpy.flatnonzero(seeds)[chosen]] = True
    alike: set[int] = set()
    for sentences, places in again(report.name, rows, lower < Stranger.CANDIDATE):
        likeness = stranger.likeness(windows(sentences[side]), is_seed[places])
        alike.update(places[likeness > Stranger.LIKER].tolist())
    return alike
