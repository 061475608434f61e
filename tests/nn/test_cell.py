"""One layer: against torch with padding and a first state, its gradients, its dropout, its initialisation."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from s2s.nn.cells.gru import GRU
from s2s.nn.cells.layer import Layer, State
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.cells.ssru import SSRU
from s2s.nn.draw import Draw
from s2s.nn.recurrent import Recurrent

KINDS = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
CELLS: dict[str, type[Layer]] = {"rnn": RNN, "gru": GRU, "lstm": LSTM}
ALL: dict[str, type[Layer]] = {**CELLS, "ssru": SSRU}
LENGTHS = torch.tensor([3, 6, 1, 4])
INPUTS, UNITS, STEPS, ROWS = 3, 4, 6, 4


def draw(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def fill(module: torch.nn.Module) -> None:
    with torch.no_grad():
        for seed, parameter in enumerate(module.parameters()):
            parameter.copy_(0.5 * draw(*parameter.shape, seed=seed))


def make(cell: str) -> Layer:
    layer = ALL[cell](inputs=INPUTS, units=UNITS).double()
    fill(layer)
    return layer


def first(layer: Layer) -> tuple[torch.Tensor, ...]:
    return tuple(draw(ROWS, UNITS, seed=20 + part) for part in range(layer.parts))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("both", [False, True])
def test_equals_torch_with_padding_a_first_state_and_every_gradient(cell: str, layers: int, both: bool) -> None:
    directions = 2 if both else 1
    ours = Recurrent(cell=CELLS[cell], inputs=INPUTS, units=UNITS, layers=layers, bidirectional=both).double()
    fill(ours)
    theirs = KINDS[cell](INPUTS, UNITS, layers, bidirectional=both, batch_first=True).double()
    pairs = []
    for index in range(layers):
        for direction, layer in enumerate(ours.cells(index)):
            suffix = f"_l{index}{'_reverse' if direction else ''}"
            for name, tensor in zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), layer.flat(), strict=True):
                getattr(theirs, name + suffix).data.copy_(tensor)
            pairs += [(layer.weight_input, getattr(theirs, "weight_ih" + suffix))]
            pairs += [(layer.weight_hidden, getattr(theirs, "weight_hh" + suffix))]
            pairs += [(layer.bias, getattr(theirs, "bias_ih" + suffix))]
    inputs, state = draw(ROWS, STEPS, INPUTS), draw(ROWS, layers, ours.parts(), directions * UNITS, seed=5)
    outputs, final = ours(inputs, state, LENGTHS)
    # torch keeps states as (L × directions, B, H), one tensor a part
    begin = [
        p.unflatten(2, (directions, UNITS)).permute(1, 2, 0, 3).flatten(0, 1).contiguous() for p in state.unbind(2)
    ]
    packed = pack_padded_sequence(inputs, LENGTHS, batch_first=True, enforce_sorted=False)
    made, end = theirs(packed, tuple(begin) if cell == "lstm" else begin[0])
    expected, _ = pad_packed_sequence(made, batch_first=True)
    ends = end if cell == "lstm" else (end,)
    for part, theirs_end in enumerate(ends):
        joined = theirs_end.unflatten(0, (layers, directions)).permute(2, 0, 1, 3).flatten(2)
        torch.testing.assert_close(final[:, :, part], joined)
    real = torch.arange(STEPS)[None] < LENGTHS[:, None]
    torch.testing.assert_close(outputs[real], expected[real])
    one = torch.autograd.grad(outputs[real].square().sum() + final.sin().sum(), [a for a, _ in pairs])
    loss = expected[real].square().sum() + sum(e.sin().sum() for e in ends)
    for mine, other in zip(one, torch.autograd.grad(loss, [b for _, b in pairs]), strict=True):
        torch.testing.assert_close(mine, other)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["whole", "padded"])
@pytest.mark.parametrize("kind", [torch.float64, torch.float32])
def test_torchs_kernels_have_the_same_gradients(cell: str, lengths: torch.Tensor | None, kind: torch.dtype) -> None:
    layer, gradients = make(cell).to(kind), []
    real = torch.arange(STEPS)[:, None] < (torch.full((ROWS,), STEPS) if lengths is None else lengths)[None]
    runs: list[Callable[..., Any]] = [partial(layer.run_loop, keep=None), layer.run_fused]
    for run in runs:
        inputs = draw(STEPS, ROWS, INPUTS).to(kind).requires_grad_()
        state = [part.to(kind) for part in first(layer)]
        for part in state:
            part.requires_grad_()
        outputs, end = run(inputs, tuple(state), lengths)
        loss = outputs[real].square().sum() + sum(part.sin().sum() for part in end)
        gradients.append(torch.autograd.grad(loss, [inputs, *state, *layer.parameters()]))
    for mine, other in zip(*gradients, strict=True):
        torch.testing.assert_close(mine, other)


def test_leaky_relu_has_no_fused_kernel() -> None:
    layer = RNN(inputs=INPUTS, units=UNITS, nonlinearity="leaky_relu").double()
    assert layer.run_fused(draw(STEPS, ROWS, INPUTS), first(layer), LENGTHS) is None


@pytest.mark.parametrize("cell", ALL)
def test_parameter_gradients_equal_finite_differences(cell: str) -> None:
    layer = make(cell)
    names, values = zip(*layer.named_parameters(), strict=True)
    inputs, lengths = draw(3, 2, INPUTS), torch.tensor([3, 2])
    keep = torch.tensor([[2.0, 0.0, 2.0, 0.0], [0.0, 2.0, 2.0, 0.0]], dtype=torch.float64)
    begin = tuple(part[:2] for part in first(layer))

    def run(*parameters: torch.Tensor) -> torch.Tensor:
        given = dict(zip(names, parameters, strict=True))
        outputs, end = torch.func.functional_call(layer, given, (inputs, begin, lengths, keep))
        return torch.cat([outputs[0].flatten(), *(part.flatten() for part in end)])

    assert torch.autograd.gradcheck(run, values)


def test_every_term_of_the_textbooks_sum() -> None:
    """∂L/∂W_h = Σ_j ∂L/∂ŷ · ∂ŷ/∂o_j · ∂⁺o_j/∂W_h with every Jacobian written out, and the same for W_x."""
    layer, head, gold = make("rnn"), draw(2, UNITS, seed=9), draw(2, seed=10)
    sentence = draw(5, INPUTS)
    states = [torch.zeros(UNITS, dtype=torch.float64)]
    for x in sentence:
        states.append(torch.tanh(layer.weight_input @ x + layer.weight_hidden @ states[-1] + layer.bias).detach())
    loss_by_y = head @ states[-1] - gold  # L = ½|ŷ - y|²
    hidden_sum, input_sum = torch.zeros_like(layer.weight_hidden), torch.zeros_like(layer.weight_input)
    for j in range(1, 6):
        y_by_o = head
        for k in range(5, j, -1):  # ∂o_k/∂o_{k-1} = diag(1 - o_k²) W_h
            y_by_o = y_by_o @ torch.diag(1 - states[k] ** 2) @ layer.weight_hidden.detach()
        flow = loss_by_y @ y_by_o @ torch.diag(1 - states[j] ** 2)
        hidden_sum = hidden_sum + torch.outer(flow, states[j - 1])
        input_sum = input_sum + torch.outer(flow, sentence[j - 1])
    outputs, _ = layer.run_loop(sentence[:, None], (states[0][None],), None, None)
    loss = 0.5 * (outputs[-1, 0] @ head.T - gold).square().sum()
    both = torch.autograd.grad(loss, (layer.weight_hidden, layer.weight_input))
    torch.testing.assert_close(both[0], hidden_sum)
    torch.testing.assert_close(both[1], input_sum)


@pytest.mark.parametrize("cell", CELLS)
def test_recurrent_dropout_silences_the_recurrent_product(cell: str) -> None:
    """A unit that is dropped everywhere behaves as if its column of W_h were zero in every product."""
    layer, other = make(cell), make(cell)
    keep = torch.tensor([1.0, 0.0, 1.0, 0.0], dtype=torch.float64).expand(ROWS, UNITS)
    with torch.no_grad():
        other.weight_hidden.mul_(keep[0])
    inputs, state = draw(STEPS, ROWS, INPUTS), first(layer)
    outputs, _ = layer.run_loop(inputs, state, None, keep)
    expected, _ = other.run_loop(inputs, state, None, None)
    torch.testing.assert_close(outputs, expected)


@pytest.mark.parametrize("cell", CELLS)
def test_the_hidden_state_stays_bounded_under_recurrent_dropout(cell: str) -> None:
    """|h| ≤ 1 for every cell: the mask's factor 1 / (1 - p) must not pile up over time."""
    layer = make(cell)
    if cell == "gru":
        with torch.no_grad():
            layer.bias[UNITS : 2 * UNITS] = 3.0  # an update gate that keeps what it has
    zero = tuple(torch.zeros_like(part) for part in first(layer))
    keep = torch.full((ROWS, UNITS), 2.0, dtype=torch.float64)
    outputs, _ = layer.run_loop(draw(40, ROWS, INPUTS), zero, None, keep)
    assert float(outputs.detach().abs().max()) <= 1.0


@pytest.mark.parametrize("cell", CELLS)
def test_initialisation_gate_by_gate(cell: str) -> None:
    layer = CELLS[cell](inputs=6, units=5)
    layer.reset(Draw(), "orthogonal")
    for gate in layer.weight_hidden.chunk(layer.gates):
        torch.testing.assert_close(gate @ gate.T, torch.eye(5), rtol=0, atol=1e-5)
    for gate in layer.weight_input.chunk(layer.gates):
        assert 0 < float(gate.detach().abs().max()) <= (6 / (6 + 5)) ** 0.5
    layer.reset(Draw(), "identity")
    for gate in layer.weight_hidden.chunk(layer.gates):
        torch.testing.assert_close(gate.detach(), torch.eye(5))
    layer.reset(Draw(), "uniform")
    assert float(layer.weight_hidden.detach().abs().max()) <= 5**-0.5
    expected = torch.zeros(layer.gates * 5)
    if cell == "lstm":
        expected[5:10] = 1.0
    torch.testing.assert_close(layer.bias.detach(), expected)


@pytest.mark.parametrize("bias", [1.0, -0.5])
def test_an_ssru_has_no_recurrent_matrix_and_one_bias(bias: float) -> None:
    layer = SSRU(inputs=6, units=5, forget_bias=bias)
    layer.reset(Draw(), "orthogonal")
    assert {name: tuple(parameter.shape) for name, parameter in layer.named_parameters()} == {
        "weight_input": (10, 6),
        "bias": (5,),
    }
    assert layer.bias.tolist() == [bias] * 5
    for gate in layer.weight_input.chunk(2):
        assert 0 < float(gate.detach().abs().max()) <= (6 / (6 + 5)) ** 0.5


@pytest.mark.parametrize("precision", [None, torch.bfloat16])
def test_an_ssrus_steps_are_those_of_the_whole_sequence_bit_by_bit(precision: torch.dtype | None) -> None:
    layer = SSRU(inputs=24, units=40)
    layer.reset(Draw(torch.Generator().manual_seed(1)), "orthogonal")
    inputs = draw(30, 5, 24).float()
    with torch.no_grad(), torch.autocast("cpu", precision or torch.bfloat16, enabled=precision is not None):
        outputs, (final,) = layer(inputs, (torch.zeros(5, 40),))
        state: tuple[torch.Tensor, ...] = (torch.zeros(5, 40),)
        for step, output in zip(inputs, outputs, strict=True):
            state = layer.step(step, state)
            torch.testing.assert_close(layer.output(state).to(output.dtype), output, rtol=1e-6, atol=1e-6)
        assert final.dtype == torch.float32
        torch.testing.assert_close(state[0], final, rtol=1e-6, atol=1e-6)
        projected = layer.project(inputs)
        state, again = (torch.zeros(5, 40),), layer.run_steps(inputs, (torch.zeros(5, 40),), None, None)
        for step in projected:
            state = layer.advance(step, layer.recur(state[0]), state)
    assert again is not None and torch.equal(state[0], again[1][0])


class Leaky(Layer):
    """c' = a ⊙ c + u, h = tanh(c'): an elementwise cell that brings nothing but its equations."""

    gates, parts, elementwise = 1, 1, True

    def advance(self, projected: torch.Tensor, product: torch.Tensor, state: State) -> State:
        assert product.shape == (len(projected), 0)
        return (0.5 * state[0] + projected,)

    def output(self, state: State) -> torch.Tensor:
        return torch.tanh(state[0])


def test_an_elementwise_cell_of_the_users_own() -> None:
    layer = Leaky(inputs=INPUTS, units=UNITS).double()
    layer.reset(Draw(), "orthogonal")
    assert [name for name, _ in layer.named_parameters()] == ["weight_input", "bias"] and not layer.has_onnx()
    inputs, (begin,) = draw(STEPS, ROWS, INPUTS), first(layer)
    outputs, (final,) = layer(inputs, (begin,), LENGTHS)
    for row, length in enumerate(LENGTHS.tolist()):
        memory = begin[row]
        for time in range(length):
            memory = 0.5 * memory + layer.weight_input @ inputs[time, row] + layer.bias
            torch.testing.assert_close(outputs[time, row], memory.tanh())
        torch.testing.assert_close(final[row], memory)


class Squared(SSRU):
    """What it gives of its state is another function, so that it inherits neither gradients nor ONNX."""

    def output(self, state: State) -> torch.Tensor:
        return torch.relu(state[0]).square()


def test_a_subclass_with_another_output_inherits_nothing_that_computes_the_old_one() -> None:
    layer = Squared(inputs=INPUTS, units=UNITS)
    assert layer.steps() is None and not layer.formulas and not layer.has_onnx()


def test_initialisation_follows_the_seed_and_the_forget_bias() -> None:
    made = []
    for seed in (1, 1, 2):
        layer = LSTM(inputs=3, units=4, forget_bias=0.5)
        layer.reset(Draw(torch.Generator().manual_seed(seed)), "xavier")
        made.append(layer.weight_hidden.detach())
    assert torch.equal(made[0], made[1]) and not torch.equal(made[0], made[2])
    assert layer.bias[4:8].tolist() == [0.5] * 4
