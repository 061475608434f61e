"""Keywords of a call become the options that the command has, and what is mistyped is said as the command says it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy
import pytest
import yaml
from grids import thinned
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.version import VersionBase

import s2s
from s2s.api.data import data_of
from s2s.api.options import configured, flattened
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.errors import UserError

ROOT = Path(__file__).parents[2]


def by_command(*options: str, folder: Path = ROOT) -> RunConfig:
    """What the command composes of the same options, by Hydra's own ``--cfg job``."""
    line = [sys.executable, str(ROOT / "scripts" / "train.py"), "--cfg", "job", "--resolve", *options]
    done = subprocess.run(line, capture_output=True, text=True, check=True, cwd=folder)
    return parse(yaml.safe_load(done.stdout))


@pytest.mark.parametrize(
    ("presets", "options", "typed"),
    thinned(
        [
            ({}, {}, []),
            ({"experiment": "tunes"}, {"seed": 3}, ["experiment=tunes", "seed=3"]),
            (
                {"task": "classify", "data": "digits"},
                {"optim": {"lr": 1e-3}},
                ["task=classify", "data=digits", "optim.lr=1e-3"],
            ),
            ({"data": "files"}, {"data.train": "x y/å"}, ["data=files", "data.train=x y/å"]),
            ({"data": "files", "recipe": None}, {"data.train": "x"}, ["data=files", "data.train=x", "recipe=null"]),
            ({"recipe": "regularised"}, {"train": {"steps": 9}}, ["recipe=regularised", "train.steps=9"]),
        ],
        3,
    ),
)
def test_the_same_configuration_as_the_command_s(
    presets: dict[str, str | None], options: dict[str, Any], typed: list[str]
) -> None:
    assert configured(presets, flattened(options)) == by_command(*typed)


def test_a_task_of_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its defaults are those that the command gives it; what the call sets stands above them."""
    (tmp_path / "mytasks_of_api.py").write_text(
        "from s2s.tasks.translate import Translate\n\n\nclass Mine(Translate):\n"
        "    defaults = {'data': 'phrasebook', 'data.size': 50, 'seed': 7}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    found = configured({"task": "mytasks_of_api:Mine"}, {"seed": 8})
    assert found == by_command("task=mytasks_of_api:Mine", "seed=8", folder=tmp_path)
    assert (found.task, found.data.size, found.seed) == ("mytasks_of_api:Mine", 50, 8)


def test_steps_that_are_given_beat_the_epochs_of_a_preset_and_the_other_way_round() -> None:
    assert configured({}, {}).train.epochs == 5
    assert configured({}, {"train.steps": 9}).train.epochs is None
    assert configured({}, {"train.steps": None}).train.epochs == 5
    assert configured({"experiment": "tunes"}, {"train.epochs": 2}).train.epochs == 2
    with pytest.raises(UserError, match=r"^train\.epochs=2\.0 and train\.steps=9: give one of the two"):
        configured({}, {"train.steps": 9, "train.epochs": 2})
    assert configured({}, {"train.steps": "9"}).train.epochs is None
    for wrong, said in ((1e4, "10000.0"), ("a'b", "a'b"), ([1], "1")):
        with pytest.raises(UserError, match=rf"^train\.steps.*{said}"):
            configured({}, {"train.steps": wrong})


def test_names_with_dots_and_nested_ones_are_the_same() -> None:
    nested = {"model": {"cell": "gru", "encoder": {"units": numpy.int64(8), "layers": 1}}, "seed": 2, "runs": Path("r")}
    dotted = {"model.cell": "gru", "model.encoder.units": 8, "model.encoder.layers": 1, "seed": 2, "runs": "r"}
    mixed = {"model": {"cell": "gru", "encoder.units": 8}, "model.encoder": {"layers": 1}, "seed": 2, "runs": "r"}
    assert flattened(nested) == flattened(dotted) == flattened(mixed) == dotted
    assert type(flattened(nested)["model.encoder.units"]) is int


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"lr": 1}, "lr: no such option; did you mean optim.lr?"),
    ({"units": 1}, "units: no such option; did you mean model.encoder.units or model.decoder.units?"),
    ({"optm": {"lr": 1}}, "optm: no such option; did you mean optim?"),
    ({"optim": {"lrr": 1}}, "optim.lrr: no such option; did you mean optim.lr?"),
    ({"qqq": 1}, "qqq: no such option; s2s train --help lists the options"),
    ({"model": 5}, "model=5: is a group of options; give a dict, such as model={'cell': …}"),
    ({"optim": {"lr": 1}, "optim.lr": 2}, "optim.lr: given twice, as 1 and 2; leave one of them out"),
    ({"model": {"cell": int}}, "model.cell: takes no object of Python's; name it, as package.module:Name"),
    ({"experiment": "multi30"}, "experiment=multi30: no such choice; did you mean multi30k?"),
    ({"task": "clasify"}, "task=clasify: no such choice; did you mean classify?"),
    ({"recipe": "x"}, "recipe=x: no such choice; choose from auto, regularised"),
    ({"data": "phrasbook"}, "data=phrasbook: neither a corpus nor a file; did you mean phrasebook?"),
    ({"data": {"corpus": "phrasbook"}}, "data=phrasbook: no such choice; did you mean phrasebook?"),
    ({"data": {"sise": 3}}, "data.sise: no such option; did you mean data.size?"),
    ({"data": {"train": "a"}, "data.train": "b"}, "data.train: given twice, as a and b; leave one of them out"),
    ({"data": {"test": "a"}, "test": "b"}, "test: given twice, by itself and in data; leave one of them out"),
    ({"data": "nowhere/x"}, "data.train=nowhere/x: found neither nowhere/x.en nor nowhere/x.en.gz"),
    ({"data": "phrasebook", "validation": "x"}, "data.validation=x: has no effect with data=phrasebook"),
    ({"train": {"steps": "many"}}, "train.steps: Value 'many' of type 'str' could not be converted to Integer"),
    ({"device": "gpu"}, "device: Invalid value 'gpu', expected one of [auto, cpu, cuda, mps]"),
    ({"optim": {"lr": 0}}, "optim.lr=0.0: must be above 0"),
]


@pytest.mark.parametrize(("keywords", "message"), WRONG)
def test_what_cannot_be_is_said_in_a_line(
    keywords: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=f"^{re.escape(message)}") as caught:
        s2s.train(**keywords)
    assert "\n" not in str(caught.value) and not list(tmp_path.iterdir())


def test_data_is_a_corpus_a_path_or_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_of(None, None, None).corpus is None
    assert data_of("digits", None, None).corpus == "digits"
    (tmp_path / "digits").touch()
    assert data_of("digits", None, None).corpus == "digits"
    for path in ("./digits", Path("digits")):
        found = data_of(path, tmp_path / "v", "t")
        assert found.corpus == "files" and found.options["data.train"] == str(path)
        assert (found.options["data.validation"], found.options["data.test"]) == (str(tmp_path / "v"), "t")
    found = data_of({"source": "en", "target": "bn", "size": 9}, None, None)
    assert found.corpus is None and found.options == {"data.source": "en", "data.target": "bn", "data.size": 9}
    found = data_of({"corpus": "hub", "dataset": "x"}, None, None)
    assert found.corpus == "hub" and found.options == {"data.dataset": "x"}
    (tmp_path / "phrasebok.en").touch()
    assert data_of("phrasebok", None, None).options == {"data.train": "phrasebok"}


def test_hydra_is_given_back_as_it_was() -> None:
    """A program that has a schema of its own and a composition in progress."""
    configured({}, {})  # Hydra's plugins are there from then on
    store, version = ConfigStore.instance(), VersionBase.instance()
    marks: Any = object()
    store.store("schema", {"mine": 1})
    before = store.repo["schema.yaml"], version.version_base, GlobalHydra.instance().hydra
    GlobalHydra.instance().hydra = marks
    try:
        configured({}, {})
        assert GlobalHydra.instance().hydra is marks
        with pytest.raises(UserError):
            configured({"task": "classify"}, {})
        assert GlobalHydra.instance().hydra is marks
        assert (store.repo["schema.yaml"], version.version_base) == before[:2]
    finally:
        GlobalHydra.instance().hydra = before[2]
        del store.repo["schema.yaml"]
    configured({}, {})
    assert "schema.yaml" not in store.repo


def test_code_in_a_preset_is_imported_only_by_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    from s2s.api import compose

    composed = compose.composed

    def with_code(overrides: list[str]) -> dict[str, Any]:
        values = composed(overrides)
        values["data"]["corpus"] = "mycorpora:Mine"
        return values

    monkeypatch.setattr(compose, "composed", with_code)
    with pytest.raises(
        UserError, match=r"^a preset names code: data\.corpus=mycorpora:Mine of module mycorpora; .*allow_code"
    ):
        configured({}, {})
    for options, leave in (({"data.corpus": "mycorpora:Mine"}, False), ({}, True)):
        with pytest.raises(UserError, match="module mycorpora is not there"):
            configured({}, options, leave)
