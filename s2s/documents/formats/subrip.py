"""SRT: numbers and times stay to the byte."""

from __future__ import annotations

import re

from s2s.documents.base import Reading, damaged, decoded
from s2s.documents.formats.cues import Cues, lines_of, runs_of

TIME = re.compile(r"\s*-?\d{1,3}:\d{1,2}:\d{1,2}[,.:]\d{1,3}\s*-->\s*-?\d{1,3}:\d{1,2}:\d{1,2}[,.:]\d{1,3}")
NUMBER = re.compile(r"\s*\d+\s*$")


class SubRip:
    """Subtitles of SubRip."""

    tags = True

    @staticmethod
    def read(content: bytes, reading: Reading) -> Cues:
        """The texts of the cues. Raises `UserError` for a file without a line of times."""
        text, encoding, mark = decoded(content, reading)
        lines = lines_of(text)
        times = [number for number, line in enumerate(lines) if TIME.match(line)]
        if not times and text.strip():
            raise damaged(reading, "SRT", "no line has times, as 00:00:01,000 --> 00:00:02,000")
        fixed = {*times, *(number - 1 for number in times if number and NUMBER.match(lines[number - 1]))}
        first = times[0] if times else 0
        spoken = [n for n, line in enumerate(lines) if n > first and n not in fixed and line.strip("\ufeff \t\r\n")]
        return Cues(lines, [run for run in runs_of(spoken)], (encoding, mark, reading))
