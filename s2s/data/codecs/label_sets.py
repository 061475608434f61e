"""Several labels of one text, or none, as zeros and ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy

from s2s.data.codecs.base import Array, Ints
from s2s.data.codecs.calibration import Calibration
from s2s.data.codecs.json_codec import JsonCodec, names_in, shortened
from s2s.errors import UserError


@dataclass(frozen=True)
class LabelSets(JsonCodec):
    """Any number of labels for the whole example, written with a separator between them; of none nothing, or that alone."""

    kind: ClassVar[str] = "label_sets"
    output: ClassVar[str] = "labels"
    several: ClassVar[bool] = True  # type: ignore[misc]
    names: tuple[str, ...]
    separator: str
    calibration: Calibration = field(default=Calibration(), compare=False)

    @classmethod
    def learn(cls, values: Iterable[str], separator: str) -> LabelSets:
        """The different labels, in the order of the alphabet. Raises `UserError` where there are none."""
        names = {name for value in values for name in parts_of(value, separator)}
        if not names:
            raise UserError("data.train: no text has a label; give examples that have some")
        return cls(tuple(sorted(names)), separator)

    @property
    def size(self) -> int:
        """V, the number of labels."""
        return len(self.names)

    @property
    def labels(self) -> tuple[str, ...]:  # type: ignore[override]
        """The names, whose probabilities are predicted."""
        return self.names

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[Array]:
        """(1, V) for each value, 1 for a label that it has. Raises `UserError` for one that the training data lacks."""
        numbers = {name: number for number, name in enumerate(self.names)}
        rows = []
        for value in values:
            row = numpy.zeros((1, self.size), numpy.float32)
            for name in parts_of(value, self.separator):
                if name not in numbers:
                    raise UserError(f"{name!r}: not among the labels of the training data: {shortened(self.names)}")
                row[0, numbers[name]] = 1.0
            rows.append(row)
        return rows

    def values_of(self, output: Any) -> Any:
        """Probabilities (..., V) as the run has calibrated them."""
        return self.calibration.of_each(output)

    def decode(self, outputs: Sequence[Any]) -> list[str]:
        """The labels whose probabilities (1, V) reach their thresholds, with the separator between them."""
        chosen = [self.calibration.chosen(self.values_of(output))[0] for output in outputs]
        return [self.separator.join(name for name, has in zip(self.names, row, strict=True) if has) for row in chosen]

    def pad(self, examples: Sequence[Array], role: str | None = None) -> tuple[Array, Ints]:
        """Examples (1, V) → (B, 1, V), and lengths (B,), which are 1."""
        return numpy.stack(list(examples)), numpy.ones(len(examples), numpy.int64)

    def describe(self, values: Sequence[Any]) -> str:
        """How many labels there are, and how many a text has."""
        counts = [len(parts_of(value, self.separator)) for value in values]
        return f"{self.size:,} labels, {sum(counts) / max(1, len(counts)):.2g} a text"

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> LabelSets:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        names, separator = names_in(content), content["separator"]
        if not names or not isinstance(separator, str) or not separator.strip():
            raise ValueError
        return cls(names, separator)


def parts_of(value: str, separator: str) -> list[str]:
    """The labels that `value` names, each once, without blanks around them."""
    return list(dict.fromkeys(part for text in value.split(separator) if (part := text.strip())))
