"""The scripts of benchmarks/ import each other by name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from s2s.data.corpora.phrasebook.draw import pairs

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sentence pairs by the names that Multi30k's have."""
    for name, split, count in (("train", "train", 60), ("val", "validation", 4)):
        sides = list(zip(*pairs("en", "de", split, count, 1), strict=True))
        for language, lines in zip(("en", "de"), sides, strict=True):
            (tmp_path / f"{name}.{language}").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return tmp_path
