"""A corpus of files through a job: planned here, done by workers, each finished block kept whatever happens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from s2s import files
from s2s.cluster import blocks, pool, storage
from s2s.cluster.jobs import Job
from s2s.cluster.parts import Output
from s2s.cluster.rows import JSONL, PARQUET, TEXT, WHOLE, RowError, Rows, TextRows, check_free, listed, schema_of
from s2s.cluster.worker import TRIES, Plan, Worker
from s2s.data.corpora.texts import noticed
from s2s.errors import SettingError, UserError
from s2s.inference.translator import Translator
from s2s.runtime.process import log
from s2s.runtime.progress import bar

KINDS = (PARQUET, JSONL, TEXT)


@dataclass(frozen=True)
class Corpus:
    """Files, and where what is made of them goes."""

    files: tuple[str, ...]
    kind: str
    output: Output
    resume: bool
    errors: blocks.Errors
    sample: Rows | None
    """The rows of the first block; None where there are no rows."""
    rows: int = blocks.ROWS
    """Of a block."""


@dataclass
class Report:
    """What has come of a corpus."""

    rows: int = 0
    blocks: int = 0
    kept: int = 0
    """Blocks that were finished before."""
    notes: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """What each block has to say."""


def opened(
    pattern: str, out: str, format: str | None = None, resume: bool = False, errors: blocks.Errors = "strict",
    rows: int = blocks.ROWS,
) -> Corpus:  # fmt: skip
    """The files that match `pattern`, to be written to the folder `out` in this `format`, by default their own.

    Raises `UserError` where none matches, or where they are of several kinds.
    """
    if format not in (None, *KINDS):
        raise SettingError("format", format, f"unknown; choose from {', '.join(KINDS)}")
    folder = out.removeprefix("file://").rstrip("/") or out
    folder = folder if "://" in folder else str(Path(folder).absolute())
    names = storage.matching(pattern)
    refuse_own(pattern, [Output(folder, kind) for kind in KINDS if format in (None, kind)])
    kind = blocks.kind_of(names)
    if errors != "strict" and kind == PARQUET:
        raise SettingError("errors", errors, "has no effect on Parquet; leave it out")
    output = Output(folder, format or kind)
    if not resume:
        output.refuse_existing()
    sample = None
    if (first := next(blocks.planned(names, kind, rows), None)) is not None:
        with blocks.naming(first):
            sample = blocks.read(first, errors)
    return Corpus(tuple(names), kind, output, resume, errors, sample, rows)


def refuse_own(pattern: str, outputs: Sequence[Output]) -> None:
    """Raise `UserError` for a pattern that matches what is written to one of the `outputs`: it would be read by --resume."""
    for output in outputs:
        for path in (output.part(0), output.record(0)):
            if storage.matches(pattern, path):
                raise UserError(
                    f"{pattern}: matches the output, too ({path}); write it elsewhere, or give a narrower pattern"
                )


def text_column(given: Corpus, column: str | None, language: str) -> str:
    """The column that `column` names or, where it is None, that with text. Raises `UserError` where that is not clear."""
    if given.kind == TEXT:
        if column is not None:
            raise SettingError("column", column, "has no effect on lines of text; leave it out")
        return WHOLE
    if given.sample is None:
        return column or WHOLE
    names = given.sample.names()
    if column is not None:
        if column not in names:
            raise SettingError("column", column, f"{given.files[0]} has no such column, only {listed(names)}")
        return column
    rows = list(given.sample.records())
    everywhere = [name for name in names if all(name in row for row in rows)]  # as what is read must be
    texts = [name for name in everywhere if any(isinstance(row[name], str) for row in rows[:100])]
    chosen = texts if len(texts) == 1 else [name for name in (WHOLE, language) if name in texts][:1]
    if not chosen:
        raise UserError(f"{given.files[0]}: has the columns {listed(names)}; name the one with text (--column NAME)")
    if len(texts) > 1:
        log(f"the column {chosen[0]!r} is read; --column names another")
    return chosen[0]


def check(given: Corpus, job: Job) -> None:
    """Raise `UserError` for columns that are missing, or that there are already."""
    if given.sample is None:
        return
    names = given.sample.names()
    for name in job.reads:
        if name not in names:
            raise UserError(f"{given.files[0]}: has no column {name!r}, only {listed(names)}")
    try:
        check_free(given.sample, [name for name, _ in job.fields()])
    except RowError as error:
        raise UserError(f"{given.files[0]}: {error}") from None


def run(given: Corpus, job: Job, translator: Translator, workers: int | None) -> Report:
    """Do the job with all rows of the corpus. Raises `UserError`; what is finished by then stays.

    A mistake in the corpus ends it at once. A block that fails for another reason is tried again; if that is in vain the others
    are done all the same, and the error says that there is one to be done again.
    """
    pool.check_installed()
    check(given, job)
    if isinstance(given.sample, TextRows) and not translator.config.data.features:
        for _ in noticed(given.sample.lines, given.files[0]):
            pass
    ticket = json.loads(translator.ticket())
    made_with = {"model": ticket["digest"], "job": type(job).__name__.lower(), **job.made_with()}
    made_with |= {"format": given.output.kind, "errors": given.errors, "block": given.rows}
    with alone(given.output):
        known = given.output.begin(made_with, given.resume)
        try:
            report = done(given, job, translator, known, workers)
        except BaseException:
            given.output.forget()
            raise
    for remark in job.report(report.notes, given.output.kind):
        log(f"s2s: {remark}")
    there = f", {report.kept:,} of them finished before" if report.kept else ""
    log(f"{given.output.folder}: {report.rows:,} rows in {report.blocks:,} parts{there}")
    return report


def done(
    given: Corpus, job: Job, translator: Translator, known: Mapping[int, Mapping[str, Any]], workers: int | None
) -> Report:
    """Have every block done that is not `known`, and those looked after that are."""
    every = list(blocks.planned(given.files, given.kind, given.rows))
    if more := sum(number >= len(every) for number in known):
        raise UserError(
            f"{given.output.folder}: has {more:,} parts more than there are blocks now; give the files that it was begun with"
        )
    if not every:
        storage.make(given.output.folder)
        return Report()
    schema = None
    if given.output.kind == PARQUET and given.sample is not None:
        schema = schema_of(given.sample)
    plan = Plan(job, translator, given.output, given.errors, schema)
    asked = [json.dumps({"block": asdict(block), "known": known.get(block.number)}) for block in every]
    total = sum(block.rows for block in every)
    with pool.running(workers, pool.threads_of(translator)) as count:
        count = min(count, len(every))
        log(f"{total:,} rows of {len(given.files):,} files, in {len(every):,} blocks; {count} workers")
        return collected(plan, asked, total, count)


def collected(plan: Plan, asked: Sequence[str], total: int, workers: int) -> Report:
    """What has come of all blocks. Raises `UserError` for the first mistake, or in the end for blocks that failed."""
    report, failed = Report(), list[str]()
    outcomes = pool.outcomes(Worker, (plan,), asked, pool.placed(plan.translator, workers))
    with bar("row", total) as advance, closing(outcomes):
        for text in outcomes:
            outcome = json.loads(text)
            if "error" in outcome:
                if outcome["user"]:
                    raise UserError(outcome["error"])
                failed.append(outcome["error"])
                continue
            report.rows += outcome["rows"]
            report.blocks += 1
            report.kept += outcome["kept"]
            report.notes.append(outcome["notes"])
            advance(outcome["rows"])
    if failed:
        raise UserError(
            f"{len(failed):,} of {len(asked):,} blocks have failed {TRIES} times, as {failed[0]}; the others are finished, and"
            f" --resume {plan.output.folder} does these again"
        )
    return report


@contextmanager
def alone(output: Output) -> Iterator[None]:
    """Keep other processes from writing the same output; an object store has no locks."""
    if not storage.is_local(output.folder):
        yield
        return
    with files.exclusive(Path(output.manifest), "wait for its end, or stop it"):
        yield
