"""The documentation as a site: it is built without a warning, its links lead somewhere, and it holds the reference of Python."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

import s2s

ROOT = Path(__file__).parents[1]


class Links(HTMLParser):
    """The ids of a page, and where its links and pictures lead."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        for name in ("href", "src"):
            if given.get(name):
                self.links.append(given[name] or "")


def test_the_reference_names_all_that_is_public() -> None:
    named = re.findall(r"^::: s2s\.([\w.]+)$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    functions = {"batch.translate", "batch.score", "batch.translate_files", "batch.score_files"}
    assert set(named) == {*s2s.__all__, *functions, "inference.arguments.Writing"} - {"__version__"}


@pytest.mark.slow
def test_the_site_is_built_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason='pip install -e ".[docs]"')
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    site = tmp_path / "site"
    pages = {}
    for path in site.rglob("*.html"):
        pages[path] = Links()
        pages[path].feed(path.read_text(encoding="utf-8"))
    wrong = []
    for page, found in pages.items():
        for link in found.links:
            if re.match(r"[a-z]+:|//", link) or page.name == "404.html":
                continue
            name, _, anchor = urljoin(f"/{page.relative_to(site).as_posix()}", link).partition("#")
            target = site / unquote(name).lstrip("/")
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (anchor and target in pages and unquote(anchor) not in pages[target].ids):
                wrong.append(f"{page.relative_to(site)}: {link}")
    assert not wrong
    reference = (site / "api" / "index.html").read_text(encoding="utf-8")
    assert all(f'id="s2s.{name}"' in reference for name in s2s.__all__ if name != "__version__")
    assert (
        'id="s2s.Translator.save_pretrained"' in reference and "length_penalty" in reference
    )  # members, and their settings
    assert (site / "repository" / "benchmarks" / "curve.png").read_bytes() == (
        ROOT / "benchmarks" / "curve.png"
    ).read_bytes()
