"""What a course on recurrent networks tries against gradients that vanish or explode, each as a network to train."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional

from s2s.config.layers import DropoutConfig, EncoderConfig, Nonlinearity
from s2s.config.networks import CELL_VARIANTS
from s2s.config.schema import ModelConfig, OptimConfig, Pooling, RecurrentInit, Schedule
from s2s.nn.cells.layer import Layer, State
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.draw import Draw
from s2s.nn.encoder import TokenEncoder
from s2s.nn.labeller import Labeller
from s2s.nn.model import initialise, labeller
from s2s.nn.recurrent import Recurrent

EMBEDDING, UNITS = 16, 32
DELAY = 10


def adam() -> OptimConfig:
    """Adam with a constant rate, its gradient clipped to a norm of 1."""
    return OptimConfig(kind="adam", lr=3e-3, schedule=Schedule.constant, warmup=0, clip_norm=1.0)


def descent(lr: float, clip_norm: float | None = None) -> OptimConfig:
    """Plain gradient descent with momentum: its step is as long as the gradient, where Adam's is not."""
    kind = "sgd"
    return OptimConfig(kind=kind, lr=lr, momentum=0.9, schedule=Schedule.constant, warmup=0, clip_norm=clip_norm)


@dataclass(frozen=True)
class Method:
    """A network and how it is trained. `init` is that of the recurrent weights, ``uniform`` torch's own."""

    name: str
    group: str
    cell: str = "rnn"
    nonlinearity: Nonlinearity | None = None
    init: RecurrentInit = RecurrentInit.uniform
    inputs: float = 1.0
    """Factor of the input's first weights."""
    delay: int = 0
    """Steps that a connection skips; 0 for none."""
    pooling: Pooling = Pooling.last
    forget_bias: float | None = None
    chrono: bool = False
    """Whether the biases of the gates that keep know the number of steps, see `chrono`."""
    optim: OptimConfig = field(default_factory=adam)


RELU, IDENTITY = Nonlinearity.relu, RecurrentInit.identity
METHODS = (
    *(Method(name.replace("-", " "), "cells", *variant) for name, variant in CELL_VARIANTS.items()),
    Method("tanh, orthogonal", "initialisation", init=RecurrentInit.orthogonal),
    Method("tanh, orthogonal, inputs × 0.1", "initialisation", init=RecurrentInit.orthogonal, inputs=0.1),
    Method("relu, identity", "initialisation", nonlinearity=RELU, init=IDENTITY),
    Method("leaky relu, identity", "initialisation", nonlinearity=Nonlinearity.leaky_relu, init=IDENTITY),
    Method(f"tanh, skips of {DELAY} steps", "skip connections", delay=DELAY),
    Method("tanh, attention over all states", "skip connections", pooling=Pooling.attention),
    Method("lstm, forget bias 0", "gating", "lstm", forget_bias=0.0),
    Method("lstm, forget bias 5", "gating", "lstm", forget_bias=5.0),
    Method("lstm, biases log U(1, T)", "gating", "lstm", chrono=True),
    Method("gru, biases log U(1, T)", "gating", "gru", chrono=True),
    Method("relu, identity; rate 0.01", "exploding", nonlinearity=RELU, init=IDENTITY, optim=descent(0.01)),
    Method("… clipped to norm 1", "exploding", nonlinearity=RELU, init=IDENTITY, optim=descent(0.01, 1.0)),
    Method("… rate 0.0003", "exploding", nonlinearity=RELU, init=IDENTITY, optim=descent(0.0003)),
    Method("… gru, biases log U(1, T)", "exploding", "gru", chrono=True, optim=descent(0.01)),
)
"""Groups in the order of a course; the last one trains by plain gradient descent, so that what explodes can be seen."""


class Delayed(RNN):
    """h_t = φ(W_x x_t + W_h h_{t-1} + W_d h_{t-d} + b): a connection that skips d steps (Lin et al. 1996).

    Over τ steps a gradient then takes τ / d products at the least. The state is h_{t-1} … h_{t-d}.
    """

    def __init__(self, *, inputs: int, units: int, delay: int) -> None:
        super().__init__(inputs=inputs, units=units)
        self.parts = delay
        self.weight_delayed = nn.Parameter(torch.empty(units, units))

    def reset(self, draw: Draw, recurrent: str) -> None:
        """Draw W_d too, from U(-1/√H, 1/√H)."""
        super().reset(draw, recurrent)
        draw.uniform(self.weight_delayed, self.units**-0.5)

    def advance(self, projected: Tensor, product: Tensor, state: State) -> State:
        """One step, with W_d h_{t-d} added to what comes from the input."""
        late = functional.linear(state[-1], self.weight_delayed)
        return *self.activate(projected + late, product), *state[:-1]


def chrono(layer: Layer, steps: int, generator: torch.Generator) -> None:
    """Biases under which the gates keep what they hold for 1 to `steps` steps (arXiv:1804.11188, eq. 16)."""
    units = layer.units
    kept = torch.empty(units).uniform_(1, max(1.0, steps - 1), generator=generator).log()
    with torch.no_grad():
        layer.bias[units : 2 * units] = kept  # f of an LSTM, z of a GRU
        if isinstance(layer, LSTM):
            layer.bias[:units] = -kept


def network(method: Method, vocabulary: int, classes: int, steps: int, seed: int) -> Labeller:
    """Sequence → class: embedding, one layer of `method`, a linear layer; the weights are a function of `seed`."""
    config = ModelConfig(
        cell=method.cell,
        nonlinearity=method.nonlinearity,
        embedding=EMBEDDING,
        encoder=EncoderConfig(units=UNITS, layers=1, bidirectional=False),
        pooling=method.pooling,
        residual=False,
        layer_norm=False,
        recurrent_init=method.init,
        forget_bias=method.forget_bias,
        dropout=DropoutConfig(embedding=0.0, layers=0.0, readout=0.0),
    )
    model = initialise(labeller(config, vocabulary, classes, numeric=False), str(config.recurrent_init), seed)
    generator = torch.Generator().manual_seed(seed)
    assert isinstance(model.encoder, TokenEncoder)
    if method.delay:
        stack = Recurrent(cell=partial(Delayed, delay=method.delay), inputs=EMBEDDING, units=UNITS, layers=1)
        stack.cells(0)[0].reset(Draw(generator), str(method.init))
        model.encoder.recurrent = stack
    layer = model.encoder.recurrent.cells(0)[0]
    with torch.no_grad():
        layer.weight_input.mul_(method.inputs)
    if method.chrono:
        chrono(layer, steps, generator)
    return model
