"""What a recipe is made of, seen in whole runs: each part does what its paper says, and only where it should."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from pieces import sentences, trained
from safetensors.numpy import load_file
from training import change_parts, metrics, train

import s2s.training.loop
from s2s.config.load import parse
from s2s.data.batching import in_order
from s2s.data.stream import Place, Stream
from s2s.data.text.ids import EOS, PAD
from s2s.nn.model import build_model
from s2s.training.setup import Parts

QUIET = [f"model.dropout.{name}=0" for name in ("embedding", "layers", "readout")]
"""Without dropout a network is a function of its weights and its input."""


def test_the_run_keeps_the_average_that_one_keeps_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """a ← d·a + (1 - d)·w after each update, from the first weights on, with d = min(0.8, (1 + n) / (10 + n))."""
    update, model, by_hand, last, count = vars(s2s.training.loop)["update"], [], {}, {}, [0]

    def started(parts: Parts) -> None:
        model.append(parts.model)
        by_hand.update({name: weights.detach().double().clone() for name, weights in parts.model.named_parameters()})

    def noted(*arguments: Any) -> bool:
        done = update(*arguments)
        count[0] += 1
        decay = min(0.8, (1 + count[0]) / (10 + count[0]))
        for name, weights in model[0].named_parameters():
            last[name] = weights.detach().double()
            by_hand[name] = decay * by_hand[name] + (1 - decay) * last[name]
        return done

    change_parts(monkeypatch, started)
    monkeypatch.setattr(s2s.training.loop, "update", noted)
    run = train(tmp_path, "train.ema=0.8", "train.steps=8", "train.validate_every=8", "optim.lr=0.01")
    kept = load_file(run / "model.safetensors")
    assert count == [8]
    for name, weights in kept.items():
        numpy.testing.assert_allclose(weights, by_hand[name].numpy(), rtol=1e-4, atol=1e-6)
    assert not any(numpy.allclose(weights, last[name].numpy(), rtol=1e-3) for name, weights in kept.items())


def losses(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[dict[int, float], dict[int, float]]:
    """The loss and the plain negative log-likelihood of each update."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 1)
    folder.mkdir(exist_ok=True)
    run = train(folder, "train.steps=2", "train.ema=null", *options)
    return metrics(run, "loss"), metrics(run, "nll")


@pytest.mark.slow
def test_label_smoothing_mixes_in_the_uniform_distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(1 - ε) · nll + ε · the mean over the vocabulary (arXiv:1512.00567, §7), which is linear in ε."""
    found = []
    for epsilon in (0.0, 0.1, 0.4):
        smoothed, plain = losses(tmp_path / str(epsilon), monkeypatch, *QUIET, f"train.label_smoothing={epsilon}")
        assert epsilon or smoothed == pytest.approx(plain)
        found.append((smoothed[1], plain[1]))
    uniform = [(smoothed - (1 - e) * plain) / e for e, (smoothed, plain) in zip((0.1, 0.4), found[1:], strict=True)]
    assert found[0][1] == pytest.approx(found[1][1]) == pytest.approx(found[2][1])
    assert uniform[0] == pytest.approx(uniform[1], rel=1e-4) and uniform[0] > found[0][1]


@pytest.mark.slow
def test_r_drop_adds_nothing_to_a_network_without_chance_and_something_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = ["model.dropout.word=0.5", *QUIET]
    found = {}
    for name, options in {
        "plain": [], "word dropout": word, "with R-Drop": [*word, "train.consistency=20"]
    }.items():  # fmt: skip
        found[name] = losses(tmp_path / name.replace(" ", ""), monkeypatch, "train.label_smoothing=0", *options)
    assert found["word dropout"][0] == pytest.approx(found["word dropout"][1])
    loss, plain = found["with R-Drop"]
    assert all(loss[step] > plain[step] + 1e-4 for step in loss), "the divergence of the two passes"


def test_pieces_are_drawn_anew_each_epoch_and_say_the_same() -> None:
    tokenizer, texts = trained("bpe"), sentences(30)
    examples: Any = {"source": texts, "target": texts}

    class Rows:
        def __len__(self) -> int:
            return len(texts)

        def __getitem__(self, rows: slice) -> Any:
            return {name: column[rows] for name, column in examples.items()}

    stream = Stream(Rows(), (tokenizer, tokenizer), budget=200, max_length=200, sampling=0.3, seed=1)
    plain = tokenizer.encode(texts)
    epochs = [stream.load(epoch, 0).pairs for epoch in range(3)]
    for pairs in epochs:
        for side in (0, 1):
            assert tokenizer.decode([pair[side] for pair in pairs]) == texts
            assert sum(len(pair[side]) for pair in pairs) > sum(map(len, plain))
        assert [source for source, _ in pairs] != [target for _, target in pairs], "each side by itself"
    assert epochs[0] != epochs[1] != epochs[2] != epochs[0]
    assert [source for source, _ in stream.encode_plain(examples)] == plain, "validation sees one segmentation"
    ((_, (batch,)),) = islice(stream.run(Place()), 1)
    written = [[one for one in row if one not in (PAD, EOS)] for row in batch.source.tolist()]
    assert set(tokenizer.decode(written)) <= set(texts)


def test_validation_draws_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither pieces nor dropout: with weights that do not change its loss stays the same."""
    noisy = ["tokenizer.sampling=0.5", *(f"model.dropout.{name}=0.5" for name in ("word", "recurrent", "readout"))]
    run = train(tmp_path, *noisy, "optim.lr=1e-30", "train.steps=4", "train.validate_every=1", "train.ema=null")
    assert len(set(metrics(run, "validation_loss").values())) == 1


@pytest.mark.parametrize("name", ["word", "embedding", "layers", "readout", "recurrent"])
def test_each_dropout_reaches_the_network_in_training_alone(name: str) -> None:
    every = dict.fromkeys(("word", "embedding", "layers", "readout", "recurrent"), 0.0)
    pairs = [([5, 6, 7, 8, 9], [6, 7, 8]), ([10, 4], [8, 9, 10, 11, 12])]
    (batch,) = in_order(pairs, 100)

    def loss(training: bool, **dropout: float) -> list[float]:
        options = {"embedding": 8, "encoder": {"units": 8}, "decoder": {"units": 8}, "dropout": {**every, **dropout}}
        model = build_model(parse({"model": options}).model, 30, 30, seed=3).train(training)
        torch.manual_seed(1)
        return [float(model(batch.source, batch.lengths, batch.target, batch.mask)[0].detach()) for _ in range(2)]

    (still, again), (noisy, other) = loss(True), loss(True, **{name: 0.5})
    assert still == again and len({still, noisy, other}) == 3
    assert loss(False, **{name: 0.5}) == [still, still] == loss(False)
