"""LibreTranslate's interface, with its own Python client and with requests as other programs send them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from libretranslatepy import LibreTranslateAPI
from rating import shorter_is_surer
from serving import Server, served, speaker


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(
        tmp_path_factory.mktemp("serve"), [speaker("en", "de"), speaker("de", "en"), speaker("en", "bn")]
    ) as found:
        yield found


def post(server: Server, path: str, fields: Mapping[str, Any], kind: str = "json") -> tuple[int, Any]:
    """Status and parsed answer."""
    body = json.dumps(fields) if kind == "json" else urlencode(fields, doseq=True)
    content = "application/json" if kind == "json" else "application/x-www-form-urlencoded"
    asked = request.Request(server.url + path, body.encode(), {"Content-Type": content})
    try:
        with request.urlopen(asked, timeout=30) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def get(server: Server, path: str) -> Any:
    with request.urlopen(server.url + path, timeout=30) as answer:
        return json.load(answer)


def test_libretranslates_own_client(server: Server) -> None:
    client = LibreTranslateAPI(server.url)
    assert client.translate("the dog sleeps", "en", "de") == "the dog sleeps"
    assert client.detect("The girl opened the door and went out.")[0]["language"] == "en"
    assert client.languages() == [
        {"code": "bn", "name": "Bengali", "targets": ["bn"]},
        {"code": "en", "name": "English", "targets": ["bn", "de", "en"]},
        {"code": "de", "name": "German", "targets": ["de", "en"]},
    ]


@pytest.mark.parametrize("kind", ["json", "form"])
def test_a_text_and_a_list_of_texts(server: Server, kind: str) -> None:
    ask = {"source": "en", "target": "de"}
    assert post(server, "translate", ask | {"q": "a b"}, kind) == (200, {"translatedText": "a b"})
    if kind == "json":  # as some clients send what is not given
        nothing = dict.fromkeys(("details", "confidence", "alternatives", "format", "glossary", "api_key"))
        assert post(server, "translate", ask | nothing | {"q": "a b"}) == (200, {"translatedText": "a b"})
    several = {"translatedText": ["a b", "c", "a b"]}
    assert post(server, "translate", ask | {"q": ["a b", "c", "a b"]}, kind) == (200, several)


def test_lines_and_blank_ones_stay(server: Server) -> None:
    text = "one\n\n two \r\nthree\n"
    status, answer = post(server, "translate", {"q": text, "source": "en", "target": "de"})
    assert (status, answer["translatedText"]) == (200, "one\n\ntwo\r\nthree\n")


def test_the_language_is_detected_where_it_is_not_said(server: Server) -> None:
    english = "The girl opened the door and went out."
    status, answer = post(server, "translate", {"q": english, "source": "auto", "target": "de"})
    assert status == 200 and answer["detectedLanguage"]["language"] == "en"
    assert 50 < answer["detectedLanguage"]["confidence"] <= 100
    status, answer = post(server, "translate", {"q": [english, english], "source": "auto", "target": "de"})
    assert [one["language"] for one in answer["detectedLanguage"]] == ["en", "en"]
    bengali = [one["language"] for one in post(server, "detect", {"q": "মেয়েটি দরজা খুলল।"})[1]]
    assert bengali[0] == "bn" and set(bengali) == {"bn", "de", "en"}


def test_alternatives_are_others_and_as_many_as_asked_at_most(server: Server) -> None:
    ask = {"source": "en", "target": "de", "q": "a dog", "alternatives": 3}
    status, answer = post(server, "translate", ask)
    assert status == 200 and answer["translatedText"] == "a dog"
    assert 1 <= len(answer["alternatives"]) <= 3 and "a dog" not in answer["alternatives"]
    assert len(set(answer["alternatives"])) == len(answer["alternatives"])
    status, several = post(server, "translate", ask | {"q": ["a dog", "a dog"], "alternatives": "3"}, "form")
    assert several["alternatives"] == [answer["alternatives"]] * 2
    assert (
        post(server, "translate", ask | {"alternatives": 9})[1]["translatedText"] == "a dog"
    )  # more than the beam holds


def test_details_show_where_each_word_looked(server: Server) -> None:
    text = "a dog  runs\nnow"
    ask = {"source": "en", "target": "de", "q": text, "details": True}
    details = post(server, "translate", ask)[1]["details"]
    assert "".join(details["source"]) == text
    assert "".join(word["text"] for word in details["translation"]) == "a dog runs\nnow"
    looked = {
        word["text"]: [details["source"][place] for place, weight in word["attention"] if weight > 0.5]
        for word in details["translation"]
        if word["text"].strip()
    }
    assert looked == {"a": ["a"], "dog": ["dog"], "runs": ["runs"], "now": ["now"]}
    assert all(0.9 < word["probability"] <= 1 for word in details["translation"] if word["text"].strip())


def test_how_sure_it_is_where_the_client_asks(server: Server, tmp_path: Path) -> None:
    ask = {"source": "en", "target": "de", "q": ["a dog.  a big dog", ""], "confidence": True}
    assert post(server, "translate", ask)[1]["confidence"] == [None, None], "of a run for which none was fitted"
    sure = speaker("en", "de")
    sure.confidence = shorter_is_surer()
    with served(tmp_path, [sure]) as other:
        answer = post(other, "translate", ask)[1]
        assert answer["translatedText"] == ask["q"] and answer["confidence"][1] is None
        (line,) = sure.translate(["a dog.  a big dog"], scores=True)
        assert answer["confidence"][0] == round(line.confidence or 0, 4)
        assert 0 < post(other, "translate", ask | {"q": "a dog", "details": True})[1]["confidence"] < 1
        plain = {name: value for name, value in ask.items() if name != "confidence"}
        assert "confidence" not in post(other, "translate", plain)[1]
        details = post(other, "translate", plain | {"q": "a dog. so.", "details": True})[1]["details"]
        words = [word for word in details["translation"] if word["text"].strip()]
        assert [word["text"] for word in words] == ["a", "dog.", "so."]
        assert all(0.5 < word["confidence"] < 1 and word["probability"] > 0.9 for word in words)


def test_html_keeps_its_tags(server: Server) -> None:
    text = '<p class="green">The dog sleeps.</p><ul><li>a <b>cat</b></li></ul><script>x = "y"</script>'
    ask = {"source": "en", "target": "de", "format": "html", "alternatives": 2, "details": True}
    assert post(server, "translate", ask | {"q": text})[1] == {
        "translatedText": text, "alternatives": [], "details": None,
    }  # fmt: skip
    assert post(server, "translate", ask | {"q": [text, "<p>"]})[1]["translatedText"] == [text, "<p>"]


def test_a_language_to_itself_changes_nothing(server: Server) -> None:
    assert post(server, "translate", {"q": " a  b ", "source": "de", "target": "de"})[1] == {"translatedText": " a  b "}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Invalid request: missing q parameter"),
        ({"q": "a"}, "Invalid request: missing source parameter"),
        ({"q": "a", "source": "en"}, "Invalid request: missing target parameter"),
        ({"q": "a", "source": "xx", "target": "de"}, "xx is not supported; choose from bn, en, de"),
        ({"q": "a", "source": "en", "target": "xx"}, "xx is not supported; choose from bn, en, de"),
        (
            {"q": "a", "source": "bn", "target": "de"},
            "German (de) is not available as a target language from Bengali (bn)",
        ),
        ({"q": "a", "source": "en", "target": "de", "format": "pdf"}, "pdf format is not supported"),
        (
            {"q": "a", "source": "en", "target": "de", "alternatives": "many"},
            "Invalid request: alternatives parameter is not a number",
        ),
        (
            {"q": "a", "source": "en", "target": "de", "alternatives": 99},
            "Invalid request: alternatives parameter must be <= 10",
        ),
    ],
)
@pytest.mark.parametrize("kind", ["json", "form"])
def test_errors_are_libretranslates(server: Server, fields: Mapping[str, Any], message: str, kind: str) -> None:
    assert post(server, "translate", fields, kind) == (400, {"error": message})


def test_what_a_page_asks_first(server: Server) -> None:
    settings = get(server, "frontend/settings")
    assert settings["language"]["source"] == {"code": "en", "name": "English"}
    assert settings["charLimit"] == 10_000 and settings["suggestions"] is False and settings["keyRequired"] is False
    assert post(server, "languages", {}, "form") == (200, get(server, "languages"))
    assert get(server, "health") == {"status": "ok"}
    assert get(server, "spec") == get(server, "openapi.json")
    assert post(server, "suggest", {"q": "a", "s": "b", "source": "en", "target": "de"})[0] == 403


def test_parameters_in_the_address(server: Server) -> None:
    query = urlencode({"q": "a b", "source": "en", "target": "de"})
    assert post(server, f"translate?{query}", {}, "form") == (200, {"translatedText": "a b"})


def test_the_address_of_nothing(server: Server) -> None:
    assert post(server, "nothing", {}) == (404, {"error": "Not Found"})
    with pytest.raises(HTTPError) as error:
        get(server, "translate")
    with error.value as refused:
        assert refused.code == 405 and json.load(refused) == {"error": "Method Not Allowed"}


def test_details_of_several_sentences(server: Server) -> None:
    text = "  The dog sleeps here.  The cat\teats there. \n\nWHO IS THERE?"
    ask = {"source": "en", "target": "de", "q": text, "details": True}
    answer = post(server, "translate", ask)[1]
    details = answer["details"]
    assert "".join(details["source"]) == text
    assert "".join(word["text"] for word in details["translation"]) == answer["translatedText"]
    looked = {
        word["text"]: [details["source"][place] for place, weight in word["attention"] if weight > 0.5]
        for word in details["translation"]
        if "attention" in word
    }
    assert looked["sleeps"] == ["sleeps"] and looked["here."] == ["here."] and looked["there."] == ["there."]
    assert looked["THERE?"] == ["THERE?"]


@pytest.mark.parametrize("kind", ["json", "form"])
def test_terms_are_in_the_translation(server: Server, kind: str) -> None:
    asked = {"q": ["the dog and a cat", "a cat"], "source": "en", "target": "de"}
    terms = {"dog": "Hund"} if kind == "json" else "dog\tHund\r\n\n"
    status, found = post(server, "translate", asked | {"glossary": terms}, kind)
    assert status == 200 and "Hund" in found["translatedText"][0].split() and found["translatedText"][1] == "a cat"
    assert post(server, "translate", asked, kind)[1]["translatedText"] == asked["q"]
    more = {"glossary": [["cats", "Katze", "stem"], ["dog", "Hund"]], "alternatives": 2}
    if kind == "json":
        status, found = post(server, "translate", {**asked, **more, "q": "the dog"}, kind)
        assert status == 200 and all("Hund" in text for text in [found["translatedText"], *found["alternatives"]])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (5, "neither an object nor a list of terms"),
        ([["dog"]], "glossary[0]: is ['dog']"),
        ({"dog": 5}, "glossary[0]: is ('dog', 5)"),
        ({"dog": " "}, "glossary[0]: has an empty target"),
        ([["dog", "a"], ["dog", "b"]], "has another target"),
        ({str(n): "x" for n in range(1001)}, "more than 1000 terms"),
    ],
)
def test_a_wrong_glossary_is_refused(server: Server, wrong: object, said: str) -> None:
    status, found = post(server, "translate", {"q": "dog", "source": "en", "target": "de", "glossary": wrong})
    assert status == 400 and said in found["error"]
    asked = {"q": "dog", "source": "en", "target": "de", "glossary": {"a": "b"}, "format": "html"}
    assert post(server, "translate", asked)[0] == 400
