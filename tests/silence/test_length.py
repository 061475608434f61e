"""The end of a long output: how long it may become is learned, said where it is reached, and never within a character."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest
from training import config, train
from translating import copier, tiny_run, tokenizer

from s2s import Translator
from s2s.cli import main
from s2s.data.text.facts import UNMEASURED, Facts, from_json, quantile, to_json, with_lengths
from s2s.data.text.tokenizer import Tokenizer
from s2s.decode.backend import Settings
from s2s.decode.score import limit
from s2s.errors import UserError
from s2s.runs.folder import load_facts, save_facts
from s2s.tasks.writing import report_truncated
from s2s.training.setup import assemble

DIGITS = "zero one two three four five six seven eight nine".split()


def test_ordinary_pairs_leave_the_bound_as_it_was() -> None:
    chance = random.Random(1)
    lengths = [
        (size, max(2, round(size * chance.gauss(1.1, 0.15)))) for size in (chance.randint(3, 60) for _ in range(5000))
    ]
    lengths += [(3, 200)] * 20  # misaligned
    learned = with_lengths(Facts(), lengths)
    assert all(learned.limit(size) == UNMEASURED.limit(size) == 2 * size + 10 for size in range(2, 500))


def test_the_bound_follows_what_was_learned_with_room() -> None:
    lengths = [(size + 1, 6 * size + 1) for size in range(1, 13) for _ in range(50)]
    learned = with_lengths(Facts(), lengths)
    assert all(learned.limit(source) >= 1.3 * target for source, target in lengths)
    assert learned.limit(25) >= 6 * 24 + 1, "a source that is longer than all that were learned"
    assert learned.limit(13) <= 3 * 73
    assert limit(13, Settings(max_length=7), learned) == limit(13, Settings(forced_length=7), learned) == 7
    constant = with_lengths(Facts(), [(2, 300)] * 100)
    assert 300 < constant.limit(2) <= 600


def test_a_quantile_is_the_smallest_value_that_enough_do_not_exceed() -> None:
    values = [float(value) for value in range(1, 1001)]
    random.Random(1).shuffle(values)
    assert quantile(values, 0.995) == 995 and quantile(values, 0.5) == 500 and quantile([7.0], 0.5) == 7


def test_what_is_kept_is_read_again_and_runs_of_before_decode_as_they_did() -> None:
    learned = with_lengths(Facts(several=0.5), [(2, 300)] * 3)
    assert from_json(to_json(learned).encode()) == learned
    before = {name: value for name, value in vars(learned).items() if name in ("several", "capitals", "title", "ratio")}
    old = from_json(json.dumps(before).encode())
    assert old == Facts(several=0.5) and all(old.limit(size) == 2 * size + 10 for size in range(2, 300))
    hostile = Facts(steep=1e300, longest=1e300, usual=1e300)
    assert hostile.limit(5) <= 10_000 and not math.isnan(hostile.limit(5))


def test_training_measures_the_pairs_that_it_learns_from(tmp_path: Path) -> None:
    chance = random.Random(2)
    numbers = [str(chance.randint(1, 10**6)) for _ in range(300)]
    words = [" ".join(DIGITS[int(digit)] for digit in number) for number in numbers]
    for side, lines in (("en", numbers), ("de", words)):
        (tmp_path / f"n.{side}").write_text("\n".join(lines) + "\n")
    data = ("data=files", f"data.train={tmp_path / 'n'}", "tokenizer.kind=char", "tokenizer.size=null")
    parts = assemble(config(tmp_path, *data))
    facts = load_facts(parts.folder)
    source, target = parts.codecs
    for number, word in zip(numbers, words, strict=True):
        assert facts.limit(len(source.encode([number])[0]) + 1) > len(target.encode([word])[0])
    assert any(len(word) > 2 * len(number) + 10 for number, word in zip(numbers, words, strict=True))


@pytest.mark.parametrize("settings", [{"beam": 1}, {"beam": 3, "nbest": 2}, {"sample": True}])
def test_what_is_cut_off_has_a_flag(settings: dict[str, object]) -> None:
    translator, text = copier(), "the dog sleeps"
    whole = translator.translate([text], scores=True, beam=1)[0]
    assert whole.text == text and whole.flags == ()
    best = translator.translate([text], scores=True, max_length=6, **settings)[0]  # type: ignore[call-overload]
    best = best[0] if isinstance(best, list) else best
    assert best.flags == ("truncated",) == best.sentences[0].flags and best.text == "the d"
    alone = translator.translate([text], scores=True, max_length=5, split=False, beam=1)[0]
    assert alone.flags == ("truncated",)
    exact = translator.translate([text], scores=True, max_length=len(text) + 2, beam=1)[0]
    assert exact.text == text and exact.flags == ()
    forced = translator.translate([text], scores=True, forced_length=4, beam=1)[0]
    assert "truncated" not in forced.flags


def test_text_is_never_cut_within_a_character() -> None:
    made, text = tokenizer(), "a→😀é→"
    ids = made.encode([text])[0]
    assert len(ids) > len(text), "bytes"
    for end in range(len(ids) + 1):
        cut = made.decode([made.complete(ids[:end])])[0]
        assert text.startswith(cut) and "\ufffd" not in cut, end
        assert len(cut.encode()) >= len(made.decode([ids[:end]])[0].encode("ascii", "ignore"))
    assert made.decode([made.complete(ids)])[0] == text
    translator = copier()
    for most in range(1, len(ids) + 1):
        assert text.startswith(translator.translate(text, max_length=most, beam=1))


def test_commands_count_it_in_one_line_and_flag_it_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tiny_run(tmp_path / "run")
    lines = tmp_path / "lines"
    lines.write_text("the dog\na cat sleeps\n")
    for split in ([], ["--no-split"]):
        given = ["translate", "-m", str(run), "-i", str(lines), "--max-length", "2", "--output-type", "json", *split]
        assert main(given) == 0
        out, err = capsys.readouterr()
        assert all("truncated" in json.loads(line)[0]["flags"] for line in out.splitlines())
        assert err.count("2 cut off") == 1
    assert (
        main(["distill", "-m", str(run), "--source", str(lines), "-o", str(tmp_path / "d"), "--max-length", "2"]) == 0
    )
    assert capsys.readouterr().err.count("2 cut off") == 1
    evaluated = ["evaluate", "-m", str(run), "--source", str(lines), "--reference", str(lines), "--max-length", "2"]
    assert main(evaluated) == 0
    assert capsys.readouterr().err.count("2 of 2 outputs are cut off") == 1
    assert main([*evaluated[:-1], "0"]) == 2
    assert "--max-length 0: use a whole number of 1 or more" in capsys.readouterr().err


def test_a_run_keeps_the_bound_and_its_option(tmp_path: Path) -> None:
    run = tiny_run(tmp_path / "run")
    save_facts(run, Facts(steep=50.0, longest=400.0))
    translator = Translator.load(run, backend="torch")
    assert translator.facts.limit(4) == 310
    assert translator.settings().max_length is None and translator.settings(max_length=9).max_length == 9
    with pytest.raises(UserError, match=r"max_length=-1: use a whole number of 1 or more"):
        translator.translate("the dog", max_length=-1)
    translator.config.decode.max_length = 3
    assert len(translator.translate("the dog", scores=True, beam=1).pieces) <= 3


def test_validations_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train(tmp_path, "decode.max_length=1", "train.steps=3")
    assert "of 2 outputs are cut off at their greatest length" in capsys.readouterr().err


def test_a_character_tokenizer_alone_has_nothing_to_complete() -> None:
    made = Tokenizer.train(["abc abd"] * 3, kind="word", size=None, coverage=None)
    assert made.complete(made.encode(["abc abd"])[0]) == made.encode(["abc abd"])[0] and made.complete([]) == []


def test_a_process_that_trains_with_no_other_counts_its_own(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    with caplog.at_level("INFO", logger="s2s"):
        report_truncated(1, 3)
    assert "1 of 3 outputs are cut off" in caplog.text
