"""What of a document must be equal before and after it is translated, read by other libraries than s2s reads it by."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from itertools import groupby
from typing import Any

import polib
import srt
import webvtt
from generated_documents import PLACEHOLDERS
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

XML = etree.XMLParser(resolve_entities=False, no_network=True)
BLOCKS = {
    "html",
    "head",
    "body",
    "title",
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "blockquote",
}
PLACEHOLDER = re.compile("|".join(map(re.escape, sorted(PLACEHOLDERS, key=len, reverse=True))))
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\an8\}")


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def tree(element: Any, kept: frozenset[str] = frozenset(), free: bool = False) -> Any:
    """An element without its text: its tag, attributes and children; where these may move, in no order.

    `kept` are elements whose text must stay, `free` says that children may stand in any order.
    """
    if not isinstance(element.tag, str):
        return "comment", element.text
    name = etree.QName(element).localname
    attributes = sorted(
        (key, value) for key, value in element.attrib.items() if not key.endswith("}space") and key != "alt"
    )
    children = [tree(child, kept, free) for child in element]
    groups = groupby(children, key=lambda child: not free and child[0] in BLOCKS)
    children = [child for block, group in groups for child in (group if block else sorted(group, key=repr))]
    text = element.text if name in kept else ""
    return name, attributes, text, children


def of_html(content: bytes) -> Any:
    root = lxml_html.document_fromstring(content)
    found = tree(root, frozenset(["code", "pre"]))
    return found, placeholders(lxml_html.tostring(root, encoding="unicode", method="text"))


def of_markdown(content: bytes) -> Any:
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(content.decode())
    root = lxml_html.fragment_fromstring(rendered, create_parent="div")
    text = lxml_html.tostring(root, encoding="unicode", method="text")
    return tree(root, frozenset(["code", "pre"])), placeholders(text)


def of_text(content: bytes) -> Any:
    lines = re.split(r"(\r?\n)", content.decode())
    return (
        [
            (re.match(r"\ufeff?\s*", line)[0] if line.strip() else line, placeholders(line), tags(line))  # type: ignore[index]
            for line in lines
        ],
        lines[1::2],
    )


def tags(text: str) -> Counter[str]:
    stack: list[str] = []
    for tag in TAG.findall(text):
        name = re.match(r"</?([A-Za-z][\w]*)", tag)
        if name and tag.startswith("</"):
            assert stack and stack.pop() == name[1], f"not balanced: {text}"
        elif name and not tag.endswith("/>") and name[1] not in ("br", "img"):
            stack.append(name[1])
    assert not stack, f"not closed: {text}"
    return Counter(TAG.findall(text))


def of_srt(content: bytes) -> Any:
    text = content.decode("utf-8-sig")
    cues = list(srt.parse(text.replace("\r\n", "\n")))
    times = [line for line in content.split(b"\n") if b"-->" in line]
    return [(cue.index, cue.start, cue.end, tags(cue.content), "{name}" in cue.content) for cue in cues], times


def of_vtt(content: bytes) -> Any:
    cues: Any = webvtt.from_buffer(io.BytesIO(content))
    fixed = re.sub(rb"(?m)(-->[^\n]*\n)(?:[^\n]+(?:\n|\Z))+", rb"\1", content)
    return [
        (cue.identifier, cue.start, cue.end, tags(cue.raw_text), cue.raw_text.count("&amp;")) for cue in cues
    ], fixed


def of_po(content: bytes) -> Any:
    found = []
    for entry in polib.pofile(content.decode()):
        for translation in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            if translation != "da" and not entry.obsolete:
                assert translation == "" or placeholders(translation) in map(
                    placeholders, (entry.msgid, entry.msgid_plural)
                )
                assert translation == "" or tags(translation) == tags(entry.msgid)
        forms = sorted(entry.msgstr_plural)
        found.append(
            (
                entry.msgctxt,
                entry.msgid,
                entry.msgid_plural,
                forms,
                entry.flags,
                entry.comment,
                entry.tcomment,
                entry.occurrences,
                entry.obsolete,
            )
        )
    return found, re.sub(rb'(?m)^msgstr(\[\d\])? ".*"\n', b"", content)


def of_xliff(content: bytes) -> Any:
    root = etree.fromstring(content, XML)
    for target in list(root.iter("{*}target")):
        source = next(target.getparent().iter("{*}source"))
        ones, others = (tree(one, frozenset(["ph", "bpt", "ept"]), free=True)[3] for one in (source, target))
        assert ones == others
        assert placeholders("".join(source.itertext())) == placeholders("".join(target.itertext()))
        order = [
            (e.get("id") or e.get("startRef"), etree.QName(e).localname)
            for e in target.iter("{*}bpt", "{*}ept", "{*}sc", "{*}ec")
        ]
        for first, second in (("bpt", "ept"), ("sc", "ec")):
            for number, name in order:
                assert name != first or order.index((number, first)) < order.index((number, second))
        target.getparent().remove(target)
    for segment in root.iter("{*}segment"):
        segment.attrib.pop("state", None)
    return tree(root, frozenset(["source", "ph", "bpt", "ept"]))


def of_archive(content: bytes) -> Any:
    found: dict[str, Any] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            data = archive.read(member)
            if member.filename.endswith((".xml", ".xhtml", ".ncx")):
                root = etree.fromstring(data, XML)
                found[member.filename] = (
                    office(unspaced(root)) if re.match("word|ppt", member.filename) else tree(root, frozenset(["code"]))
                )
                assert in_order(root)
            else:
                found[member.filename] = data
            found[member.filename + "#"] = member.compress_type
    return list(found), found


def office(element: Any) -> Any:
    """Of a paragraph its elements in any order; its text may stand in more runs than before."""
    if not isinstance(element.tag, str) or etree.QName(element).localname not in ("p", "hyperlink"):
        name = element.tag if isinstance(element.tag, str) else "comment"
        return name, sorted(element.attrib.items()), [office(child) for child in element if isinstance(child.tag, str)]
    kinds = [(etree.QName(child).localname, office(child)) for child in element]
    others = sorted((kind for kind in kinds if kind[0] != "r"), key=repr)
    if etree.QName(element).localname == "p":
        lines = [etree.QName(e).localname for e in element.iter("{*}br", "{*}tab", "{*}cr")]
        others.append(("lines", sorted(lines)))
    marks = sorted(repr(run) for name, run in kinds if name == "r" and not is_text(run))
    return element.tag, sorted(element.attrib.items()), others, marks


def unspaced(root: Any) -> Any:
    for element in root.iter():
        element.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    return root


def is_text(run: Any) -> bool:
    return any(child[0].endswith("}t") for child in run[2])


def runs_of(content: bytes) -> Counter[str]:
    """How many runs of each formatting an office document has."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.match(r"(?:word|ppt)/.*\.xml", name):
                root = etree.fromstring(archive.read(name), XML)
                found.update(repr([tree(child) for child in run.findall("{*}rPr")]) for run in root.iter("{*}r"))
    return found


def in_order(root: Any) -> bool:
    """Whether the parts of fields and bookmarks come in their order."""
    names = ["begin", "separate", "end"]
    for paragraph in root.iter("{*}p"):
        kinds = [
            value
            for e in paragraph.iter("{*}fldChar")
            for key, value in e.attrib.items()
            if key.endswith("fldCharType")
        ]
        depth = [names.index(kind) for kind in kinds]
        if depth != [0, 1, 2] * (len(depth) // 3):
            return False
    return True


def of_csv(content: bytes, delimiter: str = ",") -> Any:
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter, strict=True))
    return [[row[0], (placeholders(row[1]), tags(row[1])) if row[0] != "id" else row[1], row[2]] for row in rows if row]


def of_tsv(content: bytes) -> Any:
    return of_csv(content, "\t")


def of_jsonl(content: bytes) -> Any:
    lines = content.decode().split("\n")
    rows = [json.loads(line) if line else None for line in lines]
    return [row and {**row, "text": (placeholders(row["text"]), tags(row["text"]))} for row in rows]


SKELETONS = {
    "a.txt": of_text, "a.md": of_markdown, "a.html": of_html, "a.srt": of_srt, "a.vtt": of_vtt, "a.po": of_po, "a.xlf": of_xliff,
    "b.xliff": of_xliff, "a.docx": of_archive, "a.pptx": of_archive, "a.odt": of_archive, "a.odp": of_archive, "a.epub": of_archive,
    "a.csv": of_csv, "a.tsv": of_tsv, "a.jsonl": of_jsonl,
}  # fmt: skip
