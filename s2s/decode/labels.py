"""What predicting asks of a model, whoever computes it: what `s2s.decode.backend` is for models that write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from s2s.decode.backend import Floats, Ints
from s2s.nn.heads.chain import Chain


class Labels(Protocol):
    """A model that labels, or predicts numbers. What a row gives must depend on that row alone.

    `sources` and `lengths` (B,) are what `Codec.pad` gives. P is the positions of the longest source, or 1 where one
    vector stands for it; V are the labels, or how many numbers there are.
    """

    def scores(self, sources: Any, lengths: Ints) -> Floats:
        """(B, P, V): what the chain searches by."""

    def predict(self, sources: Any, lengths: Ints) -> Floats:
        """(B, P, V): the probabilities of labels, or the numbers as the network has them."""

    def chain(self) -> Chain | None:
        """What searches the most probable sequences by the `scores`; None where numbers are predicted."""

    def contents(self) -> Iterator[bytes]:
        """All that was loaded, to be told from other models by a digest."""
