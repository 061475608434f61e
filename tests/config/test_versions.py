"""What older run folders say in other words is translated; what a later release has written is refused in a line."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import s2s
from s2s.config import versions
from s2s.config.options import options
from s2s.config.versions import CHANGES, FORMAT, Change, check_format, migrated, stamp
from s2s.errors import UserError

RENAMED = Change(2, "train.metric", "eval.metric", {"ter": "TER"})


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (Change(2, "train.compile", None), {"train": {"compile": True, "steps": 1}}, {"train": {"steps": 1}}),
        (RENAMED, {"train": {"metric": "ter"}}, {"train": {}, "eval": {"metric": "TER"}}),
        (
            RENAMED,
            {"train": {"metric": "bleu"}, "eval": {"beam": 1}},
            {"train": {}, "eval": {"beam": 1, "metric": "bleu"}},
        ),
        (RENAMED, {"train": {"metric": [1]}}, {"train": {}, "eval": {"metric": [1]}}),
        (RENAMED, {"train": 1}, {"train": 1}),
        (RENAMED, {"seed": 1}, {"seed": 1}),
        (Change(2, "beam", "decode.beam"), {"beam": 5}, {"decode": {"beam": 5}}),
        (
            Change(2, "model.cell", "model.cell", {"gru2": "gru"}),
            {"model": {"cell": "gru2"}},
            {"model": {"cell": "gru"}},
        ),
    ],
)
@pytest.mark.parametrize("number", [{}, {"format": 1}], ids=str)
def test_a_change_is_made_in_older_formats(
    change: Change, before: Any, after: Any, number: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "CHANGES", (change,))
    assert migrated({**number, **deepcopy(before)}, "run") == after
    assert migrated({"format": FORMAT, "version": "0", **deepcopy(after)}, "run") == after


def test_changes_are_made_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "FORMAT", 3)
    monkeypatch.setattr(versions, "CHANGES", (Change(2, "a", "b"), Change(3, "b", "c")))
    for number, name in ((1, "a"), (2, "b"), (3, "c")):
        assert migrated({"format": number, name: 1}, "run") == {"c": 1}


def test_the_table_is_of_options_that_are() -> None:
    """In the order of their formats, none of them later than what is written."""
    assert [change.format for change in CHANGES] == sorted(change.format for change in CHANGES)
    for change in CHANGES:
        assert 1 < change.format <= FORMAT and change.option not in set(options()) - {change.now}
        assert change.now is None or change.now in options() or change.now in {other.option for other in CHANGES}


def test_the_stamp_is_read_again_and_no_option() -> None:
    assert stamp() == {"format": FORMAT, "version": s2s.__version__}
    assert migrated({**stamp(), "seed": 1}, "run") == {"seed": 1}
    assert not {"format", "version"} & set(options())


def test_what_a_later_release_has_written_names_the_versions() -> None:
    with pytest.raises(UserError) as refused:
        check_format(FORMAT + 1, "99.1", "runs/a-1")
    assert str(refused.value) == (
        f"runs/a-1: was written by s2s 99.1 in format {FORMAT + 1}; this is s2s {s2s.__version__}, which reads the formats up"
        f" to {FORMAT}; pip install --upgrade s2s-translate"
    )


@pytest.mark.parametrize("number", [0, -1, True, "2", 2.0, None, [2]], ids=str)
def test_what_is_no_format(number: Any) -> None:
    with pytest.raises(ValueError, match="not a format's number"):
        check_format(number, "1", "run")


def test_the_version_has_one_home() -> None:
    """The built package asks the code, which a checkout has too."""
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in settings["project"] and settings["project"]["dynamic"] == ["version"]
    assert settings["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "s2s.__version__"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", s2s.__version__)
