"""What differs between exporting one kind of network and another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from onnx import GraphProto
from torch import nn

from s2s.config.schema import RunConfig
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.opened import opened
from s2s.data.stream import Examples as Train
from s2s.data.text.preparation import preparation
from s2s.errors import UserError
from s2s.export.graph import Ranges
from s2s.tasks.evaluation import Examples

LEAST_EQUAL = 0.99
"""The share of outputs that fp32 must write alike; what differs are ties that rounding breaks."""
BATCH = 2000


class Report(ABC):
    """How an export compares with the model it was made from, on the same examples."""

    @abstractmethod
    def __str__(self) -> str:
        """What was measured, in a line."""

    @abstractmethod
    def judge(self, int8: bool) -> None:
        """Raise `UserError` if the export is worse than the model, or another one than it."""


class Exporter(ABC):
    """What makes the graphs of a model, and holds them against it on `examples`."""

    network: ClassVar[type[nn.Module] | tuple[type[nn.Module], ...]]
    """The networks that it knows."""

    def __init__(self, config: RunConfig, codecs: Codecs, model: Any, examples: Examples) -> None:
        self.config, self.examples = config, examples
        self.codecs = opened(codecs) if config.model.copy else codecs
        self.model: Any = model
        """In evaluation mode, on the CPU."""

    @property
    def parameters(self) -> int:
        """How many numbers the model has learned."""
        model: nn.Module = self.model
        return sum(parameter.numel() for parameter in model.parameters())

    def encoded(self, role: str, values: Any) -> list[Any]:
        """`values` of a `role` as the model reads them."""
        codec, prepare = self.codecs[role == "target"], preparation(self.config, role)
        return codec.encode([codec.clean(value, prepare) for value in values])

    def choose(self, folder: Path, train: Train, count: int) -> None:
        """Write a shortlist of `count` translations. Raises `UserError` where nothing is translated."""
        raise UserError(f"--shortlist {count}: has no effect with task={self.config.task}; leave it out")

    @abstractmethod
    def ranges(self) -> Mapping[str, float]:
        """What goes into each product of the network on the examples, for int8."""

    @abstractmethod
    def graphs(self, ranges: Ranges) -> dict[str, GraphProto]:
        """The graphs by the names of their files, which `s2s.decode.backends.exported` has."""

    @abstractmethod
    def compare(self, folder: Path) -> Report:
        """What becomes of the examples by the model and by the export in `folder`."""

    def complete(self, folder: Path, partial: Path) -> bool:
        """Write what else the export in `partial` of the run in `folder` has, now that it is good; whether there is anything."""
        return False


def unlike(what: str, where: str) -> UserError:
    """What to raise where an export in fp32 does other than its model."""
    return UserError(
        f"the export {what} {where} in another way than the model; use --backend torch, and report this as a defect of s2s"
    )
