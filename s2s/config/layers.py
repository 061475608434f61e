"""The options of the encoder's and the decoder's layers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from s2s.config.fields import option

Nonlinearity = StrEnum("Nonlinearity", ["tanh", "relu", "leaky_relu"])
Upper = StrEnum("Upper", ["recurrent", "feedforward"])
CASES = ("none", "lower", "title", "upper", "mixed", "digits", "other")
"""The cases of words by their numbers; padding has the first."""
CASE_WIDTH = 16
"""Of the embedding of a word's case."""
FIRST = "first"
"""The value of `model.encoder.bidirectional` that is no bool."""
BOOLS = dict.fromkeys(("yes", "y", "on", "true", "1"), True) | dict.fromkeys(("no", "n", "off", "false", "0"), False)
"""What OmegaConf takes for a bool, in lower case."""


@dataclass
class EncoderConfig:
    """The encoder's recurrent stack."""

    units: int = option(256, "Width of each direction of the encoder.")
    layers: int = option(2, "Number of layers of the encoder.")
    bidirectional: bool | int | str = option(
        True, "Whether the encoder reads in both directions; with first, its first layer alone."
    )

    def __post_init__(self) -> None:
        self.bidirectional = BOOLS.get(str(self.bidirectional).lower(), self.bidirectional)

    @property
    def directions(self) -> list[bool]:
        """Of each layer, whether it reads in both directions."""
        return [index == 0 if self.bidirectional == FIRST else bool(self.bidirectional) for index in range(self.layers)]

    @property
    def state(self) -> int:
        """The width of a layer's state, or of the widest: the units of all its directions."""
        return self.units * (2 if any(self.directions) else 1)


@dataclass
class DecoderConfig:
    """The decoder's layers."""

    cell: str | None = option(None, "Cell of the decoder; by default that of the encoder.")
    nonlinearity: Nonlinearity | None = option(
        None, "Nonlinearity of a decoder of rnn cells; by default that of the encoder."
    )
    units: int = option(384, "Width of the decoder.")
    layers: int = option(2, "Number of layers of the decoder.")
    upper: Upper = option(
        Upper.recurrent, "Kind of the layers above the first: recurrent, or feed-forward ones, which have no state."
    )

    @property
    def states(self) -> int:
        """The number of layers that have a state."""
        return self.layers if self.upper is Upper.recurrent else 1


@dataclass
class DropoutConfig:
    """Probabilities of dropout, which is done in training only."""

    word: float = option(0.0, "Probability of zeroing the whole vector of a word or piece.")
    embedding: float = option(0.2, "Probability of zeroing a unit of an embedding.")
    layers: float = option(0.2, "Probability of zeroing a unit between two layers.")
    recurrent: float = option(0.0, "Probability of zeroing a unit of the recurrent state, with one mask for all steps.")
    readout: float = option(0.2, "Probability of zeroing a unit before the output layer.")
