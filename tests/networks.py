"""Small translators with weights that are anything but trained, so that no two sentences become the same."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from s2s.config.load import parse
from s2s.config.schema import ModelConfig
from s2s.nn.labeller import Labeller
from s2s.nn.model import Seq2Seq, build_model, initialise, labeller

SIZE = 40
"""Of the vocabulary."""


def drawn(
    cell: Mapping[str, str], both: bool | str, layers: int, attention: str, noise: float, **more: object
) -> Seq2Seq:
    """Eight units each way; the weights a new model has, and `noise` times numbers from a normal distribution."""
    options = {
        **cell,
        "embedding": 8,
        "encoder": {"units": 8, "layers": layers, "bidirectional": both},
        "decoder": {"units": 16 if both else 8, "layers": layers, "upper": more.pop("upper", "recurrent")},
        "attention": attention,
        "residual": layers > 1,
        "layer_norm": layers > 1,
        **more,
    }
    model = build_model(parse({"model": options}).model, SIZE, SIZE, seed=3).eval()
    generator = torch.Generator().manual_seed(4)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(noise * torch.randn(parameter.shape, generator=generator))
    return model


def build_labeller(config: ModelConfig, size: int | tuple[int, int], outputs: int, numeric: bool = False) -> Labeller:
    """A labeller with drawn weights, always the same."""
    return initialise(labeller(config, size, outputs, numeric=numeric), str(config.recurrent_init), 3)
