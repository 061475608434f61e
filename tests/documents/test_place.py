"""Codes and tags stand at the words that came from those they stood at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as some
from translating import copier

from s2s.config.schema import RunConfig
from s2s.config.tokenizers import Normalize, TokenizerConfig
from s2s.documents.base import Reading
from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import codes_of
from s2s.documents.place import best_run, put_back
from s2s.documents.plain import plain
from s2s.documents.protect import protected
from s2s.documents.registry import load, row_of
from s2s.documents.translate import translated
from s2s.inference.alignment import align, piece_spans, tokens
from s2s.inference.sentences import Translation, joined


def translation(source: str, text: str, pairs: Sequence[int], split: bool = True) -> Translation:
    """One sentence, whose n-th word came from the word `pairs[n]` of the source; as of a line that is `split`, or not."""
    left, right = source.split(), text.split()
    weights = numpy.zeros((len(right), len(left) + 1))
    weights[numpy.arange(len(right)), list(pairs)] = 1.0
    pieces = tuple(f"▁{word}" for word in right)
    one = Translation(text, 0.0, 0.0, pieces, (*(f"▁{word}" for word in left), "</s>"), weights, source=source)
    return joined(source, [[one]], 1, None)[0] if split else one


def placed(source: str, text: str, pairs: Sequence[int], split: bool = True) -> str:
    nodes = protected([source], tags=True)
    read = plain(nodes)
    found = put_back(nodes, read, translation(read.text, text, pairs, split))
    assert sorted(code.raw for code in codes_of(found)) == sorted(code.raw for code in codes_of(nodes))
    return string_of(found)


@pytest.mark.parametrize("split", [True, False])
@pytest.mark.parametrize(
    ("source", "text", "pairs", "found"),
    [
        ("The <b>girl</b> opens {x} doors.", "Das Mädchen öffnet Türen.", [0, 1, 2, 3], "Das <b>Mädchen</b> öffnet {x} Türen."),
        ("The <b>dog</b> sleeps.", "Der Hund schläft.", [0, 1, 2], "Der <b>Hund</b> schläft."),
        ("The dog <b>sleeps</b>.", "Es schläft der Hund.", [2, 2, 0, 1], "<b>Es schläft</b> der Hund."),
        ("<i>Yesterday</i> the dog slept.", "Der Hund schlief gestern.", [1, 2, 3, 0], "Der Hund schlief <i>gestern</i>."),
        ("A <a>big <b>dog</b></a> ran.", "Es lief ein großer Hund.", [3, 3, 0, 1, 2], "Es lief ein <a>großer <b>Hund</b></a>."),
        ("Open {name} now.", "Jetzt öffnen.", [1, 0], "Jetzt öffnen {name}."),
        ("Open {name}, please!", "Bitte öffnen!", [1, 0], "Bitte öffnen {name}!"),
        ("%s saw %s.", "Von gesehen.", [0, 0], "%s Von gesehen %s."),
        ("{a} saw the dog.", "Den Hund sah", [1, 2, 0], "{a} Den Hund sah"),
        ("Wait 10\u00a0minutes.", "Warte 10 Minuten.", [0, 1, 2], "Warte 10\u00a0Minuten."),
        ("(see {x})", "(siehe )", [0, 1], "(siehe {x})"),
    ],
)  # fmt: skip
def test_words_take_their_codes_along(source: str, text: str, pairs: list[int], found: str, split: bool) -> None:
    assert placed(source, text, pairs, split) == found


PLAIN_RUN = RunConfig(tokenizer=TokenizerConfig(normalize=Normalize.plain))


@pytest.mark.parametrize("config", [RunConfig(), PLAIN_RUN], ids=["none", "plain"])
@pytest.mark.parametrize("split", [None, False])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "The <b>girl</b> opens {x} doors.\n"),
        ("a.html", "<p>The <b>girl</b> opens<br>{x} doors. It <i>is</i> big.</p>"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nThe <i>dog</i>\nsleeps {x} here.\n"),
    ],
)
def test_codes_stay_at_their_words_in_a_line_that_is_not_split(
    name: str, content: str, split: bool | None, config: RunConfig
) -> None:
    translator, kind = copier(config), load(row_of(name))
    document = kind.read(content.encode(), Reading(name, "en", "de"))
    nodes, _ = translated(translator, document.segments, kind.tags, translator.settings(), split)
    assert document.write(nodes).decode() == content


def test_a_line_break_that_is_read_as_a_space_moves_no_alignment() -> None:
    line, translator = "the girl\topens\r\ndoors now", copier(PLAIN_RUN)
    (best,) = next(translator.stream([line], translator.settings(attention=True), split=False))
    found = align(line, best)
    assert best.text == "the girl opens doors now" and len(found.source) == len(found.target) == 5
    for number in range(5):
        weights = found.weights.of(0, 5, numpy.array([number]))
        assert weights.tolist() == [float(row == number) for row in range(5)]


@given(some.lists(some.integers(-9, 9), min_size=1, max_size=12))
def test_the_best_run_is_the_best_of_all(gains: list[int]) -> None:
    first, last = best_run(numpy.array(gains, float))
    every = [sum(gains[i:j]) for i in range(len(gains)) for j in range(i + 1, len(gains) + 1)]
    assert sum(gains[first:last]) == max(every)


def test_tokens_of_many_scripts() -> None:
    def cut(text: str) -> list[str]:
        return [text[begin:end] for begin, end in tokens(text)]

    assert cut("Don't stop-gap, “now”!") == ["Don't", "stop-gap", ",", "“", "now", "”", "!"]
    assert cut("আমি ভাত খাই।") == ["আমি", "ভাত", "খাই", "।"]
    assert cut("我是 AB人") == ["我", "是", "AB", "人"]


@given(some.text(max_size=30), some.lists(some.text(max_size=5), max_size=12))
def test_pieces_stand_for_all_of_a_text_in_order(text: str, pieces: list[str]) -> None:
    spans = piece_spans(text, pieces)
    assert len(spans) == len(pieces)
    for begin, end in spans:
        assert 0 <= begin <= end <= len(text)


def test_pieces_and_bytes_are_exact() -> None:
    assert piece_spans("ab é c", ["▁a", "b", "▁", "<0xC3>", "<0xA9>", "▁c"]) == [
        (0, 1), (1, 2), (3, 3), (3, 3.5), (3.5, 4), (5, 6),
    ]  # fmt: skip
