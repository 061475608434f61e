"""The directions of a model: which of them is meant."""

from __future__ import annotations

import pytest

from s2s.config.directions import turned
from s2s.config.schema import DataConfig
from s2s.errors import UserError

DATA = DataConfig(directions=["en-pt_BR", "pt_BR-en", "en-zh_Hans"])


@pytest.mark.parametrize(
    ("to", "source", "found"),
    [
        ("pt_BR", "en", ("en", "pt_BR")),
        ("pt-br", "EN", ("en", "pt_BR")),
        ("PT_br", None, ("en", "pt_BR")),
        ("ZH-hans", "en", ("en", "zh_Hans")),
        ("en", "Pt-Br", ("pt_BR", "en")),
    ],
)
def test_codes_may_differ_in_case_and_hyphens(to: str, source: str | None, found: tuple[str, str]) -> None:
    data, trained = turned(DATA, to, source)
    assert (data.source, data.target) == found and trained


def test_what_differs_in_more_is_another_language() -> None:
    with pytest.raises(UserError, match=r"^to=pt: the run does not translate to it; choose from pt_BR, en, zh_Hans$"):
        turned(DATA, "pt", "en")


def test_a_run_of_one_direction_likewise() -> None:
    single = DataConfig(source="en", target="pt_BR")
    assert turned(single, "pt-br", "en") == (single, True)
    with pytest.raises(UserError, match=r"^to=pt-pt: the run translates en → pt_BR; leave it out$"):
        turned(single, "pt-pt", None)
