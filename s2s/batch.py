"""Corpus-scale translation, back-translation and scoring on Ray Data, from Python (docs/several_machines.md).

`translate` and `score` add columns to a ``ray.data.Dataset``; `translate_files` and `score_files` go from files to files, and keep
what is finished. Workers are actors that each load the model once. `model` is the path of a run folder or of an export, or a
`Translator` that was loaded from one; it must be at the same path on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Literal, Unpack

from s2s.cluster import blocks, corpus, pool
from s2s.cluster.corpus import Report
from s2s.cluster.jobs import Job, Scoring, Translating
from s2s.cluster.worker import Mapper
from s2s.errors import SettingError, UserError, named
from s2s.inference.arguments import Decoding
from s2s.inference.glossary import entries_of, patterns_of
from s2s.inference.translator import Translator

Model = str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | Translator
ROWS = 1000
"""Rows of a dataset that a worker takes at a time."""
TRANSLATION, LOG_PROB = "translation", "log_prob"


def translate(
    dataset: Any,
    model: Model,
    *,
    column: str = "text",
    output: str = TRANSLATION,
    number: str | None = None,
    workers: int | None = None,
    nbest: int | None = None,
    split: bool | None = None,
    glossary: Any = None,
    keep: Sequence[str] | None = None,
    to: str | None = None,
    from_: str | None = None,
    **settings: Unpack[Decoding],
) -> Any:
    """A `ray.data.Dataset` with the translations of a `column` beside the columns that it has, in the same order.

    The columns that are added are `output`, with ``_log_prob`` and ``_flags`` after its name; with `nbest` each is a list.
    Nothing is computed before the dataset that is returned is read. `number` is the column of the number by which a row draws
    its samples, from 0 as lines are counted; it is needed for ``sample=True``. `workers` are as many as the cluster has room
    for, each with the threads that the model was loaded with, 1 for a path. The other keywords are those of
    `Translator.translate`. Raises `UserError`; what is wrong with a row is raised by Ray, when it is read.
    """
    check_dataset(dataset)
    translator = of(model).facing(to, from_)
    job = translating(translator, column, output, nbest, split, glossary, keep, settings)
    if number is None and job.settings.samples:
        raise UserError("number: is needed to sample; name a column with the number of each row (number='…')")
    return mapped(dataset, job, translator, number, workers)


def score(
    dataset: Any,
    model: Model,
    *,
    source: str | None = "source",
    target: str = "target",
    output: str = LOG_PROB,
    workers: int | None = None,
    batch_tokens: int = 2000,
    to: str | None = None,
    from_: str | None = None,
) -> Any:
    """A `ray.data.Dataset` with log P(target | source) of two of its columns as a column more, in the same order.

    As `Translator.score` gives it; of a language model `source` is None. The rest is as for `translate`. Raises `UserError`.
    """
    check_dataset(dataset)
    translator = of(model).facing(to, from_)
    return mapped(dataset, Scoring(source, target, output, batch_tokens), translator, None, workers)


def translate_files(
    pattern: str,
    out: str,
    model: Model,
    *,
    column: str | None = None,
    format: str | None = None,
    resume: bool = False,
    errors: Literal["strict", "replace"] = "strict",
    workers: int | None = None,
    nbest: int | None = None,
    split: bool | None = None,
    glossary: Any = None,
    keep: Sequence[str] | None = None,
    to: str | None = None,
    from_: str | None = None,
    rows: int = blocks.ROWS,
    **settings: Unpack[Decoding],
) -> Report:
    """Translate the files that match `pattern` to the folder `out`: ``s2s translate --engine ray`` (docs/several_machines.md).

    `column` is that of the text; `format` is ``parquet``, ``jsonl`` or ``text``, by default that of the files; `resume` goes on
    with an `out` that was begun; `rows` are those of a block. Raises `UserError`; finished blocks stay.
    """
    pool.check_installed()
    given = corpus.opened(pattern, out, format, resume, errors, rows)
    translator = of(model).facing(to, from_)
    chosen = corpus.text_column(given, column, translator.config.data.source)
    job = translating(translator, chosen, TRANSLATION, nbest, split, glossary, keep, settings)
    return corpus.run(given, job, translator, workers)


def score_files(
    pattern: str,
    out: str,
    model: Model,
    *,
    source: str | None = "source",
    target: str = "target",
    format: str | None = None,
    resume: bool = False,
    workers: int | None = None,
    batch_tokens: int = 2000,
    to: str | None = None,
    from_: str | None = None,
    rows: int = blocks.ROWS,
) -> Report:
    """Score two columns of the files that match `pattern`, as `score`, to the folder `out`, as `translate_files`."""
    pool.check_installed()
    given = corpus.opened(pattern, out, format, resume, "strict", rows)
    job = Scoring(source, target, LOG_PROB, batch_tokens)
    return corpus.run(given, job, of(model).facing(to, from_), workers)


def of(model: Model) -> Translator:
    """The translator that workers are to have, with one thread where `model` is a path. Raises `UserError`."""
    if isinstance(model, str | os.PathLike | Sequence):
        return Translator.load(model, threads=1)
    model.ticket()  # raises where it was made in memory
    return model


def translating(
    translator: Translator, column: str, output: str, nbest: int | None, split: bool | None, glossary: Any,
    keep: Sequence[str] | None, settings: Any,
) -> Translating:  # fmt: skip
    """The job; what cannot be demanded is refused before anything starts. Raises `UserError`."""
    if split is not None and not isinstance(split, bool):
        raise SettingError("split", split, "use True or False")
    for name in ("attention", "token_log_probs"):
        if settings.get(name):
            raise SettingError(name, True, "is not kept in a column; leave it out")
    plan = translator.settings(nbest=nbest, **settings)
    entries = () if glossary is None else entries_of(glossary)
    patterns_of(keep or ())
    translator.demands(plan, entries or None, keep)
    return Translating(column, output, plan, nbest is not None, split, entries, tuple(keep or ()))


def check_dataset(dataset: object) -> None:
    """Raise `UserError` for what is no dataset of Ray Data, or where Ray is not installed."""
    pool.check_installed()
    from ray.data import Dataset

    if not isinstance(dataset, Dataset):
        raise UserError(f"dataset: is {named(dataset)}; give a ray.data.Dataset, as ray.data.read_parquet('…')")


def mapped(dataset: Any, job: Job, translator: Translator, number: str | None, workers: int | None) -> Any:
    """The dataset with the columns of a job. Its rows stay in order, and Ray holds no more of them than its store has room for."""
    known = dataset.columns(fetch_if_missing=False)
    if known is not None:
        for name in (*job.reads, *([] if number is None else [number])):
            if name not in known:
                raise UserError(f"{name}: is no column of the dataset; it has {', '.join(map(repr, known))}")
    count = pool.room(workers, translator)
    made = dataset.map_batches(
        Mapper,
        batch_format="pyarrow",
        batch_size=ROWS,
        fn_constructor_args=(job, translator, number),
        **pool.placed(
            translator, count, first=1
        ),  # with all processors it would wait for ever for what other stages give
    )
    made.context.execution_options.preserve_order = True
    pool.warn_of_waiting(made)
    return made
