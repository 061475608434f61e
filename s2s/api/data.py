"""What `data`, `validation` and `test` of a call may be: the name of a corpus, paths, options, or examples in memory."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from s2s.api.options import add, flattened
from s2s.config.conf import choices
from s2s.config.registry import is_code
from s2s.errors import UserError, guess, named

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Data:
    """Where the examples of a run come from."""

    corpus: str | None = None
    """The preset of the group ``data``."""
    options: dict[str, Any] = field(default_factory=dict)
    """Options by their dotted names."""
    examples: Any = None
    """What holds the examples that are in memory: while it is alive, the options stand for them."""


def data_of(data: Any, validation: Any, test: Any) -> Data:
    """What a call says. Raises `UserError` for what is given twice, or is neither a corpus, nor there, nor examples."""
    if isinstance(data, str) and data in choices("data"):
        return with_splits(data, {}, {"validation": validation, "test": test})
    if not isinstance(data, Mapping) or hasattr(data, "column_names"):  # a datasets.DatasetDict is examples
        check_there(data)
        return with_splits(None, {}, {"train": data, "validation": validation, "test": test})
    corpus, options = (
        data.get("corpus"),
        flattened({"data": {n: v for n, v in data.items() if n not in (*SPLITS, "corpus")}}),
    )
    corpora = options.get("data.corpora")
    for number, one in enumerate(corpora if isinstance(corpora, list | tuple) else ()):
        train = one.get("train") if isinstance(one, Mapping) else None
        if train is not None and not isinstance(train, str | os.PathLike):
            raise UserError(f"data.corpora[{number}].train: is {named(train)}; several corpora are files; give paths")
    if is_code(corpus):
        corpus, options["data.corpus"] = None, corpus
    splits = {"train": None, "validation": validation, "test": test}
    for name in SPLITS:
        if data.get(name) is not None and splits[name] is not None:
            raise UserError(f"{name}: given twice, by itself and in data; leave one of them out")
        splits[name] = data.get(name) if splits[name] is None else splits[name]
    return with_splits(corpus, options, splits)


def with_splits(corpus: str | None, options: dict[str, Any], splits: Mapping[str, Any]) -> Data:
    """The examples of each split, all in files or all in memory."""
    given = {name: examples for name, examples in splits.items() if examples is not None}
    paths = {f"data.{name}": os.fspath(one) for name, one in given.items() if isinstance(one, str | os.PathLike)}
    if len(paths) == len(given):
        add(options, paths)
        in_files = "data.train" in paths or "data.corpora" in options
        return Data("files" if corpus is None and in_files else corpus, options)
    if paths:
        path, mixed = next(iter(paths.items()))
        raise UserError(
            f"{path}={mixed}: is a file, and other examples are in memory; give all in files, or all in memory"
        )
    if "data.corpora" in options:
        raise UserError(f"{next(iter(given))}: is in memory, and data.corpora are files; give the path of a file, too")
    if corpus is not None:
        raise UserError(f"data={corpus}: has examples of its own, and others are in memory; leave one of them out")
    from s2s.data.corpora.in_memory import in_memory

    examples = in_memory(given.get("train"), given.get("validation"), given.get("test"))
    add(options, examples.options)
    return Data("files", options, examples)  # what suits files suits these


def check_there(data: object) -> None:
    """Raise `UserError` for a name that is spelt nearly as a corpus, and that no file begins with."""
    if not isinstance(data, str) or glob.glob(f"{glob.escape(data)}*"):
        return
    close = guess(data, tuple(choices("data")), "")
    if close:
        raise UserError(f"data={data}: neither a corpus nor a file; {close}")
