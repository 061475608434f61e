"""The parts of a network that options name: a row for each, with what the rules between options ask of it."""

from __future__ import annotations

from dataclasses import dataclass

from s2s.config.layers import Nonlinearity
from s2s.config.registry import Registry


@dataclass(frozen=True)
class CellFacts:
    """What is known of a recurrent cell; the attributes of its class (`s2s.nn.cells.layer.Layer`) are the same."""

    gates: int
    """Blocks of H rows that are stacked in its weights."""
    parts: int = 1
    """Tensors of its state: an LSTM has two, hidden and cell."""
    options: tuple[str, ...] = ()
    """Options of the model that have an effect on it: ``nonlinearity``, ``forget_bias``."""
    identity: bool = False
    """Whether recurrent weights that start as the identity make sense."""
    elementwise: bool = False
    """Whether it has no recurrent matrix, so that options of recurrent weights have no effect on it."""


CELLS = Registry(
    "cell",
    CellFacts,
    {
        "rnn": ("s2s.nn.cells.rnn:RNN", CellFacts(gates=1, options=("nonlinearity",), identity=True)),
        "gru": ("s2s.nn.cells.gru:GRU", CellFacts(gates=3)),
        "lstm": ("s2s.nn.cells.lstm:LSTM", CellFacts(gates=4, parts=2, options=("forget_bias",))),
        "ssru": ("s2s.nn.cells.ssru:SSRU", CellFacts(gates=2, options=("forget_bias",), elementwise=True)),
    },
)
"""Recurrent cells: subclasses of `s2s.nn.cells.layer.Layer`."""


def variants() -> dict[str, tuple[str, Nonlinearity | None]]:
    """Every registered cell, once for each nonlinearity that it may have."""
    rows: dict[str, tuple[str, Nonlinearity | None]] = {}
    for name in CELLS.names:
        if "nonlinearity" in CELLS.facts(name).options:
            rows |= {f"{name}-{kind.replace('_', '-')}": (name, kind) for kind in Nonlinearity}
        else:
            rows[name] = name, None
    return rows


CELL_VARIANTS = variants()
"""What to compare: rnn-tanh, rnn-relu, rnn-leaky-relu, gru, lstm, ssru."""


@dataclass(frozen=True)
class AttentionFacts:
    """What is known of an attention; the attributes of its class (`s2s.nn.attentions.attention.Attention`) are the same."""

    aligns: bool = True
    """Whether there are weights over the source; the classical encoder-decoder has none."""
    options: tuple[str, ...] = ()
    """Options of the model that have an effect on it: ``heads``."""
    equal_widths: bool = False
    """Whether what the encoder gives must be as wide as the decoder."""


ATTENTIONS = Registry(
    "attention",
    AttentionFacts,
    {
        "none": ("s2s.nn.attentions.none:none", AttentionFacts(aligns=False)),
        "additive": ("s2s.nn.attentions.additive:Additive", AttentionFacts()),
        "dot": ("s2s.nn.attentions.dot:Dot", AttentionFacts(equal_widths=True)),
        "general": ("s2s.nn.attentions.general:General", AttentionFacts()),
        "multihead": ("s2s.nn.attentions.multihead:MultiHead", AttentionFacts(options=("heads",))),
    },
)
"""Attention over the source: subclasses of `s2s.nn.attentions.attention.Attention`."""


@dataclass(frozen=True)
class HeadFacts:
    """What is known of a head; the attributes of its class (`s2s.nn.heads.head.Head`) are the same."""

    predicts: tuple[str, ...] = ("labels", "tags")
    """The kinds of output that it is for: ``labels``, ``tags``, ``numbers``."""
    options: tuple[str, ...] = ()
    """Options that have an effect on it: ``label_smoothing``, ``consistency``, ``class_weights``; ``quantiles`` of forecasts."""
    chained: bool = False
    """Whether it scores which tag follows which, and so wants to know what the tags' scheme allows."""
    several: bool = False
    """Whether an example has any number of labels, each with a probability of its own."""


HEADS = Registry(
    "head",
    HeadFacts,
    {
        "softmax": (
            "s2s.nn.heads.softmax:Softmax",
            HeadFacts(options=("label_smoothing", "consistency", "class_weights")),
        ),
        "sigmoid": (
            "s2s.nn.heads.sigmoid:Sigmoid",
            HeadFacts(predicts=("labels",), options=("label_smoothing", "consistency", "class_weights"), several=True),
        ),
        "crf": ("s2s.nn.heads.crf:Crf", HeadFacts(predicts=("tags",), chained=True)),
        "quantiles": (
            "s2s.nn.heads.quantiles:Quantiles",
            HeadFacts(predicts=("numbers",), options=("quantiles",)),
        ),
        "squared_error": ("s2s.nn.heads.squared_error:SquaredError", HeadFacts(predicts=("numbers",))),
    },
)
"""What the output layer's numbers mean, where no text is written: subclasses of `s2s.nn.heads.head.Head`."""


def default_head(numeric: bool, several: bool = False) -> str:
    """The head of labels, of which an example may have `several`, or of numbers, where no option names one."""
    return "squared_error" if numeric else "sigmoid" if several else "softmax"


@dataclass(frozen=True)
class BridgeFacts:
    """What is known of a bridge; the attributes of its class (`s2s.nn.bridges.bridge.Bridge`) are the same."""

    informs: bool = True
    """Whether the decoder learns something of the source by it."""
    alike: bool = False
    """Whether both stacks must have the same cell, depth and width."""


BRIDGES = Registry(
    "bridge",
    BridgeFacts,
    {
        "copy": ("s2s.nn.bridges.copy:Copy", BridgeFacts(alike=True)),
        "project": ("s2s.nn.bridges.project:Project", BridgeFacts()),
        "zero": ("s2s.nn.bridges.zero:Zero", BridgeFacts(informs=False)),
    },
)
"""How the encoder's final state becomes the decoder's first: subclasses of `s2s.nn.bridges.bridge.Bridge`."""
