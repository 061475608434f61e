from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy
import pytest
from decode import reference
from decode.fake import EOS, Chance, FakeBackend, Ids, sentences

from s2s.decode.backend import Floats, Hypothesis, Ints, Settings, Step
from s2s.decode.rows import Sentence
from s2s.decode.sampling import SampleSearch, draw, shape
from s2s.decode.scheduler import decode
from s2s.decode.score import limit


def results(model: Chance, sources: Iterable[Sequence[int]], **options: Any) -> list[list[Hypothesis]]:
    return list(decode(FakeBackend(model), sources, Settings(search="sample", **options)))


@pytest.mark.parametrize(
    "options",
    [{"temperature": 1e-300}, {"temperature": 1e-4}, {"top_k": 1}, {"top_p": 1e-9}, {"top_k": 1, "forced_length": 5}],
)
def test_a_sample_without_chance_is_greedy(options: Mapping[str, Any]) -> None:
    model, sources = Chance(seed=9), sentences(15, seed=9)
    for source, (found,) in zip(sources, results(model, sources, **options), strict=True):
        if source:
            forced = options.get("forced_length")
            most = limit(len(source), Settings(forced_length=forced))
            predicted = reference.greedy(model, tuple(source), most, forced is not None)
            expected = reference.score(model, tuple(source), predicted, 1.0, 0.0)
            assert found.tokens == expected.tokens
            assert found.log_prob == pytest.approx(expected.log_prob, rel=1e-6)
            assert found.score == pytest.approx(expected.score, rel=1e-6)


def test_samples_come_as_often_as_the_model_says() -> None:
    """Frequencies of the first two tokens of 4,000 samples; Pearson's statistic with a fixed seed."""
    model, source, count = Chance(vocabulary=8, seed=1, spread=1.0), (4, 5, EOS), 4000
    for temperature in (1.0, 1.7):
        (found,) = results(model, [source], nbest=count, temperature=temperature, forced_length=2)
        assert len(found) == count
        seen = Counter(hypothesis.tokens for hypothesis in found)
        statistic, cells = 0.0, 0
        first = distribution(model, source, (), temperature)
        for one in range(4, 8):
            second = distribution(model, source, (one,), temperature)
            for two in range(4, 8):
                expected = count * first[one] * second[two]
                statistic, cells = statistic + (seen[(one, two)] - expected) ** 2 / expected, cells + 1
        # 15 degrees of freedom: 37.7 is the 99.9 % point.
        assert cells == 16 and statistic < 37.7


def distribution(model: Chance, source: Ids, prefix: Ids, temperature: float) -> Any:
    weights = numpy.exp(model.next(source, prefix)[0].astype(float) / temperature)
    weights[:4] = 0.0  # pad, bos and unk always, eos because of the forced length
    return weights / weights.sum()


def step_of(probabilities: Sequence[float] | Floats, tokens: Sequence[int] | Ints) -> Step:
    log_probs = numpy.log(numpy.array([[probabilities]], numpy.float32))
    return Step(None, log_probs, numpy.array([[tokens]], numpy.int64), None)


def test_shapes_of_the_distribution() -> None:
    step = step_of([0.4, 0.3, 0.2, 0.1], [7, EOS, 5, 6])

    def shares(**options: Any) -> Any:
        weights = shape(step, Settings(search="sample", **options))[0, 0]
        return (weights / weights.sum()).round(4).tolist()

    assert shares() == [0.4, 0.3, 0.2, 0.1]
    assert shares(temperature=0.5) == [round(p / 0.3, 4) for p in (0.16, 0.09, 0.04, 0.01)]
    assert shares(top_k=2) == [round(4 / 7, 4), round(3 / 7, 4), 0, 0]
    assert shares(top_p=0.39) == [1, 0, 0, 0]
    assert shares(top_p=0.41) == [round(4 / 7, 4), round(3 / 7, 4), 0, 0]
    assert shares(top_p=0.71) == [round(4 / 9, 4), round(3 / 9, 4), round(2 / 9, 4), 0]
    # top-p looks at what top-k left: 4/7 of it is the first token.
    assert shares(top_k=2, top_p=0.57) == [1, 0, 0, 0]
    assert shares(top_k=2, forced_length=3) == [round(4 / 6, 4), 0, round(2 / 6, 4), 0]


def test_a_draw_never_takes_what_has_no_weight() -> None:
    weights = numpy.array([[[0.0, 1.0, 0.0, 3.0, 0.0]]])
    for chance, place in ((0.0, 1), (0.2499, 1), (0.25, 3), (numpy.nextafter(1.0, 0.0), 3)):
        assert draw(weights, numpy.array([[chance]])).tolist() == [[place]]


def test_a_sentence_draws_the_same_in_any_batch_and_by_its_seed() -> None:
    model, sources = Chance(seed=7, spread=1.0), sentences(25, seed=7)
    alone = results(model, sources, nbest=3, batch_tokens=1)
    assert results(model, sources, nbest=3, batch_tokens=31) == alone
    assert results(model, sources, nbest=3, batch_tokens=31, seed=2) != alone
    # More samples of a sentence begin with the same ones.
    for few, many in zip(alone, results(model, sources, nbest=5), strict=True):
        assert not few[0].tokens or {h.tokens for h in few} <= {h.tokens for h in many}


def test_two_equal_sentences_are_sampled_apart() -> None:
    one, other = results(Chance(spread=0.5), [[4, 5, 6, EOS]] * 2)
    assert one != other


def test_the_rank_of_equal_tokens_does_not_decide() -> None:
    """Of tokens that differ by rounding either may come first, as the batch has it."""
    likely, ids = numpy.array([0.3, 0.3, 0.2, 0.2], numpy.float32), numpy.array([5, 7, 4, EOS])
    for seed in range(20):
        drawn = []
        for order in ([0, 1, 2, 3], [1, 0, 3, 2]):
            search = SampleSearch([Sentence(0, 3, 9)], Settings(search="sample", seed=seed))
            tokens, log_probs = search.pick(step_of(likely[order], ids[order]))
            assert log_probs == pytest.approx(numpy.log([likely[ids == tokens[0, 0]]]), rel=1e-6)
            drawn.append(tokens.tolist())
        assert drawn[0] == drawn[1]
