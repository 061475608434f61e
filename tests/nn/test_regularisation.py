"""Regularisation against the papers: variational dropout cell by cell, R-Drop over the whole network."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from s2s.config.load import parse
from s2s.data.batching import Batch, collate
from s2s.nn.cells.gru import GRU
from s2s.nn.cells.layer import Layer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.model import Seq2Seq, build_model
from s2s.nn.recurrent import Recurrent

UNITS, STEPS = 4, 5


def layer(kind: type[Layer]) -> Layer:
    made = kind(inputs=3, units=UNITS).double()
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.normal_(0, 0.7, generator=generator)
    return made


def by_hand(cell: Layer, x: Tensor, state: tuple[Tensor, ...], z: Tensor) -> tuple[Tensor, ...]:
    """One step of one sentence with the mask `z` where Gal and Ghahramani have it (arXiv:1512.05287, eq. 7): at h in
    the products with the recurrent weights, and nowhere else."""
    given, product = cell.weight_input @ x + cell.bias, cell.weight_hidden @ (state[0] * z)
    match cell:
        case LSTM():
            i, f, g, o = (given + product).chunk(4)
            memory = torch.sigmoid(f) * state[1] + torch.sigmoid(i) * torch.tanh(g)
            return torch.sigmoid(o) * torch.tanh(memory), memory
        case GRU():
            (xr, xz, xn), (hr, hz, hn) = given.chunk(3), product.chunk(3)
            new = torch.tanh(xn + torch.sigmoid(xr + hr) * (hn + cell.bias_hidden))
            update = torch.sigmoid(xz + hz)
            return ((1 - update) * new + update * state[0],)
        case _:
            return (torch.tanh(given + product),)


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
@pytest.mark.parametrize("lengths", [None, torch.tensor([5, 2, 4])])
def test_variational_dropout_masks_the_recurrent_products_alone(kind: type[Layer], lengths: Tensor | None) -> None:
    cell, generator = layer(kind), torch.Generator().manual_seed(1)
    inputs = torch.randn(STEPS, 3, 3, generator=generator, dtype=torch.float64)
    keep = torch.tensor([[2.0, 0, 0, 2], [0, 0, 2, 2], [2, 2, 2, 0]], dtype=torch.float64)
    first = tuple(torch.randn(3, UNITS, generator=generator, dtype=torch.float64) for _ in range(cell.parts))
    outputs, final = cell(inputs, first, lengths, keep)
    for row, length in enumerate([STEPS] * 3 if lengths is None else lengths.tolist()):
        state = tuple(part[row] for part in first)
        for time in range(length):
            state = by_hand(cell, inputs[time, row], state, keep[row])
            torch.testing.assert_close(outputs[time, row], state[0])
        for part, expected in zip(final, state, strict=True):
            torch.testing.assert_close(part[row], expected)


def test_a_gru_keeps_what_it_carries() -> None:
    """With its update gate open it is an identity, whatever the mask: 200 steps do not multiply 1 / (1 - p) up."""
    cell = GRU(inputs=1, units=3)
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.zero_()
        cell.bias[3:6] = 50.0
    start, keep = torch.tensor([[0.3, -0.2, 1.0]]), torch.tensor([[2.0, 0.0, 2.0]])
    outputs, _ = cell(torch.zeros(200, 1, 1), (start,), None, keep)
    torch.testing.assert_close(outputs[-1].detach(), start)


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_one_mask_for_a_sequence_another_for_each_layer_direction_and_call(kind: type[Layer]) -> None:
    model = Recurrent(cell=kind, inputs=3, units=6, layers=2, bidirectional=True, recurrent_dropout=0.4).train()
    masks: list[Tensor] = []
    keep = model.keep

    def noted(inputs: Tensor) -> Tensor:
        made = keep(inputs)
        assert made is not None
        masks.append(made)
        return made

    model.keep = noted  # type: ignore[method-assign]
    inputs = torch.randn(7, STEPS, 3)
    for _ in range(2):
        model(inputs, model.initial(7, inputs))
    assert len(masks) == 2 * 2 * 2 and all(mask.shape == (7, 6) for mask in masks), "none has a time axis"
    assert len({mask.numpy().tobytes() for mask in masks}) == len(masks)
    values = torch.cat(masks).unique()
    torch.testing.assert_close(values, torch.tensor([0.0, 1 / 0.6]))
    share = float((torch.cat(masks) == 0).float().mean())
    assert abs(share - 0.4) < 4 * math.sqrt(0.4 * 0.6 / (8 * 42))


DROPOUT = {"embedding": 0.3, "layers": 0.3, "readout": 0.3, "recurrent": 0.3, "word": 0.2}


def network(**dropout: float) -> Seq2Seq:
    every = dict.fromkeys(DROPOUT, 0.0) | dropout
    options = {"embedding": 8, "encoder": {"units": 8}, "decoder": {"units": 8}, "dropout": every}
    return build_model(parse({"model": options}).model, 30, 30, seed=3)


def batch() -> Batch:
    pairs = [([5, 6, 7, 8, 9], [6, 7]), ([10], [8, 9, 10, 11, 12]), ([11, 12, 4], [5]), ([13, 5], [4, 4, 4])]
    return collate(pairs)


def loss(model: Seq2Seq, smoothing: float, consistency: float) -> tuple[Tensor, Tensor]:
    one = batch()
    return model(one.source, one.lengths, one.target, one.mask, smoothing, consistency)


def test_r_drop_of_passes_that_agree_is_the_plain_loss() -> None:
    model = network().train()
    for plain, drawn in zip(loss(model, 0.1, 0.0), loss(model, 0.1, 5.0), strict=True):
        torch.testing.assert_close(drawn, plain)


def test_r_drop_is_the_papers_objective_of_two_passes_with_masks_of_their_own() -> None:
    """(CE(p) + CE(q)) / 2 + α/4 · (KL(p‖q) + KL(q‖p)), half of arXiv:2106.14448, eq. 4, from the network's own features."""
    model, one, alpha = network(**DROPOUT).train(), batch(), 3.0
    seen: list[Tensor] = []
    model.decoder.register_forward_hook(lambda module, inputs, output: seen.append(output))
    torch.manual_seed(1)
    found, plain = loss(model, 0.1, alpha)
    (features,), gold = seen, one.target[:, 1:][one.mask]
    passes = [model.decoder.logits(part[one.mask]) for part in features.chunk(2)]
    assert not torch.allclose(passes[0], passes[1]), "each pass has its own dropout"
    entropies = [functional.cross_entropy(z, gold, reduction="sum", label_smoothing=0.1) for z in passes]
    p, q = (z.log_softmax(dim=1) for z in passes)
    apart = (p.exp() * (p - q)).sum() + (q.exp() * (q - p)).sum()
    torch.testing.assert_close(found, sum(entropies) / 2 + alpha / 4 * apart, rtol=1e-4, atol=1e-4)
    hits = [functional.cross_entropy(z, gold, reduction="sum") for z in passes]
    torch.testing.assert_close(plain, sum(hits) / 2, rtol=1e-4, atol=1e-4)
