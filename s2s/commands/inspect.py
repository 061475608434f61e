"""``s2s inspect``: gradients through time, memory, a forward pass in numbers, alignments; as text or JSON and a figure."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from s2s.commands.figures import plotting
from s2s.commands.refusals import refuse_given, refuse_idle, refuse_unpaired
from s2s.config.networks import CELL_VARIANTS, CELLS
from s2s.data.corpora.texts import CUT, read_text_pair, read_texts
from s2s.errors import SettingError, UserError, printable
from s2s.files import write
from s2s.runs.folder import load_config
from s2s.runtime.machine import cores
from s2s.runtime.process import log
from s2s.tasks.evaluation import reading_of

WORDS, NUMBERS = 12, 8
"""The most steps and the longest vectors whose numbers can be read in one picture."""


def run(options: argparse.Namespace) -> None:
    """Look, print, and draw. Raises `UserError`."""
    if options.format != "none":
        plotting("use --format none for text alone")
    elif options.output is not None:
        raise UserError(f"--output {options.output}: has no effect with --format none; leave one of them out")
    looks: dict[str, Callable[[argparse.Namespace], None]] = {
        "gradients": gradients,
        "memory": memory,
        "unfold": unfold,
        "attention": attention,
    }
    looks[options.what](options)


def show(
    options: argparse.Namespace,
    figures: Mapping[str, Any],
    records: Iterable[Mapping[str, Any]],
    text: str,
    texts: Sequence[str] = (),
) -> None:
    """Write a figure of each of `figures` to PREFIX and its suffix, then print a JSON line for each record, or the text.

    `texts` are what in the figures may be of any script.
    """
    if options.format != "none":
        plot = plotting("use --format none for text alone")
        for suffix, data in figures.items():
            path = Path(f"{options.output or options.what}{suffix}.{options.format}")
            write(path, plot.render(getattr(plot, options.what), data, options.format, texts))
            (log if options.json else print)(printable(str(path)))
    if options.json:
        for record in records:
            print(json.dumps(record, ensure_ascii=False))
    else:
        print(printable(text))


def at_least(options: argparse.Namespace, **least: int) -> None:
    """Refuse options below what they can be; None is left out of account."""
    for name, bound in least.items():
        value = getattr(options, name)
        if value is not None and value < bound:
            raise SettingError(name, value, f"use {bound} or more")


OF_FRESH = ("cells", "units", "init", "scale", "seed")
"""Options of networks that are not trained."""


def check_gradients(options: argparse.Namespace) -> None:
    """Raises `UserError` for options of `s2s inspect gradients` that exclude or need each other, or cannot be."""
    at_least(options, sentences=1, units=1, seed=0)
    if options.scale is not None and not 0 < options.scale < math.inf:
        raise SettingError("scale", options.scale, "use a number above 0")
    if options.model:
        refuse_given(options, OF_FRESH, "with -m, whose run says it")
        refuse_idle(options.run_data, options.source is not None)
        refuse_unpaired(options)
        if options.source is None:
            refuse_given(options, ("to", "from_"), "on the run's validation set, which has all its directions")
        return
    refuse_given(options, ("reference", "to", "from_"), "without -m")
    if options.run_data:
        raise UserError("--run-data: has no effect without -m; leave it out")
    if options.last:
        raise UserError("--last: has no effect without -m, as fresh networks predict one character only; leave it out")
    for name in options.cells or ():
        if remedy := CELLS.remedy(name, also=tuple(CELL_VARIANTS)):
            raise SettingError("cells", name, remedy)
    cells = options.cells or list(CELL_VARIANTS)
    if all(CELLS.facts(CELL_VARIANTS.get(name, (name, None))[0]).elementwise for name in cells):
        refuse_given(options, ("init", "scale"), f"on {' '.join(cells)}, without recurrent weights")


def gradients(options: argparse.Namespace) -> None:
    """`s2s inspect gradients`. Raises `UserError`."""
    check_gradients(options)
    from s2s.inspect.gradients import measure, tables, words
    from s2s.inspect.subjects import Subject, fresh, sentences, trained

    subjects: Iterable[Subject]
    if options.model:
        texts = None if options.source is None else read_text_pair(options.source, options.reference)
        how = (options.sentences, texts, options.allow_code, options.run_data, options.to, options.from_)
        subjects = (trained(Path(folder), *how) for folder in options.model)
    else:
        subjects = fresh(
            options.cells or list(CELL_VARIANTS),
            sentences(options.source, options.sentences, options.seed or 0),
            units=options.units or 64,
            init=options.init or "uniform",
            scale=1.0 if options.scale is None else options.scale,
            seed=options.seed or 0,
        )
    curves = [curve for subject in subjects for curve in measure(*subject, last=options.last)]
    if not curves:
        raise UserError(
            f"{' '.join(options.model)}: makes a single step, so that nothing goes back in time; give another run"
        )
    text = "\n\n".join([*tables(curves), "\n".join(words(curve) for curve in curves)])
    show(options, {"": curves}, map(asdict, curves), text)


def memory(options: argparse.Namespace) -> None:
    """`s2s inspect memory`: train a network of each kind on each length, and log each as it is done."""
    at_least(options, seeds=1, updates=1, workers=1)
    from s2s.inspect.memory import LENGTHS, accuracies, summarise, trials

    lengths = sorted(set(options.lengths or LENGTHS))
    if lengths[0] < 1:
        raise SettingError("lengths", lengths[0], "use 1 or more")
    results = []
    for trial in trials(lengths, range(1, options.seeds + 1), options.updates, options.workers or cores()):
        log(f"T = {trial.steps}, {trial.method}, seed {trial.seed}: {trial.accuracy:.1%} after {trial.updates} updates")
        results.append(trial)
    rows = summarise(results)
    show(options, {"": rows}, rows, accuracies(rows))


def unfold(options: argparse.Namespace) -> None:
    """`s2s inspect unfold`. Raises `UserError` for a text or a layer whose arithmetic does not fit a page."""
    at_least(options, embedding=1, units=1, seed=0, unit=1)
    tokens = options.text.split()
    if not 1 <= len(tokens) <= WORDS:
        raise UserError(f"{options.text!r}: has {len(tokens)} words; give 1 to {WORDS}, each of which becomes a step")
    for name in ("embedding", "units"):
        if getattr(options, name) > NUMBERS:
            raise SettingError(name, getattr(options, name), f"use {NUMBERS} or fewer, so that the numbers fit a page")
    if options.unit > options.units:
        raise SettingError("unit", options.unit, f"the layer has {options.units}; use 1 to {options.units}")
    if remedy := CELLS.remedy(options.cell):
        raise SettingError("cell", options.cell, remedy)
    if options.nonlinearity is not None and "nonlinearity" not in CELLS.facts(options.cell).options:
        raise SettingError(
            "nonlinearity", options.nonlinearity, f"has no effect with --cell {options.cell}; leave it out"
        )
    from s2s.inspect.unfold import records, unfold
    from s2s.inspect.worked import explained

    unfolded = unfold(
        tokens, options.cell, options.nonlinearity or "tanh", options.embedding, options.units, options.seed
    )
    text = explained(unfolded, options.unit - 1)
    show(options, {"": unfolded}, records(unfolded), text, tokens)


def attention(options: argparse.Namespace) -> None:
    """`s2s inspect attention`: greedy search and, where the beam is wider than 1, beam search beside it."""
    if bool(options.text) == (options.input is not None):
        raise UserError('give sentences to translate, either as arguments ("…") or with --input FILE')
    lines = options.text
    if not lines:
        config = load_config(Path(options.model), options.allow_code)
        lines = read_texts("--input", options.input, replace(reading_of(config), remedy=CUT))
    from s2s.inference.translator import Translator
    from s2s.inspect.attention import alignments, matrix

    translator = Translator.load(options.model, device="cpu", allow_code=options.allow_code)
    translator = translator.facing(options.to, options.from_)
    beam = translator.settings(beam=options.beam_size, max_length=options.max_length).beam
    by_line = alignments(translator, lines, [1] if beam == 1 else [1, beam], options.pieces, options.max_length)
    if not by_line:
        raise UserError("every line is blank; give a sentence to translate")
    figures = {f"-{number}" if len(by_line) > 1 else "": each for number, each in by_line.items()}
    every = [(number, alignment) for number, each in by_line.items() for alignment in each]
    records = (
        {"line": number, **asdict(alignment), "weights": alignment.weights.tolist()} for number, alignment in every
    )
    words = [word for _, alignment in every for word in (*alignment.source, *alignment.target)]
    show(options, figures, records, "\n\n".join(matrix(alignment) for _, alignment in every), words)
