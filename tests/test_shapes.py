"""Every shape learns what it is for, from the same command, and is then used from the command line."""

from __future__ import annotations

import io
import json
import math
import random
import re
import string
from pathlib import Path
from typing import Any

import numpy
import pytest
from omegaconf import OmegaConf

import s2s.training.loop
from s2s.cli import main
from s2s.config.load import parse
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.inference.translator import Translator

CONF = Path(__file__).parents[1] / "conf"
SMALL = """device=cpu precision=fp32 threads=1 name=shape model.embedding=16 model.encoder.units=16 model.encoder.layers=1
model.residual=false model.dropout.embedding=0 model.dropout.layers=0 model.dropout.readout=0 optim.lr=0.02 optim.warmup=5
train.epochs=null train.validate_every=1000 train.ema=0.9 train.tokens=400""".split()
WORDS = ["run", "walk", "talk", "jump", "look", "call", "play", "work", "open", "turn"]


def run(folder: Path, task: str, *options: str) -> Path:
    """Train as ``task=…`` does, but without Hydra; the run's folder."""
    group = OmegaConf.load(CONF / "task" / f"{task}.yaml")
    assert isinstance(group, type(OmegaConf.create({})))
    (data,) = (chosen["override /data"] for chosen in group.pop("defaults") if "override /data" in chosen)
    given = OmegaConf.from_dotlist([f"data.corpus={data}", *SMALL, f"runs={folder / 'runs'}", *options])
    assert s2s.training.loop.train(parse(OmegaConf.merge(group, given))) is None  # type: ignore[arg-type]
    return folder / "runs" / "shape-1"


def lines(folder: Path, name: str, rows: list[str]) -> str:
    path = folder / name
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def answer(monkeypatch: pytest.MonkeyPatch, capsysbinary: Any, text: str, *arguments: str) -> list[str]:
    """What the command prints for `text` on stdin."""
    with io.BytesIO(text.encode()) as stream:
        monkeypatch.setattr("s2s.commands.predict.stdin", lambda: stream)
        capsysbinary.readouterr()
        assert main(arguments) == 0
    return capsysbinary.readouterr().out.decode().split("\n")[:-1]


def test_classification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> None:
    chance = random.Random(1)

    def sentence(good: bool) -> str:
        words = chance.choices(WORDS, k=chance.randint(2, 8))
        return ("yes" if good else "no") + "\t" + " ".join([*words, "fine" if good else "poor", *words[:2]])

    train, held = (lines(tmp_path, name, [sentence(n % 2 == 0) for n in range(300)]) for name in ("t.tsv", "v.tsv"))
    found = run(
        tmp_path, "classify", f"data.train={train}", f"data.validation={held}", "train.steps=60", "tokenizer.size=340"
    )
    predictor = Predictor.load(found, "cpu")
    texts = ["run fine walk", "walk poor", "", "talk run fine jump look"]
    assert [p.text for p in predictor.predict(texts)] == ["yes", "no", "", "yes"]
    alone = [predictor.predict([text])[0] for text in texts]
    for one, other in zip(alone, predictor.predict(texts), strict=True):
        assert one.values is None or numpy.allclose(one.values, other.values, atol=1e-6)
    with pytest.raises(UserError, match=r"^line 2: has [\d,]+ pieces, at most 10,000 can be read; cut it$"):
        predictor.predict(["fine", "x " * 500_000])
    said = answer(monkeypatch, capsysbinary, "poor\n\nfine\n", "predict", "-m", str(found), "--output-type", "json")
    rows = [json.loads(line) for line in said]
    assert [row["label"] for row in rows] == ["no", "", "yes"]
    assert sum(rows[0]["probabilities"][0].values()) == pytest.approx(1, abs=1e-5)
    (tmp_path / "bad").write_bytes(b"fine\npoor\n\xff\n")
    assert main(["predict", "-m", str(found), "-i", str(tmp_path / "bad")]) == 2
    said_before = capsysbinary.readouterr()
    assert said_before.out == b"yes\nno\n" and b"bad: line 3: byte 1 (0xFF)" in said_before.err
    assert main(["translate", "-m", str(found), "-i", train]) == 2
    assert "task=classify: the run writes no text; use s2s predict" in capsysbinary.readouterr().err.decode()
    source, right = lines(tmp_path, "s", ["fine", "poor"]), lines(tmp_path, "r", ["yes", "yes"])
    assert main(["evaluate", "-m", str(found), "--source", source, "--reference", right, "--json"]) == 0
    report = json.loads(capsysbinary.readouterr().out)
    assert report["accuracy"] == 50 and report["confusion"]["rows"] == [[0, 0], [1, 1]]


@pytest.mark.slow
def test_tagging_knows_new_words_by_their_spelling(tmp_path: Path) -> None:
    chance, kinds = random.Random(1), {"ing": "VERB", "ly": "ADV", "ness": "NOUN"}

    def stem() -> str:  # half are met once, as in real text, from which unknown words are learned
        return chance.choice([*WORDS[:8], *("".join(chance.choices(string.ascii_lowercase, k=5)) for _ in range(8))])

    def sentence() -> str:
        words = [(stem() + ending, kinds[ending]) for ending in chance.choices(list(kinds), k=5)]
        return "".join(f"{word}\t{tag}\n" for word, tag in words)

    train, held = (lines(tmp_path, name, [sentence() for _ in range(80)]) for name in ("t.tsv", "v.tsv"))
    found = run(tmp_path, "tag", f"data.train={train}", f"data.validation={held}", "train.steps=200")
    predictor = Predictor.load(found, "cpu")
    texts = ["openly turning  workness", "turnness", "openly " + "x" * 1_000_000]
    assert [p.text for p in predictor.predict(texts)][:2] == ["ADV VERB NOUN", "NOUN"]
    with pytest.raises(UserError, match=r"^line 1: has 10,001 words, at most 10,000 can be read"):
        predictor.predict(["openly " * 10_001])


@pytest.mark.slow
def test_regression(tmp_path: Path) -> None:
    chance = random.Random(1)

    def sentence() -> str:
        good = chance.randint(0, 4)
        words = ["good"] * good + ["bad"] * (4 - good)
        chance.shuffle(words)
        return f"{1 + good}\t{' '.join(words)}"

    train, held = (lines(tmp_path, name, [sentence() for _ in range(200)]) for name in ("t.tsv", "v.tsv"))
    found = run(
        tmp_path, "regress", f"data.train={train}", f"data.validation={held}", "train.steps=80", "tokenizer.kind=word"
    )
    predictions = Predictor.load(found, "cpu").predict(["bad bad bad bad", "good bad good bad", "good good good good"])
    assert [float(p.text) for p in predictions] == pytest.approx([1, 3, 5], abs=0.5)


@pytest.mark.slow
def test_generation_from_a_label(tmp_path: Path, capsysbinary: Any) -> None:
    said = {"a cat": "the cat sleeps", "a dog": "the dog barks", "two cats": "the cats sleep"}
    rows = [f"{label}\t{text}" for label, text in said.items()] * 40
    train, held = lines(tmp_path, "t.tsv", rows), lines(tmp_path, "v.tsv", rows[:3])
    small = ["model.decoder.units=24", "model.decoder.layers=1", "tokenizer.size=290", "data.max_length=20"]
    found = run(tmp_path, "generate", f"data.train={train}", f"data.validation={held}", "train.steps=60", *small)
    translator = Translator.load(found, "cpu")
    assert translator.translate(list(said)) == list(said.values()) == translator.translate(list(said), beam=1)
    assert main(["translate", "-m", str(found), "-i", lines(tmp_path, "x", ["a cow"])]) == 2
    assert "'cow': not among the labels" in capsysbinary.readouterr().err.decode()
    assert main(["evaluate", "-m", str(found), "--reference", train]) == 2
    assert "every line has a tab" in capsysbinary.readouterr().err.decode()
    assert main(["evaluate", "-m", str(found), "--reference", lines(tmp_path, "r", list(said.values()))]) == 2
    assert "needs --source FILE" in capsysbinary.readouterr().err.decode()
    assert main(["predict", "-m", str(found), "-i", train]) == 2
    assert "the run writes text; use s2s translate" in capsysbinary.readouterr().err.decode()


@pytest.mark.slow
def test_a_language_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> None:
    said = ["the cat sleeps", "the cat eats", "the dog barks", "the dog barks"]
    plain = lines(tmp_path, "plain.en", said * 20)
    small = ["model.decoder.units=24", "model.decoder.layers=1", "tokenizer.kind=word", "data.max_length=20"]
    options = [f"data.train={plain}", f"data.validation={plain}", *small]
    with pytest.raises(UserError, match=r"train.metric=bleu: not for a language model.*use loss"):
        run(tmp_path, "generate", *options, "train.metric=bleu", "train.steps=60")
    found = str(run(tmp_path, "generate", *options, "train.steps=60", "train.label_smoothing=0"))
    # Cat or dog is ln 2 nats, and what a cat does, in half of the sentences, again: for 4 words each, with the end.
    card = (Path(found) / "README.md").read_text(encoding="utf-8")
    measured = {name: float(value) for name, value in re.findall(r"validation: (\w+ a \w+) \| ([\d.]+)", card)}
    assert measured["perplexity a word"] == pytest.approx(math.exp(1.5 * math.log(2) / 4), abs=0.06)
    assert f"echo '' | s2s translate -m {found} --sample" in card
    assert Translator.load(found, "cpu").translate("") in said
    assert main(["evaluate", "-m", found, "--reference", plain, "--json"]) == 0
    report = json.loads(capsysbinary.readouterr().out)
    assert report["examples"] == 80 and {**report, **measured} == pytest.approx(report, rel=1e-3)
    assert main(["evaluate", "-m", found, "--source", plain, "--reference", plain]) == 2
    assert "has no effect on a language model; give --reference FILE alone" in capsysbinary.readouterr().err.decode()
    for more in (["-b", "3"], ["--length-penalty", "1.0"], ["--language", "de"]):
        assert main(["evaluate", "-m", found, "--reference", plain, *more]) == 2
        assert f"{more[1]}: has no effect" in capsysbinary.readouterr().err.decode()
    assert main(["evaluate", "-m", found, found, "--reference", plain, "--json"]) == 0
    both = json.loads(capsysbinary.readouterr().out)
    assert both["no_ensemble"] == f"{found} {found}: no ensemble with task=generate"
    assert both["runs"] == [{"run": found, **report}] * 2
    assert main(["translate", "-m", found, "-i", plain]) == 2
    assert "'the cat sleeps': the run is a language model" in capsysbinary.readouterr().err.decode()
    asked = "the dog\n\nthe cat eats\n"
    assert answer(monkeypatch, capsysbinary, asked, "predict", "-m", found) == ["barks", "the", "</s>"]
    row = json.loads(answer(monkeypatch, capsysbinary, "the\n", "predict", "-m", found, "--output-type", "json")[0])
    shares = row["probabilities"]
    assert row["word"] in ("cat", "dog") and shares["cat"] == pytest.approx(0.5, abs=0.1) == shares["dog"]


@pytest.mark.slow
@pytest.mark.parametrize("pooling", ["last", "none"])
def test_forecasts_beat_repeating_the_last_step(pooling: str, tmp_path: Path) -> None:
    wave = [f"{numpy.sin(step / 3):.5f},{numpy.cos(step / 3):.5f}" for step in range(400)]
    options = [
        f"data.train={lines(tmp_path, 'wave.csv', wave)}",
        "data.window=12",
        "data.horizon=2",
        f"model.pooling={pooling}",
    ]
    found = run(tmp_path, "forecast", "data.corpus=files", *options, "train.steps=100")
    card = (found / "README.md").read_text(encoding="utf-8")
    figures = dict(line.split(" | ", 1) for line in card.split("\n") if line.startswith("| test: mse"))
    values = {name: float(value.rstrip(" |")) for name, value in figures.items()}
    assert values["| test: mse"] < 0.2 * values["| test: mse, naive baseline"]
    row = " ".join(value for step in wave[:12] for value in step.split(","))
    prediction = Predictor.load(found, "cpu").predict([row])[0]
    assert prediction.values.shape == ((1, 4) if pooling == "last" else (12, 4))
    expected = [function((12 + ahead) / 3) for ahead in range(2) for function in (numpy.sin, numpy.cos)]
    assert prediction.values[-1] == pytest.approx(expected, abs=0.4)


def test_frozen_vectors_stay_as_they_were_given(tmp_path: Path) -> None:
    vectors = lines(tmp_path, "v.txt", ["good 1 0", "bad 0 1", "film 1 1"])
    train = lines(tmp_path, "t.tsv", ["pos\tgood film", "neg\tbad film"] * 30)
    options = ["tokenizer.kind=word", "model.encoding=pretrained", f"model.vectors={vectors}", "model.embedding=2"]
    found = run(tmp_path, "classify", f"data.train={train}", "train.steps=20", *options)
    backend: Any = Predictor.load(found, "cpu").backend
    model = backend.model
    kept = (model.encoder.embedding.weight * model.encoder.embedding.scale).tolist()
    assert sorted(row for row in kept if any(row)) == [
        [0, pytest.approx(1)],
        [pytest.approx(1), 0],
        [pytest.approx(1)] * 2,
    ]


def test_predicting_with_a_translator_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", "-m", str(tmp_path)]) == 2
    assert "not a run folder" in capsys.readouterr().err
