"""The memory task, its networks, and the table that is made of them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
import torch
from reference import run_layer

from s2s.inspect.memory import NOISE, SYMBOLS, Trial, accuracies, attempt, draw, summarise, trials
from s2s.inspect.methods import DELAY, METHODS, UNITS, Delayed, chrono, descent, network
from s2s.nn.cells.gru import GRU
from s2s.nn.cells.lstm import LSTM
from s2s.nn.draw import Draw

NAMED = {method.name: method for method in METHODS}
TANH, RELU = NAMED["rnn tanh"], NAMED["relu, identity; rate 0.01"]


def layer_of(name: str, steps: int = 50) -> Any:
    encoder: Any = network(NAMED[name], SYMBOLS + NOISE, SYMBOLS, steps, seed=1).encoder
    return encoder.recurrent.cells(0)[0]


def test_the_first_symbol_is_asked_for_and_the_rest_is_noise() -> None:
    sequences, symbols = draw(500, 7, torch.Generator().manual_seed(1))
    assert sequences.shape == (500, 8) and symbols.shape == (500, 1)
    assert torch.equal(sequences[:, :1], symbols)
    assert set(symbols.flatten().tolist()) == set(range(SYMBOLS))
    assert set(sequences[:, 1:].flatten().tolist()) == set(range(SYMBOLS, SYMBOLS + NOISE))


def test_every_method_has_a_name_of_its_own_and_every_group_is_tried() -> None:
    assert len(NAMED) == len(METHODS)
    assert [*dict.fromkeys(method.group for method in METHODS)] == [
        "cells",
        "initialisation",
        "skip connections",
        "gating",
        "exploding",
    ]


UNLIKE = (
    "rnn leaky relu",
    f"tanh, skips of {DELAY} steps",
    "tanh, attention over all states",
    "gru, biases log U(1, T)",
)


@pytest.mark.parametrize(
    "name", [name if name in UNLIKE else pytest.param(name, marks=pytest.mark.slow) for name in NAMED]
)
def test_every_method_learns_to_remember_one_step(name: str) -> None:
    method = NAMED[name]
    optim = replace(method.optim, clip_norm=1.0, lr=max(0.003, method.optim.lr))
    assert attempt(replace(method, optim=optim), 1, 1, 300).accuracy > 0.95


def test_a_trial_is_a_function_of_its_arguments() -> None:
    one, same, other = (attempt(TANH, 3, seed, 20) for seed in (1, 1, 2))
    assert one == same and one.norm != other.norm
    assert (one.updates, one.steps, one.seed, one.group) == (20, 3, 1, "cells")


def test_training_ends_when_it_has_learnt_or_overflowed() -> None:
    assert attempt(TANH, 1, 1, 1000).updates < 500
    burst = attempt(replace(RELU, optim=descent(10.0)), 50, 1, 100)
    assert burst.norm is None and burst.updates < 100
    assert burst.accuracy < 0.3


def test_clipping_bounds_the_step() -> None:
    """The norm is that before clipping; without a bound the same network overflows."""
    free, bounded = (attempt(replace(RELU, optim=descent(1.0, bound)), 20, 1, 30) for bound in (None, 0.1))
    assert free.norm is None and bounded.norm is not None and bounded.norm > 0.1
    assert bounded.updates == 30


def test_parameters_are_counted() -> None:
    inputs, symbols = 16, SYMBOLS + NOISE
    expected = symbols * inputs + UNITS * (inputs + UNITS + 1) + SYMBOLS * (UNITS + 1)
    assert attempt(TANH, 1, 1, 1).parameters == expected


def test_a_skip_adds_a_product_with_the_state_of_so_many_steps_ago() -> None:
    layer = Delayed(inputs=3, units=4, delay=2).double()
    layer.reset(Draw(torch.Generator().manual_seed(1)), "orthogonal")
    inputs = torch.randn(6, 3, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    state = tuple(torch.zeros(1, 4, dtype=torch.float64) for _ in range(2))
    outputs, after = layer(inputs[:, None], state)
    states = [torch.zeros(4, dtype=torch.float64)] * 2
    for x in inputs:
        late = layer.weight_delayed @ states[-2]
        states.append(torch.tanh(layer.weight_input @ x + layer.weight_hidden @ states[-1] + late + layer.bias))
    torch.testing.assert_close(outputs[:, 0], torch.stack(states[2:]))
    torch.testing.assert_close(torch.stack(after)[:, 0], torch.stack(states[:-3:-1]))
    with torch.no_grad():
        layer.weight_delayed.zero_()
        torch.testing.assert_close(layer(inputs[:, None], state)[0][:, 0], run_layer(layer, inputs)[0])


def test_gates_that_know_the_number_of_steps() -> None:
    """Their biases are those under which σ keeps for 1 to T steps: σ(b) = 1 - 1 / (1 + t)."""
    for kind in (GRU, LSTM):
        layer = kind(inputs=3, units=1000)
        layer.reset(Draw(), "uniform")
        chrono(layer, 50, torch.Generator().manual_seed(1))
        kept = layer.bias[1000:2000].exp()
        assert kept.min() >= 1 and kept.max() <= 49 and 20 < kept.mean() < 30
        if kind is LSTM:
            assert torch.equal(layer.bias[:1000], -layer.bias[1000:2000])
    chrono(GRU(inputs=3, units=4), 1, torch.Generator())  # a single step needs no bias, but is no error


def test_the_methods_are_what_they_are_called() -> None:
    assert torch.equal(layer_of("relu, identity").weight_hidden, torch.eye(UNITS))
    weight = layer_of("tanh, orthogonal").weight_hidden
    torch.testing.assert_close(weight @ weight.T, torch.eye(UNITS), atol=1e-5, rtol=0)
    ratio = layer_of("tanh, orthogonal, inputs × 0.1").weight_input / layer_of("tanh, orthogonal").weight_input
    torch.testing.assert_close(ratio, torch.full_like(ratio, 0.1))
    assert layer_of(f"tanh, skips of {DELAY} steps").parts == DELAY
    assert torch.equal(layer_of("lstm, forget bias 5").bias[UNITS : 2 * UNITS], torch.full((UNITS,), 5.0))
    assert layer_of("rnn leaky relu").nonlinearity == "leaky_relu"
    assert layer_of("gru, biases log U(1, T)", 100).bias[UNITS : 2 * UNITS].max().item() > math.log(50)


def trial(method: str, steps: int, seed: int, accuracy: float, norm: float | None = 1.0) -> Trial:
    return Trial(method, NAMED[method].group, steps, seed, accuracy, 10, norm, 2088)


def test_the_summary_and_its_table() -> None:
    found = [
        trial("gru", 5, 1, 1.0), trial("gru", 5, 2, 0.92), trial("gru", 10, 1, 0.1), trial("gru", 20, 1, 1.0),
        trial("rnn tanh", 5, 1, 0.5, None), trial("rnn tanh", 10, 1, 0.125, 3.0), trial("rnn tanh", 20, 1, 0.1, None),
    ]  # fmt: skip
    gru, tanh = summarise(found, [NAMED["gru"], NAMED["rnn tanh"]])
    assert gru["accuracy"] == {5: pytest.approx(0.96), 10: 0.1, 20: 1.0} and gru["spread"][5] == (0.92, 1.0)
    assert gru["reaches"] == 5  # what is remembered beyond a failure is luck
    assert tanh["reaches"] == 0 and tanh["overflows"] == 2 and tanh["norm"] == 3.0
    header, first, second = accuracies([gru, tanh]).split("\n")
    assert header.split() == "parameters T = 5 T = 10 T = 20 up to largest gradient".split()
    assert first.split() == "cells gru 2,088 96.0% 10.0% 100.0% T = 5 1.0e+00".split()
    assert second.split() == "cells rnn tanh 2,088 50.0% 12.5% 10.0% - overflow × 2".split()


def test_all_are_tried() -> None:
    found = list(trials([2, 1], [1, 2], 1, 1, METHODS[:2]))
    assert [(one.steps, one.method, one.seed) for one in found] == [
        (steps, method.name, seed) for steps in (2, 1) for method in METHODS[:2] for seed in (1, 2)
    ]


@pytest.mark.slow
def test_processes_change_nothing() -> None:
    alone, together = (list(trials([2, 1], [1], 30, workers, METHODS[:4])) for workers in (1, 2))
    assert sorted(alone, key=repr) == sorted(together, key=repr)


@pytest.mark.slow
def test_the_known_result_at_fifty_steps() -> None:
    """Simple cells forget; identity, skips and gates that open slowly remember (arXiv:1504.00941, arXiv:1804.11188)."""
    remembers = {
        name: attempt(method, 50, 1, 600).accuracy for name, method in NAMED.items() if method.group != "exploding"
    }
    for name in ("rnn tanh", "rnn relu", "rnn leaky relu", "lstm, forget bias 0"):
        assert remembers[name] < 0.3, name
    for name in (
        "relu, identity",
        "tanh, attention over all states",
        "lstm, biases log U(1, T)",
        "gru, biases log U(1, T)",
    ):
        assert remembers[name] > 0.9, name
