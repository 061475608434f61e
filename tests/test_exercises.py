"""The exercises: both languages have the same code, and every answer's assertions hold."""

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
PAGES = ("exercises", "exercises.bn")
CODE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANSWER = re.compile(
    r'^<details markdown="1">\n<summary>\w+.*?</summary>\n\n(.*?)\n\n</details>$', re.DOTALL | re.MULTILINE
)
sys.path.insert(0, str(DOCS))
notebook = importlib.import_module("notebook")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_answers_are_folded_away_in_the_notebook_too(name: str) -> None:
    page, made = read(f"{name}.md"), read(f"{name}.ipynb")
    assert made == notebook.as_json(page), "run: python docs/notebook.py"
    sources = {"code": list[str](), "markdown": list[str]()}
    for cell in json.loads(made)["cells"]:
        sources[cell["cell_type"]].append(cell["source"])
    given = CODE.findall(ANSWER.sub("", page))
    assert sources["code"] == [block.strip() for block in given] and len(given) == 7
    assert not any("assert" in block for block in given)
    folded = [source for source in sources["markdown"] if source.startswith("<details")]
    assert len(folded) == 6 and all(len(CODE.findall(source)) == 1 and "assert" in source for source in folded)
    assert "```" not in "".join(source for source in sources["markdown"] if source not in folded)


def test_both_languages_say_the_same() -> None:
    english, bengali = (read(f"{name}.md") for name in PAGES)
    assert CODE.findall(english) == CODE.findall(bengali)
    for pattern in (r"^\$\$.*\$\$$", r"^#+ ", r"^\|", r"^<details"):
        counts = [len(re.findall(pattern, CODE.sub("", text), re.MULTILINE)) for text in (english, bengali)]
        assert counts[0] == counts[1] > 0, pattern
    assert re.findall(r"^\$\$.*\$\$$", english, re.MULTILINE) == re.findall(r"^\$\$.*\$\$$", bengali, re.MULTILINE)


@pytest.mark.slow
def test_every_answer_agrees_with_s2s(tmp_path: Path) -> None:
    """What is given and the answers, one after the other, in a folder of their own and with few updates."""
    code = "\n\n".join(CODE.findall(read("exercises.md")))
    assert "STEPS = 400" in code
    done = subprocess.run(
        [sys.executable, "-c", code.replace("STEPS = 400", "STEPS = 16")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(DOCS.parent), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for line in ("step 2: c = 0.3387, h = 0.1812", "beam 2: blue end 0.36", "brevity penalty 0.8669, BLEU 55.78"):
        assert line in done.stdout
