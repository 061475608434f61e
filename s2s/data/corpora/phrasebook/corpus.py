"""The built-in corpus, made on the spot: nothing to download, and a small model learns it in minutes."""

from __future__ import annotations

from functools import partial

from s2s.config.schema import DataConfig
from s2s.data.corpora.pairs import Pairs, Request
from s2s.data.corpora.phrasebook import draw

TRAIN, HELD_OUT = 20_000, 500
SPLITS = ("train", "validation", "test")


class Phrasebook:
    """Sentences of a small grammar in three languages; `data.size` of them to train on."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """The pairs of each split; no pair of one split is in another."""
        sizes = {split: (data.size or TRAIN) if split == "train" else HELD_OUT for split in SPLITS}
        return {
            split: Pairs(f"data.{split}", None, partial(iter, draw.pairs(data.source, data.target, split, size, seed)))
            for split, size in sizes.items()
        }
