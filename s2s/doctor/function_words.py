"""Whether a side might be in another language than is declared, at a glance: by the words that every text has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from s2s.data.text.language_names import primary

WORDS = {
    "ca": "els les una que amb per del és són no als",
    "cs": "je se na že to jsem ne si by jak ale",
    "da": "det er og at ikke jeg har med den til på",
    "de": "der die das und ist ich nicht ein eine sie zu",
    "en": "the is to of and you in it that was he",
    "es": "el los las que es una por con no del está",
    "fi": "on ja ei se että hän oli minä mitä tämä en",
    "fr": "le les est et que une je des vous pas il",
    "hu": "az és nem hogy egy van ez volt csak ezt meg",
    "id": "yang dan di ini itu dengan tidak untuk saya dari ada",
    "it": "il che è di non una per la sono del gli",
    "nl": "het een de en van is niet ik dat zijn op",
    "no": "det er og ikke jeg har som på til en den",
    "pl": "nie się jest na to że do jak ale mnie czy",
    "pt": "os que não uma um para com do em está ele",
    "ro": "și este nu să în sunt că pe din mai care",
    "ru": "и не что на это он как мы она был все",
    "sv": "det är och att inte jag som på har till en",
    "tr": "bir ve bu çok ne için ben mi da değil var",
    "uk": "не що на це він як ми вона був та його",
}
"""Frequent words of some languages, of which many are words of no other."""
SETS = {code: frozenset(words.split()) for code, words in WORDS.items()}
CYRILLIC = ("ru", "uk")
WORD = re.compile(r"[^\W\d_]{2,}|и|è|é|é|я")
LEAST_WORDS = 200
USUAL, RATIO = 0.08, 3
"""A side may be in a language from such a share of its words on, so many times that of the declared language."""


def suspicious(texts: Iterable[str], declared: str) -> bool:
    """Whether `texts` are in another script than, or have far more of the words of another language than the `declared` one, if that is known."""
    own = SETS.get(primary(declared))
    if own is None:
        return False
    texts = [*texts]
    if in_other_script("".join(texts), primary(declared) in CYRILLIC):
        return True
    words = Counter(word for text in texts for word in WORD.findall(text.lower()))
    if words.total() < LEAST_WORDS:
        return False
    counts = {code: sum(words[word] for word in known) for code, known in SETS.items()}
    share = sum(words[word] for word in own) / words.total()
    return max(counts.values()) / words.total() >= max(USUAL, RATIO * share)


def in_other_script(text: str, cyrillic: bool) -> bool:
    """Whether most letters of `text` are no Latin letters, or no Cyrillic ones."""
    letters = [letter for letter in text if letter.isalpha()]
    expected = sum("\u0400" <= letter < "\u0530" if cyrillic else letter < "\u0250" for letter in letters)
    return len(letters) >= LEAST_WORDS and 2 * expected < len(letters)
