"""How good the model is now, on the validation set: its loss, and the scores of its greedy translations."""

from __future__ import annotations

import torch

from s2s.assemble import Parts
from s2s.data.batching import in_order
from s2s.decode.torch_backend import TorchBackend
from s2s.evaluate import score
from s2s.translate import Translator

MOST = 1000
"""Validation sentences translated at the most."""


def validate(parts: Parts) -> dict[str, float]:
    """``loss`` (nats a token, without smoothing), ``bleu`` and ``chrf`` of greedy translations."""
    model = parts.model.eval()
    texts = parts.corpus.validation[:MOST]
    pairs = parts.stream.encode_plain(texts)
    total, count = 0.0, 0
    with torch.inference_mode():
        for batch in in_order(pairs, parts.config.train.tokens):
            moved = batch.to(parts.device)
            _, likelihood = model(moved.source, moved.lengths, moved.target, moved.mask)
            total, count = total + likelihood.item(), count + batch.tokens
    hypotheses = translator(parts).translate(list(texts["source"]), beam=1)
    scores = score(hypotheses, list(texts["target"]), parts.config.data.target, metrics=("bleu", "chrf"))
    return {"loss": total / count, "bleu": scores["bleu"].score, "chrf": scores["chrf"].score}


def translator(parts: Parts) -> Translator:
    """A translator with the weights that the model has now."""
    return Translator(parts.config, *parts.tokenizers, TorchBackend(parts.model.eval(), parts.device))
