"""The command that stands for s2s where the tests run those of the pages.

It is s2s, but for what would take longer than seconds: trainings have four updates of a small network, ``inspect memory`` two, and a
server ends when it has answered. One process, `serving`, has imported all that commands need, and forks for each of them, so that they
start at once; `CLIENT` is what a shell calls.
"""

from __future__ import annotations

import importlib
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from s2s.cli import main

UPDATES = {"train.steps": "4", "train.validate_every": "2"}
HERE = {"device": "cpu", "precision": "fp32", "threads": "1"}
WIDTHS = {"model.embedding": "16", "model.encoder.units": "16"}
WRITER = {"model.decoder.units": "32", "decode.max_length": "20"}
"""As wide as an encoder of both directions, which some parts ask for; a network that has learned nothing writes on and on."""
LENGTHS = re.compile(r"((backward|student)\.)?train\.(steps|epochs|validate_every)=")
"""The options in whose place `UPDATES` stand."""
NOT_WRITING = {"experiment=m4_hourly", *(f"task={task}" for task in ("classify", "tag", "forecast", "ownparts:Stars"))}
"""What says that there is no decoder."""
NEEDED = ("torch", "hydra", "sacrebleu", "s2s.training.loop", "s2s.commands.train", "s2s.inference.loading")
"""What most commands import."""
CLIENT = """#!{python} -IS
import os, pickle, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    said = pickle.dumps((sys.argv[1:], os.getcwd(), dict(os.environ)))
    socket.send_fds(server, [len(said).to_bytes(8, "big")], [0, 1, 2])
    server.sendall(said)
    sys.exit(int(server.recv(8) or b"70"))
"""


def shortened(words: list[str]) -> list[str]:
    """The arguments of a call that takes seconds."""
    if words[:2] == ["inspect", "memory"] and "--updates" in words:
        words[words.index("--updates") + 1] = "2"
    if words[0] not in ("train", "best"):
        return words
    chosen = {**UPDATES, **HERE, **WIDTHS, **({} if NOT_WRITING & set(words) else WRITER)}
    if "recipe=auto" in words:  # which chooses the widths itself
        chosen = {**UPDATES, **HERE}
    if "model.encoder.bidirectional=false" in words:
        chosen["model.decoder.units"] = "16"
    if not any(word.startswith(("data", "task", "experiment")) for word in words):
        chosen["data.size"] = "300"  # of the built-in corpus
    typed = [word for word in words if not LENGTHS.match(word) and word.partition("=")[0] not in chosen]
    return [*typed, *(f"{name}={value}" for name, value in chosen.items())]


def answered(words: list[str]) -> int:
    """Serve at a free port until the server has said that it is well; its exit code."""
    command = [sys.executable, "-m", "s2s", *words, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        for line in server.stderr:
            sys.stderr.write(line)
            if address := re.search(r"http://[\d.:]+/", line):
                with urlopen(f"{address[0]}health") as answer:
                    assert answer.status == 200
                server.terminate()
        return server.wait()


def call(words: list[str]) -> int:
    return answered(words) if words[0] == "serve" else main(shortened(words))


def handle(asked: socket.socket) -> int:
    """Run what a client asks for, with its streams, folder and variables; the exit code."""
    size, streams, _, _ = socket.recv_fds(asked, 8, 3)
    left, parts = int.from_bytes(size, "big"), list[bytes]()
    while left:
        parts.append(asked.recv(left))
        left -= len(parts[-1])
    words, folder, variables = pickle.loads(b"".join(parts))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    del sys.path[0]  # the folder of the tests; s2s itself adds the working folder where it looks for a user's class
    return call(words)


def serve(address: str) -> None:
    """Fork for each client of the socket `address`, for ever."""
    for name in NEEDED:
        importlib.import_module(name)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            asked, _ = listener.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                listener.close()
                code = 70
                try:
                    code = handle(asked)
                except SystemExit as end:
                    code = end.code if isinstance(end.code, int) else 1
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    asked.sendall(str(code).encode())
                    os._exit(0)
            asked.close()


@contextmanager
def serving(folder: Path) -> Iterator[Path]:
    """A program in `folder` that calls s2s as a shell does, as long as this lasts."""
    address = str(folder / "socket")
    program = folder / "s2s"
    program.write_text(CLIENT.format(python=sys.executable, address=address))
    program.chmod(0o755)
    root = str(Path(__file__).parents[1])
    with subprocess.Popen([sys.executable, __file__, address], env={**os.environ, "PYTHONPATH": root}) as server:
        try:
            while not Path(address).exists():
                assert server.poll() is None, "the process that starts s2s has ended"
            yield program
        finally:
            server.kill()


if __name__ == "__main__":
    serve(sys.argv[1])
