"""What people name as a corpus and no format reads as it is: what it is, and what makes it readable."""

from __future__ import annotations

import glob
import os
from contextlib import closing
from functools import partial

from s2s.config.formats import naming, several_files
from s2s.data.corpora.formats.base import beginning, rough_lines
from s2s.data.text.lines import BYTE_ORDER_MARK, open_binary, read_one
from s2s.errors import UserError

EDGE, MANY = 1 << 16, 10
"""How much of a file is looked at, and so many CR without an LF are ends of lines."""
LINES = ("text", "plain", "tsv", "csv", "jsonl", "words", "conllu")
"""Formats whose files are lines of text."""


def check_readable(option: str, format_name: str, files: list[str]) -> None:
    """Raise `UserError` for one of the files that is a single JSON value, or whose lines end in CR alone."""
    for path in files:
        if format_name not in LINES or not os.path.isfile(path):
            continue
        with closing(open_binary(path)) as stream:
            start = read_one(partial(stream.read, EDGE), path, 1)
        if b"\n" not in start and start.rstrip(b"\r").count(b"\r") >= MANY:
            raise UserError(
                f"{option}: {path}: its lines end in CR alone, as those of old Macs did, so that it is one line; end them in"
                f" LF, e.g. with tr '\\r' '\\n' < {path} > OTHER"
            )
        array = start.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] == b"["
        json = path.removesuffix(".gz").endswith(".json")
        if (array and (json or format_name == "jsonl")) or (json and format_name != "jsonl"):
            raise UserError(f"{option}: {path}: {json_remedy(option, path, array)}")


def json_remedy(option: str, path: str, array: bool) -> str:
    """What to do with a file that is called .json: an array is no JSON lines, objects below each other are."""
    if not array:
        return f"is no name that says what it is; if each line is an object, say {naming(option, 'format', 'jsonl')}"
    code = f"import pandas; pandas.read_json({path!r}).to_json('OTHER.jsonl', orient='records', lines=True, force_ascii=False)"
    return f'is one JSON array, where an object on each line is read; convert it, e.g. with python -c "{code}"'


def unfound(option: str, prefix: str, source: str, target: str) -> str:
    """What to say of a name that stands for no two files: what it stands for, and the remedy; empty where nothing is known."""
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
    names = sorted(glob.glob(prefix)) if glob.has_magic(prefix) else prefix.split(",")
    if len(names) > 1:
        prefixes = dict.fromkeys(
            name.removesuffix(".gz").removesuffix(f".{target}").removesuffix(f".{source}") for name in names
        )
        return f"it names several; {several_files(option, [*prefixes])}"
    return ""


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
