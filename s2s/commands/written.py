"""What ``s2s translate`` writes for a line, and what it says at the end."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from s2s.commands.demanded import Demanding
from s2s.commands.output import BROKEN, as_one_line
from s2s.data.text.ids import UNKNOWN
from s2s.inference.alignment import pointed_at
from s2s.inference.sentences import Translation
from s2s.inference.unknown import unknown_words
from s2s.runtime.process import log

FLAGS = {
    "short": "far too short for their source",
    "looping": "looping",
    "truncated": "cut off at their greatest length (--max-length)",
    "unkept": "without something that --keep names, which the vocabulary does not hold",
}


@dataclass
class Form:
    """What is written for a line, and how it is translated beside the search."""

    kind: str
    nbest: int
    split: bool | None
    """As `Translator.stream` takes it."""
    demanding: Demanding | None = None
    """What translations must hold."""


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

    def report(self, kind: str) -> None:
        """One line on stderr, if there is something to say; `kind` is the form in which the translations are written."""
        if self.flagged:
            counts = ", ".join(
                f"{self.flagged[flag]:,} {meaning}" for flag, meaning in FLAGS.items() if self.flagged[flag]
            )
            mark = "; --output-type json says which" if kind in ("text", "tsv") else ""
            log(f"s2s: of {self.lines:,} translations, {counts}{mark}")
        if remark := unknown_words(self.unknown, self.lines):
            log(f"s2s: {remark}")
        if self.broken:
            log(f"s2s: {self.broken:,} translations {BROKEN}")


def format_line(translations: list[Translation], kind: str, nbest: int) -> str:
    """One line of output for a line of input; with n-best, text and tsv have N lines for it."""
    if kind == "json":
        return json.dumps([as_json(translation) for translation in translations], ensure_ascii=False) + "\n"
    wanted = [translations[min(n, len(translations) - 1)] for n in range(nbest)]
    if kind == "tsv":
        return "".join(f"{t.score:.4f}\t{' '.join(as_one_line(t.text).split(chr(9)))}\n" for t in wanted)
    return "".join(as_one_line(t.text) + "\n" for t in wanted)


def as_json(translation: Translation) -> dict[str, object]:
    """The record of a line; with its sentences, unless the line was not to be split."""
    record = {"translation": translation.text, **measured(translation)}
    if translation.sentences:  # not of a line that was not to be split
        record["sentences"] = [sentence_as_json(sentence) for sentence in translation.sentences]
    record["flags"] = translation.flags
    return record


def sentence_as_json(sentence: Translation) -> dict[str, object]:
    """The record of one sentence of a line."""
    casing = {} if sentence.casing is None else {"casing": str(sentence.casing)}
    record = {"source": sentence.source, "text": sentence.text, **casing}
    return {**record, **measured(sentence), "flags": sentence.flags}


def measured(translation: Translation) -> dict[str, object]:
    """The fields that lines and sentences share. `attention` has (target pieces, source pieces), or is None.

    Where words of the source are unknown, ``source_words`` has for each target piece the word that it comes from.
    """
    attention = translation.attention
    record = {
        "score": round(translation.score, 6),
        "log_prob": round(translation.log_prob, 6),
        "source_pieces": translation.source_pieces,
        "pieces": translation.pieces,
        "attention": None if attention is None else [[round(float(w), 4) for w in row] for row in attention],
    }
    if translation.terms:
        record["terms"] = [
            {"source": term.source, "target": term.target, "by": "keep" if term.kept else "glossary"}
            for term in translation.terms
        ]
    if UNKNOWN in translation.source_pieces:
        only = translation.sentences[0] if len(translation.sentences) == 1 else translation
        record["source_words"] = pointed_at(only)
    return record
