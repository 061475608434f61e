"""``s2s predict``: labels, numbers or the next word, one line in, one line out, in order."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from s2s.commands.output import check_output, output
from s2s.commands.series import check_options, goes_on, write_forecasts
from s2s.commands.tagged_columns import answered, doubted
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.corpora.formats.npy import read_vectors
from s2s.data.corpora.texts import noticed
from s2s.data.text.lines import open_binary, read_lines, until_error
from s2s.errors import SettingError, UserError
from s2s.inference.loading import predictor_of
from s2s.inference.predictor import WINDOW, Prediction
from s2s.inference.tally import BROKEN, JSON, as_one_line
from s2s.inference.unknown import unknown_words
from s2s.runs.find import find_run
from s2s.runs.folder import load_config
from s2s.runtime.process import log
from s2s.runtime.progress import counted
from s2s.streams import stdin

if TYPE_CHECKING:
    from s2s.inference.next_word import NextWord


def run(options: argparse.Namespace) -> None:
    """Predict for stdin or a file. Raises `UserError`."""
    check_output(options.output)
    folders = [find_run(name) for name in options.model]
    config = load_config(folders[0], options.allow_code)
    predictor = predictor_of(folders, config, options.device, options.threads, options.allow_code, options.backend)
    if (options.input or "").endswith(".npy") and not predictor.source.takes_vectors:
        raise UserError(f"--input {options.input}: holds vectors, but {options.model[0]} reads text; give a text file")
    names: Sequence[str] = getattr(predictor, "names", ())  # which those that predict words lack
    more = alternatives(options, config, names)
    tags = rules_of(config.task).output == "tags"
    separated = tags or predictor.source.takes_vectors
    if options.columns is not None and not tags:
        raise UserError(f"--columns: has no effect with task={config.task}; leave it out")
    series = goes_on(options, config, predictor)
    check_options(options, series)
    with output(options.output) as sink:
        if series:
            write_forecasts(options, config, predictor, sink)  # type: ignore[arg-type]  # runs of series have one
            return
        errors, broken, count, unknown = list[UserError](), 0, 0, 0
        lines = until_error(values(options, separated), errors)
        if options.columns is not None:
            said = unknown_words(*write_columns(options, predictor, lines, sink, **more), "sentences")
            if said:
                log(f"s2s: {said}")
            lines = iter(())
        elif tags:
            lines = doubted(lines, names, options.input or "stdin")
        hidden = options.input is None or (options.output is None and sys.stdout.isatty())
        predictions: Iterator[Prediction | NextWord] = predictor.stream(lines, WINDOW if options.input else 1, **more)
        for prediction in counted(predictions, "line", hidden=hidden):
            sink.write(as_line(prediction, options.output_type).encode())
            sink.flush()
            broken += options.output_type == "text" and "\n" in prediction.text
            count, unknown = count + 1, unknown + (isinstance(prediction, Prediction) and prediction.unknown > 0)
        if remark := unknown_words(unknown, count):
            log(f"s2s: {remark}")
        if broken:
            log(f"s2s: {broken:,} predictions {BROKEN.format(JSON)}")
        if errors:
            raise errors[0]


def write_columns(
    options: argparse.Namespace, predictor: Any, lines: Iterator[str], sink: BinaryIO, nbest: int = 0
) -> tuple[int, int]:
    """Write the `lines` of words in columns with their tags, or, as JSON, the record of each sentence.

    Returns how many sentences have unknown characters, and how many there are.
    """
    window, count, unknown = WINDOW if options.input else 1, 0, 0
    for block, prediction in answered(predictor, lines, options.columns, options.input or "stdin", window, nbest):
        if options.output_type == "text":
            sink.write("".join(f"{line}\n" for line in block).encode())
        elif prediction is not None:
            sink.write(as_line(prediction, "json").encode())
        sink.flush()
        count, unknown = count + (prediction is not None), unknown + (prediction is not None and prediction.unknown > 0)
    return unknown, count


def alternatives(options: argparse.Namespace, config: RunConfig, names: Sequence[str]) -> dict[str, int]:
    """The keyword that asks for the n best of labels, called `names`. Raises `SettingError` where there are none, or nothing would show them."""
    if options.nbest is None:
        return {}
    if options.nbest < 1:
        raise SettingError("nbest", options.nbest, "use a whole number of 1 or more")
    if not names:
        raise SettingError(
            "nbest", options.nbest, f"not for task={config.task}, which predicts no labels; leave it out"
        )
    if config.data.label_separator is not None:
        raise SettingError("nbest", options.nbest, "has no effect on several labels a text; leave it out")
    if options.output_type != "json":
        raise SettingError("nbest", options.nbest, "is written only with --output-type json; add that")
    return {"nbest": options.nbest}


def values(options: argparse.Namespace, separated: bool) -> Iterator[Any]:
    """Lines of text, or the rows of an .npy file. `separated` says that tabs may stand between words or numbers."""
    if options.input is not None and options.input.endswith(".npy"):
        yield from read_vectors("--input", options.input)
        return
    with stdin() if options.input is None else open_binary(options.input) as stream:
        name = options.input or "stdin"
        lines = read_lines(stream, name, options.errors)
        yield from lines if separated else noticed(lines, name)


def as_line(prediction: Prediction | NextWord, kind: str) -> str:
    """One line; json holds what stands behind the text."""
    return (
        as_one_line(prediction.text) if kind == "text" else json.dumps(prediction.record(), ensure_ascii=False)
    ) + "\n"
