"""Codes of languages, beside those that langcodes has from the registry of IANA."""

from __future__ import annotations

import langcodes
import pytest

from s2s.data.text.language_names import NAMES, OTHERS, macrolanguage_of, primary


def test_other_codes_are_those_of_the_registry() -> None:
    for other, short in OTHERS.items():
        assert short in NAMES and macrolanguage_of(other) == macrolanguage_of(short), other
    for short in NAMES.keys() - {"tl"}:  # which langcodes takes for Filipino
        every = {langcodes.Language.get(short).to_alpha3(variant=variant) for variant in ("T", "B")}
        assert all(OTHERS[long] == short for long in every), short


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zho_Hans", "zh"),
        ("DEU", "de"),
        ("pt-BR", "pt"),
        ("en_GB", "en"),
        ("und", "und"),
        ("yue", "yue"),
        ("iw", "he"),
        ("", ""),
    ],
)
def test_scripts_and_regions_are_left_out(code: str, language: str) -> None:
    assert primary(code) == language
