"""`s2s runs`, and what a sweep prints at its end: the table of its runs, whatever became of each job."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from grids import thinned
from training import command

from s2s.cli import main
from s2s.commands.sweep import Jobs
from s2s.config.schema import RunConfig
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.errors import UserError
from s2s.tasks.loaded import Loaded
from s2s.training import loop

ROOT = Path(__file__).parents[2]


def test_what_is_no_folder_of_runs_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", str(tmp_path / "none")]) == 2 and main(["runs", str(tmp_path)]) == 2
    assert main(["runs", str(tmp_path), "--plot", "x.pdf"]) == 2
    lines = capsys.readouterr().err.split("\n")
    assert "no such folder" in lines[0] and "holds no run" in lines[1] and ".png or .svg" in lines[2]


def test_looking_at_runs_needs_no_torch(tmp_path: Path) -> None:
    """torch, numpy and Hydra are replaced by modules that cannot be imported."""
    for name in ("torch", "hydra", "sentencepiece", "datasets", "matplotlib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(99)")
    (tmp_path / "runs" / "x-1").mkdir(parents=True)
    (tmp_path / "runs" / "x-1" / "config.yaml").write_text("format: 2\ntask: translate\n")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", "s2s", "runs"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0 and done.stdout.split("\n")[1].split() == ["x-1", "translate", "stopped"], done.stderr


def test_runs_have_the_default_of_an_option_that_is_newer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, option in (("b", "lowercase: true"), ("c", "lowercase: false"), ("d", "source: en")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.yaml").write_text(f"format: 2\ntask: translate\ndata: {{{option}}}\n")
    assert main(["runs", str(tmp_path), "--sort", "lowercase"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.split("\n")[1:4]] == ["c", "d", "b"]


def test_a_run_is_named_also_where_it_is_the_working_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x-1").mkdir()
    (tmp_path / "x-1" / "config.yaml").write_text("format: 2\ntask: translate\n")
    monkeypatch.chdir(tmp_path / "x-1")
    assert main(["runs", "."]) == 0
    assert capsys.readouterr().out.split("\n")[1].split()[0] == "x-1"


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[RunConfig]:
    """In place of training, a folder with one validation, whose score is the learning rate; none above 1."""
    done: list[RunConfig] = []

    def train(config: RunConfig, **how: object) -> None:
        if config.optim.lr > 1:
            raise UserError(f"step 10: loss was not finite, learning rate {config.optim.lr}")
        folder = Path(config.runs) / f"{config.name}-{config.seed}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.yaml").write_text(
            f"task: translate\noptim: {{lr: {config.optim.lr}}}\ntrain: {{metric: bleu}}\n"
        )
        (folder / "metrics.jsonl").write_text(f'{{"step": 5, "validation_bleu": {config.optim.lr}}}\n')
        done.append(config)

    monkeypatch.setattr(loop, "train", train)
    return done


def sweep(tmp_path: Path, *typed: str) -> int:
    options = [f"runs={tmp_path / 'runs'}", "data.size=100", *typed]
    try:
        main(["train", "--multirun", *options])
    except SystemExit as end:
        return int(str(end.code or 0))
    return 0


def test_a_sweep_ends_with_the_table_of_its_runs(
    tmp_path: Path, trainings: list[RunConfig], capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(tmp_path, "optim.lr=0.1,0.2", "name=lr${optim.lr}") == 0
    rows = [line.split() for line in capsys.readouterr().out.rstrip("\n").split("\n")]
    assert rows[0][:4] == ["name", "task", "lr", "updates"]
    assert [row[0] for row in rows[1:]] == ["lr0.1-1", "lr0.2-1"] and [row[4] for row in rows[1:]] == ["0.1", "0.2"]


@pytest.mark.parametrize(
    ("before", "advised"),
    [
        ({"typed": "precision=fp32"}, "'name=x-${precision}-${hydra:runtime.choices.recipe}'"),
        ({"typed": "precision=bf16 recipe=auto"}, None),  # as a sweeper that searches may ask again
        ({"typed": "precision=fp32", "error": "loss was not finite"}, None),
    ],
)
def test_a_job_does_not_go_on_with_the_run_of_another(
    before: dict[str, str], advised: str | None, tmp_path: Path
) -> None:
    record = Jobs(tmp_path / "jobs", ["name=a"])
    record.add(number=3, **before, **({} if "error" in before else {"folder": "runs/a-1"}))
    record.check_own(Path("runs/b-1"), ["precision=bf16", "recipe=auto"])
    said = f"runs/a-1: job 3 of this sweep has trained it; let the name differ, as {advised}"
    with pytest.raises(UserError, match=f"^{re.escape(said)}$") if advised else nullcontext():
        record.check_own(Path("runs/a-1"), ["precision=bf16", "recipe=auto"])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("data.directions=[en-sw, en-yo]", "data.directions=[en-sw,en-yo]"),
        ("data.lowercase=true", "data.lowercase=True"),
        ("optim.lr=1e-2", "optim.lr=0.01"),
    ],
)
def test_what_hydra_writes_otherwise_is_not_swept(typed: str, written: str, tmp_path: Path) -> None:
    record = Jobs(tmp_path / "jobs", ["--multirun", "--config-dir", "own", "seed=1,2", typed])
    assert record.swept(["seed=2", written]) == ["seed=2"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("swept", "trained", "advised"),
    [
        (["precision=fp32,bf16"], 1, "x-${precision}"),
        (["data.directions=[en-de, de-en]", "optim.lr=1e-2", "precision=fp32,bf16"], 1, "x-${precision}"),
        (["train.steps=1,2", "precision=fp32,bf16", "name=a${precision}"], 2, "x-${train.steps}-${precision}"),
        (["recipe=auto,regularised"], 1, "x-${hydra:runtime.choices.recipe}"),
        (["optim.lr=0.1,0.1", "name=lr${optim.lr}"], 2, None),  # as a sweeper that searches may ask again
    ],
)
def test_jobs_that_differ_do_not_share_a_run(
    swept: list[str],
    trained: int,
    advised: str | None,
    tmp_path: Path,
    trainings: list[RunConfig],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sweep(tmp_path, *swept) == (0 if advised is None else 2)
    said = capsys.readouterr().err
    assert len(trainings) == trained and len({config.name for config in trainings}) == (
        1 if advised is None else trained
    )
    if advised is not None:
        run = tmp_path / "runs" / f"{trainings[0].name}-1"
        assert f"{run}: job 0 of this sweep has trained it; let the name differ, as 'name={advised}'\n" in said
        trainings.clear()
        assert sweep(tmp_path, *(part for part in swept if "name=" not in part), f"name={advised}") == 0
        assert len({config.name for config in trainings}) == 2 * trained


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "failed", "reason"),
    [
        ("optim.lr=0.1,2,0.2", "job 1 (optim.lr=2)", "step 10: loss was not finite, learning rate 2"),
        ("optim.schedule=cosine,cosin,constant", "job 1 (optim.schedule=cosin)", "optim.schedule: "),
        ("train.ema=7,0.9,0.8", "job 0 (train.ema=7)", "train.ema=7.0: must be between"),
        ("train.tokens=100,200,many", "job 2 (train.tokens=many)", "train.tokens: "),
    ],
)
def test_an_invalid_value_fails_its_own_job_and_the_others_go_on(
    typed: str, failed: str, reason: str, tmp_path: Path, trainings: list[RunConfig], capsys: pytest.CaptureFixture[str]
) -> None:
    option = typed.partition("=")[0]
    assert sweep(tmp_path, typed, f"name=x${{{option}}}") == 2
    out, error = capsys.readouterr()
    lines = [line for line in error.split("\n") if line.startswith("s2s: ")]
    assert len(lines) == 2 and lines[0].startswith(f"s2s: {failed}") and f"failed: {reason}" in lines[0]
    assert lines[1].startswith("s2s: 1 of 3 jobs failed: job ")
    assert len(trainings) == 2 and len(out.rstrip("\n").split("\n")) == 3


@pytest.mark.parametrize(
    ("typed", "smoothing"), thinned([([], [0.0, 0.1]), (["train.label_smoothing=0"], [0.0, 0.0])], 2)
)
def test_what_a_head_has_no_use_for_is_off_in_its_own_job(
    typed: list[str], smoothing: list[float], tmp_path: Path, trainings: list[RunConfig]
) -> None:
    data = ["task=tag", "data.train=tags.tsv", f"runs={tmp_path / 'runs'}", "name=x${model.head}"]
    main(["train", "--multirun", *data, "model.head=crf,softmax", *typed])
    assert [str(config.model.head) for config in trainings] == ["crf", "softmax"]
    assert [config.train.label_smoothing for config in trainings] == smoothing


@pytest.mark.slow
def test_a_sweep_over_seeds_leaves_the_data_alone(tmp_path: Path, trainings: list[RunConfig]) -> None:
    assert sweep(tmp_path, "seed=1,2") == 0
    assert sweep(tmp_path, "seed=3", "data.seed=null") == 0
    assert [(config.seed, config.data_seed) for config in trainings] == [(1, 1), (2, 1), (3, 3)]


@pytest.mark.slow
def test_seeds_share_examples_and_vocabulary_and_are_an_ensemble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without data.validation; with data.seed=null each seed holds out others, and there is no ensemble."""
    text = "".join(f"{source}\t{target}\n" for source, target in pairs("en", "de", "train", 200, 1))
    (tmp_path / "test.tsv").write_text(text, encoding="utf-8", newline="\n")
    typed = [part for part in command(tmp_path, f"data.test={tmp_path / 'test.tsv'}") if "validation" not in part]
    for option in ([], ["data.seed=null", "name=apart"]):
        main(
            ["train", "--multirun", *(part for part in typed if not option or "name=" not in part), *option, "seed=1,2"]
        )
    runs = [[tmp_path / "runs" / f"{name}-{seed}" for seed in (1, 2)] for name in ("tiny", "apart")]
    held = [[Loaded([run]).held_out("validation") for run in two] for two in runs]
    assert held[0][0] == held[0][1] == held[1][0] != held[1][1]
    words = [[(run / "tokenizer.model").read_bytes() for run in two] for two in runs]
    assert words[0][0] == words[0][1] == words[1][0] != words[1][1]
    weights = [(run / "model.safetensors").read_bytes() for run in runs[0]]
    assert weights[0] != weights[1] and weights[0] == (runs[1][0] / "model.safetensors").read_bytes()
    capsys.readouterr()
    for two, reason in zip(runs, (None, "vocabularies differ"), strict=True):
        assert main(["evaluate", "-m", *map(str, two), "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert len(found["runs"]) == 2 and found["mean"]["bleu"]["deviation"] >= 0
        assert "no_ensemble" not in found if reason is None else reason in found["no_ensemble"]


def test_a_name_that_no_job_could_have_is_refused_before_any(tmp_path: Path, trainings: list[RunConfig]) -> None:
    assert sweep(tmp_path, "optim.rl=0.1,0.2") == 2 and trainings == []


@pytest.mark.slow
def test_the_objective_is_the_best_validation(tmp_path: Path, trainings: list[RunConfig]) -> None:
    """Hydra gets it from each job, as its launcher, which stands beneath every sweeper, sees it."""
    from hydra.core.plugins import Plugins
    from hydra.plugins.launcher import Launcher

    (basic,) = (kind for kind in Plugins.instance().discover(Launcher) if kind.__name__ == "BasicLauncher")
    seen, launch = list[float](), basic.launch

    def launched(self: Any, *arguments: Any, **named: Any) -> Any:
        returned = launch(self, *arguments, **named)
        seen.extend(job.return_value for job in returned)
        return returned

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(basic, "launch", launched)
        assert sweep(tmp_path, "optim.lr=0.1,0.3", "name=lr${optim.lr}") == 0
    assert seen == [0.1, 0.3]


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("hydra_plugins") is None, reason="no launcher beside Hydra's own")
def test_jobs_in_processes_of_their_own(tmp_path: Path) -> None:
    """By joblib, with real trainings of three updates, of which one has a value that cannot be."""
    typed = [part for part in command(tmp_path) if part.split("=")[0] not in ("train.epochs", "name", "train.ema")]
    line = [sys.executable, "-m", "s2s", "train", "-m", *typed, "train.ema=0.9,7", "name=x${train.ema}"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*line, "hydra/launcher=joblib", "hydra.launcher.n_jobs=2"], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 2 and "train.ema=7.0: must be" in done.stderr, done.stderr
    assert done.stdout.split("\n")[1].split()[0] == "x0.9-1" and "1 of 2 jobs failed" in done.stderr
