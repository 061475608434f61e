"""PO and XLIFF as localisers have them."""

from __future__ import annotations

import polib
import pytest
from lxml import etree
from scrambling import Scrambler, through

from s2s.documents.base import Reading
from s2s.documents.registry import load, row_of
from s2s.errors import UserError

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: %s\\n"\n\n'
PO = """# translator
#. extracted
#: a.c:1 b.c:2
#, fuzzy, c-format
#| msgid "old"
msgctxt "menu"
msgid "&open %s"
msgstr ""

msgid ""
"two\\n"
"<b>lines</b>\\n"
msgstr ""

msgid "one file"
msgid_plural "%d files"
msgstr[0] ""
msgstr[1] ""

#, fuzzy
msgid "kept"
msgstr "behalten"

msgid "quote \\"x\\" \\t tab"
msgstr ""

msgid "%d"
msgstr ""

#~ msgid "obsolete"
#~ msgstr ""
"""


def shouted(name: str, content: bytes) -> bytes:
    return through(name, content, Scrambler(1, faithful=True))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_po(end: str, mark: str) -> None:
    plural = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);"
    content = (mark + HEADER % plural + PO).replace("\n", end)
    found = shouted("a.po", content.encode()).decode()
    assert len(found.split(end)) == len(content.split(end)) + 3  # a third plural, and two lines of a string
    expected = (mark + HEADER % plural + PO).replace(
        'msgid "&open %s"\nmsgstr ""', 'msgid "&open %s"\nmsgstr "&OPEN %s"'
    )
    expected = expected.replace(
        '"<b>lines</b>\\n"\nmsgstr ""', '"<b>lines</b>\\n"\nmsgstr ""\n"TWO\\n"\n"<b>LINES</b>\\n"'
    )
    expected = expected.replace(
        'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "ONE FILE"\nmsgstr[1] "%d FILES"\nmsgstr[2] "%d FILES"'
    )
    expected = expected.replace('tab"\nmsgstr ""', 'tab"\nmsgstr "QUOTE \\"X\\" TAB"')
    assert found == expected.replace("\n", end)
    assert len(polib.pofile(found.lstrip("\ufeff"))) == len(polib.pofile(content.lstrip("\ufeff")))


@pytest.mark.parametrize(
    ("plural", "forms"),
    [
        ("nplurals=1; plural=0;", ["%d FILES"]),
        ("nplurals=2; plural=(n > 1);", ["ONE FILE", "%d FILES"]),
        ("nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);", ["%d FILES", "ONE FILE", "%d FILES"]),
        ("nplurals=INTEGER; plural=EXPRESSION;", ["ONE FILE", "%d FILES"]),
    ],
)
def test_plurals_are_those_of_the_target(plural: str, forms: list[str]) -> None:
    found = polib.pofile(shouted("a.pot", (HEADER % plural + PO).encode()).decode())
    entry = next(entry for entry in found if entry.msgid_plural)
    assert [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)] == forms


def test_a_po_file_in_another_encoding_stays_in_it() -> None:
    content = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "caf\u00e9"\nmsgstr ""\n'.encode(
            "latin-1"
        )
    )
    assert shouted("a.po", content) == content[:-4] + ' "CAFÉ"\n'.encode("latin-1")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'msgid "a\nmsgstr ""\n', "a.po: is no PO file that can be read .*line 1:"),
        (b"hello\n", "a.po: is no PO file that can be read"),
        (b'msgid "a"\nmsgstr ""\n\xff', "is not valid UTF-8"),
    ],
)
def test_damaged_po(content: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        load(row_of("a.po")).read(content, Reading("a.po", "en", "de"))


def targets(content: bytes) -> list[str]:
    root = etree.fromstring(content)
    return [
        etree.tostring(target, encoding="unicode", with_tail=False).partition(">")[2].rpartition("<")[0]
        for target in root.iter("{*}target")
    ]


def test_xliff_1() -> None:
    content = b"""<?xml version="1.0" encoding="UTF-8"?>
<xlf:xliff version="1.2" xmlns:xlf="urn:oasis:names:tc:xliff:document:1.2">
<xlf:file original="a" source-language="en" datatype="plaintext"><xlf:body>
  <xlf:trans-unit id="1" xml:space="preserve">
    <xlf:source>the <xlf:g id="1">girl</xlf:g> <xlf:bpt id="2">&lt;b></xlf:bpt>ran<xlf:ept id="2">&lt;/b></xlf:ept><xlf:x id="3"/> {n} &amp; <xlf:mrk mtype="protected">Acme</xlf:mrk></xlf:source>
    <xlf:note>the note</xlf:note>
  </xlf:trans-unit>
  <xlf:trans-unit id="2"><xlf:source>done</xlf:source><xlf:target state="final">fertig</xlf:target></xlf:trans-unit>
  <xlf:trans-unit id="3" translate="no"><xlf:source>never</xlf:source></xlf:trans-unit>
  <xlf:group translate="no"><xlf:trans-unit id="4" translate="yes"><xlf:source>again</xlf:source><xlf:target state="new">again</xlf:target></xlf:trans-unit></xlf:group>
  <xlf:trans-unit id="5"><xlf:source>one. two.</xlf:source><xlf:seg-source><xlf:mrk mtype="seg" mid="1">one.</xlf:mrk> <xlf:mrk mtype="seg" mid="2">two.</xlf:mrk></xlf:seg-source><xlf:target/></xlf:trans-unit>
</xlf:body></xlf:file></xlf:xliff>"""
    found = shouted("a.xlf", content)
    texts = targets(found)
    assert texts[0].startswith('THE <xlf:g id="1">GIRL</xlf:g> <xlf:bpt id="2">&lt;b&gt;</xlf:bpt>RAN<xlf:ept id="2">')
    assert (
        '<xlf:x id="3"/>' in texts[0] and "{n}" in texts[0] and '<xlf:mrk mtype="protected">Acme</xlf:mrk>' in texts[0]
    )
    assert texts[1:] == [
        "fertig",
        "AGAIN",
        '<xlf:mrk mtype="seg" mid="1">ONE.</xlf:mrk> <xlf:mrk mtype="seg" mid="2">TWO.</xlf:mrk>',
    ]
    assert b'state="needs-review-translation">AGAIN' in found and b"<xlf:note>the note</xlf:note>" in found
    assert b'&amp; <xlf:mrk mtype="protected">Acme</xlf:mrk></xlf:source>\n    <xlf:target' in found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<![CDATA[tom & <b>ann</b> see]]>", "TOM &amp; &lt;b&gt;ANN&lt;/b&gt; SEE"),
        ("see &lt;b&gt;the &lt;i class=&quot;x&quot;&gt;dog&lt;/i&gt;&lt;/b&gt;", 'SEE &lt;b&gt;THE &lt;i class="x"&gt;DOG&lt;/i&gt;&lt;/b&gt;'),
        ("<![CDATA[& so on]]>", "&amp; SO ON"),
        ("the <![CDATA[a < b]]> dog<![CDATA[]]>", "THE A &lt; B DOG"),
        ("the <g id='1'><![CDATA[ol]]>d</g> dog", "THE <g id='1'>OLD</g> DOG"),
        ("the <g id='1' translate='no'><![CDATA[<&>]]></g> dog", "THE <g id='1' translate='no'><![CDATA[<&>]]></g> DOG"),
    ],
)  # fmt: skip
def test_what_is_escaped_in_xliff_is_text_as_any_other(source: str, target: str) -> None:
    unit = "<trans-unit id='{}'><source>{}</source>{}</trans-unit>"
    content = unit.format(1, source, "{}") + unit.format(2, "<![CDATA[5 & 6]]>", "") + "</body></file></xliff>"
    content = f"<xliff version='1.2'><!-- c --><file><body>{content}"
    found = shouted("a.xlf", content.format("").encode()).decode()
    assert found == content.format(f"<target>{target}</target>")


def test_xliff_2() -> None:
    content = b"""<xliff version="2.1" srcLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="1">
<originalData><data id="d1">%s</data></originalData>
<segment id="s1" state="initial"><source>the <pc id="1">girl</pc> <ph id="2" dataRef="d1"/> <sc id="3"/>ran<ec startRef="3"/></source></segment>
<ignorable><source> </source></ignorable>
<segment><source>see <mrk id="m" translate="no">Acme</mrk> <cp hex="001A"/></source><target></target></segment>
<segment state="final"><source>done</source><target>fertig</target></segment></unit>
<unit id="2" translate="no"><segment><source>never</source></segment></unit></file></xliff>"""
    found = shouted("a.xliff", content)
    texts = targets(found)
    assert texts[0] == 'THE <pc id="1">GIRL</pc> <ph id="2" dataRef="d1"/> <sc id="3"/>RAN<ec startRef="3"/>'
    assert texts[1] == 'SEE <mrk id="m" translate="no">Acme</mrk> <cp hex="001A"/>' and texts[2:] == ["fertig"]
    assert b'trgLang="de"' in found and b'state="translated"' in found and found.count(b"<target>") == 3
    assert b'<data id="d1">%s</data>' in found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<xliff><file></xliff>", "a.xlf: is no XLIFF that can be read .*mismatched tag"),
        (b"<tmx/>", "its first element is not xliff"),
        (b'<xliff version="3.0"/>', "version 3.0; 1.2 and 2 are known"),
        (b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><xliff version="1.2">&c;</xliff>', "its XML declares an entity, a,"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xliff version="1.2">&a;</xliff>', "its XML declares an entity, a,"),
        (b"<a>" * 5000, "nested more than 2,000 deep"),
        (b"", "no element found"),
    ],
)  # fmt: skip
def test_damaged_xliff(content: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        load(row_of("a.xlf")).read(content, Reading("a.xlf", "en", "de"))
