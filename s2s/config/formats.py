"""The file formats that are known by name, and which of them a file has: by its suffix, or as `data.format` says."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from s2s.config.corpora import Shape
from s2s.config.options import refuse
from s2s.config.registry import Registry
from s2s.config.schema import DataConfig
from s2s.config.weighted import named_files
from s2s.errors import UserError

SHAPES = {
    Shape.pairs: "pairs of texts",
    Shape.labelled: "labelled texts",
    Shape.tagged: "tagged words",
    Shape.text: "plain text",
    Shape.vectors: "vectors",
    Shape.series: "a series",
}
"""What messages call them."""
PLAIN = r"[\w.+/: -]*|…"
"""A name in a list that needs no quotes, or stands for one."""
SHOWN = 4
"""Files that a remedy names."""


@dataclass(frozen=True)
class FormatFacts:
    """What is known of a format without its class. A class of the user's own has attributes of these names."""

    suffixes: tuple[str, ...]
    """Of its files, without ``.gz``."""
    shapes: tuple[str, ...]
    """What its examples may be, each one of `Shape`."""
    otherwise: tuple[str, ...] = ()
    """The shapes for which it reads files whose suffix belongs to no format."""
    columns: bool = False
    """Whether its records have columns, of which `data.columns` names two."""
    features: bool = False
    """Whether further columns may be features of a source."""


FORMATS = Registry(
    "file format",
    FormatFacts,
    {
        "text": ("s2s.data.corpora.formats.text:Text", FormatFacts((), (Shape.pairs,), otherwise=(Shape.pairs,))),
        "tsv": (
            "s2s.data.corpora.formats.tsv:Tsv",
            FormatFacts(
                (".tsv", ".tab"),
                (Shape.pairs, Shape.labelled),
                otherwise=(Shape.labelled,),
                columns=True,
                features=True,
            ),
        ),
        "csv": (
            "s2s.data.corpora.formats.csv:Csv",
            FormatFacts(
                (".csv", ".tsv", ".tab"),
                (Shape.pairs, Shape.labelled, Shape.series),
                otherwise=(Shape.series,),
                columns=True,
                features=True,
            ),
        ),
        "jsonl": (
            "s2s.data.corpora.formats.jsonl:Jsonl",
            FormatFacts((".jsonl",), (Shape.pairs, Shape.labelled, Shape.tagged), columns=True),
        ),
        "tmx": ("s2s.data.corpora.formats.tmx:Tmx", FormatFacts((".tmx",), (Shape.pairs,), columns=True)),
        "words": (
            "s2s.data.corpora.formats.words:Words",
            FormatFacts((".tsv", ".tab", ".conll"), (Shape.tagged,), otherwise=(Shape.tagged,), columns=True),
        ),
        "conllu": ("s2s.data.corpora.formats.conllu:Conllu", FormatFacts((".conllu",), (Shape.tagged,), columns=True)),
        "parquet": ("s2s.data.corpora.formats.parquet:Parquet", FormatFacts((".parquet",), (Shape.series,))),
        "npy": ("s2s.data.corpora.formats.npy:Npy", FormatFacts((".npy",), (Shape.vectors, Shape.series))),
        "plain": ("s2s.data.corpora.formats.plain:Plain", FormatFacts((), (Shape.text,), otherwise=(Shape.text,))),
    },
)


def has_suffix(path: str, facts: FormatFacts) -> bool:
    """Whether the name of a file, plain or gzipped, ends as those of a format do."""
    return path.removesuffix(".gz").endswith(facts.suffixes) if facts.suffixes else False


def format_of(option: str, path: str, shapes: Sequence[str], name: str | None = None) -> tuple[str, str]:
    """The format of the file that `option` names by `path`, and which of the `shapes` its examples have.

    `name` is the format that the user has named; by default the suffix decides. Raises `UserError` where the format
    has examples of other shapes only.
    """
    if name is not None:
        shape = common(name, shapes)
        if shape is None:
            fitting = [known for known in FORMATS.names if common(known, shapes)]
            wanted = " or ".join(SHAPES[Shape(one)] for one in shapes)
            refuse("data.format", name, f"holds no {wanted}; use {' or '.join(fitting)}")
        return name, shape
    claimed = [known for known in FORMATS.names if has_suffix(path, FORMATS.facts(known))]
    for known in claimed:
        if (shape := common(known, shapes)) is not None:
            return known, shape
    if claimed:
        held = dict.fromkeys(SHAPES[Shape(one)] for known in claimed for one in FORMATS.facts(known).shapes)
        wanted = " or ".join(SHAPES[Shape(one)] for one in shapes)
        possible = " or ".join(known for known in FORMATS.names if common(known, shapes))
        remedy = (
            f"give another file, or say what it is with {naming(option, 'format', 'NAME')}, NAME one of {possible}"
            if claimed != ["parquet"]
            else parquet_remedy(option, path)
        )
        raise UserError(f"{option}={path}: holds {' or '.join(held)} by its name, where {wanted} are read; {remedy}")
    return next(
        (known, shape) for shape in shapes for known in FORMATS.names if shape in FORMATS.facts(known).otherwise
    )


def naming(option: str, name: str, *values: object) -> str:
    """How the user types `name`, a setting of the files that `option` names, in training or as an argument of a command."""
    if not option.startswith("data."):
        return f"--{name} {' '.join(map(str, values))}"
    if len(values) == 1:
        return f"data.{name}={values[0]}"
    typed = (text if re.fullmatch(PLAIN, text, re.ASCII) else f'"{text}"' for text in map(str, values))
    return f"data.{name}=[{','.join(typed)}]"


def parquet_remedy(option: str, path: str) -> str:
    """How Parquet is read that holds no series."""
    if option in ("data.train", "data.validation", "data.test"):
        return f"say data=hub data.dataset={os.path.dirname(path) or '.'}, which reads all files of this folder"
    return as_jsonl(f"read_parquet({path!r})")


def as_jsonl(reading: str) -> str:
    """How a table becomes an object on each line, by `reading`, a call of a function of pandas."""
    code = f"import pandas; pandas.{reading}.to_json('OTHER.jsonl', orient='records', lines=True, force_ascii=False)"
    return f'convert it, e.g. with python -c "{code}"'


def several_files(option: str, names: Sequence[str] = ("A", "B")) -> str:
    """How the user gives several files where `option` takes one."""
    if option != "data.train":
        return "give one; cat joins files whose lines belong together, in the same order for each language"
    corpora = ",".join(f"{{train: {name}}}" for name in names[:SHOWN]) + ",…" * (len(names) > SHOWN)
    return f"give several as 'data.corpora=[{corpora}]', in place of data.train"


def common(name: str, shapes: Sequence[str]) -> str | None:
    """The first of the `shapes` that examples of a format may have."""
    return next((shape for shape in shapes if shape in FORMATS.facts(name).shapes), None)


def check_formats(data: DataConfig, shapes: Sequence[str]) -> None:
    """Raise `UserError` for a file that holds no examples of these `shapes`, and for columns of a format without any."""
    columns = data.columns
    for option, path in named_files(data):
        name, _ = format_of(option, path, shapes, data.format)
        if columns is not None and data.format is not None and not FORMATS.facts(name).columns:
            refuse(
                "data.columns", columns, f"has no effect with data.format={name}, which has no columns; leave it out"
            )
