"""The case of a word, as its letters say."""

from __future__ import annotations

import pytest

from s2s.config.layers import CASES
from s2s.data.text.word_case import case_of


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("lower", ["and", "ọmọ", "3rd", "ß", "don't"]),
        ("title", ["Ada", "A", "Ìlú", "O'neil", "Ǆ"]),
        ("upper", ["NATO", "COVID-19", "U.S.", "ÌLÚ"]),
        ("mixed", ["iPhone", "McDonald"]),
        ("digits", ["2019", "3,5", "१२"]),
        ("other", ["-", "“", "北京", "ছেলে", "\u0301"]),
    ],
)
def test_cases(case: str, words: list[str]) -> None:
    assert {word: CASES[case_of(word)] for word in words} == dict.fromkeys(words, case)
