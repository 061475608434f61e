"""A run folder in Python: its options, how its training went, and what it can do."""

from __future__ import annotations

import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s2s.errors import UserError
from s2s.inference.arguments import folder_of
from s2s.runs.folder import load_config

if TYPE_CHECKING:
    import pandas

    from s2s.config.schema import RunConfig
    from s2s.inference.next_word import WordPredictor
    from s2s.inference.predictor import Predictor
    from s2s.inference.translator import Translator


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

    def __init__(self, folder: str | os.PathLike[str], *, allow_code: bool = False) -> None:
        """The run in `folder`. Raises `UserError` if it is not a run folder, or names code and `allow_code` is False."""
        self.folder: Path = folder_of(folder)
        self.config: RunConfig = load_config(self.folder, allow_code)
        self.allow_code = allow_code

    @property
    def history(self) -> History:
        """What has been measured so far, read anew each time."""
        try:
            content = (self.folder / "metrics.jsonl").read_bytes()
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

        return predictor_of(self.folder, self.config, allow_code=self.allow_code)

    def __fspath__(self) -> str:
        """The folder: a run can be given wherever a path can."""
        return os.fspath(self.folder)

    def __repr__(self) -> str:
        """The folder, the task, and the last validation."""
        validations = [line for line in self.history if "validation_loss" in line]
        last = {name: value for name, value in validations[-1].items()} if validations else {}
        shown = "".join(f", {name}={value:.4g}" for name, value in last.items())
        return f"Run({str(self.folder)!r}, task={str(self.config.task)!r}{shown}, finished={self.finished})"
