"""DeepL's interface, with DeepL's own client."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlencode

import deepl
import pytest
from deepl import http_client
from serving import Server, served, speaker

from s2s.decode.backend import Settings
from s2s.inference.demands import Demands
from s2s.inference.sentences import Translation


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("serve"), [speaker("en", "de"), speaker("de", "en")]) as found:
        yield found


@pytest.fixture
def client(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[deepl.Translator]:
    monkeypatch.setattr(http_client, "max_network_retries", 0)
    with closing(deepl.Translator("any key", server_url=server.url)) as found:
        yield found


def one(client: deepl.Translator, text: str, **how: Any) -> deepl.TextResult:
    """What becomes of a single text."""
    found = client.translate_text(text, **how)
    assert isinstance(found, deepl.TextResult)
    return found


def test_a_text_and_several(client: deepl.Translator) -> None:
    found = one(client, "The girl opened the door.", target_lang="DE")
    assert (found.text, found.detected_source_lang) == ("The girl opened the door.", "EN")
    assert found.billed_characters == 25
    texts = ["The girl opened the door.", "Der Hund schläft auf dem Boden.", "The boy sleeps here."]
    several = client.translate_text(texts, target_lang="DE")
    assert isinstance(several, list) and [each.text for each in several] == texts
    assert [each.detected_source_lang for each in several] == ["EN", "DE", "EN"]


def test_a_region_is_its_language(client: deepl.Translator) -> None:
    assert one(client, "Der Hund", source_lang="DE", target_lang="EN-GB").text == "Der Hund"
    with pytest.raises(deepl.DeepLException, match="Value for 'target_lang' not supported"):
        client.translate_text("The dog", target_lang="FR")
    with pytest.raises(deepl.DeepLException, match="Value for 'source_lang' not supported"):
        client.translate_text("The dog", source_lang="FR", target_lang="DE")


def post(server: Server, **fields: object) -> Any:
    """The translation of a text, as programs without DeepL's client ask for it."""
    body, kind = json.dumps({"text": "The girl opened the door.", **fields}).encode(), "application/json"
    with request.urlopen(
        request.Request(server.url + "v2/translate", body, {"Content-Type": kind}), timeout=30
    ) as answer:
        return json.load(answer)["translations"][0]


def test_a_region_that_is_served_is_meant_however_it_is_spelled(tmp_path: Path) -> None:
    """No other directions than these are there."""
    with served(tmp_path, [speaker("en", "pt_BR"), speaker("pt_BR", "pt"), speaker("pt", "en")]) as server:
        for source, target, said in (("EN", "PT-BR", "EN"), ("pt-br", "PT-PT", "PT-BR"), ("PT-PT", "EN-US", "PT")):
            assert post(server, source_lang=source, target_lang=target)["detected_source_language"] == said
        with closing(deepl.Translator("key", server_url=server.url)) as client:
            assert [one.code for one in client.get_source_languages()] == ["EN", "PT", "PT-BR"]
            names = {one.code: one.name for one in client.get_target_languages()}
        body = urlencode({"q": "a", "source": "en", "target": "PT-br"}).encode()
        with request.urlopen(server.url + "translate", body, timeout=30) as answer:
            assert json.load(answer)["translatedText"] == "a"
    assert names == {
        "EN-GB": "English (British)", "EN-US": "English (American)",
        "PT-BR": "Portuguese (Brazilian)", "PT-PT": "Portuguese (European)",
    }  # fmt: skip


def test_what_is_null_is_not_given(server: Server) -> None:
    null = dict.fromkeys(("glossary_id", "tag_handling", "formality", "split_sentences", "source_lang"))
    assert post(server, target_lang="DE", **null)["text"] == "The girl opened the door."


def test_hints_are_taken_and_what_would_change_the_text_is_refused(client: deepl.Translator) -> None:
    ask: dict[str, Any] = {"source_lang": "EN", "target_lang": "DE"}
    assert one(client, "a dog", **ask, formality="prefer_more", context="at home").text == "a dog"
    assert one(client, "a dog", **ask, split_sentences="nonewlines", preserve_formatting=True).text == "a dog"
    with pytest.raises(deepl.DeepLException, match="split_sentences"):
        client.translate_text("a dog", **ask, split_sentences="maybe")
    with pytest.raises(deepl.DeepLException, match="formality"):
        client.translate_text("a dog", **ask, formality="more")
    with pytest.raises(deepl.DeepLException, match="glossary_id"):
        client.translate_text("a dog", **ask, glossary="123")


def test_html_keeps_its_tags(client: deepl.Translator) -> None:
    text = "<p>The <b>dog</b> sleeps.</p>"
    assert one(client, text, source_lang="EN", target_lang="DE", tag_handling="html").text == text
    with pytest.raises(deepl.DeepLException, match="tag_handling"):
        client.translate_text(text, source_lang="EN", target_lang="DE", tag_handling="xml")


def test_languages_and_usage(client: deepl.Translator) -> None:
    assert [(one.code, one.name) for one in client.get_source_languages()] == [("DE", "German"), ("EN", "English")]
    names = {one.code: one.name for one in client.get_target_languages()}
    assert names == {"DE": "German", "EN-GB": "English (British)", "EN-US": "English (American)"}
    before = client.get_usage().character.count or 0
    client.translate_text("12345", source_lang="EN", target_lang="DE")
    assert client.get_usage().character.count == before + 5
    assert not client.get_usage().any_limit_reached


def test_forms_as_curl_sends_them(server: Server) -> None:
    body = urlencode([("text", "one"), ("text", "two"), ("target_lang", "de"), ("source_lang", "en")]).encode()
    with request.urlopen(server.url + "v2/translate", body, timeout=30) as answer:
        assert [one["text"] for one in json.load(answer)["translations"]] == ["one", "two"]


@pytest.mark.parametrize(("fields", "part"), [({"target_lang": "DE"}, "'text'"), ({"text": ["a"]}, "'target_lang'")])
def test_errors_have_a_message(server: Server, fields: Mapping[str, Any], part: str) -> None:
    asked = request.Request(
        server.url + "v2/translate", json.dumps(fields).encode(), {"Content-Type": "application/json"}
    )
    with pytest.raises(HTTPError) as error:
        request.urlopen(asked, timeout=30)
    with error.value as refused:
        answer = json.load(refused)
    assert refused.code == 400 and list(answer) == ["message"] and part in answer["message"]


def test_a_key_is_asked_for_in_the_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "max_network_retries", 0)
    (tmp_path / "keys").write_text("good-key-1\n")
    with served(tmp_path, api_keys=str(tmp_path / "keys")) as server:
        with closing(deepl.Translator("good-key-1", server_url=server.url)) as client:
            assert one(client, "a", source_lang="EN", target_lang="DE").text == "a"
        other = deepl.Translator("other-key", server_url=server.url)
        with closing(other), pytest.raises(deepl.AuthorizationException):
            other.translate_text("a", source_lang="EN", target_lang="DE")


def test_sentences_are_not_split_where_that_is_asked(tmp_path: Path) -> None:
    translator, asked = speaker("en", "de"), []
    inner = translator.stream

    def stream(
        lines: Iterable[str],
        settings: Settings,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> Iterator[list[Translation]]:
        asked.append(split)
        return inner(lines, settings, split=split)

    translator.stream = stream  # type: ignore[method-assign, assignment]
    with served(tmp_path, [translator]) as server, closing(deepl.Translator("key", server_url=server.url)) as client:
        for value in ("0", "1"):
            client.translate_text("A dog. A cat.", source_lang="EN", target_lang="DE", split_sentences=value)
        for value in ("0", "1"):
            text = "<p>A dog. A <b>cat</b>.</p>"
            how: dict[str, Any] = {"source_lang": "EN", "target_lang": "DE", "tag_handling": "html"}
            assert one(client, text, split_sentences=value, **how).text == text
    assert asked == [False, None, False, None]
