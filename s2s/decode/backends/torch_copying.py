"""The decoding backend of models that copy, in torch: a step has V + S outcomes, as `s2s.nn.copying` says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy
import torch
from torch import Tensor

from s2s.data.batching import Pad, tensors
from s2s.data.text.ids import BOS, padded, padded_text
from s2s.decode.backend import Doubles, Ints
from s2s.decode.backends.torch import TorchBackend
from s2s.nn.copying import CopyingSeq2Seq
from s2s.nn.decoder import Memory


class Copied(NamedTuple):
    """The memory of the decoder, and what the positions of the sources (B, S) copy."""

    memory: Memory
    targets: Tensor
    """As `CopyingSeq2Seq.targets` gives it."""
    columns: Tensor
    """As `CopyingSeq2Seq.columns` does."""


def torch_backend(model: Any, device: torch.device, pad: Pad = padded_text) -> TorchBackend:
    """The backend that fits `model`."""
    kind = CopyingBackend if isinstance(model, CopyingSeq2Seq) else TorchBackend
    return kind(model, device, pad)


class CopyingBackend(TorchBackend):
    """`s2s.decode.backend.Backend` for a `CopyingSeq2Seq`."""

    model: CopyingSeq2Seq

    @torch.inference_mode()
    def encode(self, sources: Sequence[Sequence[Any]], demanded: Sequence[Collection[int]] | None = None) -> Any:
        """B sources → their memory, and the state (B, 1, L, P, H) that the bridge makes."""
        tokens, lengths = tensors(self.pad(sources, None))
        tokens = tokens.to(self.device)
        memory, state = self.model.start(tokens, lengths)
        targets = self.model.targets(tokens, memory.mask)
        return Copied(memory, targets, self.model.columns(targets)), state[:, None]

    def predict(self, memory: Any, state: Tensor, tokens: Ints) -> tuple[Tensor, Tensor, Tensor | None]:
        """`tokens` (B, K) → fp32 log-probabilities (B, K, V + S), the new state, attention weights (B, K, S)."""
        fed = torch.from_numpy(tokens).to(self.device)
        mixed, state, weights = self.model.step(fed, state, memory.memory, memory.targets)
        return self.model.outcomes(mixed, memory.columns).float(), state, weights

    @torch.inference_mode()
    def follow(self, memory: Any, state: Tensor, targets: Sequence[Sequence[int]]) -> Doubles:
        """By teacher forcing, all positions at once; their logits a few at a time."""
        ids, _ = padded([[BOS, *one] for one in targets])
        tokens, gold = (torch.from_numpy(part).to(self.device) for part in (ids[:, :-1], ids[:, 1:]))
        mixed = self.model.teach(tokens, state[:, 0], memory.memory, memory.targets)
        every = torch.ones_like(gold, dtype=torch.bool)
        log_probs, _ = self.model.likelihood(mixed, gold, memory.targets, every)
        doubles: Doubles = log_probs.view(gold.shape).cpu().numpy().astype(numpy.float64)
        return doubles

    @torch.inference_mode()
    def select(self, memory: Any, state: Tensor, rows: Ints | None, beams: Ints) -> tuple[Any, Tensor]:
        """Keep rows and beams, and cut what is of the sources to the longest left."""
        kept, state = super().select(memory.memory, state, rows, beams)
        if rows is not None:
            index, width = torch.from_numpy(rows).to(self.device), kept.mask.shape[1]
            memory = Copied(kept, *(part[index, :width] for part in memory[1:]))
        return memory, state
