"""Perplexities against their definitions."""

from __future__ import annotations

import math

import pytest
import torch

from s2s.config.layers import EncoderConfig
from s2s.config.schema import ModelConfig
from s2s.data.batching import collate, in_order
from s2s.metrics.perplexity import negative_log_likelihood, perplexities
from s2s.nn.model import build_model

PAIRS = [([5, 6, 7], [8, 9]), ([4], [10, 11, 12, 9]), ([6, 6], [7])]


def test_a_model_that_knows_nothing_hesitates_among_all_pieces() -> None:
    texts = ["ab c", "ä"]
    loss = 7 * math.log(50)  # of 7 pieces, ends included, each among 50
    found = perplexities(loss, 7, texts)
    assert found["perplexity a piece"] == pytest.approx(50)
    assert found["perplexity a word"] == pytest.approx(50 ** (7 / 5))  # ab, c, end; ä, end
    assert found["bits a byte"] == pytest.approx(7 * math.log2(50) / 8)  # 4 + 2 bytes and two ends
    assert perplexities(1e6, 1, ["a"])["perplexity a piece"] == math.inf


@pytest.mark.parametrize("budget", [5, 100])
def test_the_negative_log_likelihood_is_the_sum_over_the_tokens(budget: int) -> None:
    config = ModelConfig(cell="gru", embedding=8, residual=False, encoder=EncoderConfig(units=8, layers=1))
    model = build_model(config, 20, 20, seed=1).train()  # whose dropout must not count
    found, count = negative_log_likelihood(model, in_order(PAIRS, budget, collate), torch.device("cpu"))
    assert count == 3 + 5 + 2
    model.eval()
    expected = 0.0
    for source, target in PAIRS:
        memory, state = model.start(torch.tensor([[*source, 2]]), torch.tensor([len(source) + 1]))
        state = state[:, None]
        for token, following in zip([1, *target], [*target, 2], strict=True):
            features, state, _ = model.decoder.step(torch.tensor([[token]]), state, memory)
            expected -= torch.log_softmax(model.decoder.logits(features)[0, 0], -1)[following].item()
    assert found == pytest.approx(expected, rel=1e-5)
