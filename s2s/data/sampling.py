"""Another segmentation at each draw: BPE-dropout and subword regularisation, as pure functions of a seed.

sentencepiece samples too, but its generator is salted anew in each process (since 0.2.2), so that no run could be
repeated. Pieces never reach across a space, so each word is drawn by itself; what is known of a word is kept.
"""

from __future__ import annotations

import hashlib
import math
import random
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate, groupby, pairwise
from typing import Protocol

from sentencepiece import SentencePieceProcessor

from s2s.data.vocabulary import SPACE

# Words remembered, about 1 kB each. Forgetting them all when there are more changes no outcome.
REMEMBERED = 100_000
LONGEST_WORD = 32  # characters; the work and the memory that a word costs grow with its length

State = tuple[str, ...]
"""The pieces that a word is cut into."""
Draw = Callable[[], float]
"""A number drawn from 0 (inclusive) to 1 (exclusive)."""


class Pieces:
    """The pieces of text that a model knows, with their ids and scores, and the bytes for all other characters."""

    def __init__(self, processor: SentencePieceProcessor) -> None:
        special = (processor.IsControl, processor.IsUnknown, processor.IsByte, processor.IsUnused)
        ids = [piece for piece in range(len(processor)) if not any(is_special(piece) for is_special in special)]
        self.known = {str(processor.IdToPiece(piece)): (piece, float(processor.GetScore(piece))) for piece in ids}
        self.byte_ids = [int(processor.PieceToId(f"<0x{byte:02X}>")) for byte in range(256)]
        self.longest = max(map(len, self.known), default=1)
        self.lowest = min((score for _, score in self.known.values()), default=0.0)

    def ids(self, pieces: State) -> list[int]:
        found: list[int] = []
        for piece in pieces:
            if piece in self.known:
                found.append(self.known[piece][0])
            else:
                found.extend(self.byte_ids[byte] for byte in piece.encode())
        return found


class Sampler(Protocol):
    def sample(self, word: str, draw: Draw) -> list[int]:
        """The ids of one word, in a segmentation drawn with `draw`."""


class MergeDropout:
    """BPE-dropout (Provilkov et al. 2020, arXiv:1910.13267, algorithm 1).

    At each step every possible merge is dropped with `probability`, and the best of the others is made; it ends when
    none is left. So the merge made is the j-th best with probability p^j (1 - p), and plain BPE is followed for a
    number of steps that is geometric as well: both are drawn at once, and most words take one draw.
    """

    def __init__(self, pieces: Pieces, probability: float) -> None:
        self.pieces = pieces
        self.probability = probability
        self.log_keep = math.log1p(-probability) if probability < 1.0 else -math.inf
        self.log_drop = math.log(probability)
        self.words: dict[str, tuple[list[State], list[int]]] = {}
        self.paths: dict[State, tuple[list[State], list[int]]] = {}

    def sample(self, word: str, draw: Draw) -> list[int]:
        states, final = self.words.get(word) or self.remember(word)
        if self.probability >= 1.0:
            return self.pieces.ids(states[0])
        while True:
            steps = math.log(1.0 - draw()) / self.log_keep
            if steps >= len(states) - 1:
                return final
            state = states[int(steps)]
            following = list(self.following(state))
            dropped = 1 + math.log(1.0 - draw()) / self.log_drop
            if dropped >= len(following):
                return self.pieces.ids(state)
            states, final = self.path(following[int(dropped)])

    def remember(self, word: str) -> tuple[list[State], list[int]]:
        if len(self.words) >= REMEMBERED:
            self.words = {}
        path = self.words[word] = self.path(tuple(word))
        return path

    def path(self, state: State) -> tuple[list[State], list[int]]:
        """The states from `state` on that plain BPE passes, and the ids of the last one."""
        found = self.paths.get(state)
        if found is None:
            if len(self.paths) >= REMEMBERED:
                self.paths = {}
            states = [state]
            while following := next(self.following(states[-1]), None):
                states.append(following)
            found = self.paths[state] = states, self.pieces.ids(states[-1])
        return found

    def following(self, state: State) -> Iterator[State]:
        """The states one merge away, the best merge first and the left one of two equals."""
        known = self.pieces.known
        merges = [
            (-known[merged][1], place, merged)
            for place, merged in enumerate(left + right for left, right in pairwise(state))
            if merged in known
        ]
        for _, place, merged in sorted(merges):
            yield (*state[:place], merged, *state[place + 2 :])


class LatticeSampling:
    """Subword regularisation (Kudo 2018, arXiv:1804.10959, §3.1): P(segmentation) ∝ (product of the pieces'
    probabilities)^smoothing over all segmentations, drawn exactly by forward filtering and backward sampling.

    The roles of the directions are swapped: sums run from the end of the word, pieces are drawn from its beginning.
    """

    UNKNOWN_PENALTY = 10.0  # sentencepiece's, below the lowest score, for a character that is no piece

    def __init__(self, pieces: Pieces, smoothing: float) -> None:
        self.pieces = pieces
        self.smoothing = smoothing
        self.words: dict[str, list[tuple[list[float], list[str]]]] = {}

    def sample(self, word: str, draw: Draw) -> list[int]:
        choices = self.words.get(word) or self.remember(word)
        place, drawn = 0, []
        while place < len(word):
            cumulative, options = choices[place]
            piece = options[bisect(cumulative, draw() * cumulative[-1])]
            drawn.append(piece)
            place += len(piece)
        return self.pieces.ids(tuple(drawn))

    def remember(self, word: str) -> list[tuple[list[float], list[str]]]:
        """For each place in `word`: the cumulative weights of the pieces that can begin there, and these pieces."""
        if len(self.words) >= REMEMBERED:
            self.words = {}
        known = self.pieces.known
        totals = [0.0] * (len(word) + 1)  # log of the summed weight of all segmentations from here to the end
        choices: list[tuple[list[float], list[str]]] = [([], [])] * len(word)
        for begin in range(len(word) - 1, -1, -1):
            ends = range(begin + 1, min(begin + self.pieces.longest, len(word)) + 1)
            logs = {end: self.smoothing * known[word[begin:end]][1] for end in ends if word[begin:end] in known}
            logs.setdefault(begin + 1, self.smoothing * (self.pieces.lowest - self.UNKNOWN_PENALTY))
            logs = {end: weight + totals[end] for end, weight in logs.items()}
            highest = max(logs.values())
            cumulative = list(accumulate(math.exp(weight - highest) for weight in logs.values()))
            totals[begin] = highest + math.log(cumulative[-1])
            choices[begin] = cumulative, [word[begin:end] for end in logs]
        self.words[word] = choices
        return choices


class Sampling:
    """Draws segmentations of whole texts with one model and one strength, the `probability` or `smoothing` above."""

    def __init__(self, processor: SentencePieceProcessor, kind: str, strength: float) -> None:
        """`kind` is "bpe" or "unigram"."""
        self.processor = processor
        self.pieces = Pieces(processor)
        assert kind in ("bpe", "unigram"), kind
        make = MergeDropout if kind == "bpe" else LatticeSampling
        self.sampler: Sampler = make(self.pieces, strength)

    def encode(self, texts: list[str], seed: int) -> list[list[int]]:
        """The ids of each text, drawn with `seed`; an empty text has none."""
        # Random alone would treat -1 as 1, and Python's own hash differs between processes.
        digest = hashlib.blake2b(str(seed).encode(), digest_size=8).digest()
        draw = random.Random(int.from_bytes(digest, "little")).random
        sample = self.sampler.sample
        encoded = []
        for text in texts:
            ids: list[int] = []
            for word in text.split(" "):
                if len(word) > LONGEST_WORD:
                    for part in self.cut(word):
                        ids += sample(part, draw)
                elif word:
                    ids += sample(SPACE + word, draw)
            encoded.append(ids)
        return encoded

    def cut(self, word: str) -> Iterator[str]:
        """The plain pieces of a long word, such as a sentence without spaces; each is then drawn by itself."""
        for is_byte, run in groupby(self.processor.encode(word), self.processor.IsByte):
            if is_byte:
                text = bytes(self.pieces.byte_ids.index(piece) for piece in run).decode()
                yield from (text[begin : begin + LONGEST_WORD] for begin in range(0, len(text), LONGEST_WORD))
            else:
                yield from (str(self.processor.IdToPiece(piece)) for piece in run)
