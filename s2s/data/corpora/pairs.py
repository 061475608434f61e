"""Sentence pairs in local files: two line-aligned texts, TSV or JSONL, each plain or gzipped, told apart by name."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

from s2s.data.text.lines import open_binary, read_lines, reason, whole
from s2s.errors import UserError

FORMATS = "a prefix (PREFIX.en and PREFIX.de), a .tsv or a .jsonl file, each also with .gz"
REMEDY = "convert the file to UTF-8, e.g. with iconv -f ISO-8859-1 -t UTF-8"
Rows = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    """What a task reads of a corpus."""

    shapes: tuple[str, ...]
    """What its examples may be, each one of `s2s.config.corpora.Shape`."""
    text: tuple[str, ...] = ("source", "target")
    """Sides that are text, which `data.lowercase` changes; labels stay as they are."""
    swapped: bool = False
    """Whether the label is the source and the text the target; where they are ``vectors``, a text is wanted as the target."""
    optional: bool = False
    """Whether the source may be blank."""
    each: bool = False
    """Whether each step of a series has its own target."""


@dataclass(frozen=True)
class Pairs:
    """Sources and targets, of one split, that can be read, and read again."""

    name: str
    """What they are in messages, e.g. ``data.train=corpus/train``."""
    key: tuple[object, ...] | None
    """Equal for equal contents: it changes with the files, the format and the languages. None for what stays in memory."""
    read: Callable[[], Iterator[tuple[Any, Any]]]


def local_pairs(option: str, path: str, source: str, target: str) -> Pairs:
    """The pairs that `option` (such as ``data.train``) names by `path`. `source` and `target` are language codes."""
    name, plain = f"{option}={path}", path.removesuffix(".gz")
    if plain.endswith((".tsv", ".jsonl")):
        identity = identify(path, f"{name}: no such file; {option} is {FORMATS}")
        if plain.endswith(".tsv"):
            return Pairs(name, ("tsv", identity), lambda: read_tsv(path))
        return Pairs(name, ("jsonl", identity, source, target), lambda: read_jsonl(path, source, target))
    files = [find_side(option, path, language) for language in (source, target)]
    identities = [identify(file, name) for file in files]
    return Pairs(name, ("aligned", *identities), lambda: read_aligned(name, files[0], files[1]))


def find_side(option: str, prefix: str, language: str) -> str:
    """The existing one of PREFIX.LANGUAGE and PREFIX.LANGUAGE.gz."""
    candidates = [f"{prefix}.{language}", f"{prefix}.{language}.gz"]
    for path in candidates:
        if os.path.exists(path):
            return path
    looked = f"{option}={prefix}: found neither {candidates[0]} nor {candidates[1]}"
    without = prefix.removesuffix(".gz").removesuffix(f".{language}")
    if os.path.isfile(prefix) and without != prefix:
        raise UserError(f"{looked}; give the prefix of the two files: {option}={without}")
    raise UserError(f"{looked}; {option} is {FORMATS}")


def identify(path: str, missing: str) -> tuple[str, int, int]:
    """Absolute path, bytes and time of change of a regular file, which has to be readable; `missing` if there is none."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(missing) from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path!r}: cannot be opened: {reason(error)}; check the path") from None
    if not stat.S_ISDIR(found.st_mode) and not stat.S_ISREG(found.st_mode):
        raise UserError(f"{path}: is not a regular file and would be read only once; save it to a file first")
    open_binary(path).close()
    return os.path.abspath(path), found.st_size, found.st_mtime_ns


def read_aligned(name: str, source: str, target: str) -> Rows:
    """Line n of `source` beside line n of `target`; `UserError` with both counts if they differ."""
    with ExitStack() as stack:
        streams = [stack.enter_context(closing(open_binary(path))) for path in (source, target)]
        left, right = (
            read_lines(stream, path, "strict", REMEDY) for stream, path in zip(streams, (source, target), strict=True)
        )
        number = 0
        # Not zip(strict=True), whose error knows no counts.
        while True:
            pair = next(left, None), next(right, None)
            if pair[0] is None or pair[1] is None:
                break
            number += 1
            yield pair[0], pair[1]
        counts = [
            number + (text is not None) + sum(1 for _ in rest) for text, rest in zip(pair, (left, right), strict=True)
        ]
    if counts[0] != counts[1]:
        lengths = f"{source} has {counts[0]:,} lines but {target} has {counts[1]:,}"
        raise UserError(f"{name}: {lengths}; line n of one must translate line n of the other")


def read_tsv(path: str) -> Rows:
    """``source TAB target`` on each line; an empty line is a blank pair."""
    with closing(open_binary(path)) as stream:
        for number, line in enumerate(read_lines(stream, path, "strict", REMEDY), start=1):
            fields = line.split("\t") if line else ["", ""]
            if len(fields) != 2:
                found = f"{len(fields) - 1} tabs" if len(fields) > 2 else "no tab"
                raise UserError(f"{path}: line {number}: has {found}; each line must be: source, one tab, target")
            yield fields[0], fields[1]


def read_jsonl(path: str, source: str, target: str) -> Rows:
    """``{"translation": {"en": …, "de": …}}`` on each line; an empty line is a blank pair."""
    shape = f'{{"translation": {{"{source}": …, "{target}": …}}}}'
    with closing(open_binary(path)) as stream:
        for number, line in enumerate(read_lines(stream, path, "strict", REMEDY), start=1):
            if not line:
                yield "", ""
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):  # no JSON, a number of too many digits, too deep a nesting
                raise UserError(f"{path}: line {number}: is not JSON; each line must be {shape}") from None
            try:
                yield translation(record, source, target)
            except KeyError as error:
                raise UserError(f"{path}: line {number}: has no text {error}; each line must be {shape}") from None


def translation(record: object, source: str, target: str) -> tuple[str, str]:
    """The two texts of a record with a translation field. Raises KeyError with the name of what is missing."""
    texts = record.get("translation") if isinstance(record, dict) else None
    if not isinstance(texts, dict):
        raise KeyError("translation")
    for language in (source, target):
        if not isinstance(texts.get(language), str):
            raise KeyError(f"translation.{language}")
    return one_line(texts[source]), one_line(texts[target])


def one_line(text: str) -> str:
    """JSON can hold line ends, which would shift every line after it in a text file, and halves of characters."""
    return whole(text.replace("\r\n", " ").replace("\n", " ").replace("\r", " "))
