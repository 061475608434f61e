"""Figures: that they are drawn, say what they must, and are the same each time; and fonts."""

from __future__ import annotations

import warnings
import xml.etree.ElementTree as xml
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from grids import thinned
from matplotlib.figure import Figure

from s2s.errors import UserError
from s2s.inspect import fonts, plot
from s2s.inspect.attention import Alignment
from s2s.inspect.gradients import Curve
from s2s.inspect.unfold import unfold

SPREAD = [(0.5, 2.0), (0.0, 1e-3), (0.0, 0.0)]
CURVES = [
    Curve(model, side, 1, "→", 3, [1.0, 1e-4, 0.0], SPREAD, [1.0, 1e-4, 0.0], SPREAD, True)
    for side in ("encoder", "decoder")
    for model in ("gru", "lstm")
]
ROWS = [
    {"method": name, "group": group, "accuracy": {5: 1.0, 50: 0.2}, "spread": {5: (1.0, 1.0), 50: (0.1, 0.3)}}
    for name, group in (("rnn tanh", "cells"), ("relu, identity", "initialisation"), ("gru, slow", "exploding"))
]
BENGALI = [Alignment("greedy", "কি", -1.0, ["what", "</s>"], ["কি"], numpy.array([[0.75, 0.25]], numpy.float32))]
LATIN = [
    Alignment(name, "ja", -1.0, ["yes", "</s>"], ["ja"], numpy.array([[0.9, 0.1]])) for name in ("greedy", "beam 5")
]
UNFOLDED = [unfold("a dog a cat".split(), cell, "tanh", 2, 3, 1) for cell in ("rnn", "gru", "lstm")]
FIGURES: list[tuple[Callable[[Any], Any], Any, list[str]]] = [
    (plot.gradients, CURVES, ["gru", "lstm", "k, steps back in time from the last step T"]),
    (plot.gradients, CURVES[:2], ["Gradient of the loss at each state"]),
    (plot.memory, ROWS, ["rnn tanh", "relu, identity", "gru, slow", "accuracy", "Remedy: initialisation", "50"]),
    (plot.attention, LATIN, ["yes", "ja", "greedy, score -1.000", "beam 5, score -1.000"]),
    *((plot.unfold, one, ["dog", "step 4", *(f"{n} = {f}" for n, f in one.formulas.items())]) for one in UNFOLDED),
]


def texts(svg: bytes) -> list[str]:
    return ["".join(node.itertext()).strip() for node in xml.fromstring(svg).iter() if node.tag.endswith("}text")]


@pytest.mark.parametrize(("draw", "found", "said"), thinned(FIGURES, 3))
def test_a_figure_says_what_it_must(draw: Any, found: Any, said: list[str]) -> None:
    assert set(said) <= set(texts(plot.render(draw, found, "svg")))


@pytest.mark.parametrize(("kind", "begin"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_a_figure_is_the_same_each_time(kind: str, begin: bytes) -> None:
    one, same = (plot.render(plot.attention, LATIN, kind) for _ in range(2))
    assert one == same and one.startswith(begin)


def test_long_words_are_cut() -> None:
    long = Alignment("greedy", "", -1.0, ["s" * 99], ["t" * 99], numpy.ones((1, 1), numpy.float32))
    assert {"s" * 23 + "…", "t" * 23 + "…"} <= set(texts(plot.render(plot.attention, [long], "svg")))
    words = set(texts(plot.render(plot.unfold, unfold(["w" * 99, "dog"], "rnn", "tanh", 2, 3, 1), "svg")))
    assert {"w" * 23 + "…", "w" * 8 + "…", "dog"} <= words and "w" * 99 not in words


def test_dollars_are_no_formula() -> None:
    dear = Alignment("greedy", "", -1.0, ["$5$", "a_b"], ["$_$"], numpy.ones((1, 2), numpy.float32))
    assert {"$5$", "$_$"} <= set(texts(plot.render(plot.attention, [dear], "svg")))
    priced = unfold(["$5$", "\\$_$"], "rnn", "tanh", 2, 3, 1)
    assert {"$5$", "\\$_$"} <= set(texts(plot.render(plot.unfold, priced, "svg")))


def test_nothing_written_is_an_empty_map() -> None:
    empty = Alignment("greedy", "", -1.0, ["yes", "</s>"], [], numpy.zeros((0, 2), numpy.float32))
    assert "yes" in texts(plot.render(plot.attention, [empty], "svg"))


def test_every_number_of_the_forward_pass_is_in_the_picture() -> None:
    found = UNFOLDED[2]
    shown = texts(plot.render(plot.unfold, found, "svg"))
    for step in found.steps:
        for values in (step.x, *step.values.values(), step.y):
            assert {f"{value:z.2f}" for value in values} <= set(shown)


def test_text_of_any_script_stays_text_in_an_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", dict)
    assert "কি" in texts(plot.render(plot.attention, BENGALI, "svg", ["কি"]))


def test_a_png_needs_a_font_that_has_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", dict)
    with pytest.raises(UserError) as caught:
        plot.render(plot.attention, BENGALI, "png", ["কি"])
    assert str(caught.value) == (
        "--format png: no font here has ক ি; install one (for Bengali: apt-get install fonts-lohit-beng-bengali), or use"
        " --format svg, whose text the viewer draws with its own fonts"
    )


def make_font(path: Path, name: str, letters: str) -> str:
    """A font whose letters are all the same square."""
    pen = TTGlyphPen(None)
    for place, corner in enumerate(((0, 0), (0, 500), (500, 500), (500, 0))):
        (pen.lineTo if place else pen.moveTo)(corner)
    pen.closePath()
    glyph = pen.glyph()
    names = [".notdef", *(f"g{ord(letter)}" for letter in letters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"g{ord(letter)}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(names, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": name, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return str(path)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fonts of this machine: one with two Bengali letters, one with one of them and a third."""
    found = {
        "Small": make_font(tmp_path / "small.ttf", "Small", "কগ"),
        "Large": make_font(tmp_path / "large.ttf", "Large", "কিখ"),
        "Last Resort": make_font(tmp_path / "last.ttf", "Last Resort", "কিখগ漢"),
        "Broken": str(tmp_path / "broken.ttf"),
    }
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "installed", lambda: found)


@pytest.mark.usefixtures("made")
def test_as_few_fonts_as_have_all_letters() -> None:
    assert fonts.families(["plain ▁ text é"]) == [fonts.DEFAULT]
    assert fonts.families(["কি"]) == [fonts.DEFAULT, "Large"]
    assert fonts.families(["কিখ", "গ"]) == [fonts.DEFAULT, "Large", "Small"]
    with pytest.raises(UserError, match="no font here has 漢; install"):  # boxes are no letters
        fonts.families(["ক漢"])


def test_fonts_installed_since_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_font(tmp_path / "late.ttf", "Late", "ক")
    manager = vars(fonts)["font_manager"]
    monkeypatch.setattr(manager.fontManager, "ttflist", list(manager.fontManager.ttflist))
    monkeypatch.setattr(manager, "findSystemFonts", lambda: [path])
    assert fonts.installed()["Late"] == path
    assert len(
        plot.render(
            plot.attention,
            [Alignment("greedy", "", 0.0, ["ক"], ["x"], numpy.ones((1, 1), numpy.float32))],
            "png",
            ["ক"],
        )
    )


def test_a_run_is_in_the_legend_whatever_its_name() -> None:
    """matplotlib leaves out names that begin with an underscore, unless they are given."""
    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2], [1, 2], label="_b-1")
    axes.plot([1, 2], [2, 1], label="$a$")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plot.legend(axes)
    shown = axes.get_legend()
    assert shown is not None
    assert [entry.get_text() for entry in shown.get_texts()] == ["_b-1", "$a$"]
    assert not any(entry.get_parse_math() for entry in shown.get_texts())
