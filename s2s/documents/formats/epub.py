"""EPUB: every page of the book, its navigation among them, and the older table of contents."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from s2s.documents.archive import Archive, Parts
from s2s.documents.base import Document, Reading, damaged
from s2s.documents.elements import Rules
from s2s.documents.formats.html import RULES, Markup
from s2s.documents.markup import Token, xml_tokens

CONTAINER = "META-INF/container.xml"
PAGE, CONTENTS = "application/xhtml+xml", "application/x-dtbncx+xml"
CONTENTS_RULES = Rules(frozenset(), frozenset(["head"]))


class Epub:
    """A book."""

    tags = False

    @staticmethod
    def read(content: bytes, reading: Reading) -> Parts:
        """The pages of a book, and its table of contents. Raises `UserError` if it is damaged."""
        archive = Archive(content, reading, "EPUB")
        parts: dict[str, Document] = {}
        for name, kind in pages(archive, reading):
            text, encoding, mark = archive.text(name)
            tokens = xml_tokens(text, reading, f"EPUB, {name}")
            rules = RULES if kind == PAGE else CONTENTS_RULES
            parts[name] = Markup(tokens, (encoding, mark, reading), rules)
        return Parts(archive, parts)


def pages(archive: Archive, reading: Reading) -> list[tuple[str, str]]:
    """The members that have text, with their media types, as the book's own list has them."""
    package = attribute(elements(archive, CONTAINER, "rootfile"), "full-path")
    if package is None:
        raise damaged(reading, "EPUB", f"{CONTAINER} names no package")
    folder = posixpath.dirname(package)
    members = []
    for item in elements(archive, package, "item"):
        kind = item.attributes.get("media-type", "")
        if kind in (PAGE, CONTENTS):
            name = posixpath.normpath(posixpath.join(folder, unquote(item.attributes.get("href", ""))))
            if name not in archive.names:
                raise damaged(reading, "EPUB", f"it has no {name}, which {package} lists")
            members.append((name, kind))
    return members


def elements(archive: Archive, member: str, name: str) -> list[Token]:
    """The opening tags of the elements called `name` in a member of the archive. Raises `UserError`."""
    text, *_ = archive.text(member)
    tokens = xml_tokens(text, archive.reading, f"EPUB, {member}")
    return [token for token in tokens if token.kind in ("open", "empty") and token.name == name]


def attribute(tags: list[Token], name: str) -> str | None:
    """The value of an attribute in the first of the tags that has it, or None."""
    return next((token.attributes[name] for token in tags if name in token.attributes), None)
