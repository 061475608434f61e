"""Scores of translations, labels, numbers and language models."""
