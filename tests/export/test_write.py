"""Exported models against the torch modules, over the grid of architectures, and what an export promises."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
import torch

from s2s.nn.recurrent import Recurrent

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

import onnx
from grids import thinned
from networks import SIZE, drawn
from onnx import numpy_helper
from torch import Tensor
from translating import tiny_run

from s2s.cli import main
from s2s.commands.export import texts
from s2s.commands.unfinished import identity
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.batching import collate
from s2s.data.text.facts import Facts
from s2s.decode.backend import Backend, Settings
from s2s.decode.backends.exported import ENCODER, STEP, WEIGHTS, save_manifest
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.decode.shortlist import Shortlist
from s2s.export import translating, write
from s2s.export.parts import decoder_step, encoder
from s2s.export.ranges import measure
from s2s.inference.translator import Translator
from s2s.metrics.scores import Score
from s2s.nn.cells.lstm import LSTM
from s2s.nn.model import Seq2Seq
from s2s.nn.onnx import Graph
from s2s.runs.folder import save_facts
from s2s.tasks.evaluation import Examples

SOURCES = [[5, 6, 7, 8, 9, 2], [10, 2], [11, 12, 4, 2], [13, 5, 2], [30, 31, 32, 2]]
CELLS = (
    {"cell": "lstm"},
    {"cell": "gru"},
    *({"cell": "rnn", "nonlinearity": n} for n in ("tanh", "relu", "leaky_relu")),
)
GRID = list(itertools.product(CELLS, (False, True), (1, 2), ("none", "additive", "dot", "general", "multihead")))
LIGHT = [
    ({"cell": "ssru"}, False, 1, "none", "recurrent"),
    ({"cell": "ssru"}, True, 2, "general", "recurrent"),
    ({"cell": "ssru"}, "first", 3, "general", "feedforward"),
    ({"cell": "lstm"}, "first", 2, "general", "recurrent"),
    ({"cell": "lstm"}, True, 3, "none", "feedforward"),
]
RECURRENT = [(*row, "recurrent") for row in GRID]


build = partial(drawn, noise=0.3)


def exported(model: Seq2Seq, folder: Path, int8: bool = False, shortlist: Shortlist | None = None) -> OnnxBackend:
    batch = collate([(source[:-1], source[:-1]) for source in SOURCES])
    ranges = measure(model, [batch]) if int8 else None
    if shortlist is not None:
        shortlist.save(folder)
    graphs = [make(model, ranges, shortlist is not None) for make in (encoder, decoder_step)]
    write.save_graphs(folder, dict(zip((ENCODER, STEP), graphs, strict=True)), SIZE)
    return OnnxBackend(folder)


def tokens(backend: Backend, settings: Settings) -> list[list[tuple[int, ...]]]:
    return [[hypothesis.tokens for hypothesis in found] for found in decode(backend, SOURCES * 2, settings)]


@pytest.mark.parametrize(("cell", "both", "layers", "attention", "upper"), [*thinned(RECURRENT, 14), *LIGHT])
def test_fp32_gives_the_numbers_of_the_model(
    cell: Mapping[str, str], both: bool | str, layers: int, attention: str, upper: str, tmp_path: Path
) -> None:
    model = build(cell, both, layers, attention, upper=upper)
    ours, theirs = exported(model, tmp_path), TorchBackend(model, torch.device("cpu"))
    pairs = [(backend, *backend.encode(SOURCES)) for backend in (ours, theirs)]
    fed = numpy.full((len(SOURCES), 1), 1, numpy.int64)
    for _ in range(4):
        steps = [backend.step(memory, state, fed, 3, True) for backend, memory, state in pairs]
        numpy.testing.assert_allclose(steps[0].log_probs, steps[1].log_probs, rtol=1e-4, atol=1e-5)
        assert (steps[0].attention is None) == (steps[1].attention is None) == (attention == "none")
        if attention != "none":
            numpy.testing.assert_allclose(steps[0].attention, steps[1].attention, rtol=1e-4, atol=1e-6)
        pairs = [(backend, memory, step.state) for (backend, memory, _), step in zip(pairs, steps, strict=True)]
        fed = steps[1].tokens[:, :, 0]
    for settings in (Settings(beam=1), Settings(beam=3, nbest=2), Settings(search="sample")):
        found = tokens(ours, settings)
        assert found == tokens(theirs, settings) == tokens(ours, replace(settings, batch_tokens=1))


@pytest.mark.parametrize("int8", [False, True])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru", "ssru"])
def test_constants_of_loops_that_lie_outside_the_graph_are_found(cell: str, int8: bool, tmp_path: Path) -> None:
    """Of a network as wide as those that are used: with eight units every constant of a loop stays in its graph."""
    wide: dict[str, Any] = {"encoder": {"units": 32, "bidirectional": True}, "decoder": {"units": 64}}
    backend = exported(build({"cell": cell}, True, 1, "general", **wide), tmp_path, int8=int8)
    folded = tmp_path / "onnx"
    folded.mkdir()
    for name in (ENCODER, STEP):
        onnx.save(onnx.load(tmp_path / name), folded / name)  # every constant in its graph
    save_manifest(folded)  # it names no weights.bin
    assert tokens(backend, Settings(beam=3)) == tokens(OnnxBackend(folded), Settings(beam=3))


@pytest.mark.parametrize("bridge", ["copy", "zero", "project"])
@pytest.mark.parametrize("cell", ["lstm", "gru", "ssru"])
def test_every_bridge(bridge: str, cell: str, tmp_path: Path) -> None:
    model = build({"cell": cell}, True, 2, "general", bridge=bridge)
    settings = Settings(beam=2)
    assert tokens(exported(model, tmp_path), settings) == tokens(TorchBackend(model, torch.device("cpu")), settings)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm", "ssru"])
def test_constants_of_the_loop_over_time_may_lie_in_the_file_of_weights(cell: str, tmp_path: Path) -> None:
    wide: dict[str, Any] = {
        "encoder": {"units": 32, "layers": 1},
        "decoder": {"units": 64, "layers": 1},
        "embedding": 32,
    }
    model = build({"cell": cell}, True, 1, "general", **wide)
    ours = exported(model, tmp_path)
    graph = onnx.load(tmp_path / ENCODER, load_external_data=False).graph
    inside = [tensor for node in graph.node for one in node.attribute for tensor in one.g.initializer]
    assert any(tensor.external_data for tensor in inside) is (cell != "ssru"), "an SSRU's loop has no matrix"
    assert tokens(ours, Settings(beam=2)) == tokens(TorchBackend(model, torch.device("cpu")), Settings(beam=2))


class Ungated(LSTM):
    """Without an output gate; its block of the weights is unused."""

    def activate(self, projected: Tensor, product: Tensor) -> tuple[Tensor, ...]:
        enter, forget, new, _ = super().activate(projected, product)
        return enter, forget, new, torch.ones_like(new)

    def onnx_step(self, graph: Graph, projected: str, state: Sequence[str], place: str) -> list[str]:
        product = graph.linear(state[0], self.stacked(self.weight_hidden), None, f"{place}.hidden")
        enter, forget, new, _ = graph.split(graph.node("Add", projected, product), [self.units] * 4)
        kept = graph.node("Mul", graph.node("Sigmoid", forget), state[1])
        memory = graph.node("Add", kept, graph.node("Mul", graph.node("Sigmoid", enter), graph.node("Tanh", new)))
        return [graph.node("Tanh", memory), memory]


@pytest.mark.parametrize("int8", [False, True])
def test_a_cell_of_the_users_own_that_brings_its_onnx(
    int8: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ungated", SimpleNamespace(Ungated=Ungated))
    model = build({"cell": "ungated:Ungated"}, True, 2, "general")
    recurrent = model.encoder.recurrent
    assert isinstance(recurrent, Recurrent) and Ungated.has_onnx() and isinstance(recurrent.cells(0)[0], Ungated)
    ours, theirs = exported(model, tmp_path, int8), TorchBackend(model, torch.device("cpu"))
    if int8:
        assert tokens(ours, Settings(beam=3)) == tokens(ours, Settings(beam=3, batch_tokens=1))
    else:
        assert tokens(ours, Settings(beam=3)) == tokens(theirs, Settings(beam=3))


@pytest.mark.parametrize(("cell", "both", "layers", "attention", "upper"), [*thinned(RECURRENT[::3], 4), *LIGHT])
def test_int8_is_near_and_a_sentence_depends_on_none_beside_it(
    cell: Mapping[str, str], both: bool | str, layers: int, attention: str, upper: str, tmp_path: Path
) -> None:
    model = build(cell, both, layers, attention, upper=upper)
    ours, theirs = exported(model, tmp_path, int8=True), TorchBackend(model, torch.device("cpu"))
    together = tokens(ours, Settings(beam=3))
    assert together == tokens(ours, Settings(beam=3, batch_tokens=1))
    _memory, state = ours.encode(SOURCES)
    assert len(state) == (2 if cell["cell"] == "lstm" else 1) * (layers if upper == "recurrent" else 1)
    for row, source in enumerate(SOURCES):
        _, alone = ours.encode([source])
        for part, single in zip(state, alone, strict=True):
            numpy.testing.assert_allclose(part[row], single[0], rtol=1e-5, atol=1e-6)
    exact = theirs.encode(SOURCES)[1][:, 0].flatten(1, 2).transpose(0, 1).numpy()
    close = numpy.stack([part[:, 0] for part in state])
    # Weights drawn at random amplify rounding, step after step; a mistake in a scale is off by far more.
    assert ((close - exact) ** 2).mean() < 0.1**2 * (exact**2).mean()


@pytest.mark.parametrize("int8", [False, True])
@pytest.mark.parametrize(("cell", "both", "layers", "attention"), thinned(GRID[::9], 4))
def test_with_a_shortlist_a_sentence_becomes_what_it_may(
    cell: Mapping[str, str], both: bool | str, layers: int, attention: str, int8: bool, tmp_path: Path
) -> None:
    model, random = build(cell, both, layers, attention), numpy.random.default_rng(1)
    (tmp_path / "all").mkdir()
    every = exported(model, tmp_path / "all", int8)
    ours = exported(model, tmp_path, int8, Shortlist(random.integers(4, SIZE, (SIZE, 2)), numpy.array([20]), SIZE))
    assert ours.shortlist is not None
    # A step gives what it gives without a shortlist, normalised over what the sentence may become.
    (memory, state), (other, beside) = ours.encode(SOURCES), every.encode(SOURCES)
    fed = numpy.full((len(SOURCES), 1), 1, numpy.int64)
    found, plain = ours.step(memory, state, fed, SIZE, False), every.step(other, beside, fed, SIZE, False)
    for row, source in enumerate(SOURCES):
        may = {2, 20} | set(ours.shortlist.table[source].ravel().tolist())
        before, after = (dict(zip(step.tokens[row, 0], step.log_probs[row, 0], strict=True)) for step in (plain, found))
        assert {token for token, value in after.items() if value > -numpy.inf} == may
        gains = [after[token] - before[token] for token in may]
        assert min(gains) > -1e-5 and numpy.ptp(gains) < 1e-4 and sum(numpy.exp(after[token]) for token in may) < 1.001
    for settings in (Settings(beam=1), Settings(beam=3, nbest=2), Settings(search="sample"), Settings(forced_length=3)):
        written = tokens(ours, settings)
        for source, hypotheses in zip(SOURCES * 2, written, strict=True):
            may = {20} | set(ours.shortlist.table[source].ravel().tolist())
            assert all(set(hypothesis) <= may for hypothesis in hypotheses)
        assert written == tokens(ours, replace(settings, batch_tokens=1)), "whatever is beside it"
    ours.shortlist = Shortlist.whole(SIZE, SIZE)
    assert tokens(ours, Settings(beam=3)) == tokens(every, Settings(beam=3))


def run(folder: Path, *arguments: str) -> int:
    (folder.parent / "en").write_text("the dog\na cat\n\n", encoding="utf-8")
    names = str(folder.parent / "en")
    return main(["export", "-m", str(folder), "--source", names, "--reference", names, *arguments])


def test_the_export_translates_by_itself_and_without_torch(tmp_path: Path) -> None:
    folder = tiny_run(tmp_path / "run")
    lines = ["the dog", "", "a cat"]
    expected = Translator.load(folder, backend="torch").translate(lines)
    save_facts(folder, Facts(several=0.25))
    assert run(folder) == 0
    assert isinstance(Translator.load(folder).backend, OnnxBackend)
    assert Translator.load(folder / "onnx").facts == Facts(several=0.25)
    alone = (folder / "onnx").rename(tmp_path / "alone")
    code = (
        "import sys; from s2s import Translator; print('|'.join(Translator.load(sys.argv[1]).translate(sys.argv[2:])));"
        " assert not {'torch', 'datasets', 'hydra'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(alone), *lines], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip("\n") == "|".join(expected)


def test_two_products_of_8_bits_fit_into_16(tmp_path: Path) -> None:
    """Processors without VNNI add two of them in 16 bits, and say nothing when these overflow."""
    model = build({"cell": "lstm"}, True, 2, "general")
    ranges = measure(model, [collate([(source[:-1], source[:-1]) for source in SOURCES])])
    largest = []
    for graph in (encoder(model, ranges), decoder_step(model, ranges)):
        loops = [attribute.g for node in graph.node for attribute in node.attribute if attribute.HasField("g")]
        for part in (graph, *loops):
            weights = {node.input[1] for node in part.node if node.op_type == "MatMulIntegerToFloat"}
            constants = [numpy_helper.to_array(tensor) for tensor in part.initializer if tensor.name in weights]
            largest += [abs(constant.astype(int)).max() for constant in constants]
    assert (
        len(largest) == 4 + 4 + 4 + 1 + 2 + 2 + 1 + 1
    )  # input and hidden products, bridge, attention, readout, output
    backend = exported(model, tmp_path, int8=True, shortlist=Shortlist.whole(SIZE, SIZE))
    largest.append(abs(backend.encode(SOURCES)[0].layer["output.weight"].astype(int)).max())
    assert 2 * 255 * max(largest) < 2**15


def test_large_constants_are_kept_once(tmp_path: Path) -> None:
    model = build({"cell": "lstm"}, True, 2, "general", embedding=64)
    exported(model, tmp_path)
    weights = (tmp_path / WEIGHTS).stat().st_size
    parameters = sum(parameter.numel() for parameter in model.parameters())
    transposed = model.decoder.output.numel()  # the output layer's copy of the embedding
    assert weights < 4 * (parameters + transposed) + 64 * 100


def test_an_export_that_lost_too_much_does_not_replace_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny_run(tmp_path / "run")
    assert run(folder) == 0
    before = {path.name: path.read_bytes() for path in (folder / "onnx").iterdir()}
    monkeypatch.setattr(translating, "MOST_LOST", -200.0)
    assert run(folder, "--int8") == 2
    assert "--int8: BLEU" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (folder / "onnx").iterdir()} == before
    assert not (folder / "onnx.partial").exists()


@pytest.mark.parametrize("int8", thinned([True, False], 2))
def test_a_shortlist_from_the_training_pairs(
    int8: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny_run(tmp_path / "run")
    how = ["--int8"] if int8 else []
    assert run(folder, *how, "--shortlist", "3") == 0
    translator = Translator.load(folder)
    whole = rf"; a shortlist of \d+ of {translator.target.size} pieces"
    assert re.search(whole + r" changes \d+\.\d% of them and costs -?\d+\.\d\d BLEU\n", capsys.readouterr().err)
    assert isinstance(translator.backend, OnnxBackend) and translator.backend.shortlist is not None
    assert translator.backend.shortlist.table.shape[1] == 3
    assert len(translator.translate(["the dog", "a cat"])) == 2
    scores = iter([30.0, 30.0, 29.0])
    monkeypatch.setattr(translating, "score", lambda *how: {"bleu": Score(next(scores), "", None)})
    assert run(folder, *how, "--shortlist", "2") == 2
    assert "--shortlist: BLEU 29.00 instead of 30.00 on 3 sentences; export with a longer" in capsys.readouterr().err
    assert vars(Translator.load(folder).backend)["shortlist"].table.shape[1] == 3, "what was there stays"
    assert main(["export", "-m", str(folder), "--shortlist", "0"]) == 2
    assert capsys.readouterr().err == "s2s: --shortlist 0: use 1 or more\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"backend": "onnx"}, "has no export; write one: s2s export -m"),
        ({"threads": 0}, "threads=0: use a whole number of 1 or more"),
    ],
)
def test_what_cannot_be_loaded(tmp_path: Path, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Translator.load(tiny_run(tmp_path / "run"), **arguments)


def test_an_export_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny_run(tmp_path / "run")
    assert run(folder) == 0
    with pytest.raises(
        ValueError, match=r"onnx: is an export, which has no weights for torch; give the run that it is of"
    ):
        Translator.load(folder / "onnx", backend="torch")
    before = identity([str(folder / "onnx")])
    (folder / "onnx" / WEIGHTS).write_bytes(b"x")
    assert identity([str(folder / "onnx")]) != before, "translating does not go on with other weights"


def test_an_export_is_checked_on_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, blank = tiny_run(tmp_path / "run"), tmp_path / "blank"
    for text in ("", "\n\n"):
        blank.write_text(text)
        assert main(["export", "-m", str(folder), "--int8", "--source", str(blank), "--reference", str(blank)]) == 2
        assert "blank: has no sentence with a reference to check the export on" in capsys.readouterr().err
    assert not (folder / "onnx").exists()


def test_text_to_check_on_is_in_lower_case_where_the_run_is(tmp_path: Path) -> None:
    for name in ("source", "reference"):
        (tmp_path / name).write_text("A Dog\n")
    options = Namespace(source=str(tmp_path / "source"), reference=str(tmp_path / "reference"), shortlist=None)
    assert texts(options, RunConfig(data=DataConfig(lowercase=True))) == (Examples(["a dog"], ["a dog"]), None)


def test_an_export_of_other_weights_is_refused(tmp_path: Path) -> None:
    folder = tiny_run(tmp_path / "run")
    assert run(folder) == 0
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes() + b" ")
    with pytest.raises(ValueError, match=r"was exported from other weights than .*; run s2s export again"):
        Translator.load(folder)


def test_a_damaged_export_is_named(tmp_path: Path) -> None:
    folder = tiny_run(tmp_path / "run")
    assert run(folder) == 0
    (folder / "onnx" / STEP).write_bytes(b"nonsense")
    with pytest.raises(ValueError, match=r"step.onnx: is not the file that manifest.json names; copy the whole export"):
        Translator.load(folder)
    save_manifest(folder / "onnx")
    with pytest.raises(ValueError, match=r"step.onnx: cannot be loaded \(.*\); export the run again"):
        Translator.load(folder)
