"""A pack is the same bytes each time, and is read in place of the folder; what is no pack is refused in a line."""

from __future__ import annotations

import io
import os
import pickle
import re
import shutil
import struct
import zipfile
from pathlib import Path

import pytest
from translating import tiny_run

import s2s
from s2s.cli import main
from s2s.runs.pack import unpacked

LINES = ["the dog sees the cat.", "a cat"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnx")
    folder = tiny_run(tmp_path_factory.mktemp("packed") / "tiny-1")
    (folder / "README.md").write_text("# A card\n", encoding="utf-8")
    text = folder.parent / "text"
    text.write_text("the dog\na cat\n", encoding="utf-8")
    assert main(["export", "-m", str(folder), "--source", str(text), "--reference", str(text)]) == 0
    return folder


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder and a cache of each test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_the_same_run_gives_the_same_bytes(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", str(run)]) == 0
    said = capsys.readouterr().err
    assert re.match(r"tiny-1\.s2s: the export, which needs no torch, of .*, \d files, .* SHA-256 [0-9a-f]{64}", said)
    copy = tmp_path / "elsewhere" / "tiny-1"
    shutil.copytree(run, copy)
    (copy / "onnx" / "customers.txt").write_text("nobody is to read it")
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o755)
    assert main(["pack", str(copy), "-o", "other.s2s"]) == 0
    assert Path("tiny-1.s2s").read_bytes() == Path("other.s2s").read_bytes()
    with zipfile.ZipFile("tiny-1.s2s") as archive:
        names = archive.namelist()
        assert names == sorted(names) and set(names) == {path.name for path in (run / "onnx").iterdir()} | {"README.md"}
        assert archive.read("README.md") == b"# A card\n"


@pytest.mark.parametrize("weights", [False, True])
def test_commands_and_python_read_it_in_place_of_the_folder(
    run: Path, weights: bool, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("in").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    Path("runs").mkdir()
    assert main(["pack", str(run), "-o", "runs/model", *(["--weights"] if weights else [])]) == 0
    with zipfile.ZipFile("runs/model") as archive:
        assert ("model.safetensors" in archive.namelist()) is weights is ("step.onnx" not in archive.namelist())
    backend = ["--backend", "torch" if weights else "onnx"]
    outputs = []
    for model in (str(run), "runs/model", "model"):
        capsysbinary.readouterr()
        assert main(["translate", "-m", model, "-i", "in", *backend]) == 0
        outputs.append(capsysbinary.readouterr())
    assert outputs[0].out == outputs[1].out == outputs[2].out
    assert b"runs/model: unpacked to " in outputs[1].err and b"unpacked" not in outputs[2].err
    translator = s2s.Translator.load("model")
    assert translator.translate(LINES) == outputs[0].out.decode().split("\n")[:-1]
    assert str(Path("runs/model").absolute()) in pickle.dumps(translator).decode("latin-1")


def test_what_has_gone_from_the_cache_is_unpacked_again(capsys: pytest.CaptureFixture[str]) -> None:
    members = (GOOD, ("features.json", b"[1, 2]"))
    Path("a.s2s").write_bytes(archive(*members))
    folder = unpacked(Path("a.s2s"))
    for spoil in (Path.unlink, lambda file: file.write_bytes(b"[1")):
        spoil(folder / "features.json")
        assert unpacked(Path("a.s2s")) == folder
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == dict(members)
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]
    assert unpacked(Path("a.s2s")) == folder and capsys.readouterr().err.count("a.s2s: unpacked to") == 3


def test_what_cannot_be_packed(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    for typed, message in (
        (["empty"], "s2s: empty: not a run folder, as it has no readable config.yaml"),
        (["missing"], "s2s: missing: no such run"),
        ([str(run), "-o", "empty"], "s2s: --output empty: is no file; give the name of one, such as run-1.s2s"),
        ([str(run / "onnx"), "--weights"], "is an export, which has none; give the run that it is of"),
    ):
        assert main(["pack", *typed]) == 2
        error = capsys.readouterr().err
        assert message in error and error.count("\n") == 1
    assert main(["pack", str(run)]) == main(["pack", "tiny-1.s2s"]) - 2 == 0
    assert "tiny-1.s2s: is packed already; copy it, or pack the run that it is of" in capsys.readouterr().err
    damaged = Path("damaged")
    shutil.copytree(run, damaged)
    (damaged / "onnx" / "step.onnx").write_bytes(b"x")
    assert main(["pack", "damaged"]) == 2 and not Path("damaged.s2s").exists()


def test_an_export_is_not_written_into_the_cache(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", str(run), "--weights"]) == 0
    assert main(["export", "-m", "tiny-1.s2s"]) == 2
    assert "tiny-1.s2s: is packed, and an export would be written into the cache" in capsys.readouterr().err


def archive(*members: tuple[str, bytes], packing: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as file:
        for name, content in members:
            file.writestr(name, content)
        file.comment = comment
    return made.getvalue()


GOOD = ("config.yaml", b"task: translate\n")
HOSTILE = {
    "a way out": archive(GOOD, ("../out", b"x")),
    "a path": archive(GOOD, ("/tmp/s2s-out", b"x")),
    "a folder": archive(GOOD, ("onnx/step.onnx", b"x")),
    "windows": archive(GOOD, ("..\\out", b"x")),
    "a drive": archive(GOOD, ("C:out", b"x")),
    "hidden": archive(GOOD, (".lock", b"x")),
    "twice": archive(GOOD, ("CONFIG.yaml", b"x")),
    "tight": archive(GOOD, ("model.safetensors", bytes(1 << 20)), packing=zipfile.ZIP_DEFLATED),
    "many": archive(*((f"f{number}", b"") for number in range(65))),
    "long list": archive(*((f"f{number}" + "x" * 3000, b"") for number in range(8))),
    "a comment": archive(GOOD, comment=b"hello"),
    "nothing": archive(),
    "cut": archive(GOOD)[:-30],
    "changed": archive(GOOD).replace(b"task: translate", b"task: translatE"),
    "larger": archive(GOOD).replace(struct.pack("<LL", 16, 16), struct.pack("<LL", 1 << 30, 1 << 30)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_pack_is_refused_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    content = HOSTILE[name]
    path = Path("hostile.s2s")
    path.write_bytes(content)
    if content.startswith(b"PK\x03\x04"):
        with pytest.raises(s2s.UserError, match=r"^hostile\.s2s: not what s2s pack writes, or damaged; copy the file"):
            s2s.load(path)
    else:
        with pytest.raises(s2s.UserError, match=r"hostile\.s2s: not a run folder"):
            s2s.load(path)
    assert [entry.name for entry in tmp_path.rglob("*") if entry.is_file()] == ["hostile.s2s"]
    assert not list(tmp_path.rglob("packs/*"))


def test_what_a_pack_holds_is_judged_as_a_folder_is(tmp_path: Path) -> None:
    Path("code.s2s").write_bytes(archive(("config.yaml", b"format: 2\nversion: 0.2.0\nmodel:\n  cell: evil:Cell\n")))
    with pytest.raises(s2s.UserError, match=r"names code: model\.cell=evil:Cell"):
        s2s.load("code.s2s")
    Path("yaml.s2s").write_bytes(archive(("config.yaml", b"a: !!python/object/apply:os.system [x]\n")))
    with pytest.raises(s2s.UserError, match="not the YAML that training writes"):
        s2s.load("yaml.s2s")
    assert unpacked(Path("code.s2s")).parent == tmp_path / "cache" / "s2s" / "packs"


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here" / "file"))
    Path("a.s2s").write_bytes(archive(GOOD))
    with pytest.raises(s2s.UserError, match=r"packs: cannot be written: .*; set XDG_CACHE_HOME to a folder"):
        s2s.load("a.s2s")
