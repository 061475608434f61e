"""From the text of a request to lines, and from the translations of the lines to what is answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from s2s.data.text.lines import whole
from s2s.decode.backend import Settings
from s2s.inference.demands import Demands
from s2s.inference.sentences import Translation, mean_confidence
from s2s.serve.engine import Engine
from s2s.serve.words import words_of

LINE_END = re.compile("(\r?\n)")
"""As for the command: nothing else ends a line."""


@dataclass(frozen=True)
class Answer:
    """What became of one text."""

    text: str
    alternatives: list[str] = field(default_factory=list)
    details: dict[str, Any] | None = None
    confidence: float | None = None
    """That of its lines together, each with the weight of its source pieces; None where none was asked for or fitted."""


def lines_of(text: str) -> tuple[list[str], list[str]]:
    """The lines of a text, and what stands after each but the last."""
    parts = LINE_END.split(text)
    return parts[::2], parts[1::2]


def joined(lines: Sequence[str], ends: Sequence[str]) -> str:
    """The text of `lines`, with `ends` between them: the inverse of `lines_of`."""
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


async def translate(
    engine: Engine,
    settings: Settings,
    texts: Sequence[str],
    alternatives: int = 0,
    details: bool = False,
    split: bool | None = None,
    demands: Demands | None = None,
    sure: bool = False,
) -> list[Answer]:
    """Each text, line by line, as ``s2s translate`` translates the lines. Blank lines, and line ends, stay.

    `alternatives` other translations come from a beam that is as wide as they are many, where the model's is narrower;
    the translation itself is that of `settings`. `details` say for each word how likely it was, and where the model looked.
    With `sure` it is said how sure the model is. `split` and `demands` are those of `Translator.stream`.
    """
    cut = [lines_of(whole(text)) for text in texts]
    lines = [line for parts, _ in cut for line in parts]
    first, wider = searches(settings, alternatives, details)
    translations = await engine.translate(lines, first, split, demands, sure or details)
    others = translations if wider is None else await engine.translate(lines, wider, split, demands)
    answers, begin = [], 0
    for parts, ends in cut:
        span = slice(begin, begin + len(parts))
        answers.append(answer(parts, ends, translations[span], others[span], alternatives, details))
        begin += len(parts)
    return answers


@cache
def searches(settings: Settings, alternatives: int, details: bool) -> tuple[Settings, Settings | None]:
    """How to look for the translation, and for alternatives where the beam of `settings` does not hold as many."""
    wanted = alternatives + 1
    first = replace(settings, attention=details, token_log_probs=details)
    if wanted <= settings.hypotheses:
        return replace(first, nbest=wanted), None
    return first, replace(settings, search="beam", beam=wanted, nbest=wanted)


def answer(
    lines: list[str],
    ends: list[str],
    first: list[list[Translation]],
    others: list[list[Translation]],
    alternatives: int,
    details: bool,
) -> Answer:
    """`first` has the translations of each line; `others` those that alternatives come from."""
    text = joined([translations[0].text for translations in first], ends)
    different = dict.fromkeys(
        joined([translations[min(number, len(translations) - 1)].text for translations in others], ends)
        for number in range(alternatives + 1)
    )
    different.pop(text, None)
    best = [translations[0] for translations in first]
    segments = words_of(lines, ends, best) if details else None
    return Answer(text, list(different)[:alternatives], segments, mean_confidence(best))
