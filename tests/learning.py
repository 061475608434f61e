"""Networks that learn to copy a sentence, or to turn it round, and how many they get right."""

from __future__ import annotations

import random

import torch

from s2s.config.load import parse
from s2s.data.batching import collate
from s2s.decode.backend import Settings
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.nn.model import Seq2Seq, build_model

SYMBOLS = range(4, 14)
TASKS = {"copy": lambda sentence: sentence, "reverse": lambda sentence: sentence[::-1]}


def sentences(count: int, longest: int, chance: random.Random) -> list[list[int]]:
    return [chance.choices(SYMBOLS, k=chance.randint(1, longest)) for _ in range(count)]


def learn(task: str, *, cell: str, attention: str, longest: int, steps: int, rate: float = 4e-3) -> Seq2Seq:
    """A model with 64 units on either side after `steps` batches of 64 random sentences."""
    options = {
        "cell": cell,
        "embedding": 32,
        "encoder": {"units": 32, "layers": 1},
        "decoder": {"units": 64, "layers": 1},
        "attention": attention,
        "residual": False,
        "dropout": {"embedding": 0, "layers": 0, "readout": 0},
    }
    model = build_model(parse({"model": options}).model, SYMBOLS.stop, SYMBOLS.stop, seed=1)
    optimiser = torch.optim.Adam(model.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, steps)
    chance = random.Random(1)
    for _ in range(steps):
        batch = collate([(sentence, TASKS[task](sentence)) for sentence in sentences(64, longest, chance)])
        loss, _ = model(batch.source, batch.lengths, batch.target, batch.mask)
        optimiser.zero_grad()
        (loss / batch.tokens).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return model.eval()


def right(model: Seq2Seq, task: str, longest: int, count: int = 500) -> float:
    """The share of `count` new sentences that greedy decoding gets wholly right."""
    found = sentences(count, longest, random.Random(2))
    hypotheses = decode(TorchBackend(model, torch.device("cpu")), [[*s, 2] for s in found], Settings(beam=1))
    pairs = zip(hypotheses, found, strict=True)
    return sum(list(best[0].tokens) == TASKS[task](sentence) for best, sentence in pairs) / count
