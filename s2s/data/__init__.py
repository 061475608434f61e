"""Corpora, tokenizers and other codecs, batches."""
