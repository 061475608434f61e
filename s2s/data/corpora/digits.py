"""Handwritten digits (8 × 8 pixels, from scikit-learn) as vectors, with their class or a sentence that describes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy

from s2s.config.distributions import install
from s2s.config.schema import DataConfig
from s2s.data.codecs.base import Array
from s2s.data.corpora.pairs import Pairs, Request
from s2s.errors import UserError

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
INK = (295.0, 330.0)
"""Sums of grey values (0 to 16) up to which a digit is thin, and from which it is bold: about a third of all each."""
LEAN = (-0.1, 0.05)
"""Slopes of the axis, in columns to the right for each row up, that separate left, upright and right."""
SHARES = {"train": 0.7, "validation": 0.15, "test": 0.15}


class Digits:
    """Images as vectors, each with its class, or with a sentence about it where a text is wanted."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """The images of each split, which is drawn by `seed`."""
        examples = digits(described=request.swapped, seed=seed)
        return {
            split: Pairs(f"data.{split}", None, partial(zip, images, texts, strict=True))
            for split, (images, texts) in examples.items()
        }

    def judge(self, sources: Sequence[Any], written: Sequence[str], targets: Sequence[str]) -> tuple[str, list[bool]]:
        """What is counted, and for each of the texts `written` whether it is so."""
        return "right digit", [same_digit(text, right) for text, right in zip(written, targets, strict=True)]


def digits(described: bool, seed: int) -> dict[str, tuple[list[Any], list[str]]]:
    """For each split the images (64 numbers each) and their classes, or sentences about them if `described`.

    The split is drawn by `seed`. Raises `UserError` where scikit-learn is missing.
    """
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        raise UserError(f"data=digits: scikit-learn is not installed; {install('examples')}") from None
    dataset = load_digits()
    images, classes = dataset.data.astype(numpy.float32), dataset.target
    order = numpy.random.default_rng(seed).permutation(len(images))
    bounds = numpy.cumsum([round(share * len(images)) for share in SHARES.values()])[:-1]
    named = describe if described else lambda image, digit: str(digit)
    targets = [named(image, int(digit)) for image, digit in zip(images, classes, strict=True)]
    return {
        split: (list(images[rows]), [targets[row] for row in rows])
        for split, rows in zip(SHARES, numpy.split(order, bounds), strict=True)
    }


def describe(image: Array, digit: int) -> str:
    """A sentence that says which digit it is, how thick its lines are and where it leans."""
    pixels = image.reshape(8, 8).astype(float)
    ink = pixels.sum()
    thickness = "thin" if ink <= INK[0] else "bold" if ink >= INK[1] else "plain"
    lean = slope(pixels)
    slant = "leans to the left" if lean <= LEAN[0] else "leans to the right" if lean >= LEAN[1] else "stands upright"
    return f"This is a {thickness} {NAMES[digit]} that {slant}."


def slope(pixels: numpy.typing.NDArray[numpy.float64]) -> float:
    """Covariance of row and column over the variance of the row, weighted by ink; positive where the top is on the right."""
    rows, columns = numpy.mgrid[:8, :8]
    weights = pixels / pixels.sum()
    row, column = (weights * rows).sum(), (weights * columns).sum()
    return float(-(weights * (rows - row) * (columns - column)).sum() / (weights * (rows - row) ** 2).sum())


def same_digit(written: str, reference: str) -> bool:
    """Whether a sentence names the digit that the reference names, and no other."""
    named = [set(re.findall(r"\w+", text)) & set(NAMES) for text in (written, reference)]
    return named[0] == named[1]
