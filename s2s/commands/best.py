"""``s2s best``: the best that s2s can from the same pairs, a chain of stages that goes on after any stop.

Data diversification (Nguyen et al. 2020, arXiv:1911.01986, with one teacher each way): a forward teacher translates the
training sources, a backward one the training targets; a student begins with the forward teacher's weights and learns from
both and, twice, the originals. At the end the student is judged beside an ensemble of it and the forward teacher.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s2s.commands.chain_record import Record
from s2s.commands.parsers import backtranslate as translations
from s2s.commands.parsers.parser import Parser
from s2s.commands.stages import (
    BACKWARD,
    FORWARD,
    STUDENT,
    Own,
    backward_of,
    check_chain,
    check_pairs,
    check_student,
    divided,
    forward_of,
    student_of,
    updates_of,
    work_folder,
    write_texts,
)
from s2s.config.code import Allowed, code_in, refuse_code
from s2s.config.metrics import LOSS, metric_facts
from s2s.config.overrides import for_hydra
from s2s.config.schema import RunConfig
from s2s.errors import UserError
from s2s.runs.folder import load_config, run_folder
from s2s.runtime.process import log, world
from s2s.runtime.progress import roughly

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from s2s.metrics.scores import Score

RECORD = "best.json"
BEGUN = f"{STUDENT}, begun"
"""What is recorded of the teachers that a student learns from."""
JUDGED = "judgement of the student, and of an ensemble with the forward teacher"
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
    code = allowed is True or bool(code_in(config))  # which has been typed here, then
    chain = Chain(config, own, code, shlex.join(["s2s", "best", *options.options]))
    chain.plan(options.dry_run)
    if not options.dry_run:
        chain.go()


def dependent(config: RunConfig, read: object) -> object:
    """What the outcome of a training depends on: its options and, where given, what its data were made with."""
    return config if read is None else (config, read)


class Chain:
    """The stages of one call, and the record of those that have come to their end."""

    def __init__(self, config: RunConfig, own: Own, allow_code: bool, call: str) -> None:
        self.config, self.own, self.allow_code, self.call = config, own, allow_code, call
        self.work = work_folder(config)
        self.forward = forward_of(config)
        self.record = Record(self.work / RECORD)
        if not run_folder(self.forward).exists():
            self.record.clear()  # all that it says was made by that run
        self.planned: dict[str, Any] = {}

    def measured(self, dry_run: bool) -> dict[str, Any]:
        """The updates and the pairs of the forward teacher, and the seconds of an update and of a translation; recorded."""
        if self.record.done("plan", self.forward):
            return dict(self.record["plan"])
        from s2s.training.foreseen import foreseen

        log("s2s best: reading the corpus, and measuring what an update costs")
        cost, total, pairs = foreseen(self.forward, self.allow_code)
        update, output = (0.0, 0.0) if cost is None else (cost.seconds / max(1, cost.updates), cost.output)
        facts = {"total": total, "pairs": pairs, "update": update, "output": output}
        if not dry_run:
            self.record.note("plan", self.forward, **facts)
        return facts

    def plan(self, dry_run: bool) -> None:
        """Say the stages, what each costs, and which have come to their end. Raises `UserError` for a value of any of them."""
        plan = self.planned = self.measured(dry_run)
        before = self.before()
        backward = backward_of(self.config, before, plan["total"], self.own)
        student = student_of(self.config, before, plan["total"], self.own)  # a wrong value is said now, not hours later
        check_student(before, student)
        finished = student, self.taught(backward)
        self.check_taught(*finished)
        learned = self.trained(STUDENT, *finished)
        teacher, second, last = plan["total"], self.updates(BACKWARD, backward), self.updates(STUDENT, student)
        halved = 0.5 if self.config.train.consistency else 1.0
        translated = all(self.translated(*each) for each in ((FORWARD, self.forward), (BACKWARD, backward)))
        steps = [
            (f"forward teacher, {teacher:,} updates", teacher * plan["update"], self.trained(FORWARD, self.forward)),
            (
                f"backward teacher, {second:,} updates",
                second * plan["update"] * halved,
                self.trained(BACKWARD, backward),
            ),
            ("their translations of the training text", 2 * plan["pairs"] * plan["output"], translated),
            (f"student, {last:,} updates", last * plan["update"], learned),
            (JUDGED, 0.0, learned and self.record.done("judgement", finished)),
        ]
        data = self.config.data
        log(f"s2s best: {data.source} → {data.target}, {plan['pairs']:,} pairs; what is made goes to {self.work}")
        for number, (what, seconds, done) in enumerate(steps, start=1):
            time = f", {roughly(seconds)}" * (seconds > 0)
            log(f"  {number}. {what}{', done' if done else time}")
        left = sum(seconds for _, seconds, done in steps if not done)
        said = f"{roughly(left)} to go on this machine" if plan["update"] else "its cost is not known"
        log(f"  {said}; stopped, the same command goes on")
        if dry_run:
            log("--dry-run: nothing is trained, and nothing is left behind")

    def before(self) -> RunConfig:
        """The options of the forward teacher: what it has recorded, where it has come to its end, else what is typed.

        Raises `UserError` where its pairs have changed since.
        """
        if not self.record.done(FORWARD, self.forward):
            return self.forward
        before = load_config(run_folder(self.forward), self.allow_code)
        check_pairs(before, self.forward)
        return before

    def updates(self, stage: str, config: RunConfig) -> int:
        """Of a later training; where epochs are typed for it alone, as many as without."""
        return config.train.steps or updates_of(stage, self.planned["total"])

    def trained(self, stage: str, config: RunConfig, read: object = None) -> bool:
        """Whether a training has come to its end, and its run is there, or nothing needs it; `read` is as for `train`."""
        needed = stage != BACKWARD or not self.translated(stage, config)
        return self.record.done(stage, dependent(config, read)) and (run_folder(config).exists() or not needed)

    def translated(self, stage: str, config: RunConfig) -> bool:
        """Whether the translations by a teacher as it is now are whole."""
        begun, made = self.translations(stage, config)
        return self.record.done(begun, made) and bool(self.record[begun]["whole"])

    def taught(self, backward: RunConfig) -> object:
        """What the translations that the student reads depend on."""
        return [self.translations(stage, config) for stage, config in ((FORWARD, self.forward), (BACKWARD, backward))]

    def check_taught(self, student: RunConfig, read: object) -> None:
        """Raise `UserError` for a student that has begun with translations by other teachers, which it cannot unlearn."""
        folder = run_folder(student)
        if BEGUN in self.record and not self.record.done(BEGUN, read) and folder.exists():
            raise UserError(
                f"{folder}: has learned from other teachers than these options make; delete it, and the same command"
                " trains it anew, or give the chain another name (name=…)"
            )

    def translations(self, stage: str, config: RunConfig) -> tuple[str, object]:
        """The name of what is recorded of the translations by a teacher, and what they depend on."""
        return f"translations, {stage}", (config, self.record.get(stage, {}).get("updates"))

    def go(self) -> None:
        """All stages, of which those that have come to their end are passed over."""
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
        self.train(STUDENT, student, self.taught(backward))
        self.judge(teacher, run_folder(student), student, self.taught(backward))

    def train(self, stage: str, config: RunConfig, read: object = None) -> None:
        """A training, from where it stands; `read` is what its data depend on beside. Raises SystemExit where it is stopped."""
        if self.trained(stage, config, read):
            return
        self.record.pop("judgement", None)
        if read is not None:
            self.check_taught(config, read)
            self.record.note(BEGUN, read)
        from s2s.reports.summary import summary
        from s2s.training.caller import Caller
        from s2s.training.loop import train

        log(f"s2s best: stage {STAGES.index(stage) + 1} of {len(STAGES)}, {stage}, {run_folder(config)}")
        stopped_by = train(config, Caller(call=self.call), self.allow_code)
        if stopped_by is not None:
            sys.exit(128 + stopped_by)
        found = summary(run_folder(config))
        best = found.validation
        facts = {} if best is None else {"metric": best.name, "validation": round(best.value, 2)}
        self.record.note(stage, dependent(config, read), updates=found.updates, **facts)
        shown = "" if best is None else f", {best.name} {best.value:.2f} on validation"
        log(f"s2s best: {stage} has come to its end: {found.updates or 0:,} updates{shown}")

    def write_pairs(self, teacher: Path, before: RunConfig) -> None:
        """The pairs of each split as text, as the forward teacher has read them."""
        from s2s.tasks.own_data import own_data

        if self.record.done("pairs", self.forward):
            return
        corpus = own_data(teacher, before, run_data=True)  # which are those that were typed
        languages = before.data.source, before.data.target
        for name, table in (("pairs", corpus.train), ("validation", corpus.validation), ("test", corpus.test)):
            if table is not None:
                write_texts(self.work / name, languages, table)
        corpus.release()
        self.record.note("pairs", self.forward)

    def translate(self, stage: str, config: RunConfig, language: str) -> None:
        """A teacher's translations of the training text in its source `language`, from where they stand."""
        from s2s.commands import backtranslate

        prefix, (begun, made) = self.work / stage, self.translations(stage, config)
        if not self.record.done(begun, made):
            for path in self.work.glob(f"{stage}.*"):  # of a teacher that has learned further since
                path.unlink()
            self.record.note(begun, made, whole=False)
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
        self.record.note(begun, made, whole=True)

    def judge(self, teacher: Path, student: Path, config: RunConfig, read: object) -> None:
        """The validation scores of the teacher, the student and both together, by the search of the run; the best is named."""
        models = {"forward teacher": [teacher], "student": [student], "student and forward teacher": [student, teacher]}
        if not self.record.done("judgement", (config, read)):
            log(f"s2s best: stage 5 of {len(STAGES)}, judgement")
            metric = "bleu" if config.train.metric == LOSS else config.train.metric
            scores = {name: self.score(folders, config, metric) for name, folders in models.items()}
            sign = 1 if scores["student"].higher_is_better else -1
            best = max(scores, key=lambda name: sign * scores[name].score)
            values = {name: round(one.score, 2) for name, one in scores.items()}
            self.record.note("judgement", (config, read), metric=scores["student"].label, scores=values, best=best)
        judged = self.record["judgement"]
        log(f"s2s best: {judged['metric']} on validation, beam {config.decode.beam}:")
        for name, value in judged["scores"].items():
            log(f"  {value:6.2f}  {name}")
        log(f"the best is the {judged['best']}:  s2s translate -m {shlex.join(map(str, models[judged['best']]))}")

    def score(self, folders: list[Path], config: RunConfig, metric: str) -> Score:
        """Of a run, or of an ensemble of several, on the validation set."""
        from s2s.tasks.loaded import Loaded

        source, reference = (str(self.work / f"validation.{code}") for code in (config.data.source, config.data.target))
        loaded = Loaded(folders, str(config.device), "torch", config.threads, self.allow_code)
        return loaded.evaluate(source, reference, [metric]).scores[metric_facts(metric).name]
