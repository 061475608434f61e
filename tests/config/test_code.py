"""A name of code that comes from a file is refused before it is imported, by every command; one that is typed is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import training
import yaml
from grids import thinned
from omegaconf import OmegaConf
from translating import tiny_run

import s2s
from s2s.cli import main
from s2s.commands.train import run as train
from s2s.commands.train import typed_code
from s2s.config.code import CODE_OPTIONS, code_in, refuse_code
from s2s.config.load import parse
from s2s.errors import UserError
from s2s.inference.next_word import WordPredictor
from s2s.inference.predictor import Predictor
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config

REFUSAL = "names code: {}=trap:Thing of module trap; give --allow-code (in Python allow_code=True) if you trust it"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run folder in a working folder with a module that must not be imported."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "trap", raising=False)
    (tmp_path / "trap.py").write_text("from pathlib import Path\nPath('sprung').touch()\n")
    (tmp_path / "text").write_text("a dog\n")
    return tiny_run(tmp_path / "run")


def name_code(run: Path, option: str = "model.cell") -> None:
    path = run / "config.yaml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    *groups, name = option.split(".")
    inner = values
    for group in groups:
        inner = inner[group]
    inner[name] = "trap:Thing"
    path.write_text(yaml.safe_dump(values), encoding="utf-8")


def check_not_imported() -> None:
    assert "trap" not in sys.modules and not Path("sprung").exists()


@pytest.mark.parametrize("option", CODE_OPTIONS)
def test_every_option_of_a_run_that_may_name_code_is_looked_at_before_it_is_parsed(run: Path, option: str) -> None:
    name_code(run, option)
    with pytest.raises(UserError) as caught:
        load_config(run)
    assert str(caught.value) == f"{run} " + REFUSAL.format(option)
    check_not_imported()


COMMANDS = [
    "translate -m run -i text",
    "translate -m run -i text --workers 2",
    "translate -m other run -i text",
    "predict -m run",
    "evaluate -m run",
    "evaluate -m other run --source text --reference text",
    "evaluate -m run --hypothesis text --reference text",
    "distill -m run -o out",
    "backtranslate -m run -i text -o out",
    "distill -m other run -o out --source text",
    "doctor text -m run",
    "confidence -m run",
    "export -m run",
    "inspect attention -m run dog --format none",
    "inspect gradients -m run --format none",
]


@pytest.mark.parametrize("command", thinned(COMMANDS, 3))
def test_every_command_refuses_a_run_that_names_code(
    run: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny_run(Path("other"))
    name_code(run)
    assert main(command.split()) == 2
    out, error = capsys.readouterr()
    assert out == "" and error == f"s2s: run {REFUSAL.format('model.cell')}\n"
    check_not_imported()


def test_python_refuses_a_run_that_names_code(run: Path) -> None:
    name_code(run)
    for load in (Translator.load, Predictor.load, WordPredictor.load, s2s.load):
        with pytest.raises(UserError, match=r"allow_code=True"):
            load(run)
    check_not_imported()


def test_a_run_that_names_none_needs_no_leave(run: Path) -> None:
    assert load_config(run) == load_config(run, allow_code=True)
    assert main(["translate", "-m", "run", "-i", "text", "--allow-code", "-b", "1", "-o", "out"]) == 0


def test_resuming_and_starting_from_refuse_what_this_run_does_not_name(run: Path) -> None:
    done = training.train(run.parent)
    name_code(done, "optim.kind")
    for options in (["train.steps=8"], ["name=child", f"train.start_from={done}"]):
        with pytest.raises(UserError) as caught:
            training.train(run.parent, *options)
        assert str(caught.value) == f"{done} " + REFUSAL.format("optim.kind")
    check_not_imported()


def test_names_that_are_typed_and_no_others() -> None:
    arguments = ["model.cell=mine:A,mine:B", "+train.metric='a.b:Cer'", "data.train=c:D", "--config-dir=e:F", "seed=1"]
    assert typed_code(arguments) == {"mine:A", "mine:B", "a.b:Cer"}
    values = {"model": {"cell": "mine:A", "decoder": {"cell": "mine:B"}, "attention": None}, "train": "x:Y", "task": 1}
    assert code_in(values) == {"model.cell": "mine:A", "model.decoder.cell": "mine:B"}
    refuse_code(values, True, "it")
    refuse_code(values, {"mine:A", "mine:B"}, "it")
    with pytest.raises(UserError, match=r"^it names code: model.decoder.cell=mine:B of module mine; "):
        refuse_code(values, {"mine:A"}, "it")
    assert code_in(parse({})) == {}


def test_what_an_experiment_names_is_not_imported(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        train(OmegaConf.create({"model": {"cell": "trap:Thing"}}), typed_code(["experiment=own", "optim.kind=a:B"]))
    expected = f"s2s: an option that was not typed here {REFUSAL.format('model.cell')}\n"
    assert (caught.value.code, capsys.readouterr().err) == (2, expected)
    check_not_imported()
