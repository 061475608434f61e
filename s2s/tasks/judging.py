"""What every task's evaluation does: write, score, compare; and sources that have several right targets, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from s2s.config.directions import directions_of
from s2s.config.schema import RunConfig
from s2s.data.text.preparation import preparation
from s2s.errors import SettingError, UserError
from s2s.metrics.base import build, check_several
from s2s.metrics.references import Alternatives, alternatives, reference_of
from s2s.metrics.scores import compare, lists_matter, same_length, score
from s2s.runtime.process import log, say_once
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples, Line


class Judge(Protocol):
    """What judging asks of a `s2s.tasks.base.Task`."""

    def language(self, config: RunConfig) -> str:
        """Of the text that is written, as far as it is known."""

    def tokenizer(self, config: RunConfig) -> str | None:
        """What metrics cut that text with, where that is not for its language to say."""

    def comparable(self, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """What was written and what is right, as the metrics of this kind of output take them."""


def judged(
    task: Judge,
    model: Evaluated,
    examples: Examples,
    names: tuple[str, ...],
    *,
    loss: bool,
    writes: bool,
    confidence: bool,
    tokenize: str | None,
    baseline: Sequence[str] | None,
    settings: Mapping[str, Any],
    per_line: bool,
) -> Evaluation:
    """`model` on `examples` by the metrics called `names`, as `Task.evaluate` says; `writes` asks for outputs anyway.

    Raises `UserError` for what does not fit, before anything is written.
    """
    config, each = model.config, settings.get("nbest")
    check(examples, names, baseline, each, per_line)
    nats, positions = model.loss(examples) if loss else (0.0, 0.0)
    written: list[str] = []
    if names or writes:
        written = model.write(list(examples.sources or ()), settings)
        check_written(written, examples, each or 1)
    lists, predicted = blocks(written, each or 1) if each else None, written[:: each or 1]
    how: dict[str, Any] = {
        "language": task.language(config),
        "metrics": names,
        "tokenize": tokenize or task.tokenizer(config),
        "sources": examples.sources,
        "lowercase": config.data.lowercase,
    }
    outputs, right = task.comparable(predicted, examples.targets) if names else ([], [])
    others, both = None, None
    if baseline is not None:
        wide = width(baseline, len(examples.targets), each)
        both = (lists, blocks(baseline, wide)) if lists and wide == each else None
        others, _ = task.comparable(baseline[::wide], examples.targets)
    evaluation = Evaluation(
        len(examples.targets),
        nats,
        positions,
        score(outputs, right, confidence=confidence, lists=lists, lines=per_line, **how) if names else {},
        {} if others is None else compare(outputs, others, right, lists=both, **how),
        predicted=predicted,
    )
    return replace(evaluation, lines=lines_of(examples, lists or predicted, evaluation)) if per_line else evaluation


def usable(names: Sequence[str], needed: Sequence[str], language: str, tokenize: str | None) -> tuple[str, ...]:
    """Those of the metrics by `names` that can be built for text in a `language`, cut by `tokenize`; the others are said.

    Raises `UserError` for one of the `needed` ones, or if none can.
    """
    found: list[str] = []
    for name in names:
        try:
            build(name, language, tokenize)
        except UserError as error:
            if name in needed or (name == names[-1] and not found):
                raise
            say_once(f"{name} is left out: {error}")
        else:
            found.append(name)
    return tuple(found)


def with_value(names: Sequence[str], without: Mapping[str, str]) -> tuple[str, ...]:
    """The metrics by `names` but for those `without` a value, which are said with their reasons."""
    for reason in dict.fromkeys(without.values()):
        left = [name for name in without if without[name] == reason]
        say_once(f"{' and '.join(left)} {'is' if len(left) == 1 else 'are'} left out: {reason}")
    return tuple(name for name in names if name not in without)


def check(
    examples: Examples, names: Sequence[str], baseline: Sequence[str] | None, nbest: int | None, per_line: bool
) -> None:
    """Raise `UserError` for what cannot be judged, or has no effect."""
    if not examples.targets:
        raise UserError("0 references: nothing to score; give a file with at least one line")
    if baseline is not None:
        same_length(
            baseline[:: width(baseline, len(examples.targets), nbest)], examples.targets, "lines of the baseline"
        )
    check_several(names, examples.targets)
    if nbest is not None and not lists_matter(names):
        remedy = "has no effect without a metric that says which lines are right; add exact or smiles to the metrics"
        raise SettingError("nbest", nbest, remedy)
    if per_line and not names:
        raise UserError("scores of each line: no metric is computed; name some (--metrics NAME, in Python metrics=)")


def width(baseline: Sequence[str], examples: int, nbest: int | None) -> int:
    """How many lines of a baseline belong to one example: its list of n best, where there are as many, else one."""
    return nbest if nbest and len(baseline) == nbest * examples else 1


def blocks(lines: Sequence[str], each: int) -> list[Sequence[str]]:
    """`lines` in lists of `each`."""
    return [lines[begin : begin + each] for begin in range(0, len(lines), each)]


def check_written(written: Sequence[str], examples: Examples, each: int) -> None:
    """Raise `UserError` unless there are `each` outputs for every example."""
    if each == 1:
        same_length(written, examples.targets, "translations")
    elif len(written) != each * len(examples.targets):
        counts = f"{len(written):,} translations but {len(examples.targets):,} references"
        raise UserError(f"--nbest {each}: {counts}; give {each} translations for each reference, best first")


def lines_of(examples: Examples, outputs: Sequence[Any], evaluation: Evaluation) -> list[Line]:
    """Each example with its `outputs`, a string or a list of them, and its scores."""
    count = len(examples.targets)
    sources = examples.sources if examples.sources is not None else [None] * count
    numbers = examples.numbers or range(1, count + 1)
    lines = []
    for row, (number, source, target) in enumerate(zip(numbers, sources, examples.targets, strict=True)):
        right = alternatives(target) if isinstance(target, Alternatives) else (target,)
        written = (outputs[row],) if isinstance(outputs[row], str) else tuple(outputs[row])
        scores = {name: float(one.lines[row]) for name, one in evaluation.scores.items()}
        lines.append(Line(number, source, right, written, scores))
    return lines


def grouped(model: Evaluated, examples: Examples) -> tuple[Examples, list[list[int]]]:
    """Each different source of `examples` once, with all of its targets, and the rows in which each stands.

    Sources that the model reads alike are the same. A line says how many there are. Raises `UserError` without sources.
    """
    if examples.sources is None:
        raise UserError("--group-references: needs the sources; give --source FILE")
    prepare = preparation(model.config, "source")
    rows: dict[tuple[str, int], list[int]] = {}
    directions = examples.directions or [0] * len(examples.sources)
    for row, (source, direction) in enumerate(zip(examples.sources, directions, strict=True)):
        rows.setdefault((prepare(source).strip(), direction), []).append(row)
    groups = list(rows.values())
    targets = [reference_of([text for row in some for text in alternatives(examples.targets[row])]) for some in groups]
    several = sum(isinstance(target, Alternatives) for target in targets)
    log(f"{len(examples.sources):,} lines have {len(rows):,} different sources, {several:,} with several references")
    return examples.select([some[0] for some in groups])._replace(targets=targets), groups


def whole_pairs(
    model: Evaluated, examples: Examples, baseline: Sequence[str] | None
) -> tuple[Evaluated, Examples, Sequence[str] | None]:
    """Those of `examples` that have text on both sides, and what was written for them, for one of several directions.

    A sentence need not be there in every language of such a run. In a run of one direction every line counts, as
    sacrebleu has it. Lines with a blank side are counted in a line either way. Raises `UserError` if there are no others.
    """
    if examples.sources is None:
        return model, examples, baseline
    config, count = model.config, len(examples.targets)
    no_source, no_target = (preparation(config, role).blank for role in ("source", "target"))
    pairs = zip(examples.sources, map(alternatives, examples.targets), strict=True)
    rows = [row for row, (one, texts) in enumerate(pairs) if not no_source(one) and not all(map(no_target, texts))]
    if len(rows) == count:
        return model, examples, baseline
    lines = f"{count - len(rows):,} of {count:,} lines"
    if not directions_of(config.data):
        say_once(f"{lines} have a blank source or reference, and count all the same")
        return model, examples, baseline
    if not rows:
        raise UserError(
            f"{lines} have a blank source or reference: no line has something on both sides; give lines with text"
        )
    say_once(f"{lines} are left out, as source or reference is blank")
    written: Any = model
    if getattr(model, "lines", None) is not None:  # of a model that has written them already
        written = replace(written, lines=of_rows(written.lines, rows, count, "translations"))
    own = None if baseline is None else of_rows(baseline, rows, count, "lines of the baseline")
    return written, examples.select(rows), own


def of_rows(lines: Sequence[str], rows: Sequence[int], count: int, what: str) -> list[str]:
    """Those of `lines`, of which each of `count` examples has one or a list of the n best, that belong to `rows`.

    Raises `UserError` where there are more or fewer lines.
    """
    each = max(1, len(lines) // max(1, count))
    if len(lines) != each * count:
        same_length(lines, range(count), what)
    return [line for row in rows for line in lines[row * each :][:each]]


def chosen(lines: Sequence[str], groups: Sequence[Sequence[int]], each: int, what: str) -> list[str]:
    """Those of `lines`, `each` for every row, that belong to the first row of each group.

    A line counts the groups whose rows have other ones. Raises `UserError` where there are more or fewer than the rows.
    """
    count = sum(map(len, groups))
    if len(lines) != each * count:
        wanted = f"{count:,} references" + (f" with --nbest {each}" if each > 1 else "")
        raise UserError(f"{len(lines):,} {what} but {wanted}; give files of the same number of lines")
    lists = [[list(lines[row * each : (row + 1) * each]) for row in rows] for rows in groups]
    unlike = sum(any(one != some[0] for one in some) for some in lists)
    if unlike:
        log(f"{unlike:,} sources have different {what}, of which the first one counts")
    return [line for some in lists for line in some[0]]


def chosen_baseline(lines: Sequence[str], groups: Sequence[Sequence[int]], nbest: int | None) -> list[str]:
    """`chosen` of a baseline, which has one line for a row, or a list of `nbest`."""
    return chosen(lines, groups, width(lines, sum(map(len, groups)), nbest), "lines of the baseline")
