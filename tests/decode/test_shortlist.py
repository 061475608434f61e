"""What a sentence may become depends on that sentence alone, and a damaged list is named."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from s2s.decode.shortlist import FILE, Shortlist
from s2s.errors import UserError

TABLE = numpy.array([[2, 2]] * 4 + [[10, 11], [11, 12], [13, 2], [2, 2]])
SOURCES = [[4, 2], [5, 6, 2], [7, 2]]
MAY = [{10, 11}, {11, 12, 13}, set()]


def shortlist() -> Shortlist:
    return Shortlist(TABLE, numpy.array([8]), 15)


def test_each_sentence_may_become_its_own_tokens_and_the_frequent_ones() -> None:
    choice = shortlist().choose(SOURCES)
    assert choice.tokens.tolist() == [0, 1, 2, 3, 8, 10, 11, 12, 13]
    assert choice.allowed.shape == (3, 1, 9) and choice.allowed.dtype == numpy.float32
    for row, may in enumerate(MAY):
        assert set(choice.tokens[choice.allowed[row, 0] == 0].tolist()) == {0, 1, 2, 3, 8} | may
        assert set(choice.allowed[row, 0].tolist()) <= {0.0, -numpy.inf}
    assert shortlist().mean(SOURCES) == pytest.approx((7 + 8 + 5) / 3)


def test_a_whole_list_leaves_nothing_out() -> None:
    choice = Shortlist.whole(8, 15).choose(SOURCES)
    assert choice.tokens.tolist() == list(range(15)) and not choice.allowed.any()


@pytest.mark.parametrize("vocabulary", [15, 2**16 + 1])
def test_what_is_saved_is_loaded(vocabulary: int, tmp_path: Path) -> None:
    table = TABLE.copy()
    table[7, 1] = vocabulary - 1
    Shortlist(table, numpy.array([8]), vocabulary).save(tmp_path)
    found = Shortlist.of((tmp_path / FILE).read_bytes(), tmp_path / FILE, vocabulary)
    assert found.table.tolist() == table.tolist() and found.always.tolist() == [0, 1, 2, 3, 8]
    assert found.choose([[7, 2]]).tokens.tolist() == [0, 1, 2, 3, 8, vocabulary - 1]


@pytest.mark.parametrize("damage", ["nonsense", "another vocabulary"])
def test_a_damaged_list_is_named(damage: str, tmp_path: Path) -> None:
    shortlist().save(tmp_path)
    if damage == "nonsense":
        (tmp_path / FILE).write_bytes(b"nonsense")
    with pytest.raises(UserError, match=rf"{FILE}: cannot be loaded \(.*\); export the run again with s2s export"):
        Shortlist.of((tmp_path / FILE).read_bytes(), tmp_path / FILE, 13)
