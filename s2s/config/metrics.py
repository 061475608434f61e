"""The metrics that are known by name, and what each judges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from s2s.config.registry import Registry
from s2s.errors import SettingError, UserError

LOSS = "loss"
"""What `train.metric` may also name: the loss on the validation set, which training has for every task."""
AUTO = "auto"
"""Likewise: the metric that suits the task and its examples, which a run then names."""
RESERVED = (LOSS, AUTO, "bleu", "chrf", "ter", "accuracy", "f1", "span_f1", "span_f1_strict", "mse", "mae")
"""Names of what tasks measure without being asked, beside which no metric of the user's own can be called alike."""
OUTPUTS = ("text", "labels", "tags", "numbers")
"""The kinds of output: a line of text; a label; a tag for each word of a line; an array of numbers."""


@dataclass(frozen=True)
class MetricFacts:
    """What is known of a metric without its class. A class of the user's own has attributes of these names."""

    name: str
    """In reports and, after ``validation_``, in metrics.jsonl."""
    higher_is_better: bool
    label: str = ""
    """As people write it; else the name."""
    judges: tuple[str, ...] = OUTPUTS
    """The kinds of output that it can judge."""
    several: bool = False
    """Whether a line may have several references: they come as a `s2s.metrics.references.Alternatives`, a tuple."""
    unfit: str = ""
    """Why no new run may choose its weights by it, and what to do; mostly nothing."""


def row(
    path: str,
    name: str,
    label: str,
    *judges: str,
    higher_is_better: bool = True,
    several: bool = False,
    unfit: str = "",
) -> tuple[str, tuple[str, MetricFacts]]:
    """The row of a metric whose class is at `path` in `s2s.metrics`."""
    return name, (f"s2s.metrics.{path}", MetricFacts(name, higher_is_better, label, judges, several, unfit))


WIDEST = "is the highest for the widest bands, whatever comes; use pinball or msis"


METRICS = Registry(
    "metric",
    MetricFacts,
    dict(
        [
            row("bleu:Bleu", "bleu", "BLEU", "text", several=True),
            row("chrf:Chrf", "chrf", "chrF", "text", several=True),
            row("ter:Ter", "ter", "TER", "text", several=True, higher_is_better=False),
            row("accuracy:Accuracy", "accuracy", "accuracy", "labels", "tags"),
            row("macro_f1:MacroF1", "f1", "macro F1", "labels", "tags"),
            row("micro_f1:MicroF1", "micro_f1", "micro F1", "labels"),
            row("auroc:AreaUnderCurve", "auroc", "AUROC", "labels"),
            row("balanced_accuracy:BalancedAccuracy", "balanced_accuracy", "balanced accuracy", "labels", "tags"),
            row("span_f1:SpanF1", "span_f1", "span F1", "tags"),
            row("span_f1:StrictSpanF1", "span_f1_strict", "strict span F1", "tags"),
            row("exact:ExactMatch", "exact", "exact match", "text", "labels", several=True),
            row("cer:CharacterErrorRate", "cer", "CER", "text", several=True, higher_is_better=False),
            row("wer:TokenErrorRate", "wer", "WER", "text", several=True, higher_is_better=False),
            row("morpheme_f1:MorphemeF1", "morpheme_f1", "morpheme F1", "text", several=True),
            row("chrf_plus_plus:ChrfPlusPlus", "chrf++", "chrF++", "text", several=True),
            row("smiles:SmilesMatch", "smiles", "SMILES match", "text", several=True),
            row("mse:MeanSquaredError", "mse", "mse", "numbers", higher_is_better=False),
            row("mae:MeanAbsoluteError", "mae", "mae", "numbers", higher_is_better=False),
            row("smape:SymmetricPercentageError", "smape", "sMAPE", "numbers", higher_is_better=False),
            row("mase:MeanAbsoluteScaledError", "mase", "MASE", "numbers", higher_is_better=False),
            row("pinball:Pinball", "pinball", "pinball", "numbers", higher_is_better=False),
            row("coverage:Coverage", "coverage", "coverage", "numbers", unfit=WIDEST),
            row("msis:MeanScaledIntervalScore", "msis", "MSIS", "numbers", higher_is_better=False),
        ]
    ),
)


def metrics_for(output: str) -> tuple[str, ...]:
    """What `train.metric` may be for a task with this kind of output, but for the user's own."""
    return (LOSS, *(name for name in METRICS.names if output in METRICS.facts(name).judges))


def with_metric(names: Sequence[str], metric: str, output: str) -> tuple[str, ...]:
    """The metrics by `names`, and the one that `train.metric` names, so that scores have what the weights are chosen by.

    The latter only where it judges this kind of `output`.
    """
    fits = metric not in (LOSS, AUTO) and output in metric_facts(metric).judges
    return tuple(dict.fromkeys([*names, metric] if fits else names))


def metric_facts(name: str) -> MetricFacts:
    """The record of the metric called `name`. Raises `UserError` for one of the user's own with a `RESERVED` name."""
    facts = METRICS.facts(name)
    if name not in METRICS.names and facts.name in RESERVED:
        raise UserError(f"{name}: its name is {facts.name!r}, as that of another metric; give it a name of its own")
    return facts


def check_judges(names: Iterable[str], output: str) -> None:
    """Raise `UserError` for the first of the metrics that there is not, or that does not judge this kind of `output`."""
    for name in names:
        if (remedy := METRICS.remedy(name)) is not None:
            raise SettingError("metrics", name, remedy)
        if output not in metric_facts(name).judges:
            choice = ", ".join(metrics_for(output)[1:])
            raise SettingError("metrics", name, f"judges no {output}; choose from {choice}")
