"""Run the guide's commands, and show what they print now: ``python docs/renew.py``, from a clean checkout's root.

It writes both languages of the guide, and the figures. What has changed other than in its numbers is refused.
"""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

DOCS = Path(__file__).parent
START, END = "```console", "```"
GUIDES = DOCS / "guide.md", DOCS / "guide.bn.md"
LEFT_OUT = "…"
NUMBER = re.compile(r"(T = |overflow × )?-?\d[\d,.]*(e[+-]?\d+)?|(?<= )-(?= )")
"""A number, and what a table has in its place."""


def parts(text: str) -> Iterator[tuple[str, list[str]]]:
    """Text as it is, and each block of commands without its fences, as (``text`` or ``console``, lines)."""
    kind, lines = "text", list[str]()
    for line in text.split("\n"):
        if line in (START, END) and (line == START) == (kind == "text"):
            yield kind, lines
            kind, lines = ("console" if line == START else "text"), []
        else:
            lines.append(line)
    yield kind, lines


def commands(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Each command of a block and the output shown under it; a backslash at a line's end lets the command go on."""
    found: list[tuple[str, list[str]]] = []
    goes_on = False
    for line in lines:
        if goes_on:
            found[-1] = f"{found[-1][0]}\n{line}", []
        elif line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
            continue
        goes_on = line.endswith("\\")
    return found


def masked(line: str) -> str:
    """`line` without what may differ between machines: the values of numbers, and so the widths of columns."""
    return " ".join(NUMBER.sub("#", line).split())


def renewed(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """`shown` with the numbers of what was `printed`; ``…`` stands for any lines, even none.

    Raises ValueError with the lines that do not stand there in order. Of several places the likest is taken.
    """
    runs: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            runs.append([])
        else:
            runs[-1].append(line)
    found: list[str] = []
    after = 0
    for number, run in enumerate(runs):
        last = len(printed) - len(run)
        starts = range(max(after, last if number == len(runs) - 1 else 0), (0 if number == 0 else last) + 1)
        wanted = [*map(masked, run)]
        fitting = [start for start in starts if [*map(masked, printed[start : start + len(run)])] == wanted]
        if not fitting:
            raise ValueError("\n".join(run))
        start = max(fitting, key=lambda start: likeness(run, printed[start : start + len(run)]))
        after = start + len(run)
        found += [*([LEFT_OUT] if number else []), *printed[start:after]]
    return found


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return difflib.SequenceMatcher(None, "\n".join(one), "\n".join(other), autojunk=False).ratio()


def run_block(lines: list[str]) -> list[str]:
    """A block of commands, run, with what they print. Raises ValueError where a command fails."""
    block = []
    for command, shown in commands(lines):
        print(f"$ {command}", file=sys.stderr)
        done = subprocess.run(
            command, shell=True, cwd=DOCS.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        printed = done.stdout.decode()
        if done.returncode:
            raise ValueError(f"$ {command}\n{printed}")
        block += [f"$ {command}", *renewed(shown, printed.removesuffix("\n").split("\n") if printed else [])]
    return block


def with_blocks(text: str, blocks: Sequence[list[str]]) -> str:
    """`text` with other blocks of commands."""
    coming, lines = iter(blocks), list[str]()
    for kind, some in parts(text):
        lines += [START, *"\n".join(next(coming)).split("\n"), END] if kind == "console" else some
    return "\n".join(lines)


def main() -> None:
    text = GUIDES[0].read_text(encoding="utf-8")
    blocks = [run_block(lines) for kind, lines in parts(text) if kind == "console"]
    for path in GUIDES:
        path.write_text(with_blocks(path.read_text(encoding="utf-8"), blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
