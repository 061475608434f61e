"""What is odd in a text by itself: bytes that are no UTF-8, marks, separators, control characters, mojibake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from s2s.data.text.lines import MARK

# A tab is in the way of a TSV file; the others end a line for some tools, which then count other lines than we do.
SEPARATOR = re.compile("[\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROL = re.compile("[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
LOST, ESCAPED = "\ufffd", re.compile("[\udc80-\udcff]")

ODD = re.compile(f"[\0-\x1f\x7f-\x9f\u2028\u2029{LOST}{MARK}\ud800-\udfff]")
GENUINE = re.compile(
    "([“”„‟«»‘’‚‹›][ÂÃÄÅâãäå][“”»’›]"  # a letter in quotation marks
    "|(?<!\\w)[A-ZÀ-Þ]{2,}[ÂÃÄÅ][“”»’›](?!\\w)"  # a word in capitals before a closing one, as IRMÃ”
    f"|[ÂÃ] |(?<=[!-~])\xa0|{LOST})"  # what begins or continues no sequence; what an earlier conversion has lost
)
"""What ftfy would take for mojibake in some texts, or what keeps it from seeing mojibake beside it."""


def oddities(text: str) -> Iterator[str]:
    """The checks (keys of `CHECKS`) that `text` fails."""
    if text.isascii() and text.isprintable():
        return
    if ESCAPED.search(text):
        yield "encoding"
        return
    if LOST in text:
        yield "lost"
    if MARK in text:
        yield "mark"
    repaired = unmangled(text)
    if repaired != text:
        yield "mojibake"
    if SEPARATOR.search(repaired):
        yield "separator"
    if CONTROL.search(repaired):
        yield "control"


def repaired(text: str) -> str:
    """`text` without what `oddities` finds, as far as it can be mended."""
    before = None
    while text != before and not (text.isascii() and text.isprintable()):  # what is taken out may join what is odd
        text, before = CONTROL.sub("", SEPARATOR.sub(" ", unmangled(text.replace(MARK, "")))), text
    return text


def unmangled(text: str) -> str:
    """`text` with mojibake, which is text that was read in another encoding than it was written in, as it was meant.

    Found and decoded by ftfy (Speer 2019), of whose other changes none is made: only what becomes valid UTF-8 is changed.
    """
    if text.isascii():
        return text
    parts = GENUINE.split(text)
    return "".join(part if number % 2 else decoded(part) for number, part in enumerate(parts))


def decoded(text: str) -> str:
    """`text`, where it is UTF-8 that was read in another encoding, as it should be; otherwise unchanged."""
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    settings = TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, fix_c1_controls=False)
    fixed, steps = fix_encoding_and_explain(text, settings)
    to_utf8 = all(step.action != "decode" or step.parameter.startswith("utf-8") for step in steps or ())
    return fixed if to_utf8 else text


def first_odd(text: str) -> int:
    """Where `text` first has something odd; 0 if it has nothing."""
    match, mended = ODD.search(text), unmangled(text)
    places = [match.start()] if match else []
    if mended != text:
        pairs = enumerate(zip(text, mended, strict=False))
        places.append(next((index for index, (before, after) in pairs if before != after), min(len(text), len(mended))))
    return min(places, default=0)
