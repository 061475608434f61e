"""Molecules in SMILES (Weininger 1988, doi:10.1021/ci00057a005): one form for all that write the same, and forms alike for a pair."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from s2s.config.distributions import install
from s2s.config.tokenizers import PATTERNS
from s2s.errors import UserError

REMEMBERED = 100_000
"""Lines whose canonical form is kept: references come again at each validation, and outputs in each list of n-best."""
KEPT = 4
"""Best ways to write the molecules so far, to which each further one is added."""
TOKENS = re.compile(PATTERNS["smiles"])
NUMBERED = re.compile(r":\d+\]")
"""The number of an atom."""


def demand_rdkit(for_what: str) -> str:
    """The version of rdkit. Raises `UserError`, which names what it is for, where it is not installed."""
    try:
        from rdkit import rdBase
    except ImportError:
        raise UserError(f"{for_what}: needs rdkit to read molecules; {install('chem')}") from None
    return str(rdBase.rdkitVersion)


def read(line: str) -> Any:
    """The molecules of a line as rdkit has them, or None where it cannot read them.

    Blanks between tokens are dropped, and so are numbers of atoms, which say what becomes of them in a reaction.
    """
    from rdkit import Chem, rdBase

    chem: Any = Chem
    with rdBase.BlockLogs():  # rdkit explains each line that it cannot read, on stderr
        molecules = chem.MolFromSmiles("".join(line.split()))
    for atom in molecules.GetAtoms() if molecules is not None else ():
        atom.SetAtomMapNum(0)
    return molecules


@lru_cache(REMEMBERED)
def canonical_smiles(line: str) -> str:
    """rdkit's canonical form of all molecules of `line`, which do not depend on their order; empty if it cannot be read."""
    molecules = read(line)
    return "" if molecules is None else ".".join(sorted(written(molecules).split(".")))


def written(molecules: Any, root: int = -1) -> str:
    """`molecules` in SMILES that begins with the atom numbered `root`, or where rdkit's canonical form does."""
    from rdkit import Chem

    chem: Any = Chem
    return str(chem.MolToSmiles(molecules, rootedAtAtom=root))


def forms(molecules: Any) -> list[str]:
    """The canonical form of a molecule, and those that begin with each of its atoms, each once."""
    return list(dict.fromkeys(written(molecules, root) for root in range(-1, molecules.GetNumAtoms())))


def alike(source: str, target: str, copies: int = 1, seed: int = 1) -> list[tuple[str, str]]:
    """A reaction written anew, so that `target` begins, goes on and ends as `source` does: at most `copies` pairs.

    The first pair has the canonical form of the source, each further one begins with another of its atoms, drawn by
    `seed` and the source. Of the forms of each molecule of the target, and of their orders, those are chosen whose tokens
    need the fewest edits to become the source's. This is the aim of Zhong et al. 2022 (root-aligned SMILES,
    arXiv:2203.11444, §2.2), who find the common root by numbers of atoms, which are not needed here. Empty where rdkit
    cannot read one of the sides.
    """
    given, wanted = (
        read(source),
        [read(part) for part in sorted(target.split("."), key=lambda part: (-len(part), part))],
    )
    if given is None or not given.GetNumAtoms() or any(one is None or not one.GetNumAtoms() for one in wanted):
        return []
    atoms = range(given.GetNumAtoms())
    drawn = random.Random(f"{seed} {source}").sample(atoms, min(copies - 1, len(atoms)))
    ways = [forms(one) for one in wanted]
    sources = dict.fromkeys(written(given, root) for root in (-1, *drawn))
    return [(one, nearest(one, ways)) for one in sources]


def nearest(source: str, ways: Iterable[list[str]]) -> str:
    """Of each molecule's forms, and of their orders, those that together are the fewest edits away from `source`.

    Molecules are added one after another, and the `KEPT` best of what is written so far are gone on with. Of equally near
    ones that with more canonical forms is taken, and then the first by the alphabet.
    """
    codes: dict[str, int] = {}
    wanted = coded(source, codes)
    kept = [(0, 0, "")]
    for forms_of_one in ways:
        found: dict[str, tuple[int, int, str]] = {}
        for _, others, before in kept:
            for number, form in enumerate(forms_of_one):
                for text in (f"{before}.{form}", f"{form}.{before}") if before else (form,):
                    distance = Levenshtein.distance(wanted, coded(text, codes))
                    found[text] = min(found.get(text, (distance, 9, text)), (distance, others + (number > 0), text))
        kept = sorted(found.values())[:KEPT]
    return kept[0][2]


def coded(text: str, codes: dict[str, int]) -> str:
    """The tokens of SMILES as a character each, which `codes` remembers."""
    return "".join(chr(codes.setdefault(token, len(codes))) for token in TOKENS.findall(text))
