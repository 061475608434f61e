"""``s2s smiles``: reactions written anew, so that source and target begin at the same atom, as a corpus to train on.

A molecule has as many forms in SMILES as a drawing has places to begin. Where both sides of a reaction begin at the same
atom most of the target is a copy of the source, and less is left to learn (Zhong et al. 2022, arXiv:2203.11444).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import partial

from s2s.commands.output import check_output, output
from s2s.commands.workers import PART, check_number, shared
from s2s.data.corpora.texts import COLUMNS, Reading, in_step, read_texts
from s2s.data.text.smiles import alike, demand_rdkit
from s2s.errors import SettingError
from s2s.inference.terms import Line
from s2s.runtime.machine import cores
from s2s.runtime.process import log
from s2s.runtime.progress import counted

MOST_COPIES = 100


def run(options: argparse.Namespace) -> None:
    """Write a line for each copy of each pair, and say how many there are. Raises `UserError`."""
    check_output(options.output)
    if not 1 <= options.copies <= MOST_COPIES:
        raise SettingError("copies", options.copies, f"use 1 or more, and at most {MOST_COPIES}")
    check_number(options.workers)
    demand_rdkit("s2s smiles")
    reading = Reading(None if options.columns is None else tuple(options.columns), remedy=COLUMNS)
    sources = read_texts("--source", options.source, reading)
    targets = read_texts("--target", options.target, reading, side=1)
    in_step(options.source, sources, options.target, targets)
    pairs = [f"{source}\t{target}" for source, target in zip(sources, targets, strict=True)]
    written, unreadable = 0, 0
    with output(options.output) as sink:
        for block, lines, failed in parts(counted(pairs, "reaction", len(pairs)), len(pairs), options):
            sink.write(block)
            written, unreadable = written + lines, unreadable + failed
    log(f"s2s: {len(pairs):,} reactions, {written:,} lines")
    if unreadable:
        log(f"s2s: {unreadable:,} reactions cannot be read by rdkit, and stay as they are")


def parts(pairs: Iterable[Line], count: int, options: argparse.Namespace) -> Iterator[tuple[bytes, int, int]]:
    """What `rewritten` makes of all pairs, in order, by as many processes as are wanted."""
    work = partial(rewritten, copies=options.copies, seed=options.seed)
    workers = options.workers or min(cores(), -(-count // PART))
    yield from shared(pairs, work, workers) if workers > 1 else [work(list(pairs), 0)]


def rewritten(pairs: list[Line], first: int, copies: int, seed: int) -> tuple[bytes, int, int]:
    """The lines that stand for `pairs`, each a source, a tab and a target, how many they are, and how many pairs are unreadable.

    Where a pair cannot be read it is kept as it is.
    """
    lines, unreadable = [], 0
    for pair in pairs:
        source, _, target = str(pair).partition("\t")
        found = alike(source, target, copies, seed)
        unreadable += not found
        lines += found or [(source, target)]
    return "".join(f"{source}\t{target}\n" for source, target in lines).encode(), len(lines), unreadable
