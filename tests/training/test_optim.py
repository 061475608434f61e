"""Learning rates, clipping and the moving average, against the formulas worked out by hand."""

import math

import pytest
import torch

from s2s.config.optimisers import OPTIMISERS
from s2s.config.schema import OptimConfig, Schedule
from s2s.errors import UserError
from s2s.training.optim import Average, build_optimiser, clip, rate, warmup_of


def test_warm_up_is_linear_and_meets_the_schedule() -> None:
    for schedule in Schedule:
        config = OptimConfig(lr=0.4, warmup=4, schedule=schedule)
        assert [rate(config, step, 100) for step in range(4)] == pytest.approx([0.1, 0.2, 0.3, 0.4])


@pytest.mark.parametrize(("total", "warmup"), [(1, 1), (100, 10), (101, 11), (1995, 200), (4000, 200)])
def test_without_a_number_the_rate_rises_over_a_tenth(total: int, warmup: int) -> None:
    config = OptimConfig(lr=1.0)
    assert warmup_of(config, total) == warmup and warmup_of(OptimConfig(warmup=7), total) == 7
    rates = [rate(config, step, total) for step in range(total)]
    assert rates[warmup - 1] == pytest.approx(1.0) and rates == [
        rate(OptimConfig(lr=1.0, warmup=warmup), step, total) for step in range(total)
    ]


def test_cosine_falls_to_zero() -> None:
    config = OptimConfig(lr=1.0, warmup=10, schedule=Schedule.cosine)
    assert rate(config, 10, 110) == pytest.approx(1.0)
    assert rate(config, 60, 110) == pytest.approx(0.5)
    assert rate(config, 110, 110) == pytest.approx(0.0) == rate(config, 500, 110)


def test_inverse_square_root() -> None:
    config = OptimConfig(lr=1.0, warmup=100, schedule=Schedule.inverse_sqrt)
    assert rate(config, 399, 10**6) == pytest.approx(0.5)


def test_plateau_counts_only_validations_without_a_new_best() -> None:
    config = OptimConfig(lr=1.0, warmup=0, schedule=Schedule.plateau, factor=0.1, patience=2)
    assert rate(config, 0, 9, [5.0, 4.0, 3.0]) == pytest.approx(1.0)
    assert rate(config, 0, 9, [5.0, 6.0, 6.0]) == pytest.approx(0.1)
    assert rate(config, 0, 9, [5.0, 6.0, 6.0, 6.0, 6.0]) == pytest.approx(0.01)


def test_clipping_by_norm_and_by_value_returns_the_norm_before() -> None:
    parameter = torch.nn.Parameter(torch.zeros(2))
    parameter.grad = torch.tensor([3.0, 4.0])
    assert clip(OptimConfig(clip_norm=1.0, clip_value=0.7), [parameter]).item() == pytest.approx(5.0)
    torch.testing.assert_close(parameter.grad, torch.tensor([0.6, 0.7]))


def test_average_equals_one_kept_by_hand() -> None:
    model = torch.nn.Linear(1, 1, bias=False)
    average, by_hand = Average(model, 0.5), float(model.weight.detach())
    for n, value in enumerate((1.0, -2.0, 5.0, 0.5), start=1):
        with torch.no_grad():
            model.weight.fill_(value)
        average.update(model)
        decay = min(0.5, (1 + n) / (10 + n))
        by_hand = decay * by_hand + (1 - decay) * value
    assert float(average.weights["weight"]) == pytest.approx(by_hand)


@pytest.mark.parametrize("kind", OPTIMISERS.names)
def test_every_optimiser_goes_downhill(kind: str) -> None:
    parameter = torch.nn.Parameter(torch.tensor(3.0))
    optimiser = build_optimiser(OptimConfig(kind=kind, lr=0.1), [parameter])
    for _ in range(100):
        optimiser.zero_grad()
        (parameter**2).backward()
        optimiser.step()
    assert abs(float(parameter.detach())) < 0.5 and not math.isnan(float(parameter.detach()))


def test_an_optimiser_whose_step_needs_a_closure_is_refused() -> None:
    with pytest.raises(
        UserError, match=r"^optim\.kind=torch\.optim:LBFGS: its step needs a closure, .*; use another"
    ) as caught:
        build_optimiser(OptimConfig(kind="torch.optim:LBFGS"), [torch.nn.Parameter(torch.zeros(1))])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("given", "left"), [(None, 1 - 0.1 * 0.01), (0.0, 1.0), (0.5, 1 - 0.1 * 0.5)])
def test_adamw_takes_off_the_share_that_is_asked_for(given: float | None, left: float) -> None:
    parameter = torch.nn.Parameter(torch.tensor(1.0))
    optimiser = build_optimiser(OptimConfig(kind="adamw", lr=0.1, weight_decay=given), [parameter])
    parameter.grad = torch.zeros(())
    optimiser.step()
    assert float(parameter.detach()) == pytest.approx(left, abs=1e-7)
