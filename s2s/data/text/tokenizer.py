"""From text to piece ids and back: one sentencepiece model (Kudo and Richardson 2018, arXiv:1808.06226).

``decode(encode(text))`` gives `text` back, whatever its characters, but for spaces (U+0020): those at the ends are
dropped and a run of them counts as one, since a doubled space must not change a translation. Line ends come back as
spaces. With the kind ``word``, unknown words are lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import sentencepiece

from s2s.data.codecs.base import Codec
from s2s.data.text.ids import BOS, EOS, PAD, SPACE, UNK, UNKNOWN, Ints, padded_text
from s2s.data.text.lines import reason
from s2s.data.text.segmentation import Sampling
from s2s.data.text.trained import CONTROL, NORMAL, model_kind, rewrites, unknown_surface, with_pieces
from s2s.data.text.vocabulary import clean, learn, unclean
from s2s.errors import UserError
from s2s.files import read, write
from s2s.runtime.libraries import check_safe

LARGEST_FILE = 1 << 28  # bytes; real models have less than a hundredth of it
# Texts encoded at a time. Only while the result becomes Python lists (some 1 µs a text) do other threads have to wait.
SLICE = 2048
LINE_ENDS = str.maketrans("\n\r", "  ")


@dataclass(frozen=True)
class Statistics:
    """How a tokenizer fits a text: pieces per line, and the shares of unknown and of byte pieces (0 to 1)."""

    pieces: float
    unknown: float
    bytes: float

    def __str__(self) -> str:
        return f"{self.pieces:.1f} pieces a line, {self.unknown:.2%} unknown, {self.bytes:.2%} bytes"


class Tokenizer(Codec):
    """A sentencepiece model, whose special ids are those of `s2s.data.text.ids`: the codec of plain text."""

    output: ClassVar[str] = "tokens"
    divisible: ClassVar[bool] = True

    def __init__(self, model: bytes) -> None:
        """Wrap the bytes of a model."""
        check_safe(sentencepiece)
        self.model = model
        self.processor = sentencepiece.SentencePieceProcessor()
        self.processor.LoadFromSerializedProto(model)
        self.kind = model_kind(model)
        self.word_by_word = self.kind == "word" and unknown_surface(model) == UNKNOWN.encode()
        """Whether each unknown word is a piece; in models of earlier versions several in a row are one."""
        self.opens_as = "word" if self.word_by_word else ""
        self.samplings: dict[float, Sampling] = {}

    @classmethod
    def train(
        cls,
        lines: Iterable[str],
        *,
        kind: str,
        size: int | None,
        coverage: float | None,
        languages: Sequence[str] = (),
        corpora: Sequence[str] = (),
    ) -> Tokenizer:
        """Learn the pieces from `lines`; `s2s.data.text.vocabulary.learn` says how, and what it refuses.

        There is a tag for each of `languages`, see `tag`, and of `corpora`, see `tag_of_corpus`.
        """
        check_safe(sentencepiece)
        tags = [*(f"<2{language}>" for language in languages), *(f"<tag:{corpus}>" for corpus in corpora)]
        return cls(learn(lines, kind=kind, size=size, coverage=coverage, tags=tags))

    def extended(self, other: Tokenizer) -> Tokenizer:
        """A tokenizer with the pieces of this one, whose ids stay, and after them those that `other` adds, its tags too.

        Pieces of this one come first in what text is cut into, so that text that it knows is cut as before but where a
        new piece joins its pieces.
        """
        known = set(self.names(range(self.size)))
        lowest = min(self.processor.GetScore(piece) for piece in range(self.size))
        added: list[tuple[str, float, int]] = []
        for piece, name in enumerate(other.names(range(other.size))):
            if name not in known and not other.processor.IsByte(piece):
                tag = other.processor.IsControl(piece)
                added.append((name, 0.0 if tag else lowest - 1 - len(added), CONTROL if tag else NORMAL))
        return Tokenizer(with_pieces(self.model, added))

    @classmethod
    def load(cls, folder: Path, role: str) -> Tokenizer:
        """What `save` wrote. Raises `UserError` for anything else."""
        return cls.from_file(Path(folder) / f"{role}.model")

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Tokenizer:
        """Read a model that `to_file` wrote. Raises `UserError` for any other file."""
        check_safe(sentencepiece)
        name, remedy = os.fspath(path), "use the tokenizer.model that training wrote"
        try:
            model = read(Path(name), LARGEST_FILE)
        except OSError as error:
            raise UserError(f"{name}: {reason(error)}; {remedy}") from None
        try:
            tokenizer = cls(model)
            for piece in range(tokenizer.size):  # a damaged piece would fail when it is decoded, long after
                tokenizer.processor.IdToPiece(piece)
        except (RuntimeError, ValueError, IndexError):
            raise UserError(f"{name}: not a sentencepiece model; {remedy}") from None
        processor = tokenizer.processor
        special_ids = (processor.pad_id(), processor.bos_id(), processor.eos_id(), processor.unk_id())
        if special_ids != (PAD, BOS, EOS, UNK):
            raise UserError(
                f"{name}: has pad, bos, eos, unk at {special_ids} instead of {(PAD, BOS, EOS, UNK)}; {remedy}"
            )
        return tokenizer

    def save(self, folder: Path, role: str) -> None:
        """Write ``ROLE.model``."""
        self.to_file(Path(folder) / f"{role}.model")

    def to_file(self, path: str | os.PathLike[str]) -> None:
        """Write the model; the file appears whole or not at all."""
        write(Path(path), self.model)

    @cached_property
    def byte_pieces(self) -> frozenset[int]:  # type: ignore[override]
        """The ids of the pieces that are bytes."""
        return frozenset(piece for piece in range(self.size) if self.processor.IsByte(piece))

    @property
    def unportable(self) -> str:
        """Nothing, but for models that s2s of today does not train."""
        if self.kind == "word" and not self.word_by_word:
            return "a page cannot run a tokenizer of kind word of a release before 0.2; train the run again"
        changed = "the tokenizer normalises text by itself, which a page does not; use one that training wrote"
        return changed if rewrites(self.model) else ""

    @property
    def size(self) -> int:
        """The number of pieces: ids are 0 to size - 1."""
        return int(self.processor.GetPieceSize())

    def encode(self, texts: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        """The piece ids of each text, without bos and eos; a blank text has none.

        `sampling` above 0 draws another segmentation each time: BPE-dropout with this probability (Provilkov et al.
        2020, arXiv:1910.13267, §3.1), or subword regularisation with this smoothing exponent for unigram (Kudo 2018,
        arXiv:1804.10959, §3.1). The outcome is a function of `texts`, `sampling` and `seed`, in any thread and process.
        """
        assert not isinstance(texts, str), "encode takes a list of texts"
        prepared = [clean(text) for text in texts]
        if sampling:
            return self.sample(prepared, sampling, seed)
        if self.word_by_word:
            return [self.processor.PieceToId([SPACE + word for word in text.split(" ") if word]) for text in prepared]
        if len(prepared) == 1:  # spares starting a thread, which takes longer than a sentence
            return [self.processor.encode(prepared[0])]
        encoded: list[list[int]] = []
        for begin in range(0, len(prepared), SLICE):
            encoded += self.processor.encode(prepared[begin : begin + SLICE], num_threads=1)
        return encoded

    def is_tag(self, piece: int) -> bool:
        """Whether it is special, or names a language or a corpus."""
        return piece <= UNK or bool(self.processor.IsControl(piece))

    def sample(self, texts: list[str], sampling: float, seed: int) -> list[list[int]]:
        """`encode` with sampling. Raises `UserError` for a kind that has none, or a strength beyond 0 to 1."""
        if self.kind not in ("bpe", "unigram"):
            raise UserError(
                f"tokenizer.sampling={sampling}: has no effect with tokenizer.kind={self.kind}; set it to 0"
            )
        if not 0.0 < sampling <= 1.0:
            raise UserError(f"tokenizer.sampling={sampling}: must be between 0 and 1")
        drawn = self.samplings.get(sampling)
        if drawn is None:
            drawn = self.samplings[sampling] = Sampling(self.processor, self.kind, sampling)
        return drawn.encode(texts, seed)

    def decode(self, sequences: Sequence[Sequence[int]]) -> list[str]:
        """The text of each sequence of ids, always one line.

        Special ids are ignored, spaces at the ends dropped, and bytes that form no character become U+FFFD.
        """
        pieces = [[int(piece) for piece in sequence if piece > UNK] for sequence in sequences]
        # Never several at once: that starts a thread, which takes longer than some sentences.
        texts = [self.processor.decode(ids) for ids in pieces]
        return [unclean(text.translate(LINE_ENDS)).strip(" ") for text in texts]

    def tag(self, language: str) -> int:
        """The id that stands before a source and says that it is to be translated to `language` (Johnson et al. 2017,
        arXiv:1611.04558, §3). No text has it: what looks like it is cut into pieces as all text is.

        Raises `UserError` where there is none.
        """
        how = f"tag for {language}; train one with data.directions that name it"
        return self.control(f"<2{language}>", how)

    def tag_of_corpus(self, name: str) -> int:
        """The id that stands before the sources of a corpus that `name` tells from others (Caswell et al. 2019,
        arXiv:1906.06442). As with `tag`, no text has it. Raises `UserError` where there is none.
        """
        return self.control(f"<tag:{name}>", f"tag {name} of a corpus; train one with it")

    def control(self, name: str, what: str) -> int:
        """The id of a piece that no text is cut into. Raises `UserError`, with `what` there should be, where there is none."""
        piece = int(self.processor.PieceToId(name))
        if not self.processor.IsControl(piece):
            raise UserError(
                f"the tokenizer has no {what}, or add it by tokenizer.extend=true to that of train.start_from"
            )
        return piece

    def finish(self, encoded: list[int]) -> list[int]:
        """Ids end in eos; those of a blank text stay none."""
        return [*encoded, EOS] if encoded else []

    def pad(self, examples: Sequence[Sequence[int]], role: str | None = None) -> tuple[Ints, Ints]:
        """→ ids (B, S) and lengths (B,)."""
        return padded_text(examples, role)

    def complete(self, encoded: list[int]) -> list[int]:
        """Without the bytes at the end that begin a character in UTF-8 and do not end it."""
        for back in range(1, min(4, len(encoded) + 1)):
            if not self.processor.IsByte(encoded[-back]):
                break
            byte = int(self.processor.IdToPiece(encoded[-back])[3:5], 16)
            if byte >= 0xC0:  # the first of two, three or four
                return encoded[:-back] if back < 2 + (byte >= 0xE0) + (byte >= 0xF0) else encoded
        return encoded

    def unknown(self, encoded: Sequence[int]) -> int:
        """The pieces that are unknown, and the bytes of characters that have no piece."""
        return sum(piece == UNK or piece in self.byte_pieces for piece in encoded)

    def pieces_of(self, encoded: Iterable[int]) -> tuple[str, ...]:
        """The pieces of `encoded` as a tuple, written as `names` writes them."""
        return tuple(self.names(encoded))

    def describe(self, values: Sequence[str]) -> str:
        """How many pieces there are, and how they fit `values`."""
        return f"{self.size:,} pieces of kind {self.kind}; on the validation set {self.statistics(values)}"

    def spelled(self, values: Sequence[str]) -> float:
        """The share of the pieces of `values` that are bytes."""
        return self.statistics(values).bytes

    def __eq__(self, other: object) -> bool:
        """Whether both cut every text alike."""
        return self.model == getattr(other, "model", None)

    def __hash__(self) -> int:
        return hash(self.model)

    def pieces(self, text: str) -> list[str]:
        """The pieces of `text`, as `names` writes them."""
        return self.names(self.encode([text])[0])

    def names(self, ids: Iterable[int]) -> list[str]:
        """Each piece as sentencepiece writes it: ``▁`` for a space, ``<0xE2>`` for a byte, ``</s>`` for eos."""
        return [str(self.processor.IdToPiece(int(piece))) for piece in ids]

    def ids_of(self, pieces: Sequence[str]) -> list[int]:
        """The ids of `pieces`, a list or a string in which they are apart by blanks, as `names` writes them.

        Raises `UserError` for what is no piece of this vocabulary.
        """
        names = pieces.split(" ") if isinstance(pieces, str) else list(pieces)
        ids = []
        for name in names if names != [""] else []:
            piece = int(self.processor.PieceToId(name)) if isinstance(name, str) else PAD
            if piece in (PAD, BOS, EOS) or self.processor.IdToPiece(piece) != name:
                raise UserError(
                    f"{name!r} is no piece of this vocabulary; give pieces as translate --output-type json has"
                )
            ids.append(piece)
        return ids

    def statistics(self, texts: Sequence[str]) -> Statistics:
        """What is worth a look before training: does the vocabulary fit these texts?"""
        encoded = self.encode(texts)
        total = sum(len(sequence) for sequence in encoded)
        unknown = sum(sequence.count(UNK) for sequence in encoded)
        spelled = sum(piece in self.byte_pieces for sequence in encoded for piece in sequence)
        return Statistics(total / max(1, len(encoded)), unknown / max(1, total), spelled / max(1, total))
