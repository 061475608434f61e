"""A folder that translates in the browser: the page of the server, an export, and JavaScript in the place of the server.

Any file server does. After the first visit a service worker has all of it, and the page works without a network. What the
JavaScript computes is what ``s2s translate`` does (docs/browser.md); the sets of characters that both go by come from here.
"""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from s2s import __version__
from s2s.config.directions import directions_of
from s2s.config.options import show
from s2s.config.schema import RunConfig
from s2s.config.tokenizers import Normalize
from s2s.data.codecs.files import Codecs
from s2s.data.text import normalization
from s2s.data.text.facts import Facts
from s2s.data.text.language_names import primary
from s2s.data.text.sentences import UNSPACED
from s2s.decode.backend import Settings
from s2s.decode.backends.exported import ENCODER, STEP, WEIGHTS
from s2s.decode.shortlist import FILE as SHORTLIST
from s2s.errors import UserError
from s2s.files import own, partial_folder, replace_folder, unwritable, write
from s2s.serve.names import name_of
from s2s.serve.web_runtime import File, copied, digest_of, pinned

HERE = Path(__file__).parent
SETTINGS, WORKER = "web.json", "service-worker.js"
"""The files that mark such a folder."""
READ = (ENCODER, STEP, WEIGHTS, SHORTLIST)
"""What a page reads of an export beside tokenizers; other files hold paths of the machine of the training."""
CASED = 0x20000
"""Above all characters that have case, or a virama."""


def check(folder: Path, config: RunConfig, codecs: Codecs, settings: Settings) -> None:
    """Raise `UserError` for a run that the page cannot run as the command does."""
    if config.model.copy:
        raise UserError(f"{folder}: --web: a page cannot run a model that copies (model.copy); export without --web")
    for codec in codecs:
        if codec.unportable:
            raise UserError(f"{folder}: --web: {codec.unportable}")
    if settings.searching not in ("greedy", "beam"):
        remedy = "a page knows greedy and beam; export without --web"
        raise UserError(f"{folder}: --web: decode.search={show(config.decode.search)}: {remedy}")


def check_target(out: Path) -> None:
    """Raise `UserError` where `out` is something else than a folder that `build` wrote, or an empty one."""
    own(out)
    try:
        names = os.listdir(out)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(out, error) from None
    if names and not {SETTINGS, WORKER} <= set(names):
        raise UserError(f"--web {out}: holds other files, which would be lost; name a new folder")


@contextmanager
def built(out: Path) -> Iterator[Path]:
    """A folder to write to, which takes the place of `out` at the end. Raises `UserError`."""
    check_target(out)
    try:
        partial = partial_folder(out)
    except OSError as error:
        raise unwritable(out, error) from None
    try:
        yield partial
        replace_folder(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def build(
    folder: Path, config: RunConfig, codecs: Codecs, facts: Facts, settings: Settings, runtime: Path | None
) -> int:
    """Write the page around the export in `folder`/model; the bytes that a browser loads.

    ONNX Runtime comes from `runtime`, or is loaded from elsewhere. Raises `UserError`.
    """
    for path in (folder / "model").iterdir():
        if path.name not in READ and path.suffix != ".model":
            path.unlink()
    (folder / "page").mkdir()
    for source in (*sorted((HERE / "page").iterdir()), *sorted((HERE / "offline").iterdir())):
        if source.name not in ("index.html", WORKER):
            write(folder / "page" / source.name, source.read_bytes())
    write(folder / "index.html", (HERE / "page" / "index.html").read_bytes())
    libraries = pinned() if runtime is None else copied(runtime, folder)
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    listed = [File(url, digest_of(content), len(content)) for url, content in files.items()]
    loaded = {file.url: file for file in (*listed, *libraries.values()) if not file.url.endswith(".txt")}
    size = sum(file.size for file in loaded.values())
    described = describe(config, codecs, facts, settings) | {
        "files": {Path(url).name: asdict(file) for url, file in loaded.items() if url.startswith("model/")},
        "runtime": {name: asdict(file) for name, file in libraries.items()},
        "bytes": size,
    }
    content = json.dumps(described, indent=1, sort_keys=True).encode() + b"\n"
    write(folder / SETTINGS, content)
    kept = {url: file.integrity for url, file in loaded.items()} | {SETTINGS: digest_of(content)}
    program = (HERE / "offline" / WORKER).read_text(encoding="utf-8")
    version = sha256(json.dumps([kept, program]).encode()).hexdigest()[:16]
    head = f"const VERSION = {json.dumps(version)}, FILES = {json.dumps(kept, indent=1)};\n\n"
    write(folder / WORKER, (head + program).encode())
    return size


def describe(config: RunConfig, codecs: Any, facts: Facts, settings: Settings) -> dict[str, Any]:
    """What the JavaScript knows of a run."""
    several = directions_of(config.data)
    pairs = several or ((config.data.source, config.data.target),)
    directions = [
        {
            **{"source": source, "target": target, "tag": codecs[0].tag(target) if several else None},
            **{"from": primary(source), "to": primary(target)},
        }
        for source, target in pairs
    ]
    codes = sorted({code for pair in pairs for code in pair}, key=name_of)
    joint = codecs[0] is codecs[1]
    return {
        "s2s": __version__,
        "normalize": str(config.tokenizer.normalize or Normalize.none),
        "lowercase": config.data.lowercase,
        "longest": facts.at_once(config.data.max_length),
        "tokenizers": {role: "tokenizer.model" if joint else f"{role}.model" for role in ("source", "target")},
        "facts": asdict(facts),
        "decode": {
            "beam": settings.hypotheses,
            "lengthPenalty": settings.length_penalty,
            "coveragePenalty": settings.coverage_penalty,
            "maxLength": settings.max_length,
        },
        "directions": directions,
        "languages": [
            {"code": code, "name": name_of(code), "targets": [to for source, to in pairs if source == code]}
            for code in codes
        ],
        "sets": sets(),
        "titles": {letter: letter.title() for letter in characters(str.isalpha) if letter.title() != letter.upper()},
    }


def sets() -> dict[str, str]:
    """The sets of characters that decide normal forms and sentences, each the inside of brackets in a regular expression."""
    named = ("SPACES", "FORMS", "STYLED", "IGNORED", "JOINERS", "SELECTORS", "MONGOLIAN_SELECTORS", "TAGS", "CURSIVE")
    found = {name.lower(): str(getattr(normalization, name)) for name in (*named, "INDIC", "SIGNS")}
    return found | {"viramas": "".join(characters(normalization.virama)), "unspaced": UNSPACED}


def characters(chosen: Callable[[str], bool]) -> list[str]:
    """Those below `CASED` that are assigned and `chosen`."""
    every = map(chr, range(CASED))
    return [one for one in every if unicodedata.category(one) not in ("Cn", "Cs") and chosen(one)]
