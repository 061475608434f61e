"""A recurrent network unfolded over one sentence: every number of its forward pass, and the formula that it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

from s2s.config.schema import (
    Cell,
    DropoutConfig,
    EncoderConfig,
    ModelConfig,
    Nonlinearity,
    Pooling,
    RecurrentInit,
    Task,
)
from s2s.nn.cell import GRU, Layer
from s2s.nn.encoder import TokenEncoder
from s2s.nn.heads import Labeller
from s2s.nn.model import build, summary

Row = list[float]

FORMULAS: Mapping[str, Mapping[str, str]] = {
    "rnn": {"h": "{phi}(W_x x + W_h h' + b)"},
    "gru": {
        "r": "σ(W_xr x + W_hr h' + b_r)",
        "z": "σ(W_xz x + W_hz h' + b_z)",
        "n": "tanh(W_xn x + b_n + r ⊙ (W_hn h' + b_hn))",
        "h": "(1 - z) ⊙ n + z ⊙ h'",
    },
    "lstm": {
        "i": "σ(W_xi x + W_hi h' + b_i)",
        "f": "σ(W_xf x + W_hf h' + b_f)",
        "g": "tanh(W_xg x + W_hg h' + b_g)",
        "o": "σ(W_xo x + W_ho h' + b_o)",
        "c": "f ⊙ c' + i ⊙ g",
        "h": "o ⊙ tanh(c)",
    },
}
"""Of each cell, in the order of its forward pass; h' and c' are the state before the step."""
OUTPUT = "softmax(W_y h + b_y)"


@dataclass(frozen=True)
class Step:
    """One time step, every vector as a list."""

    token: str
    x: Row
    """(E,): the token's embedding, scaled by √E."""
    from_input: Row
    """(G·H,): W_x x + b, gate by gate."""
    from_state: Row
    """(G·H,): W_h h'."""
    values: dict[str, Row]
    """Gates, new content and state, (H,) each, in the order of `FORMULAS`."""
    y: Row
    """(V,): the probability of each word to be the next."""


@dataclass(frozen=True)
class Unfolded:
    cell: str
    nonlinearity: str
    words: list[str]
    """The vocabulary."""
    steps: list[Step]
    formulas: dict[str, str]
    weights: dict[str, list[Row]]
    """W_x, W_h, b, b_hn, W_y, b_y, gate by gate as in `s2s.nn.cell`; a bias is one row."""
    counts: list[tuple[str, str, int]]
    """Part, what its parameters are, how many; the total last."""


def network(cell: str, nonlinearity: str, vocabulary: int, embedding: int, units: int, seed: int) -> Labeller:
    """embedding → one recurrent layer → softmax over the words, untrained; its weights are a function of `seed`."""
    config = ModelConfig(
        cell=Cell(cell),
        nonlinearity=Nonlinearity(nonlinearity) if cell == "rnn" else None,
        embedding=embedding,
        encoder=EncoderConfig(units=units, layers=1, bidirectional=False),
        pooling=Pooling.none,
        residual=False,
        layer_norm=False,
        recurrent_init=RecurrentInit.uniform,
        dropout=DropoutConfig(embedding=0.0, layers=0.0, readout=0.0),
    )
    model = build(Task.tag, config, vocabulary, vocabulary, seed)
    assert isinstance(model, Labeller)
    return model.eval()


@torch.no_grad()
def unfold(tokens: Sequence[str], cell: str, nonlinearity: str, embedding: int, units: int, seed: int) -> Unfolded:
    """Take `tokens` through a fresh `network`, a step at a time."""
    words = list(dict.fromkeys(tokens))
    model = network(cell, nonlinearity, len(words), embedding, units, seed)
    encoder = model.encoder
    assert isinstance(encoder, TokenEncoder)
    stack, layer = encoder.recurrent, encoder.recurrent.cells(0)[0]
    state = stack.initial(1, model.output)
    formulas = {name: text.format(phi=nonlinearity.replace("_", " ")) for name, text in FORMULAS[cell].items()}
    steps = []
    for token in tokens:
        x = encoder.embedding(torch.tensor([words.index(token)]))
        given, returned = layer.project(x), layer.recur(state[:, 0, 0])
        named = dict(zip(layer.names, layer.activate(given, state[:, 0, 0]), strict=True))
        output, state = stack.step(x, state)
        named |= dict(zip(("h", "c"), state[0, 0, :, None], strict=False))
        chances = torch.softmax(torch.nn.functional.linear(output, model.output, model.bias), dim=1)
        values = {name: row(named[name]) for name in formulas}
        steps.append(Step(token, row(x), row(given), row(returned), values, row(chances)))
    weights = {
        "W_x": layer.weight_input,
        "W_h": layer.weight_hidden,
        "b": layer.bias[None],
        **({"b_hn": layer.bias_hidden[None]} if isinstance(layer, GRU) else {}),
        "W_y": model.output,
        "b_y": model.bias[None],
    }
    lists = {name: weight.tolist() for name, weight in weights.items()}
    return Unfolded(cell, nonlinearity, words, steps, formulas, lists, counts(model, layer, len(words), embedding))


def row(tensor: Tensor) -> Row:
    return [float(value) for value in tensor[0]]


def counts(model: Labeller, layer: Layer, vocabulary: int, embedding: int) -> list[tuple[str, str, int]]:
    """Each group of parameters with its shape in letters; they add up to what `summary` counts."""
    units, gates = layer.units, layer.gates
    stacked = f"{gates}H" if gates > 1 else "H"
    found = [
        ("embedding", f"V × E = {vocabulary} × {embedding}", vocabulary * embedding),
        ("W_x", f"{stacked} × E = {gates * units} × {embedding}", layer.weight_input.numel()),
        ("W_h", f"{stacked} × H = {gates * units} × {units}", layer.weight_hidden.numel()),
        ("b", f"{stacked} = {gates * units}", layer.bias.numel()),
    ]
    if isinstance(layer, GRU):
        found.append(("b_hn", f"H = {units}", units))
    found += [
        ("W_y", f"V × H = {vocabulary} × {units}", model.output.numel()),
        ("b_y", f"V = {vocabulary}", vocabulary),
    ]
    total = summary(model)[-1][1]
    assert sum(count for _, _, count in found) == total
    return [*found, ("total", "", total)]


def records(found: Unfolded) -> list[dict[str, Any]]:
    """A record of what stays the same, then one for each step."""
    steps = [{"step": number, **asdict(step)} for number, step in enumerate(found.steps, start=1)]
    parameters = {part: count for part, _, count in found.counts}
    same = {"cell": found.cell, "vocabulary": found.words, "formulas": {**found.formulas, "y": OUTPUT}}
    return [{**same, "weights": found.weights, "parameters": parameters}, *steps]
