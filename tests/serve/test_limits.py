"""Keys, rates, time, origins, files, and what is told of the server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from http.client import HTTPConnection
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib import request
from urllib.error import HTTPError

import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import Server, served, speaker

from s2s.decode.backend import Settings
from s2s.errors import UserError
from s2s.inference.demands import Demands
from s2s.inference.sentences import Translation
from s2s.serve.downloads import KEPT, Downloads
from s2s.serve.keys import Keys
from s2s.serve.options import ServeOptions
from s2s.serve.rates import Rates

GOOD = {"q": "a dog", "source": "en", "target": "de"}


def ask(
    server: Server, fields: Mapping[str, Any] = GOOD, path: str = "translate", headers: dict[str, str] | None = None
) -> tuple[int, Any, Message]:
    """Status, answer and headers."""
    found = {"Content-Type": "application/json"} | (headers or {})
    asked = request.Request(server.url + path, json.dumps(fields).encode(), found)
    try:
        with request.urlopen(asked, timeout=30) as answer:
            return answer.status, json.load(answer), answer.headers
    except HTTPError as error:
        with error:
            return error.code, json.load(error), error.headers


def test_keys_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("\ufefffirst-key\nsecond-key 2 # two a minute\n\n")
    with served(tmp_path, api_keys=str(tmp_path / "keys")) as server:
        assert ask(server)[:2] == (400, {"error": "Please contact the server operator to get an API key"})
        assert ask(server, GOOD | {"api_key": "wrong-key"})[:2] == (403, {"error": "Invalid API key"})
        assert ask(server, GOOD | {"api_key": "first-key"})[0] == 200
        statuses = [ask(server, GOOD | {"api_key": "second-key"})[0] for _ in range(3)]
        assert statuses in ([200, 200, 429], [200, 200, 200])  # a minute may end in between
        assert ask(server, {"q": "a", "api_key": "first-key"}, "detect")[0] == 200
        assert ask(server, {"q": "a"}, "detect")[0] == 400
        with request.urlopen(server.url + "frontend/settings", timeout=30) as answer:
            assert json.load(answer)["keyRequired"] is True


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "holds no key"),
        (b"short\n", "line 1"),
        (b"good-key-1\ngood-key-2 many\n", "line 2"),
        (b"good-key-1 0\n", "line 1"),
        (b"good-key-1 1 2\n", "line 1"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_file_of_keys_that_is_none(tmp_path: Path, content: bytes, part: str) -> None:
    (tmp_path / "keys").write_bytes(content)
    with pytest.raises(UserError, match=part) as error:
        Keys.load(str(tmp_path / "keys"))
    assert "good-key" not in str(error.value), "a key is shown"
    with pytest.raises(UserError, match="cannot be read"):
        Keys.load(str(tmp_path))


def test_too_many_requests_in_a_minute(tmp_path: Path) -> None:
    with served(tmp_path, req_limit=3) as server:
        found = [ask(server) for _ in range(8)]
    statuses = [status for status, _, _ in found]
    assert statuses[:3] == [200] * 3 and 429 in statuses
    _status, answer, headers = found[statuses.index(429)]
    assert answer == {"error": "Slowdown: 3 per 1 minute"} and 1 <= int(headers["Retry-After"]) <= 60


def test_an_address_is_what_a_trusted_proxy_says(tmp_path: Path) -> None:
    def statuses(server: Server) -> list[int]:
        return [ask(server, headers={"X-Forwarded-For": f"10.0.0.{n}"})[0] for n in range(6)]

    with served(tmp_path / "alone", req_limit=2) as server:
        assert 429 in statuses(server), "anybody can say who they are"
    for proxy in (("127.0.0.1",), ("::1", "127.0.0.0/8"), ("10.0.0.1", "*")):
        with served(tmp_path / proxy[0], req_limit=2, proxy=proxy) as server:
            assert statuses(server) == [200] * 6


def test_rates_count_each_client_in_its_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    rates = Rates(tmp_path / "rates", lambda: now[0])
    assert [rates.count("a"), rates.count("a"), rates.count("b"), rates.count("a")] == [1, 2, 1, 3]
    other = Rates(tmp_path / "rates", lambda: now[0])
    assert other.count("a") == 4, "workers count together"
    now[0] = 59.9
    assert rates.count("a") == 5 and rates.seconds_left() == 1
    now[0] = 60.0
    assert rates.count("a") == 1
    monkeypatch.setattr("s2s.serve.rates.SLOTS", 64)
    for number in range(200):  # more clients than there is room for
        rates.count(f"client {number}")
    assert rates.count("b") <= 2
    rates.close()
    other.close()


def test_rates_count_in_threads(tmp_path: Path) -> None:
    rates = [Rates(tmp_path / "rates", lambda: 0.0) for _ in range(4)]

    def work(one: Rates) -> None:
        for _ in range(200):
            one.count("a")

    threads = [threading.Thread(target=work, args=(one,)) for one in rates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rates[0].count("a") == 801
    for one in rates:
        one.close()


def test_what_takes_too_long_is_refused(tmp_path: Path) -> None:
    translator, hold = speaker("en", "de"), threading.Event()
    inner = translator.stream

    def stream(
        lines: Iterable[str],
        settings: Settings,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> Iterator[list[Translation]]:
        hold.wait(30)
        return inner(lines, settings)

    translator.stream = stream  # type: ignore[method-assign, assignment]
    with served(tmp_path, [translator], timeout=0.3, queue_limit=5) as server:
        status, answer, headers = ask(server)
        assert status == 503 and "0.3 seconds" in answer["error"] and headers["Retry-After"] == "1"
        hold.set()
        assert ask(server)[0] == 200


def test_origins(tmp_path: Path) -> None:
    origin = "https://example.org"
    with served(tmp_path / "off") as server:
        assert ask(server, headers={"Origin": origin})[2]["Access-Control-Allow-Origin"] is None
    with served(tmp_path / "on", cors=(origin,)) as server:
        assert ask(server, headers={"Origin": origin})[2]["Access-Control-Allow-Origin"] == origin
        assert ask(server, headers={"Origin": "https://other.org"})[2]["Access-Control-Allow-Origin"] is None
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        connection = HTTPConnection(*server.address, timeout=30)
        connection.request("OPTIONS", "/translate", headers=asked)
        assert connection.getresponse().status == 200
        connection.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"port": 70000},
        {"workers": 0},
        {"char_limit": 0},
        {"timeout": 0.0},
        {"timeout": float("nan")},
        {"req_limit": 0},
        {"cors": ("example.org",)},
        {"cors": ("https://example.org/page",)},
        {"proxy": ("localhost",)},
        {"proxy": ("127.0.0.1:80",)},
        {"proxy": ("127.0.0.1", "10.0.0.1,10.0.0.2")},
        {"proxy": ("10.0.0.1/8",)},
        {"proxy": ("",)},
    ],
)
def test_limits_that_cannot_be(wrong: Mapping[str, Any]) -> None:
    with pytest.raises(UserError, match=next(iter(wrong))):
        ServeOptions(**wrong)


def upload(server: Server, name: str, content: bytes, **fields: str) -> str:
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    parts.append(f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    body = "".join(parts).encode() + content + b"\r\n--x--\r\n"
    asked = request.Request(server.url + "translate_file", body, {"Content-Type": "multipart/form-data; boundary=x"})
    with request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)["translatedFileUrl"]


def test_a_file_comes_back(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        url = upload(server, "../my file.txt", b"one dog\n\ntwo\n", source="auto", target="de")
        assert url.startswith(server.url + "download_file/") and url.endswith(".my_file_de.txt")
        with request.urlopen(url, timeout=30) as answer:
            assert answer.read() == b"one dog\n\ntwo\n"
            assert answer.headers["Content-Disposition"] == 'attachment; filename="my_file_de.txt"'


@pytest.mark.parametrize("name", ["a.csv", "a.TSV", "a.tab", "a.jsonl", "a.ndjson"])
@pytest.mark.parametrize("source", ["auto", "en"])
def test_tables_whose_columns_no_request_can_name_are_refused(tmp_path: Path, name: str, source: str) -> None:
    with served(tmp_path) as server:
        with pytest.raises(HTTPError) as error:
            upload(server, name, b"a,b\none dog,two\n", source=source, target="de")
        with error.value as refused:
            assert (refused.code, json.load(refused)) == (400, {"error": "Invalid request: file format not supported"})
        with request.urlopen(server.url + "frontend/settings", timeout=30) as answer:
            assert Path(name).suffix.lower() not in json.load(answer)["supportedFilesFormat"]


ENCODINGS = [
    ("a.txt", b"caf\xe9", "byte 4 (0xE9) is not valid UTF-8"),
    ("a.html", b'<meta charset="nonsense"><p>a</p>', "its encoding, nonsense, is unknown"),
    ("a.html", b'<meta charset="ascii"><p>\xe9</p>', "byte 26 (0xE9) is not valid ASCII"),
    ("a.po", b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ascii\\n"\n#\xe9', "byte 62 (0xE9) is not valid ASCII"),
]  # fmt: skip


def test_the_remedy_for_an_encoding_is_not_an_option_that_a_request_lacks(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        for (name, content, said), source in product(ENCODINGS, ["auto", "en"]):
            with pytest.raises(HTTPError) as error:
                upload(server, name, content, source=source, target="de")
            with error.value as refused:
                expected = f"Invalid request: the file: {said}; convert the document to UTF-8 first"
                assert (refused.code, json.load(refused)) == (400, {"error": expected})


SUBTITLES = b"""1
00:00:01,000 --> 00:00:02,500
<i>The dog sleeps.</i>

2
00:00:03,000 --> 00:00:04,000
It eats.
"""


def test_subtitles_come_back_with_their_times(tmp_path: Path) -> None:
    with served(tmp_path, char_limit=100) as server:
        with request.urlopen(server.url + "frontend/settings", timeout=30) as answer:
            assert {".srt", ".txt", ".html", ".docx", ".po"} <= set(json.load(answer)["supportedFilesFormat"])
        with request.urlopen(upload(server, "film.srt", SUBTITLES, source="auto", target="de"), timeout=30) as answer:
            assert answer.read() == SUBTITLES
        for name, content, status in (
            ("a.docx", b"PK no archive", 400),
            ("a.srt", SUBTITLES.replace(b"eats", b"eats a lot " * 20), 413),
            ("a.pdf", b"%PDF", 400),
        ):
            with pytest.raises(HTTPError) as error:
                upload(server, name, content, source="en", target="de")
            with error.value as refused:
                assert refused.code == status and "error" in json.load(refused)


def test_a_document_that_takes_too_long_leaves_the_queue(tmp_path: Path) -> None:
    translator, hold = speaker("en", "de"), threading.Event()
    inner = translator.stream

    def stream(
        lines: Iterable[str],
        settings: Settings,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> Iterator[list[Translation]]:
        hold.wait(30)
        return inner(lines, settings, split=split)

    translator.stream = stream  # type: ignore[method-assign, assignment]
    with served(tmp_path, [translator], timeout=0.5) as server:
        with pytest.raises(HTTPError) as error:
            upload(server, "film.srt", SUBTITLES, source="en", target="de")
        with error.value as refused:
            assert refused.code == 503
        hold.set()
        assert ask(server)[0] == 200


def test_downloads_are_removed_when_they_are_old_or_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    downloads = Downloads(tmp_path, lambda: now[0])
    token = downloads.keep(b"content")
    now[0] = (tmp_path / token).stat().st_mtime + KEPT - 1
    assert downloads.fetch(token) == b"content"
    now[0] += 2
    assert downloads.fetch(token) is None and not list(tmp_path.iterdir())
    assert downloads.fetch("../keys") is None and downloads.fetch(token + "/") is None
    now[0] = 0.0
    monkeypatch.setattr("s2s.serve.downloads.MOST_BYTES", 100)
    kept = [downloads.keep(b"x" * 30) for _ in range(10)]
    assert len(list(tmp_path.iterdir())) <= 3 and downloads.fetch(kept[-1])


def numbers(server: Server) -> dict[tuple[str, ...], float]:
    with request.urlopen(server.url + "metrics", timeout=30) as answer:
        families = list(text_string_to_metric_families(answer.read().decode()))
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


def test_metrics(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        before = numbers(server)
        ask(server, GOOD | {"q": ["a dog", "b", "secret word"]})
        ask(server, GOOD | {"q": ""})
        ask(server, {}, "secret/address")
        after = numbers(server)
        assert after["s2s_requests_total", "/translate", "200"] == 1
        assert after["s2s_requests_total", "/translate", "400"] == 1
        assert after["s2s_lines_total",] - before["s2s_lines_total",] == 3
        assert after["s2s_characters_total",] == len("a dogbsecret word")
        assert after["s2s_request_seconds_count", "/translate"] == 2
        assert after["s2s_lines_waiting",] == 0 and after["s2s_requests_active",] == 1
        assert "secret" not in repr(after)


def test_nothing_of_a_request_is_logged(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    translator = speaker("en", "de")

    def stream(
        lines: Iterable[str],
        settings: Settings,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> Iterator[list[Translation]]:
        raise KeyError(*lines)

    with served(tmp_path, [translator]) as server:
        ask(server, GOOD | {"q": "private words"}, "translate?q=private")
        monkeypatch.setattr(translator, "stream", stream)
        status, answer, _ = ask(server, GOOD | {"q": "private words"})
        assert (status, answer) == (500, {"error": "Cannot translate text"})
        ask(server, GOOD | {"source": "private"})
    written = "".join(capfd.readouterr())
    assert "private" not in written and "KeyError at" in written and len(written.strip().split("\n")) == 1


def test_the_documentation_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        with request.urlopen(server.url + "docs", timeout=30) as answer:
            page = answer.read().decode()
        assert "https://" not in page and "http://" not in page
        for path in ("swagger/swagger-ui-bundle.js", "swagger/swagger-ui.css", "page/icon.svg"):
            assert path in page
            with request.urlopen(server.url + path, timeout=30) as answer:
                assert len(answer.read()) > 100
        with request.urlopen(server.url + "openapi.json", timeout=30) as answer:
            described = json.load(answer)
    assert set(described["paths"]) == {
        "/translate", "/detect", "/languages", "/translate_file", "/health", "/frontend/settings",
        "/v2/translate", "/v2/languages", "/v2/usage",
    }  # fmt: skip
    assert "q" in json.dumps(described["paths"]["/translate"]["post"]["requestBody"])


def test_pages_say_what_they_may_load(tmp_path: Path) -> None:
    with served(tmp_path) as server, request.urlopen(server.url, timeout=30) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_files_of_the_server_are_small() -> None:
    import s2s.serve

    for path in Path(s2s.serve.__file__).parent.rglob("*"):
        if path.suffix in (".js", ".css", ".html"):
            assert path.read_text(encoding="utf-8").count("\n") < 300, path


def test_pairwise_translators_serve_each_direction(tmp_path: Path) -> None:
    with served(tmp_path, [speaker(one, other) for one, other in pairwise(["en", "de", "bn"])]) as server:
        assert ask(server)[0] == 200
        assert ask(server, GOOD | {"source": "de", "target": "bn"})[0] == 200
        assert ask(server, GOOD | {"target": "bn"})[0] == 400
