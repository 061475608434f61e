"""Make the notebooks of their pages: ``python docs/notebook.py``. Text becomes text, a block of Python a cell that runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
ANSWER_OR_CODE = re.compile(r"^(<details.*?^</details>\n)|^```python\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
NOTEBOOKS = ("lab", "exercises", "exercises.bn")
"""Pages that are notebooks, too."""


def cell(number: int, kind: str, source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source, **more}


def notebook(text: str) -> dict[str, Any]:
    """nbformat 4.5 (nbformat.readthedocs.io) of a page whose blocks of Python follow one another; it runs in any folder.

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


def as_json(text: str) -> str:
    return json.dumps(notebook(text), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name in NOTEBOOKS:
        page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        (DOCS / f"{name}.ipynb").write_text(as_json(page), encoding="utf-8")
