"""What a training will cost, said before it starts: parameters, memory, updates, and minutes on this machine.

A few updates are timed, of the median batch, of the longest and of some in between, and a validation of a few examples.
The weights are copies, the optimiser and the average are others, and the random generators are put back, so that the
training that follows ends in the same bytes as without.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import torch

from s2s.data.batching import Batch
from s2s.errors import UserError, memory_error
from s2s.nn.model import summary
from s2s.runtime.device import restored
from s2s.runtime.distributed import gather
from s2s.runtime.memory import resident
from s2s.runtime.process import LOGGER, rank, say_once, world
from s2s.tasks.evaluation import Examples
from s2s.training.accumulation import TooLarge, backward
from s2s.training.state import Training
from s2s.training.updates import Gradients, exchanged, update
from s2s.training.validation import InTraining, fitting, judged

LEAST = 200
"""Updates that a training has at least that is measured before it starts."""
SECONDS, SHARE = 2.0, 0.02
"""Measuring takes at most so long, and at most this share of the planned time."""
UNSURE = 0.2
"""What a measurement may be wrong by in any case: another batch, a clock that changes, a neighbour on the machine."""
SAMPLE, ENOUGH = 32, 256
"""Validation examples that are timed: at first, and then where that was quick."""
ROOM = 1.25
"""Pieces that a timed output has for each piece of the references, as a batch goes on until its longest has ended."""
SEARCHES = 2.5
"""Times that the search at the end, by default with a beam of 5, takes longer than a greedy one, roughly."""


@dataclass(frozen=True)
class Cost:
    """What a training costs from now on."""

    parameters: int
    updates: int
    """That are left."""
    total: int
    """Updates of the whole training."""
    bytes: int | None
    """Of memory; None where it is not known."""
    seconds: float
    """Of the updates, the validations between them and the scores at the end."""
    error: float
    """Seconds that it may take more or less."""
    ends: str = ""
    """What ends it earlier, in words."""
    output: float = 0.0
    """Seconds of one output among many, by the run's own search."""

    def __str__(self) -> str:
        memory = "" if self.bytes is None else f", {gigabytes(self.bytes)} GB of memory"
        left = f" left of {self.total:,}" if self.updates < self.total else ""
        hours = f" ({self.seconds / 3600:.1f} hours)" if self.seconds >= 2 * 3600 else ""
        return (
            f"{millions(self.parameters)} parameters ({self.parameters:,} total), {self.updates:,} updates{left}{memory};"
            f" about {minutes(self.seconds)} minutes (± {minutes(self.error).removesuffix('.0')}) on this machine{hours}{self.ends}"
        )


def millions(count: int) -> str:
    """``13.6 million``, or the number itself where it is small."""
    return f"{count / 1e6:.1f} million" if count >= 100_000 else f"{count:,}"


def minutes(seconds: float) -> str:
    """Minutes, with a decimal where they are few."""
    value = seconds / 60
    return f"{value:.0f}" if value >= 10 else f"{max(value, 0.1):.1f}"


def gigabytes(count: int) -> str:
    """With a decimal, rounded up: what is short of it fails."""
    return f"{math.ceil(count / 1e8) / 10:.1f}"


def foresee(training: Training, always: bool = False) -> Cost | None:
    """Measure what the rest of `training` costs; None for one that is short, unless it is wanted `always`.

    All processes of a job call it together.
    """
    parts = training.parts
    left = max(0, parts.total - training.step)
    if left < LEAST and not always:
        return None
    with restored(parts.device), quiet():
        try:
            own = {name: tensor.detach().clone() for name, tensor in parts.model.named_parameters()}
            with exchanged(parts.model, own):
                each, unsure, limit = time_updates(training, left)
                memory = used(parts.device)
                judging, scoring, output = time_validation(training, limit)
        except (MemoryError, RuntimeError, TooLarge) as full:
            # Two sets of weights are more than one; `rehearse` has tried what training needs.
            if isinstance(full, TooLarge) or (world() == 1 and memory_error(full)):
                return None
            raise
        finally:
            training.optimiser.zero_grad()
            parts.model.zero_grad()
    validations = math.ceil(left / parts.interval)
    seconds = left * each + validations * judging + scoring
    seconds, error = gather([seconds, UNSURE * seconds + left * unsure])[0]
    patience, metric = parts.config.train.patience, parts.config.train.metric
    ends = f"; ends earlier if {patience} validations in a row bring no better {metric}" * (patience is not None)
    return Cost(summary(parts.model)[-1][1], left, parts.total, memory, seconds, error, ends, output)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing is logged: what is said of trials would be taken for the training."""
    before, LOGGER.disabled = LOGGER.disabled, True
    try:
        yield
    finally:
        LOGGER.disabled = before
        say_once.cache_clear()  # what was said now was not heard


def used(device: torch.device) -> int | None:
    """Bytes of memory that updates of the longest batch needed: the GPU's, or else the process's."""
    if device.type == "cuda":
        return int(torch.cuda.max_memory_reserved(device))
    return resident()


def time_updates(training: Training, left: int) -> tuple[float, float, float]:
    """Seconds of an update, its standard error, and the seconds that there are for measuring.

    The first batch is not counted, as memory and kernels are new to it. Batches are taken at the median, at the longest
    and then at ever finer quantiles of their steps in time.
    """
    parts, other, trial = training.parts, training.aside(), Trial()
    batches, sizes = sampled(training)
    own = len(range(rank(), parts.batches, world()))
    timed: list[float] = []
    rows: list[int] = []
    begun = time.perf_counter()
    first = trial.clock(other, [batches(len(sizes) // 2)] * own)
    limit: float = gather(min(SECONDS, SHARE * left * first))[0]  # rank 0 decides for all, which update together
    for quantile in (0.5, 1.0, *spread()):
        taken = time.perf_counter() - begun + max(timed, default=0.0)
        if gather(len(timed) >= 2 and taken > limit / 2)[0]:
            break
        rows.append(int(quantile * (len(sizes) - 1)))
        timed.append(trial.clock(other, [batches(rows[-1])] * own))
    mean, unsure = predicted(sizes[rows], numpy.array(timed), sizes.mean(axis=0))
    return mean, unsure, limit


def spread() -> Iterator[float]:
    """Quantiles that lie ever closer: 1/4, 3/4, 1/8, 5/8, … (van der Corput 1935), in all 30."""
    for number in range(2, 32):
        value, denominator, rest = 0.0, 1.0, number
        while rest:
            rest, digit = divmod(rest, 2)
            denominator *= 2
            value += digit / denominator
        yield value


def sampled(training: Training) -> tuple[Callable[[int], Batch], numpy.ndarray]:
    """The batches of the first chunk, by number and in the order of their steps, and the sizes of each, (N, 3).

    These are padded positions of both sides, steps in time, S + T, and 1 for what every update costs.
    """
    stream = training.parts.stream
    chunk = stream.load(0, 0)
    steps = [sum(max(len(chunk.pairs[row][side]) + 1 for row in rows) for side in (0, 1)) for rows in chunk.batches]
    order = numpy.argsort(steps, kind="stable")

    def batch(number: int) -> Batch:
        return stream.collate([chunk.pairs[row] for row in chunk.batches[order[number]]])

    sizes = [(len(rows) * length, length, 1) for rows, length in zip(chunk.batches, steps, strict=True)]
    return batch, numpy.array(sizes, dtype=float)[order]


class Trial:
    """Timed updates of all processes of a job together, which end together where one of them runs out of memory.

    What the others wait for in an update, the sum of the gradients, comes from that one too: as zeros.
    """

    def __init__(self) -> None:
        self.full = False
        """Whether this process has run out of memory."""

    def clock(self, training: Training, batches: Sequence[Batch]) -> float:
        """Seconds of one update. Raises `TooLarge` on all of them."""
        seconds = clock(training, batches, self.gradients)
        if any(gather(self.full)):
            raise TooLarge("the memory does not hold a second set of weights beside the batch")
        return seconds

    def gradients(self, training: Training, batches: Sequence[Batch], count: float) -> tuple[float, float]:
        """`backward`; where the memory is full and others wait, nothing."""
        try:
            return backward(training, batches, count)
        except (MemoryError, RuntimeError, TooLarge) as error:
            if world() == 1 or not (isinstance(error, TooLarge) or memory_error(error)):
                raise
        self.full = True
        training.optimiser.zero_grad()
        return 0.0, 0.0


def clock(training: Training, batches: Sequence[Batch], gradients: Gradients) -> float:
    """Seconds of one update, whose gradients are found by `gradients`."""
    device = training.parts.device
    begun = time.perf_counter()
    update(training, list(batches), gradients)
    if device.type != "cpu":
        torch.get_device_module(device).synchronize()
    return time.perf_counter() - begun


def predicted(sizes: numpy.ndarray, seconds: numpy.ndarray, mean: numpy.ndarray) -> tuple[float, float]:
    """The seconds of an update of `mean` sizes (3,), by those of updates of known `sizes` (N, 3), and their standard error.

    Least squares with costs that are not negative: of all sets of costs that leave others out, the one that fits best.
    """
    count, fits = len(seconds), []
    for kept in ((0, 1, 2), (0, 1), (0, 2), (1, 2), (0,), (1,), (2,)):
        if len(kept) > 1 and len(kept) > count - (2 in kept):
            continue  # anything fits
        columns = sizes[:, kept]
        costs = numpy.linalg.lstsq(columns, seconds, rcond=None)[0]
        if (costs >= 0).all():
            residual = float(((seconds - columns @ costs) ** 2).sum())
            error = math.sqrt(residual / max(1, count - len(kept)) / count) if count > len(kept) else 0.0
            fits.append((round(residual, 12), len(kept), float(mean[list(kept)] @ costs), error))
    _, _, expected, error = min(fits)
    return expected, error


def time_validation(training: Training, limit: float) -> tuple[float, float, float]:
    """Seconds of a validation, of the scores at the end and of one output among many there, as far as a few examples tell."""
    parts = training.parts
    examples = fitting(parts, judged(parts))
    count, final = len(examples.targets), len(parts.corpus.test or parts.corpus.validation)
    settings = dict(parts.task.greedy)
    if parts.task.rules.writes:
        encoded = parts.codecs[1].encode(list(examples.targets[:ENOUGH]))
        settings["max_length"] = 1 + math.ceil(ROOM * sum(map(len, encoded)) / len(encoded))
    few = clock_validation(training, some(examples, SAMPLE), settings)
    each, fixed = few / min(SAMPLE, count), 0.0
    if count > SAMPLE and gather(few)[0] * ENOUGH / SAMPLE < 2 * limit:  # more at a time are faster
        more = clock_validation(training, some(examples, ENOUGH), settings)
        each = max(0.0, more - few) / max(1, min(ENOUGH, count) - SAMPLE)
        fixed = max(0.0, few - SAMPLE * each)
    searches = SEARCHES if parts.task.rules.writes and parts.config.decode.beam > 1 else 1
    return fixed + count * each, fixed + final * each * searches, each * searches


def some(examples: Examples, count: int) -> Examples:
    """`count` of the examples, spread evenly."""
    rows = numpy.unique(numpy.linspace(0, len(examples.targets) - 1, count, dtype=int)).tolist()
    return examples.select(rows)


def clock_validation(training: Training, examples: Examples, settings: Mapping[str, Any]) -> float:
    """Seconds that judging `examples` takes, by the metrics of the validations."""
    parts = training.parts
    metrics = () if parts.codecs[0].is_empty else parts.task.validation_metrics(parts.config)
    begun = time.perf_counter()
    with contextlib.suppress(UserError):  # too few for a metric: the validations have more
        parts.task.evaluate(InTraining(parts), examples, metrics=metrics, loss=True, details=False, settings=settings)
    return time.perf_counter() - begun
