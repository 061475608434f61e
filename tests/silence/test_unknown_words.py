"""Words that a vocabulary of words does not hold: each of several in a row is a piece, and can be copied from the source."""

from __future__ import annotations

import io
import json
import random
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import sentencepiece
from pieces import ODD, sentences
from training import train
from translating import Copy

from s2s import Translator
from s2s.cli import main
from s2s.config.schema import RunConfig
from s2s.config.tokenizers import Normalize, TokenizerConfig
from s2s.data.text.ids import BOS, EOS, PAD, UNK
from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.vocabulary import clean
from s2s.data.text.words import groups
from s2s.inference.alignment import align

WORDS = Tokenizer.train(sentences(), kind="word", size=None, coverage=None)
TEXT = ["the zebra quagga dog", "zebra zebra zebra", "dog the", "", "  the  zebra ", "<unk> ▁the </s>"]


def oracle(text: str) -> list[int]:
    """Each word looked up by itself."""
    known = {WORDS.names([number])[0]: number for number in range(UNK + 1, WORDS.size)}
    return [known.get("▁" + word, UNK) for word in text.split()]


def test_each_unknown_word_is_a_piece() -> None:
    assert WORDS.encode(TEXT) == [oracle(text) for text in TEXT]
    assert WORDS.encode(TEXT[:1]) == [[*WORDS.encode(["the"])[0], UNK, UNK, *WORDS.encode(["dog"])[0]]]
    assert WORDS.decode(WORDS.encode(["the zebra dog"])) == ["the dog"]
    assert Tokenizer(WORDS.model).encode(TEXT) == WORDS.encode(TEXT), "the model itself says so, wherever it is copied"


def test_but_for_rows_of_unknown_words_pieces_are_those_of_sentencepiece() -> None:
    chance = random.Random(1)
    texts = [*ODD, *("".join(chance.choices("the dog \t\u00a0\u200b\nrunsx ▁", k=12)) for _ in range(500))]
    for text in texts:
        merged = [piece for piece, run in groupby(WORDS.encode([text])[0]) for _ in ([0] if piece == UNK else run)]
        assert merged == WORDS.processor.encode(clean(text)), ascii(text)


def test_models_of_before_cut_text_as_they_did() -> None:
    model = io.BytesIO()
    special: dict[str, Any] = {"pad_id": PAD, "bos_id": BOS, "eos_id": EOS, "unk_id": UNK, "minloglevel": 3}
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences()),
        model_writer=model,
        model_type="word",
        vocab_size=50,
        hard_vocab_limit=False,
        normalization_rule_name="identity",
        **special,
    )
    before = Tokenizer(model.getvalue())
    assert before.encode(TEXT[:2]) == [before.processor.encode(text) for text in TEXT[:2]]
    assert before.encode(["zebra quagga"]) == [[UNK]]


def test_an_unknown_word_is_a_word_beside_others() -> None:
    pieces = WORDS.pieces("the zebra quagga dog")
    assert pieces == ["▁the", "<unk>", "<unk>", "▁dog"]
    assert groups([*pieces, "</s>"]) == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]


class Turned(Copy):
    """Writes ``dog`` for what is unknown, and looks at it meanwhile."""

    def encode(self, sources: Any, demanded: Any = None) -> Any:
        dog = WORDS.encode(["dog"])[0][0]
        return super().encode([[dog if piece == UNK else piece for piece in source] for source in sources])


def translator() -> Translator:
    return Translator(RunConfig(tokenizer=TokenizerConfig(normalize=Normalize.plain)), WORDS, WORDS, Turned(WORDS.size))


@pytest.mark.parametrize("split", [None, False])
def test_json_has_the_word_that_attention_points_at(split: bool | None) -> None:
    from s2s.commands.written import format_line

    line = "the zebra\u00a0que\u0301\u00adgga likes old houses"
    (best,) = next(translator().stream([line], translator().settings(attention=True), split=split))
    (record,) = json.loads(format_line([best], "json", 1))
    words = ["the", "zebra", "que\u0301\u00adgga", "likes", "old", "houses"]
    assert record["source_words"] == words[: len(record["pieces"])] and len(record["pieces"]) == len(words)
    copied = [word if piece == "<unk>" else "" for word, piece in zip(words, record["source_pieces"][:-1], strict=True)]
    assert copied[:3] == ["", "zebra", "que\u0301\u00adgga"]
    if split is None:
        assert record["sentences"][0]["source_words"] == record["source_words"]
        found = align(line, best)
        assert [line[begin:end] for begin, end in found.source] == words
        rows = [[round(float(w), 3) for w in row] for row in found.weights.blocks[0].weights]
        assert rows == [[float(column == row) for column in range(6)] for row in range(6)]


def test_other_records_are_as_they_were() -> None:
    from s2s.commands.written import format_line

    (best,) = next(translator().stream(["the dog"], translator().settings(attention=True)))
    (record,) = json.loads(format_line([best], "json", 1))
    assert "source_words" not in record


def test_training_and_translating_have_the_same_pieces(tmp_path: Path) -> None:
    words = ("tokenizer.kind=word", "tokenizer.size=null", "train.steps=1", "train.validate_every=1")
    run, out = train(tmp_path, *words), tmp_path / "out"
    (tmp_path / "in").write_text("the zebra quagga okapi sleeps\n", encoding="utf-8")
    assert main(["translate", "-m", str(run), "-i", str(tmp_path / "in"), "-o", str(out), "--output-type", "json"]) == 0
    (record,) = json.loads(out.read_text(encoding="utf-8"))
    assert record["source_pieces"].count("<unk>") >= 3
    assert tuple(record["source_pieces"][:-1]) == tuple(
        Tokenizer.load(run, "tokenizer").pieces("the zebra quagga okapi sleeps")
    )
    assert set(record["source_words"]) <= {"the", "zebra", "quagga", "okapi", "sleeps", ""}
    assert len(record["source_words"]) == len(record["pieces"])
