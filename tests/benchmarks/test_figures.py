"""Figures of README and docs stand in the results, or have a reason; the check sees one that does not."""

from __future__ import annotations

from pathlib import Path

import figures
import pytest


def test_every_figure_of_readme_and_docs_stands_in_the_results() -> None:
    missing, idle = figures.unproven()
    assert not missing, "run: python benchmarks/figures.py"
    assert not idle


def test_the_sections_name_files_that_there_are() -> None:
    named = {file for page in figures.pages() for figure in figures.figures(page) for file in figure.files}
    assert len(named) > 10 and not [name for name in named if not (figures.RESULTS / name).is_file()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("It ends with 99.9 BLEU after 1,234 minutes.", ["99.9 BLEU", "1,234 minutes"]),
        ("| a row of 3 | 40.4 | +2.4 | 3.2 × | 41.0 / 42.0 |", ["40.4", "+2.4", "3.2 ×"]),
        ("Options such as `-b 5 s` and [a link](page.md#3-s), test 2016.", []),
    ],
)
def test_figures_of_a_line(line: str, expected: list[str]) -> None:
    assert [text for text, _, _ in figures.in_line(line)] == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("513,000", False), ("513,600", True), ("510,000", True), ("514,000", True)]
)
def test_a_comma_is_no_digit(text: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three zeros stand for thousands: 513,550 is 514,000 and not 513,000."""
    monkeypatch.setattr(figures, "measured", lambda file: (513_550.0,))
    assert figures.stands(figures.Figure("page", 1, text, text, "", ("a.jsonl",))) is expected


def test_a_figure_has_to_stand_in_the_files_of_its_section(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "a.jsonl").write_text(
        '{"BLEU": 41.68, "seconds": 90, "what": "peak 1.5 GB"}\n', encoding="utf-8"
    )
    (tmp_path / "results" / "b.jsonl").write_text('{"BLEU": 39.9}\n', encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "# A\n<!-- figures: a.jsonl -->\n41.7 BLEU, 1.5 minutes, 1.5 GB; 39.9 BLEU\n"
        "# B\n41.7 BLEU\n# C\n<!-- no figures: a limit -->\n50 BLEU\n```\n60 BLEU\n```\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    monkeypatch.setattr(figures, "RESULTS", tmp_path / "results")
    seen = {(figure.line, figure.text): figures.stands(figure) for figure in figures.figures(page)}
    assert seen == {
        (3, "41.7 BLEU"): True,
        (3, "1.5 minutes"): True,
        (3, "1.5 GB"): True,
        (3, "39.9 BLEU"): False,
        (5, "41.7 BLEU"): False,
    }
