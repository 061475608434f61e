"""`s2s.train`: what ``s2s train`` does, called from a program."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from s2s.api.data import data_of
from s2s.api.options import add, configured, flattened
from s2s.api.run import Run
from s2s.errors import UserError
from s2s.runs.folder import run_folder

if TYPE_CHECKING:
    from s2s.training.caller import Callback

DEFAULT = "default"
"""The recipe that data, task and experiment bring, as for the command."""
BUSY = threading.Lock()
"""Held while a training runs: two at a time would draw from the same random generators, and neither could be repeated."""


def train(
    experiment: str | None = None,
    task: str | None = None,
    data: Any = None,
    *,
    validation: Any = None,
    test: Any = None,
    recipe: str | None = DEFAULT,
    on_update: Callback | None = None,
    on_validation: Callback | None = None,
    allow_code: bool = False,
    **options: Any,
) -> Run:
    """Train a run, or continue it: the same call goes on where the run stopped, and ends in the same bytes.

    Presets, options and defaults are those of ``s2s train``, whose ``--help`` lists them. ::

        run = s2s.train(data="corpus/train", validation="corpus/val", model={"cell": "gru"}, train={"steps": 4000})

    Args:
        experiment: A preset for all options, such as ``"multi30k"``.
        task: What is learned: ``"translate"``, ``"classify"``, ``"regress"``, ``"tag"``, ``"generate"`` or ``"forecast"``.
        data: The name of a corpus, such as ``"phrasebook"``; the path of a file or the prefix of two; examples in memory (a
            list of pairs, of texts with labels, or the like; a table of pandas or `datasets`; an array); or a dict of
            options of the group ``data``, whose ``train``, ``validation`` and ``test`` are files or examples.
        validation: Examples, or their path, that training is judged by; by default some are held out.
        test: Likewise, for the scores at the end; by default those are the validation's.
        recipe: ``"regularised"``, ``"auto"`` (chosen from the amount of text), None for none, or ``"default"``: what data, task
            and experiment bring.
        on_update: Called with the step and ``loss``, ``nll``, ``norm``, ``lr`` and ``epoch`` after every update.
        on_validation: Called with the step and the scores after every validation. A callback that returns False stops
            the training, whose state is saved. Of several processes, that of rank 0 calls.
        allow_code: Whether presets, and run folders that this one continues or starts from, may import code.
        options: Single options, as ``seed=2``, in groups, as ``optim={"lr": 1e-3}``, or by their dotted names, as
            ``**{"optim.lr": 1e-3}``. ``train.steps`` beats the epochs of a preset, and the other way round.

    Returns the run, at its end or where a callback stopped it. Raises `UserError` for options and data that cannot be.
    After Ctrl-C the step in progress ends, the state is saved and KeyboardInterrupt raised; SIGTERM likewise takes its course
    then. A thread other than the main one gets no signals: a callback can stop it. One training runs at a time in a process.

    Torch's random generators and threads, Hydra's globals and the handlers of signals are as before when it ends. What
    stays: the C library keeps freed memory, oneDNN fewer kernels, cuDNN is without TF32, and `datasets` caches tables.
    """
    arguments = {**locals(), **options}
    examples = data_of(data, validation, test)
    given = dict(examples.options)
    add(given, flattened(options))
    presets = {"experiment": experiment, "task": task, "data": examples.corpus}
    presets = {group: choice for group, choice in presets.items() if choice is not None}
    with alone_in_process():
        config = configured(presets if recipe == DEFAULT else {**presets, "recipe": recipe}, given, allow_code)
        from s2s.training import caller, loop

        stopped_by = loop.train(config, caller.Caller(on_update, on_validation, called(arguments)), allow_code)
    if stopped_by is not None:
        signal.raise_signal(stopped_by)  # the state is saved: now the signal does what it would have done
    return Run(run_folder(config), allow_code=allow_code, examples=examples.examples)


@contextlib.contextmanager
def alone_in_process() -> Iterator[None]:
    """Raise `UserError` if another thread of this process is training."""
    if not BUSY.acquire(blocking=False):
        raise UserError("train: another training runs in this process; wait for its end, or use another process")
    try:
        yield
    finally:
        BUSY.release()


def called(arguments: Mapping[str, Any]) -> str:
    """The call as the model card has it: what differs from the defaults; examples in memory are not written out."""
    defaults = {"recipe": DEFAULT, "allow_code": False}
    without = ("options", "on_update", "on_validation")
    shown, dotted = [], {}
    for name, value in arguments.items():
        default = defaults.get(name)
        if name in without or value is default or (isinstance(value, str) and value == default):
            continue
        if "." in name:
            dotted[name] = value
        else:
            shown.append(f"{name}={written(value)}")
    if dotted:
        shown.append(f"**{written(dotted)}")
    return f"s2s.train({', '.join(shown)})"


def written(value: Any) -> str:
    """`value` as one types it; what has no short form is left out."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name!r}: {written(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, os.PathLike):
        return repr(os.fspath(value))
    return repr(value) if value is None or isinstance(value, str | int | float) else "…"
