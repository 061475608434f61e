"""Requests that are not what they should be: each is answered with a client's error in JSON, and the server goes on."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from serving import Server, served

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
GOOD = {"q": "a", "source": "en", "target": "de"}
PART = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s\r\n'
PAIR = PART % (b"source", b"en") + PART % (b"target", b"de")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    with served(folder, char_limit=1000, batch_limit=20, upload_limit=5000) as found:
        yield found


def ask(server: Server, raw: bytes) -> tuple[int, bytes]:
    """The status and body of the answer to `raw` bytes."""
    with socket.create_connection(server.address, timeout=20) as connection:
        connection.sendall(raw)
        answer = HTTPResponse(connection)
        answer.begin()
        return answer.status, answer.read()


def post(path: str, kind: str | None, body: bytes, length: int | str | None = None) -> bytes:
    said = len(body) if length is None else length
    content = f"Content-Type: {kind}\r\n" if kind else ""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{content}Content-Length: {said}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def as_json(**changes: object) -> bytes:
    return json.dumps(GOOD | changes).encode()


def upload(body: bytes) -> bytes:
    return post("/translate_file", "multipart/form-data; boundary=x", body + b"--x--\r\n")


CASES = {
    # JSON that is none, or no object
    "empty body": (post("/translate", JSON, b""), 400),
    "half an object": (post("/translate", JSON, b'{"q": "a"'), 400),
    "a list": (post("/translate", JSON, b"[1, 2]"), 400),
    "a string": (post("/translate", JSON, b'"q"'), 400),
    "null": (post("/translate", JSON, b"null"), 400),
    "a number": (post("/translate", JSON, b"1e999"), 400),
    "no UTF-8": (post("/translate", JSON, b'{"q": "\xff\xfe"}'), 400),
    "UTF-16": (post("/translate", JSON, as_json().decode().encode("utf-16")), 400),
    "a NUL": (post("/translate", JSON, b'\x00{"q": "a"}'), 400),
    "too deep": (post("/translate", JSON, b"[" * 30_000), 400),
    "deep object": (post("/translate", JSON, b'{"q":' * 10_000), 400),
    "a long number": (post("/translate", JSON, b'{"alternatives": ' + b"9" * 6000 + b"}"), 400),
    "a name twice": (post("/translate", JSON, b'{"q": "a", "q": "b", "source": "en", "target": "de"}'), 400),
    "two objects": (post("/translate", JSON, as_json() + as_json()), 400),
    "single quotes": (post("/translate", JSON, b"{'q': 'a'}"), 400),
    # values of another type
    "q is a number": (post("/translate", JSON, as_json(q=1)), 400),
    "q is null": (post("/translate", JSON, as_json(q=None)), 400),
    "q is an object": (post("/translate", JSON, as_json(q={"a": "b"})), 400),
    "q is empty": (post("/translate", JSON, as_json(q="")), 400),
    "q is an empty list": (post("/translate", JSON, as_json(q=[])), 400),
    "q has a number": (post("/translate", JSON, as_json(q=["a", 1])), 400),
    "q has a list": (post("/translate", JSON, as_json(q=[["a"]])), 400),
    "q has null": (post("/translate", JSON, as_json(q=[None])), 400),
    "two signs": (post("/translate", JSON, as_json(alternatives="--1")), 400),
    "half a character as a language": (post("/translate", JSON, as_json(source="\ud800")), 400),
    "source is a number": (post("/translate", JSON, as_json(source=1)), 400),
    "source is a list": (post("/translate", JSON, as_json(source=["en"])), 400),
    "target is an object": (post("/translate", JSON, as_json(target={})), 400),
    "format is a list": (post("/translate", JSON, as_json(format=["text"])), 400),
    "format is unknown": (post("/translate", JSON, as_json(format="../../etc")), 400),
    "alternatives is true": (post("/translate", JSON, as_json(alternatives=True)), 400),
    "alternatives is 1.5": (post("/translate", JSON, as_json(alternatives=1.5)), 400),
    "alternatives is huge": (post("/translate", JSON, as_json(alternatives=10**18)), 400),
    "details is a word": (post("/translate", JSON, as_json(details="maybe")), 400),
    "api_key is a list": (post("/translate", JSON, as_json(api_key=[1])), 400),
    "a language of 10,000 signs": (post("/translate", JSON, as_json(source="e" * 10_000)), 400),
    "a language with a NUL": (post("/translate", JSON, as_json(source="en\x00")), 400),
    # too much
    "too long": (post("/translate", JSON, as_json(q="a" * 1001)), 413),
    "too many": (post("/translate", JSON, as_json(q=["a"] * 21)), 413),
    "too many bytes": (post("/translate", JSON, b"{" + b" " * 100_000), 413),
    "too many bytes, it says": (post("/translate", JSON, b"{}", length=10**15), 413),
    "a length of 5,000 digits": (post("/translate", JSON, b"{}", length="9" * 5000), 400),
    # forms
    "no type": (post("/translate", None, as_json()), 400),
    "another type": (post("/translate", "text/xml", b"<q>a</q>"), 400),
    "form without =": (post("/translate", FORM, b"hello"), 400),
    "form of no UTF-8": (post("/translate", FORM, b"q=%FF%FE&source=en&target=de"), 400),
    "form with raw bytes": (post("/translate", FORM, b"q=\xff&source=en&target=de"), 400),
    "two sources": (post("/translate", FORM, b"q=a&source=en&source=de&target=de"), 400),
    "very many fields": (post("/translate", FORM, b"a=&" * 15_000), 400),
    "multipart without boundary": (post("/translate", "multipart/form-data", b"x"), 400),
    "multipart cut off": (post("/translate_file", "multipart/form-data; boundary=x", FILE % (b"a.txt", b"a")), 400),
    # files
    "no file": (upload(PAIR), 400),
    "file is a field": (upload(PAIR + PART % (b"file", b"a")), 400),
    "a file without a name": (upload(PAIR + FILE % (b"", b"a")), 400),
    "a kind of file that is unknown": (upload(PAIR + FILE % (b"a.exe", b"MZ")), 400),
    "a path": (upload(PAIR + FILE % (b"../../etc/passwd", b"a")), 400),
    "two files": (upload(PAIR + FILE % (b"a.txt", b"a") + FILE % (b"b.txt", b"b")), 400),
    "a file of no UTF-8": (upload(PAIR + FILE % (b"a.txt", b"\xff\xfe\x00")), 400),
    "a file that is too large": (upload(PAIR + FILE % (b"a.txt", b"a" * 100_000)), 413),
    "a long text in a file": (upload(PAIR + FILE % (b"a.txt", b"a" * 2000)), 413),
    # others
    "detect nothing": (post("/detect", JSON, b"{}"), 400),
    "deepl's text is a number": (post("/v2/translate", JSON, b'{"text": 1, "target_lang": "DE"}'), 400),
    "deepl's tags": (post("/v2/translate", JSON, b'{"text": "a", "target_lang": "DE", "tag_handling": "yaml"}'), 400),
    "a download of a path": (b"GET /download_file/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "a file of the page by a path": (b"GET /page/..%2f..%2f__init__.py HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "another method": (b"DELETE /translate HTTP/1.1\r\nHost: a\r\n\r\n", 405),
}
PLAIN = {"a length of 5,000 digits"}
"""What is no HTTP: uvicorn answers, and not in JSON."""


def test_half_a_character_comes_back_whole(server: Server) -> None:
    for target in ("en", "de"):
        status, body = ask(server, post("/translate", JSON, as_json(q="a \ud800", target=target)))
        assert status == 200 and json.loads(body)["translatedText"] == "a \ufffd"


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Starlette forgets a file that is cut off
@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_json(server: Server, name: str) -> None:
    raw, expected = CASES[name]
    status, body = ask(server, raw)
    assert status == expected, body
    if name not in PLAIN:
        answer = json.loads(body)
        assert list(answer) in (["error"], ["message"]) and all(isinstance(one, str) for one in answer.values())
        assert len(body) < 500
    assert ask(server, post("/translate", JSON, as_json())) == (200, b'{"translatedText":"a"}')


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),  # TLS
        b"hello\r\n\r\n",
        b"GET " + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /translate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /translate HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\nHost: a\r\n\r\n{}",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_http_is_no_harm(server: Server, raw: bytes) -> None:
    with socket.create_connection(server.address, timeout=20) as connection:
        try:
            connection.sendall(raw)
            answer = connection.recv(100)
        except ConnectionError:
            answer = b""
        assert answer == b"" or answer[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 404")
    assert ask(server, post("/translate", JSON, as_json()))[0] == 200


def test_a_client_that_sends_nothing_more_is_answered_in_time(tmp_path: Path) -> None:
    with served(tmp_path, timeout=0.5) as server:
        status, body = ask(server, post("/translate", JSON, b'{"q": ', length=100))
    assert status == 503 and "0.5 seconds" in json.loads(body)["error"]


def test_clients_that_go_away_leave_nothing_behind(server: Server) -> None:
    for _ in range(20):
        with socket.create_connection(server.address, timeout=20) as connection:
            connection.sendall(post("/translate", JSON, as_json(q="a " * 400)))
    assert ask(server, post("/translate", JSON, as_json()))[0] == 200


@pytest.mark.parametrize(
    "text", ["\ud800", "a\udfffb", "\x00", "\u2028", "a\rb", "🙂 é", "\x1b[31m", "<script>", "ا ب"]
)
def test_any_text_is_answered(server: Server, text: str) -> None:
    status, body = ask(server, post("/translate", JSON, as_json(q=[text, "a"])))
    first, second = json.loads(body)["translatedText"]
    assert status == 200 and isinstance(first, str) and second == "a"


def test_there_are_fifty_kinds() -> None:
    assert len(CASES) >= 50
