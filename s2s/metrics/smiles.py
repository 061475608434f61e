"""Equality of molecules written in SMILES, as retrosynthesis is judged."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.data.text.smiles import canonical_smiles, demand_rdkit
from s2s.metrics.match import MatchMetric
from s2s.metrics.references import Reference, alternatives
from s2s.runtime.process import log


class SmilesMatch(MatchMetric):
    """The share of lines that write the same molecules as one of their references, in percent.

    A line is a set of molecules apart by dots, in any order. rdkit brings both into canonical form, stereochemistry kept.
    What it cannot read counts as wrong, also where output and reference are the same; how often that is, is said.
    """

    def __init__(self) -> None:
        """Raises `UserError` where rdkit is not installed."""
        self.signature = f"smiles|rdkit:{demand_rdkit('smiles')}"

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
