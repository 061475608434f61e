"""``s2s serve`` as it is run: processes, signals, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib import request
from urllib.error import URLError

import pytest
from translating import tiny_run

from s2s.cli import main
from s2s.data.corpora.phrasebook.draw import pairs

LINUX = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads /proc")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export by itself, of a network that has learned nothing."""
    folder = tmp_path_factory.mktemp("runs")
    run = tiny_run(folder / "run")
    sentences = list(pairs("en", "de", "validation", 20, 1))
    for place, name in enumerate(("source", "reference")):
        (folder / name).write_text("".join(f"{pair[place]}\n" for pair in sentences), encoding="utf-8")
    command = ["export", "-m", str(run), "--source", str(folder / "source"), "--reference", str(folder / "reference")]
    assert main(command) == 0
    return Path(shutil.move(run / "onnx", folder / "export"))


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``s2s serve`` on a free port, once it says where."""
    command = [sys.executable, "-m", "s2s", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(Path.cwd())}
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+/", line)
        assert found, line + process.stderr.read()
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


def ask(url: str, q: str | list[str], timeout: float = 60) -> str | list[str]:
    body = json.dumps({"q": q, "source": "en", "target": "de"}).encode()
    asked = request.Request(url + "translate", body, {"Content-Type": "application/json"})
    with request.urlopen(asked, timeout=timeout) as answer:
        return json.load(answer)["translatedText"]


def until(condition: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        return bool(ask(url, "a dog"))
    except (URLError, OSError):
        return False


@pytest.mark.slow
@LINUX
def test_answers_are_the_commands_and_torch_is_not_loaded(export: Path, tmp_path: Path) -> None:
    lines = [source for source, _ in pairs("en", "de", "test", 60, 1)]
    (tmp_path / "in").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert main(["translate", "-m", str(export), "-i", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 0
    expected = (tmp_path / "out").read_text(encoding="utf-8").split("\n")[:-1]
    with started("-m", str(export)) as (process, url):
        with ThreadPoolExecutor(8) as pool:
            alone = list(pool.map(lambda line: ask(url, line), lines))
            together = [
                text for texts in pool.map(lambda n: ask(url, lines[n : n + 7]), range(0, 60, 7)) for text in texts
            ]
        assert alone == expected and together == expected
        assert "torch" not in Path(f"/proc/{process.pid}/maps").read_text()


@pytest.mark.slow
def test_sigterm_finishes_what_has_come(export: Path) -> None:
    with started("-m", str(export)) as (process, url), ThreadPoolExecutor(4) as pool:
        assert answers(url)
        lines = ["the dog sees the old house behind the green tree"] * 150
        coming = [pool.submit(ask, url, lines) for _ in range(4)]
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert all(len(each.result()) == 150 for each in coming)
        assert process.wait(30) in (0, -signal.SIGTERM)
        assert process.stderr is not None and process.stderr.read() == ""
        assert not answers(url)


def children(process: int) -> list[int]:
    """Its worker processes, which are those that listen."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


@LINUX
@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_and_none_outlives_its_parent(export: Path) -> None:
    with started("-m", str(export), "--workers", "2", "--req-limit", "1000") as (process, url):
        until(lambda: answers(url) and len(children(process.pid)) == 2)
        first = children(process.pid)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(children(process.pid)) == 2 and first[0] not in children(process.pid))
        until(lambda: answers(url))
        text = ["the dog sees the house"] * 5
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: ask(url, text), range(40)))
        assert all(one == found[0] for one in found)
        with request.urlopen(url + "metrics", timeout=30) as answer:
            told = answer.read().decode()
        counted = re.search(r's2s_requests_total\{endpoint="/translate",status="200"\} ([\d.]+)', told)
        assert counted and float(counted[1]) >= 41, "the workers are counted together"
        workers = children(process.pid)
        process.kill()
        process.wait()
        until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


@LINUX
@pytest.mark.slow
def test_workers_finish_at_sigterm(export: Path) -> None:
    with started("-m", str(export), "--workers", "2") as (process, url), ThreadPoolExecutor(4) as pool:
        until(lambda: answers(url))
        coming = [pool.submit(ask, url, ["the dog sees the old house"] * 100) for _ in range(4)]
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert all(len(each.result()) == 100 for each in coming)
        assert process.wait(60) in (0, -signal.SIGTERM)


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("begun", [False, True])
def test_a_terminals_sigint_reaches_all_processes_and_ends_them_in_silence(export: Path, begun: bool) -> None:
    with started("-m", str(export), "--workers", "2") as (process, url):
        until(lambda: len(children(process.pid)) == 2 and (not begun or answers(url)))
        workers = children(process.pid)
        time.sleep(0.2)  # the second may just be beginning
        for one in (*workers, process.pid):
            os.kill(one, signal.SIGINT)
        assert process.wait(60) == 0 and not any(Path(f"/proc/{worker}").exists() for worker in workers)
        assert process.stderr is not None and process.stderr.read() == ""


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["serve", *arguments])
    return code, capsys.readouterr().err.strip()


def test_what_cannot_be_served_is_one_line(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, line = said(capsys, "-m", str(tmp_path))
    assert code == 2 and "not a run folder" in line and "\n" not in line
    code, line = said(capsys, "-m", str(export), str(export), "--port", "0")
    assert code == 2 and "translates from en to de, as" in line and "\n" not in line
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, line = said(capsys, "-m", str(export), "--port", str(taken.getsockname()[1]))
    assert code == 2 and line.startswith("s2s: --port") and "another --port" in line and "\n" not in line
    code, line = said(capsys, "-m", str(export), "--host", "no such host")
    assert code == 2 and line.startswith("s2s: --host") and "\n" not in line
    code, line = said(capsys, "-m", str(export), "--api-keys", str(tmp_path / "none"))
    assert code == 2 and "--api-keys" in line and "\n" not in line
    code, line = said(capsys, "-m", str(export), "--char-limit", "0")
    assert code == 2 and line.startswith("s2s: --char-limit 0") and "\n" not in line
    code, line = said(capsys, "-m", str(export), "--port", "0", "-b", "0")
    assert code == 2 and line.startswith("s2s: --beam-size 0") and "\n" not in line


def test_without_the_extra_it_says_what_to_install(
    export: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("s2s.serve.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    code, line = said(capsys, "-m", str(export))
    assert code == 2 and 'pip install "s2s-translate[serve]"' in line and "uvicorn" in line
