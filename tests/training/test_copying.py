"""Runs that copy: unknown words and pieces come through, by each backend, in training, translation and score."""

from __future__ import annotations

import random
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
from training import config, interrupt, train

import s2s.training.loop
from s2s import Translator
from s2s.errors import UserError

KINDS = {
    "word": ["tokenizer.kind=word"],
    "separate": ["tokenizer.kind=word", "tokenizer.joint=false", "model.tie=target"],
    "pattern": ["tokenizer.kind=pattern", "tokenizer.pattern=morphemes"],
    "char": ["tokenizer.kind=char"],
    "unigram": ["tokenizer.kind=unigram", "tokenizer.size=330"],
}
"""What each kind of tokenizer takes."""
COMMON = ["model.copy=true", "tokenizer.size=null", "data.lowercase=false"]


def name(chance: random.Random) -> str:
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)).capitalize()


def names(folder: Path, known: int, count: int, seed: int) -> list[tuple[str, str]]:
    """Write pairs whose names are mostly seen once: ``please call NAME and NAME now`` → ``NAME NAME anrufen``."""
    chance = random.Random(seed)
    common = [name(random.Random(number)) for number in range(known)]
    pairs = []
    for _ in range(count):
        first, second = (name(chance) if chance.random() < 0.8 else chance.choice(common) for _ in range(2))
        verb, other = chance.choice([("call", "anrufen"), ("see", "sehen"), ("find", "finden")])
        pairs.append((f"please {verb} {first} and {second} now", f"bitte {second} und {first} {other}"))
    return pairs


def write(path: Path, pairs: list[tuple[str, str]]) -> None:
    path.write_text("".join(f"{source}\t{target}\n" for source, target in pairs), encoding="utf-8", newline="\n")


def options(folder: Path, *more: str) -> list[str]:
    """`config` writes a corpus of its own; this one has another name."""
    write(folder / "names.tsv", names(folder, 5, 60, 1))
    write(folder / "held.tsv", names(folder, 5, 4, 2))
    return [f"data.train={folder / 'names.tsv'}", f"data.validation={folder / 'held.tsv'}", *COMMON, *more]


@pytest.mark.parametrize(
    "kind",
    ["word", "separate", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("pattern", "char", "unigram"))],
)
def test_a_run_translates_and_scores_alike_by_every_backend(kind: str, tmp_path: Path) -> None:
    """What is written has the same probability when it is scored, and what is exported writes and scores alike."""
    pytest.importorskip("onnxruntime")
    from s2s.cli import main

    run = train(tmp_path, *options(tmp_path, *KINDS[kind], "train.steps=4", "train.validate_every=4"))
    lines = ["please call Zyxwvut and Éowyn now", "", "Zyxwvut and Zyxwvut", "please see Qqq"]
    theirs = Translator.load(run, "cpu")
    assert main(["export", "-m", str(run)]) == 0
    ours = Translator.load(run, "cpu", "onnx")
    for translator in (theirs, ours):
        searches: list[dict[str, Any]] = [{"beam": 3}, {"sample": True, "seed": 3}]
        for how in searches:
            results = translator.translate(lines, scores=True, max_length=9, **how)
            assert [one.text for one in results] == translator.translate(lines, max_length=9, **how)
            if "beam" in how:
                alone = [translator.translate(line, max_length=9, **how) for line in lines]
                assert [one.text for one in results] == alone
            for line, one in zip(lines, results, strict=True):
                if line and "truncated" not in one.flags and one.text:
                    scored = translator.score([line], [list(one.pieces)], tokens=True, pieces=True)[0]
                    assert scored.log_prob == pytest.approx(one.log_prob, abs=1e-4)
    scores = [translator.score(lines, ["bitte Zyxwvut", "", "Zyxwvut Nobody", "Qqq"]) for translator in (theirs, ours)]
    assert scores[0] == pytest.approx(scores[1], abs=1e-3)
    assert theirs.translate(lines, beam=3, max_length=9) == ours.translate(lines, beam=3, max_length=9)


@pytest.mark.slow
def test_a_run_that_was_stopped_ends_in_the_same_bytes(tmp_path: Path) -> None:
    more = [*KINDS["word"], "train.steps=6", "train.validate_every=3", "train.accumulate=2"]
    (tmp_path / "whole").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(tmp_path, *options(tmp_path, *more))) == signal.SIGTERM
    run = train(tmp_path, *options(tmp_path, *more))
    whole = train(tmp_path / "whole", *options(tmp_path / "whole", *more))
    assert all(
        (run / name).read_bytes() == (whole / name).read_bytes() for name in ("model.safetensors", "metrics.jsonl")
    )


def test_vocabularies_that_share_nothing_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    more = options(tmp_path, *KINDS["separate"])
    write(tmp_path / "names.tsv", [("one two", "eins zwei"), ("two one", "zwei eins")] * 5)
    with pytest.raises(UserError, match=r"^model.copy=true: the vocabularies .* share no piece.*joint=true"):
        train(tmp_path, *more)
    assert not (tmp_path / "runs" / "tiny-1" / "config.yaml").exists()


@pytest.mark.slow
@pytest.mark.parametrize("copy", [True, False])
def test_names_that_training_has_not_seen_are_solved_by_copying_alone(copy: bool, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    from s2s.cli import main

    more = ["train.steps=400", "train.validate_every=400", "train.tokens=600", "optim.warmup=20", "optim.lr=0.01"]
    more += [f"model.dropout.{name}=0" for name in ("embedding", "layers", "readout")]
    arguments = options(
        tmp_path, *KINDS["word"], *more, "model.embedding=32", "model.encoder.units=32", "model.decoder.units=32"
    )
    write(tmp_path / "names.tsv", names(tmp_path, 5, 1500, 1))
    run = train(tmp_path, *arguments, f"model.copy={str(copy).lower()}")
    pairs = names(tmp_path, 5, 200, 3)
    sources, targets = [list(side) for side in zip(*pairs, strict=True)]
    written = [Translator.load(run, "cpu").translate(sources)]
    if copy:
        for how in ([], ["--int8"]):
            assert main(["export", "-m", str(run), *how]) == 0
            written.append(Translator.load(run, "cpu", "onnx").translate(sources))
            shutil.rmtree(run / "onnx")
    for texts in written:
        right = sum(text == target for text, target in zip(texts, targets, strict=True)) / len(pairs)
        assert right > 0.9 if copy else right < 0.2


def test_what_cannot_be_combined_is_refused_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from s2s.cli import main

    run = train(tmp_path, *options(tmp_path, *KINDS["word"], "train.steps=2", "train.validate_every=2"))
    for more, text in (
        (["export", "-m", str(run), "--shortlist", "5"], "--shortlist 5: does not go with a model that copies"),
        (["export", "-m", str(run), "--web", str(tmp_path / "page")], "--web: a page cannot run a model that copies"),
    ):
        assert main(more) == 2
        message = capsys.readouterr().err.strip().splitlines()[-1]
        assert text in message
    with pytest.raises(UserError, match=r"keep=.*: does not go with a model that copies"):
        Translator.load(run, "cpu").translate("please see Ada", keep=["Ada"], beam=3)
