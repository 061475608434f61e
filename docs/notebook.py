"""Make the notebooks of their pages: ``python docs/notebook.py``. Text becomes text, a ``$ command`` or a block of Python a cell that runs it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
START, END = "```console", "```"
ANSWER_OR_CODE = re.compile(r"^(<details.*?^</details>\n)|^```python\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
LABORATORIES = ("lab", "exercises", "exercises.bn")
"""Pages whose notebook is in Python."""
SETUP = """import os

if not os.path.exists("scripts/train.py"):
    os.chdir("..")
os.environ.pop("MPLBACKEND", None)"""
"""A notebook starts in its own folder, where the commands run from the one above; its way to draw is not for them."""


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


def cell(number: int, kind: str, source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source, **more}


def notebook(text: str) -> dict[str, Any]:
    """nbformat 4.5 (nbformat.readthedocs.io), with the outputs that the text shows."""
    cells = [cell(0, "code", SETUP, execution_count=None, outputs=[])]
    for kind, lines in parts(text):
        if kind == "text":
            if source := "\n".join(lines).strip():
                cells.append(cell(len(cells), "markdown", source))
            continue
        for command, shown in commands(lines):
            outputs = [{"output_type": "stream", "name": "stdout", "text": "\n".join([*shown, ""])}] if shown else []
            cells.append(cell(len(cells), "code", f"!{command}", execution_count=None, outputs=outputs))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def laboratory(text: str) -> dict[str, Any]:
    """A notebook of a page whose blocks of Python follow one another; it runs in any folder.

    An answer that is folded away, with its code, becomes a cell of text: shown and run, it would be no exercise.
    """
    cells: list[dict[str, Any]] = []
    for place, part in enumerate(ANSWER_OR_CODE.split(text)):
        if part and part.strip():
            is_code = place % 3 == 2
            kind: dict[str, Any] = {"execution_count": None, "outputs": []} if is_code else {}
            cells.append(cell(len(cells), "code" if is_code else "markdown", part.strip(), **kind))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def as_json(text: str, make: Callable[[str], dict[str, Any]] = notebook) -> str:
    return json.dumps(make(text), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    (DOCS / "guide.ipynb").write_text(as_json((DOCS / "guide.md").read_text(encoding="utf-8")), encoding="utf-8")
    for name in LABORATORIES:
        page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        (DOCS / f"{name}.ipynb").write_text(as_json(page, laboratory), encoding="utf-8")
