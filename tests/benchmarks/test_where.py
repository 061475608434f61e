from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("onnxruntime")
import where


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.slow
def test_training_is_mostly_products(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, "WARM", 1)
    small = ["tokenizer.size=400", "train.tokens=400", "threads=1"]
    options = ["model.encoder.units=256", "model.decoder.units=256"]
    assert where.main(["training", "--folder", str(folder), "--updates", "2", *small, *options]) == 0
    (line,) = printed(capsys)
    shares = line["shares of the time"]
    assert shares["products"] == max(shares.values()) and shares["optimiser"] > 0
    assert sum(shares.values()) + line["the rest"] == pytest.approx(1, abs=0.01)
    assert line["share of the linear layer"] > 0


@pytest.mark.slow
def test_the_parts_of_decoding_add_up(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, "CASES", ((5, 1),))  # few rows: with many, a fast matrix unit leaves the softmax as long
    assert where.main(["decoding", "--repeats", "1"]) == 0
    (line,) = printed(capsys)
    parts = line["microseconds a step"]
    whole = parts.pop("all")
    assert sum(parts.values()) == pytest.approx(whole, abs=5)
    assert parts["the step's network"] == max(parts.values())
    shares = line["shares of the step's network"]
    assert max(shares, key=shares.get) == "product of width 8,000" and 0.5 < sum(shares.values()) <= 1.001


def test_a_wrong_option_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert where.main(["training", "--folder", str(tmp_path), "model.dropout.layers=2"]) == 2
    assert "model.dropout.layers" in capsys.readouterr().err
