"""A sentence or a vector → its label, or, with `data.label_separator`, any number of labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from s2s.config.corpora import FILES
from s2s.config.metrics import with_metric
from s2s.config.networks import HEADS
from s2s.config.options import refuse
from s2s.config.schema import ClassWeights, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.json_codec import shortened
from s2s.data.codecs.label_sets import LabelSets, parts_of
from s2s.data.codecs.labels import Labels
from s2s.data.corpora.corpus import Corpus
from s2s.errors import SettingError
from s2s.metrics.auroc import undefined
from s2s.metrics.confusion import by_member
from s2s.metrics.labelled import Label, LabelSet
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples, Lines
from s2s.tasks.labelling import Labelling, all_targets

if TYPE_CHECKING:
    from s2s.inference.predictor import Predictor

RARE = 0.05
"""The share of the training examples below which a label is rare."""
SEPARATORS = ("|", ";", ",")
JOINED = 0.1
"""The share of labels with such a sign inside from which they may be several."""
OF_SETS = ("exact", "f1", "micro_f1")
"""The metrics of several labels a text, in place of accuracy."""
OF_ONE = ("balanced_accuracy",)
"""Metrics of labels that exclude each other."""


class Classify(Labelling):
    """One label for the whole sequence, or any number of labels that are independent of each other."""

    name = "classify"
    rules = rules_of("classify")
    evaluated: ClassVar[tuple[str, ...]] = ("accuracy", "f1", "balanced_accuracy", "auroc")

    def read(self, config: RunConfig, splits: Sequence[str] = FILES) -> Corpus:
        """With what is said of several labels. Raises `UserError` for a head that gives one, where lists hold several."""
        corpus = super().read(config, splits)
        head = config.model.head
        if "data.label_separator" in corpus.settled and head is not None and not HEADS.facts(head).several:
            refuse("model.head", head, "gives one label a text, and the labels are lists of several; leave it out")
        return replace(
            corpus, several=corpus.settled.get("data.label_separator", config.data.label_separator) is not None
        )

    def suited(self, corpus: Corpus) -> str:
        """Accuracy; of several labels a text F1 over all of them, which rare ones move but do not decide."""
        return "micro_f1" if corpus.several else "accuracy"

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Of text or vectors, and of labels."""
        separator, targets = config.data.label_separator, all_targets(corpus)
        if separator is not None:
            return self.source_codec(config, corpus), LabelSets.learn(targets, separator)
        return self.source_codec(config, corpus), Labels.learn(targets, each=False)

    def names_in(self, config: RunConfig, targets: Iterable[Any]) -> Iterator[str]:
        """Every label in `targets`, of several labels a text each by itself."""
        separator = config.data.label_separator
        if separator is None:
            return self.labels(targets)
        return (name for target in targets for name in parts_of(target, separator))

    def odd(self, config: RunConfig, counts: Counter[str], examples: int) -> list[str]:
        """Labels that seem to be several, and rare ones."""
        single = config.data.label_separator is None and self.rules.several
        if not single or (sign := joined_by(counts)) is None:
            return self.rare(config, counts, examples)
        seems = (
            f"many labels hold {sign!r}, and what it separates occurs in several of them: where a text has several labels, add"
            f" 'data.label_separator={sign}', and each is learned by itself"
        )
        return [seems, *self.rare(config, counts, examples)]

    def rare(self, config: RunConfig, counts: Counter[str], examples: int) -> list[str]:
        """A line where labels have less than a twentieth of the examples, and half of an even share."""
        few = sorted(name for name in counts if counts[name] < examples * min(RARE, 0.5 / len(counts)))
        if not few or config.train.class_weights is not ClassWeights.none:
            return []
        names = shortened([f"{name} {counts[name]:,}" for name in few])
        return [
            f"of {examples:,} training examples few have these labels: {names}; train.class_weights=balanced makes them count"
            " more, and train.metric=f1 judges all labels alike"
        ]

    # How it is judged

    def available(self, config: RunConfig, names: Sequence[str], *needed: str) -> tuple[str, ...]:
        """Of several labels a text those that judge them. Raises `UserError` for a `needed` one that does not."""
        if config.data.label_separator is not None:
            check_of_sets("train.metric", needed)
            kept = [name for name in names if name not in ("accuracy", *OF_ONE) or name in needed]
            names = tuple(dict.fromkeys([*OF_SETS, *kept]))
        return super().available(config, names, *needed)

    def check_metrics(self, config: RunConfig, metrics: Sequence[str] | None, tokenize: str | None) -> None:
        """Those that judge several labels a text, where a run has these."""
        super().check_metrics(config, metrics, tokenize)
        if config.data.label_separator is not None:
            check_of_sets("metrics", metrics or ())

    def prepared(self, config: RunConfig, codecs: Codecs, examples: Examples) -> Examples:
        """The labels of each text as a set, where a text may have several."""
        separator = config.data.label_separator
        if separator is None:
            return examples
        return examples._replace(targets=[LabelSet.read(text, separator) for text in examples.targets])

    def without_value(self, names: Sequence[str], examples: Examples) -> dict[str, str]:
        """AUROC where all examples have the same labels."""
        if "auroc" not in names or len({*examples.targets}) > 1:
            return {}
        return {"auroc": "all examples have the same label, which no other can be ranked against"}

    def shown(self, config: RunConfig, target: Any) -> Any:
        """Nothing where a text has none of several labels, for which the separator stands."""
        return "" if target == config.data.label_separator else target

    def given(self, model: Evaluated, source: Lines | None, reference: Lines | None) -> Examples:
        """A blank reference is no label, where a text may have several."""
        separator = model.config.data.label_separator
        if separator is not None and reference is not None:
            reference = reference._replace(values=[text if text.strip() else separator for text in reference.values])
        return super().given(model, source, reference)

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """A label that may have spaces at its ends."""
        return target if target in model.codecs[1].labels else target.strip()

    def evaluate(self, model: Evaluated, examples: Examples, **how: Any) -> Evaluation:
        """As of any task; without AUROC, unless it is asked for, of lines of others, which have no probabilities, and where no
        label of the run has one.
        """
        examples = self.prepared(model.config, model.codecs, examples)
        if (
            how.get("metrics") is None
            and "auroc" in self.evaluated
            and not ranked(model, examples, how.get("baseline"))
        ):
            names = with_metric(self.evaluated, model.config.train.metric, self.rules.output)
            kept = [name for name in names if name != "auroc"]
            how["metrics"] = self.available(model.config, self.fitting(kept, examples))
        return super().evaluate(model, examples, **how)

    def comparable(self, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """Labels, or the sets of labels of each text."""
        first = targets[0] if len(targets) else ""
        if isinstance(first, LabelSet):
            return [LabelSet.read(text, first.separator) for text in predicted], list(targets)
        return super().comparable(predicted, targets)

    def by_kind(self, evaluation: Evaluation, predicted: Sequence[Any], right: Sequence[Any]) -> Evaluation:
        """Of several labels a text without a confusion matrix, as they do not exclude each other."""
        if right and isinstance(right[0], LabelSet):
            return replace(evaluation, types=by_member(predicted, right))
        return super().by_kind(evaluation, predicted, right)

    def write(self, reader: Predictor, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """The labels of each source, with their probabilities."""
        return [
            Label.of(one.text, one.names, None if one.values is None else one.values[0])
            for one in self.predictions(reader, sources)
        ]


def ranked(model: Evaluated, examples: Examples, baseline: object) -> bool:
    """Whether a model has probabilities, its baseline has to have none, and some label divides the examples."""
    lines = getattr(model, "lines", None)  # of a model that has written them already
    if baseline is not None or (lines is not None and not all(isinstance(one, Label) for one in lines)):
        return False
    known = model.codecs[1].labels if model.codecs else ()
    return not known or len(undefined(known, examples.targets)) < len(known)


def check_of_sets(option: str, names: Sequence[str]) -> None:
    """Raise `UserError` for metrics that judge one label a text."""
    for name in names:
        if name in OF_ONE:
            raise SettingError(option, name, "judges one label a text, where this run has several; use f1 or micro_f1")


def joined_by(labels: Iterable[str]) -> str | None:
    """The sign that seems to separate several labels in many of `labels`, or of those that are counted; None where there is none.

    Half of what it separates, or more, then occurs in several of the different labels, and it is fewer than these; of as many,
    as of all pairs of two and two, more than half.
    """
    counts = Counter(labels)
    for sign in SEPARATORS:
        held = sum(count for name, count in counts.items() if sign in name)
        parts = Counter(part for name in counts for part in parts_of(name, sign))
        again = 2 * sum(count > 1 for count in parts.values())
        fewer = len(parts) < len(counts) and again >= len(parts)
        if held >= JOINED * counts.total() and (fewer or len(counts) == len(parts) < again):
            return sign
    return None
