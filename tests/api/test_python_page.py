"""The example of docs/python.md runs as it stands, on networks that take a moment."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from calls import SHORT

import s2s

ROOT = Path(__file__).parents[2]
SMALL: dict[str, Any] = {
    "device": "cpu",
    "precision": "fp32",
    "threads": 1,
    "data.size": 200,
    "model.embedding": 16,
    "model.encoder.units": 16,
    "model.decoder.units": 16,
    "train.steps": 4,
}


@pytest.mark.slow
def test_the_example_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL
    )
    train, calls = s2s.train, []

    def small(*arguments: Any, **options: Any) -> s2s.Run:
        """The call with a smaller network and fewer updates."""
        calls.append(options["name"])
        return train(*arguments, **{**options, **(SMALL if options.get("task") is None else {**SHORT})})

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(s2s, "train", small, raising=False)
    exec(compile(example, "python.md", "exec"), {})
    said = capsys.readouterr().out
    assert calls == ["first", "mood"] and said.count("Score(") == 1
    assert said.rstrip().split("\n")[-1] in ("good", "bad")
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["first-1", "mood-1"]
