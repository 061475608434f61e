"""Heads: what the output layer's numbers mean, as the likelihood of a target and as predictions."""
