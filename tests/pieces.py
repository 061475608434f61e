"""Small tokenizers of every kind, and text that is hard on them."""

from __future__ import annotations

import random
import re
from functools import cache

from s2s.data.text.tokenizer import Tokenizer

KINDS = ("bpe", "unigram", "word", "char")
LOSSLESS = ("bpe", "unigram", "char")
ODD = [
    "",
    "plain text",
    "👩‍👩‍👧 🇧🇩 ☕️",
    "e\u0301 ক্ষ ก็",
    "a\u2028b\u0085c\fd\x0b",
    "tab\there\0nul",
    "zero\u200bwidth\u200d\ufeff",
    "𠮷野家 㐂 龘",
    "no\u00a0break\u3000wide",
    "▁ x▁y ▁▁ \ufdd0\ufdd1 \ufdd2▁\ufdd0",
    "▅ ⁇ <unk> </s> <0x41> \ue000 \U0010ffff",
    "rtl \u202eabc\u202c עברית",
]


def sentences(count: int = 400) -> list[str]:
    chance = random.Random(5)
    words = "the a dog cat house tree runs sees likes old young Straße große läuft über und কুকুর বাড়ি".split()
    return [" ".join(chance.choices(words, k=chance.randint(3, 9))) + "." for _ in range(count)]


@cache
def trained(kind: str) -> Tokenizer:
    return Tokenizer.train(sentences(), kind=kind, size=None, coverage=None)


def spaces_once(text: str) -> str:
    """What is promised of a text: spaces at the ends dropped, runs counted once, line ends as spaces."""
    return re.sub(" +", " ", text).strip(" ")
