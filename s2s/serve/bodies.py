"""What a request says: its JSON, form and query, read within bounds and without guessing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.types import Message

from s2s.errors import UserError
from s2s.inference.glossary import entries_of
from s2s.inference.terms import Entry
from s2s.serve.refusal import Refusal, invalid

FIELDS = 10_000
"""The most fields that a form may have."""
NUMBER = re.compile(r"[+-]?\d{1,19}")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class File(NamedTuple):
    """A file that was uploaded: the name that the client gave it, and its bytes."""

    name: str
    content: bytes


class Fields:
    """The parameters of a request by name. From JSON they have types; in a form all are strings, one or several."""

    def __init__(self, values: dict[str, Any], files: dict[str, File]) -> None:
        self.values, self.files = values, files

    def text(self, name: str) -> str | None:
        """A string, or None where there is none or an empty one. Raises `Refusal` for anything else."""
        value = self.values.get(name)
        if isinstance(value, list):
            raise invalid(f"{name} parameter is given more than once")
        if value is not None and not isinstance(value, str):
            raise invalid(f"{name} parameter is not a string")
        return value or None

    def texts(self, name: str) -> tuple[list[str], bool] | None:
        """Strings, and whether they came as a list; None where there are none. Raises `Refusal`."""
        value = self.values.get(name)
        several = isinstance(value, list)
        if value is None or value in ("", []):
            return None
        values: list[Any] = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) for text in values):
            raise invalid(f"{name} parameter is neither a string nor a list of strings")
        return values, several

    def number(self, name: str) -> int:
        """A whole number, in a string too; 0 where there is none. Raises `Refusal`."""
        value = self.values.get(name)
        if value is None or value == "":
            return 0
        if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise invalid(f"{name} parameter is not a number")
        return value

    def terms(self, name: str, most: int) -> tuple[Entry, ...]:
        """At most so many terms: an object of sources and targets, or a list of lists, or in a form lines with tabs.

        Raises `Refusal`.
        """
        value = self.values.get(name)
        if isinstance(value, str):
            value = [line.rstrip("\r").split("\t") for line in value.split("\n") if line.strip()]
        if not value:
            return ()
        if not isinstance(value, dict | list):
            raise invalid(f"{name} parameter is neither an object nor a list of terms")
        if len(value) > most:
            raise invalid(f"{name} parameter has more than {most} terms")
        try:
            return entries_of(value)
        except UserError as error:
            raise invalid(str(error)) from None

    def flag(self, name: str) -> bool:
        """True or false, in a string too; false where there is none. Raises `Refusal` for anything else."""
        value = self.values.get(name)
        if value is None:
            return False
        if isinstance(value, str) and value.lower() in ("", "0", "1", "true", "false"):
            return value.lower() in ("1", "true")
        if not isinstance(value, bool):
            raise invalid(f"{name} parameter is neither true nor false")
        return value


async def read_fields(request: Request, limit: int) -> Fields:
    """The parameters of `request`, whose body may have `limit` bytes. Raises `Refusal`."""
    request = bounded(request, limit)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        return Fields(parsed(await request.body()), {})
    pairs: list[tuple[str, Any]] = list(request.query_params.multi_items())
    if kind == FORMS[0]:
        pairs += form(await request.body())
    elif kind == FORMS[1]:
        async with request.form(max_files=1, max_fields=FIELDS, max_part_size=limit) as fields:
            pairs += [(name, await received(value)) for name, value in fields.multi_items()]
    files = {name: value for name, value in pairs if isinstance(value, File)}
    return Fields(grouped((name, value) for name, value in pairs if isinstance(value, str)), files)


async def received(value: UploadFile | str) -> File | str:
    """The value of a field of a form; an uploaded file is read whole."""
    return value if isinstance(value, str) else File(value.filename or "", await value.read())


def bounded(request: Request, limit: int) -> Request:
    """`request`, which then reads no more than `limit` bytes of its body."""
    refusal = Refusal(413, f"The request is larger than {limit} bytes")
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise refusal
    read = 0

    async def receive() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise refusal
        return message

    return Request(request.scope, receive)


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """By name: a string, or a list where a name comes more than once. Line ends are those of the command, as forms send \\r\\n."""
    values: dict[str, Any] = {}
    for name, value in pairs:
        value = value.replace("\r\n", "\n")
        if name in values:
            values[name] = [*(values[name] if isinstance(values[name], list) else [values[name]]), value]
        else:
            values[name] = value
    return values


def form(body: bytes) -> list[tuple[str, str]]:
    """The names and values in the body of an HTML form. Raises `Refusal`."""
    try:
        return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError:  # no UTF-8, as it is or with its %XX decoded; too many fields
        raise invalid("not a form of UTF-8 text") from None


def parsed(body: bytes) -> dict[str, Any]:
    """The object in `body`. Raises `Refusal`, also for a name that is there twice: one of the values would be lost."""
    try:
        values = json.loads(body.decode("utf-8"), object_pairs_hook=unique)
    except (ValueError, RecursionError):
        raise Refusal(400, "Invalid JSON format") from None
    if not isinstance(values, dict):
        raise Refusal(400, "Invalid JSON format")
    return values


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of a JSON object. Raises `ValueError` for a name that is there twice."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name is there twice")
    return members
