"""One recurrent layer in one direction: its parameters, its equations, and its loop over time.

The input's product is taken for all positions in one call, so that the loop holds only what is truly sequential.
Where torch has a kernel for all steps the same parameters go through that, on a GPU and in fp32 on a CPU; elsewhere the
loop's gradients are written out, which is as fast or faster (benchmarks/cells.py). The numbers are the same but for rounding.
"""

from __future__ import annotations

import math
from abc import abstractmethod

import torch
from torch import Tensor, nn
from torch.nn import functional

from s2s.nn.kernels import call
from s2s.nn.through_time import GRUSteps, LSTMSteps, RNNSteps, Steps, run

State = tuple[Tensor, ...]
"""A layer's state: P tensors (B, H); the first is the hidden state, which is also the output."""
SATURATED = 1e4
"""Where the logistic function is 0 on one side and 1 on the other, exactly."""


class Layer(nn.Module):
    """What the three cells share.

    Parameters are laid out as in torch (gates stacked in ``weight_input`` (G·H, I) and ``weight_hidden`` (G·H, H)),
    with a single ``bias`` (G·H,) per unit where torch keeps two.
    """

    gates: int
    parts: int = 1
    names: tuple[str, ...]
    """What `activate` gives, as the equations call it."""
    stepwise = False
    """Whether `forward` is `run_loop` always: for who changes single steps, or watches them."""

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.inputs, self.units = inputs, units
        self.weight_input = nn.Parameter(torch.empty(self.gates * units, inputs))
        self.weight_hidden = nn.Parameter(torch.empty(self.gates * units, units))
        self.bias = nn.Parameter(torch.zeros(self.gates * units))

    def reset(self, recurrent: str, generator: torch.Generator | None = None) -> None:
        """Initialise gate by gate: Xavier for the input, `recurrent` for the hidden weights, zero for the biases."""
        with torch.no_grad():
            for gate in self.weight_input.chunk(self.gates):
                nn.init.xavier_uniform_(gate, generator=generator)
            for gate in self.weight_hidden.chunk(self.gates):
                match recurrent:
                    case "orthogonal":
                        nn.init.orthogonal_(gate, generator=generator)
                    case "identity":
                        nn.init.eye_(gate)
                    case "xavier":
                        nn.init.xavier_uniform_(gate, generator=generator)
                    case _:
                        bound = 1 / math.sqrt(self.units)
                        nn.init.uniform_(gate, -bound, bound, generator=generator)
            self.bias.zero_()

    @abstractmethod
    def activate(self, projected: Tensor, hidden: Tensor) -> tuple[Tensor, ...]:
        """The gates and the new content of one time step, (B, H) each, from the projected input (B, G·H) and h_{t-1}."""

    @abstractmethod
    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        """The new state, from what `activate` gave and the state before it."""

    def advance(self, projected: Tensor, state: State) -> State:
        """One time step from the projected input (B, G·H) and the state before it."""
        return self.combine(self.activate(projected, state[0]), state)

    @abstractmethod
    def steps(self) -> Steps:
        """The same equations with their gradients written out."""

    @abstractmethod
    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        """The whole sequence in torch's kernel; None if there is no such kernel.

        `flat` are the parameters as `self.flat()` lists them.
        """

    def project(self, inputs: Tensor) -> Tensor:
        """The input's share of every gate: (…, I) → (…, G·H)."""
        return functional.linear(inputs, self.weight_input, self.bias)

    def recur(self, hidden: Tensor) -> Tensor:
        """The last state's share of every gate: (B, H) → (B, G·H)."""
        return functional.linear(hidden, self.weight_hidden)

    def step(self, inputs: Tensor, state: State) -> State:
        """One time step: inputs (B, I)."""
        return self.advance(self.project(inputs), state)

    def forward(
        self, inputs: Tensor, state: State, lengths: Tensor | None = None, keep: Tensor | None = None
    ) -> tuple[Tensor, State]:
        """Run over time-major inputs (T, B, I) → outputs (T, B, H) and the state after each sequence's last real step.

        `lengths` (B,), on the CPU, gives the real steps; None means all T. `keep` (B, H) multiplies the hidden state in
        every recurrent product: variational dropout, one mask for all time steps (arXiv:1512.05287, eq. 7). What a GRU
        carries over stays whole, or masks of 1 / (1 - p) would multiply up over time.
        """
        if self.stepwise or inputs.device.type not in ("cpu", "cuda"):  # elsewhere nobody has tried
            return self.run_loop(inputs, state, lengths, keep)
        result = None
        if keep is None and (inputs.is_cuda or inputs.device.type == "cpu" and not torch.is_autocast_enabled("cpu")):
            result = self.run_fused(inputs, state, lengths)
        return result or self.run_steps(inputs, state, lengths, keep)

    def run_loop(
        self, inputs: Tensor, state: State, lengths: Tensor | None, keep: Tensor | None
    ) -> tuple[Tensor, State]:
        """`forward` as a plain loop over time; differentiable as it stands, so this is also the textbook's unfolding."""
        steps: list[State] = []
        for projected in self.project(inputs).unbind(0):
            if keep is None:
                state = self.advance(projected, state)
            else:
                state = self.combine(self.activate(projected, state[0] * keep), state)
            steps.append(state)
        outputs = torch.stack([step[0] for step in steps])
        if lengths is None:
            return outputs, state
        last = ends(outputs, lengths)
        rest = [torch.stack([step[part] for step in steps])[last] for part in range(1, self.parts)]
        return outputs, (outputs[last], *rest)

    def run_steps(
        self, inputs: Tensor, state: State, lengths: Tensor | None, keep: Tensor | None
    ) -> tuple[Tensor, State]:
        """`forward` with its gradients written out."""
        found = run(self.steps(), inputs, state, keep, self.flat())
        last = -1 if lengths is None else ends(inputs, lengths)
        return found[0], tuple(part[last] for part in found)

    def run_fused(self, inputs: Tensor, state: State, lengths: Tensor | None) -> tuple[Tensor, State] | None:
        """`forward` in torch's kernel over padding and all, or None where there is none for this cell."""
        if lengths is None or int(lengths.min()) == len(inputs):
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
        """The parameters as torch's kernels take them: their second bias is zero."""
        return [self.weight_input, self.weight_hidden, self.bias, torch.zeros_like(self.bias)]


def ends(outputs: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    """The index of each sequence's last real step in outputs (T, B, H)."""
    return lengths.to(outputs.device) - 1, torch.arange(outputs.shape[1], device=outputs.device)


class RNN(Layer):
    """The simple recurrent network: h_t = φ(W_x x_t + W_h h_{t-1} + b) (Elman 1990)."""

    gates = 1
    names = ("h",)

    def __init__(self, inputs: int, units: int, nonlinearity: str = "tanh") -> None:
        super().__init__(inputs, units)
        self.nonlinearity = nonlinearity
        self.activation = {"tanh": torch.tanh, "relu": torch.relu, "leaky_relu": functional.leaky_relu}[nonlinearity]

    def activate(self, projected: Tensor, hidden: Tensor) -> tuple[Tensor, ...]:
        return (self.activation(projected + self.recur(hidden)),)

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        return active

    def steps(self) -> Steps:
        return RNNSteps(self.nonlinearity, self.activation)

    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        kernel = {"tanh": torch.rnn_tanh, "relu": torch.rnn_relu}.get(self.nonlinearity)
        if kernel is None:
            return None
        outputs, hidden = call(kernel, inputs, state, flat)
        return outputs, (hidden[0],)


class GRU(Layer):
    """The gated recurrent unit (arXiv:1406.1078), with the reset gate after the product, as in cuDNN and torch.

    r = σ(W_xr x + W_hr h + b_r); z = σ(W_xz x + W_hz h + b_z); n = tanh(W_xn x + b_n + r ⊙ (W_hn h + b_hn));
    h' = (1 - z) ⊙ n + z ⊙ h. ``bias_hidden`` (H,) is b_hn, the one bias that the gate r can silence.
    """

    gates = 3
    names = ("r", "z", "n")

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__(inputs, units)
        self.bias_hidden = nn.Parameter(torch.zeros(units))

    def reset(self, recurrent: str, generator: torch.Generator | None = None) -> None:
        super().reset(recurrent, generator)
        with torch.no_grad():
            self.bias_hidden.zero_()

    def activate(self, projected: Tensor, hidden: Tensor) -> tuple[Tensor, ...]:
        units, product = self.units, self.recur(hidden)
        reset, update = torch.sigmoid(projected[:, : 2 * units] + product[:, : 2 * units]).chunk(2, dim=1)
        new = torch.tanh(projected[:, 2 * units :] + reset * (product[:, 2 * units :] + self.bias_hidden))
        return reset, update, new

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        (hidden,), (_, update, new) = state, active
        return (new + update * (hidden - new),)

    def flat(self) -> list[Tensor]:
        second = functional.pad(self.bias_hidden, (2 * self.units, 0))
        return [self.weight_input, self.weight_hidden, self.bias, second]

    def steps(self) -> Steps:
        return GRUSteps()

    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        outputs, hidden = call(torch.gru, inputs, state, flat)
        return outputs, (hidden[0],)


class LSTM(Layer):
    """Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000).

    i, f, o = σ(W_x x + W_h h + b), g = tanh(…); c' = f ⊙ c + i ⊙ g; h' = o ⊙ tanh(c'). Gates are stacked i, f, g, o.
    """

    gates = 4
    parts = 2
    names = ("i", "f", "g", "o")

    def __init__(self, inputs: int, units: int, forget_bias: float = 1.0) -> None:
        super().__init__(inputs, units)
        self.forget_bias = forget_bias

    def reset(self, recurrent: str, generator: torch.Generator | None = None) -> None:
        super().reset(recurrent, generator)
        with torch.no_grad():
            self.bias[self.units : 2 * self.units] = self.forget_bias

    def activate(self, projected: Tensor, hidden: Tensor) -> tuple[Tensor, ...]:
        input_gate, forget, new, output = (projected + self.recur(hidden)).chunk(4, dim=1)
        return torch.sigmoid(input_gate), torch.sigmoid(forget), torch.tanh(new), torch.sigmoid(output)

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        (_, memory), (input_gate, forget, new, output) = state, active
        memory = forget * memory + input_gate * new
        return output * torch.tanh(memory), memory

    def held(self, inputs: Tensor, lengths: Tensor, state: State) -> tuple[Tensor, State, list[Tensor]]:
        """One more input, 1 on padding, that opens the forget gate and shuts the input gate: c' = 1 · c + 0 · g."""
        padding = torch.arange(len(inputs), device=inputs.device)[:, None] >= lengths.to(inputs.device)[None]
        weight, *rest = self.flat()
        column = weight.new_zeros(4, self.units, 1)
        column[0], column[1] = -SATURATED, SATURATED
        wider = torch.cat([weight, column.flatten(0, 1)], dim=1)
        return torch.cat([inputs, padding[..., None].to(inputs.dtype)], dim=-1), state, [wider, *rest]

    def steps(self) -> Steps:
        return LSTMSteps()

    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        outputs, hidden, memory = call(torch.lstm, inputs, state, flat)
        return outputs, (hidden[0], memory[0])
