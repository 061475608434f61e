"""A training in a process of its own, what it says passed on under a label."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence


def echoed(command: Sequence[str], label: str, program: str, enough: Callable[[], bool] = lambda: False) -> str:
    """What a `command` that has failed said last, empty of one that has not; `program` exits where it was stopped.

    A line after which it is `enough` ends the command, which then has not failed.
    """
    last, ended = "", False
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for last in process.stderr:
            print(f"{label}: {last}", end="", file=sys.stderr)
            if not ended and enough():
                process.terminate()  # which ends a training after the update in progress
                ended = True
    if ended or process.returncode == 0:
        return ""
    if process.returncode > 128 or process.returncode < 0:
        print(f"{program}: {label} was stopped; the same command goes on", file=sys.stderr)
        sys.exit(process.returncode % 256)
    return last.rstrip("\n") or f"ended with exit code {process.returncode}, without a word"
