"""What of the training text decides how text is prepared for the model: measured when training begins, kept with the run.

The run folder and the export hold it as ``corpus.json``. A run of before has none, and is taken for one that learned from
ordinary single sentences.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from s2s.data.text.casing import Casing, casing_of
from s2s.data.text.sentences import sentences

SAMPLE = 10_000
"""Pairs that are looked at."""
SEVERAL = 0.1
"""The share of sources with several sentences from which on the model has learned to translate them together."""
CASED = 0.01
"""The share of sources in capitals, or in Title Case, from which on the model has learned to read them."""


@dataclass(frozen=True)
class Facts:
    """Shares of the training sources, from 0 to 1, and a ratio."""

    several: float = 0.0
    """Those that have several sentences."""
    capitals: float = 0.0
    """Those in capitals."""
    title: float = 0.0
    """Those in Title Case."""
    ratio: float = 1.0
    """Characters of all targets for each character of all sources."""

    @property
    def whole_lines(self) -> bool:
        """Whether the model has learned to translate lines of several sentences, which are then not split."""
        return self.several >= SEVERAL

    def knows(self, casing: Casing) -> bool:
        """Whether the model has learned from text in this casing."""
        return (self.capitals if casing is Casing.capitals else self.title) >= CASED


def measure(pairs: Iterable[tuple[str, str]], language: str) -> Facts:
    """The facts of `pairs` (source, target), whose source is in `language`."""
    count = several = characters = written = 0
    casings = dict.fromkeys(Casing, 0)
    for source, target in pairs:
        count += 1
        several += len(sentences(source, language)) > 1
        characters, written = characters + len(source), written + len(target)
        casing = casing_of(source)
        if casing is not None:
            casings[casing] += 1
    if not count or not characters or not written:
        return Facts()
    shares = [share / count for share in (several, casings[Casing.capitals], casings[Casing.title])]
    return Facts(*(round(share, 6) for share in (*shares, written / characters)))


def to_json(facts: Facts) -> str:
    return json.dumps(asdict(facts), indent=2) + "\n"


def from_json(content: bytes) -> Facts:
    """What `to_json` wrote. Raises ValueError for all else."""
    try:
        found: dict[str, Any] = json.loads(content)
        values = {field.name: float(found[field.name]) for field in fields(Facts)}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise ValueError("not the facts of a corpus") from None
    if not all(math.isfinite(value) and value >= 0 for value in values.values()) or values["ratio"] == 0:
        raise ValueError("not the facts of a corpus")
    return Facts(**values)
