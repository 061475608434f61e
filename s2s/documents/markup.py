"""Mark-up as a list of tokens that are the document again when they are joined.

HTML is read by Python's own `html.parser`, XML by expat: both say where each token begins, so that all that is not
translated stays as it was to the byte. Entities are never expanded: a document that declares its own is refused, and
nothing outside a document is ever read.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from s2s.documents.base import Reading, damaged
from s2s.errors import UserError

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements of HTML that have no end."""
ENDED_BY = {
    name: frozenset(openings.split())
    for names, openings in {
        "p": """address article aside blockquote dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
        h5 h6 header hgroup hr li main menu nav ol p pre search section table tbody td tfoot th tr ul""",
        "li": "li",
        "dt dd": "dt dd",
        "td th": "td th tr tbody tfoot",
        "tr": "tr tbody tfoot",
        "thead tbody tfoot": "tbody tfoot",
        "option": "option optgroup",
        "optgroup": "optgroup",
        "rt rp": "rt rp",
        "head": "body",
    }.items()
    for name in names.split()
}
"""Elements of HTML that may have no end tag, each with the opening tags that then end it (HTML Standard, §13.1.2.4)."""
DEEPEST = 2000
"""The most elements within elements that XML may have."""


@dataclass(frozen=True)
class Token:
    """A part of a document."""

    kind: str
    """``open``, ``close``, ``empty``, ``text``, ``reference``, ``cdata``, which begins or ends such a section of XML, or
    ``other``, as a comment."""
    raw: str
    name: str = ""
    """The name of an element, without its prefix; in HTML in small letters."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """The values of attributes by their names, which keep their prefixes."""

    @property
    def text(self) -> str:
        """What a reader sees of a text or a reference."""
        return html.unescape(self.raw) if self.kind == "reference" else self.raw


def html_tokens(text: str) -> list[Token]:
    """The tokens of HTML, which is never refused: what browsers mend stays as it is."""
    parser = HtmlReader(text)
    parser.feed(text)
    parser.close()
    return cut(text, parser.beginnings)


def cut(text: Any, beginnings: Sequence[tuple[int, str, str, Mapping[str, str]]]) -> list[Token]:
    """`text`, characters or bytes of UTF-8, as tokens that reach from the beginning of each to that of the next."""
    tokens: list[Token] = []
    offsets = [offset for offset, *_ in beginnings] + [len(text)]
    if offsets[0] > 0:
        tokens.append(Token("other", plain(text[: offsets[0]])))
    for number, (begin, kind, name, attributes) in enumerate(beginnings):
        raw = plain(text[begin : offsets[number + 1]])
        if raw or kind == "close":
            tokens.append(Token(kind, raw, name, attributes))
    return tokens


def plain(part: Any) -> str:
    """A part of a document as characters, whether it is those or their UTF-8."""
    return part if isinstance(part, str) else str(part, "utf-8")


class HtmlReader(HTMLParser):
    """Notes where tokens begin; an element without an end tag gets an empty one where it ends."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.beginnings: list[tuple[int, str, str, Mapping[str, str]]] = []
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.open: list[str] = []
        self.counts: Counter[str] = Counter()
        """How many of each name are open."""

    def note(self, kind: str, name: str = "", attributes: Sequence[tuple[str, str | None]] = ()) -> None:
        """Keep a token that begins where the parser is."""
        line, column = self.getpos()
        values = {key: value or "" for key, value in attributes}
        self.beginnings.append((self.starts[line - 1] + column, kind, name, values))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An opening tag; a void element is empty, with or without a slash."""
        self.end_before(tag)
        if tag in VOID:
            self.note("empty", tag, attrs)
            return
        self.note("open", tag, attrs)
        self.open.append(tag)
        self.counts[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that ends in a slash is an empty element."""
        self.end_before(tag)
        self.note("empty", tag, attrs)

    def end_before(self, tag: str) -> None:
        """End the elements that the opening `tag` ends."""
        while self.open and tag in ENDED_BY.get(self.open[-1], ()):
            self.end_last()

    def end_last(self) -> None:
        """End the innermost element."""
        tag = self.open.pop()
        self.counts[tag] -= 1
        self.note("close", tag)

    def handle_endtag(self, tag: str) -> None:
        """A closing tag, whether or not its element is open; if it is, those inside it end before it."""
        if not self.counts[tag]:
            self.note("close", tag)
            return
        while self.open[-1] != tag:
            self.end_last()
        self.end_last()

    def handle_data(self, data: str) -> None:
        """Text, which is cut out of the document and not taken from `data`."""
        self.note("text")

    def handle_entityref(self, name: str) -> None:
        """A reference by name, such as ``&amp;``, which is not resolved here."""
        self.note("reference")

    def handle_charref(self, name: str) -> None:
        """A reference by number, such as ``&#8211;``, which is not resolved here."""
        self.note("reference")

    def handle_comment(self, data: str) -> None:
        """A comment stays as it is."""
        self.note("other")

    def handle_decl(self, decl: str) -> None:
        """The document type stays as it is."""
        self.note("other")

    def handle_pi(self, data: str) -> None:
        """A processing instruction stays as it is."""
        self.note("other")

    def unknown_decl(self, data: str) -> None:
        """A section such as CDATA, which HTML does not know, stays as it is."""
        self.note("other")


def xml_tokens(text: str, reading: Reading, what: str) -> list[Token]:
    """The tokens of XML. Raises `UserError` for what is not well-formed, and for entities that it declares."""
    content = text.encode(errors="surrogatepass")
    reader = XmlReader(content)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise damaged(reading, what, error) from None
    except Refused as error:
        raise UserError(f"{reading.name}: {error}; nothing was written") from None
    return reader.tokens()


class Refused(Exception):
    """What is well-formed, but not safe."""


class XmlReader:
    """Notes where tokens begin, in bytes of UTF-8."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.beginnings: list[tuple[int, str, str, Mapping[str, str]]] = []
        self.depth = 0
        self.in_cdata = False
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.UseForeignDTD(False)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartCdataSectionHandler = self.start_cdata
        parser.EndCdataSectionHandler = self.end_cdata
        parser.EntityDeclHandler = self.entity
        parser.DefaultHandler = lambda data: self.note("reference" if data.startswith("&") else "other")

    def note(self, kind: str, name: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """Keep a token that begins where the parser is; its name loses the prefix of its namespace."""
        self.beginnings.append((self.parser.CurrentByteIndex, kind, name.rpartition(":")[2], attributes or {}))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An opening tag. Raises `Refused` beyond `DEEPEST` elements, which recursion could not follow."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(f"its elements are nested more than {DEEPEST:,} deep")
        self.note("open", name, attributes)

    def end(self, name: str) -> None:
        """A closing tag, or the second half of an empty element, which makes one token of the two."""
        self.depth -= 1
        begin = self.parser.CurrentByteIndex
        if (
            self.beginnings[-1][1] == "open" and self.content[begin - 2 : begin] == b"/>"
        ):  # expat reports the end of <x/> behind it
            offset, _, short, attributes = self.beginnings.pop()
            self.beginnings.append((offset, "empty", short, attributes))
        else:
            self.note("close", name)

    def text(self, data: str) -> None:
        """Text, or a character that is written as a reference, which a CDATA section has none of."""
        begin = self.parser.CurrentByteIndex
        written = not self.in_cdata and self.content[begin : begin + 1] == b"&"
        self.note("reference" if written else "text")

    def start_cdata(self) -> None:
        """What begins a CDATA section."""
        self.note("cdata")
        self.in_cdata = True

    def end_cdata(self) -> None:
        """What ends a CDATA section."""
        self.note("cdata")
        self.in_cdata = False

    def entity(self, name: str, *rest: Any) -> None:
        """Raises `Refused`: an entity that a document declares may expand without bounds, or read other files."""
        raise Refused(
            f"its XML declares an entity, {name}, which could grow or lead elsewhere; take the declaration out"
        )

    def tokens(self) -> list[Token]:
        """Neighbouring parts of a text as one."""
        joined: list[tuple[int, str, str, Mapping[str, str]]] = []
        for part in self.beginnings:
            if joined and part[1] in ("text", "other") and joined[-1][1] == part[1]:
                continue
            joined.append(part)
        return cut(self.content, joined)


def escape(text: str) -> str:
    """Text for HTML and XML; characters that XML cannot hold become U+FFFD."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
