"""Scores equal sacrebleu's own, and what cannot be scored is refused."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER
from training import config, metrics, train
from translating import copier

from s2s.cli import main
from s2s.config.schema import RunConfig
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.errors import UserError
from s2s.inference.translator import Translator
from s2s.metrics.base import build
from s2s.metrics.scores import compare, score
from s2s.metrics.shares import shares
from s2s.runs.folder import load_config, save_config
from s2s.tasks.translate import Translate
from s2s.tasks.writing import WritingTask
from s2s.training.setup import assemble

REFERENCES = [f"Der Mann, der im Park Nummer {n} sitzt, liest eine Zeitung und trinkt Kaffee." for n in range(40)]
HYPOTHESES = [r.replace("eine", "die") if n % 2 else r.replace("Mann, der", "Mann") for n, r in enumerate(REFERENCES)]
CASED = ("bleu", "chrf", "chrf++")
WORSE = [" ".join(h.split()[:-3]) + " ." for h in HYPOTHESES]


def write(path: Path, lines: list[str]) -> str:
    path.write_bytes("".join(line + "\n" for line in lines).encode())
    return str(path)


def test_scores_and_signatures_are_sacrebleu_s() -> None:
    found = score(HYPOTHESES, REFERENCES, "de")
    for name, metric in (("bleu", BLEU()), ("chrf", CHRF()), ("ter", TER())):
        assert found[name].score == metric.corpus_score(HYPOTHESES, [REFERENCES]).score
        assert found[name].signature == str(metric.get_signature())
        assert found[name].interval is None
    assert found["bleu"].score == sacrebleu.corpus_bleu(HYPOTHESES, [REFERENCES]).score


@pytest.mark.parametrize("name", CASED)
def test_a_line_that_is_blank_on_both_sides_has_no_score(name: str) -> None:
    """Nor is it among the worst, where a blank line is for a text or a text for a blank line."""
    found = score(["", "", "eins", "eins zwei"], [" ", "eins", "", "eins zwei"], metrics=(name,), lines=True)[name]
    assert found.lines == pytest.approx([math.nan, 0, 0, 100], nan_ok=True) and "|eff:yes|" in found.signature


def test_confidence_is_sacrebleu_s_bootstrap() -> None:
    found = score(HYPOTHESES, REFERENCES, "de", ("bleu",), confidence=True)["bleu"]
    expected = BLEU().corpus_score(HYPOTHESES, [REFERENCES], n_bootstrap=1000)
    assert found.interval == pytest.approx(expected._ci, rel=1e-5) and found.interval is not None and found.interval > 0
    assert "bs:1000" in found.signature


@pytest.mark.parametrize(
    ("language", "tokenize", "expected"),
    [("de", None, "13a"), ("zh", None, "zh"), ("bn", None, "13a"), ("zh", "none", "none"), ("de", "char", "char")],
)
def test_tokenizer_follows_the_target_language(language: str, tokenize: str | None, expected: str) -> None:
    assert f"|tok:{expected}|" in score(["a b"], ["a b"], language, ("bleu",), tokenize)["bleu"].signature


@pytest.fixture
def no_mecab(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in (("ja", "MeCab"), ("ko", "mecab_ko")):
        monkeypatch.setitem(sys.modules, module, None)
        monkeypatch.delitem(sys.modules, f"sacrebleu.tokenizers.tokenizer_{name}_mecab", raising=False)


@pytest.mark.usefixtures("no_mecab")
@pytest.mark.parametrize("language", ["ja", "ko"])
def test_without_mecab_there_is_a_remedy(language: str) -> None:
    remedy = (
        f'BLEU needs mecab to find the words; pip install "sacrebleu[{language}]", or choose another tokenizer'
        " (train.tokenize=char, --tokenize char) or another metric"
    )
    mecab = f"{language}-mecab"
    for tokenize, subject in ((None, f"target language {language}"), (mecab, f"--tokenize {mecab}")):
        with pytest.raises(UserError) as caught:
            build("bleu", language, tokenize)
        assert str(caught.value) == f"{subject}: {remedy}"


@pytest.mark.usefixtures("no_mecab")
@pytest.mark.parametrize("language", ["ja", "ko"])
def test_training_is_refused_before_it_prepares_what_it_could_not_score(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Translate, "read", lambda *_: pytest.fail("the corpus was loaded"))
    with pytest.raises(UserError, match=rf'target language {language}: .*pip install "sacrebleu\[{language}\]", '):
        assemble(config(tmp_path, f"data.target={language}", "train.metric=bleu"))
    assert not (tmp_path / "runs").exists()


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UserError, match="--tokenize bogus: unknown; choose from 13a, "):
        build("bleu", "de", "bogus")


def test_different_numbers_and_nothing_are_refused() -> None:
    with pytest.raises(UserError, match="2 translations but 3 references"):
        score(["a", "b"], ["a", "b", "c"], "de")
    with pytest.raises(UserError, match="0 references"):
        score([], [], "de")
    with pytest.raises(UserError, match="1 lines of the baseline but 2 references"):
        compare(["a", "b"], ["a"], ["a", "b"], "de")


def test_paired_test_finds_a_difference_and_none() -> None:
    found = compare(HYPOTHESES, WORSE, REFERENCES, "de")
    assert found["bleu"]["score"] == pytest.approx(BLEU().corpus_score(HYPOTHESES, [REFERENCES]).score)
    assert found["bleu"]["baseline"] == pytest.approx(BLEU().corpus_score(WORSE, [REFERENCES]).score)
    assert found["bleu"]["p"] < 0.05 and found["chrf"]["p"] < 0.05
    same = compare(HYPOTHESES, HYPOTHESES, REFERENCES, "de")
    assert all(result["p"] == 1.0 for result in same.values())


def test_tokenised_text_is_scored_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In training, in the card and by the command, unless that is told otherwise."""
    sources, references = zip(*pairs("en", "de", "validation", 2, 1), strict=True)
    apart = [f"{reference[:-1]} {reference[-1]}" for reference in references]
    monkeypatch.setattr(WritingTask, "write", lambda *_: apart)
    expected = BLEU(tokenize="none", force=True).corpus_score(apart, [references]).score
    assert expected < 100 == pytest.approx(BLEU().corpus_score(apart, [references]).score)
    run = train(tmp_path, "data.tokenized=true", "train.steps=2")
    assert metrics(run, "validation_bleu")[2] == expected
    card = (run / "README.md").read_text(encoding="utf-8")
    assert f"{expected:.2f}" in card and "tok:none" in card
    files = [write(tmp_path / name, list(lines)) for name, lines in (("s", sources), ("r", references))]
    arguments = ["-m", str(run), "--source", files[0], "--reference", files[1], "--device", "cpu", "--metrics", "bleu"]
    for more, tokenizer, right in (([], "none", expected), (["--tokenize", "13a"], "13a", 100.0)):
        assert main(["evaluate", *arguments, *more, "--json"]) == 0
        bleu = json.loads(capsys.readouterr().out)["scores"]["bleu"]
        assert f"tok:{tokenizer}" in bleu["signature"] and bleu["score"] == pytest.approx(right)


def test_shares() -> None:
    sources = ["a dog", "a cat", "OK", "the man", "run"]
    hypotheses = ["", "a cat", "OK", "go go go home", "ein zwei drei"]
    references = ["ein Hund", "eine Katze", "OK", "der Mann geht", "lauf"]
    assert shares(sources, hypotheses, references) == {"empty": 0.2, "copied": 0.2, "looping": 0.2, "too long": 0.2}


def test_command_scores_a_file_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [write(tmp_path / n, t) for n, t in (("h", HYPOTHESES), ("r", REFERENCES), ("b", WORSE), ("s", WORSE))]
    arguments = ["--hypothesis", files[0], "--reference", files[1], "--baseline", files[2], "--source", files[3]]
    assert main(["evaluate", *arguments, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["sentences"] == 40
    assert report["scores"]["bleu"]["score"] == BLEU().corpus_score(HYPOTHESES, [REFERENCES]).score
    assert set(report["paired"]) == {"bleu", "chrf", "ter"} and set(report["shares"]) >= {"empty", "looping"}
    assert main(["evaluate", *arguments, "--metrics", "bleu"]) == 0
    text = capsys.readouterr().out
    assert "tok:13a" in text and "±" in text and "against the baseline, p = " in text and "CHRF" not in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--hypothesis", "two", "--reference", "three"], "2 translations but 3 references"),
        (["-m", "run", "--source", "two", "--reference", "three"], "two has 2 lines, but three has 3"),
        (["--hypothesis", "two", "--reference", "two", "--source", "three"], "three has 3 lines, but two has 2"),
        (["--hypothesis", "two", "--reference", "two", "--baseline", "three"], "3 lines of the baseline but 2"),
        (["--hypothesis", "two"], "needs --reference FILE"),
        (["-m", "no-run", "--source", "two"], "needs --reference FILE"),
        (["-m", "run", "--reference", "two"], "needs --source FILE"),
        ([], "--model: missing"),
        (["-m", "no-run"], "no-run: no such run"),
        (["-m", "no-run", "--tokenize", "bogus"], "--tokenize bogus: unknown"),
        (["-m", "no-run", "--metrics", "chfr"], "--metrics chfr: no such metric; did you mean chrf? choose from bleu,"),
        (["-m", "run", "--metrics", "accuracy"], "--metrics accuracy: judges no text; choose from bleu, chrf, ter"),
        (["-m", "no-run", "--metrics", "nosuch:Cer"], "nosuch:Cer: the metric's module nosuch is not there"),
        (["-m", "no-run", "-b", "0"], "--beam-size 0: use a whole number of 1 or more"),
        (["-m", "no-run", "--tokenize", "zh", "--metrics", "chrf"], "--tokenize zh: has no effect"),
        (["-m", "no-run", "--language", "de"], "--language de: has no effect"),
        (["--hypothesis", "two", "--reference", "two", "-b", "3"], "--beam-size 3: has no effect"),
        (["--hypothesis", "missing", "--reference", "two"], "missing: no such file"),
        (
            ["--hypothesis", "two", "--reference", "two", "--device", "cpu"],
            "--device cpu: has no effect with --hypothesis",
        ),
        (
            ["--hypothesis", "two", "--reference", "two", "--threads", "2"],
            "--threads 2: has no effect with --hypothesis",
        ),
    ],
)
def test_refusals(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "two", ["a", "b"])
    write(tmp_path / "three", ["a", "b", "c"])
    save_config(tmp_path / "run", RunConfig())
    assert main(["evaluate", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("s2s: ") and message in captured.err and captured.err.count("\n") == 1


def test_intervals_of_a_few_lines_without_any_match(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a resample has none, sacrebleu alone ends in a TypeError."""
    files = [
        write(tmp_path / "h", ["Das ist gut.", "", "Ein Haus."]),
        write(tmp_path / "r", ["Das ist gut.", "Ja.", "Ein Haus."]),
    ]
    assert main(["evaluate", "--hypothesis", files[0], "--reference", files[1], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["scores"]
    lines = [Path(file).read_text(encoding="utf-8").splitlines() for file in files]
    for name, metric in (("chrf", CHRF()), ("ter", TER())):
        assert found[name]["score"] == pytest.approx(metric.corpus_score(lines[0], [lines[1]]).score)
        assert found[name]["interval"] > 0


def test_a_run_in_lower_case_is_scored_in_lower_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files that are given as the run's own test set, which is read in lower case."""
    folder = tmp_path / "run"
    save_config(folder, RunConfig(data=replace(RunConfig().data, lowercase=True)))
    monkeypatch.setattr(Translator, "load", classmethod(lambda cls, *place: copier(load_config(folder))))
    file = write(tmp_path / "r", ["The dog runs home now.", "A cat sleeps on the mat."])
    arguments = ["-m", str(folder), "--source", file, "--reference", file, "--baseline", file, "--metrics", *CASED]
    assert main(["evaluate", *arguments, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    for name in CASED:
        assert report["scores"][name]["score"] == pytest.approx(100) == report["paired"][name]["baseline"]
        assert "|case:lc|" in report["scores"][name]["signature"]
