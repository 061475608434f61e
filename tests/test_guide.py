"""The guide: what it shows is what its commands print; both languages say the same."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COUNTS = re.compile(r"\d+ batches|of \d+ steps|[\d,]+ training and \d+ validation")
sys.path.insert(0, str(DOCS))
renew = importlib.import_module("renew")
GUIDES = renew.GUIDES


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(text: str) -> list[list[str]]:
    return [lines for kind, lines in renew.parts(text) if kind == "console"]


def prose(text: str) -> str:
    return "\n".join("\n".join(lines) for kind, lines in renew.parts(text) if kind == "text")


def missing(shown: list[str], printed: list[str]) -> str | None:
    """What of `shown` does not stand in `printed`, in order, or has other counts of what no machine can change."""
    try:
        now = renew.renewed(shown, printed)
    except ValueError as error:
        return "\n".join(map(renew.masked, str(error).split("\n"))) if renew.LEFT_OUT in shown else str(error)
    return next(
        (line for line, new in zip(shown, now, strict=True) if COUNTS.findall(line) != COUNTS.findall(new)), None
    )


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
    assert missing(["43 batches of 9"], ["43 batches of 8"]) is None
    assert missing(["43 batches"], ["42 batches"]) == "43 batches"
    assert (
        missing(["the last 3 of 42 steps make 90 %"], ["the last 4 of 45 steps make 90 %"])
        == "the last 3 of 42 steps make 90 %"
    )


def test_numbers_are_renewed_where_they_stand() -> None:
    printed = ["step 1: loss 0.31", "step 2: loss 0.2", "step 3: loss 0.1", "", "a", "the end of 7"]
    assert renew.renewed(["…", "step 2: loss 0.9", "…", "the end of 5"], printed) == ["…", printed[1], "…", printed[5]]
    assert renew.renewed(["step 9: loss 1", "…"], printed) == [printed[0], "…"]
    text = "# Title\n\n```console\n$ echo 1 \\\n 2\n1 1\n$ true\n```\n\ntext\n"
    (block,) = blocks(text)
    assert renew.with_blocks(text, [renew.run_block(block)]) == text.replace("1 1", "1 2")
    with pytest.raises(ValueError, match="false"):
        renew.run_block(["$ false"])


@pytest.mark.slow
def test_the_commands_print_what_the_guide_shows(tmp_path: Path) -> None:
    for name in ("scripts", "conf"):
        (tmp_path / name).symlink_to(ROOT / name)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    wrong = []
    for block in blocks(read(GUIDES[0])):
        for command, shown in renew.commands(block):
            done = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=900,
            )
            printed = done.stdout.decode()
            assert done.returncode == 0, f"$ {command}\n{printed}"
            line = missing(shown, printed.removesuffix("\n").split("\n") if printed else [])
            if line is not None:
                wrong.append(f"$ {command}\n  not in its place: {line}\n{printed}")
    assert not wrong, "\n\n".join(wrong)
    for path in (DOCS / "figures").glob("*.png"):
        if f"figures/{path.name}" not in read(GUIDES[0]):  # the figure of another page
            continue
        assert (tmp_path / "docs" / "figures" / path.name).exists(), f"{path}: no command of the guide makes it"


def test_the_guide_says_the_same_in_both_languages() -> None:
    english, bengali = map(read, GUIDES)
    assert blocks(english) == blocks(bengali)
    for pattern in (r"^#+ ", r"^\$\$.*\$\$$", r"^!\[.*\]\(.*\)$", r"^\|"):
        counts = [len(re.findall(pattern, prose(text), re.MULTILINE)) for text in (english, bengali)]
        assert counts[0] == counts[1] > 0, pattern


def test_a_command_has_the_output_that_is_shown_under_it() -> None:
    text = "# Title\n\n```console\n$ echo 1 \\\n 2\n1 2\n$ true\n```\n\ntext\n```\nno command\n```\n"
    kinds = [kind for kind, _ in renew.parts(text)]
    assert kinds == ["text", "console", "text"] and "no command" in prose(text)
    assert [renew.commands(block) for block in blocks(text)] == [[("echo 1 \\\n 2", ["1 2"]), ("true", [])]]
