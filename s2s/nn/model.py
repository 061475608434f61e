"""Composition: the encoder-decoder, and the one place where options become modules."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from s2s.config import AttentionKind, BridgeKind, Cell, ModelConfig, Nonlinearity, Tie
from s2s.nn.attention import Additive, Attention, Dot, General
from s2s.nn.bridge import Copy, Project, Zero
from s2s.nn.cell import GRU, LSTM, RNN, Layer
from s2s.nn.decoder import Decoder, Memory
from s2s.nn.embedding import Embedding
from s2s.nn.encoder import TokenEncoder
from s2s.nn.loss import cross_entropy
from s2s.nn.recurrent import Recurrent


class Seq2Seq(nn.Module):
    """source tokens → encoder → bridge → decoder → target tokens."""

    def __init__(self, *, encoder: TokenEncoder, bridge: nn.Module, decoder: Decoder) -> None:
        super().__init__()
        self.encoder, self.bridge, self.decoder = encoder, bridge, decoder

    def start(self, source: Tensor, lengths: Tensor) -> tuple[Memory, Tensor]:
        """Source (B, S), lengths (B,) on the CPU → what the decoder remembers, and its first state (B, L, P, H)."""
        encoded = self.encoder(source, lengths)
        return self.decoder.remember(encoded.memory, encoded.mask), self.bridge(encoded.state)

    def forward(
        self,
        source: Tensor,
        lengths: Tensor,
        target: Tensor,
        mask: Tensor,
        smoothing: float = 0.0,
        consistency: float = 0.0,
    ) -> tuple[Tensor, Tensor]:
        """Summed loss and negative log-likelihood of the batch under teacher forcing, as `cross_entropy` defines them.

        Source (B, S); target (B, T + 1) = bos, tokens, eos; mask (B, T), True on each token that is to be predicted.
        With `consistency` the batch goes through twice, each time with its own dropout.
        """
        gold = target[:, 1:][mask]
        if consistency:
            source, lengths, target, mask = (torch.cat([part, part]) for part in (source, lengths, target, mask))
        memory, state = self.start(source, lengths)
        features = self.decoder(target[:, :-1], state, memory)
        return cross_entropy(features[mask], self.decoder.output, self.decoder.bias, gold, smoothing, consistency)


def build_model(config: ModelConfig, source_size: int, target_size: int, seed: int | None = None) -> Seq2Seq:
    """The network that `config` describes, for vocabularies of the two sizes; weights are a function of `seed`."""
    dropout, sides = config.dropout, (config.encoder, config.decoder)
    width = config.encoder.units * (2 if config.encoder.bidirectional else 1)
    shared: dict[str, Any] = {
        "residual": config.residual,
        "layer_norm": config.layer_norm,
        "dropout": dropout.layers,
        "recurrent_dropout": dropout.recurrent,
    }
    cell = make_cell(config.cell, config.nonlinearity, config.forget_bias)
    target_embedding = make_embedding(config, target_size)
    source_embedding = target_embedding if config.tie is Tie.all else make_embedding(config, source_size)
    recurrent = Recurrent(
        cell=cell,
        inputs=config.embedding,
        units=sides[0].units,
        layers=sides[0].layers,
        bidirectional=config.encoder.bidirectional,
        **shared,
    )
    if config.decoder.cell is not None and config.decoder.cell is not config.cell or config.decoder.nonlinearity:
        cell = make_cell(config.decoder.cell or config.cell, config.decoder.nonlinearity, config.forget_bias)
    units, depth = config.decoder.units, config.decoder.layers
    attention = make_attention(config.attention, memory=width, query=units)
    context = width if attention is not None else 0
    first = Recurrent(cell=cell, inputs=config.embedding, units=units, layers=1, **shared)
    upper = None
    if depth > 1:
        upper = Recurrent(cell=cell, inputs=units, units=units, layers=depth - 1, context=context, **shared)
    tied = config.tie is not Tie.none
    decoder = Decoder(
        embedding=target_embedding,
        first=first,
        attention=attention,
        upper=upper,
        memory=width,
        output=target_embedding.weight if tied else nn.Parameter(torch.empty(target_size, config.embedding)),
        dropout=dropout.readout,
    )
    bridge = make_bridge(config.bridge, (sides[0].layers, recurrent.parts(), width), (depth, first.parts(), units))
    model = Seq2Seq(
        encoder=TokenEncoder(embedding=source_embedding, recurrent=recurrent), bridge=bridge, decoder=decoder
    )
    initialise(model, config, torch.Generator().manual_seed(seed or 0))
    return model


def make_embedding(config: ModelConfig, vocabulary: int) -> Embedding:
    dropout = config.dropout
    return Embedding(
        vocabulary=vocabulary, width=config.embedding, dropout=dropout.embedding, word_dropout=dropout.word
    )


def make_cell(kind: Cell, nonlinearity: Nonlinearity | None, forget_bias: float | None) -> Callable[[int, int], Layer]:
    match kind:
        case Cell.rnn:
            return lambda inputs, units: RNN(inputs, units, str(nonlinearity or Nonlinearity.tanh))
        case Cell.gru:
            return GRU
        case _:
            return lambda inputs, units: LSTM(inputs, units, 1.0 if forget_bias is None else forget_bias)


def make_attention(kind: AttentionKind, *, memory: int, query: int) -> Attention | None:
    match kind:
        case AttentionKind.none:
            return None
        case AttentionKind.dot:
            return Dot()
        case AttentionKind.general:
            return General(memory=memory, query=query)
        case _:
            return Additive(memory=memory, query=query, width=query)


def make_bridge(kind: BridgeKind, source: tuple[int, int, int], target: tuple[int, int, int]) -> nn.Module:
    match kind:
        case BridgeKind.copy:
            return Copy()
        case BridgeKind.zero:
            return Zero(layers=target[0], parts=target[1], units=target[2])
        case _:
            return Project(source=source, target=target)


def initialise(model: Seq2Seq, config: ModelConfig, generator: torch.Generator) -> None:
    """Recurrent layers by their own rule, every other matrix Xavier, embeddings N(0, 1/E), biases zero."""
    inside: set[int] = set()
    for module in model.modules():
        if isinstance(module, Layer):
            module.reset(str(config.recurrent_init), generator)
            inside |= {id(parameter) for parameter in module.parameters()}
        elif isinstance(module, nn.LayerNorm):
            inside |= {id(parameter) for parameter in module.parameters()}
    for name, parameter in model.named_parameters():
        if id(parameter) in inside:
            continue
        with torch.no_grad():
            if name.endswith(("embedding.weight", "decoder.output")):
                parameter.normal_(0, config.embedding**-0.5, generator=generator)
            elif parameter.dim() == 1:
                bound = parameter.shape[0] ** -0.5 if name.endswith("vector") else 0.0
                parameter.uniform_(-bound, bound, generator=generator)
            else:
                nn.init.xavier_uniform_(parameter, generator=generator)


def summary(model: nn.Module) -> list[tuple[str, int]]:
    """Each part with its number of trainable parameters, then ``("total", n)``; shared weights count once, first come.

    A recurrent layer has a single bias per unit, as the textbook counts; torch's own modules keep two, and their
    lines say so.
    """
    seen: set[int] = set()
    lines: list[tuple[str, int]] = []
    for name, module in itertools.chain(model.named_modules()):
        own = [p for p in module.parameters(recurse=False) if p.requires_grad and id(p) not in seen]
        seen |= {id(parameter) for parameter in own}
        note = " (torch keeps two biases per unit)" if isinstance(module, nn.RNNBase) else ""
        if own:
            label = f"{name or 'model'}: {type(module).__name__}{note}"
            lines.append((label, sum(parameter.numel() for parameter in own)))
    return [*lines, ("total", sum(count for _, count in lines))]
