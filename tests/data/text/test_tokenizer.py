"""Text → ids → text: nothing lost, every refusal one line."""

from __future__ import annotations

import io
import os
import random
import resource
import stat
import subprocess
import sys
from pathlib import Path

import numpy
import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import KINDS, LOSSLESS, ODD, sentences, spaces_once, trained

from s2s.data.text import tokenizer as tokenizer_module
from s2s.data.text.ids import BOS, EOS, PAD, UNK
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError

MULTI30K = Path(__file__).parents[4] / "shared" / "data" / "multi30k"


@pytest.mark.parametrize("kind", LOSSLESS)
@pytest.mark.parametrize("text", ODD)
def test_odd_text_comes_back(kind: str, text: str) -> None:
    tokenizer = trained(kind)
    (ids,) = tokenizer.encode([text])
    assert tokenizer.decode([ids]) == [spaces_once(text)]
    assert UNK not in ids


@pytest.mark.parametrize("kind", LOSSLESS)
@given(text=st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back(kind: str, text: str) -> None:
    tokenizer = trained(kind)
    assert tokenizer.decode(tokenizer.encode([text])) == [spaces_once(text)]


def test_half_a_surrogate_pair_and_line_ends() -> None:
    tokenizer = trained("bpe")
    assert tokenizer.decode(tokenizer.encode(["a\ud800b", "c\nd\r\ne"])) == ["a\ufffdb", "c d  e"]


def test_a_sentence_is_read_and_written_without_a_thread() -> None:
    """Starting one takes ten times as long as the sentence; whoever starts one waits for it, which the system counts."""
    tokenizer, times = trained("bpe"), 200
    before = resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw
    for _ in range(times):
        tokenizer.decode(tokenizer.encode(["Two dogs play."]))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw - before < times / 4


def test_a_megabyte_in_one_word() -> None:
    for kind in ("bpe", "unigram"):
        text = "猫a" * 100_000
        assert trained(kind).decode(trained(kind).encode([text])) == [text]


@pytest.mark.parametrize("kind", KINDS)
def test_special_ids(kind: str) -> None:
    tokenizer = trained(kind)
    assert (PAD, BOS, EOS, UNK) == (0, 1, 2, 3)
    assert tokenizer.names(range(4)) == ["<pad>", "<s>", "</s>", "<unk>"]
    (ids,) = tokenizer.encode(["the dog runs."])
    assert min(ids) > UNK
    assert tokenizer.decode([[BOS, PAD, *ids[:1], UNK, *ids[1:], EOS, PAD]]) == ["the dog runs."]
    assert tokenizer.decode([[PAD, BOS], [], numpy.array(ids)]) == ["", "", "the dog runs."]  # type: ignore[list-item]
    assert tokenizer.decode([]) == [] == tokenizer.encode([])
    assert tokenizer.encode(["", "   "]) == [[], []]
    assert tokenizer.kind == kind


def test_a_long_list_is_encoded_like_its_texts() -> None:
    texts = sentences(2 * tokenizer_module.SLICE + 3)
    found = trained("bpe").encode(texts)
    assert len(found) == len(texts)
    assert found[:: len(texts) // 20] == [trained("bpe").encode([text])[0] for text in texts[:: len(texts) // 20]]


def test_kinds_cut_where_they_say() -> None:
    assert trained("char").pieces("the dog") == ["▁", "t", "h", "e", "▁", "d", "o", "g"]
    assert trained("word").pieces("the dog") == ["▁the", "▁dog"]
    assert trained("word").encode(["zebra dog"])[0][0] == UNK
    assert trained("bpe").pieces("the dog") == ["▁the", "▁dog"]
    assert trained("bpe").pieces("é") == ["▁", "<0xC3>", "<0xA9>"]


def test_bytes_that_form_no_character() -> None:
    tokenizer = trained("bpe")
    byte = {value: tokenizer.processor.PieceToId(f"<0x{value:02X}>") for value in range(256)}
    decode = lambda *values: tokenizer.decode([[byte[value] for value in values]])[0]  # noqa: E731
    assert decode(0xC3, 0xA9) == "é"
    assert decode(0x41, 0xFF, 0x42) == "A\ufffdB"
    assert decode(0xC3) == "\ufffd"
    assert decode(0x41, 0x0A, 0x42, 0x0D, 0x43) == "A B C"


@pytest.mark.parametrize("kind", KINDS)
def test_training_twice_gives_the_same_bytes(kind: str) -> None:
    again = Tokenizer.train(iter(sentences()), kind=kind, size=None, coverage=None)
    assert again.model == trained(kind).model


def test_save_and_load(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.model"
    path.write_text("older")
    trained("unigram").to_file(path)
    loaded = Tokenizer.from_file(path)
    assert loaded.model == trained("unigram").model
    assert loaded.kind == "unigram" and loaded.size == trained("unigram").size
    assert os.listdir(tmp_path) == ["tokenizer.model"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_save_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tokenizer.model"
    path.write_text("older")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match=r"No space left on device; .* bytes are needed"):
        trained("bpe").to_file(path)
    assert path.read_text() == "older" and os.listdir(tmp_path) == ["tokenizer.model"]


def test_training_and_loading_in_another_process(tmp_path: Path) -> None:
    """The same bytes wherever it is trained, nothing on stderr, and none of the heavy imports."""
    (tmp_path / "lines").write_text("\n".join(sentences()), encoding="utf-8")
    code = (
        "import sys; from s2s.data.text.tokenizer import Tokenizer;"
        "from pathlib import Path; lines = Path(sys.argv[1]).read_text(encoding='utf-8').split('\\n');"
        "Tokenizer.train(lines, kind='unigram', size=None, coverage=None).to_file(sys.argv[2]);"
        "assert not {'torch', 'datasets', 'hydra'} & set(sys.modules)"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(tmp_path / "lines"), str(tmp_path / "model")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    assert (done.stdout, done.stderr) == ("", "")
    assert Tokenizer.from_file(tmp_path / "model").model == trained("unigram").model


def test_what_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tokenizer.model"
    good = trained("bpe").model
    for data in (b"", b"hello", b"<html></html>" * 100, bytes(256), good[:1000], good[1:]):
        path.write_bytes(data)
        with pytest.raises(UserError, match=r"not a sentencepiece model; use the tokenizer.model that training wrote$"):
            Tokenizer.from_file(path)
    with pytest.raises(UserError, match="No such file"):
        Tokenizer.from_file(tmp_path / "missing.model")
    with pytest.raises(UserError, match="Is a directory"):
        Tokenizer.from_file(tmp_path)
    os.mkfifo(tmp_path / "pipe.model")
    with pytest.raises(UserError, match="Is not a regular file"):
        Tokenizer.from_file(tmp_path / "pipe.model")
    monkeypatch.setattr(tokenizer_module, "LARGEST_FILE", 1000)
    path.write_bytes(good)
    with pytest.raises(UserError, match=r"Has .* bytes, more than it can need; use the tokenizer.model"):
        Tokenizer.from_file(path)


def test_other_special_ids_are_refused(tmp_path: Path) -> None:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences()), model_writer=model, vocab_size=50, minloglevel=3
    )
    path = tmp_path / "foreign.model"
    path.write_bytes(model.getvalue())
    with pytest.raises(UserError, match=r"has pad, bos, eos, unk at \(-1, 1, 2, 0\) instead of \(0, 1, 2, 3\)"):
        Tokenizer.from_file(path)


def test_damaged_models_are_refused_or_work(tmp_path: Path) -> None:
    """Bytes changed at random: an error of ours, or a tokenizer that encodes and decodes."""
    chance, path = random.Random(1), tmp_path / "tokenizer.model"
    for _ in range(150):
        data = bytearray(trained("bpe").model)
        for _ in range(chance.choice((1, 3))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            tokenizer = Tokenizer.from_file(path)
        except UserError as error:
            assert "\n" not in str(error)
        else:
            tokenizer.decode([*tokenizer.encode(["the dog ▁ é"]), list(range(tokenizer.size))])


def test_statistics() -> None:
    found = trained("char").statistics(["the dog", "é"])
    assert (found.pieces, found.unknown) == (5.5, 0.0)
    assert found.bytes == pytest.approx(2 / 11)
    assert str(found) == "5.5 pieces a line, 0.00% unknown, 18.18% bytes"
    assert trained("word").statistics(["the zebra"]).unknown == 0.5
    assert trained("word").statistics([]).pieces == 0


@pytest.mark.slow
@pytest.mark.skipif(not MULTI30K.is_dir(), reason="needs ../shared/data/multi30k")
def test_multi30k() -> None:
    texts = {side: (MULTI30K / f"train.{side}").read_text(encoding="utf-8").split("\n")[:-1] for side in ("en", "de")}
    tokenizer = Tokenizer.train([*texts["en"], *texts["de"]], kind="bpe", size=None, coverage=None)
    assert 7000 <= tokenizer.size <= 9000
    assert tokenizer.decode(tokenizer.encode(texts["de"])) == [spaces_once(text) for text in texts["de"]]
    found = tokenizer.statistics(texts["de"])
    assert 14 < found.pieces < 20 and found.unknown == 0 and found.bytes < 1e-5
