"""PO files: entries without a translation get one; all else, comments, contexts and fuzzy marks too, stays to the byte.

polib checks the file and knows its escapes and its header.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polib

from s2s.documents.base import Origin, Reading, damaged, decoded, encoded
from s2s.documents.formats.cues import lines_of
from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import Node, Segment, translatable
from s2s.documents.protect import accelerated

KEYWORD = re.compile(r'\s*(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s*(".*")\s*$', re.DOTALL)
STRING = re.compile(r'\s*(".*")\s*$', re.DOTALL)
CHARSET = re.compile(rb'"Content-Type:[^"]*charset=([A-Za-z0-9_.:-]+)')
ODD_ENDS = str.maketrans("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "????????")
"""What polib takes for the end of a line."""


@dataclass
class Part:
    """A keyword of an entry, its string, and the lines that it takes."""

    keyword: str
    index: int | None
    text: str
    first: int
    last: int


@dataclass
class Entry:
    """What stands between two comments or blank lines."""

    parts: list[Part] = field(default_factory=list)

    def of(self, keyword: str) -> list[Part]:
        """The parts with this keyword; ``msgstr`` has one for each plural form."""
        return [part for part in self.parts if part.keyword == keyword]

    @property
    def waits(self) -> bool:
        """Whether there is something to translate and no translation."""
        ids = [part.text for part in self.of("msgid")]
        return bool(ids and ids[0]) and bool(self.of("msgstr")) and not any(part.text for part in self.of("msgstr"))


class Gettext:
    """Messages of a program."""

    tags = True

    @staticmethod
    def read(content: bytes, reading: Reading) -> Messages:
        """The entries of a PO file, in the encoding that its header names. Raises `UserError` if it is none."""
        declared = CHARSET.search(content[:10_000])
        if (
            declared
            and reading.encoding is None
            and declared[1] != b"CHARSET"
            and not content.startswith(b"\xef\xbb\xbf")
        ):
            encoding = declared[1].decode("ascii").lower()
            reading = replace(reading, encoding=encoding)
        text, encoding, mark = decoded(content, reading)
        plural = checked(text, reading)
        return Messages(lines_of(text), plural, (encoding, mark, reading))


def checked(text: str, reading: Reading) -> tuple[int, int] | None:
    """The number of plural forms and the one for 1, as the header says, or None. Raises `UserError` if it is no PO file."""
    for number, line in enumerate(lines_of(text), 1):
        if not re.match(r"\s*(?:#|\Z)", line) and not KEYWORD.match(line) and not STRING.match(line):
            raise damaged(reading, "PO file", f"line {number:,}: neither a keyword with a string, nor a string")
    try:
        header = polib.pofile(text.translate(ODD_ENDS).replace("\r\n", "\n").replace("\r", "\n") + "\n").metadata
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        raise damaged(reading, "PO file", str(error).replace("Syntax error in po file", "syntax error")) from None
    match = re.search(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+)", header.get("Plural-Forms", ""))
    if match is None or not 0 < int(match[1]) <= 10:
        return None
    try:
        single = gettext.c2py(match[2])(1)
    except (ValueError, RecursionError, ZeroDivisionError):
        return None
    return int(match[1]), min(int(single), int(match[1]) - 1)


class Messages:
    """The lines of a PO file, and its entries that wait for a translation."""

    def __init__(self, lines: list[str], plural: tuple[int, int] | None, origin: Origin) -> None:
        self.lines, self.plural, self.origin = lines, plural, origin
        self.entries = [entry for entry in entries_of(lines) if entry.waits]
        self.segments: list[Segment] = [
            tuple(accelerated(part.text))
            for entry in self.entries
            for part in (*entry.of("msgid")[:1], *entry.of("msgid_plural")[:1])
        ]

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The file with the ``msgstr`` lines of the entries that waited; all other lines stay."""
        lines = list(self.lines)
        texts = iter(translated)
        for entry in self.entries:
            single = next(texts)
            several = next(texts) if entry.of("msgid_plural") else None
            parts = entry.of("msgstr")
            if not translatable(single) and several is None:
                continue
            end = re.search(r"\r?\n|\r|$", self.lines[parts[0].first])
            line_end = end[0] if end and end[0] else "\n"
            written = self.written(parts, single, several, line_end)
            last = parts[-1].last
            if not self.lines[last - 1].endswith(("\n", "\r")):
                written = written.rstrip("\r\n")
            lines[parts[0].first : last] = [written] + [""] * (last - parts[0].first - 1)
        encoding, mark, reading = self.origin
        return encoded("".join(lines), encoding, mark, reading)

    def written(
        self, parts: Sequence[Part], single: Sequence[Node], several: Sequence[Node] | None, line_end: str
    ) -> str:
        """The lines of ``msgstr``, with plurals one for each form of the target's."""
        if several is None:
            return quoted("msgstr", string_of(single), line_end)
        count, singular = self.plural or (len(parts), 0 if len(parts) > 1 else -1)
        forms = [string_of(single if number == singular and count > 1 else several) for number in range(count)]
        return "".join(quoted(f"msgstr[{number}]", form, line_end) for number, form in enumerate(forms))


def entries_of(lines: Sequence[str]) -> list[Entry]:
    """The entries that are not obsolete."""
    entries = [Entry()]
    for number, line in enumerate(lines):
        keyword, more = KEYWORD.match(line), STRING.match(line)
        parts = entries[-1].parts
        if keyword:
            begins = keyword[1] in ("msgctxt", "msgid") and any(part.keyword == "msgstr" for part in parts)
            if begins:
                entries.append(Entry())
            index = None if keyword[2] is None else int(keyword[2])
            entries[-1].parts.append(Part(keyword[1], index, unquoted(keyword[3]), number, number + 1))
        elif more and parts and parts[-1].last == number:
            parts[-1].text += unquoted(more[1])
            parts[-1].last = number + 1
    return entries


def unquoted(text: str) -> str:
    """The string in a pair of quotation marks, its escapes resolved."""
    string: Any = polib.unescape(text[1:-1])
    return str(string)


def quoted(keyword: str, text: str, line_end: str) -> str:
    """A keyword with its string, in several lines where that has line breaks inside."""
    parts = [part for part in re.split(r"(?<=\n)", text) if part]
    if len(parts) < 2:
        return f'{keyword} "{polib.escape(text)}"{line_end}'
    return f'{keyword} ""{line_end}' + "".join(f'"{polib.escape(part)}"{line_end}' for part in parts)
