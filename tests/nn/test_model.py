"""The whole network: step equals forward, batches do not matter, padding is invisible."""

import itertools
from typing import Any

import pytest
import torch
from grids import thinned

from s2s.config.load import parse
from s2s.data.batching import collate
from s2s.decode.backend import Settings
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.nn.model import Seq2Seq, build_model

GRID: list[tuple[Any, ...]] = list(
    itertools.product(
        ("rnn", "gru", "lstm"),
        (False, True),
        (1, 2),
        ("none", "additive", "dot", "general", "multihead"),
        (False, True),
    )
)
GRID += itertools.product(("ssru",), (False, True, "first"), (1, 3), ("none", "general"), (False, True))
GRID += itertools.product(("lstm", "gru"), ("first",), (3,), ("none", "general"), (False, True))
FEEDFORWARD = list(itertools.product(("lstm", "ssru"), (True, "first"), (2, 3), ("none", "general"), (False, True)))


def build(
    cell: str = "lstm",
    both: bool | str = True,
    layers: int = 1,
    attention: str = "general",
    residual: bool = False,
    size: int = 30,
    **more: Any,
) -> Seq2Seq:
    units, upper = 8, more.pop("upper", "recurrent")
    options = {
        "cell": cell,
        "embedding": 8,
        "encoder": {"units": units, "layers": layers, "bidirectional": both},
        "decoder": {"units": 16 if both else 8, "layers": layers, "upper": upper},
        "attention": attention,
        "residual": residual and layers > 1,
        "layer_norm": residual,
        **more,
    }
    return build_model(parse({"model": options}).model, size, size, seed=3).eval()


SENTENCES = [[5, 6, 7, 8, 9], [10], [11, 12, 4], [13, 5]]
TARGETS = [[6, 7], [8, 9, 10, 11, 12], [5], [4, 4, 4]]


@pytest.mark.parametrize(
    ("options", "upper"), [*thinned(((o, "recurrent") for o in GRID), 2), *((o, "feedforward") for o in FEEDFORWARD)]
)
def test_step_by_step_alone_and_in_any_batch(options: tuple[Any, ...], upper: str) -> None:
    model = build(*options, upper=upper)
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


@pytest.mark.parametrize("settings", thinned([Settings(beam=3), Settings(beam=1), Settings(search="sample")], 3))
@pytest.mark.parametrize(("cell", "upper"), [("lstm", "recurrent"), ("ssru", "recurrent"), ("ssru", "feedforward")])
def test_the_batch_changes_no_token(settings: Settings, cell: str, upper: str) -> None:
    model = build(cell, residual=True, layers=2, upper=upper)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(2)
    backend = TorchBackend(model, torch.device("cpu"))
    sources = [[*sentence, 2] for sentence in SENTENCES * 3]
    together = [h[0].tokens for h in decode(backend, sources, settings)]
    import dataclasses

    one_by_one = dataclasses.replace(settings, batch_tokens=1)
    assert [h[0].tokens for h in decode(backend, sources, one_by_one)] == together


def test_feed_forward_layers_equal_their_equation_and_carry_no_state() -> None:
    model = build("ssru", layers=3, residual=True, upper="feedforward")
    upper: Any = model.decoder.upper
    first = torch.randn(2, 5, 16, generator=torch.Generator().manual_seed(1))
    context = torch.randn(2, 5, 16, generator=torch.Generator().manual_seed(2))
    assert model.bridge.target == (1, 1, 16)
    outputs, state = upper(first, first.new_zeros(2, 0, 1, 16), context=context)
    assert state.shape == (2, 0, 1, 16) and [len(stack.layers) for stack in model.stacks()["decoder"]] == [1]
    hidden = first[0, 0]
    for block, norm in zip(upper.layers, upper.norms, strict=False):
        fed = torch.cat([norm(hidden), context[0, 0]])
        inside = (block.enter.weight @ fed + block.enter.bias).clamp(min=0)
        hidden = hidden + block.leave.weight @ inside + block.leave.bias
    torch.testing.assert_close(outputs[0, 0], upper.norms[2](hidden))


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
        gradients.append([parameter.grad.clone() for parameter in model.parameters() if parameter.grad is not None])
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)
