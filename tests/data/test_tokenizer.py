"""Text → ids → text: nothing lost, every refusal one line."""

from __future__ import annotations

import io
import os
import random
import re
import stat
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import numpy
import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st

from s2s.data import tokenizer as tokenizer_module
from s2s.data import vocabulary
from s2s.data.tokenizer import BOS, EOS, PAD, UNK, Tokenizer
from s2s.errors import UserError

MULTI30K = Path(__file__).parents[3] / "shared" / "data" / "multi30k"
KINDS = ("bpe", "unigram", "word", "char")
LOSSLESS = ("bpe", "unigram", "char")
ODD = [
    "",
    "plain text",
    "👩‍👩‍👧 🇧🇩 ☕️",
    "e\u0301 ক্ষ ก็",
    "a\u2028b\u0085c\fd\x0b",
    "tab\there\0nul",
    "zero\u200bwidth\u200d\ufeff",
    "𠮷野家 㐂 龘",
    "no\u00a0break\u3000wide",
    "▁ x▁y ▁▁ \ufdd0\ufdd1 \ufdd2▁\ufdd0",
    "▅ ⁇ <unk> </s> <0x41> \ue000 \U0010ffff",
    "rtl \u202eabc\u202c עברית",
]


def sentences(count: int = 400) -> list[str]:
    chance = random.Random(5)
    words = "the a dog cat house tree runs sees likes old young Straße große läuft über und কুকুর বাড়ি".split()
    return [" ".join(chance.choices(words, k=chance.randint(3, 9))) + "." for _ in range(count)]


@cache
def trained(kind: str) -> Tokenizer:
    return Tokenizer.train(sentences(), kind=kind, size=None, coverage=None)


def spaces_once(text: str) -> str:
    """What is promised of a text: spaces at the ends dropped, runs counted once, line ends as spaces."""
    return re.sub(" +", " ", text).strip(" ")


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
    trained("unigram").save(path)
    loaded = Tokenizer.load(path)
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
    with pytest.raises(OSError, match="No space"):
        trained("bpe").save(path)
    assert path.read_text() == "older" and os.listdir(tmp_path) == ["tokenizer.model"]


def test_training_and_loading_in_another_process(tmp_path: Path) -> None:
    """The same bytes wherever it is trained, nothing on stderr, and none of the heavy imports."""
    (tmp_path / "lines").write_text("\n".join(sentences()), encoding="utf-8")
    code = (
        "import sys; from s2s.data.tokenizer import Tokenizer;"
        "from pathlib import Path; lines = Path(sys.argv[1]).read_text(encoding='utf-8').split('\\n');"
        "Tokenizer.train(lines, kind='unigram', size=None, coverage=None).save(sys.argv[2]);"
        "assert not {'torch', 'datasets', 'hydra', 'numpy'} & set(sys.modules)"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(tmp_path / "lines"), str(tmp_path / "model")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert (done.stdout, done.stderr) == ("", "")
    assert Tokenizer.load(tmp_path / "model").model == trained("unigram").model


def test_what_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tokenizer.model"
    good = trained("bpe").model
    for data in (b"", b"hello", b"<html></html>" * 100, bytes(256), good[:1000], good[1:]):
        path.write_bytes(data)
        with pytest.raises(UserError, match="not a sentencepiece model; use the tokenizer.model that training wrote$"):
            Tokenizer.load(path)
    with pytest.raises(UserError, match="no such file"):
        Tokenizer.load(tmp_path / "missing.model")
    with pytest.raises(UserError, match="is a directory"):
        Tokenizer.load(tmp_path)
    monkeypatch.setattr(tokenizer_module, "LARGEST_FILE", 1000)
    path.write_bytes(good)
    with pytest.raises(UserError, match="larger than .* so no tokenizer"):
        Tokenizer.load(path)


def test_other_special_ids_are_refused(tmp_path: Path) -> None:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences()), model_writer=model, vocab_size=50, minloglevel=3
    )
    path = tmp_path / "foreign.model"
    path.write_bytes(model.getvalue())
    with pytest.raises(UserError, match=r"has pad, bos, eos, unk at \(-1, 1, 2, 0\) instead of \(0, 1, 2, 3\)"):
        Tokenizer.load(path)


def test_damaged_models_are_refused_or_work(tmp_path: Path) -> None:
    """Bytes changed at random: an error of ours, or a tokenizer that encodes and decodes."""
    chance, path = random.Random(1), tmp_path / "tokenizer.model"
    for _ in range(150):
        data = bytearray(trained("bpe").model)
        for _ in range(chance.choice((1, 3))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            tokenizer = Tokenizer.load(path)
        except UserError as error:
            assert "\n" not in str(error)
        else:
            tokenizer.decode([*tokenizer.encode(["the dog ▁ é"]), list(range(tokenizer.size))])


# Size and coverage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bpe", "unigram"])
def test_a_size_beyond_the_text_shrinks(kind: str) -> None:
    tokenizer = Tokenizer.train(sentences(), kind=kind, size=20_000, coverage=None)
    assert tokenizer.shrunk_from == 20_000 and 260 < tokenizer.size < 1000
    assert trained(kind).shrunk_from is None
    exact = Tokenizer.train(sentences(), kind=kind, size=300, coverage=None)
    assert exact.size == 300 and exact.shrunk_from is None


def test_sizes_chosen_from_the_text() -> None:
    text = sentences()
    alphabet = set("".join(text)) - {" "}
    assert trained("char").size == 4 + 256 + len(alphabet) + 1
    words = Counter(" ".join(text).split(" "))
    assert trained("word").size == 4 + sum(count > 1 for count in words.values())
    assert Tokenizer.train(["one two three"], kind="word", size=None, coverage=None).size == 7
    counts = Counter("ab")
    choose = lambda characters, alphabet: vocabulary.choose_size([], characters, "bpe", alphabet, 260)  # noqa: E731
    assert [choose(n, len(counts)) for n in (10, 10**6, 4 * 10**6, 10**12)] == [1000, 2000, 4000, 32_000]
    assert choose(10, 5000) == 10_260


def test_every_character_is_covered_in_small_alphabets() -> None:
    tokenizer = Tokenizer.train([*sentences(), "ß ø 猫"], kind="bpe", size=None, coverage=None)
    assert not {"<0xC3>", "<0xE7>"} & set(tokenizer.pieces("ß ø 猫"))
    assert tokenizer.statistics(["ß ø 猫"]).bytes == 0


def test_rare_characters_are_spelled_in_large_alphabets() -> None:
    chance = random.Random(2)
    common = ["".join(chr(0x4E00 + chance.randrange(1500)) for _ in range(20)) for _ in range(3000)]
    tokenizer = Tokenizer.train([*common, "龘"], kind="bpe", size=None, coverage=None)
    assert tokenizer.pieces("龘") == ["▁", "<0xE9>", "<0xBE>", "<0x98>"]
    assert tokenizer.statistics(common).bytes < 0.01
    assert tokenizer.decode(tokenizer.encode(["龘"])) == ["龘"]
    full = Tokenizer.train([*common, "龘"], kind="char", size=None, coverage=1.0)
    assert full.pieces("龘") == ["▁", "龘"]


def test_coverage_gives_way_to_a_small_size() -> None:
    counts = Counter({chr(0x4E00 + rank): 10**6 // (rank + 1) ** 2 + 1 for rank in range(900)})
    assert vocabulary.choose_coverage(counts, "bpe", None, None) == 1.0
    lowered = vocabulary.choose_coverage(counts, "bpe", None, 1000)
    assert 0.98 < lowered < 1.0
    assert vocabulary.alphabet_size(counts, lowered) <= 500
    assert vocabulary.choose_coverage(counts, "bpe", None, 10) == 0.98


def test_impossible_sizes_and_coverages() -> None:
    text = sentences()
    train = lambda **options: Tokenizer.train(text, **{"kind": "bpe", "size": None, "coverage": None} | options)  # type: ignore[arg-type] # noqa: E731
    with pytest.raises(UserError, match=r"tokenizer.size=100: too small, 260 special pieces and bytes come first"):
        train(size=100)
    with pytest.raises(UserError, match=r"tokenizer.size=4: too small, 4 special pieces come first"):
        train(size=4, kind="word")
    with pytest.raises(UserError, match=r"tokenizer.size=265: too small for this text, its characters alone need 29\d"):
        train(size=265, coverage=1.0)
    with pytest.raises(UserError, match=r"tokenizer.coverage=0.5: must be between 0.98 and 1.0"):
        train(coverage=0.5)
    with pytest.raises(UserError, match=r"tokenizer.coverage=0.99: has no effect with tokenizer.kind=word"):
        train(coverage=0.99, kind="word")
    with pytest.raises(UserError, match=r"tokenizer.kind=bytes: no such kind; use one of bpe, unigram, word, char"):
        train(kind="bytes")
    for blank in ([], ["", " ", "\0"]):
        with pytest.raises(UserError, match="there is no text to learn from, every line is blank; check data.train"):
            Tokenizer.train(blank, kind="bpe", size=None, coverage=None)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_lines_do_not_stop_training(kind: str) -> None:
    lines = [*ODD, "a\ud800b", "long " * 20_000, "x" * 200_000, "▅▅", "ok then", "ok then"]
    tokenizer = Tokenizer.train(lines, kind=kind, size=None, coverage=None)
    assert tokenizer.decode(tokenizer.encode(["ok then"])) == ["ok then"]


def test_long_lines_are_learnt_from() -> None:
    """sentencepiece leaves out lines from 4,192 bytes on; here nothing else holds the word."""
    tokenizer = Tokenizer.train(["zebra " * 5000, "a"], kind="bpe", size=None, coverage=None)
    assert tokenizer.pieces("zebra") == ["▁zebra"]


@given(st.text("ab ", max_size=60))
@settings(max_examples=100, deadline=None)
def test_chunks_lose_nothing(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "CHUNK", 7)
        parts = list(vocabulary.chunks(text))
    assert "".join(parts) == text and max(map(len, parts)) <= 7


def test_the_sample_is_fair_and_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "SAMPLE", 100)
    texts = [str(number) for number in range(100_000)]
    first = vocabulary.sample(iter(texts))
    assert first == vocabulary.sample(texts) and len(set(first)) == 100
    assert abs(sum(map(int, first)) / 100 - 50_000) < 5 * 28_868 / 10  # five standard errors of a uniform mean
    assert vocabulary.sample(texts[:100]) == texts[:100]


def test_statistics() -> None:
    found = trained("char").statistics(["the dog", "é"])
    assert (found.pieces, found.unknown) == (5.5, 0.0)
    assert found.bytes == pytest.approx(2 / 11)
    assert str(found) == "5.5 pieces a line, 0.00% unknown, 18.18% bytes"
    assert trained("word").statistics(["the zebra"]).unknown == 0.5
    assert trained("word").statistics([]).pieces == 0


@pytest.mark.skipif(not MULTI30K.is_dir(), reason="needs ../shared/data/multi30k")
def test_multi30k() -> None:
    texts = {side: (MULTI30K / f"train.{side}").read_text(encoding="utf-8").split("\n")[:-1] for side in ("en", "de")}
    tokenizer = Tokenizer.train([*texts["en"], *texts["de"]], kind="bpe", size=None, coverage=None)
    assert 3000 <= tokenizer.size <= 5000 and tokenizer.shrunk_from is None
    assert tokenizer.decode(tokenizer.encode(texts["de"])) == [spaces_once(text) for text in texts["de"]]
    found = tokenizer.statistics(texts["de"])
    assert 14 < found.pieces < 20 and found.unknown == 0 and found.bytes < 1e-5
