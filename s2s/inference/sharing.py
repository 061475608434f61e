"""A loaded model in a folder of its own, with a card, and from there on the Hugging Face hub."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from s2s.config.distributions import needing
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.codecs.files import save_codecs
from s2s.decode.backends.exported import exported_of, save_manifest
from s2s.errors import UserError
from s2s.files import partial_folder, unwritable, write
from s2s.inference.card import card
from s2s.inference.confidence import save_confidence
from s2s.runs.folder import save_config, save_facts
from s2s.runs.hub import REPOSITORY, reason
from s2s.runs.names import CARD, SCHEME


def save(
    reader: Any, folder: str | os.PathLike[str], license: str | None = None, repository: str | None = None
) -> Path:
    """Write what `reader` has loaded to the new folder `folder`: an export as an export, weights as a run folder. Raises `UserError`.

    The model card of the run is kept, with what the hub reads of it before (`s2s.inference.card`); `license` is by the hub's name, `repository`
    where it will be uploaded to.
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
        write(partial / CARD, card(translator, license, repository).encode())
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
    exported, model = exported_of(reader), getattr(getattr(reader, "backend", None) or reader, "model", None)
    if exported is not None:
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
        saved = save(reader, Path(folder) / "model", license, repository)
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
