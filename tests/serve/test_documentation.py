"""docs/server.md and the Dockerfile say what is so."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import pytest
from serving import Server, served

from s2s.config.distributions import RUNTIME

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
TEXT = "The girl opened the door."


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("serve")) as found:
        yield found


def printed(command: Sequence[str], code: str) -> str:
    done = subprocess.run(command, input=code, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("place", range(len(blocks("python"))))
def test_the_examples_in_python(server: Server, place: int) -> None:
    code = blocks("python")[place].replace("http://127.0.0.1:5000", server.url.rstrip("/"))
    assert TEXT in printed([sys.executable, "-"], code)


@pytest.mark.parametrize(("kind", "program"), [("sh", "bash"), ("js", "node")])
def test_the_examples_of_curl_and_javascript(server: Server, kind: str, program: str) -> None:
    needed = "curl" if kind == "sh" else "node"
    if shutil.which(needed) is None:
        pytest.skip(f"no {needed}")
    (code,) = blocks(kind)
    flags = ["--input-type=module"] if kind == "js" else []
    assert TEXT in printed([program, *flags, "-"], code.replace("http://127.0.0.1:5000", server.url.rstrip("/")))


def normal(requirement: str) -> str:
    """The name in a requirement, in its normal form."""
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def closure(names: set[str]) -> set[str]:
    """`names`, and all that they need."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        for requirement in metadata.requires(name) or []:
            needed = normal(requirement)
            if "extra ==" not in requirement and needed not in found:
                try:
                    metadata.distribution(needed)
                except metadata.PackageNotFoundError:
                    continue
                names.add(needed)
    return found


@pytest.mark.slow
def test_the_container_has_all_that_serving_imports(tmp_path: Path) -> None:
    """Whatever a server of an export has imported after an answer comes with s2s-runtime[serve], which the Dockerfile installs."""
    script = f"""
import json, sys
from pathlib import Path
from importlib.metadata import packages_distributions
sys.path.insert(0, {str(ROOT / "tests")!r})
from serving import served, tokenizer
from urllib.request import Request, urlopen
import s2s.decode.backends.onnx, s2s.inference.loading, onnxruntime
tests = set(sys.modules)
with served(Path({str(tmp_path)!r})) as server:
    body = json.dumps({{"q": "A dog. A cat.", "source": "auto", "target": "de", "details": True}}).encode()
    urlopen(server.url + "frontend/settings").read()
    urlopen(Request(server.url + "translate", body, {{"Content-Type": "application/json"}})).read()
names = {{name.partition(".")[0] for name in sys.modules}}
owners = packages_distributions()
print(json.dumps(sorted({{owner for name in names for owner in owners.get(name, [])}})))
"""
    imported = {re.sub(r"[-_.]+", "-", name).lower() for name in json.loads(printed([sys.executable, "-"], script))}
    project = tomllib.loads((ROOT / "packaging" / "runtime" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    listed = [named(one) for one in (*project["dependencies"], *extras["serve"], *extras["documents"])]
    assert 'pip install --no-cache-dir "/source/packaging/runtime[serve]"' in (ROOT / "Dockerfile").read_text("utf-8")
    there = closure(set(listed) - {RUNTIME})
    optional = {"s2s", "s2s-translate", "setuptools", "pip", "wheel"}
    assert "torch" not in imported
    missing = imported - there - optional - set(metadata.packages_distributions().get("_pytest", []))
    # What a library takes along where it happens to be installed is not needed.
    assert not {name for name in missing if name in direct()}, missing


def named(requirement: str) -> str:
    """The normal form of the name in a requirement."""
    return normal(requirement)


def direct() -> set[str]:
    """What s2s itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return {named(one) for one in (*project["dependencies"], *(one for extra in extras for one in extra))}


def test_the_container_is_slim_and_not_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert (
        "-slim" in lines
        and "\nUSER s2s\n" in lines
        and "HEALTHCHECK" in lines
        and "torch" not in lines.split("FROM")[1]
    )
    assert lines.index("USER s2s") < lines.index("ENTRYPOINT")
