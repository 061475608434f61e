"""What is given to be compared is what training would read, and what does not fit is refused by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2s.config.schema import RunConfig
from s2s.data.codecs.features import Features
from s2s.data.codecs.labels import Labels
from s2s.errors import UserError
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Lines, reading_of
from s2s.tasks.loaded import Written

CODECS = {
    "tag": Labels(("A", "B"), each=True),
    "classify": Labels((" odd", "neg", "pos")),
    "regress": Features((0.0,), (1.0,)),
    "forecast": Features((0.0, 0.0), (1.0, 1.0)),
}


class Fixed(Written):
    """A model of which nothing but its codecs is asked."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config, [], (CODECS[config.task], CODECS[config.task]))


def read(folder: Path, task: str, source: str, target: str) -> tuple[list[str], list[str]]:
    for name, text in (("s", source), ("t", target)):
        (folder / name).write_text(text, encoding="utf-8")
    config = RunConfig(task=task)
    examples = task_of(config).given(
        Fixed(config), *(Lines.of("x", folder / name, reading=reading_of(config)) for name in "st")
    )
    return list(examples.sources or ()), list(examples.targets)


@pytest.mark.parametrize(
    ("task", "source", "target", "kept"),
    [
        ("tag", "x y\n\nz\n", "A  B \n\nB\n", (["x y", "z"], ["A B", "B"])),
        ("tag", "New\u00a0York is\n", "A\tB\n", (["New\u00a0York is"], ["A B"])),
        ("classify", "x\n\ny\nz\n", "pos\n\n neg \n odd\n", (["x", "y", "z"], ["pos", "neg", " odd"])),
        ("regress", "x\n\n", "1.5\n2\n", (["x"], ["1.5"])),
        ("forecast", "1 2 3\n", "4, 5\n", (["1 2 3"], ["4.0 5.0"])),
    ],
)
def test_what_is_compared(
    task: str, source: str, target: str, kept: tuple[list[str], list[str]], tmp_path: Path
) -> None:
    assert read(tmp_path, task, source, target) == kept


@pytest.mark.parametrize(
    ("task", "source", "target", "said"),
    [
        ("tag", "x y\nx y z\n", "A B B\nA B\n", "t: line 1: 3 tags for 2 words; give one for each word"),
        ("tag", "x y\nx\n", "A B\nA B\n", "t: line 2: 2 tags for 1 words"),
        ("regress", "x\ny\n", "1\n1 5\n", "t: line 2: 2 numbers where the run predicts 1; give as many"),
        ("regress", "x\n", "n/a\n", "t: line 1: 'n/a': not numbers"),
        ("forecast", "1 2\n", "1\n", "t: line 1: 1 numbers where the run predicts 2"),
        ("classify", "\n", "\n", "t: no line has something on both sides"),
        ("tag", "", "", "t: no line has something on both sides"),
    ],
)
def test_what_cannot_be_compared(task: str, source: str, target: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        read(tmp_path, task, source, target)


def test_of_a_forecast_at_every_step_the_last_counts() -> None:
    model = Fixed(RunConfig(task="forecast"))
    forecast = task_of(model.config)
    assert forecast.reference(model, "", "1 2 3 4 5 6", each=True) == "5.0 6.0"
    with pytest.raises(UserError, match="5 numbers where the run predicts 2"):
        forecast.reference(model, "", "1 2 3 4 5", each=True)
