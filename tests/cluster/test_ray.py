"""Corpora on Ray Data: the text of the plain command, what a killed worker loses, what is refused."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from translating import stand_in, tiny_run

from s2s.cli import main, parser
from s2s.commands.on_ray import IDLE

ROOT = Path(__file__).parents[2]
LINES = [f"the dog number {number} sees a cat.{' It sleeps.' * (number % 3)}" for number in range(60)]
STORE = 100_000_000


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--engine ray -i {0}", "--engine ray: needs --input FILES and --output FOLDER, or --resume FOLDER to go on"),
        ("--engine ray -o out", "--engine ray: needs --input FILES"),
        ("--engine ray -i {0} -o out --prefix {0}", "--prefix {0}: has no effect with --engine ray; leave it out"),
        ("--engine ray -i {0} -o out --output-type json", "--output-type json: has no effect with --engine ray"),
        ("--engine ray -i {0} -o out --column a --column b", "--column b: with --engine ray one column is translated"),
        ("--engine ray -i {0}.none -o out", "{0}.none: no file matches; check the path"),
        ("--engine ray -i {0} -o {1}", "{1}: exists, and no {1}.manifest says what it was made with"),
        ("--format text -i {0}", "--format text: has no effect without --engine ray; leave it out"),
    ],
)
def test_what_cannot_be_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: str, said: str
) -> None:
    monkeypatch.setattr("s2s.cluster.pool.check_installed", lambda: None)
    stand_in(monkeypatch)
    text = tmp_path / "text"
    text.write_text("a\n", encoding="utf-8")
    given = [option.format(text, tmp_path) for option in options.split()]
    assert main(["translate", "-m", str(tmp_path), *given]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("s2s: " + said.format(text, tmp_path)) and captured.err.count("\n") == 1


def test_every_option_of_translate_has_an_effect_or_is_refused() -> None:
    """An option that is new is either handed on or among those that are refused."""
    source = (ROOT / "s2s" / "commands" / "on_ray.py").read_text(encoding="utf-8")
    subparsers: Any = parser(["translate"])._subparsers
    command = subparsers._group_actions[0].choices["translate"]
    decoding = {
        "beam_size",
        "length_penalty",
        "coverage_penalty",
        "max_length",
        "search",
        "batch_size",
        "nbest",
        "seed",
    }
    decoding |= {"sample", "temperature", "top_k", "top_p", "engine"}  # which `settings_given` reads
    names = {action.dest for action in command._actions} - {"help"} - decoding
    assert not [name for name in names - set(IDLE) if f"options.{name}" not in source]


def test_without_ray_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    stand_in(monkeypatch)
    assert main(["translate", "-m", str(tmp_path), "--engine", "ray", "-i", "a", "-o", "b"]) == 2
    assert capsys.readouterr().err == (
        's2s: Ray Data: ray is not installed, which this needs; pip install "s2s-translate[ray]"\n'
    )


def test_a_cluster_that_does_not_answer_is_one_line() -> None:
    from s2s.cluster.pool import check_address
    from s2s.errors import UserError

    with pytest.raises(UserError, match=r"^RAY_ADDRESS=127\.0\.0\.1:1: .*; give the address of a cluster that runs$"):
        check_address("127.0.0.1:1")
    check_address("auto")


class ReadParquet:
    """A stage of a plan that reads."""


def test_a_cluster_of_too_few_processors_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A plan as Ray keeps it; that it does, `test_the_command_and_datasets_write_what_the_plain_command_writes` asks Ray."""
    from s2s.cluster import pool

    def stage(threads: int) -> SimpleNamespace:
        return SimpleNamespace(compute=SimpleNamespace(min_size=1), ray_remote_args={"num_cpus": threads})

    own = SimpleNamespace(compute=SimpleNamespace(), ray_remote_args={})  # of functions, which need no pool
    stages = [ReadParquet(), stage(1), own, stage(2)]
    dataset = SimpleNamespace(_logical_plan=SimpleNamespace(dag=SimpleNamespace(post_order_iter=lambda: stages)))
    assert pool.needed(dataset) == 4 and pool.needed(SimpleNamespace()) == 0
    for processors in (4, 3):
        monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(cluster_resources=lambda: {"CPU": processors}))  # noqa: B023
        pool.warn_of_waiting(dataset)
    (record,) = caplog.records
    assert record.getMessage().startswith("warning: this dataset needs 4 processors") and "has 3:" in record.message


def call(*options: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as Ray has one cluster a process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-m", "s2s", "translate", *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)


@contextmanager
def cluster() -> Iterator[tuple[Any, Any]]:
    """Two nodes of a processor each, in processes of this machine."""
    pytest.importorskip("ray", reason="ray is not installed: pip install ray[data]")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster

    size = {"num_cpus": 1, "object_store_memory": STORE}
    made = Cluster(initialize_head=True, head_node_args={**size, "include_dashboard": False})
    try:
        other = made.add_node(**size)
        yield made, other
    finally:
        made.shutdown()


def workers_of(node: Any) -> list[int]:
    """The processes of a node that translate."""
    raylet = node.all_processes["raylet"][0].process.pid
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            name = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == raylet and b"Worker" in name and b"ray::" in name:
            found.append(int(process.name))
    return found


SMALL = """
import sys
from s2s.batch import translate_files
from s2s.runtime.process import log_to_stderr
log_to_stderr()
pattern, out, run, resume = sys.argv[1:]
print(translate_files(pattern, out, run, rows=5, workers=2, resume=bool(resume), beam=4))
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds workers in /proc")
def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """Its block is begun again, by another process; the rest stays, and the text is that of the plain command."""
    run, text, out = tiny_run(tmp_path / "run"), tmp_path / "text", tmp_path / "out"
    text.write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    plain = call("-m", run, "-b", 4, "-i", text, "--threads", 1)
    killed: list[int] = []
    with cluster() as (made, other):
        variables = {**os.environ, "PYTHONPATH": str(ROOT), "RAY_ADDRESS": made.address}
        command = [sys.executable, "-c", SMALL, str(text), str(out), str(run)]
        with subprocess.Popen([*command, ""], env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            limit = time.monotonic() + 120
            while not killed and process.poll() is None and time.monotonic() < limit:
                begun = len(list(out.glob("part-*"))) if out.exists() else 0
                if 1 <= begun < 9 and (found := workers_of(other)):
                    os.kill(found[0], signal.SIGKILL)
                    killed = found
                time.sleep(0.01)
            assert process.stdout is not None and process.stderr is not None
            printed, errors = process.stdout.read(), process.stderr.read().decode()
        assert process.returncode == 0 and killed, errors
        assert b"rows=60, blocks=12, kept=0" in printed
        parts = sorted(out.glob("part-*"))
        assert "".join(part.read_text(encoding="utf-8") for part in parts) == plain.stdout
        assert not list((tmp_path / "out.manifest").glob("begun-*"))
        parts[3].unlink()
        times = [part.stat().st_mtime_ns for part in parts if part.exists()]
        again = subprocess.run([*command, "yes"], env=variables, capture_output=True, text=True, check=True)
        assert "kept=11" in again.stdout and "60 rows in 12 parts, 11 of them finished before" in again.stderr
        assert [part.stat().st_mtime_ns for part in parts if part != parts[3]] == times
        assert "".join(part.read_text(encoding="utf-8") for part in parts) == plain.stdout


@pytest.mark.slow
def test_the_command_and_datasets_write_what_the_plain_command_writes(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="ray is not installed: pip install ray[data]")
    import pyarrow
    import pyarrow.parquet

    run, text = tiny_run(tmp_path / "run"), tmp_path / "text"
    text.write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    for number, part in enumerate((LINES[:40], LINES[40:])):
        table = pyarrow.table({"id": [f"{number}-{index}" for index in range(len(part))], "text": part})
        pyarrow.parquet.write_table(table, tmp_path / f"{number}.parquet")
    sampled = ("--sample", "--nbest", 2, "--max-length", 9)
    plain = call("-m", run, "-i", text, "--threads", 1, *sampled)
    done = call(
        "-m", run, "--engine", "ray", "-i", tmp_path / "*.parquet", "-o", tmp_path / "out", "--workers", 1, *sampled,
        RAY_ADDRESS="",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    table = pyarrow.parquet.read_table(sorted((tmp_path / "out").glob("*.parquet")))
    rows = table.to_pylist()
    assert [row["id"] for row in rows] == [
        f"{number}-{index}" for number, n in ((0, 40), (1, 20)) for index in range(n)
    ]
    assert [text for row in rows for text in row["translation"]] == plain.stdout.rstrip("\n").split("\n")
    said = [line for line in done.stderr.split("\n")[:-1] if not re.match(r"\(|\d{4}-", line)]  # but for Ray's own
    assert said == [
        "the column 'text' is read; --column names another",
        "60 rows of 2 files, in 2 blocks; 1 workers",
        *plain.stderr.replace("; --output-type json says which", "").split("\n")[:-1],
        f"{tmp_path / 'out'}: 60 rows in 2 parts",
    ]

    script = f"""
import pyarrow, ray, s2s, s2s.batch
ray.init(num_cpus=1, object_store_memory={STORE}, include_dashboard=False)
translator = s2s.Translator.load({str(run)!r}, threads=1)
lines = {LINES!r}
data = ray.data.from_arrow(pyarrow.table({{"id": [*range(len(lines))], "text": lines}}))
made = s2s.batch.translate(data, translator, beam=2).take_all()
assert [row["id"] for row in made] == [*range(len(lines))], made
assert [row["translation"] for row in made] == translator.translate(lines, beam=2)
pairs = ray.data.from_items([{{"source": row["text"], "target": row["translation"]}} for row in made])
scored = [row["log_prob"] for row in s2s.batch.score(pairs, translator).take_all()]
expected = translator.score(lines, [row["translation"] for row in made])
assert all(abs(one - other) < 1e-4 for one, other in zip(scored, expected, strict=True))
import pyarrow.parquet
pyarrow.parquet.write_table(pyarrow.table({{"source": [*lines, None], "target": [*(row["translation"] for row in made), "a"]}}), {str(tmp_path / "pairs.parquet")!r})
report = s2s.batch.score_files({str(tmp_path / "pairs.parquet")!r}, {str(tmp_path / "scores.jsonl")!r}, {str(run)!r}, format="jsonl", rows=25)
import glob, json
rows = [json.loads(line) for name in sorted(glob.glob({str(tmp_path / "scores.jsonl/*")!r})) for line in open(name)]
assert report.blocks == 3 and len(rows) == 61 and rows[-1] == {{"source": None, "target": "a", "log_prob": None}}
assert all(abs(row["log_prob"] - other) < 1e-4 for row, other in zip(rows, expected))
ray.shutdown()
ray.init(num_cpus=3, object_store_memory={STORE}, include_dashboard=False)  # one to read, one for each of two pools
chained = s2s.batch.translate(ray.data.read_parquet({str(tmp_path / "pairs.parquet")!r}), translator, column="source", beam=2)
chained = s2s.batch.score(chained, translator, source="source", target="translation")
assert s2s.cluster.pool.needed(chained) == 3, chained
chained = chained.take(3)
assert all(row["log_prob"] < 0 for row in chained), chained
ray.shutdown()
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0"}
    checked = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_the_function_of_the_page_for_spark_translates_tables(tmp_path: Path) -> None:
    """Spark hands over an iterator of tables; that it was run with Spark once, the page says."""
    pandas = pytest.importorskip("pandas")
    from translating import copier

    page = (ROOT / "docs" / "several_machines.md").read_text(encoding="utf-8")
    function = page[page.index("def translated(") : page.index("data.mapInPandas")]
    names: dict[str, object] = {"translator": copier()}
    exec(function, names)
    tables = [pandas.DataFrame({"id": [number], "en": [f"the dog {number}"]}) for number in range(2)]
    made = list(names["translated"](tables))  # type: ignore[operator]
    assert [table.to_dict("records") for table in made] == [
        [{"id": number, "en": f"the dog {number}", "de": f"the dog {number}"}] for number in range(2)
    ]
