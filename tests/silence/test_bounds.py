"""What is no regular file, or has more than it can need, is refused in one line: nothing blocks, nothing fills the memory."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy
import pytest
from hostile import outcome
from training import train
from translating import tiny_run

from s2s.api.run import Run
from s2s.cli import main
from s2s.commands.config_folder import check_folder
from s2s.config.schema import DataConfig
from s2s.data.codecs.json_codec import load_json
from s2s.data.codecs.labels import Labels
from s2s.data.corpora.load import load_corpus
from s2s.data.text.lines import read_file
from s2s.errors import UserError
from s2s.runs.states import load_state, states
from s2s.training.log import Log


def sparse(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(1 << 40)


HARM: dict[str, Callable[[Path], None]] = {
    "a pipe": lambda path: os.mkfifo(path),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "without end": sparse,
    "a folder": lambda path: path.mkdir(),
}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(tmp_path_factory.mktemp("trained"))


def replaced(path: Path, harm: str) -> None:
    path.unlink(missing_ok=True)
    HARM[harm](path)


def said(call: Callable[[], object]) -> str:
    """What `call` raises, in a process of little memory and time; empty where it returns."""

    def command() -> int:
        try:
            call()
        except UserError as error:
            os.write(2, f"s2s: {error}\n".encode())
            return 2
        return 0

    done = outcome(command)
    assert done.code in (0, 2), done
    return done.said


@pytest.mark.parametrize("harm", HARM)
def test_codecs(harm: str, tmp_path: Path) -> None:
    replaced(tmp_path / "target.json", harm)
    assert "target.json: missing or not what training writes" in said(lambda: load_json(tmp_path, "target", Labels))


@pytest.mark.parametrize("harm", HARM)
def test_what_was_measured(harm: str, trained: Path, tmp_path: Path) -> None:
    run = shutil.copytree(trained, tmp_path / "run")
    replaced(run / "metrics.jsonl", harm)
    assert said(lambda: Run(run).history) == ""


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("name", ["state.json", "state.safetensors", "SHA256SUMS"])
def test_checkpoints(name: str, harm: str, trained: Path, tmp_path: Path) -> None:
    run = shutil.copytree(trained, tmp_path / "run")
    for path in states(run):
        replaced(path / name, harm)
    assert "no checkpoint is whole" in said(lambda: load_state(run, lambda processes: 1 << 24))


@pytest.mark.parametrize("harm", HARM)
def test_best_weights_of_a_checkpoint(harm: str, trained: Path, tmp_path: Path) -> None:
    run = shutil.copytree(trained, tmp_path / "run")
    for path in (run / "checkpoints").glob("best-*"):
        replaced(path, harm)
    assert "no checkpoint is whole" in said(lambda: load_state(run, lambda processes: 1 << 24))


@pytest.mark.parametrize("harm", ["a pipe", "a device"])
def test_a_training_that_goes_on(harm: str, trained: Path, tmp_path: Path) -> None:
    """What cannot be read is written anew; it is never waited for, nor written to."""
    run = shutil.copytree(trained, tmp_path / "run")
    for name in ("metrics.jsonl", "times.jsonl"):
        replaced(run / name, harm)
    assert "warning: " in said(lambda: Log(run).take_up(6, 100))
    assert all((run / name).is_file() and not (run / name).is_symlink() for name in ("metrics.jsonl", "times.jsonl"))


def bomb(path: Path, line: bytes, times: int = 1 << 26) -> Path:
    with gzip.open(path, "wb", compresslevel=9) as file:
        block = line * ((1 << 20) // len(line))
        for _ in range(times // len(block)):
            file.write(block)
    assert path.stat().st_size < 1 << 20
    return path


def test_what_grows_when_it_is_unpacked(tmp_path: Path) -> None:
    path = str(bomb(tmp_path / "x.gz", b"a b\tc d\n" + b"x" * 2000 + b"\n"))
    for arguments in (["--hypothesis", path, "--reference", path], ["--hypothesis", __file__, "--reference", path]):
        done = outcome(partial(main, ["evaluate", *arguments]))
        assert done.code == 2 and done.good and "unpacks to more than 200 times its size" in done.said, done


def test_more_lines_or_characters_than_can_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"a\n" * 10)
    for name, most in (("LIMIT_LINES", 9), ("LIMIT_CHARACTERS", 9)):
        with monkeypatch.context() as patch:
            patch.setattr(f"s2s.data.text.lines.{name}", most)
            with pytest.raises(UserError, match=r"x: has more than .* which are read at once"):
                read_file(str(tmp_path / "x"))
    assert len(read_file(str(tmp_path / "x"))) == 10


@pytest.mark.slow
def test_corpora_that_grow_when_they_are_unpacked(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.tsv.gz", b"a\t" + b"b" * 60 + b"\n")
    data = DataConfig(corpus="files", train=str(path))
    assert "unpacks to more than 200 times its size" in said(lambda: load_corpus(data, 1))


def test_text_that_is_packed_well_is_read(tmp_path: Path) -> None:
    lines = "".join(f"{number} {number * 7919 % 100_003} words of a line\n" for number in range(200_000))
    with gzip.open(tmp_path / "x.gz", "wb") as file:
        file.write(lines.encode())
    assert len(lines) > 1 << 22 and len(read_file(str(tmp_path / "x.gz"))) == 200_000


def test_labels_beside_an_array_are_read_one_after_the_other(tmp_path: Path) -> None:
    numpy.save(tmp_path / "a.npy", numpy.eye(3))
    for labels in ("x\ny\n", "x\ny\nx\nx\n"):
        (tmp_path / "a.txt").write_text(labels)
        data = DataConfig(corpus="files", train=str(tmp_path / "a.npy"))
        with pytest.raises(UserError, match=r"has 3 rows but .*a.txt has [24] lines; give a label for each row"):
            load_corpus(data, 1, "classify")


def test_folders_of_options(tmp_path: Path) -> None:
    """YAML that grows, is long, or lies in another folder."""
    grows = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    for content in (grows, "[" * 10_000, json.dumps(["x"] * 100_000)):
        (tmp_path / "mine.yaml").write_text(content)
        assert "mine.yaml: " in said(lambda: check_folder(tmp_path))
    (tmp_path / "mine.yaml").unlink()
    for number in range(40):
        (tmp_path / f"{number}.yaml").write_text("# " + "x" * 60_000)
    assert "more than 10,000 files or 1,048,576 bytes" in said(lambda: check_folder(tmp_path))
    shutil.rmtree(tmp_path)
    (tmp_path / "elsewhere").mkdir(parents=True)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "experiment").symlink_to(tmp_path / "elsewhere")
    assert "experiment: is a link to a folder" in said(lambda: check_folder(tmp_path / "own"))


@pytest.mark.parametrize("harm", HARM)
def test_what_a_translation_goes_on_with(harm: str, tmp_path: Path) -> None:
    """A file of the run that the translator does not need is not waited for either."""
    run = tiny_run(tmp_path / "run")
    (tmp_path / "in").write_text("a dog\n")
    HARM[harm](run / "other.model")
    typed = ["translate", "-m", str(run), "-i", str(tmp_path / "in"), "--resume", str(tmp_path / "out"), "-b", "1"]
    done = outcome(lambda: main([*typed, "--device", "cpu"]))
    assert done.good, done
