"""Translation memories: what is read of them, and documents that could do harm."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from corpora import load, mistake, pairs_of, read

DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
UNIT = '<tu><tuv xml:lang="{}"><seg>{}</seg></tuv><tuv xml:lang="{}"><seg>{}</seg></tuv></tu>'


def memory(*units: str, head: str = DOCTYPE) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n<tmx version="1.4">\n<header srclang="en"/>\n<body>\n' + (
        "\n".join(units) + "\n</body>\n</tmx>\n"
    )


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (UNIT.format("en", "a", "de", "b"), [("a", "b")]),
        (UNIT.format("DE-de", "b", "en-US", "a"), [("a", "b")]),
        (UNIT.replace("xml:lang", "lang").format("en", "a", "de", "b"), [("a", "b")]),
        (UNIT.format("en", "x &lt; y &amp;\nz", "de", " &#228; "), [("x < y & z", "ä")]),
        (
            UNIT.format("en", 'a <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1"/> <hi>c</hi>', "de", "<ph>x</ph>b"),
            [("a bold c", "b")],
        ),
        (UNIT.format("en", "a", "fr", "b"), [("", "")]),
        (
            '<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="de"><seg>b</seg></tuv>'
            '<tuv xml:lang="de-AT"><seg>c</seg></tuv></tu>',
            [("a", "b")],
        ),
        (
            UNIT.format("en", "a", "de-AT", "b").replace("</tu>", '<tuv xml:lang="de-CH"><seg>c</seg></tuv></tu>'),
            [("a", "b"), ("a", "c")],
        ),
    ],
)
def test_units(unit: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    content = memory(unit, UNIT.format("en", "last", "de", "letzte"))
    for name, data in {"a.tmx": content, "b.tmx.gz": content}.items():
        assert read(tmp_path / name, data) == [*expected, ("last", "letzte")]
    utf16 = content.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read(tmp_path / "c.tmx", utf16) == [*expected, ("last", "letzte")]


@pytest.mark.parametrize(
    ("others", "target", "expected"),
    [
        (("pt", "pt-BR"), "pt", 0),
        (("pt", "pt-BR"), "pt_BR", 1),
        (("sr", "sr-Latn"), "sr", 0),
        (("sr", "sr-Latn"), "sr_Latn", 1),
        (("zh-CN", "zh-TW"), "zh-Hans", 0),
        (("zh-CN", "zh-TW"), "zh_Hant", 1),
        (("zh-Hant", "zh-Hans"), "zh_CN", 1),
        (("swh", "en-GB"), "sw", 0),
    ],
)
def test_regions_and_scripts_are_kept_apart(
    others: tuple[str, str], target: str, expected: int, tmp_path: Path
) -> None:
    unit = UNIT.format("en", "a", others[0], "0").replace(
        "</tu>", f'<tuv xml:lang="{others[1]}"><seg>1</seg></tuv></tu>'
    )
    assert read(tmp_path / "a.tmx", memory(unit), target=target) == [("a", str(expected))]


def test_columns_name_the_languages(tmp_path: Path) -> None:
    content = memory(UNIT.format("en-GB", "a", "xx-klingon", "b"))
    assert read(tmp_path / "a.tmx", content, columns=["xx-klingon", "en"]) == [("b", "a")]
    said = mistake(tmp_path / "a.tmx", content)
    assert said.endswith(
        "a.tmx: no unit has en and de, only en-GB, xx-klingon; name two of them with data.columns=[…,…]"
    )


def test_units_without_a_side_are_counted(tmp_path: Path, cache: Path) -> None:
    units = [UNIT.format("en", f"a{n}", "de", f"b{n}") for n in range(3)] + [UNIT.format("en", "a", "fr", "b")] * 2
    path = tmp_path / "a.tmx"
    path.write_text(memory(*units), encoding="utf-8")
    corpus = load(train=path, validation=path)
    assert corpus.dropped == {"train": 2, "validation": 2}
    assert pairs_of(corpus.train) == [(f"a{n}", f"b{n}") for n in range(3)]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: is not XML (no element found)"),
        (memory(UNIT.format("en", "a", "de", "b"))[:-20], "line 6: is not XML (unclosed token)"),
        (memory(UNIT.format("en", "a & b", "de", "b")), "line 6: is not XML (not well-formed"),
        (
            memory(UNIT.format("en", "&l9;", "de", "b"), head=f'<!DOCTYPE tmx [<!ENTITY l0 "ha">{LAUGHS}]>'),
            "line 2: declares",
        ),
        (
            memory(UNIT.format("en", "&x;", "de", "b"), head='<!DOCTYPE tmx [<!ENTITY x SYSTEM "/etc/passwd">]>'),
            "entities",
        ),
        (
            memory(UNIT.format("en", "a", "de", "b"), head='<!DOCTYPE t [<!ENTITY % x SYSTEM "file:///x">%x;]>'),
            "entities",
        ),
        (memory("<a>" * 200 + "</a>" * 200), "line 6: has more than 100 elements inside each other"),
        ("<a>" * 100_000, "has more than 100 elements inside each other"),
    ],
)
def test_documents_that_are_refused(content: str, said: str, tmp_path: Path) -> None:
    assert said in mistake(tmp_path / "a.tmx", content)


def test_a_text_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("s2s.data.corpora.formats.tmx.LONGEST_LINE", 1 << 20)
    bomb = memory(UNIT.format("en", "x" * (1 << 21), "de", "b"))
    (tmp_path / "a.tmx.gz").write_bytes(gzip.compress(bomb.encode()))
    assert "line 6: has a text of more than 1 MiB" in mistake(tmp_path / "b.tmx.gz", bomb)
