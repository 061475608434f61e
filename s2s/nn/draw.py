"""First values of parameters. Each module says in its method `reset` what its own ones are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Draw:
    """What `reset` is given: it fills parameters, with numbers of one generator where they are random.

    A parameter that several modules share has the values that the first of them gives it. `blocks` are parts of a
    parameter along its first dimension, gates for example, that are filled one by one.
    """

    def __init__(self, generator: torch.Generator | None = None) -> None:
        """Without a generator torch's own is used."""
        self.generator = generator
        self.filled: dict[int, Tensor] = {}

    @contextmanager
    def once(self, parameter: Tensor, blocks: int = 1) -> Iterator[tuple[Tensor, ...]]:
        """The blocks of a parameter to be filled in place; none of one that is filled already."""
        new = id(parameter) not in self.filled
        self.filled[id(parameter)] = parameter
        with torch.no_grad():
            yield parameter.chunk(blocks) if new else ()

    def constant(self, parameter: Tensor, value: float) -> None:
        """Fill the parameter with `value`."""
        with self.once(parameter) as blocks:
            for block in blocks:
                block.fill_(value)

    def uniform(self, parameter: Tensor, bound: float, blocks: int = 1) -> None:
        """Uniform within ±`bound`; a bound of 0 gives zeros, which take as many numbers from the generator."""
        with self.once(parameter, blocks) as parts:
            for part in parts:
                part.uniform_(-bound, bound, generator=self.generator)

    def normal(self, parameter: Tensor, deviation: float) -> None:
        """Draw the parameter from N(0, `deviation`²)."""
        with self.once(parameter) as blocks:
            for block in blocks:
                block.normal_(0, deviation, generator=self.generator)

    def xavier(self, parameter: Tensor, blocks: int = 1) -> None:
        """Uniform with the variance 2 / (fan in + fan out) (Glorot & Bengio 2010)."""
        with self.once(parameter, blocks) as parts:
            for part in parts:
                nn.init.xavier_uniform_(part, generator=self.generator)

    def recurrent(self, parameter: Tensor, kind: str, blocks: int = 1) -> None:
        """Square blocks: ``orthogonal`` (arXiv:1312.6120), ``identity`` (arXiv:1504.00941), ``xavier``, or ``uniform`` as in torch."""
        with self.once(parameter, blocks) as parts:
            for part in parts:
                match kind:
                    case "orthogonal":
                        nn.init.orthogonal_(part, generator=self.generator)
                    case "identity":
                        nn.init.eye_(part)
                    case "xavier":
                        nn.init.xavier_uniform_(part, generator=self.generator)
                    case "uniform":
                        bound = 1 / math.sqrt(part.shape[1])
                        part.uniform_(-bound, bound, generator=self.generator)
                    case _:
                        raise ValueError(f"{kind}: use orthogonal, identity, xavier or uniform")

    def keep(self, module: nn.Module) -> None:
        """The module's own parameters as its constructor has made them."""
        self.filled |= {id(parameter): parameter for parameter in module.parameters(recurse=False)}

    def linear(self, module: nn.Module) -> None:
        """A linear layer of torch's: the weight Xavier, the bias zero."""
        assert isinstance(module, nn.Linear)
        self.xavier(module.weight)
        if module.bias is not None:
            self.uniform(module.bias, 0.0)

    def reset(self, module: nn.Module) -> None:
        """Fill the module's own parameters, those of modules inside it not counted, as its class says."""
        reset = getattr(module, "reset", None)
        if callable(reset):
            reset(self)
        else:
            for kind, fill in FOREIGN.items():
                if isinstance(module, kind):
                    fill(self, module)


FOREIGN: dict[type[nn.Module], Callable[[Draw, nn.Module], None]] = {nn.Linear: Draw.linear, nn.LayerNorm: Draw.keep}
"""What torch's own modules, which have no such method, begin with."""
