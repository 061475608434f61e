"""Hydra composes, `s2s.parse` judges, and only then is torch imported."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import hydra
from hydra.core.config_store import ConfigStore
from hydra.errors import HydraException
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from s2s.config import RunConfig
from s2s.errors import UserError
from s2s.parse import explain, parse

INSTALLED = Path(__file__).parents[1] / "conf"
CONF = INSTALLED if INSTALLED.is_dir() else Path(__file__).parents[2] / "conf"
RANK = f"rank {number}: " if (number := os.environ.get("RANK", "0")) != "0" else ""
"""Which of several processes says something; nothing for the first."""


def run(values: DictConfig) -> None:
    """Check what Hydra composed, then train; a mistake of the user's ends in one line and exit code 2."""
    try:
        config = parse(values)
        from s2s.train import train

        code = train(config)
    except UserError as error:
        sys.stderr.write(f"s2s: {RANK}{error}\n")  # in one piece, as others may speak too
        code = 2
    if code:
        sys.exit(code)


def stop(number: int, frame: Any) -> None:
    """SIGTERM or Ctrl-C outside of the loop, which has its own way to stop."""
    if not RANK:
        print("s2s: stopped; the same command continues the run", file=sys.stderr)
    sys.exit(128 + number)


def main() -> None:
    """``python scripts/train.py`` and the command ``s2s-train``."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    ConfigStore.instance().store("schema", RunConfig)
    os.environ.setdefault("HYDRA_FULL_ERROR", "1")  # so that its errors reach us, to be said in one line
    composed = []

    def begin(values: DictConfig) -> None:
        composed.append(values)
        run(values)

    try:
        hydra.main(version_base="1.3", config_path=str(CONF), config_name="train")(begin)()
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        if composed:
            raise  # no mistake in what was typed: that would have ended in `run`
        cause = error.__cause__ if isinstance(error.__cause__, OmegaConfBaseException) else error
        text = explain(cause) if isinstance(cause, OmegaConfBaseException) else " ".join(str(error).split())
        print(f"s2s: {text}", file=sys.stderr)
        sys.exit(2)
