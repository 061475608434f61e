"""Windows of series → what follows them: scaled by the window, a linear forecast, and what a recurrent network adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from s2s.nn.draw import Draw
from s2s.nn.dropout import Dropout
from s2s.nn.encoder import Encoded
from s2s.nn.heads.head import Head
from s2s.nn.recurrent import Recurrent

LEAST = 0.1
"""Least sum of two absolute values that a relative error is divided by, in units of the window's scale."""


@dataclass(frozen=True)
class Form:
    """The numbers that a window and a forecast consist of."""

    window: int
    """W, steps that are read."""
    horizon: int
    """T, steps that are forecast."""
    targets: int
    """C, columns that are forecast: the first ones of a window."""
    segment: int
    """Steps that the network reads at a time."""
    recent: int
    """Steps at the end of a window whose mean is its level."""

    @property
    def segments(self) -> int:
        """How many positions the encoder has for a window."""
        return -(-self.window // self.segment)


class WindowScale(nn.Module):
    """Each window in units of its own: its level is subtracted, and it is divided by its mean absolute deviation.

    Both are undone in the forecast, as in reversible instance normalisation (Kim et al. 2022, openreview cGDAkQo1C0p);
    division by the mean absolute value is that of DeepAR (Salinas et al. 2020, arXiv:1704.04110, §3.3). Columns that are
    not forecast have the mean 0 and the deviation 1 over all training windows.
    """

    floor: Tensor
    mean: Tensor
    scale: Tensor

    def __init__(self, *, form: Form, floor: Sequence[float], mean: Sequence[float], scale: Sequence[float]) -> None:
        """`floor` (C,) is the least scale of a window as a share of its mean absolute value; mean and scale are (F,)."""
        super().__init__()
        self.form = form
        for name, values in (("floor", floor), ("mean", mean), ("scale", scale)):
            self.register_buffer(name, torch.tensor(list(values)), persistent=False)

    def forward(self, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Source (B, W, F) → the same scaled, and level and scale, (B, 1, C) each."""
        count = self.form.targets
        own, others = source[..., :count], source[..., count:]
        level = own[:, -self.form.recent :].mean(1, keepdim=True)
        deviation = (own - own.mean(1, keepdim=True)).abs().mean(1, keepdim=True)
        scale = torch.maximum(deviation, self.floor * own.abs().mean(1, keepdim=True))
        scale = torch.where(scale > 0, scale, self.scale[:count])
        rest = (others - self.mean[count:]) / self.scale[count:]
        return torch.cat([(own - level) / scale, rest], dim=-1), level, scale


class Stepwise(nn.Module):
    """A decoder that forecasts step by step, fed with its own forecast of the step before, in training too."""

    def __init__(self, *, recurrent: Recurrent, width: int, targets: int) -> None:
        """`recurrent` has inputs of this `width`, one direction, and states like those of the encoder."""
        super().__init__()
        self.linear, self.recurrent = nn.Linear(2 * targets, width), recurrent

    def step(self, before: Tensor, linear: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """The forecast of the step before and the linear one of this step, (B, C) each, and the state → features (B, H)."""
        return self.recurrent.step(self.linear(torch.cat([before, linear], dim=-1)), state)


class Forecaster(nn.Module):
    """ŷ = level + scale · (W x + network(x)), x the scaled window: a linear forecast of each column and its correction.

    The linear part is the autoregressive component of LSTNet (Lai et al. 2018, arXiv:1703.07015, eq. 8); it is meant to
    begin with least squares, and the rest with zero. The encoder reads segments of a window, such as days of hours, one
    at a time (SegRNN, Lin et al. 2023, arXiv:2308.11200, §3). A forecast of all steps is written at once from the pooled
    states, or step by step by `decoder`.
    """

    def __init__(
        self,
        *,
        encoder: nn.Module,
        head: nn.Module,
        form: Form,
        scaling: WindowScale,
        width: int,
        distribution: Head,
        decoder: Stepwise | None = None,
        dropout: float = 0.0,
        relative: float = 0.0,
    ) -> None:
        """`width` is that of the features of `head`, or of the `decoder`.

        `distribution` has horizon · C numbers at one position, or with a `decoder` C at each step. `relative` is the
        weight of relative errors in the loss.
        """
        super().__init__()
        self.encoder, self.head, self.form, self.scaling = encoder, head, form, scaling
        self.decoder, self.distribution, self.relative = decoder, distribution, relative
        self.dropout = Dropout(dropout)
        outputs = form.targets * (1 if decoder is not None else form.horizon)
        rows = getattr(distribution, "rows", outputs)
        self.output, self.bias = nn.Parameter(torch.empty(rows, width)), nn.Parameter(torch.empty(rows))
        self.linear = nn.Parameter(torch.empty(form.targets, form.window, form.horizon))

    def reset(self, draw: Draw) -> None:
        """Zeros for the output layer, whose features are drawn, and for the linear part: at first all forecasts are the level."""
        for parameter in (self.output, self.bias, self.linear):
            draw.uniform(parameter, 0.0)

    def stacks(self) -> dict[str, list[Recurrent]]:
        """The recurrent stacks that walk over the window, and over the steps ahead."""
        stacks: dict[str, Any] = {"encoder": [self.encoder.recurrent]}
        return stacks if self.decoder is None else {**stacks, "decoder": [self.decoder.recurrent]}

    def encode(self, scaled: Tensor) -> Encoded:
        """Scaled windows (B, W, F), padded at their beginning to whole segments, as the encoder gives them."""
        missing = self.form.segments * self.form.segment - self.form.window
        padded = nn.functional.pad(scaled, (0, 0, missing, 0))
        segments = padded.reshape(len(scaled), self.form.segments, -1)
        encoded: Encoded = self.encoder(segments, torch.full((len(scaled),), self.form.segments))
        return encoded

    def straight(self, scaled: Tensor) -> Tensor:
        """The linear forecasts of scaled windows (B, W, F): (B, T, C)."""
        return torch.einsum("bwc,cwt->btc", scaled[..., : self.form.targets], self.linear)

    def features(self, scaled: Tensor, straight: Tensor) -> Tensor:
        """What the output layer sees: (B, 1, D), or with a decoder (B, T, D)."""
        encoded = self.encode(scaled)
        if self.decoder is None:
            features: Tensor = self.dropout(self.head(encoded))
            return features
        before, state, steps = scaled[:, -1, : self.form.targets], encoded.state, []
        for step in range(self.form.horizon):
            hidden, state = self.decoder.step(before, straight[:, step], state)
            steps.append(self.dropout(hidden))
            before = straight[:, step] + self.points(self.rows(steps[-1][:, None]))[:, 0]
        return torch.stack(steps, dim=1)

    def rows(self, features: Tensor) -> Tensor:
        """Features (B, P, D) → what the head makes predictions of, in fp32."""
        return nn.functional.linear(features, self.output, self.bias).float()

    def points(self, scores: Tensor) -> Tensor:
        """Of a head's scores at each step the point forecasts (B, P, C)."""
        lengths = torch.full((len(scores),), scores.shape[1])
        predicted = self.distribution.predict(scores, lengths)
        return predicted.reshape(*scores.shape[:2], self.form.targets, -1)[..., 0]

    def predict(self, source: Tensor, lengths: Tensor) -> Tensor:
        """Source (B, W, F) → (B, 1, T · C · R): of each number the point forecast, then its quantiles, in the series' units."""
        scaled, level, scale = self.scaling(source)
        straight = self.straight(scaled)
        scores = self.rows(self.features(scaled, straight))
        predicted = self.distribution.predict(scores, torch.full((len(source),), scores.shape[1]))
        numbers = predicted.reshape(len(source), self.form.horizon, self.form.targets, -1)
        numbers = (numbers + straight.float()[..., None]) * scale.float()[..., None] + level.float()[..., None]
        flat: Tensor = numbers.flatten(1)[:, None]
        return flat

    def forward(
        self,
        source: Tensor,
        lengths: Tensor,
        target: Tensor,
        mask: Tensor,
        smoothing: float = 0.0,
        consistency: float = 0.0,
    ) -> tuple[Tensor, Tensor]:
        """Summed loss and what validations call the loss, as the head defines them, of errors in units of the window's scale.

        Source (B, W, F), target (B, 1, T · C) with NaN where a number is missing, mask (B, 1).
        """
        scaled, level, scale = self.scaling(source)
        straight = self.straight(scaled)
        wanted = (target.view(len(target), self.form.horizon, self.form.targets) - level) / scale
        features = self.features(scaled, straight)
        shape = features.shape[:2]
        more: dict[str, Any] = {}
        if self.relative:
            more["importance"] = self.importance(features, straight, wanted, level / scale).reshape(*shape, -1)
        rest = (wanted - straight).reshape(*shape, -1)
        loss, likelihood = self.distribution.loss(
            features, self.output, self.bias, rest, mask.expand(shape), smoothing, consistency, **more
        )
        return loss / shape[1], likelihood / shape[1]

    def importance(self, features: Tensor, straight: Tensor, wanted: Tensor, level: Tensor) -> Tensor:
        """1 + a · 2 / (|y| + |ŷ|), (B, T, C), where a is `relative`: what makes of absolute errors the sum of both kinds.

        All numbers are in units of the scale, `level` (B, 1, C) too.
        """
        with torch.no_grad():
            scores = self.rows(features)
            predicted = self.distribution.predict(scores, torch.full((len(scores),), scores.shape[1]))
            points = predicted.reshape(*straight.shape, -1)[..., 0] + straight
            sizes = ((points + level).abs() + (wanted + level).abs()).clamp(min=LEAST)
            return 1 + self.relative * 2 / sizes.nan_to_num(1.0)
