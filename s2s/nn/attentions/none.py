"""No attention: the classical encoder-decoder (arXiv:1409.3215, arXiv:1406.1078)."""

from __future__ import annotations


def none(*, memory: int, query: int) -> None:
    """What a decoder that sees only the encoder's final state has in the place of attention."""
