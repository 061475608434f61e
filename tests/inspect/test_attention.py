"""Alignments by words and by pieces."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from translating import copier, tiny_run

from s2s.config.schema import ModelConfig, RunConfig
from s2s.data.text.words import groups
from s2s.errors import UserError
from s2s.inference.sentences import Translation
from s2s.inference.translator import Translator
from s2s.inspect.attention import align, alignments, matrix, spelled
from s2s.inspect.table import width

WEIGHTS = numpy.array(
    [[0.5, 0.2, 0.1, 0.2], [0.1, 0.6, 0.3, 0.0], [0.3, 0.4, 0.1, 0.2]],
    numpy.float32,
)
FOUND = Translation("Die Mädchen", -1.25, -2.0, ("▁Die", "▁Mäd", "chen"), ("▁the", "▁gi", "rls", "</s>"), WEIGHTS)


def test_pieces_are_shown_as_they_are() -> None:
    found = align(FOUND, "greedy", pieces=True)
    assert found.target == list(FOUND.pieces) and found.source == list(FOUND.source_pieces)
    numpy.testing.assert_array_equal(found.weights, WEIGHTS)


def test_words_sum_what_they_are_looked_at_and_average_what_they_look_at() -> None:
    found = align(FOUND, "beam 5", pieces=False)
    assert found.target == ["Die", "Mädchen"] and found.source == ["the", "girls", "</s>"]
    numpy.testing.assert_allclose(found.weights, [[0.5, 0.3, 0.2], [0.2, 0.7, 0.1]], atol=1e-6)
    numpy.testing.assert_allclose(found.weights.sum(axis=1), 1, atol=1e-6)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["▁a", "b", "▁c"], ["ab", "c"]),
        (["a", "▁", "b", "</s>"], ["a", "b", "</s>"]),
        (["▁", "<0xE0>", "<0xA6>", "<0x95>", "ি"], ["কি"]),
        (["▁", "<0xE0>"], ["\ufffd"]),
        (["▁", "<0x1F>", "a\u200d"], ["\ufffda\u200d"]),
        ([], []),
    ],
)
def test_words_of_pieces(pieces: list[str], expected: list[str]) -> None:
    assert [spelled(pieces[first:last]) for first, last in groups(pieces)] == expected


def test_greedy_stands_beside_beam_and_blank_lines_are_left_out() -> None:
    """The model repeats its source and looks at what it writes: a diagonal."""
    found = alignments(copier(), ["the dog", " ", "a cat"], [1, 3], pieces=True)
    assert {number: [one.search for one in each] for number, each in found.items()} == {
        number: ["greedy", "beam 3"] for number in (1, 3)
    }
    for each, text in zip(found.values(), ("the dog", "a cat"), strict=True):
        for one in each:
            assert one.text == text
            assert one.source == [*one.target, "</s>"]
            numpy.testing.assert_array_equal(one.weights, numpy.eye(len(one.target), len(one.source)))


def test_the_weights_are_those_of_the_translation(tmp_path: Path) -> None:
    translator = Translator.load(tiny_run(tmp_path), device="cpu")
    ((one,),) = alignments(translator, ["the dog"], [2], pieces=True).values()
    (best,) = next(translator.stream(["the dog"], translator.settings(beam=2, attention=True)))
    numpy.testing.assert_array_equal(one.weights, best.attention)
    numpy.testing.assert_allclose(one.weights.sum(axis=1), 1, atol=1e-5)


def test_no_attention_no_alignment() -> None:
    """Before anything is translated, whatever the source is made of."""
    without = copier(RunConfig(model=ModelConfig(attention="none")))
    with pytest.raises(UserError, match=r"model.attention=none: the run has no alignment to show; train with"):
        alignments(without, [""], [1], pieces=False)


def test_what_is_translated_in_parts_has_none() -> None:
    with pytest.raises(UserError, match="line 2: is too long to be translated at once, and has no alignment; give a"):
        alignments(copier(), ["the dog", "the dog " * 1000], [1], pieces=False)


def test_an_empty_translation_has_no_rows() -> None:
    empty = Translation("", 0.0, 0.0, (), ("▁b", "</s>"), numpy.zeros((0, 2), numpy.float32))
    found = align(empty, "greedy", pieces=False)
    assert found.target == [] and found.weights.shape == (0, 2)
    assert matrix(found).split("\n")[1:] == ["  b  </s>"]


def test_the_table_is_in_percent_and_leaves_out_next_to_nothing() -> None:
    found = align(Translation("ab", -0.5, -1.0, ("▁x",), ("▁কি", "b"), numpy.array([[0.996, 0.004]])), "greedy", True)
    assert matrix(found) == "greedy, score -0.5000: ab\n    ▁কি  b\n▁x  100"


def test_marks_take_no_place_and_wide_letters_two() -> None:
    assert [width(text) for text in ("abc", "é", "e\u0301", "漢字", "ক্ষ")] == [3, 1, 1, 4, 2]
