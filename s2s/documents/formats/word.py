"""DOCX: paragraphs of the text, of tables, text boxes, headers, footers, footnotes and endnotes."""

from __future__ import annotations

import re

from s2s.documents.archive import Archive, Parts
from s2s.documents.base import Reading
from s2s.documents.formats.runs import Runs
from s2s.documents.markup import xml_tokens

MAIN = "word/document.xml"
"""The usual name of the main part; `RELATIONS` names it by the type `OFFICE`, since some programs call it otherwise."""
RELATIONS, OFFICE = "_rels/.rels", "/relationships/officeDocument"
HYPHEN = re.compile(r"<(\w+:)noBreakHyphen\s*/>")
"""A hyphen where no line ends; it is read and written as the character U+2011, which says the same."""
PARTS = re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")


class Word:
    """Documents of Word."""

    tags = False

    @staticmethod
    def read(content: bytes, reading: Reading) -> Parts:
        """The paragraphs of the text, headers, footers and notes. Raises `UserError` if the file is damaged."""
        return office(content, reading, "DOCX", MAIN, PARTS)


def office(content: bytes, reading: Reading, what: str, main: str, wanted: re.Pattern[str]) -> Parts:
    """The main part of an archive, `main` unless its relations name another, and the members whose names are `wanted`."""
    archive = Archive(content, reading, what)
    if RELATIONS in archive.names:
        relations = xml_tokens(archive.text(RELATIONS)[0], reading, f"{what}, {RELATIONS}")
        targets = (token.attributes for token in relations if token.attributes.get("Type", "").endswith(OFFICE))
        main = next((attributes.get("Target", main).lstrip("/") for attributes in targets), main)
    parts = {}
    for name in dict.fromkeys([main, *sorted(archive.names, key=natural)]):
        if name == main or wanted.fullmatch(name):
            text, encoding, mark = archive.text(name)
            text = HYPHEN.sub("<\\1t>\u2011</\\1t>", text)
            parts[name] = Runs(xml_tokens(text, reading, f"{what}, {name}"), (encoding, mark, reading))
    return Parts(archive, parts)


def natural(name: str) -> list[object]:
    """The order of people: slide10 after slide2."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]
