"""TMX, the form of translation memories (ttt.org/oscarStandards/tmx): XML, with a text in each language in every unit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from typing import Any, ClassVar
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_external_ges

from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.formats.headers import of_language
from s2s.data.corpora.values import one_line
from s2s.data.text.lines import LONGEST_LINE, open_binary, read_one
from s2s.errors import UserError, among

CODES = ("bpt", "ept", "it", "ph", "ut")
"""Elements that hold another format's mark-up, which is no text."""
BLOCK = 1 << 16
DEEPEST = 100
"""Elements inside each other."""


class Tmx(Format):
    """The units that have both languages, each text of one with each of the other; other units are blank pairs.

    A language is found by its code, in any case and with or without its region, but beside its very code no other region;
    `data.columns` names the codes otherwise.
    Documents that declare entities, or name others to be read, are refused: entities can grow without end.
    """

    suffixes: ClassVar = (".tmx",)
    shapes: ClassVar = ("pairs",)

    def rows(self) -> Iterator[tuple[str, str]]:
        """The pairs of texts, as they come."""
        units = Units(*(self.selection.columns or (self.selection.source, self.selection.target)))
        count = 0
        for pair in self.parsed(units):
            count += pair != ("", "")
            yield pair
        if not count and units.languages:
            languages = " and ".join(units.pair_languages)
            raise UserError(
                f"{self.files[0]}: no unit has {languages}, only {among(sorted(units.languages))}; name two of them with"
                f" {self.naming()}"
            )

    def parsed(self, units: Units) -> Iterator[tuple[str, str]]:
        """What `units` finds in the file. Raises `UserError` with the line for what is no XML, or may not be."""
        from defusedxml.common import DefusedXmlException
        from defusedxml.sax import make_parser

        parser, path = make_parser(), self.files[0]
        # A DTD that the head names, as most do, is passed over; no entity can be declared, and none is ever read.
        parser.forbid_external = False
        parser.setFeature(feature_external_ges, False)
        parser.setContentHandler(units)

        def line() -> int:
            return int(parser.getLineNumber() or 1)

        with closing(open_binary(path)) as stream:
            try:
                parser.feed(b"")  # an empty document is none
                while block := read_one(lambda: stream.read(BLOCK), path, line()):
                    parser.feed(block)
                    yield from units.taken()
                parser.close()
            except DefusedXmlException:
                raise self.wrong(
                    line(), "declares entities, which can grow without end; remove the declarations"
                ) from None
            except SAXException as error:
                raise self.wrong(line(), f"is not XML ({error.getMessage()}); export the memory again") from None
            except Endless as error:
                raise self.wrong(line(), error) from None
        yield from units.taken()


class Endless(ValueError):
    """Something that a document for people has an end of."""


class Units(ContentHandler):
    """Collects the pairs of the two languages `pair_languages`."""

    def __init__(self, source: str, target: str) -> None:
        """`source` and `target` are the codes of the two languages."""
        super().__init__()
        self.pair_languages = (source, target)
        self.languages: set[str] = set()
        """All that there are."""
        self.pairs: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        """Of the unit, each with its language."""
        self.language, self.inside, self.skipped, self.depth, self.size = "", False, 0, 0, 0
        self.parts: list[str] = []

    def taken(self) -> list[tuple[str, str]]:
        """The pairs since the last call."""
        pairs, self.pairs = self.pairs, []
        return pairs

    def startElement(self, name: str, attrs: Any) -> None:  # the name that xml.sax calls
        """Note the language, the text or the mark-up that begins. Raises `Endless` for too deep a nesting."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Endless(f"has more than {DEEPEST} elements inside each other; is this a translation memory?")
        if name == "tu":
            self.texts = []
        elif name == "tuv":
            self.language = attrs.get("xml:lang") or attrs.get("lang") or ""
            if len(self.languages) < 1000:
                self.languages.add(self.language)
        elif name == "seg":
            self.inside, self.parts, self.size = True, [], 0
        elif self.inside and name in CODES:
            self.skipped += 1

    def endElement(self, name: str) -> None:
        """Take the text that ends, or make pairs of the texts of a unit."""
        self.depth -= 1
        if name == "seg" and self.inside:
            self.inside = False
            self.texts.append((self.language, one_line("".join(self.parts)).strip()))
        elif name == "tu":
            languages = [language for language, _ in self.texts]
            sources, targets = (
                [self.texts[at][1] for at in of_language(languages, code)] for code in self.pair_languages
            )
            self.pairs += itertools.product(sources, targets) if sources and targets else [("", "")]
        elif self.inside and name in CODES:
            self.skipped -= 1

    def characters(self, content: str) -> None:
        """Collect text, unless it is inside mark-up. Raises `Endless` for a text without end."""
        if self.inside and not self.skipped:
            self.parts.append(content)
            self.size += len(content)
            if self.size > LONGEST_LINE:
                raise Endless(f"has a text of more than {LONGEST_LINE >> 20} MiB; is this a translation memory?")
