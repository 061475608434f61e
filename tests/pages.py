"""The pages, and the commands that they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "benchmarks" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$|((?:^    [^\n]*\n)+)", re.DOTALL | re.MULTILINE)
SHELLS = ("", "sh", "bash", "console")
"""What stands behind the backticks of a block of commands."""
SIGNS = set("|<>&;")
"""Of a shell's own words, such as `>>`."""
ELISION = re.compile(r"…|OPTIONS|OPTION=VALUE|GROUP=CHOICE|\[(-|[A-Z])|.*…$")
"""A word that stands for others: those of a usage, and what a page leaves out."""
ASSIGNMENT = re.compile(r"[A-Z_]+=")
"""Of a variable, before a call."""


class Block(NamedTuple):
    """A block of a page: its language, or nothing, and its text."""

    language: str
    text: str

    def lines(self) -> list[str]:
        """Its lines without indentation and prompts; one that a backslash lets go on is one line."""
        whole = re.sub(r" *\\\n *", " ", self.text)
        return [re.sub(r"^(    )?(\$ )?", "", line) for line in whole.split("\n")]


class Command(NamedTuple):
    """A call of s2s in a block of a page."""

    page: str
    words: list[str]


def blocks(page: Path) -> list[Block]:
    """The blocks of code of a page, those between backticks and those that are indented."""
    return [Block(found[1] or "", found[2] or found[3]) for found in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def commands() -> list[Command]:
    """All calls of s2s of all pages; those that leave something out, as `…` says, are none."""
    return [
        Command(page.name, words)
        for page in PAGES
        for block in blocks(page)
        for line in block.lines()
        for words in calls(line)
        if not elided(words)
    ]


def elided(words: list[str]) -> bool:
    """Whether a call leaves something out."""
    return any(ELISION.match(word) for word in words)


def calls(line: str) -> list[list[str]]:
    """The arguments of each s2s that `line` calls, alone or in a pipe."""
    lexer = shlex.shlex(re.sub(r"\d>", ">", line.strip().removeprefix("$ ")), posix=True, punctuation_chars="|<>&;")
    lexer.whitespace_split, lexer.commenters = True, "#"
    try:
        words = list(lexer)
    except ValueError:  # prose with an apostrophe, not a command
        return []
    starts = [
        place
        for place, (word, before) in enumerate(zip(words, ["", *words], strict=False))
        if word == "s2s" and (set(before) <= SIGNS or ASSIGNMENT.match(before))
    ]
    return [list(until_closed(words[start + 1 :])) for start in starts]


def until_closed(words: list[str]) -> list[str]:
    ends = [place for place, word in enumerate(words) if set(word) <= SIGNS]
    return words[: min(ends, default=len(words))]
