"""Long text in parts: nothing lost, nothing doubled, no part too long, words whole where there are words."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable

import pytest
from translating import tokenizer

from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.text import sentences as module
from s2s.data.text.sentences import LONGEST, passages
from s2s.data.text.tokenizer import Tokenizer


def bpe() -> Tokenizer:
    text = [sentence for pair in pairs("en", "de", "train", 300, 1) for sentence in pair]
    return Tokenizer.train(text, kind="bpe", size=400, coverage=None)


@pytest.mark.parametrize("made", [tokenizer, bpe])
@pytest.mark.parametrize("limits", [(5, 20), (17, 1000), (1000, 50_000)], ids=str)
def test_whole_words_and_all_of_them(
    made: Callable[[], Tokenizer], limits: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_TEXT", limits[1])
    side, chance = made(), random.Random(3)
    words = "the dog sleeps Maria ging a b é 👩 x".split()
    for count in (0, 1, 3, 40, 500):
        text = " ".join(chance.choices(words, k=count))
        found = list(passages(text, side, limits[0]))
        assert all(0 < len(ids) <= limits[0] for ids in found)
        written = side.decode(found)
        assert "".join("".join(written).split()) == "".join(text.split())
        if limits[0] > 10:
            assert " ".join(written).split() == text.split(), "cut inside a word"


def test_text_without_words() -> None:
    found = list(passages("x" * 2345, tokenizer(), LONGEST))
    assert [len(ids) for ids in found][:2] == [LONGEST, LONGEST]
    assert "".join(tokenizer().decode(found)) == "x" * 2345


@pytest.mark.slow
def test_a_line_of_many_megabytes_takes_the_memory_of_a_part() -> None:
    text = "the dog sleeps " * 20_000
    tokenizer()
    tracemalloc.start()
    assert sum(len(ids) for ids in passages(text, tokenizer(), LONGEST)) > 200_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
