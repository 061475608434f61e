"""References of which a line has several, lists of n best, and scores line by line, from files and from Python."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest
from sacrebleu.metrics import BLEU
from translating import copier, tiny_run

from s2s.api.run import Run
from s2s.cli import main
from s2s.commands.each import Judged, Several
from s2s.config.schema import DataConfig, RunConfig
from s2s.errors import UserError
from s2s.metrics.scores import Score
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Evaluation, Examples, Lines
from s2s.tasks.loaded import Loaded, Written
from s2s.tasks.translate import Translate

SOURCES = ["one", "two", "one", "three", "two"]
FIRST = ["eins", "zwo", "ein", "drei", "zwei"]
SECOND = ["uno", "due", "", "tre", "\tzwei"]
OUTPUTS = ["ein", "zwei", "ein", "dry", "zwei"]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lists = [text for one in OUTPUTS for text in (one, "uno", "drei")]
    for name, lines in {
        "s": SOURCES,
        "a": FIRST,
        "b": SECOND,
        "h": OUTPUTS,
        "lists": lists,
        "four": SECOND[:4],
    }.items():
        Path(name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def scores(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, float]:
    """By the command, of the hypotheses unless others are given."""
    given = [] if "--hypothesis" in options else ["--hypothesis", "h"]
    assert main(["evaluate", *given, *options, "--json"]) == 0
    return {name: one["score"] for name, one in json.loads(capsys.readouterr().out)["scores"].items()}


def test_what_is_no_number_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    Path("blank").write_text("\n" * 4 + "tres\n")
    assert main(["evaluate", "--hypothesis", "h", "--reference", "blank", "--metrics", "cer", "wer", "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(name))
    assert found["scores"]["cer"]["interval"] > 0


def test_several_files_of_references(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines 3 and 5 are right by the first file; the second has line 2, but for blanks, nowhere."""
    assert scores(capsys, "--reference", "a", "--metrics", "exact") == {"exact": 40}
    assert scores(capsys, "--reference", "b", "--metrics", "exact") == {"exact": 20}
    for both in (["--reference", "a", "b"], ["--reference", "a", "--reference", "b"]):
        found = scores(capsys, *both, "--metrics", "exact", "bleu", "cer")
        streams = [FIRST, [line.strip() or None for line in SECOND]]
        expected = BLEU(effective_order=True, force=True).corpus_score(OUTPUTS, streams).score
        assert found["exact"] == 40 and found["bleu"] == pytest.approx(expected)
        # zwei → zwo and dry → drei take two edits each, ein → eins one; zwo has three letters, where due has more edits.
        assert found["cer"] == pytest.approx(100 * (1 + 2 + 0 + 2 + 0) / (4 + 3 + 3 + 4 + 4))


def test_a_source_with_several_targets_counts_once(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    options = ["--reference", "a", "--source", "s", "--group-references", "--metrics", "exact"]
    assert scores(capsys, *options) == {"exact": pytest.approx(200 / 3)}  # one and two, not three
    caplog.clear()
    with caplog.at_level("INFO", logger="s2s"):
        assert scores(capsys, *options, "--baseline", "a") == {"exact": pytest.approx(200 / 3)}
    assert [record.message for record in caplog.records] == [
        "5 lines have 3 different sources, 2 with several references",
        "2 sources have different lines of the baseline, of which the first one counts",
    ]


def test_lists_of_n_best(capsys: pytest.CaptureFixture[str]) -> None:
    """Every list has, after the output itself, uno and drei: those make the first and the fourth line right."""
    options = ["--hypothesis", "lists", "--reference", "a", "b", "--nbest", "3"]
    found = scores(capsys, *options, "--metrics", "exact", "cer")
    assert found["exact"] == 40 and found["exact_top2"] == 60 and found["exact_top3"] == 80
    assert set(found) == {"exact", "exact_top2", "exact_top3", "cer"}
    grouped = scores(capsys, *options, "--source", "s", "--group-references", "--metrics", "exact")
    assert grouped == {"exact": pytest.approx(200 / 3), "exact_top2": pytest.approx(200 / 3), "exact_top3": 100}


def test_a_baseline_may_have_lists_too(capsys: pytest.CaptureFixture[str]) -> None:
    Path("others").write_text("".join(f"x\n{line}\n" for line in FIRST), encoding="utf-8")
    lists = [text for one in OUTPUTS for text in (one, "uno")]
    Path("pairs").write_text("".join(f"{line}\n" for line in lists), encoding="utf-8")
    options = "--hypothesis pairs --reference a --nbest 2 --metrics exact cer --json --baseline".split()
    assert main(["evaluate", *options, "others"]) == 0
    found = json.loads(capsys.readouterr().out)["paired"]
    assert {name: (one["baseline"], one["score"]) for name, one in found.items() if name != "cer"} == {
        "exact": (0, 40),
        "exact_top2": (100, 40),
    }
    assert main(["evaluate", *options, "a"]) == 0
    assert list(json.loads(capsys.readouterr().out)["paired"]) == ["exact", "cer"]
    assert main(["evaluate", *options, "four"]) == 2
    assert "4 lines of the baseline but 5 references" in capsys.readouterr().err


def test_scores_of_each_line(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--hypothesis", "h", "--source", "s", "--reference", "a", "b", "--metrics", "cer", "exact", "bleu"]
    assert main(["evaluate", *options, "--per-line", "lines.tsv"]) == 0
    with open("lines.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [*rows[0]] == ["line", "cer", "exact", "bleu", "source", "output", "reference", "reference_2"]
    assert [row["exact"] for row in rows] == ["0", "0", "100", "0", "100"]
    assert [float(row["cer"]) for row in rows] == pytest.approx([25, 200 / 3, 0, 50, 0], rel=1e-5)
    assert float(rows[2]["bleu"]) == 100 and rows[4]["reference_2"] == "\tzwei" and rows[2]["reference_2"] == ""
    capsys.readouterr()
    assert main(["evaluate", *options, "--per-line", "lines.jsonl", "--sort", "worst", "--json"]) == 0
    records = [json.loads(line) for line in Path("lines.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["line"] for one in records] == [2, 4, 1, 3, 5]
    assert records[1]["outputs"] == ["dry"] and records[1]["references"] == ["drei", "tre"]
    assert json.loads(capsys.readouterr().out)["worst"] == records
    assert main(["evaluate", *options, "--sort", "worst"]) == 0
    shown = capsys.readouterr().out
    assert "the 5 worst lines by CER:\nline 2: 66.67\n  source    two\n  output    zwei\n  reference zwo\n" in shown


def test_a_line_whose_score_is_infinite_is_the_worst(capsys: pytest.CaptureFixture[str]) -> None:
    Path("blank").write_text("".join(f"{line}\n" for line in ["", *FIRST[1:]]), encoding="utf-8")
    assert main(["evaluate", *"--hypothesis h --reference blank --metrics cer --sort worst --json".split()]) == 0
    assert json.loads(capsys.readouterr().out)["worst"][0]["scores"] == {"cer": None}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--reference a four", "--reference a four: a has 5 lines, but four has 4; give the same number of lines"),
        ("--reference a --group-references", "--group-references: needs the sources; give --source FILE"),
        ("--reference a --nbest 3 --metrics exact", "--nbest 3: 5 translations but 5 references; give 3 translations"),
        (
            "--reference a --nbest 3",
            "--nbest 3: has no effect without a metric that says which lines are right; add exact",
        ),
        ("--reference a --nbest 0 --metrics exact", "--nbest 0: use a whole number of 1 or more"),
        ("--reference a --per-line no/lines", "--per-line no/lines: give a file in a folder that exists"),
        ("--reference a b --metrics own:Own", "own:Own: takes one reference a line; leave it out, or give one file"),
    ],
)
def test_refusals(
    options: str, message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    Path("own.py").write_text("class Own:\n    name, higher_is_better = 'own', True\n", encoding="utf-8")
    assert main(["evaluate", "--hypothesis", "h", *options.split()]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith(f"s2s: {message}") and said.err.count("\n") == 1
    assert not list(Path().glob("*lines*"))


@pytest.mark.parametrize(
    ("interval", "directions", "expected"),
    [
        (1.0, False, "; of scores: half of the 95 % interval"),
        (None, False, "; of scores: --metrics NAME adds intervals"),
        (None, True, ""),
    ],
)
def test_what_stands_behind_the_scores_of_several_runs(interval: float | None, directions: bool, expected: str) -> None:
    """A mean over directions never has an interval."""
    evaluation = Evaluation(
        1, scores={"bleu": Score(20.0, "", interval)}, directions={"a-b": Evaluation(1)} if directions else {}
    )
    runs = [Judged(name, Translate(), RunConfig(), evaluation) for name in "xy"]
    last = Several(runs, None, "").text().split("\n")[-1]
    assert last == f"± of the mean: the standard deviation over the runs{expected}"


def test_other_tasks_take_one_reference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from s2s.runs.folder import save_config

    config = RunConfig(task="classify", data=DataConfig(corpus="files", train="a"))
    config.train.metric = "accuracy"
    save_config(tmp_path / "run", config)
    for options, message in (
        ("--reference a b --source s", "--reference a b: several have no effect with task=classify; give one"),
        ("--group-references", "--group-references: has no effect with task=classify; leave it out"),
        ("--nbest 2", "--nbest 2: has no effect with task=classify; leave it out"),
    ):
        assert main(["evaluate", "-m", "run", *options.split()]) == 2
        assert message in capsys.readouterr().err


class Copying(Loaded):
    """A run that repeats its sources."""

    def __init__(self) -> None:
        self.config, self.task = RunConfig(), Translate()
        self.reader = copier()
        self.codecs = self.reader.source, self.reader.target


def test_lists_that_a_model_writes() -> None:
    """A copier's best is the source itself, so that all but the first of its list are wrong; a blank line stays blank."""
    lines = ["the dog", "", "a cat"]
    how: dict[str, Any] = {"settings": {"beam": 3, "nbest": 3}, "metrics": ["exact"], "per_line": True}
    found = Copying().evaluate(lines, [["x", "the dog"], "", "no"], **how)
    assert {name: one.score for name, one in found.scores.items()} == {
        name: pytest.approx(200 / 3) for name in ("exact", "exact_top2", "exact_top3")
    }
    assert list(found.predicted) == lines and [len(line.outputs) for line in found.lines] == [3, 3, 3]
    assert found.lines[0].outputs[0] == "the dog" != found.lines[0].outputs[1]
    assert found.lines[1].outputs == ("", "", "") and found.lines[0].references == ("x", "the dog")
    assert [line.number for line in found.worst_first] == [3, 1, 2]


def test_lines_of_python() -> None:
    assert Lines.of("reference", [["a", "b"], ["c"], []], several=True) == (
        "reference",
        "reference",
        [("a", "b"), "c", ""],
    )
    with pytest.raises(UserError, match=r"reference\[1\]\[0\]: is "):
        Lines.of("reference", [["a"], [3]], several=True)
    with pytest.raises(UserError, match=r"reference\[0\]: is "):
        Lines.of("reference", [["a"]])


def test_python_takes_what_the_command_takes(tmp_path: Path) -> None:
    run = Run(tiny_run(tmp_path / "run"))
    found = run.evaluate(
        ["a dog", "a cat", "a dog"],
        ["x", "y", "z"],
        metrics=["exact"],
        beam=2,
        nbest=2,
        group_references=True,
        per_line=True,
    )
    assert found.examples == 2 and set(found.scores) == {"exact", "exact_top2"}
    assert [(line.number, line.references) for line in found.lines] == [(1, ("x", "z")), (2, ("y",))]


def test_the_metric_of_the_training_is_among_the_default_ones() -> None:
    config = RunConfig()
    config.train.metric = "cer"
    found = task_of(config).evaluate(Written(config, ["ab"]), Examples(None, ["ac"]), per_line=True)
    assert list(found.scores) == ["bleu", "chrf", "ter", "cer"] and found.scores["cer"].score == 50
    assert found.lines[0].source is None and math.isclose(found.lines[0].scores["cer"], 50)
