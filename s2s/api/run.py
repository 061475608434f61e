"""A run folder in Python: its options, how its training went, and what it can do."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from s2s.errors import SettingError, UserError
from s2s.files import read
from s2s.inference.arguments import Writing, folder_of
from s2s.runs.folder import LARGEST_LOG, load_config

if TYPE_CHECKING:
    import pandas

    from s2s.config.schema import RunConfig
    from s2s.inference.next_word import WordPredictor
    from s2s.inference.predictor import Predictor
    from s2s.inference.translator import Translator
    from s2s.tasks.evaluation import Evaluation


class History(list[dict[str, Any]]):
    """What training measured: a dict for each line of metrics.jsonl, each with its ``step``.

    Reports of training have ``loss`` and ``nll`` (nats a token, with label smoothing and without), ``norm`` of the gradient,
    ``lr`` and ``epoch``; validations have ``validation_loss`` and the scores of the task.
    """

    def to_pandas(self) -> pandas.DataFrame:
        """A table with a row for each dict, missing values as NaN. Raises `UserError` where pandas is not installed."""
        try:
            import pandas
        except ImportError:
            raise UserError("to_pandas: pandas is not installed; pip install pandas") from None
        return pandas.DataFrame(list(self))


class Run:
    """A trained run, or one in training, in its folder."""

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        allow_code: bool = False,
        run_data: bool = False,
        examples: object = None,
    ) -> None:
        """The run in `folder`. Raises `UserError` if it is not a run folder, or names code and `allow_code` is False.

        With `run_data` it is evaluated on the data that it names, even if it was not trained here. `examples` are what holds those of its training that were in memory, so that they can be evaluated on.
        """
        self.folder: Path = folder_of(folder)
        self.config: RunConfig = load_config(self.folder, allow_code)
        self.allow_code, self.run_data, self.examples = allow_code, run_data, examples

    @property
    def history(self) -> History:
        """What has been measured so far, read anew each time."""
        try:
            content = read(self.folder / "metrics.jsonl", LARGEST_LOG)
        except OSError:
            return History()
        whole = content[: content.rfind(b"\n") + 1]  # another process may be writing the last line
        try:
            return History(json.loads(line) for line in whole.split(b"\n") if line)
        except ValueError:
            raise UserError(f"{self.folder / 'metrics.jsonl'}: damaged; copy the run folder again") from None

    @property
    def finished(self) -> bool:
        """Whether the training has come to its end and its scores are in the model card, README.md."""
        return (self.folder / "README.md").is_file()

    @cached_property
    def translator(self) -> Translator:
        """The run's `Translator`, loaded once. Raises `UserError` if the run writes no text."""
        from s2s.inference.translator import Translator

        return Translator.load(self.folder, allow_code=self.allow_code)

    @cached_property
    def predictor(self) -> Predictor | WordPredictor:
        """The run's `Predictor`, of a language model its `WordPredictor`, loaded once.

        Raises `UserError` if the run translates, or writes text for a source.
        """
        from s2s.inference.loading import predictor_of

        return predictor_of([self.folder], self.config, allow_code=self.allow_code)

    def evaluate(
        self,
        source: str | os.PathLike[str] | Sequence[Any] | None = None,
        reference: str | os.PathLike[str] | Sequence[Any] | None = None,
        *,
        metrics: str | Sequence[str] | None = None,
        tokenize: str | None = None,
        baseline: str | os.PathLike[str] | Sequence[str] | None = None,
        device: str = "auto",
        backend: str = "auto",
        threads: int | None = None,
        columns: Sequence[str | int] | None = None,
        nbest: int | None = None,
        group_references: bool = False,
        per_line: bool = False,
        **settings: Unpack[Writing],
    ) -> Evaluation:
        """What ``s2s evaluate`` measures: on the run's own test set, or on a `source` and its `reference`.

        Both are paths of files or lists, with a line for each example; of a language model give the `reference` alone.
        `metrics` are names, by default those that suit the task; `tokenize` is sacrebleu's tokenizer for BLEU; `baseline`
        another system's lines, for a paired test; `columns` names those of source and reference, by name or by number from 1,
        in files that have some. `reference` may have a list of strings for a line, each of them right; with
        `group_references` all targets that a source occurs with are right. `nbest` adds top-n accuracy to `exact` and
        `smiles`, and `per_line` the scores of each line, in `Evaluation.lines`. `settings` say how to decode, as in
        `Translator.translate`. Raises
        `UserError` for what cannot be read, does not fit, or has no effect on the task.
        """
        from s2s.data.text.preparation import preparation
        from s2s.tasks.evaluation import Lines, reading_of
        from s2s.tasks.loaded import Loaded

        loaded = Loaded([self.folder], device, backend, threads, self.allow_code, run_data=self.run_data)
        names = [metrics] if isinstance(metrics, str) else metrics
        takes, given = (
            loaded.task.takes(self.config, names or ()),
            {"baseline": baseline, "tokenize": tokenize, "nbest": nbest},
        )
        idle: dict[str, object] = {name: value for name, value in given.items() if name not in takes}
        idle |= {name: value for name, value in settings.items() if "beam_size" not in takes}
        idle |= {} if "group_references" in takes or not group_references else {"group_references": True}
        for name, value in idle.items():
            if value is not None:
                raise SettingError(name, value, f"has no effect with task={self.config.task}; leave it out")
        loaded.task.check_metrics(self.config, names, tokenize)
        if columns is not None and not isinstance(reference, str | os.PathLike):
            raise UserError(f"columns={columns}: has no effect without a reference in a file; leave it out")
        lines = Lines.of("baseline", baseline, reading=reading_of(self.config, columns))
        others = None if lines is None else list(map(preparation(self.config, "target"), lines.values))
        how: dict[str, Any] = {"columns": columns, "group_references": group_references, "per_line": per_line}
        decoding: dict[str, Any] = {**settings, **({} if nbest is None else {"nbest": nbest})}
        return loaded.evaluate(source, reference, names, tokenize, others, decoding, **how)

    def __fspath__(self) -> str:
        """The folder: a run can be given wherever a path can."""
        return os.fspath(self.folder)

    def __repr__(self) -> str:
        """The folder, the task, and the last validation."""
        validations = [line for line in self.history if "validation_loss" in line]
        last = {name: value for name, value in validations[-1].items()} if validations else {}
        shown = "".join(f", {name}={value:.4g}" for name, value in last.items())
        return f"Run({str(self.folder)!r}, task={str(self.config.task)!r}{shown}, finished={self.finished})"
