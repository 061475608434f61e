"""The whole network learns what it must be able to: to copy a sentence and to turn it round."""

from __future__ import annotations

import pytest
from learning import TASKS, learn, right


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("attention", ["additive", "dot", "general", "multihead"])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm", "ssru"])
def test_learns_with_attention(cell: str, attention: str, task: str) -> None:
    """Sentences of up to 8 of 10 symbols; training sees a few of the 10⁸. One SSRU on either side takes longer."""
    model = learn(task, cell=cell, attention=attention, longest=8, steps=900 if cell == "ssru" else 600)
    assert right(model, task, 8) >= 0.99


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_learns_to_copy_from_the_final_state_alone(cell: str) -> None:
    """Without attention a state of 64 numbers holds up to 6 of 10 symbols."""
    model = learn("copy", cell=cell, attention="none", longest=6, steps=1500)
    assert right(model, "copy", 6) >= 0.99


def test_untrained_it_can_do_neither() -> None:
    """The measure of these tests is not met by a model that has learnt nothing."""
    model = learn("copy", cell="gru", attention="general", longest=8, steps=1)
    assert right(model, "copy", 8, 50) < 0.1 > right(model, "reverse", 8, 50)
