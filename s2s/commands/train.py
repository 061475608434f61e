"""Hydra composes, `s2s.parse` judges, and only then is torch imported."""

from __future__ import annotations

import sys
from pathlib import Path

import hydra
from hydra.core.config_store import ConfigStore
from omegaconf import DictConfig, OmegaConf

from s2s.config import RunConfig
from s2s.errors import UserError
from s2s.parse import parse

INSTALLED = Path(__file__).parents[1] / "conf"
CONF = INSTALLED if INSTALLED.is_dir() else Path(__file__).parents[2] / "conf"


def run(values: DictConfig) -> None:
    """Check what Hydra composed, then train; a mistake of the user's ends in one line and exit code 2."""
    try:
        OmegaConf.resolve(values)
        config = parse(values)
        from s2s.train import train

        code = train(config)
    except UserError as error:
        print(f"s2s: {error}", file=sys.stderr)
        code = 2
    if code:
        sys.exit(code)


def main() -> None:
    """``python scripts/train.py`` and the command ``s2s-train``."""
    ConfigStore.instance().store("schema", RunConfig)
    hydra.main(version_base="1.3", config_path=str(CONF), config_name="train")(run)()
