"""A document from its bytes to those of its translation."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from s2s.data.text.lines import reason
from s2s.decode.backend import Settings
from s2s.documents.base import Reading
from s2s.documents.nodes import Node, Peeled, Segment, peel, translatable, unpeel
from s2s.documents.place import put_back
from s2s.documents.plain import Plain, plain
from s2s.documents.protect import protected
from s2s.documents.registry import Row, load, row_of
from s2s.errors import UserError
from s2s.files import read, write
from s2s.inference.demands import Demands
from s2s.inference.lines import LineTranslator
from s2s.inference.sentences import Translation

LARGEST = 1 << 28
"""Bytes of a document."""


@dataclass(frozen=True)
class Report:
    """What was done."""

    segments: int
    """Parts of the document that had text."""
    texts: int
    """Different texts among them, each translated once."""
    flagged: tuple[str, ...]
    """What is suspicious of the translations of their texts, every flag of each (`Translation.flags`)."""
    unknown: int
    """Texts that have characters or words which the vocabulary does not hold."""


def translate_document(
    translator: LineTranslator,
    path: str | Path,
    out: str | Path,
    *,
    settings: Settings,
    columns: Sequence[str] = (),
    encoding: str | None = None,
    split: bool | None = None,
    demands: Demands | None = None,
) -> Report:
    """Translate the document at `path`, of the kind that its suffix names, to `out`, which is written whole or not at all.

    `columns` are those of a table to translate, by name or by number from 1; `encoding` is that of its bytes, where they
    are not UTF-8. `settings` (`Settings`) say how to decode, `demands` what translations must hold. Raises `UserError`.
    """
    row = check(path, out, columns)
    data = translator.config.data
    reading = Reading(str(path), data.source, data.target, encoding, tuple(columns))
    try:
        content = read(Path(path), LARGEST)
    except OSError as error:
        raise UserError(f"--document {path}: cannot be read: {reason(error)}; check the path") from None
    kind = load(row)
    try:
        document = kind.read(content, reading)
        nodes, answers = translated(translator, document.segments, kind.tags, settings, split, demands)
        written = document.write(nodes)
    except RecursionError:
        raise UserError(f"{path}: is nested too deeply; nothing was written") from None
    write(Path(os.path.realpath(out)), written)
    flagged = tuple(flag for answer in answers for flag in answer.flags)
    return Report(len(document.segments), len(answers), flagged, sum(answer.unknown > 0 for answer in answers))


def check(path: str | Path, out: str | Path, columns: Sequence[str]) -> Row:
    """The row of the format, unless the names do not fit together. Raises `UserError`."""
    row = row_of(path)
    if not isinstance(columns, list | tuple):
        raise UserError(f"columns={columns!r}: give a list of names")
    if Path(out).suffix.lower() not in row.suffixes:
        raise UserError(f"--output {out}: names another kind of document than {path}; give a name in {row.suffixes[0]}")
    if os.path.exists(out) and os.path.exists(path) and os.path.samefile(path, out):
        raise UserError(f"--output {out}: is the document itself; give another name")
    if columns and not row.columns:
        raise UserError(f"--column {columns[0]}: has no effect on {path}, which is no table; leave it out")
    return row


def translated(
    translator: LineTranslator,
    segments: Sequence[Segment],
    tags: bool,
    settings: Settings,
    split: bool | None,
    demands: Demands | None = None,
) -> tuple[list[list[Node]], list[Translation]]:
    """Each segment translated, and the translations of the different texts."""
    stacks = [layers(protected(segment, tags)) for segment in segments]
    texts = [plain(stack[-1].core) if translatable(stack[-1].core) else None for stack in stacks]
    distinct = dict.fromkeys(text.text for text in texts if text is not None)
    plan = replace(settings, attention=True, nbest=1)
    stream = translator.stream(distinct, plan, split=split, demands=demands)
    answers: dict[str, Translation] = {text: hypotheses[0] for text, hypotheses in zip(distinct, stream, strict=True)}
    return [finished(stack, text, answers) for stack, text in zip(stacks, texts, strict=True)], list(answers.values())


def layers(nodes: Sequence[Node]) -> list[Peeled]:
    """`nodes` peeled until no tags enclose all of their text."""
    stack = [peel(nodes)]
    while stack[-1].around is not None:
        stack.append(peel(stack[-1].core))
    return stack


def finished(stack: Sequence[Peeled], read: Plain | None, answers: dict[str, Translation]) -> list[Node]:
    """One segment, put together from the inside; where the model has written nothing, it stays as it was."""
    core: list[Node] = list(stack[-1].core)
    if read is not None and answers[read.text].text.strip():
        core = trimmed(put_back(core, read, answers[read.text]))
    for peeled in reversed(stack):
        core = unpeel(peeled, core)
    return core


def trimmed(nodes: list[Node]) -> list[Node]:
    """`nodes` without white space at the ends, which the segment has already."""
    result = list(nodes)
    if result and isinstance(result[0], str):
        result[0] = result[0].lstrip()
    if result and isinstance(result[-1], str):
        result[-1] = result[-1].rstrip()
    return result
