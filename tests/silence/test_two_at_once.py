"""One translation, one model: what changes under a running command is not mixed in, and half an export is none."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

import hashlib

from translating import tiny_run

from s2s.cli import main
from s2s.decode.backends.exported import ENCODER, MANIFEST, STEP, read_export
from s2s.errors import UserError
from s2s.export import translating as export_module
from s2s.files import exclusive
from s2s.inference.translator import Translator
from s2s.nn.model import build_model
from s2s.runs.folder import load_config
from s2s.runs.weights import save_model

LINES = ["the dog", "a cat sees the dog.", "good morning"]


def export(run: Path, *options: str) -> int:
    text = run.parent / "text"
    text.write_text("".join(line + "\n" for line in LINES), encoding="utf-8")
    return main(["export", "-m", str(run), "--source", str(text), "--reference", str(text), *options])


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tiny_run(tmp_path_factory.mktemp("original") / "run")
    assert export(run) == 0
    return run


@pytest.fixture
def run(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "run")


def other_weights(run: Path) -> None:
    """Publish the weights of another seed, as a training does."""
    config = load_config(run)
    size = Translator.load(run, backend="torch").target.size
    model = build_model(config.model, size, size, 2)
    save_model(run / "model.safetensors", dict(model.named_parameters()))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_manifest_names_every_file_with_its_digest(run: Path) -> None:
    files = json.loads((run / "onnx" / MANIFEST).read_text())["files"]
    present = {path.name: digest(path) for path in (run / "onnx").iterdir() if path.name != MANIFEST}
    assert {name: entry["sha256"] for name, entry in files.items()} == present
    assert {"weights.bin", "encoder.onnx", "step.onnx", "config.yaml", "tokenizer.model", "corpus.json"} <= set(present)


def test_half_a_copy_is_refused_in_a_line(run: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for path in sorted((run / "onnx").iterdir()):
        good = path.read_bytes()
        for harm in (b"", good[: len(good) // 2], good[:-1] + bytes([good[-1] ^ 1]), None):
            path.unlink()
            if harm is not None:
                path.write_bytes(harm)
            capfd.readouterr()
            (tmp_path / "in").write_text("the dog\n")
            assert main(["translate", "-m", str(run), "--backend", "onnx", "-i", str(tmp_path / "in")]) == 2
            out, said = capfd.readouterr()
            assert not out and said.startswith("s2s: ") and said.count("\n") == 1 and path.name in said, said
            path.write_bytes(good)
    assert main(["translate", "-m", str(run), "--backend", "onnx", "-i", str(tmp_path / "in")]) == 0


@pytest.mark.parametrize(
    "listed", ["nonsense", "[]", '{"files": 1}', '{"files": {}}', '{"files": {"a": {"bytes": 1}}}']
)
def test_a_manifest_that_is_none(listed: str, run: Path) -> None:
    (run / "onnx" / MANIFEST).write_text(listed)
    with pytest.raises(UserError, match=r"manifest\.json: not "):
        Translator.load(run)


@pytest.mark.parametrize("name", ["../model.safetensors", "/etc/passwd", ".."])
def test_a_manifest_names_files_of_its_folder(name: str, run: Path) -> None:
    path = run / "onnx" / MANIFEST
    listed = json.loads(path.read_text())
    listed["files"][name] = {"sha256": "0" * 64, "bytes": 1}
    path.write_text(json.dumps(listed))
    with pytest.raises(UserError, match="not the manifest of an export"):
        read_export(run / "onnx", (ENCODER, STEP))


def test_files_that_change_under_a_translator_change_nothing(run: Path) -> None:
    translator = Translator.load(run)
    before = translator.translate(LINES)
    for path in (run / "onnx").iterdir():
        with open(path, "r+b") as file:  # the same inode: what was mapped would change, or end in SIGBUS
            file.write(b"\xff" * path.stat().st_size)
            file.truncate(path.stat().st_size // 2)
    assert translator.translate(LINES) == before


def test_an_export_that_is_replaced_while_it_is_loaded(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2s.inference import translator

    load = vars(translator)["load_codecs"]

    def replacing(folder: Path) -> Any:
        os.utime(folder / "config.yaml", ns=(1, 1))
        return load(folder)

    monkeypatch.setattr(translator, "load_codecs", replacing)
    with pytest.raises(UserError, match="onnx: was replaced while it was loaded; run the command again"):
        Translator.load(run)


def test_the_origin_of_an_export_are_the_weights_that_were_read(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, encoder = digest(run / "model.safetensors"), vars(export_module)["encoder"]

    def publishing(*arguments: Any) -> Any:
        other_weights(run)
        return encoder(*arguments)

    monkeypatch.setattr(export_module, "encoder", publishing)
    assert export(run) == 0
    assert "has new weights since the export began" in capsys.readouterr().err
    assert digest(run / "model.safetensors") != before
    with pytest.raises(UserError, match="was exported from other weights"):
        Translator.load(run)
    assert vars(Translator.load(run / "onnx").backend)["origin"] == before


def test_two_exports_of_a_run_do_not_meet(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Translator.load(run).translate(LINES)
    with exclusive(run / "onnx.lock", ""):
        assert export(run) == 2
    said = capsys.readouterr().err
    assert "another process is writing to it; it exports the run too: wait for its end" in said, said
    assert export(run, "--int8") == 0 and export(run) == 0
    assert Translator.load(run).translate(LINES) == before
    assert not [path.name for path in run.iterdir() if path.name.startswith("onnx.")], "nothing is left beside it"


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["torch", "onnx"])
def test_workers_have_the_weights_of_the_start(
    backend: str, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """New weights are published after the command has begun, before a worker loads: it says so, and writes nothing."""
    from s2s.commands import translate

    shared = vars(translate)["shared"]

    def publishing(*arguments: Any) -> Any:
        other_weights(run)
        if backend == "onnx":
            assert export(run) == 0
        return shared(*arguments)

    text, out = tmp_path / "in", tmp_path / "out"
    text.write_text("the dog\n" * 5)
    command = ["translate", "-m", str(run), "--backend", backend, "--workers", "2", "-i", str(text), "-o", str(out)]
    assert main(command) == 0 and out.read_text().count("\n") == 5
    out.unlink()
    monkeypatch.setattr(translate, "shared", publishing)
    capfd.readouterr()
    assert main(command) == 2 and not out.exists()
    assert f"s2s: {run}: has changed since the command started" in capfd.readouterr().err
