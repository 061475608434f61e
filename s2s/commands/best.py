"""``s2s best``: the best that s2s can from the same pairs, a chain of stages that goes on after any stop.

Data diversification (Nguyen et al. 2020, arXiv:1911.01986, with one teacher each way): a forward teacher translates the
training sources, a backward one the training targets; a student begins with the forward teacher's weights and learns from
both and, twice, the originals. At the end the student is judged beside an ensemble of it and the forward teacher.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s2s.commands.parsers import backtranslate as translations
from s2s.commands.parsers.parser import Parser
from s2s.commands.stages import (
    BACKWARD,
    FORWARD,
    STUDENT,
    Own,
    backward_of,
    check_chain,
    divided,
    forward_of,
    student_of,
    updates_of,
    work_folder,
)
from s2s.config.code import Allowed, refuse_code
from s2s.config.metrics import LOSS
from s2s.config.overrides import for_hydra
from s2s.config.schema import RunConfig
from s2s.errors import UserError
from s2s.files import read, write
from s2s.runtime.process import log, world

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from s2s.metrics.scores import Score

RECORD = "best.json"
LARGEST = 1 << 20
HOUR = 3600
STAGES = (FORWARD, BACKWARD, "translations", STUDENT, "judgement")


def run(options: argparse.Namespace) -> None:
    """Compose the options as `s2s train` does, and go through the stages. Raises `UserError`."""
    if world() > 1:
        raise UserError("s2s best: works in one process; start it without torchrun")
    every, own = divided(options.options)
    from s2s.commands.compose import compose  # and with it Hydra, which takes its time
    from s2s.commands.train import of_start, typed_code

    allowed = options.allow_code or typed_code(every)
    arguments = for_hydra([*every, *of_start(every, allowed)])
    typed = [*options.options, *["--allow-code"] * options.allow_code]
    compose(arguments, ["best", *typed], partial(begin, allowed=allowed, own=own, options=options))


def begin(values: DictConfig, allowed: Allowed, own: Own, options: argparse.Namespace) -> None:
    """What Hydra calls."""
    from s2s.config.load import parse, plain

    given = plain(values)
    refuse_code(given, allowed, "an option that was not typed here")
    config = parse(given)
    check_chain(config)
    chain = Chain(config, own, allowed is True, shlex.join(["s2s", "best", *options.options]))
    chain.plan(options.dry_run)
    if not options.dry_run:
        chain.go()


class Chain:
    """The stages of one call, and the record of those that have come to their end."""

    def __init__(self, config: RunConfig, own: Own, allow_code: bool, call: str) -> None:
        self.config, self.own, self.allow_code, self.call = config, own, allow_code, call
        self.work = work_folder(config)
        self.forward = forward_of(config)
        self.record: dict[str, Any] = {}
        self.planned: dict[str, Any] = {}
        path = self.work / RECORD
        if path.exists():
            try:
                self.record = json.loads(read(path, LARGEST))
                if not isinstance(self.record, dict):
                    raise ValueError
            except ValueError:
                raise UserError(
                    f"{path}: is damaged; delete it, and the stages say themselves how far they are"
                ) from None

    def done(self, stage: str, made: object) -> bool:
        """Whether a stage has come to its end with these options."""
        noted = self.record.get(stage)
        return isinstance(noted, dict) and noted.get("options") == digest(made)

    def note(self, stage: str, made: object, **facts: Any) -> None:
        """Record that a stage has come to its end."""
        self.record[stage] = {"options": digest(made), **facts}
        write(self.work / RECORD, json.dumps(self.record, indent=1).encode() + b"\n")

    def measured(self, dry_run: bool) -> dict[str, Any]:
        """The updates and the pairs of the forward teacher, and the seconds of an update and of a translation; recorded."""
        if self.done("plan", self.forward):
            return dict(self.record["plan"])
        from s2s.training.foreseen import foreseen

        log("s2s best: reading the corpus, and measuring what an update costs")
        cost, total, pairs = foreseen(self.forward, self.allow_code)
        update, output = (0.0, 0.0) if cost is None else (cost.seconds / max(1, cost.updates), cost.output)
        facts = {"total": total, "pairs": pairs, "update": update, "output": output}
        if not dry_run:
            self.note("plan", self.forward, **facts)
        return facts

    def plan(self, dry_run: bool) -> None:
        """Say the stages, what each costs, and which of them have come to their end."""
        plan = self.planned = self.measured(dry_run)
        teacher, backward, student = plan["total"], self.updates(BACKWARD), self.updates(STUDENT)
        halved = 0.5 if self.config.train.consistency else 1.0
        translated = self.record.get(f"translations, {BACKWARD}", {}).get("whole", False)
        steps = [
            (f"forward teacher, {teacher:,} updates", teacher * plan["update"], FORWARD in self.record),
            (f"backward teacher, {backward:,} updates", backward * plan["update"] * halved, BACKWARD in self.record),
            ("their translations of the training text", 2 * plan["pairs"] * plan["output"], translated),
            (f"student, {student:,} updates", student * plan["update"], STUDENT in self.record),
            ("judgement of the student, and of an ensemble with the forward teacher", 0.0, "judgement" in self.record),
        ]
        data = self.config.data
        log(f"s2s best: {data.source} → {data.target}, {plan['pairs']:,} pairs; what is made goes to {self.work}")
        for number, (what, seconds, done) in enumerate(steps, start=1):
            time = f", about {seconds / 60:.0f} minutes" * (seconds > 0)
            log(f"  {number}. {what}{', done' if done else time}")
        left = sum(seconds for _, seconds, done in steps if not done)
        said = f"about {left / HOUR:.1f} hours are left on this machine" if plan["update"] else "its cost is not known"
        log(f"  {said}; stopped, the same command goes on")
        if dry_run:
            log("--dry-run: nothing is trained, and nothing is left behind")

    def updates(self, stage: str) -> int:
        """Of a later training; where epochs are typed for it alone, as many as without."""
        return int(self.own[stage].get("train.steps") or updates_of(stage, self.planned["total"]))

    def go(self) -> None:
        """All stages, of which those that have come to their end are passed over."""
        from s2s.runs.folder import load_config, run_folder

        total = self.planned["total"]
        self.train(FORWARD, self.forward)
        teacher = run_folder(self.forward)
        before = load_config(teacher, self.allow_code)
        self.write_pairs(teacher, before)
        backward = backward_of(self.config, before, total, self.own)
        self.train(BACKWARD, backward)
        self.translate(FORWARD, self.forward, before.data.source)
        self.translate(BACKWARD, backward, before.data.target)
        student = student_of(self.config, before, total, self.own)
        self.train(STUDENT, student)
        self.judge(teacher, run_folder(student), student)

    def train(self, stage: str, config: RunConfig) -> None:
        """A training, from where it stands. Raises SystemExit where it is stopped."""
        if self.done(stage, config):
            return
        from s2s.reports.summary import summary
        from s2s.runs.folder import run_folder
        from s2s.training.caller import Caller
        from s2s.training.loop import train

        log(f"s2s best: stage {STAGES.index(stage) + 1} of {len(STAGES)}, {stage}, {run_folder(config)}")
        stopped_by = train(config, Caller(call=self.call), self.allow_code)
        if stopped_by is not None:
            sys.exit(128 + stopped_by)
        found = summary(run_folder(config))
        best = found.validation
        facts = {} if best is None else {"metric": best.name, "validation": round(best.value, 2)}
        self.note(stage, config, updates=found.updates, **facts)
        shown = "" if best is None else f", {best.name} {best.value:.2f} on validation"
        log(f"s2s best: {stage} has come to its end: {found.updates or 0:,} updates{shown}")

    def write_pairs(self, teacher: Path, before: RunConfig) -> None:
        """The pairs of each split as text, as the forward teacher has read them."""
        from s2s.tasks.own_data import own_data

        if self.done("pairs", self.forward):
            return
        corpus = own_data(teacher, before)
        languages = before.data.source, before.data.target
        for name, table in (("pairs", corpus.train), ("validation", corpus.validation), ("test", corpus.test)):
            if table is not None:
                write_texts(self.work / name, languages, table)
        corpus.release()
        self.note("pairs", self.forward)

    def translate(self, stage: str, config: RunConfig, language: str) -> None:
        """A teacher's translations of the training text in its source `language`, from where they stand."""
        from s2s.commands import backtranslate
        from s2s.runs.folder import run_folder

        prefix, begun, made = self.work / stage, f"translations, {stage}", (config, self.record[stage].get("updates"))
        if not self.done(begun, made):
            for path in self.work.glob(f"{stage}.*"):  # of a teacher that has learned further since
                path.unlink()
            self.note(begun, made, whole=False)
        if self.record[begun]["whole"]:
            return
        command = Parser(prog="s2s backtranslate", sentence=translations.SENTENCE, example=translations.EXAMPLE)
        translations.add_options(command)
        text = self.work / f"pairs.{language}"
        how = ["-m", str(run_folder(config)), "-i", str(text), "--resume", str(prefix), "--backend", "torch"]
        how += ["--device", str(self.config.device), *["--allow-code"] * self.allow_code]
        how += [] if self.config.threads is None else ["--threads", str(self.config.threads)]
        log(f"s2s best: stage 3 of {len(STAGES)}, translations of the {stage} teacher, {prefix}")
        backtranslate.corpus(command.parse_args(how), "--resume", str(prefix))
        self.note(begun, made, whole=True)

    def judge(self, teacher: Path, student: Path, config: RunConfig) -> None:
        """The validation scores of the teacher, the student and both together, by the search of the run; the best is named."""
        models = {"forward teacher": [teacher], "student": [student], "student and forward teacher": [student, teacher]}
        if not self.done("judgement", config):
            log(f"s2s best: stage 5 of {len(STAGES)}, judgement")
            metric = "bleu" if config.train.metric == LOSS else config.train.metric
            scores = {name: self.score(folders, config, metric) for name, folders in models.items()}
            sign = 1 if scores["student"].higher_is_better else -1
            best = max(scores, key=lambda name: sign * scores[name].score)
            values = {name: round(one.score, 2) for name, one in scores.items()}
            self.note("judgement", config, metric=scores["student"].label, scores=values, best=best)
        judged = self.record["judgement"]
        log(f"s2s best: {judged['metric']} on validation, beam {config.decode.beam}:")
        for name, value in judged["scores"].items():
            log(f"  {value:6.2f}  {name}")
        log(f"the best is the {judged['best']}:  s2s translate -m {' '.join(map(str, models[judged['best']]))}")

    def score(self, folders: list[Path], config: RunConfig, metric: str) -> Score:
        """Of a run, or of an ensemble of several, on the validation set."""
        from s2s.tasks.loaded import Loaded

        source, reference = (str(self.work / f"validation.{code}") for code in (config.data.source, config.data.target))
        loaded = Loaded(folders, str(config.device), "torch", config.threads, self.allow_code)
        return loaded.evaluate(source, reference, [metric]).scores[metric]


def digest(made: object) -> str:
    """Tells the options of a stage from others."""
    return hashlib.blake2b(repr(made).encode(), digest_size=8).hexdigest()


def write_texts(prefix: Path, languages: tuple[str, str], table: Any) -> None:
    """The pairs of a table as PREFIX.LANGUAGE; what a stop has left of them is written anew."""
    from s2s.commands import distill

    for language in languages:
        Path(f"{prefix}.{language}").unlink(missing_ok=True)

    def pairs() -> Iterator[tuple[str, str]]:
        for start in range(0, len(table), distill.ROWS):
            rows = table[start : start + distill.ROWS]
            columns: Iterable[tuple[str, str]] = zip(rows["source"], rows["target"], strict=True)
            yield from columns

    with distill.appearing(str(prefix), *languages) as files:
        distill.write(files, pairs())
