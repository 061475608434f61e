"""Fonts that have the letters of a text, and a refusal where there are none.

matplotlib shapes text from 3.11 on (by libraqm), so that Bengali vowel signs and conjuncts stand where they belong; its
own font, DejaVu Sans, has no Bengali letters. In SVG the text stays text and whoever views it brings font and shaping.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from matplotlib import font_manager
from matplotlib.ft2font import __libraqm_version__  # noqa: F401 (not in a matplotlib that shapes nothing)

from s2s.errors import UserError

DEFAULT = "DejaVu Sans"
BOXES = "Last Resort"
"""A font of mere boxes, which claims to have every letter."""


def families(texts: Iterable[str]) -> list[str]:
    """The default font, then as few others as have what it lacks. Raises `UserError` if no font has some letter."""
    missing = {sign for text in texts for sign in text if unicodedata.category(sign)[0] != "C"}
    chosen = [DEFAULT]
    missing -= covered(font_manager.findfont(DEFAULT), missing)
    others = (
        {name: path for name, path in installed().items() if not name.startswith((DEFAULT, BOXES))} if missing else {}
    )
    while missing:
        has = {name: covered(path, missing) for name, path in others.items()}
        best = max(sorted(has), key=lambda name: len(has[name]), default="")
        if not best or not has[best]:
            shown = " ".join(sorted(missing)[:5])
            raise UserError(
                f"--format png: no font here has {shown}; install one (for Bengali: apt-get install"
                " fonts-lohit-beng-bengali), or use --format svg, whose text the viewer draws with its own fonts"
            )
        chosen.append(best)
        missing -= has[best]
    return chosen


def installed() -> dict[str, str]:
    """Name → file of the upright fonts; those installed since matplotlib last looked are among them."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            font_manager.fontManager.addfont(path)
    fonts: dict[str, str] = {}
    for entry in font_manager.fontManager.ttflist:
        if entry.style == "normal" and (entry.weight in (400, "normal", "regular") or entry.name not in fonts):
            fonts[entry.name] = entry.fname
    return fonts


def covered(path: str, signs: set[str]) -> set[str]:
    """Those of `signs` that the font has."""
    try:
        font = font_manager.get_font(path)
    except (OSError, RuntimeError):
        return set()
    return {sign for sign in signs if font.get_char_index(ord(sign))}
