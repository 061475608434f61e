"""The decoding backend that runs an exported model in ONNX Runtime; nothing here imports torch."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from s2s.config.distributions import install
from s2s.config.versions import check_format
from s2s.data.text.ids import BOS, EOS, UNK, padded
from s2s.decode.backend import Doubles, Floats, Ints, Step, best
from s2s.decode.backends.exported import CHOSEN, ENCODER, MANIFEST, REMEDY, STEP, WEIGHTS, Exported, read_export
from s2s.decode.shortlist import FILE as SHORTLIST
from s2s.decode.shortlist import Choice, Shortlist
from s2s.errors import UserError, memory_error
from s2s.files import digest
from s2s.runtime.forks import leak, survive_forks
from s2s.runtime.libraries import check_safe
from s2s.runtime.memory import keep_freed_memory
from s2s.runtime.private import private_folder


class OnnxMemory(NamedTuple):
    """``values`` (B, D, S) and ``keys`` (B, A, S), or nothing without attention; `mask` (B, 1, S), 0 or -inf.

    With a shortlist, the `choice` for the batch and the share of the output `layer` that it needs.
    """

    fixed: dict[str, Floats]
    mask: Floats
    choice: Choice | None
    layer: dict[str, Any]


class OnnxBackend:
    """`s2s.decode.backend.Backend`; the state is a list of arrays (B, K, H), P for each layer.

    `origin` is the SHA-256 of the weights that were exported.
    """

    def __init__(self, folder: Path, threads: int = 1, shortlist: Shortlist | None = None) -> None:
        """Load the export in `folder`; `shortlist` takes the place of its own, if it has one. Raises `UserError`."""
        keep_freed_memory()
        self.exported, self.folder = read_export(folder), folder
        self.encoder, self.stepper = (Session(self.exported, name, threads) for name in (ENCODER, STEP))
        self.states = sum(name.startswith("new.state.") for name in self.stepper.outputs)
        self.attends = "weights" in self.stepper.outputs
        facts = self.stepper.facts
        try:
            check_format(int(facts.get("format", "1")), facts.get("version"), str(folder))
            self.vocabulary, self.origin = int(facts["vocabulary"]), facts["origin"]
        except UserError:
            raise
        except (KeyError, ValueError):
            raise UserError(f"{folder / STEP}: not what s2s export writes; export the run again") from None
        if "manifest" in facts and not self.exported.whole:
            raise UserError(f"{folder / facts['manifest']}: is missing; {REMEDY}")
        choosing = "choices" in self.encoder.inputs
        self.shortlist = (shortlist or self.own_shortlist()) if choosing else None
        self.try_out()

    def try_out(self) -> None:
        """Take one step for two short sources. Raises `UserError` where what comes out has not the shapes that it must have."""
        memory, state = self.encode([[UNK, EOS], [EOS]])
        self.step(memory, state, numpy.full((2, 1), BOS), 1, attention=True)

    def own_shortlist(self) -> Shortlist:
        """The shortlist of the export. Raises `UserError`."""
        path, content = self.folder / SHORTLIST, self.exported.files.get(SHORTLIST)
        if content is None:
            raise UserError(f"{path}: is missing; {REMEDY}")
        return Shortlist.of(content, path, self.vocabulary)

    def encode(
        self, sources: Sequence[Sequence[int]], demanded: Sequence[Collection[int]] | None = None
    ) -> tuple[OnnxMemory, list[Floats]]:
        """B sources → their memory, with the shortlist's choice if there is one, and a state of one beam each."""
        tokens, lengths = padded(sources)
        choice = None if self.shortlist is None else self.shortlist.choose(sources, demanded)
        chosen = {} if choice is None else {"choices": choice.tokens}
        outputs = self.run(self.encoder, {"tokens": tokens, "lengths": lengths} | chosen)
        layer = {name: outputs.pop(name) for name in list(outputs) if name.startswith(CHOSEN)}
        real = numpy.arange(tokens.shape[1]) < lengths[:, None]
        mask = numpy.where(real, numpy.float32(0), numpy.float32(-numpy.inf))[:, None]
        first = [outputs.pop(f"state.{number}") for number in range(self.states)]
        rows, steps = tokens.shape
        fit = all(part.ndim == 2 and len(part) == rows for part in first)
        if not fit or any(part.shape[::2] != (rows, steps) or part.ndim != 3 for part in outputs.values()):
            raise self.misshapen(ENCODER)
        state = [part[:, None] for part in first]
        return OnnxMemory(outputs, mask, choice, layer), state

    def step(
        self,
        memory: OnnxMemory,
        state: list[Floats],
        tokens: Ints,
        candidates: int,
        attention: bool,
        wanted: Ints | None = None,
    ) -> Step:
        """Feed `tokens` (B, K); with a shortlist the candidates are mapped back to ids of the whole vocabulary."""
        outputs, new = self.advance(memory, state, tokens)
        asked: Floats | None = None
        if wanted is not None:  # before they are written over
            columns = wanted if memory.choice is None else numpy.searchsorted(memory.choice.tokens, wanted)
            asked = numpy.take_along_axis(outputs["log_probs"], columns, axis=2)
        log_probs, ids = best(outputs["log_probs"].reshape(tokens.size, -1), candidates)
        if memory.choice is not None:
            ids = memory.choice.tokens[ids]
        shape = (*tokens.shape, -1)
        weights = outputs["weights"] if attention and self.attends else None
        if weights is not None and weights.shape != (*tokens.shape, memory.mask.shape[2]):
            raise self.misshapen(STEP)
        return Step(new, log_probs.reshape(shape), ids.reshape(shape), weights, asked)

    def advance(self, memory: OnnxMemory, state: list[Floats], tokens: Ints) -> tuple[dict[str, Any], list[Floats]]:
        """Feed `tokens` (B, K): the outputs of the graph by name, whose log-probabilities are (B, K, U), and the new state."""
        feeds = {f"state.{number}": part for number, part in enumerate(state)} | memory.fixed | {"tokens": tokens}
        if self.attends:
            feeds["mask"] = memory.mask
        if memory.choice is not None:
            feeds |= memory.layer | {"allowed": memory.choice.allowed}
        outputs = self.run(self.stepper, feeds)
        width = self.vocabulary if memory.choice is None else len(memory.choice.tokens)
        if outputs["log_probs"].shape != (*tokens.shape, width):
            raise self.misshapen(STEP)
        new = [outputs[f"new.state.{number}"] for number in range(self.states)]
        if any(after.shape != before.shape for after, before in zip(new, state, strict=True)):
            raise self.misshapen(STEP)
        return outputs, new

    def follow(self, memory: OnnxMemory, state: list[Floats], targets: Sequence[Sequence[int]]) -> Doubles:
        """Step by step; -inf for what a shortlist leaves out."""
        tokens, _ = padded([[BOS, *ids] for ids in targets])
        rows, columns = numpy.arange(len(tokens)), tokens
        known = numpy.ones(tokens.shape, numpy.bool_)
        if memory.choice is not None:
            columns = numpy.searchsorted(memory.choice.tokens, tokens).clip(max=len(memory.choice.tokens) - 1)
            known = memory.choice.tokens[columns] == tokens
        log_probs = numpy.empty((len(tokens), tokens.shape[1] - 1))
        for position in range(log_probs.shape[1]):
            outputs, state = self.advance(memory, state, tokens[:, position : position + 1])
            log_probs[:, position] = outputs["log_probs"][rows, 0, columns[:, position + 1]]
        return numpy.where(known[:, 1:], log_probs, -numpy.inf)

    def select(
        self, memory: OnnxMemory, state: list[Floats], rows: Ints | None, beams: Ints
    ) -> tuple[OnnxMemory, list[Floats]]:
        """Keep rows and beams, and cut the memory to the longest source left; the choice keeps its tokens."""
        kept_rows = numpy.arange(len(beams)) if rows is None else rows
        if rows is not None:
            mask = memory.mask[rows]
            width = int((mask == 0).sum(axis=2).max())
            choice = memory.choice
            memory = OnnxMemory(
                {name: part[rows, :, :width] for name, part in memory.fixed.items()},
                mask[:, :, :width],
                choice if choice is None else choice._replace(allowed=choice.allowed[rows]),
                memory.layer,
            )
        return memory, [part[kept_rows[:, None], beams] for part in state]

    def run(self, session: Session, feeds: dict[str, Any]) -> dict[str, Any]:
        """The outputs of a session by name. Raises `UserError` for whatever onnxruntime raises."""
        try:
            return session.run(feeds)
        except UserError:
            raise
        except Exception as error:  # as when it is loaded
            raise memory_error(error) or UserError(
                f"{self.folder}: cannot be run ({short_message(error)}); export the run again"
            ) from None

    def misshapen(self, name: str) -> UserError:
        """What to raise where a graph gives arrays of other shapes than it must."""
        return UserError(f"{self.folder / name}: gives arrays of other shapes than s2s export writes; {REMEDY}")

    def contents(self) -> Iterator[bytes]:
        """The files of the export."""
        for name, content in sorted(self.exported.files.items()):
            yield name.encode(errors="surrogateescape")
            yield content

    def check_unchanged(self) -> None:
        """Raise `UserError` if files of the export have been replaced since they were read."""
        self.exported.check_unchanged()


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

    def run(self, feeds: dict[str, Any]) -> dict[str, Any]:
        """The outputs by name. Raises what onnxruntime raises."""
        if self.session is None:
            self.session = open_session(self.exported, self.name, self.threads)
        return dict(zip(self.outputs, self.session.run(None, feeds), strict=True))


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
            if name == ENCODER:  # for the constants of a loop inside a graph onnxruntime looks nowhere but on the disk
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


def find_export(folder: Path) -> Path | None:
    """The exported model of a run folder, or the folder itself if it is one; also where some of its files are missing."""
    return next(
        (one for one in (folder, folder / "onnx") if any((one / name).exists() for name in (STEP, ENCODER, MANIFEST))),
        None,
    )


def check_origin(weights: Path, made: OnnxBackend, exported: Path) -> None:
    """Refuse an export whose run has been trained further since."""
    largest = (1 << 20) + 8 * sum(map(len, made.exported.files.values()))  # int8 has at least a byte for each four
    try:
        same = digest(weights, largest) == made.origin
    except FileNotFoundError:
        return
    except OSError:
        same = False
    if not same:
        raise UserError(
            f"{exported}: was exported from other weights than {weights}; run s2s export again, or use --backend torch"
        )
