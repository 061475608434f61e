"""Which language a text is translated from where the client does not say, through both interfaces."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib import request
from urllib.error import HTTPError

import pytest
from serving import Server, served, speaker

ENGLISH, GERMAN = "The girl opened the door and went out. ", "Das Mädchen öffnete die Tür und ging hinaus. "
NORWEGIAN, PORTUGUESE = "Jenta åpnet døren og gikk ut på gaten. ", "A menina abriu a porta e saiu para a rua. "
PAGE = (
    '<div class="the-article with more"><a href="https://www.example.com/the-best-shop" title="read more">{}</a></div>'
)


def ask(server: Server, path: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    body, kind = json.dumps(fields).encode(), {"Content-Type": "application/json"}
    try:
        with request.urlopen(request.Request(server.url + path, body, kind), timeout=30) as answer:
            return json.load(answer)
    except HTTPError as error:
        with error:
            assert error.code == 400
            return {"error": next(iter(json.load(error).values()))}


@pytest.mark.parametrize(
    ("directions", "text", "target", "source"),
    [
        ("eng-deu", ENGLISH, "deu", "eng"),
        ("nb-en", NORWEGIAN, "en", "nb"),
        ("zho_Hans-en en-zho_Hans", "这个女孩打开门出去了。 ", "en", "zho_Hans"),
        ("pt_BR-en en-pt", PORTUGUESE, "en", "pt_BR"),
        ("pt_BR-pt en-pt", PORTUGUESE, "pt", "pt_BR"),
        ("en-ady", ENGLISH, "ady", "en"),
        ("en-ady ady-en", ENGLISH, "en", "ady"),
        ("de-en en-de", PAGE.format("Guten Morgen"), "en", "de"),
    ],
)
def test_the_source_is_one_that_is_translated_to_the_target(
    tmp_path: Path, directions: str, text: str, target: str, source: str
) -> None:
    """A text that is translated loses the blank at its end; one that is already in the target language would keep it."""
    html, codes = text.startswith("<"), [one.split("-") for one in directions.split()]
    with served(tmp_path, [speaker(*pair) for pair in codes]) as server:
        asked = {"q": text, "source": "auto", "target": target, "format": "html" if html else "text"}
        answer = ask(server, "translate", asked)
        found = answer["detectedLanguage"]
        assert found["language"] == source and (found["confidence"] == 0) == (source == "ady")
        assert html or answer["translatedText"] == text.rstrip()
        other = {"text": [text], "target_lang": target.upper(), "tag_handling": "html" if html else None}
        (translation,) = ask(server, "v2/translate", other)["translations"]
        assert translation["detected_source_language"] == source.upper().replace("_", "-")
        assert html or translation["text"] == text.rstrip()


def test_of_several_sources_one_that_cannot_be_detected_must_be_named(tmp_path: Path) -> None:
    said = {"error": "ady cannot be detected; name the source language (source, or source_lang)"}
    with served(tmp_path, [speaker("ady", "en"), speaker("de", "en")]) as server:
        assert ask(server, "translate", {"q": GERMAN, "source": "auto", "target": "en"}) == said
        assert ask(server, "v2/translate", {"text": [GERMAN], "target_lang": "EN"}) == said
        named = {"q": GERMAN, "source": "ady", "target": "en"}
        assert ask(server, "translate", named) == {"translatedText": GERMAN.rstrip()}
        assert ask(server, "translate", named | {"source": "auto", "target": "ady"}) == said
