"""``s2s export``: a run for ONNX Runtime, in fp32 or int8."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from s2s.commands.refusals import refuse_given, refuse_idle, refuse_unpaired
from s2s.commands.web import check_page, write_page
from s2s.config.directions import directions_of
from s2s.config.distributions import install
from s2s.config.options import get
from s2s.config.registries import REGISTRIES
from s2s.config.registry import is_code
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.texts import CUT, read_text_pair
from s2s.data.mixture import DIRECTION
from s2s.data.text.preparation import preparation
from s2s.errors import SettingError, UserError
from s2s.inference.directions import turned
from s2s.runs.find import check_not_fetched, packed_as
from s2s.runs.folder import load_config
from s2s.runtime.process import log
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Examples, reading_of

LIMIT_EXAMPLES = 1000
"""Examples that the export is checked on."""
ROLES = ("source", "target")
CODE = ("model.cell", "model.decoder.cell", "model.attention", "model.bridge", "model.head")
"""Options that may name code of the user's own, which then is to bring its ONNX."""


def run(options: argparse.Namespace) -> None:
    """Export, check, and say what came out. Raises `UserError`."""
    options.model = single(options.model, options.allow_code)
    folder = Path(options.model)
    config = load_config(folder, options.allow_code)
    if options.web is None:
        check_place(folder)
    if not task_of(config).exporter:
        remedy = "give the class the attribute `exporter`, as ``module:Class``"
        raise UserError(f"{folder}: task={config.task} cannot be exported; {remedy}")
    check_code(folder, config)
    try:
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
    except ImportError as error:
        raise UserError(f"s2s export: {error.name} is not installed; {install('onnx')}") from None
    check_shortlist(options, config)
    check_page(options, folder, config)
    own_texts = options.source is not None or options.reference is not None
    refuse_idle(options.run_data, own_texts and options.shortlist is None)
    if not rules_of(config.task).translates:
        refuse_given(options, ("to", "from_"), f"with task={config.task}")
        chosen, train = examples(options, folder), None
    else:
        refuse_unpaired(options)
        data, _ = turned(config.data, options.to, options.from_) if own_texts else (config.data, True)
        chosen, train = texts(options, replace(config, data=data))
    from s2s.export.write import export

    def export_to(page: Path | None, int8: bool) -> str:
        return export(folder, int8, chosen, options.shortlist or 0, train, options.allow_code, page)

    if options.web is None:
        log(f"{folder / 'onnx'}: {export_to(None, options.int8)}")
    else:
        write_page(options, config, export_to)


def single(runs: Sequence[str], allow_code: bool) -> str:
    """The run among `runs`. Raises `UserError` for several, with what makes one network of them."""
    if len(runs) > 1:
        names, remedy = " ".join(runs), "export one of them"
        if rules_of(load_config(Path(runs[0]), allow_code).task).translates:
            remedy = f"distil them to one that is (s2s distill -m {names} -o PREFIX), or {remedy}"
        raise UserError(f"{names}: an ensemble is several networks, of which no export is written; {remedy}")
    return runs[0]


def check_place(folder: Path) -> None:
    """Raise `UserError` for a folder in a cache, in which an export would be lost."""
    if (pack := packed_as(folder)) != folder:
        raise UserError(
            f"{pack}: is packed, and an export would be written into the cache; export the run that was packed"
        )
    check_not_fetched(folder, "an export")


def check_shortlist(options: argparse.Namespace, config: RunConfig) -> None:
    """Raise `SettingError` for a shortlist that cannot be."""
    if options.shortlist is None:
        return
    if not rules_of(config.task).translates:
        raise SettingError("shortlist", options.shortlist, f"has no effect with task={config.task}; leave it out")
    if options.shortlist < 1:
        raise SettingError("shortlist", options.shortlist, "use 1 or more")
    if directions_of(config.data):
        remedy = "a source may become words of any of the target languages; leave it out"
        raise SettingError("shortlist", options.shortlist, remedy)


def check_code(folder: Path, config: RunConfig) -> None:
    """Raise `UserError` for parts of the user's own that cannot be exported."""
    for option in CODE:
        name = get(config, option)
        if is_code(name) and not REGISTRIES[option].load(name).has_onnx():
            remedy = "give the class its ONNX methods, or use --backend torch"
            raise UserError(f"{folder}: {option}={name} brings no ONNX and cannot be exported; {remedy}")


def texts(options: argparse.Namespace, config: RunConfig) -> tuple[Examples, Any]:
    """The translations that the export is checked on, and the training pairs if there is to be a shortlist."""
    given: Examples | None = None
    if options.source is not None:
        read = read_text_pair(options.source, options.reference, replace(reading_of(config), remedy=CUT))
        if not any(source.strip() and reference.strip() for source, reference in zip(*read, strict=True)):
            raise UserError(f"{options.source}: has no sentence with a reference to check the export on; give some")
        prepared = [
            list(map(preparation(config, role), lines))[:LIMIT_EXAMPLES]
            for role, lines in zip(ROLES, read, strict=True)
        ]
        given = Examples(prepared[0], prepared[1], None, faced(config) * len(prepared[0]) or None)
        if options.shortlist is None:
            return given, None
    from s2s.tasks.own_data import own_data

    wanted = ["train"] * (options.shortlist is not None) + ["validation"] * (given is None)
    corpus = own_data(Path(options.model), config, options.run_data, wanted)
    return given or validation(corpus), None if options.shortlist is None else corpus.train


def examples(options: argparse.Namespace, folder: Path) -> Examples:
    """What the export of a run that does not translate is checked on: its validation set, or the user's own files."""
    from s2s.tasks.loaded import Loaded
    from s2s.tasks.own_data import own_data

    loaded = Loaded([folder], allow_code=options.allow_code)
    if options.source is None and options.reference is None:
        return validation(own_data(folder, loaded.config, options.run_data, ["validation"]))
    given = loaded.examples(options.source, options.reference)
    return given.select(range(min(len(given.targets), LIMIT_EXAMPLES)))


def validation(corpus: Corpus) -> Examples:
    """The first examples of the validation set, of several directions as many of each."""
    spans = corpus.spans.get("validation") or (range(len(corpus.validation)),)
    most = LIMIT_EXAMPLES // len(spans)
    rows = corpus.validation[[row for span in spans for row in span[:most]]]
    return Examples(list(rows["source"]), list(rows["target"]), None, list(rows.get(DIRECTION, ())) or None)


def faced(config: RunConfig) -> list[int]:
    """The number of the direction in which the texts of the user are; none where there is one. Raises `UserError`."""
    directions, data = directions_of(config.data), config.data
    numbers = [number for number, one in enumerate(directions) if one in ((data.source, data.target),)]
    if directions and not numbers:
        known = ", ".join(map(str, directions))
        raise UserError(f"--source: of which direction are the texts? give --to and --from of one of {known}")
    return numbers
