"""Labels, words, vectors and fields: what goes in comes out, padding is zero, and JSON keeps them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest

from s2s.data.codecs.base import Codec
from s2s.data.codecs.features import Features
from s2s.data.codecs.fields import Fields
from s2s.data.codecs.files import FILES, forget_codecs, load_codecs, save_codecs
from s2s.data.codecs.labels import Labels
from s2s.data.codecs.words import SPELLING, Words
from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.word_case import case_of
from s2s.errors import UserError

LABELS = Labels.learn(["pos", "neg", "pos"], each=False)
TAGS = Labels.learn(["DET NOUN", "VERB"], each=True)
FEATURES = Features.learn([[1.0, 10.0], [3.0, 10.0]])
FIELDS = Fields.learn(["G 3/4", "C 4/4"])


def test_labels() -> None:
    assert LABELS.names == ("neg", "pos") and TAGS.names == ("DET", "NOUN", "VERB")
    assert LABELS.encode(["pos", "neg"]) == [[1], [0]]
    padded, lengths = TAGS.pad(TAGS.encode(["DET NOUN VERB", "VERB"]))
    assert padded.tolist() == [[0, 1, 2], [2, 0, 0]] and lengths.tolist() == [3, 1]
    with pytest.raises(UserError, match=r"data.train: has one label only, 'a'; at least two"):
        Labels.learn(["a", "a"], each=False)


def test_features_have_mean_zero_and_deviation_one() -> None:
    chance = numpy.random.default_rng(1)
    rows = chance.normal(5, 3, (200, 4))
    side = Features.learn(list(rows))
    encoded = numpy.concatenate(side.encode(list(rows)))
    assert numpy.allclose(encoded.mean(0), 0, atol=1e-6) and numpy.allclose(encoded.std(0), 1, atol=1e-6)
    assert numpy.allclose(side.values_of(encoded), rows, atol=1e-5)


def test_features_from_lines_and_lists() -> None:
    assert FEATURES.scale == (1.0, 1.0)  # a feature that never changes is only shifted
    for value in ("1 10 3 10", "1, 10, 3, 10", [1.0, 10, 3, 10], [[1.0, 10], [3, 10]]):
        assert FEATURES.encode([value])[0].tolist() == [[-1.0, 0.0], [1.0, 0.0]]
    padded, lengths = FEATURES.pad(FEATURES.encode(["1 10", "1 10 3 10"]))
    assert padded.shape == (2, 2, 2) and padded[0, 1].tolist() == [0, 0] and lengths.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([[1.0], [2.0]], "2 numbers where 2 a step"),
        ([[1.0, 2, 3]], "3 numbers where 2 a step"),
        ("a b", "'a b': not numbers"),
        ("1 2 3", "3 numbers where 2 a step"),
        ("nan 1", "not finite"),
        ("", "0 numbers"),
    ],
)
def test_features_refuse(value: object, said: str) -> None:
    with pytest.raises(UserError, match=said):
        FEATURES.encode([value])


def test_a_word_without_end_is_no_wider_than_others_can_be() -> None:
    pieces = Tokenizer.train(["a b c"], kind="char", size=None, coverage=None)
    words = Words(pieces, Tokenizer.train(["a b a b"], kind="word", size=None, coverage=None))
    padded, lengths = words.pad(words.encode(["a b", "a" * 1_000_000]))
    assert padded.shape == (2, 2, 2 + SPELLING) and lengths.tolist() == [2, 1]


def test_a_language_model_is_told_nothing() -> None:
    empty = Fields.learn(["", ""])
    assert empty.is_empty and empty.encode(["", " "])[1].tolist() == [[1]]
    assert not Features.learn([[3.0], [4.0]]).is_empty  # one number, but not always the same
    assert not FIELDS.is_empty and not Fields.learn(["a", ""]).is_empty
    with pytest.raises(
        UserError, match="'a man': the run is a language model, which is told nothing; give blank lines"
    ):
        empty.encode(["a man"])


def test_fields() -> None:
    assert FIELDS.names == ("3/4", "4/4", "C", "G")
    assert FIELDS.encode(["G 3/4", ""])[0].tolist() == [[1, 1, 0, 0, 1]]
    assert FIELDS.encode([""])[0].tolist() == [[1, 0, 0, 0, 0]]
    with pytest.raises(UserError, match="'H': not among the labels of the training data: 3/4, 4/4, C, G"):
        FIELDS.encode(["H 3/4"])


def test_words_are_an_id_a_case_and_pieces() -> None:
    lines = ["the cat sat", "the dog sat", "the cat"] * 3
    pieces = Tokenizer.train(lines, kind="char", size=None, coverage=None)
    words = Words(pieces, Tokenizer.train(lines, kind="word", size=None, coverage=None))
    (the, cat), (odd,) = words.encode(["the cat", "tac"])
    assert words.words.names([the[0]]) == ["▁the"] and pieces.decode([cat[2:]]) == ["cat"]
    assert the[1] == case_of("the")
    assert odd[0] == 3 and pieces.decode([odd[2:]]) == ["tac"]  # unknown, and yet spelled
    padded, lengths = words.pad([[the, cat], [odd]])
    assert padded.shape == (2, 2, max(len(the), len(cat), len(odd))) and lengths.tolist() == [2, 1]
    assert padded[1, 1].tolist() == [0] * padded.shape[2] and padded[0, 0, : len(the)].tolist() == the


LINES = ["the cat sat", "the dog sat", "the cat"] * 3
PIECES = Tokenizer.train(LINES, kind="char", size=None, coverage=None)
WORDS = Words(PIECES, Tokenizer.train(LINES, kind="word", size=None, coverage=None))


@pytest.mark.parametrize(
    ("source", "target", "files"),
    [
        (PIECES, PIECES, {"tokenizer.model"}),
        (PIECES, WORDS.words, {"source.model", "target.model"}),
        (PIECES, LABELS, {"source.model", "target.json"}),
        (WORDS, TAGS, {"source.model", "words.model", "target.json"}),
        (FEATURES, FEATURES, {"source.json", "target.json"}),
        (FIELDS, PIECES, {"source.json", "target.model"}),
    ],
)
def test_kept_in_files(source: Codec, target: Codec, files: set[str], tmp_path: Path) -> None:
    """Two that are one stay so in memory; what is forgotten leaves nothing behind."""
    kept = target if target is not source or len(files) == 1 else Features(FEATURES.mean, FEATURES.scale)
    save_codecs(tmp_path, source, kept)
    assert {path.name for path in tmp_path.iterdir()} == files <= {*FILES}
    loaded = load_codecs(tmp_path)
    assert loaded == (source, target) and (loaded[0] is loaded[1]) == (len(files) == 1)
    forget_codecs(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("codec", [LABELS, TAGS, FEATURES, FIELDS])
def test_json_as_ever(codec: Codec, tmp_path: Path) -> None:
    codec.save(tmp_path, "target")
    content = (tmp_path / "target.json").read_text(encoding="utf-8")
    fields = {name: value for name, value in vars(codec).items() if name not in ("scheme", "calibration")}
    assert content == json.dumps({"kind": type(codec).__name__.lower(), **fields}, ensure_ascii=False)


def test_labels_with_a_scheme(tmp_path: Path) -> None:
    """What a scheme does not have is encoded as it is read; a file of before has none, and one of later is refused."""
    tags = Labels(("B-x", "I-x", "O"), True, "iob2")
    assert tags.encode(["O I-x I-x", "I-x O O"]) == [[2, 0, 1], [0, 2, 2]]
    tags.save(tmp_path, "target")
    assert Labels.load(tmp_path, "target") == tags
    path = tmp_path / "target.json"
    path.write_text(path.read_text().replace("iob2", "iob9"))
    with pytest.raises(UserError, match="not what training writes"):
        Labels.load(tmp_path, "target")


@pytest.mark.parametrize(
    ("codec", "values"),
    [
        (PIECES, ["the cat", "dog"]),
        (WORDS, ["the cat", "tac dog"]),
        (LABELS, ["pos", "neg"]),
        (TAGS, ["DET NOUN VERB", "VERB"]),
        (FEATURES, ["1 10 3 10", "5 12"]),
        (FIELDS, ["3/4 G", ""]),
    ],
)
def test_what_goes_in_comes_out(codec: Codec, values: list[str]) -> None:
    """Of labels as certain probabilities; padding changes nothing."""
    encoded = codec.encode(values)
    array, lengths = codec.pad(encoded)
    rows = [row[:length] for row, length in zip(array, lengths.tolist(), strict=True)]
    if codec.labels:
        rows = [numpy.eye(codec.size)[row] for row in rows]
    assert codec.decode(rows) == values
    assert codec.describe(values) and codec.pieces_of(encoded[0]) == (tuple("▁the▁cat") if codec is PIECES else ())


def test_special_ids_by_role() -> None:
    ids = PIECES.encode(["the", ""])
    assert PIECES.pad(ids, "source")[0].tolist() == [[*ids[0], 2], [2, 0, 0, 0, 0]]
    padded, lengths = PIECES.pad(ids, "target")
    assert padded.tolist() == [[1, *ids[0], 2], [1, 2, 0, 0, 0, 0]] and lengths.tolist() == [5, 1]
    assert PIECES.finish(ids[0]) == [*ids[0], 2] and PIECES.finish([]) == []
    assert LABELS.pad([[1], [0]], "target")[0].tolist() == [[1], [0]]


@pytest.mark.parametrize(("codec", "value"), [(LABELS, "odd"), (TAGS, "DET odd")])
def test_an_unknown_label_is_named(codec: Labels, value: str) -> None:
    with pytest.raises(UserError, match=f"'odd': not among the labels of the training data: {', '.join(codec.names)}"):
        codec.encode([codec.names[0], value])


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"kind": "labels"}', '{"kind": "labels", "names": [1, 2], "each": 0}', '{"kind": 3}',
                '{"kind": "features", "mean": [1], "scale": []}', '{"kind": "fields", "names": 3}', "[" * 100_000]
)  # fmt: skip
def test_damaged_json_is_refused(content: str, tmp_path: Path) -> None:
    for name in ("source", "target"):
        (tmp_path / f"{name}.json").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="missing or not what training writes"):
        load_codecs(tmp_path)
    with pytest.raises(UserError, match="missing or not what training writes"):
        Labels.load(tmp_path / "none", "target")


def test_training_data_of_two_widths_are_refused() -> None:
    with pytest.raises(UserError, match=r"data.train: has 1 numbers in one place and 2 in another; check the file"):
        Features.learn(["3", "3,5", "4"])
