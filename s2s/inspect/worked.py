"""The forward pass of one unit as one would work it out on paper: every product of every sum with its numbers.

The lines follow from the cell's own formulas (`s2s.nn.cells.layer.Layer.formulas`), read here by recursive descent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from s2s.errors import UserError
from s2s.inspect.table import table
from s2s.inspect.unfold import OUTPUT, Unfolded

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
TOKEN = re.compile(r"\s*(leaky relu|[^\W\d]\w*'?|\d+|[()+⊙-])")
"""What formulas are made of: functions, names, whole numbers, brackets, and the operators + - ⊙."""
FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    "σ": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "relu": lambda x: max(x, 0.0),
    "leaky relu": lambda x: x if x > 0 else 0.01 * x,
}


def explained(unfolded: Unfolded, unit: int) -> str:
    """The parameters, then each step: its vectors with their formulas, and the arithmetic of one unit (from 0)."""
    title = (
        unfolded.cell if unfolded.nonlinearity is None else f"{unfolded.cell} {unfolded.nonlinearity.replace('_', ' ')}"
    )
    sizes = f"E = {len(unfolded.steps[0].x)}, H = {len(unfolded.steps[0].values['h'])}, V = {len(unfolded.words)}"
    blocks = [
        f"{title}, {sizes}; untrained; h' and c' are the state before the step, at first 0",
        table(["parameters", "", ""], [[part, shape, f"{count:,}"] for part, shape, count in unfolded.counts], left=2),
    ]
    for number, step in enumerate(unfolded.steps):
        rows = [["x", "√E · embedding", *numbers(step.x)]]
        rows += [[name, unfolded.formulas[name], *numbers(values)] for name, values in step.values.items()]
        rows.append(["y", OUTPUT, *numbers(step.y)])
        widest = max(map(len, rows))
        lines = [[*row, *[""] * (widest - len(row))] for row in rows]
        vectors = table([f"step {number + 1}", step.token, *[""] * (widest - 2)], lines, left=2)
        blocks.append("\n".join([vectors, "", *worked(unfolded, number, unit)]))
    guesses = " ".join(unfolded.words)
    return "\n\n".join([*blocks, f"y: the probability that the next word is each of: {guesses}"])


def numbers(values: Sequence[float]) -> list[str]:
    """With four decimals."""
    return [f"{value:.4f}" for value in values]


def worked(unfolded: Unfolded, number: int, unit: int) -> list[str]:
    """The lines of step `number` for `unit`, both counted from 0: a line for each gate and each part of the state."""
    step, lines, blocks = unfolded.steps[number], [], 0
    for name, formula in unfolded.formulas.items():
        try:
            text = Arithmetic(formula, *operands(unfolded, number, unit, blocks)).equation()
        except LookupError:
            raise UserError(
                f"{unfolded.cell}: its formula {name} = {formula} cannot be worked out; use σ, tanh, relu, + - ⊙, W_x x,"
                " W_h h', parameters, and what the lines before define"
            ) from None
        blocks += "W_x" in formula
        lines.append(f"{name}{unit + 1}".translate(SUBSCRIPTS) + f" = {text} = {step.values[name][unit]:.4f}")
    return lines


def operands(
    unfolded: Unfolded, number: int, unit: int, block: int
) -> tuple[dict[str, float], dict[str, tuple[Sequence[float], Sequence[float]]]]:
    """What names in a formula stand for in one step and unit: numbers, and rows of weights with what they multiply.

    The formula is that of gate `block` in the weights. W_xi, W_hi and b_i are the rows of W_x, W_h and b.
    """
    step = unfolded.steps[number]
    units = len(step.values["h"])
    state = {
        f"{name}'": (unfolded.steps[number - 1].values[name] if number else [0.0] * units)
        for name in ("h", "c")
        if name in step.values
    }
    values = {name: vector[unit] for name, vector in {**step.values, **state}.items()}
    row = block * units + unit
    rows: dict[str, tuple[Sequence[float], Sequence[float]]] = {}
    for name, weights in unfolded.weights.items():
        if name in ("W_x", "W_h") and row < len(weights):
            rows[name] = weights[row], step.x if name == "W_x" else state["h'"]
        elif len(weights) == 1 and len(weights[0]) in (units, unfolded.gates * units):
            stacked = len(weights[0]) > units or name == "b"
            values[name] = weights[0][row % len(weights[0]) if stacked else unit]
    return values, rows


@dataclass
class Term:
    """A part of a sum, in numbers."""

    text: str
    """Signed pieces: ``- 0.213·0.351 + 0.104·1.200``."""
    value: float
    plain: bool
    """Whether it is one number."""


class Arithmetic:
    """A formula whose names are replaced by `values`, and whose matrix products by sums over `rows`."""

    def __init__(
        self, formula: str, values: Mapping[str, float], rows: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    ) -> None:
        self.tokens, self.values, self.rows = TOKEN.findall(formula), values, rows

    def equation(self) -> str:
        """``σ(0.213·0.351 - … + 0.000) = σ(0.0123)`` of a function of a sum, else the sum alone. Raises LookupError."""
        if len(self.tokens) > 1 and self.tokens[1] == "(" and self.closes(1) == len(self.tokens) - 1:
            function = self.tokens[0]
            if function not in FUNCTIONS:
                raise LookupError
            self.tokens = self.tokens[2:-1]
            text, value, _ = self.sum()
            return f"{function}({text}) = {function}({value:.4f})"
        text, _, _ = self.sum()
        if self.tokens:
            raise LookupError
        return text

    def closes(self, start: int) -> int:
        """Where the bracket that opens at `start` closes."""
        depth = 0
        for position, token in enumerate(self.tokens[start:], start=start):
            depth += (token == "(") - (token == ")")
            if not depth:
                return position
        raise LookupError

    def sum(self) -> tuple[str, float, bool]:
        """Up to a closing bracket or the end: as text, its value, and whether it is a single number."""
        terms = [self.term(1)]
        while self.tokens and self.tokens[0] in "+-":
            terms.append(self.term(1 if self.tokens.pop(0) == "+" else -1))
        text = " ".join(term.text for term in terms)
        text = text[2:] if text.startswith("+") else "-" + text[2:]
        return text, sum(term.value for term in terms), len(terms) == 1 and terms[0].plain

    def term(self, sign: int) -> Term:
        """A matrix product, or factors joined by ⊙."""
        if self.tokens[0][:3] in self.rows and len(self.tokens) > 1 and self.tokens[1] in ("x", "h'"):
            weights, vector = self.rows[self.tokens[0][:3]]
            self.tokens = self.tokens[2:]
            pairs = list(zip(weights, vector, strict=True))
            pieces = [f"{signed(sign * weight)}·{factor(value)}" for weight, value in pairs]
            return Term(" ".join(pieces), sign * sum(weight * value for weight, value in pairs), False)
        texts, product, alone, one = [], float(sign), True, 0.0
        while True:
            text, one, plain = self.factor()
            texts.append(text)
            product, alone = product * one, alone and plain
            if not self.tokens or self.tokens[0] != "⊙":
                break
            self.tokens.pop(0)
        if len(texts) > 1 or not alone:
            return Term(f"{'-' if sign < 0 else '+'} {'·'.join(texts)}", product, False)
        if texts[0].isdigit():
            return Term(f"{'-' if sign < 0 else '+'} {texts[0]}", product, False)
        return Term(signed(sign * one), product, True)

    def factor(self) -> tuple[str, float, bool]:
        """A number, a name, a sum in brackets or a function of one."""
        token = self.tokens.pop(0)
        if token.isdigit():
            return token, float(token), True
        opens = token == "("
        if opens or (self.tokens and self.tokens[0] == "("):
            if not opens:
                self.tokens.pop(0)
            text, value, plain = self.sum()
            if self.tokens.pop(0) != ")":
                raise LookupError
            if opens:
                return f"({text})", value, False
            return f"{token}({value:.4f})" if plain else f"{token}({text})", FUNCTIONS[token](value), False
        value = self.values["b"] if token.startswith("b_") and token not in self.values else self.values[token]
        return factor(value), value, True


def signed(value: float) -> str:
    """With three decimals and its sign, apart."""
    return f"{'-' if value < 0 else '+'} {abs(value):.3f}"


def factor(value: float) -> str:
    """With three decimals, in brackets if it is negative."""
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
