"""The decoding backend that runs an exported model in ONNX Runtime; nothing here imports torch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from s2s.data.codecs.base import Codec
from s2s.data.text.ids import BOS, EOS, OPEN, UNK, padded, padded_text
from s2s.decode.backend import Doubles, Floats, Ints, Step, best
from s2s.decode.backends.exported import CHOSEN, COPIED, ENCODER, GATE, REMEDY, STEP, Exported, read_export
from s2s.decode.backends.session import Session, feeds
from s2s.decode.copying import Copied, known
from s2s.decode.shortlist import FILE as SHORTLIST
from s2s.decode.shortlist import Choice, Shortlist
from s2s.errors import UserError
from s2s.runtime.memory import keep_freed_memory

Pad = Callable[[Sequence[Any], str | None], tuple[Any, Ints]]
"""What `Codec.pad` does."""


class OnnxMemory(NamedTuple):
    """``values`` (B, D, S) and ``keys`` (B, A, S), or nothing without attention; `mask` (B, 1, S), 0 or -inf.

    With a shortlist, the `choice` for the batch and the share of the output `layer` that it needs; what the sources of a model
    that copies become.
    """

    fixed: dict[str, Floats]
    mask: Floats
    choice: Choice | None
    layer: dict[str, Any]
    copied: Copied | None = None


class OnnxBackend:
    """`s2s.decode.backend.Backend`; the state is a list of arrays (B, K, H), P for each layer.

    `origin` is the SHA-256 of the weights that were exported.
    """

    def __init__(
        self,
        folder: Path,
        threads: int = 1,
        shortlist: Shortlist | None = None,
        source: Codec | None = None,
        exported: Exported | None = None,
    ) -> None:
        """Load the export in `folder`; `shortlist` takes the place of its own, if it has one. Raises `UserError`.

        `source` is the codec of its sources, where these are no ids; `exported` what was read of the folder already.
        """
        keep_freed_memory()
        self.exported, self.folder = exported or read_export(folder, (ENCODER, STEP)), folder
        self.pad: Pad = padded_text if source is None else source.pad
        self.encoder, self.stepper = (Session(self.exported, name, threads) for name in (ENCODER, STEP))
        self.states = sum(name.startswith("new.state.") for name in self.stepper.outputs)
        self.attends, self.copies = "weights" in self.stepper.outputs, COPIED in self.encoder.outputs
        self.stepper.check_facts()
        try:
            self.vocabulary, self.origin = int(self.stepper.facts["vocabulary"]), self.stepper.facts["origin"]
        except (KeyError, ValueError):
            raise self.stepper.foreign() from None
        choosing = "choices" in self.encoder.inputs
        self.shortlist = (shortlist or self.own_shortlist()) if choosing else None
        trial: list[Any] = [[UNK, EOS], [EOS]]
        if source is not None and "features" in self.encoder.inputs:
            trial = [numpy.zeros((1, source.size), numpy.float32)] * 2
        self.try_out(trial)

    def try_out(self, sources: Sequence[Sequence[Any]]) -> None:
        """Take one step for two `sources`. Raises `UserError` where what comes out has not the shapes that it must have."""
        memory, state = self.encode(sources)
        self.step(memory, state, numpy.full((2, 1), BOS), 1, attention=True)

    def own_shortlist(self) -> Shortlist:
        """The shortlist of the export. Raises `UserError`."""
        path, content = self.folder / SHORTLIST, self.exported.files.get(SHORTLIST)
        if content is None:
            raise UserError(f"{path}: is missing; {REMEDY}")
        return Shortlist.of(content, path, self.vocabulary)

    def encode(
        self, sources: Sequence[Sequence[Any]], demanded: Sequence[Collection[int]] | None = None
    ) -> tuple[OnnxMemory, list[Floats]]:
        """B sources → their memory, with the shortlist's choice if there is one, and a state of one beam each."""
        tokens, lengths = self.pad(sources, None)
        choice = None if self.shortlist is None else self.shortlist.choose(sources, demanded)
        chosen = {} if choice is None else {"choices": choice.tokens}
        read = known(tokens, OPEN) if self.copies else tokens
        outputs = self.encoder.run(feeds(read, lengths) | chosen)
        copied = None
        if self.copies:
            targets = outputs.pop(COPIED)
            if targets.shape != tokens.shape:
                raise self.encoder.misshapen()
            copied = Copied.of(numpy.where(tokens >= OPEN, tokens, targets), self.vocabulary)
        layer = {name: outputs.pop(name) for name in list(outputs) if name.startswith(CHOSEN)}
        real = numpy.arange(tokens.shape[1]) < lengths[:, None]
        mask = numpy.where(real, numpy.float32(0), numpy.float32(-numpy.inf))[:, None]
        first = [outputs.pop(f"state.{number}") for number in range(self.states)]
        rows, steps = tokens.shape[:2]
        fit = all(part.ndim == 2 and len(part) == rows for part in first)
        if not fit or any(part.shape[::2] != (rows, steps) or part.ndim != 3 for part in outputs.values()):
            raise self.encoder.misshapen()
        state = [part[:, None] for part in first]
        return OnnxMemory(outputs, mask, choice, layer, copied), state

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
            raise self.stepper.misshapen()
        return Step(new, log_probs.reshape(shape), ids.reshape(shape), weights, asked)

    def advance(self, memory: OnnxMemory, state: list[Floats], tokens: Ints) -> tuple[dict[str, Any], list[Floats]]:
        """Feed `tokens` (B, K): the outputs of the graph by name, whose log-probabilities are (B, K, U), and the new state."""
        given: dict[str, Any] = {f"state.{number}": part for number, part in enumerate(state)} | memory.fixed
        given["tokens"] = tokens if memory.copied is None else known(tokens, self.vocabulary)
        if self.attends:
            given["mask"] = memory.mask
        if memory.choice is not None:
            given |= memory.layer | {"allowed": memory.choice.allowed}
        outputs = self.stepper.run(given)
        width = self.vocabulary if memory.choice is None else len(memory.choice.tokens)
        if outputs["log_probs"].shape != (*tokens.shape, width):
            raise self.stepper.misshapen()
        new = [outputs[f"new.state.{number}"] for number in range(self.states)]
        if any(after.shape != before.shape for after, before in zip(new, state, strict=True)):
            raise self.stepper.misshapen()
        if memory.copied is not None:
            log_probs, gate, weights = (outputs[name] for name in ("log_probs", GATE, "weights"))
            if gate.shape != (*tokens.shape, 1) or weights.shape != (*tokens.shape, memory.mask.shape[2]):
                raise self.stepper.misshapen()
            outputs["log_probs"] = memory.copied.mixed(log_probs, gate, weights)
        return outputs, new

    def follow(self, memory: OnnxMemory, state: list[Floats], targets: Sequence[Sequence[int]]) -> Doubles:
        """Step by step; -inf for what a shortlist leaves out."""
        tokens, _ = padded([[BOS, *ids] for ids in targets])
        rows, columns = numpy.arange(len(tokens)), tokens
        writable = numpy.ones(tokens.shape, numpy.bool_)
        if memory.choice is not None:
            columns = numpy.searchsorted(memory.choice.tokens, tokens).clip(max=len(memory.choice.tokens) - 1)
            writable = memory.choice.tokens[columns] == tokens
        if memory.copied is not None:
            columns = memory.copied.outcomes(tokens)
        log_probs = numpy.empty((len(tokens), tokens.shape[1] - 1))
        for position in range(log_probs.shape[1]):
            outputs, state = self.advance(memory, state, tokens[:, position : position + 1])
            log_probs[:, position] = outputs["log_probs"][rows, 0, columns[:, position + 1]]
        return numpy.where(writable[:, 1:], log_probs, -numpy.inf)

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
                None if memory.copied is None else memory.copied.rows(rows, width),
            )
        return memory, [part[kept_rows[:, None], beams] for part in state]

    def contents(self) -> Iterator[bytes]:
        """The files of the export."""
        return self.exported.contents()

    def check_unchanged(self) -> None:
        """Raise `UserError` if files of the export have been replaced since they were read."""
        self.exported.check_unchanged()
