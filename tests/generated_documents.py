"""Documents of each kind, drawn by a seed: words, placeholders, links and tags within tags, in the structure of the kind."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable

WORDS = "the girl opened a door slowly yesterday boy brought three pictures Straße Äpfel আমি 猫 don't well-known “quoted”".split()
PLACEHOLDERS = ["{name}", "%s", "%(count)d", "{{x}}", "https://example.org/a?b=c", "$HOME", "%1$s"]
TAGS = ("b", "i", "em", "span", "a")
Draw = random.Random


def words(draw: Draw, most: int = 6) -> str:
    return " ".join(draw.choices(WORDS, k=draw.randint(1, most)))


def inline(draw: Draw, tag: Callable[[Draw, str], str], code: Callable[[Draw], str], depth: int = 2) -> str:
    """A sentence or two with tags and codes."""
    parts = []
    for _ in range(draw.randint(1, 5)):
        kind = draw.random()
        if kind < 0.55:
            parts.append(words(draw))
        elif kind < 0.75:
            parts.append(code(draw))
        elif depth:
            parts.append(tag(draw, inline(draw, tag, code, depth - 1)))
    text = draw.choice([" ", " ", " ", ""]).join(parts) or "word"
    return text + draw.choice([".", "!", "", ". " + words(draw) + "?"])


def placeholder(draw: Draw) -> str:
    return draw.choice(PLACEHOLDERS)


def html_tag(draw: Draw, inner: str) -> str:
    name = draw.choice(TAGS[:-1] if "<a" in inner else TAGS)
    attribute = ' href="x?a=1&amp;b=2"' if name == "a" else draw.choice(["", ' class="x"'])
    return f"<{name}{attribute}>{inner}</{name}>"


def html_code(draw: Draw) -> str:
    return draw.choice(
        [
            placeholder(draw),
            "<br>",
            '<img src="x.png" alt="the">',
            "&amp;",
            "&nbsp;",
            "<code>x = y</code>",
            "<!-- c -->",
        ]
    )


def xhtml_code(draw: Draw) -> str:
    return html_code(draw).replace("<br>", "<br/>").replace('alt="the">', 'alt="the"/>').replace("&nbsp;", "&#160;")


def text(draw: Draw) -> bytes:
    end = draw.choice(["\n", "\r\n"])
    lines = []
    for _ in range(draw.randint(1, 6)):
        begin = draw.choice(["", "  ", "- ", "1. "])
        lines += [begin + inline(draw, html_tag, placeholder), ""]
    return (draw.choice(["", "\ufeff"]) + end.join(lines + draw.choice([[], [""], ["", ""]]))).encode()


def markdown_tag(draw: Draw, inner: str) -> str:
    inner = re.sub(r"[*~\[\]]", "", inner).replace("<http://x.org>", "x").strip() or "x"
    return draw.choice([f"**{inner}**", f'[{inner}](http://x.org/a_b "t")', f"*{inner}*", f"~~{inner}~~"])


def markdown_code(draw: Draw) -> str:
    return draw.choice([placeholder(draw).replace("$HOME", "x"), "`co de`", "&amp;", "<http://x.org>", "![img](a.png)"])


def markdown(draw: Draw) -> bytes:
    def line() -> str:
        return (
            inline(draw, lambda d, inner: f" {markdown_tag(d, inner)} ", lambda d: f" {markdown_code(d)} ", 1)
            .strip()
            .replace("  ", " ")
        )

    blocks = []
    for _ in range(draw.randint(1, 5)):
        kind = draw.randrange(7)
        if kind == 0:
            blocks.append("#" * draw.randint(1, 4) + " " + line())
        elif kind == 1:
            blocks.append("\n".join(f"- {line()}" for _ in range(2)))
        elif kind == 2:
            blocks.append("\n".join(f"> {line()}" for _ in range(2)))
        elif kind == 3:
            blocks.append("```\nthe girl *x*\n```")
        elif kind == 4:
            blocks.append(f"| a girl | {line()} |\n|---|:-:|\n| {line()} | door |".replace("\\|", ""))
        else:
            blocks.append(line())
    return "\n\n".join(blocks).encode() + b"\n"


def html(draw: Draw) -> bytes:
    body = []
    for _ in range(draw.randint(1, 5)):
        sentence = inline(draw, html_tag, html_code)
        body.append(
            draw.choice(
                [
                    f"<p>{sentence}</p>",
                    f"<div>{sentence}<ul><li>{words(draw)}</li></ul></div>",
                    f"<h1>{sentence}</h1>",
                    "<pre>the girl</pre>",
                ]
            )
        )
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>{words(draw)}</title></head><body>{"".join(body)}</body></html>'.encode()


def srt_text(draw: Draw) -> str:
    line = inline(draw, lambda d, inner: f"<i>{inner}</i>", lambda d: d.choice(["{name}", "♪"]), 1)
    return draw.choice(["", "{\\an8}"]) + (line if draw.random() < 0.6 else line.replace(" ", "\n", 1))


def srt(draw: Draw) -> bytes:
    cues = []
    for number in range(1, draw.randint(2, 6)):
        cues.append(
            f"{number}\n00:00:{number:02},{draw.randrange(1000):03} --> 00:00:{number + 3:02},000\n{srt_text(draw)}\n"
        )
    return (draw.choice(["", "\ufeff"]) + "\n".join(cues)).replace("\n", draw.choice(["\n", "\r\n"])).encode()


def vtt(draw: Draw) -> bytes:
    cues = ["WEBVTT\n", "STYLE\n::cue { color: red }\n", "NOTE the girl opened\n"]
    for number in range(1, draw.randint(2, 6)):
        line = inline(
            draw,
            lambda d, inner: d.choice([f"<b>{inner}</b>", f"<v Ann>{inner}</v>", f"<c.x>{inner}</c>"]),
            lambda d: d.choice(["&amp;", "<00:00:02.000>"]),
            1,
        )
        cues.append(
            draw.choice(["", f"id {number}\n"]) + f"00:{number:02}.000 --> 00:{number + 1:02}.500 align:start\n{line}\n"
        )
    return "\n".join(cues).encode()


def po(draw: Draw) -> bytes:
    found = [
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n'
    ]
    for number in range(draw.randint(1, 6)):
        message = f"{number} " + inline(draw, html_tag, placeholder, 1).replace('"', '\\"')
        comment = draw.choice(["", "# who\n", "#. what\n#: a.c:1\n", "#, fuzzy, c-format\n"])
        context = draw.choice(["", f'msgctxt "c{number}"\n'])
        if draw.random() < 0.3:
            found.append(
                f'{comment}{context}msgid "{message}"\nmsgid_plural "many {message}"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n'
            )
        else:
            found.append(f'{comment}{context}msgid "{message}"\nmsgstr "{draw.choice(["", "", "da"])}"\n')
    return "\n".join([*found, '#~ msgid "old"\n#~ msgstr ""\n']).encode()


def xliff_tag(draw: Draw, inner: str) -> str:
    number = draw.randrange(10**6)
    return draw.choice(
        [
            f'<g id="{number}">{inner}</g>',
            f'<bpt id="{number}">&lt;b&gt;</bpt>{inner}<ept id="{number}">&lt;/b&gt;</ept>',
            f'<mrk mtype="term">{inner}</mrk>',
        ]
    )


def xliff_code(draw: Draw) -> str:
    number = draw.randrange(10**6)
    return draw.choice([placeholder(draw), f'<x id="{number}"/>', f'<ph id="{number}">the code</ph>', "&amp;"])


def xliff(draw: Draw) -> bytes:
    units = [
        f'<trans-unit id="{n}"{draw.choice(["", "", " translate=" + chr(34) + "no" + chr(34)])}><source>{inline(draw, xliff_tag, xliff_code)}</source></trans-unit>'
        for n in range(draw.randint(1, 4))
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="x" source-language="en" datatype="x"><body>{"".join(units)}</body></file></xliff>'.encode()


def xliff2(draw: Draw) -> bytes:
    def tag(d: Draw, inner: str) -> str:
        n = d.randrange(10**6)
        return d.choice([f'<pc id="{n}">{inner}</pc>', f'<sc id="{n}"/>{inner}<ec startRef="{n}"/>'])

    def code(d: Draw) -> str:
        return d.choice([placeholder(d), f'<ph id="{d.randrange(10**6)}"/>', "&lt;"])

    units = [
        f'<unit id="{n}"><segment state="initial"><source>{inline(draw, tag, code)}</source></segment><ignorable><source> </source></ignorable><segment><source>{words(draw)}</source></segment></unit>'
        for n in range(draw.randint(1, 3))
    ]
    return f'<xliff version="2.0" srcLang="en" trgLang="de" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">{"".join(units)}</file></xliff>'.encode()


def archive(files: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def word_run(draw: Draw, inner: str) -> str:
    style = draw.choice(["", "", "", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:i/><w:lang w:val="en"/></w:rPr>'])
    before, after = draw.choice([("", ""), ("", "<w:br/>"), ("<w:tab/>", ""), ("", "<w:t> </w:t>")])
    return f'<w:r>{style}{before}<w:t xml:space="preserve">{inner}</w:t>{after}</w:r>'


def word_paragraph(draw: Draw, depth: int = 1) -> str:
    parts = ['<w:pPr><w:jc w:val="left"/></w:pPr>']
    for _ in range(draw.randint(1, 6)):
        kind = draw.randrange(8)
        mark = draw.randrange(10**6)
        if kind < 4:
            parts.append(
                word_run(draw, draw.choice(["", " "]) + words(draw, 3) + draw.choice(["", " ", " {n} ", ". ", "&amp;"]))
            )
        elif kind == 4:
            parts.append(f'<w:hyperlink r:id="r{mark}">{word_run(draw, words(draw, 2))}</w:hyperlink>')
        elif kind == 5:
            parts.append(
                f'<w:bookmarkStart w:id="{mark}" w:name="b"/>{word_run(draw, words(draw, 2))}<w:bookmarkEnd w:id="{mark}"/>'
            )
        elif kind == 6:
            field = "".join(f'<w:r><w:fldChar w:fldCharType="{name}"/></w:r>' for name in ("begin", "separate"))
            parts.append(f'{field}{word_run(draw, words(draw, 2))}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        elif depth:
            box = f"<w:r><w:drawing><w:txbxContent>{word_paragraph(draw, 0)}</w:txbxContent></w:drawing></w:r>"
            parts.append(draw.choice([f'<w:r><w:footnoteReference w:id="{mark}"/></w:r>', box, "<w:proofErr/>"]))
    return f"<w:p>{''.join(parts)}</w:p>"


def docx(draw: Draw) -> bytes:
    body = "".join(word_paragraph(draw) for _ in range(draw.randint(1, 4)))
    table = f"<w:tbl><w:tr><w:tc>{word_paragraph(draw)}</w:tc></w:tr></w:tbl>"
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="r"'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {name}><w:body>{body}{table}</w:body></w:document>",
            "word/footnotes.xml": f"<w:footnotes {name}><w:footnote>{word_paragraph(draw)}</w:footnote></w:footnotes>",
        }
    )


def pptx(draw: Draw) -> bytes:
    def paragraph() -> str:
        runs = [
            f'<a:r><a:rPr lang="en"{draw.choice(["", " b=" + chr(34) + "1" + chr(34)])}/><a:t>{words(draw, 3)} </a:t></a:r>'
            + draw.choice(["", "<a:br/>"])
            for _ in range(draw.randint(1, 4))
        ]
        return f"<a:p>{''.join(runs)}<a:endParaRPr/></a:p>"

    slide = f'<p:sld xmlns:a="a" xmlns:p="p"><p:txBody>{paragraph()}{paragraph()}</p:txBody></p:sld>'
    return archive(
        {
            "ppt/presentation.xml": '<p:presentation xmlns:p="p"/>',
            "ppt/slides/slide1.xml": slide,
            "ppt/notesSlides/notesSlide1.xml": slide,
        }
    )


def odf_tag(draw: Draw, inner: str) -> str:
    return draw.choice(
        [f'<text:span text:style-name="T1">{inner}</text:span>', f'<text:a xlink:href="x">{inner}</text:a>']
    )


def odf_code(draw: Draw) -> str:
    note = f'<text:note text:id="n"><text:note-citation>1</text:note-citation><text:note-body><text:p>{words(draw)}</text:p></text:note-body></text:note>'
    return draw.choice(
        [placeholder(draw), "<text:s/>", "<text:line-break/>", "<text:tab/>", note, '<text:bookmark text:name="b"/>']
    )


def odt(draw: Draw) -> bytes:
    names = 'xmlns:office="o" xmlns:text="t" xmlns:xlink="x"'
    body = "".join(
        f"<text:{name}>{inline(draw, odf_tag, odf_code)}</text:{name}>"
        for name in draw.choices("ph", k=draw.randint(1, 4))
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}>{body}</office:document-content>",
            "styles.xml": f"<office:document-styles {names}><text:p>{words(draw)}</text:p></office:document-styles>",
        }
    )


def epub(draw: Draw) -> bytes:
    def page() -> str:
        body = "".join(f"<p>{inline(draw, html_tag, xhtml_code)}</p>" for _ in range(draw.randint(1, 4)))
        return f'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{words(draw)}</title></head><body>{body}<p xml:lang="la">Carpe diem</p></body></html>'

    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/c.opf"/></rootfiles></container>',
            "O/c.opf": '<package><manifest><item href="a.xhtml" media-type="application/xhtml+xml"/><item href="n%20v.xhtml" media-type="application/xhtml+xml"/><item href="t.ncx" media-type="application/x-dtbncx+xml"/><item href="x.css" media-type="text/css"/></manifest></package>',
            "O/a.xhtml": page(), "O/n v.xhtml": page(), "O/x.css": "p {}",
            "O/t.ncx": f'<ncx><head><meta name="uid" content="x"/></head><docTitle><text>{words(draw)}</text></docTitle></ncx>',
        }
    )  # fmt: skip


def csv(draw: Draw, delimiter: str = ",") -> bytes:
    def cell() -> str:
        text = inline(draw, html_tag, placeholder, 1)
        return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text or draw.random() < 0.3 else text

    rows = [delimiter.join(["id", "text", "other"])] + [
        delimiter.join([str(n), cell(), '"the ""girl"""']) for n in range(draw.randint(1, 5))
    ]
    return (draw.choice(["\n", "\r\n"]).join(rows) + draw.choice(["", "\n"])).encode()


def tsv(draw: Draw) -> bytes:
    return csv(draw, "\t")


def jsonl(draw: Draw) -> bytes:
    rows = [
        json.dumps(
            {"id": n, "text": inline(draw, html_tag, placeholder, 1), "x": {"y": [1, "the girl"]}},
            ensure_ascii=draw.random() < 0.5,
        )
        for n in range(draw.randint(1, 5))
    ]
    return ("\n".join(rows) + draw.choice(["", "\n", "\n\n"])).encode()


KINDS: dict[str, Callable[[Draw], bytes]] = {
    "a.txt": text, "a.md": markdown, "a.html": html, "a.srt": srt, "a.vtt": vtt, "a.po": po, "a.xlf": xliff, "b.xliff": xliff2,
    "a.docx": docx, "a.pptx": pptx, "a.odt": odt, "a.odp": odt, "a.epub": epub, "a.csv": csv, "a.tsv": tsv, "a.jsonl": jsonl,
}  # fmt: skip
