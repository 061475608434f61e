"""On a GPU: the same numbers as on a CPU, the same run when repeated or resumed, and memory that runs out for real."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from networks import SIZE, drawn
from safetensors.numpy import load_file
from training import STATEFUL, config, interrupt, metrics, train

import s2s.training.loop
from s2s.data.batching import collate
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.stream import Place
from s2s.inference.translator import Translator
from s2s.nn.cells.gru import GRU
from s2s.nn.cells.layer import Layer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.cells.ssru import SSRU
from s2s.nn.draw import Draw
from s2s.runtime.device import choose_device
from s2s.training.accumulation import backward
from s2s.training.graphs import Graphs
from s2s.training.recorder import CudaGraphs, Plain
from s2s.training.setup import assemble
from s2s.training.state import Training
from s2s.training.updates import update

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
LENGTHS = torch.tensor([3, 6, 1, 4])
CELLS: dict[str, Callable[[], Layer]] = {
    "rnn": lambda: RNN(inputs=3, units=4),
    "relu": lambda: RNN(inputs=3, units=4, nonlinearity="relu"),
    "leaky": lambda: RNN(inputs=3, units=4, nonlinearity="leaky_relu"),
    "gru": lambda: GRU(inputs=3, units=4),
    "lstm": lambda: LSTM(inputs=3, units=4),
    "ssru": lambda: SSRU(inputs=3, units=4),
}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["whole", "padded"])
@pytest.mark.parametrize("kind", [torch.float64, torch.float32])
@pytest.mark.parametrize("dropped", [False, True])
def test_a_layer_gives_what_the_loop_gives_on_a_cpu(
    cell: str, lengths: torch.Tensor | None, kind: torch.dtype, dropped: bool
) -> None:
    """fp32 is fp32: TF32, which a GPU may put in its place, would be 1e-3 off."""
    torch.manual_seed(1)
    layer = CELLS[cell]().to(kind)
    layer.reset(Draw(), "uniform")
    inputs = torch.randn(6, 4, 3, dtype=kind)
    first = tuple(torch.randn(4, 4, dtype=kind) for _ in range(layer.parts))
    real = torch.arange(6)[:, None] < (torch.full((4,), 6) if lengths is None else lengths)[None]
    found = []
    for device in ("cpu", "cuda"):
        there: Layer = layer.to(choose_device(device))
        given = [part.detach().to(device).requires_grad_() for part in (inputs, *first)]
        run = there.run_loop if device == "cpu" else there.forward
        keep = (2.0 * (torch.arange(16).view(4, 4) % 3 > 0)).to(device, kind) if dropped else None
        outputs, end = run(given[0], tuple(given[1:]), lengths, keep)
        loss = outputs[real.to(device)].square().sum() + sum(part.sin().sum() for part in end)
        gradients = torch.autograd.grad(loss, [*given, *there.parameters()])
        found.append([part.detach().cpu() for part in (outputs[real.to(device)], *end, *gradients)])
    near: dict[str, Any] = {} if kind is torch.float64 else {"rtol": 1e-4, "atol": 1e-4}
    for expected, got in zip(*found, strict=True):
        torch.testing.assert_close(got, expected, **near)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm", "ssru"])
@pytest.mark.parametrize("consistency", [0.0, 2.0])
def test_loss_and_gradients_are_those_of_a_cpu(cell: str, consistency: float) -> None:
    model = drawn({"cell": cell}, True, 2, "general", 0.3).double()
    generator = torch.Generator().manual_seed(5)

    def ids(length: int) -> list[int]:
        return torch.randint(4, SIZE, (length,), generator=generator).tolist()

    batch = collate([(ids(length), ids(9 - length)) for length in (1, 3, 4, 7, 8)])
    found = []
    for device in ("cpu", "cuda"):
        model.to(choose_device(device)).zero_grad()
        here = batch.to(torch.device(device))
        loss, plain = model(here.source, here.lengths, here.target, here.mask, 0.1, consistency)
        loss.backward()
        gradients = [p.grad.cpu().clone() for p in model.parameters() if p.grad is not None]
        found.append([loss.detach().cpu(), plain.cpu(), *gradients])
    for expected, got in zip(*found, strict=True):
        torch.testing.assert_close(got, expected)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(
        tmp_path_factory.mktemp("cuda"), "device=cuda", "train.steps=60", "train.validate_every=60", "optim.lr=0.02"
    )


@pytest.mark.parametrize("beam", [1, 5])
def test_a_gpu_writes_what_a_cpu_writes(run: Path, beam: int) -> None:
    sources = [source for source, _ in pairs("en", "de", "test", 50, 1)]
    written = [Translator.load(run, device).translate(sources, beam=beam) for device in ("cpu", "cuda")]
    assert written[0] == written[1]
    assert len(set(written[0])) > 5


def test_a_repeated_run_is_the_same_bit_by_bit(tmp_path: Path) -> None:
    runs = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        runs.append(train(tmp_path / name, "device=cuda", *STATEFUL))
    assert (runs[0] / "metrics.jsonl").read_bytes() == (runs[1] / "metrics.jsonl").read_bytes()
    assert same(*runs)


def test_a_resumed_run_is_the_same_bit_by_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    whole.mkdir()
    parted.mkdir()
    expected = train(whole, "device=cuda", *STATEFUL)
    with monkeypatch.context() as patch:
        interrupt(patch, "update", 7)
        assert s2s.training.loop.train(config(parted, "device=cuda", *STATEFUL)) == signal.SIGTERM
    assert same(expected, train(parted, "device=cuda", *STATEFUL))


def same(one: Path, other: Path) -> bool:
    weights = [load_file(run / "model.safetensors") for run in (one, other)]
    return weights[0].keys() == weights[1].keys() and all(
        (weights[0][name] == weights[1][name]).all() for name in weights[0]
    )


def updated(folder: Path, gradients: Callable[[Training], Any], *more: str) -> tuple[list[torch.Tensor], Any]:
    """The weights after some updates with these gradients, and what found them."""
    folder.mkdir()
    training = Training(assemble(config(folder, "device=cuda", *more)))
    torch.manual_seed(3)
    finder, stream = gradients(training), training.parts.stream.run(Place(), training.parts.batches)
    for _ in range(40):
        update(training, next(stream)[1], finder)
    stream.close()
    return [parameter.detach().cpu() for parameter in training.parameters], finder


@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
@pytest.mark.parametrize(
    "more", [["train.consistency=2"], STATEFUL, ["model.cell=ssru"]], ids=["r-drop", "all", "ssru"]
)
def test_graphs_give_the_same_weights_bit_by_bit(tmp_path: Path, precision: str, more: list[str]) -> None:
    options = [f"precision={precision}", *more]
    found, graphs = updated(tmp_path / "graphs", lambda training: Graphs(training, CudaGraphs()), *options)
    assert not graphs.off and sum(recorded.replay is not None for recorded in graphs.shapes.values()) > 3
    expected, _ = updated(tmp_path / "plain", lambda training: Graphs(training, Plain()), *options)
    assert all(torch.equal(mine, theirs) for mine, theirs in zip(found, expected, strict=True))


def test_graphs_change_nothing_but_roundings(tmp_path: Path) -> None:
    still = [f"model.dropout.{name}=0" for name in ("layers", "embedding", "readout")]
    found, graphs = updated(tmp_path / "graphs", lambda training: Graphs(training, CudaGraphs()), *still)
    expected, _ = updated(tmp_path / "plain", lambda training: backward, *still)
    assert not graphs.off
    for mine, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(mine, theirs, atol=1e-3, rtol=1e-2)


def test_a_run_with_graphs_is_resumed_bit_by_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    whole.mkdir()
    parted.mkdir()
    options = ["device=cuda", "train.graphs=true", *STATEFUL]
    expected = train(whole, *options)
    with monkeypatch.context() as patch:
        interrupt(patch, "update", 7)
        assert s2s.training.loop.train(config(parted, *options)) == signal.SIGTERM
    assert same(expected, train(parted, *options))


def test_what_cannot_be_recorded_leaves_random_numbers_and_memory_as_they_were() -> None:
    recorder, numbers = CudaGraphs(), torch.zeros(8, device="cuda")

    def waits() -> torch.Tensor:
        return numbers.uniform_() * numbers.sum().item()

    with pytest.raises(RuntimeError):
        recorder.record(waits)
    torch.manual_seed(5)
    expected = torch.rand(8, device="cuda")
    replay = recorder.record(lambda: numbers.uniform_())
    torch.manual_seed(5)
    assert torch.equal(replay(), expected)
    assert not torch.equal(replay(), expected)


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_half_precision_learns_as_fp32_does(tmp_path: Path, precision: str) -> None:
    losses = []
    for name in ("fp32", precision):
        (tmp_path / name).mkdir()
        options = ["device=cuda", f"precision={name}", "train.steps=60", "train.validate_every=60", "optim.lr=0.02"]
        losses.append(metrics(train(tmp_path / name, *options), "validation_loss")[60])
    assert losses[1] == pytest.approx(losses[0], rel=0.05)


@pytest.fixture
def little_memory() -> Iterator[None]:
    torch.cuda.empty_cache()
    _free, everything = torch.cuda.mem_get_info()
    torch.cuda.set_per_process_memory_fraction((torch.cuda.memory_reserved() + 2**30) / everything)
    yield
    torch.cuda.set_per_process_memory_fraction(1.0)
    torch.cuda.empty_cache()


def test_memory_that_runs_out_cuts_the_batches(
    tmp_path: Path, little_memory: None, capfd: pytest.CaptureFixture[str]
) -> None:
    large = ["model.embedding=512", "model.encoder.units=512", "model.decoder.units=1024", "train.tokens=20000"]
    repeated = tmp_path / "many"
    repeated.mkdir()
    options = config(repeated, "device=cuda", *large, "train.steps=2", "train.validate_every=2")
    lines = (repeated / "train.tsv").read_text("utf-8") * 40
    (repeated / "train.tsv").write_text(lines, encoding="utf-8", newline="\n")
    assert s2s.training.loop.train(options) is None
    said = capfd.readouterr().err
    assert "warning: out of memory with" in said
    assert len(metrics(repeated / "runs" / "tiny-1", "validation_loss")) == 1
