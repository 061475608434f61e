"""Generated documents of each kind, translated as badly as can be: structure, tags, codes and times are all there."""

from __future__ import annotations

import random
import re

import pytest
from generated_documents import KINDS, PLACEHOLDERS
from scrambling import Scrambler, through
from skeletons import SKELETONS, runs_of

TABLES = (".csv", ".tsv", ".jsonl")
NEVER_READ = [
    *PLACEHOLDERS,
    "x = y",
    "co de",
    "</",
    "href",
    "Carpe diem",
    "the code",
    "x.png",
    "{\\an8}",
    "&amp;",
    "00:00",
]


def check(name: str, seed: int, special: bool) -> None:
    content = KINDS[name](random.Random(seed))
    columns = ("text",) if name.endswith(TABLES) else ()
    translator = Scrambler(seed, special)
    found = through(name, content, translator, columns)
    assert SKELETONS[name](found) == SKELETONS[name](content), seed
    if name in ("a.docx", "a.pptx"):
        assert runs_of(content) <= runs_of(found), seed
    for text in translator.seen:
        assert not any(part in text for part in NEVER_READ), text
        assert re.search(r"[^\W\d_]", text)
    same = through(name, content, Scrambler(seed, faithful=True), columns)
    assert SKELETONS[name](same) == SKELETONS[name](content), seed


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("special", [False, True], ids=["words", "special"])
def test_some_documents_of_each_kind(name: str, special: bool) -> None:
    for seed in range(10):
        check(name, seed, special)


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_a_thousand_documents_of_each_kind(name: str) -> None:
    for seed in range(1000):
        check(name, seed, special=seed % 2 == 1)
