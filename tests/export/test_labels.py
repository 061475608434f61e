"""Exported labellers against the torch modules: every encoder, pooling and head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest
import torch

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from labelling import NUMBERS, PIECES, TAGS, TEXT, VECTORS, WORDS

from s2s.config.schema import RunConfig
from s2s.config.typed import typed
from s2s.data.codecs.base import Codec
from s2s.data.tags import allowed
from s2s.decode.backends.exported import LABELLER, read_export
from s2s.decode.backends.onnx_labels import OnnxLabels
from s2s.decode.backends.torch_labels import TorchLabels
from s2s.errors import UserError
from s2s.export.labeller import OUTPUT, labels
from s2s.export.ranges import measured
from s2s.export.write import save_graphs
from s2s.nn.encoder import TokenEncoder
from s2s.nn.labeller import Labeller
from s2s.nn.model import initialise, labeller

READ: dict[str, tuple[Codec, list[Any], str]] = {
    "text": (PIECES, TEXT, "learned"),
    "one-hot": (PIECES, TEXT, "onehot"),
    "words": (WORDS, [*TEXT, "the unseen dog"], "learned"),
    "vectors": (VECTORS, [numpy.arange(12.0).reshape(4, 3), numpy.ones((1, 3)), numpy.eye(3)], "features"),
}


def network(read: str, pooling: str, head: str, **more: Any) -> tuple[Labeller, Codec]:
    source, _, encoding = READ[read]
    target: Codec = NUMBERS if head == "squared_error" else TAGS
    options = {"embedding": 8, "encoder": {"units": 8, "layers": 2, "bidirectional": True}, "pooling": pooling, **more}
    config = typed(
        RunConfig, {"model": {"encoding": encoding, "head": head, **options}}
    ).model  # whatever fits together
    known = allowed(TAGS.labels, "iob2") if head == "crf" else None
    model = labeller(config, source.size, target.size, numeric=target is NUMBERS, allowed=known)
    initialise(model, str(config.recurrent_init), 3)
    generator = torch.Generator().manual_seed(4)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.3 * torch.randn(parameter.shape, generator=generator))
    return model.eval(), target


def exported(model: Labeller, source: Codec, target: Codec, each: bool, folder: Path, feed: Any = None) -> OnnxLabels:
    ranges = None if feed is None else measured(model, feed, {OUTPUT: model.dropout})
    save_graphs(folder, {LABELLER: labels(model, ranges)}, target.size)
    return OnnxLabels(read_export(folder, (LABELLER,)), source, target, each)


GRID = [
    *(("text", pooling, "softmax", {}) for pooling in ("none", "last", "mean", "max", "attention")),
    *((read, pooling, "softmax", {}) for read in ("one-hot", "words", "vectors") for pooling in ("none", "mean")),
    *(("text", "none", "softmax", {"cell": cell}) for cell in ("gru", "rnn", "ssru")),
    ("text", "last", "softmax", {"encoder": {"units": 8, "layers": 1, "bidirectional": False}}),
    ("text", "last", "softmax", {"encoder": {"units": 8, "layers": 3, "bidirectional": "first"}, "initial": "random"}),
    ("vectors", "mean", "softmax", {"initial": "learned", "residual": True, "layer_norm": True}),
    ("words", "none", "crf", {"case": True}),
    ("text", "none", "crf", {}),
    ("vectors", "last", "squared_error", {}),
    ("vectors", "none", "squared_error", {}),
    ("text", "attention", "squared_error", {}),
]


QUICK = (0, 1, 4, 5, 7, 16, 17, 19)
"""Rows that show every encoder and head; the slow suite has the others."""


@pytest.mark.parametrize(
    ("read", "pooling", "head", "more"),
    [pytest.param(*row, marks=[] if number in QUICK else pytest.mark.slow) for number, row in enumerate(GRID)],
)
def test_the_numbers_of_the_model(read: str, pooling: str, head: str, more: dict[str, Any], tmp_path: Path) -> None:
    source, values, _ = READ[read]
    model, target = network(read, pooling, head, **more)
    theirs, each = TorchLabels(model, torch.device("cpu")), pooling == "none"
    ours = exported(model, source, target, each, tmp_path)
    encoded = source.encode(values)
    arrays, lengths = source.pad(encoded, "source")
    found, expected = ours.scores(arrays, lengths), theirs.scores(arrays, lengths)
    real = numpy.arange(expected.shape[1]) < (lengths if each else lengths * 0 + 1)[:, None]
    numpy.testing.assert_allclose(found[real], expected[real], rtol=1e-4, atol=1e-5)
    predicted = ours.predict(arrays, lengths)
    numpy.testing.assert_allclose(predicted[real], theirs.predict(arrays, lengths)[real], rtol=1e-4, atol=1e-5)
    chains = ours.chain(), theirs.chain()
    assert (chains[0] is None) == (chains[1] is None) == (head == "squared_error")
    if chains[0] is not None and chains[1] is not None:
        for part in ("start", "transitions", "end"):
            numpy.testing.assert_array_equal(getattr(chains[0], part), getattr(chains[1], part))
    for row, one in enumerate(encoded):  # whatever is beside it
        array, length = source.pad([one], "source")
        alone = ours.predict(array, length)[0]
        numpy.testing.assert_allclose(alone, predicted[row, : len(alone)], rtol=1e-5, atol=1e-6)
    small = exported(model, source, target, each, tmp_path, lambda: theirs.scores(arrays, lengths))
    close = small.scores(arrays, lengths)[real]
    error = (((close - expected[real]) ** 2).mean() / (expected[real] ** 2).mean()) ** 0.5
    # Normalised, a one-hot vector has one number far from all others; the few cases have few numbers.
    assert error < (0.2 if read == "one-hot" else 0.08 if more.get("case") else 0.05)


class Reversed(TokenEncoder):
    """Whose equations are others."""

    def forward(self, tokens: torch.Tensor, lengths: torch.Tensor) -> Any:
        return super().forward(tokens.flip(1), lengths)


def test_parts_of_ones_own_are_not_taken_for_others() -> None:
    model, _ = network("text", "none", "softmax")
    assert isinstance(model.encoder, TokenEncoder)
    model.encoder = Reversed(embedding=model.encoder.embedding, recurrent=model.encoder.recurrent)
    with pytest.raises(UserError, match=r"^Reversed: brings no ONNX and cannot be exported; use --backend torch$"):
        labels(model, None)
    model, _ = network("text", "none", "softmax")
    model.head = torch.nn.Identity()
    with pytest.raises(UserError, match=r"^Identity: brings no ONNX"):
        labels(model, None)
