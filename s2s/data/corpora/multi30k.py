"""Image captions (Multi30k, Elliott et al. 2016, arXiv:1605.00459), from the Hugging Face hub or from a local folder."""

from __future__ import annotations

import os
from collections.abc import Mapping

from s2s.config.corpora import Shape
from s2s.config.schema import DataConfig
from s2s.data.corpora.files import examples
from s2s.data.corpora.formats.base import Selection
from s2s.data.corpora.formats.text import Text
from s2s.data.corpora.hub import hub_pairs
from s2s.data.corpora.pairs import Pairs, Request
from s2s.errors import UserError

DATASET = "bentrevett/multi30k"
FILES = {
    "train": ("train",),
    "validation": ("val", "validation", "valid", "dev"),
    "test": ("test_2016_flickr", "test2016", "test"),
}
"""The names that a split's files go by."""


class Multi30k:
    """29,000 training pairs, 1,014 to validate and 1,000 to test with."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> Mapping[str, Pairs | None]:
        """Those of `data.folder`, or of the hub. Raises `UserError`."""
        if data.folder is not None:
            return folder_pairs(data.folder, data.source, data.target, request)
        local = (
            f"data.folder=FOLDER (train.{data.source}, val.{data.source}, …) or data=files data.train=PREFIX"
            f" (PREFIX.{data.source}, PREFIX.{data.target})"
        )
        return hub_pairs("data=multi30k", DATASET, None, data.source, data.target, local, request)


def folder_pairs(folder: str, source: str, target: str, request: Request) -> Mapping[str, Pairs | None]:
    """The splits in a local folder: train, and validation and test under any of the names in use; None what need not be read."""
    if not os.path.isdir(folder):
        raise UserError(f"data.folder={folder}: no such folder; it must hold train.{source}, train.{target} and so on")
    prefixes = {}
    for split, names in FILES.items():
        for name in names:
            prefix = os.path.join(folder, name)
            exists = any(os.path.exists(f"{prefix}.{side}{end}") for side in (source, target) for end in ("", ".gz"))
            if exists or split == "train":
                prefixes[split] = prefix
                break
    selection = Selection(Shape.pairs, source, target)
    return {
        split: examples(Text("data.folder", prefix, selection), request) if request.needs(split, prefixes) else None
        for split, prefix in prefixes.items()
    }
