"""``s2s doctor``: what is wrong with a corpus, before anyone wastes a night on it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from s2s.config.formats import FORMATS
from s2s.config.schema import DataConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import load_codecs
from s2s.data.text.preparation import preparation
from s2s.doctor.examine import Pieces, diagnose
from s2s.doctor.fix import outputs, report_of, write_fixed
from s2s.doctor.reading import find_data
from s2s.doctor.report import as_json, as_text
from s2s.errors import UserError, printable
from s2s.runs.folder import load_config
from s2s.runtime.process import log


def run(options: argparse.Namespace) -> int:
    """Examine, print what was found, write a cleaned copy if asked; 1 if anything was found. Raises `UserError`."""
    data, pieces = DataConfig(), None
    if options.model is not None:
        data, pieces = run_of(Path(options.model), options.allow_code)
        if data.directions is not None and None in (options.source, options.target):
            known = ", ".join(data.directions)
            raise UserError(f"-m {options.model}: has the directions {known}; say which by --source and --target")
    source, target = options.source or data.source, options.target or data.target
    if options.format is not None:
        FORMATS.check("--format", options.format)
    examples, columns = data_of(options)
    if columns is not None and len({*columns}) < max(2, len(columns)):
        typed, wanted = " ".join(columns), "two columns or more, all different: of source, target and features, if any"
        raise UserError(f"--columns {typed}: name {wanted}")
    files = DataConfig(source=source, target=target, format=options.format, columns=columns)
    train = find_data("DATA", examples, files)
    given = {split: getattr(options, split) for split in ("validation", "test")}
    held = {split: find_data(f"--{split}", path, files) for split, path in given.items() if path is not None}
    for note in (note for one in (train, *held.values()) for note in one.notes):
        log(note)
    if options.fix is not None:
        outputs(options.fix, source, target, train.features)  # what cannot be written is refused before the work
    examined = diagnose(train, held, pieces, (source, target))
    reports = {split: one.report for split, one in examined.items()}
    records = as_json(reports)
    if not options.json:
        print(printable(as_text(reports)), flush=True)
    if options.fix is not None:
        done = write_fixed(options.fix, (source, target), train, examined, records)
        log(
            f"{', '.join(done['files'])}: {done['pairs']:,} pairs, {len(done['left out']):,} left out and"
            f" {len(done['mended']):,} mended ({report_of(options.fix)})",
        )
        records = {**records, "fixed": done}
    if options.json:
        print(json.dumps(records))
    return int(any(report.findings for report in reports.values()))


def data_of(options: argparse.Namespace) -> tuple[str, list[str] | None]:
    """DATA and the columns; DATA may stand behind two columns, as in the days when there were no more. Raises `UserError`."""
    if options.data is not None:
        return options.data, options.columns
    if len(options.columns or ()) == 3:
        return options.columns[2], options.columns[:2]
    raise UserError("give DATA, the training pairs to examine, before --columns")


def run_of(folder: Path, allow_code: bool) -> tuple[DataConfig, Pieces]:
    """The languages and the tokenizers of a run."""
    config = load_config(folder, allow_code)
    if not rules_of(config.task).translates:
        raise UserError(f"-m {folder}: has task={config.task}; doctor examines what is to be translated, leave it out")
    return config.data, Pieces(load_codecs(folder), (preparation(config, "source"), preparation(config, "target")))
