"""Text, Markdown, tables and JSON lines as people have them."""

from __future__ import annotations

import json

import pytest
from scrambling import Scrambler, through

from s2s.documents.base import Reading
from s2s.documents.registry import load, row_of
from s2s.errors import UserError


def shouted(name: str, content: str, *columns: str) -> str:
    return through(name, content.encode(), Scrambler(1, faithful=True), columns).decode()


def test_text_keeps_its_lines_and_wraps_what_was_wrapped() -> None:
    lines = "\ufeffthe dog.\r\n\r\n  - a cat\r\n\r\n\tx {n}\r\nend"
    assert shouted("a.txt", lines) == "\ufeffTHE DOG.\r\n\r\n  - A CAT\r\n\r\n\tX {n}\r\nEND"
    wrapped = "  The girl opened the door carefully and\n  the boy brought three pictures to her\n  yesterday.\n"
    assert shouted("a.txt", wrapped) == wrapped.swapcase()
    two = "A man is sleeping in a green room on a couch\nA boy wears headphones\n"
    assert shouted("a.txt", two) == two.swapcase()
    assert shouted("a.txt", "") == "" and shouted("a.txt", "\n \n") == "\n \n"


def test_markdown() -> None:
    source = """---
title: The girl
---
# The *girl* `x` {#id}

> the boy
> brought [three **pics**](http://x_y "t")

1. one  
   more &amp; \\*x\\*
2. [ref] and [r][ref] <http://auto.link> ![alt](a.png)

| a | b \\| c |
|---|:-:|
| c | d |

<details><summary>the girl</summary></details>

```py
the code
```

    the code

[ref]: http://x "the title"
"""
    found = shouted("a.md", source)
    for kept in ("title: The girl", "`x` {#id}", "](http://x_y \"t\")", "&amp; \\*X\\*", "<http://auto.link>", "](a.png)", "|---|:-:|",
                 "the code\n```", "    the code", '[ref]: http://x "the title"', "[REF][ref]", "[R][ref]", "<summary>THE GIRL</summary>", "B \\| C"):  # fmt: skip
        assert kept in found, kept
    assert "> THE BOY BROUGHT [THREE **PICS**]" in found and "1. ONE  \n   MORE" in found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ('+++\ntitle = "the girl"\n+++\n\nthe dog\n', '+++\ntitle = "the girl"\n+++\n\nTHE DOG\n'),
        ("> [!NOTE]\n> the dog\n\n> the cat\n", "> [!NOTE]\n> THE DOG\n\n> THE CAT\n"),
        ("the $n$th set $\\{a\\}$ is\n\n$$\na \\\\\nb\n$$\n", "THE $n$TH SET $\\{a\\}$ IS\n\n$$\na \\\\\nb\n$$\n"),
        ("from $5 and $6\n", "FROM $5 AND $6\n"),
        ("from us$5 **or so** to us$6\n", "FROM US$5 **OR SO** TO US$6\n"),
        ("from $5-$6 or %1$s and %2$s\n", "FROM \\$5-$6 OR %1$s AND %2$s\n"),
        ("a $x$ for \\$5-\\$ now\n", "A $x$ FOR \\$5-$ NOW\n"),
    ],
)  # fmt: skip
def test_metadata_alerts_and_mathematics_of_markdown_stay_and_amounts_are_text(source: str, target: str) -> None:
    assert shouted("a.md", source) == target


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blocks_of_html_in_markdown_are_translated_whatever_ends_their_lines(end: str) -> None:
    source = "the dog\n\n<div>\n<p>the <b>girl</b></p>\n</div>\n\n<!-- the boy -->\n\nthe end\n"
    expected = source.replace("the dog", "THE DOG").replace("the <b>girl", "THE <b>GIRL").replace("the end", "THE END")
    assert shouted("a.md", source.replace("\n", end)) == expected.replace("\n", end)


def test_an_ampersand_in_markdown_is_one_of_its_word() -> None:
    assert (
        shouted("a.md", "the AT&amp;T dog &amp; http://x/?a=one&amp;b\n")
        == "THE AT&amp;T DOG &amp; http://x/?a=one&amp;b\n"
    )


def test_text_that_would_be_a_mark_of_markdown_is_no_mark() -> None:
    for text in ("a 1*2*3 b", "x_y_ z", "a [b] c", "2 < 3", "a ~~b", "a \\# b"):
        found = shouted("a.md", text + "\n")
        assert through("b.md", found.encode(), Scrambler(1, faithful=True)).decode().lower() == found.lower()


def test_tables() -> None:
    content = 'id;text;n\r\n1;"a ""b"";\nc";x\r\n2;the {n} dog;"y"'
    found = shouted("a.csv", content, "text")
    assert found == 'id;text;n\r\n1;"A ""B"";\nC";x\r\n2;THE {n} DOG;"y"'
    assert shouted("a.tsv", "the dog\tx\na\tb\n", "1") == "THE DOG\tx\nA\tb\n"
    assert shouted("a.csv", "a,b\nx,y", "a", "b") == "a,b\nX,Y"
    assert shouted("a.csv", "a,b\nx,\n\nz", "b") == "a,b\nx,\n\nz"


@pytest.mark.parametrize("text", ["the dog {n}\r\na cat", "a <b>b</b>\r\n\r\nc {n} d\r\ne", "\r\n{n} x\r\n- y"])
def test_line_breaks_inside_a_text_stay_beside_codes(text: str) -> None:
    written = text.upper().replace("{N}", "{n}").replace("B>", "b>")
    assert shouted("a.csv", f'a,b\r\n1,"{text}"\r\n', "b") == f'a,b\r\n1,"{written}"\r\n'
    assert json.loads(shouted("a.jsonl", json.dumps({"a": text}), "a")) == {"a": written}


def test_json_lines() -> None:
    content = '{"id": 1, "t": {"en": "the dog"}, "x": "\\u00e4"}\n\n{"id":2,"t":{"en":"a {n} ß"}}\n'
    assert shouted("a.jsonl", content, "t.en") == (
        '{"id": 1, "t": {"en": "THE DOG"}, "x": "\\u00e4"}\n\n{"id":2,"t":{"en":"A {n} SS"}}\n'
    )


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ("t", r'{"n": 1.50, "big": 12345678901234567890.123, "e": [1E5, -0], "u": "http:\/\/a", "t": "%s", "z": {"t": "x"}}'),
        ("a.b a.c", ' {\t"a.b" :"%s" ,"a":{ "c" : "%s"} }\r'),
        ("t n t", r'{"n": "5\/6 \u20ac", "t": "the first", "c": 5, "t": "%s"}'),
        ("A/B.c", r'{"A\u002fB": {"a": {}, "\u0063": "%s"}}'),
    ],
)  # fmt: skip
def test_json_lines_change_in_their_text_alone(columns: str, line: str) -> None:
    content = f"{line}\n\n[1.0]\n{{ }}\n"
    found = shouted("a.jsonl", content.replace("%s", "the dog"), *columns.split())
    assert found == content.replace("%s", "THE DOG")


@pytest.mark.parametrize(
    ("name", "content", "columns", "message"),
    [
        ("a.csv", b"a,b\nx,y", (), "which column is to be translated.*there are a, b"),
        ("a.csv", b"a,b\nx,y", ("c",), "--column c: a.csv has no such column; there are a, b"),
        ("a.csv", b"a,b\nx,y", ("3",), "--column 3: a.csv has no such column"),
        ("a.csv", b'a,b\nx,"y', ("a",), "row 2 has quotation marks that do not fit"),
        ("a.jsonl", b'{"a": "x"}', (), "which field is to be translated.*there are a"),
        ("a.jsonl", b'{"a": "x"}', ("b",), "--column b: no line of a.jsonl has such a field"),
        ("a.jsonl", b'{"a": "x"}\n{', ("a",), "line 2 is not JSON"),
        ("a.txt", b"caf\xe9", (), r"byte 4 \(0xE9\) is not valid UTF-8; give its encoding, such as --encoding cp1252"),
        ("a.html", b'<meta charset="nonsense">', (), "a.html: its encoding, nonsense, is unknown; give its encoding, such as --enc"),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, content: bytes, columns: tuple[str, ...], message: str) -> None:
    with pytest.raises(UserError, match=message):
        load(row_of(name)).read(content, Reading(name, "en", "de", None, columns))
