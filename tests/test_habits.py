"""What a public repository has beside its code: files that name other files, versions and commands name those that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import s2s

ROOT = Path(__file__).parents[1]


def test_the_citation_has_the_version_of_the_package() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == s2s.__version__ and citation["license"] == "MIT"


@pytest.mark.parametrize(
    "path", [*(ROOT / ".github").rglob("*.yml"), ROOT / ".pre-commit-config.yaml"], ids=lambda path: path.name
)
def test_files_of_the_project_are_yaml(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)


def test_make_targets_that_pages_name_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in ("CONTRIBUTING.md", ".github/workflows/ci.yml", ".ci/run"):
        named = set(re.findall(r"\bmake (\w+)", (ROOT / page).read_text(encoding="utf-8")))
        assert named <= targets, f"{page}: {named - targets}"


def test_the_walk_of_a_release_stops_at_what_does_not_hold() -> None:
    def walk(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, ".ci/release.py", *words]
        return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)

    assert walk().returncode == 2
    assert walk("soon", "--quick").stderr == "does not hold: soon is a version MAJOR.MINOR.PATCH\n"
    done = walk("99.0.0", "--quick")
    assert done.returncode == 1 and "holds: 99.0.0 is a version" in done.stdout and "git tag" not in done.stdout
