"""A trained run under evaluation, by ``s2s evaluate`` and from Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from s2s.config.schema import RunConfig
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.errors import UserError
from s2s.runs.folder import load_config
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Evaluation, Examples


class Loaded:
    """`s2s.tasks.evaluation.Evaluated` for a run folder, or for several as an ensemble.

    The network is loaded when it is first asked, so that what does not fit is refused before.
    """

    def __init__(
        self,
        folders: Sequence[str | Path],
        device: str = "auto",
        backend: str = "auto",
        threads: int | None = None,
        allow_code: bool = False,
        budget: int = 2000,
    ) -> None:
        """`budget` are the positions of a batch in which the loss is computed. Raises `UserError`."""
        self.folders, self.how, self.budget = folders, (device, backend, threads, allow_code), budget
        self.config = load_config(Path(folders[0]), allow_code)
        self.task = task_of(self.config)

    @cached_property
    def codecs(self) -> Codecs:
        """Of the run, or of the first of several."""
        return load_codecs(Path(self.folders[0]))

    @cached_property
    def reader(self) -> Any:
        """An object of `s2s.inference`."""
        return self.task.load(self.folders, *self.how)

    def write(self, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """What the run makes of each source."""
        return self.task.write(self.reader, sources, settings)

    def loss(self, examples: Examples) -> tuple[float, float]:
        """The negative log-likelihood of all targets, and of how many positions."""
        from s2s.data.batching import collate_of, in_order
        from s2s.metrics.perplexity import negative_log_likelihood

        encoded = [codec.encode(list(values or ())) for codec, values in zip(self.codecs, examples, strict=True)]
        batches = in_order(list(zip(*encoded, strict=True)), self.budget, collate_of(self.codecs))
        network, device = self.task.network_of(self.reader)
        return negative_log_likelihood(network, batches, device)

    def examples(self, source: str | None = None, reference: str | None = None) -> Examples:
        """Those of two files, or else the run's own test set. Raises `UserError`."""
        if source is not None or reference is not None:
            return self.task.given(self, source, reference)
        test = self.task.read(self.config).test
        if test is None:
            raise UserError("data.test=null: the run has no test set; give --source FILE --reference FILE")
        rows = test[:]
        return Examples(list(rows["source"]), list(rows["target"]))

    def evaluate(self, source: str | None = None, reference: str | None = None, **how: Any) -> Evaluation:
        """`Task.evaluate` on `examples`."""
        return self.task.evaluate(self, self.examples(source, reference), **how)


@dataclass
class Written:
    """`s2s.tasks.evaluation.Evaluated` for lines that somebody has written already."""

    config: RunConfig
    lines: list[str]
    codecs: Any = ()

    def write(self, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """The lines, whatever the sources."""
        return self.lines

    def loss(self, examples: Examples) -> tuple[float, float]:
        """There is none."""
        raise UserError("lines of text have no loss; give a run")
