"""Translators and predictors anywhere in Python: how they are pickled, and how they are there again elsewhere.

What travels is a *ticket*: the folder, the settings of the call that loaded it, and a digest of what was loaded. So a pickle
is small and the same each time, and `datasets` recognises by it what it has computed before. Nothing is loaded while
a pickle is read, where an error would kill a worker without a word: the first use loads, once in a process.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakValueDictionary

from s2s import __version__
from s2s.config.code import Allowed
from s2s.config.schema import RunConfig
from s2s.data.codecs.files import Codecs, save_codecs
from s2s.errors import SettingError, UserError
from s2s.runs.find import packed_as
from s2s.runs.names import SCHEME
from s2s.runtime.forks import survive_forks

KEPT = 2
"""Unpickled models that a process keeps loaded though nobody has them any more: the next task of a pool brings one again."""


class Travelling:
    """What `load` made of a folder, and what pickles as that folder, the settings and a digest."""

    def remember(self, *folders: Path, threads: int | None, allow_code: Allowed, **settings: str) -> None:
        """Keep the keywords by which `load` makes the same again."""
        vars(self)["origin"] = {
            **settings,
            "folder": [os.path.abspath(packed_as(folder)) for folder in folders],
            "threads": None if threads is None else int(threads),
            "allow_code": allow_code if isinstance(allow_code, bool) else sorted(allow_code),
        }

    def contents(self) -> Iterator[bytes]:
        """Everything that was loaded and that decides what comes out."""
        raise NotImplementedError

    def ticket(self) -> str:
        """What is pickled, in JSON. Raises `UserError` for what was loaded from no folder."""
        own = vars(self)
        if "ticketed" not in own:
            if "origin" not in own:
                raise UserError(
                    f"{type(self).__name__}: cannot be pickled, as it was made in memory; load it from its run folder"
                )
            own["ticketed"] = json.dumps(
                {"version": __version__, "digest": digest(self.contents()), "load": own["origin"]}, sort_keys=True
            )
        READERS.live[type(self), own["ticketed"]] = self
        return str(own["ticketed"])

    @classmethod
    def from_pretrained(cls, name: str | os.PathLike[str], *, revision: str | None = None, **keywords: Any) -> Self:
        """`load` of a folder or a pack that is there, or else of the repository ``ORGANISATION/NAME`` of the Hugging Face hub.

        `revision` is a branch, a tag or a commit of the repository. Raises `UserError`.
        """
        if os.path.exists(name) or (str(name).startswith(SCHEME) and revision is None):
            if revision is not None:
                raise SettingError("revision", revision, f"has no effect on {name}, which is a folder; leave it out")
            folder: Any = name
        else:
            from s2s.runs.hub import fetched

            folder = fetched(os.fspath(name), revision)
        made: Self = cls.load(folder, **keywords)  # type: ignore[attr-defined]
        return made

    def save_pretrained(self, folder: str | os.PathLike[str], *, license: str | None = None) -> Path:
        """Write the model to a new folder, which `load` reads: an export as an export, weights as a run. Raises `UserError`.

        The model card has what the hub reads of it: the languages, the task and the `license`.
        """
        from s2s.inference import sharing  # with what only a model card needs

        return sharing.save(self, folder, license)

    def push_to_hub(self, name: str, *, license: str, private: bool = False, revision: str | None = None) -> str:
        """`save_pretrained`, uploaded to the repository ``ORGANISATION/NAME``; the address of the commit. Raises `UserError`."""
        from s2s.inference import sharing

        return sharing.push(self, name, license=license, private=private, revision=revision)

    def __reduce__(self) -> tuple[Any, ...]:
        """A ticket."""
        return revived, (type(self), self.ticket())

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """An attribute of what has not been loaded yet. Raises `UserError` if that is not there any more, or another."""
            if not name.startswith("_") and "ticketed" in vars(self):
                READERS.load(self)
                if name in vars(self):
                    return vars(self)[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def revived(kind: type[Travelling], ticket: str) -> Travelling:
    """What `ticket` stands for, of class `kind`. It is loaded when it is first used."""
    made = kind.__new__(kind)
    vars(made).update(ticketed=ticket, pending=True)
    return made


class Readers:
    """What this process has loaded by tickets, or has made tickets of."""

    def __init__(self) -> None:
        self.live: WeakValueDictionary[tuple[type, str], Travelling] = WeakValueDictionary()
        self.recent: deque[Travelling] = deque(maxlen=KEPT)
        self.forked()
        survive_forks(self)

    def forked(self) -> None:
        """A child has its own lock: that of the parent may be held by a thread that the child has not."""
        self.lock = threading.RLock()

    def load(self, reader: Travelling) -> None:
        """Load what is `pending`, or take what the process has already by the same ticket. Raises `UserError`."""
        with self.lock:
            own = vars(reader)
            if "pending" not in own:
                return
            key = type(reader), own["ticketed"]
            loaded = self.live.get(key)
            if loaded is None or "pending" in vars(loaded):
                loaded = opened(*key)
                self.live[key] = loaded
            if loaded not in self.recent:
                self.recent.append(loaded)
            own.update(vars(loaded))
            del own["pending"]


def opened(kind: Any, ticket: str) -> Travelling:
    """What `kind.load` makes of the folder of `ticket`. Raises `UserError` if that is not what was pickled."""
    values = json.loads(ticket)
    origin = dict(values["load"])
    folders, facing = origin.pop("folder"), origin.pop("facing", None)
    if values["version"] != __version__:
        raise UserError(
            f"{folders[0]}: was pickled by s2s {values['version']}, and this is s2s {__version__}; install the same version"
        )
    made: Any = kind.load(folders[0] if len(folders) == 1 else folders, **origin)
    if facing is not None:
        made = made.facing(*facing)
    if digest(made.contents()) != values["digest"]:
        raise UserError(
            f"{', '.join(folders)}: is not what was pickled, as its weights, tokenizers or options are others now; load"
            " the run again and pickle that"
        )
    vars(made)["ticketed"] = ticket
    reader: Travelling = made
    return reader


def digest(contents: Iterable[bytes]) -> str:
    """The SHA-256 of several contents one after the other, in hexadecimal digits."""
    hashed = hashlib.sha256()
    for content in contents:
        hashed.update(len(content).to_bytes(8))
        hashed.update(content)
    return hashed.hexdigest()


def described(config: RunConfig, codecs: Codecs, more: Mapping[str, str]) -> Iterator[bytes]:
    """The options of a run, its codecs as they are saved, and what is kept beside them."""
    yield repr(config).encode(errors="surrogatepass")
    yield json.dumps(more, sort_keys=True).encode()
    with tempfile.TemporaryDirectory(prefix="s2s-") as folder:
        save_codecs(Path(folder), *codecs)
        for path in sorted(Path(folder).iterdir()):
            yield path.name.encode()
            yield path.read_bytes()


READERS = Readers()
