"""The documentation: references are made of the code, every page can be reached, and links lead to headings that exist."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
import yaml

from s2s.cli import COMMANDS
from s2s.config.options import options

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md"), ROOT / "benchmarks" / "README.md"])
LINK = re.compile(r"\]\(([^)\s]*)\)")
SCRIPT = spec_from_file_location("docs_reference", DOCS / "reference.py")  # tests/reference.py has the short name
assert SCRIPT is not None and SCRIPT.loader is not None
reference: Any = module_from_spec(SCRIPT)
SCRIPT.loader.exec_module(reference)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", read(path), flags=re.DOTALL | re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """What GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", ["options.md", "commands.md"])
def test_references_are_what_the_script_writes(name: str) -> None:
    assert read(DOCS / name) == reference.pages()[name], "run: make reference"


def test_references_hold_every_option_and_command() -> None:
    described, sections = read(DOCS / "options.md"), anchors(DOCS / "commands.md")
    assert not [name for name in options() if f"| `{name}` |" not in described]
    assert {f"s2s-{name}" for name in COMMANDS} < sections
    assert "`-o, --output FILE`" in read(DOCS / "commands.md") and "| `--sample` |" in read(DOCS / "commands.md")


def test_the_index_and_the_navigation_name_every_page() -> None:
    pages = {path.name for path in DOCS.glob("*.md")}
    assert set(LINK.findall(read(DOCS / "README.md"))) >= pages - {"README.md"}
    groups = yaml.safe_load(read(ROOT / "mkdocs.yml"))["nav"]
    entries = [name for group in groups for entries in group.values() for entry in entries for name in entry.values()]
    assert sorted(entries) == sorted(pages)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_headings(page: Path) -> None:
    wrong = []
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            wrong.append(link)
    assert not wrong


def test_the_front_page_takes_two_minutes() -> None:
    words = re.sub(r"\]\([^)]*\)", "]", prose(ROOT / "README.md")).split()
    assert len(words) < 850  # a reader takes some 250 a minute, and skips the table of where to go next
