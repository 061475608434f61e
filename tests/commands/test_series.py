"""``s2s predict`` on files of series: it goes on from the end of each, in the form of the file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
import torch

from s2s.cli import main
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.data.codecs.features import Features
from s2s.data.codecs.files import save_codecs
from s2s.runs.folder import save_config
from s2s.runs.weights import save_model
from s2s.tasks.base import task_of

DAYS = [str(day) for day in numpy.arange("2024-02-01", "2024-03-01", dtype="datetime64[D]")]


def run_of(folder: Path, features: int = 1, **data: object) -> RunConfig:
    """A run with random weights that reads 4 steps and forecasts 2."""
    options = {
        "corpus": "files",
        "train": "gone.csv",
        "held": 0.1,
        "target": "all",
        "window": 4,
        "horizon": 2,
        "calendar": [],
    }
    model = {"encoding": "features", "embedding": 4, "encoder": {"units": 4, "layers": 1, "bidirectional": False}}
    training = {"label_smoothing": 0.0, "metric": "loss"}
    config = parse({"task": "forecast", "data": options | data, "model": model, "train": training})
    codecs = Features((2.0,) * features, (3.0,) * features), Features((2.0,) * 2, (3.0,) * 2)
    folder.mkdir()
    save_config(folder, config)
    save_codecs(folder, *codecs)
    network, generator = task_of(config).network(config.model, *codecs), torch.Generator().manual_seed(1)
    for parameter in network.parameters():
        torch.nn.init.uniform_(parameter, -0.5, 0.5, generator)
    save_model(folder / "model.safetensors", network.state_dict())
    return config


def predicted(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["predict", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_every_series_goes_on_in_the_form_of_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_of(tmp_path / "run", series="shop", time="day")
    rows = [f"{day[8:]}.{day[5:7]}.{day[:4]};{shop};{n},5\n" for shop in "AB" for n, day in enumerate(DAYS)]
    (tmp_path / "a.csv").write_text("day;shop;sales\n" + "".join(rows), encoding="utf-8")
    code, out, err = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv")], capsys)
    lines = [line.replace(",", ".").split(";") for line in out.split("\n")[:-1]]
    assert code == 0 and lines[0] == ["shop", "day", "sales"]
    assert all(line.count(",") == 1 and line.count(";") == 2 for line in out.split("\n")[1:-1])
    assert [line[:2] for line in lines[1:]] == [[s, d] for s in "AB" for d in ("01.03.2024", "02.03.2024")]
    assert "commas in its numbers are decimal" in err
    # The same numbers as of the last window, given as before, on stdin.
    window = " ".join(f"{n}.5" for n in range(len(DAYS) - 4, len(DAYS)))
    (tmp_path / "window.txt").write_text(window + "\n", encoding="utf-8")
    _, plain, _ = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "window.txt")], capsys)
    assert [float(line[2]) for line in lines[1:3]] == pytest.approx([float(one) for one in plain.split()], rel=1e-5)
    code, out, _ = predicted(
        ["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv"), "--output-type", "json"], capsys
    )
    record = json.loads(out.split("\n")[0])
    assert record == {
        "shop": "A",
        "day": ["01.03.2024", "02.03.2024"],
        "sales": [float(line[2]) for line in lines[1:3]],
    }


def test_without_times_steps_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_of(tmp_path / "run")
    (tmp_path / "a.csv").write_text("".join(f"{n}\n" for n in range(9)), encoding="utf-8")
    code, out, _ = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv")], capsys)
    assert code == 0 and [line.split(",")[0] for line in out.split("\n")] == ["step", "10", "11", ""]


def test_a_run_without_times_reads_no_calendar_of_a_file_with_times(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_of(tmp_path / "run", calendar=None)
    days = numpy.arange("2024-01-01", "2024-03-01", dtype="datetime64[D]")
    (tmp_path / "a.csv").write_text("day,x\n" + "".join(f"{day},{n % 7}\n" for n, day in enumerate(days)))
    code, out, err = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv")], capsys)
    assert (code, out.split("\n")[1].split(",")[0]) == (0, "2024-03-01") and "calendar" not in err


@pytest.mark.parametrize(
    ("times", "following", "said"),
    [
        ([str(1_700_000_000_000 + 60_000 * n) for n in range(9)], "1700000540000", "as milliseconds since 1970"),
        ([f"2024-03-{n}T00:00:00+01:00" for n in range(20, 32)], "2024-04-01", "are read as local days"),
        ([f"2024-{n:02}-15" for n in range(1, 10)], "2024-10-01", "times at other days, such as 2024-01-15, are read"),
    ],
)
def test_times_are_carried_on_in_the_units_of_the_file(
    times: list[str], following: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_of(tmp_path / "run", time="time")
    (tmp_path / "a.csv").write_text("time,x\n" + "".join(f"{time},{n}\n" for n, time in enumerate(times)))
    code, out, err = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv")], capsys)
    assert (code, out.split("\n")[1].split(",")[0]) == (0, following) and said in err


def test_a_run_of_before_reads_a_window_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_of(tmp_path / "run", held=None, target="de", calendar=None)
    (tmp_path / "a.csv").write_text("1 2 3 4\n5 6 7 8\n", encoding="utf-8")
    code, out, _ = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv")], capsys)
    assert code == 0 and [len(line.split()) for line in out.split("\n")[:-1]] == [2, 2]
    code, _, err = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv"), "--plot", "a.png"], capsys)
    assert code == 2 and "--plot a.png: is for a file of series" in err


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        ("x\n1\n2\n3\n", [], "the series has 3 steps, but data.window=4; give at least so many"),
        ("x\n1\n2\n3\nfour\n", [], "line 5: 'four' in the column x is no number"),
        ("x\n1\n2\n3\n4\n5\n", ["--quantiles", "0.3"], "--quantiles 0.3: the run does not forecast it; train a run"),
        ("x\n1\n2\n3\n4\n5\n", ["--plot", "a.gif"], "--plot a.gif: draws .png or .svg; give such a name"),
        (
            "x,y\n1,1\n2,\n3,\n4,\n5,\n",
            [],
            "the last 4 steps of the series have no value of y; give a series that ends in",
        ),
        ("day,x\n2024-01-02,1\n2024-01-01,2\n", [], "line 3: the time 2024-01-01 comes after 2024-01-02, backwards"),
    ],
)
def test_mistakes_leave_nothing(
    content: str, more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_of(tmp_path / "run")
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    files = ["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv"), "-o", str(tmp_path / "out.csv")]
    code, out, err = predicted([*files, *more], capsys)
    assert (code, out) == (2, "") and said in err
    assert not (tmp_path / "out.csv").exists()


def test_what_is_known_ahead_must_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_of(tmp_path / "run", features=2, target="x", known=["open"], time="day")
    rows = [f"{day},{n if n < 20 else ''},{n % 2}\n" for n, day in enumerate(DAYS)]
    for count, code in ((22, 0), (21, 2)):
        (tmp_path / "a.csv").write_text("day,x,open\n" + "".join(rows[:count]), encoding="utf-8")
        found, out, err = predicted(["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv")], capsys)
        assert found == code
        assert out.startswith("day,x\n2024-02-21,") if code == 0 else "open is known for 1 of the 2 steps after" in err


@pytest.mark.slow  # matplotlib
def test_a_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    run_of(tmp_path / "run", series="columns", time="day")
    rows = [f"{day},{n},{'' if n == 20 else -n}\n" for n, day in enumerate(DAYS)]
    (tmp_path / "a.csv").write_text("day,up,down\n" + "".join(rows), encoding="utf-8")
    files = ["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv"), "--plot", str(tmp_path / "a.svg")]
    assert predicted(files, capsys)[0] == 0
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert all(word in drawn for word in ("up", "down", "history", "forecast"))


@pytest.mark.slow  # matplotlib
def test_a_figure_of_one_series_names_its_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    run_of(tmp_path / "run", time="day")
    (tmp_path / "a.csv").write_text("day,sales\n" + "".join(f"{day},{n}\n" for n, day in enumerate(DAYS)))
    files = ["-m", str(tmp_path / "run"), "-i", str(tmp_path / "a.csv"), "--plot", str(tmp_path / "a.svg")]
    assert predicted(files, capsys)[0] == 0
    assert "sales" in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.slow  # a training
def test_from_a_file_with_gaps_to_what_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    days = numpy.arange("2024-01-01", "2024-06-01", dtype="datetime64[D]")
    rows = [
        f"{day};{shop};{'' if n % 17 == 0 else 100 + 10 * (n % 7)};{n % 9}\n"
        for shop in "AB"
        for n, day in enumerate(days)
        if n != 50
    ]
    Path("a.csv").write_text("day;shop;sales;staff\n" + "".join(rows), encoding="utf-8")
    options = ["data.series=shop", "data.target=sales", "data.window=14", "data.horizon=7", "train.steps=20"]
    tiny = ["model.encoder.units=8", "model.embedding=8", "device=cpu", "threads=1"]
    assert main(["train", "task=forecast", "data=files", "data.train=a.csv", *options, *tiny]) == 0
    said = capsys.readouterr().err
    assert "2 steps are missing, the first 2024-02-20 of A" in said and "s2s predict -m runs/run-1 -i a.csv" in said
    assert "mase and msis are left out: every season" in said
    code, out, _ = predicted(["-m", "runs/run-1", "-i", "a.csv", "--quantiles", "0.9", "0.1"], capsys)
    lines = [line.split(";") for line in out.split("\n")[:-1]]
    assert code == 0 and lines[0] == ["shop", "day", "sales", "sales_0.9", "sales_0.1"] and len(lines) == 15
    assert all(float(high) >= float(low) for *_, high, low in lines[1:])
    assert main(["evaluate", "-m", "runs/run-1"]) == 0
    scores, said = capsys.readouterr()
    assert "coverage" in scores and "MASE" not in scores and "held other examples" not in said
    Path("a.csv").write_text("day;shop;sales;staff\n" + "".join(rows[:-1]), encoding="utf-8")
    assert main(["evaluate", "-m", "runs/run-1"]) == 0
    assert "warning: runs/run-1: its test set held other examples when it was trained" in capsys.readouterr().err
