"""ODT and ODP: paragraphs and titles, also in tables, notes, frames, headers and footers."""

from __future__ import annotations

from s2s.documents.archive import Archive, Parts
from s2s.documents.base import Reading
from s2s.documents.elements import Rules
from s2s.documents.markup import xml_tokens
from s2s.documents.paragraphs import Paragraphs

PARTS = ("content.xml", "styles.xml")
"""Files of the archive; the second has headers and footers."""
RULES = Rules(
    inline=frozenset(["span", "a", "meta", "ruby", "ruby-base"]),
    opaque=frozenset(),
    breaks=frozenset(["line-break"]),
    spaces=frozenset(["s", "tab"]),
)
PARAGRAPHS = frozenset(["p", "h"])


class OpenDocument:
    """Text documents and presentations of LibreOffice and others."""

    tags = False

    @staticmethod
    def read(content: bytes, reading: Reading) -> Parts:
        """The paragraphs of the content and of headers and footers. Raises `UserError` if the file is damaged."""
        archive = Archive(content, reading, "OpenDocument file")
        parts = {}
        for name in PARTS:
            if name == PARTS[0] or name in archive.names:
                text, encoding, mark = archive.text(name)
                tokens = xml_tokens(text, reading, f"OpenDocument file, {name}")
                parts[name] = Paragraphs(tokens, PARAGRAPHS, RULES, (encoding, mark, reading))
        return Parts(archive, parts)
