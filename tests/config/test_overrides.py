"""What is typed wins over groups and experiments, in any order; what is typed twice is an error."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore

from s2s.config.conf import CONF
from s2s.config.load import parse
from s2s.config.overrides import for_hydra
from s2s.config.schema import RunConfig
from s2s.errors import UserError


def composed(*typed: str) -> RunConfig:
    ConfigStore.instance().store("schema", RunConfig)
    with initialize_config_dir(str(CONF), version_base="1.3"):
        return parse(compose("train", for_hydra(typed)))


CORPORA = [
    ["data=phrasebook"],
    ["data=files", "data.train=x"],
    ["task=classify", "data.train=x"],
    ["task=translate", "data=hub", "data.dataset=x"],
    ["experiment=multi30k", "data.folder=x"],
]


@pytest.mark.parametrize("corpus", CORPORA, ids=" ".join)
@pytest.mark.parametrize("none", ["~recipe", "recipe=null"])
def test_no_recipe_in_any_order(none: str, corpus: list[str]) -> None:
    plain = RunConfig()
    for order in itertools.permutations([none, *corpus]):
        found = composed(*order)
        assert found.train.consistency == plain.train.consistency and found.train.ema == plain.train.ema
    assert composed("recipe=regularised", *corpus[:1], *corpus[1:]).train.ema == 0.995 if "data=" in corpus[0] else True


def test_no_experiment() -> None:
    assert composed("experiment=null") == composed("~experiment") == composed()


LENGTHS = [
    (["train.steps=7"], None, 7),
    (["train.epochs=2"], 2.0, None),
    ([], 5.0, None),
    (["train.steps=null"], 5.0, None),
    (["train.epochs=null"], None, None),
    (["train.epochs=null", "train.steps=7"], None, 7),
    (["train.steps=null", "train.epochs=2"], 2.0, None),
]


@pytest.mark.parametrize(("typed", "epochs", "steps"), LENGTHS, ids=str)
def test_a_length_that_is_typed_beats_that_of_a_group(
    typed: list[str], epochs: float | None, steps: int | None
) -> None:
    for order in itertools.permutations(["data=phrasebook", *typed]):
        found = composed(*order)
        assert (found.train.epochs, found.train.steps) == (epochs, steps)


def test_a_length_that_is_typed_beats_that_of_an_experiment() -> None:
    assert composed("experiment=tunes").train.epochs == 15
    for typed in (["experiment=tunes", "train.steps=9"], ["train.steps=9", "experiment=tunes"]):
        found = composed(*typed)
        assert (found.train.epochs, found.train.steps) == (None, 9)


def test_two_lengths_that_are_typed_are_an_error() -> None:
    with pytest.raises(UserError, match=r"^train.epochs=2.0 and train.steps=7: give one of the two"):
        composed("train.steps=7", "train.epochs=2")


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (["optim.lr=1e-3", "optim.lr=5e-3"], "optim.lr=1e-3 and optim.lr=5e-3"),
        (["seed=1", "name=x", "seed=1"], "seed=1 and seed=1"),
        (["data=files", "data=hub"], "data=files and data=hub"),
        (["~recipe", "recipe=regularised"], "~recipe and recipe=regularised"),
        (["+x=1", "++x=2"], r"\+x=1 and \+\+x=2"),
        (["hydra.launcher.n_jobs=1", "hydra.launcher.n_jobs=2"], "hydra.launcher.n_jobs=1 and "),
    ],
)
def test_an_option_given_twice_is_an_error_that_names_both_values(typed: list[str], values: str) -> None:
    with pytest.raises(UserError, match=f"^{values}.*: given twice; leave one of them out"):
        for_hydra(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["data.train=a", "data.test=a"], ["data.train=a", "data.test=a"]),
        (["data.train=ডাটা/é"], ['data.train="ডাটা/é"']),
        (["+data.train=é"], ['+data.train="é"']),
        (["data.train='é'"], ["data.train='é'"]),
        (["recipe=regularised"], ["recipe=regularised"]),
        (["recipe=null,regularised"], ["recipe=[],regularised"]),
        (["train.steps=10,20"], ["train.steps=10,20", "train.epochs=null"]),
        (["train.steps=null,null"], ["train.steps=null,null"]),
        (["train.epochs=choice(1,2)"], ["train.epochs=choice(1,2)", "train.steps=null"]),
        (["~train.steps"], ["~train.steps"]),
        (["nonsense", "~"], ["nonsense", "~"]),
    ],
)
def test_what_hydra_is_given(typed: list[str], expected: Any) -> None:
    assert for_hydra(typed) == expected


def test_a_sweep_over_numbers_and_null_is_refused() -> None:
    with pytest.raises(UserError, match="^train.steps=null,5: null and numbers cannot be mixed"):
        for_hydra(["train.steps=null,5"])
