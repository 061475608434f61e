"""The predicting backend that runs the trained modules in torch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from s2s.data.batching import tensors
from s2s.decode.backend import Floats, Ints
from s2s.decode.backends.torch import contents_of
from s2s.nn.heads.chain import Chain
from s2s.runtime.forks import survive_forks


class TorchLabels:
    """`s2s.decode.labels.Labels` for a model in evaluation mode on `device`."""

    def __init__(self, model: Any, device: torch.device) -> None:
        """`model` is a `s2s.nn.labeller.Labeller`, or has its methods `predict`, `scores` and `chain`."""
        survive_forks()
        self.model, self.device = model, device

    @torch.inference_mode()
    def scores(self, sources: Any, lengths: Ints) -> Floats:
        """Those of the output layer."""
        source, counts = tensors((sources, lengths))
        scores: Floats = self.model.scores(source.to(self.device), counts).cpu().numpy()
        return scores

    @torch.inference_mode()
    def predict(self, sources: Any, lengths: Ints) -> Floats:
        """What the head makes of them."""
        source, counts = tensors((sources, lengths))
        predictions: Floats = self.model.predict(source.to(self.device), counts).cpu().numpy()
        return predictions

    def chain(self) -> Chain | None:
        """The head's."""
        chain: Chain | None = self.model.chain()
        return chain

    def contents(self) -> Iterator[bytes]:
        """The weights."""
        return contents_of(self.model)
