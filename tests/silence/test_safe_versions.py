"""A library that somebody else's files crash is given none of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import sentencepiece
from translating import tiny_run

from s2s.cli import main
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.runtime.libraries import SAFE, numbers

ROOT = Path(__file__).parents[2]


def test_versions_are_compared_by_their_numbers() -> None:
    order = ["nonsense", "0.2", "0.2.2", "0.2.3rc1", "0.2.3", "0.2.10", "0.10", "1.24.0", "1.24.1.dev5", "1.24.1", "2"]
    assert sorted(order, key=numbers) == order
    assert numbers("1.24.1+cpu") == numbers("1.24.1") and numbers("1.24.1.post1") == numbers("1.24.1")


def test_what_pip_is_asked_for_is_what_is_refused_below() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["onnx"]]
    assert all(f"{name}>={least}" in asked for name, (least, _) in SAFE.items())


@pytest.mark.parametrize("version", ["0.2.2", "0.2.3rc1", "0.1.99", "nonsense"])
def test_an_old_sentencepiece(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = tiny_run(tmp_path / "run")
    monkeypatch.setattr(sentencepiece, "__version__", version)
    monkeypatch.setattr(sentencepiece, "SentencePieceProcessor", None)  # nothing is handed to it
    with pytest.raises(
        UserError, match=rf'sentencepiece {version}: is not safe, .*; pip install "sentencepiece>=0.2.3"'
    ):
        Tokenizer.load(run, "tokenizer")
    with pytest.raises(UserError, match="is not safe"):
        Tokenizer.train(["a b"], kind="char", size=None, coverage=None)


@pytest.mark.slow
def test_an_old_onnxruntime(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("onnx")
    onnxruntime = pytest.importorskip("onnxruntime")
    run, text = tiny_run(tmp_path / "run"), tmp_path / "in"
    text.write_text("the dog\na cat\n")
    given = ["--source", str(text), "--reference", str(text)]
    assert main(["export", "-m", str(run), *given]) == 0
    capsys.readouterr()
    monkeypatch.setattr(onnxruntime, "__version__", "1.24.0")
    monkeypatch.setattr(onnxruntime, "InferenceSession", None)
    for typed in (["translate", "-m", str(run), "-i", str(text)], ["export", "-m", str(run), *given]):
        assert main(typed) == 2
        said = capsys.readouterr().err.split("\n")[-2]
        assert said.startswith("s2s: onnxruntime 1.24.0: is not safe") and 'pip install "onnxruntime>=1.25.1"' in said
    assert main(["translate", "-m", str(run), "-i", str(text), "--backend", "torch", "-b", "1"]) == 0
