"""What of a text no model may see or change: placeholders, links, addresses, code, entities, inline tags."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from s2s.documents.nodes import Code, Nesting, Node, Pair, merged

PRINTF = r"%(?:%|\d+\$)?(?:\(\w+\))?[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh?|ll?|[Lqjzt])?[diouxXeEfFgGcsaAp@]"
PATTERNS = {
    "link": r"(?:(?:https?|ftp|file)://|\bmailto:|\bwww\.)"
    r"(?:\{{1,3}[^\s{}]{0,100}\}{1,3}|[^\s<>\"“”{}])*(?:\{{1,3}[^\s{}]{0,100}\}{1,3}|[^\s<>\"“”{}.,;:!?')\]])",
    "address": r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    "code": r"(?P<tick>`+)(?!`).{1,1000}?(?<!`)(?P=tick)(?!`)",
    "math": r"\$\$.{1,1000}?\$\$|\$(?=[^\s$])[^$\n]{0,100}[\\^_=][^$\n]{0,100}(?<=\S)\$(?!\w)",
    "override": r"\{\\[^{}]*\}",  # of subtitles, which place and slant the words beside it
    "brace": r"\{\{|\$\{|%\{|#\{|\{",
    "percent": rf"%%|{PRINTF}|%L?\d{{1,2}}",
    "variable": r"\$[A-Za-z_]\w*?(?=(?:https?|ftp|file)://|\W|\Z)|__[A-Z][A-Z0-9_]*__",
    "ampersand": r"&amp;",
    "entity": r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});",
    "tag": r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>",
    "sign": r"[<>&]",
    "break": r"\r\n",
    "space": "[\u00a0\u202f\u2007]",
}
PROTECTED = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS.items()))
CODE_WORD = re.compile(r"[\w$]|(?<=\d)[.,](?=\d)")
GENITIVE = re.compile(r"['’][A-Za-z]{1,2}\b")
ORDERED = re.compile(rf"(?!%\d+\$)(?!%\()(?:{PRINTF})|\{{\}}")
TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)[^<>]*?(/?)>")
LONGEST_BRACE = 1000
"""Characters within braces that are taken for a placeholder, as of ICU's plurals."""
BESIDE_WORDS = ("percent", "brace", "variable", "ampersand", "sign", "address")
"""What makes a code of the whole word that it is a part of: ``%d%%``, ``{n}px``, ``AT&T``."""


def protected(nodes: Sequence[Node], tags: bool) -> list[Node]:
    """`nodes`, the codes in their strings as such; with `tags` the tags among them are paired."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            result += pieces(node, tags)
        elif isinstance(node, Pair):
            result.append(Pair(node.open, node.close, tuple(protected(node.children, tags))))
        else:
            result.append(node)
    return merged(paired(result) if tags else result)


def pieces(text: str, tags: bool) -> list[Node]:
    """Strings and codes that make `text` when they are joined; with `tags` entities of letters are text."""
    parts: list[Node] = []
    done = position = 0
    while match := PROTECTED.search(text, position):
        kind, begin, end = str(match.lastgroup), *match.span()
        position = end
        if kind == "brace":
            end = closing(text, end)
            if end < 0:
                continue
        if (
            tags
            and kind == "entity"
            and (decoded := html.unescape(match[0]))
            and (decoded.isalpha() or decoded in "'’")
        ):
            parts += [text[done:begin], decoded]
            done = position = end
            continue
        if kind in BESIDE_WORDS:
            begin, end = whole_word(text, begin, end, done)
        apart = kind == "space" or html.unescape(text[begin:end]) in ("\u00a0", "\u202f", "\u2007", "\u2009")
        raw = text[begin:end]
        ordered = (kind == "percent" and bool(ORDERED.fullmatch(raw))) or raw == "{}"
        code = Code(raw, literal=True, breaks=kind == "break", apart=apart, ordered=ordered)
        parts += [text[done:begin], code]
        done = position = end
    return [*parts, text[done:]]


def closing(text: str, begin: int) -> int:
    """Behind the brace that closes the one before `begin`; -1 where there is none near."""
    depth = 1
    for number in range(begin, min(len(text), begin + LONGEST_BRACE)):
        depth += {"{": 1, "}": -1}.get(text[number], 0)
        if depth == 0:
            return number + (2 if text[begin - 2 : begin] == "{{" and text[number : number + 2] == "}}" else 1)
    return -1


def whole_word(text: str, begin: int, end: int, first: int) -> tuple[int, int]:
    """The code from `begin` to `end` with the letters and codes that touch it, none before `first`."""
    while begin > first and CODE_WORD.match(text, begin - 1):
        begin -= 1
    while end < len(text):
        following = PROTECTED.match(text, end)
        if following and following.lastgroup in BESIDE_WORDS:
            close = closing(text, following.end()) if following.lastgroup == "brace" else following.end()
            if close < 0:
                break
            end = close
        elif following is None and CODE_WORD.match(text, end):
            end += 1
        else:
            break
    genitive = GENITIVE.match(text, end)
    return begin, genitive.end() if genitive else end


def paired(nodes: Sequence[Node]) -> list[Node]:
    """`nodes`, where tags of HTML among the codes that belong together enclose what is between them."""
    nesting = Nesting()
    for node in nodes:
        tag = TAG.fullmatch(node.raw) if isinstance(node, Code) else None
        if not isinstance(node, Code) or tag is None:
            nesting.level.append(node)
        elif tag[2].lower() == "br":
            nesting.level.append(replace(node, breaks=True))
        elif tag[3]:
            nesting.level.append(node)
        elif tag[1]:
            nesting.end(node, tag[2].lower())
        else:
            nesting.begin(node, tag[2].lower())
    return nesting.nodes()


def accelerated(text: str) -> list[Node]:
    """`text` of a menu, whose one ``&`` or ``_`` marks the letter that follows as its key."""
    marks = list(re.finditer(r"(?:(?<![\w&])[&_](?=\w)|(?<=[A-Za-z])[&_](?=[a-z]))(?!\w+;|.\w+;)", text))
    if len(marks) != 1 or len(text) > 60 or "://" in text or (marks[0][0] == "_" and text.count("_") > 1):
        return [text]
    begin, end = marks[0].span()
    if marks[0][0] == "_" and begin and text[begin - 1].isalpha() and not re.match(r"\b[A-Z]_[a-z]", text[begin - 1 :]):
        return [text]
    return [text[:begin], Code(marks[0][0], literal=True, accelerator=True), text[end:]]
