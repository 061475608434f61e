"""What every head has: the likelihood of targets by the output layer's numbers, and what is predicted by them."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from s2s.nn.derived import brings, own
from s2s.nn.heads.chain import Chain
from s2s.nn.onnx import Graph

EQUATIONS, DERIVED = ("predict", "chain"), ("onnx",)
"""A subclass that replaces the equations does not inherit their ONNX."""


class Head(nn.Module):
    """What the V numbers of the output layer at each of P positions mean. A head of the user's own is a subclass.

    Its constructor gets the keyword `outputs`, V. With ``chained = True`` it gets `allowed` too: what the tags' scheme
    allows, as an object with the bool arrays ``start`` (V,), ``transitions`` (V, V) and ``end`` (V,), or None.
    """

    predicts: tuple[str, ...] = ("labels", "tags")
    """The kinds of output that it is for: ``labels``, ``tags``, ``numbers``."""
    options: tuple[str, ...] = ()
    """Options that have an effect on it: ``label_smoothing``, ``consistency``, ``class_weights``; ``quantiles`` of forecasts."""
    chained = False
    several: bool = False
    """Whether an example has any number of labels: targets are then (B, P, V), 1 for each label that it has, else 0."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        own(cls, Head, EQUATIONS, DERIVED)

    @classmethod
    def has_onnx(cls) -> bool:
        """Whether the head can be exported."""
        return brings(cls, Head, [(equation, "onnx") for equation in EQUATIONS])

    def loss(
        self,
        features: Tensor,
        weight: Tensor,
        bias: Tensor,
        target: Tensor,
        mask: Tensor,
        smoothing: float = 0.0,
        consistency: float = 0.0,
    ) -> tuple[Tensor, Tensor]:
        """Summed loss, to be minimised, and negative log-likelihood, detached, of the real positions.

        Features (B, P, D), or (2B, P, D) with `consistency`; weight (V, D), bias (V,); target (B, P), or (B, P, V) of
        numbers; mask (B, P), True on positions that have a target.
        """
        raise NotImplementedError(f"{type(self).__name__}.loss")

    def predict(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """What is predicted by the scores (B, P, V), of which `lengths` (B,) positions are real: (B, P, V) in fp32."""
        raise NotImplementedError(f"{type(self).__name__}.predict")

    def chain(self) -> Chain | None:
        """What searches the most probable sequences, by the same scores, without torch; None where numbers are predicted."""
        return None

    def onnx(self, graph: Graph, scores: str) -> dict[str, str]:
        """What an export gives beside its ``scores`` (B, P, V): the ``predictions`` (B, P, V), as `predict` makes them.

        Of a chained head the parts of its `chain` instead, ``start`` (V,), ``transitions`` (V, V) and ``end`` (V,).
        """
        raise NotImplementedError(f"{type(self).__name__}.onnx")


class Weighed(Head):
    """A head whose loss may count some labels more than others."""

    weights: Tensor | None

    def __init__(self, *, outputs: int) -> None:
        """`outputs` is V, the number of labels."""
        super().__init__()
        self.count = outputs
        self.register_buffer("weights", None, persistent=False)

    def weigh(self, weights: Tensor) -> None:
        """Let the loss of each label count as much as it weighs, (V,)."""
        self.weights = weights
