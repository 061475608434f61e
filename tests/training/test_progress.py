"""What a training says where nobody watches: where it is, how fast, how long, and what is best."""

from __future__ import annotations

import itertools
import logging
import re
from pathlib import Path

import pytest
from training import scores, train

from s2s.errors import UserError
from s2s.training.selection import Selection

LINE = re.compile(
    r"step (\d) of 6, loss [\d.]+, learning rate [\d.e-]+, [\d,]+ tokens/s, \d+ s elapsed, \d+ s left"
    r"(, last chrf [\d.]+, best [\d.]+ at step \d)?$"
)


def test_lines_say_where_training_is_and_what_is_best(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Three validations: the first, a better one, a worse one. A clock on which all takes a second has a line for each update."""
    clock = itertools.count()
    monkeypatch.setattr("s2s.training.progress.time.perf_counter", lambda: float(next(clock)))
    scores(monkeypatch, (3.0, 1.0, 10.0), (2.0, 2.0, 20.0), (2.5, 1.5, 15.0))
    with caplog.at_level(logging.INFO, "s2s"):
        train(tmp_path, "train.metric=chrf", "train.validate_every=2", "train.log_every=1")
    found = [match for message in caplog.messages if (match := LINE.match(message))]
    assert len(found) == 6 and found[-1][1] == "6" and found[-1][2] == ", last chrf 20.00, best 20.00 at step 4"
    validations = [message.partition("; ")[2] for message in caplog.messages if ": validation loss" in message]
    assert validations == ["first chrf", "new best chrf", "best chrf 20.00 at step 4"]


def test_a_run_of_seconds_says_no_more_than_before(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "s2s"):
        train(tmp_path)
    assert not [message for message in caplog.messages if "elapsed" in message]


def test_lower_scores_are_shown_as_they_are() -> None:
    """They are kept negated, so that higher is better; at first there is nothing to show."""
    selection = Selection("ter", keep=1)
    assert selection.described() == []
    selection.add(10, {"loss": 1.0, "ter": 80.0})
    selection.add(20, {"loss": 1.0, "ter": 90.0})
    assert selection.described() == ["last ter 90.00, best 80.00 at step 10"]
    assert selection.compared(20) == "best ter 80.00 at step 10"


def test_seconds_must_be_positive(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^train\.log_every=0"):
        train(tmp_path, "train.log_every=0")


def test_a_notebook_has_a_bar_though_it_is_no_terminal(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("s2s.training.progress.IN_NOTEBOOK", True)
    with caplog.at_level(logging.INFO, "s2s"):
        train(tmp_path, "train.log_every=0.01")
    assert "6/6" in capsys.readouterr().err and not any("elapsed" in message for message in caplog.messages)
