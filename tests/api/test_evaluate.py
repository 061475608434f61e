"""`Run.evaluate` measures what ``s2s evaluate`` prints, of files and of lists alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from calls import SHORT, tiny
from training import command

import s2s
from s2s.cli import main
from s2s.errors import UserError

TEXTS = ["a nice day", "a bad day", "a day", "nice and bad"]
LABELS = ["good", "bad", "bad", "good"]


def write(path: Path, lines: list[str]) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluate")


@pytest.fixture(scope="module")
def classifier(folder: Path) -> s2s.Run:
    data = list(zip(TEXTS, LABELS, strict=True))
    return s2s.train(task="classify", data=5 * data, test=data, runs=folder, name="classifier", **SHORT)


@pytest.fixture(scope="module")
def translator(folder: Path) -> s2s.Run:
    return s2s.train(**tiny(folder, test=folder / "validation.tsv"))


@pytest.fixture(scope="module")
def language_model(folder: Path) -> s2s.Run:
    return s2s.train(task="generate", data=5 * TEXTS, runs=folder, name="language", **SHORT)


def by_command(run: s2s.Run, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["evaluate", "-m", str(run.folder), "--json", *options]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_translations(translator: s2s.Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own, report = translator.evaluate(), by_command(translator, capsys)
    scores = {
        name: {"score": s.score, "interval": s.interval, "signature": s.signature} for name, s in own.scores.items()
    }
    assert scores == report["scores"] and dict(own.shares) == report["shares"] and own.examples == report["sentences"]
    assert "predicted" not in repr(own) and len(own.predicted) == own.examples
    sources, references = ["the dog sleeps", "a cat"], ["der Hund schläft", "eine Katze"]
    files = write(folder / "s", sources), write(folder / "t", references)
    report = by_command(
        translator, capsys, "--source", files[0], "--reference", files[1], "--metrics", "chrf", "-b", "2"
    )
    for given in ((sources, references), files, (folder / "s", tuple(references))):
        found = translator.evaluate(*given, metrics="chrf", beam=2)
        assert found.scores["chrf"].score == report["scores"]["chrf"]["score"] and list(found.scores) == ["chrf"]
    paired = translator.evaluate(sources, references, metrics=["chrf"], baseline=references).paired["chrf"]
    assert paired["baseline"] == pytest.approx(100)


def test_labels(classifier: s2s.Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = write(folder / "texts", TEXTS), write(folder / "labels", LABELS)
    report = by_command(classifier, capsys, "--source", files[0], "--reference", files[1])
    for found in (classifier.evaluate(), classifier.evaluate(*files), classifier.evaluate(TEXTS, LABELS)):
        assert {one.label: one.score for one in found.scores.values()}.items() <= report.items()
        assert found.confusion == (report["confusion"]["labels"], report["confusion"]["rows"])


@pytest.mark.slow
def test_a_language_model(language_model: s2s.Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = by_command(language_model, capsys, "--reference", write(folder / "text", TEXTS))
    assert dict(language_model.evaluate(reference=TEXTS).figures).items() <= report.items()
    with pytest.raises(UserError, match=r"^source: has no effect on a language model"):
        language_model.evaluate(TEXTS, TEXTS)
    with pytest.raises(UserError, match=r"^metrics=bleu: not for a language model"):
        language_model.evaluate(reference=TEXTS, metrics=["bleu"])


def test_what_does_not_fit(translator: s2s.Run, classifier: s2s.Run) -> None:
    for run, given, message in (
        (translator, {"source": ["a"]}, "source: needs --reference FILE beside it \\(in Python, reference=\\)"),
        (translator, {"source": ["a"], "reference": ["a", "b"]}, "source has 1 lines, but reference has 2"),
        (translator, {"source": ["a", None], "reference": ["a", "b"]}, r"source\[1\]: is None"),
        (translator, {"source": ["a"], "reference": [5]}, r"reference\[0\]: is a number, 5; give a string"),
        (translator, {"source": 5, "reference": ["a"]}, "source: is a number, 5; give a string, or a list of such"),
        (translator, {"metrics": ["blue"]}, "metrics=blue: no such metric; did you mean bleu"),
        (translator, {"metrics": ["accuracy"]}, "metrics=accuracy: judges no text"),
        (translator, {"beem": 2}, "beem: no such setting; did you mean beam"),
        (classifier, {"beam": 2}, "beam=2: has no effect with task=classify; leave it out"),
        (classifier, {"baseline": LABELS}, r"baseline=\['good'.*: has no effect with task=classify"),
        (classifier, {"source": TEXTS[:1], "reference": [""]}, "reference: no line has something on both sides"),
    ):
        with pytest.raises(UserError, match=f"^{message}"):
            run.evaluate(**given)


@pytest.mark.slow
def test_examples_in_memory_are_evaluated_on_while_they_are_there(classifier: s2s.Run, tmp_path: Path) -> None:
    assert classifier.evaluate().examples == 4
    command(tmp_path)
    run = s2s.train(**{**tiny(tmp_path), "data": [("a", "b")] * 9, "validation": [("a", "b")]})
    again = s2s.Run(run.folder)
    with pytest.raises(UserError, match=r"^data\.test=null: the run has no test set"):
        again.evaluate()
    del run
    with pytest.raises(UserError, match=r"^data=memory: the run's examples were in the memory of the program"):
        again.evaluate()
