"""What sacrebleu cuts words with, by the language of the text under any of its names, or by its script."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from s2s.data.text.language_names import primary
from s2s.data.text.scripts import spaceless_script

DEFAULT = "13a"
TOKENIZERS = {
    **dict.fromkeys(("zh", "yue", "wuu", "hak", "nan", "gan", "hsn", "lzh"), "zh"),
    "ja": "ja-mecab",
    "ko": "ko-mecab",
    **dict.fromkeys(("th", "lo", "km", "my", "bo", "dz", "shn"), "char"),
}
"""What the field uses for a language; 13a for every other."""
OF_SCRIPT = {"zh": "zh", "ja": "ja-mecab", "other": "char"}


def tokenizer_of(language: str) -> str | None:
    """What the field cuts a language's words with; None where nothing is known but its code."""
    return TOKENIZERS.get(primary(language))


def tokenizer_for(language: str, references: Sequence[str]) -> str:
    """The same, where the language does not say by the script of `references`."""
    known = tokenizer_of(language)
    if known is not None:
        return known
    chosen = OF_SCRIPT.get(spaceless_script(references) or "", DEFAULT)
    return "char" if chosen == "ja-mecab" and find_spec("MeCab") is None else chosen
