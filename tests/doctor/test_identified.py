"""Languages that are not the declared ones: of whole sides, of single lines, and of pairs that have changed places."""

from __future__ import annotations

import sys

import pytest

from s2s.data.corpora.formats.base import Row
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.text.identify import label_of
from s2s.doctor.examine import examine
from s2s.doctor.function_words import suspicious
from s2s.doctor.report import Report

PAIRS = pairs("en", "de", "train", 600, 1)
FRENCH = [
    "La petite fille mange une pomme dans le jardin de sa grand-mère.",
    "Nous avons vu le chat de notre voisin sur le toit de la maison.",
    "Pourquoi les enfants ne sont-ils pas encore rentrés de l'école ?",
    "Il faut que tu viennes avec nous demain matin, s'il te plaît.",
    "Je ne sais pas encore ce que je vais faire pendant les vacances.",
]
SPANISH = "¿Por qué los niños no han vuelto todavía de la escuela?"


def report_of(rows: list[tuple[str, str]], languages: tuple[str, str] = ("en", "de")) -> Report:
    read = [Row(line, *pair) for line, pair in enumerate(rows, start=1)]
    return examine("corpus", lambda: iter(read), languages=languages).report


def judged(rows: list[tuple[str, str]], languages: tuple[str, str] = ("en", "de")) -> dict[tuple[str, str], list[int]]:
    findings = report_of(rows, languages).findings
    return {(finding.check, finding.side): sorted(finding.lines) for finding in findings if finding.lines}


@pytest.mark.parametrize(
    "languages", [("en", "de"), ("eng", "deu"), ("en_GB", "de-AT"), ("eng_Latn", "deu_Latn"), ("en", "xx")]
)
def test_sides_in_their_declared_languages(languages: tuple[str, str]) -> None:
    report = report_of(PAIRS, languages)
    assert not any(finding.lines for finding in report.findings) and report.notes == []


def test_sides_that_have_changed_places() -> None:
    rows = [(target, source) for source, target in PAIRS]
    report = report_of(rows)
    assert judged(rows) == {("swapped", "pair"): list(range(1, len(rows) + 1))}
    assert report.notes == ["the source is in de and the target in en: they have changed places"]
    assert judged(rows, ("de", "en")) == {}


@pytest.mark.parametrize("share", [2, 3, 30])
def test_some_pairs_have_changed_places(share: int) -> None:
    rows = [pair[::-1] if place % share == 0 else pair for place, pair in enumerate(PAIRS)]
    long = [place + 1 for place, pair in enumerate(PAIRS) if place % share == 0 and min(map(len, pair)) > 40]
    found = judged(rows)
    assert found.keys() <= {("swapped", "pair"), ("language", "source"), ("language", "target")}
    swapped = set(found["swapped", "pair"])
    assert all((line - 1) % share == 0 for lines in found.values() for line in lines)
    assert len(swapped & set(long)) > 0.9 * len(long)


def test_a_side_in_another_language() -> None:
    rows = [(source, FRENCH[place % 5]) for place, (source, _) in enumerate(PAIRS)]
    report = report_of(rows)
    found = judged(rows)
    assert found["declared", "target"] == list(range(1, len(rows) + 1)) and ("language", "target") not in found
    assert report.notes == ["target: the text looks like fr, where de is declared"]
    assert ("declared", "target") not in judged(rows, ("en", "fra_Latn"))


def test_a_single_line_in_a_third_language() -> None:
    """Which the corpus itself cannot tell from an odd one, as ten lines make a language there."""
    rows = [*PAIRS[:300], ("Why are the children not back yet?", SPANISH), *PAIRS[300:]]
    assert judged(rows) == {("language", "target"): [301]}


def test_text_in_no_language_is_no_other_language() -> None:
    """Toy tasks leave data.source=en as it is."""
    digits = [(" ".join(str(place)), " ".join(str(place)[::-1])) for place in range(1000, 1600)]
    letters = [("".join(chr(97 + ord(digit) % 10) for digit in source), target) for source, target in digits]
    for rows in (digits, letters):
        assert not {check for check, _ in judged(rows)} & {"declared", "swapped", "language"}


def test_too_few_lines_say_nothing() -> None:
    assert judged([pair[::-1] for pair in PAIRS[:3]]) == {}


def test_names_of_languages() -> None:
    assert [label_of(code) for code in ("deu", "zh_CN", "zho_Hans", "nb", "pt-BR", "cmn")] == [
        "de",
        "zh",
        "zh",
        "no",
        "pt",
        "zh",
    ]
    assert label_of("product") is None and label_of("") is None and label_of("xx") is None


def test_names_of_languages_without_langcodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The distribution s2s-runtime, which serves, lacks it."""
    monkeypatch.setitem(sys.modules, "langcodes", None)
    codes = ("DE", "zh_Hans", "nb", "pt-BR", "cmn", "deu", "kik", "fuv")
    assert [label_of(code) for code in codes] == ["de", "zh", "no", "pt", "zh", "de", "kik", "fuv"]


def test_suspicion_at_a_glance() -> None:
    english, german = zip(*PAIRS, strict=True)
    assert not suspicious(english, "en") and not suspicious(german, "deu")
    assert suspicious(german, "en") and suspicious(english, "de") and suspicious(FRENCH * 4, "en")
    assert suspicious(["Что делает сегодня девочка?"] * 50, "en") and suspicious(english, "ru")
    assert not suspicious(["1 2 3 4"] * 500, "en") and not suspicious(["abc cde xyz"] * 500, "en")
    assert not suspicious(german, "product") and not suspicious(german[:3], "en")


def test_short_texts_need_more_evidence() -> None:
    """Each of these lines is from Tatoeba or the built-in corpus, and right; together the two texts of a pair say that they have changed places."""
    right = [
        ("Tom has Windows 7.", "Tom a Windows 7."),
        ("Terrific!", "Formidable !"),
        ("Tom kept silent.", "Tom garda le silence."),
    ]
    right += [("Maria sends Rina a letter.", FRENCH[3]), ("Anna sends Rina a letter.", FRENCH[4])]
    english = [source for source, _ in PAIRS]
    rows = [(english[place], FRENCH[place % 5]) for place in range(200)]
    found = judged([*rows, *right, ("Je suis fatigué.", "I'm tired."), ("Sit down.", "Asseyez-vous.")], ("en", "fr"))
    assert found["swapped", "pair"] == [206]
    assert not {("language", "source"), ("language", "target")} & set(found)
