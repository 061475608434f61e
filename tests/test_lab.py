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


def test_the_notebook_is_made_of_the_page() -> None:
    page = (DOCS / "lab.md").read_text(encoding="utf-8")
    made = (DOCS / "lab.ipynb").read_text(encoding="utf-8")
    assert made == notebook.as_json(page, notebook.laboratory), "run: python docs/notebook.py"
    cells = json.loads(made)["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    assert code == [block.strip() for block in re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)]
    assert len(code) == 7 and not any(re.search(r"^[!%]", source, re.MULTILINE) for source in code)  # Python, not shell


@pytest.mark.slow
def test_the_cells_run_one_after_the_other(tmp_path: Path) -> None:
    """In a folder of its own, with fewer updates; each figure that it shows has something in it."""
    cells = json.loads((DOCS / "lab.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    assert "STEPS = 400" in code
    drawn = "plt.show = lambda: print('drawn', sum(sum(len(line.get_xdata()) for line in a.lines) + len(a.images) + len(a.patches) for a in plt.gcf().axes) > 0)"
    code = code.replace("STEPS = 400", f"STEPS = 16\n{drawn}")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(DOCS.parent), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("drawn True") == 4 and "lab-peephole-1 " in done.stdout
