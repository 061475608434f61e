"""The decoding backend that runs the trained modules in torch."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy
import torch
from torch import Tensor, nn

from s2s.data.batching import Pad, tensors
from s2s.data.text.ids import BOS, padded, padded_text
from s2s.decode.backend import FORBIDDEN, Doubles, Ints, Step
from s2s.nn.decoder import Memory
from s2s.nn.model import Seq2Seq
from s2s.runtime.forks import survive_forks

POSITIONS = 1000
"""Of targets whose logits are in memory together."""


class TorchBackend:
    """`s2s.decode.backend.Backend` for a model in evaluation mode; the state is a tensor (B, K, L, P, H)."""

    def __init__(self, model: Seq2Seq, device: torch.device, pad: Pad = padded_text) -> None:
        """`model` is in evaluation mode on `device`; `pad` makes arrays of its sources."""
        survive_forks()
        self.model, self.device, self.pad = model, device, pad
        self.vocabulary = model.decoder.output.shape[0]

    @torch.inference_mode()
    def encode(
        self, sources: Sequence[Sequence[Any]], demanded: Sequence[Collection[int]] | None = None
    ) -> tuple[Memory, Tensor]:
        """B sources → their memory (B, S, D) and the state (B, 1, L, P, H) that the bridge makes.

        Any source may become any token, so that what is `demanded` changes nothing.
        """
        tokens, lengths = tensors(self.pad(sources, None))
        memory, state = self.model.start(tokens.to(self.device), lengths)
        return memory, state[:, None]

    def predict(self, memory: Memory, state: Tensor, tokens: Ints) -> tuple[Tensor, Tensor, Tensor | None]:
        """`tokens` (B, K) → fp32 logits (B, K, V), the new state, attention weights (B, K, S) or None."""
        features, state, weights = self.model.decoder.step(torch.from_numpy(tokens).to(self.device), state, memory)
        return self.model.decoder.logits(features).float(), state, weights

    @torch.inference_mode()
    def step(
        self,
        memory: Memory,
        state: Tensor,
        tokens: Ints,
        candidates: int,
        attention: bool,
        wanted: Ints | None = None,
    ) -> Step:
        """Feed `tokens` (B, K) to a state (B, K, L, P, H)."""
        logits, state, weights = self.predict(memory, state, tokens)
        return as_step(state, logits, candidates, weights if attention else None, wanted)

    @torch.inference_mode()
    def follow(self, memory: Memory, state: Tensor, targets: Sequence[Sequence[int]]) -> Doubles:
        """By teacher forcing, all positions at once; their logits a few at a time."""
        tokens, _ = padded([[BOS, *ids] for ids in targets])
        fed, gold = (torch.from_numpy(part).to(self.device) for part in (tokens[:, :-1], tokens[:, 1:]))
        features = self.model.decoder(fed, state[:, 0], memory).flatten(0, 1)
        parts = []
        for some, right in zip(torch.split(features, POSITIONS), torch.split(gold.flatten(), POSITIONS), strict=True):
            logits = self.model.decoder.logits(some).float()
            parts.append(logits.gather(1, right[:, None])[:, 0] - logits.logsumexp(dim=-1))
        log_probs: Doubles = torch.cat(parts).view(gold.shape).cpu().numpy().astype(numpy.float64)
        return log_probs

    @torch.inference_mode()
    def select(self, memory: Memory, state: Tensor, rows: Ints | None, beams: Ints) -> tuple[Memory, Tensor]:
        """Keep rows and beams by indexing, and cut the memory to the longest source left."""
        kept_rows = torch.arange(len(beams)) if rows is None else torch.from_numpy(rows)
        kept_rows = kept_rows.to(self.device)
        if rows is not None:
            width = int(memory.mask[kept_rows].sum(1).max())
            memory = Memory(*(part[kept_rows, :width] for part in memory))
        return memory, state[kept_rows[:, None], torch.from_numpy(beams).to(self.device)]

    def contents(self) -> Iterator[bytes]:
        """The weights."""
        return contents_of(self.model)


def contents_of(model: nn.Module) -> Iterator[bytes]:
    """The name, the kind, the shape and the values of each parameter."""
    for name, parameter in model.named_parameters():
        yield f"{name} {parameter.dtype} {tuple(parameter.shape)}".encode()
        yield parameter.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().tobytes()


def as_step(state: Any, logits: Tensor, candidates: int, weights: Tensor | None, wanted: Ints | None = None) -> Step:
    """The best tokens by `logits` (B, K, V), which are overwritten; they need not be normalised."""
    normaliser = logits.logsumexp(dim=-1, keepdim=True)
    asked = None
    if wanted is not None:
        asked = (logits.gather(-1, torch.from_numpy(wanted).to(logits.device)) - normaliser).cpu().numpy()
    logits[..., FORBIDDEN] = float("-inf")
    if candidates == 1:
        top, ids = logits.max(dim=-1, keepdim=True)
    else:
        top, ids = logits.topk(min(candidates, logits.shape[-1] - len(FORBIDDEN)), dim=-1)
    attention = None if weights is None else weights.cpu().numpy()
    return Step(state, (top - normaliser).cpu().numpy(), ids.cpu().numpy(), attention, asked)
