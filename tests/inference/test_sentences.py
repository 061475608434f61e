"""Lines are translated sentence by sentence: nothing is lost between them, and one line stays one line."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from translating import Copy, copier, stand_in, tiny_run, tokenizer

import s2s
from s2s.cli import main
from s2s.config.schema import DataConfig, RunConfig
from s2s.config.tokenizers import Normalize
from s2s.data.text.casing import Casing
from s2s.data.text.facts import Facts
from s2s.data.text.lines import whole
from s2s.data.text.preparation import Preparation
from s2s.data.text.sentences import sentences
from s2s.decode.backend import Settings, Step
from s2s.errors import UserError
from s2s.inference.sentences import Splitter, Translation, best_combinations
from s2s.runs.folder import load_facts, save_facts

ODD = some.text(
    some.one_of(
        some.characters(), some.sampled_from(list(".?!।。！？…\"”()\n\r\t \u2028\x85\u3000\ud800ABab12,;:'ßİ"))
    ),
    max_size=40,
)
PARAGRAPH = "the dog sleeps.  a cat runs!\tyes. two men"


def written(line: str) -> str:
    """What a model that repeats each sentence makes of a line of small letters: only runs of spaces become one."""
    spans = sentences(line, "en")
    between = [line[end:begin] for (_, end), (begin, _) in itertools.pairwise(spans)]
    plain = [" ".join(word for word in line[begin:end].split(" ") if word) for begin, end in spans]
    return "".join(itertools.chain.from_iterable(itertools.zip_longest(plain, between, fillvalue="")))


def test_what_stands_between_sentences_is_kept() -> None:
    translator = copier()
    assert translator.translate(PARAGRAPH) == PARAGRAPH
    assert translator.translate("  a dog.\n\n \t a cat.\r\n two men \n") == "a dog.\n\n \t a cat.\r\n two men"
    assert translator.translate(["a. b", "", "c"]) == ["a. b", "", "c"]
    [[one]] = translator.stream([PARAGRAPH], Settings(beam=2, attention=True))
    assert [sentence.source for sentence in one.sentences] == ["the dog sleeps.", "a cat runs!", "yes.", "two men"]
    assert [sentence.between for sentence in one.sentences] == ["", "  ", "\t", " "]
    assert "".join(sentence.between + sentence.text for sentence in one.sentences) == one.text == PARAGRAPH
    for sentence in one.sentences:
        assert sentence.attention.shape == (len(sentence.pieces), len(sentence.source_pieces))
    assert one.attention is None and one.source == PARAGRAPH and one.flags == ()
    assert one.score == pytest.approx(sum(sentence.score for sentence in one.sentences))


def test_unspaced_scripts_get_a_space_where_the_target_wants_one() -> None:
    for source, target, between in (("zh", "en", " "), ("und", "en", " "), ("zh", "ja", ""), ("cmn", "jpn_Jpan", "")):
        config = RunConfig(data=DataConfig(source=source, target=target))
        assert copier(config).translate("你好。我是人！") == f"你好。{between}我是人！"


@pytest.mark.parametrize("code", ["tr", "tur", "tur_Latn", "azj_Latn"])
def test_capitals_of_turkish_keep_their_dots_by_any_of_its_codes(code: str) -> None:
    splitter = Splitter(code, code, Facts(reading=0.0), Preparation(Normalize.plain), tokenizer())
    assert splitter.split("ÇOK IŞIK İYİ", False)[0].read == "çok ışık iyi"


@pytest.mark.slow
@given(some.lists(ODD, max_size=8))
@example(["a.\nb", "A B C D", "É É", ".", "\ud800. a"])
@settings(max_examples=200, deadline=None)
def test_as_many_lines_as_came_in_with_all_their_sentences(lines: list[str]) -> None:
    """Cased text comes back as it was, but for letters whose capitals are not one letter."""
    translator = copier()
    found = list(translator.stream(lines, Settings(beam=1)))
    assert [len(translations) for translations in found] == [1] * len(lines)
    for line, (one,) in zip(lines, found, strict=True):
        spans = sentences(line, "en")
        assert [sentence.source for sentence in one.sentences] == [line[slice(*span)] for span in spans] or not spans
        assert one.text.count("\n") == line.strip().count("\n")
        if all(sentence.casing is None for sentence in one.sentences):
            assert whole("".join(one.text.split())) == whole("".join(written(line).split()))
    texts = translator.translate(lines, beam=1)
    assert texts == [one.text for (one,) in found]


def test_no_split_is_one_sentence_as_before() -> None:
    translator = copier()
    seen: list[int] = []
    encode = translator.backend.encode

    def noted(given: Sequence[Any]) -> tuple[Any, Any]:
        seen.extend(map(len, given))
        return encode(given)

    translator.backend.encode = noted  # type: ignore[method-assign, assignment]
    assert translator.translate("a dog.\na cat. THE MEN", split=False) == "a dog. a cat. THE MEN"
    assert len(seen) == 1
    [[one]] = translator.stream(["a. b"], Settings(beam=1), split=False)
    assert one.sentences == () and one.flags == ()


def test_a_run_that_learned_from_several_sentences_a_line_is_not_split() -> None:
    translator = copier()
    translator.facts = Facts(several=0.2)
    texts = ["a dog. a cat.", "a dog. a cat.\nyes. no."]
    found = [one.sentences for (one,) in translator.stream(texts, Settings(beam=1))]
    assert [[part.source for part in parts] for parts in found] == [["a dog. a cat."], ["a dog. a cat.", "yes. no."]]
    assert translator.translate(texts) == texts  # line breaks are kept
    found = [one.sentences for (one,) in translator.stream(texts, Settings(beam=1), split=True)]
    assert [len(parts) for parts in found] == [2, 4]


def test_capitals_are_read_in_ordinary_casing_and_written_again() -> None:
    translator = copier()
    lines = ["THE DOG SLEEPS. a cat runs.", "The Dog Sees The Cat", "USA"]
    found = [one for (one,) in translator.stream(lines, Settings(beam=1))]
    assert [one.text for one in found] == lines
    assert [part.casing for one in found for part in one.sentences] == [Casing.capitals, None, Casing.title, None]
    assert "".join(found[0].sentences[0].source_pieces).replace("▁", " ").lower().strip() == "the dog sleeps.</s>"
    assert "".join(found[0].sentences[0].pieces).count("D") == 0
    translator.facts = Facts(capitals=0.5)
    found = [one for (one,) in translator.stream(lines[:1], Settings(beam=1))]
    assert "D" in "".join(found[0].pieces) and found[0].text == lines[0]
    lowered = copier(RunConfig(data=DataConfig(lowercase=True)))
    assert lowered.translate(lines[0]) == lines[0].lower()


def test_strings_are_no_text_in_capitals() -> None:
    """A model of words in small letters reads them so, whatever it writes stays; one of words with capitals reads these."""
    translator = copier()
    translator.facts = Facts(single=1.0, reading=0.0)
    found = [one for (one,) in translator.stream(["NATO", "ʃIP"], Settings(beam=1))]
    assert [(one.text, one.sentences[0].casing) for one in found] == [("nato", None), ("ʃIP", None)]
    translator.facts = Facts(single=1.0)
    assert translator.translate("NATO") == "NATO"
    (one,) = next(iter(translator.stream(["NATO"], Settings(beam=1))))
    assert "N" in "".join(one.pieces) and one.sentences[0].casing is None
    translator.facts = Facts(writing=0.0)
    assert translator.translate("THE DOG") == "The dog"


def test_what_is_too_short_or_loops_is_flagged() -> None:
    translator = copier()
    translator.facts = Facts(ratio=4.0)
    [[one]] = translator.stream(["the dog sleeps in the park. yes."], Settings(beam=1))
    assert one.flags == ("short",) and [part.flags for part in one.sentences] == [("short",), ()]


def translation(text: str, score: float) -> Translation:
    return Translation(text, score, score, (), (), None)


@given(
    some.lists(some.lists(some.integers(-50, 0), min_size=1, max_size=4), min_size=1, max_size=4), some.integers(1, 30)
)
@settings(deadline=None)
def test_the_best_combinations_are_those_of_all(scores: list[list[int]], nbest: int) -> None:
    parts = [
        sorted((translation(str(n), float(s)) for n, s in enumerate(part)), key=lambda one: -one.score)
        for part in scores
    ]
    found = list(best_combinations(parts, nbest))
    every = sorted((sum(one.score for one in chosen) for chosen in itertools.product(*parts)), reverse=True)
    assert [sum(one.score for one in chosen) for chosen in found] == every[:nbest]
    assert len({tuple(one.text for one in chosen) for chosen in found}) == len(found)


def test_n_best_of_a_line_combines_those_of_its_sentences() -> None:
    [[*found]] = copier().stream(["a dog. yes."], Settings(beam=4, nbest=4))
    assert len(found) == 4 and [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].text == "a dog. yes." and len({one.text for one in found}) > 1


def test_samples_do_not_depend_on_the_lines_beside_them(tmp_path: Path) -> None:
    translator = s2s.Translator.load(str(tiny_run(tmp_path)), "cpu")
    lines = ["the dog. a cat. yes", "x", "two men run. a dog"]
    plan = translator.settings(sample=True, seed=4, nbest=3)
    together = [[one.text for one in found] for found in translator.stream(lines, plan)]
    alone = [
        [one.text for one in next(translator.stream([line], plan, first=number))] for number, line in enumerate(lines)
    ]
    assert together == alone and len(set(together[0])) == 3
    single = [one.text for one in next(translator.stream(["x"], plan, first=1, split=False))]
    assert together[1] == single  # one sentence draws what it drew before


def test_facts_are_kept_with_the_run(tmp_path: Path) -> None:
    folder = tiny_run(tmp_path)
    assert load_facts(folder) == Facts()
    save_facts(folder, Facts(several=0.5))
    assert s2s.Translator.load(str(folder), "cpu").facts.whole_lines
    (folder / "corpus.json").write_text("{}")
    with pytest.raises(UserError, match=r"corpus\.json: not what training writes"):
        s2s.load(str(folder), "cpu")


class Halves(Copy):
    """Writes a space at once: every translation is too short."""

    def step(self, *given: Any, **named: Any) -> Step:
        step = super().step(*given, **named)
        return step._replace(tokens=numpy.full_like(step.tokens, 2))


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Text, JSON, the count at the end, and the bytes of before."""
    translator = copier()
    stand_in(monkeypatch, translator)
    text = tmp_path / "in.txt"
    text.write_text("a dog sleeps. a cat runs.\n\nYES SIR. no\nthe man\n", encoding="utf-8")
    arguments = ["translate", "-m", "x", "-i", str(text), "-b", "2"]
    assert main(arguments) == 0
    assert capsys.readouterr() == (text.read_text(encoding="utf-8"), "")
    assert main([*arguments, "--output-type", "json", "--nbest", "2"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.split("\n")[:-1]]
    assert [len(row) for row in rows] == [2, 1, 2, 2]
    assert [part["text"] for part in rows[0][0]["sentences"]] == ["a dog sleeps.", "a cat runs."]
    assert all(len(part["attention"]) == len(part["pieces"]) for part in rows[0][0]["sentences"])
    assert [part.get("casing") for part in rows[2][0]["sentences"]] == ["capitals", None]
    assert rows[0][0]["attention"] is None and rows[3][0]["attention"] is not None
    assert main([*arguments, "--output-type", "json", "--no-split"]) == 0
    row = json.loads(capsys.readouterr().out.split("\n")[0])[0]
    assert list(row) == ["translation", "score", "log_prob", "source_pieces", "pieces", "attention", "flags"]
    translator.backend = Halves(translator.backend.vocabulary)
    assert main(arguments) == 0
    said = capsys.readouterr().err
    assert said == "s2s: of 4 translations, 3 far too short for their source; --output-type json says which\n"


def test_resuming_otherwise_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, text, out = tiny_run(tmp_path / "run"), tmp_path / "in.txt", tmp_path / "out.txt"
    text.write_text("a\n" * 3)
    arguments = ["translate", "-m", str(folder), "--device", "cpu", "-i", str(text), "--resume", str(out), "-b", "1"]
    (tmp_path / "out.txt.resume").touch()
    assert main(arguments) == 2 and "is damaged" in capsys.readouterr().err
    (tmp_path / "out.txt.resume").unlink()
    text.write_bytes(b"a\n\xff")
    assert main(arguments) == 2 and "not valid UTF-8" in capsys.readouterr().err
    assert main([*arguments, "--no-split"]) == 2
    assert "--no-split true" in capsys.readouterr().err
