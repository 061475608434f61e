"""What s2s tells on the way: nothing to a program that imports it, a line on stderr to who types a command."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from training import command

from s2s.runtime.process import LOGGER, Stderr, log, log_to_stderr

ROOT = Path(__file__).parents[2]


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    every = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "OMP_NUM_THREADS": "1", **environment}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=every, timeout=150
    )


SAY = (
    "from s2s.runtime.process import log\n"
    "log('progress')\n"
    "log('from everyone', everyone=True)\n"
    "logging.getLogger('s2s.files').warning('a warning')\n"
)


def test_a_program_hears_nothing_unless_it_logs() -> None:
    done = run(f"import logging\n{SAY}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    set_up = "import logging, sys\nlogging.basicConfig(level='INFO', stream=sys.stdout, format='%(levelname)s %(message)s')\n"
    done = run(set_up + SAY)
    assert (done.stdout, done.stderr) == ("INFO progress\nINFO from everyone\nWARNING a warning\n", "")


@pytest.mark.parametrize(
    ("rank", "said"),
    [("0", "progress\nfrom everyone\na warning\n"), ("1", "rank 1: from everyone\na warning\n")],
)
def test_a_command_says_it_on_stderr_once(rank: str, said: str) -> None:
    set_up = "import logging\nfrom s2s.runtime.process import log_to_stderr\nlog_to_stderr()\nlog_to_stderr()\n"
    done = run(set_up + SAY, RANK=rank)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", said)


@pytest.mark.slow
def test_training_from_python_is_silent_and_the_command_is_not(tmp_path: Path) -> None:
    options = command(tmp_path, "train.steps=1", "train.validate_every=1")
    (tmp_path / "python").mkdir()
    silent = (
        "import sys\nfrom pathlib import Path\nfrom training import train\ntrain(Path(sys.argv[1]), 'train.steps=1')"
    )
    done = run(silent, str(tmp_path / "python"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = run("import sys\nfrom s2s.cli import main\nsys.exit(main())", "train", *options)
    assert done.returncode == 0 and done.stdout == "" and "step 1: validation loss" in done.stderr


def test_the_line_goes_to_the_stderr_of_that_moment(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    log("one\nof two lines")
    assert capsys.readouterr() == ("", "one\nof two lines\n")
    assert sum(isinstance(handler, Stderr) for handler in LOGGER.handlers) == 1


def test_a_stderr_that_takes_nothing_ends_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(sys.stderr, "write", broken)
    with pytest.raises(BrokenPipeError):
        log("progress")


def test_the_record_says_who_spoke(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "s2s"):
        log("100 %s", level=logging.WARNING)
    (record,) = caplog.records
    assert (record.getMessage(), record.levelname, record.module) == ("100 %s", "WARNING", "test_process")
