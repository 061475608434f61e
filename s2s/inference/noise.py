"""Noise in translations that are to be the sources of pairs: back-translations teach more with it.

Edunov et al. 2018, arXiv:1808.09381, §3.1: of what a beam finds, words are left out, others are replaced by a filler, and the rest
change their places a little, as Lample et al. 2018 do (arXiv:1711.00043, §2.3).
"""

from __future__ import annotations

import random
from typing import NamedTuple

from s2s.data.text.scripts import spaceless_script

LEFT_OUT, REPLACED = 0.1, 0.1
"""The probabilities that a word is left out, and that one of the others is replaced."""
FARTHEST = 3
"""Words by which one moves at most."""
FILLER = "␣"
"""What words are replaced by: a character that text hardly ever has."""


class Noise(NamedTuple):
    """Noise that depends on `seed`, and on the number of the line."""

    seed: int

    def __call__(self, text: str, number: int) -> str:
        """`text`, the line of this number, with noise; of text without spaces between words, each character counts as one.

        A blank line, and one of which every word would be left out, stays as it is.
        """
        if not text.strip():
            return text
        between = "" if spaceless_script([text]) else " "
        words = text.split(" ") if between else list(text)
        draw = random.Random(f"{self.seed} {number}")
        kept = [word for word in words if draw.random() >= LEFT_OUT]
        if not kept:
            return text
        filled = [FILLER if draw.random() < REPLACED else word for word in kept]
        places = [place + draw.uniform(0, FARTHEST + 1) for place in range(len(filled))]
        return between.join(filled[place] for place in sorted(range(len(filled)), key=places.__getitem__))
