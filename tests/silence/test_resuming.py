"""Nothing goes on with something else than it was begun with: outputs, trainings, and tables of examples in the cache."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
from corpora import load, pairs_of, write_pairs
from training import train
from translating import stand_in

from s2s.cli import main
from s2s.commands import translate as command
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.formats.base import EDGE
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.corpora.table import Digest, digest_of
from s2s.errors import UserError
from s2s.training.state import SAMPLE, sampled

LINES = [f"line {number}" for number in range(40)]


@pytest.fixture(autouse=True)
def copying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run folder holds a model that repeats its source."""
    stand_in(monkeypatch)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    return path


def begun(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, after: int = 25) -> list[str]:
    """A translation into `out` that was stopped after so many lines; what to type to go on."""
    typed = ["translate", "-m", "run", "-i", str(source), "-b", "1", "--resume", str(out)]
    with monkeypatch.context() as patch:
        patch.setattr(command, "blocks", stopping(after))
        assert main(typed) == 130
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES[:after]
    return typed


@pytest.mark.parametrize("number", [1, 13, 25])
def test_an_output_does_not_go_on_with_another_text(
    number: int, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    typed, before = begun(source, out, monkeypatch), source.read_bytes()
    capsys.readouterr()
    source.write_bytes(before.replace(f"line {number - 1}\n".encode(), b"another\n"))
    written, record = out.read_bytes(), (tmp_path / "out.resume").read_bytes()
    assert main(typed) == 2
    said = capsys.readouterr().err
    assert f"was begun with another text, which differs from {source} in line {number}; give that text" in said
    assert said.startswith(f"s2s: --resume {out}: ") and said.count("\n") == 1
    assert (out.read_bytes(), (tmp_path / "out.resume").read_bytes()) == (written, record)
    source.write_bytes(before)
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES and not (tmp_path / "out.resume").exists()


def test_lines_without_output_may_change(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a line is wrong, and is mended; and the second stop is judged as the first."""
    out = tmp_path / "out"
    typed = begun(source, out, monkeypatch)
    lines = [*LINES[:30], "mended", "and more"]
    source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == lines


def test_lines_that_the_record_lacks_are_translated_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a power cut, which has kept more of the one file than of the other."""
    out, record = tmp_path / "out", tmp_path / "out.resume"
    typed = begun(source, out, monkeypatch)
    header = record.read_bytes().index(b"\n") + 1
    record.write_bytes(record.read_bytes()[: header + 8 * 10 + 3])
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES


def test_an_output_of_an_earlier_release_goes_on(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its record ends with the JSON. It says that the text is not compared; stopped once more, it is."""
    out, record = tmp_path / "out", tmp_path / "out.resume"
    typed = begun(source, out, monkeypatch)
    old = record.read_bytes().partition(b"\n")[0]
    assert json.loads(old)["output_type"] == "text"
    record.write_bytes(old)
    with monkeypatch.context() as patch:
        patch.setattr(command, "blocks", stopping(5))
        assert main(typed) == 130
    assert "was begun by an earlier release, which kept no digest of the text" in capsys.readouterr().err
    before = source.read_bytes()
    source.write_bytes(before.replace(b"line 7\n", b"another\n"))
    assert main(typed) == 2
    assert "in line 8;" in capsys.readouterr().err
    source.write_bytes(before)
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES


def stopping(after: int) -> object:
    """`blocks` of the command, interrupted after so many lines."""
    blocks = command.blocks

    def some(*given: object) -> Iterator[bytes]:
        for number, block in enumerate(blocks(*given)):  # type: ignore[arg-type]
            if number == after:
                raise KeyboardInterrupt
            yield block

    return some


def test_an_ended_output_says_that_nothing_is_compared(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["translate", "-m", "run", "-i", str(source), "-b", "1", "--resume", str(tmp_path / "out")]
    assert main(typed) == 0
    assert main(typed) == 0
    assert "keeps no record of its text and options, so that they are not compared" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["-o", "--resume"])
def test_sigterm_leaves_no_partial_file_and_is_said(
    option: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, blocks, handler = tmp_path / "out", command.blocks, signal.getsignal(signal.SIGTERM)

    def some(*given: object) -> Iterator[bytes]:
        for number, block in enumerate(blocks(*given)):  # type: ignore[arg-type]
            if number == 25:
                os.kill(os.getpid(), signal.SIGTERM)
            yield block

    typed = ["translate", "-m", "run", "-i", str(source), "-b", "1", option, str(out)]
    with monkeypatch.context() as patch:
        patch.setattr(command, "blocks", some)
        assert main(typed) == 143
    assert signal.getsignal(signal.SIGTERM) == handler
    said = capsys.readouterr().err
    assert said.startswith("s2s: stopped by SIGTERM; ") and said.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "in",
        *(["out", "out.resume"] if option != "-o" else []),
    ]
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES


ROWS = 2 * SAMPLE
UNSAMPLED = 1001
"""A row that is not among the `SAMPLE` ones that earlier releases looked at."""


def corpus_of(tmp_path: Path, changed: int | None = None) -> Path:
    """A training file of `ROWS` pairs, of which one may be another."""
    rows = pairs("en", "de", "train", ROWS, 1)
    if changed is not None:
        rows[changed] = (rows[changed][0], "Etwas anderes .")
    path = tmp_path / "all.tsv"
    path.write_text("".join(f"{source}\t{target}\n" for source, target in rows), encoding="utf-8", newline="\n")
    return path


@pytest.mark.usefixtures("cache")
def test_a_training_does_not_go_on_with_one_other_example(tmp_path: Path) -> None:
    assert UNSAMPLED not in numpy.linspace(0, ROWS - 1, SAMPLE, dtype=numpy.int64)
    options = [f"data.train={corpus_of(tmp_path)}", "train.validate_every=2"]
    train(tmp_path, *options, "train.steps=2")
    corpus_of(tmp_path, changed=UNSAMPLED)
    with pytest.raises(
        UserError, match=r"the train set of .*tiny-1 was 2,000 examples with the digest [0-9a-f]{16}, but is"
    ):
        train(tmp_path, *options, "train.steps=4")
    corpus_of(tmp_path)
    train(tmp_path, *options, "train.steps=4")


@pytest.mark.usefixtures("cache")
def test_a_training_of_an_earlier_release_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its checkpoint knows 1,000 examples of each set; the next one knows all."""
    options = [f"data.train={corpus_of(tmp_path)}", "train.validate_every=2"]
    with monkeypatch.context() as patch:
        patch.setattr(Corpus, "identity", lambda corpus, split: sampled(getattr(corpus, split)))
        train(tmp_path, *options, "train.steps=2")
    corpus_of(tmp_path, changed=0)
    with pytest.raises(UserError, match="the train set of"):
        train(tmp_path, *options, "train.steps=4")
    corpus_of(tmp_path)
    train(tmp_path, *options, "train.steps=4")
    corpus_of(tmp_path, changed=UNSAMPLED)
    with pytest.raises(UserError, match="the train set of"):
        train(tmp_path, *options, "train.steps=6")


@pytest.mark.usefixtures("cache")
def test_the_digest_of_what_is_cached_is_that_of_its_pairs(tmp_path: Path) -> None:
    rows = [(f"s{number}", f"t{number}") for number in range(30)]
    path = write_pairs(tmp_path, rows, "tsv")
    for _ in range(2):  # written, then cached
        corpus = load(train=path, validation=path)
        digest = Digest()
        for pair in pairs_of(corpus.train):
            digest.add(*pair)
        assert corpus.digests == {"train": digest.text, "validation": digest.text}
        assert digest_of(corpus.train) == digest.text
        assert corpus.identity("train") == f"30 examples with the digest {digest.text}"
    held_out = load(train=path)
    assert held_out.identity("validation") == f"1 examples with the digest {digest.text}"


def test_pairs_that_differ_have_other_digests() -> None:
    def of(*sides: object) -> str:
        digest = Digest()
        digest.add(*sides)
        return digest.text

    vector = numpy.arange(6, dtype=numpy.float32)
    values = [
        ("ab", "c"),
        ("a", "bc"),
        ("", "abc"),
        (vector, "c"),
        (vector.reshape(2, 3), "c"),
        (vector + 1, "c"),
        (6, "c"),
    ]
    assert len({of(*sides) for sides in values}) == len(values)


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("where", ["head", "tail", "time", "inode"])
def test_a_cache_is_of_this_state_of_the_file(where: str, tmp_path: Path) -> None:
    """Size and time are the same as before, but for one nanosecond of the latter where that is what differs."""
    rows = [(f"source {number:06d}", f"target {number:06d}") for number in range(2 * EDGE // 20)]
    path = tmp_path / "train.tsv"
    path.write_text("".join(f"{source}\t{target}\n" for source, target in rows), encoding="utf-8", newline="\n")
    load(train=str(path))
    status, content = path.stat(), path.read_bytes()
    row = {"head": 0, "tail": len(rows) - 1}.get(where, len(rows) // 2)
    other = content.replace(b"target %06d" % row, b"OTHERS %06d" % row)
    assert len(other) == len(content) and other != content
    if where == "inode":
        path.rename(tmp_path / "before.tsv")
    with open(path, "r+b" if path.exists() else "xb") as file:
        file.write(other)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + (where == "time")))
    assert (path.stat().st_ino == status.st_ino) == (where != "inode")
    corpus = load(train=str(path))
    written = {pair for split in (corpus.train, corpus.validation) for pair in pairs_of(split)}
    assert (f"source {row:06d}", f"OTHERS {row:06d}") in written


@pytest.mark.usefixtures("cache")
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2s.data.corpora.formats.tsv import Tsv

    path, rows = Path(write_pairs(tmp_path, [("a", "b"), ("c", "d")], "tsv")), Tsv.rows

    def growing(form: Tsv) -> Iterator[tuple[str, str]]:
        yield from rows(form)
        with open(path, "ab") as file:
            file.write(b"e\tf\n")

    monkeypatch.setattr(Tsv, "rows", growing)
    with pytest.raises(UserError, match=r"data.train=.* has changed while it was read; start again when it is written"):
        load(train=str(path))
