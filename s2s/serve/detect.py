"""Which of the served languages a text is in: naive Bayes over byte n-grams (Lui and Baldwin 2011, langid), by py3langid."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from s2s.data.text.identify import LONGEST, label_of, learned


class Detector:
    """Tells `codes` apart. What py3langid has not learned, such as a made-up language, is never its guess."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = list(codes)
        self.labels = {code: label for code in self.codes if (label := label_of(code)) is not None}
        """The names that py3langid has for those of the codes whose language it has learned."""
        self.names = {label: code for code, label in reversed(self.labels.items())}
        self.identifier = copy(learned())  # so that each has languages of its own
        if self.names:
            self.identifier.set_languages(list(self.names))

    def detect(self, text: str) -> list[tuple[str, float]]:
        """Languages and how sure, 0 to 1, likeliest first. A text without a sign of any gives all with the same share."""
        if not self.names:
            return [(code, 1 / len(self.codes)) for code in self.codes]
        ranked = self.identifier.rank(text[:LONGEST])
        return [(self.names[name], float(share)) for name, share in ranked]
