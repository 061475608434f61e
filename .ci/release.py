"""Walks the list of a release and stops at the first point that does not hold: ``python .ci/release.py VERSION [--quick]``.

``--quick`` leaves out the checks and the tests, which take minutes. Nothing is tagged or published: the commands for that are printed at the end.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    """What the file `name` of the checkout holds."""
    return (ROOT / name).read_text(encoding="utf-8")


def output(*command: str) -> str:
    """What a `command` in the checkout prints."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def points(version: str) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Each point of the list: what must hold, and the question whether it does."""
    number = re.escape(version)
    yield f"{version} is a version MAJOR.MINOR.PATCH", lambda: bool(re.fullmatch(r"\d+\.\d+\.\d+", version))
    yield "nothing is uncommitted (git status)", lambda: not output("git", "status", "--porcelain")
    yield "the branch is main", lambda: output("git", "branch", "--show-current") == "main"
    yield f"no tag v{version} exists", lambda: f"v{version}" not in output("git", "tag").split("\n")
    yield (
        f's2s/__init__.py says __version__ = "{version}"',
        lambda: bool(re.search(rf'^__version__ = "{number}"$', text("s2s/__init__.py"), re.M)),
    )
    yield (
        f"CITATION.cff says version: {version}",
        lambda: bool(re.search(rf"^version: {number}$", text("CITATION.cff"), re.M)),
    )
    yield (
        f"CHANGELOG.md begins with a dated section, ## {version} (YYYY-MM-DD)",
        lambda: bool(re.match(rf"# Changes\n\n## {number} \(\d{{4}}-\d\d-\d\d\)\n", text("CHANGELOG.md"))),
    )
    minor = re.escape(version.rpartition(".")[0])
    yield (
        "docs/versions.md has a row for its format",
        lambda: bool(re.search(rf"^\| \d+ \| {minor} \|", text("docs/versions.md"), re.M)),
    )


def main() -> int:
    """Returns 0 where all points hold, 1 at the first that does not, 2 where it was not called with a version."""
    words = [word for word in sys.argv[1:] if word != "--quick"]
    if len(words) != 1:
        print(f"{__doc__}", file=sys.stderr)
        return 2
    (version,) = words
    for what, holds in points(version):
        if not holds():
            print(f"does not hold: {what}", file=sys.stderr)
            return 1
        print(f"holds: {what}")
    for target in () if "--quick" in sys.argv else ("check", "site", "test", "slow"):
        if subprocess.run(["make", target], cwd=ROOT, check=False).returncode != 0:
            print(f"does not hold: make {target} is clean", file=sys.stderr)
            return 1
    print(f"\ngit tag -a v{version} -m 's2s {version}' && git push origin v{version}")
    print(
        "python -m build && python -m build -o dist packaging/runtime && twine check --strict dist/* && twine upload dist/*"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
