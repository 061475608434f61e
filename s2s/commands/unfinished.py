"""``s2s translate --resume OUT``: output that goes on after the last line that an earlier call has finished.

Beside an unfinished OUT lies ``OUT.resume``, which says what its lines were made with, and of which text: a line of JSON, then
`DIGEST` bytes for each line of input that was read, the digest of all of the input up to its end. The end removes it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from s2s.errors import SettingError, UserError
from s2s.files import digest as digest_of
from s2s.files import lock, unfollowed, write, writing
from s2s.inference.arguments import in_torch
from s2s.inference.terms import Line, Prefixed
from s2s.runs.contents import OF_WEIGHTS
from s2s.runs.names import CONFIG, FACTS, WEIGHTS
from s2s.runtime.process import log

BLOCK = 1 << 20
LARGEST = 1 << 16
LARGEST_FILE = 1 << 33
"""Bytes of a file of a run: the weights are the largest."""
DIGEST = 8
DEMANDED = ("glossary", "keep", "prefix")
LATER = (*DEMANDED, "to", "from", "noise", "min_confidence", "below")
"""Options that outputs of earlier releases say nothing of, since there were none."""
MADE_OF = (
    CONFIG,
    "*.model",
    "source.json",
    "target.json",
    "tokenizer.json",
    "features.json",
    FACTS,
    *OF_WEIGHTS,
    WEIGHTS,
)
"""What of a run folder decides how it translates."""
EXPORTED = ("onnx/*", "*.onnx", "weights.bin", "shortlist.safetensors")
"""What of its export, or of an export by itself, does so where that is used."""


class Output(NamedTuple):
    """An output file that is continued, open to be added to."""

    file: BinaryIO
    done: int
    """Lines of input whose output is there."""
    end: int
    """Bytes of their output; what follows, a part of a line, is cut."""
    record: BinaryIO | None
    """Where the digests of the input stand, open at the first; None where an earlier call came to its end."""
    known: int | None
    """How many digests there are; None where an earlier release, which kept none, has begun the output."""


def note_of(path: Path) -> Path:
    """Where an output that is not finished keeps its record."""
    return path.with_name(f"{path.name}.resume")


@contextmanager
def resumed(name: str, made_with: Mapping[str, Any], each: int) -> Iterator[Output]:
    """OUT, in which each line of input has `each` lines, to be continued by `remaining`. Raises `UserError`."""
    path = Path(name).absolute()
    if path.is_symlink():  # what it leads to would be cut and written to, whoever laid the link
        raise UserError(f"--resume {name}: is a link; give the file that it leads to, {os.path.realpath(name)}")
    if path.exists() and not path.is_file():
        raise UserError(f"--resume {name}: is not a file; name one, or use --output")
    note = note_of(path)
    with ExitStack() as stack:
        stack.enter_context(writing(f"--resume {name}"))
        file = stack.enter_context(open(path, "a+b", opener=unfollowed))
        # two processes that append to one file would lose and double lines
        lock(
            file.fileno(),
            f"--resume {name}",
            f"--resume {name}: another process is writing to it; wait for its end, or stop it",
        )
        if not note.exists() and file.tell() == 0:
            write(note, json.dumps(made_with).encode() + b"\n")
        record, known = None, None
        if note.exists():
            record = stack.enter_context(open(note, "r+b", opener=unfollowed))
            known = check(name, note, record, made_with)
        done, end = whole(file, each, known)
        try:
            yield Output(file, done, end, record, known)
        except UserError:
            with suppress(OSError):
                file.flush()
                if path.stat().st_size == 0:  # nothing is there to go on with, and what was wrong may be mended
                    note.unlink(missing_ok=True)
                    path.unlink()
            raise
    note.unlink(missing_ok=True)


def check(name: str, note: Path, record: BinaryIO, made_with: Mapping[str, Any]) -> int | None:
    """Refuse to go on in another way than OUT was begun. Returns `Output.known`, with `record` at the first digest."""
    header = record.readline(LARGEST)
    try:
        before = json.loads(header)
        before = {**dict.fromkeys(LATER), **before}
        changed = next((option for option in made_with if before[option] != made_with[option]), None)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UserError(f"{note}: is damaged; give --resume another file, or remove both to start again") from None
    if changed == "model":
        raise UserError(f"--resume {name}: was begun with another model; go on with that one, or give another file")
    if changed is not None:
        was, now = (shown(changed, values[changed]) for values in (before, made_with))
        raise SettingError(changed, now, f"--resume {name} was begun with {was}; go on with that, or give another file")
    if header.endswith(b"\n"):
        return (os.fstat(record.fileno()).st_size - len(header)) // DIGEST
    record.write(b"\n")
    return None


def shown(option: str, value: object) -> str:
    """The value of an option, as messages write it."""
    if value is None:
        return "none" if option in DEMANDED else "as the run says"
    return str(value).lower() if isinstance(value, bool) else str(value)


def whole(file: BinaryIO, each: int, most: int | None) -> tuple[int, int]:
    """How many whole groups of `each` lines there are, of at most `most`, and where the last of them ends."""
    file.seek(0)
    lines = groups = end = begin = 0
    while block := file.read(BLOCK):
        position = block.find(b"\n")
        while position >= 0:
            lines += 1
            if lines % each == 0 and groups != most:
                groups, end = groups + 1, begin + position + 1
            position = block.find(b"\n", position + 1)
        begin += len(block)
    return groups, end


def remaining(lines: Iterator[Line], output: Output, name: str, source: str) -> Iterator[Line]:
    """Cut OUT after its last whole line, and return the lines that have no output yet, recorded before they are translated.

    Raises `UserError` where OUT has not come from the lines before them.
    """
    digest, changed, passed = hashlib.blake2b(digest_size=DIGEST), 0, 0
    for passed, line in enumerate(itertools.islice(lines, output.done), start=1):
        digest.update(content(line))
        if output.record is None:
            continue
        if output.known is None:
            output.record.write(digest.digest())
        elif output.record.read(DIGEST) != digest.digest() and not changed:
            changed = passed
    if passed < output.done:
        raise UserError(
            f"--resume {name}: has the output of {output.done:,} lines, but {source} has only {passed:,}; give the text"
            " that it was begun with"
        )
    if changed:
        beginnings = " or its beginnings" if isinstance(line, Prefixed) else ""
        raise UserError(
            f"--resume {name}: was begun with another text, which differs from {source}{beginnings} in line {changed:,}; give"
            " that text, or give another file"
        )
    if output.record is None:
        refuse_more(lines, output.done, name, source)
        return iter(())
    if output.known is None and output.done:
        log(
            f"{name}: was begun by an earlier release, which kept no digest of the text; that it is the same is not checked"
        )
    output.record.seek(output.record.tell())  # between reading and writing
    output.record.truncate()
    output.file.truncate(output.end)
    return recorded(lines, output.record, digest)


def refuse_more(lines: Iterator[Line], done: int, name: str, source: str) -> None:
    """Say that an output which an earlier call has ended is there. Raises `UserError` where there are more `lines`."""
    if next(lines, None) is not None:
        raise UserError(
            f"--resume {name}: has the output of {done:,} lines, {source} has more, and no {Path(name).name}.resume"
            " says what it was made with; give another file"
        )
    log(
        f"{name}: has the output of all {done:,} lines already; an output that has come to its end keeps no record of its"
        " text and options, so that they are not compared"
    )


def content(line: Line) -> bytes:
    """What a line is, with the beginning that its translation must have, for the digest."""
    return b"".join(part.encode() + b"\n" for part in ((line,) if isinstance(line, str) else line[:2]))


def recorded(lines: Iterator[Line], record: BinaryIO, digest: hashlib.blake2b) -> Iterator[Line]:
    """`lines`, of each of which `record` gets the digest before it is used."""
    for line in lines:
        digest.update(content(line))
        record.write(digest.digest())
        record.flush()
        yield line


def identity(folders: Sequence[str], device: str = "auto", backend: str = "auto") -> str:
    """Tells the weights, tokenizers and options of one ensemble from those of another, and its export where that is used."""
    hashes, used = hashlib.sha256(), MADE_OF if in_torch(folders, device, backend) else (*MADE_OF, *EXPORTED)
    for folder in folders:
        for pattern in used:
            for file in sorted(Path(folder).glob(pattern)):
                with suppress(OSError):  # what is no regular file is refused where it is needed
                    hashes.update(f"{pattern} {file.name} {digest_of(file, LARGEST_FILE)}\n".encode())
    return hashes.hexdigest()[:16]


def check_identity(folders: Sequence[str], expected: str, device: str, backend: str) -> None:
    """Refuse to go on with other files than the command began with, which `identity` told as `expected`."""
    if identity(folders, device, backend) != expected:
        raise UserError(
            f"{', '.join(folders)}: has changed since the command started, so that what follows would be by another model;"
            " start again, or translate with a copy of the folder"
        )
