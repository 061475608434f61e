"""Another segmentation at each draw: BPE-dropout and subword regularisation, as pure functions of a seed.

sentencepiece samples too, but its generator is salted anew in each process (since 0.2.2), so that no run could be
repeated. Pieces never reach across a space, so each word is drawn by itself; what is known of a word is kept.
"""

from __future__ import annotations

import hashlib
import math
import random
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, groupby, pairwise
from typing import Protocol

from sentencepiece import SentencePieceProcessor

from s2s.data.text.ids import SPACE

# Words remembered, about 2 kB each. Forgetting them all when there are more changes no outcome.
REMEMBERED = 50_000
# Characters. What a word costs in dropout grows with its square; longer ones come twice too seldom to be remembered.
LONGEST_WORD = 32
LONGEST_LATTICE = 1000

Draw = Callable[[], float]
"""A number drawn from 0 (inclusive) to 1 (exclusive)."""


class Pieces:
    """The pieces of text that a model knows, with their ids and scores, and the bytes for all other characters."""

    def __init__(self, processor: SentencePieceProcessor) -> None:
        special = (processor.IsControl, processor.IsUnknown, processor.IsByte, processor.IsUnused)
        ids = [piece for piece in range(len(processor)) if not any(is_special(piece) for is_special in special)]
        self.known = {str(processor.IdToPiece(piece)): (piece, float(processor.GetScore(piece))) for piece in ids}
        self.byte_ids = [int(processor.PieceToId(f"<0x{byte:02X}>")) for byte in range(256)]
        self.processor = processor
        self.longest = max(map(len, self.known), default=1)
        self.lowest = min((score for _, score in self.known.values()), default=0.0)

    def ids(self, pieces: Iterable[str]) -> list[int]:
        """The ids of `pieces`, those of its bytes for one that the model does not know."""
        piece_ids: list[int] = []
        for piece in pieces:
            if piece in self.known:
                piece_ids.append(self.known[piece][0])
            else:
                piece_ids.extend(self.byte_ids[byte] for byte in piece.encode())
        return piece_ids


class Sampler(Protocol):
    """A way to draw segmentations of words."""

    def sample(self, word: str, draw: Draw) -> list[int]:
        """The ids of one word, in a segmentation drawn with `draw`."""

    def cut(self, word: str) -> Iterator[str]:
        """The parts of a long word, such as a sentence without spaces, each of which is then drawn by itself."""


class Node:
    """One way to cut a word on its way through the merges of BPE."""

    __slots__ = ("cuts", "ids", "merges", "plain")

    def __init__(self, cuts: int, merges: bytes) -> None:
        """`cuts` tell the node from others of its word; its ids and the path of plain BPE are worked out later."""
        self.cuts = cuts
        """Bit i is set where the word is cut before its character i."""
        self.merges = merges
        """The cuts that a merge can remove, the best merge first."""
        self.ids: list[int] | None = None
        self.plain: list[Node] | None = None
        """The nodes from this one on that plain BPE passes."""


class MergeDropout:
    """BPE-dropout (Provilkov et al. 2020, arXiv:1910.13267, algorithm 1).

    At each step every possible merge is dropped with `probability`, and the best of the others is made; it ends when
    none is left. So the merge made is the j-th best with probability p^j (1 - p), and plain BPE is followed for a
    number of steps that is geometric as well: both are drawn at once, and most words take one draw.
    """

    def __init__(self, pieces: Pieces, probability: float) -> None:
        self.pieces = pieces
        self.log_keep = math.log1p(-probability) if probability < 1.0 else -math.inf
        # Drop all with 1 as well, without a division by log 1.
        self.log_drop = math.log(probability) or -math.ulp(0.0)
        self.words: dict[str, dict[int, Node]] = {}

    def sample(self, word: str, draw: Draw) -> list[int]:
        """The ids of one word after the merges that are not dropped; the nodes on the way are remembered."""
        nodes = self.words.get(word)
        if nodes is None:
            if len(self.words) >= REMEMBERED:
                self.words = {}
            nodes = self.words[word] = {}
        cuts = (1 << len(word)) - 2
        while True:
            node = nodes.get(cuts) or self.visit(word, cuts, nodes)
            plain = node.plain or self.follow(word, node, nodes)
            steps = math.log(1.0 - draw()) / self.log_keep
            if steps >= len(plain) - 1:
                return self.ids(word, plain[-1])
            node = plain[int(steps)]
            dropped = 1 + math.log(1.0 - draw()) / self.log_drop
            if dropped >= len(node.merges):
                return self.ids(word, node)
            cuts = node.cuts ^ 1 << node.merges[int(dropped)]

    def visit(self, word: str, cuts: int, nodes: dict[int, Node]) -> Node:
        """Add the node that is cut at `cuts` to `nodes`, with its possible merges."""
        known = self.pieces.known
        positions = [0, *(position for position in range(1, len(word)) if cuts >> position & 1), len(word)]
        # Scores are negative ranks; of two equals, sentencepiece merges the left one first.
        merges = sorted(
            (-known[merged][1], position)
            for begin, position, end in zip(positions, positions[1:], positions[2:], strict=False)
            if (merged := word[begin:end]) in known
        )
        node = nodes[cuts] = Node(cuts, bytes(position for _, position in merges))
        return node

    def follow(self, word: str, node: Node, nodes: dict[int, Node]) -> list[Node]:
        """Note in `node` the nodes from it on that plain BPE passes, and return them."""
        plain = [node]
        while plain[-1].merges:
            cuts = plain[-1].cuts ^ 1 << plain[-1].merges[0]
            plain.append(nodes.get(cuts) or self.visit(word, cuts, nodes))
        node.plain = plain
        return plain

    def ids(self, word: str, node: Node) -> list[int]:
        """The ids of the pieces of `word` at `node`, worked out once."""
        if node.ids is None:
            positions = [0, *(position for position in range(1, len(word)) if node.cuts >> position & 1), len(word)]
            node.ids = self.pieces.ids(word[begin:end] for begin, end in pairwise(positions))
        return node.ids

    def cut(self, word: str) -> Iterator[str]:
        """The pieces of plain BPE: dropout then splits them, and joins none of them."""
        processor = self.pieces.processor
        for is_byte, run in groupby(processor.encode(word), processor.IsByte):
            if is_byte:
                text = bytes(self.pieces.byte_ids.index(piece) for piece in run).decode()
                yield from (text[begin : begin + LONGEST_WORD] for begin in range(0, len(text), LONGEST_WORD))
            else:
                yield from (str(processor.IdToPiece(piece)) for piece in run)


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
        """The ids of one word, piece by piece from its beginning; its choices are remembered."""
        choices = self.words.get(word)
        if choices is None:
            choices = self.choices(word)
            if len(word) <= LONGEST_WORD:
                self.words = self.words if len(self.words) < REMEMBERED else {}
                self.words[word] = choices
        position, drawn = 0, []
        while position < len(word):
            cumulative, options = choices[position]
            piece = options[bisect(cumulative, draw() * cumulative[-1])]
            drawn.append(piece)
            position += len(piece)
        return self.pieces.ids(drawn)

    def choices(self, word: str) -> list[tuple[list[float], list[str]]]:
        """For each place in `word`: the cumulative weights of the pieces that can begin there, and these pieces."""
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
        return choices

    def cut(self, word: str) -> Iterator[str]:
        """Parts of at most `LONGEST_LATTICE` characters, which bounds the memory that a word takes."""
        word = SPACE + word
        return (word[begin : begin + LONGEST_LATTICE] for begin in range(0, len(word), LONGEST_LATTICE))


class Sampling:
    """Draws segmentations of whole texts with one model and one strength, the `probability` or `smoothing` above."""

    def __init__(self, processor: SentencePieceProcessor, kind: str, strength: float) -> None:
        """`kind` is "bpe" or "unigram"."""
        assert kind in ("bpe", "unigram"), kind
        make = MergeDropout if kind == "bpe" else LatticeSampling
        self.sampler: Sampler = make(Pieces(processor), strength)

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
                    for part in self.sampler.cut(word):
                        ids += sample(part, draw)
                elif word:
                    ids += sample(SPACE + word, draw)
            encoded.append(ids)
        return encoded
