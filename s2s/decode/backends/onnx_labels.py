"""The predicting backend that runs an exported model in ONNX Runtime; nothing here imports torch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy

from s2s.data.codecs.base import Codec
from s2s.data.codecs.windows import Past
from s2s.decode.backend import Floats, Ints
from s2s.decode.backends.exported import LABELLER, Exported
from s2s.decode.backends.session import Session, feeds
from s2s.nn.heads.chain import Chain
from s2s.runtime.memory import keep_freed_memory

PARTS = ("start", "transitions", "end")
"""Of a chain, by their names among the outputs of a graph."""


class OnnxLabels:
    """`s2s.decode.labels.Labels`. `origin` is the SHA-256 of the weights that were exported."""

    def __init__(self, exported: Exported, source: Codec, target: Codec, each: bool, threads: int = 1) -> None:
        """Open an export that has been read, with the codecs of its sources and targets.

        `each` says that every position of a source is labelled. Raises `UserError`.
        """
        keep_freed_memory()
        self.exported, self.each, self.outputs = exported, each, target.outputs
        self.labels = () if target.several else target.labels
        self.session = Session(self.exported, LABELLER, threads)
        self.session.check_facts()
        try:
            self.origin = self.session.facts["origin"]
        except KeyError:
            raise self.session.foreign() from None
        self.try_out(source)

    def try_out(self, source: Codec) -> None:
        """Predict for two short sources. Raises `UserError` where what comes out has not the shapes that it must have."""
        size, steps = source.size, source.window if isinstance(source, Past) else 2
        if "features" in self.session.inputs:
            sources: Any = numpy.zeros((2, steps, size), numpy.float32)
        else:
            sources = numpy.zeros((2, 2, 3) if "pieces" in self.session.inputs else (2, 2), numpy.int64)
        self.own_chain = self.read_chain(sources)
        self.scores(sources, numpy.array([2, 1]))
        if self.own_chain is None:
            self.predict(sources, numpy.array([2, 1]))

    def read_chain(self, sources: Any) -> Chain | None:
        """The chain that the graph holds, if it does. Raises `UserError`."""
        if not set(PARTS) <= set(self.session.outputs):
            return None
        parts = self.session.run(self.fed(sources, numpy.array([2, 1])), PARTS)
        count = self.outputs
        if [parts[name].shape for name in PARTS] != [(count,), (count, count), (count,)] or not self.labels:
            raise self.session.misshapen()
        return Chain(*(parts[name].astype(numpy.float64) for name in PARTS))

    def scores(self, sources: Any, lengths: Ints) -> Floats:
        """Those of the output layer."""
        return self.run("scores", sources, lengths)

    def predict(self, sources: Any, lengths: Ints) -> Floats:
        """What the head makes of them."""
        if self.own_chain is not None:
            return self.own_chain.marginals(self.scores(sources, lengths), lengths)
        return self.run("predictions", sources, lengths)

    def run(self, output: str, sources: Any, lengths: Ints) -> Floats:
        """One output of the graph. Raises `UserError`."""
        result: Floats = self.session.run(self.fed(sources, lengths), [output])[output]
        if result.shape != (len(sources), sources.shape[1] if self.each else 1, self.outputs):
            raise self.session.misshapen()
        return result

    def fed(self, sources: Any, lengths: Ints) -> dict[str, Any]:
        """The inputs of the graph: not every one reads the case of words."""
        every = feeds(sources, lengths)
        return {name: array for name, array in every.items() if name != "cases" or name in self.session.inputs}

    def chain(self) -> Chain | None:
        """The graph's, or one whose transitions say nothing; None where numbers are predicted."""
        return self.own_chain or (Chain.independent(self.outputs) if self.labels else None)

    def contents(self) -> Iterator[bytes]:
        """The files of the export."""
        yield from self.exported.contents()

    def check_unchanged(self) -> None:
        """Raise `UserError` if files of the export have been replaced since they were read."""
        self.exported.check_unchanged()
