"""What may be in a graph of an export, judged by its bytes before ONNX Runtime sees them: it must end, and fit its backend.

ONNX has loops, and a graph that somebody else has made may loop for ever. The exporter writes one kind, a Scan over the
time steps of the encoder's input; a graph with any other is refused. That a Scan goes over the input, and not over
something that the graph makes as long as it likes, is seen from the operators between the two, which must keep the axes
of time and batch as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from s2s.data.text.trained import protobuf_fields
from s2s.decode.backends.fields import message, packed, signed, text

LIMIT_NODES = 20_000
"""Operators of a graph, those inside of a loop included; a network of a hundred layers has fewer."""
LOOPS = ("Loop", "If", "Scan")
DOMAINS = ("", "ai.onnx", "com.microsoft")
READ = ({"tokens", "lengths"}, {"features", "lengths"})
"""The inputs of a graph that reads ids, or vectors."""
SPELLED = {"tokens", "lengths", "places", "pieces", "spelling"}
"""The inputs of a graph that reads words."""
CASED = SPELLED | {"cases"}
"""Likewise, and their case."""
STEPS = ("tokens", "features", "pieces", "places", "cases")
"""Inputs that have a position for each step of the source, or of the words in it."""
CHAIN = {"start", "transitions", "end"}
TABLES = ("Gather", "MatMul", "MatMulIntegerToFloat")
"""Operators that may take a constant of two axes: rows to choose from, or the weights of a product."""
KEEPS_AXES = (
    *TABLES,
    *("Add", "Sub", "Mul", "Div", "Cast", "Identity", "Concat", "Split", "Transpose", "ReverseSequence"),
    *(
        "OneHot",
        "LayerNormalization",
        "QuantizeLinear",
        "DequantizeLinear",
        "Tanh",
        "Sigmoid",
        "Relu",
        "LeakyRelu",
        "Scan",
    ),
    *("Abs", "Max", "Greater", "Where", "ReduceMean", "Slice"),
)
"""Operators that leave time and batch as they are, or shorten them, with the attributes in `ATTRIBUTES`."""
ATTRIBUTES = {
    "Concat": ("axis", -1),
    "Split": ("axis", -1),
    "OneHot": ("axis", -1),
    "Transpose": ("perm", [1, 0, 2]),
    "ReduceMean": ("keepdims", 1),
}
STRIDED = {"kernel_shape", "strides", "pads"}
"""The attributes of a convolution over the segments of a window."""
MODEL = {"graph": 7, "training": 20, "functions": 25}
GRAPH = {"node": 1, "initializer": 5, "input": 11, "output": 12}
NODE = {"input": 1, "output": 2, "kind": 4, "attribute": 5, "domain": 7}
ATTRIBUTE = {"name": 1, "integer": 3, "graph": 6, "integers": 8, "graphs": 11}
TENSOR = {"dims": 1, "name": 8, "external": 13}


class Refused(ValueError):
    """A graph that is not to be run. Its text says why, after the file's name."""


@dataclass
class Node:
    """One operator."""

    kind: str
    inputs: list[str]
    outputs: list[str]
    attributes: dict[str, Any]
    """Whole numbers and lists of them, by their names."""
    bodies: list[bytes]
    """The graphs that it holds."""


@dataclass
class Graph:
    """What decides whether a graph may be run."""

    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    axes: dict[str, int] = field(default_factory=dict)
    """How many axes each constant has."""
    outside: int = 0
    """Bytes of the file beside it that its constants take."""


def examine(content: bytes, scans: bool) -> Graph:
    """The graph of a model, which may go over its input by Scan if `scans`. Raises `Refused`."""
    try:
        graph = parsed(content)
        made = {name: node for node in graph.nodes for name in node.outputs}
        for node in graph.nodes:
            if node.kind == "Scan" and scans:
                check_scan(graph, node, made)
            elif node.bodies or node.kind in LOOPS:
                raise Refused(f"has a {node.kind} that s2s export does not write")
    except Refused:
        raise
    except (ValueError, IndexError, TypeError, OverflowError):
        raise Refused("is no model of ONNX") from None
    return graph


def parsed(content: bytes) -> Graph:
    """The parts of a model that matter. Raises `Refused`, or ValueError or IndexError for bytes of another form."""
    graph = Graph()
    for number, value in protobuf_fields(content):
        if number in (MODEL["training"], MODEL["functions"]):
            raise Refused("has functions of its own, which s2s export does not write")
        if number == MODEL["graph"]:
            add_graph(graph, message(value))
    return graph


def add_graph(graph: Graph, content: bytes) -> None:
    """Add what a message holds, which may be one of several that make up one graph."""
    for number, value in protobuf_fields(content):
        if number == GRAPH["node"]:
            graph.nodes.append(node_of(message(value)))
            if len(graph.nodes) > LIMIT_NODES:
                raise Refused(f"has more than {LIMIT_NODES:,} operators")
        elif number == GRAPH["initializer"]:
            add_constant(graph, message(value))
        elif number in (GRAPH["input"], GRAPH["output"]):
            names = graph.inputs if number == GRAPH["input"] else graph.outputs
            names += [text(name) for part, name in protobuf_fields(message(value)) if part == 1]


def add_constant(graph: Graph, content: bytes) -> None:
    """Note the axes of a constant, and where it lies."""
    axes, name, place = 0, "", {"offset": 0, "length": 0}
    for number, value in protobuf_fields(content):
        if number == TENSOR["dims"]:
            axes += 1 if isinstance(value, int) else len(list(packed(value)))
        elif number == TENSOR["name"]:
            name = text(value)
        elif number == TENSOR["external"]:
            entry = {part: text(inner) for part, inner in protobuf_fields(message(value))}
            if entry.get(1) in place:
                place[entry[1]] = int(entry[2])
    graph.axes[name] = axes
    graph.outside = max(graph.outside, sum(place.values()))


def node_of(content: bytes) -> Node:
    """One operator. Raises `Refused` for one of a domain that s2s export does not use."""
    node = Node("", [], [], {}, [])
    for number, value in protobuf_fields(content):
        if number == NODE["input"]:
            node.inputs.append(text(value))
        elif number == NODE["output"]:
            node.outputs.append(text(value))
        elif number == NODE["kind"]:
            node.kind = text(value)
        elif number == NODE["attribute"]:
            add_attribute(node, message(value))
        elif number == NODE["domain"] and text(value) not in DOMAINS:
            raise Refused("has operators that s2s export does not write")
    return node


def add_attribute(node: Node, content: bytes) -> None:
    """Note an attribute, or the graphs that it holds."""
    name, integers = "", list[int]()
    single: int | None = None
    for number, value in protobuf_fields(content):
        if number == ATTRIBUTE["name"]:
            name = text(value)
        elif number == ATTRIBUTE["integer"] and isinstance(value, int):
            single = signed(value)
        elif number == ATTRIBUTE["integers"]:
            integers += [signed(value)] if isinstance(value, int) else map(signed, packed(value))
        elif number in (ATTRIBUTE["graph"], ATTRIBUTE["graphs"]):
            node.bodies.append(message(value))
    node.attributes[name] = integers if single is None else single


def check_scan(graph: Graph, scan: Node, made: Mapping[str, Node]) -> None:
    """Raise `Refused` unless a Scan goes over the graph's input as the exporter's does, and has no loop inside."""
    problem = "has a Scan that s2s export does not write"
    count = scan.attributes.get("num_scan_inputs")
    if set(scan.attributes) != {"body", "num_scan_inputs"} or not isinstance(count, int) or count < 1:
        raise Refused(problem)
    for body in scan.bodies:
        inner = Graph()
        add_graph(inner, body)
        if any(node.bodies or node.kind in LOOPS for node in inner.nodes):
            raise Refused("has a loop inside of a Scan")
        graph.outside = max(graph.outside, inner.outside)
    for name in scan.inputs[-count:]:
        if not follows_input(graph, name, made):
            raise Refused(f"{problem}: it does not go over the input")


def follows_input(graph: Graph, name: str, made: Mapping[str, Node]) -> bool:
    """Whether the value `name` has a step for each token of the input, by the operators that it comes of."""
    waiting, seen, reads_source = [name], set[str](), False
    while waiting:
        value = waiting.pop()
        if value in seen or value in ("", "lengths", "spelling"):
            continue
        seen.add(value)
        if value not in made:
            reads_source = reads_source or value in STEPS
            if value not in STEPS and graph.axes.get(value, 9) > 1:
                return False  # another input, or a constant that could be repeated over
            continue
        node = made[value]
        if (segmented := segments_of(node, made)) is not None:
            waiting.append(segmented)
            continue
        option, expected = ATTRIBUTES.get(node.kind, ("axis", None))
        if node.kind not in KEEPS_AXES or node.attributes.get(option) != expected:
            return False
        if node.kind == "Scan":  # its outputs have the steps of what it goes over
            waiting += node.inputs[-node.attributes.get("num_scan_inputs", 1) :]
        elif node.kind == "ReverseSequence":
            waiting += node.inputs[:1]
        elif node.kind == "Gather" and node.inputs[1:] == ["places"]:  # words into their places
            waiting.append("places")
        else:
            tables = [one for one in node.inputs if graph.axes.get(one) == 2] if node.kind in TABLES else []
            if node.kind == "Gather" and node.inputs[0] not in graph.axes:
                return False  # rows of what was computed, as many times as one likes
            waiting += [one for one in node.inputs if one not in tables]
    return reads_source


def segments_of(node: Node, made: Mapping[str, Node]) -> str | None:
    """What a convolution over segments of time reads, if `node` is the Transpose behind it: no more steps than that come out."""
    channels = [node, *(made[name] for name in node.inputs[:1] if name in made)]
    channels += [made[name] for name in channels[-1].inputs[:1] if name in made]
    if [one.kind for one in channels] != ["Transpose", "Conv", "Transpose"]:
        return None
    after, convolution, before = channels
    if set(convolution.attributes) != STRIDED or not all(map(bool, convolution.attributes.values())):
        return None
    kernel, pads, strides = (list(convolution.attributes[name]) for name in ("kernel_shape", "pads", "strides"))
    shortens = min(pads) >= 0 and sum(pads) < kernel[0] and strides[0] >= 1
    turned = after.attributes.get("perm") == [2, 0, 1] and before.attributes.get("perm") == [0, 2, 1]
    return before.inputs[0] if shortens and turned else None


def check_names(encoder: Graph, step: Graph, chosen: str, copying: tuple[str, str]) -> None:
    """Raise `Refused` unless what one graph gives is what the other takes, as the backend hands it on.

    The names of the share of the output layer begin with `chosen`; `copying` are what the encoder and the step of a model that
    copies give besides.
    """
    given, results = set(encoder.outputs), set(step.outputs)
    states = {name for name in given if name.startswith("state.")}
    copies = copying[0] in given
    expected = (
        ({copying[1], "weights"} if copies else set())
        | {"log_probs", *(f"new.{name}" for name in states)}
        | ({"weights"} & results)
    )
    shortlist = {"choices"} & set(encoder.inputs)
    takes = (
        {"tokens"}
        | given - {copying[0]}
        | ({"mask"} if "weights" in results else set())
        | ({"allowed"} if shortlist else set())
    )
    fits = states == {f"state.{number}" for number in range(len(states))} and states and results == expected
    fits = fits and set(encoder.inputs) - set(encoder.axes) - shortlist in READ
    fits = fits and set(step.inputs) - set(step.axes) == takes
    if not fits or (copies and shortlist) or bool(shortlist) != any(name.startswith(chosen) for name in given):
        raise Refused("has other inputs or outputs than s2s export writes")


def check_labeller(graph: Graph) -> None:
    """Raise `Refused` unless a graph reads what a predictor feeds it, and gives what that expects."""
    results, inputs = set(graph.outputs), set(graph.inputs) - set(graph.axes)
    if inputs not in (*READ, SPELLED, CASED) or results not in ({"scores", "predictions"}, {"scores", *CHAIN}):
        raise Refused("has other inputs or outputs than s2s export writes")
