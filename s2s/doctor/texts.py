"""What is odd in a text by itself: bytes that are no UTF-8, marks, separators, control characters, mojibake."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A tab is in the way of a TSV file; the others end a line for some tools, which then count other lines than we do.
SEPARATOR = re.compile("[\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROL = re.compile("[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
LOST, MARK, ESCAPED = "\ufffd", "\ufeff", re.compile("[\udc80-\udcff]")


def bytes_by_character() -> dict[str, int]:
    """The characters that a byte from 0x80 on becomes when it is taken for Windows-1252, or for Latin-1."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        table[bytes([byte]).decode("cp1252", "replace")] = byte
    table.pop(LOST)
    return table


BYTES = bytes_by_character()
CONTINUED = "[" + "".join(re.escape(character) for character, byte in BYTES.items() if byte < 0xC0) + "]"
# A character of UTF-8 has a first byte from C2 on, here Â to ô, and continues with bytes from 80 to BF.
SEQUENCE = f"(?:[Â-ß]{CONTINUED}|[à-ï]{CONTINUED}{{2}}|[ð-ô]{CONTINUED}{{3}})"
MOJIBAKE = re.compile(f"{SEQUENCE}{{2,}}|[Â-Å]{CONTINUED}|â{CONTINUED}{{2}}|ð{CONTINUED}{{3}}|ï»¿|ï¿½")
QUOTED = re.compile("[“”„‟«»‘’‚‹›].[“”«»‘’‹›]|\xa0.\xa0")
"""A letter in quotation marks, or in the spaces inside French ones: where text was read wrongly, these were too."""
GENITIVE = re.compile(r"s\b")
ODD = re.compile(f"[\0-\x1f\x7f-\x9f\u2028\u2029{LOST}{MARK}\ud800-\udfff]|{MOJIBAKE.pattern}")


def oddities(text: str) -> Iterator[str]:
    """The checks (keys of `CHECKS`) that `text` fails."""
    if (text.isascii() and text.isprintable()) or not ODD.search(text):
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
    """`text` with mojibake, which is UTF-8 that was read as another encoding ("Ã¤", "â€™"), as it was meant.

    Only what a text in its right mind does not hold counts: "É»" ends a French quotation, „Ä“ is a quoted letter, and "5 Å"
    are ångströms, also before a space that keeps them together.
    """
    before = None
    while text != before:  # what was read wrongly may have been read wrongly again
        text, before = MOJIBAKE.sub(meant, text), text
    return text


def meant(found: re.Match[str]) -> str:
    characters, start, end = found[0], found.start(), found.end()
    before, after = found.string[start - 1 : start] if start else "", found.string[end : end + 1]
    try:
        decoded = bytes(BYTES[character] for character in characters).decode()
    except UnicodeDecodeError:
        return characters
    quoted = QUOTED.match(before + characters)
    if len(decoded) > 1 or (characters[0] in "âðï" and not quoted):
        return decoded
    in_capitals = before.isupper() and not after.islower()
    alone = characters[0] in "ÄÅ" and not (before.islower() or after.isalpha())
    unit = characters == "Å\xa0" and found.string[max(0, start - 2) : start].rstrip()[-1:].isdigit()
    genitive = characters[1] == "’" and GENITIVE.match(found.string, end)
    return characters if quoted or in_capitals or alone or unit or genitive else decoded
