"""What people name as a corpus and no format reads as it is: what it is, and what makes it readable."""

from __future__ import annotations

import glob
import os
import re
from contextlib import closing
from functools import partial

from s2s.config.corpora import Shape
from s2s.config.formats import as_jsonl, naming, parquet_remedy, several_files
from s2s.data.corpora.formats.base import beginning, rough_lines
from s2s.data.text.lines import BYTE_ORDER_MARK, UTF16, open_binary, read_one
from s2s.errors import UserError

EDGE, MANY = 1 << 16, 10
"""How much of a file is looked at, and so many CR without an LF are ends of lines."""
LINES = ("text", "plain", "tsv", "csv", "jsonl", "words", "conllu")
"""Formats whose files are lines of text."""
PACKED = {
    rb"\xfd7zXZ\0": "xz -dc < {} > OTHER",
    rb"BZh[1-9](1AY&SY|\x17rE8P\x90)": "bzip2 -dc < {} > OTHER",
    rb"\x28\xb5\x2f\xfd": "zstd -dc < {} > OTHER",
    rb"\x1f\x8b": "gzip -dc < {} > OTHER",
    rb"PK\x03\x04": "unzip {}",
}
"""What packed files begin with, and what unpacks them. Those that end in .gz are read as they are."""
OFFICE = {
    (".xlsx", ".xlsm", ".ods", ".xls"): 'is a spreadsheet; save the sheet as "CSV UTF-8", and give that',
    (".docx", ".odt", ".doc"): "is a document of an office program; save it as plain text, and give that",
}
"""What files of office programs end in, and what to say of them."""
OFFICE_SIGN = rb"PK\x03\x04|\xd0\xcf\x11\xe0"
PARQUET = rb"PAR1\x15"


def check_readable(option: str, format_name: str, files: list[str]) -> None:
    """Raise `UserError` for one of the files that is packed, no UTF-8, or a single JSON value, or whose lines end in CR alone."""
    for path in files:
        if format_name not in (*LINES, "tmx") or not os.path.isfile(path):
            continue
        if said := packing(path):
            raise UserError(f"{option}: {path}: {said}")
        if format_name == "tmx":  # which says its encoding
            continue
        start = start_of(path)
        if re.match(PARQUET, start):
            raise UserError(f"{option}: {path}: is Parquet; {parquet_remedy(option, path)}")
        if encoding := utf16(start):
            command = f"iconv -f {encoding} -t UTF-8 {path} > OTHER"
            raise UserError(f"{option}: {path}: is UTF-16; convert it, e.g. with {command}")
        if b"\n" not in start and start.rstrip(b"\r").count(b"\r") >= MANY:
            raise UserError(
                f"{option}: {path}: its lines end in CR alone, as those of old Macs did, so that it is one line; end them in"
                f" LF, e.g. with tr '\\r' '\\n' < {path} > OTHER"
            )
        array = start.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] == b"["
        json = path.removesuffix(".gz").endswith(".json")
        if (array and (json or format_name == "jsonl")) or (json and format_name != "jsonl"):
            raise UserError(f"{option}: {path}: {json_remedy(option, path, array)}")


def packing(path: str) -> str:
    """What to say of a file that is packed, and not by gzip with a name that says so, or of an office program; else nothing."""
    start = start_of(path)
    office = next((said for suffixes, said in OFFICE.items() if path.lower().endswith(suffixes)), "")
    if office and re.match(OFFICE_SIGN, start):
        return office
    unpack = next((command for sign, command in PACKED.items() if re.match(sign, start)), None)
    return f"is packed; unpack it, e.g. with {unpack.format(path)}, and give what comes out" if unpack else ""


def start_of(path: str) -> bytes:
    """The first bytes of a file, plain or gzipped."""
    with closing(open_binary(path)) as stream:
        return read_one(partial(stream.read, EDGE), path, 1)


def utf16(start: bytes) -> str:
    """The name of the encoding of a text that begins like UTF-16, by its mark or because nearly every other byte is 0."""
    if start[:2] in UTF16:
        return "UTF-16"
    zeros = {"UTF-16LE": start[1::2].count(0), "UTF-16BE": start[::2].count(0)}
    return next((name for name, count in zeros.items() if count >= MANY and 4 * count > len(start)), "")


def json_remedy(option: str, path: str, array: bool) -> str:
    """What to do with a file that is called .json: an array is no JSON lines, objects below each other are."""
    if not array:
        return f"is no name that says what it is; if each line is an object, say {naming(option, 'format', 'jsonl')}"
    return f"is one JSON array, where an object on each line is read; {as_jsonl(f'read_json({path!r})')}"


def unfound(option: str, prefix: str, source: str, target: str, shape: str = Shape.pairs) -> str:
    """What to say of a name that stands for no file, or no two: what it stands for, and the remedy; empty where nothing is known."""
    if os.path.isdir(prefix):
        inside = [
            file.removesuffix(".gz").removesuffix(f".{source}")
            for file in sorted(glob.glob(f"{glob.escape(prefix)}/*.{source}*"))
            if file.removesuffix(".gz").endswith(f".{source}")
        ]
        inside = [one for one in inside if any(map(os.path.isfile, (f"{one}.{target}", f"{one}.{target}.gz")))]
        if len(inside) > 1:
            return f"it is a folder; {several_files(option, inside)}"
        return f"it is a folder; {f'say {option}={inside[0]}' if inside else 'name a file in it, or the prefix of two'}"
    if os.path.isfile(prefix):
        return f"it is one file; {one_file(option, prefix)}"
    pattern = glob.has_magic(prefix)
    names = sorted(glob.glob(prefix)) if pattern else prefix.split(",")
    prefixes = [*dict.fromkeys(prefix_of(name, source, target) for name in names)]
    if len(names) > 1:
        return f"it names several; {several_files(option, prefixes) if shape == Shape.pairs else 'give one'}"
    return f"it is a pattern; say {option}={prefixes[0]}" if pattern and prefixes else ""


def prefix_of(path: str, *languages: str) -> str:
    """What a file of one of two `languages` shares with that of the other; the `path` itself of a file that has no such name."""
    plain = path.removesuffix(".gz")
    return next((plain.removesuffix(f".{code}") for code in languages if plain.endswith(f".{code}")), path)


def one_file(option: str, path: str) -> str:
    """How one file of pairs becomes readable, by what separates source and target in its first lines."""
    lines = [line for line in beginning(rough_lines(path)) if line]
    tabs = ["\t" in line for line in lines]
    if sum(tabs) > len(lines) / 2:
        where = tabs.index(False) + 1 if False in tabs else 0
        return f"line {where} of those that are not empty has no tab; mend it, or say {naming(option, 'format', 'tsv')}"
    remedy = "put source and target on a line with a tab between them, and call it .tsv"
    if lines and all(" " in line.strip() for line in lines):
        remedy += f"; where the first blanks divide them, e.g. with awk '!/^;;;/ {{sub(/ +/, \"\\t\"); print}}' {path} > OTHER.tsv"
    return remedy
