"""What a run may begin with: the tasks of the runs whose weights it takes → the options, or beginnings of names, that come with them."""

from __future__ import annotations

TRANSLATOR = {"translate": ("tokenizer", "model")}
OF_TAGGER = "cell nonlinearity embedding case initial encoder residual layer_norm head".split()
"""Not its word vectors, which a tagger that starts from it may have of its own."""
TAGGER = {"tag": ("tokenizer", *(f"model.{name}" for name in OF_TAGGER)), "generate": ("model.embedding",)}
