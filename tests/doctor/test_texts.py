"""What is odd in a text: found where it is, not found in what people write, and mended for good."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s2s.data.corpora.phrasebook.draw import pairs
from s2s.doctor.texts import first_odd, oddities, repaired


@pytest.mark.parametrize(
    ("text", "found", "mended"),
    [
        ("a\u2028b", ["separator"], "a b"),
        ("a\u2029b\x85c\x0cd\re\tf\x1dg", ["separator"], "a b c d e f g"),
        ("a\0b\x1bc\x7fd\x9fe", ["control"], "abcde"),
        ("\ufeffa", ["mark"], "a"),
        ("a\ufffdb", ["lost"], "a\ufffdb"),
        ("caf\udce9\0", ["encoding"], None),
        ("\ufeffa\0\tb", ["mark", "separator", "control"], "a b"),
        ("fÃ¼r", ["mojibake"], "für"),
        ("MÃ¼ller", ["mojibake"], "Müller"),
        ("cittÃ\xa0", ["mojibake"], "città"),
        ("Ã\x9cber", ["mojibake"], "Über"),
        ("donâ€™t", ["mojibake"], "don’t"),
        ("10\xa0Â°C, 5\xa0â‚¬", ["mojibake"], "10\xa0°C, 5\xa0€"),
        ("Å¡kola mÅ¯Å¾e", ["mojibake"], "škola může"),
        ("ðŸ˜€", ["mojibake"], "😀"),
        ("ï»¿a", ["mojibake"], "a"),
        ("fÃƒÂ¼r", ["mojibake"], "für"),
        ("Â»Zeit und 5\xa0Â°", ["mojibake"], "»Zeit und 5\xa0°"),
        ("Å\xa0koda, Ãœber", ["mojibake"], "Škoda, Über"),
        ("“Ãœber” und „Ã„“", ["mojibake"], "“Über” und „Ä“"),
        ("РџСЂРёРІРµС‚, РјРёСЂ", ["mojibake"], "Привет, мир"),
        ("fÃ¼r \ufffd", ["lost", "mojibake"], "für \ufffd"),
        ("“â€™tis”", ["mojibake"], "“’tis”"),
        ("Ã\0¼ber", ["control"], "über"),
    ],
)
def test_what_is_odd(text: str, found: list[str], mended: str | None) -> None:
    assert list(oddities(text)) == found
    assert mended is None or repaired(text) == mended


@pytest.mark.parametrize(
    "text",
    [
        "",
        "«CAFÉ», «À», «É»",
        "déjà\xa0», là\xa0; café\xa0» où\xa0!",
        "der Buchstabe „Ä“, das „Å“ und das „Maß“ im Ångström",
        "NÃO, a IRMÃ” e ÂNGELA”",
        "Litera „Â” din alfabet, “Ã”, “â”…",
        "la lettre «\xa0â\xa0» et «\xa0Â\xa0»",
        "a letra Ã tem til, e a letra Â tem acento; Ã é uma letra",
        "vitamina Â ou Ã, “Ã”? MAÇÃ” e ALEMÃ’",
        "5 Å\xa0environ, 20\xa0Å\xa0longs, 20 Å’s, fra A–Å’s side",
        "Größe: ½\xa0m², 3\xa0°C, §\xa05",
        "👩‍👩‍👧 e\u0301 ক্ষ पर्\u200dर можно 中文。\u200b",
        "naïve façade — “quoted” … Ærø, Þórr",
    ],
)
def test_what_people_write_is_not(text: str) -> None:
    assert list(oddities(text)) == [] and repaired(text) == text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("target", ["de", "bn"])
def test_any_text_of_lower_case_words_can_be_had_back(encoding: str, target: str) -> None:
    """German letters one by one, Bengali in runs; what the encoding lacks, nobody could have read with it."""
    done = 0
    for _, text in pairs("en", target, "train", 200, 1):
        try:
            mangled = text.encode().decode(encoding)
        except UnicodeDecodeError:
            continue
        assert repaired(mangled) == text
        assert ("mojibake" in oddities(mangled)) == (not text.isascii())
        done += 1
    assert done or encoding == "cp1252"


def test_where_a_text_is_first_odd() -> None:
    texts = ("nichts", "ein \0 und fÃ¼r", "fÃ¼r ein \0", "Maß \ufffd")
    assert [first_odd(text) for text in texts] == [0, 4, 1, 4]


ALPHABET = st.one_of(st.sampled_from("ÃÂâÅðï¼€™\x85\xa0»¿½\0\t\ufeff\ufffd\udce9 aÄ"), st.characters(codec="utf-8"))


@pytest.mark.slow
@given(st.text(ALPHABET, max_size=30))
@settings(max_examples=300, deadline=None)
def test_mending_is_for_good(text: str) -> None:
    mended = repaired(text)
    assert set(oddities(mended)) <= {"encoding", "lost"}
    assert repaired(mended) == mended
    if not list(oddities(text)):
        assert mended == text
