"""The files of an export: read once and whole, and held against the manifest that names each with its digest.

``manifest.json`` lies beside them: the format, the version of s2s, and the SHA-256 and the size of every other file. An
export of a release before it has none, and is read as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from s2s.config.versions import stamp
from s2s.decode.backends.graph import Refused, check_labeller, check_names, examine
from s2s.decode.shortlist import FILE as SHORTLIST
from s2s.errors import UserError
from s2s.files import digest, read, write

MANIFEST = "manifest.json"
ENCODER, STEP, LABELLER, WEIGHTS = "encoder.onnx", "step.onnx", "labeller.onnx", "weights.bin"
GRAPHS = (ENCODER, STEP, LABELLER)
"""The first two write text; the third predicts labels or numbers."""
SCANNING = (ENCODER, LABELLER)
"""Graphs that go over a source step by step."""
LARGEST_MANIFEST = 1 << 16
"""Bytes. Each of a dozen files takes less than a hundredth of it."""
LARGEST_GRAPH = 1 << 26
"""Bytes of a graph, whose large constants lie outside it: a thousand times what it takes."""
LARGEST_BESIDE = 1 << 29
"""Bytes of a shortlist or a tokenizer."""
LARGEST = 1 << 33
"""Bytes of the weights of a run."""
CHOSEN = "output."
"""How the names begin of the output layer's share that the encoder gives and the step takes, with a shortlist."""
COPIED, GATE = "copied", "gate"
"""What the encoder and the step of a model that copies give besides."""
BESIDE = (WEIGHTS, SHORTLIST)
"""Files that not every export of an earlier release needs."""
AGAIN = "export the run again with s2s export"
REMEDY = "copy the whole export again, or export the run again with s2s export"


class Exported(NamedTuple):
    """An export as it was read."""

    folder: Path
    files: Mapping[str, bytes]
    """The content of its files: of all that the manifest names, or of those that ONNX Runtime needs."""
    whole: bool
    """Whether there is a manifest, and the files are those that it names."""
    marks: Mapping[str, object]
    """What tells that a file is still the one that was read."""

    def check_unchanged(self) -> None:
        """Raise `UserError` if a file has been replaced since: what was read of it elsewhere may be another's."""
        if marks_of(self.folder, self.marks) != self.marks:
            raise UserError(f"{self.folder}: was replaced while it was loaded; run the command again")

    def contents(self) -> Iterator[bytes]:
        """The names of the files and what they hold."""
        for name, content in sorted(self.files.items()):
            yield name.encode(errors="surrogateescape")
            yield content


def exported_of(reader: Any) -> Exported | None:
    """The export that a translator or a predictor reads; None where it computes in torch."""
    found: Exported | None = getattr(getattr(reader, "backend", None), "exported", None)
    return found


def save_manifest(folder: Path) -> None:
    """Write the manifest of what is in `folder` now, each file with its digest."""
    files = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != MANIFEST:
            content = path.read_bytes()
            files[path.name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    write(folder / MANIFEST, (json.dumps({**stamp(), "files": files}, indent=1) + "\n").encode())


def add_file(folder: Path, name: str, content: bytes) -> None:
    """Write one more file to the export in `folder`, or another in its place, and name it in its manifest, if it has one.

    Raises `UserError` for a damaged manifest.
    """
    if read_manifest(folder, ()) is None:
        write(folder / name, content)
        return
    manifest = json.loads(read(folder / MANIFEST, LARGEST_MANIFEST))
    manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    write(folder / name, content)
    write(folder / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())


def read_export(folder: Path, graphs: Sequence[str]) -> Exported:
    """The files of the export in `folder`, which has these `graphs`. Raises `UserError` for one that is missing, or not
    as the manifest has it."""
    listed = read_manifest(folder, graphs)
    names = listed if listed is not None else [*graphs, *(name for name in BESIDE if (folder / name).exists())]
    marks = marks_of(folder, [*names, *([] if listed is None else [MANIFEST])])
    listing: Mapping[str, tuple[str, int]] = listed or {}
    files = {name: content_of(folder / name, LARGEST_GRAPH, listing.get(name)) for name in graphs}
    limits = {WEIGHTS: needed(folder, files)}
    for name in names:
        if name not in files:
            files[name] = content_of(folder / name, limits.get(name, LARGEST_BESIDE), listing.get(name))
    return Exported(folder, files, listed is not None, marks)


def needed(folder: Path, files: Mapping[str, bytes]) -> int:
    """Bytes of the constants that the graphs have outside. Raises `UserError` for graphs that are not to be run."""
    graphs = {}
    for name, content in files.items():
        try:
            graphs[name] = examine(content, scans=name in SCANNING)
        except Refused as error:
            raise UserError(f"{folder / name}: cannot be loaded (it {error}); {AGAIN}") from None
    last = list(files)[-1]
    try:
        if last == LABELLER:
            check_labeller(graphs[last])
        else:
            check_names(graphs[ENCODER], graphs[STEP], CHOSEN, (COPIED, GATE))
    except Refused as error:
        raise UserError(f"{folder / last}: cannot be loaded (it {error}); {AGAIN}") from None
    return max(graph.outside for graph in graphs.values())


def read_manifest(folder: Path, graphs: Sequence[str]) -> dict[str, tuple[str, int]] | None:
    """The SHA-256 and the size of each file by its name, or None where there is no manifest. Raises `UserError`."""
    path = folder / MANIFEST
    try:
        entries = json.loads(read(path, LARGEST_MANIFEST))["files"]
        listed = {str(name): (str(entry["sha256"]), int(entry["bytes"])) for name, entry in entries.items()}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UserError(f"{path}: not what s2s export writes; {REMEDY}") from None
    missing = set(graphs) - set(listed)
    if missing or any(os.path.basename(name) != name or name in ("", ".", "..") for name in listed):
        raise UserError(f"{path}: not the manifest of an export; {REMEDY}")
    return listed


def content_of(path: Path, limit: int, listed: tuple[str, int] | None) -> bytes:
    """The bytes of one file of at most `limit`, which is `listed` with its SHA-256 and its size. Raises `UserError`."""
    try:
        content = read(path, limit if listed is None else min(limit, listed[1]))
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else (error.strerror or str(error)).lower()
        raise UserError(f"{path}: {reason}; {REMEDY}") from None
    if listed is not None and hashlib.sha256(content).hexdigest() != listed[0]:
        raise UserError(f"{path}: is not the file that {MANIFEST} names; {REMEDY}")
    return content


def marks_of(folder: Path, names: Any) -> dict[str, object]:
    """For each of the files `names` what changes when it is replaced or written to: its inode, size and times."""
    marks: dict[str, object] = {}
    for name in names:
        try:
            status = os.stat(folder / name)
            marks[name] = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        except OSError:
            marks[name] = None
    return marks


def find_export(folder: Path) -> Path | None:
    """The exported model of a run folder, or the folder itself if it is one; also where some of its files are missing."""
    return next(
        (one for one in (folder, folder / "onnx") if any((one / name).exists() for name in (*GRAPHS, MANIFEST))),
        None,
    )


class Origin:
    """The weights of a run, against which its export is held; they are read by a thread while the export is opened."""

    def __init__(self, weights: Path, made: Exported) -> None:
        self.weights, self.made = weights, made
        largest = (1 << 20) + 8 * sum(map(len, made.files.values()))  # int8 has at least a byte for each four
        thread = ThreadPoolExecutor(1)
        self.digest = thread.submit(digest, weights, largest)
        thread.shutdown(wait=False)

    def check(self, exported: str) -> None:
        """Refuse the export, whose weights had this SHA-256, of a run that has been trained further since."""
        try:
            same = self.digest.result() == exported
        except FileNotFoundError:
            return
        except OSError:
            same = False
        if not same:
            raise UserError(
                f"{self.made.folder}: was exported from other weights than {self.weights}; run s2s export again, or use"
                " --backend torch"
            )
