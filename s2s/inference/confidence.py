"""How sure a run is of what it writes: for a line the chance that it reaches chrF 50, for a word that it stands in the reference.

Both are logistic functions of what the search knows anyway (`s2s.inference.features`), fitted on validation text by
`s2s.inference.calibration` and kept with the run as ``confidence.json``. After Platt (1999, eq. 1) and, of translations,
Ueffing and Ney (2007, Computational Linguistics 33:1) and Fomicheva et al. (2020, arXiv:2005.10608).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from s2s.config.versions import check_format, stamp
from s2s.decode.backend import Doubles, Settings
from s2s.errors import SettingError, UserError
from s2s.files import read, write
from s2s.inference.features import OF_SENTENCE, OF_WORD, of_sentence, of_words, words
from s2s.inference.sentences import Translation, Word
from s2s.runs.names import CONFIDENCE

REACHED = 50.0
"""The chrF of a line that counts as good."""
WRONG = ("short", "looping", "truncated")
"""Flags of translations that look wrong."""
PRIOR = 10
"""So many translations with such a flag, one of them good, are taken to have been seen beside those of the validation set."""
BELOW = "below"
"""The flag of what is withheld."""
LARGEST = 1 << 16
"""Bytes of the file, which takes a tenth of it."""
STRONGEST = 1e6
"""The largest number that the file may hold."""


class Logistic(NamedTuple):
    """P = 1 / (1 + exp(-(b + Σ w (x - m)))), each x within what the fit has seen of it, and m where it is nan."""

    bias: float
    weights: Doubles
    """(F,)"""
    means: Doubles
    """(F,)"""
    least: Doubles
    """(F,)"""
    most: Doubles
    """(F,)"""

    def __call__(self, values: Doubles) -> Doubles:
        """(N,) chances for `values` (N, F)."""
        inside = numpy.clip(numpy.where(numpy.isnan(values), self.means, values), self.least, self.most)
        chances: Doubles = 1 / (1 + numpy.exp(-(self.bias + (inside - self.means) @ self.weights)))
        return chances

    def as_json(self, names: Sequence[str]) -> dict[str, Any]:
        """As the file has it, each number under the name of what it weighs."""
        columns = (self.weights, self.means, self.least, self.most)
        values = numpy.stack(columns, axis=1).tolist()
        keys = ("weight", "mean", "least", "most")
        features = {name: dict(zip(keys, row, strict=True)) for name, row in zip(names, values, strict=True)}
        return {"bias": self.bias, "features": features}

    @classmethod
    def from_json(cls, entry: Mapping[str, Any], names: Sequence[str]) -> Logistic:
        """What `as_json` made. Raises ValueError, KeyError or TypeError for all else."""
        features = entry["features"]
        if set(features) != set(names):
            raise ValueError("other features")
        columns = [
            numpy.array([float(features[name][key]) for name in names]) for key in ("weight", "mean", "least", "most")
        ]
        if not all(
            (numpy.abs(column) <= STRONGEST).all() for column in (numpy.array([entry["bias"]], float), *columns)
        ):
            raise ValueError("not finite")
        return cls(float(entry["bias"]), *columns)


@dataclass(frozen=True, eq=False)
class Confidence:
    """What was fitted for one run."""

    lines: Logistic
    words: Logistic
    flagged: tuple[int, int]
    """Validation lines with one of the flags `WRONG`, and how many of these were good all the same."""
    measured: Mapping[str, float] = field(default_factory=dict)
    """What the fit reaches on lines that it has not seen, by what it is called."""

    @property
    def highest(self) -> float:
        """What a translation with one of the flags `WRONG` has at the most."""
        seen, good = self.flagged
        return (good + 1) / (seen + PRIOR)

    def rate(self, translation: Translation) -> Translation:
        """One sentence with its confidence and that of its words; as it is where nothing was written for it."""
        chance, rated = translation.confidence, translation.words
        if translation.token_log_probs is not None:
            chance = float(self.lines(of_sentence(translation)[None])[0])
            spans, text = words(translation.text), translation.text
            chances = self.words(of_words(translation, spans)).tolist()
            rated = tuple(Word(text[begin:end], begin, sure) for (begin, end), sure in zip(spans, chances, strict=True))
        if chance is not None and any(flag in WRONG for flag in translation.flags):
            chance = min(chance, self.highest)
        return replace(translation, confidence=chance, words=rated)


class Rater(NamedTuple):
    """Rates translations, and takes from them what the search has noted for the sake of that alone."""

    confidence: Confidence
    asked: Settings
    """How the user wants to decode."""

    @property
    def settings(self) -> Settings:
        """`asked`, and what a confidence is computed from."""
        return replace(self.asked, attention=True, token_log_probs=True)

    def __call__(self, translations: Iterable[Translation]) -> list[Translation]:
        """The translations of one sentence with their confidence."""
        return [self.asked_for(self.confidence.rate(translation)) for translation in translations]

    def asked_for(self, translation: Translation) -> Translation:
        """Without what was not asked for."""
        asked = self.asked
        if asked.attention and asked.token_log_probs:
            return translation
        return replace(
            translation,
            attention=translation.attention if asked.attention else None,
            token_log_probs=translation.token_log_probs if asked.token_log_probs else None,
        )


def to_json(confidence: Confidence) -> str:
    """The file's content, which `from_json` reads."""
    record = {
        **stamp(),
        "chrf": REACHED,
        "lines": confidence.lines.as_json(OF_SENTENCE),
        "words": confidence.words.as_json(OF_WORD),
        "flagged": list(confidence.flagged),
        "measured": dict(confidence.measured),
    }
    return json.dumps(record, indent=1) + "\n"


def from_json(content: bytes, origin: str) -> Confidence:
    """What `to_json` wrote. Raises ValueError for all else, and `UserError` for the file of a later release."""
    try:
        record = json.loads(content)
        check_format(record["format"], record["version"], origin)
        if record["chrf"] != REACHED:
            raise ValueError("another measure")
        seen, good = record["flagged"]
        if type(seen) is not int or type(good) is not int or not 0 <= good <= seen:
            raise ValueError("no counts")
        measured = {str(name): float(value) for name, value in record["measured"].items()}
        lines, words = (
            Logistic.from_json(record[name], names) for name, names in (("lines", OF_SENTENCE), ("words", OF_WORD))
        )
        return Confidence(lines, words, (seen, good), measured)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        if isinstance(error, UserError):
            raise
        raise ValueError("not what fits a confidence") from None


def save_confidence(folder: Path, confidence: Confidence) -> None:
    """Write ``confidence.json``."""
    write(folder / CONFIDENCE, to_json(confidence).encode())


def load_confidence(folder: Path) -> Confidence | None:
    """What was fitted for the run or the export in `folder`; None where nothing was. Raises `UserError`."""
    path = Path(folder) / CONFIDENCE
    try:
        return from_json(read(path, LARGEST), str(path))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        remedy = "copy the folder again, or fit it again with s2s confidence"
        raise UserError(f"{path}: not what s2s confidence writes; {remedy}") from None


def check_least(value: object, confidence: Confidence | None, folders: Sequence[object]) -> None:
    """Raise `UserError` where `value` is no least confidence, or the run in `folders` has none to compare it with."""
    number = isinstance(value, int | float | numpy.number) and not isinstance(value, bool)
    if not number or not 0 <= float(value) <= 1:  # type: ignore[arg-type]
        raise SettingError("min_confidence", value, "use a number from 0 to 1")
    if len(folders) > 1:
        raise SettingError("min_confidence", value, "no confidence is fitted for an ensemble; give one run")
    if confidence is None:
        folder = folders[0]
        fit = f"s2s confidence -m {folder} --source FILE --reference FILE"
        raise SettingError("min_confidence", value, f"{folder} has no {CONFIDENCE}; fit it: {fit}")


def withheld(translations: list[Translation], least: float | None) -> list[Translation]:
    """`translations` of a line, or, where the best is less sure than `least`, one that is empty, with the flag `BELOW`."""
    best = translations[0]
    if least is None or best.confidence is None or best.confidence >= least:
        return translations
    return [
        replace(
            best,
            text="",
            pieces=(),
            attention=None,
            token_log_probs=None,
            sentences=(),
            words=(),
            terms=(),
            flags=(*best.flags, BELOW),
        )
    ]
