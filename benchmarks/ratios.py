"""Rates of s2s and of what it is compared with in the same run: a linear layer, a textbook's loop, the same model in fp32.

Networks have random weights and sentences random tokens, so that nothing is downloaded. Each ratio is the median of those of
some rounds, in which the two take turns: what else the machine does then meets both.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import torch
from forced import CASES, LENGTH, exported, ours, sources
from gpu import Sentences, Size, assemble
from size import DECODER, EMBEDDING, MODEL, VOCABULARY
from textbook import Textbook
from work import BACKWARD, flops, linear_rate

from s2s.config.load import parse
from s2s.data.batching import Batch
from s2s.data.stream import Place
from s2s.decode.backends.torch import TorchBackend
from s2s.nn.model import Seq2Seq, build_model
from s2s.runtime.device import bf16_is_faster
from s2s.training.setup import Parts
from s2s.training.state import Training
from s2s.training.updates import update

SIZE = Size("bench", MODEL, VOCABULARY, median=13, spread=0.3, budgets=(1000,), sentences=2000)
TINY = Size("tiny", MODEL | {"embedding": 8}, 100, median=5, spread=0.3, budgets=(100,), sentences=100)
CELLS = ("lstm", "gru", "ssru")
LINEAR = 0.5
"""Seconds of a linear layer in a round."""

Rate = Callable[[], float]


class Compared(NamedTuple):
    """A rate of s2s, and the one that it is divided by, both measured anew by each call."""

    name: str
    ours: Rate
    reference: Rate

    def ratio(self, rounds: int) -> float:
        """The median of `rounds` ratios, each of two measurements that follow each other; a first one warms up."""
        ratios = [self.ours() / self.reference() for _ in range(rounds + 1)]
        return statistics.median(ratios[1:])


@contextmanager
def comparisons(size: Size = SIZE, sentences: int = 64) -> Iterator[list[Compared]]:
    """What is compared, `sentences` being decoded at a time; the files that exports need are there inside alone."""
    with tempfile.TemporaryDirectory() as folder:
        yield [*training(size, Path(folder)), *decoding(size, sentences, Path(folder))]


def training(size: Size, folder: Path) -> list[Compared]:
    """Each cell against a linear layer, and the LSTM against a textbook's loop."""
    cpu, random = torch.device("cpu"), Sentences(size)
    precisions = [torch.float32, *([torch.bfloat16] if bf16_is_faster() else [])]
    found = []
    for cell, precision in itertools.product(CELLS, precisions):
        sized = replace(size, model=size.model | {"cell": cell})
        parts = replace(assemble(sized, random, size.budgets[0], cpu, folder), precision=precision)
        batches = first_batches(parts)
        learn = learned(parts, batches)
        work = BACKWARD * flops(model_of(parts), batches) / 1e9 / tokens(batches)
        name = f"training, {cell}, {str(precision).removeprefix('torch.')}"
        found.append(Compared(f"{name}: share of a linear layer", scaled(learn, work), linear(precision)))
        if cell == "lstm" and precision is torch.float32:
            found.append(Compared(f"{name}: times a textbook's loop", learn, textbook(size, batches)))
    return found


def first_batches(parts: Parts, count: int = 3) -> list[Batch]:
    """Batches of the stream, of different lengths."""
    stream = parts.stream.run(Place())
    try:
        return [batch for _ in range(count) for batch in next(stream)[1]]
    finally:
        stream.close()


def model_of(parts: Parts) -> Seq2Seq:
    assert isinstance(parts.model, Seq2Seq)
    return parts.model


def tokens(batches: Sequence[Batch]) -> int:
    return sum(batch.tokens for batch in batches)


def scaled(rate: Rate, factor: float) -> Rate:
    return lambda: rate() * factor


def linear(precision: torch.dtype) -> Rate:
    """GFLOP/s of a linear layer."""
    return lambda: linear_rate(precision, seconds=LINEAR)


def timed(work: Callable[[], Any], count: float) -> Rate:
    """`count` divided by the seconds that `work` takes."""

    def rate() -> float:
        begin = time.perf_counter()
        work()
        return count / (time.perf_counter() - begin)

    return rate


def learned(parts: Parts, batches: Sequence[Batch]) -> Rate:
    """Target tokens a second of updates, one for each batch."""
    state = Training(parts)
    return timed(lambda: [update(state, [batch]) for batch in batches], tokens(batches))


def textbook(size: Size, batches: Sequence[Batch]) -> Rate:
    """Target tokens a second of the textbook's network on the same batches."""
    model = Textbook(size.vocabulary, EMBEDDING, DECODER)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)

    def work() -> None:
        for batch in batches:
            optimiser.zero_grad()
            (model(batch.source, batch.lengths, batch.target) / batch.tokens).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()

    return timed(work, tokens(batches))


def decoding(size: Size, sentences: int, folder: Path) -> list[Compared]:
    """An int8 export against the same model in torch, greedily and with a beam, for one sentence and for many at a time."""
    model = build_model(parse({"model": size.model}).model, size.vocabulary, size.vocabulary, seed=1).eval()
    backends = (
        exported(model, folder, torch.get_num_threads(), size.vocabulary),
        TorchBackend(model, torch.device("cpu")),
    )
    found = []
    for beam, batch in CASES:
        texts = sources(sentences if batch > 1 else max(2, sentences // 8), size.vocabulary)
        runs = (ours(backend, beam, batch) for backend in backends)
        int8, fp32 = (timed(partial(run, texts), len(texts) * LENGTH) for run in runs)
        many = f"batches of {batch}" if batch > 1 else "one sentence at a time"
        found.append(Compared(f"decoding, beam {beam}, {many}: times fp32", int8, fp32))
    return found
