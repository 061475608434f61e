"""An export that somebody else has made: its graphs end, and give what the search takes, or are refused in one line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile import outcome
from translating import tiny_run

from s2s.cli import main
from s2s.decode.backends.exported import save_manifest

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
TensorProto, helper = onnx.TensorProto, onnx.helper


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    run = tiny_run(folder / "run")
    (folder / "in").write_text("the dog\na cat\n")
    lines = ["--source", str(folder / "in"), "--reference", str(folder / "in")]
    assert main(["export", "-m", str(run), *lines]) == 0
    return folder


def constant(graph: Any, name: str, values: list[int], shape: list[int], kind: int = TensorProto.INT64) -> str:
    graph.initializer.append(helper.make_tensor(name, kind, shape, values))
    return name


def body(*nodes: Any, inputs: list[Any], outputs: list[Any]) -> Any:
    return helper.make_graph(list(nodes), "body", inputs, outputs)


def info(name: str, kind: int = TensorProto.FLOAT) -> Any:
    return helper.make_tensor_value_info(name, kind, None)


def endless_loop(graph: Any) -> None:
    """A Loop of 2⁶² steps, of whose result nothing needs to be made use of."""
    inner = body(
        helper.make_node("Identity", ["go"], ["on"]),
        inputs=[helper.make_tensor_value_info("n", TensorProto.INT64, []), info("go", TensorProto.BOOL)],
        outputs=[info("on", TensorProto.BOOL)],
    )
    constant(graph, "many", [1 << 62], [])
    constant(graph, "yes", [1], [], TensorProto.BOOL)
    graph.node.append(helper.make_node("Loop", ["many", "yes"], [], body=inner))


def choice(graph: Any) -> None:
    constant(graph, "yes", [1], [], TensorProto.BOOL)
    branch = body(helper.make_node("Identity", ["yes"], ["x"]), inputs=[], outputs=[info("x", TensorProto.BOOL)])
    graph.node.append(helper.make_node("If", ["yes"], ["z"], then_branch=branch, else_branch=branch))


def scan_over(*makes: Callable[[Any, str], str]) -> Callable[[Any], None]:
    """The exporter's own Scan, over what `makes` make of its input."""

    def change(graph: Any) -> None:
        place, scan = next((place, node) for place, node in enumerate(graph.node) if node.op_type == "Scan")
        before = list(graph.node)
        del graph.node[:]
        graph.node.extend(before[:place])
        name = scan.input[-1]
        for make in makes:
            name = make(graph, name)
        scan.input[-1] = name
        graph.node.extend(before[place:])

    return change


def tiled(graph: Any, name: str) -> str:
    constant(graph, "times", [1 << 30, 1, 1], [3])
    graph.node.append(helper.make_node("Tile", [name, "times"], ["tiled"]))
    return "tiled"


def doubled(graph: Any, name: str) -> str:
    graph.node.append(helper.make_node("Concat", [name, name], [f"{name}.two"], axis=0))
    return f"{name}.two"


def from_nothing(graph: Any, name: str) -> str:
    constant(graph, "shape", [1 << 40, 1, 8], [3])
    graph.node.append(helper.make_node("ConstantOfShape", ["shape"], ["zeros"]))
    return "zeros"


def broadcast(graph: Any, name: str) -> str:
    constant(graph, "long", [0] * 10_000, [10_000, 1, 1], TensorProto.FLOAT)
    graph.node.append(helper.make_node("Add", [name, "long"], ["added"]))
    return "added"


def turned(graph: Any, name: str) -> str:
    graph.node.append(helper.make_node("Transpose", [name], ["turned"], perm=[2, 1, 0]))
    return "turned"


def deeper(graph: Any) -> None:
    """A Loop inside of the exporter's own Scan."""
    scan = next(node for node in graph.node if node.op_type == "Scan")
    endless_loop(next(part for part in scan.attribute if part.name == "body").g)


def backwards(graph: Any) -> None:
    scan = next(node for node in graph.node if node.op_type == "Scan")
    scan.attribute.append(helper.make_attribute("scan_input_axes", [2]))


def renamed(graph: Any) -> None:
    for node in graph.node:
        node.output[:] = ["other" if name == "log_probs" else name for name in node.output]
    next(one for one in graph.output if one.name == "log_probs").name = "other"


def misshapen(name: str) -> Callable[[Any], None]:
    """An output of which the last axis is twice as long."""

    def change(graph: Any) -> None:
        for node in graph.node:
            node.output[:] = ["half" if one == name else one for one in node.output]
            node.input[:] = ["half" if one == name else one for one in node.input]
        graph.node.append(helper.make_node("Concat", ["half", "half"], [name], axis=-1))

    return change


HARM: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "a loop": ("step.onnx", endless_loop, "has a Loop"),
    "a loop in the encoder": ("encoder.onnx", endless_loop, "has a Loop"),
    "a choice": ("step.onnx", choice, "has a If"),
    "deeper": ("encoder.onnx", deeper, "has a loop inside of a Scan"),
    "other axes": ("encoder.onnx", backwards, "has a Scan that s2s export does not write"),
    "no output": ("step.onnx", renamed, "has other inputs or outputs"),
    "one state less": ("step.onnx", lambda graph: graph.output.pop(), "has other inputs or outputs"),
    "other probabilities": ("step.onnx", misshapen("log_probs"), "gives arrays of other shapes"),
    "other weights": ("step.onnx", misshapen("weights"), "gives arrays of other shapes"),
    "another state": ("step.onnx", misshapen("new.state.0"), "gives arrays of other shapes"),
    "another memory": ("encoder.onnx", misshapen("keys"), "gives arrays of other shapes"),
}
HARM |= {
    f"over what is {name}": ("encoder.onnx", scan_over(*makes), "does not go over the input")
    for name, makes in {
        "tiled": [tiled],
        "doubled": [doubled] * 30,
        "from nothing": [from_nothing],
        "broadcast": [broadcast],
        "turned": [turned],
    }.items()
}


@pytest.mark.parametrize("name", HARM)
def test_a_graph_that_does_harm_is_refused(name: str, made: Path, tmp_path: Path) -> None:
    file, change, message = HARM[name]
    run = shutil.copytree(made / "run", tmp_path / "run")
    model = onnx.load(run / "onnx" / file, load_external_data=False)
    change(model.graph)
    (run / "onnx" / file).write_bytes(model.SerializeToString())
    save_manifest(run / "onnx")  # who makes a graph makes a manifest of it
    done = outcome(lambda: main(["translate", "-m", str(run), "-i", str(made / "in"), "-b", "2"]))
    assert done.code == 2 and done.good and message in done.said, done


def test_weights_that_are_larger_than_the_graphs_need(made: Path, tmp_path: Path) -> None:
    run = shutil.copytree(made / "run", tmp_path / "run")
    with open(run / "onnx" / "weights.bin", "r+b") as file:
        file.truncate(1 << 32)
    manifest = run / "onnx" / "manifest.json"
    listed = json.loads(manifest.read_text())
    listed["files"]["weights.bin"]["bytes"] = 1 << 32
    manifest.write_text(json.dumps(listed))
    done = outcome(lambda: main(["translate", "-m", str(run), "-i", str(made / "in"), "-b", "2"]))
    assert done.code == 2 and done.good and "more than it can need" in done.said.replace("has", "Has"), done
