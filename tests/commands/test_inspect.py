"""``s2s inspect``: text and JSON on stdout, a figure beside it, and one line for a mistake."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import torch
from networks import build_labeller
from translating import tiny_run

from s2s.cli import main
from s2s.config.load import parse
from s2s.data.batching import Batch

SMALL = ["--sentences", "4", "--units", "8"]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def look(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["inspect", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["inspect", *arguments]) == 2
    out, error = capsys.readouterr()
    assert out == "" and error.startswith("s2s: ") and error.count("\n") == 1
    return error.removeprefix("s2s: ").removesuffix("\n")


def test_gradients_of_fresh_networks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = look(capsys, "gradients", *SMALL, "--cells", "gru", "lstm", "-o", "folder/far")
    first, rest = out.split("\n", 1)
    assert first == "folder/far.png" and (tmp_path / first).read_bytes().startswith(b"\x89PNG")
    assert "encoder: ‖∂L/∂h_t‖, median of" in rest and "encoder, lstm: the gradient" in rest


def test_gradients_as_json_are_those_of_the_text_and_of_the_seed(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["gradients", *SMALL, "--cells", "gru", "--format", "none", "--init", "orthogonal", "--scale", "0.5"]
    (record,) = [json.loads(line) for line in look(capsys, *command, "--json").strip().split("\n")]
    assert (record["model"], record["side"], record["sentences"]) == ("gru", "encoder", 2)
    assert len(record["states"]) == len(record["terms"]) == len(record["states_spread"])
    text = look(capsys, *command)
    assert f"{record['states'][0]:.1e}" in text and f"{record['terms'][-1]:.1e}" in text
    assert text == look(capsys, *command) != look(capsys, *command, "--seed", "2")


def test_gradients_on_own_sentences(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "text").write_text("abcabc\n\nabc\n" + "cab" * 100 + "\n")
    out = look(
        capsys, "gradients", "--source", "text", "--sentences", "2", "--cells", "gru", "--format", "none", "--json"
    )
    assert len(json.loads(out)["states"]) == 6  # the longer of the first two, the space before it and all but its end


@pytest.mark.slow
def test_gradients_of_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    runs = [str(tiny_run(tmp_path / name)) for name in ("one", "other")]
    out = look(capsys, "gradients", "-m", *runs, "--sentences", "2", "-o", "runs")
    assert (tmp_path / "runs.png").exists()
    for words in ("encoder, one, layer 1 →:", "encoder, other, layer 2 ←:", "decoder, other, layer 1 →:"):
        assert words in out
    (tmp_path / "en").write_text("the dog\n" * 3)
    (tmp_path / "de").write_text("der Hund\n" * 3)
    given = ["--source", "en", "--reference", "de", "--sentences", "2"]
    every, last = (
        [
            json.loads(line)
            for line in look(capsys, "gradients", "-m", runs[0], *given, *more, "--json", "--format", "none")
            .strip()
            .split("\n")
        ]
        for more in ([], ["--last"])
    )
    assert [one["sentences"] for one in every] == [2] * 6
    assert every[-1]["states"][0] == pytest.approx(last[-1]["states"][0])
    assert every[-1]["states"][1:] != last[-1]["states"][1:]


@pytest.mark.slow
def test_memory(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command = ["memory", "--lengths", "2", "1", "2", "--seeds", "1", "--updates", "2", "--workers", "1"]
    assert main(["inspect", *command]) == 0
    out, error = capsys.readouterr()
    first, header, *rows = out.strip().split("\n")
    assert first == "memory.png" and (tmp_path / first).exists()
    assert "T = 1  T = 2" in header and len(rows) == 20
    assert "T = 2, lstm, seed 1: " in error and "after 2 updates" in error
    records = [json.loads(line) for line in look(capsys, *command, "--json", "--format", "none").strip().split("\n")]
    assert [record["method"] for record in records][:4] == ["rnn tanh", "rnn relu", "rnn leaky relu", "gru"]
    for record, row in zip(records, rows, strict=True):
        assert f"{record['accuracy']['2']:.1%}" in row and f"{record['parameters']:,}" in row


def test_unfold(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = look(capsys, "unfold", "a dog sees a cat", "--cell", "gru", "--unit", "2", "--format", "svg")
    assert out.startswith("unfold.svg\ngru, E = 2, H = 3, V = 4;") and "r₂ = σ(" in out
    assert (tmp_path / "unfold.svg").read_bytes().startswith(b"<?xml")
    assert main(["inspect", "unfold", "a dog", "--json", "-o", "x"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "x.png\n"
    assert [json.loads(line).get("token") for line in captured.out.strip().split("\n")] == [None, "a", "dog"]


@pytest.mark.slow
def test_attention(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run = str(tiny_run(tmp_path / "run"))
    out = look(capsys, "attention", "-m", run, "the dog", "-b", "2")
    assert out.startswith("attention.png\ngreedy, score ") and "\nbeam 2, score " in out
    (tmp_path / "text").write_text("the dog\n\na cat\n")
    out = look(capsys, "attention", "-m", run, "-i", "text", "-b", "1", "-o", "look", "--pieces", "--json")
    records = [json.loads(line) for line in out.strip().split("\n")]
    assert [(one["line"], one["search"]) for one in records] == [(1, "greedy"), (3, "greedy")]
    for one in records:
        assert one["source"][0] == "▁" and one["source"][-1] == "</s>"
        assert all(sum(row) == pytest.approx(1, abs=1e-4) for row in one["weights"])
        assert len(one["weights"]) == len(one["target"])
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["attention.png", "look-1.png", "look-3.png"]


MISTAKES = [
    (["gradients", "-m", "run", "--units", "8"], "--units 8: has no effect with -m, whose run says it; leave it out"),
    (
        ["gradients", "-m", "run", "--cells", "gru"],
        "--cells gru: has no effect with -m, whose run says it; leave it out",
    ),
    (
        ["gradients", "-m", "run", "--source", "x"],
        "--source and --reference: belong together; give both, or neither for",
    ),
    (["gradients", "--reference", "x"], "--reference x: has no effect without -m; leave it out"),
    (["gradients", "--from", "en"], "--from en: has no effect without -m; leave it out"),
    (["gradients", "-m", "run", "--to", "de"], "--to de: has no effect on the run's validation set, which has all its"),
    (
        ["gradients", "--last"],
        "--last: has no effect without -m, as fresh networks predict one character only; leave it",
    ),
    (["gradients", "--units", "0"], "--units 0: use 1 or more"),
    (["gradients", "--sentences", "0"], "--sentences 0: use 1 or more"),
    (["gradients", "--scale", "0"], "--scale 0.0: use a number above 0"),
    (["gradients", "--cells", "ssru", "--scale", "2"], "--scale 2.0: has no effect on ssru, without recurrent weights"),
    (["gradients", "--source", "none"], "none: "),
    (["gradients", "-m", "none"], "none: no such run"),
    (["memory", "--lengths", "0"], "--lengths 0: use 1 or more"),
    (["memory", "--seeds", "0"], "--seeds 0: use 1 or more"),
    (["memory", "--updates", "0"], "--updates 0: use 1 or more"),
    (["memory", "--workers", "0"], "--workers 0: use 1 or more"),
    (["unfold", " "], "' ': has 0 words; give 1 to 12, each of which becomes a step"),
    (["unfold", "a " * 13], "has 13 words; give 1 to 12"),
    (["unfold", "a", "--units", "9"], "--units 9: use 8 or fewer, so that the numbers fit a page"),
    (["unfold", "a", "--embedding", "0"], "--embedding 0: use 1 or more"),
    (["unfold", "a", "--unit", "4"], "--unit 4: the layer has 3; use 1 to 3"),
    (["unfold", "a", "--nonlinearity", "relu"], "--nonlinearity relu: has no effect with --cell lstm; leave it out"),
    (["unfold", "a", "-o", "file/x"], "file/x.png: cannot be written"),
    (["attention", "-m", "none"], 'give sentences to translate, either as arguments ("…") or with --input FILE'),
    (["attention", "-m", "none", "a", "-i", "x"], "give sentences to translate, either as arguments"),
    (["attention", "-m", "none", "a"], "none: no such run"),
    (
        ["unfold", "a", "-o", "x", "--format", "none"],
        "--output x: has no effect with --format none; leave one of them out",
    ),
]


@pytest.mark.parametrize(
    ("arguments", "message"), MISTAKES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_mistakes(capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "file").write_text("")
    assert message in refused(capsys, *arguments)


def test_mistakes_with_a_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run = str(tiny_run(tmp_path / "run"))
    assert refused(capsys, "attention", "-m", run, "-b", "0", "a") == "--beam-size 0: use a whole number of 1 or more"
    assert refused(capsys, "attention", "-m", run, " ").startswith("every line is blank; give a sentence to translate")
    (tmp_path / "blank").write_text("\n \n")
    assert refused(capsys, "gradients", "--source", "blank") == "blank: every line is blank; give sentences"


def test_one_step_has_nothing_before_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"task": "classify", "data": {"corpus": "digits"}, "train": {"metric": "accuracy"}}
    config = parse({**options, "model": {"encoding": "features"}})
    batch = Batch(torch.ones(2, 1, 5), torch.tensor([1, 1]), torch.zeros(2, 1).long(), torch.ones(2, 1).bool(), 2)
    model = build_labeller(config.model, 5, 3)
    monkeypatch.setattr("s2s.inspect.subjects.trained", lambda *given: ("run", model, batch))
    message = "run other: makes a single step, so that nothing goes back in time; give another run"
    assert refused(capsys, "gradients", "-m", "run", "other") == message


def test_text_needs_no_matplotlib(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s2s.inspect.plot", None)
    monkeypatch.delattr("s2s.inspect.plot", raising=False)
    assert refused(capsys, "unfold", "a dog") == (
        'matplotlib: not installed, or older than 3.11; pip install "s2s-translate[plot]", or use --format none for text alone'
    )
    assert look(capsys, "unfold", "a dog", "--format", "none").startswith("lstm, E = 2")
