"""Pages that translate in the browser: their folders, and their JavaScript under Node; what is missing skips the test and says so."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from pathlib import Path
from random import Random
from typing import Any

import pytest

from s2s.cli import main
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.serve.web_runtime import PACKAGES

PROGRAM = Path(__file__).parent / "offline.mjs"
ODD = """\u00a0 \u2003 \u3000 \u200b \u200c \u200d \u2060 \ufeff \u00ad \u200e \u202e \u2028 \u0085 \x0b \x1c \x00 \x7f \t \u2010 \u2011
e\u0301 \u00e9 a\u0327\u0301 \u1e9b\u0323 \u212b \u2126 \u0958 \u0915\u093c \u0f0b\u0f0c \ufb01 \ufb13 \ufb50 \ufefb \uff21 \uff76\uff9e \uffa0 \uffe6 \U0001d400
\u1100\u1161\u11a8 \uac00\u11a8 \u17b4 \u180b \u1820\u180b \ufe0f \u2764\ufe0f \u2764\ufe0e \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e007f
1\ufe0f\u20e3 \u203c\ufe0f \u0915\u094d\u200d\u0937 \u0644\u200c\u0627 \u0644\u200d \u09cd\u200c \U0001f1e9\U0001f1ea \u2581 \ufdd0 \ufdd1 \ufdd0\ufdd2 \ufffd \U0010ffff
\u0130 \u0131 \u00df \u01c5 \u03a3\u03c2 \u10d0 \u1f88 \u0149 STRASSE Strasse \u0301 \u0323\u0301 <0xE2> <s> </s> <unk> <2de> @-@ ... --""".split()
"""Of which most say something about a normal form, a case, or a tokenizer."""


def odd_lines(count: int) -> list[str]:
    """Lines of odd Unicode: what `ODD` holds, any assigned characters, words, and spaces where they should not be."""
    random, lines = Random(1), list[str]()
    words = " ".join(text for pair in pairs("en", "de", "test", 20, 1) for text in pair).split(" ")

    def part() -> str:
        kind = random.random()
        if kind < 0.35:
            return random.choice(ODD)
        if kind < 0.7:
            word = random.choice(words)
            return random.choice([word, word.upper(), word.title(), word + random.choice(ODD)])
        while True:
            character = chr(
                random.choice([random.randrange(0x3100), random.randrange(0x20000), random.randrange(0xE0200)])
            )
            if unicodedata.category(character) not in ("Cn", "Cs") and character not in "\n\r":
                return character

    while len(lines) < count:
        parts = (part() + random.choice(["", "", " ", "  "]) for _ in range(random.randrange(1, 14)))
        lines.append(random.choice(["", "", " "]) + "".join(parts))
    return lines


def packages(folder: Path) -> Path:
    """`folder` with the packages of the pinned versions."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("no node and npm; on Debian: apt-get install nodejs npm")
    named = [f"{name}@{version}" for name, version in PACKAGES.items()]
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *named]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.skip(f"npm cannot fetch {' and '.join(named)}: {done.stderr.strip()[-200:]}")
    return folder


def page_of(run: Path, out: Path, *more: str) -> Path:
    """The page of a run, whose export is checked on a few sentences."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for name, place in (("source", 0), ("reference", 1)):
        texts = [pair[place] for pair in pairs("en", "de", "validation", 50, 1)]
        (out.parent / name).write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    given = ["--source", str(out.parent / "source"), "--reference", str(out.parent / "reference")]
    assert main(["export", "-m", str(run), "--web", str(out), *more, *given]) == 0
    return out


def ask(out: Path, **asked: Any) -> dict[str, Any]:
    """What offline.mjs answers."""
    command = ["node", str(PROGRAM), str(out)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers
