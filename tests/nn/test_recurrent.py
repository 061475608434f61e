"""The recurrent stack against torch's modules, against textbook loops, and against padding."""

import itertools
from collections.abc import Callable
from functools import partial

import pytest
import torch
from reference import run_stack

from s2s.nn.cells.gru import GRU
from s2s.nn.cells.layer import Layer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.cells.ssru import SSRU
from s2s.nn.model import summary
from s2s.nn.recurrent import Recurrent, reversal, turn

CELLS: dict[str, Callable[..., Layer]] = {
    "tanh": RNN,
    "relu": partial(RNN, nonlinearity="relu"),
    "leaky": partial(RNN, nonlinearity="leaky_relu"),
    "gru": GRU,
    "lstm": LSTM,
    "ssru": SSRU,
}
GRID = list(itertools.product(CELLS, (1, 2), (False, True), (False, True), (False, True)))


def stack(cell: str, layers: int, both: bool | list[bool], residual: bool = False, norm: bool = False) -> Recurrent:
    made = Recurrent(
        cell=CELLS[cell], inputs=3, units=4, layers=layers, bidirectional=both, residual=residual, layer_norm=norm
    ).double()
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.normal_(0, 0.5, generator=generator)
    return made


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(4, 6, 3, generator=generator, dtype=torch.float64), torch.tensor([6, 1, 4, 3])


@pytest.mark.parametrize(("cell", "layers", "both", "residual", "norm"), GRID)
def test_equals_the_textbook_whatever_the_padding(
    cell: str, layers: int, both: bool, residual: bool, norm: bool
) -> None:
    model, (inputs, lengths) = stack(cell, layers, both, residual, norm), batch()
    outputs, state = model(inputs, model.initial(4, inputs), lengths)
    for row, length in enumerate(lengths.tolist()):
        expected, final = run_stack(model, inputs[row, :length])
        torch.testing.assert_close(outputs[row, :length], expected)
        for layer, expected in zip(state[row], final, strict=True):
            torch.testing.assert_close(layer, expected)


@pytest.mark.parametrize("cell", ["gru", "lstm", "ssru"])
@pytest.mark.parametrize(("residual", "norm"), [(False, False), (True, True)])
def test_the_first_layer_alone_in_both_directions(cell: str, residual: bool, norm: bool) -> None:
    """The textbook's stack has as many directions as each layer has; states of one direction are zero beyond it."""
    model, (inputs, lengths) = stack(cell, 3, [True, False, False], residual, norm), batch()
    assert [len(model.cells(index)) for index in range(3)] == [2, 1, 1] and model.adds(2) is residual
    outputs, state = model(inputs, model.initial(4, inputs), lengths)
    assert outputs.shape == (4, 6, 4) and state.shape == (4, 3, model.parts(), 8)
    assert not state[:, 1:, :, 4:].any()
    for row, length in enumerate(lengths.tolist()):
        expected, final = run_stack(model, inputs[row, :length])
        torch.testing.assert_close(outputs[row, :length], expected)
        for layer, width in zip(range(3), (8, 4, 4), strict=True):
            torch.testing.assert_close(state[row, layer, :, :width], final[layer])


@pytest.mark.parametrize("cell", ["tanh", "relu", "gru", "lstm"])
@pytest.mark.parametrize("both", [False, True])
def test_equals_torch(cell: str, both: bool) -> None:
    ours, (inputs, _) = stack(cell, 2, both), batch()
    kind = {"gru": torch.nn.GRU, "lstm": torch.nn.LSTM}.get(cell, torch.nn.RNN)
    extra = {"nonlinearity": cell} if kind is torch.nn.RNN else {}
    theirs = kind(3, 4, 2, bidirectional=both, batch_first=True, **extra).double()
    with torch.no_grad():
        for index, direction in itertools.product(range(2), range(2 if both else 1)):
            flat = ours.cells(index)[direction].flat()
            for name, tensor in zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), flat, strict=True):
                getattr(theirs, f"{name}_l{index}{'_reverse' if direction else ''}").copy_(tensor)
    mine, state = ours(inputs, ours.initial(4, inputs))
    other, final = theirs(inputs)
    torch.testing.assert_close(mine, other)
    hidden = final[0] if cell == "lstm" else final
    joined = hidden.view(2, -1, 4, 4).permute(2, 0, 1, 3).flatten(2)
    torch.testing.assert_close(state[:, :, 0], joined)
    ours_gradient = torch.autograd.grad(mine.square().sum(), ours.cells(0)[0].weight_hidden)[0]
    theirs_gradient = torch.autograd.grad(other.square().sum(), theirs.weight_hh_l0)[0]
    torch.testing.assert_close(ours_gradient, theirs_gradient)


@pytest.mark.parametrize("cell", ["tanh", "relu", "gru", "lstm"])
@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("kind", [torch.float64, torch.float32])  # oneDNN's LSTM is for fp32 only
def test_torchs_kernels_equal_the_loop(cell: str, padded: bool, kind: torch.dtype) -> None:
    (inputs, lengths), layer = batch(), stack(cell, 1, False).cells(0)[0]
    inputs, layer = inputs.to(kind), layer.to(kind)
    state = tuple(torch.full((4, 4), 0.1, dtype=kind) for _ in range(layer.parts))
    real = lengths if padded else None
    loop, end = layer.run_loop(inputs.transpose(0, 1), state, real, None)
    found = layer.run_fused(inputs.transpose(0, 1), state, real)
    assert found is not None
    fused, last = found
    for row, length in enumerate(lengths.tolist() if padded else [6] * 4):
        torch.testing.assert_close(loop[:length, row], fused[:length, row])
    torch.testing.assert_close(end, last)


@pytest.mark.parametrize("cell", list(CELLS))
def test_gradients_equal_finite_differences(cell: str) -> None:
    model, (inputs, lengths) = stack(cell, 1, True), batch()
    run = lambda x: model(x, model.initial(4, x), lengths)  # noqa: E731
    assert torch.autograd.gradcheck(run, (inputs.requires_grad_(),))


def test_recurrent_dropout_uses_one_mask_for_all_time_steps() -> None:
    layer = RNN(inputs=1, units=50, nonlinearity="relu")
    with torch.no_grad():
        layer.weight_input.fill_(1.0)
        torch.nn.init.eye_(layer.weight_hidden)
        layer.bias.zero_()
    model = Recurrent(cell=lambda **sizes: layer, inputs=1, units=50, layers=1, recurrent_dropout=0.5)
    ones = torch.ones(1, 5, 1)
    outputs, _ = model.train()(ones, model.initial(1, ones))
    dropped = outputs[0, 1] == 1.0
    assert 5 < dropped.sum() < 45
    assert bool((outputs[0, :, dropped] == 1.0).all()), "a unit dropped once is dropped at every step"
    torch.testing.assert_close(outputs[0, :, ~dropped][:, 0], torch.tensor([1.0, 3, 7, 15, 31]))
    still, _ = model.eval()(ones, model.initial(1, ones))
    torch.testing.assert_close(still[0, :, 0], torch.arange(1.0, 6))


def test_the_textbooks_count_of_parameters() -> None:
    model = torch.nn.Sequential(RNN(inputs=5, units=3), torch.nn.Linear(3, 1))
    assert summary(model)[-1] == ("total", 31)
    assert "two biases" in summary(torch.nn.Sequential(torch.nn.RNN(5, 3)))[0][0]


def test_what_is_turned_goes_back_and_so_do_gradients() -> None:
    inputs, lengths = batch()
    indices = reversal(lengths, 6, 4, inputs.device)
    turned = turn(inputs.transpose(0, 1), indices)
    for row, length in enumerate(lengths.tolist()):
        assert torch.equal(turned[:length, row], inputs[row, :length].flip(0))
        assert torch.equal(turned[length:, row], inputs[row, length:])
    assert torch.autograd.gradcheck(lambda x: turn(x, indices), (inputs.transpose(0, 1).requires_grad_(),))
    whole = reversal(None, 6, 4, inputs.device)
    assert torch.equal(turn(inputs.transpose(0, 1), whole), inputs.transpose(0, 1).flip(0))
