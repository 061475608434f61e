"""Tags that mark spans: the spans that they mark, the scheme that they follow, and which tag may follow which.

IOB2 begins every span with B- (Tjong Kim Sang and Veenstra 1999, E99-1023); IOB1 only one that follows a span of its kind
directly (Ramshaw and Marcus 1995, W95-0107); BIOES also marks the last word of a span and a single one (Ratinov and Roth
2009, W09-1119, whose BILOU has other letters for it).
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy
import numpy.typing

from s2s.data.codecs.json_codec import shortened
from s2s.errors import UserError
from s2s.runtime.process import log

OUTSIDE = "O"
Span = tuple[str, int, int]
"""Its kind, its first position, and the position after its last one."""
Bools = numpy.typing.NDArray[numpy.bool_]
LAST, SINGLE = "EL", "SU"
"""The letters of the last word of a span, and of a single one, in BIOES and in BILOU."""
ENDS = {"bioes": ("E", "S"), "bilou": ("L", "U")}
SCHEMES = ("iob2", "iob1", *ENDS)
MIXED, FEWEST = 0.1, 5
"""The share of spans that follow no scheme, and their number, from which a file mixes schemes. Tags that mark no
span are named where they are a smaller share of those that are not O."""
MISTYPED = re.compile(r"0|[biesluo]|[BIESLUbieslu][-_–.].*")
"""What of these is no mark was meant as one."""


def parts(tag: str) -> tuple[str, str]:
    """The letter and the kind of a tag; O has no kind."""
    letter, _, kind = tag.partition("-")
    return letter, kind


def is_mark(tag: str) -> bool:
    """Whether a tag is O, or a letter of one of the `SCHEMES` with a kind."""
    return tag == OUTSIDE or (len(tag) > 2 and tag[1] == "-" and tag[0] in "BI" + LAST + SINGLE)


def spans(tags: Sequence[str]) -> Iterator[Span]:
    """The spans that tags of any scheme mark, as conlleval counts them: what continues no span of its kind begins one."""
    begin, kind = 0, ""
    for position, tag in enumerate([*tags, OUTSIDE]):
        letter, name = parts(tag)
        if kind and not (letter in "I" + LAST and name == kind):
            yield kind, begin, position
            kind = ""
        if letter == OUTSIDE:
            continue
        if not kind:
            begin, kind = position, name
        if kind and letter in LAST + SINGLE:
            yield kind, begin, position + 1
            kind = ""


def written(marked: Iterable[Span], length: int, scheme: str) -> list[str]:
    """The tags of `length` words that mark spans, which come in order, by one of the `SCHEMES`."""
    tags = [OUTSIDE] * length
    before: Span = "", 0, 0
    for kind, begin, end in marked:
        follows = (before[0], before[2]) == (kind, begin)
        letters = ["B" if scheme != "iob1" or follows else "I", *"I" * (end - begin - 1)]
        if scheme in ENDS:
            last, single = ENDS[scheme]
            letters[-1] = last if len(letters) > 1 else single
        tags[begin:end] = [f"{letter}-{kind}" for letter in letters]
        before = kind, begin, end
    return tags


def strict_spans(tags: Sequence[str], scheme: str) -> Iterator[Span]:
    """Those of the `spans` that are written as `scheme` has them: what seqeval counts with ``mode="strict"``."""
    marked = list(spans(tags))
    right = written(marked, len(tags), scheme)
    yield from (span for span in marked if list(tags[span[1] : span[2]]) == right[span[1] : span[2]])


@dataclass
class Count:
    """How a scheme fits some lines of tags."""

    scheme: str
    wrong: int = 0
    """Spans that it writes otherwise."""
    invalid: int = 0
    """Lines with such a span."""
    kinds: dict[str, int] = field(default_factory=dict)
    """The kinds of spans, and how many there are of each."""

    def said(self) -> str:
        """What was recognised, in words."""
        name = {"iob1": "IOB1", "iob2": "IOB2 (BIO)", "bioes": "BIOES", "bilou": "BILOU"}[self.scheme]
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(self.kinds.items()))
        invalid = f"; {self.invalid:,} sentences have sequences that {name} does not have, read as conlleval reads them"
        return f"the tags mark spans by {name}: {kinds}{invalid if self.invalid else ''}"


def scheme_of(lines: Iterable[Sequence[str]], name: str) -> Count | None:
    """The scheme that the tags of all lines follow; None for tags that mark no spans, such as parts of speech.

    Raises `UserError`, which begins with `name`, where a tenth of the spans or more follow another scheme than the rest.
    """
    kept: list[Sequence[str]] = []
    different = {OUTSIDE}
    for tags in lines:
        new = {*tags} - different
        if not all(map(is_mark, new)):
            return None
        different |= new
        if any(tag != OUTSIDE for tag in tags):
            kept.append(tags)
    if not kept:
        return None
    letters = {parts(tag)[0] for tag in different}
    fitting = [scheme for scheme, ends in ENDS.items() if letters & {*ends}] or ["iob2", "iob1"]
    counts = [Count(scheme) for scheme in fitting]
    for tags in kept:
        marked = list(spans(tags))
        for count in counts:
            right = written(marked, len(tags), count.scheme)
            wrong = sum(list(tags[begin:end]) != right[begin:end] for _, begin, end in marked)
            count.wrong, count.invalid = count.wrong + wrong, count.invalid + bool(wrong)
            for kind, _, _ in marked:
                count.kinds[kind] = count.kinds.get(kind, 0) + 1
    best = min(counts, key=lambda count: count.wrong)
    total = sum(best.kinds.values())
    if best.wrong >= max(FEWEST, MIXED * total):
        raise UserError(
            f"{name}: {best.wrong:,} of {total:,} spans are not written as {best.scheme.upper()} writes them, which fits the"
            " tags best; convert them to one scheme"
        )
    return best


def check_marks(lines: Iterable[Sequence[str]], name: str) -> None:
    """Raise `UserError`, which begins with `name`, where all tags but a few mark spans and some of these are mistyped.

    They would make all tags such without spans; of the few that are not mistyped, as V in roles, a warning says so.
    """
    counts = Counter(tag for tags in lines for tag in tags if tag != OUTSIDE)
    few = {tag: count for tag, count in counts.most_common() if not is_mark(tag)}
    if not 0 < sum(few.values()) < MIXED * counts.total():
        return
    kinds = {parts(tag)[1] for tag in counts.keys() - few.keys()}
    mistyped = {tag: count for tag, count in few.items() if tag in kinds or MISTYPED.fullmatch(tag)}
    named = mistyped or few
    message = (
        f"{name}: the tags mark spans (O, B-KIND, I-KIND, …), but for {shortened([*map(repr, named)])}:"
        f" {sum(named.values()):,} of {counts.total():,} that are not O"
    )
    if mistyped:
        raise UserError(f"{message}; correct them")
    middle = "; BMES is read where I- stands for M-" if any(tag.startswith("M-") for tag in few) else ""
    log(f"warning: {message}; so all are read as tags without spans{middle}", level=logging.WARNING)


@dataclass(frozen=True)
class Allowed:
    """Which of V tags may begin a line, follow each other and end a line."""

    start: Bools
    """(V,)"""
    transitions: Bools
    """(V, V): from the row's tag to the column's."""
    end: Bools
    """(V,)"""


def allowed(names: Sequence[str], scheme: str) -> Allowed:
    """What `scheme` allows of the tags called `names`; a tag whose partners are not among them is free of the rule.

    An empty scheme allows everything.
    """
    known, count = {*names}, len(names)
    tags = [parts(name) for name in names]
    start, end = numpy.ones(count, bool), numpy.ones(count, bool)
    transitions = numpy.ones((count, count), bool)
    last = ENDS[scheme][0] if scheme in ENDS else ""
    for row, (letter, kind) in enumerate(tags):
        inside = numpy.array([one in ("B", "I") and other == kind for one, other in tags])
        if scheme == "iob1" and letter == "B":
            start[row], transitions[~inside, row] = False, False
        if scheme in ("iob2", *ENDS) and letter in ("I", last) and f"B-{kind}" in known:
            start[row], transitions[~inside, row] = False, False
        if last and letter in ("B", "I") and f"{last}-{kind}" in known:
            goes_on = numpy.array([one in ("I", last) and other == kind for one, other in tags])
            end[row], transitions[row, ~goes_on] = False, False
    return Allowed(start, transitions, end)
