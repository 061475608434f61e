"""Independent labels against torch's own binary cross-entropy, and R-Drop against the divergences of Bernoulli variables."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.distributions import Bernoulli, kl_divergence

from s2s.nn.heads.sigmoid import Sigmoid

entropy = torch.nn.functional.binary_cross_entropy_with_logits
LABELS = 3


def given(rows: int = 4) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Features, weight, bias, target and mask."""
    generator = torch.Generator().manual_seed(1)
    features = torch.randn(rows, 1, 5, generator=generator)
    weight, bias = torch.randn(LABELS, 5, generator=generator), torch.randn(LABELS, generator=generator)
    target = torch.randint(0, 2, (4, 1, LABELS), generator=generator).float()
    return features, weight, bias, target, torch.tensor([[True], [True], [False], [True]])


@pytest.mark.parametrize("smoothing", [0.0, 0.3])
def test_the_loss_is_that_of_torch(smoothing: float) -> None:
    features, weight, bias, target, mask = given()
    weights = torch.tensor([0.5, 3.0, 1.0])
    logits = torch.nn.functional.linear(features, weight, bias)[mask]
    wanted = target[mask] * (1 - smoothing) + smoothing / LABELS
    head = Sigmoid(outputs=LABELS)
    loss, likelihood = head.loss(features, weight, bias, target, mask, smoothing)
    torch.testing.assert_close(loss, entropy(logits, wanted, reduction="sum"))
    torch.testing.assert_close(likelihood, entropy(logits, target[mask], reduction="sum"))
    head.weigh(weights)
    weighted, plain = head.loss(features, weight, bias, target, mask, smoothing)
    torch.testing.assert_close(weighted, entropy(logits, wanted, pos_weight=weights, reduction="sum"))
    torch.testing.assert_close(plain, likelihood)
    assert not head.state_dict()


def test_two_passes() -> None:
    features, weight, bias, target, mask = given(8)
    logits = torch.nn.functional.linear(features, weight, bias)[torch.cat([mask, mask])]
    first, second = logits.chunk(2)
    both = [Bernoulli(logits=one) for one in (first, second)]
    apart = (kl_divergence(*both) + kl_divergence(both[1], both[0])).sum()
    mean = sum(entropy(one, target[mask], reduction="sum") for one in (first, second)) / 2
    loss, likelihood = Sigmoid(outputs=LABELS).loss(features, weight, bias, target, mask, consistency=2.0)
    torch.testing.assert_close(loss, mean + 0.5 * apart)
    torch.testing.assert_close(likelihood, mean)


def test_one_label_is_smoothed_to_both_sides() -> None:
    head, features, weight, mask = Sigmoid(outputs=1), torch.ones(1, 1, 1), torch.ones(1, 1), torch.ones(1, 1).bool()
    loss, _ = head.loss(features, weight, torch.zeros(1), torch.ones(1, 1, 1), mask, 0.2)
    torch.testing.assert_close(loss, entropy(torch.tensor(1.0), torch.tensor(0.9)))
