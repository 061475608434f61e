"""The names that s2s exports: all there, each imported only when it is used, and typed as documented."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import s2s

ROOT = Path(__file__).parents[2]


def test_every_name_is_there_and_documented() -> None:
    for name in s2s.__all__:
        value = getattr(s2s, name)
        assert name == "__version__" or inspect.getdoc(value), name
        assert name in dir(s2s)
    assert {name for names in s2s.HOMES.values() for name in names} == {*s2s.__all__} - {"__version__"}
    with pytest.raises(AttributeError, match="module 's2s' has no attribute 'nothing'"):
        s2s.nothing  # noqa: B018


TYPED = """
from pathlib import Path

import s2s

translator = s2s.Translator.load("runs/run-1")
reveal_type(translator.translate("a"))
reveal_type(translator.translate(["a"], beam=3))
reveal_type(translator.translate("a", scores=True))
reveal_type(translator.translate(["a"], scores=True, nbest=2))
reveal_type(translator.translate("a", nbest=2))
predictor = s2s.Predictor.load(Path("runs/run-1"))
reveal_type(predictor.predict("a"))
reveal_type(predictor.predict(["a"]))
reveal_type(s2s.WordPredictor.load("x").predict("a"))
reveal_type(s2s.load(["a", "b"]))
reveal_type(s2s.train())
translator.translate("a", beem=3)
translator.translate("a", beam="3")
s2s.train(on_update=lambda step, values: values["loss"] > 1)
"""
EXPECTED = """str
list[str]
s2s.inference.sentences.Translation
list[list[s2s.inference.sentences.Translation]]
list[str]
s2s.inference.predictor.Prediction
list[s2s.inference.predictor.Prediction]
s2s.inference.next_word.NextWord
s2s.inference.translator.Translator | s2s.inference.predictor.Predictor
s2s.api.run.Run"""


@pytest.mark.slow
def test_a_program_is_checked_against_the_types(tmp_path: Path) -> None:
    """By mypy, which a user has beside s2s: it knows the shapes that come back, and refuses a mistyped setting."""
    pytest.importorskip("mypy")
    script = tmp_path / "program.py"
    script.write_text(TYPED, encoding="utf-8")
    line = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--config-file",
        str(ROOT / "pyproject.toml"),
    ]
    done = subprocess.run([*line, str(script)], capture_output=True, text=True, cwd=ROOT, check=False)
    lines = [one for one in done.stdout.split("\n") if "program.py" in one]
    revealed = [one.split('"')[1].replace("builtins.", "") for one in lines if "note: Revealed" in one]
    assert revealed == EXPECTED.split("\n"), done.stdout
    errors = [one for one in lines if "error:" in one]
    assert len(errors) == 3 and '"beem"' in errors[0] and ":19:" in errors[-1], done.stdout
