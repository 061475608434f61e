"""A child that is forked from a process with a loaded model works like its parent, and does not wait for lost threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from translating import tiny_run

if not hasattr(os, "fork"):
    pytest.skip("there is no fork", allow_module_level=True)

SECONDS = 60
PROGRAM = """
import multiprocessing, sys, warnings
import numpy
warnings.simplefilter("ignore")
from s2s.inference.translator import Translator

folder, backend, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]) or None
translator = Translator.load(folder, backend=backend, threads=threads)
lines = ["the dog sees the cat.", "a cat", "good morning, everybody"] * 20
before = translator.translate(lines, beam=5)
if backend == "torch":
    import torch
    assert torch.get_num_threads() == (threads or torch.get_num_threads())
    wide = torch.rand(600, 600)
    wide @ wide  # large enough for the threads of a pool to begin
    torch.nn.functional.linear(wide, wide).tanh().sum()

def child(queue):
    if backend == "torch":
        (wide @ wide).tanh().sum()
    queue.put(translator.translate(lines, beam=5) == before)
    queue.put(Translator.load(folder, backend=backend, threads=threads).translate(lines, beam=5) == before)

context = multiprocessing.get_context("fork")
queue = context.Queue()
children = [context.Process(target=child, args=(queue,)) for _ in range(2)]
for process in children:
    process.start()
print([queue.get() for _ in range(4)])
for process in children:
    process.join()
print([process.exitcode for process in children], translator.translate(lines, beam=5) == before)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_run(tmp_path_factory.mktemp("forked") / "run")


def said_by(*arguments: str) -> str:
    """What `PROGRAM` prints, with as many threads as there are by default. All of its processes end with it."""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        start_new_session=True,
    )
    try:
        return process.communicate(timeout=SECONDS)[0]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("backend", "threads"),
    [("torch", "0"), ("onnx", "4"), ("torch", "4")],
)
def test_children_translate_as_their_parent(backend: str, threads: str, run: Path) -> None:
    if backend == "onnx":
        pytest.importorskip("onnx")
        pytest.importorskip("onnxruntime")
        from s2s.cli import main

        if not (run / "onnx").exists():
            text = run.parent / "text"
            text.write_text("the dog\na cat\n", encoding="utf-8")
            assert main(["export", "-m", str(run), "--source", str(text), "--reference", str(text)]) == 0
    assert said_by(str(run), backend, threads) == "[True, True, True, True]\n[0, 0] True\n"
