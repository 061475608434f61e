"""How much a run trains, and how often it looks."""

from __future__ import annotations

import pytest

from s2s.assemble import budget
from s2s.config import TrainConfig

# updates an epoch, options → updates in all, and between two validations
BUDGETS = [
    (282, {"epochs": 2}, 564, 282),
    (282.5, {"epochs": 0.5}, 142, 283),
    (282, {"steps": 7}, 7, 282),
    (282, {}, 4000, 282),  # 29,000 pairs: 14 epochs
    (97, {}, 4000, 97),
    (2000, {}, 10_000, 2000),  # 200,000 pairs: 5 epochs
    (100_000, {}, 500_000, 2000),  # a night's work is not lost with its last hour
    (1, {}, 4000, 80),
    (1, {"epochs": 30}, 30, 1),
    (100_000, {"validate_every": 7}, 500_000, 7),
]


@pytest.mark.parametrize(("per_epoch", "options", "total", "interval"), BUDGETS, ids=str)
def test_a_run_has_the_updates_that_suit_its_corpus(per_epoch: float, options: dict, total: int, interval: int) -> None:
    assert budget(TrainConfig(**options), per_epoch) == (total, interval)
