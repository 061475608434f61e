"""Reactions in SMILES are written anew without change of what they are, and their sides are as near as any that begin elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product

import pytest

from s2s.data.text.smiles import TOKENS, alike, canonical_smiles

REACTIONS = [
    ("Cc1cc(C(=O)Nc2ccc(Cl)c(C(=O)O)c2)no1", "Cc1cc(C(=O)Cl)no1.Nc1ccc(Cl)c(C(=O)O)c1"),
    ("COc1ncc(Cl)nc1NS(=O)(=O)c1cccc(Cl)c1Cl", "COc1ncc(Cl)nc1N.O=S(=O)(Cl)c1cccc(Cl)c1Cl"),
    ("NC(=O)c1ccc(-n2cc3c(n2)CCNCC3)cc1", "CC(C)(C)OC(=O)N1CCc2cn(-c3ccc(C(N)=O)cc3)nc2CC1"),
    ("O=C(O)/C=C/c1cnc(Cl)c(Cl)c1", "COC(=O)/C=C/c1cnc(Cl)c(Cl)c1"),
    ("C[C@H](N)C(=O)O", "C[C@H](N)C(=O)OC"),
]


@pytest.fixture(autouse=True)
def chemistry() -> None:
    pytest.importorskip("rdkit")


def edits(one: Sequence[str], other: Sequence[str]) -> int:
    """Levenshtein's distance, a row of its table after another."""
    row = list(range(len(other) + 1))
    for number, token in enumerate(one, 1):
        above, row = row, [number]
        for place, wanted in enumerate(other):
            row.append(min(row[-1] + 1, above[place + 1] + 1, above[place] + (token != wanted)))
    return row[-1]


def apart(one: str, other: str) -> int:
    return edits(TOKENS.findall(one), TOKENS.findall(other))


def elsewhere(molecule: str) -> set[str]:
    """A molecule from each of its atoms, by numbering the atoms anew so that each in turn is the first in rank."""
    from rdkit import Chem

    read = Chem.MolFromSmiles(molecule)
    return {Chem.MolToSmiles(read, rootedAtAtom=atom.GetIdx()) for atom in read.GetAtoms()}


@pytest.mark.parametrize(("source", "target"), REACTIONS)
def test_molecules_stay_what_they_are(source: str, target: str) -> None:
    pairs = alike(source, target, copies=4)
    assert len(pairs) == len({one for one, _ in pairs}) == 4
    assert pairs[0][0] == canonical_smiles(source)
    for one, other in pairs:
        assert canonical_smiles(one) == canonical_smiles(source)
        assert canonical_smiles(other) == canonical_smiles(target)
    assert pairs == alike(source, target, copies=4) != alike(source, target, copies=4, seed=2)
    assert pairs[:1] == alike(source, target)


@pytest.mark.parametrize(("source", "target"), REACTIONS)
def test_no_other_beginnings_and_no_other_order_are_nearer(source: str, target: str) -> None:
    """Against all of them; the search may miss by one edit where it has given up what two molecules need together."""
    ways = [elsewhere(part) for part in target.split(".")]
    every = {".".join(parts) for order in permutations(ways) for parts in product(*order)}
    ((one, other),) = alike(source, target)
    assert apart(one, other) <= min(apart(one, text) for text in every) + (len(ways) > 1)
    assert apart(one, other) <= apart(source, target)


def test_a_copy_is_seen_as_one() -> None:
    assert alike("NC(=O)CN1CCOCC1", "C1COCCN1.NC(=O)CCl") == [("NC(=O)CN1CCOCC1", "NC(=O)CCl.N1CCOCC1")]


def test_numbers_of_atoms_are_no_part_of_a_molecule() -> None:
    assert canonical_smiles("[CH3:1][OH:2]") == "CO" and canonical_smiles("[CH3:1][C@H:7]([NH2:2])[OH:3]") != "CC(N)O"
    assert alike("[CH3:1][CH2:2][OH:3]", "[CH3:1][CH:2]=[O:3]") == [("CCO", "CC=O")]


@pytest.mark.parametrize(("source", "target"), [("C(", "C"), ("C", "C."), ("C", ""), ("", "C"), ("C", "xyz.C")])
def test_what_cannot_be_read(source: str, target: str) -> None:
    assert alike(source, target, copies=3) == []


def test_a_molecule_has_no_more_copies_than_beginnings() -> None:
    assert alike("CC", "CCO", copies=9) == [("CC", "CCO")]
    assert sorted(one for one, _ in alike("CCO", "C=C", copies=9)) == ["C(C)O", "CCO", "OCC"]
