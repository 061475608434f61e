"""Sentences of words, each of which has an id, a case and pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy

from s2s.data.codecs.base import Codec, Ints
from s2s.data.text.ids import PAD, UNK
from s2s.data.text.lines import words_of
from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.word_case import case_of

SPELLING = 64
"""Pieces of a word that are read; one without end must not make every word of its batch as wide."""
FIRST = 2
"""Where the pieces of a word begin: its id and its case stand before them."""
WORDS = "words"
"""How the name of the file of the words begins."""


@dataclass(frozen=True)
class Words(Codec):
    """Sentences of words separated by spaces; each word has an id of its own, if it is frequent, a case and pieces."""

    unit: ClassVar[str] = "words"
    pieces: Tokenizer
    words: Tokenizer

    @property
    def size(self) -> tuple[int, int]:
        """The sizes of the vocabularies of pieces and of words."""
        return self.pieces.size, self.words.size

    @property
    def vocabularies(self) -> tuple[Codec, Codec]:
        """Its own two."""
        return self.words, self.pieces

    def shares(self, other: Codec) -> bool:
        """Whether `other`, which reads words too or is a tokenizer, has a word or a character of this one."""
        names = [
            {*one.pieces_of(piece for piece in range(UNK + 1, one.size) if piece not in one.byte_pieces)}
            for one in (*self.vocabularies, *other.vocabularies)
        ]
        return not (names[0].isdisjoint(names[2]) and names[1].isdisjoint(names[3]))

    def after(self, other: Codec) -> Words:
        """A codec with the words and pieces of `other`, whose ids stay, and after them those of this one.

        `other` reads words too, or is a tokenizer: one of whole words has no pieces, one of characters no words.
        """
        match other:
            case Words():
                return Words(other.pieces.extended(self.pieces), other.words.extended(self.words))
            case Tokenizer(kind="word"):
                return Words(self.pieces, other.extended(self.words))
            case Tokenizer() if other.kind == self.pieces.kind:
                return Words(other.extended(self.pieces), self.words)
            case _:
                return self

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[list[int]]]:
        """For each sentence its words, each as [id, case, piece, piece, …]; `s2s.data.text.word_case` has the cases."""
        lines = [value.split(" ") for value in values]
        different = sorted({word for line in lines for word in line})
        ids = [encoded[0] for encoded in self.words.encode(different)]
        spelled = self.pieces.encode(different, sampling=sampling, seed=seed)
        by_word = {
            word: [number, case_of(word), *spelling[:SPELLING]]
            for word, number, spelling in zip(different, ids, spelled, strict=True)
        }
        return [[by_word[word] for word in line] for line in lines]

    def decode(self, outputs: Sequence[Sequence[Sequence[int]]]) -> list[str]:
        """The words again, each from its pieces."""
        return [" ".join(self.pieces.decode([word[FIRST:] for word in words])) for words in outputs]

    def unknown(self, encoded: Sequence[Sequence[int]]) -> int:
        """The pieces that are unknown or bytes: a word without an id of its own is known by its pieces."""
        return sum(self.pieces.unknown(word[FIRST:]) for word in encoded)

    def clean(self, value: Any, prepare: Callable[[str], str]) -> Any:
        """Words separated by single spaces, as the training data has them."""
        return prepare(" ".join(words_of(value))) if isinstance(value, str) else value

    def pad(self, examples: Sequence[Sequence[Sequence[int]]], role: str | None = None) -> tuple[Ints, Ints]:
        """Sentences of words → (B, S, 2 + C), for each word its id, its case and at most C pieces, and lengths (B,) in words."""
        lengths = numpy.array([len(example) for example in examples])
        widest = max(len(word) for example in examples for word in example)
        ids = numpy.full((len(examples), lengths.max(), widest), PAD)
        for row, example in enumerate(examples):
            for position, word in enumerate(example):
                ids[row, position, : len(word)] = word
        return ids, lengths

    def save(self, folder: Path, role: str) -> None:
        """The words and their pieces, as two sentencepiece models."""
        self.words.save(folder, WORDS)
        self.pieces.save(folder, role)

    @classmethod
    def load(cls, folder: Path, role: str) -> Words:
        """What `save` wrote. Raises `UserError` for anything else."""
        return cls(Tokenizer.load(folder, role), Tokenizer.load(folder, WORDS))

    def describe(self, values: Sequence[str]) -> str:
        """How many words and pieces there are."""
        return f"{self.words.size:,} words, made of {self.pieces.size:,} pieces of kind {self.pieces.kind}"
