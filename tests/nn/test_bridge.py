"""The bridge: every depth, width and cell to every other, and which layer feeds which."""

import itertools
from typing import Any

import pytest
import torch

from s2s.nn.bridges.copy import Copy
from s2s.nn.bridges.project import Project
from s2s.nn.bridges.zero import Zero

DEPTHS, PARTS = (1, 2, 4), (1, 2)
SHAPE = (2, 1, 6)


@pytest.mark.parametrize(("layers", "parts", "depth", "wanted"), list(itertools.product(DEPTHS, PARTS, DEPTHS, PARTS)))
def test_project_maps_layers_and_parts_by_rule(layers: int, parts: int, depth: int, wanted: int) -> None:
    state = torch.randn(3, layers, parts, 6, generator=torch.Generator().manual_seed(0))
    bridge = Project(source=(layers, parts, 6), target=(depth, wanted, 5))
    made = bridge(state)
    assert made.shape == (3, depth, wanted, 5)
    for layer, part in itertools.product(range(depth), range(wanted)):
        linear: Any = bridge.projections[layer * wanted + part]
        # beyond the encoder's depth its top layer serves again; a cell is made of the hidden state where there is none
        given = state[:, min(layer, layers - 1), min(part, parts - 1)]
        torch.testing.assert_close(made[:, layer, part], torch.tanh(given @ linear.weight.T + linear.bias))


def test_project_has_its_own_weights_for_each_layer_and_part() -> None:
    bridge = Project(source=(2, 2, 6), target=(3, 2, 5))
    assert len({id(parameter) for parameter in bridge.parameters()}) == 2 * 3 * 2


def test_zero_and_copy() -> None:
    state = torch.randn(3, 2, 1, 6, dtype=torch.float64)
    made = Zero(source=(2, 1, 6), target=(4, 2, 5))(state)
    assert made.shape == (3, 4, 2, 5) and made.dtype is torch.float64 and not made.any()
    assert Copy(source=SHAPE, target=SHAPE)(state) is state
    assert not [*Copy(source=SHAPE, target=SHAPE).parameters(), *Zero(source=SHAPE, target=SHAPE).parameters()]
