"""What every file format has: its files, a look at their beginning, and examples that can be read again and again."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from s2s.config.corpora import Shape
from s2s.config.formats import FORMATS, naming
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.data.text.lines import BYTE_ORDER_MARK, CONVERT, MARK, open_binary, read_lines, read_one, reason
from s2s.errors import UserError
from s2s.streams import opened

LOOK, LOOK_CHARACTERS = 10_000, 1 << 24
EDGE = 1 << 16
BY_LANGUAGE = "data.directions needs the codes of the languages as names, such as en and de"
"""What to do where nothing says which text is in which language."""


@dataclass(frozen=True)
class Selection:
    """What is to be read of a file."""

    shape: str
    """What the examples are, one of `s2s.config.corpora.Shape`."""
    source: str = "en"
    target: str = "de"
    """The languages of ``pairs``."""
    columns: tuple[str, str] | None = None
    """Of ``pairs`` the columns of source and target, each a name or a number from 1; None where the user has named none."""
    features: tuple[str, ...] = ()
    """Likewise those of the features of a source."""
    text: str | None = None
    label: str | None = None
    """Likewise those of texts, or words, and of their labels, or tags."""
    separator: str | None = None
    """What stands between several labels of a text; None where a text has one label."""
    classes: bool = False
    """Whether labels are classes: each is that of many texts, and a text may have a list of them."""
    gaps: bool = False
    """Whether there are several directions, whose columns are named by language, and each has the pairs of which both sides are there."""

    def label_of(self, cell: str) -> str:
        """The label in a cell of a text, or several; the separator alone stands for none of them."""
        return cell.strip() or self.separator or ""


class Row(NamedTuple):
    """A record as it is, with its faults, for the doctor."""

    line: int
    """Counted from 1."""
    source: str
    target: str
    """Bytes that are no UTF-8 are halves of surrogate pairs (PEP 383); a mark that starts a file is still there."""
    fault: str = ""
    """The check that the record fails as a whole (a key of `s2s.doctor.report.CHECKS`); its texts are then what could be read."""
    features: tuple[str, ...] = ()
    """Those of the source, where they have been taken from it."""

    @property
    def whole(self) -> tuple[str, str]:
        """Source and target as training reads them: each feature behind the source, after a tab."""
        return "\t".join((self.source, *self.features)), self.target


class Misshapen(ValueError):
    """A record that is not of its format. Its text says what is wrong, after the line's number."""


class Unreadable(UserError):
    """A record of which cannot be told where it ends, as by its quotes, nor so what the rest of the file holds."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        """The record's first line."""


class Format:
    """Examples in one file, or in files that belong together. A format of the user's own is a subclass.

    It has `suffixes` and `shapes` as class attributes and overrides `rows`. Whatever is wrong with a file is a `UserError`.
    """

    suffixes: ClassVar[tuple[str, ...]] = ()
    shapes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, option: str, path: str, selection: Selection) -> None:
        """The files that `option` (such as ``data.train``) names by `path`; a look at them decides how they are read."""
        self.option, self.path, self.selection = option, path, selection
        self.name = f"{option}={path}"
        self.notes: list[str] = []
        """What was decided about the files, in words, for the user."""
        self.settled: dict[str, Any] = {}
        """Options by dotted names, with what the content of the files has decided."""
        self.decided: tuple[object, ...] = ()
        """The same in a form that can be compared: examples of equal files are equal only where this is."""
        self.files = self.find()
        missing = f"{self.name}: no such file; {option} is {accepted(selection.shape)}"
        self.identities = tuple(identify(file, missing) for file in self.files)
        self.missing = missing
        self.look()

    def naming(self, source: object = "…", target: object = "…") -> str:
        """How the user types which columns are meant."""
        return naming(self.option, "columns", source, target)

    def find(self) -> list[str]:
        """The files that `path` stands for: by default the file of this name."""
        return [self.path]

    def look(self) -> None:
        """Look at the beginning of the files and decide how to read them, in `notes` and `decided`."""

    def languages(self) -> bool:
        """Whether the file itself says of pairs which text is in which language; else they are told by their order."""
        return True

    def check_languages(self) -> None:
        """Raise `UserError` where source and target are told by their order, which is the same in each direction."""
        if not self.languages():
            source, target = self.selection.source, self.selection.target
            raise UserError(
                f"{self.name}: does not say which text is {source} and which is {target}, as data.directions needs; name"
                f" columns or files by their languages, as {source} and {target}"
            )

    def check_unchanged(self) -> None:
        """Raise `UserError` where a file is not what it was when it was looked at: what was read may be a mixture."""
        for file, identity in zip(self.files, self.identities, strict=True):
            if identify(file, self.missing) != identity:
                raise UserError(f"{self.name}: {file} has changed while it was read; start again when it is written")

    @property
    def key(self) -> tuple[object, ...]:
        """What the cache of the examples goes by: equal only where format, files and decisions are."""
        kind = type(self)
        return (kind.__module__, kind.__qualname__, code_of(kind), self.selection, self.identities, self.decided)

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The examples: source and target, text and label, words and tags, text and "", vector and label; steps of a series."""
        raise NotImplementedError(f"{type(self).__name__}.rows")

    def sheet(self) -> Sheet:
        """The table that holds one or more series; by default a row of numbers for each step, as `rows` gives them."""
        import pandas

        return Sheet(self.name, pandas.DataFrame(list(self.rows())), None)

    def rough(self) -> Iterator[Row]:
        """The pairs with all their faults, for `s2s doctor`; by default `rows`, numbered from 1."""
        for number, (source, target) in enumerate(self.rows(), start=1):
            yield Row(number, source, target)

    def lines(self, path: str | None = None) -> Iterator[tuple[int, str]]:
        """The lines of a file, by default of the first one, numbered from 1, checked to be UTF-8 and without line ends."""
        path = path or self.files[0]
        with closing(open_binary(path)) as stream:
            yield from enumerate(read_lines(stream, path, "strict", CONVERT), start=1)

    def blocks(self) -> Iterator[list[tuple[int, str]]]:
        """The `lines` that stand between blank ones, together; an empty list where blank lines follow each other."""
        block: list[tuple[int, str]] = []
        for number, line in self.lines():
            if line.strip():
                block.append((number, line))
            else:
                yield block
                block = []
        yield block

    def wrong(self, line: int, said: object) -> UserError:
        """The error to raise for a line that is not of this format."""
        return UserError(f"{self.files[0]}: line {line}: {said}")

    @classmethod
    def outputs(cls, out: str, source: str, target: str) -> list[str]:
        """The files that pairs are written to in this format, of the name `out`."""
        raise UserError(f"{out}: pairs are not written in this format; give a prefix, a .tsv or a .jsonl file")

    @classmethod
    def formatted(cls, pair: tuple[str, str], source: str, target: str) -> list[str]:
        """A pair as a line of each of `outputs`; `source` and `target` are the languages."""
        raise NotImplementedError(f"{cls.__name__}.formatted")


class LineFormat(Format):
    """Pairs, one on each line. A subclass overrides `pair`."""

    def pair(self, line: str) -> tuple[str, str]:
        """The example on a line that is not empty. Raises `Misshapen`."""
        raise NotImplementedError(f"{type(self).__name__}.pair")

    def rows(self) -> Iterator[tuple[str, str]]:
        """An empty line is a blank example."""
        for number, line in self.lines():
            try:
                yield self.pair(line) if line else ("", "")
            except Misshapen as error:
                raise self.wrong(number, error) from None


def identify(path: str, missing: str) -> tuple[str, int, int, int, str]:
    """What tells one state of a regular file, which has to be readable, from others; `missing` is said if there is none.

    Absolute path, bytes, time of change in nanoseconds, inode, and a digest of its first and last `EDGE` bytes: other
    content of the same length may have the same time, as after ``rsync --times`` or ``touch --reference``.
    """
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(missing) from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path!r}: cannot be opened: {reason(error)}; check the path") from None
    if not stat.S_ISDIR(status.st_mode) and not stat.S_ISREG(status.st_mode):
        raise UserError(f"{path}: is not a regular file and would be read only once; save it to a file first")
    open_binary(path).close()
    edges = hashlib.blake2b(digest_size=8)
    with opened(path) as file:
        edges.update(file.read(EDGE))
        file.seek(max(0, status.st_size - EDGE))
        edges.update(file.read(EDGE))
    return os.path.abspath(path), status.st_size, status.st_mtime_ns, status.st_ino, edges.hexdigest()


def code_of(kind: type) -> str:
    """Tells one state of the user's own code from another; nothing for what comes with s2s."""
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    if kind.__module__.startswith("s2s.") or file is None:
        return ""
    return hashlib.blake2b(Path(file).read_bytes(), digest_size=8).hexdigest()


def rough_lines(path: str) -> Iterator[str]:
    """Every line of a file, its bytes decoded as `Row` says. Raises `UserError` where no further line can be had."""
    with closing(open_binary(path)) as stream:
        start = read_one(partial(stream.read, len(BYTE_ORDER_MARK)), path, 1)
        stream.seek(0)
        mark = MARK if start == BYTE_ORDER_MARK else ""
        for text in read_lines(stream, path, "surrogateescape"):
            yield mark + text
            mark = ""


def beginning(lines: Iterator[str]) -> Iterator[str]:
    """Lines to judge a file by: the first ones, within a bound on their number and on the characters in them."""
    size = 0
    for number, line in enumerate(lines):
        size += len(line)
        if number == LOOK or size > LOOK_CHARACTERS:
            return
        yield line


def accepted(shape: str) -> str:
    """What examples of a shape may be read from, in words."""
    formats = [FORMATS.facts(name) for name in FORMATS.names]
    suffixes = ", ".join(
        dict.fromkeys(suffix for facts in formats if shape in facts.shapes for suffix in facts.suffixes)
    )
    if shape == Shape.text:
        return "a file of plain text, also with .gz"
    prefix = "a prefix (PREFIX.en and PREFIX.de), or " if shape == Shape.pairs else ""
    return f"{prefix}a file that ends in {suffixes}, each also with .gz"
