"""``s2s score``: how probable a run holds given targets for given sources, a line for each pair, in order."""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import replace
from pathlib import Path

from s2s.commands.output import check_output, output
from s2s.data.corpora.texts import CUT, in_step, read_texts
from s2s.errors import SettingError, UserError
from s2s.inference.directions import turned
from s2s.inference.scorer import Corpus, Scored, score_lines
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config
from s2s.runtime.process import log
from s2s.tasks.evaluation import reading_of


def run(options: argparse.Namespace) -> None:
    """Score the pairs of two files, and say the perplexity of all of them. Raises `UserError`."""
    check_output(options.output)
    if options.batch_size < 1:
        raise SettingError("batch_tokens", options.batch_size, "use a whole number of 1 or more")
    config = load_config(Path(options.model[0]), options.allow_code)
    config = replace(config, data=turned(config.data, options.to, options.from_)[0])
    reading = replace(reading_of(config), remedy=CUT)
    targets = read_texts("--target", options.target, reading, side=1)
    sources = None if options.source is None else read_texts("--source", options.source, reading)
    if options.source is not None and sources is not None:
        in_step(options.source, sources, options.target, targets)
    translator = Translator.load(options.model, options.device, options.backend, options.threads, options.allow_code)
    translator = translator.facing(options.to, options.from_)
    if sources is None and not translator.source.is_empty:
        raise UserError(f"--target {options.target}: needs --source FILE beside it")
    if sources is not None and translator.source.is_empty:
        raise UserError(f"--source {options.source}: has no effect on a language model; leave it out")
    corpus = Corpus()
    with output(options.output) as sink:
        for one in score_lines(translator, sources, targets, options.pieces, options.batch_size):
            corpus.add(one)
            sink.write(((as_json if options.json else as_text)(one, options.tokens) + "\n").encode())
    for line in corpus.report():
        log(f"s2s: {line}")


def as_text(one: Scored, tokens: bool) -> str:
    """log P; with `tokens` a tab and the pieces, and a tab and the log-probability of each."""
    if not tokens:
        return f"{one.log_prob:.6f}"
    return f"{one.log_prob:.6f}\t{' '.join(one.pieces)}\t{' '.join(f'{value:.6f}' for value in one.token_log_probs)}"


def as_json(one: Scored, tokens: bool) -> str:
    """A record; what is infinite or nan is null."""
    record: dict[str, object] = {"log_prob": finite(one.log_prob), "pieces": one.pieces}
    if tokens:
        record["token_log_probs"] = [finite(float(value)) for value in one.token_log_probs]
    return json.dumps(record, ensure_ascii=False)


def finite(value: float) -> float | None:
    """Six decimals of `value`; None where JSON has no number for it."""
    return round(value, 6) if math.isfinite(value) else None
