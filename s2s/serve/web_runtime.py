"""What a page that translates by itself runs on: ONNX Runtime and sentencex as WebAssembly, from their npm packages.

Either they are copied from a folder in which ``npm install`` has put them, or the page loads the versions that are pinned
here from a content delivery network, and runs them only if their bytes are those that are named here.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from s2s.errors import UserError
from s2s.files import read, write
from s2s.runtime.process import log

NETWORK = "https://cdn.jsdelivr.net/npm"
"""Gives the files of every npm package as they were published."""
LARGEST = 1 << 27
"""Bytes of a file; the largest has an eighth of it."""
LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md")
PACKAGES = {"onnxruntime-web": "1.30.0", "sentencex-wasm": "0.1.31"}
"""The versions that are pinned."""


class Part(NamedTuple):
    """A file of a package; `integrity` is that of its pinned version."""

    package: str
    path: str
    integrity: str
    size: int


PARTS = {
    "onnxruntime": Part(
        "onnxruntime-web",
        "dist/ort.wasm.bundle.min.mjs",
        "sha384-PLWz+nHEVHpjwBsO0YVdvQj6n5814Iv8E3b8FG0Rp/uIAtjFMCKOpP66iPzedrIG",
        73_054,
    ),
    "onnxruntime_binary": Part(
        "onnxruntime-web",
        "dist/ort-wasm-simd-threaded.wasm",
        "sha384-vjBJ1z7qrhkTyYsNqKeF6c7N+nOJSU94czEo+tvZcu8G75JparGq9kB+kTnEUNVM",
        14_239_897,
    ),
    "sentencex": Part(
        "sentencex-wasm",
        "sentencex_wasm.js",
        "sha384-CiQWMOySxUedomK9YzqFTvvpAeEp7n6u8xp/RAAQn8QqH6yYSuBU6e2vR7uV8Yem",
        12_737,
    ),
    "sentencex_binary": Part(
        "sentencex-wasm",
        "sentencex_wasm_bg.wasm",
        "sha384-KAxZ9dJM/jNsYAXxWcmpmrgoQP8LZV5sEcGVaESpUfEzLDAc/JrKLS/05gO50Q/4",
        2_210_298,
    ),
}
"""By the names that offline/engine.js knows."""


@dataclass(frozen=True)
class File:
    """A file that a page loads."""

    url: str
    """Relative to the page, or of elsewhere."""
    integrity: str
    size: int


def digest_of(content: bytes) -> str:
    """The digest of a file as browsers know it (Subresource Integrity, https://www.w3.org/TR/SRI/)."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def pinned() -> dict[str, File]:
    """The files of the pinned versions, elsewhere."""
    return {
        name: File(f"{NETWORK}/{part.package}@{PACKAGES[part.package]}/{part.path}", part.integrity, part.size)
        for name, part in PARTS.items()
    }


def copied(runtime: Path, folder: Path) -> dict[str, File]:
    """Copy the files from the packages in `runtime` to `folder`/runtime, with their licences. Raises `UserError`."""
    files = {}
    (folder / "runtime").mkdir()
    for package in PACKAGES:
        source = package_in(runtime, package)
        for name, part in PARTS.items():
            if part.package == package:
                content = content_of(source, part.path)
                target = Path("runtime") / Path(part.path).name
                write(folder / target, content)
                files[name] = File(target.as_posix(), digest_of(content), len(content))
        version = json.loads(content_of(source, "package.json")).get("version", "")
        if version != PACKAGES[package]:
            log(f"warning: {source}: is version {version}; s2s is tested with {PACKAGES[package]}")
        notice = next((source / name for name in LICENCES if (source / name).is_file()), None)
        text = b"MIT licence, https://www.npmjs.com/package/" + package.encode() if notice is None else b""
        terms = text if notice is None else read(notice, LARGEST)
        write(folder / "runtime" / f"{package}.txt", f"{package} {version}\n\n".encode() + terms + b"\n")
    return files


def package_in(runtime: Path, package: str) -> Path:
    """The folder of a package that npm has installed in `runtime`, or in ``node_modules`` there. Raises `UserError`."""
    for folder in (runtime / "node_modules" / package, runtime / package):
        if (folder / "package.json").is_file():
            return folder
    wanted = " ".join(f"{name}@{version}" for name, version in PACKAGES.items())
    raise UserError(f"--runtime {runtime}: has no {package}; fill it: npm install --prefix {runtime} {wanted}")


def content_of(package: Path, path: str) -> bytes:
    """The bytes of a file of a package. Raises `UserError`."""
    try:
        return read(package / path, LARGEST)
    except OSError as error:
        wanted = f"{package.name}@{PACKAGES[package.name]}"
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"--runtime: {package / path}: {reason}; npm install {wanted} has it") from None
