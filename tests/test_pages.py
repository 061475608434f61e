"""Every command that a page shows is one that s2s takes: its name, its options, their values."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from s2s.api.compose import composed
from s2s.cli import parser
from s2s.commands.parsers import train
from s2s.config.conf import GROUPS
from s2s.config.load import parse
from s2s.config.options import options
from s2s.config.overrides import for_hydra

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "benchmarks" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```.*?\n(.*?)^```$|((?:^    .*\n)+)", re.DOTALL | re.MULTILINE)
OPTION = re.compile(r"`((?:data|tokenizer|model|optim|train|decode)\.[a-z_.]+)(?==|`)")
SIGNS = set("|<>&;")
"""Of a shell's own words, such as `>>`."""
NAMES = {"train.de", "train.en", "model.safetensors", "tokenizer.model", "train.compile"}
"""What looks like an option and is none: files, and an option of old."""
ELISION = ("…", "OPTIONS", "OPTION=VALUE", "GROUP=CHOICE", "[")


class Command(NamedTuple):
    """A call of s2s in a block of a page."""

    page: str
    words: list[str]


def commands() -> list[Command]:
    """All of the pages; those that leave something out, as `…` says, are none."""
    return [
        Command(page.name, words)
        for page in PAGES
        for block in BLOCK.finditer(page.read_text(encoding="utf-8"))
        for line in (block[1] or block[2]).replace("\\\n", " ").split("\n")
        for words in calls(line)
        if not any(word.startswith(ELISION) or word.endswith("…") for word in words)
    ]


def calls(line: str) -> list[list[str]]:
    """The arguments of each s2s that `line` calls, alone or in a pipe."""
    lexer = shlex.shlex(re.sub(r"\d>", ">", line.strip().removeprefix("$ ")), posix=True, punctuation_chars="|<>&;")
    lexer.whitespace_split, lexer.commenters = True, "#"
    try:
        words = list(lexer)
    except ValueError:  # prose with an apostrophe, not a command
        return []
    starts = [
        place for place, word in enumerate(words) if word == "s2s" and (place == 0 or set(words[place - 1]) <= SIGNS)
    ]
    return [list(until_closed(words[start + 1 :])) for start in starts]


def until_closed(words: list[str]) -> list[str]:
    ends = [place for place, word in enumerate(words) if set(word) <= SIGNS]
    return words[: min(ends, default=len(words))]


ALL = [command for command in commands() if command.words]
TRAININGS = [command for command in ALL if command.words[0] == "train"]


def test_pages_show_many_commands() -> None:
    assert len(ALL) > 100 and len(TRAININGS) > 30
    assert calls("$ cat x | s2s translate -m 'a b' -b 1 > y  # quick") == [["translate", "-m", "a b", "-b", "1"]]


def test_commands_of_pages_have_arguments_that_their_parsers_take() -> None:
    refused = []
    for page, words in ALL:
        if words[0] in ("train", "best"):
            continue
        try:
            parser(words).parse_args(words)
        except SystemExit as end:
            if end.code:
                refused.append(f"{page}: s2s {shlex.join(words)}")
    assert not refused


def test_trainings_of_pages_have_options_that_there_are() -> None:
    known = {*options(), *GROUPS}
    flags = {word for flag in train.FLAGS for word in re.findall(r"-[\w-]+", flag)}
    wrong = [
        f"{page}: {word}"
        for page, words in TRAININGS
        for word in words[1:]
        if not word.startswith("hydra") and word.partition("=")[0].lstrip("~+") not in known | flags | {"job"}
    ]
    assert not wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_options_in_the_text_of_pages_exist(page: Path) -> None:
    known = set(options())
    prefixes = {name[: place.start()] for name in known for place in re.finditer(r"\.", name)}
    assert not [
        name for name in OPTION.findall(page.read_text(encoding="utf-8")) if name not in known | prefixes | NAMES
    ]


@pytest.mark.slow
def test_trainings_of_pages_are_composed() -> None:
    """With their values, as a training would read them before it looks for its data."""
    for page, words in TRAININGS:
        own = any(re.search(r"=\w+:\w+$", word) for word in words)  # a class of the reader's, whose module is not here
        if not own and not {"--multirun", "--help", "-m"} & set(words):
            overrides = [word for word in words[1:] if not word.startswith("-") and word != "job"]
            try:
                parse(composed(for_hydra(overrides)))
            except ValueError as error:
                raise AssertionError(f"{page}: s2s {shlex.join(words)}: {error}") from error
