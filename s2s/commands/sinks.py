"""Where ``s2s translate`` writes: its output, what is set aside of it, and how far it is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, BinaryIO

from s2s.commands import below, demanded
from s2s.commands.output import output
from s2s.commands.unfinished import remaining, resumed
from s2s.commands.written import Form
from s2s.decode.backend import WITHOUT_EFFECT, Settings
from s2s.inference.terms import Line
from s2s.runtime.progress import bar

MATTER = tuple(one.name for one in fields(Settings) if one.name not in WITHOUT_EFFECT)
"""Settings that change what is written; None is the run's own."""


@contextmanager
def target(
    lines: Iterator[Line], options: argparse.Namespace, changes: dict[str, Any], form: Form, model: str
) -> Iterator[tuple[BinaryIO, int, Iterator[Line]]]:
    """Where to write, how many of the lines were translated before by the same `model`, and the lines after these."""
    if options.resume is None:
        with output(options.output) as sink:
            yield sink, 0, lines
        return
    made_with: dict[str, Any] = {"model": model, "output_type": options.output_type}
    made_with |= {"backend": options.backend} | {name: changes.get(name) for name in MATTER}
    made_with |= {"no_split": options.no_split} | demanded.recorded(options)
    made_with |= {"to": options.to, "from": options.from_, "min_confidence": form.least, "below": options.below}
    made_with |= {"noise": None if form.noise is None else form.noise.seed}
    each = 1 if options.output_type == "json" else options.nbest
    with resumed(options.resume, made_with, each) as unfinished:
        rest = remaining(lines, unfinished, options.resume, options.input or "stdin")
        yield unfinished.file, unfinished.done, rest


@contextmanager
def outputs(
    lines: Iterator[Line], options: argparse.Namespace, changes: dict[str, Any], form: Form, model: str, hidden: bool
) -> Iterator[tuple[BinaryIO, below.Aside, int, Iterator[Line], Callable[[int], object]]]:
    """As `target`, with where to set aside what is not sure enough, and what a bar, unless it is `hidden`, is told of lines."""
    with (
        target(lines, options, changes, form, model) as (sink, first, rest),
        below.aside(options.below, None if options.resume is None else first) as aside,
        bar("line", hidden=hidden) as advance,
    ):
        yield sink, aside, first, rest, advance
