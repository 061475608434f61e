"""Words of a translation: how likely each was, and which words of the source the model looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy

from s2s.data.text.ids import END
from s2s.data.text.words import groups
from s2s.decode.backend import Floats
from s2s.inference.alignment import source_words
from s2s.inference.sentences import Translation

SEGMENT = re.compile(" +|[^ ]+")
"""Words and what is between them; a word is what the tokenizer takes for one."""
LEAST = 0.05
"""Attention of less weight is not reported."""


def words_of(lines: Sequence[str], ends: Sequence[str], translations: Sequence[Translation]) -> dict[str, Any]:
    """Source and translation in segments that make the whole texts when they are joined.

    ``source`` is a list of strings. ``translation`` is a list of objects with ``text``, and of a word, where the model
    says so, ``probability`` (of the word after the words before it, 0 to 1), ``confidence`` (that it is right, 0 to 1), and
    ``attention``: pairs of an index in ``source`` and a weight.
    """
    source: list[str] = []
    written: list[dict[str, Any]] = []
    for line, end, translation in zip(lines, [*ends, ""], translations, strict=True):
        position = 0
        for sentence in translation.sentences:
            begin = line.index(sentence.source, position)
            position, before = begin + len(sentence.source), line[position:begin]
            source += [before] if before else []
            written += [{"text": sentence.between}] if sentence.between else []
            written += sentence_words(sentence, len(source))
            source += [text for text, _ in source_segments(sentence)]
        source += [rest for rest in (line[position:], end) if rest]
        written += [{"text": end}] if end else []
    return {"source": source, "translation": written}


def sentence_words(sentence: Translation, begin: int) -> list[dict[str, Any]]:
    """The segments of a translated sentence; those of its source have the indices from `begin` on."""
    entries: list[dict[str, Any]] = []
    for match in SEGMENT.finditer(sentence.text):
        own = [word.confidence for word in sentence.words if match.start() <= word.begin < match.end()]
        entries.append({"text": match[0], **({"confidence": round(min(own), 4)} if own else {})})
    words = [entry for entry in entries if entry["text"].strip(" ")]
    rows = groups(sentence.pieces)
    if len(rows) != len(words):  # pieces that are no text, such as a lone space
        return entries
    if sentence.token_log_probs is not None:
        log_probs = numpy.asarray(sentence.token_log_probs)
        for entry, (first, last) in zip(words, rows, strict=True):
            entry["probability"] = round(float(numpy.exp(log_probs[first:last].sum())), 4)
    indices = [begin + index for index, (_, is_word) in enumerate(source_segments(sentence)) if is_word]
    columns = [pair for pair in groups(sentence.source_pieces) if sentence.source_pieces[pair[0]] != END]
    if sentence.attention is not None and len(columns) == len(indices):
        weights = numpy.asarray(sentence.attention)
        for entry, row in zip(words, rows, strict=True):
            entry["attention"] = looks(weights[row[0] : row[1]].mean(axis=0), columns, indices)
    return entries


def source_segments(sentence: Translation) -> list[tuple[str, bool]]:
    """The words of the source, as the user has them, and what is between them; with each whether it is a word."""
    segments: list[tuple[str, bool]] = []
    position = 0
    for begin, end in source_words(sentence):
        segments += [(sentence.source[position:begin], False)] if begin > position else []
        segments.append((sentence.source[begin:end], True))
        position = end
    rest = sentence.source[position:]
    return [*segments, (rest, False)] if rest else segments


def looks(weights: Floats, columns: Sequence[tuple[int, int]], indices: Sequence[int]) -> list[list[float]]:
    """Of weights (S,) over pieces: the index of each word that has `LEAST` or more, and how much it has."""
    shares = ((index, float(weights[first:last].sum())) for index, (first, last) in zip(indices, columns, strict=True))
    return [[index, round(share, 3)] for index, share in shares if share >= LEAST]
