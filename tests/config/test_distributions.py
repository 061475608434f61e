"""What s2s says of libraries that are not installed, and of both distributions in one environment."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from s2s.config import distributions
from s2s.config.distributions import RUNTIME, WHOLE, install, missing, notice, upgrade
from s2s.errors import UserError

ROOT = Path(__file__).parents[2]
WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""


def project(path: str) -> Any:
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))["project"]


def without(code: str, *modules: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter that lacks `modules`."""
    program = WITHOUT.replace("MISSING", repr(modules)) + code
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An environment in which there is nothing but what a test installs."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    for remembered in (distributions.installed, notice):
        remembered.cache_clear()
    yield tmp_path
    for remembered in (distributions.installed, notice):
        remembered.cache_clear()


def test_the_names_are_those_of_the_projects() -> None:
    assert project("pyproject.toml")["name"] == WHOLE and project("packaging/runtime/pyproject.toml")["name"] == RUNTIME
    extras = project("pyproject.toml")["optional-dependencies"]
    assert set(distributions.EXTRAS) - {"evaluate"} <= set(extras)
    assert set(distributions.RUNTIME_EXTRAS) == set(
        project("packaging/runtime/pyproject.toml")["optional-dependencies"]
    )


def test_no_page_or_message_has_the_name_of_another_project() -> None:
    files = [path for folder in ("s2s", "docs", "conf", "scripts", ".ci") for path in (ROOT / folder).rglob("*.*")]
    named = re.compile(r"pip install [^`\n&]*(?<![\w/.-])s2s(?![\w-])")
    for path in (*files, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        if path.suffix in (".py", ".md", ".yaml", ".sh"):
            assert not (found := named.search(path.read_text(encoding="utf-8"))), (path, found)


def test_bounds_are_those_of_the_whole_one() -> None:
    bound = re.compile(r'"([\w-]+)(>=[^";]*)')
    whole = dict(bound.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    small = dict(bound.findall((ROOT / "packaging/runtime/pyproject.toml").read_text(encoding="utf-8")))
    assert small and {name: whole.get(name) for name in small} == small
    assert (
        project("packaging/runtime/pyproject.toml")["requires-python"] == project("pyproject.toml")["requires-python"]
    )


def test_remedies_are_of_the_distribution_that_is_there(environment: Path) -> None:
    assert install("onnx") == 'pip install "s2s-translate[onnx]"' and install() == "pip install s2s-translate"
    (environment / "s2s_runtime-0.2.0.dist-info").mkdir()
    distributions.installed.cache_clear()
    assert install("serve") == 'pip install "s2s-runtime[serve]"' and upgrade().endswith("--upgrade s2s-runtime")
    assert install("plot") == 'pip uninstall s2s-runtime, then pip install "s2s-translate[plot]"'
    assert install() == "pip uninstall s2s-runtime, then pip install s2s-translate"
    error = missing(ModuleNotFoundError(name="torch.nn"), "run: ")
    assert str(error) == f"run: torch is not installed, which this needs; {install()}"
    assert missing(ModuleNotFoundError(name="mycells")) is None
    assert "pandas is not installed" in str(
        missing(ModuleNotFoundError(name="pandas"))
    )  # files of series, in the smaller one


def test_both_side_by_side_are_said_once(environment: Path, caplog: pytest.LogCaptureFixture) -> None:
    (environment / "s2s_runtime-0.2.0.dist-info").mkdir()
    notice()
    (environment / "s2s_translate-0.2.0.dist-info").mkdir()
    assert not caplog.records
    for remembered in (distributions.installed, notice):
        remembered.cache_clear()
    notice()
    notice()
    assert [record.getMessage() for record in caplog.records] == [
        "warning: s2s-translate and s2s-runtime are both installed, over the same files;"
        " pip uninstall s2s-translate s2s-runtime, and then install the one that you want"
    ]


@pytest.mark.parametrize(
    ("command", "library"),
    [("train", "hydra"), ("inspect memory --format none", "torch"), ("train --help", None), ("translate --help", None)],
)
def test_a_command_that_needs_more_says_so_in_a_line(command: str, library: str | None) -> None:
    code = f"from s2s.cli import main; sys.exit(main({command.split()!r}))"
    done = without(code, "torch", "hydra", "omegaconf", "datasets")
    if library is None:
        assert done.returncode == 0 and not done.stderr
    else:
        assert done.returncode == 2
        assert re.fullmatch(rf"s2s: {library} is not installed, which this needs; pip .*{WHOLE}.*\n", done.stderr)


def test_python_says_so_too() -> None:
    code = "import s2s\nfor use in (lambda: s2s.Predictor, lambda: s2s.WordPredictor, lambda: s2s.train()):\n"
    code += "    try: use()\n    except s2s.UserError as error: print(error)\n"
    said = without(code, "torch", "hydra", "omegaconf").stdout.splitlines()
    assert len(said) == 1 and said[0].startswith("s2s.train: hydra is not installed, which this needs; pip ")


def test_metrics_that_cannot_be_loaded_are_an_error_if_they_are_all(tmp_path: Path) -> None:
    code = "from s2s.config.metrics import METRICS\nfrom s2s.errors import UserError\n"
    code += "try: METRICS.load('chrf')\nexcept UserError as error: print(error)\n"
    said = without(code, "sacrebleu").stdout
    assert re.fullmatch(r"sacrebleu is not installed, which this needs; pip .*\n", said)
    with pytest.raises(UserError, match="mine:Cell: the cell's module mine is not there"):
        from s2s.config.registry import imported

        imported("mine:Cell", "cell")


@pytest.mark.slow
def test_the_smaller_one_scores_files_with_its_extra_alone(tmp_path: Path) -> None:
    """Nothing is imported of what it does not bring, as of the names of languages."""
    (tmp_path / "x").write_text("ein Hund\n", encoding="utf-8")
    path = str(tmp_path / "x")
    brought = (
        *distributions.EXTRAS["evaluate"],
        "numpy",
        "sentencepiece",
        "sentencex",
        "yaml",
        "filelock",
        "safetensors",
    )
    arguments = ["evaluate", "--hypothesis", path, "--reference", path, "--language", "deu"]
    done = without(
        f"from s2s.cli import main; sys.exit(main({arguments!r}))", *sorted({*distributions.BASE} - {*brought})
    )
    assert done.returncode == 0 and "BLEU" in done.stdout, done.stderr
