"""`s2s.load`: what fits a run, from its folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import load_codecs
from s2s.errors import UserError
from s2s.inference.arguments import folders_of
from s2s.runs.folder import load_config

if TYPE_CHECKING:
    from s2s.inference.next_word import WordPredictor
    from s2s.inference.predictor import Predictor
    from s2s.inference.translator import Translator

Folder = str | os.PathLike[str]


@overload
def load(  # type: ignore[overload-overlap]  # a string is a sequence of strings too
    folder: Folder, device: str = "auto", *, backend: str = "auto", threads: int | None = None, allow_code: bool = False
) -> Translator | Predictor | WordPredictor: ...
@overload
def load(
    folder: Sequence[Folder],
    device: str = "auto",
    *,
    backend: str = "auto",
    threads: int | None = None,
    allow_code: bool = False,
) -> Translator | Predictor: ...
def load(
    folder: Folder | Sequence[Folder],
    device: str = "auto",
    *,
    backend: str = "auto",
    threads: int | None = None,
    allow_code: bool = False,
) -> Translator | Predictor | WordPredictor:
    """What fits the run in `folder`: a `Translator` for one that writes text, a `Predictor` for labels and numbers, a
    `WordPredictor` for a language model, whose `translator` writes.

    Several folders are an ensemble, a `Translator` or a `Predictor`. A program that is type-checked calls `Translator.load` and the like,
    which give one kind and refuse the others. `device` is ``auto``, ``cpu``, ``cuda`` or ``mps``; `backend` ``torch``,
    ``onnx`` for what ``s2s export`` wrote, or ``auto``; `threads` how many cores a product may use. Code of the user's own
    that the run names is imported only with `allow_code`. Raises `UserError`.
    """
    path, *others = folders_of(folder)
    config = load_config(path, allow_code)
    if not rules_of(config.task).writes or (not others and reads_nothing(path)):
        return predictor_of([path, *others], config, device, threads, allow_code, backend)
    from s2s.inference.translator import Translator

    return Translator.load(folder, device, backend, threads, allow_code)


def predictor_of(
    folders: Sequence[Path],
    config: RunConfig,
    device: str = "auto",
    threads: int | None = None,
    allow_code: bool = False,
    backend: str = "auto",
) -> Predictor | WordPredictor:
    """What predicts as the run was trained to, the first with the options `config`: of a language model the next word.

    Several are an ensemble of labels or numbers. Raises `UserError` for a run that translates, and for several language models.
    """
    if rules_of(config.task).writes:
        from s2s.inference.next_word import WordPredictor

        if len(folders) > 1:
            shown = " and ".join(map(str, folders))
            raise UserError(
                f"{shown}: no ensemble says the next word; give one run, or runs that label or predict numbers"
            )
        return WordPredictor.load(folders[0], device, threads, allow_code, backend)
    from s2s.inference.predictor import Predictor

    return Predictor.load(folders, device, threads, allow_code, backend)


def reads_nothing(folder: Path) -> bool:
    """Whether the run is a language model, which has no source."""
    return load_codecs(folder)[0].is_empty
