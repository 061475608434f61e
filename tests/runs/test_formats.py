"""Run folders, checkpoints and exports of other formats: older ones are read, later ones refused in a line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import onnx
import pytest
import yaml
from training import train
from translating import tiny_run

import s2s
from s2s.cli import main
from s2s.config.versions import FORMAT
from s2s.errors import UserError
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config

LATER = f"was written by s2s 99.0 in format {FORMAT + 1}; this is s2s {s2s.__version__}, which reads the formats up to {FORMAT};"


def stamped(path: Path, stamp: dict[str, object], **train: object) -> None:
    """Give a config.yaml another stamp, and more options of training."""
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert (values.pop("format"), values.pop("version")) == (FORMAT, s2s.__version__)
    values["train"].update(train)
    path.write_text(yaml.safe_dump({**stamp, **values}), encoding="utf-8")


def state_stamped(checkpoint: Path, stamp: dict[str, object]) -> None:
    """Give a checkpoint another stamp, as if it had been written so."""
    facts = checkpoint / "state.json"
    before = hashlib.sha256(facts.read_bytes()).hexdigest()
    values = json.loads(facts.read_bytes())
    assert (values.pop("format"), values.pop("version")) == (FORMAT, s2s.__version__)
    facts.write_text(json.dumps({**stamp, **values}), encoding="utf-8")
    sums = checkpoint / "SHA256SUMS"
    after = hashlib.sha256(facts.read_bytes()).hexdigest()
    sums.write_text(sums.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def export_stamped(folder: Path, stamp: dict[str, str]) -> None:
    """Give an export another stamp, and no manifest, which those of the first format do not have."""
    (folder / "manifest.json").unlink()
    stamped(folder / "config.yaml", {})
    for name in ("encoder.onnx", "step.onnx"):
        model = onnx.load(folder / name, load_external_data=False)
        facts = {fact.key: fact.value for fact in model.metadata_props}
        assert (facts.pop("format"), facts.pop("version")) == (str(FORMAT), s2s.__version__)
        assert facts.pop("manifest") == "manifest.json"
        del model.metadata_props[:]
        onnx.helper.set_model_props(model, {**facts, **stamp})
        (folder / name).write_bytes(model.SerializeToString())


def test_a_run_of_the_first_format_translates_and_goes_on(tmp_path: Path) -> None:
    """It had no number, and an option that is gone."""
    whole, before = tmp_path / "whole", tmp_path / "before"
    for folder in (whole, before):
        folder.mkdir()
    for steps in (6, 9):
        expected = train(whole, f"train.steps={steps}")
    run = train(before, "train.steps=6")
    options = load_config(run)
    translation = Translator.load(run, "cpu").translate("The dog sees the cat.")
    stamped(run / "config.yaml", {}, compile=False)
    for checkpoint in (run / "checkpoints").glob("step-*"):
        state_stamped(checkpoint, {})
    assert load_config(run) == options
    assert Translator.load(run, "cpu").translate("The dog sees the cat.") == translation
    train(before, "train.steps=9")
    assert (run / "model.safetensors").read_bytes() == (expected / "model.safetensors").read_bytes()
    assert yaml.safe_load((run / "config.yaml").read_text(encoding="utf-8"))["format"] == FORMAT


@pytest.mark.slow
def test_an_export_of_the_first_format_translates(tmp_path: Path) -> None:
    run = tiny_run(tmp_path / "run")
    assert main(["export", "-m", str(run)]) == 0
    translation = Translator.load(run).translate("the dog")
    export_stamped(run / "onnx", {})
    assert Translator.load(run, backend="onnx").translate("the dog") == translation
    assert Translator.load(run / "onnx").translate("the dog") == translation


def test_a_run_of_a_later_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Said before its options are read, which may have other names by then."""
    run = tiny_run(tmp_path / "run")
    stamped(run / "config.yaml", {"format": FORMAT + 1, "version": "99.0"}, unheard_of=1)
    assert main(["translate", "-m", str(run), "-i", str(run / "config.yaml")]) == 2
    assert capsys.readouterr().err == f"s2s: {run}: {LATER} pip install --upgrade s2s-translate\n"


@pytest.mark.slow
def test_an_export_of_a_later_format(tmp_path: Path) -> None:
    run = tiny_run(tmp_path / "run")
    assert main(["export", "-m", str(run)]) == 0
    export_stamped(run / "onnx", {"format": str(FORMAT + 1), "version": "99.0"})
    with pytest.raises(UserError, match=LATER):
        Translator.load(run)


def test_a_checkpoint_of_a_later_format(tmp_path: Path) -> None:
    """It is whole: to pass it over as a damaged one would lose what it holds."""
    run = train(tmp_path)
    newest = max((run / "checkpoints").glob("step-*"))
    state_stamped(newest, {"format": FORMAT + 1, "version": "99.0"})
    with pytest.raises(UserError, match=f"{newest.name}: {LATER}"):
        train(tmp_path, "train.steps=9")


def test_an_older_run_that_cannot_be_read_names_its_format(tmp_path: Path) -> None:
    run = tiny_run(tmp_path / "run")
    stamped(run / "config.yaml", {}, unheard_of=1)
    with pytest.raises(
        UserError, match=r"run: was written in format 1, before s2s .*: train.unheard_of: no such option;"
    ):
        load_config(run)
