"""Languages by any of their names.

They have codes of two letters (ISO 639-1), of three (ISO 639-2 and -3), with a script or a region (BCP 47), with
underscores (FLORES, locales): langcodes knows them all.
"""

from __future__ import annotations

from functools import cache

import langcodes


@cache
def language_of(code: str) -> str:
    """The language itself in a code by any of its names, such as ``zh`` for zh_CN, zho_Hans, chi and zh; else the code."""
    try:
        return str(langcodes.Language.get(code.partition(".")[0].replace("_", "-")).language or code)
    except ValueError:
        return code


@cache
def macrolanguage_of(code: str) -> str:
    """What the language in a code is a part of and mostly called: ``sw`` for swh, ``zh`` for cmn; else the language itself."""
    language = language_of(code)
    if language == "nb":  # for which langcodes has none
        return "no"
    return langcodes.Language.make(language=language).prefer_macrolanguage().language or language
