"""Trained models in use: text in, and text, labels or numbers out."""
