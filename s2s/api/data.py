"""What `data`, `validation` and `test` of a call may be: the name of a corpus, paths, or options."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from s2s.api.options import add, flattened
from s2s.config.conf import choices
from s2s.errors import UserError, guess, named

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Data:
    """Where the examples of a run come from."""

    corpus: str | None = None
    """The preset of the group ``data``."""
    options: dict[str, Any] = field(default_factory=dict)
    """Options by their dotted names."""


def data_of(data: Any, validation: Any, test: Any) -> Data:
    """What a call says. Raises `UserError` for what is given twice, or is neither a corpus nor there."""
    corpus, given, found = None, {"validation": validation, "test": test}, Data()
    if isinstance(data, str) and data in choices("data"):
        corpus = data
    elif isinstance(data, Mapping):
        corpus = data.get("corpus")
        splits = {name: data[name] for name in SPLITS if name in data}
        rest = {name: value for name, value in data.items() if name not in (*SPLITS, "corpus")}
        add(found.options, flattened(rest, "data."))
        twice = next((name for name in splits if given.get(name) is not None), None)
        if twice is not None:
            raise UserError(f"{twice}: given twice, by itself and in data; leave one of them out")
        given |= splits
    elif data is not None:
        check_there(data)
        given["train"] = data
    for split, examples in given.items():
        if isinstance(examples, str | os.PathLike):
            found.options[f"data.{split}"] = os.fspath(examples)
        elif examples is not None:
            raise UserError(f"data.{split}: is {named(examples)}; give the name of a corpus, or the path of a file")
    if corpus is None and "data.train" in found.options:
        corpus = "files"
    return Data(corpus, found.options)


def check_there(data: object) -> None:
    """Raise `UserError` for a name that is spelt nearly as a corpus, and that no file begins with."""
    if not isinstance(data, str) or glob.glob(f"{glob.escape(data)}*"):
        return
    close = guess(data, tuple(choices("data")), "")
    if close:
        raise UserError(f"data={data}: neither a corpus nor a file; {close}")
