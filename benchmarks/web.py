"""A page of `s2s export --web` in Chromium, beside the same export in Python: what is loaded, how long it takes, tokens a second.

    python benchmarks/web.py -m RUN --runtime DIR --lines FILE --folder FOLDER [--sentences 200] [--fp32]

RUN is exported twice, as a page and as RUN/onnx; DIR has the npm packages; FILE has sentences of the source language. One line
of JSON: the bytes of the page and of its model, as they are and gzipped; the seconds from opening the page to the
translation of its first sentence, on a first visit over loopback, on the second, and without a server; and, for greedy and
the run's own beam, the tokens a second in Chromium, in Python one sentence at a time, and in Python as `s2s translate` works,
all on one thread, with how many translations are the same; and the load of the machine, by which to read the seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from s2s.data.text.lines import read_file
from s2s.inference.translator import Translator

MEASURE = """
const [lines, how, done] = arguments;
(async () => {
  const { translatorAt } = await import(new URL("page/engine.js", document.baseURI));
  const translator = (self.kept ??= await translatorAt(new URL("./", document.baseURI)));
  let tokens = 0;
  const pieces = translator.pieces.bind(translator), texts = [];
  translator.pieces = async (...given) => {
    const found = await pieces(...given);
    tokens += found[0].pieces.length;
    return found;
  };
  await translator.translate(lines[0], how);
  tokens = 0;
  const begin = performance.now();
  for (const line of lines) texts.push((await translator.translate(line, how)).translatedText);
  const seconds = (performance.now() - begin) / 1000;
  translator.pieces = pieces;
  return { seconds, tokens, texts };
})().then(done, (error) => done({ error: String(error) }));
"""
WAIT = 300
"""Seconds for anything."""


@contextlib.contextmanager
def files_of(folder: Path, port: int = 0) -> Iterator[int]:
    """A server of files on loopback; its port."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *said: Any) -> None:
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


@contextlib.contextmanager
def chromium() -> Iterator[Chrome]:
    """Debian's, without a window."""
    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    browser = Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    browser.set_script_timeout(WAIT)
    try:
        yield browser
    finally:
        browser.quit()


def first_translation(browser: Chrome, port: int, line: str) -> float:
    """Seconds from opening the page to the translation of `line`."""

    def until(condition: Callable[[], Any]) -> Any:
        return WebDriverWait(browser, WAIT, poll_frequency=0.02).until(lambda _: condition())

    begin = time.perf_counter()
    browser.get(f"http://127.0.0.1:{port}/")
    browser.execute_script("document.querySelector('#text').value = arguments[0]", line)
    until(lambda: browser.find_elements(By.CSS_SELECTOR, "#target option"))
    ready = (
        "const one = document.querySelector('#translation'); return one.innerText && !one.matches('.old, [aria-busy]')"
    )
    until(lambda: browser.execute_script(ready))
    return round(time.perf_counter() - begin, 2)


def native(translator: Translator, lines: list[str], beam: int, together: bool) -> dict[str, Any]:
    """Tokens a second in Python, and the texts."""
    translator.translate(lines[0], beam=beam)
    begin = time.perf_counter()
    groups = [lines] if together else [[line] for line in lines]
    found = [one for group in groups for one in translator.translate(group, beam=beam, scores=True)]
    seconds = time.perf_counter() - begin
    tokens = sum(len(one.pieces) for one in found)
    return {"tokens_a_second": round(tokens / seconds), "texts": [one.text for one in found]}


def exported(options: argparse.Namespace, out: Path) -> None:
    """The page, and the export of the run."""
    command = [sys.executable, "-m", "s2s", "export", "-m", options.model]
    subprocess.run([*command, *([] if options.fp32 else ["--int8"])], check=True)
    page = ["--web", str(out), "--runtime", options.runtime, *(["--fp32"] if options.fp32 else [])]
    subprocess.run([*command, *page], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-m", "--model", required=True)
    parser.add_argument("--runtime", required=True)
    parser.add_argument("--lines", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--fp32", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    lines = [line for line in read_file(options.lines) if line.strip()][: options.sentences]
    out = options.folder / "page"
    exported(options, out)
    run = json.loads((out / "web.json").read_bytes())
    sizes = {
        name: [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        for name, folder in (("page", out), ("model", out / "model"))
    }
    result: dict[str, Any] = {"run": Path(options.model).name, "precision": "fp32" if options.fp32 else "int8"}
    for name, contents in sizes.items():
        result[f"{name}_bytes"] = sum(map(len, contents))
        result[f"{name}_gzip"] = sum(len(gzip.compress(content)) for content in contents)
    with chromium() as browser:
        with files_of(out) as port:
            result["first_visit"] = first_translation(browser, port, lines[0])
            result["second_visit"] = first_translation(browser, port, lines[0])
        result["without_server"] = first_translation(browser, port, lines[0])
        translator = Translator.load(options.model, backend="onnx", threads=1)
        [direction] = run["directions"]
        for name, beam in (("greedy", 1), (f"beam {run['decode']['beam']}", run["decode"]["beam"])):
            how = {"source": direction["source"], "target": direction["target"], "beam": beam}
            measured = browser.execute_async_script(MEASURE, lines, how)
            if "error" in measured:
                raise SystemExit(measured["error"])
            alone, together = (native(translator, lines, beam, one) for one in (False, True))
            result[name] = {
                "chromium": round(measured["tokens"] / measured["seconds"]),
                "python_one_at_a_time": alone["tokens_a_second"],
                "python": together["tokens_a_second"],
                "same_texts": sum(map(str.__eq__, measured["texts"], together["texts"])),
                "sentences": len(lines),
            }
    result["chromium"] = subprocess.run(["chromium", "--version"], capture_output=True, text=True).stdout.strip()
    result["load"] = os.getloadavg()[0]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
