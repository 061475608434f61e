"""What is measured of the training text, and that only this is read again."""

from __future__ import annotations

import json

import pytest

from s2s.data.text.casing import Casing
from s2s.data.text.facts import Facts, from_json, measure, to_json


def test_shares_of_the_sources() -> None:
    pairs = [("The dog sleeps. The cat runs.", "x" * 10)] + [("A dog.", "abc")] * 7
    pairs += [("THE DOG SLEEPS.", ""), ("The Dog Sleeps Today", "abcd")]
    facts = measure(iter(pairs), "en")
    length = sum(len(source) for source, _ in pairs)
    assert facts == Facts(0.1, 0.1, 0.1, round((10 + 21 + 4) / length, 6))
    assert facts.whole_lines and facts.knows(Casing.title) and not Facts().knows(Casing.capitals)
    assert measure([], "en") == measure([("", "")], "en") == Facts()


def test_written_and_read() -> None:
    facts = Facts(0.25, 0.5, 0.125, 2.0)
    assert from_json(to_json(facts).encode()) == facts


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b"[" * 10_000, to_json(Facts()).replace("1.0", "NaN").encode()]
    + [json.dumps({**vars(Facts()), "ratio": ratio}).encode() for ratio in (0, -1, "x", None, 10**400)],
)
def test_all_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="facts"):
        from_json(content)
