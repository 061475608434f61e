"""Translations that cannot be right."""

from __future__ import annotations

import pytest

from s2s.data.text.suspicious import loops, suspicions

SENTENCE = "the girl opened the door carefully yesterday"


@pytest.mark.parametrize(
    ("source", "text", "ratio", "found"),
    [
        (SENTENCE, "das Mädchen hat die Tür gestern vorsichtig aufgemacht", 1.0, ()),
        (SENTENCE, "das", 1.0, ("short",)),
        (SENTENCE, "女孩昨天小心地", 0.3, ()),
        (SENTENCE, "女孩昨天小心地", 1.0, ("short",)),
        (SENTENCE, "", 0.01, ("short",)),
        ("yes", "", 1.0, ("short",)),
        ("yes", "j", 1.0, ()),
        ("…", "", 1.0, ()),
        ("", "", 1.0, ()),
        (SENTENCE, "die Tür die Tür die Tür die Tür gestern aufgemacht", 1.0, ("looping",)),
        ("no no no " + SENTENCE, "nein nein nein das Mädchen hat die Tür aufgemacht", 1.0, ()),
        ("a dog runs", "Ein HAAAAAAAAAA", 1.0, ("looping",)),
        ("----------------- x", "----------------- x", 1.0, ()),
        (SENTENCE, "a a a", 1.0, ("short", "looping")),
    ],
)
def test_suspicions(source: str, text: str, ratio: float, found: tuple[str, ...]) -> None:
    assert suspicions(source, text, ratio) == found


def test_loops() -> None:
    assert loops("a b c a b c a b c".split()) and not loops("a b a b c".split()) and not loops([])
