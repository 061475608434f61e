"""What is said at the end of many translations: how many of them look wrong, and how."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from s2s.data.corpora.values import unbroken
from s2s.inference.sentences import Translation
from s2s.inference.unknown import unknown_words
from s2s.runtime.process import log

BROKEN = "hold line breaks, which are written as spaces; {} keeps them"
JSON = "--output-type json"
"""What keeps everything of a translation, where lines are written."""
FLAGS = {
    "short": "far too short for their source",
    "looping": "looping",
    "truncated": "cut off at their greatest length (--max-length)",
    "unkept": "without something that --keep names, which the vocabulary does not hold",
    "below": "less sure than --min-confidence asks, and left empty",
}


def as_one_line(text: str) -> str:
    """`text` with a space for each line end in it: in a file of lines, every one after it would move."""
    return unbroken(text) if "\n" in text else text


@dataclass
class Tally:
    """Counts translations that look wrong, so that they are not written without a word."""

    lines: int = 0
    flagged: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    """Those whose source has characters or words that the vocabulary does not hold."""
    broken: int = 0
    """Those that hold a line break, where they are written as lines."""

    def note(self, best: Translation, kind: str) -> None:
        """Count the best translation of a line, which is written in the form `kind`."""
        self.lines += 1
        self.flagged.update(best.flags)
        self.unknown += best.unknown > 0
        self.broken += kind != "json" and "\n" in best.text

    def add(self, other: Tally) -> None:
        """Add the counts of another process's lines."""
        self.lines += other.lines
        self.flagged.update(other.flagged)
        self.unknown += other.unknown
        self.broken += other.broken

    def report(self, kind: str, keeps: str = JSON) -> None:
        """Log the `remarks`."""
        for remark in self.remarks(kind, keeps):
            log(f"s2s: {remark}")

    def remarks(self, kind: str, keeps: str = JSON) -> list[str]:
        """What there is to say, a line each.

        `kind` is the form in which the translations are written, and `keeps` the option that writes more of them.
        """
        remarks = []
        if self.flagged:
            counts = ", ".join(
                f"{self.flagged[flag]:,} {meaning}" for flag, meaning in FLAGS.items() if self.flagged[flag]
            )
            mark = f"; {keeps} says which" if kind in ("text", "tsv") else ""
            remarks.append(f"of {self.lines:,} translations, {counts}{mark}")
        if remark := unknown_words(self.unknown, self.lines):
            remarks.append(remark)
        if self.broken:
            remarks.append(f"{self.broken:,} translations {BROKEN.format(keeps)}")
        return remarks
