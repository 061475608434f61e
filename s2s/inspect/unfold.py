"""A recurrent network unfolded over one sentence: every number of its forward pass, and the formula that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

from s2s.config.layers import DropoutConfig, EncoderConfig, Nonlinearity
from s2s.config.networks import CELLS
from s2s.config.schema import ModelConfig, Pooling, RecurrentInit
from s2s.errors import UserError
from s2s.nn.cells.layer import Layer
from s2s.nn.encoder import TokenEncoder
from s2s.nn.labeller import Labeller
from s2s.nn.model import initialise, labeller, summary

Row = list[float]

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
    """(G·H,): W_h h'; nothing where the cell has no W_h."""
    values: dict[str, Row]
    """Gates, new content and state, (H,) each, in the order of the cell's formulas."""
    y: Row
    """(V,): the probability of each word to be the next."""


@dataclass(frozen=True)
class Unfolded:
    """A small network over a sentence, with every number of its forward pass."""

    cell: str
    nonlinearity: str | None
    """Of a cell that has a choice."""
    gates: int
    """G, the blocks of rows in W_x, W_h and b."""
    words: list[str]
    """The vocabulary."""
    steps: list[Step]
    formulas: dict[str, str]
    weights: dict[str, list[Row]]
    """W_x, W_h, b, what else the cell has, W_y, b_y, gate by gate as in `s2s.nn.cells`; a bias is one row."""
    counts: list[tuple[str, str, int]]
    """Part, what its parameters are, how many; the total last."""


def network(cell: str, nonlinearity: str | None, vocabulary: int, embedding: int, units: int, seed: int) -> Labeller:
    """embedding → one recurrent layer → softmax over the words, untrained; its weights are a function of `seed`."""
    config = ModelConfig(
        cell=cell,
        nonlinearity=None if nonlinearity is None else Nonlinearity(nonlinearity),
        embedding=embedding,
        encoder=EncoderConfig(units=units, layers=1, bidirectional=False),
        pooling=Pooling.none,
        residual=False,
        layer_norm=False,
        recurrent_init=RecurrentInit.uniform,
        dropout=DropoutConfig(embedding=0.0, layers=0.0, readout=0.0),
    )
    model = labeller(config, vocabulary, vocabulary, numeric=False)
    return initialise(model, str(config.recurrent_init), seed).eval()


@torch.no_grad()
def unfold(tokens: Sequence[str], cell: str, nonlinearity: str, embedding: int, units: int, seed: int) -> Unfolded:
    """Take `tokens` through a fresh `network`, a step at a time. Raises `UserError` for a cell without formulas.

    A cell that has no choice of nonlinearity pays no heed to it.
    """
    words = list(dict.fromkeys(tokens))
    chosen = nonlinearity if "nonlinearity" in CELLS.facts(cell).options else None
    model = network(cell, chosen, len(words), embedding, units, seed)
    encoder = model.encoder
    assert isinstance(encoder, TokenEncoder)
    stack, layer = encoder.recurrent, encoder.recurrent.cells(0)[0]
    state = stack.initial(1, model.output)
    formulas = {name: text.format(phi=nonlinearity.replace("_", " ")) for name, text in layer.formulas.items()}
    if not formulas:
        raise UserError(
            f"{cell}: brings no formulas; give the class `activate`, `names` and `formulas` (s2s.nn.cells.layer)"
        )
    steps = []
    for token in tokens:
        x = encoder.embedding(torch.tensor([words.index(token)]))
        given, returned = layer.project(x), layer.recur(state[:, 0, 0])
        known = dict(zip(layer.names, layer.activate(given, returned), strict=True))
        output, state = stack.step(x, state)
        known |= {"h": output} | dict(zip(layer.states, state[0, 0, :, None], strict=False))
        chances = torch.softmax(torch.nn.functional.linear(output, model.output, model.bias), dim=1)
        values = {name: row(known[name]) for name in formulas}
        steps.append(Step(token, row(x), row(given), row(returned), values, row(chances)))
    weights = {symbol: parameter if parameter.dim() > 1 else parameter[None] for symbol, parameter in named(layer)}
    weights |= {"W_y": model.output, "b_y": model.bias[None]}
    lists = {name: weight.tolist() for name, weight in weights.items()}
    counted = counts(model, layer, len(words), embedding)
    return Unfolded(cell, chosen, layer.gates, words, steps, formulas, lists, counted)


def named(layer: Layer) -> list[tuple[str, Tensor]]:
    """The parameters of a layer under the names that its equations use."""
    return [(layer.symbols.get(name, name), parameter) for name, parameter in layer.named_parameters()]


def row(tensor: Tensor) -> Row:
    """The numbers of the only example of a batch."""
    return [float(value) for value in tensor[0]]


def counts(model: Labeller, layer: Layer, vocabulary: int, embedding: int) -> list[tuple[str, str, int]]:
    """Each group of parameters with its shape in letters; they add up to what `summary` counts."""
    units, gates = layer.units, layer.gates
    letters = {units: "H", gates * units: f"{gates}H" if gates > 1 else "H"}

    def shape(symbol: str, sizes: Sequence[int]) -> str:
        """``4H × E = 12 × 2``."""
        read = ["E" if symbol == "W_x" and axis else letters.get(size, str(size)) for axis, size in enumerate(sizes)]
        return f"{' × '.join(read)} = {' × '.join(map(str, sizes))}"

    parts = [("embedding", f"V × E = {vocabulary} × {embedding}", vocabulary * embedding)]
    parts += [(symbol, shape(symbol, parameter.shape), parameter.numel()) for symbol, parameter in named(layer)]
    parts += [
        ("W_y", f"V × H = {vocabulary} × {units}", model.output.numel()),
        ("b_y", f"V = {vocabulary}", vocabulary),
    ]
    total = summary(model)[-1][1]
    assert sum(count for _, _, count in parts) == total
    return [*parts, ("total", "", total)]


def records(unfolded: Unfolded) -> list[dict[str, Any]]:
    """A record of what stays the same, then one for each step."""
    steps = [{"step": number, **asdict(step)} for number, step in enumerate(unfolded.steps, start=1)]
    parameters = {part: count for part, _, count in unfolded.counts}
    same = {"cell": unfolded.cell, "vocabulary": unfolded.words, "formulas": {**unfolded.formulas, "y": OUTPUT}}
    return [{**same, "weights": unfolded.weights, "parameters": parameters}, *steps]
