"""What mkdocs calls while it builds the site: files of the repository that pages link to come along, and anchors are those of GitHub.

Links are written as they work in a checkout and on GitHub, such as ``../benchmarks/README.md#a-gpu``. In the site such a file is
``repository/benchmarks/README.md``; folders have no page there, so that their names lose the link.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
INSIDE = "repository/"
LINK = re.compile(r"\[((?:[^][]|\[[^]]*\])*)\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.mdx_configs.setdefault("toc", {})["slugify"] = slug
    return config


def slug(heading: str, separator: str) -> str:
    """The anchor that GitHub makes of `heading`."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", separator)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """With the files outside of docs that pages link to, and those that these link to."""
    waiting = [Path(config.docs_dir) / file.src_uri for file in files.documentation_pages()]
    seen: set[Path] = set()
    while waiting:
        page = waiting.pop()
        for _, link, _ in LINK.findall(page.read_text(encoding="utf-8")):
            target = (page.parent / link).resolve()
            if target.is_file() and target not in seen and not target.is_relative_to(config.docs_dir):
                seen.add(target)
                files.append(File.generated(config, inside(target), abs_src_path=str(target)))
                waiting += [target] if target.suffix == ".md" else []
    return files


def inside(target: Path) -> str:
    """The place in the site of a file of the repository."""
    docs = ROOT / "docs"
    if target.is_relative_to(docs):
        return target.relative_to(docs).as_posix()
    return INSIDE + target.relative_to(ROOT).as_posix()


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """With links to where files are in the site."""
    uri = page.file.src_uri
    path = ROOT / uri.removeprefix(INSIDE) if uri.startswith(INSIDE) else ROOT / "docs" / uri

    def moved(link: re.Match[str]) -> str:
        target = (path.parent / link[2]).resolve()
        if target.is_dir():
            return link[1]
        return f"[{link[1]}]({posixpath.relpath(inside(target), posixpath.dirname(uri) or '.')}{link[3] or ''})"

    return LINK.sub(moved, markdown)
