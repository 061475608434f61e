"""``s2s distill``: a teacher's translations as a corpus, for a student to learn from (Kim and Rush 2016, arXiv:1606.07947).

Sequence-level distillation (§3.2): the teacher's distribution over sentences is replaced by its mode, as beam search
finds it, so the student is trained on the teacher's own translations of the training sources as on any other corpus.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from s2s.commands.evaluate import settings_given
from s2s.commands.refusals import refuse_idle
from s2s.config.directions import UNDETERMINED, Direction, directions_of
from s2s.config.options import get
from s2s.config.overrides import as_typed
from s2s.config.schema import DataConfig, RunConfig
from s2s.config.tasks import rules_of
from s2s.config.weighted import corpus_of
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.texts import begun
from s2s.data.text.lines import open_binary, read_lines
from s2s.decode.backend import Settings
from s2s.errors import UserError
from s2s.files import ABANDONED, clear, partial_of, writing
from s2s.inference.directions import turned
from s2s.inference.tally import Tally, as_one_line
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config
from s2s.runtime.process import log
from s2s.runtime.progress import counted
from s2s.streams import opened
from s2s.tasks.own_data import own_data

ROWS = 1000
"""Pairs of the corpus that are read at a time."""


def run(options: argparse.Namespace) -> None:
    """Write PREFIX.SOURCE and PREFIX.TARGET, and say how to train on them. Raises `UserError`."""
    if options.keep_original and options.source is not None:
        raise UserError("--keep-original: has no effect with --source, whose lines have no translation; leave one out")
    refuse_idle(options.run_data, options.source is not None)
    changes = settings_given(options)
    Settings(**changes).check_given(changes)  # what cannot be is refused before a model is loaded
    config = load_config(Path(options.model[0]), options.allow_code)
    data = one_direction(options, config)
    with appearing(options.output, data.source, data.target) as files:
        corpus = None
        if options.source is None:
            corpus = own_data(Path(options.model[0]), config, options.run_data, ("train",))
        rows = rows_of(corpus, data)
        sources = lines_of(options.source) if corpus is None else Column(corpus, "source", rows)
        translator = Translator.load(
            options.model, options.device, options.backend, options.threads, options.allow_code
        ).facing(options.to, options.from_)
        tally = Tally()
        count = write(
            files,
            distilled(
                translator,
                counted(sources, "sentence", len(sources) if isinstance(sources, Column) else None),
                changes,
                options.no_split,
                tally,
            ),
        )
        tally.report("corpus")
        blank, originals = tally.lines - count, 0
        if options.keep_original and corpus is not None:
            pairs = zip(Column(corpus, "source", rows), Column(corpus, "target", rows), strict=True)
            originals = write(files, pairs)
        if not count:
            raise UserError(f"{options.model[0]}: all {blank:,} translations are blank; distil from a trained run")
    also = f" and {originals:,} originals" if originals else ""
    log(
        f"{options.output}.{data.source}, {options.output}.{data.target}: {count:,} translations{also}; {blank:,} blank ones"
        f" left out\ntrain a student:  s2s train data=files {shlex.quote(f'data.train={as_typed(options.output)}')}"
        f" data.source={data.source} data.target={data.target} data.validation=PAIRS_BY_PEOPLE{pieces_of(config)}",
    )


def pieces_of(config: RunConfig) -> str:
    """What a run's text is and how it is cut, as typed in a shell, where it is not the default, each option after a blank."""
    usual, sides = RunConfig(), ("tokenizer", "tokenizer.source", "tokenizer.target")
    names = ["data.lowercase", "data.tokenized", *(f"{side}.{name}" for side in sides for name in ("kind", "pattern"))]
    given = [f"{name}={as_typed(get(config, name))}" for name in names if get(config, name) != get(usual, name)]
    return "".join(f" {shlex.quote(option)}" for option in given)


def one_direction(options: argparse.Namespace, config: RunConfig) -> DataConfig:
    """The options of the data of a run that translates, as it faces the direction that is typed. Raises `UserError`."""
    if not rules_of(config.task).translates:
        raise UserError(f"{options.model[0]}: task={config.task}; only translations make a corpus of pairs")
    if config.data.features:
        raise UserError(f"{options.model[0]}: reads features beside the text, which a corpus of pairs cannot hold")
    data, _ = turned(config.data, options.to, options.from_)
    if data.source == UNDETERMINED:
        known = ", ".join(one.source for one in directions_of(data) if one.target == data.target)
        raise UserError(f"--to {data.target}: is translated to from {known}; say which with --from")
    return data


def rows_of(corpus: Corpus | None, data: DataConfig) -> list[range]:
    """Those of the training pairs that are of the direction that `data` faces, of several corpora of those without a tag.

    Others have no text by people as their sources, which is said. Raises `UserError`.
    """
    if corpus is None:
        return []
    directions, direction = directions_of(data), Direction(data.source, data.target)
    if directions and direction not in directions:
        raise UserError(f"{direction}: the run has no pairs of it; give --source FILE, or another direction")
    number = directions.index(direction) if directions else 0
    if not corpus.parts:
        return [corpus.spans["train"][number] if directions else range(len(corpus.train))]
    own = [one for one in corpus.parts if one.direction == number]
    plain = [one.rows for one in own if corpus_of(data, one.corpus).tag is None]
    if len(plain) < len(own):
        left = sum(len(one.rows) for one in own) - sum(map(len, plain))
        log(f"{left:,} sources of corpora with a tag are left out")
    return plain


class Column:
    """One side of some of the training pairs, read a part at a time."""

    def __init__(self, corpus: Corpus, name: str, rows: Sequence[range]) -> None:
        self.table, self.name, self.rows = corpus.train, name, rows

    def __len__(self) -> int:
        return sum(map(len, self.rows))

    def __iter__(self) -> Iterator[str]:
        for rows in self.rows:
            for start in range(rows.start, rows.stop, ROWS):
                yield from self.table[start : min(start + ROWS, rows.stop)][self.name]


def lines_of(name: str) -> Iterator[str]:
    """The lines of a file, one after the other: text of one language may be larger than memory."""
    with open_binary(name) as stream:
        yield from begun("--source", name, read_lines(stream, name))


def distilled(
    translator: Translator, sources: Iterable[str], changes: dict[str, Any], no_split: bool, tally: Tally
) -> Iterator[tuple[str, str]]:
    """Each source with its best translation, in order; pairs with a blank side are left out."""
    waiting: deque[str] = deque()

    def remembered() -> Iterator[str]:
        for source in sources:
            waiting.append(source)
            yield source

    for translations in translator.stream(
        remembered(), translator.settings(**changes), split=False if no_split else None
    ):
        tally.note(translations[0], "corpus")
        pair = waiting.popleft(), translations[0].text
        if all(side.strip() for side in pair):
            yield pair


def write(files: tuple[BinaryIO, BinaryIO], pairs: Iterable[tuple[str, str]]) -> int:
    """A line in each file for each pair; how many."""
    count = 0
    for pair in pairs:
        for file, line in zip(files, pair, strict=True):
            file.write(f"{as_one_line(line)}\n".encode())
        count += 1
    return count


@contextlib.contextmanager
def room(option: str, prefix: str, paths: Sequence[Path]) -> Iterator[None]:
    """Make the folder of files that are to begin with `prefix`; what is made goes again if nothing is written into it.

    Raises `UserError` where `option` names no prefix, one of the files is there already, or the folder cannot be made.
    """
    if not os.path.basename(prefix):
        raise UserError(f"{option} {prefix}: is no name; give a prefix, such as {os.path.join(prefix, 'translated')}")
    for path in paths:
        if os.path.lexists(path):
            raise UserError(f"{option} {prefix}: {path} is there already; give another prefix, or delete it")
    folder = Path(prefix).parent
    made = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    try:
        with writing(f"{option} {prefix}"):
            folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for one in made:
            with contextlib.suppress(OSError):  # of a folder that is not empty
                one.rmdir()


@contextlib.contextmanager
def appearing(prefix: str, *languages: str) -> Iterator[Any]:
    """Files PREFIX.LANGUAGE to write to; they appear when all of them are whole, and replace none.

    What is there already may be the very corpus that the teacher learned from.
    """
    paths = [Path(f"{prefix}.{language}") for language in languages]
    partials = [partial_of(path) for path in paths]
    with room("--output", prefix, paths):
        for path in paths:
            clear(path, ABANDONED)
        try:
            with contextlib.ExitStack() as stack:
                files = tuple(stack.enter_context(opened(partial, "x")) for partial in partials)
                yield files
                for file in files:
                    file.flush()
                    os.fsync(file.fileno())
            for partial, path in zip(partials, paths, strict=True):
                os.replace(partial, path)
        except OSError as error:
            remedy = "give a prefix in a folder that can be written and has room"
            raise UserError(f"--output {prefix}: {error.strerror or error}; {remedy}") from None
        finally:
            for partial in partials:
                with contextlib.suppress(OSError):
                    partial.unlink(missing_ok=True)
