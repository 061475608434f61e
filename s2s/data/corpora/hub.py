"""Sentence pairs from the Hugging Face hub, or from a local folder in the same form. No code of a dataset is run.

A dataset is downloaded whole and laid out by `datasets`, and from there written to our own table. Streamed, its rows go to
our table as they arrive, and nothing else is kept; the hub is then asked at each start whether it has changed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from s2s.config.corpora import Shape
from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.headers import text_and_label
from s2s.data.corpora.formats.jsonl import TRANSLATION
from s2s.data.corpora.indicators import in_lists, indicators, shown
from s2s.data.corpora.pairs import Pairs, Request
from s2s.data.corpora.tables import languages_of, renamed
from s2s.data.corpora.values import LISTED, label_in, listed, one_line, settled_by_lists, single, tagged
from s2s.errors import UserError, first_line

if TYPE_CHECKING:
    import datasets

PATIENCE = 5.0  # seconds to wait for the hub's answer; the hub's own client would try for minutes
SPLITS = {"train": ("train",), "validation": ("validation", "valid", "val", "dev"), "test": ("test",)}


Rows = Iterator[tuple[str, str]]


class Split(NamedTuple):
    """One split of a dataset."""

    rows: datasets.Dataset | datasets.IterableDataset
    key: str
    """Equal for equal contents."""


class Hub:
    """A dataset of the hub, `data.dataset`, in its configuration `data.config`."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """Those of our names that it has. Raises `UserError`."""
        if data.dataset is None:
            raise UserError("data.dataset: is missing; data=hub needs the name of a dataset or a folder")
        name = f"data.dataset={data.dataset}"
        if Shape.pairs not in request.shapes:
            return hub_examples(name, data, request)
        files = f"data=files data.train=PREFIX (PREFIX.{data.source}, PREFIX.{data.target})"
        source, target = data.columns or (data.source, data.target)
        return hub_pairs(name, data.dataset, data.config, source, target, files, request, data.streaming)


def hub_pairs(
    name: str,
    dataset: str,
    config: str | None,
    source: str,
    target: str,
    local: str,
    request: Request,
    streaming: bool = False,
) -> dict[str, Pairs]:
    """The splits of `dataset`, by our names: train, and validation and test where it has them.

    `name` stands for it in messages; `local` is the alternative to name when there is no network. A split needs a
    column ``translation`` of texts by language, or one column for each side, called `source` and `target`.
    """
    splits = load_splits(name, dataset, config, local, streaming, request)
    return {ours: split_pairs(f"{name}: split {ours}", split, source, target) for ours, split in splits.items()}


def load_splits(
    name: str, dataset: str, config: str | None, local: str, streaming: bool, request: Request
) -> dict[str, Split]:
    """The splits of `dataset`, by our names. Raises `UserError` where train is missing and needed."""
    loaded = load(name, dataset, config, local, streaming)
    splits = {}
    for split, names in SPLITS.items():
        theirs = next((theirs for theirs in names if theirs in loaded), None)
        if theirs is not None:
            splits[split] = loaded[theirs]
    if "train" not in splits and request.needs("train", splits):
        raise UserError(f"{name}: has no split train, only {', '.join(loaded) or 'none'}; choose another dataset")
    return splits


def hub_examples(name: str, data: DataConfig, request: Request) -> dict[str, Pairs]:
    """The splits of `data.dataset` for another task than translation: a column for each side, as `data` names them."""
    first, second = (
        (data.text or "tokens", data.label or "tags")
        if request.tagged
        else (data.text or "text", data.label or "label")
    )
    local, note = "data=files data.train=FILE", ""
    splits = load_splits(name, data.dataset or "", data.config, local, data.streaming, request)
    if not request.tagged and data.text is data.label is None and splits:
        names = list(next(iter(splits.values())).rows.features)
        people = None if {first, second} <= {*names} else text_and_label(names)
        if people is not None:
            first, second = (names[index] for index in people)
            note = f"{name}: its column {first!r} is the text, and {second!r} the label"
    columns = first, second, request, data.label_separator
    pairs = {ours: column_pairs(f"{name}: split {ours}", split, *columns) for ours, split in splits.items()}
    return {
        ours: replace(one, notes=(note, *one.notes) if note and ours == "train" else one.notes)
        for ours, one in pairs.items()
    }


def column_pairs(
    name: str, split: Split, first: str, second: str, request: Request, separator: str | None = None
) -> Pairs:
    """Pairs of two columns, labels by their names, lists of them too. Raises `UserError` where a column is missing."""
    features = split.rows.features
    if second not in features and request.several:
        refuse_indicators(name, next(batches(name, split, [*features]), {}))
    for column, option in ((first, "data.text"), (second, "data.label")):
        if column not in features:
            existing = ", ".join(features)
            raise UserError(f"{name} has the columns {existing}, but not {column}; name it with {option}=…")
    inner = getattr(features[second], "feature", features[second])
    names = getattr(inner, "names", None) or ()
    lists = request.several and separator is None and (inner is not features[second] or isinstance(inner, list))
    settled, note = settled_by_lists(name) if lists else ({}, "")
    each, separator = request.tagged, LISTED if lists else separator

    def pairs() -> Rows:
        rows = (row for rows in batches(name, split, [first, second]) for row in as_rows(rows))
        for number, row in enumerate(rows, start=1):
            try:
                text, value = (listed if each else single)(row[first]), renamed(row[second], names)
                label = listed(value) if each else label_in(value, separator)
            except ValueError as error:
                raise UserError(f"{name}: row {number}: {error}") from None
            except TypeError:
                raise UserError(f"{name}: row {number}: no text with its label; choose other columns") from None
            yield (label, text) if request.swapped else (text, label)

    reader = (lambda: tagged(name, pairs())) if each else pairs
    key = ("hub", split.key, first, second, each, request.swapped, *([separator] if separator else []))
    return Pairs(name, key, reader, (note,) if note else (), settled=settled)


def refuse_indicators(name: str, block: dict[str, list[Any]]) -> None:
    """Raise `UserError` where the columns of some rows hold 0 and 1, one for each label."""
    if labels := indicators(block):
        raise UserError(
            f"{name}: has {shown(labels)}; {in_lists(labels)}, and give s2s.train(data=…) what that returns"
        )


def split_pairs(name: str, split: Split, source: str, target: str) -> Pairs:
    """Pairs from a column ``translation`` or from two columns. Raises `UserError` where there is neither."""
    columns = split.rows.features
    languages = languages_of(columns.get(TRANSLATION))
    if {source, target} <= set(languages):

        def text_pairs(rows: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
            return ((row[source], row[target]) for row in rows[TRANSLATION] if row is not None)

        needed_columns = [TRANSLATION]
    elif {source, target} <= set(columns):

        def text_pairs(rows: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
            return zip(rows[source], rows[target], strict=True)

        needed_columns = [source, target]
    else:
        existing = f"a translation of {', '.join(languages)}" if languages else f"the columns {', '.join(columns)}"
        needed = f"a column translation with {source} and {target}, or columns of these names"
        raise UserError(
            f"{name} has {existing}; data.source={source} and data.target={target} need {needed}; name other columns with"
            " data.columns=[SOURCE,TARGET]"
        )
    return Pairs(name, ("hub", split.key, source, target), lambda: read(name, split, needed_columns, text_pairs))


def read(
    name: str,
    split: Split,
    columns: list[str],
    text_pairs: Callable[[dict[str, Any]], Iterator[tuple[Any, Any]]],
) -> Rows:
    """The pairs of a split; a missing text (null) is blank."""
    number = 0
    for rows in batches(name, split, columns):
        for pair in text_pairs(rows):
            number += 1
            texts = ["" if text is None else text for text in pair]
            if not all(isinstance(text, str) for text in texts):
                raise UserError(f"{name}: row {number}: holds no text; choose other columns or another dataset")
            yield one_line(texts[0]), one_line(texts[1])


def batches(name: str, split: Split, columns: list[str]) -> Iterator[dict[str, list[Any]]]:
    """Some rows at a time, as a list for each of `columns`."""
    try:
        yield from split.rows.select_columns(columns).iter(batch_size=1000)
    except UserError:
        raise
    except Exception as error:  # a stream ends in whatever the network's libraries raise
        raise UserError(f"{name}: cannot be read ({root_cause(error)}); the same command tries again") from None


def as_rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Rows from columns of the same length."""
    return (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def load(name: str, dataset: str, config: str | None, local: str, streaming: bool) -> dict[str, Split]:
    """What `datasets` finds, with every failure in one line, and without a network at once."""
    import datasets
    from datasets.exceptions import DatasetNotFoundError

    folder = os.path.isdir(dataset)
    online = folder or reachable()
    unreachable = f"{name}: no network, the Hugging Face hub does not answer; use a local copy instead: {local}"
    if streaming and not online:
        raise UserError(unreachable)
    try:
        with nullcontext() if online else offline():
            if not streaming:
                loaded = datasets.load_dataset(dataset, config)
                return {split: Split(rows, rows._fingerprint) for split, rows in loaded.items()}
            builder = datasets.load_dataset_builder(dataset, config)
            streams = builder.as_streaming_dataset()
            for rows in streams.values():
                if rows.features is None:  # the first rows could not be read: have the reason raised
                    next(iter(rows))
                    raise ValueError("the columns cannot be told")
            return {split: Split(rows, f"{builder.cache_dir} {split}") for split, rows in streams.items()}
    except DatasetNotFoundError as error:
        if not online:
            raise UserError(unreachable) from None
        raise UserError(f"{name}: {first_line(error)}; check the name, or use a local copy: {local}") from None
    except ConnectionError:
        raise UserError(unreachable) from None
    except Exception as error:  # its readers raise whatever their formats' libraries raise
        raise UserError(f"{name}: cannot be loaded ({root_cause(error)}); check data.dataset and data.config") from None


def root_cause(error: BaseException) -> str:
    """What was wrong in the first place, in one line."""
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {first_line(error, 'no reason given')}"


def reachable() -> bool:
    """Whether the hub answers at all, through whatever proxy the environment names."""
    import huggingface_hub
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    answers: list[bool] = []

    def ask() -> None:
        with suppress(Exception):
            huggingface_hub.get_session().head(constants.ENDPOINT, timeout=PATIENCE)
            answers.append(True)

    # In a thread, as looking up the host's name obeys no timeout.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE + 1)
    return bool(answers)


@contextmanager
def offline() -> Iterator[None]:
    """Have `datasets` use what it has cached and not try the network."""
    from datasets import config
    from huggingface_hub import constants

    before = config.HF_HUB_OFFLINE, constants.HF_HUB_OFFLINE
    config.HF_HUB_OFFLINE = constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        config.HF_HUB_OFFLINE, constants.HF_HUB_OFFLINE = before
