"""Codecs: what turns the sources and the targets of a corpus into what a network reads, and back."""
