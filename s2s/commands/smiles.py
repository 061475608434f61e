"""``s2s smiles``: reactions written anew, so that source and target begin at the same atom, as a corpus to train on.

A molecule has as many forms in SMILES as a drawing has places to begin. Where both sides of a reaction begin at the same
atom most of the target is a copy of the source, and less is left to learn (Zhong et al. 2022, arXiv:2203.11444).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from s2s.commands.output import check_output, output
from s2s.commands.workers import PART, check_number, shared
from s2s.data.corpora.texts import COLUMNS, Reading, in_step, read_texts
from s2s.data.text.smiles import NUMBERED, alike, demand_rdkit
from s2s.errors import SettingError, UserError
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
    columns = None if options.columns is None else tuple(options.columns)
    reading = Reading(columns, "product", "reactants", remedy=COLUMNS)
    sources = read_texts("--source", options.source, reading)
    targets = read_texts("--target", options.target, reading, side=1)
    in_step(options.source, sources, options.target, targets)
    for path, lines in ((options.source, sources), (options.target, targets)):
        for number, line in enumerate(lines, 1):
            if "\t" in line:
                raise UserError(f"{path}: line {number:,}: has a tab, which divides columns of others; {COLUMNS}")
    pairs = [f"{source}\t{target}" for source, target in zip(sources, targets, strict=True)]
    done = Counter[str]()
    with output(options.output) as sink:
        for block, counts in parts(counted(pairs, "reaction", len(pairs)), len(pairs), options):
            sink.write(block)
            done += counts
    log(f"s2s: {len(pairs):,} reactions, {done['lines']:,} lines")
    if done["numbered"]:
        log(f"s2s: the numbers of atoms are left out of {done['numbered']:,} reactions")
    if done["unreadable"]:
        log(f"s2s: {done['unreadable']:,} reactions cannot be read by rdkit, and stay as they are")


def parts(pairs: Iterable[Line], count: int, options: argparse.Namespace) -> Iterator[tuple[bytes, Counter[str]]]:
    """What `rewritten` makes of all pairs, in order, by as many processes as are wanted."""
    work = partial(rewritten, copies=options.copies, seed=options.seed)
    workers = options.workers or min(cores(), -(-count // PART))
    yield from shared(pairs, work, workers) if workers > 1 else [work(list(pairs), 0)]


def rewritten(pairs: list[Line], first: int, copies: int, seed: int) -> tuple[bytes, Counter[str]]:
    """The lines that stand for `pairs`, each a source, a tab and a target, and what is to be said of them.

    Where a pair cannot be read it is kept as it is.
    """
    lines, counts = list[tuple[str, str]](), Counter[str]()
    for pair in pairs:
        source, _, target = str(pair).partition("\t")
        found = alike(source, target, copies, seed)
        counts["unreadable"] += not found
        counts["numbered"] += bool(found) and NUMBERED.search(str(pair)) is not None
        lines += found or [(source, target)]
    counts["lines"] = len(lines)
    return "".join(f"{source}\t{target}\n" for source, target in lines).encode(), counts
