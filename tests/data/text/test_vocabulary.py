"""What a vocabulary is learnt from, how large it gets, and which sizes are refused."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import KINDS, ODD, sentences, trained

from s2s.data.text import vocabulary
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError


@pytest.mark.parametrize("kind", ["bpe", "unigram"])
def test_a_size_beyond_the_text_shrinks(kind: str) -> None:
    tokenizer = Tokenizer.train(sentences(), kind=kind, size=20_000, coverage=None)
    assert 260 < tokenizer.size < 1000
    exact = Tokenizer.train(sentences(), kind=kind, size=300, coverage=None)
    assert exact.size == 300


def test_sizes_chosen_from_the_text() -> None:
    text = sentences()
    alphabet = set("".join(text)) - {" "}
    assert trained("char").size == 4 + 256 + len(alphabet) + 1
    words = Counter(" ".join(text).split(" "))
    assert trained("word").size == 4 + sum(count > 1 for count in words.values())
    assert Tokenizer.train(["one two three"], kind="word", size=None, coverage=None).size == 7
    counts = Counter("ab")
    choose = lambda characters, alphabet: vocabulary.choose_size([], characters, "bpe", alphabet, 260)  # noqa: E731
    assert [choose(n, len(counts)) for n in (10, 10**6, 4 * 10**6, 10**12)] == [1000, 4000, 8000, 32_000]
    assert choose(10, 5000) == 10_260


def test_every_character_is_covered_in_small_alphabets() -> None:
    tokenizer = Tokenizer.train([*sentences(), "ß ø 猫"], kind="bpe", size=None, coverage=None)
    assert not {"<0xC3>", "<0xE7>"} & set(tokenizer.pieces("ß ø 猫"))
    assert tokenizer.statistics(["ß ø 猫"]).bytes == 0


def test_rare_characters_are_spelled_in_large_alphabets() -> None:
    chance = random.Random(2)
    common = ["".join(chr(0x4E00 + chance.randrange(1500)) for _ in range(20)) for _ in range(3000)]
    tokenizer = Tokenizer.train([*common, "龘"], kind="bpe", size=None, coverage=None)
    assert tokenizer.pieces("龘") == ["▁", "<0xE9>", "<0xBE>", "<0x98>"]
    assert tokenizer.statistics(common).bytes < 0.01
    assert tokenizer.decode(tokenizer.encode(["龘"])) == ["龘"]
    full = Tokenizer.train([*common, "龘"], kind="char", size=None, coverage=1.0)
    assert full.pieces("龘") == ["▁", "龘"]


def test_coverage_gives_way_to_a_small_size() -> None:
    counts = Counter({chr(0x4E00 + rank): 10**6 // (rank + 1) ** 2 + 1 for rank in range(900)})
    assert vocabulary.choose_coverage(counts, "bpe", None, None) == 1.0
    lowered = vocabulary.choose_coverage(counts, "bpe", None, 1000)
    assert 0.98 < lowered < 1.0
    assert vocabulary.alphabet_size(counts, lowered) <= 500
    assert vocabulary.choose_coverage(counts, "bpe", None, 10) == 0.98


def test_impossible_sizes_and_coverages() -> None:
    text = sentences()

    def train(**options: Any) -> Tokenizer:
        return Tokenizer.train(text, **{"kind": "bpe", "size": None, "coverage": None} | options)

    with pytest.raises(UserError, match=r"tokenizer.size=100: too small, 260 special pieces and bytes come first"):
        train(size=100)
    with pytest.raises(UserError, match=r"tokenizer.size=4: too small, 4 special pieces come first"):
        train(size=4, kind="word")
    with pytest.raises(UserError, match=r"tokenizer.size=265: too small for this text, its characters alone need 29\d"):
        train(size=265, coverage=1.0)
    with pytest.raises(UserError, match=r"tokenizer.coverage=0.5: must be between 0.98 and 1.0"):
        train(coverage=0.5)
    with pytest.raises(UserError, match=r"tokenizer.coverage=0.99: has no effect with tokenizer.kind=word"):
        train(coverage=0.99, kind="word")
    with pytest.raises(UserError, match=r"tokenizer.kind=bytes: no such kind; use one of bpe, unigram, word, char"):
        train(kind="bytes")
    for blank in ([], ["", " ", "\0"]):
        with pytest.raises(UserError, match=r"there is no text to learn from, every line is blank; check data.train"):
            Tokenizer.train(blank, kind="bpe", size=None, coverage=None)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_lines_do_not_stop_training(kind: str) -> None:
    lines = [*ODD, "a\ud800b", "long " * 20_000, "x" * 200_000, "▅▅", "ok then", "ok then"]
    tokenizer = Tokenizer.train(lines, kind=kind, size=None, coverage=None)
    assert tokenizer.decode(tokenizer.encode(["ok then"])) == ["ok then"]


def test_long_lines_are_learnt_from() -> None:
    """sentencepiece leaves out lines from 4,192 bytes on; here nothing else holds the word."""
    tokenizer = Tokenizer.train(["zebra " * 5000, "a"], kind="bpe", size=None, coverage=None)
    assert tokenizer.pieces("zebra") == ["▁zebra"]


@given(st.text("ab ", max_size=60))
@settings(max_examples=100, deadline=None)
def test_chunks_lose_nothing(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "CHUNK", 7)
        parts = list(vocabulary.chunks(text))
    assert "".join(parts) == text and max(map(len, parts)) <= 7


def test_the_sample_is_fair_and_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "SAMPLE", 100)
    texts = [str(number) for number in range(100_000)]
    first = vocabulary.sample(iter(texts))
    assert first == vocabulary.sample(texts) and len(set(first)) == 100
    assert abs(sum(map(int, first)) / 100 - 50_000) < 5 * 28_868 / 10  # five standard errors of a uniform mean
    assert vocabulary.sample(texts[:100]) == texts[:100]
