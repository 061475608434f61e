"""The corpora that are known by name, what each offers, and the rules between the options of `data`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from s2s.config.directions import check_directions
from s2s.config.options import refuse
from s2s.config.registry import Registry
from s2s.config.schema import ALL, LANGUAGES, DataConfig
from s2s.config.weighted import check_corpora

Shape = StrEnum("Shape", ["pairs", "labelled", "tagged", "text", "vectors", "series"])
"""What examples may be: two texts; a text and its label; words and their tags; a text alone; vectors and their label or
text; a series of numbers, of which windows are cut."""


@dataclass(frozen=True)
class CorpusFacts:
    """What is known of a corpus before it is read. A class of the user's own has attributes of these names."""

    shapes: tuple[str, ...]
    """Of its examples, each one of `Shape`."""
    options: tuple[str, ...] = ()
    """Options of `data` that belong to it, without ``data.``; most are refused with other corpora."""
    needs: tuple[tuple[str, str], ...] = ()
    """Those that must be given, each with what to say where it is not."""
    languages: tuple[str, ...] = ()
    """Those that its text is in; empty where it may be in any."""
    made: bool = False
    """Whether s2s makes it, so that nobody needs to look for faults in it."""
    judged: bool = False
    """Whether a rule, its method `judge`, says how good a text is that is written for a source."""
    sampled: bool = False
    """Whether texts are sampled for it: a search would find the same one for each of its few sources."""
    chosen: bool = True
    """Whether a user chooses it by its name; else it stands for what a program has handed over."""


FILES = ("train", "validation", "test")
CYCLES = ("day", "week", "month", "year")
"""Of which `data.calendar` makes features."""
TABLES = ("time", "series", "past", "known", "calendar", "frequency")
"""Options of series in files and tables."""
CORPORA = Registry(
    "corpus",
    CorpusFacts,
    {
        "phrasebook": (
            "s2s.data.corpora.phrasebook.corpus:Phrasebook",
            CorpusFacts((Shape.pairs,), ("size",), languages=LANGUAGES, made=True),
        ),
        "files": (
            "s2s.data.corpora.files:Files",
            CorpusFacts(
                tuple(Shape),
                (*FILES, "corpora", "format", "columns", "text", "label", "label_separator", *TABLES),
                needs=(("train", "data=files needs it: a prefix (PREFIX.en, PREFIX.de), a .tsv or a .jsonl file"),),
            ),
        ),
        "multi30k": ("s2s.data.corpora.multi30k:Multi30k", CorpusFacts((Shape.pairs,), ("folder",))),
        "hub": (
            "s2s.data.corpora.hub:Hub",
            CorpusFacts(
                (Shape.pairs, Shape.labelled, Shape.tagged),
                ("dataset", "config", "streaming", "columns", "text", "label", "label_separator"),
                needs=(
                    (
                        "dataset",
                        "data=hub needs the name of a dataset, e.g. data.dataset=opus_books data.config=de-en",
                    ),
                ),
            ),
        ),
        "digits": ("s2s.data.corpora.digits:Digits", CorpusFacts((Shape.vectors,), made=True, judged=True)),
        "tunes": (
            "s2s.data.corpora.tunes:Tunes",
            CorpusFacts((Shape.labelled,), ("size",), made=True, judged=True, sampled=True),
        ),
        "memory": (
            "s2s.data.corpora.in_memory:Memory",
            CorpusFacts(
                tuple(Shape),
                ("digest", "columns", "text", "label", "label_separator", *TABLES),
                needs=(("digest", "data=memory is for examples that a program holds, as s2s.train(data=[(…, …), …])"),),
                chosen=False,
            ),
        ),
        "signal": ("s2s.data.corpora.series:Signal", CorpusFacts((Shape.series,), ("size",), made=True)),
    },
)


def corpora_for(shapes: tuple[str, ...]) -> tuple[str, ...]:
    """The registered corpora that can be chosen and whose examples have one of `shapes`."""
    known = {name: CORPORA.facts(name) for name in CORPORA.names}
    return tuple(name for name, facts in known.items() if facts.chosen and {*facts.shapes} & {*shapes})


def another(language: str, facts: CorpusFacts) -> str:
    """What to do where source and target have the same name."""
    others = [known for known in facts.languages if known != language]
    if others:
        return f"choose from {', '.join(others)}"
    return (
        f"for a task within one language, as to simplify or to correct, give the target a name of its own that begins with"
        f" it, e.g. data.target={language}-x-simple (files PREFIX.{language} and PREFIX.{language}-x-simple)"
    )


def check_languages(data: DataConfig, facts: CorpusFacts) -> None:
    """Raise `UserError` for languages that are no codes, are one, or that the corpus has not."""
    codes = {"data.source": data.source, "data.target": data.target}
    for option, language in codes.items():
        if not re.fullmatch(r"[A-Za-z0-9_-]+", language):
            refuse(option, language, "use a language code such as en, de or bn")
    if data.source == data.target:
        refuse("data.target", data.target, f"is also data.source; {another(data.source, facts)}")
    for option, language in codes.items():
        if facts.languages and language not in facts.languages:
            choice = ", ".join(facts.languages)
            refuse(option, language, f"not in the built-in corpus; choose from {choice}, or bring text with data=files")


def check_series(data: DataConfig, facts: CorpusFacts) -> None:
    """Raise `UserError` for options of series that cannot be, or go with others."""
    if data.target not in (DataConfig.target, ALL) and (data.held is None or not {*TABLES} & {*facts.options}):
        refuse("data.target", data.target, f"has no effect with data={data.corpus}; leave it out")
    if data.held is None:
        for name in TABLES:
            if getattr(data, name) is not None:
                refuse(f"data.{name}", getattr(data, name), "needs data.held, such as data.held=0.1")
        return
    if data.held >= 1 and data.held != int(data.held):
        refuse("data.held", data.held, "use a share below 1, or a whole number of steps")
    for cycle in data.calendar or ():
        if cycle not in CYCLES:
            refuse("data.calendar", data.calendar, f"has no {cycle}; name some of {', '.join(CYCLES)}, or [] for none")
    for name in ("past", "known", "calendar"):
        given = getattr(data, name) or []
        if len({*given}) < len(given) or not all(given):
            refuse(f"data.{name}", given, "names one twice, or none; leave it out")


def check_data(data: DataConfig, shapes: tuple[str, ...]) -> None:
    """Raise `UserError` for the first option of `data` that is missing, cannot be, or belongs to another corpus.

    `shapes` are those of the task's examples.
    """
    facts = CORPORA.facts(data.corpus)
    check_directions(data, facts.languages)
    if shapes == (Shape.series,):
        check_series(data, facts)
    else:
        check_languages(data, facts)
    for name in {name: None for known in CORPORA.names for name in CORPORA.facts(known).options}:
        value, owners = getattr(data, name), [known for known in CORPORA.names if name in CORPORA.facts(known).options]
        if value is not None and value is not False and name not in facts.options:
            refuse(f"data.{name}", value, f"has no effect with data={data.corpus}; it belongs to data={owners[0]}")
    if data.label_separator is not None and not data.label_separator.strip():
        remedy = "use a sign that is no blank, such as |, or lists of labels in JSONL"
        refuse("data.label_separator", data.label_separator, remedy)
    check_corpora(data)
    for name, remedy in facts.needs:
        if getattr(data, name) is None and not (name == "train" and data.corpora):
            refuse(f"data.{name}", None, remedy)
