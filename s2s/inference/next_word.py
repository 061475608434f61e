"""The next word after the beginning of a sentence, by a language model: what `s2s.inference.predictor` is for labels."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, overload

import numpy
import torch
from torch import Tensor

from s2s.data.text.ids import BOS, END, EOS, SPACE
from s2s.decode.backend import FORBIDDEN
from s2s.decode.backends.torch import TorchBackend
from s2s.errors import UserError
from s2s.inference.arguments import folder_of, texts_of
from s2s.inference.translator import Translator
from s2s.inference.travel import Travelling

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
        assert isinstance(translator.backend, TorchBackend)
        self.translator, self.tokenizer, self.backend = translator, translator.target, translator.backend
        self.source = translator.source
        names = self.tokenizer.pieces_of(range(translator.backend.vocabulary))
        self.begins = torch.tensor([name.startswith(SPACE) or number == EOS for number, name in enumerate(names)])

    @classmethod
    def load(
        cls, folder: str | os.PathLike[str], device: str = "auto", threads: int | None = None, allow_code: bool = False
    ) -> WordPredictor:
        """The predictor of the run in `folder`. Raises `UserError` if it is not a language model.

        Code of the user's own that the run names, such as a cell, is imported only with `allow_code`.
        """
        predictor = cls(Translator.load(folder, device, "torch", threads, allow_code))
        predictor.remember(folder_of(folder), device=device, threads=threads, allow_code=allow_code)
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

    @torch.inference_mode()
    def next_word(self, line: str) -> NextWord:
        """P(word | line) = Π P(its pieces) · P(a new word begins after it) / P(a new word begins after the line).

        Over beginnings of words a beam search, which ends when none of them can become one of the best; ways to cut the
        same word add up.
        """
        memory, state = self.backend.encode([self.translator.source.encode([""])[0]])
        chances: Tensor | None = None
        for token in [BOS, *self.tokenizer.encode([self.tokenizer.clean(line, self.translator.prepare_target)])[0]]:
            chances, state = self.step(memory, state, [token])
        assert chances is not None
        chances = chances.masked_fill(~self.begins, -math.inf)
        chances = chances - chances.logsumexp(-1, keepdim=True)
        probabilities = {END: math.exp(chances[0, EOS].item())}
        chances[:, EOS] = -math.inf
        words: list[list[int]] = [[]]
        for _ in range(LONGEST):
            best, places = chances.flatten().topk(min(LIMIT_WORDS, chances.numel()))
            least = sorted(probabilities.values())[-LIMIT_WORDS] if len(probabilities) >= LIMIT_WORDS else 0.0
            kept = [n for n, chance in enumerate(best.tolist()) if math.exp(chance) > least]
            if not kept:
                break
            rows, tokens = places[kept] // chances.shape[1], (places[kept] % chances.shape[1]).tolist()
            words = [[*words[row], token] for row, token in zip(rows.tolist(), tokens, strict=True)]
            chances, state = self.step(memory, state[:, rows.to(state.device)], tokens)
            chances = chances + best[kept, None]
            for word, chance in zip(
                self.tokenizer.decode(words), chances[:, self.begins].logsumexp(-1).tolist(), strict=True
            ):
                probabilities[word] = probabilities.get(word, 0.0) + math.exp(chance)
            chances = chances.masked_fill(self.begins, -math.inf)
        probabilities.pop("", None)  # a space before a space
        ranked = sorted(probabilities.items(), key=lambda entry: -entry[1])[:LIMIT_WORDS]
        return NextWord(ranked[0][0], dict(ranked))

    def step(self, memory: Any, state: Tensor, tokens: list[int]) -> tuple[Tensor, Tensor]:
        """Log-probabilities (K, V) of what follows each of K tokens, on the CPU, and the new state."""
        logits, state, _ = self.backend.predict(memory, state, numpy.array([tokens]))
        logits[..., FORBIDDEN] = -math.inf
        return torch.log_softmax(logits[0], dim=-1).cpu(), state
