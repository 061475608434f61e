"""Moses' preparation, on lines whose published form is known, and the script's report of what differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from multi30k_lc import main, preparer


@pytest.mark.parametrize(
    ("language", "line", "prepared"),
    [
        ("en", "A man in an orange hat, starring.", "a man in an orange hat , starring ."),
        ("en", 'The dog\'s "toy" & co.', "the dog &apos;s &quot; toy &quot; &amp; co ."),
        ("en", "A T-shirt (red) [x]", "a t-shirt ( red ) &#91; x &#93;"),
        ("de", "Auf dem Schild steht: „Tee.“", "auf dem schild steht : &quot; tee &quot; ."),
        ("de", "Zwei Männer – im Park …", "zwei männer - im park ..."),
        ("fr", "L'homme s’assied d’œil", "l&apos; homme s&apos; assied d &quot; œil"),
    ],
)
def test_lines(language: str, line: str, prepared: str) -> None:
    assert preparer(language)(line) == prepared


def fill(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_every_split_under_its_own_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = fill(
        tmp_path / "raw", train__en="A dog.\n", train__de="Ein Hund.\n", val__en="A\u2028Cat\n\n", val__de="Katze!\n\n",
        only__en="x\n", val__lc__norm__tok__de="katze !\n\n", README="",
    )  # fmt: skip
    assert main(["--raw", str(raw), "--out", str(tmp_path / "out"), "--languages", "en", "de"]) == 0
    out = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert sorted(out) == ["train.de", "train.en", "val.de", "val.en"]
    assert out["train.de"] == "ein hund .\n" and out["val.en"].count("\n") == 2
    reports = [json.loads(line) for line in capsys.readouterr().out.split("\n")[:-1]]
    assert [(line["split"], line["language"], line["lines"]) for line in reports if len(line) > 3] == [("val", "de", 2)]
    assert reports[-1]["equal to what was published"] == 1.0


def test_a_difference_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = fill(tmp_path / "raw", val__de="Katze!\nHund.\n", val__lc__norm__tok__de="katze !\nhund.\n")
    assert main(["--raw", str(raw), "--out", str(tmp_path / "out"), "--languages", "de"]) == 1
    assert '"equal to what was published": 0.5' in capsys.readouterr().out


def test_a_folder_without_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = fill(tmp_path / "raw", val__de="Katze!\n")
    assert main(["--raw", str(raw), "--out", str(tmp_path / "out"), "--languages", "de", "fr"]) == 2
    assert (
        capsys.readouterr().err == f"{raw}: holds no split with SPLIT.de, SPLIT.fr; give the folder of the raw text\n"
    )
