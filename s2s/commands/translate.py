"""``s2s translate``: one line in, one line out, in order."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from s2s.commands import below, demanded
from s2s.commands.arriving import arriving
from s2s.commands.conversation import Conversation
from s2s.commands.output import check_output
from s2s.commands.sinks import outputs
from s2s.commands.unfinished import check_identity, identity
from s2s.commands.workers import check_number, shared
from s2s.commands.written import Form
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.corpora.texts import noticed
from s2s.data.text.lines import open_binary, read_lines, until_error
from s2s.decode.backend import LIMIT_HYPOTHESES, Settings
from s2s.decode.backends.exported import find_export
from s2s.decode.scheduler import WINDOW
from s2s.errors import SettingError, UserError
from s2s.inference.arguments import SAMPLE
from s2s.inference.directions import turned
from s2s.inference.lines import say_untrained
from s2s.inference.noise import Noise
from s2s.inference.tally import Tally
from s2s.inference.terms import Line
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config
from s2s.runtime.machine import cores
from s2s.runtime.process import log
from s2s.runtime.signals import Terminated
from s2s.streams import stdin

Languages = tuple[str | None, str | None]
"""What --to and --from say."""
BYTES_WORTH_A_PROCESS = 100_000


def run(options: argparse.Namespace) -> None:
    """Translate stdin or a file. Raises `UserError`."""
    changes = settings_given(options)
    if options.engine == "ray":
        from s2s.commands import on_ray

        check_split(options, load_config(Path(options.model[0]), options.allow_code))
        on_ray.translate(options, changes)
        return
    if options.format is not None:
        raise UserError(f"--format {options.format}: has no effect without --engine ray; leave it out")
    if options.document is not None:
        from s2s.commands import document  # with all kinds of documents

        document.translate(options, changes)
        return
    without_document(options)
    if options.resume is None:
        check_output(options.output)
    source = stdin() if options.input is None else open_binary(options.input)
    if options.resume is not None and source.isatty():
        raise UserError(f"--resume {options.resume}: needs text that comes again alike; give --input FILE or a pipe")
    try:
        if is_file(source):
            with source:
                translate(source, options, changes)
        else:
            translate(source, options, changes)
            source.close()  # not after an error: a thread may be waiting for a line, and closing would wait for it
    except Terminated:
        raise  # for which there is a line of its own
    except KeyboardInterrupt:
        if remark := interrupted(options.output, options.resume):
            log(remark)
        raise


def without_document(options: argparse.Namespace) -> None:
    """Refuse what belongs to documents where there is none."""
    for name in ("column", "encoding"):
        if (value := getattr(options, name)) is not None:
            shown = value if isinstance(value, str) else value[0]
            raise UserError(f"--{name} {shown}: has no effect without --document; leave it out")


def interrupted(out: str | None, resume: str | None) -> str:
    """How to go on after Ctrl-C; nothing where the output went to stdout."""
    if resume is not None:
        return f"stopped; {resume} keeps what is translated, and the same command goes on (--resume {resume})"
    if out is not None:
        return (
            f"stopped; nothing is written to {out}; with --resume {out.removesuffix('.gz')} in place of -o it could have"
            " gone on from here"
        )
    return ""


def translate(
    source: BinaryIO,
    options: argparse.Namespace,
    changes: dict[str, Any],
    noise: Noise | None = None,
    through: Callable[[Iterator[str]], Iterator[str]] = iter,
) -> None:
    """Translate the lines of `source` in this process or, with several workers, in processes of their own.

    What is written gets `noise`; `through` is given all lines as they are read, and gives them on.
    """
    name = options.input or "stdin"
    lines = through(lines_of(source, name, options))
    demanding, tally = demanded.demanding(options), Tally()
    demanded.check_lines(options)
    below.check(options)
    form = Form.of(options, demanding, noise)
    arguments = (tuple(options.model), options.device, options.backend, options.threads, options.allow_code)
    languages: Languages = (options.to, options.from_)
    workers = options.workers or default_workers(source, options)
    hidden = source.isatty() or (options.output is options.resume is None and sys.stdout.isatty())
    # Before anything of it is read: a worker loads when its first part comes, and a later call goes on with the same.
    model = (
        identity(options.model, options.device, options.backend) if workers > 1 or options.resume is not None else ""
    )
    if workers > 1:
        check_workers(source, options, workers)
        work = partial(work_on, arguments, languages, model, changes, form)
        asked = demanded.prefixed(lines, demanding, name)
        with outputs(asked, options, changes, form, model, hidden) as (sink, aside, first, rest, advance):
            for block, unsure, done, error in shared(rest, work, workers, first):
                aside.write(unsure)
                sink.write(block)
                tally.add(done)
                advance(done.lines)
                if error is not None:
                    raise error
        tally.report(form.kind)
        return
    loaded = load(model, *arguments)
    check_split(options, loaded.config)
    conversation = Conversation(loaded, *languages) if source.isatty() else None
    translator = loaded.facing(*languages) if conversation is None else conversation.translator
    demanded.compiled(translator, translator.settings(**changes), demanding)  # refused before anything is written
    asked = demanded.prefixed(lines if conversation is None else conversation.lines(lines), demanding, name)
    with outputs(asked, options, changes, form, model, hidden) as (sink, aside, written, rest, advance):
        raised: list[UserError] = []
        for part in together(rest, source, conversation, raised):
            translator = translator if conversation is None else conversation.translator
            for block, unsure in blocks(translator, part, written, changes, form, tally):
                aside.write(unsure)
                sink.write(block)
                written += 1
                advance(1)
            sink.flush()
        tally.report(form.kind)
        if raised:
            raise raised[0]


def together(
    lines: Iterator[Line], source: BinaryIO, conversation: Conversation | None, raised: list[UserError]
) -> Iterable[Iterable[Line]]:
    """The `lines` of `source` that are translated together; an error in reading a file goes to `raised`."""
    if conversation is not None:
        return ([line] for line in lines)
    return [until_error(lines, raised)] if is_file(source) else arriving(lines, WINDOW)


def lines_of(source: BinaryIO, name: str, options: argparse.Namespace) -> Iterator[str]:
    """The lines of `source`, with a warning where they look like those of a file with columns, which the run does not read."""
    lines = read_lines(source, name, options.errors)
    return lines if load_config(Path(options.model[0]), options.allow_code).data.features else noticed(lines, name)


def check_workers(source: BinaryIO, options: argparse.Namespace, workers: int) -> None:
    """Refuse, and say, what a single process would as it loads the runs: where there are no lines, no worker looks."""
    if source.isatty():
        raise SettingError("workers", workers, "they take many lines at a time, which a terminal has not; leave it out")
    for folder in options.model:
        config = load_config(Path(folder), options.allow_code)
        check_split(options, config)
        say_untrained(*turned(config.data, options.to, options.from_))


def default_workers(source: BinaryIO, options: argparse.Namespace) -> int:
    """One process for each core when an export translates a large file; they start in a third of a second."""
    if not is_file(source) or options.backend == "torch" or options.device not in ("auto", "cpu"):
        return 1
    if len(options.model) > 1 or find_export(Path(options.model[0])) is None:
        return 1
    return max(1, min(cores(), os.fstat(source.fileno()).st_size // BYTES_WORTH_A_PROCESS))


def is_file(source: BinaryIO) -> bool:
    """Whether all of the text is there already; from a pipe, a terminal or a device it comes line by line."""
    return stat.S_ISREG(os.fstat(source.fileno()).st_mode)


def load(model: str, folders: tuple[str, ...], device: str, backend: str, *arguments: Any) -> Translator:
    """The translator of `folders`; if `model` is given, they must be what it identifies. Raises `UserError`."""
    translator = Translator.load(folders, device, backend, *arguments)
    if model:
        check_identity(folders, model, device, backend)
    return translator


@cache
def opened(model: str, languages: Languages, *arguments: Any) -> Translator:
    """What a worker loads once."""
    return load(model, *arguments).facing(*languages)


def work_on(
    arguments: tuple[Any, ...],
    languages: Languages,
    model: str,
    changes: dict[str, Any],
    form: Form,
    lines: list[Line],
    first: int,
) -> tuple[bytes, list[bytes], Tally, UserError | None]:
    """What a worker process writes for `lines`, what it sets aside and what it has to say of them, and what was wrong with the one after these."""
    tally, raised = Tally(), list[UserError]()
    written = blocks(opened(model, languages, *arguments), lines, first, changes, form, tally)
    pairs = list(until_error(written, raised))
    unsure = [entry for _, entries in pairs for entry in entries]
    return b"".join(block for block, _ in pairs), unsure, tally, raised[0] if raised else None


def blocks(
    translator: Translator, lines: Iterable[Line], first: int, changes: dict[str, Any], form: Form, tally: Tally
) -> Iterator[tuple[bytes, list[bytes]]]:
    """What is written for each line, and what is set aside of it."""
    settings = translator.settings(**changes)
    demands = demanded.compiled(translator, settings, form.demanding)
    stream = translator.stream(lines, settings, first=first, split=form.split, demands=demands, sure=form.sure)
    for number, found in enumerate(stream, first):
        translations, unsure = below.sifted(found, form.least, number)
        tally.note(translations[0], form.kind)
        yield form.line(translations, number).encode(), unsure


def check_split(options: argparse.Namespace, config: RunConfig) -> None:
    """Refuse --no-split where nothing would be split."""
    if options.no_split and not rules_of(config.task).translates:
        raise UserError(f"--no-split: has no effect with task={config.task}, whose lines are never split; leave it out")


def settings_given(options: argparse.Namespace) -> dict[str, Any]:
    """Fields of `Settings`; what cannot be, or has no effect, is refused, before a model is loaded."""
    if options.sample and options.search not in (None, SAMPLE):
        raise UserError(f"--search {options.search}: has no effect with --sample; leave one of them out")
    if options.resume is not None and options.output is not None:
        raise UserError(f"--resume {options.resume}: is where the output goes; leave --output out")
    if options.resume == "-":
        raise UserError("--resume -: stdout keeps nothing that can be gone on with; give a file")
    if (options.resume or "").endswith(".gz"):
        raise UserError(f"--resume {options.resume}: what is packed cannot be gone on with; give a name without .gz")
    check_number(options.workers)
    given = {
        "beam": options.beam_size,
        "nbest": options.nbest,
        "length_penalty": options.length_penalty,
        "coverage_penalty": options.coverage_penalty,
        "max_length": options.max_length,
        "search": SAMPLE if options.sample else options.search,
        "temperature": options.temperature,
        "top_k": options.top_k,
        "top_p": options.top_p,
        "seed": options.seed,
        "batch_tokens": options.batch_size,
        "attention": options.output_type == "json",
    }
    changes = {name: value for name, value in given.items() if value is not None}
    known = {"beam": min(max(1, options.nbest), LIMIT_HYPOTHESES)}  # the run's is not known yet
    settings = Settings(**{**known, **changes})
    settings.check_given(changes)
    demanded.check(options, settings)
    return changes
