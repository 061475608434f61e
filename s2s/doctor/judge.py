"""Judge the script and the language of each text by what the corpus is like as a whole."""

from __future__ import annotations

import numpy

from s2s.doctor import languages
from s2s.doctor.columns import SIDES, Columns, Rows, again
from s2s.doctor.languages import (
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
    rows: Rows, columns: Columns, report: Report, profiles: tuple[Profile, Profile], learnt: bool
) -> None:
    """Note the texts in a wrong script or language. Where `profiles` are `learnt` from them: also in a third one."""
    if not all(profile.is_known for profile in profiles):
        report.unchecked["script"] = report.unchecked["language"] = f"fewer than {languages.LEAST_LETTERS:,} letters"
        return
    likelihoods = check_other_side(rows, columns, report, profiles, learnt)
    if not learnt:
        return
    difference = numpy.nan_to_num(standard(standard(likelihoods[1]) - standard(likelihoods[0])))
    for side, lower in enumerate((-difference, difference)):
        check_strangers(rows, columns, report, profiles[side], lower, side)


def check_other_side(
    rows: Rows, columns: Columns, report: Report, profiles: tuple[Profile, Profile], learnt: bool
) -> tuple[Floats, Floats]:
    """Note texts that look like the other side's. The mean log probability of each text on its side; NaN: unknown.

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
                for check, judged in judge(sample, profiles[side], other_side - own_side).items():
                    judged = judged[remaining[side][places[judged]]]
                    report.finding(check, SIDES[side]).add(columns.lines[row] for row in places[judged].tolist())
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
    other = numpy.flatnonzero(mean_of(otherwise, sample) > languages.OTHER)  # NaN is above nothing
    return {"script": script, "language": numpy.setdiff1d(other, script)}


def check_strangers(rows: Rows, columns: Columns, report: Report, profile: Profile, lower: Floats, side: int) -> None:
    """Note texts in a third language. `lower` is how much likelier each is than the text beside it (`Stranger`)."""
    places = numpy.flatnonzero(lower < Stranger.SEED)
    seeds = numpy.zeros(len(lower), dtype=bool)
    seeds[places[:: len(places) // Stranger.LIMIT_SEEDS + 1]] = True
    texts = [text for sentences, _ in again(report.name, rows, seeds) for text in sentences[side]]
    chosen = supported(texts, profile)
    if len(chosen) < Stranger.LEAST_SEEDS:
        return
    stranger = Stranger(profile)
    for index in chosen.tolist():
        stranger.seeds.add(windows([texts[index]]))
    is_seed = numpy.zeros(len(lower), dtype=bool)
    is_seed[numpy.flatnonzero(seeds)[chosen]] = True
    for sentences, places in again(report.name, rows, lower < Stranger.CANDIDATE):
        likeness = stranger.likeness(windows(sentences[side]), is_seed[places])
        alike = places[likeness > Stranger.LIKER].tolist()
        report.finding("language", SIDES[side]).add(columns.lines[row] for row in alike)
