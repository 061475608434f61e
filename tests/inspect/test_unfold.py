"""The numbers of a forward pass, worked out again from the weights by the textbook's formulas."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy
import pytest
import torch

from s2s.inspect.unfold import Unfolded, network, records, unfold
from s2s.inspect.worked import explained, worked

TOKENS = "the dog sees the cat".split()
CELLS = [("rnn", "tanh"), ("rnn", "relu"), ("rnn", "leaky_relu"), ("gru", "tanh"), ("lstm", "tanh"), ("ssru", "tanh")]
E, H, SEED = 2, 3, 5


def sigmoid(x: Any) -> Any:
    return 1 / (1 + numpy.exp(-x))


ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "tanh": numpy.tanh,
    "relu": lambda x: numpy.maximum(x, 0),
    "leaky_relu": lambda x: numpy.where(x > 0, x, 0.01 * x),
}


def unfolded(cell: str, nonlinearity: str) -> Unfolded:
    return unfold(TOKENS, cell, nonlinearity, E, H, SEED)


@pytest.mark.parametrize(("cell", "nonlinearity"), CELLS)
def test_every_number_follows_from_the_weights(cell: str, nonlinearity: str) -> None:
    found = unfolded(cell, nonlinearity)
    weights = {name: numpy.array(rows) for name, rows in found.weights.items()}
    h, c = numpy.zeros(H), numpy.zeros(H)
    for step in found.steps:
        given = weights["W_x"] @ step.x + numpy.pad(weights["b"][0], (0, len(weights["W_x"]) - weights["b"].size))
        back: Any = weights["W_h"] @ h if "W_h" in weights else []
        numpy.testing.assert_allclose(step.from_input, given, atol=1e-6)
        numpy.testing.assert_allclose(step.from_state, back, atol=1e-6)
        if cell == "rnn":
            h = ACTIVATIONS[nonlinearity](given + back)
            expected = {"h": h}
        elif cell == "gru":
            r, z = (sigmoid(given[part] + back[part]) for part in (slice(0, H), slice(H, 2 * H)))
            n = numpy.tanh(given[2 * H :] + r * (back[2 * H :] + weights["b_hn"][0]))
            h = (1 - z) * n + z * h
            expected = {"r": r, "z": z, "n": n, "h": h}
        elif cell == "ssru":
            f, u = sigmoid(given[:H]), given[H:]
            c = f * c + (1 - f) * u
            h = numpy.maximum(c, 0)
            expected = {"f": f, "u": u, "c": c, "h": h}
        else:
            i, f, g, o = numpy.split(given + back, 4)
            i, f, g, o = sigmoid(i), sigmoid(f), numpy.tanh(g), sigmoid(o)
            c = f * c + i * g
            h = o * numpy.tanh(c)
            expected = {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h}
        assert list(step.values) == list(found.formulas) == list(expected)
        for name, values in expected.items():
            numpy.testing.assert_allclose(step.values[name], values, atol=1e-6)
        chances = numpy.exp(weights["W_y"] @ h + weights["b_y"][0])
        numpy.testing.assert_allclose(step.y, chances / chances.sum(), atol=1e-6)


@pytest.mark.parametrize(("cell", "nonlinearity"), CELLS)
def test_it_is_the_network_that_is_trained(cell: str, nonlinearity: str) -> None:
    found = unfolded(cell, nonlinearity)
    model = network(cell, nonlinearity, len(found.words), E, H, SEED)
    ids = torch.tensor([[found.words.index(token) for token in TOKENS]])
    chances = model.scores(ids, torch.tensor([len(TOKENS)])).softmax(-1)[0]
    torch.testing.assert_close(torch.tensor([step.y for step in found.steps]), chances)
    assert found.counts[-1] == ("total", "", sum(parameter.numel() for parameter in model.parameters()))


@pytest.mark.parametrize(("cell", "factor", "extra"), [("rnn", 1, 0), ("gru", 3, H), ("lstm", 4, 0), ("ssru", 2, 0)])
def test_parameters_are_counted_by_the_textbook(cell: str, factor: int, extra: int) -> None:
    counts = {part: count for part, _, count in unfolded(cell, "tanh").counts}
    layer = factor * (H * E + H * H + H) + extra if cell != "ssru" else 2 * H * E + H
    assert sum(counts.get(part, 0) for part in ("W_x", "W_h", "b", "b_hn")) == layer
    assert counts["embedding"] == 4 * E and counts["W_y"] + counts["b_y"] == 4 * (H + 1)


def value(arithmetic: str) -> float:
    """What a line of arithmetic comes to."""
    text = arithmetic.replace("·", "*").replace("σ", "sigmoid").replace("leaky relu", "leaky_relu")
    known = {"sigmoid": lambda x: 1 / (1 + math.exp(-x)), "tanh": math.tanh, "relu": lambda x: max(x, 0.0)}
    return float(eval(text, {**known, "leaky_relu": lambda x: x if x > 0 else 0.01 * x}))


@pytest.mark.parametrize(("cell", "nonlinearity"), CELLS)
@pytest.mark.parametrize("unit", range(H))
def test_the_arithmetic_is_right(cell: str, nonlinearity: str, unit: int) -> None:
    """All sides of every equation come to the same, but for the three decimals that are shown."""
    found = unfolded(cell, nonlinearity)
    for number, step in enumerate(found.steps):
        lines = worked(found, number, unit)
        assert [line[0] for line in lines] == list(found.formulas)
        for line in lines:
            name, *sides = line.split(" = ")
            assert name == f"{line[0]}{'₁₂₃'[unit]}"
            assert float(sides[-1]) == pytest.approx(step.values[line[0]][unit], abs=6e-5)
            for side in sides[:-1]:
                assert value(side) == pytest.approx(float(sides[-1]), abs=4e-3)


def test_signs() -> None:
    """No two signs meet, and a negative factor stands in brackets."""
    text = explained(unfolded("gru", "tanh"), 0)
    assert not re.search(r"[-+] ?[-+]|·-", text)
    assert "·(-" in text


def test_the_text_has_all() -> None:
    found = unfolded("lstm", "tanh")
    text = explained(found, 0)
    assert text.startswith(
        "lstm, E = 2, H = 3, V = 4; untrained; h' and c' are the state before the step, at first 0\n"
    )
    for formula in found.formulas.values():
        assert formula in text
    for number, step in enumerate(found.steps, start=1):
        assert f"step {number}  {step.token}" in text
        for row in (step.x, *step.values.values(), step.y):
            assert all(f"{one:.4f}" in text for one in row)
    assert text.endswith("is each of: the dog sees cat")
    assert explained(unfolded("rnn", "leaky_relu"), 0).startswith("rnn leaky relu, E")


def test_the_records_hold_what_is_needed_to_compute_again() -> None:
    same, *steps = records(unfolded("gru", "tanh"))
    assert same["vocabulary"] == ["the", "dog", "sees", "cat"] and same["parameters"]["total"] == 8 + 54 + 3 + 16
    assert [step["step"] for step in steps] == [1, 2, 3, 4, 5] and steps[1]["token"] == "dog"
    assert set(same["weights"]) == {"W_x", "W_h", "b", "b_hn", "W_y", "b_y"}


def test_another_seed_has_other_weights() -> None:
    one, other = (unfold(TOKENS, "lstm", "tanh", E, H, seed) for seed in (1, 2))
    assert one.weights != other.weights and one == unfold(TOKENS, "lstm", "tanh", E, H, 1)
