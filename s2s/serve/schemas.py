"""What OpenAPI says of the routes. Requests are read by `s2s.serve.bodies`: they come as JSON, as a form or in the query."""

from __future__ import annotations

from typing import Any

JSON, FORM, FILES = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
STRING: dict[str, Any] = {"type": "string"}
MAPPING = {"type": "object", "additionalProperties": STRING, "example": {"door": "Pforte"}}
TEXTS = {"oneOf": [STRING, {"type": "array", "items": STRING}]}
KEY = STRING | {"description": "API key, where the server asks for one"}
REFUSALS = {
    400: "The request is invalid",
    403: "The key is not good",
    413: "The request is too large",
    429: "Too many requests in this minute; Retry-After says when the next begins",
    500: "The server failed",
    503: "Too much is waiting, or the answer took too long; try again",
}


def integer(least: int, most: int, description: str) -> dict[str, Any]:
    """The JSON schema of a whole number from `least` to `most`."""
    return {"type": "integer", "minimum": least, "maximum": most, "description": description}


def record(required: tuple[str, ...] = (), **properties: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of an object with these properties; `required` are the names of those that are always there."""
    return {"type": "object", "properties": properties, "required": list(required)}


def listing(of: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a list whose members are as `of` says."""
    return {"type": "array", "items": of}


def route(
    answer: dict[str, Any], body: dict[str, Any] | None = None, *, error: str = "error", files: bool = False
) -> Any:
    """Keyword arguments of a route: what it answers, what it is sent, and under which name an error's sentence stands."""
    wrong = {JSON: {"schema": record((error,), **{error: STRING})}}
    arguments: dict[str, Any] = {
        "responses": {200: {"description": "The answer", "content": {JSON: {"schema": answer}}}},
        "response_model": None,
    }
    if body is not None:
        content = {kind: {"schema": body} for kind in ((FILES,) if files else (JSON, FORM))}
        arguments["openapi_extra"] = {"requestBody": {"required": True, "content": content}}
        arguments["responses"] |= {
            status: {"description": description, "content": wrong} for status, description in REFUSALS.items()
        }
    return arguments


LANGUAGE = record((), code=STRING | {"example": "en"}, name=STRING | {"example": "English"}, targets=listing(STRING))
DETECTED = record((), confidence={"type": "number", "minimum": 0, "maximum": 100}, language=STRING | {"example": "en"})
WORD = record(
    ("text",),
    text=STRING,
    probability={"type": "number", "minimum": 0, "maximum": 1, "description": "Of the word after those before it"},
    confidence={"type": "number", "minimum": 0, "maximum": 1, "description": "That it is right"},
    attention=listing(listing({"type": "number"}) | {"description": "A place in source, and a weight"}),
)
SURE = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
DETAILS = record((), source=listing(STRING), translation=listing(WORD))

translate = route(
    record(
        ("translatedText",),
        translatedText=TEXTS,
        detectedLanguage={"oneOf": [DETECTED, listing(DETECTED)], "description": "With source=auto"},
        alternatives={"oneOf": [listing(STRING), listing(listing(STRING))]},
        details={"oneOf": [DETAILS, listing(DETAILS)], "description": "With details: of each text its words"},
        confidence={"oneOf": [SURE, listing(SURE)], "description": "With confidence: that a text reaches chrF 50"},
    ),
    record(
        ("q", "source", "target"),
        q=TEXTS | {"example": "Hello world!"},
        source=STRING | {"example": "en", "description": "A language's code, or auto"},
        target=STRING | {"example": "de"},
        format=STRING | {"enum": ["text", "html"], "default": "text"},
        alternatives=integer(0, 10, "How many other translations are wanted"),
        details={"type": "boolean", "default": False, "description": "Words, their probability and attention"},
        confidence={"type": "boolean", "default": False, "description": "How sure the model is of each text"},
        glossary={"oneOf": [MAPPING, listing(listing(STRING))], "description": "Terms that translations must hold"},
        api_key=KEY,
    ),
)
detect = route(listing(DETECTED), record(("q",), q=STRING | {"example": "What language is this?"}, api_key=KEY))
languages = route(listing(LANGUAGE))
translate_file = route(
    record(
        ("translatedFileUrl",),
        translatedFileUrl=STRING | {"description": "Where the file can be fetched for 10 minutes"},
    ),
    record(
        ("file", "source", "target"),
        file=STRING | {"format": "binary"},
        source=STRING | {"example": "en", "description": "A language's code, or auto"},
        target=STRING | {"example": "de"},
        api_key=KEY,
    ),
    files=True,
)
settings = route(
    record(
        (),
        charLimit={"type": "integer"},
        frontendTimeout={"type": "integer", "description": "Milliseconds"},
        apiKeys={"type": "boolean"},
        keyRequired={"type": "boolean"},
        suggestions={"type": "boolean"},
        filesTranslation={"type": "boolean"},
        supportedFilesFormat=listing(STRING),
        language=record((), source=LANGUAGE, target=LANGUAGE),
    )
)
health = route(record(("status",), status=STRING | {"example": "ok"}))

deepl_translate = route(
    record(
        ("translations",),
        translations=listing(
            record((), detected_source_language=STRING, text=STRING, billed_characters={"type": "integer"})
        ),
    ),
    record(
        ("text", "target_lang"),
        text=TEXTS,
        target_lang=STRING | {"example": "DE"},
        source_lang=STRING | {"example": "EN", "description": "Detected where it is left out"},
        tag_handling=STRING | {"enum": ["html"]},
    ),
    error="message",
)
deepl_languages = route(listing(record((), language=STRING, name=STRING, supports_formality={"type": "boolean"})))
deepl_usage = route(record((), character_count={"type": "integer"}, character_limit={"type": "integer"}))
