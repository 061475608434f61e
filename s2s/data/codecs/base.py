"""What a codec offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy
import numpy.typing

from s2s.data.codecs.calibration import Calibration
from s2s.errors import UserError

Array = numpy.typing.NDArray[numpy.float32]
Ints = numpy.typing.NDArray[numpy.int64]


class Codec(ABC):
    """A codec of one role, ``source`` or ``target``; what it learned from the training data is kept in the run folder."""

    output: ClassVar[str] = ""
    """What a network with such a target writes: ``tokens``, ``labels`` or ``numbers``; nothing if it is no target."""
    unit: ClassVar[str] = "pieces"
    """What the steps of an encoded value are called in messages."""
    divisible: ClassVar[bool] = False
    """Whether a long source may be cut into parts that are read one after the other."""
    takes_vectors: ClassVar[bool] = False
    """Whether its values are vectors, which are also given as the rows of an .npy file."""
    is_empty: bool = False
    """Whether the source is the same for every example: the decoder is a language model."""
    byte_pieces: frozenset[int] = frozenset()
    """The ids of pieces that are bytes of characters that have no piece."""
    labels: tuple[str, ...] = ()
    """What may be predicted, in the order of the probabilities; none where that is no label."""
    several: bool = False
    """Whether an example has any number of the labels, each with a probability of its own."""
    calibration: Calibration | None = None
    """How probabilities are corrected, of a codec of labels."""

    opens_as: str = ""
    """Under which name `s2s.data.codecs.opened` has a codec that keeps what the vocabulary of this one does not hold."""
    opens: bool = False
    """Whether what the vocabulary does not hold has ids of its own, `s2s.data.text.ids.OpenPiece`, which a model copies."""

    @property
    def unportable(self) -> str:
        """Why a program without s2s cannot read text as this codec does; nothing where a sentencepiece model says it all."""
        return f"a page cannot run a tokenizer of kind {type(self).__name__.lower()}, only bpe, unigram, char and word"

    @property
    @abstractmethod
    def size(self) -> Any:
        """Of its vocabulary, or, as a pair, of those of pieces and of words; of vectors how many numbers one has."""

    @property
    def vocabularies(self) -> tuple[Codec, Codec]:
        """The codecs of whole words and of the pieces in them; of text both are this one."""
        return self, self

    @property
    def outputs(self) -> int:
        """How many numbers a network with such a target gives at a position: `size`, and of forecasts their quantiles too."""
        return int(self.size)

    @abstractmethod
    def encode(self, values: Sequence[Any], *, sampling: float = 0.0, seed: int = 0) -> list[Any]:
        """What the corpus holds → a sequence for each value. Raises `UserError` for what it cannot encode."""

    @abstractmethod
    def decode(self, outputs: Sequence[Any]) -> list[str]:
        """A line of text for each of `outputs`: ids; or, of labels and numbers, what the network gives, (P, V)."""

    @abstractmethod
    def pad(self, examples: Sequence[Any], role: str | None = None) -> tuple[Any, Ints]:
        """Encoded examples as one array, padded on the right, and the length of each.

        With a `role` text gets the special ids of a source or a target first, and of a target bos does not count.
        """

    @abstractmethod
    def save(self, folder: Path, role: str) -> None:
        """Write what `load` reads, under a name that begins with `role`."""

    @classmethod
    @abstractmethod
    def load(cls, folder: Path, role: str) -> Codec:
        """What `save` wrote. Raises `UserError` for anything else."""

    @abstractmethod
    def describe(self, values: Sequence[Any]) -> str:
        """What is worth a look before training; `values` are some of the validation set."""

    def extended(self, other: Any) -> Codec:
        """A codec with the pieces of this one, whose ids stay, and after them those that `other` adds. Raises `UserError`."""
        raise UserError(
            "tokenizer.extend=true: is for tokenizers, and the run of train.start_from has others; leave it out"
        )

    def is_tag(self, piece: int) -> bool:
        """Whether an id is a piece that no text has."""
        return False

    def spelled(self, values: Sequence[Any]) -> float:
        """The share of the pieces of `values` that are bytes of characters without a piece, 0 to 1."""
        return 0.0

    def clean(self, value: Any, prepare: Callable[[str], str]) -> Any:
        """`value`, as a user gives it, as the training data had it: without a line end, `prepare`d as that was."""
        return prepare(value.rstrip("\r\n")) if isinstance(value, str) else value

    def finish(self, encoded: Any) -> Any:
        """An encoded source as a search takes it, with the special ids that it ends in."""
        return encoded

    def complete(self, encoded: Any) -> Any:
        """Ids of a text that was cut off, without those of a character that is not whole."""
        return encoded

    def before(self, encoded: Any) -> int:
        """How many ids of an encoded source come before its text, and are no pieces of it."""
        return 0

    def unknown(self, encoded: Any) -> int:
        """How many pieces stand for what the vocabulary does not hold, or spell it by its bytes; 0 where that cannot be."""
        return 0

    def pieces_of(self, encoded: Any) -> tuple[str, ...]:
        """The names of ids; none where there are no pieces."""
        return ()

    def ids_of(self, pieces: Sequence[str]) -> list[int]:
        """The ids of `pieces`, whose names `pieces_of` gives. Raises `UserError` for what is none."""
        raise UserError("has no pieces; give text")

    def quantiles_of(self, output: Any) -> dict[float, Any]:
        """Level → the quantiles in what the network gives for one example, (P, V); none where it forecasts none."""
        return {}

    def values_of(self, output: Any) -> Any:
        """What the network gives for one example, (P, V), in the units of the training data; of labels calibrated."""
        return output
