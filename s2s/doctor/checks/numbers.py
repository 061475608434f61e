"""Numbers that the translation has otherwise than its source: 147 for 174."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import product

from s2s.doctor.checks.base import Pair, PairCheck, Side
from s2s.doctor.checks.calendars import is_same_year

BEFORE, AFTER = r"\s(\[\"“„«‘‚~≈<>/", r"\s.,;:!?)\]\"“”»’…।/–—-"
OTHERS = "\u0900-\u0965\u0970-\u09e5\u09f0-\u0a65\u0a70-\u1fff\u3000-\ufaff"
"""Letters of scripts where a number has words or counters at its side without a space."""
NUMBER = re.compile(
    rf"(?<![^{OTHERS}{BEFORE}])[+-]?(\d+(?:[.,’' \u00a0\u202f]\d{{3}}(?!\d))*(?:[.,]\d+)?)(?![^{OTHERS}{AFTER}])"
)
"""By itself, not within a word, a formula or a name."""
LEAST_LETTERS = 3
"""Letters of a text in which a number is one of a sentence, not of a calculation."""
CLOCK = re.compile(
    r"\d\s?[:.]\s?\d\d(?!\d)|\d\s*h\b|[ap]\. ?m\b|\d\s*[ap]m\b|o['’]clock|\buhr\b|\bheures?\b|\bhours?\b|\bnoon\b|\bsaa \d"
    r"|\bssaawa\b|ሰ[ዓአ]ት|ঃ|টা|点|時|시",
    re.IGNORECASE,
)
"""A time of day may go from 2:30 to 14.30, or to 2 Uhr 30; in East Africa the day begins at six."""
MEASURE = re.compile(
    r"\b(?:miles?|mph|feet|foot|ft|inch(?:es)?|yards?|acres?|pounds?|lbs?|ounces?|oz|gallons?|pints?|barrels?|stone"
    r"|degrees?|fahrenheit|celsius|dollars?|euros?|yen|won|rupees?|percent|per cent|k?m|cm|mm|km/h|kilos?|kg|metern?|meters?|metres?"
    r"|kilometern?|kilometers?|kilometres?|liters?|litern?|litres?|mètres?|kilomètres?|pieds?|pouces?|livres?|meilen?)\b"
    r"|[°′″$€£¥%]|\d[\"'′″]",
    re.IGNORECASE,
)
"""What is measured may be converted: 10 miles are 16 km, and 1.6 km are 1,600 meters."""
PERIOD = re.compile(r"\d0['’]?s\b|\d0er|\bcentury|jahrhundert|siècle|années|শতক|\b9-?1-?1\b|\b11[02]\b", re.IGNORECASE)
"""The 1990s are les années 90, the 1800s the 19th century; 911 is 112 elsewhere."""


class Numbers(PairCheck):
    """Both sides have as many numbers, in digits, and not the same ones; what may be converted or shortened is let be."""

    def sides(self, pair: Pair) -> Iterator[Side]:
        """The pair, if a number differs."""
        texts = pair.texts
        if not all(any(map(str.isdecimal, text)) for text in texts):
            return
        if min(sum(map(str.isalpha, text)) for text in texts) < LEAST_LETTERS:
            return
        numbers = [[*map(digits_of, NUMBER.findall(text))] for text in texts]
        left, right = (Counter(map(value_of, digits)) for digits in numbers)
        if left == right or left.total() != right.total():
            return
        if any(pattern.search(text) for pattern in (CLOCK, MEASURE, PERIOD) for text in texts):
            return
        alone = [
            [number for number in digits if value_of(number) in rest]
            for digits, rest in zip(numbers, (left - right, right - left), strict=True)
        ]
        alone = without_dates(alone, texts)
        if all(alone) and not any(is_shortened(one, other) for one, other in product(*alone)):
            yield "pair"


def without_dates(numbers: Sequence[Sequence[str]], texts: Collection[str]) -> list[list[str]]:
    """Each side's numbers but the years of two calendars and, where there are such years, days and months."""
    years = {year for one, other in product(*numbers) if is_same_year(one, other, texts) for year in (one, other)}
    return [[number for number in side if not years or (number not in years and len(number) > 2)] for side in numbers]


def digits_of(number: str) -> str:
    """The digits of a number in any script, without what groups them."""
    return "".join(str(unicodedata.decimal(character)) for character in number if character.isdecimal())


def value_of(digits: str) -> str:
    """`digits` without the zeros at either end."""
    return digits.strip("0") or "0"


def is_shortened(one: str, other: str) -> bool:
    """Whether one number begins or ends as the other does: 1939 and 39, or 25.8. for 25 August."""
    one, other = value_of(one), value_of(other)
    return one.endswith(other) or other.endswith(one) or one.startswith(other) or other.startswith(one)
