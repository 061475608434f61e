"""What is kept is the best that was seen, also where the metric does not move, and patience waits while something improves."""

from __future__ import annotations

import json
import re
from math import nan
from pathlib import Path

import pytest
import sacrebleu
from training import config, scores, train

from s2s.metrics.bleu import Bleu
from s2s.training.selection import Selection
from s2s.training.state import Training


def added(selection: Selection, *validations: tuple[float, float, float]) -> list[bool]:
    """What becomes of validations with these values of loss, BLEU and chrF, at the steps that come next"""
    return [
        selection.add(step, {"loss": loss, "bleu": bleu, "chrf": chrf})
        for step, (loss, bleu, chrf) in enumerate(validations, len(selection.scores) + 1)
    ]


def test_equal_scores_are_told_apart_by_chrf_then_the_loss_then_the_later_one() -> None:
    selection = Selection("bleu", keep=1)
    assert added(selection, (3.0, 0.0, 10.0), (2.9, 0.0, 90.0), (2.0, 0.0, 50.0)) == [True, True, False]
    assert selection.best == [(0.0, 2)]
    selection = Selection("bleu", keep=1)
    added(selection, (3.0, 0.0, 10.0), (2.0, 0.0, 10.0), (2.5, 0.0, 10.0))
    assert selection.best == [(0.0, 2)]
    selection = Selection("bleu", keep=2)
    added(selection, (3.0, 0.0, 10.0), (3.0, 0.0, 10.0), (3.0, 0.0, 10.0))
    assert selection.best == [(0.0, 3), (0.0, 2)]


def test_the_metric_comes_before_all_else() -> None:
    selection = Selection("bleu", keep=1)
    added(selection, (3.0, 5.0, 10.0), (1.0, 4.0, 99.0))
    assert selection.best == [(5.0, 1)] and selection.stale == 1


def test_what_is_no_number_is_worse_than_any() -> None:
    """Whatever comes first, and in the loss that breaks ties too."""
    selection = Selection("loss", keep=1)
    assert added(selection, (nan, 0.0, 0.0), (3.0, 0.0, 0.0), (2.0, 0.0, 0.0), (nan, 0.0, 0.0)) == [
        True,
        True,
        True,
        False,
    ]
    assert selection.best == [(-2.0, 3)] and selection.stale == 1
    selection = Selection("loss", keep=2)
    added(selection, (3.0, 0.0, 0.0), (nan, 0.0, 0.0), (2.0, 0.0, 0.0))
    assert selection.best == [(-2.0, 3), (-3.0, 1)] and selection.stale == 0
    selection = Selection("bleu", keep=1)
    added(selection, (nan, 5.0, 10.0), (3.0, 5.0, 10.0))
    assert selection.best == [(5.0, 2)]


def test_patience_does_not_count_validations_at_which_the_metric_stands_still() -> None:
    selection = Selection("bleu", keep=1)
    added(selection, (3.0, 0.0, 50.0), *[(2.9 - step / 10, 0.0, 10.0 + step) for step in range(9)])
    assert selection.stale == 0, "the loss falls"
    added(selection, *[(2.1, 0.0, 18.0)] * 2)  # nothing moves any more
    assert selection.stale == 2
    selection = Selection("bleu", keep=1)
    added(selection, *[(3.0, 0.0, 18.0)] * 3)
    assert selection.stale == 2 and selection.best == [(0.0, 3)]
    selection = Selection("bleu", keep=1)
    added(selection, (3.0, 9.0, 50.0), (3.0, 8.0, 50.0), (3.0, 8.0, 51.0), (3.0, 7.0, 50.0))
    assert selection.stale == 2


def test_patience_counts_a_metric_that_stands_still_while_the_loss_rises_and_falls() -> None:
    """As accuracy does at its height, while the network learns by heart; a lower loss than before is not the lowest."""
    selection, resumed = Selection("bleu", keep=1), Selection("bleu", keep=1)
    validations = [
        (1.0, 9.0, 50.0),
        (2.0, 9.0, 50.0),
        (3.0, 9.0, 49.0),
        (2.5, 9.0, 49.5),
        (nan, 9.0, nan),
        (1.5, 9.0, 1.0),
    ]
    for one in validations:
        added(selection, one)
        resumed.restore(resumed.best, resumed.stale, json.loads(json.dumps(resumed.state())))
        added(resumed, one)
    assert selection.stale == 5 == resumed.stale and vars(resumed) == vars(selection)


@pytest.mark.parametrize(
    ("metric", "output", "proposed"),
    [
        ("bleu", "text", ["chrf", "loss", "cer"]),
        ("chrf", "text", ["loss", "cer"]),
        ("f1", "labels", ["loss", "accuracy"]),
        ("mse", "numbers", ["loss", "mae"]),
    ],
)
def test_a_metric_that_stands_still_is_answered_with_few_that_fit(
    metric: str, output: str, proposed: list[str]
) -> None:
    selection = Selection(metric, keep=1)
    selection.scores = [0.0] * 3
    assert selection.stands_still
    assert re.findall(r"train\.metric=(\S+)", selection.warning(output)) == proposed


@pytest.mark.parametrize(
    ("metric", "measured", "by", "waits"),
    [
        ("accuracy", {"accuracy": 87.5, "f1": 80.0}, "lower loss", "it"),
        ("chrf", {"bleu": 0.0, "chrf": 87.5}, "lower loss", "it"),
        ("bleu", {"bleu": 87.5, "chrf": 60.0}, "better chrF or loss", "one of these"),
    ],
)
def test_what_decides_between_equal_scores_is_said(
    metric: str, measured: dict[str, float], by: str, waits: str
) -> None:
    selection, found = Selection(metric, keep=1), []
    for step, (change, loss) in enumerate([(-1, 4.0), (0, 3.0), (0, 2.0), (0, 2.5)], 1):
        selection.add(step, {**measured, metric: 87.5 + change, "loss": loss})
        found.append(selection.compared(step))
    kept = f"best {metric} 87.50"
    assert found == [f"first {metric}", f"new best {metric}", f"{kept} with a {by}", f"{kept} at step 3"]
    assert f"those with the {by} are kept, and patience waits while {waits} improves" in selection.warning("text")


def test_what_a_checkpoint_holds_is_taken_up_again_and_older_ones_are_read() -> None:
    selection, other = Selection("bleu", keep=2), Selection("bleu", keep=2)
    added(selection, (3.0, 0.0, 10.0), (2.0, 0.0, 90.0), (2.0, 0.0, 20.0))
    other.restore([list(entry) for entry in selection.best], selection.stale, selection.state())
    assert vars(other) == vars(selection)
    old = Selection("bleu", keep=1)
    old.restore([[0.0, 7]], 2, {})
    assert old.best == [(0.0, 7)] and old.stale == 2
    assert old.add(8, {"loss": 1.0, "bleu": 0.0, "chrf": 1.0}) and old.best == [(0.0, 8)]
    with pytest.raises(ValueError, match="numbers"):
        old.restore([], 0, {"selected": ["x"]})


def test_a_run_keeps_what_chrf_says_where_bleu_is_always_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    scores(monkeypatch, (1.0, 0.0, 10.0), (2.0, 0.0, 90.0), (3.0, 0.0, 30.0), (3.0, 0.0, 20.0))
    run = train(tmp_path, "train.metric=bleu", "train.validate_every=2", "train.steps=10")
    assert json.loads((run / "results.json").read_bytes())["best"]["step"] == 4
    best = run / "checkpoints" / "best-00000004.safetensors"
    assert best.read_bytes() == (run / "model.safetensors").read_bytes()
    said = [line for line in capfd.readouterr().err.split("\n") if "in a row" in line]
    assert len(said) == 1 and said[0].startswith("warning: bleu has been 0 at 3 validations")
    assert "train.metric=chrf" in said[0] and "train.metric=loss" in said[0]


def test_bleu_of_short_references_is_of_the_orders_that_there_are() -> None:
    references = [["went"], ["saw"], ["had been"]]
    lines = [line[0] for line in references]
    written = ["went", "seen", "had been"]
    metric = Bleu(language="en")
    by_hand = sacrebleu.BLEU(effective_order=True, force=True).corpus_score(written, [lines]).score
    assert metric.score(written, lines) == by_hand > 50
    assert "eff:yes" in metric.signature and "effective order" in metric.remark(lines)
    long = ["one two three four five"] * 3
    assert metric.score(long, long) == pytest.approx(100) and "eff:no" in metric.signature and not metric.remark(long)


@pytest.mark.parametrize("metric", ["bleu", "exact"])
def test_that_references_are_short_is_said_before_training(
    metric: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from s2s.training.setup import assemble
    from s2s.training.validation import describe_validation

    made = config(tmp_path, f"train.metric={metric}")
    for name in ("train", "validation"):
        pairs = [f"go{n}\twent{n}\n" for n in range(60)]
        (tmp_path / f"{name}.tsv").write_text("".join(pairs), encoding="utf-8")
    parts = assemble(made)
    assert Training(parts).selection.best == []
    describe_validation(parts, resumed=False)
    said = capfd.readouterr().err
    assert said.count("effective order") == 1
    assert ("are judged better by train.metric=chrf" in said) == (metric == "bleu")
