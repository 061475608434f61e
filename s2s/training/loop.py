"""Training: assemble the parts, then one loop in plain sight. It ends by returning or raising: a program may call it."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

from s2s.config.schema import RunConfig
from s2s.data.batching import Batch
from s2s.data.stream import Place
from s2s.errors import UserError
from s2s.files import exclusive
from s2s.runs.folder import run_folder
from s2s.runs.history import RESULTS, measurements, validations
from s2s.runs.names import CARD
from s2s.runs.states import best_weights
from s2s.runs.weights import save_model
from s2s.runtime.device import choose_device, restored
from s2s.runtime.distributed import gather, joined, wait
from s2s.runtime.memory import give_back_memory
from s2s.runtime.process import command, log, rank, world
from s2s.runtime.progress import pulse
from s2s.training.accumulation import rehearse
from s2s.training.caller import Caller
from s2s.training.cost import foresee
from s2s.training.dry_run import trial
from s2s.training.finish import finish
from s2s.training.graphs import gradients_of
from s2s.training.progress import Progress
from s2s.training.refused import nothing_left
from s2s.training.results import failure_noted
from s2s.training.setup import assemble
from s2s.training.state import STOP_REQUESTED, Training
from s2s.training.tracking import tracked
from s2s.training.updates import exchanged, update
from s2s.training.validation import check_held_out, describe_validation, overall, validate

REPORT = 50
"""Updates between two lines of metrics.jsonl."""
PATIENT = 10
"""Updates in a row with a loss or gradient that is not finite, before training gives up."""


def train(
    config: RunConfig, caller: Caller | None = None, allow_code: bool = False, dry_run: bool = False
) -> int | None:
    """Train, or continue, the run that `config` names, with all processes of the job. Raises `UserError`.

    Returns the signal that stopped it, and None where it came to its end or a callback stopped it. Torch's random
    generators and its number of threads are as before when it ends. With `allow_code` run folders that it continues or
    starts from may name code that `config` does not name. A `dry_run` says what the training costs and leaves nothing behind.
    """
    remedy = "wait for its end, stop it, or give the new run another name (name=…)"
    with contextlib.ExitStack() as stack:
        stack.enter_context(joined(str(config.device)))
        if dry_run:
            config = stack.enter_context(trial(config, remedy))
        elif rank() == 0:
            stack.enter_context(exclusive(run_folder(config), remedy))
            stack.enter_context(nothing_left(run_folder(config)))
        stack.enter_context(restored(choose_device(str(config.device))))
        return train_here(config, caller or Caller(), allow_code, dry_run)


def train_here(config: RunConfig, caller: Caller, allow_code: bool, dry_run: bool = False) -> int | None:
    """What each process does."""
    parts = assemble(config, allow_code)
    training = Training(parts, caller)
    resumed = training.resume()
    patient = not parts.patience_is_over(training.selection.stale)
    over, card = training.step >= parts.total or not patient, parts.folder / CARD
    if over and card.exists():
        remedy = "train.steps or train.epochs" if patient else "train.patience"
        log(f"{parts.folder}: finished after {training.step} steps; raise {remedy} to go on")
        return None
    if resumed:
        log(f"continuing {parts.folder} at step {training.step}")
    else:
        check_held_out(parts)
    describe_validation(parts, resumed)
    if dry_run:
        if not over:
            rehearse(training)
            tell_cost(training, dry_run)
        wait()  # until no process needs the folder any more
        return None
    with tracked(training), failure_noted(parts.folder):  # a tracker that cannot begin is no failure of the run
        if not over:
            learn(training)
        elif patient and not is_judged(training):  # it was stopped, and is to have no more updates
            judge(training)
            training.save(again=True)
        if training.stopped_by is None:
            finish(parts, training.step, caller.call or command())
            wait()  # the card, which says that the run has come to its end, is there for all of them
    if training.stopped_by is not None:
        again = f"command continues the run: {command()}" if caller.call is None else "call continues the run"
        log(f"stopped and saved at step {training.step}; the same {again}")
        return None if training.stopped_by == STOP_REQUESTED else training.stopped_by
    return None


def learn(training: Training) -> None:
    """The updates of this session, until training comes to its end or is stopped, and is saved."""
    if rank() == 0:
        for name in (CARD, RESULTS):  # which say that a run has come to its end
            (training.parts.folder / name).unlink(missing_ok=True)
    rehearse(training)
    tell_cost(training, dry_run=False)
    with signals(training):
        loop(training)
        if training.stopped_by is not None:
            training.save()


def tell_cost(training: Training, dry_run: bool) -> None:
    """Say what the rest of the training costs, and what to expect of so few examples."""
    cost, parts = foresee(training, always=dry_run), training.parts
    if cost is None:
        return
    log(str(cost))
    if expected := parts.task.expectation(parts.config, len(parts.corpus.train)):
        log(expected)
    if dry_run:
        log("--dry-run: nothing is trained, and no run folder is left behind")


def loop(training: Training) -> None:
    """Update after update, with a validation now and then, until the end, a signal, or no more patience."""
    parts = training.parts
    stream = parts.stream.run(training.place, parts.batches, rank(), world())
    with (
        contextlib.closing(stream),
        Progress(training) as progress,
    ):  # also after an error, whose traceback a notebook keeps
        take_updates(training, stream, progress)


def take_updates(training: Training, stream: Iterator[tuple[Place, list[Batch]]], progress: Progress) -> None:
    """What `loop` does: `stream` gives the batches of each update and the place after them."""
    parts, config, caller = training.parts, training.config.train, training.caller
    gradients = gradients_of(training)
    while (
        not training.must_stop()
        and training.step < parts.total
        and not parts.patience_is_over(training.selection.stale)
    ):
        began = time.perf_counter()
        training.place, batches = next(stream)
        training.failures = 0 if update(training, batches, gradients) else training.failures + 1
        training.log.seconds += time.perf_counter() - began
        if training.failures == PATIENT:
            longest = max(gather(max((int(batch.lengths.max()) for batch in batches), default=0)))
            raise UserError(
                f"step {training.step}: loss or gradient was not finite {PATIENT} times in a row, learning rate"
                f" {training.optimiser.param_groups[0]['lr']:.2g}, longest sentence {longest} pieces; lower optim.lr or optim.clip_norm"
            )
        progress.update(world() * sum(batch.tokens for batch in batches))
        training.report_to(caller.on_update, training.latest)
        if training.step % REPORT == 0:
            progress.show(note_progress(training))
        if training.step % parts.interval == 0 or training.step == parts.total:
            judge(training)
            training.save()
            if parts.patience_is_over(training.selection.stale):
                log(f"no better {config.metric} for {config.patience} validations: training ends early")


def note_progress(training: Training) -> float:
    """Add a line of metrics about the updates since the last one; their loss a token."""
    sums = training.report
    count, updates = max(1.0, sums["tokens"]), max(1.0, sums["updates"])
    values = {"loss": sums["loss"] / count, "nll": sums["likelihood"] / count, "norm": sums["norm"] / updates}
    training.measure(epoch=training.place.epoch, lr=training.optimiser.param_groups[0]["lr"], **values)
    training.report = dict.fromkeys(sums, 0.0)
    give_back_memory()
    return values["loss"]


def is_judged(training: Training) -> bool:
    """Whether the last validation is of where `training` stands: all processes have the answer of rank 0, who writes them down."""
    found = validations(measurements(training.parts.folder))
    answer: bool = gather(bool(found) and found[-1]["step"] == training.step)[0]
    return answer


def judge(training: Training) -> None:
    """Validate; keep the weights if they are among the best, and note how long the best has not been beaten."""
    parts = training.parts
    with (
        exchanged(parts.model, training.weights()),
        pulse(f"step {training.step}: validating", parts.config.train.log_every),
    ):
        scores = validate(parts)
    training.measure(**{f"validation_{name}": value for name, value in scores.items()})
    training.losses.append(scores["loss"])
    shown = ", ".join(f"{name} {value:.2f}" for name, value in overall(scores, parts.config).items())
    selection = training.selection
    selected = selection.add(training.step, scores)
    log(f"step {training.step}: validation {shown}; {selection.compared(training.step)}")
    training.report_to(training.caller.on_validation, scores)
    if selection.stands_still:
        log(selection.warning(parts.task.rules.output), level=logging.WARNING)
    if selected and rank() == 0:
        save_model(best_weights(parts.folder, [(selection.scores[-1], training.step)])[0], training.weights())


@contextlib.contextmanager
def signals(training: Training) -> Iterator[None]:
    """SIGTERM and Ctrl-C let the step in progress end, and are remembered: in the main thread, which alone gets them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(number: int, frame: Any) -> None:
        training.received = number

    ours = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) is not None]
    before = {number: signal.signal(number, note) for number in ours}  # None: not Python's, and could not be put back
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
