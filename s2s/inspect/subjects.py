"""What is looked at: trained runs on their own examples, or fresh networks of several cells on sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch

from s2s.config.directions import directions_of
from s2s.config.layers import DropoutConfig, EncoderConfig
from s2s.config.networks import CELL_VARIANTS
from s2s.config.schema import ModelConfig, RecurrentInit
from s2s.data.batching import Batch, collate_of, tensors
from s2s.data.codecs.base import Codec
from s2s.data.corpora.phrasebook import draw as phrasebook
from s2s.data.corpora.texts import Reading, read_texts
from s2s.data.mixture import DIRECTION
from s2s.data.text.ids import padded
from s2s.data.text.preparation import behind, preparation, tags_of
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.inference.directions import turned
from s2s.nn.cells.layer import Layer
from s2s.nn.model import initialise, labeller

Texts = tuple[list[str], list[str]]
"""Sources and targets, line by line."""
ROLES = ("source", "target")
Subject = tuple[str, Any, Batch]
"""A name, a model, and what it is to read."""


def sentences(path: str | None, count: int, seed: int) -> list[str]:
    """The first `count` lines of a file that are not blank, or as many English sentences of the built-in corpus."""
    if path is None:
        return [source for source, _ in phrasebook.pairs("en", "de", "validation", count, seed)]
    lines = [line for line in read_texts("--source", path, Reading()) if line.strip()][:count]
    if not lines:
        raise UserError(f"{path}: every line is blank; give sentences")
    return lines


def fresh(
    cells: Sequence[str], lines: Sequence[str], *, units: int, init: str, scale: float, seed: int
) -> Iterator[Subject]:
    """Untrained networks that read a sentence character by character and then predict its last one.

    `cells` are keys of `CELL_VARIANTS`, or name cells. One layer of `units`, from left to right, and a linear output after the last step: L is far from the first step. The
    recurrent weights are initialised as `init` says, then multiplied by `scale`.
    """
    tokenizer = Tokenizer.train(lines, kind="char", size=None, coverage=None)
    ids = [line for line in tokenizer.encode(list(lines)) if len(line) > 1]
    if not ids:
        raise UserError("the sentences have fewer than two characters each; give longer ones with --source")
    sources, lengths = tensors(padded([line[:-1] for line in ids]))
    ends = torch.tensor([line[-1:] for line in ids])
    batch = Batch(sources, lengths, ends, torch.ones_like(ends, dtype=torch.bool), len(ids))
    for name in cells:
        cell, nonlinearity = CELL_VARIANTS.get(name, (name, None))
        config = ModelConfig(
            cell=cell,
            nonlinearity=nonlinearity,
            embedding=units,
            encoder=EncoderConfig(units=units, layers=1, bidirectional=False),
            residual=False,
            layer_norm=False,
            recurrent_init=RecurrentInit(init),
            dropout=DropoutConfig(embedding=0.0, layers=0.0, readout=0.0),
        )
        model = initialise(
            labeller(config, tokenizer.size, tokenizer.size, numeric=False), str(config.recurrent_init), seed
        )
        with torch.no_grad():
            for layer in model.modules():
                if isinstance(layer, Layer) and not layer.elementwise:
                    layer.weight_hidden.mul_(scale)
        yield name, model, batch


def encoded_lines(option: str, codec: Codec, lines: Sequence[str]) -> Iterator[Any]:
    """`lines`, of the file that `option` names. Raises `UserError` for the first that the run cannot encode."""
    for number, line in enumerate(lines, start=1):
        try:
            yield codec.encode([line])[0]
        except UserError as error:
            raise UserError(f"{option}: line {number:,}: {error}") from None


def trained(
    folder: Path,
    count: int,
    texts: Texts | None,
    allow_code: bool = False,
    run_data: bool = False,
    to: str | None = None,
    from_: str | None = None,
) -> Subject:
    """The model of a run and a batch of `texts`, or of the first of its own validation examples, of each direction as many.

    `to` and `from_` say the direction of texts. Raises `UserError`.
    """
    from s2s.data.codecs.files import load_codecs
    from s2s.data.codecs.opened import opened
    from s2s.runs.find import own_name
    from s2s.runs.folder import load_config
    from s2s.runs.weights import load_model
    from s2s.tasks.own_data import own_data

    config = load_config(folder, allow_code)
    codecs = load_codecs(folder)
    if config.model.copy:
        codecs = opened(codecs)
    model = load_model(folder, config, codecs)
    try:
        model.stacks()
    except AttributeError:
        raise UserError(f"{folder}: task={config.task} has a network without recurrent stacks to look at") from None
    several = bool(directions_of(config.data))
    if texts is None:
        rows = own_data(folder, config, run_data, ("validation",)).first_of_validation(count)
        encoded = [codec.encode(list(rows[role])) for role, codec in zip(ROLES, codecs, strict=True)]
        if several:
            encoded[0] = behind(tags_of(config, codecs[0]), rows[DIRECTION], encoded[0])
    else:
        data, _ = turned(config.data, to, from_)
        encoded = [
            [*encoded_lines(option, codec, list(map(preparation(config, role), lines[:count])))]
            for role, option, codec, lines in zip(ROLES, ("--source", "--reference"), codecs, texts, strict=True)
        ]
        if several:
            tag = codecs[0].tag(data.target)  # type: ignore[attr-defined]
            encoded[0] = [[tag, *ids] for ids in encoded[0]]
    pairs = list(zip(*encoded, strict=True))
    limit = config.data.max_length
    kept = [pair for pair in pairs if max(map(len, pair)) <= limit]
    if not kept:
        raise UserError(f"{folder}: every sentence is longer than data.max_length={limit}; give others with --source")
    return own_name(folder), model, collate_of(codecs)(kept)
