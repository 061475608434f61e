"""Runs by `recipe=auto`: choices are said, recorded as numbers, and not made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from training import config, train

from s2s.config.auto import CHOSEN
from s2s.config.options import get
from s2s.runs.folder import load_config
from s2s.training.auto import measured
from s2s.training.setup import assemble

FREE = [name for name in CHOSEN if name not in ("tokenizer.size", "train.steps", "model.embedding")]
TINY = ["train.steps=4", "tokenizer.size=340", "model.embedding=16", f"auto=[{','.join(FREE)}]"]


def test_numbers_are_recorded_and_a_run_goes_on_with_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run = train(tmp_path, *TINY)
    said = capfd.readouterr().err
    assert "recipe=auto: 60 pairs of " in said and "  train.patience=10: it ends where 10 validations" in said
    recorded = load_config(run)
    assert recorded.auto is None and recorded.model.encoder.units == 128 and recorded.train.patience == 10
    assert recorded.train.steps == 4 and recorded.tokenizer.size == 340 and recorded.optim.warmup == 2
    (run / "config.yaml").write_text((run / "config.yaml").read_text().replace("patience: 10", "patience: 7"))
    train(tmp_path, *TINY, "train.steps=6")
    assert "recipe=auto:" not in capfd.readouterr().err
    assert load_config(run).train.patience == 7 and load_config(run).train.steps == 6


def test_a_run_that_starts_from_another_has_its_network(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = train(tmp_path)
    parts = assemble(config(tmp_path, "name=child", f"train.start_from={before}", f"auto=[{','.join(CHOSEN)}]"))
    assert f"recipe=auto: pieces and network are those of {before}" in capfd.readouterr().err
    names = [name for name in CHOSEN if name.startswith(("tokenizer.", "model.")) and "dropout" not in name]
    assert [get(parts.config, name) for name in names] == [get(load_config(before), name) for name in names]
    assert parts.config.train.patience == 10 and parts.config.train.steps == 600


class Texts:
    """A corpus of `count` equal pairs."""

    def __init__(self, source: str, target: str, count: int) -> None:
        self.pair, self.count, self.train = {"source": source, "target": target}, count, self

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: slice) -> dict[str, list[str]]:
        length = len(range(*rows.indices(self.count)))
        return {name: [text] * length for name, text in self.pair.items()}


@pytest.mark.parametrize("count", [1, 250, 1_000_000])
def test_text_is_counted_a_side_on_average(count: int) -> None:
    amount = measured(Texts("a b c", "dd ee", count))  # type: ignore[arg-type]
    assert amount.pairs == count and amount.alphabet == len(set("abcde "))
    assert amount.words == pytest.approx(2.5 * count) and amount.characters == pytest.approx(5 * count)


def test_words_without_spaces_are_counted_by_their_characters() -> None:
    amount = measured(Texts("a b c d", "我喜欢读书和写字我", 50))  # type: ignore[arg-type]
    assert amount.words / amount.pairs == pytest.approx((4 + 9 / 1.7) / 2)
