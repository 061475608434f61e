"""Prints what pyproject.toml asks for at its lower bounds, a requirement a line: ``python .ci/bounds.py [EXTRA …]``.

Of the dependencies, and of the extras that are named; `torch`, which `.ci/run` installs first, stays as it is.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(\[(?P<extras>[^]]*)\])?>=(?P<bound>[\w.]+)(,[^;]*)?(?P<marker> *;.*)?")


def lowest(requirements: list[str], extras: dict[str, list[str]]) -> Iterator[str]:
    """Each of the `requirements` at its lower bound. Raises ValueError for one that has none."""
    for requirement in requirements:
        if inner := re.fullmatch(r"s2s-translate\[(.*)\]", requirement):
            for name in inner[1].split(","):
                yield from lowest(extras[name.strip()], extras)
            continue
        found = REQUIREMENT.fullmatch(requirement)
        if found is None:
            raise ValueError(f"{requirement}: has no lower bound; write NAME>=VERSION")
        if found["name"] != "torch":
            wanted = f"[{found['extras']}]" if found["extras"] else ""
            yield f"{found['name']}{wanted}=={found['bound']}{found['marker'] or ''}"


def main() -> None:
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(one for name in sys.argv[1:] for one in extras[name])]
    print("\n".join(dict.fromkeys(lowest(wanted, extras))))


if __name__ == "__main__":
    main()
