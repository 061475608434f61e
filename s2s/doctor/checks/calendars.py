"""Years of other calendars: 2563 of the Buddhist one is 2020, and 平成 30 is 2018."""

from __future__ import annotations

import re
from collections.abc import Collection

FIRST, LAST = 1000, 2700
"""Years that are taken for some, in the calendar that counts the most of them."""
CALENDARS: dict[str, Collection[int]] = {
    "[\u0d80-\u0eff\u1780-\u17ff]": (543, 544),  # Buddhist: Sinhala, Thai, Lao, Khmer
    "[\u1000-\u109f]": (543, 544, 638, 639),  # Burmese, which has an era of its own, too
    "[\u1200-\u137f]": (7, 8),  # Ethiopian
    "[\u0600-\u06ff]": (*range(576, 600), 621, 622),  # Hijri by the moon, from the 14th century on, and Solar Hijri
    "[\u0900-\u097f\u0a80-\u0aff]": (56, 57, 78, 79),  # Vikram Samvat and Saka: Devanagari, Gujarati
    "[\u0980-\u09ff]": (593, 594),  # Bengali
    "[\u4e00-\u9fff]": (1867, 1911, 1925, 1988, 2018),  # the eras of Japan since 1868; Minguo
}
"""By how many years each differs from the Gregorian calendar, and letters of the languages that use it."""


def is_same_year(one: str, other: str, texts: Collection[str]) -> bool:
    """Whether two numbers, in digits, of these `texts` are the same year in two calendars."""
    if max(len(one), len(other)) > len(str(LAST)):
        return False
    years = sorted(map(int, (one, other)))
    return FIRST <= years[1] <= LAST and any(
        years[1] - years[0] in differences and any(re.search(letters, text) for text in texts)
        for letters, differences in CALENDARS.items()
    )
