"""Which language a text is in: naive Bayes over byte n-grams (Lui and Baldwin 2011, langid), by py3langid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy
from numpy.typing import NDArray

from s2s.data.text.language_names import primary

LONGEST = 2_000
"""Characters of a text that are looked at."""
ALIASES = {"nb": "no", "ki": "kik"}
"""Languages that are learned under another name."""


@cache
def learned() -> Any:
    """The model of 139 languages, which comes in the package and takes a second to read."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def label_of(code: str) -> str | None:
    """The name under which the model has learned the language with the code `code`; None where it has not."""
    if not code:
        return None
    language, labels = primary(code), learned().labels
    return next((name for name in (language, ALIASES.get(language)) if name in labels), None)


def shares(texts: Sequence[str]) -> tuple[list[str], NDArray[numpy.float64]]:
    """The names of the languages (N), and how likely each text is in each of them, (texts, N), rows that sum to 1."""
    model = learned()
    names: list[str] = model.labels
    order = {name: column for column, name in enumerate(names)}
    likelihoods = numpy.zeros((len(texts), len(names)))
    for row, text in zip(likelihoods, texts, strict=True):
        for name, share in model.rank(text[:LONGEST]):
            row[order[name]] = share
    return names, likelihoods
