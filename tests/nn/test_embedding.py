"""Embeddings: the scale, and what dropout may and may not touch."""

from typing import Any

import torch

from s2s.nn.embedding import SPECIALS, Embedding


def build(**dropout: Any) -> Embedding:
    module = Embedding(vocabulary=50, width=16, **dropout)
    with torch.no_grad():
        module.weight.uniform_(0.5, 1.0, generator=torch.Generator().manual_seed(0))
    return module


def test_vectors_are_scaled_rows_of_the_weight() -> None:
    module, ids = build(), torch.tensor([[5, 6], [0, 5]])
    torch.testing.assert_close(module(ids).detach(), module.weight.detach()[ids] * 4.0)


def test_word_dropout_takes_whole_words_at_its_rate_and_never_a_special() -> None:
    torch.manual_seed(0)
    module, ids = build(word_dropout=0.3).train(), torch.arange(50).repeat(400, 1)
    made, whole = module(ids).detach(), build()(ids).detach()
    gone = (made == 0).all(-1)
    assert torch.equal(gone, (made == 0).any(-1)), "a word goes whole"
    torch.testing.assert_close(made[~gone], whole[~gone])  # and what stays is not rescaled
    assert not gone[:, :SPECIALS].any()
    share = float(gone[:, SPECIALS:].float().mean())
    assert abs(share - 0.3) < 4 * (0.3 * 0.7 / (400 * 46)) ** 0.5
    assert 0 < int(gone[:, SPECIALS].sum()) < 400, "drawn for each occurrence"


def test_unit_dropout_is_scaled() -> None:
    torch.manual_seed(0)
    made = build(dropout=0.25).train()(torch.arange(50).repeat(100, 1)).detach()
    whole = build()(torch.arange(50).repeat(100, 1)).detach()
    zero = made == 0
    assert abs(float(zero.float().mean()) - 0.25) < 4 * (0.25 * 0.75 / zero.numel()) ** 0.5
    torch.testing.assert_close(made[~zero], whole[~zero] / 0.75)


def test_nothing_is_dropped_outside_training() -> None:
    ids = torch.arange(50)
    assert torch.equal(build(dropout=0.5, word_dropout=0.5).eval()(ids), build()(ids))
