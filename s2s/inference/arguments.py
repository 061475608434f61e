"""What a caller from Python hands over: texts, run folders and settings, each checked before anything is computed."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypedDict

import numpy

from s2s.config.options import MOST_THREADS
from s2s.config.schema import RunConfig
from s2s.config.tasks import TASKS, rules_of
from s2s.decode.backend import Settings
from s2s.decode.backends.exported import find_export
from s2s.errors import SettingError, UserError, guess, named
from s2s.inference.terms import Prefixed
from s2s.runs.find import FETCHED, find_run, packed_as, writable


class Decoding(TypedDict, total=False):
    """Keywords that say how to decode; what is None is as the run says. `s2s.decode.backend.Settings` has the defaults."""

    beam: int | None
    """Width of the beam search; 1 is greedy."""
    length_penalty: float | None
    """Exponent of the length penalty (Wu et al. 2016, arXiv:1609.08144, eq. 14): 0 for none, higher for longer outputs."""
    coverage_penalty: float | None
    """Weight of the coverage penalty (ibid.): 0 for none, higher for fewer source words left out."""
    search: str | None
    """The search: ``greedy``, ``beam``, ``sample``, or ``package.module:Name``; by default the run's."""
    sample: bool | None
    """Sample each token instead of searching: the search ``sample``."""
    temperature: float | None
    """Divides the logits of a sample."""
    top_k: int | None
    """Sample from the k most probable tokens; 0 for all."""
    top_p: float | None
    """Sample from the most probable tokens that together have this probability."""
    seed: int | None
    """Of the samples."""
    batch_tokens: int | None
    """Source positions, padding included, that are decoded side by side."""
    attention: bool | None
    """Give the attention weights too, in `Translation.attention`."""
    token_log_probs: bool | None
    """Give the log-probability of each token too."""
    max_length: int | None
    """The most pieces of an output; what is longer ends without its end, and has the flag ``truncated``."""
    forced_length: int | None
    """Exactly so many tokens for each output, for benchmarks."""


class Demanding(TypedDict, total=False):
    """Keywords that say what translations must hold."""

    glossary: Any
    """Terms: a path (`docs/terms.md`), a dict of source terms to target terms, or a list of tuples such as ``("dog", "Hund")`` or ``("May", "Mai", "case")``."""
    keep: Sequence[str] | None
    """Regular expressions: what they match of a text is in its translation as it is."""


class Writing(Decoding, Demanding, total=False):
    """Keywords of `Translator.translate`."""

    prefixes: Sequence[str] | None
    """For each text the beginning that its translation must have; an empty one demands nothing."""
    split: bool | None
    """Whether each line is cut into sentences, which are translated one by one; None: where the training text was so."""
    min_confidence: float | None
    """What is less sure than this, from 0 to 1, is not written: there is an empty text in its place."""
    to: str | None
    """The language to translate to, of a model of several directions."""
    from_: str | None
    """The language of the text, likewise."""


SAMPLE = "sample"
"""The search that draws."""
NAMES = (*(field.name for field in fields(Settings)), SAMPLE)
BACKENDS = ("auto", "torch", "onnx")
OTHERS = ("split", "min_confidence", "glossary", "keep", "prefixes", "to", "from_")
"""Keywords of `Writing` that say nothing of the search."""


def run_settings(config: RunConfig) -> Settings:
    """How a run says to decode."""
    decode = config.decode
    single_step = rules_of(config.task).single_step
    return Settings(
        beam=decode.beam,
        search=decode.search,
        length_penalty=decode.length_penalty,
        coverage_penalty=decode.coverage_penalty,
        max_length=decode.max_length or (config.data.max_length if single_step else None),
    )


def check_settings(changes: Mapping[str, Any]) -> None:
    """Raise `UserError` for a keyword that is no setting, or that has no effect beside the others."""
    for name in changes:
        if name not in NAMES:
            raise UserError(f"{name}: no such setting; {guess(name, (*NAMES, *OTHERS))}")
    sample, search = changes.get("sample"), changes.get("search")
    if not isinstance(sample, bool | numpy.bool_ | None):
        raise SettingError("sample", sample, "use True or False")
    if sample and search not in (None, SAMPLE):
        raise SettingError("sample", True, f"has no effect with the search {search}; leave one of them out")


def texts_of(given: object, numbers: bool = False, keyword: str = "text") -> tuple[list[Any], bool]:
    """The examples as a list, and whether `given` was a single text. With `numbers` vectors may stand for texts.

    Raises `UserError` that names the `keyword` and the place of what is neither.
    """
    if isinstance(given, str):
        return [given], True
    if hasattr(given, "columns"):  # of pandas, polars or Arrow, whose elements are no rows
        raise UserError(f"{keyword}: is a table; give one of its columns, as table[NAME]")
    expected = "text, or numbers" if numbers else "a string"
    if isinstance(given, bytes | bytearray | Mapping | set | frozenset) or not isinstance(given, Iterable):
        raise UserError(f"{keyword}: is {named(given)}; give {expected}, or a list of such")
    try:
        values = list(given)
    except TypeError:  # an array without dimensions
        raise UserError(f"{keyword}: is {named(given)}; give {expected}, or a list of such") from None
    for index, value in enumerate(values):
        if not isinstance(value, str) and not (numbers and are_numbers(value)):
            raise UserError(f"{keyword}[{index}]: is {named(value)}; give {expected} in its place")
    return values, False


def prefixed(lines: list[Any], single: bool, prefixes: object) -> list[Any]:
    """`lines`, each with the beginning that its translation must have. Raises `UserError`."""
    given = texts_of([prefixes] if single and isinstance(prefixes, str) else prefixes, keyword="prefixes")[0]
    if isinstance(prefixes, str) and not single:
        raise UserError("prefixes: is a string; give a list, with a string for each text")
    if len(given) != len(lines):
        raise UserError(f"prefixes: are {len(given)} for {len(lines)} texts; give one for each, an empty one for none")
    named = ["prefixes"] if single else [f"prefixes[{number}]" for number in range(len(given))]
    return [Prefixed(*each) for each in zip(lines, given, named, strict=True)]


def are_numbers(value: object) -> bool:
    """Whether `value` is an array of numbers, or can become one."""
    if value is None or isinstance(value, bytes | bytearray):
        return False
    try:
        numpy.asarray(value, dtype=numpy.float64)
    except (TypeError, ValueError):
        return False
    return True


def folder_of(folder: object) -> Path:
    """The path of a run folder, or of the run of that name in ``runs``. Raises `UserError` for what is no path."""
    if not isinstance(folder, str | os.PathLike):
        raise UserError(f"folder: is {named(folder)}; give the path of a run folder, such as runs/run-1")
    return find_run(folder)


def folders_of(folder: object) -> list[Path]:
    """The paths of one run folder or of several. Raises `UserError` for what is none, and where there is none."""
    several = folder if isinstance(folder, Sequence) and not isinstance(folder, str | bytes) else [folder]
    if not several:
        raise UserError("no run folder given; give at least one")
    return list(map(folder_of, several))


def in_torch(folders: Sequence[object], device: str, backend: str) -> bool:
    """Whether runs are used in torch, whatever exports they have: where torch or a GPU is asked for, and as an ensemble."""
    return len(folders) > 1 or backend == "torch" or (backend == "auto" and device not in ("auto", "cpu"))


def chosen_export(folder: Path, backend: str, device: str, task: str | None = None) -> Path | None:
    """The export that the run in `folder` is to be used by, or None for torch; its `task` where that is known.

    Raises `SettingError` for what cannot be.
    """
    if backend not in BACKENDS:
        raise SettingError("backend", backend, f"unknown; choose from {', '.join(BACKENDS)}")
    if in_torch([folder], device, backend):
        return None
    exported = find_export(folder)
    if backend == "onnx" and exported is None:
        raise SettingError("backend", backend, without_export(folder, task))
    if exported is not None and device not in ("auto", "cpu"):
        raise SettingError("device", device, "an export runs on the CPU; use --backend torch")
    return exported


def without_export(folder: Path, task: str | None) -> str:
    """What to say of the run in `folder`, which has no export: how to write one, where that can be."""
    if task is not None and not getattr(TASKS.load(task), "exporter", ""):
        return f"has no effect with task={task}, which runs in torch"
    if not writable(folder):
        named = FETCHED.get(str(folder), packed_as(folder))
        return f"{named} has no export; use --backend torch, or have the run that it was made of exported"
    return f"{folder} has no export; write one: s2s export -m {shlex.quote(str(folder))}"


def check_threads(threads: int | None) -> None:
    """Raise `SettingError` unless `threads` is a number of threads that a process may have, or None."""
    if threads is None:
        return
    number = isinstance(threads, int | numpy.integer) and not isinstance(threads, bool)
    if not number or not 1 <= threads <= MOST_THREADS:
        raise SettingError("threads", threads, f"use a whole number of 1 or more, and at most {MOST_THREADS}")


def check_writes(config: RunConfig) -> None:
    """Raise `UserError` for the run of a task that writes no text."""
    if not rules_of(config.task).writes:
        raise UserError(f"task={config.task}: the run writes no text; use s2s predict")
