"""The output of a corpus: a part for each block in the folder OUT, and beside it OUT.manifest, which says how each was made.

A worker writes a part, then its record: what has a record is whole. Both appear at once, so that whatever is killed at whatever
moment leaves finished blocks and nothing else. The names of parts are in the order of the blocks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from s2s.cluster import storage
from s2s.cluster.rows import ENDS
from s2s.errors import UserError

FORMAT = 1
"""Of a manifest; one of a later release is refused."""
VERSION = "manifest"
BEGUN = "begun-"
HEADER = "made_with.json"
RECORD = re.compile(r"block-(\d+)\.json")


@dataclass(frozen=True)
class Output:
    """Where parts go."""

    folder: str
    kind: str

    @property
    def manifest(self) -> str:
        """The folder of records."""
        return f"{self.folder}.manifest"

    def part(self, number: int) -> str:
        """The path of the part of a block."""
        return f"{self.folder}/part-{number:07}{ENDS[self.kind]}"

    def record(self, number: int) -> str:
        """The path of the record of a block."""
        return f"{self.manifest}/block-{number:07}.json"

    def attempt(self, number: int) -> int:
        """Note that a block is begun, and say how many times it was before in vain, its worker ended on the way."""
        path = f"{self.manifest}/{BEGUN}{number:07}"
        before = int(storage.read(path) or b"0")
        storage.write(path, str(before + 1).encode())
        return before

    def finish(self, number: int, content: bytes, record: Mapping[str, Any]) -> None:
        """Write a part, and then its record."""
        storage.write(self.part(number), content)
        record = {**record, "output": sha256(content)}
        storage.write(self.record(number), json.dumps(record).encode())
        storage.remove(f"{self.manifest}/{BEGUN}{number:07}")

    def holds(self, number: int, record: Mapping[str, Any]) -> bool:
        """Whether the part of a block is as its `record` says."""
        content = storage.read(self.part(number))
        return content is not None and sha256(content) == record.get("output")

    def refuse_existing(self) -> None:
        """Raise `UserError` where something is there already."""
        if storage.exists(f"{self.manifest}/{HEADER}"):
            raise UserError(
                f"{self.folder}: is begun or finished; give another name, or go on with --resume {self.folder}"
            )
        if storage.exists(self.folder):
            raise UserError(
                f"{self.folder}: exists, and no {self.manifest} says what it was made with; give another name, or remove it"
            )

    def begin(self, made_with: Mapping[str, Any], resume: bool) -> dict[int, dict[str, Any]]:
        """The records of finished blocks, by their numbers; a new output has none.

        Raises `UserError` for an output that exists, unless it is to be gone on with and was begun alike.
        """
        header = storage.read(f"{self.manifest}/{HEADER}")
        if header is None or not resume:
            self.refuse_existing()
            if not storage.is_local(self.folder):  # of which some have folders that must be made
                storage.make(self.folder)
                storage.make(self.manifest)
            values = json.dumps({VERSION: FORMAT, **made_with}, indent=1)
            storage.write(f"{self.manifest}/{HEADER}", values.encode() + b"\n")
            return {}
        self.check(header, made_with)
        names = storage.names(self.manifest)
        for name in names:
            if name.startswith(BEGUN):
                storage.remove(f"{self.manifest}/{name}")
        return {int(match[1]): self.known(name) for name in names if (match := RECORD.fullmatch(name))}

    def forget(self) -> None:
        """Remove the manifest of an output that has no finished block: what was wrong may be mended by other options."""
        names = storage.names(self.manifest)
        if not any(RECORD.fullmatch(name) for name in names):
            for name in names:
                if name == HEADER or name.startswith(BEGUN):
                    storage.remove(f"{self.manifest}/{name}")

    def known(self, name: str) -> dict[str, Any]:
        """A record. Raises `UserError` for one that is damaged."""
        content = storage.read(f"{self.manifest}/{name}")
        try:
            values = json.loads(content or b"")
            return {"input": str(values["input"]), "output": str(values["output"]), "notes": dict(values["notes"])}
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UserError(f"{self.manifest}/{name}: is damaged; remove it, and its block is done again") from None

    def check(self, header: bytes, made_with: Mapping[str, Any]) -> None:
        """Refuse to go on in another way than the output was begun."""
        try:
            before = json.loads(header)
            later = before[VERSION] > FORMAT
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UserError(f"{self.manifest}/{HEADER}: is damaged; give another output, or remove both") from None
        if later:
            raise UserError(f"{self.manifest}: was written by a later release of s2s; go on with that")
        now = json.loads(json.dumps(made_with))
        if changed := [name for name in now if before.get(name) != now[name]]:
            if changed[0] == "model":
                raise UserError(
                    f"{self.folder}: was begun with another model; go on with that one, or give another output"
                )
            was, wanted = (json.dumps(values.get(changed[0]), ensure_ascii=False) for values in (before, now))
            raise UserError(
                f"{self.folder}: was begun with {changed[0]} {was}, which is {wanted} now; go on with that, or give another"
                " output"
            )


def sha256(content: bytes) -> str:
    """In hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
