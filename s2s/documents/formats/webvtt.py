"""WebVTT: times, settings, notes, styles and regions stay to the byte."""

from __future__ import annotations

import re

from s2s.documents.base import Reading, damaged, decoded
from s2s.documents.formats.cues import Cues, lines_of, runs_of

TIME = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}\s*-->")


class WebVtt:
    """Subtitles of the web."""

    tags = True

    @staticmethod
    def read(content: bytes, reading: Reading) -> Cues:
        """The texts of the cues; notes and styles stay. Raises `UserError` if the first line is not WEBVTT."""
        text, encoding, mark = decoded(content, reading)
        if not re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|\Z)", text):
            raise damaged(reading, "WebVTT", "its first line is not WEBVTT")
        lines = lines_of(text)
        spoken: list[int] = []
        inside = False
        for number, line in enumerate(lines):
            if not line.strip():
                inside = False
            elif TIME.match(line):
                inside = True
            elif inside:
                spoken.append(number)
        return Cues(lines, runs_of(spoken), (encoding, mark, reading))
