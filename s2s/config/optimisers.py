"""The optimisers that options name."""

from __future__ import annotations

from dataclasses import dataclass

from s2s.config.registry import Registry


@dataclass(frozen=True)
class OptimiserFacts:
    """What is known of an optimiser; a class of the user's own may have an attribute of the same name."""

    options: tuple[str, ...] = ()
    """Options of `optim` that have an effect on it, keywords of its constructor: ``momentum``, ``weight_decay``."""


OPTIMISERS = Registry(
    "optimiser",
    OptimiserFacts,
    {
        "adam": ("s2s.training.optimisers.adam:adam", OptimiserFacts()),
        "adamw": ("s2s.training.optimisers.adamw:adamw", OptimiserFacts(options=("weight_decay",))),
        "sgd": ("s2s.training.optimisers.sgd:sgd", OptimiserFacts(options=("momentum", "weight_decay"))),
    },
)
"""What makes a `torch.optim.Optimizer` of the parameters and, by keyword, `lr` and its options."""
