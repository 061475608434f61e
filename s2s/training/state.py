"""The state of a run: all that a checkpoint holds, saved and taken up again exactly."""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import sys
from typing import Any

import numpy
import torch
from torch import Tensor

from s2s.config.optimisers import OPTIMISERS
from s2s.data.stream import Place
from s2s.errors import UserError
from s2s.files import holds, write
from s2s.runs.contents import OF_WEIGHTS
from s2s.runs.names import WEIGHTS
from s2s.runs.states import best_weights, load_state, save_state
from s2s.runs.weights import format_model, largest_model, load_weights, mean
from s2s.runtime.device import generators
from s2s.runtime.distributed import every, wait
from s2s.runtime.process import log, rank, world
from s2s.training.caller import Callback, Caller, says_stop
from s2s.training.log import Log
from s2s.training.optim import Average, build_optimiser
from s2s.training.selection import Selection
from s2s.training.setup import SEED_STRIDE, Parts

SAVED = ("place", "losses", "skipped", "failures", "report", "examples")
"""Attributes of `Training` that a checkpoint holds as they are."""
SAMPLE = 1000
"""Examples of a set that a digest of earlier releases is of."""
STATES_A_WEIGHT = 4
"""Numbers that a checkpoint holds: the weight, at most two of one of our optimisers, and one of the moving average."""
STOP_REQUESTED = 1000
"""Stands for a signal's number where a callback has asked to stop."""


class Training:
    """The state of a run: all that a checkpoint holds."""

    def __init__(self, parts: Parts, caller: Caller | None = None) -> None:
        self.parts, self.config, self.caller = parts, parts.config, caller or Caller()
        self.parameters = list(parts.model.parameters())
        self.optimises_as_ours = self.config.optim.kind in OPTIMISERS.names  # a user's own may keep what it likes
        self.begin()
        self.step, self.place, self.skipped, self.failures = 0, Place(), 0, 0
        self.selection = Selection(self.config.train.metric, self.config.train.keep)
        self.losses: list[float] = []
        self.examples = {name: parts.corpus.identity(name) for name in ("train", "validation")}
        self.latest: dict[str, float] = {}
        """What the last update measured."""
        self.received: int | None = None
        """The number of the signal that this process has received, or `STOP_REQUESTED`."""
        self.stopped_by: int | None = None
        """What one of the processes has got, once all know of it."""
        self.limit: int | None = None
        """Positions that this process's memory holds at a time, where it is known not to hold a whole batch."""
        self.saved: int | None = None
        """The step of the newest checkpoint."""
        self.log = Log(parts.folder)

    def begin(self) -> None:
        """Give it an optimiser, an average and sums that no update has changed yet."""
        parts = self.parts
        self.optimiser = build_optimiser(self.config.optim, self.parameters)
        self.average = None if self.config.train.ema is None else Average(parts.model, self.config.train.ema)
        self.scaler = torch.amp.GradScaler(parts.device.type, enabled=parts.precision is torch.float16)
        # It has no scale before it has scaled something, and a process without a batch, which scales no loss, unscales the
        # gradients of the others.
        self.scaler.scale(torch.zeros((), device=parts.device))
        self.report = {"loss": 0.0, "likelihood": 0.0, "tokens": 0.0, "norm": 0.0, "updates": 0.0}

    def aside(self) -> Training:
        """Another state of the same network, whose updates change nothing of this one but the weights."""
        other = copy.copy(self)
        other.begin()
        return other

    def weights(self) -> dict[str, Tensor]:
        """The weights to translate with: the moving average where there is one."""
        return dict(self.parts.model.named_parameters()) if self.average is None else self.average.weights

    def save(self, again: bool = False) -> None:
        """Write a checkpoint, then the best weights as the run's model; if one of this step is there, nothing, or it `again`."""
        if self.step == self.saved and not again:
            return
        tensors: dict[str, Tensor] = {f"model.{name}": tensor for name, tensor in self.parts.model.named_parameters()}
        for index, slot in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{name}": torch.as_tensor(value) for name, value in slot.items()}
        if self.average is not None:
            tensors |= {f"average.{name}": tensor for name, tensor in self.average.weights.items()}
        for name, module in generators(self.parts.device).items():
            tensors[f"random.{name}"] = every(module.get_rng_state())
        facts = {name: getattr(self, name) for name in SAVED}
        facts |= {"best": self.selection.best, "stale": self.selection.stale, "selection": self.selection.state()}
        facts |= {"averaged": 0 if self.average is None else self.average.updates, "scaler": self.scaler.state_dict()}
        facts |= {"written": self.log.written, "processes": world()}
        if rank() == 0:
            self.write(tensors, facts)
        self.saved = self.step
        wait()  # until what was written can be read

    def write(self, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
        """What `save` writes: all of it by one process."""
        self.log.keep(self.step)
        save_state(self.parts.folder, self.step, tensors, facts, self.saved)
        self.publish()

    def publish(self) -> None:
        """Make the best weights, or their average, ``model.safetensors``.

        It is written after the state that lists them, so that the two agree whenever training is stopped. What was
        measured of other weights, confidence and calibration, is forgotten with these.
        """
        listed = best_weights(self.parts.folder, self.selection.best)
        removed = [file.name for file in listed if not file.exists()]
        wanted = listed if self.config.train.average else listed[:1]
        files = [file for file in wanted if file.exists()]
        if removed:
            what = "the others are used" if files else f"{WEIGHTS} stays as it is"
            log(f"warning: {', '.join(removed)} removed; {what}", level=logging.WARNING)
        if not files:
            return
        content = format_model(mean(files, largest_model(self.parts.model)))
        model = self.parts.folder / WEIGHTS
        if not holds(model, content):
            for name in OF_WEIGHTS:
                (self.parts.folder / name).unlink(missing_ok=True)
            write(model, content)

    def resume(self) -> bool:
        """Take up the newest whole checkpoint, and cut metrics.jsonl back to it; False if there is none."""
        state = load_state(self.parts.folder, self.largest)
        if state is None:
            if rank() == 0:
                self.log.begin()
            return False
        try:
            self.take_up(*state)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError) as error:
            if isinstance(error, UserError):
                raise
            raise UserError(
                f"{self.parts.folder}: its checkpoint is not what this version writes; give the new run another name"
                " (name=…) or delete the folder"
            ) from None
        if rank() == 0:
            self.log.take_up(self.step, state[1]["written"])
            self.publish()
        return True

    def largest(self, processes: int) -> int:
        """Bytes that the tensors of a checkpoint by so many `processes` may have."""
        if not self.optimises_as_ours:
            return sys.maxsize
        drawn = sum(len(module.get_rng_state()) for module in generators(self.parts.device).values())
        return STATES_A_WEIGHT * largest_model(self.parts.model) + processes * drawn

    def take_up(self, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
        """Raises `UserError`, or whatever tensors and facts of another form lead to."""
        for split, before in facts["examples"].items():
            now = self.examples[split]
            if before not in (now, sampled(getattr(self.parts.corpus, split))):
                raise UserError(
                    f"the {split} set of {self.parts.folder} was {before}, but is {now} now; restore"
                    " the data, or give the new run another name (name=…)"
                )
        self.check(facts)
        groups: dict[str, dict[str, Tensor]] = {}
        for name, tensor in tensors.items():
            kind, rest = name.split(".", 1)
            groups.setdefault(kind, {})[rest] = tensor
        load_weights(self.parts.model, groups["model"], self.parts.folder)
        slots: dict[int, dict[str, Tensor]] = {}
        for name, tensor in groups.get("optimiser", {}).items():
            index, key = name.split(".", 1)
            slots.setdefault(int(index), {})[key] = tensor
            if self.optimises_as_ours and tensor.shape not in ((), self.parameters[int(index)].shape):
                raise ValueError
        self.optimiser.load_state_dict({**self.optimiser.state_dict(), "state": slots})
        if self.average is not None:
            for name, tensor in groups["average"].items():
                self.average.weights[name].copy_(tensor)
            self.average.updates = facts["averaged"]
        self.take_up_random(groups["random"], facts["step"])
        if facts["scaler"]:  # none where the run was not in fp16 before
            self.scaler.load_state_dict(facts["scaler"])
        for name in SAVED:
            if name != "examples":  # those of now, in place of a digest of an earlier release
                setattr(self, name, facts[name])
        self.place = Place(*facts["place"])
        self.selection.restore(facts["best"], facts["stale"], facts.get("selection", {}))
        self.step = self.saved = facts["step"]

    def take_up_random(self, states: dict[str, Tensor], step: int) -> None:
        """Give each process the generators that it had. Another number of processes draws anew."""
        before = len(states["cpu"])
        for name, module in generators(self.parts.device).items():
            if name in states and states[name].shape != (before, *module.get_rng_state().shape):
                raise ValueError
            if name in states and before == world():
                # A copy: torch reads a state from where its memory begins, which is another rank's.
                module.set_rng_state(states[name][rank()].clone())
        if before != world():
            torch.manual_seed(self.config.seed + SEED_STRIDE * (rank() + step))
            log(
                f"processes: {world()} go on where {before} stopped, with the same batches; dropout is drawn anew and sums"
                " are rounded in another order, so that the outcome is not bit by bit that of a run never stopped"
            )

    def check(self, facts: dict[str, Any]) -> None:
        """Raise ValueError, or KeyError or TypeError, for facts of another form than `save` writes."""
        counts = [*facts["place"], *(facts[name] for name in ("step", "stale", "written", "skipped", "averaged"))]
        numbers = [*facts["losses"], *facts["report"].values(), *(score for score, _ in facts["best"])]
        fit = all(type(count) is int and count >= 0 for count in counts)
        fit = fit and all(type(number) in (int, float) for number in numbers)
        if not fit or facts["report"].keys() != self.report.keys() or facts["place"][1] >= self.parts.stream.chunks:
            raise ValueError

    def must_stop(self) -> bool:
        """Whether any of the processes has got a signal, or was asked to stop; all of them have the same answer."""
        self.stopped_by = int(every(torch.tensor(self.received or 0)).max()) or None
        return self.stopped_by is not None

    def report_to(self, callback: Callback | None, values: dict[str, float]) -> None:
        """Call the caller's function on rank 0, and remember if it asks to stop."""
        if callback is not None and rank() == 0 and says_stop(callback(self.step, dict(values))):
            self.received = STOP_REQUESTED

    def measure(self, **values: Any) -> None:
        """Add a line to metrics.jsonl."""
        if rank() == 0:
            self.log.measure(self.step, **values)


def sampled(examples: Any) -> str:
    """What checkpoints of earlier releases know a set by: the number of examples, a digest of `SAMPLE`, spread evenly."""
    rows = numpy.linspace(0, len(examples) - 1, min(SAMPLE, len(examples)), dtype=numpy.int64)
    content = json.dumps([examples[int(row)] for row in rows], default=listed)
    return f"{len(examples):,} examples with the digest {hashlib.sha256(content.encode()).hexdigest()[:12]}"


def listed(value: Any) -> Any:
    """A window or an array as the lists of fp32 that earlier releases had; anything else as text."""
    return numpy.asarray(value, numpy.float32).tolist() if hasattr(value, "__array__") else str(value)
