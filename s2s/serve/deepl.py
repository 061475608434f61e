"""DeepL's interface for text, so that its clients work unchanged: ``/v2/translate``, ``/v2/languages`` and ``/v2/usage``."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from s2s.serve import schemas
from s2s.serve.bodies import Fields, read_fields
from s2s.serve.context import Context
from s2s.serve.documents import language_of_html, translate_html
from s2s.serve.keys import Keys
from s2s.serve.names import REGIONS, name_of
from s2s.serve.options import body_limit
from s2s.serve.refusal import Refusal

SCHEME = "deepl-auth-key "
NO_LIMIT = 1_000_000_000_000
"""Characters: what DeepL says of an account without a limit."""
HINTS = {
    "context",
    "model_type",
    "preserve_formatting",
    "outline_detection",
    "show_billed_characters",
}
"""Parameters that may be given, and change nothing: they are hints, or ask for what is done anyway."""
KNOWN = {"text", "target_lang", "source_lang", "split_sentences", "tag_handling", "formality", "auth_key"}
SPLIT = {"0": False, "1": None, "nonewlines": None}
"""``split_sentences`` and what it is to the translator; a line break parts sentences in any case."""
POLITE = ("default", "prefer_more", "prefer_less")
"""Values of ``formality`` that a language without forms of address takes."""


def check_key(key: str | None, keys: Keys) -> None:
    """Raises `Refusal` with DeepL's status and in its words, whether a key is missing or not good."""
    raise Refusal(403, "Invalid or missing DeepL-Auth-Key")


def router(context: Context) -> APIRouter:
    """The routes below ``/v2``."""
    routes = APIRouter(prefix="/v2", tags=["DeepL"])
    limit = body_limit(context.options)

    async def fields_of(request: Request) -> Fields:
        fields = await read_fields(request, limit)
        header = request.headers.get("authorization", "")
        key = header[len(SCHEME) :].strip() if header.lower().startswith(SCHEME) else fields.text("auth_key")
        context.guard.admit(request, key or None, check_key)
        return fields

    @routes.post("/translate", **schemas.deepl_translate)
    async def translate(request: Request) -> Any:
        """Translate one or several texts."""

        async def work() -> JSONResponse:
            return JSONResponse({"translations": await translated(context, request, await fields_of(request))})

        return await context.guard.within_time(work)

    @routes.post("/languages", include_in_schema=False)
    @routes.get("/languages", **schemas.deepl_languages)
    async def languages(request: Request) -> Any:
        """The languages that are translated from (``type=source``), or to (``type=target``)."""

        async def work() -> JSONResponse:
            kind = (await fields_of(request)).text("type") or "source"
            if kind not in ("source", "target"):
                raise Refusal(400, "Value for 'type' not supported.")
            return JSONResponse(listed(context, kind))

        return await context.guard.within_time(work)

    @routes.post("/usage", include_in_schema=False)
    @routes.get("/usage", **schemas.deepl_usage)
    async def usage(request: Request) -> Any:
        """Characters translated since the server began."""

        async def work() -> JSONResponse:
            await fields_of(request)
            count = context.metrics.total_characters()
            return JSONResponse({"character_count": count, "character_limit": NO_LIMIT})

        return await context.guard.within_time(work)

    return routes


async def translated(context: Context, request: Request, fields: Fields) -> list[dict[str, Any]]:
    """The answer to ``/v2/translate``. Raises `Refusal`; also for a parameter that would change the translation."""
    given = {name for name, value in fields.values.items() if value is not None}
    unknown = sorted(given - HINTS - KNOWN)
    if unknown:
        raise Refusal(400, f"Parameter '{unknown[0][:50]}' not supported.")
    parameter, target, source = fields.texts("text"), fields.text("target_lang"), fields.text("source_lang")
    if parameter is None:
        raise Refusal(400, "Parameter 'text' not specified.")
    if target is None:
        raise Refusal(400, "Parameter 'target_lang' not specified.")
    if (fields.text("formality") or "default") not in POLITE:
        raise Refusal(400, "'formality' is not supported for given 'target_lang'.")
    if (split := fields.text("split_sentences") or "1") not in SPLIT:
        raise Refusal(400, "Value for 'split_sentences' not supported.")
    tags = fields.text("tag_handling")
    if tags not in (None, "html"):
        raise Refusal(400, "Value for 'tag_handling' not supported.")
    texts = parameter[0]
    context.check_size(texts)
    into = served(context, target, "target_lang")
    if source is not None:
        languages = [served(context, source, "source_lang")] * len(texts)
    else:
        detect = language_of_html if tags == "html" else Context.source_of
        languages = [(await asyncio.to_thread(detect, context, [text], into))[0] for text in texts]
    answers: dict[int, str] = {}
    for language in dict.fromkeys(languages):
        indices = [index for index, detected in enumerate(languages) if detected == language]
        chosen = [texts[index] for index in indices]
        if tags == "html":
            pair = context.models.direction(language, into)
            written = await translate_html(context, request, chosen, pair, SPLIT[split])
        else:
            answered = await context.answers(request, chosen, language, into, split=SPLIT[split])
            written = [answer.text for answer in answered]
        answers |= dict(zip(indices, written, strict=True))
    return [
        {
            "detected_source_language": deepl_code(language),
            "text": answers[index],
            "billed_characters": len(texts[index]),
        }
        for index, language in enumerate(languages)
    ]


def served(context: Context, code: str, name: str) -> str:
    """The served language that `code` means; EN-GB is English where no model has it for itself. Raises `Refusal`."""
    for candidate in (code, code.partition("-")[0]):
        try:
            return context.models.known(candidate)
        except Refusal:
            continue
    raise Refusal(400, f"Value for '{name}' not supported.")


def listed(context: Context, kind: str) -> list[dict[str, Any]]:
    """The answer to ``/v2/languages``: the languages of a `kind`, "source" or "target", with their names."""
    index = 0 if kind == "source" else 1
    names = {deepl_code(pair[index]): name_of(pair[index]) for pair in context.models.translators}
    if kind == "source":
        return [{"language": code, "name": names[code]} for code in sorted(names)]
    for language, regions in REGIONS.items():  # DeepL's own clients refuse EN and PT as targets
        of_any = names.pop(language.upper(), None)
        for region, note in regions.items():
            if of_any is not None or region in names:
                names[region] = f"{name_of(language)} ({note})"
    return [{"language": code, "name": names[code], "supports_formality": False} for code in sorted(names)]


def deepl_code(code: str) -> str:
    """A served language's `code` as DeepL writes it: PT-BR for pt_BR."""
    return code.upper().replace("_", "-")
