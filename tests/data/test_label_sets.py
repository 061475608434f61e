"""Sets of labels as zeros and ones, and what a calibration makes of probabilities."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import torch

from s2s.data.codecs.calibration import CALIBRATION, Calibration, load_calibration, mean_of
from s2s.data.codecs.files import load_calibrated, load_codecs, save_codecs
from s2s.data.codecs.label_sets import LabelSets
from s2s.data.codecs.labels import Labels
from s2s.errors import UserError

SETS = LabelSets.learn(["b|a", "|", "c | a", "b"], "|")


def test_sets_become_zeros_and_ones() -> None:
    assert SETS.labels == ("a", "b", "c") and SETS.several
    encoded = SETS.encode(["c|a", "|", "", "b|b"])
    assert [row.tolist() for row in encoded] == [[[1, 0, 1]], [[0, 0, 0]], [[0, 0, 0]], [[0, 1, 0]]]
    padded, lengths = SETS.pad(encoded)
    assert padded.shape == (4, 1, 3) and lengths.tolist() == [1, 1, 1, 1]
    with pytest.raises(UserError, match=r"^'d': not among the labels of the training data: a, b, c$"):
        SETS.encode(["a|d"])
    with pytest.raises(UserError, match="no text has a label"):
        LabelSets.learn(["|", ""], "|")


def test_thresholds_choose_labels() -> None:
    outputs = [numpy.array([[0.6, 0.3, 0.05]]), numpy.array([[0.4, 0.1, 0.5]])]
    assert SETS.decode(outputs) == ["a", "c"]
    chosen = replace(SETS, calibration=Calibration(thresholds=(0.7, 0.25, 0.04)))
    assert chosen.decode(outputs) == ["b|c", "c"]
    assert chosen == SETS  # a codec is what was learned of the training data


def test_a_temperature_divides_the_scores() -> None:
    scores = torch.tensor([[2.0, -1.0, 0.5], [30.0, 0.0, -20.0]])
    for temperature in (0.5, 1.0, 2.5):
        found = Calibration(temperature)
        one, each = found.of_one(torch.softmax(scores, -1).numpy()), found.of_each(torch.sigmoid(scores).numpy())
        numpy.testing.assert_allclose(one, torch.softmax(scores / temperature, -1).numpy(), rtol=1e-5, atol=1e-9)
        numpy.testing.assert_allclose(each, torch.sigmoid(scores / temperature).numpy(), rtol=2e-3, atol=1e-6)
    extreme = Calibration(3.0).of_each(numpy.array([0.0, 1.0], numpy.float32))
    assert extreme.tolist() == [0.0, 1.0]


def test_a_run_keeps_its_calibration(tmp_path: Path) -> None:
    source, target = Labels(("x", "y"), False), replace(SETS, calibration=Calibration(1.5, (0.1, 0.2, 0.3)))
    save_codecs(tmp_path, source, target)
    assert load_codecs(tmp_path)[1].calibration == Calibration()  # training goes on as if there were none
    assert load_calibrated(tmp_path)[1].calibration == target.calibration
    (tmp_path / CALIBRATION).unlink()
    assert load_calibrated(tmp_path)[1].calibration == Calibration()
    for content in ("{", "3", '{"temperature": 0, "thresholds": [], "measured": {}}'):
        (tmp_path / CALIBRATION).write_text(content, encoding="utf-8")
        with pytest.raises(UserError, match=rf"{CALIBRATION}: not what training writes; copy"):
            load_calibration(tmp_path)
    save_codecs(tmp_path, source, replace(SETS, calibration=Calibration(1.5, (0.1, 0.2))))
    with pytest.raises(UserError, match="is that of a run with other labels"):
        load_calibrated(tmp_path)


def test_an_ensemble_has_the_mean_of_the_thresholds() -> None:
    assert mean_of([Calibration(2.0), Calibration(3.0)]) == Calibration()
    found = mean_of([Calibration(2.0, (0.1, 0.3)), Calibration()])
    assert found.temperature == 1 and found.thresholds == pytest.approx((0.3, 0.4))
