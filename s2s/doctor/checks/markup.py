"""Tags of HTML, XML and translation memories within the text."""

from __future__ import annotations

import re

from s2s.doctor.checks.base import TextCheck

BLOCKS = "br|p|div|li|ul|ol|tr|td|th|table|hr|h[1-6]|blockquote|pre|section|article|header|footer|title|body|html|head"
INLINE = "a|b|i|u|s|em|strong|span|font|sub|sup|small|big|code|img|cite|abbr|mark|q|del|ins|center|script|style|label"
MEMORIES = "bpt|ept|ph|it|hi|ut|seg|tu|tuv|bx|ex|g|x|mrk"
ATTRIBUTES = r"(?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=]+))*"
TAG = re.compile(
    rf"<!--.*?-->|<(/?)({BLOCKS}|{INLINE}|{MEMORIES}){ATTRIBUTES}\s*/?>|</[A-Za-z][\w:-]*\s*>", re.IGNORECASE
)
BLOCK = re.compile(BLOCKS, re.IGNORECASE)
SPACES = re.compile(" {2,}")


class Markup(TextCheck):
    """Known tags, and any closing one: ``a<b``, ``<3`` and ``<unk>`` are text."""

    def finds(self, text: str) -> bool:
        """Whether `text` has a tag or a comment."""
        return "<" in text and TAG.search(text) is not None

    def mend(self, text: str) -> str:
        """`text` without tags; those that separate blocks leave a space."""
        return SPACES.sub(" ", TAG.sub(separator, text)).strip(" ") if self.finds(text) else text


def separator(match: re.Match[str]) -> str:
    """What remains of a tag."""
    return " " if match[2] and BLOCK.fullmatch(match[2]) else ""
