"""Dropout on a CPU: the rate, the scale, units that know nothing of each other, gradients, the seed."""

from __future__ import annotations

import math

import pytest
import torch

from s2s.nn.dropout import Dropout

COUNT = 400_003
"""No multiple of the units that share a number."""


def dropped(p: float, inputs: torch.Tensor) -> torch.Tensor:
    """In training, in bf16: elsewhere torch's own dropout serves."""
    with torch.autocast("cpu", torch.bfloat16):
        return Dropout(p).train()(inputs)


def test_in_fp32_a_seed_draws_what_torch_draws() -> None:
    inputs, found = torch.randn(1000), []
    for made in (Dropout(0.3), torch.nn.Dropout(0.3)):
        torch.manual_seed(1)
        found.append(made.train()(inputs))
    torch.manual_seed(1)
    assert torch.equal(*found) and not torch.equal(found[0], dropped(0.3, inputs))


@pytest.mark.parametrize("p", [0.01, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_rate_and_scale(p: float, kind: torch.dtype) -> None:
    torch.manual_seed(1)
    found = dropped(p, torch.ones(COUNT, dtype=kind)).double()
    rate = float((found == 0).double().mean())
    assert abs(rate - p) < 4 * math.sqrt(p * (1 - p) / COUNT)
    left = found[found != 0]
    torch.testing.assert_close(
        left, torch.full_like(left, 1 / (1 - p)), rtol=1e-4 if kind is torch.float32 else 1e-2, atol=0
    )


def test_units_that_share_a_number_are_independent() -> None:
    torch.manual_seed(2)
    lost = (dropped(0.3, torch.ones(COUNT - 3)) == 0).double().view(-1, 4)
    together = torch.corrcoef(lost.T)
    assert float((together - torch.eye(4)).abs().max()) < 4 / math.sqrt(len(lost))
    assert float((lost.mean(0) - 0.3).abs().max()) < 4 * math.sqrt(0.21 / len(lost))


def test_gradients_pass_where_units_did_and_the_seed_decides() -> None:
    inputs, masks = torch.randn(3, 5, 7).transpose(0, 1).requires_grad_(), []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        outputs = dropped(0.4, inputs)
        (slope,) = torch.autograd.grad(outputs.sum(), inputs)
        torch.testing.assert_close(outputs, inputs * slope)
        masks.append(slope)
    assert torch.equal(masks[0], masks[1]) and not torch.equal(masks[0], masks[2])


def test_rests_outside_training_and_without_a_rate() -> None:
    inputs = torch.randn(9)
    assert torch.equal(Dropout(0.5).eval()(inputs), inputs)
    assert torch.equal(dropped(0.0, inputs), inputs)
    assert torch.equal(dropped(1.0, inputs), torch.zeros(9))
    assert torch.isfinite(dropped(0.999999, inputs)).all()
