"""What each option of training does, seen in what a short run leaves behind."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
import sacrebleu
import torch
from grids import thinned
from safetensors.numpy import load_file
from training import change_parts, command, config, metrics, scores, train

import s2s.training.loop
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config
from s2s.training.setup import Parts, assemble

ROOT = Path(__file__).parents[2]
Weights = dict[str, numpy.ndarray]


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of metrics for each update."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 1)


def kind_of(run: Path) -> str:
    """Of the tokenizer of its sources."""
    source = Translator.load(run).source
    assert isinstance(source, Tokenizer)
    return source.kind


@pytest.mark.parametrize(
    ("options", "check"),
    thinned([
        ("model.attention=none", lambda run, model: not any("attention" in name for name in model)),
        ("model.attention=dot model.decoder.units=32", lambda run, model: not any("attention" in name for name in model)),
        ("tokenizer.joint=false model.tie=target", lambda run, model: (run / "source.model").exists()),
        ("tokenizer.kind=unigram tokenizer.sampling=0.2", lambda run, model: kind_of(run) == "unigram"),
        ("tokenizer.kind=word tokenizer.size=null", lambda run, model: kind_of(run) == "word"),
        ("tokenizer.kind=char tokenizer.size=null", lambda run, model: kind_of(run) == "char"),
        ("model.cell=gru model.decoder.cell=rnn", lambda run, model: load_config(run).model.decoder.cell == "rnn"),
        ("model.bridge=zero", lambda run, model: not any("bridge" in name for name in model)),
    ], 3),
)  # fmt: skip
def test_kinds_of_runs(options: str, check: Callable[[Path, Weights], bool], tmp_path: Path) -> None:
    run = train(tmp_path, *options.split())
    assert check(run, load_file(run / "model.safetensors"))
    source = pairs("en", "de", "train", 1, 1)[0][0]
    assert isinstance(Translator.load(run, "cpu").translate(source), str)


def test_lowercase(tmp_path: Path) -> None:
    translator = Translator.load(train(tmp_path, "data.lowercase=true"), "cpu")
    assert isinstance(translator.source, Tokenizer)
    pieces = [translator.source.processor.IdToPiece(piece) for piece in range(translator.source.size)]
    assert not any(piece != piece.lower() for piece in pieces if not piece.startswith("<"))
    assert translator.encode("The DOG Sleeps.") == translator.encode("the dog sleeps.")


def change(folder: Path, *options: str) -> tuple[Weights, Weights]:
    """The weights before and after a single update, each of the size of `optim.lr=0.01` without warm-up."""
    one = ["train.ema=null", "optim.lr=0.01", "optim.warmup=0", "optim.schedule=constant", "train.steps=1"]
    with pytest.MonkeyPatch.context() as patch:
        before: Weights = {}
        note = lambda parts: before.update({n: p.detach().numpy().copy() for n, p in parts.model.named_parameters()})  # noqa: E731
        change_parts(patch, note)
        run = train(folder, *one, *options)
    after = load_file(run / "model.safetensors")
    return {name: before[name] for name in after}, after


def test_sgd_moves_by_the_rate_times_the_clipped_gradient(tmp_path: Path) -> None:
    before, after = change(tmp_path, "optim.kind=sgd", "optim.clip_norm=0.5")
    length = math.sqrt(sum(float(((after[name] - before[name]) ** 2).sum()) for name in after))
    assert length == pytest.approx(0.01 * 0.5, rel=1e-3)


def test_clipping_by_value_bounds_each_number(tmp_path: Path) -> None:
    before, after = change(tmp_path, "optim.kind=sgd", "optim.clip_norm=null", "optim.clip_value=1e-3")
    assert max(numpy.abs(after[name] - before[name]).max() for name in after) == pytest.approx(0.01 * 1e-3, rel=1e-2)


def test_adamw_also_shrinks_the_weights(tmp_path: Path) -> None:
    """Its first step is the rate times the sign of the gradient, after weights × (1 - rate × decay)."""
    before, after = change(tmp_path, "optim.kind=adamw", "optim.weight_decay=0.5", "optim.clip_norm=null")
    name = max(after, key=lambda name: after[name].size)
    steps = numpy.abs(after[name] - before[name] * (1 - 0.01 * 0.5))
    assert steps.max() == pytest.approx(0.01, rel=1e-2)
    assert numpy.median(steps[steps > 1e-6]) == pytest.approx(0.01, rel=0.1)


@pytest.mark.usefixtures("reports")
def test_plateau_halves_the_rate_whenever_validations_stand_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores(monkeypatch, (3.0, 0.0, 0.0))
    options = (
        "optim.schedule=plateau optim.patience=1 optim.factor=0.5 optim.warmup=0 optim.lr=0.4 train.validate_every=2"
    )
    rates = metrics(train(tmp_path, *options.split(), "train.steps=8"), "lr")
    assert list(rates.values()) == pytest.approx([0.4] * 4 + [0.2] * 2 + [0.1] * 2)


@pytest.mark.parametrize(("option", "said"), [("data.validation=null", True), ("seed=1", False)])
def test_what_is_held_out_of_training_is_said(
    option: str, said: bool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assemble(config(tmp_path, option))
    assert (" validation examples; these are held out of the training data\n" in capfd.readouterr().err) is said


@pytest.mark.usefixtures("reports")
def test_epochs_end_with_the_epoch(tmp_path: Path) -> None:
    epochs = list(metrics(train(tmp_path, "train.epochs=2", "train.steps=null", "train.tokens=500"), "epoch").values())
    assert epochs[-1] == 2 and epochs.count(2) == 1 and epochs.count(0) == len(epochs) // 2 - 1


def test_validations_come_when_asked_and_at_the_end(tmp_path: Path) -> None:
    run = train(tmp_path, "train.steps=8", "train.validate_every=3")
    assert list(metrics(run, "validation_bleu")) == [3, 6, 8]


@pytest.mark.parametrize(("metric", "best", "before"), [("loss", 2, 2), ("bleu", 4, 4), ("chrf", 6, 2)])
def test_the_metric_decides_what_is_kept(
    metric: str, best: int, before: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores(monkeypatch, (1.0, 10.0, 20.0), (2.0, 12.0, 19.0), (3.0, 11.0, 21.0))
    run = train(tmp_path, f"train.metric={metric}", "train.validate_every=2")
    kept = sorted(path.name for path in (run / "checkpoints").glob("best-*"))
    # The state before the last one is there to fall back on, with what was the best then.
    assert kept == [f"best-{step:08d}.safetensors" for step in sorted({best, before})]
    weights = run / "checkpoints" / f"best-{best:08d}.safetensors"
    assert weights.read_bytes() == (run / "model.safetensors").read_bytes()


def test_average_of_the_best(tmp_path: Path) -> None:
    run = train(
        tmp_path, "train.average=true", "train.keep=2", "train.validate_every=2", "train.steps=8", "train.ema=null"
    )
    losses = metrics(run, "validation_loss")
    best = sorted(sorted(losses, key=lambda step: losses[step])[:2])
    kept = [run / "checkpoints" / f"best-{step:08d}.safetensors" for step in best]
    assert set(kept) <= {*(run / "checkpoints").glob("best-*")}
    one, other, model = (load_file(path) for path in (*kept, run / "model.safetensors"))
    assert any((one[name] != other[name]).any() for name in one)
    for name, weights in model.items():
        numpy.testing.assert_allclose(weights, (one[name] + other[name]) / 2, rtol=1e-5, atol=1e-8)


def test_patience_with_a_rate_too_small_to_better_anything(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    options = "optim.lr=1e-30 train.metric=bleu train.patience=1 train.steps=50 train.validate_every=2"
    run = train(tmp_path, *options.split())
    assert list(metrics(run, "validation_loss")) == [2, 4]
    assert "no better bleu for 1 validations: training ends early" in capfd.readouterr().err


def spoil(monkeypatch: pytest.MonkeyPatch, bad: range, what: str = "loss") -> list[bytes]:
    """Have the loss of the updates counted by `bad` be nan, or its gradient alone; the weights before each update."""
    seen: list[bytes] = []

    def spoiled(parts: Parts) -> None:
        loss = parts.loss

        def sometimes(batch: Any) -> tuple[torch.Tensor, torch.Tensor]:
            seen.append(b"".join(parameter.detach().numpy().tobytes() for parameter in parts.model.parameters()))
            smoothed, plain = loss(batch)
            if len(seen) in bad:
                some = next(parts.model.parameters()).sum()
                smoothed = smoothed * math.nan if what == "loss" else smoothed + (0 * some).sqrt()
                assert bool(smoothed.isfinite()) == (what == "gradient")
            return smoothed, plain

        parts.loss = sometimes

    change_parts(monkeypatch, spoiled)
    return seen


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize("what", ["loss", "gradient"])
def test_what_is_not_finite_is_skipped(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    seen = spoil(monkeypatch, range(3, 5), what)
    run = train(tmp_path)
    said = capfd.readouterr().err
    assert "warning: step 3 skipped, as its loss or gradient is not finite (1 so far)" in said
    assert "warning: step 4 skipped, as its loss or gradient is not finite (2 so far)" in said
    assert seen[2] == seen[3] == seen[4]
    assert len({*seen}) == 4
    assert all(math.isfinite(value) for name in ("loss", "norm") for value in metrics(run, name).values())


TEN = r"step 14: .*not finite 10 times in a row, learning rate \d.*, longest sentence \d+ pieces; lower optim\.lr"


def test_ten_losses_in_a_row_that_are_not_finite_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(monkeypatch, range(5, 100))
    with pytest.raises(UserError, match=TEN) as caught:
        train(tmp_path, "train.steps=50", "train.validate_every=50")
    assert "\n" not in str(caught.value)


def test_tensorboard_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(UserError, match=r"^train\.tensorboard=true: .*pip install .*tensorboard") as caught:
        train(tmp_path, "train.tensorboard=true")
    assert "\n" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.usefixtures("reports")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tensorboard_shows_what_the_metrics_hold(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    run = train(tmp_path, "train.tensorboard=true")
    events = EventAccumulator(str(run / "tensorboard"))
    events.Reload()
    for name in ("loss", "lr", "validation_loss"):
        shown = {event.step: event.value for event in events.Scalars(name)}
        assert shown == pytest.approx(metrics(run, name), rel=1e-5)


def test_a_run_folder_is_whole_and_safe_and_can_be_moved(tmp_path: Path) -> None:
    run = train(tmp_path)
    sources, references = zip(*pairs("en", "de", "validation", 2, 1), strict=True)
    found, bleu = Translator.load(run, "cpu").translate(list(sources)), sacrebleu.metrics.BLEU()
    rows = {
        "BLEU": f"{bleu.corpus_score(found, [references]).score:.2f}",
        "chrF": f"{sacrebleu.corpus_chrf(found, [references]).score:.2f}",
        "beam": "1",
        "signature": "`" + str(bleu.get_signature()).replace("|", r"\|") + "`",  # a bar would end the cell
    }
    card = (run / "README.md").read_text(encoding="utf-8")
    assert "\n".join(f"| validation: {name} | {value} |" for name, value in rows.items()) in card
    for path in (path for path in run.rglob("*") if path.is_file()):
        assert not path.read_bytes().startswith((b"PK", b"\x80")), f"{path} looks like a pickle or a zip"
    assert not list(run.rglob("*.partial"))
    source = pairs("en", "de", "train", 1, 1)[0][0]
    before = Translator.load(run, "cpu").translate(source)
    shutil.copytree(run, tmp_path / "elsewhere")
    shutil.rmtree(tmp_path / "runs")
    assert Translator.load(tmp_path / "elsewhere", "cpu").translate(source) == before


@pytest.mark.slow
@pytest.mark.parametrize("launcher", ["basic", "joblib"])
def test_a_sweep_makes_one_run_folder_for_each_job(launcher: str, tmp_path: Path) -> None:
    options = [option for option in command(tmp_path) if not option.startswith("name=")]
    line = [sys.executable, str(ROOT / "scripts" / "train.py"), "-m", f"hydra/launcher={launcher}", *options]
    line += ["model.cell=rnn,gru", "name=sweep-${model.cell}"]
    done = subprocess.run(line, capture_output=True, text=True, cwd=tmp_path, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "runs").glob("*/")) == ["sweep-gru-1", "sweep-rnn-1"]
    for cell in ("rnn", "gru"):
        run = tmp_path / "runs" / f"sweep-{cell}-1"
        assert load_config(run).model.cell == cell and (run / "README.md").exists()
        assert isinstance(Translator.load(run, "cpu").translate("the dog"), str)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["runs", "train.tsv", "validation.tsv"]
