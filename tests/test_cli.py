"""The command line as a whole: help, mistakes, and nothing heavy imported for nothing."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import s2s
from s2s.cli import COMMANDS, main, parser

ROOT = Path(__file__).parents[1]


def python(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *arguments], input=stdin, capture_output=True, env=environment, timeout=60, check=False
    )


def test_a_closed_stderr_is_told_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stderr", None)  # as Python has it after the shell's 2>&-
    assert main(["translate", "-m", "no-run"]) == 2
    assert sys.stderr is not None
    sys.stderr.close()
    assert capsys.readouterr().out == ""


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("s2s.commands.translate.load_config", interrupted)  # asked before the model
    (tmp_path / "in").touch()
    assert main(["translate", "-m", "run", "-i", str(tmp_path / "in")]) == 130


@pytest.mark.parametrize(
    ("command", "mistake"),
    [
        ("translate", ["-m", "no-run"]),
        ("translate", ["-m", "no-run", "-i", "missing"]),
        ("evaluate", ["-m", "no-run"]),
        ("evaluate", ["--hypothesis", "missing"]),
        ("train", ["modle.cell=gru"]),
    ],
)
def test_help_and_mistakes_import_nothing_heavy(command: str, mistake: list[str]) -> None:
    code = (
        "import sys, s2s; assert s2s.__version__; assert not {'numpy', 'torch', 'sentencepiece'} & set(sys.modules)\n"
        "from s2s.cli import main\n"
        f"try: main([{command!r}, '--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "assert not {'numpy', 'torch', 'sentencepiece', 'hydra', 'omegaconf'} & set(sys.modules)\n"
        f"try: code = main({[command, *mistake]!r})\n"
        "except SystemExit as end: code = end.code\n"
        "assert code == 2\n"
        f"unused = {{'torch', 'datasets', 'matplotlib', {command!r} != 'train' and 'hydra'}}\n"
        f"if {command!r} == 'translate': unused |= {{'s2s.data.series', 's2s.data.corpora.formats', 'importlib.metadata'}}\n"
        f"if {command!r} == 'translate': unused |= {{'s2s.documents', 's2s.inference.sharing', 's2s.runs.hub'}}\n"
        "found = unused & set(sys.modules)\n"
        "assert not found, found"
    )
    result = python("-c", code)
    assert result.returncode == 0, result.stderr.decode()


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a call."""
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, *capsys.readouterr()


LOOKS = [["inspect", look] for look in ("gradients", "memory", "unfold", "attention")]


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), *LOOKS], ids=" ".join)
def test_every_help_begins_with_a_sentence_and_ends_with_an_example(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    code, out, error = printed(capsys, *command, "--help")
    assert (code, error) == (0, "")
    first, empty, usage, *_, last = out.rstrip("\n").split("\n")
    assert (
        re.fullmatch(r"[A-Z].*\.", first) and empty == "" and usage.startswith(f"usage: {' '.join(['s2s', *command])}")
    )
    assert last.startswith("  s2s ")
    if command != ["train"] and command:
        typed = shlex.split(last)[1:]
        assert parser(typed).parse_args(typed).command == command[0], "the example can be typed"


@pytest.mark.parametrize("command", [*([name] for name in COMMANDS if name != "train"), *LOOKS], ids=" ".join)
def test_every_option_is_explained(command: list[str]) -> None:
    found = parser(command)
    for word in command:
        (choices,) = (action.choices for action in found._actions if isinstance(action.choices, dict))
        found = choices[word]
    assert all(action.help for action in found._actions if action.dest not in ("what", "help"))


def test_commands_come_in_the_order_in_which_one_needs_them(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--help")[1]
    order = [
        "doctor",
        "train",
        "best",
        "evaluate",
        "runs",
        "report",
        "translate",
        "serve",
        "predict",
        "score",
        "inspect",
        "confidence",
        "export",
        "pack",
        "distill",
        "backtranslate",
        "smiles",
    ]
    assert re.findall(r"^    (\w+)", out[out.index("commands:") :], re.MULTILINE) == order == list(COMMANDS)


@pytest.mark.parametrize(
    ("typed", "usage", "message"),
    [
        (["translate", "--beem", "3"], "s2s translate", "--beem: no such option; did you mean --beam-size?"),
        (["translate", "-m", "x", "--refrence", "y"], "s2s translate", "--refrence: no such option"),
        (["evaluate", "--refrence=y"], "s2s evaluate", "--refrence: no such option; did you mean --reference?"),
        (["inspect", "unfold", "a", "--untis", "3"], "s2s inspect unfold", "did you mean --units?"),
        (["export", "-m", "x", "-z"], "s2s export", "-z: no such option"),
        (["confidence", "-m", "x", "y"], "s2s confidence", "y: nothing more was expected here"),
        (["translate"], "s2s translate", "the following arguments are required: -m/--model"),
        (["trnslate", "-m", "x"], "s2s", "trnslate: no such command; did you mean translate?"),
        (["qqq"], "s2s", "qqq: no such command"),
        ([], "s2s", "the following arguments are required: COMMAND"),
    ],
    ids=" ".join,
)
def test_what_is_mistyped_shows_the_usage_of_its_own_command(
    typed: list[str], usage: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, error = printed(capsys, *typed)
    assert (code, out) == (2, "") and error.startswith(f"usage: {usage} [-h]") and "Traceback" not in error
    assert message in error.rstrip("\n").split("\n")[-1]


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (["evaluate", "--source", "A", "--source", "B"], "--source A and --source B"),
        (["evaluate", "--hypothesis=A", "--hypothesis", "B"], "--hypothesis A and --hypothesis B"),
        (["evaluate", "--metrics", "bleu", "ter", "--metrics", "chrf"], "--metrics bleu ter and --metrics chrf"),
        (["translate", "-m", "x", "-i", "A", "--input", "B"], "-i A and --input B"),
        (["translate", "-m", "x", "-o", "-", "-o", "B"], "-o - and -o B"),
        (["translate", "-m", "x", "--nbest", "1", "--nbest", "2"], "--nbest 1 and --nbest 2"),
        (["translate", "-m", "x", "-b5", "-b", "5"], "-b 5 and -b 5"),
        (["confidence", "-m", "A", "--model", "B"], "-m A and --model B"),
        (["doctor", "x", "--fix", "A", "--fix", "B"], "--fix A and --fix B"),
        (["distill", "-m", "x", "-o", "A", "-o", "B"], "-o A and -o B"),
        (["inspect", "memory", "--lengths", "5", "--lengths", "6", "7"], "--lengths 5 and --lengths 6 7"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_option_given_twice_is_an_error_that_names_both_values(
    typed: list[str], values: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(capsys, *typed) == (2, "", f"s2s: {values}: given twice; leave one of them out\n")


@pytest.mark.parametrize(
    "command", [["translate"], ["evaluate"], ["export"], ["distill", "-o", "x"], ["inspect", "gradients"]]
)
def test_several_runs_may_be_given_one_by_one_and_calls_do_not_remember(command: list[str]) -> None:
    top = parser(command)
    for _ in range(2):
        found = top.parse_args([*command, "-m", "A", "B", "--model", "C"])
        assert found.model == ["A", "B", "C"]


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in (["--version"], ["train", "--version"]):
        assert printed(capsys, *typed) == (0, f"s2s {s2s.__version__}\n", "")
