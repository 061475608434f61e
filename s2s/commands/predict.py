"""``s2s predict``: labels or numbers, one line in, one line out, in order."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from s2s.commands.translate import output, stdin
from s2s.data.lines import open_binary, read_lines
from s2s.data.series import read_vectors
from s2s.predict import WINDOW, Prediction, Predictor


def run(options: argparse.Namespace) -> None:
    """Predict for stdin or a file. Raises `UserError`."""
    predictor = Predictor.load(options.model, options.device, options.threads)
    with output(options.output) as sink:
        for prediction in predictor.stream(values(options), WINDOW if options.input else 1):
            sink.write(as_line(prediction, predictor.names, options.output_type).encode())
            sink.flush()


def values(options: argparse.Namespace) -> Iterator[Any]:
    """Lines of text, or the rows of an .npy file."""
    if options.input is not None and options.input.endswith(".npy"):
        yield from read_vectors("--input", options.input)
        return
    with stdin() if options.input is None else open_binary(options.input) as stream:
        yield from read_lines(stream, options.input or "stdin", options.errors)


def as_line(prediction: Prediction, names: Sequence[str], kind: str) -> str:
    """One line; json holds the probability of every label, or the numbers."""
    if kind == "text":
        return prediction.text + "\n"
    rows: Iterable[Any] = [] if prediction.values is None else prediction.values
    shown = [[round(float(value), 6) for value in row] for row in rows]
    if names:
        found: dict[str, Any] = {"label": prediction.text}
        found["probabilities"] = [dict(zip(names, row, strict=True)) for row in shown]
    else:
        found = {"numbers": shown}
    return json.dumps(found, ensure_ascii=False) + "\n"
