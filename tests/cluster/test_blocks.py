"""Files as blocks, and blocks as parts, without Ray: what a worker does, called as a function."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from translating import copier

from s2s.cluster import blocks, corpus, storage, worker
from s2s.cluster.blocks import Block
from s2s.cluster.jobs import Scoring, Translating
from s2s.cluster.parts import Output
from s2s.cluster.worker import Plan, Worker
from s2s.data.text.lines import read_lines
from s2s.decode.backend import Settings
from s2s.errors import UserError

HARD = [
    b"",
    b"\xef\xbb\xbf",
    b"\xef\xbb\xbfone\ntwo",
    b"one\r\ntwo\r\n\r\n",
    b"\n\n\n",
    "a\u2028b\x85c\n\xef\xbb\xbfno mark\nlast".encode(),
    b"x" * 70 + b"\n" + b"y\n" * 9,
]


def planned(path: Path, rows: int = 2) -> list[Block]:
    name = str(path)
    return list(blocks.planned([name], blocks.kind_of([name]), rows))


@pytest.mark.parametrize("content", HARD)
@pytest.mark.parametrize("rows", [1, 2, 100])
def test_lines_of_blocks_are_those_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, rows: int
) -> None:
    monkeypatch.setattr(blocks, "CHUNK", 3)
    monkeypatch.setattr(blocks, "LARGEST", 20)
    path = tmp_path / "text"
    path.write_bytes(content)
    whole = list(read_lines(io.BytesIO(content), "text"))
    every = planned(path, rows)
    assert [line for block in every for line in blocks.read(block).column("text")] == whole
    assert [number for block in every for number in blocks.read(block).column("line")] == [*range(1, len(whole) + 1)]
    assert [block.number for block in every] == [*range(len(every))] and all(0 < block.rows <= rows for block in every)


@pytest.mark.parametrize("groups", [1, 3, 100])
def test_rows_of_parquet_are_those_of_the_file(tmp_path: Path, groups: int) -> None:
    table = pyarrow.table({"id": [*range(10)], "text": [f"line {number}" for number in range(10)]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet", row_group_size=groups)
    pyarrow.parquet.write_table(table.slice(0, 0), tmp_path / "b.parquet")
    names = [str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet"), str(tmp_path / "a.parquet")]
    every = list(blocks.planned(names, "parquet", 4))
    assert [block.rows for block in every] == [4, 4, 2] * 2 and [block.first for block in every] == [
        0,
        4,
        8,
        10,
        14,
        18,
    ]
    assert [row for block in every for row in blocks.read(block).records()] == table.to_pylist() * 2


def plan(out: Path | str, kind: str, **job: Any) -> Plan:
    return Plan(Translating("text", "translation", Settings(beam=1), **job), copier(), Output(str(out), kind))


def work(doer: Worker, block: Block, known: Any = None) -> dict[str, Any]:
    batch = {"asked": [json.dumps({"block": asdict(block), "known": known})]}
    return json.loads(doer(batch)["outcome"][0])


def objects(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]


def test_columns_stay_and_blank_is_blank_in_every_format(tmp_path: Path) -> None:
    rows = [{"id": 7, "text": "the dog"}, {"id": 8, "text": None}, {"id": 9, "text": ""}]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (block,) = planned(path, 5)
    for kind in ("jsonl", "parquet", "text"):
        given = plan(tmp_path / kind, kind)
        given = Plan(given.job, given.translator, given.output, schema=blocks_schema(block))
        assert work(Worker(given), block)["rows"] == 3
    made = objects(tmp_path / "jsonl/part-0000000.jsonl")
    assert [(row["id"], row["text"], row["translation"]) for row in made] == [
        (7, "the dog", "the dog"),
        (8, None, None),
        (9, "", ""),
    ]
    assert made[0]["translation_log_prob"] <= 0 and made[0]["translation_flags"] == []
    assert pyarrow.parquet.read_table(tmp_path / "parquet/part-0000000.parquet").to_pylist() == made
    assert (tmp_path / "text/part-0000000.txt").read_text(encoding="utf-8") == "the dog\n\n\n"


def blocks_schema(block: Block) -> Any:
    from s2s.cluster.rows import schema_of

    return schema_of(blocks.read(block))


def test_a_finished_block_is_not_done_again_and_a_lost_part_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = tmp_path / "text"
    text.write_text("the dog\na cat\n", encoding="utf-8")
    given = plan(tmp_path / "out", "text")
    assert given.output.begin({"model": "m"}, resume=False) == {}
    (block,) = planned(text)
    assert work(Worker(given), block)["kept"] is False
    known = given.output.begin({"model": "m"}, resume=True)[0]
    monkeypatch.setattr(Translating, "columns", None)  # nobody may translate now
    assert work(Worker(given), block, known)["kept"] is True
    monkeypatch.undo()
    part = tmp_path / "out/part-0000000.txt"
    before = part.read_bytes()
    part.write_bytes(before[:3])
    assert work(Worker(given), block, known)["kept"] is False and part.read_bytes() == before
    text.write_text("the cat\na dog\n", encoding="utf-8")
    error = work(Worker(given), block, known)
    assert error["user"] and "was begun with other rows there" in error["error"]


def test_what_fails_is_tried_again_and_what_kills_is_not_tried_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.0)
    text = tmp_path / "text"
    text.write_text("the dog\n", encoding="utf-8")
    (block,) = planned(text)
    given, failures = plan(tmp_path / "out", "text"), [OSError("the store is busy"), OSError("still")]
    write = storage.write

    def failing(path: str, content: bytes) -> None:
        if path.endswith(".txt") and failures:
            raise failures.pop()
        write(path, content)

    monkeypatch.setattr(storage, "write", failing)
    assert work(Worker(given), block)["rows"] == 1 and not failures
    failures += [OSError("gone")] * 3
    assert work(Worker(given), block) == {"error": f"{block}: OSError: gone", "user": False}
    for _ in range(worker.RESTARTS):
        given.output.attempt(0)
    assert "was ended from outside 5 times" in work(Worker(given), block)["error"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rows.jsonl", '{"text": "a"}\n{"other": 1}\n', "rows.jsonl: row 2: has no field 'text', only 'other'"),
        ("rows.jsonl", '{"text": "a"}\nno\n', "rows.jsonl: row 2: is not JSON; each line must be an object"),
        ("rows.jsonl", '{"text": "a"}\n{"text": 3}\n', "rows.jsonl: row 2: text is a number, 3; give a column of text"),
        (
            "rows.jsonl",
            '{"text": "a"}\n{"text": "b", "translation": "mine"}\n',
            "rows.jsonl: row 2: has a field 'translation' already; rename it",
        ),
        ("rows", b"fine\n\xff\n", "rows: line 2: byte 1 (0xFF) is not valid UTF-8; convert the text to UTF-8"),
    ],
)
def test_a_wrong_row_is_named_by_its_file(tmp_path: Path, name: str, content: bytes | str, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for rows in (1, 5):  # whatever blocks it falls into
        given = plan(tmp_path / f"out{rows}", "jsonl")
        errors = [answer["error"] for block in planned(path, rows) if "error" in (answer := work(Worker(given), block))]
        assert len(errors) == 1 and errors[0].startswith(f"{tmp_path.as_posix()}/{said}")


def test_an_object_store_is_written_as_a_folder_is(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("the dog\n", encoding="utf-8")
    given = plan("memory://bucket/out", "text")
    given.output.begin({"model": "m", "beam": 1}, resume=False)
    assert work(Worker(given), planned(text)[0])["kept"] is False
    assert storage.matching("memory://bucket/out/*.txt") == ["memory:///bucket/out/part-0000000.txt"]
    assert storage.read("memory://bucket/out/part-0000000.txt") == b"the dog\n"
    assert [*given.output.begin({"model": "m", "beam": 1}, resume=True)] == [0]
    with pytest.raises(UserError, match=r"out: was begun with beam 1, which is 2 now; go on with that"):
        given.output.begin({"model": "m", "beam": 2}, resume=True)
    with pytest.raises(UserError, match="was begun with another model"):
        given.output.begin({"model": "n", "beam": 1}, resume=True)
    with pytest.raises(UserError, match="is begun or finished; give another name"):
        given.output.begin({"model": "m", "beam": 1}, resume=False)


def test_files_that_cannot_be_are_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "text.gz").write_bytes(b"")
    (tmp_path / "a.txt").write_text("a\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"en": "a", "de": "b", "n": 1}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "a"}\nno\n', encoding="utf-8")
    (tmp_path / "b").write_bytes(b"\xff\n")
    (tmp_path / "a.parquet").write_bytes(b"no")
    out = str(tmp_path / "out")
    for pattern, said in (
        ("none-*.parquet", "no file matches; check the path"),
        ("b", r"b: line 1: byte 1 \(0xFF\) is not valid UTF-8"),
        ("b.jsonl", r"b\.jsonl: row 2: is not JSON"),
        ("a**", r"has \*\* inside of a name; write it as a folder of its own"),
        ("", "is a folder; give the files in it"),
        ("*.gz", "is packed, so that workers cannot share it"),
        ("a.[tj]*", r"files are jsonl \(.*a.jsonl\) and text \(.*a.txt\); give files of one kind"),
        ("*.parquet", "is no Parquet file"),
    ):
        with pytest.raises(UserError, match=said):
            corpus.opened(f"{tmp_path}/{pattern}", out)
    with pytest.raises(UserError, match=r"exists, and no .*manifest says what it was made with"):
        corpus.opened(f"{tmp_path}/a.txt", str(tmp_path))
    given = corpus.opened(f"{tmp_path}/a.jsonl", out)
    assert corpus.text_column(given, None, "de") == "de"
    for column, said in (
        ("fr", "has no such column, only 'en', 'de', 'n'"),
        (None, r"name the one with text \(--column"),
    ):
        with pytest.raises(UserError, match=said):
            corpus.text_column(given, column, "bn")
    with pytest.raises(UserError, match=r"has no column 'target', only 'en', 'de', 'n'"):
        corpus.check(given, Scoring("en", "target", "log_prob"))


FIRST = '{"text": "a", "note": "x"}\n{"text": "b"}\n'


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (FIRST, "text"),
        (FIRST.replace("text", "sentence"), "sentence"),
        ('{"sentence": "a"}\n{"sentence": "b", "note": "x"}\n', "sentence"),
        ('{"id": "1", "en": null, "note": "x"}\n{"id": "2", "en": "b"}\n', "en"),
    ],
)
def test_the_text_is_a_column_that_every_row_has(tmp_path: Path, content: str, column: str) -> None:
    (tmp_path / "a.jsonl").write_text(content, encoding="utf-8")
    assert corpus.text_column(corpus.opened(f"{tmp_path}/a.jsonl", str(tmp_path / "out")), None, "en") == column


@pytest.mark.parametrize("kind", ["jsonl", "parquet", "text"])
def test_a_field_that_is_there_is_not_written_over(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b", "translation_flags": "mine"}\n', encoding="utf-8")
    given = corpus.opened(str(path), str(tmp_path / "out"), kind)
    with pytest.raises(UserError, match=r"a\.jsonl: row 2: has a field 'translation_flags' already; rename it"):
        corpus.check(given, plan(tmp_path / "out", kind).job)


@pytest.mark.parametrize(
    ("pattern", "out", "refused"),
    [
        ("data/*/*.jsonl", "data/translated", True),
        ("data/**", "data/news/translated", True),
        ("data/*/*.json", "data/translated", True),  # records of the manifest
        ("data/*/*.jsonl", "translated", False),
        ("data/*/*.jsonl", "data/news/translated", False),
        ("data/news/*.jsonl", "data/translated", False),
        ("data/*/*.jsonl", "data/.translated", False),
    ],
)
@pytest.mark.parametrize("store", ["", "memory://"])
@pytest.mark.parametrize("resume", [False, True])
def test_a_pattern_that_matches_the_output_is_refused(
    tmp_path: Path, pattern: str, out: str, refused: bool, store: str, resume: bool
) -> None:
    suffix = ".json" if pattern.endswith(".json") else ".jsonl"
    storage.write(f"{store}{tmp_path}/data/news/a{suffix}", b'{"text": "a"}\n')
    given = f"{store}{tmp_path}/{pattern}", f"{store}{tmp_path}/{out}"
    if not refused:
        assert len(corpus.opened(*given, resume=resume).files) == 1
        return
    with pytest.raises(
        UserError, match=r"matches the output, too \(.*; write it elsewhere, or give a narrower pattern"
    ):
        corpus.opened(*given, resume=resume)


def test_names_that_begin_with_a_full_stop_are_matched_as_in_a_shell(tmp_path: Path) -> None:
    root = tmp_path / ".kept"
    for name in ("a.txt", "._a.txt", "b/c.txt", ".git/d.txt", "b/.e.txt"):
        storage.write(f"{root}/{name}", b"a\n")

    def matching(pattern: str) -> list[str]:
        return [Path(name).relative_to(root).as_posix() for name in storage.matching(f"{root}/{pattern}")]

    assert matching("*.txt") == ["a.txt"] and matching("**/*.txt") == ["a.txt", "b/c.txt"]
    assert matching(".*.txt") == ["._a.txt"] and matching("._a.txt") == ["._a.txt"]
    assert matching(".git/*") == [".git/d.txt"] and matching("*/.*") == ["b/.e.txt"]
    with pytest.raises(UserError, match="no file matches"):
        matching(".git/.*")


def test_samples_are_those_of_the_whole_text(tmp_path: Path) -> None:
    """A line draws by its number among all lines, whatever block it is in."""
    job = Translating("text", "t", Settings(search="sample", temperature=9.0, max_length=9), split=False)
    lines = [f"a line {number}" for number in range(7)]
    whole, _ = job.columns(copier(), {"text": lines}, range(7))
    parts = [job.columns(copier(), {"text": lines[a:b]}, range(a, b))[0]["t"] for a, b in ((0, 3), (3, 7))]
    assert parts[0] + parts[1] == whole["t"] and whole["t"] != lines
    again, _ = job.columns(copier(), {"text": lines[::-1]}, [*range(7)][::-1])
    assert again["t"][::-1] == whole["t"]
