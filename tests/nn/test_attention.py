"""Attention against a loop over positions and heads, finite differences, and padding."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from reference import attend

from s2s.nn.attentions.additive import Additive
from s2s.nn.attentions.attention import Attention
from s2s.nn.attentions.dot import Dot
from s2s.nn.attentions.general import General
from s2s.nn.attentions.multihead import MultiHead

ROWS, SOURCE, TARGET, HEADS = 3, 5, 2, 2
LENGTHS = torch.tensor([5, 1, 3])
MASK = torch.arange(SOURCE)[None] < LENGTHS[:, None]
SINGLE = ("dot", "general", "additive")
KINDS = (*SINGLE, "multihead")


def draw(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def build(kind: str) -> tuple[Any, torch.Tensor, torch.Tensor]:
    """The attention, a query (B, T, H) and a memory (B, S, D), in float64."""
    made = {
        "dot": lambda: Dot(memory=4, query=4),
        "general": lambda: General(memory=6, query=4),
        "additive": lambda: Additive(memory=6, query=4, width=7),
        "multihead": lambda: MultiHead(memory=6, query=4, heads=HEADS),
    }[kind]()
    made = made.double()
    with torch.no_grad():
        for seed, parameter in enumerate(made.parameters()):
            parameter.copy_(0.5 * draw(*parameter.shape, seed=seed))
    width = 4 if kind == "dot" else 6
    return made, draw(ROWS, TARGET, 4, seed=30), draw(ROWS, SOURCE, width, seed=31)


def look(module: Any, query: torch.Tensor, memory: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return module(query, module.keys(memory), module.values(memory), MASK)


def textbook(kind: str, module: Any) -> Callable[..., tuple[torch.Tensor, torch.Tensor]]:
    """Query (H,) and memory (S, D) → context (D,) and weights (S,)."""
    if kind != "multihead":
        return lambda h, memory: attend(h, memory, score(kind, module))

    def each_head(h: torch.Tensor, memory: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        contexts, weights = list[Any](), list[Any]()
        for head in range(HEADS):
            asked, kept = slice(2 * head, 2 * head + 2), slice(3 * head, 3 * head + 3)
            query, keys = module.query.weight[asked] @ h, memory @ module.key.weight[asked].T
            # the score of one position needs its key alone, so the keys stand in for the memory here
            _, shares = attend(query, keys, lambda q, k: q @ k / 2**0.5)
            contexts.append(sum(w * module.value.weight[kept] @ s for w, s in zip(shares, memory, strict=True)))
            weights.append(shares)
        return torch.cat(contexts), sum(weights) / HEADS

    return each_head


def score(kind: str, module: Any) -> Callable[..., torch.Tensor]:
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
    context, weights = look(module, query, memory)
    for row, length in enumerate(LENGTHS.tolist()):
        for position in range(TARGET):
            expected, shares = textbook(kind, module)(query[row, position], memory[row, :length])
            torch.testing.assert_close(context[row, position], expected)
            torch.testing.assert_close(weights[row, position, :length], shares)
    assert bool((weights.masked_select(~MASK[:, None]) == 0).all())
    torch.testing.assert_close(weights.sum(-1), torch.ones(ROWS, TARGET).double())


def gradients(module: Attention, run: Callable[..., torch.Tensor], *given: torch.Tensor) -> bool:
    """Whether `run` has the gradients of finite differences in what is given and in the module's parameters."""
    names, values = zip(*module.named_parameters(), strict=True) if list(module.parameters()) else ((), ())

    class Run(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = module

        def forward(self, *given: torch.Tensor) -> torch.Tensor:
            return run(self.inner, *given)

    def call(*every: torch.Tensor) -> torch.Tensor:
        parameters = {f"inner.{name}": value for name, value in zip(names, every[len(given) :], strict=True)}
        return torch.func.functional_call(Run(), parameters, every[: len(given)])

    return torch.autograd.gradcheck(call, (*(tensor.requires_grad_() for tensor in given), *values))


@pytest.mark.parametrize("kind", SINGLE)
def test_the_score_has_the_gradient_of_finite_differences(kind: str) -> None:
    module, query, memory = build(kind)
    assert gradients(module, lambda inner, query, memory: inner.score(query, inner.keys(memory)), query, memory)


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_has_the_gradient_of_finite_differences(kind: str) -> None:
    module, query, memory = build(kind)
    assert gradients(module, lambda *given: look(*given)[0], query, memory)


def test_one_head_is_the_general_score() -> None:
    general, query, memory = build("general")
    single = MultiHead(memory=6, query=4, heads=1).double()
    with torch.no_grad():
        single.query.weight.copy_(torch.eye(4))
        single.key.weight.copy_(general.weight.weight)
        single.value.weight.copy_(torch.eye(6))
    for ours, theirs in zip(look(single, query, memory), look(general, query, memory), strict=True):
        torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_the_padding_changes_nothing(kind: str) -> None:
    module, query, memory = build(kind)
    other = torch.where(MASK[..., None], memory, 1e3)
    context, weights = look(module, query, memory)
    again, shares = look(module, query, other)
    assert torch.equal(context, again) and torch.equal(weights, shares)
    memory.requires_grad_()
    loss = look(module, query, memory)[0].square().sum()
    assert bool((torch.autograd.grad(loss, memory)[0][~MASK] == 0).all())


@pytest.mark.parametrize("kind", ["general", "multihead"])
def test_weights_are_fp32_under_autocast(kind: str) -> None:
    module, query, memory = build(kind)
    with torch.autocast("cpu", torch.bfloat16):
        context, weights = look(module.float(), query.float(), memory.float())
    assert weights.dtype is torch.float32 and context.dtype is torch.bfloat16
    torch.testing.assert_close(weights.sum(-1), torch.ones(ROWS, TARGET))
