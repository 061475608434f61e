"""The kinds of documents, by the ends of their names; a row here and a file in ``formats`` is all that a new one needs."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from s2s.config.distributions import install
from s2s.documents.base import Format
from s2s.errors import UserError


@dataclass(frozen=True)
class Row:
    """Where a format is, and what it reads."""

    location: str
    """``module:Class``, imported when it is used."""
    suffixes: tuple[str, ...]
    columns: bool = False
    """Whether it is a table, of which columns are translated."""


FORMATS = {
    "text": Row("s2s.documents.formats.text:Text", (".txt", ".text")),
    "Markdown": Row("s2s.documents.formats.markdown:Markdown", (".md", ".markdown", ".mkd")),
    "HTML": Row("s2s.documents.formats.html:Html", (".html", ".htm")),
    "XHTML": Row("s2s.documents.formats.html:Xhtml", (".xhtml",)),
    "SRT": Row("s2s.documents.formats.subrip:SubRip", (".srt",)),
    "WebVTT": Row("s2s.documents.formats.webvtt:WebVtt", (".vtt",)),
    "PO": Row("s2s.documents.formats.gettext:Gettext", (".po", ".pot")),
    "XLIFF": Row("s2s.documents.formats.xliff:Xliff", (".xlf", ".xliff")),
    "DOCX": Row("s2s.documents.formats.word:Word", (".docx", ".docm")),
    "PPTX": Row("s2s.documents.formats.powerpoint:PowerPoint", (".pptx", ".pptm")),
    "ODT": Row("s2s.documents.formats.opendocument:OpenDocument", (".odt", ".odp")),
    "EPUB": Row("s2s.documents.formats.epub:Epub", (".epub",)),
    "CSV": Row("s2s.documents.formats.table:Csv", (".csv",), columns=True),
    "TSV": Row("s2s.documents.formats.table:Tsv", (".tsv", ".tab"), columns=True),
    "JSONL": Row("s2s.documents.formats.jsonlines:JsonLines", (".jsonl", ".ndjson"), columns=True),
}
CONVERT = {
    ".pdf": "PDF has no text that could be put back; convert it first: pdftotext FILE.pdf FILE.txt, or open it in"
    " LibreOffice or Word and save it as DOCX",
    ".doc": "save it as DOCX first: soffice --headless --convert-to docx FILE.doc",
    ".ppt": "save it as PPTX first: soffice --headless --convert-to pptx FILE.ppt",
    ".rtf": "save it as DOCX first: soffice --headless --convert-to docx FILE.rtf",
}
"""What is refused, and what helps."""


def row_of(path: str | Path) -> Row:
    """The format of the document at `path`, by its suffix. Raises `UserError`."""
    suffix = Path(path).suffix.lower()
    if suffix in CONVERT:
        raise UserError(f"--document {path}: {CONVERT[suffix]}")
    for row in FORMATS.values():
        if suffix in row.suffixes:
            return row
    known = ", ".join(end for row in FORMATS.values() for end in row.suffixes)
    raise UserError(f"--document {path}: {suffix or 'no suffix'} names no kind of document; known are {known}")


def load(row: Row) -> type[Format]:
    """The class of a format. Raises `UserError` where a library that it needs is not installed."""
    module, _, name = row.location.partition(":")
    try:
        kind: type[Format] = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("s2s"):
            raise
        raise UserError(f"{row.suffixes[0]}: needs {error.name}; {install('documents')}") from None
    return kind
