"""``s2s translate --engine ray``: files to a folder of parts, by workers on one machine or on many."""

from __future__ import annotations

import argparse
from typing import Any

from s2s.cluster import pool, storage
from s2s.commands.refusals import refuse_changed
from s2s.errors import UserError
from s2s.inference.glossary import read_glossary
from s2s.inference.translator import Translator
from s2s.runtime.process import log

IDLE = {**dict.fromkeys(("document", "encoding", "prefix", "min_confidence", "below")), "output_type": "text"}
"""Options that belong to one file or to lines as they come, with their values where they are not given."""


def translate(options: argparse.Namespace, changes: dict[str, Any]) -> None:
    """Translate all files that --input matches. Raises `UserError`."""
    refuse_changed(options, IDLE, "with --engine ray")
    out = options.resume or options.output
    if options.input is None or out is None:
        raise UserError("--engine ray: needs --input FILES and --output FOLDER, or --resume FOLDER to go on")
    if options.column is not None and len(options.column) > 1:
        raise UserError(f"--column {options.column[1]}: with --engine ray one column is translated; give one")
    pool.check_installed()
    from s2s import batch

    storage.matching(options.input)  # before a model is loaded
    entries = None if options.glossary is None else read_glossary(options.glossary)
    threads = options.threads or 1
    translator = Translator.load(tuple(options.model), options.device, options.backend, threads, options.allow_code)
    decoding = {name: value for name, value in changes.items() if name not in ("nbest", "attention")}
    try:
        batch.translate_files(
            options.input,
            out,
            translator,
            column=None if options.column is None else options.column[0],
            format=options.format,
            resume=options.resume is not None,
            errors=options.errors,
            workers=options.workers,
            nbest=changes["nbest"] if changes["nbest"] > 1 else None,
            split=False if options.no_split else None,
            glossary=entries,
            keep=options.keep,
            to=options.to,
            from_=options.from_,
            **decoding,
        )
    except KeyboardInterrupt:
        kept = "keeps the blocks that are finished" if storage.exists(out) else "has no block that is finished"
        log(f"stopped; {out} {kept}, and the same command with --resume {out} goes on")
        raise
