"""Runs a command in a process of its own, with little memory and little time, and sees what becomes of it."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import tempfile
import traceback
from collections.abc import Callable
from typing import NamedTuple

MEMORY = 3 << 30
"""Bytes of address space that it may take beyond what this process has; libraries and stacks of threads take 1.8 GB."""
SECONDS, WAIT = 20, 200
"""Of a processor, and on a clock: what blocks uses no processor."""


class Outcome(NamedTuple):
    code: int
    """Its exit code; -N where signal N ended it (14 and 24: it took too long, 11 and 6: it crashed)."""
    said: str

    @property
    def good(self) -> bool:
        """A result, or one clear line and exit code 2."""
        one = self.said.startswith("s2s: ") and self.said.count("\n") == 1 and self.said.endswith("\n")
        return self.code == 0 or (self.code == 2 and one)


def outcome(command: Callable[[], int]) -> Outcome:
    """What `command` returns and says on stderr; what escapes it is a traceback and the code 1, as Python has it."""
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.dup2(said.fileno(), 2)
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(resource.RLIMIT_AS, (taken() + MEMORY,) * 2)
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.alarm(WAIT)
                resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
                stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
                with stderr, contextlib.redirect_stderr(stderr):
                    try:
                        code = command()
                    except BaseException:
                        traceback.print_exc()
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return Outcome(os.waitstatus_to_exitcode(status), said.read().decode(errors="replace"))


def taken() -> int:
    """Bytes of address space."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
