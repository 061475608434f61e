"""DOCX: paragraphs of the text, of tables, text boxes, headers, footers, footnotes and endnotes."""

from __future__ import annotations

import re

from s2s.documents.archive import Archive, Parts
from s2s.documents.base import Reading
from s2s.documents.formats.runs import Runs
from s2s.documents.markup import xml_tokens

MAIN = "word/document.xml"
PARTS = re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")


class Word:
    """Documents of Word."""

    tags = False

    @staticmethod
    def read(content: bytes, reading: Reading) -> Parts:
        """The paragraphs of the text, headers, footers and notes. Raises `UserError` if the file is damaged."""
        return office(content, reading, "DOCX", MAIN, PARTS)


def office(content: bytes, reading: Reading, what: str, main: str, wanted: re.Pattern[str]) -> Parts:
    """The members of an archive whose names are `wanted`, `main` among them."""
    archive = Archive(content, reading, what)
    parts = {}
    for name in dict.fromkeys([main, *sorted(archive.names, key=natural)]):
        if name == main or wanted.fullmatch(name):
            text, encoding, mark = archive.text(name)
            parts[name] = Runs(xml_tokens(text, reading, f"{what}, {name}"), (encoding, mark, reading))
    return Parts(archive, parts)


def natural(name: str) -> list[object]:
    """The order of people: slide10 after slide2."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]
