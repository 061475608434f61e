"""The references of a line, of which there may be several, and text as metrics of whole lines compare it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence


class Alternatives(tuple[str, ...]):
    """Several references of one line, each of them right; one at least. A line with a single reference has a string."""

    __slots__ = ()


Reference = str | Alternatives


def alternatives(reference: Reference) -> tuple[str, ...]:
    """All references of a line, one at least."""
    return (reference,) if isinstance(reference, str) else reference


def first_of(references: Sequence[Reference]) -> list[str]:
    """The first reference of each line."""
    return [alternatives(reference)[0] for reference in references]


def changed(change: Callable[[str], str], reference: Reference) -> Reference:
    """A line's references, each after `change`."""
    return change(reference) if isinstance(reference, str) else Alternatives(map(change, reference))


def reference_of(texts: Sequence[str]) -> Reference:
    """What is right for a line with these references: blank ones beside others are left out, and equal ones count once."""
    kept = tuple(dict.fromkeys(text for text in texts if text.strip()))
    if not kept:
        return texts[0]
    return kept[0] if len(kept) == 1 else Alternatives(kept)


def canonical(text: str) -> str:
    """`text` composed (Unicode's NFC) and without blanks at its ends: what is canonically equal is equal."""
    return unicodedata.normalize("NFC", text).strip()
