"""How much a run trains, how often it looks, and what it keeps."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasets import Dataset
from training import config

from s2s.config.schema import RunConfig, TrainConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.text.facts import Facts
from s2s.errors import UserError
from s2s.runs.folder import load_config, load_facts, save_facts
from s2s.runtime.memory import KERNELS
from s2s.tasks.generate import Generate
from s2s.training.resume import continued
from s2s.training.setup import assemble, budget, with_suited_metric

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
def test_a_run_has_the_updates_that_suit_its_corpus(
    per_epoch: float, options: dict[str, Any], total: int, interval: int
) -> None:
    assert budget(TrainConfig(**options), per_epoch) == (total, interval)


def test_the_warm_up_is_recorded_and_stays(tmp_path: Path) -> None:
    """Also where a run is continued with more updates; a run of before, which recorded 200, goes on with them."""
    options = config(tmp_path, "train.steps=50", "optim.warmup=null")
    folder = assemble(options).folder
    assert load_config(folder).optim.warmup == 5
    more = config(tmp_path, "train.steps=500", "optim.warmup=null")
    assert continued(load_config(folder), more, folder).optim.warmup == 5
    assert continued(config(tmp_path, "optim.warmup=200"), more, folder).optim.warmup == 200
    with pytest.raises(UserError, match=r"optim\.warmup=7: .* was trained with optim\.warmup=5"):
        continued(load_config(folder), config(tmp_path, "optim.warmup=7"), folder)


def test_a_run_keeps_few_kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    assemble(config(tmp_path))
    assert [os.environ[name] for name in names] == [str(KERNELS)] * 2


def test_the_training_text_is_measured_when_a_run_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prefix = tmp_path / "pairs"
    lines = [f"The {n} dogs sleep. The {n} cats run." if n % 2 else f"THE {n} DOGS SLEEP." for n in range(60)]
    for side in ("en", "de"):
        (tmp_path / f"pairs.{side}").write_text("\n".join(lines) + "\n")
    options = config(tmp_path, "data=files", f"data.train={prefix}", "tokenizer.size=null")
    folder = assemble(options).folder
    facts = load_facts(folder)
    assert facts.several == pytest.approx(0.5, abs=0.05) and facts.capitals == pytest.approx(0.5, abs=0.05)
    assert facts.ratio == 1.0 and facts.title == 0.0 and facts.whole_lines
    assert "of the sources have several sentences" in capsys.readouterr().err
    save_facts(folder, Facts(several=0.9))
    assemble(options)  # nothing is trained yet, so this begins anew
    assert load_facts(folder) == facts


@pytest.mark.parametrize(("sources", "metric"), [(["", ""], "loss"), (["G 3/4", "C 4/4"], "bleu")])
def test_the_metric_that_suits_a_language_model_is_the_loss(
    sources: list[str], metric: str, caplog: pytest.LogCaptureFixture
) -> None:
    table = Dataset.from_dict({"source": sources, "target": ["a text", "another"]})
    config = RunConfig(task="generate", train=replace(TrainConfig(), metric="auto"))
    chosen = with_suited_metric(config, Generate(), Corpus(table, table, None, {}, False))
    assert chosen.train.metric == metric
    assert caplog.messages == [f"train.metric={metric}, which suits these examples: by it the best weights are chosen"]
