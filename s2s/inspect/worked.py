"""The forward pass of one unit as one would work it out on paper: every product of every sum with its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.inspect.table import table
from s2s.inspect.unfold import OUTPUT, Step, Unfolded
from s2s.nn.cell import GRU, LSTM, RNN

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
GATES = {"rnn": RNN.names, "gru": GRU.names, "lstm": LSTM.names}


def explained(found: Unfolded, unit: int) -> str:
    """The parameters, then each step: its vectors with their formulas, and the arithmetic of one unit (from 0)."""
    title = found.cell if found.cell != "rnn" else f"rnn {squashing(found, 'h')}"
    sizes = f"E = {len(found.steps[0].x)}, H = {len(found.steps[0].values['h'])}, V = {len(found.words)}"
    blocks = [
        f"{title}, {sizes}; untrained; h' and c' are the state before the step, at first 0",
        table(["parameters", "", ""], [[part, shape, f"{count:,}"] for part, shape, count in found.counts], left=2),
    ]
    for number, step in enumerate(found.steps):
        rows = [["x", "√E · embedding", *numbers(step.x)]]
        rows += [[name, found.formulas[name], *numbers(values)] for name, values in step.values.items()]
        rows.append(["y", OUTPUT, *numbers(step.y)])
        widest = max(map(len, rows))
        lines = [[*row, *[""] * (widest - len(row))] for row in rows]
        vectors = table([f"step {number + 1}", step.token, *[""] * (widest - 2)], lines, left=2)
        blocks.append("\n".join([vectors, "", *worked(found, number, unit)]))
    guesses = " ".join(found.words)
    return "\n\n".join([*blocks, f"y: the probability that the next word is each of: {guesses}"])


def numbers(values: Sequence[float]) -> list[str]:
    return [f"{value:.4f}" for value in values]


def worked(found: Unfolded, number: int, unit: int) -> list[str]:
    """The lines of step `number` for `unit`, both counted from 0: a line for each gate and each part of the state."""
    step = found.steps[number]
    before = found.steps[number - 1].values if number else {}
    hidden = before.get("h", [0.0] * len(step.values["h"]))
    lines = [gate(found, place, name, unit, step, hidden) for place, name in enumerate(GATES[found.cell])]
    value = {name: values[unit] for name, values in step.values.items()}
    match found.cell:
        case "gru":
            text = f"(1 - {value['z']:.3f})·{factor(value['n'])} + {value['z']:.3f}·{factor(hidden[unit])}"
            lines.append(result("h", unit, text, value["h"]))
        case "lstm":
            memory = before.get("c", [0.0] * len(hidden))[unit]
            text = f"{value['f']:.3f}·{factor(memory)} + {value['i']:.3f}·{factor(value['g'])}"
            lines.append(result("c", unit, text, value["c"]))
            lines.append(result("h", unit, f"{value['o']:.3f}·tanh({value['c']:.4f})", value["h"]))
    return lines


def gate(found: Unfolded, place: int, name: str, unit: int, step: Step, hidden: Sequence[float]) -> str:
    """``i₁ = σ(0.213·0.351 - … + 0.000) = σ(0.0123) = 0.5031``."""
    row = place * len(hidden) + unit
    inputs, states, bias = found.weights["W_x"][row], found.weights["W_h"][row], found.weights["b"][0][row]
    squash = squashing(found, name)
    given, returned = dot(inputs, step.x) + bias, dot(states, hidden)
    if found.cell == "gru" and name == "n":
        reset, own = step.values["r"][unit], found.weights["b_hn"][0][unit]
        returned = reset * (returned + own)
        inside = f"{products(inputs, step.x)} {signed(bias)} + {reset:.3f}·({products(states, hidden)} {signed(own)})"
    else:
        inside = f"{products(inputs, step.x)} {products(states, hidden, follows=True)} {signed(bias)}"
    return result(name, unit, f"{squash}({inside}) = {squash}({given + returned:.4f})", step.values[name][unit])


def squashing(found: Unfolded, name: str) -> str:
    if name == "h":
        return found.nonlinearity.replace("_", " ")
    return "tanh" if name in ("n", "g") else "σ"


def result(name: str, unit: int, text: str, value: float) -> str:
    return f"{name}{unit + 1}".translate(SUBSCRIPTS) + f" = {text} = {value:.4f}"


def products(weights: Sequence[float], values: Sequence[float], follows: bool = False) -> str:
    """``0.213·0.351 - 0.104·1.200``, with the first sign too if something comes before."""
    text = " ".join(f"{signed(weight)}·{factor(value)}" for weight, value in zip(weights, values, strict=True))
    if follows:
        return text
    return text[2:] if text.startswith("+") else "-" + text[2:]


def signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'} {abs(value):.3f}"


def factor(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"


def dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
