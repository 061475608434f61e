"""A trained run under evaluation, by ``s2s evaluate`` and from Python."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy

from s2s.config.schema import RunConfig
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.data.codecs.opened import opened
from s2s.data.corpora.values import is_list, label_in
from s2s.data.mixture import DIRECTION
from s2s.data.text.preparation import behind, preparation, tags_of
from s2s.decode.backends.exported import exported_of
from s2s.errors import SettingError, UserError
from s2s.runs.folder import load_config
from s2s.tasks.base import task_of
from s2s.tasks.directions import as_facing, of_direction
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples, Lines, reading_of
from s2s.tasks.judging import chosen_baseline, grouped
from s2s.tasks.own_data import own_data


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
        run_data: bool = False,
    ) -> None:
        """`budget` are the positions of a batch in which the loss is computed.

        Data that the run names is read if the run was trained here, or with `run_data`. Raises `UserError`.
        """
        self.run_data = run_data
        self.folders, self.budget = folders, budget
        self.device, self.backend, self.threads, self.allow_code = device, backend, threads, allow_code
        self.config = load_config(Path(folders[0]), allow_code)
        self.task = task_of(self.config)

    @cached_property
    def codecs(self) -> Codecs:
        """Of the run, or of the first of several."""
        codecs = load_codecs(Path(self.folders[0]))
        return opened(codecs) if self.config.model.copy else codecs

    @cached_property
    def reader(self) -> Any:
        """An object of `s2s.inference`."""
        return self.task.load(self.folders, self.device, self.backend, self.threads, self.allow_code)

    def write(self, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """What the run makes of each source."""
        return self.task.write(self.reader, sources, settings)

    def loss(self, examples: Examples) -> tuple[float, float]:
        """The negative log-likelihood of all targets, and of how many positions."""
        if exported_of(self.reader) is not None:
            return self.task.likelihood(self.reader, examples)
        from s2s.data.batching import collate_of, in_order
        from s2s.metrics.perplexity import negative_log_likelihood

        encoded = []
        for role, codec, values in zip(("source", "target"), self.codecs, examples[:2], strict=True):
            prepare = preparation(self.config, role)
            encoded.append(codec.encode([codec.clean(value, prepare) for value in values or ()]))
        if examples.directions is not None:
            encoded[0] = behind(tags_of(self.config, self.codecs[0]), examples.directions, encoded[0])
        batches = in_order(list(zip(*encoded, strict=True)), self.budget, collate_of(self.codecs))
        network, device = self.task.network_of(self.reader)
        return negative_log_likelihood(network, batches, device)

    def examples(
        self,
        source: object = None,
        reference: object = None,
        columns: Sequence[str | int] | None = None,
        model: Evaluated | None = None,
    ) -> Examples:
        """Those of two files or lists, read as `model` does, or else the run's own test set. Raises `UserError`."""
        model = model or self
        if source is not None or reference is not None:
            reading = reading_of(model.config, columns)
            listed = source is not None and not isinstance(source, str | os.PathLike)
            sources = Lines.of("source", source, listed and self.codecs[0].takes_vectors, reading)
            output = self.task.rules.output
            several = "references" in self.task.takes(self.config, ())
            given = as_labels(reference, self.config.data.label_separator) if output == "labels" else reference
            references = Lines.of("reference", given, output == "numbers", reading, several)
            return self.task.given(model, sources, references)
        return self.tested

    @cached_property
    def tested(self) -> Examples:
        """The run's own test set, read once. Raises `UserError`."""
        return self.held_out("test")

    def held_out(self, split: str) -> Examples:
        """The run's own examples of a `split`, ``validation`` or ``test``. Raises `UserError`, also where there are none."""
        found = getattr(own_data(Path(self.folders[0]), self.config, self.run_data, (split,)), split)
        if found is None:
            raise UserError(
                f"data.{split}=null: the run has no {split} set; give --source FILE --reference FILE (in Python, source= and"
                " reference=)"
            )
        rows = found[:]
        directions = list(rows[DIRECTION]) if DIRECTION in rows else None
        return Examples(list(rows["source"]), list(rows["target"]), None, directions)

    def evaluate(
        self,
        source: object = None,
        reference: object = None,
        metrics: Sequence[str] | None = None,
        tokenize: str | None = None,
        baseline: Sequence[str] | None = None,
        settings: Mapping[str, Any] | None = None,
        columns: Sequence[str | int] | None = None,
        group_references: bool = False,
        per_line: bool = False,
    ) -> Evaluation:
        """`Task.evaluate` on the `examples`, with intervals where the task has them or metrics are named.

        `settings` say how to search, where the run's own are not to; with `group_references` each different source counts
        once, with all of its targets. Raises `UserError`.
        """
        if metrics and self.task.rules.optional and self.codecs[0].is_empty:
            raise SettingError("metrics", metrics[0], "not for a language model, which may write what it likes")
        decoding = dict(settings or {})
        to, from_ = decoding.pop("to", None), decoding.pop("from_", None)
        model: Evaluated = self
        if source is not None or reference is not None:
            model = as_facing(self, to, from_)
            examples = self.examples(source, reference, columns, model)
        else:
            examples = of_direction(self.examples(), self.config, to, from_)
        if group_references:
            examples, groups = grouped(self, examples)
            baseline = None if baseline is None else chosen_baseline(baseline, groups, (settings or {}).get("nbest"))
        return self.task.evaluate(
            model,
            examples,
            metrics=metrics,
            confidence=self.task.intervals or bool(metrics),
            tokenize=tokenize,
            baseline=baseline,
            settings={**self.task.settings(self), **decoding},
            per_line=per_line,
        )


def as_labels(reference: object, separator: str | None = None) -> object:
    """A list of labels as text, where some are numbers, or with a `separator` lists of several; anything else as it is."""
    if isinstance(reference, str | os.PathLike | Mapping | Lines) or not isinstance(reference, Iterable):
        return reference
    if separator is not None:
        return [label_in(label, separator) if is_list(label) else label for label in reference]
    return [str(label) if isinstance(label, int | float | numpy.number) else label for label in reference]


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
