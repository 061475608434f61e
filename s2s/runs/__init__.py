"""The run folder: options, tokenizers, weights and states of training."""
