"""``s2s translate --resume OUT``: output that goes on after the last line that an earlier call has finished.

Beside an unfinished OUT lies ``OUT.resume``, which says what its lines were made with; the end removes it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from s2s.errors import SettingError, UserError
from s2s.files import lock, read, unfollowed, write, writing
from s2s.runtime.process import log

BLOCK = 1 << 20
LARGEST = 1 << 16
MADE_OF = (
    *("config.yaml", "*.model", "source.json", "target.json", "corpus.json", "model.safetensors", "onnx/*"),
    *("*.onnx", "weights.bin", "shortlist.safetensors"),
)
"""What of a run folder, or of an export by itself, decides how it translates."""


class Output(NamedTuple):
    """An output file that is continued, open where the next line is written."""

    file: BinaryIO
    done: int
    """Lines of input whose output is there."""
    ended: bool
    """Whether an earlier call came to its end."""


@contextmanager
def resumed(name: str, made_with: Mapping[str, Any], each: int) -> Iterator[Output]:
    """OUT, cut after the last of its whole groups of `each` lines, to be continued. Raises `UserError`."""
    path = Path(name).absolute()
    if path.is_symlink():  # what it leads to would be cut and written to, whoever laid the link
        raise UserError(f"--resume {name}: is a link; give the file that it leads to, {os.path.realpath(name)}")
    if path.exists() and not path.is_file():
        raise UserError(f"--resume {name}: is not a file; name one, or use --output")
    note = path.with_name(path.name + ".resume")
    with writing(f"--resume {name}"), open(path, "a+b", opener=unfollowed) as file:
        # two processes that append to one file would lose and double lines
        lock(
            file.fileno(),
            f"--resume {name}",
            f"--resume {name}: another process is writing to it; wait for its end, or stop it",
        )
        if note.exists():
            check(name, note, made_with)
        elif file.tell() == 0:
            write(note, json.dumps(made_with).encode())
        begun = note.exists()
        done, end = whole(file, each)
        if begun:
            file.truncate(end)
        yield Output(file, done, not begun)
    note.unlink(missing_ok=True)


def check(name: str, note: Path, made_with: Mapping[str, Any]) -> None:
    """Refuse to go on in another way than OUT was begun."""
    try:
        before = json.loads(read(note, LARGEST))
        changed = next((option for option in made_with if before[option] != made_with[option]), None)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise UserError(f"{note}: is damaged; give --resume another file, or remove both to start again") from None
    if changed == "model":
        raise UserError(f"--resume {name}: was begun with another model; go on with that one, or give another file")
    if changed is not None:
        was, now = (shown(values[changed]) for values in (before, made_with))
        raise SettingError(changed, now, f"--resume {name} was begun with {was}; go on with that, or give another file")


def shown(value: object) -> str:
    """The value of an option, as messages write it."""
    return "as the run says" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def whole(file: BinaryIO, each: int) -> tuple[int, int]:
    """How many whole groups of `each` lines there are, and where the last of them ends."""
    file.seek(0)
    lines = groups = end = begin = 0
    while block := file.read(BLOCK):
        position = block.find(b"\n")
        while position >= 0:
            lines += 1
            if lines % each == 0:
                groups, end = groups + 1, begin + position + 1
            position = block.find(b"\n", position + 1)
        begin += len(block)
    return groups, end


def skip(lines: Iterator[str], output: Output, name: str, source: str) -> None:
    """Pass over the lines whose output is there. Raises `UserError` where OUT cannot have come from these lines."""
    passed = sum(1 for _ in itertools.islice(lines, output.done))
    if passed < output.done:
        raise UserError(
            f"--resume {name}: has the output of {output.done:,} lines, but {source} has only {passed:,}; give the text"
            " that it was begun with"
        )
    if output.ended and next(lines, None) is not None:
        raise UserError(
            f"--resume {name}: has the output of {output.done:,} lines, {source} has more, and no {Path(name).name}.resume"
            " says what it was made with; give another file"
        )
    if output.ended:
        log(f"{name}: has the output of all {output.done:,} lines already")


def identity(folders: Sequence[str]) -> str:
    """Tells the weights, tokenizers and options of one ensemble from those of another."""
    hashes = hashlib.sha256()
    for folder in folders:
        for pattern in MADE_OF:
            for file in sorted(Path(folder).glob(pattern)):
                with suppress(OSError), open(file, "rb") as stream:
                    hashes.update(
                        f"{pattern} {file.name} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode()
                    )
    return hashes.hexdigest()[:16]
