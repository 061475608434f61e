"""A translator whose translations are the worst that there may be: words lost, doubled and out of order, alignments drawn."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any

import numpy

from s2s.config.schema import RunConfig
from s2s.data.text.sentences import sentences
from s2s.documents.base import Reading
from s2s.documents.nodes import codes_of
from s2s.documents.protect import protected
from s2s.documents.registry import load, row_of
from s2s.documents.translate import translated
from s2s.inference.sentences import Translation, joined

SPECIAL = ["*", "_", "<", "&", "|", "`", '"', "#", "1.", "-", "[x]", "\\", "{", "~", "$5", ";", ","]


class Scrambler:
    """Translates as `LineTranslator.stream` does; `seen` has every text that it was given."""

    def __init__(self, seed: int, special: bool = False, faithful: bool = False) -> None:
        self.chance, self.special, self.faithful = random.Random(seed), special, faithful
        self.seen: list[str] = []
        self.config = RunConfig()

    def stream(
        self, lines: Iterable[str], settings: Any, first: int = 0, split: Any = None, demands: Any = None
    ) -> Iterator[list[Translation]]:
        for line in lines:
            self.seen.append(line)
            spans = sentences(line, "en") or [(0, 0)]
            parts, place = [], 0
            for begin, end in spans:
                parts.append([self.sentence(line[begin:end], line[place:begin] if place else "")])
                place = end
            yield joined(line, parts, 1, None)

    def sentence(self, text: str, between: str) -> Translation:
        words = text.split()
        written = [word.swapcase() for word in words]
        if not self.faithful:
            written = [self.chance.choice(written) for _ in range(self.chance.randrange(2 * len(words) + 1))]
            if self.special:
                written += self.chance.choices(SPECIAL, k=self.chance.randrange(3))
            self.chance.shuffle(written)
        weights = numpy.eye(len(written), len(words) + 1)
        if not self.faithful:
            weights = numpy.array([[self.chance.random() for _ in [*words, ""]] for _ in written]).reshape(
                len(written), len(words) + 1
            )
            weights /= numpy.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
        return Translation(
            text=" ".join(written),
            score=0.0,
            log_prob=0.0,
            pieces=tuple(f"▁{word}" for word in written),
            source_pieces=(*(f"▁{word}" for word in words), "</s>"),
            attention=None if self.chance.random() < 0.1 else weights,
            source=text,
            between=between,
        )


def through(name: str, content: bytes, translator: Any, columns: tuple[str, ...] = ()) -> bytes:
    """`content`, a document called `name`, translated; every code of every segment is there again, once."""
    kind = load(row_of(name))
    document = kind.read(content, Reading(name, "en", "de", None, columns))
    found, _ = translated(translator, document.segments, kind.tags, translator_settings(), None)
    for before, after in zip(document.segments, found, strict=True):
        ones, others = (
            sorted(f"{code.raw} {code.span}" for code in codes_of(nodes))
            for nodes in (protected(before, kind.tags), after)
        )
        assert ones == others, (before, after)
    return document.write(found)


def translator_settings() -> Any:
    from s2s.decode.backend import Settings

    return Settings(attention=True)
