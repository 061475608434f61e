"""Validation by several processes: each takes its share, and together they find what one would."""

from __future__ import annotations

from pathlib import Path

import pytest
from training import config

from s2s import parallel, validate
from s2s.assemble import assemble


@pytest.mark.parametrize("world", [2, 3])
def test_the_loss_is_shared_out(world: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = assemble(config(tmp_path))
    rows = parts.corpus.train[:]
    seen: list[tuple[float, float]] = []

    def total(*numbers: float) -> list[float]:
        seen.append((numbers[0], numbers[1]))
        return list(numbers)

    monkeypatch.setattr(validate, "total", total)
    loss, count = validate.summed_loss(parts, rows)
    for number in range(world):
        monkeypatch.setattr(validate, "rank", lambda number=number: number)
        monkeypatch.setattr(validate, "world", lambda: world)
        validate.summed_loss(parts, rows)
    whole, *shares = seen
    assert sum(tokens for _, tokens in shares) == whole[1] and all(0 < tokens < whole[1] for _, tokens in shares)
    assert whole == (loss, count) and sum(own for own, _ in shares) == pytest.approx(loss)


def test_what_is_decoded_is_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[int]] = []

    def work(share: list[int]) -> list[int]:
        given.append(share)
        return share

    monkeypatch.setattr(parallel, "world", lambda: 3)
    monkeypatch.setattr(parallel, "gather", lambda value: [value] * 3)
    for number in range(3):
        monkeypatch.setattr(parallel, "rank", lambda number=number: number)
        parallel.shared(work, range(6))
    assert given == [[0, 3], [1, 4], [2, 5]]
