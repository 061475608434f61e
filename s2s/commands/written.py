"""What ``s2s translate`` writes for a line."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass

from s2s.commands.demanded import Demanding
from s2s.data.text.ids import UNKNOWN
from s2s.inference.alignment import pointed_at
from s2s.inference.noise import Noise
from s2s.inference.sentences import Translation
from s2s.inference.tally import as_one_line


@dataclass
class Form:
    """What is written for a line, and how it is translated beside the search."""

    kind: str
    nbest: int
    split: bool | None
    """As `Translator.stream` takes it."""
    demanding: Demanding | None = None
    """What translations must hold."""
    noise: Noise | None = None
    """What is done to each text, of the kind ``text`` and one for each line."""
    least: float | None = None
    """How sure a translation must be to be written, from 0 to 1."""

    @classmethod
    def of(cls, options: argparse.Namespace, demanding: Demanding | None, noise: Noise | None) -> Form:
        """As the options of the command say."""
        split = False if options.no_split else None
        return cls(options.output_type, options.nbest, split, demanding, noise, options.min_confidence)

    @property
    def sure(self) -> bool:
        """Whether it takes the confidence of translations."""
        return self.kind == "json" or self.least is not None

    def line(self, translations: list[Translation], number: int) -> str:
        """What is written for the line of input with this number, counted from 0."""
        written = format_line(translations, self.kind, self.nbest)
        return written if self.noise is None else f"{self.noise(written[:-1], number)}\n"


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
    if translation.confidence is not None:
        record["confidence"] = round(translation.confidence, 4)
        record["words"] = [{**word._asdict(), "confidence": round(word.confidence, 4)} for word in translation.words]
    if translation.terms:
        record["terms"] = [
            {"source": term.source, "target": term.target, "by": "keep" if term.kept else "glossary"}
            for term in translation.terms
        ]
    if UNKNOWN in translation.source_pieces:
        only = translation.sentences[0] if len(translation.sentences) == 1 else translation
        record["source_words"] = pointed_at(only)
    return record
