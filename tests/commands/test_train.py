"""`s2s train`: its help, its flags, and that it is one and the same as the script."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from training import command, metrics

from s2s.cli import main
from s2s.commands.parsers.train import EXAMPLE, FLAGS, SWEEP, help_text, read
from s2s.commands.train import answer
from s2s.config.conf import GROUPS, choices
from s2s.config.overrides import for_hydra
from s2s.config.reference import described
from s2s.errors import UserError

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "COLUMNS": "300"}


def test_the_help_explains_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    text = " ".join(help_text().split())
    for group in GROUPS:
        for choice, summary in choices(group).items():
            assert f"{group}={choice} {' '.join(summary.split())}" in text
    for option in described():
        assert f"{option.name}={option.default} {option.description} [{option.values}]" in text
    assert all(f"{flag} {description}" in text for flag, description in FLAGS.items())
    assert text.endswith(f"examples: {SWEEP} {EXAMPLE}")


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_help_fits_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    body, _, examples = help_text().partition("\nexamples:\n")
    assert examples.count("\n") == 2 and all(len(line) <= width for line in body.split("\n"))


@pytest.mark.parametrize("typed", [["--help"], ["-h"], ["task=classify", "--help"]])
def test_every_way_to_the_help_is_the_same_and_needs_no_torch(typed: list[str], tmp_path: Path) -> None:
    """torch and Hydra are replaced by modules that cannot be imported."""
    for name in ("torch", "hydra", "omegaconf"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(99)")
    environment = ENVIRONMENT | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    found = []
    for program in (["-m", "s2s", "train"], [str(ROOT / "scripts" / "train.py")]):
        line = [sys.executable, *program, *typed]
        found.append(subprocess.run(line, capture_output=True, env=environment, timeout=60, check=True).stdout)
    assert found[0] == found[1] and found[0].decode().startswith("Train a network")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_help_that_cannot_be_written_ends_in_one_line() -> None:
    line = [sys.executable, "-m", "s2s", "train", "--help"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, timeout=60)
    assert done.returncode == 2 and done.stderr.startswith("s2s: ") and done.stderr.count("\n") == 1


def test_examples_of_the_help_can_be_typed() -> None:
    for example in (SWEEP, EXAMPLE):
        _, name, *typed = shlex.split(example)
        assert name == "train" and for_hydra(read(typed).overrides)


@pytest.mark.parametrize(
    ("typed", "flags", "overrides"),
    [
        (["a=1", "-m", "b=1,2"], ["-m"], ["a=1", "b=1,2"]),
        (["--cfg", "job", "a=1"], ["--cfg", "job"], ["a=1"]),
        (["-cd", "conf", "--cfg=job", "a=1"], ["-cd", "conf", "--cfg=job"], ["a=1"]),
        (["--info", "a=1"], ["--info"], ["a=1"]),
        (["--info", "config", "a=1"], ["--info", "config"], ["a=1"]),
        (["--cfg"], ["--cfg"], []),
        (["-m", "~recipe"], ["-m"], ["~recipe"]),
    ],
)
def test_flags_are_told_from_overrides(typed: list[str], flags: list[str], overrides: list[str]) -> None:
    assert read(typed) == (flags, overrides, False, False)
    assert read([*typed[:1], "--allow-code", *typed[1:]]) == (flags, overrides, True, False)
    assert read([*typed[:1], "--dry-run", *typed[1:]]) == (flags, overrides, False, True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["-m", "runs/x"], "-m runs/x: here -m is short for --multirun, many runs, and takes no run; the command that"),
        (["-m", "NAME", "seed=1"], "-m NAME: here -m is short"),
        (["seed=1", "NAME", "--multirun"], "-m NAME: here -m is short"),
        (["--mulitrun"], "--mulitrun: no such flag; did you mean --multirun?"),
        (["--model", "x"], "--model: no such flag; options are written without dashes, as NAME=VALUE"),
        (["--lr=0.2"], "--lr=0.2: no such flag; options are written without dashes, as optim.lr=VALUE"),
        (["-z"], "-z: no such flag; options are written without dashes, as NAME=VALUE"),
        (["--experimental-rerun", "x"], "--experimental-rerun: no such flag"),
        (["optim.lr=1e-3", "optim.lr=5e-3"], "optim.lr=1e-3 and optim.lr=5e-3: given twice; leave one of them out"),
        (["data=files", "data=hub"], "data=files and data=hub: given twice"),
        (["runs/x"], "runs/x: cannot be read as an option; write NAME=VALUE"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_end_in_one_line(typed: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.argv[:], signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as end:
        main(["train", *typed])
    out, error = capsys.readouterr()
    assert end.value.code == 2 and out == "" and (sys.argv, signal.getsignal(signal.SIGTERM)) == before
    assert error.startswith(f"s2s: {message}") and error.count("\n") == 1


def test_a_run_after_m_is_refused_with_a_hint_of_multirun() -> None:
    with pytest.raises(UserError, match="--multirun"):
        read(["-m", "runs/run-1"])


@pytest.mark.parametrize(
    ("flags", "said"), [([], "the same command continues the run"), (["--dry-run"], "nothing was trained")]
)
def test_what_a_signal_stops(
    flags: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("s2s.commands.compose.compose", lambda *_: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(SystemExit) as stopped:
        answer([*flags, "name=x"])
    assert stopped.value.code == 128 + signal.SIGTERM
    assert capfd.readouterr().err == f"s2s: stopped; {said}\n"


@pytest.mark.parametrize("many", [[], ["--multirun", "train.steps=6,7"]], ids=["one", "many"])
def test_a_dry_run_says_the_cost_and_leaves_nothing(
    many: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = [part for part in command(tmp_path) if not many or not part.startswith("train.steps")]
    before = sorted(tmp_path.rglob("*"))
    assert main(["train", "--dry-run", *many, *typed]) == 0
    said = capfd.readouterr()
    costs = re.findall(
        r"([\d,]+) total\), (\d) updates, [\d.]+ GB of memory; about ([\d.]+) minutes \(± [\d.]+\)", said.err
    )
    assert [updates for _, updates, _ in costs] == (["6", "7"] if many else ["6"]) and said.out == ""
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.slow
def test_the_command_and_the_script_train_the_same(tmp_path: Path) -> None:
    """In fresh processes, as torch and Hydra are set up once; what is typed is what the run says to type again."""
    for name, program in (("a", ["-m", "s2s", "train"]), ("b", [str(ROOT / "scripts" / "train.py")])):
        typed = [part for part in command(tmp_path) if part != "train.epochs=null"]
        line = [sys.executable, *program, *typed, f"runs={tmp_path / name}"]
        line.remove(f"runs={tmp_path / 'runs'}")
        done = subprocess.run(line, capture_output=True, text=True, env=ENVIRONMENT, timeout=150, check=False)
        assert done.returncode == 0 and done.stdout == "", done.stderr
    a, b = (tmp_path / name / "tiny-1" for name in "ab")
    assert (a / "model.safetensors").read_bytes() == (b / "model.safetensors").read_bytes()
    assert metrics(a, "loss") == metrics(b, "loss")


def test_hydras_own_flags_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An experiment of the user's own, in a folder of the user's own, whose epochs the typed steps beat."""
    (tmp_path / "experiment").mkdir()
    mine = "# @package _global_\nname: mine\ntrain: {epochs: 3, keep: 2}\n"
    (tmp_path / "experiment" / "mine.yaml").write_text(mine)
    typed = ["--config-dir", str(tmp_path), "experiment=mine", "train.steps=7", "--cfg", "job", "--package", "train"]
    assert main(["train", *typed]) == 0
    out = capsys.readouterr().out
    for line in ("# @package train", "epochs: null", "steps: 7", "keep: 2"):
        assert line in out.split("\n")
