"""What of the training text decides how text is prepared for the model: measured when training begins, kept with the run.

The run folder and the export hold it as ``corpus.json``. A run of an earlier version has none, and is taken for
one that learned from ordinary single sentences.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from s2s.data.text.casing import Casing, casing_of
from s2s.data.text.sentences import LONGEST as LONGEST_PART
from s2s.data.text.sentences import sentences

SAMPLE = 10_000
"""Pairs that are looked at."""
SEVERAL = 0.1
"""The share of sources with several sentences from which on the model has learned to translate them together."""
CASED = 0.01
"""The share of sources in capitals, or in Title Case, from which on the model has learned to read them; likewise of capitals."""
STRINGS = 0.9
"""The share of sources of one word from which on they are no running text: words to spell or to pronounce, molecules."""
FACTOR, MARGIN = 2, 10
"""Any source of S pieces may become 2 S + 10 of them."""
MEASURED_SHARE = 0.995
"""The share of the training pairs that is within the lengths that are measured; the others may be misaligned."""
ROOM = 1.5
"""How far a translation may exceed what was measured."""
LATER = ("steep", "longest", "usual", "single", "reading", "writing")
"""Facts that the files of earlier versions do not hold."""
LONGEST = 10_000
"""Pieces that the lengths of the training pairs allow at the most."""


@dataclass(frozen=True)
class Facts:
    """Shares of the training sources, from 0 to 1, and lengths of the targets, T pieces, beside those of the sources, S.

    Runs of earlier versions have no lengths in pieces, for which 0 stands.
    """

    several: float = 0.0
    """Those that have several sentences."""
    capitals: float = 0.0
    """Those in capitals."""
    title: float = 0.0
    """Those in Title Case."""
    ratio: float = 1.0
    """Characters of all targets for each character of all sources."""
    steep: float = 0.0
    """99.5 % of the pairs have T ≤ 10 + steep · S."""
    longest: float = 0.0
    """99.5 % of the targets have T ≤ longest."""
    usual: float = 0.0
    """The median of T / S."""
    single: float = 0.0
    """Those of one word."""
    reading: float = 1.0
    """Those with a capital."""
    writing: float = 1.0
    """The targets with a capital, as a share of all targets."""

    def limit(self, length: int) -> int:
        """The most pieces that a source of `length` may become: with room as many as any did in training, or 2 S + 10.

        A source that is longer than all of those may become as many more as is usual.
        """
        learned = min(MARGIN + ROOM * self.steep * length, ROOM * (self.longest + self.usual * length), LONGEST)
        return max(FACTOR * length + MARGIN, math.ceil(learned))

    def at_once(self, most: int) -> int:
        """Pieces of a source that are read at once: `LONGEST_PART`, or as many as the longest of training had about, up to `most`."""
        longest = math.ceil(self.longest / self.usual) if self.usual else 0
        return max(LONGEST_PART, min(most, longest))

    @property
    def whole_lines(self) -> bool:
        """Whether the model has learned to translate lines of several sentences, which are then not split."""
        return self.several >= SEVERAL

    @property
    def strings(self) -> bool:
        """Whether the model has learned from words or other strings one by one, whose capitals are letters as others are."""
        return self.single >= STRINGS

    @property
    def reads_capitals(self) -> bool:
        """Whether the model has learned to read capitals."""
        return self.reading >= CASED

    @property
    def recases(self) -> bool:
        """Whether what the model writes is cased as its source is: text, of a language that the model writes with capitals."""
        return not self.strings and self.writing >= CASED

    def knows(self, casing: Casing) -> bool:
        """Whether the model has learned from text in this casing, or from strings with capitals."""
        learned = self.capitals if casing is Casing.capitals else self.title
        return learned >= CASED or (self.strings and self.reads_capitals)


UNMEASURED = Facts()
"""The facts of a run of an earlier version, which holds none."""


def measure(pairs: Iterable[tuple[str, str]], language: str) -> Facts:
    """The facts of `pairs` (source, target), whose source is in `language`."""
    count = several = characters = written = single = reading = writing = 0
    casings = dict.fromkeys(Casing, 0)
    for source, target in pairs:
        count += 1
        several += len(sentences(source, language)) > 1
        characters, written = characters + len(source), written + len(target)
        single += len(source.split()) == 1
        reading, writing = reading + (source != source.lower()), writing + (target != target.lower())
        casing = casing_of(source)
        if casing is not None:
            casings[casing] += 1
    if not count or not characters or not written:
        return Facts()

    def share(found: int) -> float:
        return round(found / count, 6)

    return Facts(
        several=share(several),
        capitals=share(casings[Casing.capitals]),
        title=share(casings[Casing.title]),
        ratio=round(written / characters, 6),
        single=share(single),
        reading=share(reading),
        writing=share(writing),
    )


def with_lengths(facts: Facts, lengths: Sequence[tuple[int, int]]) -> Facts:
    """`facts` with what the `lengths` in pieces of training pairs, (S, T), say; eos counts in both."""
    if not lengths:
        return facts
    steep = quantile([max(0, target - MARGIN) / source for source, target in lengths], MEASURED_SHARE)
    longest = quantile([target for _, target in lengths], MEASURED_SHARE)
    usual = quantile([target / source for source, target in lengths], 0.5)
    return replace(facts, steep=round(steep, 6), longest=longest, usual=round(usual, 6))


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least this `share` of them does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def to_json(facts: Facts) -> str:
    """The facts as JSON, which `from_json` reads."""
    return json.dumps(asdict(facts), indent=2) + "\n"


def from_json(content: bytes) -> Facts:
    """What `to_json` wrote. Raises ValueError for all else."""
    try:
        loaded: dict[str, Any] = json.loads(content)
        values = {
            field.name: float(loaded.get(field.name, field.default) if field.name in LATER else loaded[field.name])
            for field in fields(Facts)
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise ValueError("not the facts of a corpus") from None
    if not all(math.isfinite(value) and value >= 0 for value in values.values()) or values["ratio"] == 0:
        raise ValueError("not the facts of a corpus")
    return Facts(**values)
