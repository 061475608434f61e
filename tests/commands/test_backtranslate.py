"""Back-translations as a corpus: aligned with their text, whole or not at all, with noise, and the same after any stop."""

from __future__ import annotations

import gzip
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from translating import stand_in, tiny_run

from s2s.cli import main
from s2s.commands import translate as command
from s2s.commands.backtranslate import use
from s2s.config.load import parse
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.corpora.load import load_corpus
from s2s.inference.noise import FARTHEST, FILLER, Noise
from s2s.runs.folder import save_config

LINES = [f"line {number} of the text by people" if number % 5 else "" for number in range(12)]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A run folder whose model, from en to de, repeats its source, and a file ``mono``."""
    save_config(tmp_path / "run", RunConfig())
    stand_in(monkeypatch)
    (tmp_path / "mono").write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    return str(tmp_path / "run")


def read(prefix: Path) -> list[list[str]]:
    """The lines of PREFIX.de, which are translations, and of PREFIX.en, their text."""
    files = [Path(f"{prefix}.{language}").read_text(encoding="utf-8").split("\n") for language in ("de", "en")]
    assert [lines.pop() for lines in files] == ["", ""]
    return files


def call(run: str, folder: Path, *more: str) -> list[str]:
    return ["backtranslate", "-m", run, "-i", str(folder / "mono"), *more]


def test_translations_become_sources(run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prefix = tmp_path / "made"
    assert main(call(run, tmp_path, "-o", str(prefix))) == 0
    assert read(prefix) == [LINES, LINES]
    captured = capsys.readouterr()
    assert captured.out == "" and f"{{train: {prefix}, tag: bt}}" in captured.err
    assert "data.source=de data.target=en" in captured.err
    corpora = [{"train": str(prefix)}, {"train": str(prefix), "tag": "bt"}]
    data = {"corpus": "files", "corpora": corpora, "source": "de", "target": "en"}
    corpus = load_corpus(parse({"data": data}).data, 1)
    assert corpus.dropped["train"] == 6 and len(corpus.train) == 17, "a blank line stays in both files, and is no pair"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.de", "made.en", "mono", "run"]


def test_text_from_stdin(run: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(tmp_path / "mono", encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert main(["backtranslate", "-m", run, "-i", "-", "-o", str(tmp_path / "made")]) == 0
    assert read(tmp_path / "made") == [LINES, LINES]


def test_noise(run: str, tmp_path: Path) -> None:
    prefix, other = tmp_path / "a folder that is made" / "noisy", tmp_path / "other"
    assert main(call(run, tmp_path, "-o", str(prefix), "--noise")) == 0
    noisy, text = read(prefix)
    assert text == LINES and noisy == [Noise(1)(line, number) for number, line in enumerate(LINES)] != LINES
    assert main(call(run, tmp_path, "-o", str(other), "--noise", "--seed", "2")) == 0
    assert read(other)[0] == [Noise(2)(line, number) for number, line in enumerate(LINES)] != noisy


def test_words_are_left_out_replaced_and_moved_a_little() -> None:
    words = [f"w{number}" for number in range(20)]
    counts, moves = Counter[str](), Counter[int]()
    for number in range(400):
        noisy = Noise(1)(" ".join(words), number).split(" ")
        kept = [word for word in words if word in noisy]
        counts["kept"] += len(noisy)
        counts["filler"] += noisy.count(FILLER)
        if FILLER not in noisy:
            moves.update(abs(place - kept.index(word)) for place, word in enumerate(noisy))
    assert counts["kept"] / 8000 == pytest.approx(0.9, abs=0.015)
    assert counts["filler"] / counts["kept"] == pytest.approx(0.1, abs=0.015)
    assert max(moves) == FARTHEST and moves[0] < 0.6 * moves.total(), moves
    assert Noise(1)("", 0) == "" and Noise(1)("allein", 0) in ("allein", FILLER)
    assert len(Noise(1)("犬が公園で元気よく走っている。", 3)) > 8, "characters, where there are no words"


@pytest.mark.slow
def test_stopped_and_gone_on_with_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run, prefix = str(tiny_run(tmp_path / "run")), tmp_path / "again"
    (tmp_path / "mono").write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    how = ["--sample", "--seed", "3", "--max-length", "6"]
    assert main(call(run, tmp_path, "-o", str(tmp_path / "once"), *how)) == 0
    blocks = command.blocks

    def some(*given: object) -> Iterator[Any]:
        for number, block in enumerate(blocks(*given)):  # type: ignore[arg-type]
            if number == 7:
                raise KeyboardInterrupt
            yield block

    with monkeypatch.context() as patch:
        patch.setattr(command, "blocks", some)
        assert main(call(run, tmp_path, "--resume", str(prefix), *how)) == 130
    assert not Path(f"{prefix}.en").exists() and Path(f"{prefix}.de.resume").exists()
    assert main(call(run, tmp_path, "--resume", str(prefix), *how)) == 0
    assert read(prefix) == read(tmp_path / "once") and read(prefix)[0] != LINES
    assert not Path(f"{prefix}.de.resume").exists()


def test_how_to_go_on_is_said(
    run: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*given: object) -> Iterator[bytes]:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "blocks", interrupted)
    for option, said in (
        ("-o", "with --resume {} in place of -o"),
        ("--resume", "the same command goes on (--resume {})"),
    ):
        assert main(call(run, tmp_path, option, str(tmp_path / "made"))) == 130
        assert said.format(tmp_path / "made") in capsys.readouterr().err


def test_what_is_begun_and_what_is_whole(run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prefix = tmp_path / "made"
    resume = call(run, tmp_path, "--resume", str(prefix))
    assert main(resume) == main([*resume, "--noise"]) == 0
    assert "are whole already; what they were made with is not compared" in capsys.readouterr().err
    Path(f"{prefix}.en").unlink()  # as if killed before it appeared
    assert main(resume) == 0 and read(prefix) == [LINES, LINES]
    (tmp_path / "begun.de").write_bytes(b"")
    Path(f"{tmp_path / 'begun.en'}").write_text("by people\n")
    assert main(call(run, tmp_path, "--resume", str(tmp_path / "begun.de"), "-o", str(tmp_path / "x"))) == 2
    assert "give --output PREFIX, or --resume PREFIX" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-o", "there"], "there.en is there already; give another prefix, or delete it"),
        (["--resume", "there"], "--resume there: there.en is there already"),
        (["-o", "folder/"], "--output folder/: is no name; give a prefix, such as folder/translated"),
        ([], "give --output PREFIX, or --resume PREFIX"),
        (["-o", "x", "--noise", "--sample"], "--noise: is for translations that a search finds"),
        (["-o", "x", "--seed", "2"], "--seed 2: has no effect without sampling"),
        (["-o", "x", "--to", "fr"], "--to fr: the run translates en → de"),
        (["-o", "mono/x"], "mono/x: cannot be written"),
    ],
)
def test_what_does_not_go_is_refused(
    more: list[str],
    said: str,
    run: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.en").write_text("by people\n")
    assert main(call(run, tmp_path, *more)) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert Path("there.en").read_text() == "by people\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mono", "run", "there.en"]


def test_nothing_stays_of_a_file_with_an_error(run: str, tmp_path: Path) -> None:
    (tmp_path / "mono").write_bytes(b"one\n\xff\n")
    assert main(call(run, tmp_path, "-o", str(tmp_path / "folder" / "made"))) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mono", "run"]
    (tmp_path / "mono").write_bytes(gzip.compress("one\u2028line\ntwo\n".encode()))
    (tmp_path / "mono").rename(tmp_path / "mono.gz")
    assert main(["backtranslate", "-m", run, "-i", str(tmp_path / "mono.gz"), "-o", str(tmp_path / "made")]) == 0
    assert read(tmp_path / "made")[1] == ["one\u2028line", "two"]


def test_a_run_of_several_directions_needs_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_config(tmp_path / "run", RunConfig(data=DataConfig(directions=["en-de", "bn-de", "de-en"])))
    (tmp_path / "mono").write_text("text\n")
    base = call(str(tmp_path / "run"), tmp_path, "-o", str(tmp_path / "made"))
    assert main(base) == 2 and "say to which with --to de" in capsys.readouterr().err
    assert main([*base, "--to", "de"]) == 2 and "is translated to from en, bn; say which" in capsys.readouterr().err


@pytest.mark.slow
def test_workers_write_the_same(tmp_path: Path) -> None:
    run = str(tiny_run(tmp_path / "run"))
    (tmp_path / "mono").write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    how = ["--max-length", "6", "--noise"]
    for workers in ("1", "2"):
        assert main(call(run, tmp_path, "-o", str(tmp_path / workers), *how, "--workers", workers)) == 0
    assert read(tmp_path / "1") == read(tmp_path / "2")


@pytest.mark.parametrize("text", ["", "\n \n"])
@pytest.mark.parametrize("option", ["-o", "--resume"])
def test_nothing_to_translate_is_refused(
    text: str, option: str, run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mono").write_text(text)
    assert main(call(run, tmp_path, option, str(tmp_path / "folders" / "that" / "made"))) == 2
    error = capsys.readouterr().err
    assert "mono: has no line of text; give text to translate" in error and "train on them" not in error
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mono", "run"]


def test_the_command_that_is_proposed_can_be_typed() -> None:
    prefix = "it's, {here}"
    _, command = use(prefix, DataConfig()).split("train on them:  ")
    override = next(word for word in shlex.split(command) if word.startswith("data.corpora="))
    parsed = OverridesParser.create().parse_overrides([override])[0].value()
    assert parsed == [{"train": "PAIRS"}, {"train": prefix, "tag": "bt"}]
