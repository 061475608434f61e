"""Heads against plain loops over each sentence alone; padding is invisible to all of them."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from networks import build_labeller
from torch import Tensor

from s2s.config.load import parse
from s2s.nn.encoder import Encoded
from s2s.nn.labeller import Labeller, PooledHead, PositionHead
from s2s.nn.model import summary

LENGTHS = torch.tensor([4, 1, 3])
SMALL = {
    "embedding": 6,
    "encoder": {"units": 5, "layers": 2},
    "residual": False,
    "dropout": {"embedding": 0.0, "layers": 0.0, "readout": 0.0},
}
TASKS = {"classify": "attention", "tag": "none", "regress": "max", "forecast": "last"}


def encoded() -> Encoded:
    generator = torch.Generator().manual_seed(1)
    memory = torch.randn(3, 4, 6, generator=generator)
    mask = torch.arange(4)[None] < LENGTHS[:, None]
    return Encoded(memory, mask, torch.randn(3, 2, 1, 6, generator=generator))


@pytest.mark.parametrize("pooling", ["last", "mean", "max", "attention"])
def test_pooling_is_that_of_each_sentence_alone(pooling: str) -> None:
    torch.manual_seed(2)
    head, given = PooledHead(pooling=pooling, width=6, units=4), encoded()
    if pooling == "attention":
        torch.nn.init.normal_(head.vector)
    for row, length in enumerate(LENGTHS.tolist()):
        real = given.memory[row, :length]
        match pooling:
            case "last":
                expected = torch.cat([real[-1, :4], real[0, 4:]])
            case "mean":
                expected = sum(real, torch.zeros(6)) / length
            case "max":
                expected = torch.stack([max(column) for column in real.T])
            case _:
                scores = [head.vector @ torch.tanh(head.key(state)) for state in real]
                total = sum(score.exp() for score in scores)
                expected = torch.stack(
                    [score.exp() / total * state for score, state in zip(scores, real, strict=True)]
                ).sum(0)
        torch.testing.assert_close(head(given)[row, 0], expected)


def test_every_position_keeps_its_vector() -> None:
    given = encoded()
    assert PositionHead()(given) is given.memory


def options(task: str) -> dict[str, object]:
    made: dict[str, object] = {"task": task, "data": {"corpus": "files", "train": "x"}}
    made["model"] = {**SMALL, "pooling": TASKS[task]}
    made["train"] = {"metric": "loss"}
    if task in ("regress", "forecast"):
        made["train"] = {"metric": "loss", "label_smoothing": 0.0}
    if task == "forecast":
        made["model"] = {**SMALL, "pooling": "last", "encoding": "features"}
    return made


def labeller(task: str) -> Labeller:
    sizes: dict[str, Any] = {"tag": (11, 9), "forecast": 2}
    size = sizes.get(task, 11)
    config = parse(options(task))
    model = build_labeller(config.model, size, 7, numeric=task in ("regress", "forecast"))
    assert isinstance(model, Labeller)
    return model.eval()


def sources(task: str) -> Tensor:
    generator = torch.Generator().manual_seed(4)
    mask = torch.arange(4)[None] < LENGTHS[:, None]
    if task == "forecast":
        return torch.randn(3, 4, 2, generator=generator) * mask[..., None]
    if task == "tag":  # a word's id and its case, then 3, 2, 1 … pieces
        ids = torch.randint(4, 9, (3, 4, 5), generator=generator)
        ids[:, 1, 4:], ids[:, 2, 3:] = 0, 0
        return ids * mask[..., None]
    return torch.randint(4, 11, (3, 4), generator=generator) * mask


@pytest.mark.parametrize("task", TASKS)
def test_scores_do_not_depend_on_the_batch(task: str) -> None:
    model, source = labeller(task), sources(task)
    together = model.scores(source, LENGTHS)
    for row, length in enumerate(LENGTHS.tolist()):
        alone = model.scores(source[row : row + 1, :length], LENGTHS[row : row + 1])
        positions = length if task == "tag" else 1
        torch.testing.assert_close(alone[0, :positions], together[row, :positions])


@pytest.mark.parametrize("task", TASKS)
def test_loss_is_that_of_the_scores(task: str) -> None:
    model, source = labeller(task), sources(task)
    scores = model.scores(source, LENGTHS)
    counts = LENGTHS if task == "tag" else torch.ones(3, dtype=torch.int64)
    mask = torch.arange(scores.shape[1])[None] < counts[:, None]
    if task in ("regress", "forecast"):
        target = torch.randn(scores.shape)
        expected = ((scores - target) ** 2).mean(-1)[mask].sum()
    else:
        target = torch.randint(0, 7, mask.shape)
        expected = torch.nn.functional.cross_entropy(scores[mask], target[mask], reduction="sum")
    loss, likelihood = model(source, LENGTHS, target, mask)
    torch.testing.assert_close(loss, expected)
    torch.testing.assert_close(likelihood, expected)
    loss.backward()
    assert all(parameter.grad is not None and parameter.grad.abs().sum() > 0 for parameter in model.parameters())


def test_a_word_is_its_spelling_when_it_is_unknown() -> None:
    model, source = labeller("tag"), sources("tag")
    other = source.clone()
    other[0, 0, 2] = 4 if source[0, 0, 2] != 4 else 5
    assert not torch.equal(model.scores(source, LENGTHS)[0], model.scores(other, LENGTHS)[0])


@pytest.mark.parametrize("read", [True, False])
def test_the_case_of_a_word_is_read_where_that_is_asked_for(read: bool) -> None:
    made = options("tag")
    config = parse({**made, "model": {**SMALL, "pooling": "none", "case": read}})
    model, source = build_labeller(config.model, (11, 9), 7).eval(), sources("tag")
    source[..., 1] = 1
    other = source.clone()
    other[0, 0, 1] = 3
    assert torch.equal(model.scores(source, LENGTHS)[0], model.scores(other, LENGTHS)[0]) != read


@pytest.mark.parametrize(("initial", "trained"), [("learned", True), ("random", False)])
def test_first_states(initial: str, trained: bool) -> None:
    made = options("classify")
    config = parse({**made, "model": {**SMALL, "pooling": "last", "initial": initial}})
    model = build_labeller(config.model, 11, 7)
    start = dict(model.named_parameters())["encoder.recurrent.start"]
    assert start.requires_grad == trained
    assert (start.abs().sum() > 0) != trained  # learned from zero on; random is drawn
    again = build_labeller(config.model, 11, 7)
    assert torch.equal(start, dict(again.named_parameters())["encoder.recurrent.start"])
    loss, _ = model(
        sources("classify"), LENGTHS, torch.zeros(3, 1, dtype=torch.int64), torch.ones(3, 1, dtype=torch.bool)
    )
    loss.backward()
    assert (start.grad is not None) == trained


def test_one_hot_input_is_a_column_of_the_first_weights() -> None:
    config = parse({**options("classify"), "model": {**SMALL, "pooling": "last", "encoding": "onehot"}})
    model = build_labeller(config.model, 11, 7)
    assert isinstance(model, Labeller)
    assert not any("embedding" in name for name, _ in summary(model))
    encoder: Any = model.encoder
    layer = encoder.recurrent.cells(0)[0]
    hot = encoder.embedding(torch.tensor([[5]]))
    torch.testing.assert_close(layer.project(hot)[0, 0], layer.weight_input[:, 5] + layer.bias)
