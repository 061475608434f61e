"""Text in, text out: as many lines as came in, in their order, whatever is in them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy
import pytest
from translating import Copy, copier, tiny_run

import s2s
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.text.facts import Facts
from s2s.data.text.sentences import LONGEST
from s2s.decode.backend import Settings
from s2s.errors import UserError

ODD = [
    "the dog sleeps .",
    "",
    "a\u2028b",
    "   ",
    "c\u0085d",
    "e\x0cf",
    "\t",
    "g\th",
    "👩\u200d👩\u200d👧 e\u0301",
    "die Katze schläft",
    "\u3000",
    "x" * 10_000,
    "আমি ভাত খাই ।",
]


def test_a_string_for_a_string_and_a_list_for_a_list() -> None:
    translator = copier()
    assert translator.translate("the dog") == "the dog"
    assert translator.translate(["the dog", "a cat"]) == ["the dog", "a cat"]
    assert translator.translate([]) == []


def test_a_line_end_is_no_text() -> None:
    """As in a file, whose lines are read without it; what Python's readlines leaves would be translated too."""
    translator = copier()
    lines = ["the dog", "a cat", "the dog a cat " * 200]
    plain = [found[0].source_pieces for found in translator.stream(lines, translator.settings())]
    for end in ("\n", "\r\n", "\n\n"):
        ended = translator.stream([line + end for line in lines], translator.settings())
        assert [found[0].source_pieces for found in ended] == plain


@pytest.mark.parametrize("beam", [1, 3])
def test_odd_lines_keep_their_number_and_order(beam: int) -> None:
    found = copier().translate(ODD, beam=beam)
    assert len(found) == len(ODD)
    for line, translation in zip(ODD, found, strict=True):
        assert "\n" not in translation and "\r" not in translation
        # What the tokenizer normalises (kinds of space) is not the translator's business.
        assert "".join(translation.split()) == "".join(line.split())


@pytest.mark.parametrize("blank", ["", " ", "\t \u3000", "\u2028"])
def test_a_blank_line_is_empty_without_calling_the_model(blank: str) -> None:
    translator = copier()
    assert translator.translate(blank) == ""
    assert isinstance(translator.backend, Copy) and translator.backend.calls == 0


@pytest.mark.parametrize("batch_tokens", [1, 60, 5000])
def test_order_does_not_depend_on_the_batch(batch_tokens: int) -> None:
    letters = random.Random(3)
    lines = ["".join(letters.choices("abcdefg", k=letters.randrange(30))) for _ in range(100)]
    settings = Settings(beam=2, batch_tokens=batch_tokens)
    assert [found[0].text for found in copier().stream(lines, settings)] == lines


def test_scores_pieces_and_attention_belong_to_the_line() -> None:
    found = list(copier().stream(["ab", "", "dog cat"], Settings(beam=3, nbest=2, attention=True)))
    assert [len(translations) for translations in found] == [2, 1, 2]
    best, second = found[0]
    assert best.text == "ab" and best.score >= second.score
    assert best.source_pieces[-1] == "</s>" and best.pieces == best.source_pieces[:-1]
    assert best.attention.shape == (len(best.pieces), len(best.source_pieces))
    assert numpy.array_equal(best.attention.argmax(axis=1), numpy.arange(len(best.pieces)))
    assert found[1][0].text == "" and found[1][0].attention is None


def test_a_long_line_is_translated_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between lines that are not; each keeps its place, and no batch sees more than a part of it."""
    long = "the dog sleeps and " * 300
    lines = ["a cat", long, "", "b" * 3000, "c"]
    translator = copier()
    seen: list[int] = []
    encode = Copy.encode
    monkeypatch.setattr(Copy, "encode", lambda backend, given: seen.extend(map(len, given)) or encode(backend, given))
    found = list(translator.stream(lines, Settings(beam=2, nbest=2, attention=True)))
    assert max(seen) == LONGEST + 1
    assert [translations[0].text for translations in found] == [
        "a cat",
        long.strip(),
        "",
        "b" * 3000,
        "c",
    ]
    assert [len(translations) for translations in found] == [2, 2, 1, 2, 2]
    best, second = found[1]
    assert best.attention is None and found[0][0].attention is not None
    assert best.score >= second.score and "".join(best.pieces).replace("▁", " ").strip() == long.strip()
    assert best.source_pieces.count("</s>") == len([size for size in seen if size > 500]) - 3


@pytest.mark.parametrize(("source", "target", "glue"), [("zh", "en", " "), ("und", "en", " "), ("zh", "ja", "")])
def test_parts_of_a_line_without_spaces_are_joined_as_the_target_is_written(
    source: str, target: str, glue: str
) -> None:
    """A character that is no piece is three bytes, and stays whole."""
    config = RunConfig(data=DataConfig(source=source, target=target))
    assert copier(config).translate("猫" * 700) == glue.join(["猫" * 333, "猫" * 333, "猫" * 34])


def test_a_run_that_has_read_longer_lines_reads_them_at_once() -> None:
    """Not one whose limit is as good as none, and which has read none that long."""
    text = "the dog " * 180
    for most, facts, parts in (
        (200, Facts(longest=2900, usual=2.0), 2),
        (1500, Facts(longest=2900, usual=2.0), 1),
        (10**6, Facts(longest=80, usual=1.0), 2),
        (10**6, Facts(), 2),
    ):
        made = copier(RunConfig(data=DataConfig(max_length=most)))
        model = s2s.Translator(made.config, made.source, made.target, made.backend, facts)
        found = model.translate(text, beam=1, scores=True)
        assert found.source_pieces.count("</s>") == parts and found.text == text.strip()


def test_samples_of_a_long_line_do_not_depend_on_the_lines_before_it(tmp_path: Path) -> None:
    translator = s2s.Translator.load(str(tiny_run(tmp_path)), "cpu")
    translator.longest = 20
    settings = translator.settings(sample=True, seed=4, batch_tokens=3000)
    lines = ["x", "ab " * 20, "y"]
    together = [found[0].text for found in translator.stream(lines, settings)]
    assert [found[0].text for found in translator.stream(lines[1:], settings, first=1)] == together[1:]


def test_lowercase_is_the_run_s_choice() -> None:
    assert copier().translate("The Dog") == "The Dog"
    assert copier(RunConfig(data=DataConfig(lowercase=True))).translate("The Dog") == "the dog"


def test_settings_start_from_the_run() -> None:
    config = RunConfig()
    config.decode.beam, config.decode.length_penalty = 3, 0.5
    settings = copier(config).settings(beam=None, nbest=2)
    assert (settings.beam, settings.length_penalty, settings.nbest) == (3, 0.5, 2)
    one: Any = numpy.int64(1)
    assert copier(config).translate("a", beam=one) == "a"
    with pytest.raises(UserError, match="nbest=4: cannot be above the beam of 3"):
        copier(config).translate("a", nbest=4)


def test_sampling_does_not_depend_on_the_batch(tmp_path: Path) -> None:
    translator = s2s.Translator.load(str(tiny_run(tmp_path)), "cpu")
    lines = ["the dog sleeps", "a cat", "", "two men run in the park"]
    together = translator.translate(lines, sample=True, seed=4)
    assert together == translator.translate(lines, sample=True, seed=4, batch_tokens=1)
    assert together != translator.translate(lines, sample=True, seed=5)
    settings = translator.settings(sample=True, seed=4)
    parts = [*translator.stream(lines[:1], settings), *translator.stream(lines[1:], settings, first=1)]
    assert [found[0].text for found in parts] == together
    assert [found[0].text for found in translator.stream(lines[1:], settings)] != together[1:]


def test_load_of_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a run folder"):
        s2s.Translator.load(tmp_path)
    (tiny_run(tmp_path) / "model.safetensors").unlink()
    with pytest.raises(UserError, match=r"model\.safetensors: missing"):
        s2s.Translator.load(tmp_path, "cpu")
