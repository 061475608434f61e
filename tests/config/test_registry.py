"""Names and classes: what is registered, what is a user's own, and what is refused in one line."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from s2s.config.registry import Registry, is_code
from s2s.errors import UserError


@dataclass(frozen=True)
class Facts:
    parts: int
    gates: int = 1


THINGS = Registry(
    "thing", Facts, {"ordered": ("collections:OrderedDict", Facts(2)), "counter": ("collections:Counter", Facts(3))}
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose modules can be named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name in ("mine", "broken", "needs"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def test_a_registered_name_gives_its_class_and_its_record() -> None:
    import collections

    THINGS.check("model.thing", "counter")
    assert THINGS.load("counter") is collections.Counter
    assert THINGS.facts("counter") == Facts(3)
    assert THINGS.names == ("ordered", "counter")


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(
        UserError, match=r"^model.thing=countr: no such thing; did you mean counter\? choose from ordered, "
    ):
        THINGS.check("model.thing", "countr")


@pytest.mark.parametrize("name", [":", "a:", ":b", "a b:C", "a:b c", "../x:Y", "a:b:c"])
def test_what_has_not_the_form_of_a_module_and_a_name_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="no such thing"):
        THINGS.check("model.thing", name)


def test_a_class_of_the_users_own_is_found_in_the_working_folder(folder: Path) -> None:
    (folder / "mine.py").write_text("class Thing:\n    parts = 5\n")
    THINGS.check("model.thing", "mine:Thing")
    assert is_code("mine:Thing") and not is_code("counter") and not is_code(None)
    assert THINGS.load("mine:Thing").parts == 5
    assert THINGS.facts("mine:Thing") == Facts(parts=5, gates=1)


def test_what_cannot_be_imported_is_one_line(folder: Path) -> None:
    (folder / "mine.py").write_text("class Thing:\n    gates = 5\n")
    (folder / "broken.py").write_text("1 / 0\n")
    (folder / "needs.py").write_text("import not_there_at_all\n")
    for name, reason in {
        "absent:Thing": "module absent is not there",
        "mine:Other": "the module has no Other",
        "broken:Thing": "ZeroDivisionError",
        "needs:Thing": "not_there_at_all is not there",
    }.items():
        with pytest.raises(UserError, match=reason) as caught:
            THINGS.load(name)
        assert "\n" not in str(caught.value)
    with pytest.raises(UserError, match="mine:Thing: has no attribute 'parts'"):
        THINGS.facts("mine:Thing")
