"""Text that is canonically equal, or differs in what nobody sees, is one text to a model; what the user wrote is kept."""

from __future__ import annotations

import itertools
import json
import random
import unicodedata
from pathlib import Path

import numpy
import pytest
from calls import SHORT
from corpora import write_pairs
from training import config, train
from translating import copier

import s2s
from s2s import Translator
from s2s.cli import main
from s2s.config.schema import RunConfig
from s2s.config.tokenizers import Normalize, TokenizerConfig
from s2s.config.versions import stamp
from s2s.data.corpora.load import load_corpus
from s2s.data.corpora.phrasebook.draw import pairs as phrases
from s2s.data.text.normalization import aligned, normalized
from s2s.data.text.preparation import Preparation, preparation
from s2s.doctor.repeats import key_of
from s2s.errors import UserError
from s2s.inference.alignment import align
from s2s.inference.predictor import Predictor
from s2s.runs.folder import load_config, load_facts
from s2s.serve.words import words_of
from s2s.training.resume import check_start, continued, with_form
from s2s.training.setup import assemble

PLAIN = Preparation(Normalize.plain)
PLAIN_RUN = RunConfig(tokenizer=TokenizerConfig(normalize=Normalize.plain))
SAME = {  # what is written, and what is read
    "the\u00a0dog": "the dog",
    "the\u202fdog": "the dog",
    "the\u2009dog": "the dog",
    "the\u200a\u3000dog": "the  dog",
    "\ufeffthe dog": "the dog",
    "the\ufeff dog": "the dog",
    "the d\u200bog": "the dog",
    "the d\u00adog": "the dog",
    "the d\u2060og": "the dog",
    "the\u200e dog\u200f": "the dog",
    "the d\u200cog\u200d": "the dog",
    "ｔｈｅ　ｄｏｇ！": "the dog!",
    "𝐭𝐡𝐞 dog": "the dog",
    "ﬁsh": "fish",
    "a non\u2011stop": "a non-stop",
    "dog\ufe0f": "dog",
    "do\U000e0041g": "dog",
    "ｶﾞ": "ガ",
    "ﻣﺮﺣﺒﺎ": "مرحبا",
}
KEPT = [
    "می\u200cروم",
    "র\u200d্যাব",
    "উদ্\u200cঘাটন",
    "ക്ഷ",
    "അവന്\u200d",
    "ᠨᠢᠭᠡ\u180b",
    "👩\u200d❤\ufe0f\u200d👨",
    "👩🏽\u200d⚕\ufe0f",
]
KEPT += [
    "1\ufe0f\u20e3",
    "❤\ufe0f",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "“quoted” – 5 €",
    "x² ½ ™",
]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("written", SAME, ids=ascii)
def test_what_is_not_seen_or_looks_alike_is_read_as_what_is_seen(written: str) -> None:
    assert PLAIN(written) == SAME[written]
    assert copier(PLAIN_RUN).translate([written, nfd(written)]) == copier().translate([SAME[written]] * 2)


@pytest.mark.parametrize("text", KEPT, ids=ascii)
def test_what_a_script_needs_is_kept(text: str) -> None:
    assert PLAIN(text) == PLAIN(nfd(text)) == unicodedata.normalize("NFC", text)


def test_a_target_is_in_nfc_and_loses_nothing() -> None:
    target = preparation(PLAIN_RUN, "target")
    for text in (*SAME, *KEPT):
        assert target(text) == unicodedata.normalize("NFC", text)


def test_normal_forms_are_stable_equal_for_equal_text_and_say_where_each_character_comes_from() -> None:
    pool = "aé ñA\u0308\u0301\u200b\u200c\u200d\u00a0Ａﾞｶकिकार্য়하ᅡᆫ❤\ufe0f👩می1\u20e3\u00ad\ufeff\t\n\u034f\u0323\u3000🏴\U000e0041"
    chance = random.Random(1)
    for _ in range(4000):
        text = "".join(chance.choices(pool, k=chance.randint(0, 9)))
        normal = normalized(text, Normalize.plain)
        assert normalized(normal, Normalize.plain) == normal == normalized(nfd(text), Normalize.plain)
        found = aligned(text, Normalize.plain)
        assert found.text == normal and len(found.edges) == len(normal) + 1
        assert all(0 <= first <= last <= len(text) for first, last in itertools.pairwise(found.edges))
    assert aligned("\u200bna\u0308h e", Normalize.plain).edges == (1, 2, 4, 5, 6, 7)


def test_a_run_translates_equal_text_equally_and_records_its_form(tmp_path: Path) -> None:
    run = train(tmp_path)
    assert load_config(run).tokenizer.normalize is Normalize.plain
    translator = Translator.load(run)
    text = "the café is old. Grüße, the dog sleeps on the sofa!"
    variants = [nfd(text), text.replace(" ", "\u00a0"), text.replace("o", "o\u00ad"), "\ufeff" + text]
    variants += ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text), text.replace("s", "s\u200b")]
    assert set(translator.translate(variants)) == {translator.translate(text)}
    assert set(translator.translate(variants, split=False)) == {translator.translate(text, split=False)}


def test_runs_of_before_read_text_as_it_is(tmp_path: Path) -> None:
    odd = "a\u00a0b e\u0301 \u200b\u00ad x"
    assert copier().translate(odd) == odd and copier().translate("\u200b") == "\u200b"
    run = train(tmp_path, "train.steps=1", "train.validate_every=1", "tokenizer.normalize=none")
    content = (run / "config.yaml").read_text()
    assert "  normalize: none\n" in content and str(stamp()["version"]) in content
    (run / "config.yaml").write_text(content.replace("  normalize: none\n", ""))
    before = load_config(run)
    assert before.tokenizer.normalize is None and preparation(before, "source") == Preparation()
    now = config(tmp_path, "train.steps=1", "train.validate_every=1")
    assert continued(before, now, run).tokenizer.normalize is None
    started = with_form(config(tmp_path, f"train.start_from={run}"), False)
    assert started.tokenizer.normalize is None
    check_start(run, started, False)


def test_a_run_keeps_the_form_that_it_began_with(tmp_path: Path) -> None:
    now = config(tmp_path)
    begun = with_form(now, False)
    assert begun.tokenizer.normalize is Normalize.plain and continued(begun, now, tmp_path) == begun
    with pytest.raises(UserError, match=r"tokenizer\.normalize=nfc: .* trained with tokenizer\.normalize=plain"):
        continued(begun, config(tmp_path, "tokenizer.normalize=nfc"), tmp_path)
    chosen = config(tmp_path, "tokenizer.normalize=nfc")
    assert with_form(chosen, False) == chosen


def test_a_corpus_is_read_in_the_normal_form(tmp_path: Path) -> None:
    rows = [("Über\u00a0uns", "U\u0308ber\u00a0uns"), ("\u200b\ufeff", "blank"), ("blank", "\u00ad"), ("a", "b")] * 3
    path = write_pairs(tmp_path, rows, "tsv", name="odd")
    options = config(tmp_path, f"data.train={path}", "data.validation=null").data
    corpus = load_corpus(options, 1, normalize=Normalize.plain)
    found = {*zip(corpus.train["source"], corpus.train["target"], strict=True)}
    assert found == {("Über uns", "Über\u00a0uns"), ("a", "b")} and corpus.dropped["train"] == 6
    plain = load_corpus(options, 1)
    assert "U\u0308ber\u00a0uns" in plain.train["target"] and plain.dropped["train"] == 0


def test_equal_text_is_learned_equally(tmp_path: Path) -> None:
    learned = []
    for name, change in (("nfc", str), ("odd", lambda text: nfd(text).replace(" ", "\u00a0").replace("n", "n\u00ad"))):
        pairs = [
            (change(target), nfd(source) if change is not str else source)
            for source, target in phrases("en", "de", "train", 60, 1)
        ]
        path = write_pairs(tmp_path, pairs, "tsv", name=name)
        parts = assemble(config(tmp_path, f"name={name}", f"data.train={path}", "data.source=de", "data.target=en"))
        learned.append((parts.codecs[0], load_facts(parts.folder), parts.stream.load(0, 0).pairs))
    assert learned[0] == learned[1]


def test_tagged_words_stay_as_many() -> None:
    words = Preparation(Normalize.plain, words=True)
    line = "10\u202f000 e\u0301te\u0301 \u200b so\u00adfa"
    assert words(line) == "10\u00a0000 été \u200b sofa" == words(words(line))


@pytest.mark.parametrize(
    "line", ["\u200b", "\ufeff", "\u00ad \u2060", "\u200e\u00a0", "\u200d", "\x00\x1b", ""], ids=ascii
)
def test_a_line_of_nothing_visible_is_blank(line: str) -> None:
    translator = copier(PLAIN_RUN)
    assert (
        translator.translate([line, "a b", line])
        == ["", "a b", ""]
        == translator.translate([line, "a b", line], split=False)
    )
    assert preparation(PLAIN_RUN, "target").blank(line) and not PLAIN.blank("a") and not PLAIN.blank([0.0])


def test_lines_of_nothing_visible_stay_blank_lines_of_commands(tmp_path: Path) -> None:
    run, text = train(tmp_path, "train.steps=1", "train.validate_every=1"), tmp_path / "in"
    text.write_text("\u200b\nthe dog\n\u00ad\ufeff\n", encoding="utf-8")
    for form in ("text", "json"):
        out = tmp_path / form
        assert main(["translate", "-m", str(run), "-i", str(text), "-o", str(out), "--output-type", form]) == 0
        lines = out.read_text(encoding="utf-8").split("\n")
        assert len(lines) == 4
    assert [json.loads(line)[0]["translation"] for line in (lines[0], lines[2])] == ["", ""]


def test_predictions_of_equal_text_are_equal(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_text("good\ta nice day\nbad\ta bad day\n" * 10)
    predictor = s2s.train(task="classify", data=tmp_path / "train.tsv", runs=tmp_path, **SHORT).predictor
    assert isinstance(predictor, Predictor)
    found = predictor.predict(["a nice day", "a\u00a0ni\u00adce day", "ａ nice day\u200b", "\u200b"])
    assert all((one.values == found[0].values).all() for one in found[:3])
    assert found[3].text == "" and found[3].values is None


def test_alignments_are_of_the_users_own_characters() -> None:
    translator = copier(PLAIN_RUN)
    line = "\ufeffthe ol\u00add do\u0308g\u00a0runs\u200b. It\u2009is big"
    (best,) = next(translator.stream([line], translator.settings(attention=True)))
    assert [one.source for one in best.sentences] == ["the ol\u00add do\u0308g\u00a0runs\u200b.", "It\u2009is big"]
    assert best.text == "the old dög runs. It is big"
    found = align(line, best)
    pairs = []
    for row, (begin, end) in enumerate(found.target):
        scores = [found.weights.of(row, row + 1, numpy.array([column]))[0] for column in range(len(found.source))]
        first, last = found.source[scores.index(max(scores))]
        pairs.append((best.text[begin:end], line[first:last]))
    assert dict(pairs) == {
        "the": "the",
        "old": "ol\u00add",
        "dög": "do\u0308g",
        "runs": "runs\u200b",
        ".": ".",
        "It": "It",
        "is": "is",
        "big": "big",
    }
    shown = words_of([line], [], [best])
    assert "".join(shown["source"]) == line.lstrip("\ufeff") or "".join(shown["source"]) == line
    looks = {
        entry["text"]: shown["source"][entry["attention"][0][0]]
        for entry in shown["translation"]
        if "attention" in entry
    }
    assert looks["dög"] == "do\u0308g" and looks["big"] == "big" and looks["runs."] == "runs\u200b."


def test_repeated_pairs_are_found_whatever_their_form() -> None:
    assert key_of("café  noir") == key_of("cafe\u0301 noir") != key_of("cafe noir")


def test_scores_are_of_one_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["Grüße aus dem schönen Köln am Rhein", "über die Brücke läuft ein großer Bär heute"]
    for name, change in (("nfc", str), ("nfd", nfd)):
        (tmp_path / name).write_text("".join(change(line) + "\n" for line in lines), encoding="utf-8")
    for pair in (("nfc", "nfd"), ("nfd", "nfc"), ("nfd", "nfd")):
        files = ["--hypothesis", str(tmp_path / pair[0]), "--reference", str(tmp_path / pair[1])]
        assert main(["evaluate", *files, "--json", "--language", "de"]) == 0
        assert '"score": 100.0' in capsys.readouterr().out
