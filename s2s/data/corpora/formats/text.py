"""Two texts whose lines belong together: PREFIX.en and PREFIX.de, or src-NAME.txt and tgt-NAME.txt."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import zip_longest
from typing import ClassVar

from s2s.config.corpora import Shape
from s2s.data.corpora.formats.base import Format, Row, accepted, rough_lines
from s2s.data.corpora.formats.headers import is_code
from s2s.data.corpora.formats.unread import packing, unfound
from s2s.data.text.lines import CONVERT, open_binary, read_lines
from s2s.errors import UserError

CODE = re.compile(r"\.(?!tsv|tab|csv|txt|tmx|xml|gz|npy|zip|xz|zst)[A-Za-z]{2,3}([_-]\w+)*(\.gz)?")
"""What the name of a text ends with: the code of its language, with a region or a script, and how it is packed."""
SHOWN = 6
"""Files of other languages that a message names."""


class Text(Format):
    """Line n of one file is the translation of line n of the other."""

    shapes: ClassVar = ("pairs",)

    def find(self) -> list[str]:
        """The two files, each plain or gzipped."""
        languages = self.selection.source, self.selection.target
        for kind, files in partners(self.path, *languages):
            if all(map(os.path.exists, files)):
                if kind:
                    self.notes.append(f"{self.name}: source and target are {files[0]} and {files[1]}")
                return files
        several = self.selection.gaps and self.option.startswith("data.corpora")
        return [side(self.option, self.path, language, languages, several) for language in languages]

    def languages(self) -> bool:
        """The names of the files end in the codes."""
        codes = self.selection.source, self.selection.target
        endings = [file.removesuffix(".gz").rpartition(".")[2] for file in self.files]
        return all(map(is_code, endings, codes))

    def rows(self) -> Iterator[tuple[str, str]]:
        """The pairs of lines. Raises `UserError` with both counts if they differ."""
        with ExitStack() as stack:
            streams = [stack.enter_context(closing(open_binary(path))) for path in self.files]
            left, right = (
                read_lines(stream, path, "strict", CONVERT) for stream, path in zip(streams, self.files, strict=True)
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
                number + (text is not None) + sum(1 for _ in rest)
                for text, rest in zip(pair, (left, right), strict=True)
            ]
        if counts[0] != counts[1]:
            lengths = f"{self.files[0]} has {counts[0]:,} lines but {self.files[1]} has {counts[1]:,}"
            raise UserError(f"{self.name}: {lengths}; line n of one must translate line n of the other")

    def rough(self) -> Iterator[Row]:
        """Where one file has ended, lines of the other have a fault."""
        for line, (source, target) in enumerate(zip_longest(*map(rough_lines, self.files)), start=1):
            yield Row(line, source or "", target or "", "count" if source is None or target is None else "")

    @classmethod
    def outputs(cls, out: str, source: str, target: str) -> list[str]:
        """A file for each language."""
        return [f"{out}.{source}", f"{out}.{target}"]

    @classmethod
    def formatted(cls, pair: tuple[str, str], source: str, target: str) -> list[str]:
        """One line for the file of each language."""
        return list(pair)


def partners(path: str, source: str, target: str) -> Iterator[tuple[str, list[str]]]:
    """Names that the two files may have, as tools write them: of which kind they are, empty for our own, and both."""
    folder, name = os.path.split(path)
    pairs = [("", f"{path}.{one}", f"{path}.{other}") for one in spellings(source) for other in spellings(target)]
    pairs.append(("src", f"{path}.src", f"{path}.tgt"))
    pairs.append(("src-", os.path.join(folder, f"src-{name}.txt"), os.path.join(folder, f"tgt-{name}.txt")))
    if name.startswith("src-"):
        pairs.append(("src-", path, os.path.join(folder, f"tgt-{name.removeprefix('src-')}")))
    for kind, first, second in pairs:
        for endings in (("", ""), (".gz", ".gz"), ("", ".gz"), (".gz", "")):
            yield kind, [first + endings[0], second + endings[1]]


def spellings(language: str) -> list[str]:
    """A code as it is, with hyphens, and with low lines."""
    return [*dict.fromkeys([language, language.replace("_", "-"), language.replace("-", "_")])]


def languages_beside(prefix: str) -> list[str]:
    """The files PREFIX.CODE and PREFIX.CODE.gz, some of them where they are many."""
    files = sorted(glob.glob(f"{glob.escape(prefix)}.*"))
    return [file for file in files if CODE.fullmatch(file.removeprefix(prefix)) and os.path.isfile(file)][:SHOWN]


def side(option: str, prefix: str, language: str, languages: tuple[str, str], several: bool = False) -> str:
    """The existing one of PREFIX.LANGUAGE and PREFIX.LANGUAGE.gz, of the `languages` of both. Raises `UserError`.

    `several` says that it is one of several corpora, which may have directions of its own.
    """
    candidates = [f"{prefix}.{name}{ending}" for name in spellings(language) for ending in ("", ".gz")]
    for path in candidates:
        if os.path.exists(path):
            return path
    looked = f"{option}={prefix}: found neither {candidates[0]} nor {candidates[1]}"
    without = prefix.removesuffix(".gz").removesuffix(f".{language}")
    if os.path.isfile(prefix) and without != prefix:
        raise UserError(f"{looked}; give the prefix of the two files: {option}={without}")
    for file in sorted(glob.glob(f"{glob.escape(candidates[0])}.*")):
        if os.path.isfile(file) and (said := packing(file)):
            raise UserError(f"{looked}, but {file}, which {said}")
    if beside := languages_beside(prefix):
        ends = dict.fromkeys(file.removeprefix(f"{prefix}.").removesuffix(".gz") for file in beside)
        own = sorted(ends, key=lambda code: (code != languages[0]) + (code == languages[1]))
        remedy = f", or give the corpus its own, as directions: [{'-'.join(own)}]" if several and len(own) == 2 else ""
        raise UserError(
            f"{looked}, but {', '.join(beside)}; a language is called by the end of its file's name{remedy}"
        )
    known = unfound(option, prefix, *languages)
    raise UserError(f"{looked}; {known}" if known else f"{looked}; {option} is {accepted(Shape.pairs)}")
