"""``s2s export --web``: a page that translates in the browser, around an export that is made for it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import load_codecs
from s2s.errors import SettingError, UserError
from s2s.inference.arguments import run_settings
from s2s.runs.folder import load_facts
from s2s.runtime.process import log


def check_page(options: argparse.Namespace, folder: Path, config: RunConfig) -> None:
    """Raise `UserError` for options of a page that have no effect, and for a run that a page cannot run."""
    for name, value in (("fp32", options.fp32), ("runtime", options.runtime)):
        if value and options.web is None:
            raise SettingError(name, value, "has no effect without --web; add it, or leave this out")
    if options.fp32 and options.int8:
        raise SettingError("fp32", True, "and --int8 are two precisions; give one of them")
    if options.web is None:
        return
    from s2s.serve import web, web_runtime

    if not rules_of(config.task).translates:
        raise UserError(f"{folder}: --web: task={config.task}: a page only translates; export without --web")
    web.check(folder, config, load_codecs(folder), run_settings(config))
    web.check_target(Path(options.web))
    for package in web_runtime.PACKAGES if options.runtime is not None else ():
        web_runtime.package_in(Path(options.runtime), package)


def write_page(options: argparse.Namespace, config: RunConfig, export: Callable[[Path, bool], str]) -> None:
    """Write the folder of the page around what `export` writes to a folder, in int8 or not, and say what it weighs.

    Raises `UserError`.
    """
    from s2s.serve import web

    folder, out = Path(options.model), Path(options.web)
    runtime = None if options.runtime is None else Path(options.runtime)
    with web.built(out) as partial:
        said = export(partial / "model", not options.fp32)
        size = web.build(partial, config, load_codecs(folder), load_facts(folder), run_settings(config), runtime)
    log(f"{out}: a page of {size / 1e6:.1f} MB; its model: {said}")
    log(f"serve it with any file server: python -m http.server -d {out}; over the network browsers want https")
