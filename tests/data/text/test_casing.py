"""Capitals and Title Case: seen, taken off and put on again."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from s2s.data.text.casing import Casing, Exact, casing_of, ordinary, recased, recased_but

KNOWN = {"I", "Anna", "Hund"}


def pieces(word: str) -> float:
    return float(word not in KNOWN)


@pytest.mark.parametrize(
    ("text", "casing"),
    [
        ("THE DOG SLEEPS.", Casing.capitals),
        ("STOP!", Casing.capitals),
        ("DIE STRAßE IST GROß", Casing.capitals),
        ("NO. 5 IS ALIVE", Casing.capitals),
        ("USA", None),
        ("I", None),
        ("A B C", None),
        ("1234 5678 !!!", None),
        ("The dog sleeps.", None),
        ("The Dog Sleeps", None),  # three words may be a name
        ("The Dog Sleeps Today", Casing.title),
        ("The USA Beat Germany Today", Casing.title),
        ("Der Hund und die Katze", None),
        ("NATO USA UNO Today", None),
        ("আমি ভাত খাই।", None),
        ("我是人", None),
    ],
)
def test_casing(text: str, casing: Casing | None) -> None:
    assert casing_of(text) is casing


def test_ordinary_casing_keeps_what_the_model_knows_with_a_capital() -> None:
    assert ordinary("THE DOG AND I SEE ANNA.", Casing.capitals, "en", pieces) == "The dog and I see anna."
    assert ordinary("DER HUND SIEHT ANNA", Casing.capitals, "de", pieces) == "Der Hund sieht Anna"
    assert ordinary("The USA Beat Anna Today", Casing.title, "en", pieces) == "The USA beat Anna today"
    assert ordinary("THE DOG AND I SEE ANNA.", Casing.capitals, "en", None) == "the dog and i see anna."
    assert ordinary("  “THE DOG” 5 ", Casing.capitals, "en", pieces) == "  “The dog” 5 "


def test_cased_again() -> None:
    assert recased("Die Straße „ist“ 5 schön.", Casing.capitals, "de") == "DIE STRASSE „IST“ 5 SCHÖN."
    assert recased("die „große“ Tür der USA", Casing.title, "de") == "Die „Große“ Tür Der USA"
    assert recased("আমি ভাত খাই।", Casing.capitals, "bn") == "আমি ভাত খাই।"
    assert recased("iyi", Casing.capitals, "tr") == "İYİ"
    assert ordinary("ISI VE İYİ", Casing.capitals, "tr", pieces) == "Isı ve iyi"


def test_what_is_exact_stands_for_itself() -> None:
    assert (
        recased_but(Exact(words=("Tor",)), "das Tor und der Torwächter", Casing.capitals, "de")
        == "DAS Tor UND DER TORWÄCHTER"
    )
    assert (
        recased_but(Exact(words=("in",)), "er sitzt in China und singt", Casing.title, "de")
        == "Er Sitzt in China Und Singt"
    )
    assert recased_but(Exact(words=("Zug",)), "der Zugführer", Casing.capitals, "de") == "DER ZugFÜHRER", (
        "where it is no word"
    )
    assert recased_but(Exact("Das Mäd"), "Das Mädchen geht", Casing.title, "de") == "Das Mädchen Geht"
    assert recased_but(Exact("Das Mäd", ("geht", "")), "Das Mädchen geht", Casing.capitals, "de") == "Das MädCHEN geht"
    assert recased_but(Exact(), "das Tor", Casing.capitals, "de") == "DAS TOR"


CAPITALS = some.lists(some.sampled_from(["THE", "DOG", "İYİ", "ISI", "STRAßE", "ΟΔΟΣ", "5", "“A”"]), min_size=2)
TITLE = some.lists(some.sampled_from(["The", "Dog", "İyi", "Isı", "Straße", "Οδος", "5", "“A”"]), min_size=4)


def without_case(text: str) -> str:
    """The text with one kind of i, as some languages have two, and one of s."""
    return text.lower().replace("i̇", "i").replace("ı", "i").casefold()


@given((CAPITALS | TITLE).map(" ".join), some.sampled_from(["en", "tr", "el"]))
def test_only_the_case_changes(text: str, language: str) -> None:
    casing = casing_of(text)
    assume(casing)
    assert casing is not None
    read = ordinary(text, casing, language, pieces)
    assert read != text and len(read.split()) == len(text.split()) and without_case(read) == without_case(text)
