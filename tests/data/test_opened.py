"""Codecs of models that copy: what a vocabulary does not hold keeps its name."""

from __future__ import annotations

import pytest

from s2s.data.codecs.featured import Featured
from s2s.data.codecs.opened import check_copying, copies, open_codec, opened
from s2s.data.codecs.pattern import Pattern
from s2s.data.text import ids
from s2s.data.text.ids import OPEN, OpenPiece, padded
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.nn import copying

LINES = ["the dog sees the cat", "the cat sees the dog"]
SMILES = "Cl|Br|."


def words(lines: list[str], *tags: str) -> Tokenizer:
    return Tokenizer.train(lines, kind="word", size=None, coverage=None, languages=tags)


def test_network_and_codecs_agree_on_ids() -> None:
    assert (copying.OPEN, copying.UNKNOWN) == (OPEN, ids.UNK)
    piece = OpenPiece.of("▁Ada")
    assert OPEN <= piece < 2**63 and piece == OpenPiece.of("▁Ada") != OpenPiece.of("▁Bob") and piece.name == "▁Ada"
    assert padded([[5, piece]])[0].tolist() == [[5, piece]]


@pytest.mark.parametrize("text", ["the Ada sees Zoë ▁x Ada", "Ada", "", "  the   cat "])
def test_unknown_words_come_through(text: str) -> None:
    plain = words(LINES)
    codec = opened((plain, plain))[0]
    assert opened((codec, codec)) == (codec, codec) and opened((plain, plain))[0] is not plain
    (encoded,) = codec.encode([text])
    assert [min(one, OPEN) for one in encoded] == [OPEN if one == ids.UNK else one for one in plain.encode([text])[0]]
    assert codec.decode([encoded]) == [" ".join(text.split())]
    assert codec.ids_of(codec.pieces_of(encoded)) == encoded == codec.complete(encoded)
    assert codec.unknown(encoded) == plain.unknown(plain.encode([text])[0])
    assert codec.decode([[*encoded, ids.EOS]]) == codec.decode([encoded])
    with pytest.raises(UserError, match="'Ada' is no piece"):
        codec.ids_of(["Ada"])


def test_unknown_matches_and_what_lies_between_come_through() -> None:
    codec = open_codec(Pattern.learn(["CClBr", "CBrN"], option="x", pattern=SMILES, size=None))
    (encoded,) = codec.encode(["CClO Zn"])
    assert codec.pieces_of(encoded) == ("C", "Cl", "O", "▁", "Z", "n") and codec.decode([encoded]) == ["CClO Zn"]
    assert [one >= OPEN for one in encoded] == [False, False, True, True, True, True]
    assert codec.ids_of(codec.pieces_of(encoded)) == encoded and codec.unknown(encoded) == 4


def test_what_a_source_becomes_as_a_target() -> None:
    """The same piece of another vocabulary, an open piece that this one lacks; never tags, features and special ids."""
    source, target = opened((words(["a b c a b c"], "de"), words(["b c d e b c"])))
    found = dict(zip(source.pieces_of(range(source.size)), copies(source, target).tolist(), strict=True))
    numbers = {name: number for number, name in enumerate(target.pieces_of(range(target.size)))}
    assert found["▁a"] == OpenPiece.of("▁a") and (found["▁b"], found["▁c"]) == (numbers["▁b"], numbers["▁c"])
    assert [found[name] for name in ("<pad>", "<s>", "</s>", "<unk>", "<2de>")] == [-1] * 5
    featured = Featured.learn(words(["b c b c"]), ["b\tV;PST"], 1)
    both = opened((featured, words(["b c d e b c"])))
    assert copies(*both).tolist()[-2:] == [-1, -1]
    (encoded,) = both[0].encode(["b Ada\tPST"])
    assert both[0].before(encoded) == 1 and both[0].decode([encoded]) == ["b Ada"]
    assert both[0].pieces_of(encoded) == ("PST", "▁b", "▁Ada")


def test_bytes_need_no_open_pieces_and_nothing_in_common_is_refused() -> None:
    char = Tokenizer.train(LINES, kind="char", size=None, coverage=None)
    assert opened((char, char)) == (char, char) and opened((words(LINES), char))[0].opens is False
    targets = copies(char, char).tolist()
    assert targets[:4] == [-1] * 4 and targets[4:] == list(range(4, char.size))
    check_copying(char, char)
    with pytest.raises(UserError, match="share no piece"):
        check_copying(*opened((words(["a b a b"]), words(["c d c d"]))))
