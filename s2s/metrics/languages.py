"""What sacrebleu cuts words with, by the language of the text under any of its names, or by its script.

Languages have codes of two letters (ISO 639-1), of three (ISO 639-2 and -3), with a script or a region (BCP 47), with
underscores (FLORES, locales): langcodes knows them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

import langcodes

from s2s.data.text.scripts import spaceless_script

DEFAULT = "13a"
TOKENIZERS = {
    **dict.fromkeys(("zh", "cmn", "yue", "wuu", "hak", "nan", "gan", "hsn", "lzh"), "zh"),
    "ja": "ja-mecab",
    "ko": "ko-mecab",
    **dict.fromkeys(("th", "lo", "km", "my", "bo", "dz", "shn"), "char"),
}
"""What the field uses for a language; 13a for every other."""
OF_SCRIPT = {"zh": "zh", "ja": "ja-mecab", "other": "char"}


@cache
def language_of(code: str) -> str:
    """The language itself in a code by any of its names, such as ``zh`` for zh_CN, zho_Hans, chi and zh; else the code."""
    try:
        return str(langcodes.Language.get(code.partition(".")[0].replace("_", "-")).language or code)
    except ValueError:
        return code


def tokenizer_of(language: str) -> str | None:
    """What the field cuts a language's words with; None where nothing is known but its code."""
    return TOKENIZERS.get(language_of(language))


def tokenizer_for(language: str, references: Sequence[str]) -> str:
    """The same, where the language does not say by the script of `references`."""
    known = tokenizer_of(language)
    if known is not None:
        return known
    chosen = OF_SCRIPT.get(spaceless_script(references) or "", DEFAULT)
    return "char" if chosen == "ja-mecab" and find_spec("MeCab") is None else chosen
