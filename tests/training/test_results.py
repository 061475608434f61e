"""results.json and report.html at the end of a training, and why one has failed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy
import pytest
from training import config, metrics, train

import s2s.training.loop
from s2s.api.run import Run
from s2s.errors import UserError
from s2s.reports.summary import summary
from s2s.tasks import exhibits
from s2s.tasks.evaluation import Examples
from s2s.tasks.exhibits import lengths, of_numbers, of_series


def read(run: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((run / "results.json").read_bytes())
    return found


def test_results_are_what_training_and_evaluation_measure(tmp_path: Path) -> None:
    run = train(tmp_path, f"data.test={tmp_path / 'validation.tsv'}", "train.metric=chrf")
    found, measured = read(run), metrics(run, "validation_chrf")
    assert [(line["step"], line["chrf"]) for line in found["validations"]] == list(measured.items())
    assert found["best"] == {
        "step": max(measured, key=lambda step: (measured[step], step)),
        "score": max(measured.values()),
    }
    assert found["state"] == "finished" and found["updates"] == 6 and found["metric"]["name"] == "chrf"
    digests = found["data"].pop("digests")
    assert found["data"] == {"corpus": "files", "train": 60, "validation": 2, "test": 2}
    assert digests.keys() == {"train", "validation", "test"} and digests["validation"] == digests["test"]
    test, again = found["test"], Run(run, run_data=True).evaluate(metrics=["chrf"]).scores["chrf"]
    assert test["scores"]["chrf"]["score"] == pytest.approx(again.score)
    assert test["split"] == "test" and test["examples"] == 2
    for name in ("bleu", "chrf"):
        one = test["scores"][name]
        assert one["signature"].startswith("nrefs:1|") and one["higher_is_better"] and 0 <= one["score"] <= 100
    assert {"python", "torch", "s2s"} <= set(found["environment"]["versions"])
    worst, best = found["exhibits"]["worst"], found["exhibits"]["best"]
    assert len(worst) == len(best) == 1 and worst[0]["score"] <= best[0]["score"]
    for one in [*worst, *best]:
        for part in one["alignments"]:
            weights = numpy.array(part["weights"])
            assert weights.shape == (len(part["output"]), len(part["source"]))
            assert weights.sum(axis=1) == pytest.approx(1, abs=0.02)
    row = summary(run)
    assert row.state == "finished" and row.test is not None and row.test.value == test["scores"]["chrf"]["score"]
    assert row.parameters == found["parameters"] and "<svg" in (run / "report.html").read_text(encoding="utf-8")


def test_perplexities_by_position_make_up_the_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loss of the validation that has selected the weights is computed by training's own pass over the batches."""
    monkeypatch.setattr(exhibits, "LEAST", 1)
    found = read(train(tmp_path, f"data.test={tmp_path / 'validation.tsv'}", "train.metric=loss"))
    values, counts = (numpy.array(found["exhibits"]["perplexity"][name]) for name in ("values", "counts"))
    assert (counts * numpy.log(values)).sum() / counts.sum() == pytest.approx(found["best"]["score"], rel=1e-4)
    assert counts[0] == 2 and (numpy.diff(counts) <= 0).all()


def test_a_run_that_fails_says_why_and_one_that_goes_on_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any) -> Any:
        raise UserError("the loss is not finite")

    with monkeypatch.context() as patch:
        patch.setattr(s2s.training.loop, "judge", broken)
        with pytest.raises(UserError, match="not finite"):
            s2s.training.loop.train(config(tmp_path))
    run = tmp_path / "runs" / "tiny-1"
    assert (summary(run).state, summary(run).error) == ("failed", "the loss is not finite")
    assert summary(train(tmp_path)).state == "finished"
    (run / "README.md").unlink()  # as if it had been killed on the way to its end
    (run / "results.json").unlink()
    assert read(train(tmp_path))["state"] == "finished"


def test_labels_have_a_confusion_matrix(tmp_path: Path) -> None:
    lines = [
        f"{'good' if number % 3 else 'bad'}\t{'fine' if number % 3 else 'dull'} film {number}\n" for number in range(60)
    ]
    (tmp_path / "train.tsv").write_text("".join(lines))
    (tmp_path / "held.tsv").write_text("".join(lines[:9]))
    from s2s.api.training import train as train_here

    files = {
        "train": str(tmp_path / "train.tsv"),
        "validation": str(tmp_path / "held.tsv"),
        "test": str(tmp_path / "held.tsv"),
    }
    small = {"embedding": 8, "encoder": {"units": 8, "layers": 1}}
    made = train_here(
        task="classify",
        data={"corpus": "files", **files},
        name="mood",
        runs=str(tmp_path / "runs"),
        model=small,
        train={"steps": 4, "validate_every": 2},
        tokenizer={"kind": "char"},
        device="cpu",
        precision="fp32",
        threads=1,
    )
    table = read(made.folder)["test"]["confusion"]
    assert table["labels"] == sorted(table["labels"]) and sum(map(sum, table["rows"])) == 9
    assert [sum(row) for row in table["rows"]] == [3, 6]
    assert "Confusion" in (made.folder / "report.html").read_text(encoding="utf-8")


def test_lengths_have_common_bins() -> None:
    assert lengths({"a": [0, 1, 3], "b": [1]}) == {"width": 1, "counts": {"a": [1, 1, 0, 1], "b": [0, 1, 0, 0]}}
    wide = lengths({"a": [100, 3, 99], "b": []})
    assert (
        wide["width"] == 5
        and sum(wide["counts"]["a"]) == 3
        and wide["counts"]["a"][-1] == 1
        and len(wide["counts"]["b"]) == 21
    )


def test_forecasts_stand_beside_the_truth_of_their_first_feature() -> None:
    window = numpy.array([[1.0, 10.0], [2.0, 20.0]])
    found = of_series(
        Examples([window], [None]), [numpy.array([3.5, 30.0, 4.5, 40.0])], [numpy.array([3.0, 31.0, 4.0, 41.0])]
    )
    assert found == {"series": [{"window": [1.0, 2.0], "truth": [3.0, 4.0], "forecast": [3.5, 4.5]}], "of": 1}
    assert of_numbers([numpy.array([1.5])], [numpy.array([1.0])]) == {"pairs": [[1.0, 1.5]], "of": 1}
