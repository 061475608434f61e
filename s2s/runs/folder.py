"""The run folder, and what of it can be read without torch: its options and tokenizers. `weights` and `states` have the rest.

::

    runs/<name>-<seed>/
        config.yaml        the format of the folder, the version of s2s, and every option, resolved
        tokenizer.model    or source.model and target.model; what is no text has source.json, target.json instead
        corpus.json        what of the training text decides how text is prepared (`s2s.data.text.facts`)
        confidence.json    how sure it is of what it writes (`s2s.inference.confidence`), of a translator
        probabilities.json how the probabilities of labels are calibrated (`s2s.data.codecs.calibration`), of a classifier
        model.safetensors  the best weights so far
        metrics.jsonl      what was measured, a line for each report; a repeated run repeats its bytes
        times.jsonl        minutes of training until each checkpoint, without validations
        results.json       what the run has come to, or why it has failed (`s2s.training.results`)
        report.html        the same as a page (`s2s.reports.page`)
        README.md          the model card
        checkpoints/       step-N/: the whole state, to resume from; best-N.safetensors: the k best weights
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from s2s import __version__
from s2s.config import bounded_yaml
from s2s.config.code import Allowed, refuse_code
from s2s.config.load import parse, to_yaml
from s2s.config.schema import RunConfig
from s2s.config.versions import FORMAT, migrated, stamp
from s2s.data.text.facts import Facts, from_json, to_json
from s2s.errors import UserError
from s2s.files import read, write
from s2s.runs.find import no_run
from s2s.runs.names import CONFIG, FACTS

LARGEST_CONFIG = 1 << 16
"""Bytes. Every option takes less than a twentieth of it."""
LARGEST_LOG = 1 << 28
"""Bytes of metrics.jsonl. A run of a million updates writes less than a twentieth of it."""
DEEPEST = 10


def run_folder(config: RunConfig) -> Path:
    """Where the run of `config` is: RUNS/NAME-SEED."""
    return Path(config.runs) / f"{config.name}-{config.seed}"


def load_config(folder: Path, allow_code: Allowed = False) -> RunConfig:
    """The options of the run in `folder`. Raises `UserError`, also if they name code that `allow_code` does not allow."""
    path = Path(folder) / CONFIG
    try:
        values = plain(read(path, LARGEST_CONFIG).decode())
        written_in = values.get("format", 1)
        values = migrated(values, str(folder))
    except UserError:
        raise
    except OSError:
        raise no_run(Path(folder)) from None
    # PyYAML lets out whatever its constructors meet in a value such as `!!timestamp x`.
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UserError(f"{path}: not the YAML that training writes; copy the run folder again") from None
    refuse_code(values, allow_code, str(folder))
    try:
        return parse(values)
    except UserError as error:
        if written_in == FORMAT:
            raise
        raise UserError(f"{folder}: was written in format {written_in}, before s2s {__version__}: {error}") from None


def plain(content: str) -> dict[str, Any]:
    """The mapping that YAML text holds. Raises ValueError, or what PyYAML raises.

    Refused is what `bounded_yaml` refuses, and OmegaConf's references, which grow likewise or read the environment.
    """
    if "${" in content:
        raise ValueError
    values = bounded_yaml.load(content, DEEPEST)
    if not isinstance(values, dict):
        raise ValueError
    return values


def save_config(folder: Path, config: RunConfig) -> None:
    """Write config.yaml, with the format's number and the version of s2s that wrote it."""
    write(folder / CONFIG, (yaml.safe_dump(stamp(), sort_keys=False) + to_yaml(config)).encode())


def save_facts(folder: Path, facts: Facts) -> None:
    """Write what was measured of the training text."""
    write(folder / FACTS, to_json(facts).encode())


def load_facts(folder: Path) -> Facts:
    """What was measured of the training text. Runs of earlier releases have no such file, and get the default."""
    path = Path(folder) / FACTS
    try:
        return from_json(read(path, LARGEST_CONFIG))
    except FileNotFoundError:
        return Facts()
    except (OSError, ValueError):
        raise UserError(f"{path}: not what training writes; copy the run folder again") from None
