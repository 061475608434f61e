"""Options as YAML that somebody else may have written, with libyaml's loader and without."""

from __future__ import annotations

import pytest
import yaml

from s2s.config import bounded_yaml
from s2s.config.load import parse, to_yaml
from s2s.config.schema import RunConfig

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


@pytest.mark.parametrize("loader", LOADERS)
def test_both_loaders_read_the_same_and_refuse_the_same(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_yaml, "LOADER", loader)
    written = to_yaml(RunConfig())
    assert bounded_yaml.load(written, 10) == yaml.safe_load(written) and parse(bounded_yaml.load(written, 10))
    assert bounded_yaml.load("[[1, é], {a: ~}]", 2) == [[1, "é"], {"a": None}]
    for wrong in ("[[[1]]]", "a: &x 1\nb: *x\n"):
        with pytest.raises(ValueError, match="references, or too many levels"):
            bounded_yaml.load(wrong, 2)
    for wrong in ("a: !!python/name:os.system", "[" * 60_000, "a: !!timestamp x", "a: \x00", "{", "a: b: c"):
        with pytest.raises((yaml.YAMLError, ValueError, AttributeError)):
            bounded_yaml.load(wrong, 10)
