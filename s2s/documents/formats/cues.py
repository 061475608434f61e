"""Subtitles: lines that are cues' text are translated, times and all else stay to the byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from s2s.documents.base import Origin, encoded
from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import Code, Node, Pair, Segment

LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
SPEAKER = re.compile(r"[ \t]*[-–—]+[ \t]*")
MARKUP = re.compile(r"<[^<>]*>|\{[^{}]*\}")


class Cues:
    """Lines of a file, of which some are the texts of cues."""

    def __init__(self, lines: list[str], texts: list[tuple[int, int]], origin: Origin) -> None:
        """`texts` are the first and last + 1 of the lines of each cue."""
        self.lines, self.origin = lines, origin
        self.parts = [part for text in texts for part in speakers(lines, text)]
        self.segments: list[Segment] = [self.segment(*part) for part in self.parts]

    def segment(self, first: int, last: int) -> Segment:
        """The lines from `first` to `last` as one sentence; a dash before it, which marks a speaker, is a code."""
        lines = [line.rstrip("\r\n") for line in self.lines[first:last]]
        dash = SPEAKER.match(lines[0])
        begin = dash[0] if dash and dash.end() < len(lines[0]) else ""
        return Code(begin), " ".join([lines[0][len(begin) :], *lines[1:]])

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The file with the translations broken into as many lines as the originals, or fewer."""
        written = list(self.lines)
        for (first, last), nodes in zip(self.parts, translated, strict=True):
            ends = [line[len(line.rstrip("\r\n")) :] for line in self.lines[first:last]]
            lines = in_lines(nodes, last - first)
            ends = [*ends[: len(lines) - 1], ends[-1]]  # the last end is the text's own, or none at the end of the file
            written[first:last] = [line + end for line, end in zip(lines, ends, strict=True)] + [""] * (
                last - first - len(lines)
            )
        encoding, mark, reading = self.origin
        return encoded("".join(written), encoding, mark, reading)


def lines_of(text: str) -> list[str]:
    """The lines of `text` with their ends."""
    return [line for line in LINES.findall(text) if line]


def speakers(lines: Sequence[str], text: tuple[int, int]) -> list[tuple[int, int]]:
    """The parts of a cue: one, or, where lines begin with dashes, one for each of those who speak."""
    first, last = text
    starts = [number for number in range(first, last) if number == first or SPEAKER.match(lines[number])]
    if len(starts) == 1:
        return [text]
    return list(zip(starts, [*starts[1:], last], strict=True))


def in_lines(nodes: Sequence[Node], count: int) -> list[str]:
    """`nodes` in at most `count` lines of about the same length, broken at spaces outside mark-up."""
    marked = string_of(breakable(nodes))
    words = [word for word in marked.split("\x1f") if word]
    lines: list[str] = []
    total = visible(marked)
    for left in range(count, 1, -1):
        taken = fitting(words, total / left)
        lines.append(" ".join(words[:taken]))
        total -= visible(lines[-1]) + 1
        words = words[taken:]
    lines.append(" ".join(words))
    return [line for number, line in enumerate(lines) if line or (not any(lines[number:]) and number == 0)] or [""]


def fitting(words: Sequence[str], size: float) -> int:
    """How many of `words` make a line whose length is nearest to `size`; one at least."""
    best, length = 0, -1
    least = float("inf")
    for number, word in enumerate(words, 1):
        length += 1 + visible(word)
        if abs(length - size) < least:
            best, least = number, abs(length - size)
    return max(best, min(1, len(words)))


def visible(text: str) -> int:
    """How many characters of `text` are shown, which tags are not."""
    return len(MARKUP.sub("", text))


def breakable(nodes: Sequence[Node]) -> list[Node]:
    """The same, with the spaces of its text, where a line may be broken, as U+001F."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            result.append(re.sub("[ \x1f\r\n]+", "\x1f", node))
        elif isinstance(node, Pair):
            result.append(Pair(node.open, node.close, tuple(breakable(node.children))))
        else:
            result.append(node)
    return result


def runs_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbours among ascending `numbers`, each as first and last + 1."""
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in group]
        runs.append((members[0], members[-1] + 1))
    return runs
