"""Exported forecasts against the torch network: every form of it, with its quantiles; and the commands on such an export."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

import onnx

from s2s.cli import main
from s2s.config.load import parse
from s2s.data.codecs.files import save_codecs
from s2s.data.codecs.windows import Ahead, Past
from s2s.data.series import Series, Window
from s2s.decode.backends.exported import LABELLER, read_export, save_manifest
from s2s.decode.backends.onnx_labels import OnnxLabels
from s2s.decode.backends.torch_labels import TorchLabels
from s2s.errors import UserError
from s2s.export.forecaster import forecasts
from s2s.export.labeller import OUTPUT
from s2s.export.ranges import measured
from s2s.export.write import save_graphs
from s2s.nn.forecaster import Forecaster
from s2s.nn.model import initialise
from s2s.runs.folder import save_config
from s2s.runs.weights import save_model
from s2s.tasks.base import task_of

QUANTILES = (0.1, 0.5, 0.9)


def drawn(chance: numpy.random.Generator) -> Series:
    """A series of two targets, of which some are missing, with what is known of the past and ahead beside it."""
    values = 40 + 10 * numpy.sin(numpy.arange(60) * numpy.pi / 3)[:, None] + chance.normal(size=(60, 2))
    values[[3, 25, 26], 0] = numpy.nan
    return Series("", values, past=chance.normal(size=(60, 1)), future=chance.normal(size=(70, 2)))


BESIDE = drawn(numpy.random.default_rng(3))
VALUES = BESIDE.values


def run_of(season: int = 6, forecast: dict[str, Any] | None = None, beside: bool = False, **model: Any) -> Any:
    """The options of a tiny run, its codecs, a network with drawn weights, and windows with missing values."""
    series = BESIDE if beside else Series("", VALUES)
    windows = [Window(series, origin, 14, 3) for origin in (14, 28, 57, 60)]
    windows.append(Window(Series("", numpy.full((14, 2), 7.0), None, None, BESIDE.past[:14], BESIDE.future), 14, 14, 3))
    windows = windows if beside else windows[:4]
    source = Past.learn(windows[:3], 2, season)
    small = {"encoding": "features", "embedding": 8, "encoder": {"units": 8, "layers": 1}}
    options = (
        {"quantiles": list(QUANTILES), **(forecast or {})} if model.get("head") != "squared_error" else forecast or {}
    )
    config = parse(
        {
            "task": "forecast",
            "data": {"corpus": "files", "train": "gone.csv", "held": 0.1, "target": "all", "window": 14, "horizon": 3},
            "model": {**small, "forecast": options, **model},
            "train": {"metric": "loss", "label_smoothing": 0},
        }
    )
    target = Ahead(2, 3, () if model.get("head") == "squared_error" else QUANTILES)
    network = initialise(task_of(config).network(config.model, source, target), str(config.model.recurrent_init), 3)
    generator = torch.Generator().manual_seed(4)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.3 * torch.randn(parameter.shape, generator=generator))
    return config, source, target, network.eval(), windows


def exported(model: Forecaster, source: Past, target: Ahead, folder: Path, feed: Any = None) -> OnnxLabels:
    ranges = None if feed is None else measured(model, feed, {OUTPUT: model.dropout})
    save_graphs(folder, {LABELLER: forecasts(model, ranges)}, target.size)
    return OnnxLabels(read_export(folder, (LABELLER,)), source, target, False)


GRID: list[dict[str, Any]] = [
    {},
    {"season": 1, "pooling": "mean", "cell": "gru"},
    {"beside": True, "pooling": "attention", "forecast": {"point": "median"}},
    {"head": "squared_error", "encoder": {"units": 8, "layers": 2, "bidirectional": True}},
    {"forecast": {"steps": "recursive"}, "encoder": {"units": 8, "layers": 2, "bidirectional": True}},
    {"season": 1, "beside": True, "forecast": {"steps": "recursive", "point": "median"}, "cell": "gru"},
]


@pytest.mark.parametrize("row", GRID, ids=str)
def test_the_numbers_of_the_model(row: dict[str, Any], tmp_path: Path) -> None:
    _, source, target, model, windows = run_of(**row)
    theirs, ours = TorchLabels(model, torch.device("cpu")), exported(model, source, target, tmp_path)
    arrays, lengths = source.pad(source.encode(windows))
    expected, found = theirs.predict(arrays, lengths), ours.predict(arrays, lengths)
    assert found.shape == (len(windows), 1, 6 * (1 + len(target.quantiles))) and numpy.isfinite(found).all()
    numpy.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
    numpy.testing.assert_allclose(ours.predict(arrays[2:3], lengths[2:3])[0], found[2], rtol=1e-5)
    small = exported(model, source, target, tmp_path, lambda: theirs.predict(arrays, lengths))
    close, spread = small.predict(arrays, lengths), expected - arrays[:, :, :2].mean((1, 2))[:, None, None]
    assert ((close - expected) ** 2).mean() < 0.05**2 * (spread**2).mean()
    assert not numpy.array_equal(close, expected)


def test_too_many_steps_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("s2s.export.forecaster.LIMIT_NODES", 100)
    *_, model, _ = run_of(forecast={"steps": "recursive"})
    with pytest.raises(
        UserError, match=r"^data.horizon=3: with model.forecast.steps=recursive this needs \d+ operators"
    ):
        forecasts(model, None)


def test_a_convolution_that_pads_without_end_is_refused(tmp_path: Path) -> None:
    _, source, target, model, _ = run_of()
    exported(model, source, target, tmp_path)
    graph = onnx.load(tmp_path / LABELLER, load_external_data=False)
    (convolution,) = (node for node in graph.graph.node if node.op_type == "Conv")
    (pads,) = (one for one in convolution.attribute if one.name == "pads")
    pads.ints[0] = 6_000_000_004
    (tmp_path / LABELLER).write_bytes(graph.SerializeToString())
    save_manifest(tmp_path)
    with pytest.raises(UserError, match="it does not go over the input"):
        read_export(tmp_path, (LABELLER,))


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run with its export, and a file of two series with times and a gap."""
    folder = tmp_path_factory.mktemp("forecasts")
    config, source, target, model, _ = run_of()
    days = numpy.arange("2024-02-01", "2024-04-01", dtype="datetime64[D]").tolist()
    cells = numpy.nan_to_num(VALUES, nan=40.0).round(2).tolist()
    rows = [
        f"{day},{shop},{'' if number == 57 else a},{b}\n"
        for shop in "AB"
        for number, (day, (a, b)) in enumerate(zip(days, cells, strict=True))
    ]
    (folder / "shops.csv").write_text("day,shop,sales,price\n" + "".join(rows), encoding="utf-8")
    data = config.data
    data.train, data.target, data.series, data.time, data.calendar = (
        str(folder / "shops.csv"),
        "sales,price",
        "shop",
        "day",
        [],
    )
    save_config(folder / "run", config)
    save_codecs(folder / "run", source, target)
    save_model(folder / "run" / "model.safetensors", dict(model.named_parameters()))
    return folder / "run", folder / "shops.csv"


def test_the_commands(shops: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    run, file = shops
    assert main(["export", "-m", str(run), "--run-data"]) == 0
    assert "sMAPE" in (said := capsys.readouterr().err) and "MSIS" not in said
    found, expected = (forecast(capsys, file, *how) for how in ([run / "onnx"], [run, "--backend", "torch"]))
    assert [one["shop"] for one in found] == ["A", "B"] and list(found[0]) == list(expected[0])
    assert found[0]["day"] == ["2024-04-01", "2024-04-02", "2024-04-03"]
    for one, other in zip(found, expected, strict=True):
        for name in ("sales", "sales_0.1", "sales_0.9", "price", "price_0.1"):
            assert one[name] == pytest.approx(other[name], rel=1e-4)
    reports = []
    for how in ([str(run), "--backend", "torch"], [str(run / "onnx")]):
        assert main(["evaluate", "-m", *how, "--run-data", "--json"]) == 0
        reports.append(json.loads(capsys.readouterr().out))
    scores = [{name: value for name, value in one.items() if isinstance(value, float)} for one in reports]
    assert scores[1] == pytest.approx(scores[0], rel=1e-3) and {"mse", "MASE", "pinball"} <= set(scores[0])


ASKED = ("--quantiles", "0.1", "0.9", "--output-type", "json")


def forecast(capsys: pytest.CaptureFixture[str], file: Path, *run: Any) -> list[dict[str, Any]]:
    """What `s2s predict` says of every series of a file."""
    assert main(["predict", "-m", *map(str, run), "-i", str(file), *ASKED]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.slow
def test_without_torch(shops: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    run, file = shops
    assert main(["export", "-m", str(run), "--run-data"]) == 0
    code = (
        "import sys; from s2s.cli import main; assert main(['predict', '-m', *sys.argv[1:]]) == 0;"
        " assert not {'torch', 'safetensors.torch'} & set(sys.modules)"
    )
    command = [sys.executable, "-c", code, str(run / "onnx"), "-i", str(file), *ASKED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    capsys.readouterr()
    assert [json.loads(line) for line in done.stdout.splitlines()] == forecast(capsys, file, run / "onnx")


@pytest.mark.slow
def test_int8_says_what_it_changes(shops: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["export", "-m", str(shops[0]), "--run-data", "--int8"])
    said = capsys.readouterr().err
    assert "(the model: " in said if code == 0 else "export without --int8" in said
