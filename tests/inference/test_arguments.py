"""What Python callers hand over: one for one, a list for a list, and a line that says what is wrong and where."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy
import pytest
from translating import copier, tiny_run

import s2s
from s2s.config.tasks import TASKS
from s2s.decode.backend import Settings
from s2s.errors import UserError
from s2s.inference.arguments import Decoding, chosen_export, texts_of
from s2s.inference.sentences import Translation
from s2s.runs import find

WRONG = [
    (None, "text: is None; give a string, or a list of such"),
    (b"a", 'text: is bytes, which are no text before they are decoded, as by .decode("utf-8"); give a string'),
    (5, "text: is a number, 5; give a string"),
    (True, "text: is a number, True; give a string"),
    ({"a": "b"}, "text: is of type dict; give a string"),
    ({"a"}, "text: is of type set; give a string"),
    (numpy.array("a"), "text: is of type ndarray; give a string"),
    (
        type("DataFrame", (list,), {"columns": ["en"]})(["en"]),
        "text: is a table; give one of its columns, as table[NAME]",
    ),
    (["a", None], "text[1]: is None; give a string in its place"),
    (["a", "b", b"c"], "text[2]: is bytes, which are"),
    ([1.5], "text[0]: is a number, 1.5; give"),
    ([["a"]], "text[0]: is of type list; give"),
    ([float("nan")], "text[0]: is a number, nan; give"),
]


@pytest.mark.parametrize(("given", "message"), WRONG)
def test_what_is_no_text_is_named_with_its_place(given: Any, message: str) -> None:
    with pytest.raises(UserError, match=f"^{re.escape(message)}") as caught:
        copier().translate(given)
    assert "\n" not in str(caught.value)


def test_any_ordered_collection_of_strings_will_do() -> None:
    translator = copier()
    for lines in (["a", "b"], ("a", "b"), iter(["a", "b"]), numpy.array(["a", "b"]), {"a": 1, "b": 2}.keys()):
        assert translator.translate(lines) == ["a", "b"]


def test_where_numbers_are_read_they_may_stand_for_text() -> None:
    assert texts_of("1 2", numbers=True) == (["1 2"], True)
    assert texts_of([[1, 2], "1 2", numpy.ones(2), 3], numbers=True)[1] is False
    for wrong, kind in ((None, "None"), (b"1", "bytes"), (object(), "of type object"), ([1, [2]], "of type list")):
        with pytest.raises(UserError, match=rf"^text\[1\]: is {kind}.*; give text, or numbers in its place$"):
            texts_of(["1", wrong], numbers=True)


def test_scores_and_nbest_give_translations_and_lists() -> None:
    translator = copier()
    one = translator.translate("ab", scores=True)
    assert isinstance(one, Translation) and one.text == "ab" and one.score <= 0 and one.attention is None
    assert [found.text for found in translator.translate(["ab", "", "c"], scores=True)] == ["ab", "", "c"]
    best = next(translator.stream(["ab"], Settings(beam=3, nbest=2)))
    assert translator.translate("ab", beam=3, nbest=2) == [found.text for found in best]
    assert translator.translate("ab", beam=3, nbest=2, scores=True) == best
    assert [len(found) for found in translator.translate(["ab", ""], beam=3, nbest=2)] == [2, 1]
    assert translator.translate("ab", nbest=1) == ["ab"]
    looked = translator.translate("ab", scores=True, attention=True)
    assert looked.attention.shape == (len(looked.pieces), len(looked.source_pieces))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"beem": 2}, "beem: no such setting; did you mean beam?"),
        ({"lenght_penalty": 2}, "lenght_penalty: no such setting; did you mean length_penalty?"),
        ({"xyz": 2}, "xyz: no such setting; choose from beam, nbest, length_penalty"),
        ({"beam": "3"}, "beam=3: use a whole number of 1 or more"),
        ({"length_penalty": "high"}, "length_penalty=high: use a number"),
        ({"sample": "yes"}, "sample=yes: use True or False"),
        ({"temperature": None, "top_p": "x", "sample": True}, "top_p=x: use a number"),
        ({"seed": 3}, "seed=3: has no effect without sampling; add --sample (in Python, sample=True)"),
        ({"beam": 3, "sample": True}, "beam=3: has no effect with the search sample"),
        ({"attention": True}, "attention=True: has no effect on plain strings; add scores=True"),
        ({"nbest": 9}, "nbest=9: cannot be above the beam of 5"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=f"^{re.escape(message)}"):
        copier().translate("a", **settings)


def test_the_typed_settings_are_those_that_there_are() -> None:
    assert {*Decoding.__annotations__, "nbest"} == {field.name for field in fields(Settings)} | {"sample"}


@pytest.mark.parametrize("folder", [None, 3, b"runs", ["runs", None]])
def test_what_is_no_path(folder: Any) -> None:
    with pytest.raises(UserError, match=r"^folder: is .*; give the path of a run folder, such as runs/run-1$"):
        s2s.Translator.load(folder)


@pytest.mark.parametrize("threads", [0, -1, 1.5, "2", True, 10**9])
def test_numbers_of_threads_that_cannot_be(threads: Any, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"^threads={threads}: use a whole number of 1 or more, and at most"):
        s2s.Translator.load(tiny_run(tmp_path), "cpu", threads=threads)


@pytest.mark.parametrize("task", TASKS.names)
def test_a_run_without_an_export_says_how_to_write_one(task: str, tmp_path: Path) -> None:
    folder = tmp_path / "my run"
    with pytest.raises(
        UserError, match=r"^backend=onnx: .*/my run has no export; write one: s2s export -m '.*/my run'$"
    ):
        chosen_export(folder, "onnx", "cpu", task)
    assert chosen_export(folder, "auto", "cpu", task) is None


class Unexported:
    """A task of the user's own that names no exporter."""


def test_where_no_export_can_be_written_none_is_advised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = f"{__name__}:Unexported"
    with pytest.raises(UserError, match=f"^backend=onnx: has no effect with task={own}, which runs in torch$"):
        chosen_export(tmp_path, "onnx", "cpu", own)
    monkeypatch.setitem(find.PACKS, str(tmp_path), Path("model.s2s"))
    with pytest.raises(UserError, match=r"^backend=onnx: model\.s2s has no export; use --backend torch, or have"):
        chosen_export(tmp_path, "onnx", "cpu", "translate")
    monkeypatch.setitem(find.FETCHED, str(tmp_path), "hf://lab/tiny")
    with pytest.raises(UserError, match=r"^backend=onnx: hf://lab/tiny has no export; use --backend torch, or have"):
        chosen_export(tmp_path, "onnx", "cpu", "translate")
