"""Tables in files: what is mapped is given back, and what is held out leaves the rest in order without a list of it."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from corpora import load, pairs_of, write_pairs

datasets = pytest.importorskip("datasets")
pytestmark = pytest.mark.usefixtures("cache")
SMAPS = Path("/proc/self/smaps")


def resident(folder: Path) -> int:
    """kB of the files under `folder` that are mapped and resident in this process."""
    found, inside = 0, False
    for line in SMAPS.read_text().split("\n"):
        if "-" in line.split(" ")[0]:
            inside = str(folder) in line
        elif inside and line.startswith("Rss:"):
            found += int(line.split()[1])
    return found


@pytest.mark.slow
@pytest.mark.skipif(not SMAPS.exists(), reason="needs Linux")
def test_what_was_read_is_given_back_and_can_be_read_again(tmp_path: Path, cache: Path) -> None:
    pairs = [(f"source sentence number {n}", f"target sentence number {n}") for n in range(20_000)]
    dev = write_pairs(tmp_path, [("d", "4")], "tsv", "dev")
    corpus = load(train=write_pairs(tmp_path, pairs, "tsv"), validation=dev)
    corpus.release()
    assert resident(cache) == 0
    assert pairs_of(corpus.train) == pairs
    assert resident(cache) > 1000
    corpus.release()
    assert resident(cache) == 0
    assert corpus.train[19_999] == {"source": "source sentence number 19999", "target": "target sentence number 19999"}
    assert 0 < resident(cache) < 1000
    list(corpus.lines(["source", "target"]))
    assert resident(cache) == 0


def test_training_keeps_the_order_of_the_file_around_what_is_held_out(tmp_path: Path) -> None:
    pairs = [(f"s{n}", f"t{n}") for n in range(3000)]
    corpus = load(train=write_pairs(tmp_path, pairs, "tsv"))
    held = {*pairs_of(corpus.validation)}
    assert len(held) == 150
    kept = [pair for pair in pairs if pair not in held]
    assert pairs_of(corpus.train) == kept
    assert pairs_of(corpus.validation) == [pair for pair in pairs if pair in held]
    for start in (0, 700, 2700):
        rows = corpus.train[start : start + 150]
        assert list(zip(rows["source"], rows["target"], strict=True)) == kept[start : start + 150]
    gaps = numpy.diff([int(source[1:]) for source in corpus.validation["source"]])
    assert gaps.max() < 300  # drawn from everywhere
