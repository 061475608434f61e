"""Weights of labels by which rare ones count as much in the loss as common ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn

from s2s.config.schema import ClassWeights, TrainConfig
from s2s.data.codecs.label_sets import parts_of
from s2s.errors import UserError
from s2s.runtime.process import log


def weigh(
    model: nn.Module,
    train: TrainConfig,
    names: Sequence[str],
    labels: Callable[[], Iterable[str]],
    separator: str | None = None,
) -> None:
    """Give the model's head the weights that `train.class_weights` asks for; `labels` reads those of the training examples.

    With a `separator` each of them is any number of labels. Raises `UserError` for a network of the user's own whose head takes none.
    """
    if train.class_weights is ClassWeights.none:
        return
    take = getattr(getattr(model, "distribution", None), "weigh", None)
    if take is None:
        raise UserError(
            f"train.class_weights={train.class_weights}: the network has no head that takes them; leave it out"
        )
    weights = balanced(names, labels()) if separator is None else against(names, labels(), separator)
    take(weights)
    ranked = sorted(range(len(names)), key=lambda index: -float(weights[index]))
    log(
        f"train.class_weights=balanced: {names[ranked[0]]!r} counts {float(weights[ranked[0]]):.3g} times,"
        f" {names[ranked[-1]]!r} {float(weights[ranked[-1]]):.3g} times"
    )


def balanced(names: Sequence[str], labels: Iterable[str]) -> Tensor:
    """w(y) = N / (K · n(y)) for the K labels that occur, as scikit-learn has it; 1 for those that do not: (V,)."""
    counts = Counter(labels)
    total = sum(counts.values())
    return torch.tensor([total / (len(counts) * counts[name]) if counts[name] else 1.0 for name in names])


def against(names: Sequence[str], targets: Iterable[str], separator: str) -> Tensor:
    """w(v) = (N - n(v)) / n(v), by which the n texts with a label weigh as much for it as the others; 1 where n is 0 or N: (V,)."""
    sets = [parts_of(target, separator) for target in targets]
    counts = Counter(name for names_of_text in sets for name in names_of_text)
    total = len(sets)
    return torch.tensor([(total - counts[name]) / counts[name] if 0 < counts[name] < total else 1.0 for name in names])
