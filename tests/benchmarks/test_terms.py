"""The benchmark of a glossary: both ways take turns."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from terms import by_turns


def test_ways_take_turns() -> None:
    asked: list[bool] = []

    def translate(lines: list[str], **how: Any) -> list[str]:
        asked.append("glossary" in how)
        return [line + str(how) for line in lines]

    found = by_turns(SimpleNamespace(translate=translate), ["a"], 2, [{"glossary": "g"}, {}])
    assert asked == [True, False, True, False]
    assert [texts for texts, _ in found] == [["a{'glossary': 'g'}"], ["a{}"]] and all(
        0 <= taken < 60 for _, taken in found
    )
