"""What a task is: all that differs between translating, labelling, forecasting and so on, in one class.

A task of the user's own is a subclass, named as ``task=package.module:Name``. It brings its `rules`, which say what it
reads and writes and which options go with it, and may bring `defaults`, the options that it sets where nothing is typed.
Importing a task imports neither torch nor sacrebleu, so that what needs neither starts fast.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from s2s.config.corpora import FILES
from s2s.config.metrics import LOSS, check_judges, with_metric
from s2s.config.schema import ModelConfig, Pooling, RunConfig
from s2s.config.tasks import TASKS, Rules
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.load import load_corpus
from s2s.data.text.facts import Facts
from s2s.data.text.preparation import preparation
from s2s.errors import UserError
from s2s.metrics.base import build
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples, Lines, both, paired
from s2s.tasks.judging import judged, usable, with_value
from s2s.tasks.reports import plain_report, plain_text, values_of

if TYPE_CHECKING:
    from torch import device, nn


class Task(ABC):
    """One task. It holds no state: everything it needs is handed to its methods."""

    name: ClassVar[str]
    rules: ClassVar[Rules]
    defaults: ClassVar[Mapping[str, Any]] = {}
    command: ClassVar[str]
    """The command that uses a run."""
    exporter: ClassVar[str] = ""
    """The `s2s.export.exporter.Exporter` of its network, as ``module:Class``; none of a task that cannot be exported."""
    validated: ClassVar[tuple[str, ...]] = ()
    """The metrics of every validation, beside the loss."""
    finally_scored: ClassVar[tuple[str, ...]] = ()
    """The metrics at the end of a run."""
    evaluated: ClassVar[tuple[str, ...]] = ()
    """The metrics of ``s2s evaluate`` where none are named."""
    greedy: ClassVar[Mapping[str, Any]] = {}
    """Settings of the fastest search, by which validations write."""
    intervals: ClassVar[bool] = False
    """Whether ``s2s evaluate`` gives intervals to the metrics that nobody named, too."""

    # How examples are read and encoded

    def read(self, config: RunConfig, splits: Sequence[str] = FILES) -> Corpus:
        """The corpus of a run, as far as its `splits` are wanted. Raises `UserError` for whatever is wrong with it.

        A task of the user's own may leave out `splits`, and reads all of them at any time.
        """
        each = config.model.pooling is Pooling.none
        normal_form = config.tokenizer.normalize
        return load_corpus(config.data, config.data_seed, config.task, each=each, normalize=normal_form, splits=splits)

    def suited(self, corpus: Corpus) -> str:
        """The metric that ``train.metric=auto`` stands for."""
        return self.validated[0] if self.validated else LOSS

    @abstractmethod
    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """The codecs of a new run, learned from the training examples."""

    def facts(self, config: RunConfig, corpus: Corpus, codecs: Codecs) -> Facts | None:
        """What of the training text decides how text is prepared; None where there is nothing to measure."""
        return None

    def warnings(self, config: RunConfig, corpus: Corpus) -> list[str]:
        """What is wrong with the examples, a line each, before anything is trained."""
        return []

    def expectation(self, config: RunConfig, examples: int) -> str | None:
        """What to expect of a training on so few `examples`, in a line; None where they are enough, or nothing is known."""
        return None

    def labels(self, targets: Iterable[Any]) -> Iterator[str]:
        """Every label in `targets`, one after the other."""
        return iter(targets)

    def check(self, codecs: Codecs, examples: Examples) -> None:
        """Raise `UserError` for examples that a run with these codecs cannot be validated or tested with."""
        codecs[0].encode(list(examples.sources or ()))
        codecs[1].encode(list(examples.targets))

    def readable(self, codecs: Codecs, examples: Examples) -> Examples:
        """Those of `examples` that are not too long for the `reader`."""
        return examples

    # How the network is built and used

    @abstractmethod
    def network(self, config: ModelConfig, source: Codec, target: Codec) -> nn.Module:
        """The network for these codecs, whose weights are yet to be given."""

    def begin(self, network: nn.Module, corpus: Corpus, codecs: Codecs) -> None:  # noqa: B027
        """Give a new network what it can learn of the training examples before its first update."""

    def take_over(self, network: nn.Module, folder: Any, config: RunConfig, codecs: Codecs) -> str:
        """Give a new network what the run in `folder` has learned, as far as that fits; what it is, in words."""
        from s2s.runs.weights import begin_with

        return begin_with(network, folder, config, codecs)

    @abstractmethod
    def reader(self, config: RunConfig, codecs: Codecs, network: nn.Module, device: device, facts: Facts) -> Any:
        """What reads sources and writes lines by `network`: an object of `s2s.inference`."""

    @abstractmethod
    def load(self, folders: Sequence[Any], device: str, backend: str, threads: int | None, allow_code: bool) -> Any:
        """The `reader` of the run in a folder, or of several as an ensemble. Raises `UserError`."""

    @abstractmethod
    def write(self, reader: Any, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """A line for each source, by a `reader`."""

    def network_of(self, reader: Any) -> tuple[nn.Module, device]:
        """The network of a `reader`, and where it is. Only a run that is no export has one."""
        return reader.backend.model, reader.backend.device

    def likelihood(self, reader: Any, examples: Examples) -> tuple[float, float]:
        """What `Evaluated.loss` is by the `reader` of an export. Raises `UserError` where that has none."""
        raise UserError(f"task={self.name}: an export has no loss; use --backend torch with the run that it is of")

    # How it is described

    def title(self, config: RunConfig) -> str:
        """What the run learns, in a few words."""
        return self.name

    def described(self, config: RunConfig) -> str:
        """What the model is, for its card."""
        return f"A recurrent network to {self.name}"

    def input_file(self, config: RunConfig) -> str | None:
        """The file that ``now type`` has the run read at the end of training; None of a task that reads lines."""
        return None

    # How it is evaluated

    def language(self, config: RunConfig) -> str:
        """Of the text that is written, as far as it is known."""
        return ""

    def tokenizer(self, config: RunConfig) -> str | None:
        """What metrics cut that text with, where that is not for its language to say."""
        return None

    def validation_metrics(self, config: RunConfig) -> tuple[str, ...]:
        """The metrics of every validation: `validated`, and the one that training chooses the weights by.

        Raises `UserError` if the latter cannot be computed here.
        """
        names = with_metric(self.validated, config.train.metric, self.rules.output)
        return self.available(config, names, config.train.metric)

    def available(self, config: RunConfig, names: Sequence[str], *needed: str) -> tuple[str, ...]:
        """Those of the metrics by `names` whose tokenizer is installed; a message names the others.

        Raises `UserError` for one of the `needed` ones, or if none is usable.
        """
        return usable(names, needed, self.language(config), self.tokenizer(config))

    def check_metrics(self, config: RunConfig, metrics: Sequence[str] | None, tokenize: str | None) -> None:
        """Raise `UserError` for metrics that judge no output of this kind, or not with this tokenizer."""
        check_judges(metrics or self.evaluated, self.rules.output)
        for name in metrics or (self.evaluated if tokenize else ()):
            build(name, self.language(config), tokenize or self.tokenizer(config))

    def takes(self, config: RunConfig, metrics: Sequence[str]) -> frozenset[str]:
        """The options of ``s2s evaluate`` that have an effect, of those that not every task has a use for."""
        return frozenset()

    def given(self, model: Evaluated, source: Lines | None, reference: Lines | None) -> Examples:
        """Sources and references where both have something, as training reads them. Raises `UserError`."""
        each = model.config.model.pooling is Pooling.none
        blank_source, blank_target = (preparation(model.config, role).blank for role in ("source", "target"))

        def whole(line: str, target: str) -> bool:
            return not blank_target(target) and (self.rules.optional or not blank_source(line))

        return paired(*both(source, reference), whole, lambda line, target: self.reference(model, line, target, each))

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """`target` as what is predicted for `source` is written. Raises `UserError` if it does not fit."""
        return target

    def comparable(self, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """What was written and what is right, as the metrics of this kind of output take them."""
        return list(predicted), list(targets)

    def shown(self, config: RunConfig, target: Any) -> Any:
        """What is right for an example, as people read it."""
        return target

    def settings(self, model: Evaluated) -> dict[str, Any]:
        """Settings by which the run is meant to write, beside its own options."""
        return {}

    def reads_outputs(self, config: RunConfig) -> bool:
        """Whether `detailed` needs what the model writes, though no metric does."""
        return False

    def evaluate(
        self,
        model: Evaluated,
        examples: Examples,
        *,
        metrics: Sequence[str] | None = None,
        loss: bool = False,
        details: bool = True,
        confidence: bool = False,
        tokenize: str | None = None,
        baseline: Sequence[str] | None = None,
        settings: Mapping[str, Any] | None = None,
        per_line: bool = False,
    ) -> Evaluation:
        """Judge `model` on `examples` by `metrics`, by default those that suit the task, and the one of the training.

        `loss` asks for the loss too, `details` for what `detailed` adds, `confidence` for intervals of 95 %. `tokenize`
        names a tokenizer for metrics that take one; `baseline` are the lines of another system, for a paired test;
        `settings` say how the model searches, and with ``nbest`` that top-n scores are wanted; `per_line` asks for the scores
        of each example. Raises `UserError` if the numbers of lines differ.
        """
        config = model.config
        if metrics is None:
            names = self.evaluated and with_metric(self.evaluated, config.train.metric, self.rules.output)
            metrics = self.available(config, self.fitting(names, examples))
        evaluation = judged(
            self,
            model,
            examples,
            tuple(metrics),
            loss=loss,
            writes=details and self.reads_outputs(config),
            confidence=confidence,
            tokenize=tokenize,
            baseline=baseline,
            settings=settings or {},
            per_line=per_line,
        )
        return self.detailed(model, examples, evaluation, settings or {}) if details else evaluation

    def prepared(self, config: RunConfig, codecs: Codecs, examples: Examples) -> Examples:
        """`examples` of a corpus with their targets as the metrics take them."""
        return examples

    def without_value(self, names: Sequence[str], examples: Examples) -> dict[str, str]:
        """Those of the metrics by `names` that have no value on `prepared` examples, each with the reason."""
        return {}

    def fitting(self, names: Sequence[str], examples: Examples) -> tuple[str, ...]:
        """Those of the metrics by `names` that can judge `prepared` examples; the others are said."""
        return with_value(names, self.without_value(names, examples))

    def detailed(
        self, model: Evaluated, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any]
    ) -> Evaluation:
        """`evaluation` with what else is worth to know."""
        return evaluation

    def compared(self, model: Evaluated, corpus: Corpus, examples: Examples) -> tuple[dict[str, float], list[str]]:
        """Figures of simple methods on the same examples, and lines to say about them, at the end of training."""
        return {}, []

    def exhibits(self, reader: Any, examples: Examples, evaluation: Evaluation, how: Any) -> dict[str, Any]:
        """What a run's report shows of examples (`s2s.tasks.exhibits`), by its `reader`; `how` are the `settings`."""
        return {}

    def report(self, config: RunConfig, evaluation: Evaluation) -> dict[str, Any]:
        """What ``s2s evaluate --json`` says."""
        return plain_report(evaluation)

    def text(self, report: Mapping[str, Any]) -> str:
        """What ``s2s evaluate`` prints, from `report`."""
        return plain_text(report)

    def result(self, config: RunConfig, evaluation: Evaluation) -> dict[str, str]:
        """What the end of training and the model card say, by name."""
        return {name: f"{value:.4g}" for name, value in values_of(evaluation).items()}


def task_of(config: RunConfig) -> Task:
    """The task of a run. Raises `UserError` for a class of the user's own that is none."""
    loaded = TASKS.load(config.task)
    if not (isinstance(loaded, type) and issubclass(loaded, Task)):
        raise UserError(f"task={config.task}: is no subclass of s2s.tasks.base.Task; make it one")
    task: Task = loaded()
    return task
