"""How sure a run is of what it writes, learned from examples: at the end of training, of an export, and by ``s2s confidence``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from s2s.config.directions import directions_of
from s2s.errors import UserError
from s2s.inference.calibration import LEAST, MOST, Observed, fit, observe
from s2s.inference.confidence import REACHED, Confidence
from s2s.runtime.process import log
from s2s.tasks.evaluation import Examples

if TYPE_CHECKING:
    from s2s.inference.translator import Translator


def spread(count: int) -> range:
    """The rows of at most `MOST` of `count` examples, from all over them."""
    return range(0, count, max(1, -(-count // MOST)))


def observed(reader: Translator, examples: Examples, settings: Mapping[str, Any]) -> list[Observed | None]:
    """`observe`, of each example in its direction; `settings` are keywords of `Translator.translate`."""
    how = {**settings}
    facing = how.pop("to", None), how.pop("from_", None)
    how.pop("split", None)
    plan = reader.settings(**how)
    sources, directions = list(examples.sources or ()), examples.directions
    if directions is None:
        return observe(reader.facing(*facing), sources, examples.targets, plan)
    rows: dict[int, Observed | None] = {}
    for number, (source, target) in enumerate(directions_of(reader.config.data)):
        own = [row for row, direction in enumerate(directions) if direction == number]
        some = examples.select(own)
        found = observe(reader.facing(target, source), list(some.sources or ()), some.targets, plan)
        rows |= dict(zip(own, found, strict=True))
    return [rows[row] for row in range(len(sources))]


def learned(rows: Sequence[Observed | None], what: str) -> Confidence:
    """What the lines `rows` of `what` teach, which is said. Raises `UserError` where they are too few."""
    usable = [row for row in rows if row is not None]
    check_count(len(usable), what)
    confidence = fit(usable)
    measured, left = confidence.measured, len(rows) - len(usable)
    excluded = f" ({left:,} more are blank or of several sentences, and left out)" if left else ""
    log(
        f"confidence: of {len(usable):,} lines of {what}{excluded} {measured['good']:.0%} reach chrF {REACHED:.0f}; on lines held"
        f" out its correlation with chrF is {measured['pearson']:.2f}, and its calibration error {measured['calibration']:.3f}"
    )
    return confidence


def check_count(lines: int, what: str) -> None:
    """Raise `UserError` where so many `lines` of `what` are too few to learn from."""
    if lines < LEAST:
        raise UserError(
            f"{what} has {lines:,} lines of one sentence, and a confidence is fitted on {LEAST} or more; give more: s2s"
            " confidence -m RUN --source FILE --reference FILE"
        )
