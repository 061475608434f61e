"""PPTX: paragraphs of slides, their tables and their notes."""

from __future__ import annotations

import re

from s2s.documents.archive import Parts
from s2s.documents.base import Reading
from s2s.documents.formats.word import office

MAIN = "ppt/presentation.xml"
PARTS = re.compile(r"ppt/(?:slides/slide\d+|notesSlides/notesSlide\d+|diagrams/data\d+)\.xml")


class PowerPoint:
    """Presentations of PowerPoint."""

    tags = False

    @staticmethod
    def read(content: bytes, reading: Reading) -> Parts:
        """The paragraphs of the slides and their notes. Raises `UserError` if the file is damaged."""
        return office(content, reading, "PPTX", MAIN, PARTS)
