"""Whatever is handed over, the outcome is a result or one clear line and exit code 2: nothing is executed, nothing
blocks, nothing fills the memory, nothing is written but where it was asked for."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hostile import outcome
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from omegaconf import OmegaConf
from options import nested
from safetensors.torch import load_file, save, save_file
from training import TINY, command, config
from translating import stand_in, tiny_run

import s2s.commands.train
import s2s.training.loop
from s2s.cli import main
from s2s.config.load import parse, to_yaml
from s2s.config.options import options
from s2s.decode.backends.exported import save_manifest
from s2s.errors import UserError

MANY = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
SLOW = [pytest.mark.slow]


def sizes(few: int, many: int) -> Any:
    """The same property, tried on a few inputs in the default suite and on many in the slow one.

    In a night on many more: ``TIMES=10 pytest -m slow tests/test_hostile.py tests/test_hostile_data.py``.
    """
    return pytest.mark.parametrize("count", [few, pytest.param(many * int(os.environ.get("TIMES", 1)), marks=SLOW)])


def tried(count: int, strategy: Any, check: Callable[[Any], None]) -> None:
    """`check` on `count` inputs."""
    seen = []

    @settings(MANY, max_examples=count)
    @given(strategy)
    def prop(given: Any) -> None:
        seen.append(1)
        check(given)

    prop()
    print(f"{len(seen)} inputs")
    assert len(seen) >= min(count, 10)


# Run folders that someone has made to do harm ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return tiny_run(tmp_path_factory.mktemp("original") / "run")


@pytest.fixture
def run(original: Path, tmp_path: Path) -> Path:
    (tmp_path / "in").write_text("ab\n\nthe dog\n", encoding="utf-8")
    return shutil.copytree(original, tmp_path / "run")


def translate(run: Path, *more: str) -> Callable[[], int]:
    search = [] if {"--sample", "-b"} & set(more) else ["-b", "2"]
    arguments = ["translate", "-m", str(run), "-i", str(run.parent / "in"), *search, "--device", "cpu", *more]
    return lambda: main(arguments)


class Attack:
    """A pickle that leaves a trace when it is read."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, (str(self.trace),)


def header(tensors: dict[str, Any], data: bytes = b"") -> bytes:
    """A safetensors file that says what it likes."""
    text = json.dumps(tensors).encode()
    return struct.pack("<Q", len(text)) + text + data


def sparse(path: Path, size: int) -> None:
    path.unlink()
    with open(path, "wb") as file:
        file.truncate(size)


def lead(path: Path, target: str) -> None:
    path.unlink()
    path.symlink_to(target)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(run: Path) -> None:
        text = (run / name).read_text(encoding="utf-8")
        assert re.search(old, text), old
        (run / name).write_text(re.sub(old, new, text), encoding="utf-8")

    return change


def written(name: str, content: bytes) -> Callable[[Path], None]:
    def change(run: Path) -> None:
        (run / name).write_bytes(content)

    return change


def weights(change: Callable[[dict[str, torch.Tensor]], None]) -> Callable[[Path], None]:
    def done(run: Path) -> None:
        tensors = load_file(run / "model.safetensors")
        change(tensors)
        save_file(tensors, run / "model.safetensors")

    return done


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
HUGE = "units: 65536\\n    layers: 64"
BAD_YAML, NO_RUN = "config.yaml: not the YAML that training writes", "not a run folder"
NO_TENSORS, NO_FIT = "model.safetensors: truncated or not a safetensors file", "does not fit the model of config.yaml"
NO_TOKENIZER = "not a sentencepiece model; use the tokenizer.model that training wrote"
F32 = {"dtype": "F32", "shape": [1 << 20, 1 << 20], "data_offsets": [0, 1 << 42]}
HARM: dict[str, tuple[Callable[[Path], None], str]] = {
    "yaml: an object": (written("config.yaml", b"!!python/object/apply:os.mkdir [trace]\n"), BAD_YAML),
    "yaml: an object inside": (replaced("config.yaml", "name: run", "name: !!python/name:os.system"), BAD_YAML),
    "yaml: references that grow": (written("config.yaml", BOMB.encode()), BAD_YAML),
    "yaml: the environment": (replaced("config.yaml", "name: run", "name: ${oc.env:HOME}"), BAD_YAML),
    "yaml: nested without end": (written("config.yaml", b"[" * 60_000), BAD_YAML),
    "yaml: no mapping": (written("config.yaml", b"- name\n"), BAD_YAML),
    "yaml: a time that is none": (replaced("config.yaml", "name: run", "name: !!timestamp x"), BAD_YAML),
    "yaml: a number without end": (replaced("config.yaml", "seed: 1", "seed: " + "9" * 5000), BAD_YAML),
    "yaml: bytes": (written("config.yaml", bytes(range(256))), BAD_YAML),
    "yaml: an option of another kind": (replaced("config.yaml", "seed: 1", "seed: [1]"), "seed: "),
    "yaml: a name that leads elsewhere": (replaced("config.yaml", "name: run", "name: ../../x"), "name=../../x: "),
    "yaml: keys that are none": (replaced("config.yaml", "name: run", "? [a, b]\n: 1\n"), BAD_YAML),
    "config.yaml: a pipe": (lambda run: pipe(run / "config.yaml"), NO_RUN),
    "config.yaml: a folder": (lambda run: folder(run / "config.yaml"), NO_RUN),
    "config.yaml: a device": (lambda run: lead(run / "config.yaml", "/dev/zero"), NO_RUN),
    "config.yaml: endless": (lambda run: sparse(run / "config.yaml", 1 << 40), NO_RUN),
    "sizes that no memory holds": (replaced("config.yaml", "units: 8\n    layers: 2", HUGE), NO_FIT),
    "an embedding that no memory holds": (replaced("config.yaml", "embedding: 8", "embedding: 65536"), NO_FIT),
    "tensors: a header without end": (written("model.safetensors", struct.pack("<Q", 1 << 60) + b"{}"), NO_TENSORS),
    "tensors: a header that is cut": (written("model.safetensors", struct.pack("<Q", 1000) + b"{"), NO_TENSORS),
    "tensors: sizes that are not there": (written("model.safetensors", header({"x": F32}, b"1234")), NO_TENSORS),
    "tensors: a negative size": (
        written("model.safetensors", header({"x": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}, b"1234")),
        NO_TENSORS,
    ),
    "tensors: one over the other": (
        written("model.safetensors", header({n: {**F32, "shape": [1], "data_offsets": [0, 4]} for n in "xy"}, b"1234")),
        NO_TENSORS,
    ),
    "tensors: a type that is none": (
        written(
            "model.safetensors", header({"x": {**F32, "dtype": "X", "shape": [1], "data_offsets": [0, 4]}}, b"1234")
        ),
        NO_TENSORS,
    ),
    "tensors: others": (written("model.safetensors", save({"x": torch.zeros(3)})), NO_FIT),
    "tensors: of another type": (weights(lambda w: w.update({n: t.double() for n, t in w.items()})), NO_FIT),
    "tensors: too many": (
        weights(lambda w: w.update(x=torch.zeros(1 << 20))),
        "more than it can need; it does not belong",
    ),
    "tensors: a pipe": (lambda run: pipe(run / "model.safetensors"), NO_TENSORS),
    "tensors: a device": (lambda run: lead(run / "model.safetensors", "/dev/zero"), NO_TENSORS),
    "tensors: endless": (lambda run: sparse(run / "model.safetensors", 1 << 40), "more than it can need"),
    "a tokenizer of Hugging Face": (
        written("tokenizer.model", b'{"version": "1.0", "model": {"type": "BPE"}}'),
        NO_TOKENIZER,
    ),
    "a tokenizer that is zipped": (written("tokenizer.model", b"\x1f\x8b\x08" + bytes(100)), NO_TOKENIZER),
    "a tokenizer: a pipe": (lambda run: pipe(run / "tokenizer.model"), "tokenizer.model: Is not a regular file"),
    "a tokenizer: a device": (lambda run: lead(run / "tokenizer.model", "/dev/zero"), "Is not a regular file"),
    "a tokenizer: endless": (lambda run: sparse(run / "tokenizer.model", 1 << 40), "more than it can need"),
}


@pytest.mark.parametrize("name", HARM)
def test_a_run_folder_that_does_harm_is_refused(name: str, run: Path) -> None:
    change, message = HARM[name]
    change(run)
    before = sorted(run.parent.rglob("*"))
    found = outcome(translate(run))
    assert found.code == 2 and found.good and message in found.said, found
    assert sorted(run.parent.rglob("*")) == before and not Path("trace").exists()


@pytest.mark.parametrize("name", ["config.yaml", "tokenizer.model", "model.safetensors"])
def test_no_file_is_unpickled(name: str, run: Path) -> None:
    trace = run.parent / "trace"
    for content in (pickle.dumps(Attack(trace)), pickle.dumps(Attack(trace), protocol=0)):
        (run / name).write_bytes(content)
        assert outcome(translate(run)).code == 2
    torch.save({"x": Attack(trace)}, run / name)
    found = outcome(translate(run))
    assert found.code == 2 and found.good and not trace.exists()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e38, 3e38])
def test_weights_of_any_value_end(value: float, run: Path) -> None:
    weights(lambda found: found.update({name: torch.full_like(one, value) for name, one in found.items()}))(run)
    for how in (["-b", "1"], [], ["--sample"], ["--output-type", "json"]):
        found = outcome(translate(run, *how))
        assert found.good and (found.code == 0 or "the model gives nan instead of probabilities" in found.said), found


# Changes to a file: what is done (see `damaged`), where (a share of it), and with which number.
CHANGE = st.tuples(st.integers(0, 6), st.floats(0, 1), st.integers(0, 2**16), st.booleans())
NUMBERS = [b"0", b"-1", b"65536", b"99999999999999999999", b"1e9", b"null", b"64", b"1000", b"[]", b"nan"]


def damaged(content: bytes, changes: list[tuple[int, float, int, bool]]) -> bytes:
    data = bytearray(content)
    for kind, share, number, early in changes:
        place = int(share * min(len(data), 3000 if early else len(data)))
        match kind:
            case 0:
                data[place : place + 1] = bytes([number % 256])
            case 1 if place < len(data):
                data[place] ^= 1 << number % 8
            case 2:
                del data[place : place + number % 50]
            case 3:
                data[place:place] = random.Random(number).randbytes(number % 20)
            case 4:
                del data[place:]
            case 5:
                data[place:place] = data[number % (len(data) or 1) :][: number % 300]
            case _:
                numbers = list(re.finditer(rb"\d+", bytes(data[:4000])))
                if numbers:
                    found = numbers[int(share * (len(numbers) - 1))]
                    data[found.start() : found.end()] = NUMBERS[number % len(NUMBERS)]
    return bytes(data)


@sizes(4, 200)
@pytest.mark.parametrize("name", ["config.yaml", "tokenizer.model", "model.safetensors"])
def test_a_damaged_run_folder(name: str, count: int, run: Path) -> None:
    good = (run / name).read_bytes()

    def check(changes: list[tuple[int, float, int, bool]]) -> None:
        (run / name).write_bytes(damaged(good, changes))
        found = outcome(translate(run))
        assert found.good, found

    tried(count, st.lists(CHANGE, min_size=1, max_size=4), check)


@sizes(3, 200)
@pytest.mark.parametrize("name", ["encoder.onnx", "step.onnx", "weights.bin"])
def test_a_damaged_export(name: str, count: int, exported: Path) -> None:
    good = (exported / "onnx" / name).read_bytes()

    def check(changes: list[tuple[int, float, int, bool]]) -> None:
        (exported / "onnx" / name).write_bytes(damaged(good, changes))
        save_manifest(exported / "onnx")
        found = outcome(translate(exported))
        assert found.good, found

    check([(0, 0.20182335885779495, 128, True)])  # in step.onnx an axis that fails only when it is run
    tried(count, st.lists(CHANGE, min_size=1, max_size=4), check)


@pytest.fixture(scope="module")
def export_once(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    run = shutil.copytree(original, tmp_path_factory.mktemp("exported") / "run")
    (run.parent / "in").write_text("ab\n\nthe dog\n", encoding="utf-8")
    for side in ("source", "reference"):
        (run.parent / side).write_text("the dog\na cat\n", encoding="utf-8")
    lines = ["--source", str(run.parent / "source"), "--reference", str(run.parent / "reference")]
    assert main(["export", "-m", str(run), *lines]) == 0
    return run


@pytest.fixture
def exported(export_once: Path, tmp_path: Path) -> Path:
    shutil.copy(export_once.parent / "in", tmp_path / "in")
    return shutil.copytree(export_once, tmp_path / "run")


@pytest.mark.parametrize("name", ["encoder.onnx", "step.onnx"])
def test_an_export_reads_no_file_outside_its_folder(name: str, exported: Path) -> None:
    import onnx

    secret = exported.parent / "secret"
    secret.write_bytes((exported / "onnx" / "weights.bin").read_bytes())
    for location in ("../../secret", str(secret)):
        path = exported / "onnx" / name
        model = onnx.load(path, load_external_data=False)
        for tensor in model.graph.initializer:
            for entry in tensor.external_data:
                if entry.key == "location":
                    entry.value = location
        path.write_bytes(model.SerializeToString())
        save_manifest(exported / "onnx")
        found = outcome(translate(exported))
        assert found.code == 2 and found.good and f"{name}: cannot be loaded" in found.said, found


@pytest.mark.parametrize("name", ["encoder.onnx", "step.onnx", "weights.bin"])
@pytest.mark.parametrize("harm", [pipe, folder, lambda path: lead(path, "/dev/zero"), Path.unlink])
def test_an_export_of_no_files(name: str, harm: Callable[[Path], None], exported: Path) -> None:
    harm(exported / "onnx" / name)
    found = outcome(translate(exported, "--backend", "onnx"))
    assert found.code == 2 and found.good, found


def test_an_export_goes_nowhere_else(run: Path) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    outside = run.parent / "outside"
    outside.mkdir()
    (run / "onnx").symlink_to(outside)
    found = outcome(lambda: main(["export", "-m", str(run), "--source", "x", "--reference", "x"]))
    assert found.code == 2 and not list(outside.iterdir())
    lines = ["--source", str(run.parent / "in"), "--reference", str(run.parent / "in")]
    found = outcome(lambda: main(["export", "-m", str(run), *lines]))
    assert found.code == 2 and "onnx: is a link" in found.said and not list(outside.iterdir())


# What is typed -------------------------------------------------------------------------------------------------------

ODD_TEXT = [
    "",
    " ",
    "\n",
    "\0",
    "\udcff",
    "\x1b[31m",
    "é",
    "..",
    "/",
    "/dev/null",
    "/dev/zero",
    "-",
    "--",
    "%s",
    "{}",
    "$HOME",
]
ODD_NUMBER = "0 -1 1 2 3 1e3 nan inf -inf 1e400 0x10 1_0 99999999999999999999 0.5 -0.0 1e-320".split()
ODD = st.sampled_from(ODD_TEXT + ODD_NUMBER) | st.text(max_size=4).filter(lambda text: "\0" not in text)
TRANSLATE = """--nbest --output-type --workers --errors -b --length-penalty --coverage-penalty --max-length --batch-size --backend --threads
--temperature --top-k --top-p --seed --resume -o""".split()


@sizes(8, 150)
def test_any_arguments_of_translate(count: int, run: Path) -> None:
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}

    def check(given: tuple[list[tuple[str, str]], bool]) -> None:
        typed = [part for pair in given[0] if "\0" not in pair[1] for part in pair] + ["--sample"] * given[1]
        # Where it may write: in a folder of its own.
        place = run.parent / "place"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()

        def called() -> int:
            os.chdir(place)
            try:
                return translate(run, *typed)()
            except SystemExit as end:  # argparse, which shows the usage too
                assert end.code in (0, 2)
                return 0

        found = outcome(called)
        assert found.good, (typed, found)

    workers = st.tuples(st.sampled_from(TRANSLATE), ODD).filter(lambda pair: pair != ("--workers", "3"))
    tried(count, st.tuples(st.lists(workers, max_size=3), st.booleans()), check)
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before


BYTES = st.lists(
    st.binary(max_size=6)
    | st.sampled_from([b"\n", b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\xe2\x80\xa8", b"\x85"])
)


@sizes(8, 500)
def test_any_bytes_as_input(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """As many lines as came in, or the line and the byte that are wrong."""
    stand_in(monkeypatch)

    def check(given: tuple[list[bytes], str, str]) -> None:
        data = b"".join(given[0])
        (tmp_path / "in").write_bytes(data)
        arguments = ["translate", "-m", "run", "-i", str(tmp_path / "in"), "-b", "1", "--errors", given[1]]
        code = main([*arguments, "--output-type", given[2]])
        captured = capsysbinary.readouterr()
        if code == 0:
            whole = data.removeprefix(b"\xef\xbb\xbf")
            assert captured.out.count(b"\n") == whole.count(b"\n") + (not whole.endswith(b"\n") and whole != b"")
        else:
            *before, line, _ = captured.err.split(
                b"\n"
            )  # what was translated before may have characters that are unknown
            assert code == 2 and given[1] == "strict" and all(b"the vocabulary" in said for said in before)
            assert re.match(rb"s2s: .*in: line \d+: byte \d+ \(0x..\) is not valid UTF-8", line)

    kinds = st.sampled_from(["text", "json", "tsv"])
    tried(count, st.tuples(BYTES, st.sampled_from(["strict", "replace"]), kinds), check)


# Options -------------------------------------------------------------------------------------------------------------

SCALAR = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.binary(max_size=4)
    | st.dates()
    | st.sampled_from(
        [10**400, "${name}", "${oc.env:HOME}", "${", "???", "null", "\ud800", "a\nb", "x" * 100_000, object(), 1j]
    )
    | st.sampled_from(
        [
            "bpe",
            "lstm",
            "gru",
            "ssru",
            "first",
            "feedforward",
            "files",
            "../x",
            "dot",
            "cosine",
            "en",
            0.5,
            1,
            2,
            64,
            True,
        ]
    )
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.text(max_size=4) | st.integers() | st.none(), inner, max_size=2)
    ),
    max_leaves=3,
)
NAMES = st.sampled_from([*options(), "model", "data", "model.encoder", "decode"]) | st.text(max_size=6)


@sizes(200, 2000)
def test_any_value_of_any_option(count: int) -> None:
    """A configuration that reads back equal, or one line."""

    def check(changes: dict[str, Any]) -> None:
        try:
            config = parse(nested({name: value for name, value in changes.items() if name.strip(".") or name == ""}))
        except UserError as error:
            assert "\n" not in str(error) and len(str(error)) < 6000
        except (TypeError, AttributeError):  # `nested`: a value stands where a group has to be
            assert len(changes) > 1
        else:
            assert parse(yaml_of(to_yaml(config))) == config

    tried(count, st.dictionaries(NAMES, VALUE, min_size=1, max_size=2), check)


def yaml_of(text: str) -> Any:
    import yaml

    return yaml.safe_load(text.encode())


@sizes(4, 40)
def test_any_override_on_the_command_line(count: int, tmp_path: Path) -> None:
    def check(typed: list[tuple[str, str]]) -> None:
        def called() -> int:
            os.chdir(tmp_path)
            sys.argv = ["train.py", *(f"{name}={value}" for name, value in typed)]
            s2s.training.loop.train = lambda config, **how: None
            try:
                s2s.commands.train.main()
            except SystemExit as end:
                return int(end.code or 0)
            return 0

        found = outcome(called)
        assert found.good, (typed, found)
        made = list(tmp_path.iterdir())
        assert not made or any(name == "hydra.run.dir" for name, _ in typed), (typed, made)
        for folder in made:
            shutil.rmtree(folder)

    names = st.sampled_from(
        [*options(), "data", "model", "experiment", "+x", "~seed", "++a.b", "hydra.run.dir", "task"]
    )
    tried(count, st.lists(st.tuples(names, ODD), min_size=1, max_size=2), check)


# Corpora -------------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "the",
        "dog",
        "é",
        "👩‍👩‍👧",
        "ক্ষ",
        "▁",
        "<s>",
        "</s>",
        "\0",
        "\ufeff",
        "\u2028",
        "\x85",
        "\t",
        "\r",
        "x" * 3000,
        " " * 50,
        "",
    ]
)
LINE = st.lists(WORDS, max_size=5).map(" ".join)


def write_odd(folder: Path, lines: list[tuple[str, str]], tail: bytes, form: str) -> Path:
    """Pairs in a file or two, with `tail` at the end; what data.train has to be."""
    if form == "aligned":
        for side, ending in enumerate(("en", "de")):
            text = "".join(f"{line[side]}\n" for line in lines).encode() + (tail if side else b"")
            (folder / f"odd.{ending}").write_bytes(text)
        return folder / "odd"
    tabs = "".join(f"{source}\t{target}\n" for source, target in lines)
    records = "".join(json.dumps({"translation": {"en": source, "de": target}}) + "\n" for source, target in lines)
    (folder / f"odd.{form}").write_bytes((tabs if form == "tsv" else records).encode() + tail)
    return folder / f"odd.{form}"


@sizes(4, 20)
def test_training_on_any_text(count: int, tmp_path: Path) -> None:
    """Two updates, or one line; and what was trained translates."""
    command(tmp_path)  # a validation set
    short = [*TINY, "train.steps=2", "train.validate_every=2", "tokenizer.size=null"]

    def check(given: tuple[list[tuple[str, str]], bytes, str, str]) -> None:
        lines, tail, kind, form = given
        name = write_odd(tmp_path, lines, tail, form)
        shutil.rmtree(tmp_path / "runs", ignore_errors=True)
        paths = [f"data.train={name}", f"data.validation={tmp_path / 'validation.tsv'}"]
        typed = [
            "data.corpus=files",
            f"runs={tmp_path / 'runs'}",
            "name=tiny",
            *paths,
            *short,
            f"tokenizer.kind={kind}",
        ]
        values = OmegaConf.from_dotlist(typed)

        def called() -> int:
            try:
                s2s.training.loop.train(parse(values))
            except UserError as error:
                print(f"s2s: {error}", file=sys.stderr)
                return 2
            return 0

        found = outcome(called)
        assert found.code in (0, 2) and "Traceback" not in found.said, found
        if found.code == 0:
            (tmp_path / "in").write_text("the dog\n", encoding="utf-8")
            assert outcome(translate(tmp_path / "runs" / "tiny-1")).good

    lines = st.lists(st.tuples(LINE, LINE), min_size=1, max_size=30)
    tails = st.sampled_from([b"", b"", b"", b"more\n", b"\xff\n", b"no end"])
    forms = st.sampled_from(["aligned", "tsv", "jsonl"])
    tried(count, st.tuples(lines, tails, st.sampled_from(["bpe", "unigram", "char", "word"]), forms), check)


@pytest.mark.slow
def test_a_corpus_with_a_line_of_a_megabyte(tmp_path: Path) -> None:
    """Among the training pairs; one held out for validation is shorter, as it is translated to its last piece."""
    options = config(tmp_path)
    for split, size in (("train", 1_000_000), ("validation", 1_000)):
        with open(tmp_path / f"{split}.tsv", "a", encoding="utf-8") as file:
            file.write("x" * size + "\ty\n" + "z " * (size // 3) + "\ty\n")
    found = outcome(lambda: s2s.training.loop.train(options) or 0)
    assert found.code == 0 and "2 training pairs longer than" in found.said, found
