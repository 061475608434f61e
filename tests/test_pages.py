"""Every command that a page shows is one that s2s takes: its name, its options, their values."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from pages import PAGES, calls, commands

from s2s.api.compose import composed
from s2s.cli import parser
from s2s.commands.parsers import train
from s2s.config.conf import GROUPS
from s2s.config.load import parse
from s2s.config.options import options
from s2s.config.overrides import for_hydra

OPTION = re.compile(r"`((?:data|tokenizer|model|optim|train|decode)\.[a-z_.]+)(?==|`)")
NAMES = {"train.de", "train.en", "model.safetensors", "tokenizer.model", "train.compile"}
"""What looks like an option and is none: files, and an option of old."""
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
