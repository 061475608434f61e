"""The chunked loss against torch's own cross-entropy."""

from typing import Any

import pytest
import torch
from torch.nn import functional

from s2s.nn import loss as module
from s2s.nn.loss import cross_entropy, squared_error


def parts(rows: int = 37, width: int = 5, vocabulary: int = 11) -> tuple[torch.Tensor, ...]:
    generator = torch.Generator().manual_seed(0)
    make = lambda *shape: torch.randn(*shape, generator=generator, dtype=torch.float64, requires_grad=True)  # noqa: E731
    targets = torch.randint(vocabulary, (rows,), generator=generator)
    return make(rows, width), make(vocabulary, width), make(vocabulary), targets


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("chunk", [11, 70, 10**6])
def test_equals_torch(smoothing: float, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    features, weight, bias, targets = parts()
    smoothed, plain = cross_entropy(features, weight, bias, targets, smoothing)
    ours = torch.autograd.grad(smoothed * 0.3, (features, weight, bias))
    logits = functional.linear(features, weight, bias)
    expected = functional.cross_entropy(logits, targets, reduction="sum", label_smoothing=smoothing)
    theirs = torch.autograd.grad(expected * 0.3, (features, weight, bias))
    torch.testing.assert_close(smoothed, expected)
    torch.testing.assert_close(plain, functional.cross_entropy(logits, targets, reduction="sum"))
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("consistency", [0.0, 3.0])
@pytest.mark.parametrize("chunk", [11, 70, 10**6])
def test_what_is_not_real_is_as_if_it_were_left_out(
    consistency: float, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    features, weight, bias, _ = parts(rows=38)
    targets = torch.randint(11, (19,), generator=torch.Generator().manual_seed(1))
    real = torch.arange(19) % 3 > 0
    both, found = torch.cat([real, real]), []
    if not consistency:
        features, both = features[:19], real
    for given in ((features, targets, real), (features[both], targets[real], None)):
        pair = cross_entropy(given[0], weight, bias, given[1], 0.1, consistency, given[2])
        gradients = torch.autograd.grad(pair[0] * 0.3, (features, weight, bias))
        found.append([*(part.detach() for part in pair), *gradients])
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other)


def test_how_a_batch_is_cut_changes_nothing() -> None:
    features, weight, bias, targets = parts()
    whole, _ = cross_entropy(features, weight, bias, targets, 0.1)
    pieces = [cross_entropy(features[s], weight, bias, targets[s], 0.1)[0] for s in (slice(0, 5), slice(5, None))]
    torch.testing.assert_close(whole, sum(pieces))


def test_bf16_products_sum_in_fp32() -> None:
    features, weight, bias, targets = (t.detach() for t in parts())
    features, weight, bias = (t.float().requires_grad_() for t in (features, weight, bias))
    exact, _ = cross_entropy(features, weight, bias, targets, 0.1)
    with torch.autocast("cpu", torch.bfloat16):
        rounded, _ = cross_entropy(features, weight, bias, targets, 0.1)
    assert rounded.dtype is torch.float32
    torch.testing.assert_close(rounded, exact, rtol=0.02, atol=0.0)  # bf16 keeps 8 bits
    products = functional.linear(features.bfloat16(), weight.bfloat16()).float()
    same = functional.cross_entropy(products + bias, targets, reduction="sum", label_smoothing=0.1)
    torch.testing.assert_close(rounded, same, rtol=1e-6, atol=0.0)
    torch.autograd.backward(rounded)
    assert features.grad is not None and features.grad.dtype is torch.float32


@pytest.mark.parametrize("scale", [1 / 257, 1e5])
@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float16])
def test_what_the_loss_is_multiplied_by_is_not_rounded(scale: float, kind: torch.dtype) -> None:
    features, weight, bias, targets = (t.detach() for t in parts())
    features, weight = features.to(kind).requires_grad_(), weight.to(kind).requires_grad_()
    smoothed, _ = cross_entropy(features, weight, bias.float(), targets)
    once, scaled = (torch.autograd.grad(smoothed * by, features, retain_graph=True)[0] for by in (1.0, scale))
    assert torch.equal(scaled, (once.double() * scale).to(kind))


def test_a_second_derivative_is_refused_and_not_wrong() -> None:
    features, weight, bias, targets = parts()
    smoothed, _ = cross_entropy(features, weight, bias, targets)
    with pytest.raises(RuntimeError, match="cannot be differentiated"):
        torch.autograd.grad(smoothed, features, create_graph=True)


@pytest.mark.parametrize("chunk", [11, 70, 10**6])
def test_two_passes_equal_the_formula_of_r_drop(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    features, weight, bias, _ = parts(rows=38)
    targets = torch.randint(11, (19,), generator=torch.Generator().manual_seed(1))
    smoothed, plain = cross_entropy(features, weight, bias, targets, 0.1, consistency=3.0)
    ours = torch.autograd.grad(smoothed * 0.3, (features, weight, bias))
    one, other = functional.linear(features, weight, bias).chunk(2)
    entropy: Any = sum(functional.cross_entropy(z, targets, reduction="sum", label_smoothing=0.1) for z in (one, other))
    p, q = (functional.log_softmax(z, dim=1) for z in (one, other))
    symmetric: Any = sum(functional.kl_div(a, b, reduction="sum", log_target=True) for a, b in ((p, q), (q, p)))
    expected = entropy / 2 + 3.0 / 4 * symmetric
    theirs = torch.autograd.grad(expected * 0.3, (features, weight, bias))
    torch.testing.assert_close(smoothed, expected)
    torch.testing.assert_close(
        plain, sum(functional.cross_entropy(z, targets, reduction="sum") for z in (one, other)) / 2
    )
    for mine, its in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, its)


def test_numbers_are_not_rounded_to_bf16() -> None:
    features, weight, bias, _ = (t.detach().float() for t in parts())
    targets = torch.linspace(-1, 1, len(features) * len(bias)).view(len(features), -1)
    exact, _ = squared_error(features, weight, bias, targets)
    with torch.autocast("cpu", torch.bfloat16):
        found, _ = squared_error(features, weight, bias, targets)
    torch.testing.assert_close(found, exact, rtol=1e-6, atol=0.0)


def test_without_gradients_none_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    features, weight, bias, targets = parts()
    made: list[int] = []
    less_targets = module.less_targets
    monkeypatch.setattr(module, "less_targets", lambda *given: made.append(1) or less_targets(*given))
    sizes = []
    zeros_like = torch.zeros_like
    monkeypatch.setattr(
        torch, "zeros_like", lambda given, **more: sizes.append(given.shape) or zeros_like(given, **more)
    )
    with torch.inference_mode():
        smoothed, _ = cross_entropy(features, weight, bias, targets, 0.1)
    assert not made and weight.shape not in sizes
    torch.testing.assert_close(smoothed, cross_entropy(features, weight, bias, targets, 0.1)[0].detach())
    assert made and weight.shape in sizes
