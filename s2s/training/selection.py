"""Which of the weights so far are the best: by `train.metric`, and where that is equal by chrF, by the loss, by their age.

A metric may stand still while the network learns: BLEU of targets of one word is 0 until it is right by more than chance. What
is kept must still be the best that was seen, so that ties are broken by what else is measured, and of two that are equal in
everything the later one is kept. Patience does not count a validation at which the metric stands still while chrF or the loss
is better than ever.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from s2s.config.metrics import LOSS, metric_facts, metrics_for
from s2s.runs.history import rank, tiebreak

STILL = 3
"""Validations with one and the same score after which it is said that the metric does not move."""

TRIED = ("chrf", LOSS, "cer", "accuracy", "f1", "mae")
"""What is proposed in place of a metric that does not move, of what judges the output, best first."""

Entry = tuple[float, int]
"""A score, higher is better, and the step of the weights that have it."""

UNKNOWN = (-math.inf, -math.inf)
"""A tie break that is better than no other."""


def selected(metric: str, scores: Mapping[str, float]) -> float:
    """The score that `metric`, an option's value, chooses the weights by: higher is better."""
    if metric == LOSS:
        return -scores[LOSS]
    facts = metric_facts(metric)
    return scores[facts.name] if facts.higher_is_better else -scores[facts.name]


def natural(metric: str, score: float) -> float:
    """The inverse of `selected`: the score as the metric that `metric` names has it."""
    return score if metric != LOSS and metric_facts(metric).higher_is_better else -score


class Selection:
    """The validations of a run, as far as they decide which weights are kept and when patience is over."""

    def __init__(self, metric: str, keep: int) -> None:
        """`metric` is the value of `train.metric`; the `keep` best weights are kept."""
        self.metric, self.keep = metric, keep
        self.best: list[Entry] = []
        """The best scores with their steps, best first; their weights have files of their own."""
        self.tiebreaks: dict[int, tuple[float, float]] = {}
        """Step → its `tiebreak`."""
        self.highest = UNKNOWN
        """The highest of each number of the tie breaks so far."""
        self.scores: list[float] = []
        """The score of every validation."""
        self.stale = 0
        """Validations since the best one, but for those at which the metric stood still and something else was better than ever."""

    def add(self, step: int, scores: Mapping[str, float]) -> bool:
        """Take in the `scores` of a validation by name; whether its weights are among the best."""
        score, others = selected(self.metric, scores), tiebreak(scores)
        better = [now > before for now, before in zip(others, self.highest, strict=True)]
        waits = self.scores[-1:] == [score] and any(better)
        self.scores.append(score)
        self.tiebreaks[step] = others
        self.highest = max(self.highest[0], others[0]), max(self.highest[1], others[1])  # which nan never is
        before = self.best[0] if self.best else None
        self.best = sorted([*self.best, (score, step)], key=self.rank, reverse=True)[: self.keep]
        if before is None or self.rank((score, step))[:2] > self.rank(before)[:2]:
            self.stale = 0
        elif not waits:
            self.stale += 1
        self.tiebreaks = {number: self.tiebreaks[number] for _, number in self.best if number in self.tiebreaks}
        return (score, step) in self.best

    def rank(self, entry: Entry) -> tuple[float, tuple[float, ...], int]:
        """What entries are compared by; of runs that began in an earlier release ties are not known."""
        score, step = entry
        return rank(score, self.tiebreaks.get(step, UNKNOWN), step)

    @property
    def stands_still(self) -> bool:
        """Whether the last `STILL` validations, and no more, have had one score."""
        last = self.scores[-STILL:]
        return len(last) == STILL and len(set(last)) == 1 and self.scores[-STILL - 1 : -STILL] != last[:1]

    def warning(self, output: str) -> str:
        """What to say where the metric stands still; `output` is the kind of output of the task."""
        known = metrics_for(output)
        fitting = [name for name in TRIED if name in known and name != self.metric]
        others = " or ".join(f"train.metric={name}" for name in fitting[:3])
        score = abs(self.scores[-1])
        waits = "one of these" if " or " in self.tie else "it"
        return (
            f"warning: {self.metric} has been {score:.4g} at {STILL} validations in a row, so that it tells no weights apart;"
            f" those with the {self.tie} are kept, and patience waits while {waits} improves; try {others}"
        )

    @property
    def tie(self) -> str:
        """What decides between equal scores, in words."""
        return "better chrF or loss" if self.highest[0] > 0 and self.name != "chrf" else "lower loss"

    @property
    def name(self) -> str:
        """The metric, by its short name."""
        return LOSS if self.metric == LOSS else metric_facts(self.metric).name

    def compared(self, step: int) -> str:
        """How the validation at `step`, the last one, compares with those before it."""
        best, at = self.best[0]
        shown = f"best {self.name} {natural(self.metric, best):.2f}"
        if at != step:
            return f"{shown} at step {at}"
        if best in self.scores[:-1]:
            return f"{shown} with a {self.tie}"
        return f"new best {self.name}" if len(self.scores) > 1 else f"first {self.name}"

    def described(self) -> list[str]:
        """The last score and the best one; nothing before the first validation."""
        if not self.scores or not self.best:
            return []
        (best, at), last = self.best[0], self.scores[-1]
        shown = [f"{natural(self.metric, score):.2f}" for score in (last, best)]
        return [f"last {self.name} {shown[0]}, best {shown[1]} at step {at:,}"]

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds of it beside `best` and `stale`."""
        return {
            "tiebreaks": [[step, *values] for step, values in self.tiebreaks.items()],
            "selected": self.scores,
            "highest": self.highest,
        }

    def restore(self, best: Sequence[Sequence[Any]], stale: int, state: Mapping[str, Any]) -> None:
        """Take up what a checkpoint holds; earlier releases wrote `best` and `stale` alone. Raises ValueError."""
        rows, scores = state.get("tiebreaks", []), state.get("selected", [])
        highest = state.get("highest", UNKNOWN)
        numbers = [*scores, *highest, *(number for row in rows for number in row)]
        if not all(type(number) in (int, float) for number in numbers):
            raise ValueError("scores that are no numbers")
        self.best = [(score, step) for score, step in best]
        self.tiebreaks = {step: (chrf, loss) for step, chrf, loss in rows}
        self.scores, self.stale = list(scores), stale
        self.highest = highest[0], highest[1]
