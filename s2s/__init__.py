"""s2s: train and use recurrent sequence-to-sequence translators."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s2s.inference.translator import Translator

__all__ = ["Translator", "__version__", "load"]
__version__ = "0.2.0"
logging.getLogger("s2s").addHandler(logging.NullHandler())  # silent, unless the program that imports it logs


def load(folder: str | Sequence[str], device: str = "auto", allow_code: bool = False) -> Translator:
    """The translator of the run in `folder`, or of several as an ensemble; `allow_code` lets a run import its own code."""
    from s2s.inference.translator import Translator

    return Translator.load(folder, device, allow_code=allow_code)


def __getattr__(name: str) -> Any:
    """``s2s.Translator``, imported when it is first asked for: importing s2s stays light."""
    if name == "Translator":
        from s2s.inference.translator import Translator

        return Translator
    raise AttributeError(f"module 's2s' has no attribute {name!r}")
