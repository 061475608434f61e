"""Export a run for using it without torch, and check the result on real examples before it takes its place.

``RUN/onnx/`` is a run folder of its own: it translates or predicts wherever it is copied to, by ``s2s translate -m RUN/onnx``.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from onnx import GraphProto, ModelProto, TensorProto, helper

from s2s.config.registry import imported
from s2s.config.schema import RunConfig
from s2s.config.versions import stamp
from s2s.data.codecs.files import Codecs, load_calibrated, save_codecs
from s2s.data.stream import Examples as Train
from s2s.decode.backends.exported import LARGEST, MANIFEST, WEIGHTS, save_manifest
from s2s.errors import UserError
from s2s.export.exporter import Exporter
from s2s.export.graph import OPSET, RUNTIME
from s2s.files import digest, exclusive, own, partial_folder, replace_folder, unwritable, write
from s2s.nn.model import subclass
from s2s.runs.folder import load_config, load_facts, save_config, save_facts
from s2s.runs.weights import load_model
from s2s.runtime.process import log
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Examples

ALIGNMENT = 64
SMALL = 1024
"""Bytes up to which a constant stays inside its .onnx file."""


def export(
    folder: Path,
    int8: bool,
    examples: Examples,
    shortlist: int = 0,
    train: Train | None = None,
    allow_code: bool = False,
    page: Path | None = None,
) -> str:
    """Write ``folder/onnx`` from the run in `folder`; int8 takes its ranges from the `examples`. What to say of it.

    With a `page` the export is written to that folder, in the form that a browser takes.

    With a `shortlist` of N > 0, a sentence may only become the N likeliest translations of each of its tokens, as the
    pairs of `train` have them, and what is frequent. Raises `UserError`, and leaves what was there, if the result
    translates or predicts worse than it may.
    """
    final, busy = page or own(folder / "onnx"), own(folder / "onnx.lock")
    with exclusive(busy, "it exports the run too: wait for its end, or stop it"):
        try:
            partial = partial_folder(final)
        except OSError as error:
            raise unwritable(final, error) from None
        try:
            config, codecs, origin = load_config(folder, allow_code), load_calibrated(folder), hashlib.sha256()
            model = load_model(folder, config, codecs, origin)
            exporter = exporter_of(folder, config, codecs, model, examples)
            save_config(partial, config)
            save_codecs(partial, *codecs)
            save_facts(partial, load_facts(folder))
            if train is not None:
                exporter.choose(partial, train, shortlist)
            graphs = exporter.graphs(exporter.ranges() if int8 else None)
            save_graphs(partial, graphs, codecs[1].size, origin.hexdigest(), loops=page is None)
            report = exporter.compare(partial)
            report.judge(int8)
            if page is None and exporter.complete(folder, partial):
                save_manifest(partial)
            size, parameters = sum(path.stat().st_size for path in partial.iterdir()), exporter.parameters
            replace_folder(partial, final)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    with contextlib.suppress(OSError):
        if digest(folder / "model.safetensors", LARGEST) != origin.hexdigest():
            log(f"warning: {folder}: has new weights since the export began, which has the old ones; export it again")
    return f"{size / 1e6:.1f} MB, {size / parameters:.2f} bytes a parameter; {report}"


def exporter_of(folder: Path, config: RunConfig, codecs: Codecs, model: object, examples: Examples) -> Exporter:
    """What exports the network of the run's task. Raises `UserError` for a network of the user's own."""
    exporter = subclass(imported(task_of(config).exporter, "exporter"), Exporter, config.task)
    if not isinstance(model, exporter.network):
        raise UserError(f"{folder}: task={config.task} builds a network of its own, which cannot be exported")
    made: Exporter = exporter(config, codecs, model, examples)
    return made


def save_graphs(
    folder: Path, graphs: dict[str, GraphProto], vocabulary: int, origin: str = "", loops: bool = True
) -> None:
    """Write the graphs, and their large constants once in a file that they share; at last the manifest of the folder.

    Those of `loops` inside a graph ONNX Runtime looks for on the disk alone, which a browser does not have.
    """
    content = bytearray()
    offsets: dict[bytes, int] = {}
    for name, graph in graphs.items():
        for tensor in tensors(graph) if loops else graph.initializer:
            if len(tensor.raw_data) > SMALL:
                move(tensor, content, offsets)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, 1)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="s2s", ir_version=8)
        facts = {name: str(value) for name, value in stamp().items()}
        facts |= {"vocabulary": str(vocabulary), "origin": origin, "manifest": MANIFEST}
        helper.set_model_props(model, facts)
        write(folder / name, serialised(model))
    write(folder / WEIGHTS, bytes(content))
    save_manifest(folder)


def serialised(model: ModelProto) -> bytes:
    """The bytes of a model, which are the same at each call."""
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def tensors(graph: GraphProto) -> Iterator[TensorProto]:
    """The constants of a graph and of the loops inside it."""
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from tensors(attribute.g)


def move(tensor: TensorProto, content: bytearray, offsets: dict[bytes, int]) -> None:
    """Move a constant's bytes to the end of `content`, unless they are there already."""
    raw = tensor.raw_data
    if raw not in offsets:
        content.extend(b"\0" * (-len(content) % ALIGNMENT))
        offsets[raw] = len(content)
        content.extend(raw)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", WEIGHTS), ("offset", offsets[raw]), ("length", len(raw))):
        tensor.external_data.add(key=key, value=str(value))
