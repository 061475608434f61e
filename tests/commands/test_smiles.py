"""`s2s smiles` writes a corpus of reactions whose sides begin alike, and loses none of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from s2s.cli import main
from s2s.commands.workers import PART

PAIRS = [
    ("COc1ncc(Cl)nc1NS(=O)(=O)c1cccc(Cl)c1Cl", "COc1ncc(Cl)nc1N.O=S(=O)(Cl)c1cccc(Cl)c1Cl"),
    ("C(", "CC"),
    ("O=C(CN1CCOCC1)Nc1ccccc1", "C1COCCN1.O=C(CCl)Nc1ccccc1"),
]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(PAIRS)


def written(pairs: list[tuple[str, str]]) -> None:
    Path("a.product").write_text("".join(f"{one}\n" for one, _ in pairs))
    Path("a.reactants").write_text("".join(f"{other}\n" for _, other in pairs))


def smiles(*options: str, source: str = "a.product", target: str = "a.reactants") -> int:
    return main(["smiles", "--source", source, "--target", target, *options])


def test_a_line_for_each_copy_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rdkit")
    assert smiles("--copies", "3") == 0
    said = capsys.readouterr()
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert [len(row) for row in rows] == [2] * 7
    assert [row[0] for row in rows[::3]] == ["COc1ncc(Cl)nc1NS(=O)(=O)c1cccc(Cl)c1Cl", "C(", rows[6][0]]
    assert rows[3] == ["C(", "CC"]
    assert said.err.splitlines() == [
        "s2s: 3 reactions, 7 lines",
        "s2s: 1 reactions cannot be read by rdkit, and stay as they are",
    ]
    assert smiles("--copies", "3", "-o", "out.tsv") == 0
    assert Path("out.tsv").read_text() == said.out
    assert smiles("--columns", "1", "2", source="out.tsv", target="out.tsv") == 0  # its own output
    assert len(capsys.readouterr().out.splitlines()) == 7


def test_numbers_of_atoms_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rdkit")
    written([("[CH3:1][CH2:2][OH:3]", "[CH3:1][CH:2]=[O:3]"), ("CO", "C=O")])
    assert smiles() == 0
    said = capsys.readouterr()
    assert said.out == "CCO\tCC=O\nCO\tC=O\n"
    assert "the numbers of atoms are left out of 1 reactions" in said.err


@pytest.mark.slow
def test_several_processes_write_the_same() -> None:
    pytest.importorskip("rdkit")
    written(PAIRS * (PART // 2))
    assert smiles("--copies", "2", "-o", "one.tsv", "--workers", "1") == 0
    assert smiles("--copies", "2", "-o", "two.tsv", "--workers", "2") == 0
    assert Path("one.tsv").read_bytes() == Path("two.tsv").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--copies", "0"), "--copies 0: use 1 or more, and at most 100"),
        (("--workers", "0"), "--workers 0: use 1 or more, and at most 256"),
    ],
)
def test_options_that_cannot_be(options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert smiles(*options, "-o", "out.tsv") == 2
    assert capsys.readouterr().err == f"s2s: {said}\n"
    assert not Path("out.tsv").exists()


def test_files_that_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rdkit")
    Path("b").write_text("CC\n")
    assert smiles("-o", "out.tsv", target="b") == 2
    assert capsys.readouterr().err == "s2s: a.product has 3 lines, but b has 1; give the same number of lines\n"
    Path("b").write_text("CC\nCCO\tethanol\nC\n")
    assert smiles("-o", "out.tsv", target="b") == 2
    assert capsys.readouterr().err.startswith(
        "s2s: b: line 2: has a tab, which divides columns of others; name the columns"
    )
    assert smiles("-o", "out.tsv", source="missing") == 2
    assert capsys.readouterr().err.startswith("s2s: missing: ")
    assert not Path("out.tsv").exists()


def test_without_rdkit_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "rdkit", None)
    assert smiles("-o", "out.tsv") == 2
    remedy = 's2s: s2s smiles: needs rdkit to read molecules; pip install "s2s-translate[chem]"'
    assert capsys.readouterr().err.splitlines() == [remedy]
    assert not Path("out.tsv").exists()
