"""Word vectors from a text file: word2vec's or GloVe's format, ``word number number …`` on each line."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

import numpy

from s2s.data.codecs.base import Array, Codec
from s2s.data.text.ids import SPACE, UNK
from s2s.data.text.lines import CONVERT, open_binary, read_lines
from s2s.data.text.normalization import equal_text
from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.trained import NORMAL, with_pieces
from s2s.data.text.vocabulary import clean
from s2s.errors import UserError


def read_vectors(path: str, tokenizer: Codec, width: int) -> tuple[Array, int]:
    """Vectors (V, `width`) for the pieces of `tokenizer` that are words of the file, 0 for others; how many were found.

    A piece that begins a word is looked for without its mark, as it is and in lower case. word2vec's first line of two
    counts is passed over, and a word may hold spaces, as some of GloVe's do. Raises `UserError` for a file of another
    form or width.
    """
    names = tokenizer.pieces_of(range(tokenizer.size))
    pieces_by_spelling: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        if name.startswith(SPACE) and len(name) > 1:
            for spelling in {equal_text(name[1:]), equal_text(name[1:].lower())}:
                pieces_by_spelling.setdefault(spelling, []).append(number)
    vectors, filled = numpy.zeros((tokenizer.size, width), numpy.float32), set()
    with closing(open_binary(path)) as stream:
        for number, line in enumerate(read_lines(stream, path, "strict", CONVERT), start=1):
            word, *numbers = line.rstrip(" ").rsplit(" ", -1 if number < 3 else width)  # the first lines say the width
            if number == 1 and len(numbers) == 1:
                continue
            if len(numbers) != width:
                if not line.rstrip(" ")[-1:].isdigit():
                    raise UserError(
                        f"model.vectors={path}: line {number}: is not a word and its numbers; give vectors as word2vec or GloVe"
                        " write them"
                    )
                remedy = f"set model.embedding={len(numbers)}" if number < 3 else "repair the file"
                raise UserError(
                    f"{path}: line {number}: {len(numbers)} numbers where model.embedding={width}; {remedy}"
                )
            word = equal_text(word)
            for piece in pieces_by_spelling.get(word, ()):
                exact = equal_text(names[piece][1:]) == word
                if exact or piece not in filled:
                    try:
                        with numpy.errstate(over="ignore"):
                            vectors[piece] = [float(value) for value in numbers]
                        if not numpy.isfinite(vectors[piece]).all():
                            raise ValueError
                    except ValueError:
                        raise UserError(f"{path}: line {number}: {word!r} is not followed by finite numbers") from None
                    filled.add(piece)
    if not filled:
        words = getattr(tokenizer, "kind", "") == "word"
        what, remedy = ("words", "use") if words else ("pieces", "use tokenizer.kind=word and")
        raise UserError(
            f"model.vectors={path}: has none of the {tokenizer.size:,} {what}; {remedy} vectors of the same language"
        )
    return vectors, len(filled)


def with_words_of(path: str, tokenizer: Tokenizer, lines: Iterable[str], width: int) -> Tokenizer:
    """A tokenizer of words that also has those of `lines` that it lacks, being rare, where the file has vectors for them."""
    rare = [word for word in sorted({word for line in lines for word in line.split(" ")}) if word]
    rare = [word for word, ids in zip(rare, tokenizer.encode(rare), strict=True) if ids == [UNK]]
    spellings = {spelling for word in rare for spelling in (equal_text(word), equal_text(word.lower()))}
    with closing(open_binary(path)) as stream:
        found = {
            equal_text(line.rstrip(" ").rsplit(" ", width)[0]) for line in read_lines(stream, path, "strict", CONVERT)
        }
    known = found & spellings
    added = [word for word in rare if {equal_text(word), equal_text(word.lower())} & known]
    return Tokenizer(
        with_pieces(tokenizer.model, [(SPACE + clean(word), -1e3 - row, NORMAL) for row, word in enumerate(added)])
    )
