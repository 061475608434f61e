"""What follows from a class's equations: kernels, written-out gradients, ONNX. Who replaces the equations does not inherit it."""

from __future__ import annotations

from collections.abc import Sequence


def own(subclass: type, base: type, equations: Sequence[str], derived: Sequence[str]) -> None:
    """Take from `subclass`, a subclass of `base`, what is `derived` from equations that it replaces.

    A kernel, a written-out gradient or an ONNX graph that were inherited would silently compute the old equations. What
    the subclass brings itself it keeps, and so it does what comes from the class that replaces the equations, such as a mixin.
    """

    def provider(name: str) -> int:
        """The place, in the order in which Python looks, of the class whose `name` the subclass has."""
        return next(place for place, one in enumerate(subclass.__mro__) if name in vars(one))

    replaced = min(map(provider, equations))
    for name in derived:
        if provider(name) > replaced:
            setattr(subclass, name, vars(base)[name])


def brings(subclass: type, base: type, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether `subclass` has its own derived method wherever it has its own equation: `pairs` of (equation, derived)."""
    replaced = {name for pair in pairs for name in pair if getattr(subclass, name) is not vars(base)[name]}
    return all(equation not in replaced or derived in replaced for equation, derived in pairs)
