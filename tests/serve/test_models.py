"""The languages of a server."""

from __future__ import annotations

import pytest
from serving import speaker

from s2s.serve.models import Models
from s2s.serve.options import ServeOptions
from s2s.serve.refusal import Refusal


def test_languages_of_one_name_have_the_same_order_in_every_worker() -> None:
    codes = ["pt", "pt_AO", "pt_BR", "pt_MZ", "pt_PT"]
    assert Models([speaker("en", code) for code in codes], ServeOptions()).codes == ["en", *codes]


def test_codes_of_two_and_three_letters_mean_the_served_language() -> None:
    models = Models([speaker("eng", "deu"), speaker("eng", "zh_Hans"), speaker("eng", "zh_Hant")], ServeOptions())
    assert [models.known(code) for code in ("en", "EN", "de", "eng", "zh-hans")] == [
        "eng",
        "eng",
        "deu",
        "eng",
        "zh_Hans",
    ]
    for code in ("zh", "fr", "en-US"):
        with pytest.raises(Refusal, match=f"^{code} is not supported; choose from zh_Hans, zh_Hant, eng, deu$"):
            models.known(code)
