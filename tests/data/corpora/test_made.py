"""Corpora that are made: digits, tunes and series."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy
import pytest
from datasets import Dataset

from s2s.config.schema import DataConfig
from s2s.data.corpora import series, tunes
from s2s.data.corpora.digits import NAMES, describe, digits, same_digit, slope
from s2s.data.corpora.load import load_corpus
from s2s.data.corpora.table import Digest
from s2s.errors import UserError
from s2s.training.state import sampled


def image(*inked: tuple[int, int]) -> numpy.typing.NDArray[numpy.float32]:
    pixels = numpy.zeros((8, 8), numpy.float32)
    for row, column in inked:
        pixels[row, column] = 16
    return pixels.ravel()


def test_a_digit_is_described_by_its_pixels() -> None:
    upright = [(row, 3) for row in range(8)]
    right, left = [(row, 7 - row) for row in range(8)], [(row, row) for row in range(8)]
    leaning = [slope(image(*one).reshape(8, 8).astype(numpy.float64)) for one in (right, left)]
    assert leaning == pytest.approx([1, -1])
    assert describe(image(*upright), 1) == "This is a thin one that stands upright."
    assert describe(image(*right), 7) == "This is a thin seven that leans to the right."
    bold = image(*left, *[(row, (row + 1) % 8) for row in range(8)], *[(row, (row + 2) % 8) for row in range(8)])
    assert describe(bold, 0).startswith("This is a bold zero that")
    assert same_digit("a bold two", "This is a thin two.") and not same_digit("two or three", "a two")


def test_digits_are_split_without_overlap() -> None:
    pytest.importorskip("sklearn")
    found = digits(described=False, seed=1)
    rows = [tuple(image) for images, _ in found.values() for image in images]
    assert len(rows) == 1797 and {split: len(images) for split, (images, _) in found.items()}["test"] == 269
    told = digits(described=True, seed=1)
    for split, (_, labels) in found.items():
        assert all(NAMES[int(label)] in text.split() for label, text in zip(labels, told[split][1], strict=True))
    assert digits(described=False, seed=2)["test"][1] != found["test"][1]


def test_every_tune_fills_its_bars() -> None:
    found = tunes.tunes(300, 50, seed=1)
    texts = [text for _, split in found.values() for text in split]
    assert len(set(texts)) == len(texts) == 400
    for labels, split in found.values():
        for label, text in zip(labels, split, strict=True):
            assert tunes.is_tune(text, label) and text.count("|") == tunes.BARS
            assert text.split()[-2][0].upper() == label[0]  # ends on the tonic


@pytest.mark.parametrize(
    ("text", "label", "good"),
    [
        ("G2 B2 d2 | G6 |]", "G 3/4", True),
        ("G2 B2 d2 | G6 |]", "G 4/4", False),
        ("G2 B2 d2 | G6", "G 3/4", False),
        ("H2 B2 d2 |]", "G 3/4", False),
        ("|]", "G 3/4", False),
        ("A,3 c3 |]", "C 6/8", True),
        ("G2 B2 d2 | B6 |]", "G 3/4", False),  # ends on another note than its key's
        ("G,2 B2 d2 | g''6 |]", "3/4 G", True),
        ("G2 B2 d2 | G6 |]", "3/4", False),
        ("G2 B2 d2 | G6 |]", "", False),
        ("G2 B2 d2 || G6 |]", "G 3/4", False),
        ("G0 B2 d2 | G6 |]", "G 3/4", False),
    ],
)
def test_what_is_a_tune(text: str, label: str, good: bool) -> None:
    assert tunes.is_tune(text, label) == good


def test_composing_is_a_function_of_chance() -> None:
    assert tunes.compose("C", "3/4", random.Random(3)) == tunes.compose("C", "3/4", random.Random(3))


def test_the_signal_obeys_its_equation() -> None:
    quiet = pytest.MonkeyPatch()
    with quiet.context() as patch:
        patch.setattr(series, "NOISE", 0.0)
        found = series.signal(3000, seed=1)[:, 0]
    assert 0.2 < found.min() < found.max() < 1.5  # its known range
    later = series.signal(3000, seed=1)[:, 0]
    assert 0.015 < (later - found).std() < 0.025  # the noise


def test_a_series_alone_is_cut_in_the_order_of_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("load\n" + "".join(f"{number}\n" for number in range(100)), encoding="utf-8")
    data = DataConfig(corpus="files", train=str(path), window=3, horizon=2)
    corpus = load_corpus(data, 1, "forecast")
    assert corpus.test is not None
    assert [len(corpus.train), len(corpus.validation), len(corpus.test)] == [76, 6, 6]
    assert numpy.asarray(corpus.test[0]["source"]).tolist() == [[90], [91], [92]]
    assert corpus.test[0]["target"].tolist() == [[93, 94]]


def test_a_run_of_before_knows_its_series_again() -> None:
    """Its checkpoints have digests of arrays of fp32, or of lists of them, which windows that are made on the spot give too."""
    data = DataConfig(corpus="signal", size=200, window=3, horizon=2)
    corpus, digest, values = (
        load_corpus(data, 1, "forecast"),
        Digest(),
        series.signal(200, 1).astype(numpy.float32)[:160],
    )
    starts = range(len(values) - 4)
    arrays = [(values[at : at + 3], values[at + 3 : at + 5].reshape(1, -1)) for at in starts]
    for pair in arrays:
        digest.add(*pair)
    assert corpus.identity("train") == f"156 examples with the digest {digest.text}"
    rows = Dataset.from_dict({"source": [pair[0] for pair in arrays], "target": [pair[1] for pair in arrays]})
    assert sampled(corpus.train) == sampled(rows)


def test_a_series_too_short(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1\n2\n3\n4\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"data.window=50 and data.horizon=10 need 60"):
        load_corpus(DataConfig(corpus="files", train=str(path)), 1, "forecast")


@pytest.mark.parametrize("name", ["a.npy", "a.csv", "a.txt"])
def test_pipes_are_not_waited_for(name: str, tmp_path: Path) -> None:
    numpy.save(tmp_path / "a.npy", numpy.ones((3, 2)))
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    task, train = ("forecast", name) if name == "a.csv" else ("classify", "a.npy")
    with pytest.raises(UserError, match=f"{name}: is not a regular file and would be read only once"):
        load_corpus(DataConfig(corpus="files", train=str(tmp_path / train)), 1, task)
