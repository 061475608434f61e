"""The states of training in a run folder, to resume from: written atomically, verified when they are read."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as format_tensors
from torch import Tensor

from s2s.config.versions import check_format, stamp
from s2s.data.text.tokenizer import LARGEST_FILE
from s2s.errors import UserError
from s2s.files import digest, own, partial_folder, read, sync, unwritable, write
from s2s.runs.weights import Tensors
from s2s.runtime.process import log

FACTS, TENSORS, SUMS = "state.json", "state.safetensors", "SHA256SUMS"
CODEC_FILES = ("*.model", "source.json", "target.json", "tokenizer.json", "features.json")
"""What of a run folder makes ids of text; a model is worth nothing with others."""
LARGEST_FACTS = 1 << 28
"""Bytes of state.json and of SHA256SUMS: the losses of millions of validations."""
LIMIT_PROCESSES = 1 << 16
"""More than any cluster trains one run with."""


def save_state(folder: Path, step: int, tensors: Tensors, facts: Mapping[str, Any], before: int | None) -> None:
    """Write the whole state of training as ``checkpoints/step-N``; once it is whole, all but that of step `before` goes.

    ``facts["best"]`` lists the score and the step of the best weights, whose files are there already. ``SHA256SUMS``, in
    the form of `sha256sum --check`, covers them, the state and the tokenizers.
    """
    checkpoints = own(folder / "checkpoints")
    final = checkpoints / f"step-{step:08d}"
    try:
        partial = partial_folder(final)
    except OSError as error:
        raise unwritable(final, error) from None
    try:
        content = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        write(partial / TENSORS, format_tensors(content))
        write(partial / FACTS, json.dumps({**stamp(), **facts, "step": step}).encode())
        write(partial / SUMS, sums(partial, facts["best"]))
        # Only a damaged one can be there, since training went on from an older one.
        shutil.rmtree(final, ignore_errors=True)
        os.replace(partial, final)
        sync(checkpoints)
    except (OSError, UserError) as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise error if isinstance(error, UserError) else unwritable(final, error) from None
    prune(checkpoints, [path for path in states(folder) if number(path) in (step, before)])


def prune(checkpoints: Path, kept: list[Path]) -> None:
    """Leave these states and the best weights that they name."""
    named = "".join(map(named_by, kept))
    for path in checkpoints.iterdir():
        if path.name.startswith("step-") and path not in kept:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith("best-") and f"../{path.name}\n" not in named:
            path.unlink(missing_ok=True)


def named_by(state: Path) -> str:
    """The SHA256SUMS of a state; nothing where it cannot be read."""
    try:
        return read(state / SUMS, LARGEST_FACTS).decode(errors="replace")
    except OSError:
        return ""


def best_weights(folder: Path, best: Iterable[tuple[float, int]]) -> list[Path]:
    """The files of the weights that scored best, as the state that lists their scores and steps has them."""
    return [folder / "checkpoints" / f"best-{step:08d}.safetensors" for _, step in best]


def sums(path: Path, best: Iterable[tuple[float, int]], largest: int = sys.maxsize) -> bytes:
    """What SHA256SUMS has to say of the state in `path` and of what it needs from elsewhere, as the files are now.

    Raises OSError for what is no regular file, or has more bytes than it can need: files of tensors `largest`.
    """
    folder = path.parents[1]
    codec_files = sorted(file for pattern in CODEC_FILES for file in folder.glob(pattern))
    files = [
        path / FACTS,
        path / TENSORS,
        *codec_files,
        *(file for file in best_weights(folder, best) if file.exists()),
    ]
    limits = {path / FACTS: LARGEST_FACTS} | dict.fromkeys(codec_files, LARGEST_FILE)
    return b"".join(
        f"{digest(file, limits.get(file, largest))}  {os.path.relpath(file, path)}\n".encode() for file in files
    )


def states(folder: Path) -> list[Path]:
    """The states of training in a run folder, whole or damaged, newest first."""
    paths = [path for path in (folder / "checkpoints").glob("step-*") if path.name[5:].isdecimal()]
    return sorted(paths, key=number, reverse=True)


def number(path: Path) -> int:
    """The update after which a state was saved, from its name ``step-N``."""
    return int(path.name[5:])


def begun(folder: Path) -> bool:
    """Whether there is a state to go on from. Raises `UserError` for a trained model without one, which would be lost."""
    for name in ("checkpoints", "tensorboard"):
        own(folder / name)
    has_states = bool(states(folder))
    if not has_states and (folder / "model.safetensors").exists():
        raise UserError(
            f"{folder}: holds a trained model but no checkpoint to go on from; give the new run another name (name=…) or"
            " move the folder away"
        )
    return has_states


def load_state(folder: Path, largest: Callable[[int], int]) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
    """The newest whole state, or None where none was saved. `largest` says how many bytes so many processes may need.

    A damaged one is named in a warning and passed over. Raises `UserError` if all are damaged: to start from nothing
    is for the user to decide.
    """
    paths = states(folder)
    for path in paths:
        try:
            return read_state(path, largest)
        except UserError:
            raise
        except (OSError, ValueError, KeyError, TypeError, RecursionError, SafetensorError) as error:
            reason = f" ({error})" if isinstance(error, Damaged) else ""
            log(f"warning: {path} is damaged{reason} and is passed over; an older checkpoint is used if there is one")
    if paths:
        raise UserError(
            f"{folder}/checkpoints: no checkpoint is whole, {', '.join(path.name for path in paths)}; restore what the"
            " warnings name from a copy (a best-*.safetensors may also be removed), or start from nothing under another"
            " name (name=…)"
        )
    return None


def read_state(path: Path, largest: Callable[[int], int]) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Raises `Damaged` for the first file that is not as SHA256SUMS has it, `UserError` for a whole state of a later format,
    or what reading any bytes may raise.

    Best weights that someone has removed are not missed here.
    """
    facts = json.loads(read(path / FACTS, LARGEST_FACTS))
    gone = [f"../{file.name}" for file in best_weights(path.parents[1], facts["best"]) if not file.exists()]
    written = read(path / SUMS, LARGEST_FACTS).decode().split("\n")
    processes = facts.get("processes", LIMIT_PROCESSES)  # earlier ones do not say
    if type(processes) is not int or not 1 <= processes <= LIMIT_PROCESSES:
        raise Damaged(f"{FACTS} names {processes} processes")
    now = sums(path, facts["best"], largest(processes)).decode().split("\n")
    if now != [line for line in written if line.partition("  ")[2] not in gone]:
        changed = next((line.partition("  ")[2] for line in now if line not in written), SUMS)
        raise Damaged(f"{changed} is not as it was written")
    check_format(facts.get("format", 1), facts.get("version"), str(path))
    return parse_tensors(read(path / TENSORS, largest(processes))), facts


class Damaged(ValueError):
    """A file that is not as it was written."""
