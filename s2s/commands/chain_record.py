"""What is recorded of the stages of ``s2s best``: which have come to their end, with which options, and what they have reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from s2s.commands.stages import digest
from s2s.errors import UserError
from s2s.files import read, write

LARGEST = 1 << 20


class Record(dict[str, Any]):
    """The stages by their names, in a file."""

    def __init__(self, path: Path) -> None:
        """Read what earlier calls have recorded. Raises `UserError`."""
        super().__init__()
        self.path = path
        if path.exists():
            try:
                self.update(**json.loads(read(path, LARGEST)))
            except (ValueError, TypeError):
                raise UserError(
                    f"{path}: is damaged; delete it, and the stages say themselves how far they are"
                ) from None

    def done(self, stage: str, made: object) -> bool:
        """Whether a stage has come to its end with these options."""
        noted = self.get(stage)
        return isinstance(noted, dict) and noted.get("options") == digest(made)

    def note(self, stage: str, made: object, **facts: Any) -> None:
        """Record that a stage has come to its end."""
        self[stage] = {"options": digest(made), **facts}
        write(self.path, json.dumps(self, indent=1).encode() + b"\n")
