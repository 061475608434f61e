"""The commands of every page run, in their order, in a folder of the page's own, on files that are made for it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import PAGES, ROOT, SHELLS, blocks, calls, elided
from short_s2s import serving
from stand_ins import TRAININGS, furnish, labelled

NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
ELSEWHERE = {
    "docs/guide.md": "tests/test_guide.py",
    "docs/guide.bn.md": "tests/test_guide.py, which says that it has the guide's",
}
"""Pages whose commands are run, and their output compared, by another test."""
NOT_RUN = {
    r"^pip install (?!.*&&)": "installs from the network; .ci/run and .ci/wheels.sh install",
    r"^npm install|--runtime runtime": "needs the two libraries from npm; tests/serve/test_offline.py has the page",
    r"^s2s train$": "shows what s2s-runtime says, which has no hydra; tests/config/test_distributions.py",
    r"^python -m venv|hydra/sweeper=optuna": "Optuna's sweeper needs an environment of its own, with an older Optuna",
    r"--engine ray|^ray start": "starts Ray, which takes as long as all the rest; tests/cluster/test_ray.py",
    r"^curl ": "asks a server that runs; tests/serve/test_documentation.py runs it",
    r"^python benchmarks/|^benchmarks/|^cd WORK|^learn=|^\$learn|^s2s distill -m runs/control-1|^for l in": "hours of trainings",
}
"""Commands that are not run → why not."""
PYTHON_ELSEWHERE = {
    *("docs/lab.md", "docs/exercises.md", "docs/exercises.bn.md", "docs/extending.md", "docs/python.md"),
    *("docs/server.md", "docs/several_machines.md"),
}
"""Pages whose Python has a test of its own, or needs Spark."""
PROGRAM = re.compile(r"(s2s|pip|npm|ray|curl|python|cd|for|benchmarks/\S+|learn=.*|\$learn)(?= |$)|RAY_ADDRESS=")
"""How a line begins that is a command, beside those that call s2s behind another one."""


def lines(page: str) -> list[str]:
    """The commands of a page that leave nothing out, each a line for a shell."""
    return [
        line
        for block in blocks(ROOT / page)
        if block.language in SHELLS
        for line in block.lines()
        if (not any(map(elided, calls(line))) if calls(line) else PROGRAM.match(line))
    ]


def reason(line: str) -> str | None:
    return next((why for pattern, why in NOT_RUN.items() if re.search(pattern, line)), None)


SHOWN = {name: lines(name) for name in NAMES}
RUN = [name for name in NAMES if name not in ELSEWHERE and any(reason(line) is None for line in SHOWN[name])]


def test_what_is_not_run_has_a_reason_that_is_needed() -> None:
    every = [line for name in NAMES for line in SHOWN[name]]
    idle = [pattern for pattern in NOT_RUN if not any(re.search(pattern, line) for line in every)]
    assert not idle
    assert len(every) > 120 and len(RUN) > 15


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The search path of a reader: s2s is `short_s2s`, and pip has installed all that it is asked for."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "pip").symlink_to("/bin/true")
    with serving(folder):
        yield os.pathsep.join([str(folder), str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, path: str) -> Path:
    """Runs of four updates that pages begin with."""
    folder = tmp_path_factory.mktemp("trained")
    labelled(folder)
    for options in TRAININGS:
        shell(f"s2s train {options}", folder, path)
    return folder / "runs"


def shell(line: str, folder: Path, path: str) -> None:
    """Run a line with a sentence on stdin; fail with what it says if it does."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        input="The girl opened the door.\n",
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    findings = done.returncode == 1 and line.startswith("s2s doctor")
    assert (done.returncode == 0 or findings) and "Traceback" not in done.stderr, (
        f"$ {line}\n{done.stdout[-1000:]}{done.stderr[-3000:]}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN)
def test_the_commands_of_a_page_run_one_after_the_other(page: str, tmp_path: Path, path: str, trained: Path) -> None:
    furnish(tmp_path, page, trained)
    for line in SHOWN[page]:
        if reason(line) is None:
            shell(line, tmp_path, path)
    for block in blocks(ROOT / page):
        if block.language == "python" and page not in PYTHON_ELSEWHERE:
            shell(f"python - <<'END'\n{block.text}\nEND", tmp_path, path)
