"""A metric of the user's own, in a module outside the package: it selects in training and scores in `s2s evaluate`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from training import config, metrics, train

from s2s.cli import main
from s2s.errors import UserError
from s2s.metrics.scores import score
from s2s.tasks.writing import WritingTask

CER = '''
class Cer:
    """The edits that make a line its reference, as a share of the reference's characters."""

    name, label, higher_is_better, judges = "cer", "CER", False, ("text",)

    def score(self, predicted, references, sources=None):
        edits = sum(distance(one, other) for one, other in zip(predicted, references, strict=True))
        return 100 * edits / sum(map(len, references))


def distance(one, other):
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


class Bleu:
    name, higher_is_better = "bleu", True


class Nothing:
    name, higher_is_better, judges = "nothing", True, ("text",)

    def score(self, predicted, references, sources=None):
        return float("nan")


class Broken(Nothing):
    def score(self, predicted, references, sources=None):
        return predicted + 1


class Silent:
    name = "silent"


class Numbers(Nothing):
    judges = ("numbers",)
'''


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the module, in the working folder."""
    (tmp_path / "mymetrics.py").write_text(CER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delitem(sys.modules, "mymetrics", raising=False)
    return "mymetrics"


def test_it_selects_the_weights(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Validations find 2, then 1, then 2 of some characters wrong: the second has the best weights."""
    right = [line.split("\t")[1] for line in write_lines(tmp_path)]
    outputs = [["x" + one for one in right], right, ["yy" + one for one in right]]
    monkeypatch.setattr(WritingTask, "write", lambda *_: outputs.pop(0) if len(outputs) > 1 else list(outputs[0]))
    run = train(tmp_path, f"train.metric={module}:Cer", "train.validate_every=2")
    found = metrics(run, "validation_cer")
    assert list(found) == [2, 4, 6] and found[4] == 0 and found[2] < found[6]
    assert found[6] == pytest.approx(100 * 4 / sum(map(len, right)))
    best = [path.name for path in (run / "checkpoints").glob("best-*")]
    assert best == ["best-00000004.safetensors"]
    assert set(metrics(run, "validation_bleu")) == {2, 4, 6}  # as before


def write_lines(folder: Path) -> list[str]:
    config(folder)
    return (folder / "validation.tsv").read_text(encoding="utf-8").split("\n")[:-1]


@pytest.mark.slow
def test_it_scores_with_interval_and_paired_test(
    module: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    references = [f"Zeile {n} von vielen" for n in range(30)]
    hypotheses = [one.replace("vielen", "allen") if n % 3 else one for n, one in enumerate(references)]
    files = {"hypothesis": hypotheses, "baseline": [one[:-9] for one in references], "reference": references}
    for name, lines in files.items():
        (tmp_path / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    arguments = [f"--{name}={name}" for name in files]
    assert main(["evaluate", *arguments, "--metrics", f"{module}:Cer", "chrf", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    edits = 20 * 3  # vie → a, l
    assert report["scores"]["cer"]["score"] == pytest.approx(100 * edits / sum(map(len, references)))
    assert report["scores"]["cer"]["interval"] > 0
    assert report["scores"]["cer"]["signature"] == f"{module}:Cer|bs:1000|seed:12345"
    assert report["paired"]["cer"]["p"] < 0.05 and set(report["scores"]) == {"cer", "chrf"}
    assert main(["evaluate", *arguments, "--metrics", f"{module}:Cer"]) == 0
    assert "CER" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bleu", "mymetrics:Bleu: its name is 'bleu', as that of another metric"),
        ("Silent", "mymetrics:Silent: has no attribute 'higher_is_better', which a metric needs"),
        ("Missing", "mymetrics:Missing: the module has no Missing"),
        ("Numbers", "train.metric=mymetrics:Numbers: not for task=translate; use loss or bleu or chrf or ter"),
    ],
)
def test_what_cannot_be_is_refused_before_training(module: str, name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        config(tmp_path, f"train.metric={module}:{name}")


@pytest.mark.parametrize(("name", "said"), [("Nothing", "gives nan for 1 examples"), ("Broken", "its score failed")])
@pytest.mark.usefixtures("module")
def test_what_it_says_must_be_a_number(name: str, said: str) -> None:
    with pytest.raises(UserError, match=f"mymetrics:{name}: {said}"):
        score(["a"], ["b"], metrics=(f"mymetrics:{name}",))
