"""Scripts that are written without spaces between words, recognised from the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
OTHERS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff"
"""Thai and Lao, Tibetan, Burmese and its extensions, Khmer."""
LONG_RUN = 6
"""Characters between two spaces, on average, from which spaces do not separate words."""
ALONE = 0.75
"""The share of lines without any space from which the text counts as written without spaces."""


def spaceless_script(lines: Sequence[str]) -> str | None:
    """``ja``, ``zh`` or ``other`` for text in a script without spaces between words; None for all other text.

    Text in such a script that has been cut into words by spaces counts as other text.
    """
    counts = {"ja": count(KANA, lines), "zh": count(HAN, lines), "other": count(OTHERS, lines)}
    without, letters = sum(counts.values()), sum(sum(map(str.isalpha, line)) for line in lines)
    if not without or without < 0.5 * max(letters, without):
        return None
    filled = [line.split() for line in lines if line.strip()]
    runs = [len(run) for words in filled for run in words]
    alone = sum(len(words) == 1 for words in filled) / len(filled)
    if alone < ALONE and sum(runs) / len(runs) < LONG_RUN:
        return None
    if counts["ja"] > 0.1 * (counts["ja"] + counts["zh"]) and counts["other"] <= counts["ja"] + counts["zh"]:
        return "ja"
    return "zh" if counts["zh"] > counts["other"] else "other"


def count(characters: str, lines: Iterable[str]) -> int:
    """How many of these `characters`, the inside of a pair of brackets in a regular expression, `lines` have."""
    pattern = re.compile(f"[{characters}]")
    return sum(len(pattern.findall(line)) for line in lines)
