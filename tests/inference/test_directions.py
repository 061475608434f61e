"""The directions of a model: which of them is meant."""

from __future__ import annotations

import pytest

from s2s.config.schema import DataConfig
from s2s.errors import UserError
from s2s.inference.directions import spelled, turned

DATA = DataConfig(directions=["en-pt_BR", "pt_BR-en", "en-zh_Hans"])


@pytest.mark.parametrize(
    ("to", "source", "found"),
    [
        ("pt_BR", "en", ("en", "pt_BR")),
        ("pt-br", "EN", ("en", "pt_BR")),
        ("PT_br", None, ("en", "pt_BR")),
        ("ZH-hans", "en", ("en", "zh_Hans")),
        ("en", "Pt-Br", ("pt_BR", "en")),
        ("eng", "por", ("pt_BR", "en")),
    ],
)
def test_codes_may_be_spelled_otherwise(to: str, source: str | None, found: tuple[str, str]) -> None:
    data, trained = turned(DATA, to, source)
    assert (data.source, data.target) == found and trained


@pytest.mark.parametrize(
    ("code", "known", "meant"),
    [
        ("en", ["eng", "deu"], "eng"),
        ("DEU", ["en", "de"], "de"),
        ("pt", ["en", "pt_BR"], "pt_BR"),
        ("por-br", ["pt_PT", "pt_BR"], "pt_BR"),
        ("en", ["eng_Latn", "yor_Latn"], "eng_Latn"),
        ("pt", ["por", "pt_BR"], "por"),
        ("zh", ["zh_Hans", "zh_Hant"], None),
        ("pt_PT", ["en", "pt_BR"], None),
        ("en-US", ["eng"], None),
        ("fr", ["eng", "deu"], None),
    ],
)
def test_codes_of_one_language(code: str, known: list[str], meant: str | None) -> None:
    assert spelled(code, known) == (meant or code)


def test_another_region_is_another_language() -> None:
    known = "choose from pt_BR, en, zh_Hans"
    with pytest.raises(UserError, match=rf"^to=pt_PT: the run does not translate to it; {known}$"):
        turned(DATA, "pt_PT", "en")


def test_a_run_of_one_direction_likewise() -> None:
    single = DataConfig(source="en", target="pt_BR")
    assert turned(single, "pt-br", "en") == (single, True)
    with pytest.raises(UserError, match=r"^to=pt-pt: the run translates en → pt_BR; leave it out$"):
        turned(single, "pt-pt", None)
