"""Where a translator looks: the alignment of each translation with its source, by pieces or by whole words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from s2s.config.networks import ATTENTIONS
from s2s.data.text.ids import SPACE
from s2s.data.text.words import groups
from s2s.decode.backend import Floats
from s2s.errors import UserError
from s2s.inference.sentences import Translation
from s2s.inference.translator import Translator
from s2s.inspect.table import table

BYTE = re.compile("<0x([0-9A-F]{2})>")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Alignment:
    """One translation of one line by one search."""

    search: str
    """greedy, or beam and its width."""
    text: str
    score: float
    source: list[str]
    """S words or pieces, eos too."""
    target: list[str]
    """T words or pieces."""
    weights: Floats
    """(T, S): each row sums to 1, less what tags of languages and features get, which are not shown."""


def alignments(
    translator: Translator, lines: Sequence[str], beams: Sequence[int], pieces: bool, max_length: int | None = None
) -> dict[int, list[Alignment]]:
    """For each line that is not blank, by its number, its best translation for each width of the beam; 1 is greedy.

    Each sentence of a line has its own.

    Raises `UserError`, also for a line so long that it is translated in parts.
    """
    if not ATTENTIONS.facts(translator.config.model.attention).aligns:
        raise UserError("model.attention=none: the run has no alignment to show; train with model.attention=general")
    result: dict[int, list[Alignment]] = {}
    for beam in beams:
        how: dict[str, Any] = {"search": "greedy"} if beam == 1 else {"search": "beam", "beam": beam}
        settings = translator.settings(**how, attention=True, max_length=max_length)
        for number, (best, *_) in enumerate(translator.stream(lines, settings), start=1):
            for sentence in best.sentences or (best,):
                if sentence.source_pieces and sentence.attention is None:
                    raise UserError(
                        f"line {number}: is too long to be translated at once, and has no alignment; give a shorter one"
                    )
                if sentence.source_pieces:
                    search = "greedy" if beam == 1 else f"beam {beam}"
                    result.setdefault(number, []).append(align(sentence, search, pieces))
    return result


def align(translation: Translation, search: str, pieces: bool) -> Alignment:
    """The alignment of one translation, by pieces or with their weights added up to words."""
    source, target = (list(each) for each in (translation.source_pieces, translation.pieces))
    weights = numpy.asarray(translation.attention)
    if not pieces:
        columns, rows = groups(source), groups(target)
        weights = numpy.add.reduceat(weights, [first for first, _ in columns], axis=1)
        means = [weights[first:last].mean(axis=0) for first, last in rows]
        weights = numpy.array(means, weights.dtype).reshape(len(rows), len(columns))
        source = [spelled(source[first:last]) for first, last in columns]
        target = [spelled(target[first:last]) for first, last in rows]
    return Alignment(search, translation.text, translation.score, source, target, weights)


def spelled(pieces: Sequence[str]) -> str:
    """The word that `pieces` make, bytes put together to characters; U+FFFD for those that form none, or control."""
    whole = b"".join(
        bytes([int(byte[1], 16)]) if (byte := BYTE.fullmatch(piece)) else piece.encode() for piece in pieces
    )
    return CONTROL.sub("\ufffd", whole.decode(errors="replace").replace(SPACE, ""))


def matrix(alignment: Alignment) -> str:
    """The weights in percent, a line for each word written; what is below half a percent is left blank."""
    shares = [
        [f"{100 * weight:.0f}" if weight >= 0.005 else "" for weight in row] for row in alignment.weights.tolist()
    ]
    lines = [[word, *row] for word, row in zip(alignment.target, shares, strict=True)]
    return f"{alignment.search}, score {alignment.score:.4f}: {alignment.text}\n{table(['', *alignment.source], lines)}"
