"""Exports of what labels, predicts numbers or writes texts that are no translations: by the commands, from Python, without torch."""

from __future__ import annotations

import json
import pickle
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from labelling import NUMBERS, PIECES, TAGS, TEXT, VECTORS, WORDS

import s2s
from s2s.cli import main
from s2s.config.load import parse
from s2s.data.codecs.base import Codec
from s2s.data.codecs.features import Features
from s2s.data.codecs.fields import Fields
from s2s.data.codecs.files import save_codecs
from s2s.data.codecs.labels import Labels
from s2s.decode.backends.exported import save_manifest
from s2s.inference.travel import READERS
from s2s.nn.model import initialise
from s2s.runs.folder import save_config
from s2s.runs.weights import save_model
from s2s.tasks.base import task_of

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
SMALL = {"embedding": 8, "encoder": {"units": 8, "layers": 1}}
DATA = {"corpus": "files", "train": "t.tsv", "validation": "v.tsv"}
KIND = Labels(("bad", "good"), False)
ROWS = ["1 2 3", "4 5 6", "0 0 1"]
KINDS: dict[str, tuple[Codec, Codec, dict[str, Any], list[str], list[str]]] = {
    "classify": (PIECES, KIND, {"pooling": "attention"}, TEXT, ["bad", "good", "good", "bad"]),
    "tag": (WORDS, TAGS, {"head": "crf", "pooling": "none"}, TEXT, ["O B-x O O O", "O B-x", "O O", "O O B-x I-x"]),
    "regress": (VECTORS, NUMBERS, {"encoding": "features", "pooling": "last"}, ROWS, ["1 2", "3 4", "5 6"]),
    "generate": (Fields(("glad", "sad")), PIECES, {"encoding": "features"}, ["glad", "sad", "glad sad"], TEXT[:3]),
    "language model": (Fields(()), PIECES, {"encoding": "features"}, [], TEXT),
}
PREDICTING = ("classify", "tag", "regress")


def some(*quick: str) -> list[Any]:
    """Every kind, of which those that are not `quick` go to the slow suite."""
    return [pytest.param(kind, marks=[] if kind in quick else pytest.mark.slow) for kind in KINDS]


def make(kind: str, folder: Path) -> Path:
    """A run folder with drawn weights."""
    source, target, options, *_ = KINDS[kind]
    task = "generate" if kind == "language model" else kind
    if task == "generate":
        options = {**options, "attention": "none", "tie": "target", "decoder": {"units": 8}}
    config = parse(
        {
            "task": task,
            "data": DATA,
            "train": {"metric": "loss", "label_smoothing": 0},
            "tokenizer": {"kind": "char"},
            "model": {**SMALL, **options},
        }
    )
    save_config(folder, config)
    save_codecs(folder, source, target)
    network = task_of(config).network(config.model, source, target)
    save_model(folder / "model.safetensors", dict(initialise(network, "orthogonal", 5).named_parameters()))
    return folder


def texts(kind: str, folder: Path) -> list[str]:
    """Options that name files to check an export on."""
    options = []
    for role, lines in zip(("source", "reference"), KINDS[kind][3:], strict=True):
        if lines:
            (folder / role).write_text("\n".join(lines) + "\n")
            options += [f"--{role}", str(folder / role)]
    return options


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def run(kind: str) -> Path:
        if kind not in made:
            folder = tmp_path_factory.mktemp("exported")
            made[kind] = make(kind, folder / "run")
            assert main(["export", "-m", str(made[kind]), *texts(kind, folder)]) == 0
        return made[kind]

    return run


@pytest.mark.parametrize("kind", PREDICTING)
def test_the_export_predicts_what_the_model_does(kind: str, runs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run, lines = runs(kind), [*KINDS[kind][3], ""]
    (run / "in").write_text("\n".join(lines) + "\n")
    said = []
    for how in (["-m", str(run), "--backend", "torch"], ["-m", str(run)], ["-m", str(run / "onnx")]):
        assert main(["predict", *how, "-i", str(run / "in"), "--output-type", "json"]) == 0
        said.append([json.loads(line) for line in capsys.readouterr().out.splitlines()])
    assert said[1] == said[2]
    for one, other in zip(said[0], said[1], strict=True):
        assert one.get("label") == other.get("label")
        rows = [record.get("probabilities", record.get("numbers")) for record in (one, other)]
        for row, close in zip(*rows, strict=True):
            values = [list(part.values()) if isinstance(part, dict) else part for part in (row, close)]
            assert values[1] == pytest.approx(values[0], abs=1e-4)


@pytest.mark.parametrize("kind", some("classify", "generate"))
def test_int8_says_what_it_changes(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = make(kind, tmp_path / "run")
    code = main(["export", "-m", str(run), "--int8", *texts(kind, tmp_path)])
    said = capsys.readouterr().err
    assert code == 0 or "export without --int8" in said  # weights that are drawn may lose a label of four
    what = {"regress": "mse", "generate": "perplexity", "language model": "perplexity"}.get(kind, "accuracy")
    assert what in said and (code or "(the model: " in said)


@pytest.mark.slow
def test_a_language_model_and_texts_for_labels(runs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run = runs("generate")
    ours, theirs = (s2s.Translator.load(run, backend=backend) for backend in ("onnx", "torch"))
    labels = ["glad", "sad", "glad sad"]
    assert ours.translate(labels, beam=3) == theirs.translate(labels, beam=3)
    assert ours.score(labels, TEXT[:3]) == pytest.approx(theirs.score(labels, TEXT[:3]), rel=1e-4)
    run = runs("language model")
    found = [s2s.load(run, backend=backend) for backend in ("onnx", "torch")]
    words = [[one.probabilities for one in predictor.predict(["the", ""])] for predictor in found]
    for one, other in zip(*words, strict=True):
        assert one == pytest.approx(other, rel=1e-3)


@pytest.mark.parametrize("kind", ["tag", pytest.param("language model", marks=pytest.mark.slow)])
def test_without_torch(kind: str, runs: Any) -> None:
    code = (
        "import sys; from s2s.cli import main; assert main(['predict', '-m', sys.argv[1]]) == 0;"
        " assert not {'torch', 'omegaconf', 'hydra', 'datasets', 'safetensors.torch'} & set(sys.modules)"
    )
    command = [sys.executable, "-c", code, str(runs(kind) / "onnx")]
    done = subprocess.run(command, input="the dog\n", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip("\n") == s2s.load(runs(kind), backend="torch").predict("the dog").text


def report(capsys: pytest.CaptureFixture[str], kind: str, run: Path, *options: str) -> dict[str, Any]:
    """What `s2s evaluate` says of a run."""
    assert main(["evaluate", "-m", str(run), "--json", *texts(kind, run), *options]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


@pytest.mark.parametrize("kind", some("tag", "language model"))
def test_evaluations_agree(kind: str, runs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run = runs(kind)
    reports = [report(capsys, kind, run, "--backend", "torch"), report(capsys, kind, run / "onnx")]
    numbers = [{name: value for name, value in one.items() if isinstance(value, float)} for one in reports]
    assert numbers[1] == pytest.approx(numbers[0], rel=1e-4) and numbers[0]
    assert reports[0].get("confusion") == reports[1].get("confusion")


def test_a_predictor_travels(runs: Any, tmp_path: Path) -> None:
    predictor = s2s.Predictor.load(runs("classify"))
    sent, expected = pickle.dumps(predictor), [one.text for one in predictor.predict(TEXT)]
    READERS.recent.clear()
    READERS.live.clear()
    arrived = pickle.loads(sent)
    assert "backend" not in vars(arrived) and [one.text for one in arrived.predict(TEXT)] == expected
    saved = predictor.save_pretrained(tmp_path / "saved")
    assert [one.text for one in s2s.Predictor.load(saved).predict(TEXT)] == expected
    assert main(["pack", str(runs("classify")), "-o", str(tmp_path / "one.s2s")]) == 0
    assert [one.text for one in s2s.Predictor.load(tmp_path / "one.s2s").predict(TEXT)] == expected


def looped(graph: Any) -> None:
    graph.node.append(onnx.helper.make_node("Loop", ["a", "b"], ["c"], body=onnx.helper.make_graph([], "b", [], [])))


def renamed(graph: Any) -> None:
    graph.output[0].name = "other"


def doubled(graph: Any) -> None:
    graph.node[-1].output[:] = ["half"]
    graph.node.append(onnx.helper.make_node("Concat", ["half", "half"], ["predictions"], axis=-1))


def gathered(graph: Any) -> None:
    """What the loop goes over, as many times as a constant has numbers."""
    place, scan = next((place, node) for place, node in enumerate(graph.node) if node.op_type == "Scan")
    graph.initializer.append(onnx.helper.make_tensor("many", onnx.TensorProto.INT64, [10_000], [0] * 10_000))
    graph.node.insert(place, onnx.helper.make_node("Gather", [scan.input[-1], "many"], ["long"], axis=0))
    graph.node[place + 1].input[-1] = "long"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (looped, "has a Loop that s2s export does not write"),
        (renamed, "has other inputs or outputs than s2s export writes"),
        (doubled, "gives arrays of other shapes than s2s export writes"),
        (gathered, "it does not go over the input"),
    ],
)
def test_a_graph_that_does_harm_is_refused(
    change: Callable[[Any], None], message: str, runs: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = s2s.Predictor.load(runs("classify")).save_pretrained(tmp_path / "export")
    model = onnx.load(folder / "labeller.onnx", load_external_data=False)
    change(model.graph)
    (folder / "labeller.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(
        s2s.UserError, match=r"labeller\.onnx: (is not the file that manifest\.json names|has .* more than)"
    ):
        s2s.Predictor.load(folder)
    save_manifest(folder)  # who makes a graph makes a manifest of it
    with pytest.raises(s2s.UserError, match=message):
        s2s.Predictor.load(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["labeller.onnx", "weights.bin", "manifest.json", "target.json"])
def test_a_damaged_export(name: str, runs: Any, tmp_path: Path) -> None:
    """Any bytes are refused in one line, or predict something."""
    folder = s2s.Predictor.load(runs("tag")).save_pretrained(tmp_path / "export")
    good, chance = (folder / name).read_bytes(), random.Random(1)
    for _ in range(15):
        content = bytearray(good)
        for _ in range(chance.choice([1, 1, 8])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (folder / name).write_bytes(content[: chance.choice([len(good), len(good), len(good) // 2])])
        if name != "manifest.json":
            save_manifest(folder)
        try:
            s2s.Predictor.load(folder).predict(["the dog", "unseen words"])
        except s2s.UserError as error:
            assert str(folder) in str(error) and "\n" not in str(error)


def test_what_does_not_fit(runs: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = runs("classify")
    capsys.readouterr()  # what the export says, where no test before this one has asked for it
    for arguments, message in (
        (
            ["translate", "-m", str(run / "onnx"), "-i", str(run / "config.yaml")],
            "task=classify: the run writes no text; use s2s predict",
        ),
        (["predict", "-m", str(run / "onnx"), "--backend", "torch"], "is an export, which has no weights for torch"),
        (
            ["export", "-m", str(run), "--shortlist", "5"],
            "--shortlist 5: has no effect with task=classify; leave it out",
        ),
        (["export", "-m", str(run), "--to", "de"], "--to de: has no effect with task=classify; leave it out"),
    ):
        assert main(arguments) == 2
        said = capsys.readouterr().err
        assert message in said and said.count("\n") == 1, said
    folder = s2s.Predictor.load(run).save_pretrained(tmp_path / "export")
    Features((0.0,), (1.0,)).save(folder, "target")  # of another run
    save_manifest(folder)
    with pytest.raises(s2s.UserError, match="gives arrays of other shapes"):
        s2s.Predictor.load(folder)
    weights = run / "model.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(content + b" ")
    with pytest.raises(s2s.UserError, match=r"was exported from other weights than .*; run s2s export again"):
        s2s.Predictor.load(run)
    weights.write_bytes(content)
    assert numpy.isfinite(s2s.Predictor.load(run).predict("a dog").values).all()
