"""Judge the script and the language of each text by what the corpus is like as a whole."""

from __future__ import annotations

import numpy

from s2s.data.doctor import languages
from s2s.data.doctor.columns import SIDES, Columns, Rows, again
from s2s.data.doctor.languages import Floats, Profile, Stranger, in_wrong_script, mean_of, standard, windows
from s2s.data.doctor.report import Report


def check_languages(
    rows: Rows, columns: Columns, report: Report, profiles: tuple[Profile, Profile], strangers: bool
) -> None:
    """Note the texts in a wrong script or language; with `strangers`, also in one of neither side."""
    if not all(profile.is_known for profile in profiles):
        report.unchecked["script"] = report.unchecked["language"] = f"fewer than {languages.LEAST_LETTERS:,} letters"
        return
    own = check_other_side(rows, columns, report, profiles)
    if not strangers:
        return
    apart = standard(standard(own[1]) - standard(own[0]))
    with numpy.errstate(invalid="ignore"):  # NaN is below nothing
        for side, lower in enumerate((-apart, apart)):
            check_strangers(rows, columns, report, profiles[side], lower, side)


def check_other_side(
    rows: Rows, columns: Columns, report: Report, profiles: tuple[Profile, Profile]
) -> tuple[Floats, Floats]:
    """Note texts that look like the other side's. The mean log probability of each text on its side; NaN: unknown."""
    logarithms = [profile.logarithms() for profile in profiles]
    own = numpy.full(len(columns.lines), numpy.nan), numpy.full(len(columns.lines), numpy.nan)
    for texts, places in again(report.name, rows, columns.mask):
        for side, sentences in enumerate(texts):
            found = windows(sentences)
            here, there = logarithms[side][found.hashes], logarithms[1 - side][found.hashes]
            own[side][places] = mean_of(here, found)
            wrong = in_wrong_script(found, profiles[side])
            with numpy.errstate(invalid="ignore"):
                other = numpy.flatnonzero(mean_of(there - here, found) > languages.OTHER)
            other = numpy.setdiff1d(other, wrong)
            for check, judged in (("script", wrong), ("language", other)):
                report.finding(check, SIDES[side]).add(columns.lines[place] for place in places[judged].tolist())
                own[side][places[judged]] = numpy.nan
    return own


def check_strangers(rows: Rows, columns: Columns, report: Report, profile: Profile, lower: Floats, side: int) -> None:
    """Note texts in a third language. `lower` is how much likelier each is than the text beside it (`Stranger`)."""
    stranger = Stranger(profile)
    seeds = lower < Stranger.SEED
    if seeds.sum() < Stranger.FEWEST:
        return
    for texts, _ in again(report.name, rows, seeds):
        stranger.seeds.add(windows(texts[side]))
    alike: list[int] = []
    for texts, places in again(report.name, rows, lower < Stranger.CANDIDATE):
        likeness = stranger.likeness(windows(texts[side]), seeds[places])
        alike += places[likeness > Stranger.LIKER].tolist()
    if len(alike) >= max(Stranger.FEWEST, Stranger.SHARE * seeds.sum()):
        report.finding("language", SIDES[side]).add(columns.lines[place] for place in alike)
