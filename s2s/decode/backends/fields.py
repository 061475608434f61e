"""What the fields of a protobuf message hold, as `s2s.data.text.trained.protobuf_fields` gives them."""

from __future__ import annotations

from collections.abc import Iterator


def message(value: int | bytes) -> bytes:
    """A field that holds a message. Raises ValueError for a number."""
    if isinstance(value, int):
        raise ValueError("a number in place of a message")
    return value


def text(value: int | bytes) -> str:
    """A field that holds text. Raises ValueError for anything else."""
    return message(value).decode()


def packed(value: int | bytes) -> Iterator[int]:
    """The whole numbers of a packed field."""
    number = shift = 0
    for byte in message(value):
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0


def signed(value: int) -> int:
    """A whole number of 64 bits with its sign."""
    return value - (1 << 64) if value >= 1 << 63 else value
