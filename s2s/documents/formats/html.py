"""HTML as it is found, and XHTML; only text is translated, attributes stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from s2s.documents.base import Origin, Reading, decoded, encoded
from s2s.documents.elements import Cutter, Rules, Written
from s2s.documents.markup import Token, html_tokens, xml_tokens
from s2s.documents.nodes import Node, Segment

INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite data del dfn em font i img ins label mark q rp rt ruby s small span strike strong
    sub sup time tt u wbr code kbd samp var input button select svg math object audio video picture canvas""".split()
)
OPAQUE = frozenset(
    """code kbd samp var pre script style svg math template textarea xmp listing object audio video picture canvas select
    iframe noembed noframes plaintext""".split()
)
RULES = Rules(INLINE, OPAQUE, breaks=frozenset(["br"]))
CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)")
LOOKED_AT = 4096
"""Bytes at the beginning in which a document says its encoding."""


class Markup:
    """Tokens, and the segments among them."""

    def __init__(self, tokens: Sequence[Token], origin: Origin, rules: Rules = RULES) -> None:
        self.tokens, self.origin = tokens, origin
        self.spans = Cutter(tokens, rules, origin[2].source).cut()
        self.segments: list[Segment] = [part.nodes for part in self.spans]

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The document with its segments translated; characters that its encoding lacks become references."""
        written = Written(self.tokens)
        written.replace_all(self.spans, translated)
        encoding, mark, reading = self.origin
        text = str(written)
        if encoding.lower().replace("-", "") not in ("utf8", "utf16le", "utf16be", "utf16"):
            text = text.encode(encoding, "xmlcharrefreplace").decode(encoding)
        return encoded(text, encoding, mark, reading)


class Html:
    """HTML, however well it is formed."""

    tags = False

    @staticmethod
    def read(content: bytes, reading: Reading) -> Markup:
        """The segments of a page, in the encoding that it declares, or else UTF-8. Raises `UserError`."""
        text, encoding, mark = decoded(content, with_encoding(content, reading))
        return Markup(html_tokens(text), (encoding, mark, reading))


class Xhtml:
    """XHTML, which has to be well-formed."""

    tags = False

    @staticmethod
    def read(content: bytes, reading: Reading) -> Markup:
        """The segments of a page. Raises `UserError` if it is not well-formed XML, or declares entities."""
        text, encoding, mark = decoded(content, with_encoding(content, reading))
        return Markup(xml_tokens(text, reading, "XHTML"), (encoding, mark, reading))


def with_encoding(content: bytes, reading: Reading) -> Reading:
    """`reading` with the encoding that the document itself declares, unless the user has given one."""
    if reading.encoding is not None or content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return reading
    beginning = content[:LOOKED_AT]
    match = DECLARED.search(beginning) or CHARSET.search(beginning)
    if match is None:
        return reading
    name = match[1].decode("ascii").lower()
    if name in ("iso-8859-1", "latin1", "us-ascii") and DECLARED.search(beginning) is None:
        name = "cp1252"  # as browsers read it
    return replace(reading, encoding=name)
