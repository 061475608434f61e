"""Repetitions by sorted hashes equal those that a loop over texts finds."""

from __future__ import annotations

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from s2s.doctor.repeats import crowded, key_of, members, of_pairs, repeated

KEYS = st.lists(st.integers(-3, 3), max_size=30)


def array(values: list[int]) -> numpy.ndarray:
    return numpy.array(values, dtype=numpy.int64)


@given(KEYS)
@settings(max_examples=100, deadline=None)
def test_what_has_been_there_before(keys: list[int]) -> None:
    expected = [(row, keys.index(key)) for row, key in enumerate(keys) if key in keys[:row]]
    rows, first = repeated(array(keys))
    assert list(zip(rows.tolist(), first.tolist(), strict=True)) == expected


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=40), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_too_many_translations_of_one_text(pairs: list[tuple[int, int]], most: int) -> None:
    seen: dict[int, list[int]] = {}
    expected = []
    for row, (key, other) in enumerate(pairs):
        others = seen.setdefault(key, [])
        if other not in others:
            if len(others) >= most:
                expected.append((row, next(place for place, pair in enumerate(pairs) if pair[0] == key)))
            others.append(other)
    rows, first = crowded(array([key for key, _ in pairs]), array([other for _, other in pairs]), most)
    assert list(zip(rows.tolist(), first.tolist(), strict=True)) == expected


@given(KEYS, KEYS)
@settings(max_examples=100, deadline=None)
def test_what_is_held_out(keys: list[int], held: list[int]) -> None:
    rows, places = members(array(keys), array(held))
    expected = [(row, held.index(key)) for row, key in enumerate(keys) if key in held]
    assert list(zip(rows.tolist(), places.tolist(), strict=True)) == expected


def test_keys() -> None:
    assert key_of("a  b ") == key_of("\u3000a\tb") != key_of("ab")
    assert key_of("scho\u0308n") == key_of("schön") != key_of("schon")
    one, other = array([key_of("a")]), array([key_of("b")])
    assert of_pairs(one, other) != of_pairs(other, one)
