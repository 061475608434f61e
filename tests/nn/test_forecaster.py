"""The network of forecasts: what scaling does and undoes, what is missing, quantiles, and steps that feed on each other."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
import torch

from s2s.config.forecasting import ForecastConfig, Point, Steps
from s2s.config.schema import Encoding, ModelConfig, Pooling
from s2s.nn.forecaster import Forecaster, Form, WindowScale
from s2s.nn.heads.quantiles import Quantiles
from s2s.nn.model import forecaster, initialise

FORM = Form(window=12, horizon=5, targets=2, segment=5, recent=5)
LENGTHS = torch.full((3,), 12)


def network(**options: Any) -> Forecaster:
    """With weights that are all random, so that no part is idle."""
    config = ModelConfig(cell="gru", encoding=Encoding.features, embedding=8, pooling=Pooling.last)
    config.encoder.units, config.encoder.layers, config.forecast = 8, 1, ForecastConfig(**options)
    scaling = WindowScale(form=FORM, floor=[0.01] * 2, mean=[0.0] * 3, scale=[1.0] * 3)
    model = initialise(forecaster(config, FORM, scaling, 3), "orthogonal", 1)
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in (model.linear, model.output, model.bias):
            parameter.normal_(0, 0.3)
    return model.eval()


def examples(count: int = 3) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(2)
    return torch.randn(count, 12, 3), torch.randn(count, 1, 10), torch.ones(count, 1, dtype=torch.bool)


VARIANTS = [{}, {"steps": Steps.recursive}, {"point": Point.median, "relative": 1.0}]


@pytest.mark.parametrize("options", VARIANTS, ids=str)
def test_a_series_in_other_units_has_the_same_forecast_in_them(options: dict[str, Any]) -> None:
    model, (source, _, _) = network(**options), examples()
    other = torch.cat([source[..., :2] * 7 - 3, source[..., 2:]], dim=-1)
    with torch.no_grad():
        assert torch.allclose(model.predict(other, LENGTHS), model.predict(source, LENGTHS) * 7 - 3, atol=1e-4)


@pytest.mark.parametrize("options", VARIANTS, ids=str)
def test_what_is_missing_adds_nothing_to_the_loss(options: dict[str, Any]) -> None:
    model, (source, target, mask) = network(**options), examples()
    with torch.no_grad():
        predicted = model.predict(source, LENGTHS).view(3, 10, -1)
    missing = target.clone()
    missing[1, 0, 3], missing[2] = float("nan"), float("nan")
    loss = model(source, LENGTHS, missing, mask)[0]
    loss.backward()
    assert all(one.grad is None or bool(one.grad.isfinite().all()) for one in model.parameters())
    own = source[..., :2]
    scale = (own - own.mean(1, keepdim=True)).abs().mean(1).repeat(1, 5)
    errors = ((missing[:, 0] - predicted[..., 0]) / scale)[:2]
    if "point" not in options:
        levels = torch.tensor([0.025, 0.1, 0.5, 0.9, 0.975])
        rows = (missing[:, 0, :, None] - model_rows(model, source)) / scale[..., None]
        pinball = 2 * torch.maximum(levels * rows, (levels - 1) * rows)[:2]
        assert loss.item() == pytest.approx((errors.square().nansum() + pinball.nansum()).item() / 10, rel=1e-4)
    assert model(source[:1], LENGTHS[:1], missing[2:], mask[:1])[0].item() == 0


def model_rows(model: Forecaster, source: torch.Tensor) -> torch.Tensor:
    """The quantiles before they are sorted, (B, horizon · C, Q), in the units of the series."""
    with torch.no_grad():
        scaled, level, scale = model.scaling(source)
        straight = model.straight(scaled)
        rows = model.rows(model.features(scaled, straight)).view(len(source), 5, 2, -1)[..., 1:]
        return ((rows + straight[..., None]) * scale[..., None] + level[..., None]).flatten(1, 2)


def test_quantiles_never_cross_and_the_median_is_the_point() -> None:
    model, (source, _, _) = network(point=Point.median), examples()
    with torch.no_grad():
        numbers = model.predict(source, LENGTHS).view(3, 10, 6)
    assert bool((numbers[..., 1:].diff(dim=-1) >= 0).all())
    assert torch.equal(numbers[..., 0], numbers[..., 3])


def test_quantiles_beside_a_mean_never_cross() -> None:
    model, (source, _, _) = network(point=Point.mean), examples()
    crossing = model_rows(model, source)
    assert bool((crossing.diff(dim=-1) < 0).any()), "else there is nothing to sort"
    with torch.no_grad():
        numbers = model.predict(source, LENGTHS).view(3, 10, 6)
    assert torch.allclose(numbers[..., 1:], crossing.sort(dim=-1).values, atol=1e-5)


def test_each_step_reads_the_forecast_of_the_one_before() -> None:
    model, (source, _, _) = network(steps=Steps.recursive), examples()
    with torch.no_grad():
        expected = model.predict(source, LENGTHS).view(3, 5, 2, 6)[..., 0]
        scaled, level, scale = model.scaling(source)
        straight = torch.stack([scaled[..., one] @ model.linear[one] for one in range(2)], dim=-1)
        state, before = model.encode(scaled).state, scaled[:, -1, :2]
        for step in range(5):
            hidden, state = model.decoder.step(before, straight[:, step], state)  # type: ignore[union-attr]
            before = straight[:, step] + (hidden @ model.output.T + model.bias).view(3, 2, 6)[..., 0]
            assert torch.allclose(before * scale[:, 0] + level[:, 0], expected[:, step], atol=1e-5)


def test_the_linear_part_alone_is_a_matrix() -> None:
    model, (source, _, _) = network(), examples()
    with torch.no_grad():
        model.output.zero_()
        model.bias.zero_()
        found = model.predict(source, LENGTHS).view(3, 5, 2, 6)[..., 0].numpy()
    windows, linear = source.numpy()[..., :2], model.linear.detach().numpy()
    for row in range(3):
        for column in range(2):
            window = windows[row, :, column]
            level, scale = window[-5:].mean(), numpy.abs(window - window.mean()).mean()
            expected = ((window - level) / scale) @ linear[column] * scale + level
            assert found[row, :, column] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("window", [numpy.zeros(12), numpy.full(12, 5.0)], ids=["zeros", "constant"])
def test_a_constant_window_has_a_scale(window: Any) -> None:
    model = network()
    source = torch.tensor(window, dtype=torch.float32)[None, :, None].expand(1, 12, 3)
    with torch.no_grad():
        assert bool(model.predict(source, LENGTHS[:1]).isfinite().all())


def test_the_pinball_loss_has_its_least_value_at_the_quantile() -> None:
    head = Quantiles(outputs=1, quantiles=[0.1, 0.5, 0.9])
    sample = torch.arange(101.0)[:, None, None]
    mask, zeros = torch.ones(101, 1, dtype=torch.bool), torch.zeros(101, 1, 1)
    bias = torch.tensor([40.0, 12.0, 48.0, 77.0], requires_grad=True)
    optimiser = torch.optim.SGD([bias], lr=0.5)
    for _ in range(300):
        optimiser.zero_grad()
        (head.loss(zeros, torch.zeros(4, 1), bias, sample, mask)[0] / 101).backward()
        optimiser.step()
    assert bias.tolist() == pytest.approx([50, 10, 50, 90], abs=1)
