"""What is registered: each record says what the class says, and each option that names a thing may name code."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from s2s.config.code import CODE_OPTIONS
from s2s.config.networks import ATTENTIONS, BRIDGES, CELL_VARIANTS, CELLS
from s2s.config.optimisers import OPTIMISERS
from s2s.config.options import options
from s2s.config.registries import REGISTRIES
from s2s.config.registry import Registry
from s2s.nn.attentions.attention import Attention
from s2s.nn.bridges.bridge import Bridge
from s2s.nn.cells.layer import Layer

PARTS = [(registry, name) for registry in (CELLS, ATTENTIONS, BRIDGES) for name in registry.names if name != "none"]


@pytest.mark.parametrize(("registry", "name"), PARTS, ids=[name for _, name in PARTS])
def test_a_record_is_what_the_class_says(registry: Registry[Any], name: str) -> None:
    made, facts = registry.load(name), registry.facts(name)
    assert {field.name: getattr(made, field.name) for field in fields(facts)} == vars(facts)
    assert issubclass(made, {"cell": Layer, "attention": Attention, "bridge": Bridge}[registry.kind])
    assert made.has_onnx()


def test_every_option_that_names_a_registered_thing_may_name_code() -> None:
    assert set(REGISTRIES) <= set(CODE_OPTIONS) and set(REGISTRIES) <= set(options())
    assert all(name in REGISTRIES[option].names for option in REGISTRIES if (name := options()[option]) is not None)


def test_the_variants_of_cells_are_registered_cells() -> None:
    assert list(CELL_VARIANTS) == ["rnn-tanh", "rnn-relu", "rnn-leaky-relu", "gru", "lstm", "ssru"]
    assert {cell for cell, _ in CELL_VARIANTS.values()} == set(CELLS.names)


@pytest.mark.parametrize("name", OPTIMISERS.names)
def test_an_optimiser_takes_the_options_of_its_record(name: str) -> None:
    import inspect

    given = [parameter.name for parameter in inspect.signature(OPTIMISERS.load(name)).parameters.values()]
    assert given == ["parameters", "lr", *OPTIMISERS.facts(name).options]
