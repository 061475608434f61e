"""Text as the matches of a regular expression, such as the atoms and bonds of a molecule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from s2s.data.codecs.base import Ints
from s2s.data.codecs.json_codec import JsonCodec, names_in
from s2s.data.text.ids import BOS, END, EOS, PAD, SPACE, UNK, UNKNOWN, padded_text
from s2s.data.text.lines import whole
from s2s.data.text.tokenizer import LINE_ENDS
from s2s.data.text.vocabulary import clean, unclean
from s2s.errors import UserError

SPECIAL = {PAD: "<pad>", BOS: "<s>", EOS: END, UNK: UNKNOWN}
"""The names of the ids that are no pieces of text, as sentencepiece has them."""
SHOWN = 60
"""Characters of a text that a message shows."""


@dataclass(frozen=True)
class Pattern(JsonCodec):
    """The pieces of text that a regular expression matches, each with an id of its own.

    ``decode(encode(text))`` gives `text` back where training has seen all of its pieces, but for spaces at the ends. A piece
    that training has not seen, and what lies between two matches, is unknown. A text is never split into sentences.
    """

    kind: ClassVar[str] = "pattern"
    output: ClassVar[str] = "tokens"
    opens_as: ClassVar[str] = "pattern"  # type: ignore[misc]
    pattern: str
    """The regular expression."""
    names: tuple[str, ...]
    """The pieces, the commonest first, as sentencepiece writes pieces: ``▁`` stands for a space."""

    @classmethod
    def learn(cls, lines: Iterable[str], *, option: str, pattern: str, size: int | None) -> Pattern:
        """All the pieces of `lines`, or with `size` the commonest ones, so that there are so many ids.

        `option` says in messages where `pattern` comes from. Raises `UserError` for a pattern that matches nothing, or
        that leaves out characters of a line.
        """
        codec, counts = cls(pattern, ()), Counter[str]()
        lost: tuple[str, str] | None = None
        for line in lines:
            text = prepared(line)
            for piece, matched in codec.cut(text):
                if matched:
                    counts[piece] += 1
                elif lost is None:
                    lost = piece, text
        if not counts:
            raise UserError(
                f"{option}: matches nothing of the training text; correct it, or check that its file is there"
            )
        if lost is not None:
            shown = lost[1] if len(lost[1]) <= SHOWN else f"{lost[1][:SHOWN]}…"
            raise UserError(
                f"{option}: does not match {lost[0][:SHOWN]!r} of the training text {shown!r}, which would be lost; extend"
                " it, or correct the text"
            )
        most = None if size is None else size - len(SPECIAL)
        ordered = sorted(counts, key=lambda piece: (-counts[piece], piece))[:most]
        return cls(pattern, tuple(clean(piece).replace(" ", SPACE) for piece in ordered))

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """`pattern`, compiled."""
        return re.compile(self.pattern)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What each id stands for in a text, nothing for special ones."""
        return (*("" for _ in SPECIAL), *(unclean(name.replace(SPACE, " ")) for name in self.names))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The id of each piece, by its text."""
        return {text: number for number, text in enumerate(self.texts) if text}

    @property
    def size(self) -> int:
        """The number of pieces with the special ones: ids are 0 to size - 1."""
        return len(SPECIAL) + len(self.names)

    def cut(self, text: str) -> Iterator[tuple[str, bool]]:
        """The parts of `text` in order, each with whether it is a match; the others lie between two matches."""
        end = 0
        for match in self.expression.finditer(text):
            if match.end() == match.start():
                continue
            if match.start() > end:
                yield text[end : match.start()], False
            yield match[0], True
            end = match.end()
        if end < len(text):
            yield text[end:], False

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        """The ids of each text, without bos and eos; a blank text has none."""
        get = self.numbers.get
        return [
            [get(piece, UNK) if matched else UNK for piece, matched in self.cut(prepared(value))] for value in values
        ]

    def decode(self, outputs: Sequence[Sequence[int]]) -> list[str]:
        """The pieces of each sequence of ids joined, without special ones and spaces at the ends."""
        texts = self.texts
        return ["".join([texts[int(piece)] for piece in ids]).strip(" ") for ids in outputs]

    def pad(self, examples: Sequence[Sequence[int]], role: str | None = None) -> tuple[Ints, Ints]:
        """→ ids (B, S) and lengths (B,)."""
        return padded_text(examples, role)

    def finish(self, encoded: list[int]) -> list[int]:
        """Ids end in eos; those of a blank text stay none."""
        return [*encoded, EOS] if encoded else []

    def pieces_of(self, encoded: Iterable[int]) -> tuple[str, ...]:
        """The names of ids."""
        return tuple(SPECIAL.get(int(piece)) or self.names[int(piece) - len(SPECIAL)] for piece in encoded)

    def ids_of(self, pieces: Sequence[str]) -> list[int]:
        """The ids of pieces, a list or a string in which they are apart by blanks. Raises `UserError` for what is none."""
        names = pieces.split(" ") if isinstance(pieces, str) else list(pieces)
        known = {UNKNOWN: UNK} | {name: number for number, name in enumerate(self.names, start=len(SPECIAL))}
        for name in names if names != [""] else []:
            if name not in known:
                raise UserError(
                    f"{name!r} is no piece of this vocabulary; give pieces as translate --output-type json has"
                )
        return [known[name] for name in names] if names != [""] else []

    def unknown(self, encoded: Sequence[int]) -> int:
        """How many of the pieces the vocabulary does not hold."""
        return encoded.count(UNK)

    def describe(self, values: Sequence[str]) -> str:
        """How many pieces there are, and how they fit `values`."""
        encoded = self.encode(values)
        total = sum(map(len, encoded))
        pieces, unknown = total / max(1, len(encoded)), sum(map(self.unknown, encoded)) / max(1, total)
        return f"{self.size:,} pieces of kind pattern; on the validation set {pieces:.1f} pieces a line, {unknown:.2%} unknown"

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Pattern:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        pattern = content["pattern"]
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError from error
        return cls(pattern, names_in(content))


def prepared(text: str) -> str:
    """`text` as one line without spaces at its ends, as a file can hold it."""
    return whole(text.translate(LINE_ENDS)).strip(" ")
