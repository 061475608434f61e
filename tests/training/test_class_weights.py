"""Weights of labels: as scikit-learn has them, in the loss as torch has it, and learned by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest
import torch

import s2s.training.loop
from s2s.config.load import parse
from s2s.errors import UserError
from s2s.nn.heads.softmax import Softmax
from s2s.training.class_weights import against, balanced

class_weight = pytest.importorskip("sklearn.utils.class_weight")
SMALL = {
    "task": "classify",
    "device": "cpu",
    "precision": "fp32",
    "threads": 1,
    "tokenizer": {"kind": "char"},
    "model": {"pooling": "mean", "embedding": 8, "encoder": {"units": 8, "layers": 1}, "residual": False},
}


def test_weights_are_those_of_scikit_learn() -> None:
    labels = list("aaaaaabbbc")
    expected = class_weight.compute_class_weight("balanced", classes=numpy.array([*"abc"]), y=labels)
    assert balanced("abcd", labels).tolist() == pytest.approx([*expected, 1.0])


def test_of_several_labels_those_that_have_one_weigh_as_much_as_the_others() -> None:
    weights = against("abc", ["a|b", "a", "|", "a | b|a", ""], "|")
    assert weights.tolist() == pytest.approx([2 / 3, 3 / 2, 1.0])


def test_the_loss_is_that_of_torch() -> None:
    torch.manual_seed(1)
    head, weights = Softmax(outputs=3), torch.tensor([0.5, 2.0, 1.0])
    features, weight, bias = torch.randn(4, 2, 5), torch.randn(3, 5), torch.randn(3)
    target, mask = torch.randint(0, 3, (4, 2)), torch.tensor([[True, True], [True, False]] * 2)
    plain = head.loss(features, weight, bias, target, mask)
    head.weigh(weights)
    loss, likelihood = head.loss(features, weight, bias, target, mask)
    logits = torch.nn.functional.linear(features, weight, bias)[mask]
    expected = torch.nn.functional.cross_entropy(logits, target[mask], weight=weights, reduction="sum")
    torch.testing.assert_close(loss, expected)
    torch.testing.assert_close(likelihood, plain[1])
    head.weigh(torch.ones(3))
    smoothed = head.loss(features, weight, bias, target, mask, 0.1)[0]
    torch.testing.assert_close(
        smoothed, torch.nn.functional.cross_entropy(logits, target[mask], label_smoothing=0.1, reduction="sum")
    )
    assert not head.state_dict()


def test_rare_and_unknown_labels_are_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines = "".join(f"{'rare' if n % 40 == 0 else 'often'}\tsome text {n}\n" for n in range(80))
    for split, content in (("train", lines), ("test", "never\tx\nrare\tx\n"), ("validation", "often\ta b\nrare\tx\n")):
        (tmp_path / f"{split}.tsv").write_text(content, encoding="utf-8")
    paths = {split: str(tmp_path / f"{split}.tsv") for split in ("train", "validation", "test")}
    for name, weights, warned in (("a", "none", True), ("b", "balanced", False)):
        values = {**SMALL, "name": name, "runs": str(tmp_path / "runs"), "data": {"corpus": "files", **paths}}
        train = {"metric": "f1", "class_weights": weights, "steps": 2, "validate_every": 2}
        caplog.clear()
        assert s2s.training.loop.train(parse({**values, "train": train})) is None
        assert "data.test: has labels that training lacks, which count as wrong: never" in caplog.text
        assert ("few have these labels: rare 2; train.class_weights=balanced" in caplog.text) == warned
        assert ("balanced: 'rare' counts 20 times, 'often' 0.513 times" in caplog.text) != warned


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"task": "regress"}, "train.class_weights=balanced: has no effect with task=regress; leave it out"),
        ({"train": {"consistency": 1.0}}, "needs train.consistency=0; set that, too"),
    ],
)
def test_where_there_is_no_place_for_weights(changes: dict[str, Any], said: str) -> None:
    train = {"metric": "loss", "class_weights": "balanced", "label_smoothing": 0.0, **changes.pop("train", {})}
    with pytest.raises(UserError, match=said):
        parse({**SMALL, "data": {"corpus": "files", "train": "x"}, **changes, "train": train})
