"""The format of a file: by its suffix, as the user says, or, of a file of pairs without either, by whether it has tabs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from s2s.config.formats import FORMATS, format_of, naming
from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.base import Format, Selection, beginning, rough_lines
from s2s.data.corpora.formats.text import partners
from s2s.data.corpora.formats.unread import check_readable, unfound
from s2s.errors import UserError


def open_format(option: str, path: str, data: DataConfig, shapes: Sequence[str], several: bool = False) -> Format:
    """What `option` (such as ``data.train``) names by `path`, as examples of one of `shapes`. Raises `UserError`.

    `several` says that the task knows texts of several labels.
    """
    name, shape = format_of(option, path, shapes, data.format)
    sides = next(
        (files for _, files in partners(path, data.source, data.target) if all(map(os.path.exists, files))), []
    )
    check_readable(option, name, sides if name == "text" and sides else [path])
    known = "" if name == "text" or os.path.exists(path) else unfound(option, path, data.source, data.target, shape)
    if known:
        raise UserError(f"{option}={path}: no such file; {known}")
    by_tabs = name == "text" and data.format is None and has_tabs(path, data)
    name = "tsv" if by_tabs else name
    format_class, columns = load_format(name), None
    if data.columns is not None:
        columns = data.columns[0], data.columns[1]
        if not FORMATS.facts(name).columns:
            typed = naming(option, "columns", *columns)
            raise UserError(f"{typed}: has no effect on {path}, which has no columns; leave it out")
    features = tuple((data.columns or ())[2:])
    if features and not FORMATS.facts(name).features:
        typed = naming(option, "columns", *(data.columns or ()))
        raise UserError(f"{typed}: {path} has no columns of features; give a TSV or CSV file, or two columns")
    selection = Selection(shape, data.source, data.target, columns, features, data.text, data.label)
    selection = replace(selection, separator=data.label_separator, classes=several, gaps=data.directions is not None)
    opened = format_class(option, path, selection)
    if by_tabs:
        opened.notes.insert(0, f"{opened.name}: every line has a tab, so it is read as TSV")
    return opened


def load_format(name: str) -> type[Format]:
    """The class of a format. Raises `UserError` where a user's own is no `Format`."""
    format_class = FORMATS.load(name)
    if not (isinstance(format_class, type) and issubclass(format_class, Format)):
        raise UserError(f"{name}: is not a subclass of s2s.data.corpora.formats.base.Format; make it one")
    return format_class


def has_tabs(path: str, data: DataConfig) -> bool:
    """Whether a name stands for one file, and every line at its beginning has a tab."""
    if not os.path.isfile(path) or any(
        all(map(os.path.exists, files)) for _, files in partners(path, data.source, data.target)
    ):
        return False
    lines = [line for line in beginning(rough_lines(path)) if line]
    return len(lines) > 0 and all("\t" in line for line in lines)
