"""Attention against a loop over positions, finite differences, and padding."""

import pytest
import torch
from reference import attend

from s2s.nn.attention import Additive, Attention, Dot, General

ROWS, SOURCE, TARGET = 3, 5, 2
LENGTHS = torch.tensor([5, 1, 3])
MASK = torch.arange(SOURCE)[None] < LENGTHS[:, None]
KINDS = ("dot", "general", "additive")


def draw(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def build(kind: str) -> tuple[Attention, torch.Tensor, torch.Tensor]:
    """The attention, a query (B, T, H) and a memory (B, S, D), in float64."""
    made = {
        "dot": Dot,
        "general": lambda: General(memory=6, query=4),
        "additive": lambda: Additive(memory=6, query=4, width=7),
    }[kind]()
    made = made.double()
    with torch.no_grad():
        for seed, parameter in enumerate(made.parameters()):
            parameter.copy_(0.5 * draw(*parameter.shape, seed=seed))
    width = 4 if kind == "dot" else 6
    return made, draw(ROWS, TARGET, 4, seed=30), draw(ROWS, SOURCE, width, seed=31)


def textbook(kind: str, module: Attention):
    if kind == "dot":
        return lambda h, s: h @ s / len(h) ** 0.5
    if kind == "general":
        return lambda h, s: h @ (module.weight.weight @ s) / len(h) ** 0.5
    return lambda h, s: (
        module.vector @ torch.tanh(module.query.weight @ h + module.memory.weight @ s + module.memory.bias)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_equals_the_textbook_position_by_position(kind: str) -> None:
    module, query, memory = build(kind)
    context, weights = module(query, module.keys(memory), memory, MASK)
    for row, length in enumerate(LENGTHS.tolist()):
        for position in range(TARGET):
            expected, shares = attend(query[row, position], memory[row, :length], textbook(kind, module))
            # scores and softmax are fp32
            torch.testing.assert_close(context[row, position], expected, rtol=1e-5, atol=1e-6)
            torch.testing.assert_close(weights[row, position, :length].double(), shares, rtol=1e-5, atol=1e-6)
    assert bool((weights.masked_select(~MASK[:, None]) == 0).all())
    torch.testing.assert_close(weights.sum(-1), torch.ones(ROWS, TARGET))


@pytest.mark.parametrize("kind", KINDS)
def test_the_score_has_the_gradient_of_finite_differences(kind: str) -> None:
    module, query, memory = build(kind)
    names, values = zip(*module.named_parameters(), strict=True) if kind != "dot" else ((), ())

    class Score(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = module

        def forward(self, query: torch.Tensor, memory: torch.Tensor) -> torch.Tensor:
            return self.inner.score(query, self.inner.keys(memory))

    def run(query: torch.Tensor, memory: torch.Tensor, *parameters: torch.Tensor) -> torch.Tensor:
        given = {f"inner.{name}": value for name, value in zip(names, parameters, strict=True)}
        return torch.func.functional_call(Score(), given, (query, memory))

    assert torch.autograd.gradcheck(run, (query.requires_grad_(), memory.requires_grad_(), *values))


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_has_the_gradient_of_finite_differences(kind: str) -> None:
    module, query, memory = build(kind)
    run = lambda q, m: module(q, module.keys(m), m, MASK)[0]  # noqa: E731
    # the softmax is fp32, so the step is wide and the tolerance that of a wide step
    given = (query.requires_grad_(), memory.requires_grad_())
    assert torch.autograd.gradcheck(run, given, eps=3e-3, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_the_padding_changes_nothing(kind: str) -> None:
    module, query, memory = build(kind)
    other = torch.where(MASK[..., None], memory, 1e3)
    context, weights = module(query, module.keys(memory), memory, MASK)
    again, shares = module(query, module.keys(other), other, MASK)
    assert torch.equal(context, again) and torch.equal(weights, shares)
    memory.requires_grad_()
    loss = module(query, module.keys(memory), memory, MASK)[0].square().sum()
    assert bool((torch.autograd.grad(loss, memory)[0][~MASK] == 0).all())


def test_weights_are_fp32_under_autocast() -> None:
    module, query, memory = build("general")
    with torch.autocast("cpu", torch.bfloat16):
        context, weights = module.float()(query.float(), module.keys(memory.float()), memory.float(), MASK)
    assert weights.dtype is torch.float32 and context.dtype is torch.bfloat16
    torch.testing.assert_close(weights.sum(-1), torch.ones(ROWS, TARGET))
