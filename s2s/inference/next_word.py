"""The next word after the beginning of a sentence, by a language model: what `s2s.inference.predictor` is for labels."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, overload

import numpy

from s2s.data.text.ids import BOS, END, EOS, SPACE
from s2s.decode.backend import Doubles
from s2s.errors import UserError
from s2s.inference.arguments import folder_of, texts_of
from s2s.inference.translator import Translator
from s2s.inference.travel import Travelling
from s2s.nn.heads.chain import log_sum

LIMIT_WORDS = 10
"""Words that are reported, and beginnings of words that the beam search follows at a time."""
LONGEST = 30
"""Pieces of a word, so that text without spaces comes to an end."""


@dataclass(frozen=True)
class NextWord:
    """What may follow one line."""

    text: str
    """The most probable word; ``</s>`` where that is the end of the sentence."""
    probabilities: dict[str, float]
    """The `LIMIT_WORDS` most probable ones, from the first to the last."""

    def record(self) -> dict[str, Any]:
        """What one line of JSON says."""
        return {
            "word": self.text,
            "probabilities": {word: round(share, 6) for word, share in self.probabilities.items()},
        }


class WordPredictor(Travelling):
    """A language model that is asked for one word at a time."""

    def __init__(self, translator: Translator) -> None:
        """Raises `UserError` unless `translator` is of a language model, which has no source."""
        if not translator.source.is_empty:
            raise UserError(f"task={translator.config.task}: the run writes text; use s2s translate")
        self.translator, self.tokenizer, self.backend = translator, translator.target, translator.backend
        self.source = translator.source
        names = self.tokenizer.pieces_of(range(translator.backend.vocabulary))
        self.begins = numpy.array([name.startswith(SPACE) or number == EOS for number, name in enumerate(names)])

    @classmethod
    def load(
        cls,
        folder: str | os.PathLike[str],
        device: str = "auto",
        threads: int | None = None,
        allow_code: bool = False,
        backend: str = "auto",
    ) -> WordPredictor:
        """The predictor of the run in `folder`. Raises `UserError` if it is not a language model.

        Code of the user's own that the run names, such as a cell, is imported only with `allow_code`. `backend` is as for
        `Translator.load`.
        """
        predictor = cls(Translator.load(folder, device, backend, threads, allow_code))
        predictor.remember(folder_of(folder), device=device, threads=threads, allow_code=allow_code, backend=backend)
        return predictor

    def contents(self) -> Iterator[bytes]:
        """Those of its translator."""
        return self.translator.contents()

    def stream(self, lines: Iterable[str], window: int = 1) -> Iterator[NextWord]:
        """What follows each line, all of whose words count as whole; of a blank line, what a sentence begins with."""
        return map(self.next_word, lines)

    @overload
    def predict(self, text: str) -> NextWord: ...  # type: ignore[overload-overlap]
    @overload
    def predict(self, text: Iterable[str]) -> list[NextWord]: ...
    def predict(self, text: str | Iterable[str]) -> NextWord | list[NextWord]:
        """What follows a string, or each of a list. Raises `UserError`, which names the place of what is no string."""
        lines, single = texts_of(text)
        predictions = list(self.stream(lines))
        return predictions[0] if single else predictions

    async def apredict(self, text: str | Iterable[str]) -> Any:
        """`predict`, in a thread, so that an event loop goes on meanwhile. Cancelling it leaves the thread to its end."""
        import asyncio

        return await asyncio.to_thread(self.predict, text)

    def next_word(self, line: str) -> NextWord:
        """P(word | line) = Π P(its pieces) · P(a new word begins after it) / P(a new word begins after the line).

        Over beginnings of words a beam search, which ends when none of them can become one of the best; ways to cut the
        same word add up.
        """
        memory, state = self.backend.encode([self.translator.source.encode([""])[0]])
        for token in [BOS, *self.tokenizer.encode([self.tokenizer.clean(line, self.translator.prepare_target)])[0]]:
            chances, state = self.step(memory, state, [token])
        chances = numpy.where(self.begins, chances, -numpy.inf)
        chances -= log_sum(chances, 1)[:, None]
        probabilities = {END: math.exp(chances[0, EOS])}
        chances[:, EOS] = -numpy.inf
        words: list[list[int]] = [[]]
        for _ in range(LONGEST):
            flat = chances.ravel()
            places = numpy.argsort(-flat, kind="stable")[:LIMIT_WORDS]
            least = sorted(probabilities.values())[-LIMIT_WORDS] if len(probabilities) >= LIMIT_WORDS else 0.0
            places = places[numpy.exp(flat[places]) > least]
            if not len(places):
                break
            rows, tokens = numpy.divmod(places, chances.shape[1])
            words = [[*words[row], token] for row, token in zip(rows.tolist(), tokens.tolist(), strict=True)]
            memory, state = self.backend.select(memory, state, None, rows[None])
            chances, state = self.step(memory, state, tokens.tolist())
            chances = chances + flat[places, None]
            ends = log_sum(chances[:, self.begins], 1).tolist()
            for word, chance in zip(self.tokenizer.decode(words), ends, strict=True):
                probabilities[word] = probabilities.get(word, 0.0) + math.exp(chance)
            chances = numpy.where(self.begins, -numpy.inf, chances)
        probabilities.pop("", None)  # a space before a space
        ranked = sorted(probabilities.items(), key=lambda entry: -entry[1])[:LIMIT_WORDS]
        return NextWord(ranked[0][0], dict(ranked))

    def step(self, memory: Any, state: Any, tokens: list[int]) -> tuple[Doubles, Any]:
        """Log-probabilities (K, V) of what follows each of K tokens, of all that may be written, and the new state."""
        step = self.backend.step(memory, state, numpy.array([tokens]), self.backend.vocabulary, False)
        chances = numpy.full((len(tokens), self.backend.vocabulary), -numpy.inf)
        numpy.put_along_axis(chances, step.tokens[0], step.log_probs[0].astype(numpy.float64), axis=1)
        return chances - log_sum(chances, 1)[:, None], step.state
