"""What is fitted on validation: a temperature against torch's optimiser, thresholds against all that there are."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy
import pytest
import torch
from numpy.typing import NDArray

from s2s.data.codecs.label_sets import LabelSets
from s2s.data.codecs.labels import Labels
from s2s.training.probabilities import best_threshold, expected_error, fitted, fitted_temperature

SETS = LabelSets(("a", "b", "c"), "|")


def drawn(several: bool, sharpness: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores that are `sharpness` times what they should be, and (N, V) what is right by those they should be."""
    generator = torch.Generator().manual_seed(1)
    scores = 2 * torch.randn(400, 3, generator=generator)
    if several:
        right = torch.rand(400, 3, generator=generator) < torch.sigmoid(scores)
    else:
        drawn_labels = torch.multinomial(torch.softmax(scores, -1), 1, generator=generator)
        right = torch.arange(3) == drawn_labels
    return sharpness * scores, right


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("sharpness", [0.5, 3.0])
def test_the_temperature_is_that_of_the_likelihood(several: bool, sharpness: float) -> None:
    scores, right = drawn(several, sharpness)
    logarithm = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.LBFGS([logarithm], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        divided = scores / logarithm.exp()
        if several:
            value = torch.nn.functional.binary_cross_entropy_with_logits(divided, right.float(), reduction="sum")
        else:
            value = torch.nn.functional.cross_entropy(divided, right.float().argmax(1), reduction="sum")
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    probabilities = (torch.sigmoid(scores) if several else torch.softmax(scores, -1)).double().numpy()
    found = fitted_temperature(probabilities, right.numpy(), several)
    assert found == pytest.approx(float(logarithm.detach().exp()), rel=1e-3)
    assert 0.8 < found / sharpness < 1.25
    target = SETS if several else Labels(("a", "b", "c"), False)
    measured = fitted(target, probabilities, right.numpy()).measured
    assert measured["error after"] < measured["error before"] and measured["error after"] < 0.06


def f1(probabilities: NDArray[numpy.float64], right: NDArray[numpy.bool_], threshold: float) -> float:
    chosen = probabilities >= threshold
    return float(2 * (chosen & right).sum() / (chosen.sum() + right.sum()))


def test_the_threshold_is_that_of_the_best_f1() -> None:
    random = numpy.random.default_rng(4)
    for _ in range(20):
        right = random.random(40) < 0.3
        probabilities = numpy.round(0.5 * random.random(40) + 0.4 * right * random.random(40), 2)
        found = best_threshold(probabilities, right)
        best = max(f1(probabilities, right, one) for one in probabilities)
        assert found is not None and f1(probabilities, right, found) == pytest.approx(best)


def test_of_equal_thresholds_the_nearest_to_a_half() -> None:
    right = numpy.array([True] * 5 + [False] * 5)
    assert best_threshold(numpy.array([0.9] * 5 + [0.1] * 5), right) == pytest.approx(0.5)
    assert best_threshold(numpy.full(10, 0.3), numpy.array([True] * 4 + [False] * 6)) is None


def test_the_error_is_that_of_the_label_that_is_predicted(tmp_path: Path) -> None:
    probabilities = numpy.array([[0.8, 0.2], [0.3, 0.7]] * 25)
    right = numpy.array([[True, False], [True, False]] * 25)
    bins = [range(number, number + 10) for number in range(0, 50, 10)]
    ordered = sorted(itertools.chain.from_iterable([[(0.8, 1.0), (0.7, 0.0)]] * 25))
    gaps = [abs(sum(ordered[n][0] - ordered[n][1] for n in one)) / 10 for one in bins]
    assert expected_error(probabilities, right, False) == pytest.approx(sum(gaps) / 5)
