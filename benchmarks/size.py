"""The network that the benchmarks measure: one LSTM layer on either side, as its peers were measured."""

from __future__ import annotations

EMBEDDING, ENCODER, DECODER, VOCABULARY = 256, 256, 512, 8000
MODEL = {
    "embedding": EMBEDDING,
    "encoder": {"units": ENCODER, "layers": 1},
    "decoder": {"units": DECODER, "layers": 1},
    "residual": False,
    "layer_norm": False,
}
