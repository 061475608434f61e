"""Several models at once: the mean of their probabilities, and the promises of one."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy
import pytest
import torch
from grids import thinned

from s2s.config.load import parse
from s2s.decode.backend import Backend, Settings
from s2s.decode.backends.ensemble import EnsembleBackend
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.nn.model import Seq2Seq, build_model

SIZE = 23
SOURCES = [[5, 6, 7, 8, 9, 2], [10, 2], [], [11, 12, 4, 2], [13, 5, 2], [20, 21, 22, 19, 4, 5, 6, 2]] * 2
KINDS = {
    "greedy": Settings(beam=1),
    "beam": Settings(beam=4, nbest=2),
    "coverage": Settings(beam=3, coverage_penalty=0.2, attention=True),
    "sample": Settings(search="sample", nbest=2),
}


def member(seed: int, units: int = 8, attention: str = "general") -> TorchBackend:
    """A model of its own size, with weights large enough to have opinions."""
    options = {
        "embedding": 8, "encoder": {"units": units, "layers": 1}, "decoder": {"units": 2 * units, "layers": 1},
        "residual": False, "attention": attention,
    }  # fmt: skip
    model = build_model(parse({"model": options}).model, SIZE, SIZE, seed).eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.6 * torch.randn(parameter.shape, generator=generator))
    return TorchBackend(model, torch.device("cpu"))


MEMBERS = [member(1), member(2, units=5), member(3, attention="additive"), member(4, attention="none")]


def textbook(model: Seq2Seq, source: list[int], prefix: list[int]) -> numpy.ndarray:
    """P (V,) of the token after `prefix`, from the decoder's teacher forcing."""
    with torch.no_grad():
        memory, state = model.start(torch.tensor([source]), torch.tensor([len(source)]))
        features = model.decoder(torch.tensor([[1, *prefix]]), state, memory)
        return model.decoder.logits(features)[0, -1].double().softmax(-1).numpy()


def hypotheses(backend: Backend, settings: Settings) -> list[list[tuple[tuple[int, ...], float]]]:
    return [[(found.tokens, found.log_prob) for found in every] for every in decode(backend, SOURCES, settings)]


@pytest.mark.slow
def test_each_token_has_the_mean_of_the_models_probabilities() -> None:
    settings = Settings(beam=3, nbest=3)
    for source, every in zip(SOURCES[:6], decode(EnsembleBackend(MEMBERS), SOURCES[:6], settings), strict=True):
        for hypothesis in every if source else []:
            written = list(hypothesis.tokens)
            ended = len(written) < 2 * len(source) + 10  # else its limit stopped it, without eos
            expected = 0.0
            for place, token in enumerate([*written, 2] if ended else written):
                chances = [textbook(one.model, source, written[:place])[token] for one in MEMBERS]
                expected += math.log(sum(chances) / len(chances))
            assert hypothesis.log_prob == pytest.approx(expected, rel=1e-4)


def test_greedy_takes_the_token_that_is_best_on_average() -> None:
    for source, (found, *_) in zip(
        SOURCES[:6], decode(EnsembleBackend(MEMBERS), SOURCES[:6], KINDS["greedy"]), strict=True
    ):
        for place, token in enumerate(found.tokens):
            mean: Any = sum(textbook(one.model, source, list(found.tokens[:place])) for one in MEMBERS)
            mean[[0, 1, 3]] = -1
            assert token == mean.argmax()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("times", [2, 3])
def test_a_model_with_itself_is_the_model(kind: str, times: int) -> None:
    alone, together = (hypotheses(one, KINDS[kind]) for one in (MEMBERS[0], EnsembleBackend(MEMBERS[:1] * times)))
    for one, other in zip(alone, together, strict=True):
        assert [tokens for tokens, _ in one] == [tokens for tokens, _ in other]
        assert [score for _, score in one] == pytest.approx([score for _, score in other], rel=1e-5)


@pytest.mark.parametrize(("tokens", "kind"), thinned(itertools.product([1, 14, 30], KINDS), 3))
def test_the_batch_changes_nothing(kind: str, tokens: int) -> None:
    ensemble = EnsembleBackend(MEMBERS[:3])
    whole, cut = (hypotheses(ensemble, replace(KINDS[kind], batch_tokens=size)) for size in (2000, tokens))
    assert [[t for t, _ in every] for every in whole] == [[t for t, _ in every] for every in cut]


def test_a_member_cannot_veto_a_token() -> None:
    """A mean of log-probabilities would follow the model that is sure; a mean of probabilities hears the others."""
    sure, other = member(1), member(1)
    with torch.no_grad():
        for one, token in ((sure, 7), (other, 9)):
            one.model.decoder.output.zero_()
            one.model.decoder.bias.zero_()
            one.model.decoder.bias[token] = 30.0 if one is sure else 5.0
    memory, state = EnsembleBackend([sure, other]).encode([[5, 2]])
    step = EnsembleBackend([sure, other]).step(memory, state, numpy.array([[1]]), 2, attention=False)
    assert step.tokens[0, 0].tolist() == [7, 9]
    seen = math.exp(5) / (math.exp(5) + SIZE - 1)
    assert numpy.exp(step.log_probs[0, 0]) == pytest.approx([(1 + (1 - seen) / (SIZE - 1)) / 2, seen / 2], rel=1e-4)


def test_attention_is_the_mean_of_those_that_have_it() -> None:
    ensemble, fed = EnsembleBackend([MEMBERS[0], MEMBERS[2], MEMBERS[3]]), numpy.array([[1], [1]])
    sources = [[5, 6, 7, 2], [9, 2]]
    looks: list[Any] = [
        one.step(*one.encode(sources), fed, 1, attention=True).attention for one in (MEMBERS[0], MEMBERS[2])
    ]
    found = ensemble.step(*ensemble.encode(sources), fed, 1, attention=True).attention
    assert found is not None
    numpy.testing.assert_allclose(found, (looks[0] + looks[1]) / 2, rtol=1e-6)
    blind = EnsembleBackend([MEMBERS[3], MEMBERS[3]])
    assert blind.step(*blind.encode(sources), fed, 1, attention=True).attention is None
    assert ensemble.step(*ensemble.encode(sources), fed, 1, attention=False).attention is None
