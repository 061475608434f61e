"""Several run folders as one translator, from Python and from the command line, and runs that do not go together."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, cast

import numpy
import pytest
import torch
from translating import tiny_run, tokenizer

from s2s import Translator, load
from s2s.cli import main
from s2s.config.schema import DataConfig, ModelConfig, Pooling, RunConfig, TrainConfig
from s2s.data.codecs.files import load_codecs
from s2s.data.text.tokenizer import Tokenizer
from s2s.decode.backends.ensemble import EnsembleBackend
from s2s.errors import UserError
from s2s.runs.folder import load_config, save_config
from s2s.runs.weights import load_model, save_model
from s2s.tasks.evaluation import Examples
from s2s.tasks.loaded import Loaded

LINES = ["the dog sleeps", "", "two men run in the park"]


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    """Three runs with the same tokenizer and other weights."""
    first = tiny_run(tmp_path / "one")
    folders = [first]
    for seed, name in enumerate(("two", "three")):
        folder = tmp_path / name
        shutil.copytree(first, folder)
        config = load_config(folder)
        model = load_model(folder, config, load_codecs(folder))
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(0.5 * torch.randn(parameter.shape, generator=generator))
        save_model(folder / "model.safetensors", dict(model.named_parameters()))
        folders.append(folder)
    return folders


def change(folder: Path, option: str, value: object) -> None:
    config = load_config(folder)
    *groups, last = option.split(".")
    place = config
    for group in groups:
        place = getattr(place, group)
    setattr(place, last, value)
    save_config(folder, config)


def test_a_run_with_itself_translates_as_the_run(runs: list[Path]) -> None:
    one = runs[2]
    assert Translator.load([one, one], "cpu").translate(LINES) == Translator.load(one, "cpu").translate(LINES)
    assert Translator.load([str(one)], "cpu").translate(LINES) == cast(Translator, load(str(one), "cpu")).translate(
        LINES
    )


def test_several_runs_are_asked_and_the_first_one_says_how(runs: list[Path]) -> None:
    change(runs[0], "decode.beam", 2)
    together = load([str(run) for run in runs], "cpu")
    assert isinstance(together.backend, EnsembleBackend) and len(together.backend.members) == 3
    assert together.settings().beam == 2
    alone = [Translator.load(run, "cpu").translate(LINES, beam=2) for run in runs]
    assert together.translate(LINES) not in alone and together.translate(LINES)[1] == ""
    assert together.translate(LINES[0]) == together.translate(LINES)[0]


def test_the_command_translates_with_several(runs: list[Path], tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    arguments = [*map(str, runs), "--device", "cpu", "-b", "3"]
    assert main(["translate", "-m", *arguments, "-i", str(source), "-o", str(target)]) == 0
    expected = Translator.load(runs, "cpu").translate(LINES, beam=3)
    assert target.read_text(encoding="utf-8") == "".join(f"{line}\n" for line in expected)


def test_the_command_scores_several(runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / name for name in ("source", "reference")]
    lines = LINES[::2]
    expected = Translator.load(runs, "cpu").translate(lines, beam=2)
    for file, side in zip(files, (lines, expected), strict=True):
        file.write_text("".join(f"{line}\n" for line in side), encoding="utf-8")
    arguments = ["--source", str(files[0]), "--reference", str(files[1]), "--metrics", "chrf", "--json"]
    assert main(["evaluate", "-m", *map(str, runs), "--device", "cpu", "-b", "2", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["scores"]["chrf"]["score"] == 100


@pytest.mark.slow
def test_the_command_scores_each_of_several(
    runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Each run has the scores of its own command; mean and deviation are numpy's; what is no ensemble leaves them."""
    source, reference = tmp_path / "source", tmp_path / "reference"
    source.write_text("the dog sleeps\ntwo men run\n", encoding="utf-8")
    right = Translator.load(runs[1], "cpu").translate(["the dog sleeps", "two men run"], max_length=9)
    reference.write_text("".join(f"{line}\n" for line in right), encoding="utf-8")
    given = ["--source", str(source), "--reference", str(reference), "--metrics", "wer", "cer", "--max-length", "9"]
    lines = ["--per-line", str(tmp_path / "lines.tsv")]

    def report(folders: list[Path], *more: str) -> dict[str, Any]:
        assert main(["evaluate", "-m", *map(str, folders), *given, "--json", *more]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    alone = [report([run]) for run in runs]
    together = report(runs, *lines)
    assert together["runs"] == [{"run": str(run), **one} for run, one in zip(runs, alone, strict=True)]
    for name in ("wer", "cer"):
        scores = [one["scores"][name]["score"] for one in alone]
        assert len(set(scores)) > 1
        expected = {"mean": numpy.mean(scores), "deviation": numpy.std(scores, ddof=1)}
        assert together["mean"][name] == pytest.approx(expected)
    written = Translator.load(runs, "cpu").translate(["the dog sleeps", "two men run"], max_length=9)
    rows = (tmp_path / "lines.tsv").read_text(encoding="utf-8")
    assert all(text in rows for text in written) and together["scores"]["wer"]["interval"] is not None
    assert main(["evaluate", "-m", *map(str, runs), *given]) == 0
    said = capsys.readouterr().out
    mean = together["mean"]["cer"]
    assert f"{mean['mean']:.4g} ± {mean['deviation']:.2g}" in said and "\nensemble of 3 runs:\n2 sentences\n" in said
    assert [line.split("  ")[0] for line in said.splitlines()[:6]] == ["run", *map(str, runs), "mean", "ensemble"]

    change(runs[1], "data.lowercase", True)
    caplog.clear()
    apart = report(runs)
    reason = f"{runs[0]} and {runs[1]}: no ensemble, as data.lowercase is false for one and true for the other"
    assert apart["no_ensemble"].startswith(reason) and "scores" not in apart
    assert apart["runs"][::2] == together["runs"][::2] and set(apart["mean"]) == {"wer", "cer"}
    (record,) = [one.message for one in caplog.records if "no ensemble" in one.message]
    assert record.startswith(reason) and record.endswith("; each is scored by itself") and "\n" not in record
    assert main(["evaluate", "-m", *map(str, runs), *given]) == 0
    assert "mean" in (said := capsys.readouterr().out) and "ensemble" not in said
    assert main(["evaluate", "-m", *map(str, runs), *given, *lines]) == 2
    assert f"--per-line {lines[1]}: is of the ensemble, and there is none: {reason}" in capsys.readouterr().err
    data, training = DataConfig(corpus="files", train="x"), TrainConfig(metric="loss")
    save_config(runs[1], RunConfig(task="classify", data=data, train=training, model=ModelConfig(pooling=Pooling.mean)))
    assert main(["evaluate", "-m", *map(str, runs), *given]) == 2
    assert f"{runs[0]} and {runs[1]}: task is translate for one and classify" in capsys.readouterr().err


def test_runs_with_other_test_sets_are_no_ensemble(
    runs: list[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tests one may have trained another, so that a shared score would be too good."""
    shared = Examples(["the dog"], ["der Hund"])
    sets = {str(run): shared for run in runs}
    read: list[str] = []

    def held_out(self: Loaded, split: str) -> Examples:
        read.append(str(self.folders[0]))
        return sets[read[-1]]

    monkeypatch.setattr(Loaded, "held_out", held_out)
    command = ["evaluate", "-m", *map(str, runs[:2]), "--metrics", "cer", "--max-length", "9", "--json"]
    assert main(command) == 0
    assert "no_ensemble" not in json.loads(capsys.readouterr().out)
    assert read == [str(run) for run in runs[:2]], "each test set is read once, for the runs and the ensemble"
    sets[str(runs[1])] = Examples(["two men"], ["zwei"])
    assert main(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert "the test sets of the runs differ" in found["no_ensemble"] and len(found["runs"]) == 2


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("data.target", "bn", "data.target is de for one and bn for the other; give runs that agree"),
        ("data.source", "bn", "data.source is en for one and bn for the other"),
        ("data.lowercase", True, "data.lowercase is false for one and true for the other"),
    ],
)
def test_runs_that_read_or_write_otherwise(
    runs: list[Path], option: str, value: object, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(runs[1], option, value)
    assert main(["translate", "-m", str(runs[0]), str(runs[1]), "-i", str(runs[0] / "config.yaml")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"s2s: {runs[0]} and {runs[1]}: no ensemble, as {message}") and said.count("\n") == 1


def test_runs_with_other_vocabularies(runs: list[Path]) -> None:
    text = [letters * 2 for letters in ("abcdefghij", "ABC xyz", "äöü", "0123456789")]
    other = Tokenizer.train(text, kind="char", size=None, coverage=None)
    assert other.model != tokenizer().model
    other.to_file(runs[2] / "tokenizer.model")
    with pytest.raises(UserError, match="source vocabularies differ; train them on the same pairs") as caught:
        Translator.load(runs, "cpu")
    assert str(caught.value).startswith(f"{runs[0]} and {runs[2]}: no ensemble") and "\n" not in str(caught.value)


def test_what_else_is_refused(runs: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^backend=onnx: an ensemble runs in torch; use --backend torch"):
        Translator.load(runs, backend="onnx")
    with pytest.raises(UserError, match="no run folder given; give at least one"):
        Translator.load([])
    with pytest.raises(UserError, match="nowhere: no such run"):
        Translator.load([runs[0], tmp_path / "nowhere"])
    with pytest.raises(UserError, match=r"^min_confidence=0.5: no confidence is fitted for an ensemble; give one run"):
        Translator.load([runs[0], runs[0]], "cpu").translate("a", min_confidence=0.5)


def test_an_ensemble_is_not_exported_but_distilled(runs: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    names = " ".join(map(str, runs[:2]))
    assert main(["export", "-m", *names.split()]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"s2s: {names}: an ensemble is several networks") and said.count("\n") == 1
    assert f"s2s distill -m {names} -o PREFIX" in said
