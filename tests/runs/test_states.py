"""Checkpoints that are damaged, removed or forged, folders that are full or not ours: nothing is lost in silence."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from grids import thinned
from safetensors.torch import load_file, save_file
from training import STATEFUL, command, config, interrupt, train

import s2s.training.loop
from s2s.errors import UserError
from s2s.runs.states import load_state, states, sums

LAST = "step-00000012"


@pytest.fixture(scope="module", autouse=True)
def frequent_reports() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s2s.training.loop, "REPORT", 3)
        yield


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the run of `STATEFUL`, stopped after 12 of its 14 updates; a state of step 10 is there too."""
    folder = tmp_path_factory.mktemp("stopped")
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 12)
        assert s2s.training.loop.train(config(folder, *STATEFUL)) == signal.SIGTERM
    return folder


@pytest.fixture(scope="module")
def ended(stopped: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return outcome(train(shutil.copytree(stopped, tmp_path_factory.mktemp("ended") / "x"), *moved(stopped)))


@pytest.fixture
def folder(stopped: Path, tmp_path: Path) -> Path:
    """A copy of it to do harm to."""
    return shutil.copytree(stopped, tmp_path / "copy")


def moved(stopped: Path) -> list[str]:
    """The options of the stopped run, for a copy of its folder."""
    return [*STATEFUL, *(f"data.{split}={stopped / split}.tsv" for split in ("train", "validation"))]


def outcome(run: Path) -> list[bytes]:
    return [(run / name).read_bytes() for name in ("model.safetensors", "metrics.jsonl")]


def checkpoints(folder: Path) -> Path:
    return folder / "runs" / "tiny-1" / "checkpoints"


def weights(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*.*") if path.suffix in (".safetensors", ".jsonl")}


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << place % 8
    path.write_bytes(content)


@pytest.mark.slow
def test_a_byte_flipped_anywhere_is_seen(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Bytes all over every file that a checkpoint needs, the weights that scored best among them."""
    run, last = folder / "runs" / "tiny-1", checkpoints(folder) / LAST
    best = [f"../best-{step:08d}.safetensors" for _, step in json.loads((last / "state.json").read_bytes())["best"]]
    tried = 0
    for name in ("state.json", "SHA256SUMS", "state.safetensors", *best, "../../tokenizer.model"):
        file = last / name
        size = file.stat().st_size
        for place in range(0, size, max(1, size // 20 if name.endswith(("tensors", "model")) else size // 80)):
            flip(file, place)
            try:
                found = load_state(run, lambda processes: 1 << 30)
                assert found is not None and found[1]["step"] == 10, (name, place)
                assert f"warning: {last} is damaged" in capfd.readouterr().err
            except UserError as error:  # what the older one needs too
                assert name.startswith("..") and "no checkpoint is whole, step-00000012, step-00000010; " in str(error)
            flip(file, place)
            tried += 1
    assert tried > 200
    capfd.readouterr()
    found = load_state(run, lambda processes: 1 << 30)
    assert found is not None and found[1]["step"] == 12 and capfd.readouterr().err == ""


def test_coreutils_check_a_checkpoint(folder: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=checkpoints(folder) / LAST, capture_output=True)
    assert done.returncode == 0 and done.stdout.count(b": OK\n") == 5


@pytest.mark.parametrize(
    ("name", "harm"),
    thinned(
        [
            ("state.json", "cut"),
            ("state.json", "link"),
            ("SHA256SUMS", "gone"),
            ("state.safetensors", "flip"),
            ("state.safetensors", "empty"),
        ],
        2,
    ),
)
def test_a_damaged_checkpoint_gives_way_to_the_older_one(
    name: str, harm: str, folder: Path, stopped: Path, ended: list[bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    file = checkpoints(folder) / LAST / name
    content = file.read_bytes()
    file.unlink()
    match harm:
        case "flip":
            file.write_bytes(content[:-9] + b"?" + content[-8:])
        case "cut":
            file.write_bytes(content[: len(content) // 2])
        case "empty":
            file.touch()
        case "link":
            file.symlink_to("/dev/zero")
    run = train(folder, *moved(stopped))
    said = capfd.readouterr().err
    assert f"warning: {file.parent} is damaged" in said and f"continuing {run} at step 10" in said
    assert outcome(run) == ended
    assert [path.name for path in states(run)] == ["step-00000014", "step-00000010"]


def test_nothing_starts_from_nothing_in_silence(folder: Path, stopped: Path) -> None:
    for path in states(folder / "runs" / "tiny-1"):
        flip(path / "state.safetensors", 1000)
    before = weights(folder)
    with pytest.raises(
        UserError, match=r"no checkpoint is whole, step-00000012, .*restore what the warnings name .*name="
    ):
        train(folder, *moved(stopped))
    assert weights(folder) == before


def test_a_model_without_a_checkpoint_is_not_overwritten(folder: Path, stopped: Path) -> None:
    """A run that was copied to translate with, or downloaded."""
    shutil.rmtree(checkpoints(folder))
    before = weights(folder)
    with pytest.raises(UserError, match=r"tiny-1: holds a trained model but no checkpoint to go on from; .*name="):
        train(folder, *moved(stopped))
    assert weights(folder) == before


@pytest.mark.parametrize("name", ["config.yaml", "tokenizer.model"])
def test_half_a_run_folder_is_not_gone_on_with(name: str, folder: Path, stopped: Path) -> None:
    (folder / "runs" / "tiny-1" / name).unlink()
    with pytest.raises(UserError, match=f"{name}"):
        train(folder, *moved(stopped))


def test_a_damaged_model_is_restored(folder: Path, stopped: Path, ended: list[bytes]) -> None:
    flip(folder / "runs" / "tiny-1" / "model.safetensors", 5000)
    assert outcome(train(folder, *moved(stopped))) == ended
    run = folder / "runs" / "tiny-1"
    for harm in (lambda path: flip(path, 5000), Path.unlink):
        harm(run / "model.safetensors")
        assert outcome(train(folder, *moved(stopped))) == ended


def test_best_weights_that_were_removed_are_said_and_done_without(
    folder: Path, stopped: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    best = sorted(checkpoints(folder).glob("best-*"))
    best[0].unlink()
    train(folder, *moved(stopped))
    assert f"warning: {best[0].name} removed; the others are used" in capfd.readouterr().err


def test_metrics_that_lost_lines(folder: Path, stopped: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = folder / "runs" / "tiny-1" / "metrics.jsonl"
    whole = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join(whole[:2]) + b"\n")
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 1)
        s2s.training.loop.train(config(folder, *moved(stopped)))
    assert "has lost lines since the checkpoint was written" in capfd.readouterr().err
    train(folder, *moved(stopped))
    steps = [json.loads(line)["step"] for line in file.read_bytes().split(b"\n") if line]
    assert steps == sorted(steps) and steps.count(14) == 1


def test_text_that_changed_is_refused(folder: Path) -> None:
    """The same path, another text."""
    prepared = config(folder, *STATEFUL)
    text = (folder / "train.tsv").read_text(encoding="utf-8")
    shutil.copy(folder / "train.tsv", folder / "kept.tsv")
    run = folder / "runs" / "tiny-1"
    config_file = run / "config.yaml"
    stopped = next(line for line in config_file.read_text().split("\n") if "train.tsv" in line).split()[-1]
    config_file.write_text(config_file.read_text().replace(str(Path(stopped).parent) + "/", f"{folder}/"))
    (folder / "train.tsv").write_text(text.replace("Maria", "Marie"), encoding="utf-8")
    with pytest.raises(
        UserError, match=r"the train set of .*tiny-1 was 60 examples with the digest [0-9a-f]{16}, but is"
    ):
        s2s.training.loop.train(prepared)
    (folder / "train.tsv").write_text(text + "one\tmore\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"was 60 examples .* but is 61 examples .*; restore the data, or .*name="):
        s2s.training.loop.train(prepared)


# A folder that cannot be written -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "target"),
    thinned(
        [
            (errno.ENOSPC, "best-"),
            (errno.ENOSPC, "state.safetensors"),
            (errno.EDQUOT, "SHA256SUMS"),
            (errno.EROFS, "model.safetensors"),
            (errno.EACCES, "README"),
        ],
        2,
    ),
)
def test_a_write_that_fails_loses_nothing(
    number: int, target: str, folder: Path, stopped: Path, ended: list[bytes]
) -> None:
    opened = io.open

    def fails(file: object, mode: str = "r", *more: object, **options: object) -> object:
        if "x" in mode and Path(str(file)).name.startswith(target):
            raise OSError(number, os.strerror(number))
        return opened(file, mode, *more, **options)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.open", fails)
        with pytest.raises(UserError, match=f"cannot be written: {os.strerror(number)}; ") as caught:
            train(folder, *moved(stopped))
    full = number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    said = str(caught.value)
    assert (" bytes are needed and " in said and "make room, and the same command goes on" in said) == full
    assert full or said.endswith("; give a folder that can be written")
    assert not list(folder.rglob("*.partial"))
    assert outcome(train(folder, *moved(stopped))) == ended


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from s2s.commands.train import main
main()
"""


@pytest.mark.slow
def test_files_that_may_not_grow_end_training_in_one_line(tmp_path: Path) -> None:
    line = [sys.executable, "-c", LIMITED, "300000", *command(tmp_path, "model.encoder.units=64")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(line, capture_output=True, text=True, env=environment, timeout=100)
    last = done.stderr.rstrip("\n").split("\n")[-1]
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert last.startswith("s2s: ") and "cannot be written: File too large; " in last and " bytes are needed" in last


@pytest.mark.slow
def test_a_full_file_system(tmp_path: Path, ended: list[bytes], stopped: Path) -> None:
    """A real one: a file system in memory with room for one checkpoint and not for two."""
    runs = tmp_path / "runs"
    runs.mkdir()
    size = sum(path.stat().st_size for path in (stopped / "runs").rglob("*") if path.is_file())
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size * 2 // 3}", "tmpfs", str(runs)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        with pytest.raises(
            UserError, match=r"cannot be written: No space left on device; .* bytes are needed and .* free"
        ):
            train(tmp_path, *STATEFUL)
        assert states(runs / "tiny-1"), "the first state is there"
        subprocess.run(["mount", "-o", "remount,ro", str(runs)], check=True)
        with pytest.raises(UserError, match="cannot be written: Read-only file system; give a folder"):
            train(tmp_path, *STATEFUL)
        subprocess.run(["mount", "-o", f"remount,rw,size={size * 4}", str(runs)], check=True)
        assert outcome(train(tmp_path, *STATEFUL)) == ended
    finally:
        subprocess.run(["umount", str(runs)], check=True)


@pytest.mark.parametrize("runs", ["file", "file/below", "/proc/s2s-test", "a\0b", "/tmp/" + 300 * "a"])
def test_a_folder_that_cannot_be(runs: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    prepared = config(tmp_path)
    prepared.runs = runs if runs.startswith("/") or "\0" in runs else str(tmp_path / runs)
    with pytest.raises(UserError, match=r"cannot be written: .*; give a folder that can be written") as caught:
        s2s.training.loop.train(prepared)
    assert "\n" not in str(caught.value)


# A folder that someone has laid out for us ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["checkpoints", "tensorboard"])
def test_folders_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "runs" / "tiny-1").mkdir(parents=True)
    (tmp_path / "runs" / "tiny-1" / name).symlink_to(outside)
    with pytest.raises(UserError, match=f"{name}: is a link; put a folder in its place"):
        train(tmp_path, "train.tensorboard=true")
    assert not list(outside.iterdir())


def test_files_that_lead_elsewhere_are_replaced(tmp_path: Path) -> None:
    """A link in the place of any file that training writes, finished or not: what it points at stays as it was."""
    first = tmp_path / "first"
    first.mkdir()
    train(first)
    names = [path.relative_to(first) for path in (first / "runs").rglob("*") if path.is_file()]
    outside, run = tmp_path / "outside", tmp_path / "runs" / "tiny-1"
    outside.write_bytes(b"kept")
    for name in names:
        if "step-" in str(name) or name.name == "model.safetensors":
            continue  # these say that the run is begun
        for target in (name, name.with_name(name.name + ".partial")):
            path = tmp_path / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(outside)
    train(tmp_path)
    assert outside.read_bytes() == b"kept"
    assert not [path for path in run.rglob("*") if path.is_symlink()]


FORGERIES = {
    "other weights": lambda tensors, facts: tensors.update({"model.x": torch.zeros(1)}),
    "no weights": lambda tensors, facts: tensors.clear(),
    "names without a kind": lambda tensors, facts: tensors.update({"x": torch.zeros(1)}),
    "random state of another size": lambda tensors, facts: tensors.update({"random.cpu": torch.zeros(3)}),
    "an optimiser's state of another shape": lambda tensors, facts: tensors.update(
        {"optimiser.0.exp_avg": torch.zeros(3)}
    ),
    "an optimiser's state for nothing": lambda tensors, facts: tensors.update(
        {"optimiser.999.exp_avg": torch.zeros(3)}
    ),
    "facts left out": lambda tensors, facts: facts.pop("losses"),
    "a step that is text": lambda tensors, facts: facts.update(step="x"),
    "a negative place": lambda tensors, facts: facts.update(place=[0, -1, -1]),
    "a chunk that is not there": lambda tensors, facts: facts.update(place=[0, 10**9, 0]),
    "best weights elsewhere": lambda tensors, facts: facts.update(best=[[1.0, "../../../x"]]),
    "losses that are text": lambda tensors, facts: facts.update(losses=["x"]),
    "a report of something else": lambda tensors, facts: facts.update(report={"x": "y"}),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_checkpoint_is_refused(name: str, folder: Path, stopped: Path) -> None:
    """With checksums that fit: made on purpose, not damaged."""
    shutil.rmtree(checkpoints(folder) / "step-00000010")
    last = checkpoints(folder) / LAST
    tensors, facts = load_file(last / "state.safetensors"), json.loads((last / "state.json").read_bytes())
    FORGERIES[name](tensors, facts)
    save_file(tensors, last / "state.safetensors")
    (last / "state.json").write_text(json.dumps(facts), encoding="utf-8")
    with contextlib.suppress(ValueError):
        (last / "SHA256SUMS").write_bytes(sums(last, facts["best"]))
    with pytest.raises(UserError) as caught:
        train(folder, *moved(stopped))
    assert "\n" not in str(caught.value)
