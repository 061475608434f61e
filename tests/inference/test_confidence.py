"""How sure a run is: what it is computed from, how it is fitted, and where it shows."""

from __future__ import annotations

import json
import math
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
from rating import shorter_is_surer, weighing
from translating import Copy, copier, tiny_run, tokenizer

import s2s
from s2s.commands.pack import files_of
from s2s.config.schema import RunConfig
from s2s.data.text.sentences import LONGEST
from s2s.errors import UserError
from s2s.inference import calibration
from s2s.inference.calibration import Observed, fit, newton, observe
from s2s.inference.confidence import (
    Confidence,
    Logistic,
    from_json,
    load_confidence,
    save_confidence,
    to_json,
)
from s2s.inference.features import OF_SENTENCE, OF_WORD, of_sentence, of_words, words
from s2s.inference.sentences import Translation
from s2s.inference.translator import Translator
from s2s.runs.contents import OWN


def sure_copier(confidence: Confidence | None = None) -> Translator:
    chosen = shorter_is_surer() if confidence is None else confidence
    return Translator(RunConfig(), tokenizer(), tokenizer(), Copy(tokenizer().size), confidence=chosen)


SENTENCE = Translation(
    text="Ein Hund, ja.",
    score=0.0,
    log_prob=math.log(0.6 * 0.25 * 0.8 * 0.9 * 1.0 * 0.6),
    pieces=("▁Ein", "▁H", "und", ",", "▁ja."),
    source_pieces=("▁A", "▁dog", ",", "</s>"),
    attention=numpy.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0.5, 0.5, 0], [0, 0, 1, 0], [0.25, 0.25, 0.25, 0.25]]),
    token_log_probs=numpy.log([0.6, 0.25, 0.8, 0.9, 1.0]),
    unknown=1,
)


def test_features_of_a_sentence_are_those_of_its_description() -> None:
    probabilities = [0.6, 0.25, 0.8, 0.9, 1.0, 0.6]
    logs = [math.log(one) for one in probabilities]
    expected = {
        "mean": sum(logs) / 6,
        "lowest": math.log(0.25),
        "probability": sum(probabilities) / 6,
        "unlikely": 1 / 6,
        "length": math.log(4),
        "ratio": math.log(6 / 4),
        "coverage": (1 + 1 + 1 + 0.25) / 4,
        "entropy": (math.log(2) + math.log(4)) / 5,
        "peak": (1 + 1 + 0.5 + 1 + 0.25) / 5,
        "unknown": 1 / 4,
    }
    found = dict(zip(OF_SENTENCE, of_sentence(SENTENCE).tolist(), strict=True))
    assert found == pytest.approx(expected)


def test_features_of_words_are_those_of_the_pieces_that_they_are_made_of() -> None:
    spans = words(SENTENCE.text)
    assert [SENTENCE.text[slice(*span)] for span in spans] == ["Ein", "Hund", "ja"]
    values = [dict(zip(OF_WORD, row, strict=True)) for row in of_words(SENTENCE, spans).tolist()]
    hund = {
        "probability": 0.2,
        "log_prob": math.log(0.2),
        "sentence": (0.6 + 0.25 + 0.8 + 0.9 + 1.0 + 0.6) / 6,
        "next": 0.9,
        "previous": 0.6,
        "before": 0.6,
        "entropy": math.log(2) / 2,
        "peak": 0.75,
        "length": math.log(4),
        "position": 1 / 5,
    }
    assert values[1] == pytest.approx(hund)
    assert values[0]["previous"] == values[0]["before"] == 1.0 and values[2]["next"] == pytest.approx(0.6)


def test_without_attention_its_features_are_missing_and_count_as_usual() -> None:
    bare = replace(SENTENCE, attention=None)
    missing = {name for name, value in zip(OF_SENTENCE, of_sentence(bare), strict=True) if math.isnan(value)}
    assert missing == {"coverage", "entropy", "peak"}
    function = weighing(OF_SENTENCE, "entropy", 3.0, 0.5)._replace(means=numpy.full(len(OF_SENTENCE), 0.25))
    assert function(of_sentence(bare)[None])[0] == pytest.approx(1 / (1 + math.exp(-0.5)))


def test_what_lies_outside_of_what_was_seen_counts_as_the_nearest_that_was() -> None:
    one = Logistic(0.0, numpy.array([2.0]), numpy.array([0.0]), numpy.array([-1.0]), numpy.array([3.0]))
    assert one(numpy.array([[-9.0], [9.0]])) == pytest.approx([1 / (1 + math.exp(2)), 1 / (1 + math.exp(-6))])


def test_newton_finds_where_the_slope_of_the_penalised_likelihood_is_zero() -> None:
    draw = numpy.random.default_rng(3)
    features = draw.normal(size=(60, 3))
    targets: Any = (features @ [2.0, -1.0, 0.0] + draw.normal(size=60) > 0) * 0.98 + 0.01
    weights, bias = newton(features, targets, 2.0)

    def cost(values: list[float]) -> float:
        total = 0.0
        for row, target in zip(features.tolist(), targets.tolist(), strict=True):
            p = 1 / (1 + math.exp(-sum(w * x for w, x in zip(values, row, strict=False)) - values[3]))
            total -= target * math.log(p) + (1 - target) * math.log(1 - p)
        return total + 2.0 / 2 * sum(w * w for w in values[:3])

    found = [*weights.tolist(), bias]
    for index in range(4):
        ends = [[value + (place == index) * step for place, value in enumerate(found)] for step in (1e-5, -1e-5)]
        assert (cost(ends[0]) - cost(ends[1])) / 2e-5 == pytest.approx(0, abs=1e-4)


def drawn(count: int, slope: float, seed: int = 1) -> list[Observed]:
    """Lines whose first feature decides by a known chance whether they are good; the others are noise, one is missing."""
    draw = numpy.random.default_rng(seed)
    rows = []
    for _ in range(count):
        values = draw.normal(size=len(OF_SENTENCE))
        values[6] = numpy.nan
        good = draw.random() < 1 / (1 + math.exp(-slope * values[0]))
        each = draw.normal(size=(3, len(OF_WORD)))
        right = draw.random(3) < 1 / (1 + numpy.exp(-slope * each[:, 0]))
        rows.append(Observed(70.0 if good else 30.0, False, values.tolist(), each.tolist(), right.tolist()))
    return rows


def test_chances_that_made_the_lines_are_found_again() -> None:
    confidence = fit(drawn(2000, 1.5))
    assert confidence.measured["calibration"] < 0.05
    values = numpy.zeros((5, len(OF_SENTENCE)))
    values[:, 0] = [-2, -1, 0, 1, 2]
    values[:, 6] = numpy.nan
    assert confidence.lines(values) == pytest.approx(1 / (1 + numpy.exp(-1.5 * values[:, 0])), abs=0.06)
    each = numpy.zeros((5, len(OF_WORD)))
    each[:, 0] = values[:, 0]
    assert confidence.words(each) == pytest.approx(1 / (1 + numpy.exp(-1.5 * each[:, 0])), abs=0.06)


def test_features_that_say_nothing_leave_the_share_of_good_lines() -> None:
    confidence = fit([row._replace(chrf=70.0 if number % 4 else 30.0) for number, row in enumerate(drawn(400, 0.0))])
    assert confidence.lines(numpy.array([row.line for row in drawn(50, 0.0, 2)])) == pytest.approx(0.75, abs=0.1)


@pytest.mark.parametrize("chrf", [0.0, 100.0])
def test_lines_that_are_all_good_or_all_bad_are_fitted_too(chrf: float) -> None:
    rows = [row._replace(chrf=chrf, words=[], right=[]) for row in drawn(100, 1.0)]
    confidence = fit(rows)
    chances = confidence.lines(numpy.array([row.line for row in rows]))
    assert numpy.abs(chances - chrf / 100).max() < 0.05 and 0 < chances.min() <= chances.max() < 1


def test_a_flag_caps_what_the_line_may_have() -> None:
    rows = [row._replace(chrf=70.0, flagged=number < 20) for number, row in enumerate(drawn(200, 1.0))]
    seen, unseen = (fit(some) for some in (rows, rows[20:]))
    assert seen.highest == pytest.approx(21 / 30) and unseen.highest == pytest.approx(1 / 10)
    looping = replace(SENTENCE, flags=("looping",))
    certain = Confidence(weighing(OF_SENTENCE, "mean", 0.0, 9.0), shorter_is_surer().words, (0, 0))
    assert certain.rate(looping).confidence == pytest.approx(0.1)
    assert certain.rate(SENTENCE).confidence == pytest.approx(1 / (1 + math.exp(-9)))


def test_a_word_is_right_as_often_as_the_reference_has_it() -> None:
    one = calibration.observed(replace(SENTENCE, text="Ein Hund, ein Hund. Hund", pieces=()), ["Ein Hund, Hund!"], 40.0)
    assert one.right == [True, True, False, True, False]
    several = calibration.observed(replace(SENTENCE, text="a b b c"), ["b b", "a c"], 40.0)
    assert several.right == [True] * 4


def test_observed_is_what_stream_gives() -> None:
    translator = copier()
    rows = observe(translator, ["the dog", "", "the dog. a cat."], ["the dog", "x", "y"], translator.settings(beam=2))
    assert [row is None for row in rows] == [False, True, True]
    assert rows[0] is not None and rows[0].chrf == pytest.approx(100) and rows[0].right == [True, True]


def test_correlations_and_calibration_error_are_those_of_the_textbook() -> None:
    assert calibration.ranks(numpy.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1, 3.5, 2]
    first, second = numpy.array([1.0, 2, 4]), numpy.array([3.0, 1, 9])
    assert calibration.correlation(first, second) == pytest.approx(numpy.corrcoef(first, second)[0, 1])
    assert calibration.correlation(first, numpy.ones(3)) == 0
    chances = numpy.array([0.1, 0.9, 0.3, 0.5, 0.7, 0.1, 0.9, 0.3, 0.5, 0.7])
    good = numpy.array([False, True] * 5)
    bins: dict[float, list[bool]] = {}
    for chance, one in zip(chances.tolist(), good.tolist(), strict=True):
        bins.setdefault(chance, []).append(one)
    expected = sum(abs(chance - sum(some) / len(some)) for chance, some in bins.items()) / 5
    assert calibration.calibration_error(chances, good) == pytest.approx(expected)


def test_lines_and_words_have_their_confidence_where_scores_are_asked_for() -> None:
    translator = sure_copier()
    short, long, blank = translator.translate(["dog", "the dog runs home", ""], scores=True)
    assert short.confidence is not None and long.confidence is not None and blank.confidence is None
    assert short.confidence > 0.5 > long.confidence
    assert [(word.text, word.begin) for word in long.words] == [("the", 0), ("dog", 4), ("runs", 8), ("home", 13)]
    assert all(word.confidence == pytest.approx(1 / (1 + math.exp(-1)), abs=1e-3) for word in long.words)
    assert short.attention is short.token_log_probs is None, "as before, what was not asked for is not there"
    asked = translator.translate("dog", scores=True, attention=True, token_log_probs=True)
    assert asked.attention is not None and asked.token_log_probs is not None
    assert asked.confidence == short.confidence == translator.translate("dog", scores=True, split=False).confidence
    plain = copier().translate("dog", scores=True)
    assert plain.confidence is None and plain.words == () and plain == short


def test_several_sentences_have_their_mean_by_their_pieces() -> None:
    line = sure_copier().translate("the dog.  a cat is home.", scores=True)
    sizes = [len(one.source_pieces) for one in line.sentences]
    expected = sum(size * (one.confidence or 0) for size, one in zip(sizes, line.sentences, strict=True)) / sum(sizes)
    assert len(sizes) == 2 and line.confidence == pytest.approx(expected)
    assert [
        line.text[word.begin : word.begin + len(word.text)] for word in line.words
    ] == "the dog a cat is home".split()


def test_a_line_in_parts_has_a_confidence_and_no_words() -> None:
    found = sure_copier().translate("the dog " * (LONGEST // 8 + 1), scores=True, split=False)
    assert found.confidence is not None and found.words == () and found.attention is None


def test_a_least_confidence_leaves_empty_texts() -> None:
    translator = sure_copier()
    texts = ["dog", "the dog runs home", ""]
    assert translator.translate(texts, min_confidence=0.5) == ["dog", "", ""]
    assert translator.translate(texts, min_confidence=0) == texts
    assert translator.translate(texts, nbest=2, beam=2, min_confidence=0.5)[1] == [""]
    kept, below, _ = translator.translate(texts, scores=True, min_confidence=0.5)
    assert kept.flags == () and below.flags == ("below",) and below.text == "" and below.confidence is not None
    for value in (-0.1, 1.5, "high", True, math.nan):
        with pytest.raises(UserError, match="min_confidence"):
            translator.translate("dog", min_confidence=value)  # type: ignore[arg-type]
    with pytest.raises(UserError, match="s2s confidence"):
        copier().translate("dog", min_confidence=0.5)


def test_the_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    confidence = fit(drawn(100, 1.0))
    assert load_confidence(tmp_path) is None
    save_confidence(tmp_path, confidence)
    again = load_confidence(tmp_path)
    assert again is not None and to_json(again) == to_json(confidence)
    values = numpy.array([row.line for row in drawn(20, 1.0, 2)])
    assert (again.lines(values) == confidence.lines(values)).all()


@pytest.mark.parametrize(
    "change",
    [
        {"chrf": 40.0},
        {"flagged": [1, 2]},
        {"flagged": [True, 0]},
        {"lines": {"bias": 0.0, "features": {}}},
        {"lines": {"bias": 1e300, "features": dict.fromkeys(OF_SENTENCE, dict.fromkeys(("weight", "mean", "least", "most"), 0))}},
        {"words": {"bias": 0.0, "features": {name: dict.fromkeys(("weight", "mean", "least", "most"), "nan") for name in OF_WORD}}},
        {"measured": [1]},
        {"format": "2"},
    ],
)  # fmt: skip
def test_a_file_of_another_making_is_refused_in_one_line(tmp_path: Path, change: dict[str, object]) -> None:
    record = {**json.loads(to_json(shorter_is_surer())), **change}
    (tmp_path / "confidence.json").write_text(json.dumps(record))
    with pytest.raises(UserError, match=r"confidence.json: .*s2s confidence"):
        load_confidence(tmp_path)


def test_a_file_of_a_later_release_says_so() -> None:
    record = {**json.loads(to_json(shorter_is_surer())), "format": 999, "version": "9.9"}
    with pytest.raises(UserError, match=r"9\.9 in format 999"):
        from_json(json.dumps(record).encode(), "runs/run-1")


def test_a_run_folder_keeps_it_wherever_it_goes(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    folder = tiny_run(tmp_path / "run")
    assert s2s.Translator.load(folder).confidence is None
    save_confidence(folder, shorter_is_surer())
    assert "confidence.json" in files_of(folder) and "confidence.json" in OWN
    translator = s2s.Translator.load(folder)
    assert translator.confidence is not None and translator.confidence.highest == 0.1
    again = s2s.Translator.load(translator.save_pretrained(tmp_path / "saved"))
    assert again.confidence is not None and to_json(again.confidence) == to_json(translator.confidence)
    ticket = pickle.dumps(translator)
    assert pickle.loads(ticket).confidence is not None
    save_confidence(folder, replace(shorter_is_surer(), flagged=(5, 1)))
    assert pickle.dumps(s2s.Translator.load(folder)) != ticket
    assert s2s.Translator.load([folder, folder]).confidence is None, "none was fitted for an ensemble"
