"""Examine a corpus in a few passes; of each pair some 50 bytes are kept, whatever its length."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy

from s2s.data.codecs.base import Codec
from s2s.data.corpora.formats.base import Row
from s2s.data.text.ids import UNK
from s2s.data.text.preparation import Preparation
from s2s.doctor import lengths, repeats
from s2s.doctor.checks.base import SIDES, Pair
from s2s.doctor.checks.registry import LIMIT_TRANSLATIONS, PAIR_CHECKS
from s2s.doctor.columns import BLOCK, CHARACTERS, Columns, Rows
from s2s.doctor.judge import check_languages
from s2s.doctor.languages import Profile, windows
from s2s.doctor.reading import Data
from s2s.doctor.report import Report
from s2s.doctor.texts import oddities, repaired
from s2s.errors import UserError
from s2s.runtime.progress import counted

COPIED = 10
"""Letters from which a copy of the source is no name or number, which may well stay as it is."""
LIMIT_UNREADABLE = 0.1
"""A share of lines that are no UTF-8 from which the file is rather in another encoding than damaged."""
LIMIT_NUMBERS = 0.2
"""A share of pairs whose numbers differ from which these are no mistakes."""
UNKNOWN = "", ""
"""Languages that are not declared."""
UNREADABLE = ("encoding", "lost")


class Usual(NamedTuple):
    """What is usual in a corpus: each side's characters, and the ratio of lengths if that is known."""

    profiles: tuple[Profile, Profile]
    lengths: lengths.Lengths | None


@dataclass
class Pieces:
    """A run's tokenizers, which may be one and the same."""

    tokenizers: tuple[Codec, Codec]
    prepared: tuple[Preparation, Preparation]
    """What the run does to the texts of source and target."""
    spelled: tuple[frozenset[int], frozenset[int]] = field(init=False)
    """The ids of byte pieces."""

    def __post_init__(self) -> None:
        one, other = self.tokenizers
        self.spelled = one.byte_pieces, other.byte_pieces


@dataclass
class Examined:
    """One split: its findings, and what later comparisons to other splits need."""

    report: Report
    columns: Columns
    usual: Usual


def examine(
    name: str,
    rows: Rows,
    pieces: Pieces | None = None,
    usual: Usual | None = None,
    languages: tuple[str, str] = UNKNOWN,
    identify: bool = True,
) -> Examined:
    """Find what is wrong in the pairs that each call of `rows` gives anew.

    `languages` are the codes that are declared for source and target; `identify`: whether texts are held against them,
    for which a model of languages is loaded. `usual` is the training corpus's, for those that are held out of it; training has its own. Raises `UserError` where
    there are no pairs.
    """
    report, columns, profiles = Report(name), Columns(), (Profile(), Profile())
    for sound in read(counted(rows(), "pair"), report, columns, languages):
        for profile, texts in zip(profiles, zip(*(row[1:3] for row in sound), strict=True), strict=True):
            profile.add(windows(texts))
        if pieces is not None:
            check_pieces(sound, pieces, report)
    report.pairs = len(columns.lines)
    if not report.pairs:
        raise UserError(f"{name}: has no sentence pairs, it is empty; check the path")
    for finding in report.findings:
        if finding.check == "encoding" and len(finding.lines) > LIMIT_UNREADABLE * report.pairs:
            advice = "convert it, e.g. with iconv -f WINDOWS-1252 -t UTF-8"
            report.notes.append(f"{finding.side}: the file seems to be in another encoding; {advice}")
    forgive_numbers(report)
    check_repeats(columns, report)
    known = usual or Usual(profiles, lengths.usual(*(columns.of_sound(column) for column in columns.lengths)))
    check_lengths(columns, report, known.lengths)
    check_languages(rows, columns, report, known.profiles, usual is None, languages if identify else UNKNOWN)
    return Examined(report, columns, known)


def read(rows: Iterator[Row], report: Report, columns: Columns, languages: tuple[str, str]) -> Iterator[list[Row]]:
    """Check each pair by itself, fill `columns`, and yield the sound pairs, in blocks."""
    block: list[Row] = []
    size = 0
    for row in rows:
        sound = check_pair(row, report, languages)
        columns.lines.append(row.line)
        columns.sound.append(sound)
        columns.featured |= bool(row.features)
        for side, (text, whole) in enumerate(zip((row.source, row.target), row.whole, strict=True)):
            columns.keys[side].append(repeats.key_of(whole) if sound else 0)
            columns.lengths[side].append(len(text))
        if sound:
            block.append(row)
            size += len(row.source) + len(row.target)
        if len(block) == BLOCK or size > CHARACTERS:
            yield block
            block, size = [], 0
    if block:
        yield block


def check_pair(row: Row, report: Report, languages: tuple[str, str]) -> bool:
    """Note what is wrong with a pair by itself; whether it can be compared to others."""
    if row.fault:
        report.finding(row.fault, "pair").add([row.line])
        return False
    readable = True
    texts, features = [row.source, row.target], (row.features, ())
    for index, side in enumerate(SIDES):
        for check in [*itertools.chain(*map(oddities, (texts[index], *features[index])))]:
            report.finding(check, side).add([row.line])
            readable = readable and check not in UNREADABLE
            texts[index] = repaired(texts[index])
    source, target = (text.strip() for text in texts)
    if not source or not target:
        side = "target" if source else "source" if target else "pair"
        report.finding("empty" if side == "pair" else "blank", side).add([row.line])
        return False
    if readable:
        pair = Pair(source, target, languages)
        for check, kind in PAIR_CHECKS.items():
            for side in kind.sides(pair):
                report.finding(check, side).add([row.line])
                readable = readable and check != "header"
    if source == target and not row.features and sum(map(str.isalpha, source)) >= COPIED:
        report.finding("copy", "pair").add([row.line])
        return False
    return readable


def forgive_numbers(report: Report) -> None:
    """Numbers that differ in most pairs are what the task is about, as in calculations and formulas."""
    finding = report.finding("numbers", "pair")
    if report.pairs >= lengths.LEAST and len(finding.lines) > LIMIT_NUMBERS * report.pairs:
        report.findings.remove(finding)
        report.unchecked["numbers"] = f"they differ in more than {LIMIT_NUMBERS:.0%} of the pairs, as if they had to"


def check_pieces(rows: Sequence[Row], pieces: Pieces, report: Report) -> None:
    """Report lines with a character that the tokenizer does not know, or spells in bytes.

    What it refuses is unknown, too, and a note has the first such error of each side.
    """
    texts = zip(*(row.whole for row in rows), strict=True)
    each = zip(SIDES, texts, pieces.tokenizers, pieces.prepared, pieces.spelled, strict=True)
    for side, sentences, tokenizer, prepare, spelled in each:
        for row, ids in zip(rows, encoded(tokenizer, [*map(prepare, sentences)]), strict=True):
            if isinstance(ids, UserError):
                report.finding("unknown", side).add([row.line])
                if not any(note.startswith(f"{side}: line ") for note in report.notes):
                    report.notes.append(f"{side}: line {row.line:,}: {ids}")
                continue
            if UNK in ids:
                report.finding("unknown", side).add([row.line])
            if not spelled.isdisjoint(ids):
                report.finding("bytes", side).add([row.line])


def encoded(tokenizer: Codec, texts: Sequence[str]) -> Iterator[Any]:
    """The ids of each text, or the error for one that cannot be encoded, as with a feature that training has not seen."""
    try:
        yield from tokenizer.encode(texts)
    except UserError as error:
        if len(texts) == 1:
            yield error
            return
        for text in texts:
            yield from encoded(tokenizer, [text])


def check_repeats(columns: Columns, report: Report) -> None:
    """Report pairs that occur before, and texts that have more than `LIMIT_TRANSLATIONS` different partners."""
    lines = columns.of_sound(columns.lines)
    source, target = (columns.of_sound(column) for column in columns.keys)
    rows, first = repeats.repeated(repeats.of_pairs(source, target))
    report.finding("duplicate", "pair").add(lines[rows].tolist(), lines[first].tolist())
    for side, keys, others in zip(SIDES, (source, target), (target, source), strict=True):
        if side == "source" or not columns.featured:
            rows, first = repeats.crowded(keys, others, LIMIT_TRANSLATIONS)
            report.finding("crowd", side).add(lines[rows].tolist(), lines[first].tolist())


def diagnose(
    train: Data, held: dict[str, Data], pieces: Pieces | None = None, languages: tuple[str, str] = UNKNOWN
) -> dict[str, Examined]:
    """Examine a training corpus and the splits `held` out of it (validation, test), which it must not overlap."""
    examined = {"train": examine(train.name, train.rows, pieces, languages=languages)}
    for split, data in held.items():
        examined[split] = examine(data.name, data.rows, pieces, examined["train"].usual, languages)
        check_overlap(examined["train"].report, examined["train"].columns, split, examined[split].columns)
    for examination, data in zip(examined.values(), (train, *held.values()), strict=True):
        examination.report.settle(data.rows())
    return examined


def check_overlap(report: Report, ours: Columns, split: str, theirs: Columns) -> None:
    """Note the training pairs, and of the others the sources, that are in another split too."""
    lines, held_lines = ours.of_sound(ours.lines), theirs.of_sound(theirs.lines)
    pairs, held_pairs = (
        repeats.of_pairs(*(columns.of_sound(column) for column in columns.keys)) for columns in (ours, theirs)
    )
    rows, places = repeats.members(pairs, held_pairs)
    report.finding(f"in {split}", "pair").add(lines[rows].tolist(), held_lines[places].tolist())
    repeated_rows = set(rows.tolist())
    rows, places = repeats.members(ours.of_sound(ours.keys[0]), theirs.of_sound(theirs.keys[0]))
    alone = numpy.array([row not in repeated_rows for row in rows.tolist()], dtype=bool)
    report.finding(f"in {split}", "source").add(lines[rows[alone]].tolist(), held_lines[places[alone]].tolist())


def check_lengths(columns: Columns, report: Report, usual: lengths.Lengths | None) -> None:
    """Report pairs of unusual lengths and lines out of step; of files of different lengths, where they part."""
    if report.finding("count", "pair").lines:
        common = len(columns.lines) - len(report.finding("count", "pair").lines)
        report.unchecked["length"] = "the files have different numbers of lines"
        sources, targets = (numpy.frombuffer(column, numpy.int64) for column in columns.lengths)
        shorter = targets if sources[common:].any() else sources
        pair = (sources, targets[:common]) if shorter is targets else (sources[:common], targets)
        position = lengths.shift(*pair)
        if position is not None and common:
            report.notes.append(
                f"the lines stop to belong together near line {columns.lines[min(position, common - 1)]:,}"
            )
    elif usual is None:
        report.unchecked["length"] = f"fewer than {lengths.LEAST} pairs"
    else:
        sources, targets = (columns.of_sound(column) for column in columns.lengths)
        rows = lengths.outliers(sources, targets, usual)
        report.finding("length", "pair").add(columns.of_sound(columns.lines)[rows].tolist())
        every = (numpy.frombuffer(column, numpy.int64) for column in columns.lengths)
        report.finding("step", "pair").add(columns.lines[row] for row in lengths.out_of_step(*every).tolist())
