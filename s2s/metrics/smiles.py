"""Equality of molecules written in SMILES (Weininger 1988, doi:10.1021/ci00057a005), as retrosynthesis is judged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from s2s.config.distributions import install
from s2s.errors import UserError
from s2s.metrics.match import MatchMetric
from s2s.metrics.references import Reference, alternatives
from s2s.runtime.process import log

REMEMBERED = 100_000
"""Lines whose canonical form is kept: references come again at each validation, and outputs in each list of n-best."""


class SmilesMatch(MatchMetric):
    """The share of lines that write the same molecules as one of their references, in percent.

    A line is a set of molecules apart by dots, in any order. rdkit brings both into canonical form, stereochemistry kept.
    What it cannot read counts as wrong, also where output and reference are the same; how often that is, is said.
    """

    def __init__(self) -> None:
        """Raises `UserError` where rdkit is not installed."""
        try:
            from rdkit import rdBase
        except ImportError:
            raise UserError(f"smiles: needs rdkit to read molecules; {install('chem')}") from None
        self.signature = f"smiles|rdkit:{rdBase.rdkitVersion}"

    def same(self, line: str, reference: str) -> bool:
        """Whether both can be read and are the same molecules."""
        molecules = canonical_smiles(line)
        return bool(molecules) and molecules == canonical_smiles(reference)

    def score(
        self, predicted: Sequence[str], references: Sequence[Reference], sources: Sequence[object] | None = None
    ) -> float:
        """The share, and a line in the log that counts what cannot be read."""
        outputs = sum(not canonical_smiles(line) for line in predicted)
        unreadable = [not any(map(canonical_smiles, alternatives(reference))) for reference in references]
        if outputs or any(unreadable):
            counts = f"{outputs:,} outputs and {sum(unreadable):,} references"
            log(f"smiles: of {len(predicted):,} lines, {counts} cannot be read by rdkit, and count as wrong")
        return super().score(predicted, references, sources)


@lru_cache(REMEMBERED)
def canonical_smiles(line: str) -> str:
    """rdkit's canonical form of all molecules of `line`, which do not depend on their order; empty if it cannot be read.

    Blanks are dropped: tokens of SMILES are often written apart.
    """
    from rdkit import Chem, rdBase

    chem: Any = Chem
    with rdBase.BlockLogs():  # rdkit explains each line that it cannot read, on stderr
        molecules = chem.MolFromSmiles("".join(line.split()))
        return "" if molecules is None else ".".join(sorted(chem.MolToSmiles(molecules).split(".")))
