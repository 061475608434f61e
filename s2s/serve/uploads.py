"""``/translate_file``, LibreTranslate's way to translate a file: it is sent, and the answer says where the translation is."""

from __future__ import annotations

import asyncio
from pathlib import PurePath
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from s2s.serve import documents, schemas
from s2s.serve.bodies import read_fields
from s2s.serve.context import Context
from s2s.serve.libretranslate import check_key
from s2s.serve.refusal import Refusal, invalid, missing

LONGEST_NAME = 100
"""Characters of the name of a file; its end is kept."""


def router(context: Context) -> APIRouter:
    """The routes for files."""
    routes = APIRouter(tags=["LibreTranslate"])
    limit = context.options.upload_limit

    @routes.post("/translate_file", **schemas.translate_file)
    async def translate_file(request: Request) -> Any:
        """Translate a file."""

        async def work() -> JSONResponse:
            fields = await read_fields(request, limit + 65_536)
            context.guard.admit(request, fields.text("api_key"), check_key)
            file, source, target = fields.files.get("file"), fields.text("source"), fields.text("target")
            if file is None:
                raise missing("file")
            if source is None:
                raise missing("source")
            if target is None:
                raise missing("target")
            if not file.name:
                raise invalid("empty file")
            documents.kind_of(file.name)
            into = context.models.known(target)
            if source == "auto":
                source = await asyncio.to_thread(documents.language_of_file, context, file.name, file.content, into)
            pair = context.models.known(source), into
            content = await documents.translate_file(context, request, file.name, file.content, pair)
            token = await asyncio.to_thread(context.downloads.keep, content)
            address = request.url_for("download_file", name=f"{token}.{plain(in_language(file.name, target))}")
            return JSONResponse({"translatedFileUrl": str(address)})

        return await context.guard.within_time(work)

    @routes.get("/download_file/{name}", include_in_schema=False)
    async def download_file(name: str) -> Response:
        """What ``/translate_file`` made. Nothing of `name` but its token says what is read."""
        token, _, label = name.partition(".")
        content = await asyncio.to_thread(context.downloads.fetch, token)
        if content is None:
            raise Refusal(404, "Invalid filename")
        headers = {"Content-Disposition": f'attachment; filename="{plain(label)}"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/octet-stream", headers=headers)

    return routes


def in_language(name: str, target: str) -> str:
    """As LibreTranslate names a translation: ``letter.txt`` becomes ``letter_de.txt``."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}_{target}{dot}{suffix}"


def plain(name: str) -> str:
    """The last part of a file's name in letters, digits and a few signs of ASCII: what a header and an address can hold."""
    name = PurePath(name.replace("\\", "/")).name
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in name)
    return kept[-LONGEST_NAME:].lstrip(".") or "file"
