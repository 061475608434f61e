"""The laboratory: its notebook is made of its page, and runs from the first cell to the last."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS))
notebook = importlib.import_module("notebook")
KERNEL = """
import ast, json, sys
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

def displayed(value):
    if isinstance(value, Figure):
        print("drawn", any(axes.lines or axes.images or axes.patches for axes in value.axes))
        heights = [max(line.get_ydata()) for axes in value.axes for line in axes.lines]
        if len(heights) > 1 and 0 in heights:
            print("a line of zeros")
    elif value is not None:
        print(repr(value))

def show():
    for number in plt.get_fignums():
        displayed(plt.figure(number))
    plt.close("all")

plt.show = show
for source in json.load(open(sys.argv[1])):
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), globals())
    if last is not None:
        displayed(eval(compile(ast.Expression(last.value), "cell", "eval"), globals()))
    show()
"""
"""What a kernel does: cells run in ``__main__``; the value of a last expression is shown, and so are pyplot's figures."""
SHORTER = {"STEPS = 400": "STEPS = 16", "STEPS // 8": "STEPS // 2", "UPDATES = 8, 8, 200": "UPDATES = 8, 8, 3"}


def cells() -> list[str]:
    """The sources of the cells of code."""
    made = json.loads((DOCS / "lab.ipynb").read_text(encoding="utf-8"))["cells"]
    return [cell["source"] for cell in made if cell["cell_type"] == "code"]


def test_the_notebook_is_made_of_the_page() -> None:
    page = (DOCS / "lab.md").read_text(encoding="utf-8")
    assert (DOCS / "lab.ipynb").read_text(encoding="utf-8") == notebook.as_json(page), "run: python docs/notebook.py"
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert cells() == [block.strip() for block in blocks] and len(blocks) == 11
    assert not any(re.search(r"^[!%]|/tmp|/home|/root", source, re.MULTILINE) for source in cells())  # Python, anywhere


@pytest.mark.slow
def test_the_cells_run_one_after_the_other(tmp_path: Path) -> None:
    """In a folder of its own, without s2s on the search path, with fewer updates; each figure has something in it."""
    code = json.dumps(cells())
    for long, short in SHORTER.items():
        assert code.count(long) == 1
        code = code.replace(long, short)
    (tmp_path / "cells.json").write_text(code)
    done = subprocess.run(
        [sys.executable, "-c", KERNEL, "cells.json"],
        cwd=tmp_path,
        env={**os.environ, "PATH": "", "PYTHONPATH": str(DOCS.parent), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("drawn True") == 5 and "drawn False" not in done.stdout
    assert "a line of zeros" not in done.stdout  # such as the gradient of a sum behind a layer norm
    assert "lab-peephole-1 " in done.stdout and done.stdout.count("steps of noise") == 8
