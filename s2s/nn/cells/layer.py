"""One recurrent layer in one direction: what all cells share, and the loop over time.

The input's product is taken for all positions in one call, so that the loop holds only what is truly sequential.
Where torch has a kernel for all steps the same parameters go through that, on a GPU and in fp32 on a CPU; elsewhere the
loop's gradients are written out, which is as fast or faster (benchmarks/cells.py). The numbers are the same but for rounding.
A cell that brings neither runs through the plain loop, and autograd finds its gradients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from s2s.nn.cells.through_time import Steps, run
from s2s.nn.derived import brings, own
from s2s.nn.draw import Draw
from s2s.nn.onnx import Array, Graph, array
from s2s.nn.precision import precision

State = tuple[Tensor, ...]
"""A layer's state: P tensors (B, H). The first goes into the recurrent product, and is the output unless `Layer.output` says else."""
EQUATIONS = ("project", "recur", "activate", "combine", "advance", "output", "step", "forward", "run_loop")
DERIVED = ("names", "formulas", "steps", "fused", "held", "stacked", "onnx_step", "onnx_output")
"""What a subclass that replaces one of the equations does not inherit."""
ONNX = (
    ("project", "onnx_input"),
    ("output", "onnx_output"),
    *((name, "onnx_step") for name in ("recur", "activate", "combine", "advance")),
)


class MakeLayer(Protocol):
    """What makes a layer of one cell: its class, or its class with some options given."""

    def __call__(self, *, inputs: int, units: int) -> Layer:
        """A layer of `units` H over inputs of width I."""


class Layer(nn.Module):
    """A cell over time. Subclasses give `gates` and `parts`, and either `activate` and `combine`, or `advance`.

    Parameters are laid out as in torch (gates stacked in ``weight_input`` (G·H, I) and ``weight_hidden`` (G·H, H)),
    with a single ``bias`` (G·H,) per unit where torch keeps two. An `elementwise` cell has no ``weight_hidden``.
    """

    gates: int
    """G, the blocks of H rows in the weights."""
    parts: int = 1
    """P, the tensors of a state."""
    options: ClassVar[tuple[str, ...]] = ()
    """Options of the model that have an effect on the cell: they are keywords of its constructor."""
    identity: ClassVar[bool] = False
    """Whether recurrent weights that start as the identity make sense."""
    elementwise: ClassVar[bool] = False
    """Whether each unit sees of the state before only its own: there is no ``weight_hidden``, and its product has no column."""
    states: ClassVar[tuple[str, ...]] = ("h", "c")
    """The parts of the state, as the equations call them."""
    names: ClassVar[tuple[str, ...]] = ()
    """What `activate` gives, as the equations call it."""
    formulas: ClassVar[Mapping[str, str]] = {}
    """Gates, new content and state in the order of a step, each with its equation; h' and c' are the state before."""
    symbols: ClassVar[Mapping[str, str]] = {"weight_input": "W_x", "weight_hidden": "W_h", "bias": "b"}
    """Parameter → what the equations call it."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        own(cls, Layer, EQUATIONS, DERIVED)

    @classmethod
    def has_onnx(cls) -> bool:
        """Whether the cell can be exported."""
        return brings(cls, Layer, ONNX)

    def __init__(self, *, inputs: int, units: int) -> None:
        """`inputs` is I, the width of what comes in, `units` H that of the hidden state."""
        super().__init__()
        self.inputs, self.units = inputs, units
        self.weight_input = nn.Parameter(torch.empty(self.gates * units, inputs))
        if not self.elementwise:
            self.weight_hidden = nn.Parameter(torch.empty(self.gates * units, units))
        self.bias = nn.Parameter(torch.zeros(self.gates * units))

    def reset(self, draw: Draw, recurrent: str) -> None:
        """First values, gate by gate: Xavier for the input, `recurrent` for the hidden weights, zero for the biases."""
        draw.xavier(self.weight_input, blocks=self.gates)
        if not self.elementwise:
            draw.recurrent(self.weight_hidden, recurrent, blocks=self.gates)
        draw.constant(self.bias, 0.0)

    def activate(self, projected: Tensor, product: Tensor) -> tuple[Tensor, ...]:
        """The gates and the new content of one time step, (B, H) each.

        `projected` (B, G·H) is the input's share of every gate, `product` (B, G·H) that of the last hidden state.
        """
        raise NotImplementedError

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        """The new state, from what `activate` gave and the state before it."""
        raise NotImplementedError

    def advance(self, projected: Tensor, product: Tensor, state: State) -> State:
        """One time step: the new state from the shares of input and hidden state, (B, G·H), and the state before it."""
        return self.combine(self.activate(projected, product), state)

    def output(self, state: State) -> Tensor:
        """What the layer gives of its state, of one step (B, H) or of all (T, B, H)."""
        return state[0]

    def steps(self) -> Steps | None:
        """The same equations with their gradients written out; None if there are none."""
        return None

    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        """The whole sequence in torch's kernel; None if there is no such kernel.

        `flat` are the parameters as `self.flat()` lists them.
        """
        return None

    def project(self, inputs: Tensor) -> Tensor:
        """The input's share of every gate: (…, I) → (…, G·H)."""
        return functional.linear(inputs, self.weight_input, self.bias)

    def recur(self, hidden: Tensor) -> Tensor:
        """The last hidden state's share of every gate: (B, H) → (B, G·H), or (B, 0) of an `elementwise` cell."""
        if self.elementwise:
            return hidden.new_empty(len(hidden), 0)
        return functional.linear(hidden, self.weight_hidden)

    def step(self, inputs: Tensor, state: State) -> State:
        """One time step: inputs (B, I)."""
        return self.advance(self.project(inputs), self.recur(state[0]), state)

    def forward(
        self, inputs: Tensor, state: State, lengths: Tensor | None = None, keep: Tensor | None = None
    ) -> tuple[Tensor, State]:
        """Run over time-major inputs (T, B, I) → outputs (T, B, H) and the state after each sequence's last real step.

        `lengths` (B,), on the CPU or where the inputs are, gives the real steps; None means all T. `keep` (B, H) multiplies the hidden state in
        every recurrent product: variational dropout, one mask for all time steps (arXiv:1512.05287, eq. 7). What a GRU
        carries over stays whole, or masks of 1 / (1 - p) would multiply up over time.
        """
        if inputs.device.type not in ("cpu", "cuda"):  # elsewhere nobody has tried
            return self.run_loop(inputs, state, lengths, keep)
        result = None
        if keep is None and (inputs.is_cuda or not torch.is_autocast_enabled("cpu")):
            result = self.run_fused(inputs, state, lengths)
        result = result or self.run_steps(inputs, state, lengths, keep)
        return result or self.run_loop(inputs, state, lengths, keep)

    def run_loop(
        self, inputs: Tensor, state: State, lengths: Tensor | None, keep: Tensor | None
    ) -> tuple[Tensor, State]:
        """`forward` as a plain loop over time; differentiable as it stands, so this is also the textbook's unfolding."""
        steps: list[State] = []
        for projected in self.project(inputs).unbind(0):
            hidden = state[0] if keep is None else state[0] * keep
            state = self.advance(projected, self.recur(hidden), state)
            steps.append(state)
        return self.gathered(steps, lengths)

    def gathered(self, steps: Sequence[State], lengths: Tensor | None) -> tuple[Tensor, State]:
        """The states after each step → outputs (T, B, H) and the state after each sequence's last real step."""
        if lengths is None:
            return torch.stack([self.output(step) for step in steps]), steps[-1]
        states = tuple(torch.stack(part) for part in zip(*steps, strict=True))
        outputs = self.output(states)
        last = ends(outputs, lengths)
        return outputs, tuple(part[last] for part in states)

    def run_steps(
        self, inputs: Tensor, state: State, lengths: Tensor | None, keep: Tensor | None
    ) -> tuple[Tensor, State] | None:
        """`forward` with its gradients written out, or None where they are not."""
        steps = self.steps()
        if steps is None:
            return None
        states = run(steps, inputs, state, keep, self.flat())
        last = -1 if lengths is None else ends(inputs, lengths)
        outputs, kind = self.output(states), precision(inputs)
        return outputs if kind is None else outputs.to(kind), tuple(part[last] for part in states)

    def run_fused(self, inputs: Tensor, state: State, lengths: Tensor | None) -> tuple[Tensor, State] | None:
        """`forward` in torch's kernel over padding and all, or None where there is none for this cell.

        Lengths that lie on a GPU are not looked at, since the processor would wait for them.
        """
        if lengths is None or (not lengths.is_cuda and int(lengths.min()) == len(inputs)):
            return self.fused(inputs, state, self.flat())
        result = self.fused(*self.held(inputs, lengths, state))
        if result is None:
            return None
        outputs, after = result
        return outputs, (outputs[ends(outputs, lengths)], *after[1:])

    def held(self, inputs: Tensor, lengths: Tensor, state: State) -> tuple[Tensor, State, list[Tensor]]:
        """Arguments of `fused` under which parts of the state other than the first stay as they are over padding."""
        return inputs, state, self.flat()

    def flat(self) -> list[Tensor]:
        """W_x, W_h, b and b_h, as torch's kernels take them: their second bias is zero. Without W_h it and b_h have no rows."""
        if self.elementwise:
            return [self.weight_input, self.bias.new_empty(0, self.units), self.bias, self.bias.new_empty(0)]
        return [self.weight_input, self.weight_hidden, self.bias, torch.zeros_like(self.bias)]

    def onnx_input(self, graph: Graph, inputs: str, name: str) -> str:
        """`project` as ONNX: (…, I) → (…, G·H)."""
        return graph.linear(inputs, self.stacked(self.weight_input), self.stacked(self.bias), f"{name}.input")

    def onnx_step(self, graph: Graph, projected: str, state: Sequence[str], name: str) -> list[str]:
        """`advance` with its recurrent product as ONNX: the projected input (…, G·H) and the state, P of (…, H)."""
        raise NotImplementedError

    def onnx_output(self, graph: Graph, state: Sequence[str]) -> str:
        """`output` as ONNX: the state, P of (…, H) → (…, H)."""
        return state[0]

    def stacked(self, parameter: Tensor) -> Array:
        """A parameter (G·H, …) with its gates in the order in which `onnx_step` takes them."""
        return array(parameter)


def ends(outputs: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    """The index of each sequence's last real step in outputs (T, B, H)."""
    return lengths.to(outputs.device) - 1, torch.arange(outputs.shape[1], device=outputs.device)
