"""Columns of features that hold the forms are refused, whatever marks the features; other columns are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.load import load_corpus
from s2s.errors import UserError
from s2s.tasks.swapped import refuse_forms

VERBS = ["walk", "talk", "jump", "help", "look", "call", "ask", "play", "turn", "work"]
FORMS = {"V;PST": "ed", "V;PRS;3;SG": "s", "V;V.PTCP;PRS": "ing"}
INFLECTIONS = [(verb, tags, verb + ending) for verb in VERBS for tags, ending in FORMS.items()]
pytestmark = pytest.mark.usefixtures("cache")


def refused(folder: Path, rows: list[tuple[str, ...]], columns: list[str]) -> str:
    """What is said of a file of these `rows`."""
    path = folder / "rows.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    data = DataConfig(corpus="files", train=str(path), validation=str(path), columns=columns)
    try:
        refuse_forms(data, load_corpus(data, 1, "translate"))
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("rows", "columns", "right"),
    [
        (INFLECTIONS, "1 2 3", "1,3,2"),  # as SIGMORPHON 2023 has them
        (INFLECTIONS[:9], "1 2 3", "1,3,2"),
        ([(lemma, tags[-3:], form) for lemma, tags, form in INFLECTIONS], "1 2 3", "1,3,2"),
        ([(*row, "SG") for row in INFLECTIONS], "1 2 4 3", "1,3,4,2"),
    ],
)
def test_features_in_the_place_of_forms(tmp_path: Path, rows: list[tuple[str, ...]], columns: str, right: str) -> None:
    said = refused(tmp_path, rows, columns.split())
    form, features = right.split(",")[1], right.split(",")[-1]
    assert said.startswith(f"data.columns=[{columns.replace(' ', ',')}]: column {form} looks like forms, and column ")
    assert said.endswith(f"column {features} like features; use data.columns=[{right}]")


@pytest.mark.parametrize(
    "rows",
    [
        [(lemma, form, tags) for lemma, tags, form in INFLECTIONS],
        [(lemma, form, "") for lemma, _, form in INFLECTIONS],
        [(verb, f"to {verb}; a {verb}", "VN"[number % 2]) for number, verb in enumerate(VERBS * 3)],  # a dictionary
        [(verb, verb[::-1], f"speaker {number}") for number, verb in enumerate(VERBS)],
        [(f"{verb}{n}", "V;PST" if n % 2 else "V", f"language {n}") for verb in VERBS for n in range(9)],  # analysis
    ],
)
def test_what_may_be_features(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    assert refused(tmp_path, rows, ["1", "2", "3"]) == ""
