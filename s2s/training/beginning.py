"""The network of a run as training begins: new, or with the weights of another run."""

from __future__ import annotations

import math

import torch
from torch import nn

from s2s.config.schema import RunConfig
from s2s.config.tokenizers import ROLES
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.data.text.vectors import read_vectors
from s2s.nn.model import initialise
from s2s.runs.find import find_run
from s2s.runs.weights import begin_with, load_model
from s2s.runtime.process import log
from s2s.tasks.base import Task


def make_model(config: RunConfig, task: Task, codecs: Codecs, begun: bool) -> nn.Module:
    """The network of a run as training begins, with the weights that it starts from."""
    start = None if config.train.start_from is None or begun else find_run(config.train.start_from)
    if start is not None and not config.tokenizer.extend:
        model: nn.Module = load_model(start, config, codecs)
        return model
    model = task.network(config.model, *codecs)
    initialise(model, str(config.model.recurrent_init), config.seed)
    if start is not None:
        before = load_codecs(start)
        begin_with(model, start, config, before)
        sizes = (f"{role} {old.size:,}, now {new.size:,}" for role, old, new in zip(ROLES, before, codecs, strict=True))
        log(f"pieces of {start}, whose weights are kept: {'; '.join(sizes)}")
    if config.model.vectors is not None and not begun:
        fill(model, codecs[0], config.model.vectors, config.model.embedding)
    return model


def fill(model: torch.nn.Module, source: Codec, path: str, width: int) -> None:
    """Give the source's frozen embedding the vectors of a file."""
    vectors, found = read_vectors(path, source, width)
    log(f"{path}: vectors for {found:,} of {source.size:,} pieces")
    with torch.no_grad():
        model.get_parameter("encoder.embedding.weight").copy_(torch.from_numpy(vectors) / math.sqrt(width))
