"""The decoding backend that runs an exported model in ONNX Runtime; nothing here imports torch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from s2s.config.versions import check_format
from s2s.data.text.ids import padded
from s2s.decode.backend import Floats, Ints, Step, best
from s2s.decode.shortlist import Choice, Shortlist
from s2s.errors import UserError
from s2s.runtime.memory import keep_freed_memory

ENCODER, STEP = "encoder.onnx", "step.onnx"
CHOSEN = "output."
"""How the names begin of the output layer's share that the encoder gives and the step takes, with a shortlist."""


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
        """Load the export in `folder`; `shortlist` takes the place of its own, if it has one."""
        keep_freed_memory()
        self.encoder, self.stepper = (open_session(folder / name, threads) for name in (ENCODER, STEP))
        self.names = {
            session: [output.name for output in session.get_outputs()] for session in (self.encoder, self.stepper)
        }
        self.states = sum(name.startswith("new.state.") for name in self.names[self.stepper])
        self.attends = "weights" in self.names[self.stepper]
        facts = self.stepper.get_modelmeta().custom_metadata_map
        self.folder = folder
        try:
            check_format(int(facts.get("format", "1")), facts.get("version"), str(folder))
            self.vocabulary, self.origin = int(facts["vocabulary"]), facts["origin"]
        except UserError:
            raise
        except (KeyError, ValueError):
            raise UserError(f"{folder / STEP}: not what s2s export writes; export the run again") from None
        choosing = any(feed.name == "choices" for feed in self.encoder.get_inputs())
        self.shortlist = (shortlist or Shortlist.load(folder, self.vocabulary)) if choosing else None

    def encode(self, sources: Sequence[Sequence[int]]) -> tuple[OnnxMemory, list[Floats]]:
        """B sources → their memory, with the shortlist's choice if there is one, and a state of one beam each."""
        tokens, lengths = padded(sources)
        choice = None if self.shortlist is None else self.shortlist.choose(sources)
        chosen = {} if choice is None else {"choices": choice.tokens}
        outputs = self.run(self.encoder, {"tokens": tokens, "lengths": lengths} | chosen)
        layer = {name: outputs.pop(name) for name in list(outputs) if name.startswith(CHOSEN)}
        real = numpy.arange(tokens.shape[1]) < lengths[:, None]
        mask = numpy.where(real, numpy.float32(0), numpy.float32(-numpy.inf))[:, None]
        state = [outputs.pop(f"state.{number}")[:, None] for number in range(self.states)]
        return OnnxMemory(outputs, mask, choice, layer), state

    def step(self, memory: OnnxMemory, state: list[Floats], tokens: Ints, candidates: int, attention: bool) -> Step:
        """Feed `tokens` (B, K); with a shortlist the candidates are mapped back to ids of the whole vocabulary."""
        feeds = {f"state.{number}": part for number, part in enumerate(state)} | memory.fixed | {"tokens": tokens}
        if self.attends:
            feeds["mask"] = memory.mask
        if memory.choice is not None:
            feeds |= memory.layer | {"allowed": memory.choice.allowed}
        outputs = self.run(self.stepper, feeds)
        log_probs, ids = best(outputs["log_probs"].reshape(tokens.size, -1), candidates)
        if memory.choice is not None:
            ids = memory.choice.tokens[ids]
        new = [outputs[f"new.state.{number}"] for number in range(self.states)]
        shape = (*tokens.shape, -1)
        weights = outputs["weights"] if attention and self.attends else None
        return Step(new, log_probs.reshape(shape), ids.reshape(shape), weights)

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

    def run(self, session: Any, feeds: dict[str, Any]) -> dict[str, Any]:
        """The outputs of a session by name. Raises `UserError` for whatever onnxruntime raises."""
        try:
            return dict(zip(self.names[session], session.run(None, feeds), strict=True))
        except Exception as error:  # as when it is loaded
            raise UserError(f"{self.folder}: cannot be run ({short_message(error)}); export the run again") from None


def open_session(path: Path, threads: int) -> Any:
    """The model at `path` on the CPU. Raises `UserError` without onnxruntime, and for what is no model."""
    try:
        import onnxruntime
    except ImportError:
        raise UserError(f'{path}: needs onnxruntime; pip install "s2s[onnx]", or use --backend torch') from None
    if not path.is_file():  # a pipe would block
        raise UserError(f"{path}: is missing or no regular file; export the run again with s2s export")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 4  # an error is said once, by us
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no common class for what it raises on a file that is no model
        raise UserError(
            f"{path}: cannot be loaded ({short_message(error)}); export the run again with s2s export"
        ) from None


def short_message(error: Exception) -> str:
    """The message of `error` in one line of at most 200 characters."""
    return " ".join(str(error).split())[:200]


def find_export(folder: Path) -> Path | None:
    """The exported model of a run folder, or the folder itself if it is one."""
    return next((candidate for candidate in (folder, folder / "onnx") if (candidate / "step.onnx").exists()), None)


def check_origin(weights: Path, origin: str, exported: Path) -> None:
    """Refuse an export whose run has been trained further since."""
    if weights.exists() and hashlib.sha256(weights.read_bytes()).hexdigest() != origin:
        raise UserError(
            f"{exported}: was exported from other weights than {weights}; run s2s export again, or use --backend torch"
        )
