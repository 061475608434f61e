"""Codecs of models that copy: what a vocabulary does not hold keeps its name, as an `OpenPiece`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy

from s2s.data.codecs.base import Codec, Ints
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.pattern import Pattern, prepared
from s2s.data.text.ids import SPACE, UNK, OpenPiece
from s2s.data.text.tokenizer import LINE_ENDS, Tokenizer
from s2s.data.text.vocabulary import clean, unclean
from s2s.errors import UserError


class Opening(Codec):
    """What codecs with open pieces have in common; the codec that they open comes after this among the bases."""

    opens = True

    def decode(self, outputs: Sequence[Sequence[int]]) -> list[str]:
        """The pieces of each sequence joined, special ones left out."""
        return [text_of("".join(self.pieces_of([one for one in ids if int(one) > UNK]))) for ids in outputs]

    def unknown(self, encoded: Sequence[int]) -> int:
        """Those that the vocabulary does not hold."""
        return sum(one == UNK or isinstance(one, OpenPiece) for one in encoded)

    def ids_of(self, pieces: Sequence[str]) -> list[int]:
        """A name that the vocabulary lacks is an open piece where it `may_open`. Raises `UserError` for others."""
        names = pieces.split(" ") if isinstance(pieces, str) else list(pieces)
        ids: list[int] = []
        for name in names if names != [""] else []:
            try:
                ids += super().ids_of([name])
            except UserError:
                if not self.may_open(name):
                    raise
                ids.append(OpenPiece.of(name))
        return ids

    def may_open(self, name: Any) -> bool:
        """Whether what is no piece of the vocabulary is the name of an open one."""
        return True


class OpenTokenizer(Opening, Tokenizer):
    """A tokenizer of the kind ``word`` whose unknown words are pieces too."""

    def encode(self, texts: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        """The ids of each text."""
        words = [[SPACE + word for word in clean(text).split(" ") if word] for text in texts]
        known = super().encode(texts, sampling=sampling, seed=seed)
        return [
            [OpenPiece.of(name) if piece == UNK else piece for name, piece in zip(names, ids, strict=True)]
            for names, ids in zip(words, known, strict=True)
        ]

    def names(self, ids: Iterable[int]) -> list[str]:
        """Open ones by their own names."""
        return [one.name if isinstance(one, OpenPiece) else super(OpenTokenizer, self).names([one])[0] for one in ids]

    def complete(self, encoded: list[int]) -> list[int]:
        """As it is: words have no bytes."""
        return encoded

    def may_open(self, name: Any) -> bool:
        """A word begins with a space."""
        return isinstance(name, str) and name.startswith(SPACE) and len(name) > 1


class OpenPattern(Opening, Pattern):
    """A codec of the kind ``pattern`` whose unknown pieces, and what lies between two matches, are pieces too."""

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        """The ids of each text."""
        get = self.numbers.get
        return [
            [
                (get(piece) if matched else None) or OpenPiece.of(clean(piece).replace(" ", SPACE))
                for piece, matched in self.cut(prepared(value))
            ]
            for value in values
        ]

    def pieces_of(self, encoded: Iterable[int]) -> tuple[str, ...]:
        """Open ones by their own names."""
        return tuple(
            one.name if isinstance(one, OpenPiece) else super(OpenPattern, self).pieces_of([one])[0] for one in encoded
        )


def opened(codecs: Codecs) -> Codecs:
    """The codecs of a model that copies: what the target's vocabulary does not hold has ids in both, `OpenPiece`.

    Those whose target holds all text, as by its bytes, stay as they are.
    """
    target = open_codec(codecs[1])
    if codecs[0] is codecs[1]:
        return target, target
    return (open_codec(codecs[0]), target) if target.opens else codecs


def open_codec(codec: Any) -> Any:
    """`codec`, with ids for what its vocabulary does not hold, if that can be."""
    return codec if codec.opens else OPENED[codec.opens_as](codec)


OPENED: dict[str, Callable[[Any], Any]] = {
    "": lambda codec: codec,
    "word": lambda codec: OpenTokenizer(codec.model),
    "pattern": lambda codec: OpenPattern(codec.pattern, codec.names),
    "featured": lambda codec: replace(codec, text=open_codec(codec.text)),
}
"""How codecs are opened, by `Codec.opens_as`."""


def text_of(joined: str) -> str:
    """The text that joined names of pieces spell."""
    return unclean(joined.replace(SPACE, " ").translate(LINE_ENDS)).strip(" ")


def copies(source: Codec, target: Codec) -> Ints:
    """For each id of the source the id that the target gives the same piece, -1 for what cannot be copied.

    A piece that only the source knows is an `OpenPiece` where the target has these. Special ids, tags and features are -1.
    """
    numbers = {name: number for number, name in enumerate(target.pieces_of(range(target.size)))}
    results = numpy.full(source.size, -1)
    for piece, name in enumerate(source.pieces_of(range(source.size))):
        if piece > UNK and not source.is_tag(piece):
            results[piece] = numbers.get(name, OpenPiece.of(name) if target.opens else -1)
    return results


def check_copying(source: Codec, target: Codec) -> None:
    """Raise `UserError` where no piece of the source is one of the target's."""
    targets = copies(source, target)
    if not ((targets > UNK) & (targets < target.size)).any():
        raise UserError(
            "model.copy=true: the vocabularies of source and target share no piece, so that nothing could be copied; give both"
            " one kind and one vocabulary (tokenizer.kind=KIND tokenizer.joint=true), or leave it out"
        )
