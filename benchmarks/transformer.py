"""A Transformer with random weights in CTranslate2's format: width 512, 6 encoder and 1 decoder layers."""

from __future__ import annotations

from pathlib import Path

import numpy
from ctranslate2.specs import TransformerSpec, attention_spec, common_spec

WIDTH, HEADS, INNER = 512, 8, 2048


def random_transformer(folder: Path, vocabulary: int) -> None:
    """Write the model to `folder`; its tokens are the numbers from 0 to `vocabulary` - 1."""
    spec = TransformerSpec.from_config((6, 1), HEADS)
    names = ["<blank>", "<s>", "</s>", "<unk>", *(str(number) for number in range(4, vocabulary))]
    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names)
    random = numpy.random.default_rng(1)

    def draw(*shape: int) -> numpy.ndarray:
        return (random.standard_normal(shape) * 0.05).astype(numpy.float32)

    def linear(layer: common_spec.LinearSpec, inputs: int, outputs: int) -> None:
        layer.weight, layer.bias = draw(outputs, inputs), draw(outputs)

    def norm(layer: common_spec.LayerNormSpec) -> None:
        layer.gamma, layer.beta = numpy.ones(WIDTH, numpy.float32), numpy.zeros(WIDTH, numpy.float32)

    def attention(layer: attention_spec.MultiHeadAttentionSpec, own: bool) -> None:
        norm(layer.layer_norm)
        shapes = [(WIDTH, 3 * WIDTH), (WIDTH, WIDTH)] if own else [(WIDTH, WIDTH), (WIDTH, 2 * WIDTH), (WIDTH, WIDTH)]
        for part, (inputs, outputs) in zip(layer.linear, shapes, strict=True):
            linear(part, inputs, outputs)

    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = draw(vocabulary, WIDTH)
        side.position_encodings.encodings = draw(512, WIDTH)
        if hasattr(side, "layer_norm"):
            norm(side.layer_norm)
        for layer in side.layer:
            attention(layer.self_attention, own=True)
            if side is spec.decoder:
                attention(layer.attention, own=False)
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, WIDTH, INNER)
            linear(layer.ffn.linear_1, INNER, WIDTH)
    linear(spec.decoder.projection, WIDTH, vocabulary)
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
