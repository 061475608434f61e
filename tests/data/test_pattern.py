"""Text as the matches of a regular expression."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2s.config.tokenizers import PATTERNS, expression_of
from s2s.data.codecs.files import load_codecs, save_codecs
from s2s.data.codecs.pattern import Pattern
from s2s.data.text.ids import EOS, UNK
from s2s.errors import UserError

MOLECULES = ["CC(=O)Oc1ccccc1C(=O)O", "[Na+].[Cl-]", "C[C@@H](N)C(=O)O", "BrC/C=C\\Cl", "C%12CCC%12", "c1cc[nH]c1"]
ELEMENTS = ("Br", "Cl", *"NOSPFICBbcnosp")


def learned(lines: list[str], pattern: str = PATTERNS["smiles"], size: int | None = None) -> Pattern:
    return Pattern.learn(lines, option="tokenizer.pattern=P", pattern=pattern, size=size)


def atoms(molecule: str) -> list[str]:
    """The atoms and bonds of a molecule, by reading it letter by letter (Weininger 1988, doi:10.1021/ci00057a005)."""
    parts, rest = [], molecule
    while rest:
        if rest[0] == "[":
            end = rest.index("]") + 1
        elif rest[0] == "%":
            end = 3
        else:
            end = next((len(name) for name in ELEMENTS if rest.startswith(name)), 1)
        parts.append(rest[:end])
        rest = rest[end:]
    return parts


def test_molecules_are_cut_into_atoms_and_bonds_and_come_back() -> None:
    codec = learned(MOLECULES)
    encoded = codec.encode(MOLECULES)
    assert [list(codec.pieces_of(ids)) for ids in encoded] == [atoms(molecule) for molecule in MOLECULES]
    assert codec.decode(encoded) == MOLECULES
    assert (
        codec.ids_of(codec.pieces_of(encoded[0])) == codec.ids_of(" ".join(codec.pieces_of(encoded[0]))) == encoded[0]
    )
    assert codec.decode([[*encoded[1], EOS, 0]]) == MOLECULES[1:2]
    different = {part for molecule in MOLECULES for part in atoms(molecule)}
    assert set(codec.names) == different and codec.size == 4 + len(different)


@given(st.lists(st.text(string.ascii_letters + " ▁\ufdd0<>é", max_size=20), min_size=1, max_size=5))
def test_a_pattern_of_everything_loses_nothing(texts: list[str]) -> None:
    texts.append("something")
    codec = learned(texts, r"\w+|\s|[^\w\s]")
    assert codec.decode(codec.encode(texts)) == [text.strip(" ") for text in texts]


def test_what_training_has_not_seen_is_unknown_and_counted() -> None:
    codec = learned(["CCO", "CO"])
    (ids,) = codec.encode(["CNO xyC"])
    assert ids.count(UNK) == codec.unknown(ids) == 2, "N, and what no match covers"
    assert codec.decode([ids]) == ["COC"]
    assert "1 of" not in codec.describe(["CO"]) and "50.00% unknown" in codec.describe(["CN"])


def test_the_size_keeps_the_commonest_pieces() -> None:
    codec = learned(["CCCO", "CON"], size=6)
    assert codec.names == ("C", "O") and codec.encode(["N"]) == [[UNK]]


@pytest.mark.parametrize(
    ("lines", "pattern", "reason"),
    [
        (["CC", "C O"], PATTERNS["smiles"], "does not match ' ' of the training text 'C O', which would be lost"),
        (["CC"], "x", "matches nothing"),
        (["CC"], "x*", "matches nothing"),
        ([" "], PATTERNS["smiles"], "matches nothing"),
    ],
)
def test_what_would_lose_text_is_refused(lines: list[str], pattern: str, reason: str) -> None:
    with pytest.raises(UserError, match=f"^tokenizer.pattern=P: {reason}") as refused:
        learned(lines, pattern)
    assert "\n" not in str(refused.value)


def test_an_expression_is_a_name_a_file_or_itself(tmp_path: Path) -> None:
    file = tmp_path / "pattern.txt"
    file.write_text("a|b+\n", encoding="utf-8")
    assert expression_of("tokenizer.pattern", str(file)) == "a|b+"
    assert expression_of("tokenizer.pattern", "a.") == "a."
    assert expression_of("tokenizer.pattern", "smiles") == PATTERNS["smiles"]
    file.write_text("(a", encoding="utf-8")
    for value in (str(file), "[a"):
        with pytest.raises(
            UserError, match=r"^tokenizer\.source\.pattern=.*no regular expression .*smiles, morphemes$"
        ):
            expression_of("tokenizer.source.pattern", value)
    file.write_bytes(b"\xff")
    with pytest.raises(UserError, match="cannot be read"):
        expression_of("tokenizer.pattern", str(file))


def test_a_run_folder_keeps_it_for_one_side_or_for_both(tmp_path: Path) -> None:
    codec, other = learned(MOLECULES), learned(["CCO"])
    save_codecs(tmp_path, codec, other)
    assert load_codecs(tmp_path) == (codec, other)
    joint = tmp_path / "joint"
    joint.mkdir()
    save_codecs(joint, codec, codec)
    source, target = load_codecs(joint)
    assert source is target and source == codec
    content = json.loads((joint / "tokenizer.json").read_bytes())
    content["pattern"] = "("
    (joint / "tokenizer.json").write_text(json.dumps(content))
    with pytest.raises(UserError, match="not what training writes"):
        load_codecs(joint)
