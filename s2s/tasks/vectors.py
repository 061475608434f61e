"""The codec of sources that are read as vectors: labels in words, or numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from s2s.data.codecs.base import Codec
from s2s.data.codecs.features import Features
from s2s.data.codecs.fields import Fields


def vector_codec(values: Sequence[Any]) -> Codec:
    """What encodes `values`, learned from them."""
    return Fields.learn(values) if isinstance(values[0], str) else Features.learn(values)
