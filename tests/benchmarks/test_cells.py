"""The benchmark of cells: a mistake ends in a line."""

from __future__ import annotations

import pytest
from cells import main


def test_an_unknown_cell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--cells", "nosuch"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("cells: --cells") and "nosuch" in said and said.count("\n") == 1
