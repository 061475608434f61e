"""The schema's own reading of nested values, beside OmegaConf's."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from s2s.config.schema import RunConfig
from s2s.config.typed import typed
from s2s.errors import UserError

SCALARS: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    2,
    -3,
    1.5,
    1e30,
    "x",
    "",
    "yes",
    "OFF",
    "1",
    "-2",
    "1.5",
    "1e-3",
    "nan",
    "inf",
]
SCALARS += [
    "cpu",
    "Device.cpu",
    "CPU",
    "tanh",
    "first",
    b"1",
    "٣",
    "1_000",
    " 7 ",
    "true",
    [1],
    ["a", "b"],
    {"a": 1},
    [],
]
OPTIONS = ["seed", "name", "device", "threads", "optim.lr", "optim.clip_norm", "tokenizer.joint", "model.nonlinearity"]
OPTIONS += [
    "model.encoder.bidirectional",
    "data.columns",
    "data.size",
    "model.cell",
    "train.epochs",
    "model.encoder.units",
]


def nested(option: str, value: Any) -> dict[str, Any]:
    for part in reversed(option.split(".")):
        value = {part: value}
    return value


SCHEMA = OmegaConf.structured(RunConfig)


def by_omegaconf(values: dict[str, Any]) -> Any:
    """The oracle: what Hydra checks what is typed with."""
    try:
        return OmegaConf.to_object(OmegaConf.merge(SCHEMA, values))
    except OmegaConfBaseException:
        return None


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("value", SCALARS, ids=repr)
def test_every_type_is_read_as_omegaconf_reads_it(option: str, value: Any) -> None:
    expected = by_omegaconf(nested(option, value))
    try:
        found = typed(RunConfig, nested(option, value))
    except UserError as error:
        assert str(error).startswith(f"{option}") and "\n" not in str(error)
        found = None
    assert repr(found) == repr(expected)  # nan differs from itself


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"seed": "x"}, "seed: Value 'x' of type 'str' could not be converted to Integer"),
        ({"optim": {"lr": True}}, "optim.lr: Value 'True' of type 'bool' could not be converted to Float"),
        ({"optim": {"lr": 10**400}}, "could not be converted to Float"),
        ({"device": "tpu"}, "device: Invalid value 'tpu', expected one of [auto, cpu, cuda, mps]"),
        ({"name": None}, "name: Incompatible value 'None' for field of type 'str'"),
        ({"model": {"foo": 1}}, "model.foo: no such option; did you mean model.copy?"),
        ({"model": {"encoder": {"unit": 1}}}, "model.encoder.unit: no such option; did you mean model.encoder.units?"),
        ({5: 1}, "5: no such option; see conf/ and s2s/config/schema.py for the options"),
        ({"model": 5}, "model=5: is a group of options; give names and values, as in model: {NAME: VALUE}"),
        ([], "configuration=[]: is a group of options"),
        ({"data": {"columns": "a,b"}}, "data.columns: Value 'a,b' is not a list; write [NAME,NAME]"),
        ({"data": {"columns": [["a"]]}}, "data.columns[0]: Cannot convert 'list' to string: '['a']'"),
    ],
)
def test_what_is_refused(values: Any, message: str) -> None:
    with pytest.raises(UserError) as caught:
        typed(RunConfig, values)
    assert message in str(caught.value)


def test_a_configuration_is_read_without_omegaconf() -> None:
    code = "import sys; from s2s.config.load import parse; parse({'seed': 2}); print('omegaconf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.split() == [b"False"]
