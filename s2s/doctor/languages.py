"""Texts that are not in the language of their side, judged by the scripts and the characters of the corpus itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Integers = NDArray[numpy.int64]
BITS = 16
"""Three characters in a row are counted under a hash of so many bits."""
LEAST_LETTERS = 2_000
"""On a side, from which its scripts and its usual characters are known."""
FEW, RARE = 5, 0.1
"""A text is in a wrong script if it has so many letters, most of them of scripts with a smaller share of its side."""
NEARLY_ALL = 0.97
"""So much of a text must be Latin for that script to be a wrong one: every language writes names in it."""
SHORTEST = 20
"""Trigrams, from which a text is judged."""
LONGEST = 10_000
"""Characters of a text that are looked at."""
OTHER = 0.5
"""So much likelier must a trigram be on the other side, on average, in nats: a name or two is not enough."""
SMOOTHING, PRIOR = 0.5, 3000
NO_SCRIPT = ("COMBINING", "MODIFIER", "VARIATION", "DIGIT")
KANA = dict.fromkeys(("KATAKANA", "KATAKANA-HIRAGANA"), "HIRAGANA")
"""Japanese is written in both, and some lines in one alone."""
SCRIPTS: dict[str, int] = {"LATIN": 0}
SCRIPT_OF = numpy.full(0x110000, -2, dtype=numpy.int16)
"""The script of each code point: a value of `SCRIPTS`, -1 for what is no letter, -2 for what has not been looked up."""


def script_of(character: str) -> int:
    """Unicode's names start with the script; what only looks different (ª, Ａ) is taken for what it stands for."""
    plain = unicodedata.normalize("NFKC", character)[0]
    name = unicodedata.name(plain, "").partition(" ")[0]
    name = KANA.get(name, name)
    if unicodedata.category(plain)[0] not in "LM" or not name or name in NO_SCRIPT:
        return -1
    return SCRIPTS.setdefault(name, len(SCRIPTS))


def scripts_of(codes: NDArray[numpy.uint32]) -> NDArray[numpy.int16]:
    """The number of each character's script; below 0 where it has none."""
    scripts = SCRIPT_OF[codes]
    if (scripts == -2).any():
        for code in numpy.unique(codes[scripts == -2]).tolist():
            SCRIPT_OF[code] = script_of(chr(code))
        scripts = SCRIPT_OF[codes]
    return scripts


@dataclass(frozen=True)
class Windows:
    """The trigrams of some texts, those with a letter, and the letters in each script."""

    count: int
    """Texts."""
    hashes: Integers
    texts: Integers
    """Which text each is in."""
    letters: Integers
    """(texts, scripts)"""


def windows(texts: Sequence[str]) -> Windows:
    """The trigrams and letters of `texts`, in lower case, each text cut to its first `LONGEST` characters."""
    joined = "".join(f"\n {text[:LONGEST]} " for text in texts).lower()
    codes = numpy.frombuffer(joined.encode("utf-32-le", "surrogatepass"), numpy.uint32)
    ends = codes == ord("\n")
    text = numpy.cumsum(ends) - 1
    scripts = scripts_of(codes)
    letter = scripts >= 0
    places = text[letter] * len(SCRIPTS) + scripts[letter]
    letters = numpy.bincount(places, minlength=len(texts) * len(SCRIPTS)).reshape(len(texts), len(SCRIPTS))
    keep = (letter[:-2] | letter[1:-1] | letter[2:]) & ~(ends[:-2] | ends[1:-1] | ends[2:])
    mixed = codes * numpy.uint32(0x9E3779B1)
    mixed = mixed[:-2] ^ (codes[1:-1] * numpy.uint32(0x85EBCA77)) ^ (codes[2:] * numpy.uint32(0xC2B2AE3D))
    mixed = (mixed * numpy.uint32(0x9E3779B1)) >> numpy.uint32(32 - BITS)
    return Windows(len(texts), mixed[keep].astype(numpy.int64), text[:-2][keep], letters)


class Profile:
    """The characters of one side of a corpus."""

    def __init__(self) -> None:
        self.trigrams = numpy.zeros(1 << BITS)
        self.letters = numpy.zeros(0)

    def add(self, sample: Windows) -> None:
        """Count the trigrams and letters of further texts."""
        self.trigrams += numpy.bincount(sample.hashes, minlength=1 << BITS)
        self.letters = padded(self.letters, sample.letters.shape[1]) + sample.letters.sum(axis=0)

    def remove(self, sample: Windows, texts: Integers) -> None:
        """Take some of the texts that have been added out again."""
        hashes = sample.hashes[numpy.isin(sample.texts, texts)]
        self.trigrams -= numpy.bincount(hashes, minlength=1 << BITS)
        letters = sample.letters[texts].sum(axis=0)
        self.letters = padded(self.letters, len(letters)) - letters

    @property
    def is_known(self) -> bool:
        """Whether there are letters enough to compare other texts to."""
        return bool(self.letters.sum() >= LEAST_LETTERS)

    def logarithms(self) -> Floats:
        """Of the probability of each trigram."""
        return numpy.asarray(numpy.log((self.trigrams + SMOOTHING) / (self.trigrams.sum() + SMOOTHING * (1 << BITS))))


def padded(counts: Floats, size: int) -> Floats:
    """Scripts that came up later have been counted 0 times before."""
    return numpy.pad(counts, (0, size - len(counts)))


def mean_of(values: Floats, sample: Windows, shortest: int = SHORTEST) -> Floats:
    """The mean of `values`, one for each trigram, over each text; NaN in those of fewer than `shortest`."""
    counts = numpy.bincount(sample.texts, minlength=sample.count)
    sums = numpy.bincount(sample.texts, weights=values, minlength=sample.count)
    return numpy.where(counts >= shortest, sums / numpy.maximum(counts, 1), numpy.nan)


def in_wrong_script(sample: Windows, side: Profile) -> Integers:
    """The texts that are mostly in scripts that their side hardly has, or nearly all in Latin, if that is one of these."""
    letters = padded(side.letters, sample.letters.shape[1])
    rare = letters < RARE * letters.sum()
    alien, total = sample.letters[:, rare].sum(axis=1), sample.letters.sum(axis=1)
    latin = sample.letters[:, SCRIPTS["LATIN"]] * rare[SCRIPTS["LATIN"]]
    share = numpy.where(2 * latin > alien, NEARLY_ALL, 0.5)
    return numpy.flatnonzero((total >= FEW) & (alien > share * total))


class Stranger:
    """A third language that texts of one side may be in: learnt from those that look least like their side.

    A text of names looks odd on both sides of its pair, and so does a text of another subject; a text in a third
    language on one of them. So the seeds are texts much less likely, on their side, than the texts beside them. They are
    a language if they resemble each other (`supported`), and whatever resembles them is in it (`likeness`). From about a
    fifth of its side on a language is part of what the side is like, and is not found.
    """

    SEED, CANDIDATE = -3.5, -0.5
    """How much less likely than the other side, in standard deviations of that difference."""
    LIKER = 0.5
    """How much likelier a trigram must be in the seeds than in the rest, on average, in nats."""
    LEAST_SEEDS, LIMIT_SEEDS = 10, 20_000
    """Seeds that make a language, and that are enough of it."""

    def __init__(self, side: Profile) -> None:
        self.side = side
        self.seeds = Profile()

    def likeness(self, sample: Windows, is_seed: NDArray[numpy.bool_]) -> Floats:
        """How much each text is like the seeds rather than like the rest of its side; NaN where it is too short.

        Texts are compared to profiles without themselves.
        """
        _, places, times = numpy.unique((sample.texts << BITS) | sample.hashes, return_inverse=True, return_counts=True)
        own, seed = times[places] * 1.0, is_seed[sample.texts]
        seeds = self.seeds.trigrams[sample.hashes] - own * seed
        rest = (self.side.trigrams - self.seeds.trigrams)[sample.hashes] - own * ~seed
        total = self.seeds.trigrams.sum()
        return mean_of(likelier(seeds, total, rest, self.side.trigrams.sum() - total), sample)


def likelier(counts: Floats, total: float, rest: Floats, rest_total: float) -> Floats:
    """How much likelier a trigram is by its count in a few texts than by that in the rest, in nats.

    The few start from what the rest says (a Dirichlet prior, MacKay and Peto 1995, doi:10.1017/S1351324900000218), so
    that a trigram which neither has tells nothing.
    """
    usual = (rest + SMOOTHING) / (rest_total + SMOOTHING * (1 << BITS))
    return numpy.asarray(numpy.log((counts + PRIOR * usual) / ((total + PRIOR) * usual)))


def supported(texts: Sequence[str], side: Profile) -> Integers:
    """Which of `texts`, that look unlike their side, resemble the words of the others more than the side.

    A text's own words are taken out of those, every one of them, for texts may be alike because they are copies.
    """
    if not texts:
        return numpy.empty(0, numpy.int64)
    words = [sorted(set(text.lower()[:LONGEST].split())) for text in texts]
    several, all_of_them = Profile(), Profile()
    several.add(windows(sorted({word for own in words for word in own})))
    for text in texts:
        all_of_them.add(windows([text]))
    rest = side.trigrams - all_of_them.trigrams
    total, rest_total = several.trigrams.sum(), rest.sum()
    chosen = []
    for index, (text, own) in enumerate(zip(texts, words, strict=True)):
        one, mine = windows([text]), windows(own)
        others = several.trigrams[one.hashes] - numpy.bincount(mine.hashes, minlength=1 << BITS)[one.hashes]
        values = likelier(others, total - len(mine.hashes), rest[one.hashes], rest_total)
        if mean_of(values, one)[0] > Stranger.LIKER:
            chosen.append(index)
    return numpy.array(chosen, numpy.int64)


def standard(values: Floats) -> Floats:
    """`values` in standard deviations from their median, by the median absolute deviation; NaN stays."""
    known = values[~numpy.isnan(values)]
    if not len(known):
        return values
    middle = numpy.median(known)
    return numpy.asarray((values - middle) / max(1e-6, 1.4826 * float(numpy.median(abs(known - middle)))))
