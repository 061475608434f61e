"""Composition: the encoder-decoder, and the one place where options become modules."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar, assert_never

import torch
from torch import Tensor, nn

from s2s.config.forecasting import ForecastConfig, Point, Steps
from s2s.config.layers import CASE_WIDTH, CASES, Upper
from s2s.config.networks import ATTENTIONS, BRIDGES, CELLS, default_head
from s2s.config.networks import HEADS as OUTPUTS
from s2s.config.schema import HEADS, Encoding, ModelConfig, Pooling, Tie
from s2s.errors import UserError
from s2s.nn.attentions.attention import Attention
from s2s.nn.bridges.bridge import Bridge
from s2s.nn.cells.layer import Layer, MakeLayer
from s2s.nn.decoder import Decoder, Memory
from s2s.nn.draw import Draw
from s2s.nn.embedding import Embedding, OneHot
from s2s.nn.encoder import FeatureEncoder, TokenEncoder, WordEncoder
from s2s.nn.feedforward import FeedForward
from s2s.nn.forecaster import Forecaster, Form, Stepwise, WindowScale
from s2s.nn.heads.head import Head
from s2s.nn.labeller import Labeller, PooledHead, PositionHead
from s2s.nn.loss import cross_entropy
from s2s.nn.recurrent import Recurrent

Network = TypeVar("Network", bound=nn.Module)


class Seq2Seq(nn.Module):
    """source → encoder → bridge → decoder → target tokens."""

    def __init__(self, *, encoder: nn.Module, bridge: Bridge, decoder: Decoder) -> None:
        super().__init__()
        self.encoder, self.bridge, self.decoder = encoder, bridge, decoder

    def stacks(self) -> dict[str, list[Recurrent]]:
        """The recurrent stacks that walk over the source and over the target."""
        decoder = [stack for stack in (self.decoder.first, self.decoder.upper) if isinstance(stack, Recurrent)]
        return {"encoder": [self.encoder.recurrent], "decoder": decoder}  # type: ignore[list-item]

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
        everywhere: bool = False,
    ) -> tuple[Tensor, Tensor]:
        """Summed loss and negative log-likelihood of the batch under teacher forcing, as `cross_entropy` defines them.

        Source (B, S); target (B, T + 1) = bos, tokens, eos; mask (B, T), True on each token that is to be predicted.
        With `consistency` the batch goes through twice, each time with its own dropout. With `everywhere` the output layer
        sees padding too, without effect: then no shape depends on the values of `mask` and `lengths`, which may lie on a GPU.
        """
        gold, real = (target[:, 1:].flatten(), mask.flatten()) if everywhere else (target[:, 1:][mask], None)
        if consistency:
            source, lengths, target, mask = (torch.cat([part, part]) for part in (source, lengths, target, mask))
        memory, state = self.start(source, lengths)
        features = self.decoder(target[:, :-1], state, memory)
        features = features.flatten(0, 1) if everywhere else features[mask]
        return cross_entropy(features, self.decoder.output, self.decoder.bias, gold, smoothing, consistency, real)


Size = int | tuple[int, int]
"""Of a vocabulary; the number of features of a step; or of the vocabularies of pieces and of words."""


def build_model(config: ModelConfig, source_size: Size, target_size: int, seed: int | None = None) -> Seq2Seq:
    """A `seq2seq` with weights to start training from, which are a function of `seed`."""
    return initialise(seq2seq(config, source_size, target_size), str(config.recurrent_init), seed)


def seq2seq(config: ModelConfig, source_size: Size, target_size: int) -> Seq2Seq:
    """What writes target tokens for a source, its weights yet to be given."""
    embedding = make_embedding(config, target_size)
    encoder = make_encoder(config, source_size, embedding if config.tie is Tie.all else None)
    return Seq2Seq(encoder=encoder, bridge=make_bridge(config), decoder=make_decoder(config, embedding))


def labeller(
    config: ModelConfig, source_size: Size, target_size: int, *, numeric: bool, allowed: Any = None
) -> Labeller:
    """What predicts labels, or as many numbers where it is `numeric`, its weights yet to be given.

    `allowed` is what the scheme of tags allows, an `s2s.data.tags.Allowed`, for a head that is chained.
    """
    head: nn.Module = PositionHead()
    if config.pooling is not Pooling.none:
        head = PooledHead(pooling=str(config.pooling), width=config.memory, units=config.encoder.units)
    return Labeller(
        encoder=make_encoder(config, source_size, None),
        head=head,
        width=config.memory,
        outputs=target_size,
        distribution=make_head(config.head or default_head(numeric), target_size, allowed),
        dropout=config.dropout.readout,
    )


def forecaster(config: ModelConfig, form: Form, scaling: WindowScale, features: int) -> Forecaster:
    """What forecasts windows with F `features` a step, scaled by `scaling`, its weights yet to be given."""
    encoder, decoder, width = make_encoder(config, features * form.segment, None), None, config.memory
    if config.forecast.steps is Steps.recursive:
        width, (parts, layers) = config.encoder.state, (config.embedding, config.encoder.layers)
        cell = make_cell(config.cell, nonlinearity=config.nonlinearity, forget_bias=config.forget_bias)
        stack = Recurrent(cell=cell, inputs=parts, units=width, layers=layers, **shared(config))
        decoder = Stepwise(recurrent=stack, width=parts, targets=form.targets)
    outputs = form.targets * (form.horizon if decoder is None else 1)
    return Forecaster(
        encoder=encoder,
        head=PooledHead(pooling=str(config.pooling), width=config.memory, units=config.encoder.units),
        form=form,
        scaling=scaling,
        width=width,
        distribution=make_head(config.head or "quantiles", outputs, None, config.forecast),
        decoder=decoder,
        dropout=config.dropout.readout,
        relative=config.forecast.relative,
    )


def make_head(name: str, outputs: int, allowed: Any, forecast: ForecastConfig | None = None) -> Head:
    """The head called `name` for V `outputs`; `forecast` says which quantiles one has that has some."""
    told = {"allowed": allowed} if OUTPUTS.facts(name).chained else {}
    if forecast is not None and "quantiles" in OUTPUTS.facts(name).options:
        told = {"quantiles": forecast.levels, "median": forecast.point is Point.median}
    head: Head = subclass(OUTPUTS.load(name), Head, name)(outputs=outputs, **told)
    return head


def shared(config: ModelConfig) -> dict[str, Any]:
    """What the stacks of either side have in common."""
    return {"residual": config.residual, "layer_norm": config.layer_norm, "dropout": config.dropout.layers}


def make_encoder(config: ModelConfig, size: Size, tied: nn.Module | None) -> nn.Module:
    """The encoder for a source of this `size`: of tokens, words or vectors; `tied` is an embedding to share."""
    cell = make_cell(config.cell, nonlinearity=config.nonlinearity, forget_bias=config.forget_bias)
    side = config.encoder

    def stack(inputs: int) -> Recurrent:
        return Recurrent(
            cell=cell,
            inputs=inputs,
            units=side.units,
            layers=side.layers,
            bidirectional=side.directions,
            recurrent_dropout=config.dropout.recurrent,
            initial=str(config.initial),
            **shared(config),
        )

    if isinstance(size, tuple):
        pieces, words = (make_embedding(config, vocabulary) for vocabulary in size)
        inside = Recurrent(cell=cell, inputs=config.embedding, units=config.embedding, layers=1, bidirectional=True)
        cases = Embedding(vocabulary=len(CASES), width=CASE_WIDTH) if config.case else None
        width = 3 * config.embedding + CASE_WIDTH * config.case
        return WordEncoder(pieces=pieces, inside=inside, words=words, recurrent=stack(width), cases=cases)
    if config.encoding is Encoding.features:
        width, dropout = config.embedding, config.dropout.embedding
        return FeatureEncoder(inputs=size, width=width, dropout=dropout, recurrent=stack(width))
    if config.encoding is Encoding.onehot:
        return TokenEncoder(embedding=OneHot(vocabulary=size), recurrent=stack(size))
    embedding = tied or make_embedding(config, size, frozen=config.encoding is Encoding.pretrained)
    return TokenEncoder(embedding=embedding, recurrent=stack(config.embedding))


def make_decoder(config: ModelConfig, embedding: Embedding) -> Decoder:
    """A decoder of one layer below the attention and, if it has more, the others above it, fed with the context."""
    side, width = config.decoder, config.memory
    nonlinearity = side.nonlinearity or (config.nonlinearity if side.cell in (None, config.cell) else None)
    cell = make_cell(side.cell or config.cell, nonlinearity=nonlinearity, forget_bias=config.forget_bias)
    attention = make_attention(config, memory=width, query=side.units)
    context = width if attention is not None else 0
    recurrent = partial(Recurrent, cell=cell, units=side.units, recurrent_dropout=config.dropout.recurrent)
    first = recurrent(inputs=config.embedding, layers=1, **shared(config))
    upper: Recurrent | FeedForward | None = None
    above = {"layers": side.layers - 1, "context": context, **shared(config)}
    match side.upper if side.layers > 1 else None:
        case None:
            pass
        case Upper.recurrent:
            upper = recurrent(inputs=side.units, **above)
        case Upper.feedforward:
            upper = FeedForward(units=side.units, **above)
        case unknown:
            assert_never(unknown)
    vocabulary = embedding.weight.shape[0]
    return Decoder(
        embedding=embedding,
        first=first,
        attention=attention,
        upper=upper,
        memory=width,
        output=nn.Parameter(torch.empty(vocabulary, config.embedding)) if config.tie is Tie.none else embedding.weight,
        dropout=config.dropout.readout,
    )


def make_embedding(config: ModelConfig, vocabulary: int, frozen: bool = False) -> Embedding:
    """An embedding (V, E) with the dropout of the configuration; a `frozen` one is not trained."""
    dropout = config.dropout
    return Embedding(
        vocabulary=vocabulary,
        width=config.embedding,
        dropout=dropout.embedding,
        word_dropout=dropout.word,
        frozen=frozen,
    )


def make_cell(name: str, **options: Any) -> MakeLayer:
    """What makes layers of the cell called `name`, with those of the `options` that it has and that are not None."""
    cell_class = subclass(CELLS.load(name), Layer, name)
    known = CELLS.facts(name).options
    chosen = {option: value for option, value in options.items() if option in known and value is not None}
    return partial(
        cell_class, **{option: str(value) if isinstance(value, str) else value for option, value in chosen.items()}
    )


def make_attention(config: ModelConfig, *, memory: int, query: int) -> Attention | None:
    """The attention of queries of width `query` over a memory of width `memory`, or None for none."""
    name, options = config.attention, {"heads": config.heads or HEADS}
    facts, attention_class = ATTENTIONS.facts(name), ATTENTIONS.load(name)
    if facts.aligns:
        subclass(attention_class, Attention, name)
    attention: Attention | None = attention_class(
        memory=memory, query=query, **{option: options[option] for option in facts.options if option in options}
    )
    return attention


def make_bridge(config: ModelConfig) -> Bridge:
    """From the encoder's final state to the decoder's first."""
    source, target = (CELLS.facts(cell).parts for cell in (config.cell, config.decoder.cell or config.cell))
    bridge: Bridge = subclass(BRIDGES.load(config.bridge), Bridge, config.bridge)(
        source=(config.encoder.layers, source, config.encoder.state),
        target=(config.decoder.states, target, config.decoder.units),
    )
    return bridge


def subclass(candidate: Any, base: type, name: str) -> Any:
    """`candidate`, which must be a subclass of `base`. Raises `UserError`, which can only be a user's own class."""
    if not (isinstance(candidate, type) and issubclass(candidate, base)):
        raise UserError(f"{name}: is no subclass of {base.__module__}.{base.__name__}; make it one")
    return candidate


def initialise(model: Network, recurrent: str, seed: int | None = None) -> Network:
    """Give every parameter its first values: recurrent layers first, then module by module, as each class says.

    `recurrent` is how the weights from state to state begin. Returned is `model`, whose weights are a function of `seed`.
    Raises `UserError` for a parameter that no class fills.
    """
    draw = Draw(torch.Generator().manual_seed(seed or 0))
    for module in model.modules():
        if isinstance(module, Layer):
            module.reset(draw, recurrent)
    for name, module in model.named_modules():
        if not isinstance(module, Layer):
            draw.reset(module)
        for own, parameter in module.named_parameters(recurse=False):
            if id(parameter) not in draw.filled:
                raise UserError(
                    f"{type(module).__name__}: nothing gives {name}.{own} first values; do so in the class's method `reset`"
                )
    return model


def summary(model: nn.Module) -> list[tuple[str, int]]:
    """Each part with its number of trainable parameters, then ``("total", n)``; shared weights count once, first come.

    A recurrent layer has a single bias per unit, as the textbook counts; torch's own modules keep two, and their
    lines say so.
    """
    seen: set[int] = set()
    lines: list[tuple[str, int]] = []
    for name, module in model.named_modules():
        own = [p for p in module.parameters(recurse=False) if p.requires_grad and id(p) not in seen]
        seen |= {id(parameter) for parameter in own}
        note = " (torch keeps two biases per unit)" if isinstance(module, nn.RNNBase) else ""
        if own:
            label = f"{name or 'model'}: {type(module).__name__}{note}"
            lines.append((label, sum(parameter.numel() for parameter in own)))
    return [*lines, ("total", sum(count for _, count in lines))]
