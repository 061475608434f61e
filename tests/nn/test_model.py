"""The whole network: step equals forward, batches do not matter, padding is invisible."""

import itertools

import pytest
import torch

from s2s.config.load import parse
from s2s.data.batching import collate
from s2s.decode.backend import Settings
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.nn.model import Seq2Seq, build_model

GRID = list(
    itertools.product(
        ("rnn", "gru", "lstm"),
        (False, True),
        (1, 2),
        ("none", "additive", "dot", "general", "multihead"),
        (False, True),
    )
)


def build(cell="lstm", both=True, layers=1, attention="general", residual=False, size=30, **more) -> Seq2Seq:
    units = 8
    options = {
        "cell": cell,
        "embedding": 8,
        "encoder": {"units": units, "layers": layers, "bidirectional": both},
        "decoder": {"units": 16 if both else 8, "layers": layers},
        "attention": attention,
        "residual": residual and layers > 1,
        "layer_norm": residual,
        **more,
    }
    return build_model(parse({"model": options}).model, size, size, seed=3).eval()


SENTENCES = [[5, 6, 7, 8, 9], [10], [11, 12, 4], [13, 5]]
TARGETS = [[6, 7], [8, 9, 10, 11, 12], [5], [4, 4, 4]]


@pytest.mark.parametrize("options", GRID)
def test_step_by_step_alone_and_in_any_batch(options) -> None:
    model = build(*options)
    batch = collate(list(zip(SENTENCES, TARGETS, strict=True)))
    with torch.inference_mode():
        memory, state = model.start(batch.source, batch.lengths)
        features = model.decoder(batch.target[:, :-1], state, memory)
        now, rows = state[:, None], []
        for position in range(batch.target.shape[1] - 1):
            made, now, _ = model.decoder.step(batch.target[:, position : position + 1], now, memory)
            rows.append(made[:, 0])
        torch.testing.assert_close(torch.stack(rows, 1), features, rtol=1e-4, atol=1e-5)
        for row in reversed(range(4)):
            alone = collate([(SENTENCES[row], TARGETS[row])])
            memory, state = model.start(alone.source, alone.lengths)
            single = model.decoder(alone.target[:, :-1], state, memory)[0]
            torch.testing.assert_close(single, features[row, : len(single)], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("settings", [Settings(beam=1), Settings(beam=3), Settings(search="sample")])
def test_the_batch_changes_no_token(settings: Settings) -> None:
    model = build(residual=True, layers=2)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(2)
    backend = TorchBackend(model, torch.device("cpu"))
    sources = [[*sentence, 2] for sentence in SENTENCES * 3]
    together = [h[0].tokens for h in decode(backend, sources, settings)]
    import dataclasses

    one_by_one = dataclasses.replace(settings, batch_tokens=1)
    assert [h[0].tokens for h in decode(backend, sources, one_by_one)] == together


def test_how_the_batch_is_cut_changes_no_gradient() -> None:
    model = build()
    pairs = list(zip(SENTENCES, TARGETS, strict=True))
    gradients = []
    for cuts in ([pairs], [pairs[:1], pairs[1:]]):
        model.zero_grad()
        batches = [collate(cut) for cut in cuts]
        count = sum(batch.tokens for batch in batches)
        for batch in batches:
            (model(batch.source, batch.lengths, batch.target, batch.mask, 0.1)[0] / count).backward()
        gradients.append([parameter.grad.clone() for parameter in model.parameters()])
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)
