"""A graph of an export in ONNX Runtime, and the inputs that it is fed; nothing here imports torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.config.distributions import install
from s2s.config.versions import check_format
from s2s.data.text.ids import PAD
from s2s.decode.backend import Ints
from s2s.decode.backends.exported import REMEDY, SCANNING, WEIGHTS, Exported
from s2s.errors import UserError, memory_error
from s2s.runtime.forks import leak, survive_forks
from s2s.runtime.libraries import check_safe
from s2s.runtime.private import private_folder


def feeds(sources: Any, lengths: Ints) -> dict[str, Any]:
    """What the graphs read of sources as `Codec.pad` gives them: ids (B, S), vectors (B, S, F), or words (B, S, 2 + C).

    Each different word is handed over once, with its place in the batch.
    """
    if sources.ndim == 2:
        return {"tokens": sources, "lengths": lengths}
    if sources.dtype.kind == "f":
        return {"features": sources, "lengths": lengths}
    rows, steps = sources.shape[:2]
    different, places = numpy.unique(sources.reshape(rows * steps, -1), axis=0, return_inverse=True)
    pieces = different[:, 2:]
    spelling = numpy.maximum((pieces != PAD).sum(axis=1), 1)
    words = {name: numpy.ascontiguousarray(sources[..., number]) for number, name in enumerate(("tokens", "cases"))}
    words["places"] = places.reshape(rows, steps)
    return words | {"pieces": numpy.ascontiguousarray(pieces), "spelling": spelling, "lengths": lengths}


class Session:
    """A graph of an export in ONNX Runtime, from memory: what becomes of its files changes nothing any more."""

    def __init__(self, exported: Exported, name: str, threads: int) -> None:
        """`threads` are how many cores a product may use. Raises `UserError`."""
        self.exported, self.name, self.threads = exported, name, threads
        self.session = open_session(exported, name, threads)
        try:
            self.inputs = [one.name for one in self.session.get_inputs()]
            self.outputs = [one.name for one in self.session.get_outputs()]
            self.facts: dict[str, str] = self.session.get_modelmeta().custom_metadata_map
        except UnicodeDecodeError as error:
            path = exported.folder / name
            raise UserError(f"{path}: cannot be loaded ({error}); export the run again with s2s export") from None
        if threads > 1:  # one thread is the caller's own, which a child has too
            survive_forks(self)

    def forked(self) -> None:
        """Have a child open the graph again when it runs it."""
        leak(self.session)
        self.session = None

    def run(self, feeds: dict[str, Any], outputs: Sequence[str] | None = None) -> dict[str, Any]:
        """The `outputs`, by default all of them, by name. Raises `UserError` for whatever onnxruntime raises."""
        names = self.outputs if outputs is None else outputs
        try:
            if self.session is None:
                self.session = open_session(self.exported, self.name, self.threads)
            return dict(zip(names, self.session.run(names, feeds), strict=True))
        except UserError:
            raise
        except Exception as error:  # as when it is loaded
            raise memory_error(error) or UserError(
                f"{self.exported.folder}: cannot be run ({short_message(error)}); export the run again"
            ) from None

    def check_facts(self) -> None:
        """Raise `UserError` for an export of a later release, and for one whose manifest is gone."""
        folder = self.exported.folder
        try:
            check_format(int(self.facts.get("format", "1")), self.facts.get("version"), str(folder))
        except ValueError as error:
            raise error if isinstance(error, UserError) else self.foreign() from None
        if "manifest" in self.facts and not self.exported.whole:
            raise UserError(f"{folder / self.facts['manifest']}: is missing; {REMEDY}")

    def foreign(self) -> UserError:
        """What to raise where the graph lacks what an exporter writes."""
        return UserError(f"{self.exported.folder / self.name}: not what s2s export writes; export the run again")

    def misshapen(self) -> UserError:
        """What to raise where the graph gives arrays of other shapes than it must."""
        path = self.exported.folder / self.name
        return UserError(f"{path}: gives arrays of other shapes than s2s export writes; {REMEDY}")


def open_session(exported: Exported, name: str, threads: int) -> Any:
    """The graph `name` on the CPU. Raises `UserError` without onnxruntime, and for what is no model."""
    path = exported.folder / name
    try:
        import onnxruntime
    except ImportError:
        raise UserError(f"{path}: needs onnxruntime; {install('onnx')}, or use --backend torch") from None
    check_safe(onnxruntime)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 4  # an error is said once, by us
    weights = exported.files.get(WEIGHTS, b"")
    try:
        with private_folder() as folder:
            # Only this file: a graph that names another, wherever that is, is refused.
            if name in SCANNING:  # for the constants of a loop inside a graph onnxruntime looks nowhere but on the disk
                (folder / WEIGHTS).write_bytes(weights)
                options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
            else:
                options.add_external_initializers_from_files_in_memory([WEIGHTS], [weights], [len(weights)])
            return onnxruntime.InferenceSession(exported.files[name], options, providers=["CPUExecutionProvider"])
    except OSError as error:  # of the copy
        raise UserError(f"{path}: no private copy ({error.strerror}); set TMPDIR to a folder with room") from None
    except Exception as error:  # onnxruntime has no common class for what it raises on a file that is no model
        raise memory_error(error) or UserError(
            f"{path}: cannot be loaded ({short_message(error)}); export the run again with s2s export"
        ) from None


def short_message(error: Exception) -> str:
    """The message of `error` in one line of at most 200 characters."""
    return " ".join(str(error).split())[:200]
