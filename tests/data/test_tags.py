"""Tags that mark spans, against definitions written out, over all sequences of a few tags."""

from __future__ import annotations

import itertools

import pytest

from s2s.data.tags import SCHEMES, allowed, check_marks, scheme_of, spans, strict_spans, written
from s2s.errors import UserError

LETTERS = {"iob1": "BI", "iob2": "BI", "bioes": "BIES", "bilou": "BILU"}


def names_of(scheme: str) -> list[str]:
    return ["O", *(f"{letter}-{kind}" for letter in LETTERS[scheme] for kind in "xy")]


def is_valid(tags: tuple[str, ...], scheme: str) -> bool:
    """Whether every tag stands where the definition of the scheme has it."""
    for place, tag in enumerate(tags):
        letter, kind = tag[0], tag[2:]
        before, after = (tags[at] if 0 <= at < len(tags) else "O" for at in (place - 1, place + 1))
        opened = before[0] in "BI" and before[2:] == kind
        goes_on = after[0] in "IEL" and after[2:] == kind
        match scheme:
            case "iob1":
                fits = letter != "B" or opened
            case "iob2":
                fits = letter != "I" or opened
            case _:
                fits = (letter not in "IEL" or opened) and (letter not in "BI" or goes_on)
        if tag != "O" and not fits:
            return False
    return True


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_may_follow_is_what_the_scheme_writes(scheme: str) -> None:
    names = names_of(scheme)
    may = allowed(names, scheme)
    for length in (1, 2, 3):
        for rows in itertools.product(range(len(names)), repeat=length):
            tags = tuple(names[row] for row in rows)
            passes = may.start[rows[0]] and may.end[rows[-1]]
            passes &= all(may.transitions[pair] for pair in itertools.pairwise(rows))
            assert passes == is_valid(tags, scheme), tags
            again = written(spans(tags), length, scheme)
            assert is_valid(tuple(again), scheme) and list(spans(again)) == list(spans(tags))
            assert (again == list(tags)) == is_valid(tags, scheme)


def test_a_tag_without_partners_is_free() -> None:
    may = allowed(["I-x", "O"], "iob2")
    assert may.start.all() and may.transitions.all() and may.end.all()
    assert allowed(["B-x", "I-x", "O"], "").transitions.all()


@pytest.mark.parametrize(
    ("tags", "scheme", "strict"),
    [
        ("B-x I-x O", "iob2", [("x", 0, 2)]),
        ("I-x I-x O B-y", "iob2", [("y", 3, 4)]),
        ("B-x I-y", "iob2", [("x", 0, 1)]),
        ("B-x I-x O S-y", "bioes", [("y", 3, 4)]),
        ("B-x B-x E-x", "bioes", [("x", 1, 3)]),
        ("B-x I-x", "iob1", []),
        ("I-x B-x", "iob1", [("x", 0, 1), ("x", 1, 2)]),
    ],
)
def test_strict_spans(tags: str, scheme: str, strict: list[tuple[str, int, int]]) -> None:
    assert list(strict_spans(tags.split(), scheme)) == strict


@pytest.mark.parametrize(
    ("lines", "scheme", "invalid"),
    [
        (["B-x I-x O", "O B-y B-y"], "iob2", 0),
        (["I-x I-x O", "O I-y B-y"], "iob1", 0),
        (["B-x E-x O S-y"], "bioes", 0),
        (["B-x L-x O U-y"], "bilou", 0),
        (["B-x I-x O"] * 20 + ["O I-y"], "iob2", 1),
    ],
)
def test_schemes_are_recognised(lines: list[str], scheme: str, invalid: int) -> None:
    count = scheme_of([line.split() for line in lines], "a.conll")
    assert count is not None and (count.scheme, count.invalid) == (scheme, invalid)
    assert (f"{invalid} sentences" in count.said()) == bool(invalid)


def test_no_spans_and_mixed_schemes() -> None:
    assert scheme_of([["NOUN", "VERB"]], "a") is None and scheme_of([["O", "O"]], "a") is None
    for lines in (["B-x I-x O"] * 10 + ["O I-x"] * 5, ["B-x E-x"] * 10 + ["U-x"] * 5):
        with pytest.raises(UserError, match=r"^a: \d+ of 15 spans are not written as .*convert them to one scheme"):
            scheme_of([line.split() for line in lines], "a")


def test_tags_of_which_few_mark_no_span(caplog: pytest.LogCaptureFixture) -> None:
    """Up to a tenth of those that are not O; what has more has other tags, as parts of speech are."""
    for tag in ("0", "o", "b", "b-x", "B_x", "B.x", "x", "B-"):
        with pytest.raises(UserError, match=rf"^a: .*but for '{tag}': 1 of 11 that are not O; correct"):
            check_marks([["B-x", "O"]] * 10 + [[tag, "O"]], "a")
        check_marks([["B-x", "O"]] * 9 + [[tag, "O"]], "a")
    for line in ("B-x I-x O", "O O", "NOUN VERB", "S-x E-x"):
        check_marks([line.split()] * 20, "a")
    assert not caplog.messages


@pytest.mark.parametrize("tag", ["M-x", "V", "X", "PUNCT", "_", "[CLS]"])
def test_a_few_tags_that_are_not_mistyped_are_taken(tag: str, caplog: pytest.LogCaptureFixture) -> None:
    """BMES by words, a verb among roles, and what else is no mark by intent."""
    check_marks([["B-x", "O"]] * 10 + [[tag, "O"]], "a")
    (message,) = caplog.messages
    assert (
        message.startswith("warning: a: the tags mark spans")
        and f"but for '{tag}': 1 of 11 that are not O; so" in message
    )
    assert message.endswith("BMES is read where I- stands for M-") == (tag == "M-x")
