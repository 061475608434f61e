"""The folder `conf`: groups of options that are chosen by name, such as data=files or experiment=multi30k."""

from __future__ import annotations

from pathlib import Path

INSTALLED = Path(__file__).parents[1] / "conf"
CONF = INSTALLED if INSTALLED.is_dir() else Path(__file__).parents[2] / "conf"
GROUPS = ("data", "task", "model", "recipe", "experiment")


def choices(group: str) -> dict[str, str]:
    """Choice of `group` → the first line of the comment that its file begins with."""
    return {path.stem: summary(path) for path in sorted((CONF / group).glob("*.yaml"))}


def summary(path: Path) -> str:
    """The first line of comment; ``# @package`` is an order to Hydra."""
    with open(path, encoding="utf-8") as lines:
        comments = (line[1:].strip() for line in lines if line.startswith("#"))
        return next((line for line in comments if not line.startswith("@")), "")
