"""The network of a run as training begins: new, or with the weights of another run."""

from __future__ import annotations

import math

import torch
from torch import nn

from s2s.config.schema import Encoding, RunConfig
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs
from s2s.data.text.ids import UNK
from s2s.data.text.vectors import read_vectors
from s2s.nn.model import initialise
from s2s.runs.find import find_run
from s2s.runs.transfer import WORDS
from s2s.runtime.process import log
from s2s.tasks.base import Task


def make_model(config: RunConfig, task: Task, codecs: Codecs, begun: bool) -> nn.Module:
    """The network of a run as training begins, with the weights that it starts from."""
    start = None if config.train.start_from is None or begun else find_run(config.train.start_from)
    model = task.network(config.model, *codecs)
    initialise(model, str(config.model.recurrent_init), config.seed)
    vectors = config.model.vectors
    frozen = config.model.encoding is Encoding.pretrained
    there = frozen and start is not None and not config.tokenizer.extend  # among its weights, which has no new words
    if vectors is not None and not begun and not there:
        fill(model, codecs[0], vectors, config.model.embedding, frozen)
    if start is not None:
        log(task.take_over(model, start, config, codecs))
    return model


def fill(model: torch.nn.Module, source: Codec, path: str, width: int, frozen: bool) -> None:
    """Give the embedding of the source's words the vectors of a file; words that it lacks have zeros where it is `frozen`."""
    words, parameters = source.vocabularies[0], dict(model.named_parameters())
    vectors, found = read_vectors(path, words, width)
    log(f"{path}: vectors for {found:,} of {words.size:,} {'words' if WORDS in parameters else 'pieces'}")
    rows = torch.from_numpy(vectors) / math.sqrt(width)
    with torch.no_grad():
        weight = parameters[WORDS if WORDS in parameters else "encoder.embedding.weight"]
        if not frozen:
            known = rows.any(1)
            rows[UNK] = rows[known].mean(0)  # which words without an id share
            rows = torch.where(rows.any(1, keepdim=True), rows, weight)
        weight.copy_(rows)
