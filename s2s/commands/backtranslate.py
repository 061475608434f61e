"""``s2s backtranslate``: text of one language with its translations as sources, a corpus for a model that writes that language.

Sennrich et al. 2016 (arXiv:1511.06709, §3): a model of the reverse direction translates text by people, which becomes the target
of new pairs. How it translates matters: by a search, by sampling, or by a search with noise (Edunov et al. 2018,
arXiv:1808.09381). Such a corpus is best told apart by a tag (Caswell et al. 2019, arXiv:1906.06442).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from s2s.commands import translate
from s2s.commands.distill import one_direction, room
from s2s.commands.unfinished import note_of
from s2s.config.directions import directions_of
from s2s.config.overrides import as_typed
from s2s.config.schema import DataConfig
from s2s.data.text.lines import open_binary
from s2s.errors import UserError
from s2s.files import ABANDONED, clear, partial_of, writing
from s2s.inference.noise import Noise
from s2s.inference.tally import as_one_line
from s2s.runs.folder import load_config
from s2s.runtime.process import log
from s2s.streams import opened, stdin

Through = Callable[[Iterator[str]], Iterator[str]]


def run(options: argparse.Namespace) -> None:
    """Write PREFIX.SOURCE, the translations, and PREFIX.TARGET, their text, and say how to use them. Raises `UserError`."""
    option, prefix = named(options)
    data = corpus(options, option, prefix)
    if data is not None:
        log(f"{prefix}.{data.target}, {prefix}.{data.source}: are a corpus from {data.target} to {data.source}")
        log(use(prefix, data))


def corpus(options: argparse.Namespace, option: str, prefix: str) -> DataConfig | None:
    """Write both files, as the direction that is returned says; None where they are there. Raises `UserError`."""
    noise, options.seed = noise_of(options)
    changes = translate.settings_given(options)  # what cannot be is refused before a model is loaded
    config = load_config(Path(options.model[0]), options.allow_code)
    data = one_direction(options, config)
    translations, texts = Path(f"{prefix}.{data.target}"), Path(f"{prefix}.{data.source}")
    if option == "--resume" and texts.exists() and translations.exists() and not note_of(translations).exists():
        log(f"{translations}, {texts}: are whole already; what they were made with is not compared")
        return None
    setattr(options, option.removeprefix("--"), str(translations))
    with room(option, prefix, [texts] if option == "--resume" else [texts, translations]):
        try:
            opening = contextlib.nullcontext(stdin()) if options.input is None else open_binary(options.input)
            with opening as source, copying(texts, f"{option} {prefix}") as through:
                translate.translate(source, options, changes, noise, counted(through, options.input))
        except KeyboardInterrupt:
            log(translate.interrupted(*((prefix, None) if option == "--output" else (None, prefix))))
            raise
        except NoText:
            for path in (translations, note_of(translations)):
                path.unlink(missing_ok=True)
            raise
        except UserError:
            if option == "--output":
                translations.unlink(missing_ok=True)  # of the lines before the one that is wrong
            raise
    return data


def named(options: argparse.Namespace) -> tuple[str, str]:
    """The option that names the files, and their prefix. Raises `UserError`."""
    given = {f"--{name}": value for name in ("output", "resume") if (value := getattr(options, name)) is not None}
    if len(given) != 1:
        raise UserError(
            "give --output PREFIX, or --resume PREFIX, with which a call that is ended early can be gone on with"
        )
    ((option, prefix),) = given.items()
    return option, prefix


def noise_of(options: argparse.Namespace) -> tuple[Noise | None, int | None]:
    """The noise that the options ask for, and the seed that is left for samples. Raises `UserError`."""
    if not options.noise:
        return None, options.seed
    if options.sample:
        raise UserError("--noise: is for translations that a search finds, not for samples; leave --sample or it out")
    return Noise(1 if options.seed is None else options.seed), None


class NoText(UserError):
    """There is no line of text to translate."""


def counted(through: Through, name: str | None) -> Through:
    """`through`, which ends in `NoText` where no line of the input called `name` has text."""

    def lines(given: Iterator[str]) -> Iterator[str]:
        some = False
        for line in through(given):
            some = some or (not line.isspace() and line != "")
            yield line
        if not some:
            raise NoText(
                f"{'stdin' if name is None else f'--input {name}'}: has no line of text; give text to translate"
            )

    return lines


@contextlib.contextmanager
def copying(path: Path, option: str) -> Iterator[Through]:
    """What gives lines on and writes them to a file, which appears at the end, when all have been translated."""
    unfinished = partial_of(path)
    try:
        with writing(option):
            clear(path, ABANDONED)
            with opened(unfinished, "x") as file:

                def through(lines: Iterator[str]) -> Iterator[str]:
                    for line in lines:
                        file.write(f"{as_one_line(line)}\n".encode())
                        yield line

                yield through
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def use(prefix: str, data: DataConfig) -> str:
    """How to train on the files, in the reverse of the direction of `data`."""
    several = f" directions: [{data.target}-{data.source}]," if directions_of(data) else ""
    languages = f"data.source={data.target} data.target={data.source}"
    corpora = f"data.corpora=[{{train: PAIRS}},{{train: {as_typed(prefix)},{several} tag: bt}}]"
    return f"train on them:  s2s train data=files {shlex.quote(corpora)} {languages} data.validation=PAIRS_BY_PEOPLE"
