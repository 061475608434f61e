"""A corpus read as it is, faults and all, where `s2s.data.corpora.pairs` stops at the first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from s2s.data.corpora.pairs import find_side, local_pairs, translation
from s2s.data.text.lines import BYTE_ORDER_MARK, SURROGATES, open_binary, read_lines, read_one
from s2s.errors import UserError

UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Row(NamedTuple):
    line: int
    """Counted from 1."""
    source: str
    target: str
    """Bytes that are no UTF-8 are halves of surrogate pairs (PEP 383); a mark that starts a file is still there."""
    fault: str = ""
    """The check that the line fails as a whole (a key of `CHECKS`); its texts are then what could be read of it."""


@dataclass(frozen=True)
class Data:
    """Sentence pairs with all their faults, which can be read, and read again."""

    name: str
    """The path they were given by."""
    files: Sequence[str]
    rows: Callable[[], Iterator[Row]]


def find_data(option: str, path: str, source: str, target: str) -> Data:
    """What `option` names by `path`: as in training. Raises `UserError` for what cannot be opened."""
    local_pairs(option, path, source, target)
    plain = path.removesuffix(".gz")
    if plain.endswith(".tsv"):
        return Data(path, [path], partial(tsv_rows, path))
    if plain.endswith(".jsonl"):
        return Data(path, [path], partial(jsonl_rows, path, source, target))
    files = [find_side(option, path, language) for language in (source, target)]
    return Data(path, files, partial(aligned_rows, *files))


def rough_lines(path: str) -> Iterator[str]:
    """Every line of a file, its bytes decoded as `Row` says. Raises `UserError` where no further line can be had."""
    with closing(open_binary(path)) as stream:
        start = read_one(partial(stream.read, len(BYTE_ORDER_MARK)), path, 1)
        if start[:2] in UTF16:
            raise UserError(f"{path}: is UTF-16; convert it, e.g. with iconv -f UTF-16 -t UTF-8")
        stream.seek(0)
        mark = "\ufeff" if start == BYTE_ORDER_MARK else ""
        for text in read_lines(stream, path, "surrogateescape"):
            yield mark + text
            mark = ""


def aligned_rows(source: str, target: str) -> Iterator[Row]:
    """Line n of `source` beside line n of `target`; where one file has ended, lines of the other have a fault."""
    for line, (one, other) in enumerate(zip_longest(rough_lines(source), rough_lines(target)), start=1):
        yield Row(line, one or "", other or "", "count" if one is None or other is None else "")


def tsv_rows(path: str) -> Iterator[Row]:
    for line, text in enumerate(rough_lines(path), start=1):
        blank = not text or (text == "\ufeff" and line == 1)
        fields = [text, ""] if blank else text.split("\t")
        yield Row(line, *fields) if len(fields) == 2 else Row(line, text, "", "form")


def jsonl_rows(path: str, source: str, target: str) -> Iterator[Row]:
    for line, text in enumerate(rough_lines(path), start=1):
        mark = "\ufeff" if text.startswith("\ufeff") and line == 1 else ""
        if SURROGATES.search(text):
            yield Row(line, text, "", "encoding")
            continue
        try:
            pair = translation(json.loads(text[len(mark) :]), source, target) if text[len(mark) :] else ("", "")
        except (ValueError, RecursionError, KeyError):  # what `read_jsonl` refuses
            yield Row(line, text, "", "form")
        else:
            yield Row(line, mark + pair[0], pair[1])
