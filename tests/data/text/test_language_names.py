"""Codes of languages, beside those that langcodes has from the registry of IANA."""

from __future__ import annotations

import langcodes
import pytest

from s2s.data.text.codes import macrolanguage_of
from s2s.data.text.language_names import NAMES, THREE_LETTERS, primary


def test_codes_of_three_letters_are_those_of_the_registry() -> None:
    for long, short in THREE_LETTERS.items():
        assert short in NAMES and macrolanguage_of(long) == macrolanguage_of(short), long
    for short in NAMES.keys() - {"tl"}:  # which langcodes takes for Filipino
        every = {langcodes.Language.get(short).to_alpha3(variant=variant) for variant in ("T", "B")}
        assert all(THREE_LETTERS[long] == short for long in every), short


@pytest.mark.parametrize(
    ("code", "language"),
    [("zho_Hans", "zh"), ("DEU", "de"), ("pt-BR", "pt"), ("en_GB", "en"), ("und", "und"), ("yue", "yue"), ("", "")],
)
def test_scripts_and_regions_are_left_out(code: str, language: str) -> None:
    assert primary(code) == language
