"""docs/examples/translate.mjs runs an export under Node, and gives the command's text."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from translating import tiny_run

from s2s.cli import main
from s2s.data.corpora.phrasebook.draw import pairs

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "translate.mjs"
PACKAGES = ("onnxruntime-node@1", "sentencepiece-js@1")


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example and the packages that it names."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("no node and npm; on Debian: apt-get install nodejs npm")
    folder = tmp_path_factory.mktemp("node")
    shutil.copy(EXAMPLE, folder)
    # The package holds what a CPU needs; what it would fetch beyond that is for GPUs.
    environment = os.environ | {"ONNXRUNTIME_NODE_INSTALL": "skip"}
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", *PACKAGES]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.skip(f"npm cannot fetch {' and '.join(PACKAGES)}: {done.stderr.strip()[-200:]}")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("flags", [[], ["--int8"]], ids=["fp32", "int8"])
def test_the_example_gives_the_commands_text(modules: Path, tmp_path: Path, flags: Sequence[str]) -> None:
    run = tiny_run(tmp_path / "run")
    lines = [source for source, _ in pairs("en", "de", "test", 30, 1)]
    for name, place in (("source", 0), ("reference", 1)):
        texts = [pair[place] for pair in pairs("en", "de", "validation", 50, 1)]
        (tmp_path / name).write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    given = ["--source", str(tmp_path / "source"), "--reference", str(tmp_path / "reference")]
    assert main(["export", "-m", str(run), *flags, *given]) == 0
    text = "".join(f"{line}\n" for line in [*lines[:10], "", *lines[10:]])
    (tmp_path / "in").write_text(text, encoding="utf-8")
    command = ["translate", "-m", str(run), "-b", "1", "--no-split", "--backend", "onnx"]
    assert main([*command, "-i", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 0
    node = ["node", "translate.mjs", str(run / "onnx")]
    done = subprocess.run(node, cwd=modules, input=text, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-500:]
    expected, found = (tmp_path / "out").read_text(encoding="utf-8").split("\n"), done.stdout.split("\n")
    assert len(found) == len(expected) and found[10] == ""
    # A network that has learned nothing often has two pieces that differ by rounding alone, and is cut off at the greatest
    # length: the command then leaves out the bytes of a character that is not whole, where the example shows U+FFFD.
    same = [one.rstrip("\ufffd") == other.rstrip("\ufffd") for one, other in zip(found, expected, strict=True)]
    assert sum(same) >= len(expected) - 2


def test_the_example_is_short() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").split("\n")) <= 60
