"""Numbers with their quantiles, learned by the pinball loss."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from s2s.nn.heads.head import Head
from s2s.nn.onnx import Graph

MEDIAN = 0.5


class Quantiles(Head):
    """A point forecast of each number, and quantiles of its distribution (Koenker & Bassett 1978, doi:10.2307/1913643).

    The point is the mean, learned by squared errors, or the median, which is the quantile 0.5. The output layer has
    `rows` numbers for each: the mean first, where it is the point, then the quantiles in ascending order. What is
    predicted is the point followed by the quantiles, which are sorted and so never cross (Chernozhukov et al. 2010,
    doi:10.3982/ECTA7880).
    """

    predicts = ("numbers",)
    levels: Tensor

    def __init__(self, *, outputs: int, quantiles: Sequence[float] = (), median: bool = False) -> None:
        """`outputs` is V, the numbers at a position; `quantiles` are levels in ascending order, with 0.5 for a `median`."""
        super().__init__()
        if median and MEDIAN not in quantiles:
            raise ValueError(f"{list(quantiles)}: the point forecast is the quantile 0.5; add it")
        self.outputs, self.median = outputs, list(quantiles).index(MEDIAN) if median else None
        self.rows = outputs * (len(quantiles) + (not median))
        self.register_buffer("levels", torch.tensor(list(quantiles)), persistent=False)

    def loss(
        self,
        features: Tensor,
        weight: Tensor,
        bias: Tensor,
        target: Tensor,
        mask: Tensor,
        smoothing: float = 0.0,
        consistency: float = 0.0,
        importance: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Squared errors of the mean, if that is the point, and twice the pinball losses of all quantiles, in fp32.

        Twice, so that the loss of the median is the absolute error. Either is the mean over the V numbers at a position,
        where missing ones (NaN) count nothing. Weight (V · R, D); `importance` (B, P, V) multiplies the pinball losses.
        """
        accurate = torch.promote_types(features.dtype, torch.float32)
        with torch.autocast(features.device.type, enabled=False):
            given = nn.functional.linear(features[mask].to(accurate), weight.to(accurate), bias.to(accurate))
            rows = given.view(*given.shape[:-1], self.outputs, -1)
            wanted = target[mask].to(accurate)[..., None]
            missing = wanted.isnan()
            errors = (wanted - rows).masked_fill(missing, 0.0)
            total = errors.new_zeros(())
            if self.median is None:
                total = total + errors[..., 0].square().sum()
                errors = errors[..., 1:]
            pinball = 2 * torch.maximum(self.levels * errors, (self.levels - 1) * errors)
            if importance is not None:
                pinball = pinball * importance[mask][..., None]
            total = (total + pinball.sum()) / self.outputs
        return total, total.detach()

    def predict(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """Scores (B, P, V · R) → the point and the sorted quantiles of each number, (B, P, V · (1 + Q))."""
        rows = scores.reshape(*scores.shape[:-1], self.outputs, -1)
        if self.median is None:
            return torch.cat([rows[..., :1], rows[..., 1:].sort(dim=-1).values], dim=-1).flatten(-2)
        quantiles = rows.sort(dim=-1).values
        return torch.cat([quantiles[..., self.median, None], quantiles], dim=-1).flatten(-2)

    def onnx(self, graph: Graph, scores: str) -> dict[str, str]:
        """The same point and sorted quantiles."""
        count = len(self.levels)
        if not count:
            return {"predictions": scores}
        rows = graph.node("Reshape", scores, graph.integers(0, 0, self.outputs, -1))
        if self.median is None:
            point, quantiles = graph.split(rows, [1, count])
            quantiles = graph.ascending(quantiles, count)
        else:
            quantiles = graph.ascending(rows, count)
            point = graph.node("Gather", quantiles, graph.integers(self.median), axis=-1)
        both = graph.node("Concat", point, quantiles, axis=-1)
        return {"predictions": graph.node("Reshape", both, graph.integers(0, 0, -1))}
