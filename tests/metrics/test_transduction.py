"""Metrics of short strings equal definitions that are written out here, without the libraries that compute them."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from sacrebleu.metrics import BLEU, CHRF
from training import config, metrics, train

from s2s.config.metrics import METRICS
from s2s.errors import UserError
from s2s.metrics.base import build
from s2s.metrics.match import MatchMetric
from s2s.metrics.references import Alternatives, reference_of
from s2s.metrics.scores import compare, score
from s2s.metrics.top_n import TopN, depths
from s2s.tasks.writing import WritingTask

LETTERS = "abc é"


def drawn(chance: random.Random) -> tuple[list[str], list[str]]:
    """Lines, and as many references, of which some are the same."""
    lines = ["".join(chance.choices(LETTERS, k=chance.randint(1, 9))) + "." for _ in range(60)]
    return lines, [line if chance.random() < 0.3 else line.replace("a", "b", 1) + "c" for line in lines]


LINES, REFERENCES = drawn(random.Random(4))


def edits(one: Sequence[str], other: Sequence[str]) -> int:
    """Levenshtein's distance by its recursive definition."""
    if not one or not other:
        return len(one) + len(other)
    if one[-1] == other[-1]:
        return edits(one[:-1], other[:-1])
    return 1 + min(edits(one[:-1], other), edits(one, other[:-1]), edits(one[:-1], other[:-1]))


def subsequences(parts: Sequence[str]) -> set[tuple[str, ...]]:
    return {
        tuple(part for part, kept in zip(parts, mask, strict=True) if kept)
        for mask in product([False, True], repeat=len(parts))
    }


def value(name: str, predicted: Sequence[str], references: Sequence[Any]) -> float:
    return score(predicted, references, metrics=(name,))[name].score


def test_exact_match_is_the_share_of_equal_lines() -> None:
    equal = sum(line == reference for line, reference in zip(LINES, REFERENCES, strict=True))
    assert 0 < equal < len(LINES) and value("exact", LINES, REFERENCES) == pytest.approx(100 * equal / len(LINES))
    assert value("exact", ["e\u0301 ", "E"], ["\u00e9", "e"]) == 50  # canonically equal; case counts


def test_error_rates_are_edits_over_the_length_of_references() -> None:
    few = list(zip([line[:6] for line in LINES], [line[:6] for line in REFERENCES], strict=True))
    predicted, references = [list(column) for column in zip(*few, strict=True)]
    stripped = [(one.strip(), other.strip()) for one, other in few]
    total = sum(edits(one, other) for one, other in stripped)
    assert value("cer", predicted, references) == pytest.approx(100 * total / sum(len(other) for _, other in stripped))
    words = [(one.split(), other.split()) for one, other in zip(LINES, REFERENCES, strict=True)]
    total = sum(edits(one, other) for one, other in words)
    assert value("wer", LINES, REFERENCES) == pytest.approx(100 * total / sum(len(other) for _, other in words))
    # Phones: one of four is wrong, one too many, in five.
    assert value("wer", ["k æ t s", "ə"], ["k a t", "ə b"]) == pytest.approx(100 * 3 / 5)


def test_a_rate_that_is_none_is_refused() -> None:
    assert value("cer", [""], [""]) == 0
    with pytest.raises(UserError, match="cer: gives inf for 1 examples"):
        value("cer", ["a"], [""])


def test_morphemes_are_counted_as_the_shared_task_does() -> None:
    """By the longest of all common subsequences, and precision and recall in per cent."""
    predicted = ["in @@accurate @@cy @@s", "a @@a @@b", "one", "b @@a", "", "two word @@s"]
    references = ["in @@accurate @@cies", "a @@b @@a", "one", "a @@b", "x", "two word @@s"]
    right = written = expected = 0
    for line, reference in zip(predicted, references, strict=True):
        one, other = [text.replace(" @@", "|").replace(" ", "|").split("|") for text in (line, reference)]
        right += max(map(len, subsequences(one) & subsequences(other)))
        written, expected = written + len(one), expected + len(other)
    precision, recall = 100 * right / written, 100 * right / expected
    assert (right, written, expected) == (2 + 2 + 1 + 1 + 0 + 3, 14, 13)
    assert value("morpheme_f1", predicted, references) == pytest.approx(
        2 * precision * recall / (precision + recall), abs=1e-9
    )
    assert value("morpheme_f1", ["a"], ["b"]) == 0


def test_chrf_plus_plus_is_sacrebleu_s() -> None:
    found = score(LINES, REFERENCES, metrics=("chrf++",))["chrf++"]
    assert found.score == CHRF(word_order=2).corpus_score(LINES, [REFERENCES]).score
    assert "|nw:2|" in found.signature and found.label == "chrF++"


@pytest.mark.parametrize("name", ["exact", "cer", "wer", "morpheme_f1", "chrf++"])
def test_the_best_of_several_references_counts(name: str) -> None:
    """One line has three references and the others one; a reference that is worse changes nothing."""
    lines, right = ["ab @@c", "d @@e"], ["ab @@d", "d @@f"]
    one, perfect = value(name, lines, right), value(name, lines, lines)
    assert value(name, lines, [Alternatives(["zzzzzz zz", right[0]]), right[1]]) == pytest.approx(one)
    assert value(name, lines, [Alternatives([right[0], lines[0], "q"]), Alternatives(["x", lines[1]])]) == perfect
    assert perfect == (0 if name in ("cer", "wer") else 100)


def test_several_references_are_sacrebleu_s_streams() -> None:
    lines = ["the small cat sleeps here now", "a dog runs over the road"]
    references = [Alternatives(["the little cat sleeps here", "the small cat is asleep now"]), "a dog runs on the road"]
    streams = [["the little cat sleeps here", "a dog runs on the road"], ["the small cat is asleep now", None]]
    found = score(lines, references, metrics=("bleu",), confidence=True)["bleu"]
    assert found.score == BLEU(force=True).corpus_score(lines, streams).score
    assert "nrefs:var" in found.signature


def test_references_of_a_line() -> None:
    assert reference_of(["a", "", "b", "a"]) == Alternatives(["a", "b"])
    assert reference_of(["", "a"]) == "a" and reference_of(["", " "]) == ""


def test_top_n_is_whether_a_right_line_is_among_the_first() -> None:
    exact = build("exact")
    assert isinstance(exact, MatchMetric)
    lists = [["b", "a", "c"], ["a", "b", "c"], ["x", "y", "z"], ["q", "p", "b"]]
    references = ["a", "a", "a", Alternatives(["b", "w"])]
    assert [TopN(exact, n).score(lists, references) for n in (1, 2, 3)] == [25, 50, 75]
    assert depths(1) == [] and depths(4) == [2, 3, 4] and depths(10) == [2, 3, 5, 10]


@pytest.mark.parametrize("name", ["exact", "cer", "wer", "morpheme_f1", "chrf++"])
def test_intervals_and_paired_tests(name: str) -> None:
    """The interval of a share is that of a binomial; a system that is worse at every line is found to be."""
    found = score(LINES, REFERENCES, metrics=(name,), confidence=True)[name]
    assert found.interval is not None and found.interval > 0
    if name == "exact":
        share = found.score / 100
        assert found.interval == pytest.approx(196 * (share * (1 - share) / len(LINES)) ** 0.5, rel=0.15)
    worse = ["zz @@z z" for _ in LINES]
    assert compare(LINES, worse, REFERENCES, metrics=(name,))[name]["p"] < 0.05
    assert compare(LINES, LINES, REFERENCES, metrics=(name,))[name]["p"] == 1


def test_blank_references_alone_have_no_rate() -> None:
    """Resamples that draw nothing else have an infinite one, and do not count; the others have 0 or 100 %."""
    found = score(["a", "b"], ["", "b"], metrics=("cer",), confidence=True)["cer"]
    assert found.score == 100 and found.interval == 50
    p = compare(["a", "b"], ["a", "c"], ["", "b"], metrics=("cer",))["cer"]["p"]
    assert 0 < p <= 1


def test_molecules_are_equal_whatever_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rdkit")
    references = ["CCO.c1ccccc1", "C(=O)O", "CC", "N[C@@H](C)C(=O)O", "not SMILES"]
    outputs = ["C1=CC=CC=C1.OCC", "O C = O", "C(C", "N[C@H](C)C(=O)O", "not SMILES"]
    assert value("smiles", outputs, references) == pytest.approx(100 * 2 / 5)
    assert value("smiles", ["", "CO"], ["", Alternatives(["CC", "OC"])]) == 50
    said = capsys.readouterr()  # nothing of rdkit's own
    assert said.out == "" and all(line.startswith("smiles: of ") for line in said.err.splitlines())


def test_unreadable_molecules_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("rdkit")
    with caplog.at_level("INFO", logger="s2s"):
        value("smiles", ["C(", "CC"], ["CC", "xyz"])
    expected = "smiles: of 2 lines, 1 outputs and 1 references cannot be read by rdkit, and count as wrong"
    assert [record.message for record in caplog.records] == [expected]


def test_without_rdkit_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdkit", None)
    with pytest.raises(
        UserError, match=r'^smiles: needs rdkit to read molecules; pip install "s2s-translate\[chem\]"$'
    ):
        build("smiles")


def test_training_selects_by_them_and_its_card_has_them(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    config(tmp_path)
    lines = (tmp_path / "validation.tsv").read_text(encoding="utf-8").split("\n")[:-1]
    right = [unicodedata.normalize("NFC", line.split("\t")[1]) for line in lines]
    outputs = [["x", *right[1:]], right, ["yy", *right[1:]]]
    monkeypatch.setattr(WritingTask, "write", lambda *_: outputs.pop(0) if len(outputs) > 1 else list(outputs[0]))
    run = train(tmp_path, "train.metric=exact", "train.validate_every=2")
    found = metrics(run, "validation_exact")
    assert list(found) == [2, 4, 6] and found[4] == 100 > found[2] == found[6]
    assert [path.name for path in (run / "checkpoints").glob("best-*")] == ["best-00000004.safetensors"]
    assert "exact match" in (run / "README.md").read_text(encoding="utf-8")


def test_every_metric_of_text_has_a_name_that_people_know() -> None:
    assert {name for name in METRICS.names if METRICS.facts(name).several} == {
        *("bleu", "chrf", "ter", "exact", "cer", "wer", "morpheme_f1", "chrf++", "smiles"),
    }
