"""The chain of tags against sums and maxima over every sequence that there is."""

from __future__ import annotations

import itertools
import math

import numpy
import pytest
import torch
from networks import build_labeller
from torch import Tensor

from s2s.config.load import parse
from s2s.data.tags import allowed
from s2s.nn.heads.chain import Chain
from s2s.nn.heads.crf import Crf
from s2s.nn.heads.softmax import Softmax

NAMES = ("B-x", "I-x", "B-y", "I-y", "O")
LENGTHS = [4, 1, 3]
LONGEST, WIDTH = 4, 6


def head(scheme: str) -> Crf:
    torch.manual_seed(1)
    made = Crf(outputs=len(NAMES), allowed=allowed(NAMES, scheme)).double()
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter)
    return made


def batch() -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Features, weight, bias, targets that any scheme allows, mask."""
    generator = torch.Generator().manual_seed(2)
    features, weight, bias = (
        torch.randn(shape, generator=generator, dtype=torch.float64)
        for shape in ((3, LONGEST, WIDTH), (5, WIDTH), (5,))
    )
    target = torch.tensor([[0, 1, 4, 2], [4, 0, 0, 0], [2, 3, 3, 0]])
    mask = torch.arange(LONGEST)[None] < torch.tensor(LENGTHS)[:, None]
    return features, weight, bias, target, mask


def sequences(crf: Crf, emissions: Tensor) -> dict[tuple[int, ...], float]:
    """Every sequence that is allowed, with its score, of emissions (P, V)."""
    start, transitions, end = (part.detach().numpy() for part in (crf.start, crf.transitions, crf.end))
    found = {}
    for tags in itertools.product(range(len(NAMES)), repeat=len(emissions)):
        pairs = list(itertools.pairwise(tags))
        may = crf.start_allowed[tags[0]] and crf.end_allowed[tags[-1]]
        if may and all(crf.transitions_allowed[pair] for pair in pairs):
            own = sum(float(emissions[place, tag]) for place, tag in enumerate(tags))
            moves = sum(transitions[pair] for pair in pairs)
            found[tags] = own + moves + start[tags[0]] + end[tags[-1]]
    return found


@pytest.mark.parametrize("scheme", ["", "iob1", "iob2"])
def test_against_every_sequence(scheme: str) -> None:
    crf = head(scheme)
    features, weight, bias, target, mask = batch()
    emissions = features @ weight.T + bias
    chain, lengths = crf.chain(), numpy.array(LENGTHS)
    paths, marginals = chain.viterbi(emissions.numpy(), lengths), crf.predict(emissions, torch.tensor(LENGTHS))
    expected = 0.0
    for row, length in enumerate(LENGTHS):
        scores = sequences(crf, emissions[row, :length])
        whole = math.log(sum(map(math.exp, scores.values())))
        ranked = sorted(scores, key=lambda tags: -scores[tags])
        assert tuple(paths[row]) == ranked[0]
        best = chain.best(emissions[row, :length].numpy(), 7)
        assert [tuple(tags) for tags, _ in best] == ranked[:7]
        assert [share for _, share in best] == pytest.approx([scores[tags] - whole for tags in ranked[:7]])
        for place, tag in itertools.product(range(length), range(len(NAMES))):
            share = sum(math.exp(scores[tags] - whole) for tags in scores if tags[place] == tag)
            assert float(marginals[row, place, tag]) == pytest.approx(share, abs=1e-6)
        assert not marginals[row, length:].any()
        expected += whole - scores.get(tuple(target[row, :length].tolist()), math.nan)
    if scheme != "iob1":  # whose sequences begin otherwise
        loss, likelihood = crf.loss(features, weight, bias, target, mask)
        assert float(loss.detach()) == pytest.approx(expected) and float(likelihood) == pytest.approx(expected)


def test_few_sequences_give_few_alternatives() -> None:
    assert len(head("iob2").chain().best(numpy.zeros((1, 5), numpy.float32), 50)) == 3  # B-x, B-y, O
    assert len(Chain.independent(2).best(numpy.zeros((3, 2), numpy.float32), 50)) == 8


def test_gradients_are_those_of_finite_differences() -> None:
    crf = head("iob2")
    features, weight, bias, target, mask = batch()
    given = [part.requires_grad_() for part in (features, weight, bias)]
    assert torch.autograd.gradcheck(
        lambda one, two, three: crf.loss(one, two, three, target, mask)[0], given, atol=1e-6
    )
    crf.loss(features, weight, bias, target, mask)[0].backward()
    step = 1e-6
    for parameter in crf.parameters():
        assert parameter.grad is not None
        flat, gradient = parameter.data.view(-1), parameter.grad.view(-1)
        for index in range(0, len(flat), 3):
            sides = []
            for sign in (1, -1):
                flat[index] += sign * step
                sides.append(float(crf.loss(features, weight, bias, target, mask)[1]))
                flat[index] -= sign * step
            assert float(gradient[index]) == pytest.approx((sides[0] - sides[1]) / (2 * step), abs=1e-6)


def test_padding_is_invisible_and_autocast_changes_nothing() -> None:
    crf = head("iob2").float()
    features, weight, bias, target, mask = (part.float() if part.is_floating_point() else part for part in batch())
    together, _ = crf.loss(features, weight, bias, target, mask)
    alone = sum(
        crf.loss(features[row : row + 1, :n], weight, bias, target[row : row + 1, :n], mask[row : row + 1, :n])[0]
        for row, n in enumerate(LENGTHS)
    )
    torch.testing.assert_close(together, alone)
    features[~mask], target[~mask] = 1e3, 4
    assert torch.equal(crf.loss(features, weight, bias, target, mask)[0], together)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(crf.loss(features, weight, bias, target, mask)[0], together)


def test_a_sequence_that_is_not_allowed_has_a_finite_loss() -> None:
    crf = head("iob2")
    features, weight, bias, target, mask = batch()
    target[0, 0] = 1
    loss, _ = crf.loss(features, weight, bias, target, mask)
    assert torch.isfinite(loss) and bool(loss > 1e3)


def test_a_chain_without_transitions_is_the_softmax() -> None:
    crf = Crf(outputs=5)
    for parameter in crf.parameters():
        torch.nn.init.zeros_(parameter)
    crf = crf.double()
    ours, theirs = (made.loss(*batch()) for made in (crf, Softmax(outputs=5)))
    torch.testing.assert_close(ours, theirs)


def test_the_head_is_chosen_by_name() -> None:
    options = {
        "task": "tag",
        "data": {"corpus": "files", "train": "x"},
        "train": {"metric": "loss", "label_smoothing": 0.0},
    }
    small = {"pooling": "none", "embedding": 6, "encoder": {"units": 5, "layers": 1}, "residual": False}
    plain, chained = (
        build_labeller(parse({**options, "model": {**small, "head": name}}).model, (11, 9), 5) for name in (None, "crf")
    )
    assert isinstance(chained.distribution, Crf) and isinstance(plain.distribution, Softmax)
    extra = {f"distribution.{name}" for name in ("start", "transitions", "end")}
    assert {*chained.state_dict()} == {*plain.state_dict()} | extra
    assert all(torch.equal(value, chained.state_dict()[name]) for name, value in plain.state_dict().items())
