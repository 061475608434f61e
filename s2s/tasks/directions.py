"""The evaluation of a model of several directions: each by itself, and the means over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from s2s.config.directions import Direction, directions_of, facing, languages_of
from s2s.config.schema import RunConfig
from s2s.data.codecs.files import Codecs
from s2s.errors import SettingError
from s2s.inference.directions import spelled, turned
from s2s.metrics.scores import Score
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples
from s2s.tasks.judging import of_rows
from s2s.tasks.reports import translation_report, translation_text


class Facing:
    """`s2s.tasks.evaluation.Evaluated` for a model as it translates in one direction."""

    def __init__(self, model: Evaluated, direction: Direction) -> None:
        self.model, self.direction = model, direction
        self.config = replace(model.config, data=facing(model.config.data, direction))
        targets = [one.target for one in directions_of(self.config.data)]
        self.number = targets.index(direction.target)
        """Of a direction to the same language, and so with the same tag."""

    @property
    def codecs(self) -> Codecs:
        """Of the run."""
        return self.model.codecs

    def write(self, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """What the model makes of each source."""
        known = self.direction.source in {one.source for one in directions_of(self.config.data)}
        to = {"to": self.direction.target, "from_": self.direction.source if known else None}
        return self.model.write(sources, {**settings, **to})

    def loss(self, examples: Examples) -> tuple[float, float]:
        """The negative log-likelihood of all targets, and of how many positions."""
        return self.model.loss(examples._replace(directions=[self.number] * len(examples.targets)))


def as_facing(model: Evaluated, to: str | None, from_: str | None) -> Evaluated:
    """`model` as it translates in the direction that a user names; one of one direction as it is. Raises `UserError`."""
    data, _ = turned(model.config.data, to, from_)
    return Facing(model, Direction(data.source, data.target)) if directions_of(data) else model


def of_direction(examples: Examples, config: RunConfig, to: str | None, from_: str | None) -> Examples:
    """Those of the `examples` of a run whose direction has these languages; None stands for any. Raises `UserError`."""
    directions = directions_of(config.data)
    if not directions:
        turned(config.data, to, from_)
    if examples.directions is None or to is from_ is None:
        return examples
    sources, targets = languages_of(directions)
    to, from_ = spelled(to, targets), spelled(from_, sources)
    meant = [to in (None, one.target) and from_ in (None, one.source) for one in directions]
    rows = [row for row, number in enumerate(examples.directions) if meant[number]]
    if not rows:
        keyword, value = ("to", to) if to is not None else ("from", from_)
        known = ", ".join(map(str, directions))
        raise SettingError(keyword, value, f"the run has no test examples of it, only of {known}; choose one of these")
    return examples.select(rows)


def each_direction(
    evaluate: Callable[..., Evaluation],
    model: Evaluated,
    examples: Examples,
    *,
    baseline: Sequence[str] | None = None,
    **how: Any,
) -> Evaluation:
    """`evaluate` for the examples of each direction, in its language, and the means of the scores and of the losses.

    The outputs of all are in the order of the `examples`.
    """
    directions, each = directions_of(model.config.data), {}
    predicted, numbers = dict[int, str](), list(examples.directions or ())
    for number, direction in enumerate(directions):
        rows = [row for row, own in enumerate(numbers) if own == number]
        if not rows:
            continue
        own_lines = None if baseline is None else of_rows(baseline, rows, len(numbers), "lines of the baseline")
        some = examples.select(rows)._replace(directions=None)
        each[str(direction)] = own = evaluate(Facing(model, direction), some, baseline=own_lines, **how)
        predicted |= dict(zip(rows, own.predicted, strict=False))  # there are none without a metric
    every = list(each.values())
    positions = sum(one.positions for one in every)
    mean_loss = sum(one.loss for one in every) / len(every) if positions else 0.0
    names = [name for name in every[0].scores if all(name in one.scores for one in every)]
    return Evaluation(
        len(examples.targets),
        mean_loss * positions,  # so that the loss is the mean over the directions, as the scores are
        positions,
        {name: mean([one.scores[name] for one in every]) for name in names},
        predicted=[text for _, text in sorted(predicted.items())],
        lines=sorted((line for one in every for line in one.lines), key=lambda line: line.number),
        directions=each,
    )


def mean(scores: Sequence[Score]) -> Score:
    """The mean of the scores of several directions, each of which counts alike."""
    value = sum(one.score for one in scores) / len(scores)
    return replace(
        scores[0],
        score=value,
        signature=f"mean of {len(scores)} direction{'s' * (len(scores) > 1)}",
        interval=None,
        lines=(),
    )


def directions_report(evaluation: Evaluation) -> dict[str, Any]:
    """The means, and the whole report of each direction by its name."""
    return {
        "sentences": evaluation.examples,
        "scores": {name: {"score": one.score, "signature": one.signature} for name, one in evaluation.scores.items()},
        "directions": {
            name: translation_report(own, name.rpartition("-")[2]) for name, own in evaluation.directions.items()
        },
    }


def directions_text(report: Mapping[str, Any]) -> str:
    """`directions_report`: each direction, then the table."""
    parts = [f"{name}: {translation_text(own)}" for name, own in report["directions"].items()]
    rows = {
        name: {key: one["score"] for key, one in own["scores"].items()} for name, own in report["directions"].items()
    }
    rows["mean"] = {key: one["score"] for key, one in report["scores"].items()}
    return "\n".join([*parts, table(rows)])


def by_direction(evaluation: Evaluation) -> str:
    """A table with a row for each direction and one for the means."""
    every = {**evaluation.directions, "mean": evaluation}
    return table(
        {
            name: {
                **({"loss": own.loss} if own.positions else {}),
                **{one.label: own.scores[key].score for key, one in evaluation.scores.items()},
            }
            for name, own in every.items()
        }
    )


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Numbers by the names of their rows and columns."""
    wide = max(map(len, rows))
    columns = list(rows["mean"])
    lines = [" ".join([" " * wide, *(name.upper().rjust(8) for name in columns)])]
    lines += [" ".join([name.ljust(wide), *(f"{own[key]:8.2f}" for key in columns)]) for name, own in rows.items()]
    return "\n".join(lines)
