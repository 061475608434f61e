"""Files in columns where words or tags are asked for, a sentence a line: they are read as training reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from s2s.config.corpora import Shape
from s2s.config.formats import FORMATS, has_suffix
from s2s.config.schema import DataConfig
from s2s.data.corpora.columns import HASH, begins_document, divided
from s2s.data.corpora.values import tagged
from s2s.runtime.process import log

FEWEST = 20
"""Lines divided by blanks, all into as many parts and with blank ones between them, that are columns and no short sentences."""


def tagged_texts(
    option: str, path: str, lines: Sequence[str], data: DataConfig, typed: Sequence[str] | None, side: int
) -> list[str] | None:
    """The words, or for `side` 1 the tags, of each sentence of a file in columns; None for a file of another form.

    `data` are the options of the run, `typed` the columns of the word and of the tag that the user names. Raises `UserError`.
    """
    name = "conllu" if has_suffix(path, FORMATS.facts("conllu")) else "words"
    if name == "words" and typed is None and not in_columns(lines):
        return None
    columns = data.columns if typed is None else [*typed]
    if columns is not None and typed is None and all(map(str.isdecimal, columns)) != (name == "words"):
        columns = None
    from s2s.data.corpora.formats.choose import open_format  # not for plain text

    opened = open_format(option, path, replace(data, format=name, columns=columns), (Shape.tagged,))
    texts = [pair[side] for pair in tagged(path, opened.rows())]
    log(f"{path}: {len(texts):,} sentences in columns, of which the {('words', 'tags')[side]} are read")
    for note in opened.notes:
        log(note)
    return texts


def in_columns(lines: Sequence[str]) -> bool:
    """Whether all lines have as many columns, two or more, and blank lines part them into sentences."""
    rows = [line for line in lines if not (begins_document(line) or line.startswith(HASH))]
    texts = [line for line in rows if line.strip()]
    if not texts:
        return False
    inner = rows[: len(rows) - next(n for n, line in enumerate(reversed(rows)) if line.strip())]
    tabs = all("\t" in line for line in texts)
    counts = {len(divided(line, tabs)) for line in texts}
    words = not tabs or all(len(line.split()) == len(divided(line, True)) for line in texts)
    parted = any(not line.strip() for line in inner)
    return parted and words and len(counts) == 1 and min(counts) > 1 and (tabs or len(texts) >= FEWEST)
