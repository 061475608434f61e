"""Numbers, learned by their squared errors."""

from __future__ import annotations

from torch import Tensor

from s2s.nn.heads.head import Head
from s2s.nn.loss import squared_error
from s2s.nn.onnx import Graph


class SquaredError(Head):
    """The output layer's numbers are the prediction."""

    predicts = ("numbers",)

    def __init__(self, *, outputs: int) -> None:
        """`outputs` is V, how many numbers there are at a position."""
        super().__init__()

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
        """Squared errors, twice the same."""
        return squared_error(features[mask], weight, bias, target[mask])

    def predict(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """The numbers as they are."""
        return scores

    def onnx(self, graph: Graph, scores: str) -> dict[str, str]:
        """The numbers as they are."""
        return {"predictions": scores}
