"""Corpora on several machines, by Ray Data: files as blocks, blocks by workers, each finished block as a part that stays."""
