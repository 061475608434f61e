"""LibreTranslate's interface, so that programs which speak it work unchanged: its parameters, answers and errors.

Beyond it: ``details`` in a translation, for the page, ``confidence`` and ``glossary``; a form may have ``q`` more than once, which is a list.
"""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from s2s.serve import schemas
from s2s.serve.bodies import Fields, read_fields
from s2s.serve.context import Context, is_html
from s2s.serve.documents import language_of_html, translate_html
from s2s.serve.keys import Keys
from s2s.serve.names import name_of
from s2s.serve.options import body_limit
from s2s.serve.refusal import Refusal, invalid, missing
from s2s.serve.texts import Answer

MOST_ALTERNATIVES = 10
MOST_TERMS = 1000


def check_key(key: str | None, keys: Keys) -> None:
    """Raises `Refusal` in LibreTranslate's words: status 400 for a missing key, 403 for one that is not good."""
    if key is None:
        raise Refusal(400, "Please contact the server operator to get an API key")
    raise Refusal(403, "Invalid API key")


def router(context: Context) -> APIRouter:
    """The routes for text; `uploads` has those for files."""
    routes = APIRouter(tags=["LibreTranslate"])
    limit = body_limit(context.options)

    async def fields_of(request: Request) -> Fields:
        fields = await read_fields(request, limit)
        context.guard.admit(request, fields.text("api_key"), check_key)
        return fields

    @routes.post("/translate", **schemas.translate)
    async def translate(request: Request) -> Any:
        """Translate a text, or a list of texts."""

        async def work() -> JSONResponse:
            return JSONResponse(await translated(context, request, await fields_of(request)))

        return await context.guard.within_time(work)

    @routes.post("/detect", **schemas.detect)
    async def detect(request: Request) -> Any:
        """Which of the served languages a text is in, likeliest first."""

        async def work() -> JSONResponse:
            parameter = (await fields_of(request)).texts("q")
            if parameter is None:
                raise missing("q")
            context.check_size(parameter[0])
            ranked = await asyncio.to_thread(context.detector.detect, "\n".join(parameter[0]))
            return JSONResponse([as_detected(code, sure) for code, sure in ranked])

        return await context.guard.within_time(work)

    @routes.post("/languages", include_in_schema=False)  # as older clients ask
    @routes.get("/languages", **schemas.languages)
    def languages() -> Any:
        """The languages, and what each is translated to."""
        models = context.models
        return [{"code": code, "name": name_of(code), "targets": models.targets(code)} for code in models.codes]

    @routes.post("/suggest", include_in_schema=False)
    def suggest() -> Any:
        raise Refusal(403, "Suggestions are disabled on this server.")

    return routes


async def translated(context: Context, request: Request, fields: Fields) -> dict[str, Any]:
    """The answer to ``/translate``. Raises `Refusal`."""
    parameter, source, target = fields.texts("q"), fields.text("source"), fields.text("target")
    if parameter is None:
        raise missing("q")
    if source is None:
        raise missing("source")
    if target is None:
        raise missing("target")
    texts, several = parameter
    alternatives = max(0, fields.number("alternatives"))
    if alternatives > MOST_ALTERNATIVES:
        raise invalid(f"alternatives parameter must be <= {MOST_ALTERNATIVES}")
    details, rated = fields.flag("details"), fields.flag("confidence")
    context.check_size(texts)
    glossary = fields.terms("glossary", MOST_TERMS)
    context.check_characters([*texts, *(part for entry in glossary for part in (entry.source, entry.target))])
    html = is_html(fields.text("format") or "text")
    is_auto, into = source == "auto", context.models.known(target)
    detect = language_of_html if html else Context.source_of
    spoken, sure = await asyncio.to_thread(detect, context, texts, into) if is_auto else (source, 1.0)
    pair = context.models.known(spoken), into
    if html and glossary:
        raise invalid("glossary parameter has no effect with html format")
    if html:  # as LibreTranslate, without alternatives
        answers = [Answer(text) for text in await translate_html(context, request, texts, pair)]
    else:
        answers = await context.answers(request, texts, *pair, alternatives, details, glossary=glossary, sure=rated)
    result: dict[str, Any] = {"translatedText": [answer.text for answer in answers]}
    if is_auto:
        result["detectedLanguage"] = [as_detected(pair[0], sure)] * len(texts)
    if alternatives:
        result["alternatives"] = [answer.alternatives for answer in answers]
    if details:
        result["details"] = [answer.details for answer in answers]
    if rated:
        result["confidence"] = [
            None if answer.confidence is None else round(answer.confidence, 4) for answer in answers
        ]
    return result if several else {name: values[0] for name, values in result.items()}


def as_detected(code: str, sure: float) -> dict[str, Any]:
    """A language that was detected; `sure`, 0 to 1, becomes a confidence in percent."""
    return {"confidence": round(100 * sure, 1), "language": code}
