"""The jobs of ``s2s train --multirun``: each may fail by itself, and at the end there is a table of all."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s2s.config.options import options
from s2s.config.overrides import split, without_use
from s2s.errors import UserError, memory_error, printable
from s2s.files import append
from s2s.reports.summary import summary
from s2s.runs.folder import run_folder

if TYPE_CHECKING:
    from omegaconf import DictConfig


class Jobs:
    """A record of jobs, in a file, as a launcher may run them in processes of their own."""

    def __init__(self, path: Path, typed: Sequence[str]) -> None:
        """`typed` are the arguments of the sweep; a job is named by what is not among them."""
        self.path, self.typed = path, typed

    def add(self, **facts: Any) -> None:
        """Note a job that has come to its end."""
        append(self.path, json.dumps(facts).encode() + b"\n")

    def read(self) -> list[dict[str, Any]]:
        """The jobs so far, in the order of their numbers."""
        if not self.path.exists():
            return []
        found = [json.loads(line) for line in self.path.read_bytes().split(b"\n") if line]
        return sorted(found, key=lambda job: job["number"])

    def run(self, train: Callable[[Any], Path], values: Any) -> float | None:
        """What Hydra calls for a job: train, and return the best validation by `train.metric` to the sweeper.

        Raises whatever `train` raises, which Hydra keeps while the other jobs go on, after a line that names the job.
        """
        from hydra.core.hydra_config import HydraConfig

        job = HydraConfig.get()
        own = [unescaped(override) for override in job.overrides.task]
        swept = self.swept(own)
        number, typed = int(job.job.num), " ".join(swept)
        follow(values, own)
        try:
            self.check_own(run_folder(values), swept)
            folder = train(values)
        except Exception as error:
            said = error if isinstance(error, UserError) else memory_error(error)
            reason = printable(str(said or f"{type(error).__name__}: {error}"))
            sys.stderr.write(f"s2s: job {number} ({printable(typed)}) failed: {reason}\n")
            self.add(number=number, typed=typed, error=reason, user=said is not None)
            raise
        self.add(number=number, typed=typed, folder=str(folder))
        reached = summary(folder).validation
        return None if reached is None else reached.value

    def swept(self, own: Sequence[str]) -> list[str]:
        """Which of a job's `own` overrides, as Hydra writes them down, are not the same in all jobs."""
        from hydra.core.override_parser.overrides_parser import OverridesParser

        typed = [part for part in self.typed if re.match("~|[^-].*=", part)]
        parts = [part for part in OverridesParser.create().parse_overrides(typed) if not part.is_sweep_override()]
        same = {unescaped(f"{part.get_key_element()}={part.get_value_element_as_str()}") for part in parts}
        return [part for part in own if part not in same]

    def check_own(self, folder: Path, swept: Sequence[str]) -> None:
        """Raise `UserError` where a job of other options than `swept` has trained `folder`, as a job may go on with its run."""
        typed = " ".join(swept)
        other = next((job for job in self.read() if job.get("folder") == str(folder) and job["typed"] != typed), None)
        if other is not None:
            name = "-".join(["x", *(chosen(split(part).name) for part in swept)])
            raise UserError(
                f"{folder}: job {other['number']} of this sweep has trained it; let the name differ, as 'name={name}'"
            )


def chosen(name: str) -> str:
    """What stands for the value of an option, or for the choice of a group, in the value of another option."""
    return f"${{{name}}}" if name in options() else f"${{hydra:runtime.choices.{name}}}"


def follow(values: DictConfig, own: Sequence[str]) -> None:
    """Set in the `values` of a job what follows of its `own` overrides, and not of those of all jobs."""
    from omegaconf import OmegaConf

    for part in map(split, without_use({part.name: part for part in map(split, own)})):
        OmegaConf.update(values, part.name, float(part.value or 0))


def unescaped(override: str) -> str:
    """`override` without what Hydra adds when it writes one down."""
    return override.replace("\\", "")


@contextmanager
def jobs(typed: Sequence[str]) -> Iterator[Jobs]:
    """The record of a sweep; when it is over, in whatever way, the table of what was trained is printed.

    Raises `UserError` in place of what failed jobs have raised, where these were mistakes of the user's.
    """
    with tempfile.TemporaryDirectory(prefix="s2s-sweep-") as folder:
        record = Jobs(Path(folder) / "jobs.jsonl", typed)
        try:
            yield record
        except Exception:
            report(record.read())
            failed = [job for job in record.read() if "error" in job]
            if not failed or not all(job["user"] for job in failed):
                raise
            count = len(record.read())
            names = ", ".join(f"job {job['number']} ({job['typed']})" for job in failed)
            raise UserError(f"{len(failed)} of {count} jobs failed: {names}; the lines above say why") from None
        report(record.read())


def report(done: list[dict[str, Any]]) -> None:
    """Print the table of the runs that these jobs have trained."""
    from s2s.commands.runs import print_table

    folders = dict.fromkeys(Path(job["folder"]) for job in done if "folder" in job)
    if folders:
        print_table([summary(folder) for folder in folders])
