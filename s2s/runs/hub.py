"""Runs on the Hugging Face hub: those files of a repository that a run or an export has, in the cache of `huggingface_hub`.

What comes from there is what anybody has put there. Only files by the names below are fetched, their sizes are known before, and they are read
as those of any folder: options within bounds, safetensors, and graphs that are examined before they run. A plain name is never looked for there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from s2s.config.distributions import needing
from s2s.errors import UserError, first_line
from s2s.runs.contents import OWN
from s2s.runs.names import SCHEME
from s2s.runtime.process import log

REPOSITORY = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")
FILES = (*OWN, *(f"onnx/{name}" for name in OWN))
"""Names of what is fetched, of a run folder and of the export inside it."""
LARGEST = 1 << 33
"""Bytes of all files together."""


def fetched(name: str, revision: str | None = None) -> Path:
    """The folder with the files of the repository `name`, ``hf://`` before it or not, at a `revision`, by default the newest.

    Offline, or where the hub cannot be reached, what was fetched before. Raises `UserError`.
    """
    repository, _, named = name.removeprefix(SCHEME).partition("@")
    revision = revision or named or None
    if not REPOSITORY.fullmatch(repository):
        raise UserError(
            f"{name}: is no repository of the hub; write {SCHEME}ORGANISATION/NAME or {SCHEME}ORGANISATION/NAME@REVISION"
        )
    with needing(name):
        import huggingface_hub
        from huggingface_hub import constants, errors
    if constants.HF_HUB_OFFLINE:
        return kept(repository, revision, "HF_HUB_OFFLINE is set")
    try:
        about = huggingface_hub.HfApi().model_info(repository, revision=revision, files_metadata=True)
        check(repository, about)
        # By its own name, which is what is looked for offline.
        folder = huggingface_hub.snapshot_download(repository, revision=revision, allow_patterns=list(FILES))
    except errors.RevisionNotFoundError:
        raise UserError(f"{SCHEME}{repository}: has no revision {revision}; check it") from None
    except errors.GatedRepoError:
        raise UserError(
            f"{SCHEME}{repository}: asks for consent first; give it on the hub, and log in with hf auth login"
        ) from None
    except errors.RepositoryNotFoundError:
        raise UserError(
            f"{SCHEME}{repository}: is not there, or private; check the name, or log in with hf auth login"
        ) from None
    except UserError:
        raise
    except (errors.HfHubHTTPError, errors.LocalEntryNotFoundError, OSError) as error:
        return kept(repository, revision, f"the hub cannot be reached ({reason(error)})")
    except Exception as error:  # of the client below, whichever it is
        if type(error).__module__.partition(".")[0] not in ("httpx", "httpx2", "requests", "urllib3"):
            raise
        return kept(repository, revision, f"the hub cannot be reached ({reason(error)})")
    if Path(folder).name != about.sha:
        raise UserError(f"{SCHEME}{repository}: was changed while it was fetched; run the command again")
    return Path(folder)


def kept(repository: str, revision: str | None, why: str) -> Path:
    """What was fetched before, which is said. Raises `UserError` where nothing was."""
    import huggingface_hub

    try:
        folder = huggingface_hub.snapshot_download(
            repository, revision=revision, allow_patterns=list(FILES), local_files_only=True
        )
    except Exception as error:
        raise UserError(f"{SCHEME}{repository}: {why}, and it was not fetched before ({reason(error)})") from None
    log(f"{SCHEME}{repository}: {why}; what was fetched before is used, {Path(folder).name}")
    return Path(folder)


def check(repository: str, about: Any) -> None:
    """Raise `UserError` for a repository that is no run, or whose files are too large."""
    sizes = {file.rfilename: file.size for file in about.siblings or () if file.rfilename in FILES}
    if not {"config.yaml", "onnx/config.yaml"} & set(sizes):
        raise UserError(f"{SCHEME}{repository}: has no config.yaml, and is no run of s2s; check the name")
    if not all(isinstance(size, int) and size >= 0 for size in sizes.values()) or sum(sizes.values()) > LARGEST:
        raise UserError(
            f"{SCHEME}{repository}: has files of more than {LARGEST:,} bytes, or of unknown size; none is fetched"
        )


def reason(error: Exception) -> str:
    """The first line of a message, in at most 200 characters."""
    return first_line(error)[:200]
