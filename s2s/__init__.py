"""s2s: train and use recurrent sequence-to-sequence models.

`train` trains a run and `load` gives what fits one: a `Translator`, `Predictor` or `WordPredictor`. Mistakes are `UserError`,
a ValueError of one line. Importing s2s imports nothing else; each name is looked up when it is first used.
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s2s.api.run import Run
    from s2s.api.training import train
    from s2s.errors import UserError
    from s2s.inference.loading import load
    from s2s.inference.next_word import NextWord, WordPredictor
    from s2s.inference.predictor import Prediction, Predictor
    from s2s.inference.sentences import Translation
    from s2s.inference.translator import Translator
    from s2s.tasks.evaluation import Evaluation

__all__ = [
    "Evaluation",
    "NextWord",
    "Prediction",
    "Predictor",
    "Run",
    "Translation",
    "Translator",
    "UserError",
    "WordPredictor",
    "__version__",
    "load",
    "train",
]
__version__ = "0.2.0"
logging.getLogger("s2s").addHandler(logging.NullHandler())  # silent, unless the program that imports it logs
HOMES = {
    "s2s.api.run": ("Run",),
    "s2s.api.training": ("train",),
    "s2s.errors": ("UserError",),
    "s2s.inference.loading": ("load",),
    "s2s.inference.next_word": ("NextWord", "WordPredictor"),
    "s2s.inference.predictor": ("Prediction", "Predictor"),
    "s2s.inference.sentences": ("Translation",),
    "s2s.inference.translator": ("Translator",),
    "s2s.tasks.evaluation": ("Evaluation",),
}
"""Module → the public names that it defines."""


def __getattr__(name: str) -> Any:
    """A public name, imported now."""
    for home, names in HOMES.items():
        if name in names:
            return importlib.import_module("s2s.config.distributions").public(home, name)
    raise AttributeError(f"module 's2s' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, whether they are imported or not."""
    return [*globals(), *__all__]
