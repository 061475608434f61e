"""A shortlist: which target tokens a sentence may become, so that only their logits are computed.

For each source token it holds those that it was seen translated by, and beside them the most frequent target tokens of
all (Jean et al. 2015, arXiv:1412.2007, §3.3). What a sentence may become depends on that sentence alone; a batch computes
the tokens of any of its sentences and forbids each sentence those of the others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy

from s2s.decode.backend import Floats, Ints
from s2s.errors import UserError
from s2s.files import write

FILE = "shortlist.safetensors"
SPECIAL = 4
"""pad, bos, eos and unk come first in every choice, where decoding expects them."""


class Choice(NamedTuple):
    """What the B sentences of a batch may become."""

    tokens: Ints
    """(U,) of all of them together, ascending."""
    allowed: Floats
    """(B, 1, U): 0 where the sentence may, -inf where not."""


class Shortlist:
    """`table` (V, N): the target tokens of each source token; `always` (M,): those of every sentence."""

    def __init__(self, table: Ints, always: Ints, vocabulary: int) -> None:
        self.table, self.vocabulary = table, vocabulary
        self.always = numpy.union1d(numpy.arange(SPECIAL), always)

    @classmethod
    def whole(cls, source: int, vocabulary: int) -> Shortlist:
        """The list that leaves nothing out."""
        return cls(numpy.zeros((source, 0), numpy.int64), numpy.arange(vocabulary), vocabulary)

    @classmethod
    def of(cls, content: bytes, path: Path, vocabulary: int) -> Shortlist:
        """What `save` wrote to `path`. Raises `UserError` for anything else, and for ids beyond the `vocabulary`."""
        import safetensors.numpy

        try:
            parts = safetensors.numpy.load(content)
            table, always = (parts[name].astype(numpy.int64) for name in ("table", "always"))
            if table.ndim != 2 or always.ndim != 1 or max(table.max(initial=0), always.max(initial=0)) >= vocabulary:
                raise ValueError("not of this vocabulary")
        except (KeyError, ValueError, safetensors.SafetensorError) as error:
            raise UserError(f"{path}: cannot be loaded ({error}); export the run again with s2s export") from None
        return cls(table, always, vocabulary)

    def save(self, folder: Path) -> None:
        """Write the list to `folder`. Raises `UserError`."""
        import safetensors.numpy

        kind = numpy.uint16 if self.vocabulary <= 2**16 else numpy.uint32
        parts = {"table": self.table.astype(kind), "always": self.always.astype(kind)}
        write(folder / FILE, safetensors.numpy.save(parts))

    def choose(self, sources: Sequence[Sequence[int]], demanded: Sequence[Collection[int]] | None = None) -> Choice:
        """What a batch of B sources, as ids, may become; of each the tokens that are `demanded`, too."""
        may = numpy.zeros((len(sources), self.vocabulary), numpy.bool_)
        may[:, self.always] = True
        try:
            for row, source in enumerate(sources):
                may[row, self.table[source]] = True
        except IndexError:
            raise UserError(
                f"{FILE}: has {len(self.table):,} source tokens, and the tokenizer more; export the run again"
            ) from None
        for row, own in enumerate(demanded or ()):
            may[row, list(own)] = True
        tokens = numpy.flatnonzero(may.any(axis=0))
        return Choice(tokens, numpy.where(may[:, None, tokens], numpy.float32(0), numpy.float32(-numpy.inf)))

    def mean(self, sources: Sequence[Sequence[int]]) -> float:
        """How many tokens each of the sources may become, on average."""
        return float(numpy.mean([len(self.choose([source]).tokens) for source in sources]))
