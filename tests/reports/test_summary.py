"""What a run folder says of itself, whole, of an earlier release, damaged or hostile; none of it needs torch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy
import pytest
from safetensors.numpy import save_file

from s2s.errors import UserError
from s2s.files import exclusive
from s2s.reports.summary import differing, summary
from s2s.reports.table import as_csv, as_text, named, ordered, runs_in

ROOT = Path(__file__).parents[2]


def made(
    folder: Path, metric: str = "chrf", seed: int = 1, cell: str = "lstm", scores: tuple[float, ...] = (10, 30, 20)
) -> Path:
    """A run folder as training leaves it: config, logs, weights; by hand, so that each number is known."""
    folder.mkdir(parents=True)
    config = f"format: 2\nversion: 0.2.0\nname: x\nseed: {seed}\ntask: translate\n"
    (folder / "config.yaml").write_text(f"{config}model:\n  cell: {cell}\ntrain:\n  metric: '{metric}'\n")
    lines = [json.dumps({"step": 50, "epoch": 0, "lr": 0.1, "loss": 2.0, "nll": 1.5, "norm": 0.5})]
    for number, score in enumerate(scores, start=1):
        lines.append(json.dumps({"step": 100 * number, "validation_loss": 4 - number, "validation_chrf": score}))
    (folder / "metrics.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "times.jsonl").write_text('{"step": 100, "minutes": 1.5}\n{"step": 300, "minutes": 4.25}\n')
    save_file({"a": numpy.zeros((3, 4), "float32"), "b": numpy.zeros(5, "float32")}, folder / "model.safetensors")
    return folder


def test_a_stopped_run(tmp_path: Path) -> None:
    one = summary(made(tmp_path / "x-1"))
    assert (one.updates, one.minutes, one.parameters, one.state) == (300, 4.25, 17, "stopped")
    assert one.validation is not None and (one.validation.value, one.validation.step) == (30, 200)
    assert one.test is None and one.error == "" and one.options["model.cell"] == "lstm"


def test_lower_is_better_where_the_metric_says_so(tmp_path: Path) -> None:
    by_loss = summary(made(tmp_path / "x-1", metric="loss")).validation
    assert by_loss is not None and (by_loss.name, by_loss.value, by_loss.step) == ("loss", 1, 300)


def test_of_equal_validations_the_last_one_counts(tmp_path: Path) -> None:
    best = summary(made(tmp_path / "x-1", scores=(7, 7, 6))).validation
    assert best is not None and best.step == 200


def test_the_state_of_a_run(tmp_path: Path) -> None:
    folder = made(tmp_path / "x-1")
    (folder / "results.json").write_text('{"state": "failed", "error": "no \\u001b[31mluck"}')
    assert (summary(folder).state, summary(folder).error) == ("failed", "no \\x1b[31mluck")
    (folder / "README.md").write_text("a card")
    assert summary(folder).state == "finished"
    holds = "import sys, time; from pathlib import Path; from s2s.files import exclusive\n"
    holds += f"with exclusive(Path({str(folder)!r}), ''): print('on', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holds],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == b"on\n"
        assert summary(folder).state == "running"
        process.communicate(b"")
    assert summary(folder).state == "finished"
    with exclusive(folder, ""):  # looking has left no lock behind
        pass


def test_the_test_score_is_that_of_the_metric_or_of_the_card(tmp_path: Path) -> None:
    folder = made(tmp_path / "x-1")
    (folder / "README.md").write_text("| test: BLEU | 31.25 |\n| test: chrF | 55.5 |\n| validation: chrF | 1 |\n")
    old = summary(folder).test
    assert old is not None and (old.name, old.value) == ("chrf", 55.5)
    scores = {"bleu": {"score": 30.0, "higher_is_better": True}, "chrf": {"score": 50.0, "higher_is_better": True}}
    (folder / "results.json").write_text(json.dumps({"test": {"split": "test", "scores": scores}, "parameters": 99}))
    new = summary(folder)
    assert new.test is not None and new.test.value == 50.0 and new.parameters == 99


@pytest.mark.parametrize(
    ("losses", "chrf", "step"),
    [((3.0, 2.0, 1.0), (10.0, 90.0, 50.0), 2), ((3.0, 2.0, 2.5), (10.0, 10.0, 10.0), 2), ((2.0,) * 3, (10.0,) * 3, 3)],
    ids=["chrF", "loss", "age"],
)
def test_of_equal_scores_the_best_is_the_one_whose_weights_are_kept(
    losses: tuple[float, ...], chrf: tuple[float, ...], step: int, tmp_path: Path
) -> None:
    folder = made(tmp_path / "x-1", metric="bleu")
    lines = [
        {"step": number, "validation_bleu": 5.0, "validation_loss": loss, "validation_chrf": score}
        for number, (loss, score) in enumerate(zip(losses, chrf, strict=True), start=1)
    ]
    (folder / "metrics.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    best = summary(folder).validation
    assert best is not None and (best.value, best.step) == (5.0, step)


def test_code_of_a_users_own_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hostile.py").write_text("raise SystemExit(99)")
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = made(tmp_path / "x-1", metric="hostile:Metric")
    assert summary(folder).validation is None
    (folder / "results.json").write_text('{"metric": {"name": "chrf", "higher_is_better": false}}')
    best = summary(folder).validation
    assert best is not None and (best.value, best.step) == (10, 100)


DAMAGE = {
    "config.yaml": (
        b"",
        b"[1",
        b"a: &a [*a]",
        b"\xff",
        b"x: 1\n" * 20_000,
        b"format: 99",
        b"- 1",
        b"a: !!python/name:os.x",
    ),
    "results.json": (
        b"",
        b"[1]",
        b'{"test": {"split": "test", "scores": [1]}, "parameters": "x"}',
        b"[" * 100_000,
        b"\xff",
    ),
    "metrics.jsonl": (b"\xff\n", b'{"step": "x"}\n[1]\n{"step": 3, "validation_chrf": "y"}\n{"st', b"[" * 100_000),
    "times.jsonl": (b'{"step": 3, "minutes": null}', b"[" * 100_000),
    "model.safetensors": (b"", b"\xff" * 100, b"\x02\0\0\0\0\0\0\0[]", b'\x12\0\0\0\0\0\0\0{"a": {"shape": 1}}'),
    "README.md": (b"\xff", b"| test: BLEU | - |"),
}


@pytest.mark.parametrize(("name", "content"), [(name, one) for name, many in DAMAGE.items() for one in many])
def test_a_damaged_folder_is_a_row_and_no_error(name: str, content: bytes, tmp_path: Path) -> None:
    made(tmp_path / "good-1")
    (made(tmp_path / "bad-1") / name).write_bytes(content)
    text = as_text(runs_in(tmp_path), tmp_path)
    assert [line.split(" ")[0] for line in text.split("\n")[1:3]] == ["bad-1", "good-1"]
    if name == "config.yaml":
        assert text.split("\n")[1].endswith("damaged") and "bad-1: " in text.split("\n")[3]


@pytest.mark.parametrize("name", DAMAGE)
def test_a_folder_or_a_pipe_in_place_of_a_file_is_no_error(name: str, tmp_path: Path) -> None:
    for number, make in enumerate((Path.mkdir, lambda path: os.mkfifo(path))):
        folder = made(tmp_path / f"x-{number}")
        (folder / name).unlink(missing_ok=True)
        make(folder / name)
        summary(folder)


def test_the_table_has_what_differs_and_nothing_else(tmp_path: Path) -> None:
    made(tmp_path / "a-1")
    made(tmp_path / "deep" / "b-1", cell="gru", scores=(40,))
    made(tmp_path / "a-1" / "onnx")  # an export, which is no run of its own
    text = as_text(runs_in(tmp_path), tmp_path)
    assert text.split("\n") == [
        "name      task       model.cell  updates  validation chrf  test  minutes  parameters  state",
        "a-1       translate  lstm            300               30            4.2          17  stopped",
        "deep/b-1  translate  gru             100               40            4.2          17  stopped",
    ]


def test_an_option_of_a_later_release_differs_from_its_default_only(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a-1"), made(tmp_path / "b-1")
    with open(other / "config.yaml", "a") as file:
        file.write("  log_every: 30.0\n  keep: 3\n")
    assert differing([summary(one), summary(other)]) == {"train.keep": ["1", "3"]}


def test_a_narrow_terminal_is_told_what_it_has_no_room_for(tmp_path: Path) -> None:
    made(tmp_path / "a-1")
    made(tmp_path / "b-1", cell="gru", seed=2)
    assert as_text(runs_in(tmp_path), tmp_path, 60).split("\n")[-1] == (
        "2 more options differ, for which there is no room: seed, model.cell; --csv has them"
    )


def test_different_metrics_are_named_and_csv_has_plain_numbers(tmp_path: Path) -> None:
    made(tmp_path / "a-1")
    made(tmp_path / "b-1", metric="loss")
    assert as_csv(runs_in(tmp_path), tmp_path).split("\n")[:3] == [
        "name,task,metric,updates,validation,test,minutes,parameters,state,error",
        "a-1,translate,chrf,300,30 chrf,,4.2,17,stopped,",
        "b-1,translate,loss,300,1 loss,,4.2,17,stopped,",
    ]


def test_sorting_puts_the_best_first_and_what_is_missing_last(tmp_path: Path) -> None:
    for name, cell, scores in (("a", "gru", (5,)), ("b", "rnn", (9,)), ("c", "lstm", ())):
        made(tmp_path / f"{name}-1", cell=cell, scores=scores)
    runs = runs_in(tmp_path)
    assert [one.folder.name[0] for one in ordered(runs, "validation")] == ["b", "a", "c"]
    assert [one.folder.name[0] for one in ordered(runs, "cell")] == ["a", "c", "b"]
    assert [one.folder.name[0] for one in ordered(runs, "model.cell")] == ["a", "c", "b"]
    with pytest.raises(UserError, match=r"^--sort validatoin: no such column; did you mean validation"):
        ordered(runs, "validatoin")


def test_runs_of_one_name_in_several_folders_are_told_apart() -> None:
    assert named(Path("/a/run-1"), Path("/a")) == "run-1" == named(Path("run-1"), Path("run-1"))
    assert [named(Path(one), Path()) for one in ("/a/run-1", "/b/run-1", "runs/run-1")] == [
        "/a/run-1",
        "/b/run-1",
        "runs/run-1",
    ]
