"""Curves of whole models, and what is said about them."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import pytest
import torch
from networks import build_labeller

from s2s.config.load import parse
from s2s.config.networks import CELL_VARIANTS
from s2s.data.batching import Batch, collate
from s2s.errors import UserError
from s2s.inspect.gradients import Curve, measure, reach, tables, verdict, words
from s2s.inspect.subjects import fresh
from s2s.nn.model import Seq2Seq, build_model

PAIRS = [([5, 6, 7, 8, 9], [6, 5, 4]), ([7, 4, 5], [5, 6, 7, 8]), ([9, 8, 7, 6], [4])]
LINES = ["a dog sees a cat", "two cats", "the dog runs to the house"]


def translator(**model: object) -> Seq2Seq:
    small = {"embedding": 6, "encoder": {"units": 4}, "decoder": {"units": 8}}
    return build_model(parse({"model": {**small, **model}}).model, 12, 12, seed=1).double()


def curve(**changes: object) -> Curve:
    spread = [(1.0, 1.0), (1.0, 1.0)]
    made = Curve("gru", "encoder", 1, "→", 3, [1.0, 0.5], spread, [1.0, 0.5], spread)
    return Curve(**{**{name: getattr(made, name) for name in asdict(made)}, **changes})


def test_each_sentence_counts_alone_whatever_its_padding() -> None:
    """Of three sentences the longer two are read; with two values the quartiles tell both."""
    model = translator()
    together = measure("run", model, collate(PAIRS))
    alone = [measure("run", model, collate([PAIRS[row]])) for row in (0, 2)]
    for place, found in enumerate(together):
        assert found.sentences == 2
        if found.side == "encoder":
            assert len(found.states) == 5  # 4 pieces and eos
            for kind in ("states", "terms"):
                values = torch.tensor([getattr(each[place], kind)[:5] for each in alone], dtype=torch.float64)
                torch.testing.assert_close(getattr(found, kind), values.mean(0).tolist())
                low, high = zip(*getattr(found, kind + "_spread"), strict=True)
                torch.testing.assert_close(list(low), values.quantile(0.25, dim=0).tolist())
                torch.testing.assert_close(list(high), values.quantile(0.75, dim=0).tolist())


def test_every_layer_and_direction_has_a_curve() -> None:
    found = measure("run", translator(), collate(PAIRS))
    names = [(one.side, one.layer, one.direction) for one in found]
    assert names == [("encoder", n, d) for n in (1, 2) for d in "→←"] + [("decoder", n, "→") for n in (1, 2)]
    assert found[1].name == "run, layer 1 ←"


def test_measuring_leaves_no_gradients_behind() -> None:
    model = translator()
    measure("run", model, collate(PAIRS))
    assert all(parameter.grad is None for parameter in model.parameters())


def test_the_last_position_alone_is_that_of_a_loss_without_the_others() -> None:
    """Without attention the decoder's first state hears of the last token through all steps between."""
    model = translator(attention="none", layer_norm=False)
    batch = collate(PAIRS[:1])
    last = [one for one in measure("run", model, batch, last=True) if one.side == "decoder"]
    every = [one for one in measure("run", model, batch) if one.side == "decoder"]
    assert last[1].states[0] == pytest.approx(every[1].states[0])  # at the end both are the same
    assert last[1].states[-1] < every[1].states[-1]
    assert len(last[0].states) == 4


def test_a_source_of_one_step_has_no_curve() -> None:
    network = {"encoding": "features", "attention": "none", "tie": "target"}
    config = parse({"task": "generate", "data": {"corpus": "digits"}, "model": network})
    model = build_model(config.model, 5, 12, seed=1)
    target = torch.tensor([[1, 5, 6, 2]])
    batch = Batch(torch.randn(1, 1, 5), torch.tensor([1]), target, torch.ones(1, 3, dtype=torch.bool), 3)
    assert {one.side for one in measure("run", model, batch)} == {"decoder"}


@pytest.mark.parametrize("cell", CELL_VARIANTS)
def test_fresh_networks_learn_of_the_end_only(cell: str) -> None:
    """L hangs on the last state alone, whose gradient is Wᵀ(p - y) of the output layer, where relu lets it pass."""
    ((name, model, batch),) = fresh([cell], LINES, units=8, init="orthogonal", scale=1.0, seed=1)
    (found,) = measure(name, model.double(), batch)
    assert (found.name, found.side, found.sentences) == (cell, "encoder", 2)
    assert len(found.states) == len(LINES[0])  # the space that begins a sentence is read, its last letter is not
    assert all(value > 0 for value in found.states)
    with torch.no_grad():
        model.eval()
        features = model.features(batch.source, batch.lengths)[:, 0]
        chances = torch.nn.functional.linear(features, model.output, model.bias)
        missed = chances.softmax(1) - torch.eye(len(model.bias), dtype=torch.float64)[batch.target[:, 0]]
        passing = features > 0 if cell == "ssru" else torch.ones_like(features)
        norms = (missed @ model.output * passing).norm(dim=1)
    assert found.states[0] == pytest.approx(norms[[0, 2]].mean().item())


def test_smaller_recurrent_weights_let_more_vanish_and_larger_ones_explode() -> None:
    last = {}
    for scale in (0.5, 1.0, 3.0):
        ((name, model, batch),) = fresh(["rnn-relu"], LINES, units=32, init="orthogonal", scale=scale, seed=1)
        states = measure(name, model, batch)[0].states
        last[scale] = states[-1] / states[0]
    assert last[0.5] < 1e-6 < last[1.0] < 1 < 100 < last[3.0]


def test_networks_are_a_function_of_the_seed() -> None:
    found = [
        measure(*subject)
        for seed in (1, 1, 2)
        for subject in fresh(["lstm"], LINES, units=8, init="uniform", scale=1.0, seed=seed)
    ]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 0.5, 0.25], "holds: 2 steps back it is 0.25 × that of the last step (× 0.50 a step)"),
        (
            [2.0, 0.1, 1e-3, 1e-5],
            "vanishes: below 1/1000 of that of the last step from 2 steps back on (× 0.02 a step)",
        ),
        ([1.0, 30.0, 2e3], "explodes: above 1000 × that of the last step from 2 steps back on (× 44.72 a step)"),
        ([1.0, math.inf, math.nan], "explodes: above 1000 × that of the last step from 1 step back on"),
        ([1.0, 0.5, 0.0], "vanishes: below 1/1000 of that of the last step from 2 steps back on"),
        ([1.0, math.nan, math.nan], "explodes: above 1000 × that of the last step from 1 step back on"),
        ([math.nan, math.nan], "overflows: it is no number, for the states or the loss are none"),
        ([0.0, 0.0], "is 0 from the last step on: no gradient at all"),
    ],
)
def test_verdicts(values: list[float], expected: str) -> None:
    assert verdict(values) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [([8.0, 1.0, 1.0], 2), ([1.0] * 10, 9), ([1.0], 1), ([0.0, 0.0], None), ([1.0, math.inf], None)],
)
def test_reach_is_where_nine_tenths_are(terms: list[float], expected: int | None) -> None:
    assert reach(terms) == expected


def test_words_and_tables() -> None:
    one, other = curve(model="a", alone=True), curve(model="b", states=[1.0], terms=[2.0], alone=True)
    assert words(one) == (
        "encoder, a: the gradient holds: 1 step back it is 0.5 × that of the last step (× 0.50 a step);"
        " the last 2 of 2 steps make 90 % of the terms of ∂L/∂W_h."
    )
    states, terms = tables([one, other])
    assert states == (
        "encoder: ‖∂L/∂h_t‖, median of 3 sentences\nsteps back        a        b\n"
        "         0  1.0e+00  1.0e+00\n         1  5.0e-01"
    )
    assert terms.startswith("encoder: ‖δ_t h_{t-1}ᵀ‖, the terms of ∂L/∂W_h") and "2.0e+00" in terms


def test_no_loss_of_the_last_position_alone_is_measured_where_there_is_none() -> None:
    """That of a CRF is of the whole sequence; −log p(y_T | x) is no part of it."""
    source, target = torch.tensor([[5, 6, 7], [6, 5, 4]]), torch.tensor([[0, 1, 2], [2, 1, 0]])
    batch = Batch(source, torch.tensor([3, 3]), target, torch.ones(2, 3).bool(), 6)
    small = {"pooling": "none", "embedding": 6, "encoder": {"units": 4, "layers": 1}, "residual": False, "head": "crf"}
    training = {"metric": "loss", "label_smoothing": 0.0}
    config = parse({"task": "tag", "data": {"corpus": "files", "train": "t"}, "train": training, "model": small})
    model = build_labeller(config.model, 12, 3)
    with pytest.raises(UserError, match="--last: run has a loss of whole sequences alone; leave it out"):
        measure("run", model, batch, last=True)
    once = replace(batch, target=batch.target[:, :1], mask=batch.mask[:, :1])
    with pytest.raises(UserError, match="--last: has no effect on run, which predicts once for each example"):
        measure("run", model, once, last=True)
