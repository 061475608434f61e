"""The gradients of an update by recorded work: forward and backward pass once for each shape of batch, then replayed.

An update starts a thousand kernels and more, which for a small batch takes a processor longer than computing them takes a
GPU. Batches are padded up to a few dozen shapes, which padding does not see; clipping, the optimiser, the moving average
and the update that is skipped stay beside the graph. A shape that comes for the second time is recorded. Its first replay is
compared with the same pass as it is, and where something is in the way all goes on without graphs, which is said in a line.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from s2s.data.batching import Batch
from s2s.errors import first_line
from s2s.nn.embedding import Embedding
from s2s.nn.encoder import TokenEncoder
from s2s.nn.model import Seq2Seq
from s2s.runtime.device import generators
from s2s.runtime.process import log, world
from s2s.training.accumulation import backward
from s2s.training.recorder import CudaGraphs, Recorder, Work
from s2s.training.shapes import Buffers, Shape, rounded, shape_of
from s2s.training.state import Training
from s2s.training.updates import Gradients

MOST = 96
"""Shapes that are kept; the one that was used longest ago makes room."""
NEAR = 1e-2
"""Of the norm of a gradient: by how much a first replay may be off, as bf16 and the order of sums allow."""


def gradients_of(training: Training) -> Gradients:
    """What finds the gradients of this training's updates, which says so where graphs are asked for and cannot be."""
    if not training.config.train.graphs:
        return backward
    if (reason := obstacle(training)) is not None:
        log(f"warning: train.graphs=true: {reason}; training goes on without graphs", level=logging.WARNING)
        return backward
    log(
        "CUDA graphs: batches are padded up to a few dozen shapes, and each is recorded once; the cost was foreseen without them"
    )
    return Graphs(training, CudaGraphs())


def obstacle(training: Training) -> str | None:
    """Why the updates of this training cannot be recorded, as far as it is known before; None where they may be."""
    model = training.parts.model
    if world() > 1:
        return "several processes train together"
    if type(model) is not Seq2Seq or type(model.encoder) is not TokenEncoder:
        return "only networks that read and write tokens, and do not copy, have batches of fixed shapes"
    if type(model.encoder.embedding) is not Embedding:
        return "a one-hot encoding waits for the GPU"
    own = [
        type(module).__name__
        for module in model.modules()
        if not type(module).__module__.startswith(("s2s.", "torch."))
    ]
    if own:
        return f"of {own[0]}, a class of your own, nobody knows whether it can be recorded"
    if any(has_hooks(module) for module in model.modules()):
        return "hooks are called in each pass, which a replay would not do"
    return None


def has_hooks(module: nn.Module) -> bool:
    """Whether something is called whenever `module` or the gradient of one of its parameters is computed."""
    hooks: list[Any] = [
        module._forward_hooks,
        module._forward_pre_hooks,
        module._backward_hooks,
        module._backward_pre_hooks,
    ]
    for parameter in module.parameters(recurse=False):
        hooks += [parameter._backward_hooks, getattr(parameter, "_post_accumulate_grad_hooks", None)]
    return any(hooks)


class Mismatch(Exception):
    """A replay gives other gradients than the pass that was recorded."""


@dataclass
class Recorded:
    """A shape of batch: its memory, and what adds the gradients of the batch there."""

    buffers: Buffers
    replay: Work | None = None
    """None until the shape comes again."""


class Graphs:
    """Finds gradients as `backward` does, by replays. One of them serves one `Training`."""

    def __init__(self, training: Training, recorder: Recorder, most: int = MOST, round_up: bool = True) -> None:
        """`most` shapes are kept. Without `round_up` every shape of batch is one of its own."""
        self.training, self.recorder, self.most, self.round_up = training, recorder, most, round_up
        self.shapes: OrderedDict[Shape, Recorded] = OrderedDict()
        self.parameters = [parameter for parameter in training.parameters if parameter.requires_grad]
        """Once a first pass is done those that the loss depends on, whose gradients then stay where they are."""
        self.gradients: list[Tensor] = []
        self.count = torch.ones((), device=training.parts.device)
        self.off = False

    def __call__(self, training: Training, batches: Sequence[Batch], count: float) -> tuple[float, float]:
        """Add up the gradients of the loss over `count` tokens; the smoothed loss and the likelihood, summed."""
        if not self.off:
            reason = "batches are cut, as memory does not hold them"
            try:
                if training.limit is None:
                    return self.attempt(batches, count)
            except torch.OutOfMemoryError:
                reason = "out of memory"
            except (RuntimeError, Mismatch) as error:
                reason = first_line(error)
            self.give_up(reason)  # not above, where the error holds on to the tensors of the attempt
        return backward(training, batches, count)

    def attempt(self, batches: Sequence[Batch], count: float) -> tuple[float, float]:
        """What the call does while graphs are on."""
        self.count.fill_(count)
        for gradient in self.gradients:
            gradient.zero_()
        smoothed, plain = 0.0, 0.0
        for batch in batches:
            loss, likelihood = self.add(batch).tolist()
            smoothed, plain = smoothed + loss, plain + likelihood
        for parameter, gradient in zip(self.parameters, self.gradients, strict=False):  # none before the first batch
            parameter.grad = gradient
        return smoothed, plain

    def add(self, batch: Batch) -> Tensor:
        """Add the gradients of one batch; its smoothed loss and its likelihood (2,)."""
        shape = shape_of(batch)
        if self.round_up:
            shape = rounded(shape, self.training.config.train.tokens)
        recorded = self.shapes.pop(shape, None)
        is_new = recorded is None
        if recorded is None:
            while len(self.shapes) >= self.most:
                self.shapes.popitem(last=False)
            recorded = Recorded(Buffers(shape, self.training.parts.device))
        self.shapes[shape] = recorded  # the newest
        recorded.buffers.fill(batch)
        if is_new:
            return self.plainly(recorded.buffers)
        return self.record(recorded) if recorded.replay is None else recorded.replay()

    def plainly(self, buffers: Buffers) -> Tensor:
        """One pass as it is over what is in `buffers`, whose gradients are added; its results (2,)."""
        parts, batch, train = self.training.parts, buffers.batch, self.training.config.train
        with parts.autocast():
            loss, likelihood = parts.model(
                batch.source,
                batch.lengths,
                batch.target,
                batch.mask,
                train.label_smoothing,
                train.consistency,
                everywhere=True,
            )
        scaled = self.training.scaler.scale(loss / self.count)
        found = torch.autograd.grad(scaled, self.parameters, allow_unused=not self.gradients)
        if not self.gradients:
            pairs = [(own, one) for own, one in zip(self.parameters, found, strict=True) if one is not None]
            self.parameters, found = [own for own, _ in pairs], tuple(one for _, one in pairs)
            self.gradients = [torch.zeros_like(one) for one in found]
        torch._foreach_add_(self.gradients, found)
        return torch.stack([loss.detach(), likelihood])

    def record(self, recorded: Recorded) -> Tensor:
        """Do a pass as it is, record it, and let the replay do it again with the same random numbers: it has to be the same."""
        modules = generators(self.training.parts.device).values()
        states = [module.get_rng_state() for module in modules]
        before = [gradient.clone() for gradient in self.gradients]
        results = self.plainly(recorded.buffers)
        expected = [gradient.clone() for gradient in self.gradients]
        if not all(bool(torch.isfinite(one).all()) for one in (results, *expected)):
            return results  # nothing can be compared with it; the shape is recorded when it comes again
        replay = self.recorder.record(lambda: self.plainly(recorded.buffers))
        for module, state in zip(modules, states, strict=True):
            module.set_rng_state(state)
        for gradient, old in zip(self.gradients, before, strict=True):
            gradient.copy_(old)
        again = replay()
        pairs = zip([results, *expected], [again, *self.gradients], strict=True)
        if not all(near(one, other) for one, other in pairs):
            raise Mismatch("a recorded update gives other gradients than the same one as it is")
        recorded.replay = replay
        return again

    def give_up(self, reason: str) -> None:
        """Go on without graphs, and without their memory; the gradients of the update are forgotten."""
        self.off = True
        self.shapes.clear()
        self.gradients.clear()
        self.training.optimiser.zero_grad()
        if self.training.parts.device.type == "cuda":
            torch.cuda.empty_cache()
        log(f"warning: train.graphs=true: {reason}; training goes on without graphs", level=logging.WARNING)


def near(expected: Tensor, found: Tensor) -> bool:
    """Whether two tensors differ by at most `NEAR` of the first one's norm."""
    return bool((expected - found).float().norm() <= NEAR * expected.float().norm() + 1e-12)
