"""Writing, loading and looking at small corpora."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.files import examples
from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.load import load_corpus, request_of
from s2s.errors import UserError

ODD = [
    "plain",
    "U+2028 \u2028 here",
    "\u0085next",
    "form\ffeed",
    "a\rb",
    "👩‍👩‍👧",
    "e\u0301",
    "ক্ষ",
    "nul\0",
    "\ufeffmark",
]


PAIRS = [(f"{odd} {number}", f"{number} {odd}") for number, odd in enumerate(ODD * 3)]


def load(**options: Any) -> Corpus:
    options.setdefault("corpus", "files")
    given: dict[str, Any] = {name: str(v) if isinstance(v, Path) else v for name, v in options.items()}
    return load_corpus(DataConfig(**given), seed=1)


def pairs_of(table: Any) -> list[tuple[str, str]]:
    return list(zip(table["source"], table["target"], strict=True))


def everything(corpus: Corpus) -> list[tuple[str, str]]:
    return pairs_of(corpus.train) + pairs_of(corpus.validation)


def write_pairs(
    folder: Path, pairs: list[tuple[str, str]], form: str, name: str = "train", compress: bool = False
) -> Path:
    """Write `pairs` as `form` and return what data.train has to be."""
    files = {
        "aligned": {f"{name}.en": [source for source, _ in pairs], f"{name}.de": [target for _, target in pairs]},
        "tsv": {f"{name}.tsv": ["\t".join(pair) for pair in pairs]},
        "jsonl": {f"{name}.jsonl": [json.dumps({"translation": {"en": s, "de": t}, "id": 1}) for s, t in pairs]},
    }[form]
    for file, lines in files.items():
        data = "".join(f"{line}\n" for line in lines).encode()
        (folder / (file + ".gz" * compress)).write_bytes(gzip.compress(data) if compress else data)
    ending = "" if form == "aligned" else f".{form}" + ".gz" * compress
    return folder / f"{name}{ending}"


def refused(match: str, **options: Any) -> None:
    with pytest.raises(UserError, match=match) as caught:
        load(**options)
    assert "\n" not in str(caught.value)


def opened(path: Path | str, task: str = "translate", **options: Any) -> Format:
    """The file at `path` as training reads it for a task."""
    return open_format("data.train", str(path), DataConfig(**options), request_of(task).shapes)


def read(path: Path, content: str | bytes, task: str = "translate", **options: Any) -> list[tuple[Any, Any]]:
    """The examples that a file at `path` with this content has for a task; it is packed where its name says so."""
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return list(examples(opened(path, task, **options), request_of(task)).read())


def mistake(path: Path, content: str | bytes, task: str = "translate", **options: Any) -> str:
    """What is said of a file at `path` with this content."""
    with pytest.raises(UserError) as caught:
        read(path, content, task, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)
