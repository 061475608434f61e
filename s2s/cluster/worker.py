"""What one worker does: it loads the model at its first block, and does block after block. Ray makes an actor of it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy
import pyarrow

from s2s.cluster import blocks
from s2s.cluster.blocks import Block
from s2s.cluster.jobs import Job
from s2s.cluster.parts import Output
from s2s.cluster.rows import JSONL, PARQUET, Rows, TableRows, as_jsonl, check_free, written
from s2s.errors import UserError
from s2s.inference.translator import Translator

RESTARTS = 5
"""How often a block is begun whose worker is ended on the way."""
TRIES, PAUSE = 3, 2.0
"""How often a block is done where a store or the machine fails, and the seconds between, each time twice as many."""

logger = logging.getLogger("s2s")


@dataclass(frozen=True)
class Plan:
    """All that a worker is told once."""

    job: Job
    translator: Translator
    """It travels as its folder, settings and digest, and loads at its first use."""
    output: Output
    errors: blocks.Errors = "strict"
    schema: pyarrow.Schema | None = None
    """Of Parquet that is made of JSONL."""


class Worker:
    """Reads blocks, does its job with their rows, writes their parts."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Do the blocks of a batch of Ray Data; what has come of each, in JSON."""
        outcomes = [json.dumps(self.outcome(**json.loads(asked))) for asked in batch["asked"]]
        return {"outcome": numpy.array(outcomes, dtype=object)}

    def outcome(self, block: Mapping[str, Any], known: Mapping[str, Any] | None) -> dict[str, Any]:
        """Its rows and notes; or the error, and whether it is the user's."""
        given = Block(**block)
        for attempt in range(TRIES):
            try:
                with blocks.naming(given):
                    return {"rows": given.rows, "kept": False, **self.done(given, known)}
            except UserError as error:
                text = str(error)
                return {"error": text if text.startswith(given.file) else f"{given}: {text}", "user": True}
            except Exception as error:  # of a store, of the machine, of a library: perhaps it passes
                failure = f"{given}: {type(error).__name__}: {' '.join(str(error).split())}"
                logger.warning(f"warning: {failure}; attempt {attempt + 1} of {TRIES}")
                if attempt + 1 < TRIES:
                    time.sleep(PAUSE * 2**attempt)
        return {"error": failure, "user": False}

    def done(self, block: Block, known: Mapping[str, Any] | None) -> dict[str, Any]:
        """Do a block, unless it is `known` and its part is there. Raises `UserError`."""
        plan = self.plan
        rows = blocks.read(block, plan.errors)
        digest = rows.digest()
        if known is not None:
            if known["input"] != digest:
                raise UserError(
                    f"{block}: {plan.output.folder} was begun with other rows there; give those, or another output"
                )
            if plan.output.holds(block.number, known):
                return {"kept": True, "notes": known["notes"]}
        if plan.output.attempt(block.number) >= RESTARTS:
            raise UserError(
                f"{block}: its worker was ended from outside {RESTARTS} times on the way, perhaps for want of memory; use"
                " fewer --workers, and --resume"
            )
        check_free(rows, [name for name, _ in plan.job.fields()])
        given = {name: rows.column(name) for name in plan.job.reads}
        numbers = range(block.first, block.first + block.rows)
        added, notes = plan.job.columns(plan.translator, given, numbers)
        content = self.content(rows, added)
        plan.output.finish(block.number, content, {"block": asdict(block), "input": digest, "notes": notes})
        return {"notes": notes}

    def content(self, rows: Rows, added: Mapping[str, Any]) -> bytes:
        """The bytes of a part."""
        if self.plan.output.kind == PARQUET:
            return written(rows, added, dict(self.plan.job.fields()), self.plan.schema)
        if self.plan.output.kind == JSONL:
            return as_jsonl(rows, added)
        return b"".join(line.encode() + b"\n" for line in self.plan.job.lines(added))


class Mapper:
    """Does its job with the tables that Ray Data gives it."""

    def __init__(self, job: Job, translator: Translator, number: str | None) -> None:
        """`number` is the column of the number of each row, by which it draws its samples."""
        self.job, self.translator, self.number = job, translator, number

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """The table with columns added. Raises `UserError`."""
        rows = TableRows(table)
        numbers = range(len(rows)) if self.number is None else rows.column(self.number)
        if not all(isinstance(value, int) and value >= 0 for value in numbers):
            raise UserError(f"number={self.number}: holds what is no whole number from 0; give a column of such")
        added, _ = self.job.columns(self.translator, {name: rows.column(name) for name in self.job.reads}, numbers)
        for name, kind in self.job.fields():
            if name in table.column_names:
                raise UserError(f"output={name}: is a column already; give the new one another name")
            table = table.append_column(name, pyarrow.array(added[name], kind))
        return table
