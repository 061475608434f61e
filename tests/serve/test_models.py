"""The languages of a server."""

from __future__ import annotations

from serving import speaker

from s2s.serve.models import Models
from s2s.serve.options import ServeOptions


def test_languages_of_one_name_have_the_same_order_in_every_worker() -> None:
    codes = ["pt", "pt_AO", "pt_BR", "pt_MZ", "pt_PT"]
    assert Models([speaker("en", code) for code in codes], ServeOptions()).codes == ["en", *codes]
