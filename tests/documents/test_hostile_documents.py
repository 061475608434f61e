"""Documents that are large, deep or damaged: written, or refused in one line, in time that does not explode."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from generated_documents import KINDS, archive
from scrambling import Scrambler, through

from s2s.data.text.sentences import sentences
from s2s.errors import UserError
from s2s.inference.sentences import Translation, joined


class Echo:
    """Repeats its sentences, without attention."""

    def stream(
        self, lines: Iterable[str], settings: Any, split: Any = None, demands: Any = None
    ) -> Iterator[list[Translation]]:
        for line in lines:
            parts, place = [], 0
            for begin, end in sentences(line, "en") or [(0, 0)]:
                between = line[place:begin] if place else ""
                text = line[begin:end]
                parts.append([Translation(text, 0.0, 0.0, (), (), None, source=text, between=between)])
                place = end
            yield joined(line, parts, 1, None)


MANY = 20_000
LARGE = {
    "tags without ends": ("a.html", "<b>" * MANY + "the girl" + "</i>" * MANY),
    "deep tags": ("a.html", "<p>" + "<b>" * MANY + "the girl" + "</b>" * MANY),
    "code without ends": ("a.html", "<code>" * MANY + "the girl"),
    "one paragraph of links": ("a.html", " ".join(f"<a href='{n}'>the girl ran.</a>" for n in range(2000))),
    "one long sentence": ("a.html", "the <b>girl</b> ran " * 3000),
    "deep strings": ("a.txt", "<b>" * MANY + "the girl" + "</b>" * MANY),
    "backticks": ("a.txt", "` `` ``` girl " * MANY),
    "dollars": ("a.txt", "$girl_ " * MANY),
    "braces": ("a.txt", "{" * MANY + " girl https://" + "{" * MANY),
    "an address without an end": ("a.txt", "a." * MANY + " girl"),
    "percents": ("a.txt", "%" * MANY + " girl"),
    "emphasis": ("a.md", "*girl " * MANY),
    "brackets": ("a.md", "[" * MANY + "girl" + "](x)" * MANY),
    "quotations": ("a.md", ">" * 1000 + "girl"),
    "emphasis in emphasis": ("a.md", "**" * 3000 + "girl" + "**" * 3000),
    "quotation marks": ("a.csv", 'a,"b' + '""' * MANY),
    "cells": ("a.csv", "a" + "," * MANY + "\ngirl"),
    "JSON": ("a.jsonl", '{"a":' + "[" * MANY),
    "cues": ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i>the girl\n\n" * 2000),
    "messages": ("a.po", 'msgid "girl"\nmsgstr ""\n\n' * 2000),
    "elements": ("a.xlf", "<x>" * MANY),
    "runs": (
        "a.docx",
        "<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>girl </w:t></w:r><w:r><w:t>ran </w:t></w:r>" * 1500 + "</w:p>",
    ),
}


REFUSED = {
    "emphasis in emphasis": "^maximum recursion depth",  # which the command says as "is nested too deeply"
    "quotation marks": r"^a\.csv: is no table that can be read \(row 1 has quotation marks that do not fit\)",
    "JSON": r"^a\.jsonl: line 1 is not JSON",
    "elements": r"^a\.xlf: its elements are nested more than 2,000 deep",
}
"""What is refused → how; all else is translated."""


@pytest.mark.slow
@pytest.mark.parametrize("case", LARGE)
def test_large_and_deep_documents(case: str) -> None:
    name, text = LARGE[case]
    content, columns = text.encode(), ("a",) if name.endswith((".csv", ".jsonl")) else ()
    if name == "a.docx":
        content = archive({"word/document.xml": f'<w:document xmlns:w="w">{text}</w:document>'})
    if case in REFUSED:
        with pytest.raises((UserError, RecursionError), match=REFUSED[case]):
            through(name, content, Echo(), columns)
        return
    found = through(name, content, Echo(), columns)
    if name == "a.po":
        assert found == content.replace(b'msgstr ""', b'msgstr "girl"')
    elif name == "a.docx":
        with zipfile.ZipFile(io.BytesIO(found)) as written:
            made = written.read("word/document.xml")
        assert [made.count(one) for one in (b"girl", b"ran", b"<w:b/>")] == [1500, 1500, 1500]
    else:
        assert found.count(b"girl") == content.count(b"girl") > 0 and found.count(b"<") == content.count(b"<")


ODD = [b"\0", b"\xff", b"<", b">", b"&", b"&#xD800;", b"</p>", b"<p>", b"]]>", b"<![CDATA[the girl]]>", b"<?x y?>", b'"', b"\n\n", b"\r", b"{{", b"}",
       b"%", b"`", b"\\", b"\xe2\x80\xa8", b"--> ", b'msgid "x"\n', b"<b", b"<!--", b"\xed\xa0\x80", b"|", b"[x]: y\n", b"> ", b"\t", b"<w:t>", b"<source>"]  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place, kind = chance.randrange(len(found) + 1), chance.randrange(3)
        if kind == 0:
            found[place:place] = chance.choice(ODD)
        elif kind == 1:
            del found[place : place + chance.randint(1, 30)]
        else:
            found[place : place + 1] = bytes([chance.randrange(256)])
    return bytes(found)


@pytest.mark.parametrize("name", KINDS)
def test_damaged_documents(name: str) -> None:
    """Whatever has happened to a document, it is refused in a line or translated with all its codes."""
    refused = 0
    for seed in range(60):
        chance = random.Random(seed)
        content = damaged(KINDS[name](chance), chance)
        try:
            through(
                name,
                content,
                Scrambler(seed, special=seed % 2 == 1),
                ("text",) if name.endswith((".csv", ".tsv", ".jsonl")) else (),
            )
        except UserError:
            refused += 1
    assert refused
