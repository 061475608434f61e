"""Which of the served languages a text is in: naive Bayes over byte n-grams (Lui and Baldwin 2011, langid), by py3langid."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from s2s.data.text.identify import learned

LONGEST = 2_000
"""Characters that are looked at."""


class Detector:
    """Tells `codes` apart. What py3langid has not learned, such as a made-up language, is never its guess."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = list(codes)
        identifier = copy(learned())  # so that each has languages of its own
        names = {base(code): code for code in reversed(self.codes) if base(code) in identifier.labels}
        self.names, self.identifier = names, identifier
        if names:
            identifier.set_languages(list(names))

    def detect(self, text: str) -> list[tuple[str, float]]:
        """Languages and how sure, 0 to 1, likeliest first. A text without a sign of any gives all with the same share."""
        if not self.names:
            return [(code, 1 / len(self.codes)) for code in self.codes]
        ranked = self.identifier.rank(text[:LONGEST])
        return [(self.names[name], float(share)) for name, share in ranked]


def base(code: str) -> str:
    """The language of a code without its script or region: ``pt`` of ``pt-BR`` and of ``pt_BR``."""
    return code.lower().partition("-")[0].partition("_")[0]
