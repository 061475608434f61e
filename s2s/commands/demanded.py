"""What ``s2s translate`` is told that translations must hold: ``--glossary``, ``--keep`` and ``--prefix``."""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from s2s.data.text.lines import open_binary, read_lines
from s2s.decode.backend import Settings
from s2s.decode.scheduler import check_replaced
from s2s.errors import UserError
from s2s.inference.demands import Demands
from s2s.inference.glossary import patterns_of, read_glossary
from s2s.inference.terms import Entry, Prefixed
from s2s.inference.translator import Translator

BLOCK = 1 << 20


@dataclass(frozen=True)
class Demanding:
    """What the options say, for any process."""

    glossary: tuple[Entry, ...]
    keep: tuple[str, ...]
    prefix: str | None
    """The name of the file."""


def demanding(options: argparse.Namespace) -> Demanding | None:
    """What the options say, None for nothing. Raises `UserError` for what cannot be read."""
    if options.glossary is options.keep is options.prefix is None:
        return None
    patterns_of(options.keep or ())
    entries = () if options.glossary is None else tuple(read_glossary(options.glossary))
    return Demanding(entries, tuple(options.keep or ()), options.prefix)


def check(options: argparse.Namespace, settings: Settings) -> None:
    """Raise `UserError` where something is demanded of a search that finds no such thing."""
    for name in ("glossary", "keep", "prefix"):
        value = getattr(options, name)
        if value is not None:
            check_replaced(settings, name, " ".join(value) if isinstance(value, list) else value)


@lru_cache(4)
def compiled(translator: Translator, settings: Settings, given: Demanding | None) -> Demands | None:
    """What the translator takes for it. Raises `UserError`."""
    if given is None:
        return None
    return translator.demands(settings, given.glossary or None, given.keep, given.prefix)


def check_lines(options: argparse.Namespace) -> None:
    """Raise `UserError` where the file of beginnings has not as many lines as the input, if that is a file too."""
    if (
        options.prefix is not None
        and options.input is not None
        and all(map(os.path.isfile, (options.prefix, options.input)))
    ):
        counts = [lines_of(name) for name in (options.prefix, options.input)]
        if counts[0] != counts[1]:
            raise UserError(
                f"--prefix {options.prefix}: has {counts[0]:,} lines, and {options.input} {counts[1]:,}; give a line for each,"
                " an empty one for none"
            )


def lines_of(name: str) -> int:
    """How many lines a file has."""
    with open_binary(name) as stream:
        return sum(1 for _ in read_lines(stream, name, "replace"))


def prefixed(lines: Iterable[str], given: Demanding | None, source: str) -> Iterator[str | Prefixed]:
    """All `lines`, each with its line of the file of beginnings, if there is one.

    Raises `UserError` where that has not as many lines as `source`.
    """
    if given is None or given.prefix is None:
        yield from lines
        return
    name = given.prefix
    with open_binary(name) as stream:
        prefixes = read_lines(stream, name)
        count = 0
        for count, line in enumerate(lines, 1):
            prefix = next(prefixes, None)
            if prefix is None:
                raise UserError(
                    f"--prefix {name}: has {count - 1:,} lines, and {source} more; give a line for each, an empty one for"
                    " none"
                )
            yield Prefixed(line, prefix, f"--prefix {name}: line {count:,}")
        if next(prefixes, None) is not None:
            raise UserError(f"--prefix {name}: has more lines than the {count:,} of {source}; give a line for each")


def recorded(options: argparse.Namespace) -> dict[str, Any]:
    """What an output that is to be resumed keeps of the options: of a glossary its content, too. Raises `UserError`.

    Beginnings are compared line by line, as the lines that they belong to.
    """
    for option in ("glossary", "prefix"):
        name = getattr(options, option)
        if name is not None and not os.path.isfile(name):
            raise UserError(f"--{option} {name}: cannot be read twice, as --resume needs; give a file")
    return {
        "glossary": digested(options.glossary),
        "keep": None if options.keep is None else " ".join(options.keep),
        "prefix": None if options.prefix is None else "a beginning for each line",
    }


def digested(name: str | None) -> str | None:
    """The name of a file with a digest of its content."""
    if name is None:
        return None
    digest = hashlib.blake2b(digest_size=8)
    with open_binary(name) as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return f"{name} ({digest.hexdigest()})"
