"""Examples of the tasks other than translation: labelled and tagged sentences, plain text, numbers, from local files.

===========  ====================================================================================================
classify     ``label TAB text``, CSV or JSONL with the columns `data.text` and `data.label`, or PREFIX.npy (a vector a row)
             beside PREFIX.txt (a label a line), with model.encoding=features; regress likewise, its labels numbers
generate     the same files the other way round; or plain text, for a language model
tag          ``word TAB tag`` and a blank line between sentences, CoNLL-U, or JSONL with lists of words and of tags
forecast     a series: CSV (a row a step, a column a feature) or .npy (steps, features)
===========  ====================================================================================================
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from s2s.config.corpora import Shape
from s2s.config.schema import DataConfig
from s2s.data.corpora.pairs import REMEDY, Pairs, Request, Rows, identify, one_line
from s2s.data.text.lines import LONGEST_LINE, open_binary, read_lines
from s2s.errors import UserError

CONLLU = {"form": 1, "lemma": 2, "upos": 3, "xpos": 4, "feats": 5, "head": 6, "deprel": 7}
ALSO = {"label": ("labels", "class", "target"), "text": ("sentence",), "tags": ("tag",), "words": ("tokens",)}


def local_examples(option: str, path: str, config: DataConfig, request: Request) -> Pairs:
    """The examples that `option` (such as ``data.train``) names by `path`, as (source, target)."""
    name, plain = f"{option}={path}", path.removesuffix(".gz")
    identity = identify(path, f"{name}: no such file; give a file with {' or '.join(request.shapes)} examples")
    read = reader(plain, path, config, request)
    key = (*map(str, request.shapes), request.swapped, identity, config.text, config.label)
    if Shape.tagged in request.shapes:
        return Pairs(name, key, lambda: tagged(path, read()))
    return Pairs(name, key, read)


def reader(plain: str, path: str, config: DataConfig, request: Request) -> Callable[[], Rows]:
    """How the file at `path`, called `plain` without .gz, is read."""
    ending = plain.rsplit(".", 1)[-1] if "." in plain else ""
    if Shape.tagged in request.shapes:
        if ending == "conllu":
            return lambda: conllu(path, config.label or "upos")
        if ending == "jsonl":
            return lambda: records(path, config.text or "words", config.label or "tags", listed)
        return lambda: columns(path)
    text, label = config.text or "text", config.label or "label"
    kinds: dict[str, Callable[[], Rows]] = {
        "tsv": lambda: labelled(path),
        "csv": lambda: table(path, text, label),
        "jsonl": lambda: records(path, text, label, single),
    }
    plain_text = Shape.text in request.shapes
    found = kinds.get(ending, (lambda: ((line, "") for line in lines(path))) if plain_text else kinds["tsv"])
    if request.swapped:
        return lambda: ((label, text) for text, label in found())
    return found


def lines(path: str) -> Iterator[str]:
    with closing(open_binary(path)) as stream:
        yield from read_lines(stream, path, "strict", REMEDY)


def labelled(path: str) -> Rows:
    """``label TAB text`` on each line; an empty line is a blank example."""
    for number, line in enumerate(lines(path), start=1):
        label, tab, text = line.partition("\t")
        if line and not tab:
            raise UserError(f"{path}: line {number}: has no tab; each line must be: label, one tab, text")
        yield text.replace("\t", " "), label.strip()


def table(path: str, text: str, label: str) -> Rows:
    """CSV (RFC 4180) whose first row names the columns."""
    csv.field_size_limit(LONGEST_LINE)  # a text may be as long as a line
    rows = csv.reader((line + "\n" for line in lines(path)), strict=True)
    try:
        header = next(rows, [])
        for name, option in ((text, "data.text"), (label, "data.label")):
            if name not in header:
                there = ", ".join(header) or "none"
                raise UserError(f"{path}: line 1: no column {name!r}, only {there}; name it with {option}=…")
        places = header.index(text), header.index(label)
        for row in rows:
            if not row:
                yield "", ""
                continue
            if len(row) != len(header):
                found = f"has {len(row)} fields where line 1 names {len(header)}"
                raise UserError(f"{path}: line {rows.line_num}: {found}; quote fields that hold commas or quotes")
            yield one_line(row[places[0]]), one_line(row[places[1]]).strip()
    except csv.Error as error:
        raise UserError(f"{path}: line {rows.line_num}: is not CSV ({error}); quote fields that hold quotes") from None


def records(path: str, first: str, second: str, convert: Callable[[Any], str]) -> Rows:
    """JSONL: an object on each line, with a value for each side; an empty line is a blank example."""
    shape = f'{{"{first}": …, "{second}": …}}'
    for number, line in enumerate(lines(path), start=1):
        if not line:
            yield "", ""
            continue
        try:
            record = json.loads(line)
            yield convert(pick(record, first)), convert(pick(record, second))
        except (ValueError, RecursionError):
            raise UserError(f"{path}: line {number}: is not JSON; each line must be {shape}") from None
        except (KeyError, TypeError):
            raise UserError(
                f"{path}: line {number}: has no such values; each line must be {shape}, or data.text and data.label"
                " name others"
            ) from None


def tagged(name: str, rows: Rows) -> Rows:
    """`rows`, each of which must have a tag for each word."""
    for number, (words, tags) in enumerate(rows, start=1):
        counts = [len(side.split(" ")) for side in (words, tags)]
        if counts[0] != counts[1]:
            raise UserError(
                f"{name}: sentence {number}: {counts[0]} words but {counts[1]} tags; give one for each word"
            )
        yield words, tags


def pick(record: Any, name: str) -> Any:
    """The value called `name`, or what others call it."""
    return record[next((other for other in ALSO.get(name, ()) if name not in record and other in record), name)]


def single(value: Any) -> str:
    """A text, or a label that may be a number."""
    if not isinstance(value, str | int | float):
        raise TypeError
    return one_line(value) if isinstance(value, str) else str(value)


def listed(values: Any) -> str:
    """Words or tags, which may be numbers, separated by spaces."""
    if not isinstance(values, list):
        raise TypeError
    return " ".join(unspaced(single(value)) for value in values)


def unspaced(word: str) -> str:
    """A word that may stand between spaces: blanks inside become no-break spaces, nothing a replacement character."""
    return "\u00a0".join(word.split()) or "\ufffd"


def columns(path: str) -> Rows:
    """``word TAB tag`` on each line, and a blank line between sentences."""
    words: list[tuple[str, str]] = []
    for number, line in enumerate(lines(path), start=1):
        if not line.strip():
            yield from sentence(words)
            words = []
            continue
        word, tab, tag = line.partition("\t")
        if not tab or "\t" in tag or not tag.strip():
            raise UserError(f"{path}: line {number}: must be: word, one tab, tag; a blank line ends a sentence")
        words.append((word, tag))
    yield from sentence(words)


def conllu(path: str, column: str) -> Rows:
    """CoNLL-U (universaldependencies.org/format.html): the words, without ranges (1-2) and empty nodes (1.1)."""
    place = CONLLU.get(column.lower())
    if place is None:
        raise UserError(f"data.label={column}: no such column of CoNLL-U; use one of {', '.join(CONLLU)}")
    words: list[tuple[str, str]] = []
    for number, line in enumerate(lines(path), start=1):
        if not line.strip():
            yield from sentence(words)
            words = []
        elif not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) != 10:
                raise UserError(f"{path}: line {number}: has {len(fields)} columns where CoNLL-U has 10")
            if fields[0].isdigit():
                words.append((fields[1], fields[place]))
    yield from sentence(words)


def sentence(words: list[tuple[str, str]]) -> Rows:
    """Words and tags, each separated by spaces; nothing for no words, as where blank lines follow each other."""
    if words:
        yield " ".join(unspaced(word) for word, _ in words), " ".join(unspaced(tag) for _, tag in words)
