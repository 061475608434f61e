"""How well a model foresees text: its likelihood, and perplexities that say of what."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import device

    from s2s.data.batching import Batch


def negative_log_likelihood(model: Any, batches: Iterable[Batch], device: device) -> tuple[float, int]:
    """What `batches` have the model predict: its negative log-likelihood (nats), summed, and the number of positions.

    Of a model that predicts numbers the squared errors.
    """
    import torch  # only here: perplexities of an export need none

    own, positions = 0.0, 0
    model.eval()
    with torch.inference_mode():
        for batch in batches:
            moved = batch.to(device)
            own += model(moved.source, moved.lengths, moved.target, moved.mask)[1].item()
            positions += batch.tokens
    return own, positions


def perplexities(loss: float, positions: float, texts: Sequence[str]) -> dict[str, float]:
    """What `loss`, the negative log-likelihood (nats) of all `texts`, is for each of their pieces, words and bytes.

    A piece is what the tokenizer makes, so only models with the same one can be compared by their perplexity a piece. Words
    are what stands between spaces, bytes are those of UTF-8: these compare any two models of the same text. The end of a
    text has to be predicted as well, and counts as one more piece, word or byte.
    """
    words = sum(len(text.split()) + 1 for text in texts)
    size = sum(len(text.encode()) + 1 for text in texts)
    return {
        "perplexity a piece": exponential(loss / positions),
        "perplexity a word": exponential(loss / words),
        "bits a byte": loss / math.log(2) / size,
    }


def exponential(value: float) -> float:
    """eˣ, infinite where no float holds it."""
    return math.exp(value) if value < 700 else math.inf
