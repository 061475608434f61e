"""HTML, EPUB and office documents, read again by the libraries that make them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pptx
import pytest
from generated_documents import archive
from lxml import etree
from scrambling import Scrambler, through

from s2s.documents.base import Reading
from s2s.documents.nodes import text_of
from s2s.documents.registry import load, row_of
from s2s.errors import UserError


def shouted(name: str, content: bytes) -> bytes:
    return through(name, content, Scrambler(1, faithful=True))


def test_html_as_it_is_found() -> None:
    content = b"""<!DOCTYPE html>
<html lang=en><head><title>the girl</title><style>p {color: red}</style><script>if (a < b) "<p>the dog</p>"</script></head>
<BODY class=x><!-- the comment --><p>the <b>girl</b>
   opened&nbsp;it<br>caf&eacute; &copy; &amp; <code>x = 1</code>
<ul><li>one<li>two <span translate="no">Acme</span> <i lang="la">carpe diem</i></ul>
<pre>the dog</pre><img src=a.png alt="the dog"><p class="notranslate">never</p><textarea>the dog</textarea>
</BODY></html>
"""
    expected = (
        content.decode()
        .replace("<title>the girl", "<title>THE GIRL")
        .replace("the <b>girl</b>\n   opened&nbsp;it", "THE <b>GIRL</b> OPENED&nbsp;IT")
    )
    expected = expected.replace("caf&eacute;", "CAFÉ").replace("<li>one<li>two", "<li>ONE<li>TWO")
    assert shouted("a.html", content).decode() == expected


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("<ul><li translate=no>Acme<li>one<p>two</ul><p>three", "one two three"),
        ("<ul><li><ul><li translate=no>Acme</ul>zero<li>one</ul>", "zero one"),
        ("<body><p lang=fr>Bonjour<p>one<p class=notranslate>Acme<div>two</div>", "one two"),
        ("<dl><dt lang=fr>Bonjour<dd>one<dt>two</dl><p>three</p>", "one two three"),
        ("<table><tr><td translate=no>Acme<td>one<tr class=notranslate><th>Acme<p>x<tr><td>two</table>three", "one two three"),
        ("<table><tbody translate=no><tr><td>Acme<tbody><tr><td>one</table>", "one"),
        ("<div><section translate=no>Acme</b> Ltd</div><p>one <span translate=no>Acme<i>x</p><p>two", "one two"),
        ("<p translate=no>Acme <b>Ltd<br><i>x</b> y</i></p>one", "one"),
        ("<p><b>one</p><p>two</b> <i>three</p>", "one two three"),
    ],
)  # fmt: skip
def test_an_element_of_html_ends_where_its_end_tag_may_be_missing(source: str, read: str) -> None:
    translator = Scrambler(1, faithful=True)
    found = through("a.html", source.encode(), translator).decode()
    assert " ".join(translator.seen) == read and found.lower() == source.lower()


def test_a_language_is_the_same_by_its_codes_of_two_and_three_letters() -> None:
    content = b'<p>the <i lang="en-GB">girl</i> <i lang="la">carpe diem</i></p>'
    (segment,) = load(row_of("a.html")).read(content, Reading("a.html", "eng_Latn", "de")).segments
    assert text_of(segment).split() == ["the", "girl"]


def test_what_is_read_to_find_its_language_has_all_text() -> None:
    content = b'<div><p lang="fr">Bonjour</p><p lang="de">Tag</p></div>'
    segments = load(row_of("a.html")).read(content, Reading("a.html", "und", "en")).segments
    assert [text_of(segment) for segment in segments] == ["Bonjour", "Tag"]


def test_html_in_another_encoding() -> None:
    content = '<meta charset="iso-8859-1"><p>déjà “vu”</p>'.encode("cp1252")
    assert shouted("a.htm", content) == '<meta charset="iso-8859-1"><p>DÉJÀ “VU”</p>'.encode("cp1252")
    document = load(row_of("a.htm")).read(content, Reading("a.htm", "en", "bn"))
    assert document.write([("আমি",)]) == b'<meta charset="iso-8859-1"><p>&#2438;&#2478;&#2495;</p>'


def test_xhtml_keeps_what_a_dtd_elsewhere_declares() -> None:
    content = b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/x.dtd">\n<html><p>the&nbsp;girl<br/>ran</p></html>'
    assert shouted("a.xhtml", content) == content.replace(b"the&nbsp;girl", b"THE&nbsp;GIRL").replace(b"ran", b"RAN")


def test_cdata_of_xhtml() -> None:
    content = "<html><script><![CDATA[if (a < b && c) x]]></script><p>{}</p><p><![CDATA[1 & 2]]></p></html>"
    found = shouted("a.xhtml", content.format("<i>see</i> <![CDATA[tom & ann < &amp; x]]>").encode()).decode()
    assert found == content.format("<i>SEE</i> TOM &amp; ANN &lt; &amp;amp; X")


def made(build: Any) -> bytes:
    sink = io.BytesIO()
    build.save(sink)
    return sink.getvalue()


PAGES = {
    "a.html": ("", "<p>{}</p>"),
    "a.xhtml": ("", "<html><p>{}</p></html>"),
    "a.docx": ("word/document.xml", "<w:document xmlns:w='w'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:document>"),
    "a.odt": ("content.xml", "<o xmlns:text='t'><text:p>{}</text:p></o>"),
}


def test_word() -> None:
    document = docx.Document()
    document.add_heading("the title", 1)
    paragraph = document.add_paragraph("the ")
    for text, bold in (("gi", True), ("rl", True), (" opened the do", False), ("or", False)):
        paragraph.add_run(text).bold = bold or None
    paragraph.add_run(" slowly").italic = True
    document.add_table(1, 2).cell(0, 0).text = "in a cell"
    document.sections[0].header.paragraphs[0].text = "the header"
    broken = document.add_paragraph("one")
    broken.runs[0].add_break()
    broken.add_run("two\tthree")
    content = made(document)
    found = docx.Document(io.BytesIO(shouted("a.docx", content)))
    assert [p.text for p in found.paragraphs] == ["THE TITLE", "THE GIRL OPENED THE DOOR SLOWLY", "ONE\nTWO\tTHREE"]
    styled = [(run.text, run.bold, run.italic) for run in found.paragraphs[1].runs if run.text]
    assert styled == [
        ("THE ", None, None),
        ("GIRL", True, None),
        (" OPENED THE DOOR ", None, None),
        ("SLOWLY", None, True),
    ]
    assert len(found.paragraphs[1].runs) == len(paragraph.runs)  # a run whose text has moved stays, empty
    assert (
        found.tables[0].cell(0, 0).text == "IN A CELL" and found.sections[0].header.paragraphs[0].text == "THE HEADER"
    )


@pytest.mark.parametrize("target", ["word/document2.xml", "/word/main.xml"])
def test_the_main_part_of_word_is_the_one_that_the_archive_names(target: str) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = f"<Relationships><Relationship Type='{office}/thumbnail' Target='a.png'/><Relationship Type='{office}/officeDocument' Target='{target}'/></Relationships>"
    page = PAGES["a.docx"][1]
    found = members(shouted("a.docx", archive({"_rels/.rels": relations, target.strip("/"): page.format("the dog")})))
    assert found[target.strip("/")].decode() == page.format("THE DOG")


@pytest.mark.parametrize(
    "runs",
    [
        "<w:t>a well</w:t><w:noBreakHyphen/><w:t>known dog.</w:t>",
        "<w:t>a well</w:t></w:r><w:r><w:noBreakHyphen/><w:t>known dog.</w:t>",
        "<w:t>a well</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>known dog.</w:t>",
    ],
)
def test_a_hyphen_without_a_break_is_a_character_of_its_word(runs: str) -> None:
    content = archive({"word/document.xml": f"<w:p xmlns:w='w'><w:r>{runs}</w:r></w:p>"})
    translator = Scrambler(1, faithful=True)
    found = members(through("a.docx", content, translator))["word/document.xml"].decode()
    assert translator.seen == ["a well\u2011known dog."]
    assert "".join(etree.fromstring(found).itertext()) == "A WELL\u2011KNOWN DOG."


def test_powerpoint() -> None:
    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "the title"
    slide.placeholders[1].text = "one\vtwo\nthree"
    slide.notes_slide.notes_text_frame.text = "the notes"
    found = pptx.Presentation(io.BytesIO(shouted("a.pptx", made(slides)))).slides[0]
    assert [shape.text_frame.text for shape in found.shapes] == ["THE TITLE", "ONE\vTWO\nTHREE"]
    assert found.notes_slide.notes_text_frame.text == "THE NOTES"


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


EPUB = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/c.opf"/></rootfiles></container>',
    "O/c.opf": '<package xml:lang="en"><metadata><title>the book</title></metadata><manifest><item href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest></package>',
    "O/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><body><nav><ol><li><a href="a.xhtml#x">the girl</a></li></ol></nav><p xml:lang="la">carpe diem</p><p>see <em xml:lang="fr">déjà vu</em></p></body></html>',
    "O/a.png": "PNG",
}  # fmt: skip


def test_epub() -> None:
    found = members(shouted("a.epub", archive(EPUB)))
    assert list(found) == list(EPUB) and {**found, "O/nav.xhtml": b""} == {
        name: b"" if name == "O/nav.xhtml" else text.encode() for name, text in EPUB.items()
    }
    page = found["O/nav.xhtml"].decode()
    assert page == EPUB["O/nav.xhtml"].replace("the girl", "THE GIRL").replace("<p>see", "<p>SEE")


def test_opendocument() -> None:
    content = archive(
        {"mimetype": "x", "content.xml": '<o xmlns:text="t"><text:h>the title</text:h><text:p>the <text:span>girl</text:span><text:s text:c="2"/>ran<text:note><text:note-body><text:p>the note</text:p></text:note-body></text:note>.<text:line-break/>end</text:p></o>'}
    )  # fmt: skip
    page = members(shouted("a.odt", content))["content.xml"].decode()
    assert (
        page
        == '<o xmlns:text="t"><text:h>THE TITLE</text:h><text:p>THE <text:span>GIRL</text:span><text:s text:c="2"/>RAN<text:note><text:note-body><text:p>THE NOTE</text:p></text:note-body></text:note>.<text:line-break/>END</text:p></o>'
    )


def test_cdata_of_office_documents() -> None:
    page = "<o xmlns:text='t'><text:p>the <text:span>{0}</text:span> ran</text:p></o>"
    content = archive({"mimetype": "x", "content.xml": page.format("<![CDATA[< girl]]>")})
    assert members(shouted("a.odt", content))["content.xml"].decode() == page.replace("the", "THE").replace(
        "ran", "RAN"
    ).format("&lt; GIRL")
    page = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
    content = archive({"word/document.xml": page.format("the <![CDATA[a < b]]> dog")})
    assert page.format("THE A &lt; B DOG") in members(shouted("a.docx", content))["word/document.xml"].decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("source", "target", "seen"),
    [
        ("the AT&amp;T girl, a Q&amp;A", "THE AT&amp;T GIRL, A Q&amp;A", "the girl, a"),
        ("see http://x/?a=one&amp;b=two and", "SEE http://x/?a=one&amp;b=two AND", "see and"),
        ("the &lt;a href=&quot;x&quot;&gt; tag", 'THE &lt;a href="x"&gt; TAG', "the tag"),
        ("the &amp;eacute; dog", "THE &amp;eacute; DOG", "the dog"),
        ("tom &amp; ann (p&lt;0.05)", "TOM &amp; ANN (p&lt;0.05)", "tom ann ()"),
    ],
)  # fmt: skip
def test_entities_cut_no_words_links_or_tags_apart(name: str, source: str, target: str, seen: str) -> None:
    member, page = PAGES[name]
    content = page.format(source)
    translator = Scrambler(1, faithful=True)
    found = through(name, archive({member: content}) if member else content.encode(), translator)
    assert (members(found)[member] if member else found).decode() == page.format(target)
    assert translator.seen == [seen]


def bomb() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", b"\0" * (64 << 20))
    return sink.getvalue()


def twice() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("a", b"")
        out.writestr("a", b"")
    return sink.getvalue()


def broken() -> bytes:
    content = bytearray(
        archive({"word/document.xml": "<w:document xmlns:w='w'>" + "the girl " * 500 + "</w:document>"})
    )
    content[60:70] = b"\xff" * 10
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", b"", "a.docx: is no DOCX that can be read .*not a zip"),
        ("a.docx", archive({"a": ""}), "it has no word/document.xml"),
        ("a.docx", archive({"word/document.xml": "<a>"}), "is no DOCX, word/document.xml that can be read"),
        ("a.docx", archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declares an entity"),
        ("a.docx", bomb(), "expands to 67,108,864 bytes in 1 files; at most 512 MiB are read"),
        ("a.docx", broken(), "a.docx: is no DOCX that can be read"),
        ("a.odt", archive({"mimetype": "x"}), "it has no content.xml"),
        ("a.epub", archive({"mimetype": "x"}), "it has no META-INF/container.xml"),
        ("a.epub", archive({"META-INF/container.xml": "<container/>"}), "names no package"),
        ("a.epub", archive({**EPUB, "O/c.opf": EPUB["O/c.opf"].replace("nav.xhtml", "../../nav.xhtml")}), "it has no ../nav.xhtml"),
        ("a.pptx", twice(), "has two files of one name"),
    ],
)  # fmt: skip
def test_damaged_archives(name: str, content: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        load(row_of(name)).read(content, Reading(name, "en", "de"))
