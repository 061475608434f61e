"""First values: each class says its own, shared parameters are drawn once, and what nobody fills is an error."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from s2s.config.load import parse
from s2s.errors import UserError
from s2s.nn.cells.layer import Layer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.draw import Draw
from s2s.nn.labeller import PooledHead
from s2s.nn.model import build_model, initialise


def generator(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


GATES = {"rnn": 1, "gru": 3, "lstm": 4, "ssru": 2}
BIAS = {"rnn": [0.0], "gru": [0.0, 0.0, 0.0], "lstm": [0.0, 1.0, 0.0, 0.0], "ssru": [1.0]}
"""What the bias of each of a cell's gates begins with, those that have one: the forget gates' is 1."""


def of_layer(name: str, parameter: nn.Parameter, cell: str, draw: torch.Generator) -> None:
    """A layer's own parameter gate by gate: input weights Xavier, recurrent ones orthogonal, biases as `BIAS` says."""
    match name:
        case "weight_input":
            for block in parameter.chunk(GATES[cell]):
                nn.init.xavier_uniform_(block, generator=draw)
        case "weight_hidden":
            for block in parameter.chunk(GATES[cell]):
                nn.init.orthogonal_(block, generator=draw)
        case "bias":
            for block, value in zip(parameter.chunk(len(BIAS[cell])), BIAS[cell], strict=True):
                nn.init.constant_(block, value)
        case "bias_hidden":
            nn.init.zeros_(parameter)


def by_name(model: nn.Module, cell: str, width: int, draw: torch.Generator) -> None:
    """The order and the distributions by the names of parameters, as the networks of before were initialised."""
    done: set[int] = set()
    for module in model.modules():
        if isinstance(module, Layer):
            for name, parameter in module.named_parameters():
                of_layer(name, parameter, cell, draw)
        if isinstance(module, Layer | nn.LayerNorm):
            done |= {id(parameter) for parameter in module.parameters()}
    for name, parameter in model.named_parameters():
        if id(parameter) in done:
            continue
        with torch.no_grad():
            if name.endswith(("embedding.weight", "decoder.output")):
                parameter.normal_(0, width**-0.5, generator=draw)
            elif name.endswith("recurrent.start"):
                parameter.normal_(0, 0.0 if parameter.requires_grad else 0.1, generator=draw)
            elif parameter.dim() == 1:
                bound = parameter.shape[0] ** -0.5 if name.endswith("vector") else 0.0
                parameter.uniform_(-bound, bound, generator=draw)
            else:
                nn.init.xavier_uniform_(parameter, generator=draw)


@pytest.mark.parametrize("tie", ["all", "target", "none"])
@pytest.mark.parametrize("attention", ["additive", "multihead", "none"])
@pytest.mark.parametrize(("cell", "initial"), [("gru", "zero"), ("lstm", "random"), ("rnn", "zero"), ("ssru", "zero")])
def test_a_seed_gives_the_weights_that_it_always_gave(tie: str, attention: str, cell: str, initial: str) -> None:
    small = {"embedding": 8, "encoder": {"units": 8}, "decoder": {"units": 8}}
    chosen = {"cell": cell, "tie": tie, "attention": attention, "initial": initial}
    config = parse({"model": {**small, **chosen}}).model
    model, other = (build_model(config, 30, 30, seed=seed) for seed in (3, 4))
    by_name(other, cell, 8, generator(3))
    for (name, one), two in zip(model.named_parameters(), other.parameters(), strict=True):
        assert torch.equal(one, two), name


def test_a_shared_parameter_is_drawn_once() -> None:
    shared, alone = nn.Parameter(torch.zeros(3, 4)), nn.Parameter(torch.zeros(3, 4))
    draw = Draw(generator())
    draw.normal(shared, 1.0)
    draw.xavier(shared)
    draw.normal(alone, 1.0)
    again = generator()
    assert torch.equal(shared, torch.empty(3, 4).normal_(generator=again))
    assert torch.equal(alone, torch.empty(3, 4).normal_(generator=again))


def test_what_the_distributions_are() -> None:
    wide = {name: torch.ones(400, 100) for name in ("uniform", "normal", "xavier", "zero", "constant")}
    draw = Draw(generator())
    draw.uniform(wide["uniform"], 0.5)
    draw.normal(wide["normal"], 0.2)
    draw.xavier(wide["xavier"], blocks=4)
    draw.uniform(wide["zero"], 0.0)
    draw.constant(wide["constant"], 3.0)
    assert 0.499 < wide["uniform"].abs().max() <= 0.5 and abs(wide["uniform"].mean()) < 0.01
    assert wide["normal"].std() == pytest.approx(0.2, rel=0.02)
    assert wide["xavier"].std() == pytest.approx((2 / (100 + 100)) ** 0.5, rel=0.02)  # of each block
    assert not wide["zero"].any() and bool((wide["constant"] == 3).all())
    with pytest.raises(ValueError, match="diagonal: use orthogonal, identity, xavier or uniform"):
        Draw().recurrent(wide["uniform"], "diagonal")


class Forgetful(nn.Module):
    """Has a vector that its class says nothing of."""

    def __init__(self) -> None:
        super().__init__()
        self.linear, self.slope = nn.Linear(3, 3), nn.Parameter(torch.zeros(3))

    def forward(self, inputs: Tensor) -> Tensor:
        return self.linear(inputs) * self.slope


class Peephole(LSTM):
    """Forgets its own vector."""

    def __init__(self, *, inputs: int, units: int) -> None:
        super().__init__(inputs=inputs, units=units)
        self.peep = nn.Parameter(torch.zeros(units))


def test_what_nothing_fills_is_an_error_and_no_zeros() -> None:
    with pytest.raises(UserError, match=r"^Forgetful: nothing gives 1.slope first values; do so in the class's method"):
        initialise(nn.Sequential(nn.LayerNorm(3), Forgetful()), "orthogonal")
    with pytest.raises(UserError, match=r"^Peephole: nothing gives 0.peep first values; do so"):
        initialise(nn.Sequential(Peephole(inputs=2, units=3)), "orthogonal")


def test_torchs_own_modules_begin_as_they_should() -> None:
    model: Any = nn.Sequential(nn.LayerNorm(50), nn.Linear(50, 60), PooledHead(pooling="attention", width=60, units=60))
    initialise(model, "orthogonal")
    assert bool((model[0].weight == 1).all()) and not model[0].bias.any() and not model[1].bias.any()
    assert 0.9 * (6 / 110) ** 0.5 < model[1].weight.abs().max() <= (6 / 110) ** 0.5
    assert 0 < model[2].vector.abs().max() <= 60**-0.5
