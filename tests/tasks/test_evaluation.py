"""What each task measures of given outputs, against values by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from s2s.config.schema import DataConfig, RunConfig
from s2s.data.codecs.fields import Fields
from s2s.data.codecs.labels import Labels
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.metrics.perplexity import perplexities
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Evaluation, Examples
from s2s.tasks.loaded import Written
from s2s.tasks.reports import plain_report, plain_text, values_of

PIECES = Tokenizer.train(["a bold one thin"], kind="char", size=None, coverage=None)


class Losing(Written):
    """Lines with a loss of 10 nats over 4 positions."""

    def loss(self, examples: Examples) -> tuple[float, float]:
        return 10.0, 4.0


def measured(
    task: str, sources: list[Any], written: list[str], targets: list[Any], corpus: str = "files"
) -> Evaluation:
    config = RunConfig(task=task, data=DataConfig(corpus=corpus))
    codecs = (Fields(("a",)), PIECES if task == "generate" else Labels(("a", "b")))
    return task_of(config).evaluate(Losing(config, written, codecs), Examples(sources, targets))


def test_labels_and_tags() -> None:
    found = measured("classify", [""] * 4, ["a", "b", "a", "a"], ["a", "b", "b", "a"])
    assert found.scores["accuracy"].score == 75 and found.confusion == (["a", "b"], [[2, 0], [1, 1]])
    tags = values_of(measured("tag", ["x y"], ["B-A O"], ["B-A I-A"]))
    assert tags["accuracy"] == 50 and tags["span F1"] == 0
    for gold in (["NOUN"], ["O"]):
        assert "span F1" not in values_of(measured("tag", ["x"], ["NOUN"], gold))


def test_labels_that_the_run_does_not_know_are_named(caplog: pytest.LogCaptureFixture) -> None:
    found = measured("classify", [""] * 2, ["a", "b"], ["c", "b"])
    assert found.scores["accuracy"].score == 50 and found.types["c"]["recall"] == 0
    assert "labels that the run does not know, which count as wrong: c" in caplog.text
    caplog.clear()
    measured("classify", [""], ["a"], ["b"])
    assert not caplog.text


def test_numbers() -> None:
    assert values_of(measured("regress", [""], ["2.5"], ["2"])) == {"mse": 0.25, "mae": 0.5}
    every_step = values_of(measured("forecast", [[[0.0]]], ["9 9 1 3"], [[[9.0, 9], [1, 2]]]))
    assert every_step == {"mse": 0.5, "mae": 0.5}  # of the last step's two numbers


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [("mase", [1, 7, math.nan, 3, 9, 5, 2], "e b f d g"), ("coverage", [95, 20, math.nan, 60, 0, 40, 80], "e b f d g")],
)
def test_the_worst_series_are_shown(name: str, values: list[float], expected: str) -> None:
    series = {letter: {name: float(value)} for letter, value in zip("abcdefg", values, strict=True)}
    *_, head, one, two, three, four, five, rest = plain_text(plain_report(Evaluation(7, series=series))).split("\n")
    assert [line.split()[0] for line in (head, one, two, three, four, five)] == ["series", *expected.split()]
    assert rest == f"and 2 series with a better {name}, which --json names"


def test_what_is_written_for_a_label() -> None:
    digits = values_of(measured("generate", [[0]], ["a bold one"], ["a thin one"], "digits"))
    assert digits == {**perplexities(10.0, 4.0, ["a thin one"]), "right digit": 100}
    tunes = measured("generate", ["G 3/4"], ["G6 |]"], [""], "tunes").figures
    assert tunes["valid tunes"] == 100
    plain = measured("generate", ["a"], [], ["one"])
    assert plain.predicted == () or plain.predicted == []  # nothing reads it, so nothing is written
    assert set(plain.figures) == {"perplexity a piece", "perplexity a word", "bits a byte"}


def test_translations() -> None:
    found = measured("translate", ["a b", "c"], ["x y", ""], ["x y", "z"])
    assert set(found.scores) == {"bleu", "chrf", "ter"} and found.scores["chrf"].interval is None
    assert found.shares["empty"] == 0.5
    config = RunConfig()
    task, model = task_of(config), Written(config, ["x y", "z"])
    examples = Examples(None, ["x y", "z"])
    alone = task.evaluate(model, examples, metrics=("ter",), confidence=True, baseline=["x", "q"])
    assert not alone.shares and alone.scores["ter"].score == 0 and alone.paired["ter"]["baseline"] > 0
    with pytest.raises(UserError, match="1 lines of the baseline but 2 references"):
        task.evaluate(model, examples, baseline=["x"])
    with pytest.raises(UserError, match="2 translations but 1 references"):
        task.evaluate(model, Examples(None, ["x"]))
    with pytest.raises(UserError, match="0 references"):
        task.evaluate(model, Examples(None, []))
