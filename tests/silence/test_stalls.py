"""Ordinary mistakes and surroundings end in a line, or in what is right: no traceback, and no silence of minutes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from grids import thinned
from translating import tiny_run

from s2s.cli import answer, main
from s2s.config.load import parse
from s2s.config.overrides import for_hydra
from s2s.data.text.lines import open_binary
from s2s.errors import UserError, memory_error
from s2s.metrics import ter
from s2s.runtime import process
from s2s.streams import ESCAPED


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"RANK": "abc"}, "RANK=abc: is no number of a process; start several processes by torchrun"),
        ({"WORLD_SIZE": "-1"}, "WORLD_SIZE=-1: is no number of a process"),
        ({"WORLD_SIZE": "2"}, "WORLD_SIZE=2: is set, but RANK and LOCAL_RANK and MASTER_ADDR and MASTER_PORT not"),
        ({"WORLD_SIZE": "2", "RANK": "0", "LOCAL_RANK": "0", "MASTER_PORT": "1"}, "is set, but MASTER_ADDR not"),
        ({"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "x"}, "MASTER_PORT=x: is no number"),
        ({"MASTER_ADDR": "no.such.invalid", "MASTER_PORT": "1"}, "MASTER_ADDR=no.such.invalid: no such machine"),
        ({"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1", "RANK": "2"}, "RANK=2: must be below WORLD_SIZE=2"),
    ],
)
def test_variables_of_torchrun(variables: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "MASTER_ADDR" in variables:
        variables = {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "2", **variables}
    for name in ("RANK", "LOCAL_RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UserError) as raised:
        process.rank()
        if process.world() > 1:
            process.check_starter()
    assert message in str(raised.value)


@pytest.mark.slow
def test_a_training_without_a_rank(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "s2s", "train", "train.steps=1"],
        cwd=tmp_path,
        env={**os.environ, "RANK": "abc"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("s2s: RANK=abc: is no number") and done.stderr.count("\n") == 1, done.stderr


FULL = [
    MemoryError(),
    RuntimeError("[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried"),
    RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError("std::bad_alloc"),
]


@pytest.mark.parametrize("error", FULL)
def test_a_full_memory_is_a_line(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(typed: object) -> None:
        raise error

    monkeypatch.setattr("s2s.cli.call", fill)
    assert main(["doctor", "x"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("s2s: out of memory: the memory ") and said.count("\n") == 1 and "--batch-size" in said
    assert ("of the GPU" in said) == ("CUDA" in str(error))


def test_other_errors_of_a_program_are_not_taken_for_a_full_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(typed: object) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr("s2s.cli.call", fail)
    with pytest.raises(RuntimeError, match="mat1"):
        answer(["doctor"])
    assert memory_error(ValueError("out of memory")) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory")
def test_torch_says_that_the_memory_is_full_as_we_know_it() -> None:
    import torch

    with pytest.raises(RuntimeError) as raised:
        torch.empty(1 << 55)
    assert memory_error(raised.value) is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [
        ("ascii", ["evaluate", "-m", "run", "--source", "text", "--reference", "text"]),
        ("latin-1", ["evaluate", "-m", "run", "--source", "text", "--reference", "text", "--json"]),
        ("ascii", ["doctor", "pairs.tsv"]),
    ],
)
def test_any_stdout_takes_results(encoding: str, arguments: list[str], tmp_path: Path) -> None:
    tiny_run(tmp_path / "run")
    (tmp_path / "text").write_text("the dog\na cat\n", encoding="utf-8")
    (tmp_path / "pairs.tsv").write_text("the dog\tder Hund → \U0001f600\n" * 3 + "a →\t\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "s2s", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=100,
    )
    assert done.returncode == (arguments[0] == "doctor") and b"Traceback" not in done.stderr, done.stderr
    printed = done.stdout.decode(encoding)
    assert printed
    if "--json" in arguments:
        json.loads(printed)


def test_escapes_are_those_of_json() -> None:
    text = 'é → \U0001f600 \udcff "'
    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, encoding="ascii", errors=ESCAPED, write_through=True) as stream:
        stream.write(json.dumps(text, ensure_ascii=False))
        assert json.loads(buffer.getvalue()) == text


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
def test_a_closed_stderr(tmp_path: Path) -> None:
    """No file of ours gets its number: messages would go into the output."""
    run, text, out = tiny_run(tmp_path / "run"), tmp_path / "text", tmp_path / "out"
    text.write_text("the dog\na cat\n", encoding="utf-8")
    command = f"'{sys.executable}' -m s2s translate -m '{run}' -i '{text}'"
    plain = subprocess.run(command, shell=True, capture_output=True, timeout=100)
    assert plain.returncode == 0 and plain.stderr, "there is something to say"
    closed = subprocess.run(f"{command} -o '{out}' 2>&-", shell=True, capture_output=True, timeout=100)
    assert (closed.returncode, out.read_bytes()) == (0, plain.stdout)
    wrong = subprocess.run(f"{command} -m nothing 2>&-", shell=True, capture_output=True, timeout=100)
    assert (wrong.returncode, wrong.stdout) == (2, b"")


def test_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert for_hydra(["data.train=~/x", "+runs=~", "data.columns=[~/a,~/b]"]) == [
        "data.train=/home/somebody/x",
        "+runs=/home/somebody",
        "data.columns=[/home/somebody/a,/home/somebody/b]",
    ]
    assert for_hydra(["~recipe", "data.train=a~/b", "name=a~"]) == ["~recipe", "data.train='a~/b'", "name='a~'"]
    with pytest.raises(UserError, match="a shell writes ~ out only where it begins a word"):
        open_binary("~/no-such-file")


def test_one_language_on_both_sides_has_two_names() -> None:
    with pytest.raises(
        UserError, match=r"e\.g\. data\.target=en-x-simple \(files PREFIX\.en and PREFIX\.en-x-simple\)"
    ):
        parse({"data": {"corpus": "files", "train": "x", "source": "en", "target": "en"}})
    parse({"data": {"corpus": "files", "train": "x", "source": "en", "target": "en-x-simple"}})
    with pytest.raises(UserError, match=r"is also data\.source; choose from de, bn"):
        parse({"data": {"source": "en", "target": "en"}})


def test_ter_says_what_will_take_long(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ter, "LONG", 30)
    lines = [" ".join(str(n) for n in range(40)), "a b", "c"]
    others = [" ".join(str(n) for n in reversed(range(40))), "a c", "c"]
    ter.Ter().score(lines, others)
    said = capsys.readouterr().err
    assert "warning: TER: 1 lines have more than 30 words, the longest 40; sacrebleu takes up to 1 minutes" in said, (
        said
    )
    ter.Ter().warn(["កខគ" * 30], ["កឃគ" * 30])
    assert "TER: 1 lines have more than 60 characters, the longest 90; " in capsys.readouterr().err
    ter.Ter().score(lines, lines)
    ter.Ter().statistics(lines[1:], others[1:])
    assert not capsys.readouterr().err


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    from s2s.inference.translator import Translator

    with pytest.raises(UserError, match=r"text\[1\]: is None; give a string in its place"):
        Translator.load(tiny_run(tmp_path / "run")).translate(["a", None])


@pytest.mark.parametrize("kind", thinned(["png", "svg"], 2))
def test_figures_of_bytes_that_are_no_text(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"ru\xffn")
    tiny_run(Path(name))
    for file in ("source", "reference"):
        Path(file).write_text("the dog\na cat\n", encoding="utf-8")
    how = ["--source", "source", "--reference", "reference", "--format", kind, "--json"]
    assert main(["inspect", "gradients", "-m", name, *how]) == 0
    assert main(["inspect", "attention", "-m", name, "--format", kind, "--json", os.fsdecode(b"the \xff dog")]) in (
        0,
        2,
    )
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("harm", ["cut", "zeros", "nonsense", "empty", "gone"])
def test_a_damaged_cache_of_datasets(harm: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is in it can be made anew, so it is, with a word."""
    import datasets

    from s2s.config.schema import DataConfig
    from s2s.data.corpora.load import load_corpus

    cache = Path(datasets.config.HF_DATASETS_CACHE) / "generator"
    for side, word in (("en", f"the dog {harm}"), ("de", f"der Hund {harm}")):
        (tmp_path / f"text.{side}").write_text("".join(f"{word} {n}\n" for n in range(100)), encoding="utf-8")
    data = DataConfig(corpus="files", train=str(tmp_path / "text"))
    known = set(cache.glob("*"))
    whole = load_corpus(data, seed=1).train["source"][:]
    (folder,) = set(cache.glob("*")) - known
    (table,), (facts,) = folder.rglob("*.arrow"), folder.rglob("dataset_info.json")
    content = table.read_bytes()
    changes: dict[str, Callable[[], object]] = {
        "cut": lambda: table.write_bytes(content[: len(content) // 2]),
        "zeros": lambda: table.write_bytes(bytes(len(content))),
        "nonsense": lambda: facts.write_text("{"),
        "empty": lambda: table.write_bytes(b""),
        "gone": table.unlink,
    }
    changes[harm]()
    capsys.readouterr()
    assert load_corpus(data, seed=1).train["source"][:] == whole
    said = capsys.readouterr().err
    assert said.startswith(f"warning: {folder} is damaged (") and said.count("\n") == 1, said
