"""What the probe notes: against finite differences, closed forms, and torch's own sum for W_h."""

from __future__ import annotations

from functools import partial

import pytest
import torch

from s2s.inspect.probe import Trace, watched
from s2s.nn.cells.gru import GRU
from s2s.nn.cells.layer import Layer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.cells.ssru import SSRU
from s2s.nn.draw import Draw
from s2s.nn.recurrent import Recurrent

CELLS: dict[str, type[Layer]] = {"rnn": RNN, "gru": GRU, "lstm": LSTM}
ALL: dict[str, type[Layer]] = {**CELLS, "ssru": SSRU}
ROWS, STEPS, INPUTS, UNITS = 2, 4, 3, 2
TINY = 1e-6


def draw(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def stack(cell: str) -> Recurrent:
    made = Recurrent(cell=ALL[cell], inputs=INPUTS, units=UNITS, layers=1).double()
    with torch.no_grad():
        for seed, parameter in enumerate(made.parameters()):
            parameter.copy_(draw(*parameter.shape, seed=seed))
    return made


def inputs() -> torch.Tensor:
    return draw(ROWS, STEPS, INPUTS, seed=10)


def loss_of(outputs: torch.Tensor) -> torch.Tensor:
    """Of outputs (B, T, H): every step and every unit counts, each differently."""
    return (outputs.tanh() * torch.arange(1.0, 1 + outputs.shape[1], dtype=outputs.dtype)[:, None]).pow(2).sum()


def probe(made: Recurrent, given: torch.Tensor) -> Trace:
    with watched(made) as traces:
        outputs, _ = made(given, made.initial(len(given), given))
        loss_of(outputs).backward()
    return traces[0][0]


def walk(layer: Layer, given: torch.Tensor, at: int, state: torch.Tensor | None, weight: torch.Tensor | None) -> float:
    """The loss of the textbook's loop with something added after step `at` to h, or at step `at` to W_h."""
    now = tuple(torch.zeros(len(given), UNITS, dtype=given.dtype) for _ in range(layer.parts))
    outputs = []
    for time in range(STEPS):
        change = weight if time == at else None
        if change is not None:
            layer.weight_hidden.data += change
        now = layer.step(given[:, time], now)
        if change is not None:
            layer.weight_hidden.data -= change
        if time == at and state is not None:
            now = (now[0] + state, *now[1:])
        outputs.append(layer.output(now))
    return loss_of(torch.stack(outputs, dim=1)).item()


@pytest.mark.parametrize("cell", ALL)
def test_gradients_at_the_states_are_those_of_finite_differences(cell: str) -> None:
    made, given = stack(cell), inputs()
    norms = probe(made, given).state_norms()
    layer = made.cells(0)[0]
    with torch.no_grad():
        for time in range(STEPS):
            slope = torch.zeros(ROWS, UNITS, dtype=torch.float64)
            for place in range(ROWS * UNITS):
                nudge = torch.zeros(ROWS * UNITS, dtype=torch.float64)
                nudge[place] = TINY
                up, down = (walk(layer, given, time, sign * nudge.view(ROWS, UNITS), None) for sign in (1, -1))
                slope.view(-1)[place] = (up - down) / (2 * TINY)
            torch.testing.assert_close(norms[time], slope.norm(dim=1), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("cell", CELLS)
def test_terms_of_the_recurrent_weight_are_those_of_finite_differences(cell: str) -> None:
    made, given = stack(cell), inputs()[:1]
    norms = probe(made, given).term_norms()
    layer = made.cells(0)[0]
    with torch.no_grad():
        for time in range(STEPS):
            slope = torch.zeros_like(layer.weight_hidden)
            for place in range(slope.numel()):
                nudge = torch.zeros_like(slope)
                nudge.view(-1)[place] = TINY
                up, down = (walk(layer, given, time, None, sign * nudge) for sign in (1, -1))
                slope.view(-1)[place] = (up - down) / (2 * TINY)
            torch.testing.assert_close(norms[time], slope.norm()[None], rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("cell", CELLS)
def test_the_terms_add_up_to_the_gradient_of_the_weight(cell: str) -> None:
    made = stack(cell)
    trace = probe(made, inputs())
    pairs = zip(trace.products, trace.before, strict=True)
    total = sum(product.grad.T @ before for product, before in pairs if product.grad is not None)
    torch.testing.assert_close(total, made.cells(0)[0].weight_hidden.grad)
    assert len(trace.states) == STEPS


def test_a_linear_network_multiplies_by_its_weight_at_every_step() -> None:
    """Where all is positive a relu is linear: ∂L/∂h_t = (W_hᵀ)^(T-t) v for L = v · h_T."""
    made = Recurrent(cell=partial(RNN, nonlinearity="relu"), inputs=INPUTS, units=UNITS, layers=1).double()
    layer = made.cells(0)[0]
    with torch.no_grad():
        for seed, weight in enumerate((layer.weight_input, layer.weight_hidden)):
            weight.copy_(draw(*weight.shape, seed=seed).abs())
    direction = torch.tensor([2.0, -1.0], dtype=torch.float64)
    given = inputs().abs()
    with watched(made) as traces:
        outputs, _ = made(given, made.initial(ROWS, given))
        (outputs[:, -1] @ direction).sum().backward()
    norms = traces[0][0].state_norms()
    for back in range(STEPS):
        expected = torch.linalg.matrix_power(layer.weight_hidden.detach().T, back) @ direction
        torch.testing.assert_close(norms[STEPS - 1 - back], expected.norm().expand(ROWS))


def test_what_leads_to_no_loss_is_zero() -> None:
    made, given = stack("rnn"), inputs()
    with watched(made) as traces:
        outputs, _ = made(given, made.initial(ROWS, given))
        outputs[:, 1].sum().backward()
    assert [bool((norm > 0).all()) for norm in traces[0][0].state_norms()] == [True, True, False, False]


def test_without_a_recurrent_matrix_there_are_no_terms() -> None:
    trace = probe(stack("ssru"), inputs())
    assert len(trace.states) == STEPS and trace.term_norms() == []


@pytest.mark.parametrize("cell", ALL)
def test_afterwards_the_stack_is_as_before(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, given = stack(cell), inputs()
    layer = made.cells(0)[0]
    before, members = made(given, made.initial(ROWS, given))[0], set(vars(layer))
    with pytest.raises(RuntimeError), watched(made):
        torch.testing.assert_close(made(given, made.initial(ROWS, given))[0], before)
        raise RuntimeError
    assert set(vars(layer)) == members
    monkeypatch.setattr(layer, "run_loop", None)  # the kernel serves again
    torch.testing.assert_close(made(given, made.initial(ROWS, given))[0], before)


def test_the_last_pass_counts_and_each_layer_and_direction_is_apart() -> None:
    made = Recurrent(cell=GRU, inputs=INPUTS, units=UNITS, layers=2, bidirectional=True).double()
    for index in range(2):
        for layer in made.cells(index):
            layer.reset(Draw(torch.Generator().manual_seed(index)), "orthogonal")
    with watched(made) as traces:
        for _ in range(2):
            outputs, _ = made(inputs(), made.initial(ROWS, inputs()))
        outputs.sum().backward()
    assert [[len(trace.states) for trace in layer] for layer in traces] == [[STEPS] * 2] * 2
    assert [[trace.layer for trace in layer] for layer in traces] == [made.cells(0), made.cells(1)]
