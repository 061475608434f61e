"""The graph that forecasting needs: windows in the units of their series → all steps ahead, with their quantiles, in these.

Its inputs are ``features`` (B, W, F), without gaps, and ``lengths`` (B,), each W. ``predictions`` (B, 1, T · C · R) are
what `s2s.nn.forecaster.Forecaster.predict` gives, and ``scores`` are the same. Windows are scaled inside the graph. What
is read, written and linear is in fp32 in an int8 graph too, and so are the steps of a decoder, which read what they wrote.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy
from onnx import GraphProto

from s2s.decode.backends.graph import LIMIT_NODES
from s2s.errors import UserError
from s2s.export.graph import Graph, Ranges, value
from s2s.export.labeller import pooled
from s2s.export.recurrent import Sequences, run, step
from s2s.nn.encoder import FeatureEncoder
from s2s.nn.forecaster import Forecaster, Form, WindowScale
from s2s.nn.labeller import PooledHead
from s2s.nn.onnx import array, linear
from s2s.nn.recurrent import Recurrent


class Scaled(NamedTuple):
    """A batch of windows inside a graph, in units of their own."""

    window: str
    """(B, W, F)"""
    own: str
    """(B, W, C): the columns that are forecast."""
    level: str
    """(B, 1, C)"""
    scale: str
    """(B, 1, C)"""


def forecasts(model: Forecaster, ranges: Ranges) -> GraphProto:
    """`Forecaster.predict` as ONNX. Raises `UserError` for parts without ONNX, and more steps than a graph may have."""
    for part, known in ((model.encoder, FeatureEncoder), (model.head, PooledHead)):
        if type(part) is not known:  # a subclass may have equations of its own
            raise UserError(f"{type(part).__name__}: brings no ONNX and cannot be exported; use --backend torch")
    graph, form, size = Graph(ranges), model.form, len(model.scaling.mean)
    inputs = [value("features", "float32", "B", form.window, size), value("lengths", "int64", "B")]
    scaled = scaling(graph, model.scaling)
    straight = graph.node("Einsum", scaled.own, graph.constant(array(model.linear)), equation="bwc,cwt->btc")
    rest = corrections(graph, model, scaled, straight)
    axis = graph.integers(3)
    numbers = graph.node("Reshape", rest, graph.integers(0, form.horizon, form.targets, -1))
    numbers = graph.node("Add", numbers, graph.node("Unsqueeze", straight, axis))
    numbers = graph.node("Mul", numbers, graph.node("Unsqueeze", scaled.scale, axis))
    numbers = graph.node("Add", numbers, graph.node("Unsqueeze", scaled.level, axis))
    flat = graph.node("Reshape", numbers, graph.integers(0, 1, -1))
    if len(graph.nodes) > LIMIT_NODES:
        raise UserError(
            f"data.horizon={form.horizon}: with model.forecast.steps=recursive this needs {len(graph.nodes):,} operators,"
            f" of which an export may have {LIMIT_NODES:,}; use --backend torch, or model.forecast.steps=direct"
        )
    return graph.build("forecaster", inputs, {"scores": flat, "predictions": flat})


def scaling(graph: Graph, module: WindowScale) -> Scaled:
    """`WindowScale.forward` as ONNX, of the graph's ``features``."""
    form, size, own, others = module.form, len(module.mean), "features", ""
    if size > form.targets:
        own, others = graph.split("features", [form.targets, size - form.targets])
    last = graph.node("Slice", own, graph.integers(-form.recent), graph.integers(form.window), graph.integers(1))
    level = mean(graph, last)
    deviation = mean(graph, graph.node("Abs", graph.node("Sub", own, mean(graph, own))))
    least = graph.node("Mul", mean(graph, graph.node("Abs", own)), graph.constant(array(module.floor)))
    scale = graph.node("Max", deviation, least)
    usual = graph.constant(array(module.scale)[: form.targets])
    scale = graph.node("Where", graph.node("Greater", scale, graph.constant(0.0)), scale, usual)
    scaled = graph.node("Div", graph.node("Sub", own, level), scale)
    if not others:
        return Scaled(scaled, scaled, level, scale)
    centred = graph.node("Sub", others, graph.constant(array(module.mean)[form.targets :]))
    rest = graph.node("Div", centred, graph.constant(array(module.scale)[form.targets :]))
    return Scaled(graph.node("Concat", scaled, rest, axis=-1), scaled, level, scale)


def mean(graph: Graph, inputs: str) -> str:
    """Over the steps: (B, W, C) → (B, 1, C)."""
    return graph.node("ReduceMean", inputs, axes=[1], keepdims=1)


def corrections(graph: Graph, model: Forecaster, scaled: Scaled, straight: str) -> str:
    """What the head predicts of what the linear forecasts `straight` miss: (B, 1, T · C · R), or of a decoder (B, T, C · R)."""
    form, recurrent, head = model.form, model.encoder.recurrent, model.head
    assert isinstance(recurrent, Recurrent) and isinstance(head, PooledHead)
    every = graph.node("Mul", "lengths", graph.constant(0, numpy.int64))
    sequences = Sequences(graph, graph.node("Add", every, graph.constant(form.segments, numpy.int64)))
    vectors = segments(graph, form, model.encoder, scaled.window)
    outputs, finals = run(graph, recurrent, vectors, sequences, "encoder.recurrent")
    if model.decoder is not None:
        return stepwise(graph, model, scaled, straight, [part for layer in finals for part in layer])
    return predicted(graph, model, pooled(graph, head, outputs, sequences))


def segments(graph: Graph, form: Form, encoder: Any, window: str) -> str:
    """The encoder's linear layer on the segments of a window (B, W, F) → (N, B, E), time first.

    That is a convolution whose stride is as wide as its kernel, and the zeros before a window are its padding. So the
    axis of time becomes shorter and never longer, which `s2s.decode.backends.graph` can tell.
    """
    weight = array(encoder.linear.weight)
    kernel = weight.reshape(len(weight), form.segment, -1).transpose(0, 2, 1)
    missing = form.segments * form.segment - form.window
    channels = graph.node("Transpose", window, perm=[0, 2, 1])
    constants = graph.constant(kernel), graph.constant(array(encoder.linear.bias))
    shape: dict[str, Any] = {"kernel_shape": [form.segment], "strides": [form.segment], "pads": [missing, 0]}
    return graph.node("Transpose", graph.node("Conv", channels, *constants, **shape), perm=[2, 0, 1])


def predicted(graph: Graph, model: Forecaster, features: str) -> str:
    """Features (B, P, D) through the output layer and its head."""
    scores = graph.exact(features, array(model.output), array(model.bias))
    return model.distribution.onnx(graph, scores)["predictions"]


def stepwise(graph: Graph, model: Forecaster, scaled: Scaled, straight: str, finals: list[str]) -> str:
    """The steps of the decoder one after the other, from the encoder's final states (B, H): (B, T, C · R)."""
    decoder, form, middle, steps = model.decoder, model.form, graph.integers(1), []
    assert decoder is not None
    graph.ranges = None
    state = [graph.node("Unsqueeze", part, middle) for part in finals]
    before = graph.node("Slice", scaled.own, graph.integers(-1), graph.integers(form.window), middle)
    for ahead in graph.split(straight, [1] * form.horizon, axis=1):
        fed = linear(graph, graph.node("Concat", before, ahead, axis=-1), decoder.linear, "decoder.linear")
        hidden, *state = step(graph, decoder.recurrent, fed, state, None, "decoder.recurrent")
        steps.append(predicted(graph, model, hidden))
        numbers = graph.node("Reshape", steps[-1], graph.integers(0, 1, form.targets, -1))
        points = graph.node("Gather", numbers, graph.constant(0, numpy.int64), axis=3)
        before = graph.node("Add", ahead, points)
    return graph.node("Concat", *steps, axis=1)
