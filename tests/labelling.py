"""Codecs of a few lines of text, of tags, labels and numbers, for models that predict them."""

from __future__ import annotations

from s2s.data.codecs.features import Features
from s2s.data.codecs.labels import Labels
from s2s.data.codecs.words import Words
from s2s.data.text.tokenizer import Tokenizer

TEXT = ["the dog sees a cat", "a bird", "it rains", "we go home now"]
PIECES = Tokenizer.train(TEXT, kind="char", size=None, coverage=None)
WORDS = Words(PIECES, Tokenizer.train(TEXT, kind="word", size=None, coverage=None))
VECTORS = Features((0.0, 1.0, 2.0), (1.0, 2.0, 1.0))
TAGS = Labels(("B-x", "I-x", "O"), True, "iob2")
NUMBERS = Features((0.0, 5.0), (1.0, 3.0))
