"""`s2s export --web`: the folder, what is refused, and the page in a real Chromium, with a network and without."""

from __future__ import annotations

import argparse
import base64
import functools
import hashlib
import json
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browser import axe, chromium, faults, until
from offline import ask, packages, page_of
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from translating import tiny_run, tokenizer

from s2s.commands.web import check_page
from s2s.config.schema import RunConfig
from s2s.data.codecs.pattern import Pattern
from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.trained import field, piece_message, rewrites
from s2s.decode.backend import Settings
from s2s.errors import UserError
from s2s.serve import web, web_runtime


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(**{"web": None, "fp32": False, "int8": False, "runtime": None} | given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"fp32": True}, "has no effect without --web"),
        ({"runtime": "here"}, "has no effect without --web"),
        ({"web": "out", "fp32": True, "int8": True}, "two precisions"),
    ],
)
def test_options_that_do_not_go_together(given: Mapping[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        check_page(options(**given), tmp_path, RunConfig())


def test_what_a_page_cannot_run_is_refused(tmp_path: Path) -> None:
    good, config = tokenizer(), RunConfig()
    web.check(tmp_path, config, (good, good), Settings())
    words = Tokenizer.train(["a b c", "a b"], kind="word", size=None, coverage=None)
    words.word_by_word = False
    for codec, kind in ((Pattern(".", ("a",)), "pattern"), (words, "word")):
        with pytest.raises(UserError, match=f"cannot run a tokenizer of kind {kind}"):
            web.check(tmp_path, config, (codec, good), Settings())
    table = Tokenizer(good.model)
    table.model += field(3, field(2, b"table"))
    with pytest.raises(UserError, match="normalises text by itself"):
        web.check(tmp_path, config, (good, table), Settings())
    with pytest.raises(UserError, match=r"decode.search=sample: a page knows greedy and beam"):
        decode = replace(config.decode, search="sample")
        web.check(tmp_path, replace(config, decode=decode), (good, good), Settings(search="sample", beam=1))


def test_a_model_that_changes_text_is_recognised() -> None:
    model = tokenizer().model
    assert not rewrites(model)
    assert rewrites(model + field(1, piece_message("ab", 0.0, 4)))
    assert rewrites(model + field(3, b"\x18\x00")) and rewrites(model + field(2, b"\xc0\x01\x01"))


def test_only_a_page_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(UserError, match="holds other files, which would be lost"):
        web.check_target(tmp_path)
    for name in (web.SETTINGS, web.WORKER):
        (tmp_path / name).write_text("")
    web.check_target(tmp_path)


def test_a_folder_without_the_packages(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"has no onnxruntime-web; fill it: npm install --prefix .* onnxruntime-web@1"):
        web_runtime.package_in(tmp_path, "onnxruntime-web")
    (tmp_path / "onnxruntime-web").mkdir()
    (tmp_path / "onnxruntime-web" / "package.json").write_text("{}")
    with pytest.raises(UserError, match="no such file or directory; npm install onnxruntime-web@1"):
        web_runtime.content_of(web_runtime.package_in(tmp_path, "onnxruntime-web"), "dist/ort.mjs")


def test_the_packages_are_copied_with_their_digests_and_licences(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for part in web_runtime.PARTS.values():
        path = tmp_path / "npm" / "node_modules" / part.package / part.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part.path.encode())
    for name, version in {"onnxruntime-web": "9.9.9", "sentencex-wasm": web_runtime.PACKAGES["sentencex-wasm"]}.items():
        folder = tmp_path / "npm" / "node_modules" / name
        (folder / "package.json").write_text(json.dumps({"version": version}))
        (folder / "LICENSE").write_text(f"of {name}")
    files = web_runtime.copied(tmp_path / "npm", tmp_path)
    assert files.keys() == web_runtime.PARTS.keys()
    for name, file in files.items():
        content = (tmp_path / file.url).read_bytes()
        assert content == web_runtime.PARTS[name].path.encode() and file.size == len(content)
        assert file.integrity == "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert (tmp_path / "runtime" / "sentencex-wasm.txt").read_text() == "sentencex-wasm 0.1.31\n\nof sentencex-wasm\n"
    [said] = caplog.messages
    assert "onnxruntime-web: is version 9.9.9; s2s is tested with 1.30.0" in said


@pytest.mark.slow
def test_the_folder_tells_nothing_of_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = page_of(tiny_run(tmp_path / "run"), tmp_path / "out")
    assert not (tmp_path / "run" / "onnx").exists()
    run = json.loads((out / "web.json").read_text())
    assert sorted(run["files"]) == ["encoder.onnx", "step.onnx", "tokenizer.model", "weights.bin"]
    assert {file["url"].split("@")[0] for file in run["runtime"].values()} == {
        f"{web_runtime.NETWORK}/{name}" for name in web_runtime.PACKAGES
    }
    assert sum(file["size"] for file in run["runtime"].values()) < run["bytes"] < 18e6
    every = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert str(tmp_path).encode() not in every and b"config.yaml" not in every
    before = (out / "service-worker.js").read_bytes()
    page_of(tmp_path / "run", out)
    assert (out / "service-worker.js").read_bytes() == before, "the same run makes the same version"
    page_of(tmp_path / "run", out, "--fp32")
    assert (out / "service-worker.js").read_bytes() != before
    assert "serve it with any file server" in capsys.readouterr().err


@contextmanager
def files_of(folder: Path, port: int = 0) -> Iterator[int]:
    """A server of files, as any other, which lets other origins read them; its port."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def at(page: Chrome, name: str) -> WebElement:
    return page.find_element(By.ID, name)


def opened(page: Chrome, port: int) -> None:
    """Wait until the page has loaded its model."""
    page.get(f"http://127.0.0.1:{port}/")
    until(page, lambda: page.find_elements(By.CSS_SELECTOR, "#target option"), 60)


def typed(page: Chrome, text: str) -> str:
    """What becomes of `text` when it is typed."""
    at(page, "text").send_keys(Keys.CONTROL, "a")
    at(page, "text").send_keys(text)
    return written(page)


def written(page: Chrome) -> str:
    ready = "return !document.querySelector('#translation').matches('.old, [aria-busy]')"
    until(page, lambda: page.execute_script(ready) and at(page, "translation").text, 60)
    return at(page, "translation").text


def versions(page: Chrome) -> Any:
    return page.execute_async_script("caches.keys().then(arguments[0])")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A page with the packages beside it, and the run that it is of."""
    folder = tmp_path_factory.mktemp("web")
    run, npm = tiny_run(folder / "run"), packages(folder / "npm")
    return run, page_of(run, folder / "out", "--runtime", str(npm)), npm


@pytest.mark.slow
def test_in_chromium_with_a_network_and_without(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    run, out, npm = made
    text = "the girl opens the door. The dog sleeps."
    expected = {
        beam: ask(out, translate={"texts": [text], "source": "en", "target": "de", "beam": beam})["translate"][0]
        for beam in (1, 5)
    }
    with chromium(tmp_path) as page:
        with files_of(out) as port:
            opened(page, port)
            assert typed(page, text) == expected[5]["translatedText"].strip()
            at(page, "beam").find_element(By.CSS_SELECTOR, "option[value='1']").click()
            assert written(page) == expected[1]["translatedText"].strip()
            assert not at(page, "choose").is_displayed() and not at(page, "for-programs").is_displayed()
            ActionChains(page).move_to_element(page.find_element(By.CSS_SELECTOR, "#translation .word")).perform()
            until(page, lambda: at(page, "word").text)
            assert faults(page, axe(tmp_path)) == []
            first = versions(page)
            loaded = "return performance.getEntriesByType('resource').map(one => new URL(one.name).host)"
            assert set(page.execute_script(loaded)) == {f"127.0.0.1:{port}"}
        opened(page, port)
        assert typed(page, text) == expected[5]["translatedText"].strip()
        assert versions(page) == first and len(first) == 1
        page_of(run, out, "--runtime", str(npm), "--fp32")
        with files_of(out, port):
            page.get(f"http://127.0.0.1:{port}/")
            until(page, lambda: page.execute_script("return navigator.serviceWorker.ready.then(one => !!one.waiting)"))
            page.refresh()
            until(page, lambda: len(versions(page)) == 1 and versions(page) != first, 60)
            until(page, lambda: page.find_elements(By.CSS_SELECTOR, "#target option"), 60)
            assert typed(page, text)
        assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.slow
def test_a_page_that_is_not_kept_says_so(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(made[1], out)
    with files_of(out) as port, chromium(tmp_path) as page:
        none = "delete Navigator.prototype.serviceWorker"  # as over http
        script = page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": none})
        opened(page, port)
        assert at(page, "status").text == "Without https this page is not kept for use without a network"
        assert typed(page, "the girl")
        page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
        (out / "page" / "icon.svg").write_text("<svg/>")
        opened(page, port)
        assert at(page, "status").text.endswith("a file could not be loaded, or is of another version")
        assert typed(page, "the girl") and versions(page) == []


@pytest.mark.slow
def test_libraries_from_elsewhere_are_those_that_were_pinned(
    made: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _, npm = made
    elsewhere = tmp_path / "network"
    for name, version in web_runtime.PACKAGES.items():
        elsewhere.mkdir(exist_ok=True)
        (elsewhere / f"{name}@{version}").symlink_to(npm / "node_modules" / name)
    with files_of(elsewhere) as port:
        monkeypatch.setattr(web_runtime, "NETWORK", f"http://127.0.0.1:{port}")
        out = page_of(run, tmp_path / "out")
        with files_of(out) as own, chromium(tmp_path) as page:
            opened(page, own)
            assert typed(page, "the girl")
    with files_of(out, own), chromium(tmp_path) as page:  # another library at the same address
        fake = tmp_path / "fake" / f"onnxruntime-web@{web_runtime.PACKAGES['onnxruntime-web']}" / "dist"
        fake.mkdir(parents=True)
        (fake / "ort.wasm.bundle.min.mjs").write_text("document.title = 'stolen'")
        with files_of(tmp_path / "fake", port):
            page.get(f"http://127.0.0.1:{own}/")
            until(page, lambda: "bad" in (at(page, "status").get_attribute("class") or ""))
            assert page.title == "Translate · s2s" and not page.find_elements(By.CSS_SELECTOR, "#target option")
