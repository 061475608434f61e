"""``--min-confidence P --below FILE``: translations that are not sure enough are not written, but set aside."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from s2s.commands.output import STDOUT, output
from s2s.errors import UserError
from s2s.files import unfollowed, writing
from s2s.inference.arguments import chosen_export
from s2s.inference.confidence import check_least, load_confidence, withheld
from s2s.inference.sentences import Translation
from s2s.inference.tally import as_one_line
from s2s.runtime.process import log

COLUMNS = 4
LONGEST = 1 << 26
"""Bytes of an entry."""


def check(options: argparse.Namespace) -> None:
    """Raise `UserError` for what has no effect, or where the run has no confidence, before a model is loaded."""
    least, name = options.min_confidence, options.below
    if least is None:
        if name is not None:
            raise UserError(f"--below {name}: has no effect without --min-confidence P; give both, or leave it out")
        return
    if name == "-":
        raise UserError("--below -: is for translations that are set aside, in a file; give one")
    for other, what in (
        (options.output, "where the output goes"),
        (options.resume, "where the output goes"),
        (options.input, "what is translated"),
    ):
        if name is not None and other is not None and os.path.realpath(name) == os.path.realpath(other):
            raise UserError(f"--below {name}: is {what}; give another file")
    to_stdout = options.resume is None and (options.output is None or is_stdout(options.output))
    if name is not None and to_stdout and is_stdout(name):
        raise UserError(f"--below {name}: is where the output goes; give another file")
    if name is not None and options.resume is not None and name.endswith(".gz"):
        raise UserError(f"--below {name}: what is packed cannot be gone on with; give a name without .gz")
    folder, several = Path(options.model[0]), len(options.model) > 1
    exported = None if several else chosen_export(folder, options.backend, options.device)
    check_least(least, load_confidence(exported or folder), options.model)


def is_stdout(name: str) -> bool:
    """Whether `name` is stdout, or the file or the pipe that stdout has been led to; a device, as /dev/null, may serve both."""
    if name in STDOUT:
        return True
    try:
        there, out = os.stat(name), os.fstat(1)
    except OSError:
        return False
    return os.path.samestat(there, out) and not stat.S_ISCHR(out.st_mode)


def entry(number: int, translation: Translation) -> bytes:
    """What is set aside of line `number`, from 1: its number, how sure the run is, the source and its translation, apart by tabs."""
    texts = (" ".join(as_one_line(text).split("\t")) for text in (translation.source, translation.text))
    return "\t".join([str(number), f"{translation.confidence:.4f}", *texts]).encode(errors="replace") + b"\n"


def sifted(found: list[Translation], least: float | None, number: int) -> tuple[list[Translation], list[bytes]]:
    """What is written of the translations of a line, whose `number` counts from 0, and what is set aside."""
    written = withheld(found, least)
    return written, [] if written is found else [entry(number + 1, found[0])]


class Aside:
    """The file of what is set aside, or none."""

    def __init__(self, sink: BinaryIO | None, count: int = 0) -> None:
        """`count` entries are there already."""
        self.sink, self.count = sink, count

    def write(self, entries: Sequence[bytes]) -> None:
        """Add `entries`, in order, before the output has their lines: what is gone on with then lacks none."""
        self.count += len(entries)
        if self.sink is not None and entries:
            self.sink.write(b"".join(entries))
            self.sink.flush()


@contextmanager
def aside(name: str | None, done: int | None) -> Iterator[Aside]:
    """The file `name`; how many lines it has is said.

    It appears when it is whole, or goes on with an output that has `done` lines already: their entries stay.
    """
    if name is None:
        yield Aside(None)
        return
    with output(name, "--below") if done is None else continued(name) as sink:
        found = Aside(sink, 0 if done is None else cut(sink, name, done))
        yield found
    log(f"{name}: {found.count:,} lines, each with its number, its confidence, its source and its translation")


@contextmanager
def continued(name: str) -> Iterator[BinaryIO]:
    """The file `name`, open to be read and added to."""
    with writing(f"--below {name}"), open(name, "a+b", opener=unfollowed) as file:
        yield file


def cut(file: BinaryIO, name: str, done: int) -> int:
    """Leave of the entries in `file` those of the first `done` lines; how many they are. Raises `UserError` for other content."""
    count = end = 0
    file.seek(0)
    while (line := file.readline(LONGEST)).endswith(b"\n"):
        if not (number := line.split(b"\t", 1)[0]).isdigit() or line.count(b"\t") != COLUMNS - 1:
            raise UserError(f"--below {name}: is not what --min-confidence has written; give another file")
        if int(number) > done:
            break
        count, end = count + 1, end + len(line)
    file.truncate(end)
    return count
