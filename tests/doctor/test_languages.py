"""Scripts and languages, told by nothing but the corpus: what is planted is found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy
import pytest

from s2s.data.corpora.formats.base import Row
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.doctor.examine import examine
from s2s.doctor.languages import SCRIPTS, Profile, mean_of, script_of, supported, windows

# A third language in the letters of the others: each letter of a word becomes another.
CIPHER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "oxkqabgwupvtsrehfnlmyzcidj")


def judged(rows: list[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    def read() -> Iterator[Row]:
        return (Row(line, *pair) for line, pair in enumerate(rows, start=1))

    report = examine("corpus", read).report
    return {(finding.check, finding.side): finding.lines.tolist() for finding in report.findings if finding.lines}


def long(rows: list[tuple[str, str]], count: int) -> list[int]:
    """`count` places of long sentences, spread over `rows`."""
    places = [place for place, pair in enumerate(rows) if min(map(len, pair)) > 40]
    return places[:: len(places) // count][:count]


@pytest.mark.parametrize(("source", "target"), [("en", "de"), ("de", "en"), ("en", "bn"), ("bn", "de")])
def test_a_clean_corpus_is_clean(source: str, target: str) -> None:
    assert judged(pairs(source, target, "train", 3000, 1)) == {}


@pytest.mark.parametrize(("count", "least"), [(1, 1), (30, 30), (150, 140)])
def test_the_other_sides_language(count: int, least: int) -> None:
    """A tenth of the corpus makes its side look a little like the other, and what is nearly in both is left alone."""
    rows, unseen = pairs("en", "de", "train", 1500, 1), pairs("en", "de", "test", count, 1)
    places = long(rows, count)
    for place, pair in zip(places, unseen, strict=True):
        rows[place] = rows[place][0], f"{pair[0]} Does the girl open it?"
    found = judged(rows)
    assert found.keys() == {("language", "target")}
    flagged: set[int] = set(*found.values())
    assert flagged <= {place + 1 for place in places} and len(flagged) >= least


def test_sides_that_have_been_swapped() -> None:
    rows = pairs("en", "de", "train", 1500, 1)
    places = long(rows, 40)
    for place in places:
        rows[place] = rows[place][::-1]
    lines = [place + 1 for place in places]
    assert judged(rows) == {("swapped", "pair"): lines}


@pytest.mark.parametrize("side", [0, 1])
def test_a_third_language(side: int) -> None:
    rows = pairs("en", "de", "train", 3000, 1)
    places = long(rows, 60)
    for place in places:
        pair = list(rows[place])
        pair[side] = pair[side].lower().translate(CIPHER)
        rows[place] = pair[0], pair[1]
    found = judged(rows)
    lines = {place + 1 for place in places}
    assert found.keys() == {("language", ("source", "target")[side])}
    flagged: set[int] = set(*found.values())
    assert flagged <= lines and len(flagged) > 0.9 * len(lines)


def test_a_third_language_is_not_learnt_from_held_out_pairs() -> None:
    """They are not part of the profiles, from which their own would have to be taken out."""
    rows, held = pairs("en", "de", "train", 1500, 1), pairs("en", "de", "test", 500, 1)
    held = [
        (source, target.lower().translate(CIPHER) if place % 20 == 0 else target)
        for place, (source, target) in enumerate(held)
    ]
    train, test = ([Row(line, *pair) for line, pair in enumerate(some, start=1)] for some in (rows, held))
    usual = examine("train", lambda: iter(train)).usual
    before = [profile.trigrams.copy() for profile in usual.profiles]
    swapped = [Row(row.line, row.target, row.source) for row in test]
    for some in (test, swapped):
        examine("test", lambda some=some: iter(some), usual=usual)  # type: ignore[misc]
    assert all((profile.trigrams == one).all() for profile, one in zip(usual.profiles, before, strict=True))


def test_copies_of_one_odd_text_are_no_language() -> None:
    rows = pairs("en", "de", "train", 3000, 1)
    language = [rows[place][1].lower().translate(CIPHER) for place in long(rows, 40)]
    copies = [f"{language[0]} {language[1]} {number}" for number in range(40)]

    def which(texts: list[str]) -> list[int]:
        side = Profile()
        side.add(windows([target for _, target in rows] + texts))
        return supported(texts, side).tolist()

    assert which(language) == list(range(40)) and which(copies) == which([]) == []
    assert which(copies + language) == list(range(80))  # they are in its words


def test_another_script() -> None:
    rows, bengali = pairs("en", "de", "train", 1500, 1), pairs("en", "bn", "train", 1500, 1)
    rows[6] = rows[6][0], bengali[6][1]
    rows[8] = rows[8][0], rows[8][1] + " α Ω"  # a few letters are none
    rows[70] = "Что делает сегодня девочка?", rows[70][1]
    assert judged(rows) == {("script", "source"): [71], ("script", "target"): [7]}


def test_japanese_lines_may_be_in_katakana_alone() -> None:
    """Which has few of the letters of its side; Greek on that side is still found."""
    rows = [
        (source, "猫はとてもかわいいので、いつもうちにいます。") for source, _ in pairs("en", "de", "train", 1500, 1)
    ]
    rows[6] = rows[6][0], "ダウンロードセンター"
    rows[8] = rows[8][0], "Τι κάνει σήμερα το κορίτσι;"
    assert {check: lines for check, lines in judged(rows).items() if check[0] == "script"} == {
        ("script", "target"): [9]
    }


@pytest.mark.parametrize(
    ("usual", "named"),
    [
        (
            "那个男人每天都和他的小狗在公园里散步。",
            ["苹果发布了 iPhone 15 Pro Max。", "微软 Office 和 Google Docs 不同。"],
        ),
        ("猫はとてもかわいいので、いつもうちにいます。", ["Windows を使う", "iPhone と Android の違い"]),
        ("האיש הולך עם הכלב שלו לפארק בבוקר.", ["מערכת Linux Ubuntu Server 20.04", "Google Chrome החדש"]),
        ("ผู้ชายเดินเล่นกับสุนัขในสวนทุกวัน", ["ฉันใช้ Microsoft Windows และ Linux", "Google Chrome กับ Firefox"]),
        ("آن مرد هر روز با سگ خود در پارک است.", ["سیستم Linux Ubuntu Server", "من Microsoft Windows دارم"]),
        ("Мужчина каждый день гуляет с собакой.", ["Microsoft Office и Google Docs", "Что такое Adobe Photoshop?"]),
    ],
)
def test_names_in_latin_letters_are_no_other_script(usual: str, named: list[str]) -> None:
    rows = [(source, usual) for source, _ in pairs("en", "de", "train", 600, 1)]
    for place, target in enumerate([*named, "The girl opens the door."], start=6):
        rows[place] = rows[place][0], target
    assert judged(rows)["script", "target"] == [7 + len(named)]


def test_scripts() -> None:
    numbers = {letter: script_of(letter) for letter in "aÄªＡﬁকা"}  # which gives scripts their numbers
    assert [numbers[letter] for letter in "aÄªＡﬁ"] == [SCRIPTS["LATIN"]] * 5
    assert numbers["ক"] == numbers["া"] == SCRIPTS["BENGALI"] and script_of("ж") != script_of("中")
    assert script_of("ア") == script_of("ー") == script_of("ﾔ") == script_of("あ") != script_of("中")
    assert [script_of(other) for other in "1 .\u0301\u0661€\ud800\ue000"] == [-1] * 8


def test_trigrams_stay_in_their_text() -> None:
    texts = ["The dog", "", "ab", "12 34", "x" * 100]
    together = windows(texts)
    for place, text in enumerate(texts):
        alone = windows([text])
        assert together.hashes[together.texts == place].tolist() == alone.hashes.tolist()
        assert together.letters[place].tolist() == alone.letters[0].tolist()
        assert alone.letters.sum() == sum(map(str.isalpha, text))
        padded = f" {text.lower()} "
        trigrams = [padded[start : start + 3] for start in range(len(padded) - 2)]
        with_letters = [trigram for trigram in trigrams if any(map(str.isalpha, trigram))]
        assert len(alone.hashes) == len(with_letters)
        assert len(set(alone.hashes.tolist())) == len(set(with_letters))
    means = mean_of(numpy.arange(float(len(together.hashes))), together)
    assert numpy.isnan(means[:4]).all() and means[4] == numpy.flatnonzero(together.texts == 4).mean()


def test_too_little_text_is_not_judged() -> None:
    rows = pairs("en", "de", "train", 20, 1)
    read = [Row(line, *pair) for line, pair in enumerate(rows, start=1)]
    report = examine("corpus", lambda: iter(read)).report
    assert report.unchecked == {
        "length": "fewer than 100 pairs",
        "script": "fewer than 2,000 letters",
        "language": "fewer than 2,000 letters",
    }
