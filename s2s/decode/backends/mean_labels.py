"""The predicting backend that asks several models at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy

from s2s.data.codecs.base import Codec
from s2s.decode.backend import Floats, Ints
from s2s.decode.labels import Labels
from s2s.nn.heads.chain import Chain


class MeanLabels:
    """`s2s.decode.labels.Labels` for models with the same labels, each position by itself, or with the same numbers.

    p(y) = Σ p_m(y) / M, the mean of the models' probabilities, as in `s2s.decode.backends.ensemble`; of numbers and of
    quantiles the mean.
    """

    def __init__(self, members: Sequence[Labels], codecs: Sequence[Codec] = ()) -> None:
        """`codecs` are those of the members' labels, which calibrate the probabilities of each."""
        self.members, self.codecs = tuple(members), tuple(codecs)

    def scores(self, sources: Any, lengths: Ints) -> Floats:
        """The logarithms of `predict`, by which the chain finds the same probabilities again."""
        smallest = numpy.finfo(numpy.float32).tiny
        logarithms: Floats = numpy.log(numpy.maximum(self.predict(sources, lengths), smallest), dtype=numpy.float32)
        return logarithms

    def predict(self, sources: Any, lengths: Ints) -> Floats:
        """The mean over the models, summed in fp64."""
        each = [member.predict(sources, lengths) for member in self.members]
        if self.codecs and self.codecs[0].labels:
            each = [codec.values_of(one) for codec, one in zip(self.codecs, each, strict=True)]
        mean: Floats = numpy.stack(each).mean(axis=0, dtype=numpy.float64).astype(numpy.float32)
        return mean

    def chain(self) -> Chain | None:
        """The first model's, which says nothing of neighbours."""
        return self.members[0].chain()

    def contents(self) -> Iterator[bytes]:
        """Those of every member."""
        for member in self.members:
            yield from member.contents()
