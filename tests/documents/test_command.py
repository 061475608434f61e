"""Documents on the command line and in Python: what is refused, what is written, and that nothing is written in vain."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from translating import copier, tiny_run

from s2s.cli import main
from s2s.errors import UserError
from s2s.inference.translator import Translator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copying(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A run whose translator repeats what it reads."""
    folder = tiny_run(tmp_path / "run")
    translator = copier()
    monkeypatch.setattr(Translator, "load", lambda *given: translator)
    return str(folder)


def test_a_document_is_written_and_its_text_alone_is_read(
    copying: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "a.md", tmp_path / "b.md"
    source.write_text("# the **dog** {name}\n\n```\na cat\n```\n", encoding="utf-8")
    assert main(["translate", "-m", copying, "--document", str(source), "-o", str(out)]) == 0
    assert out.read_bytes() == source.read_bytes() and capsys.readouterr() == ("", "")


def test_codes_stay_at_their_words_without_splitting(copying: str, tmp_path: Path) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("The <b>girl</b> opens {x} doors. It is big.\n", encoding="utf-8")
    assert main(["translate", "-m", copying, "--document", str(source), "-o", str(out), "--no-split"]) == 0
    assert out.read_bytes() == source.read_bytes()


def test_columns_and_encodings(copying: str, tmp_path: Path) -> None:
    source, out = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes("a,b,c\nthe café,x,a dog\n".encode("cp1252"))
    arguments = [
        "translate",
        "-m",
        copying,
        "--document",
        str(source),
        "-o",
        str(out),
        "--column",
        "a",
        "--column",
        "c",
    ]
    assert main(arguments) == 2 and not out.exists()
    assert main([*arguments, "--encoding", "cp1252"]) == 0 and out.read_bytes() == source.read_bytes()


REFUSALS = [
    (["--document", "a.md"], "--document a.md: needs --output FILE, of the same kind"),
    (["--document", "a.md", "-o", "b.html"], "--output b.html: names another kind of document than a.md"),
    (["--document", "a.md", "-o", "a.md"], "--output a.md: is the document itself; give another name"),
    (["--document", "a.pdf", "-o", "b.pdf"], "--document a.pdf: PDF has no text that could be put back; convert it first: pdftotext"),
    (["--document", "a.doc", "-o", "b.doc"], "--document a.doc: save it as DOCX first"),
    (["--document", "a.xyz", "-o", "b.xyz"], "--document a.xyz: .xyz names no kind of document; known are .txt"),
    (["--document", "a", "-o", "b"], "--document a: no suffix names no kind of document"),
    (["--document", "missing.md", "-o", "b.md"], "--document missing.md: cannot be read: No such file"),
    (["--document", "folder.md", "-o", "b.md"], "--document folder.md: cannot be read: Is a directory"),
    (["--document", "a.md", "-o", "b.md", "--column", "x"], "--column x: has no effect on a.md, which is no table"),
    (["--document", "a.md", "-o", "b.md", "--nbest", "2", "-b", "2"], "--nbest 2: has no effect with --document"),
    (["--document", "a.md", "-o", "b.md", "--workers", "2"], "--workers 2: has no effect with --document"),
    (["--document", "a.md", "-o", "b.md", "-i", "x"], "--input x: has no effect with --document"),
    (["--document", "a.md", "-o", "b.md", "--encoding", "nonsense"], "a.md: its encoding, nonsense, is unknown; give its encoding, such as --encoding cp1252"),
    (["--document", "a.docx", "-o", "b.docx"], "a.docx: is no DOCX that can be read"),
    (["--document", "a.xlf", "-o", "b.xlf"], "a.xlf: its XML declares an entity, a,"),
    (["--document", "a.srt", "-o", "b.srt"], "a.srt: byte 1 (0xFF) is not valid UTF-8; give its encoding, such as --encoding cp1252"),
    (["--document", "a.md", "-o", "none/there/b.md"], ""),
    (["--column", "x"], "--column x: has no effect without --document"),
    (["--encoding", "x"], "--encoding x: has no effect without --document"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSALS, ids=[" ".join(row[0]) for row in REFUSALS])
def test_what_is_refused_is_one_line_and_nothing_is_written(
    arguments: list[str],
    message: str,
    copying: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    work = tmp_path / "work"
    (work / "folder.md").mkdir(parents=True)
    monkeypatch.chdir(work)
    for name, content in {
        "a.md": b"the dog",
        "a.docx": b"PK",
        "a.srt": b"\xff",
        "a.xlf": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    }.items():
        Path(name).write_bytes(content)
    before = sorted(os.listdir())
    code = main(["translate", "-m", copying, *arguments])
    said = capsys.readouterr().err
    if message:
        assert code == 2 and said.startswith(f"s2s: {message}") and said.count("\n") == 1, said
        assert sorted(os.listdir()) == before and Path("a.md").read_bytes() == b"the dog"
    else:
        assert code == 0 and Path("none/there/b.md").read_bytes() == b"the dog"


def test_what_is_not_installed_is_named(
    copying: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "polib", None)
    monkeypatch.delitem(sys.modules, "s2s.documents.formats.gettext", raising=False)
    (tmp_path / "a.po").write_text("")
    assert main(["translate", "-m", copying, "--document", str(tmp_path / "a.po"), "-o", str(tmp_path / "b.po")]) == 2
    assert capsys.readouterr().err == 's2s: .po: needs polib; pip install "s2s-translate[documents]"\n'


def test_a_task_that_translates_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny_run(tmp_path / "run")
    path = folder / "config.yaml"
    path.write_text(path.read_text().replace("task: translate", "task: classify"))
    (tmp_path / "a.md").write_text("x")
    assert (
        main(["translate", "-m", str(folder), "--document", str(tmp_path / "a.md"), "-o", str(tmp_path / "b.md")]) == 2
    )
    assert "task=classify" in capsys.readouterr().err


def test_python(tmp_path: Path) -> None:
    translator = copier()
    (tmp_path / "a.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nthe dog\n\n2\n00:00:03,000 --> 00:00:04,000\nthe dog\n"
    )
    report = translator.translate_document(tmp_path / "a.srt", tmp_path / "b.srt", beam=1)
    assert (report.segments, report.texts, report.flagged) == (2, 1, ())
    assert (tmp_path / "b.srt").read_bytes() == (tmp_path / "a.srt").read_bytes()
    with pytest.raises(UserError, match="names another kind of document"):
        translator.translate_document(tmp_path / "a.srt", tmp_path / "b.txt")
    with pytest.raises(UserError, match="beem: no such setting; did you mean beam"):
        translator.translate_document(tmp_path / "a.srt", tmp_path / "b.srt", beem=1)  # type: ignore[call-arg]


def test_documents_need_no_torch(tmp_path: Path) -> None:
    statement = "import s2s.documents.translate, s2s.commands.translate, s2s.commands.document; import sys; print('torch' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", statement], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout == "False\n"
