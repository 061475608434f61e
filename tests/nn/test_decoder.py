"""The decoder: beams are rows, padding is invisible, order does not matter, dropout rests outside training."""

import itertools
from typing import Any

import pytest
import torch

from s2s.config.load import parse
from s2s.nn.model import Seq2Seq, build_model

SOURCE = torch.tensor([[5, 6, 7, 8, 2], [9, 2, 0, 0, 0], [10, 11, 4, 2, 0]])
LENGTHS = torch.tensor([5, 2, 4])
TARGET = torch.tensor([[1, 6, 7, 8], [1, 9, 5, 4], [1, 4, 4, 10]])
CLOSE: dict[str, Any] = {"rtol": 1e-5, "atol": 1e-5}
GRID = list(itertools.product(("rnn", "gru", "lstm"), ("none", "additive", "dot", "general", "multihead"), (1, 3)))
GRID += itertools.product(("ssru",), ("none", "general"), (1, 3))


def build(cell: str, attention: str, layers: int, dropout: float = 0.0, **more: object) -> Seq2Seq:
    options: dict[str, object] = {
        "cell": cell,
        "embedding": 8,
        "encoder": {"units": 4, "layers": 2, "bidirectional": True},
        "decoder": {"units": 8, "layers": layers},
        "attention": attention,
        "residual": layers > 1,
        "dropout": {name: dropout for name in ("word", "embedding", "layers", "recurrent", "readout")},
        **more,
    }
    return build_model(parse({"model": options}).model, 12, 12, seed=3)


@pytest.mark.parametrize(("cell", "attention", "layers"), GRID)
def test_beams_are_separate_rows(cell: str, attention: str, layers: int) -> None:
    model, beams = build(cell, attention, layers).eval(), 3
    with torch.inference_mode():
        memory, state = model.start(SOURCE, LENGTHS)
        noise = torch.randn(3, beams, *state.shape[1:], generator=torch.Generator().manual_seed(0))
        several, tokens = state[:, None] + 0.1 * noise, torch.tensor([[4, 5, 6], [7, 7, 8], [1, 10, 3]])
        features, after, weights = model.decoder.step(tokens, several, memory)
        assert (weights is None) is (attention == "none")
        for beam in range(beams):
            alone = model.decoder.step(tokens[:, beam : beam + 1], several[:, beam : beam + 1], memory)
            torch.testing.assert_close(features[:, beam], alone[0][:, 0], **CLOSE)
            torch.testing.assert_close(after[:, beam], alone[1][:, 0], **CLOSE)
            if weights is not None and alone[2] is not None:
                torch.testing.assert_close(weights[:, beam], alone[2][:, 0], **CLOSE)


@pytest.mark.parametrize(("cell", "attention", "layers"), GRID)
def test_neither_what_stands_in_the_padding_nor_the_order_matters(cell: str, attention: str, layers: int) -> None:
    model = build(cell, attention, layers).eval()
    filled = torch.where(torch.arange(5)[None] < LENGTHS[:, None], SOURCE, 7)
    order = torch.tensor([2, 0, 1])
    with torch.inference_mode():
        memory, state = model.start(SOURCE, LENGTHS)
        features = model.decoder(TARGET, state, memory)
        dirty, begin = model.start(filled, LENGTHS)
        assert torch.equal(state, begin)
        assert torch.equal(memory.values[memory.mask], dirty.values[dirty.mask])
        assert torch.equal(features, model.decoder(TARGET, begin, dirty))
        turned, begin = model.start(SOURCE[order], LENGTHS[order])
        torch.testing.assert_close(begin, state[order], **CLOSE)
        torch.testing.assert_close(model.decoder(TARGET[order], begin, turned), features[order], **CLOSE)


@pytest.mark.parametrize("attention", ["none", "general"])
def test_the_future_of_the_target_is_not_seen(attention: str) -> None:
    model, changed = build("lstm", attention, 3).eval(), TARGET.clone()
    changed[:, 2:] = 11
    with torch.inference_mode():
        memory, state = model.start(SOURCE, LENGTHS)
        one, other = model.decoder(TARGET, state, memory), model.decoder(changed, state, memory)
    assert torch.equal(one[:, :2], other[:, :2])
    assert not torch.equal(one[:, 2], other[:, 2])


def test_dropout_acts_in_training_alone() -> None:
    model, still = build("lstm", "general", 2, dropout=0.3), build("lstm", "general", 2)
    mask = torch.ones(3, 3, dtype=torch.bool)
    torch.manual_seed(0)
    loss = lambda m: float(m(SOURCE, LENGTHS, TARGET, mask)[0].detach())  # noqa: E731
    model.train()
    assert loss(model) != loss(model)
    assert loss(model.eval()) == loss(model) == loss(still.train())


@pytest.mark.parametrize(("cell", "other"), list(itertools.product(("rnn", "gru", "lstm", "ssru"), repeat=2)))
def test_any_cell_can_follow_any_other(cell: str, other: str) -> None:
    more: dict[str, Any] = {"decoder": {"cell": other, "units": 6, "layers": 3}, "bridge": "project"}
    model = build(cell, "general", 3, **more)
    mask = torch.ones(3, 3, dtype=torch.bool)
    model(SOURCE, LENGTHS, TARGET, mask)[0].backward()
    missing = [name for name, parameter in model.named_parameters() if parameter.grad is None]
    assert not missing
    _, state = model.start(SOURCE, LENGTHS)
    assert state.shape == (3, 3, 2 if other == "lstm" else 1, 6)
