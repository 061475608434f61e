"""What a server calls languages: by their English names; DeepL's codes have a region beside them."""

from __future__ import annotations

from s2s.data.text.language_names import NAMES, primary

REGIONS = {"en": {"EN-GB": "British", "EN-US": "American"}, "pt": {"PT-PT": "European", "PT-BR": "Brazilian"}}
"""The targets that DeepL's clients name with a region, and what their names have in brackets."""


def name_of(code: str) -> str:
    """The English name of a language; a code that ISO 639-1 does not have stands for itself."""
    return NAMES.get(primary(code), code)
