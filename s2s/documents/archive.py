"""Documents that are zip archives of XML: read within bounds, written with all else as it was."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from s2s.documents.base import Document, Reading, damaged
from s2s.documents.nodes import Node
from s2s.errors import UserError

LARGEST = 1 << 29
"""Bytes that an archive may expand to, all members together: 512 MiB."""
MEMBERS = 20_000
"""Files that an archive may have."""
RATIO = 300
"""How many times as large as its packed bytes a member may be that has more than `SMALL`; office documents have up to 100."""
SMALL = 1 << 22
"""Bytes of a member that may be packed as tightly as it likes: 4 MiB."""
DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)")


class Archive:
    """The members of a zip archive."""

    def __init__(self, content: bytes, reading: Reading, what: str) -> None:
        """Raises `UserError` for what is no archive, is encrypted, or expands beyond the bounds."""
        self.reading, self.what = reading, what
        try:
            self.file = zipfile.ZipFile(io.BytesIO(content))
            self.members = self.file.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise damaged(reading, what, error) from None
        self.check()

    def check(self) -> None:
        """Raises `UserError` for an archive beyond the bounds, encrypted, or with two members of one name."""
        names = [member.filename for member in self.members]
        total = sum(member.file_size for member in self.members)
        large = [m for m in self.members if m.file_size > SMALL and m.file_size > RATIO * max(1, m.compress_size)]
        refused = None
        if len(names) > MEMBERS or total > LARGEST or large:
            refused = f"expands to {total:,} bytes in {len(names):,} files; at most {LARGEST >> 20} MiB are read"
        elif len(set(names)) < len(names):
            refused = "has two files of one name"
        elif any(member.flag_bits & 1 for member in self.members):
            refused = "is encrypted; save it without a password"
        if refused:
            raise UserError(f"{self.reading.name}: {refused}; nothing was written")

    @property
    def names(self) -> list[str]:
        """The names of the members, in their order."""
        return [member.filename for member in self.members]

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises `UserError` if it is missing or damaged, or larger than it says."""
        try:
            member = self.file.getinfo(name)
            with self.file.open(member) as stream:
                content = stream.read(member.file_size + 1)
        except KeyError:
            raise damaged(self.reading, self.what, f"it has no {name}") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise damaged(self.reading, self.what, f"{name}: {error}") from None
        if len(content) != member.file_size:
            raise damaged(self.reading, self.what, f"{name}: is not as long as it says")
        return content

    def text(self, name: str) -> tuple[str, str, bytes]:
        """The text of an XML member, its encoding, and its byte order mark."""
        content = self.read(name)
        encoding, mark = "utf-8", b""
        for code, start in (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
            if content.startswith(start):
                encoding, mark = code, start
        if not mark and (declared := DECLARED.search(content[:1000])):
            encoding = declared[1].decode("ascii")
        try:
            return content[len(mark) :].decode(encoding), encoding, mark
        except (UnicodeError, LookupError) as error:
            raise damaged(self.reading, self.what, f"{name}: {error}") from None

    def write(self, changed: Mapping[str, bytes]) -> bytes:
        """The archive, in the order of its members, with other bytes for those that are `changed`."""
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as out:
            out.comment = self.file.comment
            for member in self.members:
                content = changed[member.filename] if member.filename in changed else self.read(member.filename)
                copy = zipfile.ZipInfo(member.filename, member.date_time)
                copy.compress_type = member.compress_type if member.compress_type in (0, 8) else 8
                copy.external_attr, copy.create_system = member.external_attr, member.create_system
                copy.comment, copy.internal_attr = member.comment, member.internal_attr
                out.writestr(copy, content)
        return sink.getvalue()


class Parts:
    """A document of several parts in an archive, each with segments of its own."""

    def __init__(self, archive: Archive, parts: Mapping[str, Document]) -> None:
        self.archive, self.parts = archive, parts
        self.segments = [segment for part in parts.values() for segment in part.segments]

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The archive with its parts translated; a part without segments keeps its bytes."""
        changed: dict[str, bytes] = {}
        first = 0
        for name, part in self.parts.items():
            count = len(part.segments)
            if count:
                changed[name] = part.write(translated[first : first + count])
            first += count
        return self.archive.write(changed)
