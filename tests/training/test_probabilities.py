"""What is fitted on validation: a temperature against torch's likelihood, thresholds against all that there are."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from numpy.typing import NDArray

from s2s.config.load import parse
from s2s.data.codecs.calibration import CALIBRATION, load_calibration
from s2s.data.codecs.label_sets import LabelSets
from s2s.data.codecs.labels import Labels
from s2s.training.loop import train
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
    return sharpness * scores.double(), right


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("sharpness", [0.5, 3.0])
def test_the_temperature_is_that_of_the_likelihood(several: bool, sharpness: float) -> None:
    scores, right = drawn(several, sharpness)

    def loss(temperature: float) -> float:
        if several:
            entropy = torch.nn.functional.binary_cross_entropy_with_logits(scores / temperature, right.double())
        else:
            entropy = torch.nn.functional.cross_entropy(scores / temperature, right.float().argmax(1))
        return float(entropy.double())

    probabilities = (torch.sigmoid(scores) if several else torch.softmax(scores, -1)).double().numpy()
    target = SETS if several else Labels(("a", "b", "c"), False)
    found = fitted_temperature(target, probabilities, right.numpy())
    assert loss(found) < min(loss(0.98 * found), loss(1.02 * found))  # which has one minimum
    assert 0.8 < found / sharpness < 1.25
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


def run(folder: Path, held: int, **more: Any) -> Path:
    """A short training on lists of labels; the run's folder."""
    random = numpy.random.default_rng(2)
    for split, count in (("train", 120), ("held", held)):
        rows = []
        for _ in range(count):
            names = [name for name in "ab" if random.random() < 0.5]
            words = [*random.choice([*"uvwxyz"], 3), *names]
            rows.append(json.dumps({"text": " ".join(random.permutation(words)), "labels": names}))
        (folder / f"{split}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    data = {"corpus": "files", "train": str(folder / "train.jsonl"), "validation": str(folder / "held.jsonl")}
    values: dict[str, Any] = {
        **{"task": "classify", "device": "cpu", "precision": "fp32", "threads": 1, "name": "a"},
        "runs": str(folder / "runs"),
        "data": data,
        "tokenizer": {"kind": "char"},
        "model": {"pooling": "mean", "embedding": 8, "encoder": {"units": 8, "layers": 1}, "residual": False},
        "optim": {"lr": 0.05, "warmup": 2},
        "train": {"steps": 20, "validate_every": 10, "metric": "auto", **more},
    }
    train(parse(values))
    return folder / "runs" / "a-1"


@pytest.mark.slow
def test_a_run_keeps_what_validation_shows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = run(tmp_path, 60)
    found = load_calibration(folder)
    assert len(found.thresholds) == 2 and found.measured["examples"] == 60
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert results["calibration"]["temperature"] == found.temperature and results["metric"]["name"] == "micro_f1"
    assert {"exact", "f1", "micro_f1"} <= {*results["test"]["scores"]} and {*results["test"]["types"]} == {"a", "b"}
    for said in ("train.metric=micro_f1", "probabilities: divided by temperature", "thresholds for the best F1"):
        assert said in caplog.text
    weights = (folder / "model.safetensors").read_bytes()
    run(tmp_path, 60)  # the same command goes on with what the files had decided, and has nothing left to do
    assert (folder / "model.safetensors").read_bytes() == weights and load_calibration(folder) == found


@pytest.mark.slow
def test_better_weights_are_not_calibrated_as_those_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is continued, and stopped before its end, has the probabilities of its own weights."""
    folder = run(tmp_path, 60)
    weights = (folder / "model.safetensors").read_bytes()
    assert (folder / CALIBRATION).exists()

    def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("s2s.training.loop.finish", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, 60, steps=60)
    assert (folder / "model.safetensors").read_bytes() != weights
    assert not (folder / CALIBRATION).exists()


@pytest.mark.slow
def test_few_examples_teach_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = run(tmp_path, 20)
    assert not (folder / CALIBRATION).exists()
    assert (
        "probabilities: not calibrated, as the validation set has 20 examples, and a temperature is fitted"
        in caplog.text
    )
