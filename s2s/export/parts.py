"""The two graphs that translating needs: the encoder with its bridge, and one step of the decoder.

Their inputs and outputs are what `s2s.decode.backends.onnx` expects. The encoder: ``tokens`` (B, S), ``lengths`` (B,), or
what else `s2s.export.sources` reads → ``values`` (B, D, S), ``keys`` (B, A, S), already divided as the attention asks, and ``state.N``, part p of layer l being
N = l · P + p. The step: ``tokens`` (B, K), ``state.N`` (B, K, H), ``values``, ``keys`` and ``mask`` (B, 1, S), 0 on real
tokens and -inf on padding → ``log_probs`` (B, K, V), ``weights`` (B, K, S) and ``new.state.N``. A model without
attention has no ``values``, ``keys``, ``mask`` and ``weights``.

Of a model that copies the encoder also gives ``copied`` (B, S), what each position is as a target, or -1, and the step
``gate`` (B, K, 1), whose sigmoid is the share of what is written from the vocabulary; ``log_probs`` are the vocabulary's own.

With a shortlist the encoder also takes ``choices`` (U,), the tokens that any sentence of the batch may become, and gives
the output layer's share for them, ``output.weight`` (E, U), ``output.bias`` and in int8 ``output.scales`` (U,). The step
takes these and ``allowed`` (B, 1, U), 0 or -inf, and its ``log_probs`` (B, K, U) are those of the choices.
"""

from __future__ import annotations

import numpy
from onnx import GraphProto

from s2s.decode.backends.exported import CHOSEN, COPIED, GATE
from s2s.export.graph import Graph, Ranges, value
from s2s.export.recurrent import run, step
from s2s.export.sources import TURNED, embed, read
from s2s.nn.copying import CopyingSeq2Seq
from s2s.nn.model import Seq2Seq
from s2s.nn.onnx import array, linear
from s2s.nn.recurrent import Recurrent

ATTENTION = "decoder.attention"


def encoder(model: Seq2Seq, ranges: Ranges, choosing: bool = False) -> GraphProto:
    """tokens → memory and the decoder's first state."""
    graph = Graph(ranges)
    (inputs, vectors, sequences), recurrent = read(graph, model.encoder), model.encoder.recurrent
    assert isinstance(recurrent, Recurrent)
    outputs, finals = run(graph, recurrent, vectors, sequences, "encoder.recurrent")
    first = model.bridge.onnx(graph, finals, sequences.zeros, "bridge")
    results = {f"state.{number}": part for number, part in enumerate(first)}
    attention = model.decoder.attention
    if attention is not None:
        memory = graph.node("Transpose", outputs, perm=TURNED)
        results["values"] = attention.onnx_values(graph, memory, ATTENTION)
        results["keys"] = attention.onnx_keys(graph, memory, ATTENTION)
    if isinstance(model, CopyingSeq2Seq):
        results[COPIED] = graph.node("Gather", graph.constant(array(model.copied), numpy.int64), "tokens")
    if choosing:
        inputs.append(value("choices", "int64", "U"))
        results |= graph.columns(array(model.decoder.output), array(model.decoder.bias), "choices")
    return graph.build("encoder", inputs, results)


def decoder_step(model: Seq2Seq, ranges: Ranges, choosing: bool = False) -> GraphProto:
    """One token more for each of K beams that share their sentence's memory."""
    graph, decoder = Graph(ranges), model.decoder
    parts, units = decoder.first.parts(), decoder.first.width
    depth = 1 + (decoder.upper.depth if isinstance(decoder.upper, Recurrent) else 0)
    state = [f"state.{number}" for number in range(depth * parts)]
    inputs = [value("tokens", "int64", "B", "K")] + [value(name, "float32", "B", "K", units) for name in state]
    embedded = embed(graph, decoder.embedding, "tokens")
    before = [graph.node("Identity", name) for name in state]
    hidden, *after = step(graph, decoder.first, embedded, before[:parts], None, "decoder.first")
    results, context = {}, None
    if decoder.attention is not None:
        inputs += [value(name, "float32", "B", width, "S") for name, width in decoder.attention.widths.items()]
        inputs += [value("mask", "float32", "B", 1, "S")]
        context, results["weights"] = decoder.attention.onnx_attend(graph, hidden, "keys", "values", "mask", ATTENTION)
    if decoder.upper is not None:
        hidden, *more = step(graph, decoder.upper, hidden, before[parts:], context, "decoder.upper")
        after += more
    joined = hidden if context is None else graph.node("Concat", hidden, context, axis=-1)
    if isinstance(model, CopyingSeq2Seq):  # in fp32 always: one number decides about all others
        weight, bias = array(model.gate.weight), array(model.gate.bias)
        results[GATE] = graph.exact(graph.node("Concat", joined, embedded, axis=-1), weight, bias)
    features = graph.node("Tanh", linear(graph, joined, decoder.readout, "decoder.readout"))
    if choosing:
        kind, vectors = ("float32", ["bias"]) if ranges is None else ("int8", ["bias", "scales"])
        inputs += [
            value("allowed", "float32", "B", 1, "U"),
            value(CHOSEN + "weight", kind, decoder.output.shape[1], "U"),
        ]
        inputs += [value(CHOSEN + name, "float32", "U") for name in vectors]
        logits = graph.node("Add", graph.chosen(features, "decoder.output"), "allowed")
    else:
        logits = graph.linear(features, array(decoder.output), array(decoder.bias), "decoder.output")
    results["log_probs"] = graph.node("LogSoftmax", logits, axis=-1)
    outputs = results | {f"new.{name}": part for name, part in zip(state, after, strict=True)}
    return graph.build("step", inputs, outputs)
