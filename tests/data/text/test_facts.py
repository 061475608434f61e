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
    assert facts == Facts(0.1, 0.1, 0.1, round((10 + 21 + 4) / length, 6), reading=1, writing=0)
    assert facts.whole_lines and facts.knows(Casing.title) and not Facts().knows(Casing.capitals)
    assert measure([], "en") == measure([("", "")], "en") == Facts()


@pytest.mark.parametrize(
    ("pairs", "knows", "reads_capitals", "recases"),
    [
        ([("ship", "ʃ ɪ p"), ("ice cream", "aɪ s")] * 5, False, False, False),
        ([("ship", "ʃ ɪ p")] * 99 + [("ice cream", "aɪ s")], False, False, False),
        ([("ship", "S I p")] * 99 + [("Nato", "n eI")], True, True, False),
        ([("the ship", "das Schiff")] * 10, False, False, True),
        ([("The ship", "das schiff")] * 10, False, True, False),
        ([("The ship", "das Schiff")] * 10, False, True, True),
    ],
    ids=["few words", "words", "words with capitals", "small sources", "small targets", "text"],
)
def test_capitals_of_text_and_of_strings(
    pairs: list[tuple[str, str]], knows: bool, reads_capitals: bool, recases: bool
) -> None:
    facts = measure(pairs, "en")
    assert [facts.knows(casing) for casing in Casing] == [knows, knows]
    assert (facts.reads_capitals, facts.recases) == (reads_capitals, recases)


def test_written_and_read() -> None:
    facts = Facts(0.25, 0.5, 0.125, 2.0, single=0.5, reading=0.25)
    assert from_json(to_json(facts).encode()) == facts
    early = json.dumps({name: 0.5 for name in ("several", "capitals", "title", "ratio")})
    assert from_json(early.encode()) == Facts(0.5, 0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b"[" * 10_000, to_json(Facts()).replace("1.0", "NaN").encode()]
    + [json.dumps({**vars(Facts()), "ratio": ratio}).encode() for ratio in (0, -1, "x", None, 10**400)],
)
def test_all_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="facts"):
        from_json(content)
