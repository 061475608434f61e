"""What a sentencepiece model says of how it was trained, and models with more pieces: read and written by hand, since
sentencepiece's own reader and writer need the protobuf package."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

# sentencepiece numbers its model types from 1.
MODEL_TYPES = dict(enumerate(("unigram", "bpe", "word", "char"), start=1))
NORMAL, CONTROL, USER_DEFINED = 1, 3, 4
"""Types of pieces: of text, those that no text has, and those that text is always cut at."""


def with_pieces(model: bytes, pieces: Iterable[tuple[str, float, int]]) -> bytes:
    """The model with more pieces (name, score, type) after its own, whose ids stay.

    A field of a protobuf message that may be repeated goes on where more of it is appended.
    """
    return model + b"".join(field(1, piece_message(*piece)) for piece in pieces)


def piece_message(name: str, score: float, kind: int) -> bytes:
    """One piece: its name, its score as a float, its type."""
    return field(1, name.encode()) + b"\x15" + struct.pack("<f", score) + b"\x18" + bytes([kind])


def field(number: int, content: bytes) -> bytes:
    """A field of a protobuf message that holds bytes; `number` is below 16."""
    length, size = b"", len(content)
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + content


def model_kind(model: bytes) -> str:
    """The kind that a model was trained as: field 3 of its trainer's settings, which are field 2 of the model.

    Read by hand, since sentencepiece's own reader of these fields needs the protobuf package.
    """
    kind: int | bytes = 1  # what the format says of a missing field
    for number, settings in protobuf_fields(model):
        if number == 2 and isinstance(settings, bytes):
            kind = next((value for field, value in protobuf_fields(settings) if field == 3), kind)
    if not isinstance(kind, int) or kind not in MODEL_TYPES:
        raise ValueError(f"model type {kind!r}")
    return MODEL_TYPES[kind]


def unknown_surface(model: bytes) -> bytes | None:
    """What the trainer's settings say that an unknown piece is decoded as: field 44 of them."""
    for number, settings in protobuf_fields(model):
        if number == 2 and isinstance(settings, bytes):
            return next((value for field, value in protobuf_fields(settings) if field == 44), None)  # type: ignore[return-value]
    return None


def rewrites(model: bytes) -> bool:
    """Whether a model changes text in another way than those that s2s trains: by a table of its own, other rules of spaces, or
    pieces that text always has.

    Settings of the normaliser are field 3 of the model: its table is their field 2, three rules of spaces, on where nothing is
    said, their fields 3 to 5. Field 24 of the trainer's settings marks spaces at the end of a word.
    """
    for number, content in protobuf_fields(model):
        if not isinstance(content, bytes):
            continue
        if number == 1 and any(kind == (3, USER_DEFINED) for kind in protobuf_fields(content)):
            return True
        if number == 2 and any(field == 24 and value for field, value in protobuf_fields(content)):
            return True
        if number == 3 and any(
            (field == 2 and value != b"") or (field in (3, 4, 5) and value == 0)
            for field, value in protobuf_fields(content)
        ):
            return True
    return False


def protobuf_fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protobuf message: number, and an int or the bytes. Raises IndexError or ValueError if damaged."""
    position = 0

    def varint() -> int:
        nonlocal position
        value = shift = 0
        while True:
            byte = data[position]
            position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
            if shift > 63:
                raise ValueError("damaged integer")

    while position < len(data):
        tag = varint()
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            yield number, varint()
            continue
        if wire not in (1, 2, 5):
            raise ValueError("unknown type of field")
        length = varint() if wire == 2 else 8 if wire == 1 else 4
        if position + length > len(data):
            raise ValueError("cut off")
        yield number, data[position : position + length]
        position += length
