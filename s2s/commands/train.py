"""Hydra composes, `s2s.config.load` judges, and only then is torch imported."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s2s import __version__
from s2s.commands.config_folder import check_folders
from s2s.commands.parsers.train import flag_of, help_text, read
from s2s.config.code import CODE_OPTIONS, Allowed, refuse_code
from s2s.config.overrides import CODE, as_typed, code_of, for_hydra, split
from s2s.errors import SaidElsewhere, UserError, memory_error
from s2s.runtime.process import log_to_stderr
from s2s.streams import flush, silence, standard

if TYPE_CHECKING:
    from omegaconf import DictConfig

RANK = f"rank {number}: " if (number := os.environ.get("RANK", "0")) != "0" and number.isdecimal() else ""
"""Which of several processes says something; nothing for the first."""


def run(values: DictConfig, allowed: Allowed, dry_run: bool = False) -> None:
    """Check what Hydra composed, then train; a mistake of the user's ends in one line and exit code 2.

    `allowed` is what code of the user's own may be imported. A `dry_run` says what the training costs, and ends.
    """
    try:
        trained(values, allowed, dry_run)
    except SaidElsewhere:
        sys.exit(2)
    except (UserError, MemoryError, RuntimeError) as error:
        said = error if isinstance(error, UserError) else memory_error(error)
        if said is None:
            raise
        sys.stderr.write(f"s2s: {RANK}{said}\n")  # in one piece, as others may speak too
        sys.exit(2)


def trained(values: DictConfig, allowed: Allowed, dry_run: bool = False) -> Path:
    """Train what Hydra composed; the run's folder. Raises `UserError`, and SystemExit where a signal has stopped it."""
    log_to_stderr()
    from s2s.config.load import parse, plain  # not before the help is asked for: OmegaConf takes its time

    options = plain(values)
    refuse_code(options, allowed, "an option that was not typed here")
    config = parse(options)
    from s2s.runs.folder import run_folder
    from s2s.training.loop import train

    stopped_by = train(config, allow_code=allowed is True, dry_run=dry_run)
    if stopped_by is not None:
        sys.exit(128 + stopped_by)
    return run_folder(config)


def stop(number: int, frame: Any, dry_run: bool = False) -> None:
    """SIGTERM or Ctrl-C outside of the loop, which has its own way to stop; of a `dry_run` nothing goes on."""
    if not RANK and sys.stderr is not None:  # where it is closed, a file of ours may have its number
        with contextlib.suppress(OSError):  # not through sys.stderr, which may be in the middle of another line
            os.write(
                2,
                b"s2s: stopped; %b\n" % (b"nothing was trained" if dry_run else b"the same command continues the run"),
            )
    sys.exit(128 + number)


def main(arguments: Sequence[str] | None = None) -> None:
    """``s2s train``, ``python scripts/train.py`` and the command ``s2s-train``, with `arguments` or those of the process."""
    with standard():
        answer(sys.argv[1:] if arguments is None else list(arguments))


def answer(typed: Sequence[str]) -> None:
    """Print the help or the version where they are asked for, or train. Ends in SystemExit with the exit code."""
    printed = help_text() if {"--help", "-h"} & set(typed) else f"s2s {__version__}\n" * ("--version" in typed)
    handlers = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        if printed:
            print(printed, end="")
            flush()
            return
        flags, overrides, allow_code, dry_run = read(typed)
        for number in handlers if dry_run else ():
            signal.signal(number, partial(stop, dry_run=True))
        check_folders(flags, overrides)
        allowed = allow_code or typed_code(overrides)
        arguments = [*flags, *for_hydra([*overrides, *of_start(overrides, allowed)])]
        from s2s.commands.compose import compose  # and with it Hydra, which takes its time

        many = any(flag_of(flag) == "--multirun" for flag in flags if flag.startswith("-"))
        if dry_run or not many:
            with elsewhere(many) as more:
                compose([*arguments, *more], typed, partial(run, allowed=allowed, dry_run=dry_run))
            return
        from s2s.commands.sweep import jobs

        with jobs(arguments) as record:
            compose(arguments, typed, partial(record.run, partial(trained, allowed=allowed)), lenient=True)
    except UserError as error:
        silence()
        print(f"s2s: {error}", file=sys.stderr)
        sys.exit(2)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def elsewhere(many: bool) -> Iterator[list[str]]:
    """An override of where Hydra writes down a sweep of `many` runs, in place of their folder: in one that goes at the end."""
    with tempfile.TemporaryDirectory(prefix="s2s-sweep-") as folder:
        yield [f"hydra.sweep.dir={folder}"] * many


def of_start(overrides: Sequence[str], allowed: Allowed) -> list[str]:
    """The architecture of the run that a typed ``train.start_from`` names, as overrides, as far as it is not typed itself."""
    given = {part.name: part.value or "" for part in map(split, overrides)}
    folder = given.get("train.start_from", "").strip("'\"")
    if folder in ("", "null") or "," in folder:  # of a sweep over several
        return []
    from s2s.training.resume import inherited

    return [f"{name}={as_typed(value)}" for name, value in inherited(folder, given, allowed).items()]


def typed_code(overrides: Sequence[str]) -> set[str]:
    """The names of code, as ``package.module:Name``, that are typed as the values of options that may name code.

    A sweep names several: ``model.cell=mine:A,mine:B``. What a task that is typed names by its defaults counts as typed.
    """
    named = [
        (part.name, name)
        for part in map(split, overrides)
        if part.name in CODE_OPTIONS
        for name in re.findall(CODE, part.value or "")
    ]
    return {name for _, name in named} | code_of(name for option, name in named if option == "task")
