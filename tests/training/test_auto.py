"""Runs by `recipe=auto`: choices are said, recorded as numbers, and not made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from training import config, train

from s2s.config.auto import CHOSEN, Amount
from s2s.config.options import get
from s2s.errors import UserError
from s2s.runs.folder import load_config
from s2s.training.auto import fitting, measured
from s2s.training.setup import assemble

FREE = [name for name in CHOSEN if name not in ("tokenizer.size", "train.steps", "model.embedding")]
TINY = ["train.steps=4", "tokenizer.size=340", "model.embedding=16", f"auto=[{','.join(FREE)}]"]


@pytest.mark.slow
def test_numbers_are_recorded_and_a_run_goes_on_with_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run = train(tmp_path, *TINY)
    said = capfd.readouterr().err
    assert "recipe=auto: 60 pairs of " in said and "  train.metric=chrf: it tells weak" in said
    assert "patience" not in said.partition("recipe=auto")[2].partition("parameters")[0], "it cannot end so few updates"
    recorded = load_config(run)
    assert recorded.auto is None and recorded.model.encoder.units == 128 and recorded.train.patience is None
    assert recorded.train.steps == 4 and recorded.tokenizer.size == 340 and recorded.optim.warmup == 2
    before, _, after = (run / "config.yaml").read_text().partition("\ntrain:\n")
    (run / "config.yaml").write_text(f"{before}\ntrain:\n{after.replace('patience: null', 'patience: 7', 1)}")
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


def test_few_pairs_get_two_layers_where_what_is_typed_needs_them(tmp_path: Path) -> None:
    free = [name for name in CHOSEN if name != "model.residual"]
    amount = Amount(300, 3600, 21_600, 80)
    for typed in ("model.decoder.upper=feedforward", "model.bridge=project"):
        made, _ = fitting(config(tmp_path, "model.decoder.layers=2", typed, f"auto=[{','.join(CHOSEN)}]"), amount)
        assert made.model.decoder.layers == made.model.encoder.layers == 1 + (typed != "model.bridge=project")
    deep = config(tmp_path, "model.residual=true", "model.decoder.layers=2", f"auto=[{','.join(free)}]")
    assert fitting(deep, amount)[0].model.encoder.layers == 2
    with pytest.raises(
        UserError, match=r"model\.attention=dot: needs equal widths"
    ):  # of equal widths, which layers cannot give
        fitting(config(tmp_path, "model.attention=dot", "model.decoder.units=32", f"auto=[{','.join(CHOSEN)}]"), amount)


def test_of_vectors_nothing_is_counted() -> None:
    amount = measured(Texts([0.5, 0.1], "a b", 50))  # type: ignore[arg-type]
    assert (amount.pairs, amount.words, amount.characters) == (50, 100, 150)


class Texts:
    """A corpus of `count` equal pairs."""

    def __init__(self, source: object, target: str, count: int) -> None:
        self.pair, self.count, self.train = {"source": source, "target": target}, count, self

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: slice) -> dict[str, list[object]]:
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
