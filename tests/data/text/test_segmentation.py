"""BPE-dropout and subword regularisation: the papers' distributions, from the seed alone."""

from __future__ import annotations

import math
import random
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s2s.data.text import segmentation as sampling
from s2s.data.text.ids import UNK
from s2s.data.text.segmentation import Pieces
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError

KINDS = ("bpe", "unigram")
WORDS = (
    "the a dog cat house tree runs sees likes older young Straße größer läuft über und কুকুর বাড়ি houses running".split()
)


def sentences(count: int = 400) -> list[str]:
    chance = random.Random(5)
    return [" ".join(chance.choices(WORDS, k=chance.randint(3, 9))) + "." for _ in range(count)]


@cache
def trained(kind: str) -> Tokenizer:
    return Tokenizer.train(sentences(), kind=kind, size=None, coverage=None)


def distance(found: Counter[tuple[int, ...]], expected: dict[tuple[int, ...], float]) -> float:
    """Total variation between drawn frequencies and probabilities."""
    total = found.total()
    return sum(abs(found[key] / total - expected.get(key, 0.0)) for key in {*found, *expected}) / 2


def textbook_dropout(
    word: str, known: dict[str, tuple[int, float]], p: float, chance: random.Random
) -> tuple[int, ...]:
    """Algorithm 1 of Provilkov et al. (2020), word for word."""
    split = list(word)
    while True:
        merges = [place for place, (left, right) in enumerate(pairwise(split)) if left + right in known]
        merges = [place for place in merges if chance.random() >= p]
        if not merges:
            return tuple(known[piece][0] for piece in split)
        best = max(merges, key=lambda place: (known[split[place] + split[place + 1]][1], -place))
        split[best : best + 2] = [split[best] + split[best + 1]]


def all_segmentations(word: str, known: dict[str, tuple[int, float]], alpha: float) -> dict[tuple[int, ...], float]:
    """Every segmentation into known pieces with its probability (Kudo 2018, §3.1), by enumeration."""
    weights = {}
    for cuts in (cuts for count in range(len(word)) for cuts in combinations(range(1, len(word)), count)):
        pieces = [word[begin:end] for begin, end in pairwise((0, *cuts, len(word)))]
        if all(piece in known for piece in pieces):
            ids = tuple(known[piece][0] for piece in pieces)
            weights[ids] = math.exp(alpha * sum(known[piece][1] for piece in pieces))
    return {ids: weight / sum(weights.values()) for ids, weight in weights.items()}


@pytest.mark.parametrize("p", [0.1, 0.5])
@pytest.mark.parametrize("word", ["house", "likes", "Straße", "running"])
def test_dropout_draws_as_the_algorithm_does(word: str, p: float) -> None:
    tokenizer, chance, draws = trained("bpe"), random.Random(1), 8000
    known = Pieces(tokenizer.processor).known
    oracle = Counter(textbook_dropout("▁" + word, known, p, chance) for _ in range(draws))
    found = Counter(map(tuple, tokenizer.encode([word] * draws, sampling=p, seed=1)))
    assert len(found) > 1
    # Two samples of n draws over k outcomes differ by about sqrt(k / (π n)).
    bound = 3 * math.sqrt(len({*oracle, *found}) / (math.pi * draws))
    assert distance(found, {ids: count / draws for ids, count in oracle.items()}) < bound


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("word", ["dog", "likes", "Straße"])
def test_regularisation_draws_in_proportion(word: str, alpha: float) -> None:
    tokenizer, draws = trained("unigram"), 8000
    expected = all_segmentations("▁" + word, Pieces(tokenizer.processor).known, alpha)
    found = Counter(map(tuple, tokenizer.encode([word] * draws, sampling=alpha, seed=1)))
    assert distance(found, expected) < 3 * math.sqrt(len(expected) / (2 * math.pi * draws))
    # sentencepiece's own sampler is right too, only not repeatable.
    theirs = tokenizer.processor.encode([word] * draws, enable_sampling=True, alpha=alpha, nbest_size=-1, num_threads=1)
    assert distance(Counter(map(tuple, theirs)), expected) < 3 * math.sqrt(len(expected) / (2 * math.pi * draws))


def test_no_dropout_is_plain_bpe() -> None:
    texts = [*sentences(), "", "  a   b ", "é猫 ▁ x", "tab\there", "x" * 200, "houses" * 30, "猫" * 100, "\0 ▅"]
    assert trained("bpe").encode(texts, sampling=1e-12, seed=1) == trained("bpe").encode(texts)


def test_full_dropout_makes_no_merge() -> None:
    tokenizer = trained("bpe")
    (ids,) = tokenizer.encode(["the houses"], sampling=1.0, seed=2)
    assert tokenizer.names(ids) == ["▁", *"the", "▁", *"houses"]


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text("ab▁é猫 \ufdd0\u2028xhouse", max_size=60), seed=st.integers(), strength=st.floats(1e-9, 1.0))
@settings(max_examples=100, deadline=None)
def test_sampled_text_comes_back(kind: str, text: str, seed: int, strength: float) -> None:
    tokenizer = trained(kind)
    (ids,) = tokenizer.encode([text], sampling=strength, seed=seed)
    assert UNK not in ids
    assert tokenizer.decode([ids]) == tokenizer.decode(tokenizer.encode([text]))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 2, 50])
def test_the_seed_alone_decides(kind: str, count: int) -> None:
    """Repeated and interleaved calls, unlike seeds, and another tokenizer with the same model."""
    tokenizer, texts = trained(kind), sentences(count)
    seeds = (0, 1, -1, 2, 2**40, 2**80)
    first = {seed: tokenizer.encode(texts, sampling=0.3, seed=seed) for seed in seeds}
    for seed in (2, 0, 2**80, 2**80, 1, -1):
        tokenizer.encode(texts, sampling=0.9, seed=seed)
        assert tokenizer.encode(texts, sampling=0.3, seed=seed) == first[seed]
        assert Tokenizer(tokenizer.model).encode(texts, sampling=0.3, seed=seed) == first[seed]
    assert count < 50 or len({str(ids) for ids in first.values()}) > len(seeds) // 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_remembered_decides_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = sentences(100)
    first = trained(kind).encode(texts, sampling=0.3, seed=1)
    monkeypatch.setattr(sampling, "REMEMBERED", 3)
    forgetful = Tokenizer(trained(kind).model)
    assert forgetful.encode(texts, sampling=0.3, seed=1) == first
    assert len(forgetful.samplings[0.3].sampler.words) <= 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_threads_do_not_disturb_each_other(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "REMEMBERED", 10)
    tokenizer, texts = Tokenizer(trained(kind).model), sentences(40)
    seeds = [seed % 10 for seed in range(60)]
    alone = {seed: trained(kind).encode(texts, sampling=0.2, seed=seed) for seed in range(10)}
    stop = threading.Event()

    def disturb() -> None:
        while not stop.is_set():
            tokenizer.encode(texts)
            tokenizer.encode(texts[:3], sampling=0.7, seed=99)

    disturber = threading.Thread(target=disturb)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    disturber.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda seed: tokenizer.encode(texts, sampling=0.2, seed=seed), seeds))
    finally:
        stop.set()
        disturber.join()
        sys.setswitchinterval(interval)
    assert found == [alone[seed] for seed in seeds]


@pytest.mark.parametrize("kind", KINDS)
def test_another_process_draws_the_same(kind: str, tmp_path: Path) -> None:
    """sentencepiece's own generator does not (0.2.3): it is salted in each process."""
    trained(kind).to_file(tmp_path / "tokenizer.model")
    code = (
        "import sys; from s2s.data.text.tokenizer import Tokenizer; t = Tokenizer.from_file(sys.argv[1]);"
        "print(t.encode(['the young dog likes the old house.'] * 3, sampling=0.4, seed=7))"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(tmp_path / "tokenizer.model")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    here = trained(kind).encode(["the young dog likes the old house."] * 3, sampling=0.4, seed=7)
    assert (done.stdout, done.stderr) == (f"{here}\n", "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_without_spaces_is_drawn_in_parts(kind: str) -> None:
    chance = random.Random(3)
    texts = ["".join(chance.choices(WORDS, k=9)) for _ in range(400)]
    tokenizer = Tokenizer.train(texts, kind=kind, size=None, coverage=None)
    known = texts[0]
    for text in (known * 500, "猫é" * 10_000):
        first, again, other = (tokenizer.encode([text], sampling=0.3, seed=seed)[0] for seed in (1, 1, 2))
        assert first == again and tokenizer.decode([first]) == [text]
        assert (first != other) == (known in text)  # bytes have one spelling only


def test_more_dropout_merges_less() -> None:
    lengths = [sum(map(len, trained("bpe").encode(sentences(200), sampling=p, seed=1))) for p in (0.05, 0.2, 0.6, 1.0)]
    assert lengths == sorted(set(lengths))


@pytest.mark.parametrize("strength", [-0.1, 1.5, math.nan])
def test_strengths_out_of_range(strength: float) -> None:
    with pytest.raises(UserError, match=f"tokenizer.sampling={strength}: must be between 0 and 1"):
        trained("bpe").encode(["a"], sampling=strength)


@pytest.mark.parametrize("kind", ["word", "char"])
def test_kinds_without_sampling(kind: str) -> None:
    with pytest.raises(
        UserError, match=f"tokenizer.sampling=0.1: has no effect with tokenizer.kind={kind}; set it to 0"
    ):
        trained(kind).encode(["a"], sampling=0.1)
