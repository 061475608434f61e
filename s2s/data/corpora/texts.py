"""Texts of the user's own beside a run, one a line: what has columns is refused, or read by them, and never scored as it is."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from s2s.config.corpora import Shape
from s2s.config.formats import FORMATS, has_suffix
from s2s.config.schema import DataConfig
from s2s.data.corpora.tagged_texts import in_columns, tagged_texts
from s2s.data.text.lines import read_file
from s2s.errors import UserError
from s2s.runtime.process import log

LOOK = 1000
"""Lines by which what is translated as it comes is judged."""
CUT = "give a file with a text a line, as cut -f 1 FILE writes it of a first column"
COLUMNS = (
    "name the columns with --columns SOURCE TARGET (in Python, columns=(…, …)), by name or by number from 1, or give a file"
    " with a text a line"
)


@dataclass(frozen=True)
class Reading:
    """How files of texts are read."""

    columns: tuple[str, ...] | None = None
    """Those of the sources, of the targets and of features of the sources, by name or by number from 1, in files that have columns."""
    source: str = "en"
    target: str = "de"
    """The languages, by which columns may be called."""
    words: tuple[bool, bool] = (False, False)
    """Whether lines of sources, and of targets, are words, tags or numbers, which tabs may separate."""
    remedy: str = CUT
    tagged: DataConfig | None = None
    """The options of the data of a run whose sources are words and whose targets are tags, which may stand in columns."""


def read_texts(option: str, path: str, reading: Reading, side: int = 0, plain: bool = False) -> list[str]:
    """The texts of the file that `option` names, as many as it has lines or rows.

    `side` is 0 for sources and 1 for targets; `plain` says that a file without columns is welcome beside
    ``reading.columns``. Raises `UserError` where the file is not what it has to be.
    """
    lines = read_file(path)
    if reading.tagged is not None:
        sentences = tagged_texts(option, path, lines, reading.tagged, reading.columns, side)
        return lines if sentences is None else sentences
    name = format_of_lines(path, lines, reading.words[side])
    if reading.columns is None:
        if name:
            raise UserError(f"{option} {path}: {APPEARANCE[name]}, and would be read as whole lines; {reading.remedy}")
        return lines
    if not name:
        if plain:
            return lines
        raise UserError(
            f"--columns {' '.join(reading.columns)}: {path} has no columns; give files that have them, or leave it out"
        )
    if not FORMATS.facts(name).columns:
        raise UserError(f"{option} {path}: {APPEARANCE[name]}; {CUT}")
    data = DataConfig(source=reading.source, target=reading.target, format=name, columns=[*reading.columns])
    from s2s.data.corpora.formats.choose import open_format  # not for plain text

    opened = open_format(option, path, data, (Shape.pairs,))
    texts = [pair[side] for pair in opened.rows()]
    for note in opened.notes:
        log(note)
    return texts


APPEARANCE = {
    "tsv": "every line has a tab, as where texts stand in columns",
    "csv": "is a table by its name",
    "jsonl": "every line is an object of JSON",
    "tmx": "is a translation memory by its name",
    "words": "has a word and its tag on each line",
    "conllu": "has a word and its tags on each line by its name",
}
"""What files look like that are not texts, one a line, by the name of their format."""


def begun(option: str, path: str, lines: Iterator[str]) -> Iterator[str]:
    """The `lines` of a file that may be larger than memory. Raises `UserError` where the first `LOOK` of them have columns."""
    first = list(itertools.islice(lines, LOOK))
    if name := format_of_lines(path, first):
        raise UserError(f"{option} {path}: {APPEARANCE[name]}, and would be read as whole lines; {CUT}")
    return itertools.chain(first, lines)


def format_of_lines(path: str, lines: Sequence[str], words: bool = False) -> str:
    """The format that a file has by its lines and its name, where it is none of texts, one a line; else nothing.

    With `words` tabs may separate words, and only what has one word a line, and blank lines between sentences, is refused.
    """
    named = [name for name in FORMATS.names if has_suffix(path, FORMATS.facts(name))]
    if len(named) == 1 and named[0] in ("csv", "tmx", "conllu"):  # .tsv is that of several
        return named[0]
    texts = [line for line in lines if line.strip()]
    if not texts:
        return ""
    if words:
        return "words" if in_columns(lines) else ""
    if all("\t" in line for line in texts):
        return "tsv"
    return "jsonl" if all(map(is_object, texts)) else ""


def is_object(line: str) -> bool:
    """Whether a line is an object of JSON."""
    if not line.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read_text_pair(source: str, reference: str, reading: Reading | None = None) -> tuple[list[str], list[str]]:
    """Two files whose lines belong together, by default of texts. Raises `UserError` with both counts if they differ."""
    reading = reading or Reading()
    texts = read_texts("--source", source, reading), read_texts("--reference", reference, reading, 1)
    in_step(source, texts[0], reference, texts[1])
    return texts


def in_step(name: str, lines: Sequence[object], other_name: str, others: Sequence[object]) -> None:
    """Raise `UserError` where two files that belong together have different numbers of lines."""
    if len(lines) != len(others):
        counts = f"{name} has {len(lines):,} lines, but {other_name} has {len(others):,}"
        raise UserError(f"{counts}; give the same number of lines")


def noticed(lines: Iterable[str], name: str) -> Iterator[str]:
    """`lines`, with a warning where the name, or the first `LOOK` of them, or all, look like those of a file with columns."""
    if kind := format_of_lines(name, ()):
        warn_of(name, kind)
        yield from lines
        return
    texts, kinds = 0, dict(COLUMNED)
    for line in lines:
        if kinds and texts < LOOK and line.strip():
            texts += 1
            kinds = {kind: looks for kind, looks in kinds.items() if looks(line)}
            if texts == LOOK:
                warn_of(name, *kinds)
        yield line
    if 0 < texts < LOOK:
        warn_of(name, *kinds)


COLUMNED: dict[str, Callable[[str], bool]] = {"tsv": lambda line: "\t" in line, "jsonl": is_object}
"""Whether a line may be one of a format with columns, whose name need not say so."""


def warn_of(name: str, *kinds: str) -> None:
    """Say that whole lines are read of what looks like the first of `kinds`, if there is one."""
    for kind in kinds[:1]:
        log(f"warning: {name}: {APPEARANCE[kind]}, and whole lines are read; {CUT}")
