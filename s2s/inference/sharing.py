"""A loaded model in a folder of its own, with a card, and from there on the Hugging Face hub."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from s2s.config.directions import directions_of
from s2s.config.distributions import needing
from s2s.config.schema import DataConfig, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import save_codecs
from s2s.errors import UserError
from s2s.files import partial_folder, read, unwritable, write
from s2s.inference.confidence import save_confidence
from s2s.runs.find import find_run
from s2s.runs.folder import save_config, save_facts
from s2s.runs.hub import REPOSITORY, SCHEME, reason

CARD = "README.md"
LARGEST_CARD = 1 << 20
"""Bytes of a model card."""
KINDS = {"labels": "text-classification", "tags": "token-classification", "numbers": "tabular-regression"}
"""Kind of output → the hub's name of the task."""


def save(reader: Any, folder: str | os.PathLike[str], license: str | None = None) -> Path:
    """Write what `reader` has loaded to the new folder `folder`: an export as an export, weights as a run folder. Raises `UserError`.

    The model card of the run is kept, with what the hub reads of it before: the languages, the task and the `license`.
    """
    final = Path(folder)
    if final.exists() and (not final.is_dir() or any(final.iterdir())):
        raise UserError(f"{final}: is there already; give a new folder")
    translator = getattr(reader, "translator", reader)
    try:
        partial = partial_folder(final)
    except OSError as error:
        raise unwritable(final, error) from None
    try:
        write_model(translator, partial)
        write(partial / CARD, card(translator, license).encode())
        if final.is_dir():
            final.rmdir()
        os.replace(partial, final)
    except OSError as error:
        raise unwritable(final, error) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return final


def write_model(reader: Any, folder: Path) -> None:
    """The files of the model, as they were loaded."""
    backend = getattr(reader, "backend", None)
    exported, model = getattr(backend, "exported", None), getattr(backend or reader, "model", None)
    if exported is not None:
        from s2s.decode.backends.exported import save_manifest

        if not exported.whole:
            raise UserError(
                f"{exported.folder}: is an export of an earlier release; export the run again with s2s export"
            )
        for name, content in exported.files.items():
            write(folder / name, content)
        save_manifest(folder)
        return
    if model is None:
        raise UserError("an ensemble is several models; save each of them")
    from s2s.runs.weights import save_model

    save_config(folder, unturned(reader.config))
    save_codecs(folder, reader.source, reader.target)
    if hasattr(reader, "facts"):
        save_facts(folder, reader.facts)
    if getattr(reader, "confidence", None) is not None:
        save_confidence(folder, reader.confidence)
    save_model(folder / "model.safetensors", dict(model.named_parameters()))


def unturned(config: RunConfig) -> RunConfig:
    """The options of a run of several directions as they were before its model faced one of them."""
    if config.data.directions is None:
        return config
    default = DataConfig()
    return replace(config, data=replace(config.data, source=default.source, target=default.target))


def card(reader: Any, license: str | None) -> str:
    """The model card of the folder that `reader` was loaded from, or the beginning of one, behind what the hub reads of it."""
    origin = vars(reader).get("origin", {}).get("folder", ())
    written = f"# {reader.config.name}\n\nA model of [s2s](https://pypi.org/project/s2s-translate).\n"
    folders = [find_run(one) for one in origin]
    for folder in (
        *folders,
        *(one.parent for one in folders if one.name == "onnx"),
    ):  # an export has the card of its run
        try:
            written = read(folder / CARD, LARGEST_CARD).decode()
            break
        except (OSError, ValueError):
            continue
    if written.startswith("---\n"):  # a card that the hub has had already
        written = written.partition("\n---\n")[2].lstrip("\n")
    return f"---\n{yaml.safe_dump(dict(facts(reader.config, reader, license)), sort_keys=False)}---\n\n{written}"


def facts(config: RunConfig, reader: Any, license: str | None) -> Mapping[str, Any]:
    """What the hub shows and searches."""
    rules = rules_of(config.task)
    values: dict[str, Any] = {}
    if rules.translates:
        directions = directions_of(config.data) or [(config.data.source, config.data.target)]
        values["language"] = sorted({language for direction in directions for language in direction})
    if license is not None:
        values["license"] = license
    values["library_name"] = "s2s"
    written = "translation" if rules.translates and not reader.source.is_empty else "text-generation"
    values["pipeline_tag"] = KINDS.get(rules.output, written)
    values["tags"] = ["s2s", "recurrent"]
    return values


def push(reader: Any, repository: str, *, license: str, private: bool = False, revision: str | None = None) -> str:
    """Save `reader` and upload it to the hub; the address of the commit. Raises `UserError`."""
    repository = repository.removeprefix(SCHEME)
    if not REPOSITORY.fullmatch(repository):
        raise UserError(f"{repository}: is no name of a repository; write ORGANISATION/NAME")
    if not isinstance(license, str) or not license.strip():
        raise UserError('license: is missing; say under which others may use the model, such as license="cc-by-4.0"')
    with needing("push_to_hub"):
        import huggingface_hub
        from huggingface_hub import constants
    if constants.HF_HUB_OFFLINE:
        raise UserError(f"{SCHEME}{repository}: HF_HUB_OFFLINE is set; unset it to upload")
    with tempfile.TemporaryDirectory(prefix="s2s-") as folder:
        saved = save(reader, Path(folder) / "model", license)
        api = huggingface_hub.HfApi()
        try:
            api.create_repo(repository, private=private, exist_ok=True)
            commit = api.upload_folder(
                repo_id=repository, folder_path=saved, revision=revision, commit_message="Upload a model of s2s"
            )
        except Exception as error:  # of the client, which has many
            raise UserError(
                f"{SCHEME}{repository}: cannot be uploaded ({reason(error)}); log in with hf auth login"
            ) from None
    return str(commit.commit_url)
