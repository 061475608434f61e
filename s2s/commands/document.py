"""``s2s translate --document``: a file with mark-up, of which only the text changes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from s2s.commands.demanded import demanding
from s2s.commands.refusals import refuse_changed
from s2s.config.tasks import rules_of
from s2s.documents.registry import load, row_of
from s2s.documents.translate import check
from s2s.errors import UserError
from s2s.inference.directions import turned
from s2s.inference.tally import Tally
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config

IDLE = {
    **dict.fromkeys(("input", "resume", "workers", "prefix", "min_confidence", "below")),
    **{"nbest": 1, "output_type": "text", "errors": "strict"},
}
"""Options that belong to lines of text, with their values where they are not given."""


def translate(options: argparse.Namespace, changes: dict[str, Any]) -> None:
    """Translate the document, and say what is suspicious of its translation. Raises `UserError`."""
    refuse_changed(options, IDLE, "with --document")
    if options.output is None:
        raise UserError(f"--document {options.document}: needs --output FILE, of the same kind")
    columns = options.column or []
    check(options.document, options.output, columns)
    load(row_of(options.document))  # what is not installed is said before a model is loaded
    config = load_config(Path(options.model[0]), options.allow_code)
    if not rules_of(config.task).translates:
        raise UserError(f"--document {options.document}: the run has task={config.task}; give one that translates")
    turned(config.data, options.to, options.from_)  # before a model is loaded
    translator = Translator.load(
        tuple(options.model), options.device, options.backend, options.threads, options.allow_code
    )
    split = False if options.no_split else None
    demands = demanding(options)
    given = {name: value for name, value in changes.items() if name not in ("nbest", "attention")}
    report = translator.translate_document(
        options.document,
        options.output,
        columns=columns,
        encoding=options.encoding,
        split=split,
        glossary=None if demands is None else demands.glossary,
        keep=None if demands is None else demands.keep,
        to=options.to,
        from_=options.from_,
        **given,
    )
    tally = Tally(report.texts, unknown=report.unknown)
    tally.flagged.update(report.flagged)
    tally.report("document")
