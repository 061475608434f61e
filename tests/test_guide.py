"""The guide: what it shows is what its commands print; both languages and the notebook say the same; links lead somewhere."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = DOCS / "guide.md", DOCS / "guide.bn.md"
PAGES = [ROOT / "README.md", ROOT / "benchmarks" / "README.md", *sorted(DOCS.glob("*.md"))]
LEFT_OUT = "…"
NUMBER = re.compile(r"(T = |overflow × )?-?\d[\d,.]*(e[+-]?\d+)?|(?<= )-(?= )")
"""A number, and what a table has in its place."""
LINK = re.compile(r"!?\[[^]]*\]\(([^)\s]+)\)")

spec = importlib.util.spec_from_file_location("notebook", DOCS / "notebook.py")
assert spec is not None and spec.loader is not None
notebook = importlib.util.module_from_spec(spec)
spec.loader.exec_module(notebook)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(text: str) -> list[list[str]]:
    return [lines for kind, lines in notebook.parts(text) if kind == "console"]


def prose(text: str) -> str:
    return "\n".join("\n".join(lines) for kind, lines in notebook.parts(text) if kind == "text")


def masked(line: str) -> str:
    """`line` without what may differ between machines: the values of numbers, and so the widths of columns."""
    return " ".join(NUMBER.sub("#", line).split())


def missing(shown: list[str], printed: list[str]) -> str | None:
    """What of `shown` does not stand in `printed`, in order; ``…`` stands for any lines, even none."""
    runs: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            runs.append([])
        else:
            runs[-1].append(masked(line))
    rest = [masked(line) for line in printed]
    if len(runs) == 1:
        return None if runs[0] == rest else "\n".join(shown)
    first, *middle, last = runs
    if rest[: len(first)] != first:
        return "\n".join(first)
    rest = rest[len(first) :]
    for run in middle:
        found = next((place for place in range(len(rest)) if rest[place : place + len(run)] == run), None)
        if found is None:
            return "\n".join(run)
        rest = rest[found + len(run) :]
    return None if len(last) <= len(rest) and rest[len(rest) - len(last) :] == last else "\n".join(last)


def test_lines_are_missed_where_they_do_not_stand() -> None:
    printed = ["step 1: loss 0.31", "step 2: loss 0.2", "", "a", "the end"]
    assert missing(["step 1: loss 0.29", "step 2: loss 0.2", "", "a", "the end"], printed) is None
    assert missing(["…", "step 2: loss 0.3", "", "…"], printed) is None
    assert missing(["…", "the end"], printed) is None
    assert missing(["…", "a", "…", "step 1: loss 0.3", "…"], printed) == "step #: loss #"
    assert missing(["a", "…"], printed) == "a"
    assert missing(["…", "a"], printed) == "a"
    assert missing(["…", "loss 1", "…"], printed) == "loss #"
    assert missing(["step 1: loss 0.31"], printed) == "step 1: loss 0.31"
    assert missing([], []) is None


@pytest.mark.slow
def test_the_commands_print_what_the_guide_shows(tmp_path: Path) -> None:
    for name in ("scripts", "conf"):
        (tmp_path / name).symlink_to(ROOT / name)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    wrong = []
    for block in blocks(read(GUIDES[0])):
        for command, shown in notebook.commands(block):
            done = subprocess.run(
                command, shell=True, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900
            )
            printed = done.stdout.decode()
            assert done.returncode == 0, f"$ {command}\n{printed}"
            line = missing(shown, printed.removesuffix("\n").split("\n") if printed else [])
            if line is not None:
                wrong.append(f"$ {command}\n  not in its place: {line}\n{printed}")
    assert not wrong, "\n\n".join(wrong)
    for path in (DOCS / "figures").iterdir():
        assert (tmp_path / "docs" / "figures" / path.name).exists(), f"{path}: no command of the guide makes it"


def test_the_guide_says_the_same_in_both_languages() -> None:
    english, bengali = map(read, GUIDES)
    assert blocks(english) == blocks(bengali)
    for pattern in (r"^#+ ", r"^\$\$.*\$\$$", r"^!\[.*\]\(.*\)$", r"^\|"):
        counts = [len(re.findall(pattern, prose(text), re.MULTILINE)) for text in (english, bengali)]
        assert counts[0] == counts[1] > 0, pattern


def test_the_notebook_is_made_of_the_guide() -> None:
    assert read(DOCS / "guide.ipynb") == notebook.as_json(read(GUIDES[0])), "run: python docs/notebook.py"


def test_a_cell_runs_a_command_and_keeps_its_output() -> None:
    made = notebook.notebook("# Title\n\n```console\n$ echo 1 \\\n 2\n1 2\n$ true\n```\n\ntext\n```\nno command\n```\n")
    kinds = [(cell["cell_type"], cell["source"]) for cell in made["cells"][1:]]
    assert kinds == [
        ("markdown", "# Title"),
        ("code", "!echo 1 \\\n 2"),
        ("code", "!true"),
        ("markdown", "text\n```\nno command\n```"),
    ]
    assert [cell.get("outputs") for cell in made["cells"][2:4]] == [
        [{"output_type": "stream", "name": "stdout", "text": "1 2\n"}],
        [],
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_local_links_lead_to_files(page: Path) -> None:
    for target in LINK.findall(prose(read(page))):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.split("#")[0]).exists(), f"{page}: {target}"
