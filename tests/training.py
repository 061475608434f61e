"""Runs that take a second: a tiny model, a few sentences of the built-in corpus, options written as on the command line."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from omegaconf import OmegaConf

import s2s.training.loop
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.training.setup import Parts

TINY = """device=cpu precision=fp32 threads=1 tokenizer.size=340 model.embedding=16 model.residual=false
model.encoder.units=16 model.encoder.layers=1 model.decoder.units=16 model.decoder.layers=1 model.layer_norm=true optim.warmup=2
model.dropout.embedding=0.2 model.dropout.layers=0.2 model.dropout.readout=0.2
train.epochs=null train.steps=6 train.validate_every=3 train.tokens=200 train.metric=loss train.ema=0.99 train.consistency=0
decode.beam=1 decode.length_penalty=1.0""".split()
"""With all that data=files would set, so that a run is the same with Hydra and without."""
# Everything with a memory of its own: subwords and dropout drawn anew, micro-batches, averages, the rate's history.
STATEFUL = """tokenizer.sampling=0.1 train.accumulate=2 train.ema=0.9 model.dropout.recurrent=0.2 model.dropout.word=0.1
model.dropout.layers=0.2 model.encoder.layers=2 optim.schedule=plateau optim.patience=1 train.keep=2 train.average=true
train.steps=14 train.validate_every=5""".split()


def command(folder: Path, *more: str) -> list[str]:
    """The options of a run in `folder` named tiny, with a corpus that is written there; later ones win."""
    splits = {"train": 60, "validation": 2}
    for split, size in splits.items():
        lines = "".join(f"{source}\t{target}\n" for source, target in pairs("en", "de", split, size, 1))
        (folder / f"{split}.tsv").write_text(lines, encoding="utf-8", newline="\n")
    paths = [f"data.{split}={folder / split}.tsv" for split in splits]
    every = ["data=files", f"runs={folder / 'runs'}", "name=tiny", *paths, *TINY, *more]
    return [f"{name}={value}" for name, value in dict(option.split("=", 1) for option in every).items()]


def config(folder: Path, *more: str) -> RunConfig:
    """The same options without Hydra: ``data=files`` is a file of one line."""
    return parse(OmegaConf.from_dotlist(["data.corpus=files", *command(folder, *more)[1:]]))


def train(folder: Path, *more: str) -> Path:
    """Train to the end in this process; the run's folder."""
    assert s2s.training.loop.train(config(folder, *more)) is None
    return folder / "runs" / "tiny-1"


def metrics(run: Path, name: str) -> dict[int, Any]:
    """step → the value called `name`, wherever metrics.jsonl has it."""
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_bytes().split(b"\n") if line]
    return {line["step"]: line[name] for line in lines if name in line}


def change_parts(monkeypatch: pytest.MonkeyPatch, change: Callable[[Parts], None]) -> None:
    """Have `change` done to the parts of every run before it starts."""
    assemble = vars(s2s.training.loop)["assemble"]

    def assembled(options: RunConfig, allow_code: bool) -> Parts:
        parts = assemble(options, allow_code)
        change(parts)
        return parts

    monkeypatch.setattr(s2s.training.loop, "assemble", assembled)


def interrupt(monkeypatch: pytest.MonkeyPatch, name: str, call: int, number: int = signal.SIGTERM) -> None:
    """Send this process a signal during the `call`-th call from now on of the training loop's function `name`."""
    function, calls = getattr(s2s.training.loop, name), []

    def called(*arguments: Any) -> Any:
        calls.append(name)
        if len(calls) == call:
            os.kill(os.getpid(), number)
        return function(*arguments)

    monkeypatch.setattr(s2s.training.loop, name, called)


def scores(monkeypatch: pytest.MonkeyPatch, *found: tuple[float, float, float]) -> None:
    """Have the validations find these values of loss, bleu and chrf, one after the other; the last one for ever."""
    waiting = [dict(zip(("loss", "bleu", "chrf"), values, strict=True)) for values in found]
    monkeypatch.setattr(s2s.training.loop, "validate", lambda parts: waiting.pop(0) if len(waiting) > 1 else waiting[0])
