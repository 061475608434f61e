"""Decoding: one loop for every backend, in numpy, so that translating needs torch only if the backend does."""
