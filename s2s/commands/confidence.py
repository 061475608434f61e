"""``s2s confidence``: how sure a run is of what it writes, learned from validation text and kept with the run."""

from __future__ import annotations

import argparse
from pathlib import Path

from s2s.commands.refusals import refuse_idle, refuse_unpaired
from s2s.config.tasks import rules_of
from s2s.decode.backends.exported import add_file, find_export
from s2s.errors import SettingError, UserError
from s2s.files import unwritable
from s2s.inference.confidence import save_confidence, to_json
from s2s.inference.directions import turned
from s2s.runs.find import check_not_fetched, packed_as
from s2s.runs.folder import load_config
from s2s.runs.names import CONFIDENCE
from s2s.runtime.process import log
from s2s.tasks.confidence import learned, observed, spread
from s2s.tasks.loaded import Loaded


def run(options: argparse.Namespace) -> None:
    """Translate, compare, and write ``confidence.json``, also into the export of the run. Raises `UserError`."""
    folder = Path(options.model)
    config = load_config(folder, options.allow_code)
    if (pack := packed_as(folder)) != folder:
        raise UserError(f"{pack}: is packed, and cannot be changed; give the run that was packed, and pack it again")
    check_not_fetched(folder, "a confidence")
    if not rules_of(config.task).translates:
        raise UserError(f"{folder}: task={config.task} has no confidence, only translate has")
    refuse_unpaired(options)
    refuse_idle(options.run_data, options.source is not None)
    how = options.device, options.backend, options.threads, options.allow_code
    loaded = Loaded([options.model], *how, run_data=options.run_data)
    settings: dict[str, str | None] = {}
    if options.source is not None:
        turned(config.data, options.to, options.from_)  # refused before anything is read
        settings = {"to": options.to, "from_": options.from_}
        examples, what = loaded.examples(options.source, options.reference), options.source
    elif options.to is not None or options.from_ is not None:
        keyword = "from" if options.to is None else "to"
        raise SettingError(keyword, options.to or options.from_, "has no effect without --source FILE; leave it out")
    else:
        examples, what = loaded.held_out("validation"), "the validation set"
    chosen = examples.select(spread(len(examples.targets)))
    confidence = learned(observed(loaded.reader, chosen, settings), what)
    exported = find_export(folder)
    written = [folder / CONFIDENCE] if exported != folder else []
    try:
        if written:
            save_confidence(folder, confidence)
        if exported is not None:
            add_file(exported, CONFIDENCE, to_json(confidence).encode())
            written.append(exported / CONFIDENCE)
    except OSError as error:
        raise unwritable(folder, error) from None
    log(
        f"{' and '.join(map(str, written))}: written; translate --output-type json shows it, --min-confidence P uses it"
    )
