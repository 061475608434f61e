"""Tasks of the user's own, in a module outside the package: trained, evaluated and used from the command line."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from s2s.cli import main
from s2s.config.load import parse
from s2s.errors import UserError
from s2s.runs.folder import load_config

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MODULE = "\n\n".join(BLOCK.findall((ROOT / "docs" / "extending.md").read_text(encoding="utf-8")))
"""What the documentation shows, as it stands there."""
MODULE += '''
from datasets import Dataset
from s2s.config.corpora import Shape
from s2s.config.tasks import TEXT, Rules
from s2s.nn.heads.softmax import Softmax
from s2s.nn.labeller import Labeller
from s2s.tasks.classify import Classify
from s2s.tasks.writing import WritingTask, learned


class Recase(WritingTask):
    """A line in lower case → the line as it is written: learned from plain text alone."""

    name = "recase"
    rules = Rules((Shape.text,), "text", TEXT, ("data.source", "data.target", "data.text", "data.label"), swapped=True,
                  optional=True)
    defaults = {"tokenizer.kind": "word", "train.metric": "ownparts:Cer"}
    evaluated = finally_scored = ("ownparts:Cer", "chrf")

    def read(self, config):
        corpus = super().read(config)
        return replace(corpus, **{split: self.pairs(getattr(corpus, split)) for split in ("train", "validation")})

    def pairs(self, table):
        lines = list(table[:]["target"])
        return Dataset.from_dict({"source": [line.lower() for line in lines], "target": lines})

    def codecs(self, config, corpus):
        joint = learned(config, corpus, "source", "target")
        return joint, joint


class Mean(torch.nn.Module):
    """No recurrence at all: the mean of the vectors of the pieces."""

    def __init__(self, size, width):
        super().__init__()
        self.vectors = torch.nn.Parameter(torch.empty(size, width))

    def reset(self, draw):
        draw.normal(self.vectors, 1.0)

    def forward(self, source, lengths):
        from s2s.nn.encoder import Encoded

        mask = torch.arange(source.shape[1])[None] < lengths[:, None]
        return Encoded(self.vectors[source], mask, None)


class Bag(Classify):
    """Its own network, in place of a recurrent one."""

    name = "bag"
    rules = replace(Classify.rules, encodings=("learned",))
    defaults = {"model.pooling": "mean", "train.metric": "f1"}

    def network(self, config, source, target):
        from s2s.nn.labeller import PooledHead

        head, width = PooledHead(pooling="mean", width=config.embedding, units=config.embedding), config.embedding
        distribution = Softmax(outputs=target.size)
        return Labeller(
            encoder=Mean(source.size, width), head=head, width=width, outputs=target.size, distribution=distribution
        )


class NoTask:
    rules = Classify.rules
'''
SMALL = """device=cpu precision=fp32 threads=1 name=own model.embedding=16 model.encoder.units=16 model.encoder.layers=1
model.residual=false model.dropout.embedding=0 model.dropout.layers=0
model.dropout.readout=0 optim.lr=0.02 optim.warmup=5 train.epochs=null train.steps=60 train.validate_every=30 train.tokens=400
train.ema=0.9 runs=runs""".split()
WRITER = ["model.decoder.units=24", "model.decoder.layers=1"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, which holds the module."""
    (tmp_path / "ownparts.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "ownparts", raising=False)
    return tmp_path


def lines(name: str, rows: list[str]) -> str:
    Path(name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return name


def trained(*options: str) -> str:
    """What ``s2s train`` says, in a process of its own that has the module in its working folder."""
    given = {option.partition("=")[0]: option for option in (*SMALL, *options)}
    command = [sys.executable, "-m", "s2s", "train", *given.values()]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(arguments) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def reviews(count: int) -> list[str]:
    """So many, others for each number."""
    chance = random.Random(count)

    def one(stars: int) -> str:
        words = ["good"] * (stars - 1) + ["bad"] * (5 - stars)
        chance.shuffle(words)
        return f"{stars}\t{' '.join(words)}"

    return [one(chance.randint(1, 5)) for _ in range(count)]


@pytest.mark.slow
def test_a_review_and_its_stars(capsys: pytest.CaptureFixture[str]) -> None:
    files = [f"data.train={lines('t.tsv', reviews(300))}", f"data.validation={lines('v.tsv', reviews(40))}"]
    log = trained("task=ownparts:Stars", "tokenizer.kind=word", *files)
    assert "stars: 300 training and 40 validation examples" in log and "validation: accuracy" in log
    config = load_config(Path("runs/own-1"), allow_code=True)
    assert (config.task, config.model.pooling, config.train.metric) == ("ownparts:Stars", "mean", "accuracy")
    assert config.train.label_smoothing == 0 and str(config.data.corpus) == "files"
    lines("x", ["bad bad bad bad", "good good good good"])
    written = said(capsys, "predict", "-m", "runs/own-1", "-i", "x", "--allow-code").split()
    assert [round(float(one)) for one in written] == [1, 5]
    lines("r", ["1", "4"])
    arguments = ["evaluate", "-m", "runs/own-1", "--source", "x", "--reference", "r", "--allow-code"]
    assert json.loads(said(capsys, *arguments, "--json")) == {"examples": 2, "accuracy": 50}
    report = json.loads(said(capsys, *arguments, "--json", "--metrics", "f1", "accuracy"))
    assert report["accuracy"] == 50 and report["intervals"]["accuracy"] == 50 and "macro F1" in report


@pytest.mark.slow
def test_a_line_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """The task's own way to read, and its own metric."""
    words, chance = ["Anna", "Berlin", "isst", "und", "Brot"], random.Random(1)
    text = lines("text", [" ".join(chance.choices(words, k=3)) for _ in range(200)])
    log = trained("task=ownparts:Recase", f"data.train={text}", "train.steps=120", "train.validate_every=40", *WRITER)
    assert "recase: 190 training and 10 validation examples" in log
    assert "validation: CER" in log and "cer" in (Path("runs/own-1/metrics.jsonl").read_text())
    sources = lines("x", ["anna isst brot", "berlin und anna"])
    written = said(capsys, "translate", "-m", "runs/own-1", "-i", sources, "--allow-code").split("\n")[:2]
    assert written == ["Anna isst Brot", "Berlin und Anna"]
    right = lines("r", ["Anna isst Brot", "Berlin und anna"])
    arguments = ["evaluate", "-m", "runs/own-1", "--source", sources, "--reference", right, "--allow-code"]
    report = json.loads(said(capsys, *arguments, "--json"))
    assert report["CER"] == pytest.approx(100 / 29) and set(report) == {"examples", "CER", "chrF"}


@pytest.mark.slow
def test_a_network_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    files = [f"data.train={lines('t.tsv', reviews(200))}", f"data.validation={lines('v.tsv', reviews(20))}"]
    log = trained("task=ownparts:Bag", "tokenizer.kind=word", *files)
    assert "encoder: Mean" in log and "recurrent" not in log
    lines("x", ["bad bad bad bad", "good good good good"])
    assert said(capsys, "predict", "-m", "runs/own-1", "-i", "x", "--allow-code").split() == ["1", "5"]
    assert main(["inspect", "gradients", "-m", "runs/own-1", "--format", "none", "--allow-code"]) == 2
    assert "task=ownparts:Bag has a network without recurrent stacks to look at" in capsys.readouterr().err
    assert main(["export", "-m", "runs/own-1", "--allow-code", "--run-data"]) == 2
    assert "Mean: brings no ONNX and cannot be exported; use --backend torch" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_folder_that_names_a_task_is_no_leave_to_import_it(capsys: pytest.CaptureFixture[str]) -> None:
    files = [f"data.train={lines('t.tsv', reviews(30))}", f"data.validation={lines('v.tsv', reviews(4))}"]
    trained("task=ownparts:Stars", "tokenizer.kind=word", "train.steps=2", *files)
    trained("task=ownparts:Stars", "tokenizer.kind=word", "train.steps=4", *files)  # typed again, it goes on
    for command in (["predict", "-i", "t.tsv"], ["evaluate"], ["translate", "-i", "t.tsv"], ["export"]):
        assert main([command[0], "-m", "runs/own-1", *command[1:]]) == 2
        refusal = "names code: task=ownparts:Stars of module ownparts; give --allow-code"
        assert refusal in capsys.readouterr().err
    assert "ownparts" not in sys.modules
    assert main(["translate", "-m", "runs/own-1", "-i", "t.tsv", "--allow-code"]) == 2
    assert "task=ownparts:Stars: the run writes no text; use s2s predict" in capsys.readouterr().err
    assert main(["export", "-m", "runs/own-1", "--allow-code", "--run-data"]) == 0
    assert "on 4 examples accuracy " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("task", "remedy"),
    [
        ("ownparts:NoTask", "is no subclass of s2s.tasks.base.Task; make it one"),
        ("ownparts:Gone", "the module has no Gone; check the name"),
        ("trnslate", "no such task; did you mean translate? choose from translate, classify, regress, tag, generate,"),
    ],
)
def test_what_is_no_task_is_refused(task: str, remedy: str, tmp_path: Path) -> None:
    from s2s.tasks.base import task_of

    lines("t.tsv", reviews(4))
    values = {"task": task, "data": {"corpus": "files", "train": "t.tsv"}, "train": {"metric": "loss"}}
    with pytest.raises(UserError, match=re.escape(remedy)):
        task_of(parse({**values, "model": {"pooling": "mean"}}))


def test_tasks_import_neither_torch_nor_sacrebleu() -> None:
    modules = ", ".join(
        f"s2s.tasks.{name}" for name in ("translate", "classify", "regress", "tag", "generate", "forecast")
    )
    script = f"import sys, {modules}, s2s.tasks.loaded; print(sorted({{'torch', 'sacrebleu', 'datasets'}} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.stdout == "[]\n"
