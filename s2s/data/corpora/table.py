"""Sentence pairs as a table in files that are mapped into memory: written once, then read from there by every process."""

from __future__ import annotations

import hashlib
import mmap
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from s2s.data.corpora.pairs import Pairs
from s2s.data.text.lines import reason
from s2s.data.text.preparation import Preparation
from s2s.errors import UserError, memory_error
from s2s.files import FULL
from s2s.runtime.process import log
from s2s.runtime.progress import pulse

if TYPE_CHECKING:
    import datasets
    import pyarrow

VERSION = 3  # of the tables below; another one makes them anew
BLOCK = 1000
"""Rows at a time."""
NAMED = "s2s"
"""A table's fingerprint: `datasets` would make one of all that the table holds."""


class Table(NamedTuple):
    """Sentence pairs in a table of `datasets`."""

    rows: datasets.Dataset
    """Columns ``source`` and ``target``."""
    maps: tuple[mmap.mmap, ...]
    """The files they are in."""
    dropped: int
    """Blank pairs that were left out."""
    digest: str
    """Of all of the pairs, made when they were written."""


def table_of(pairs: Pairs, prepared: Mapping[str, Preparation], optional: bool) -> Table:
    """Write `pairs` to files in the cache of `datasets`, or find those written before, and map them.

    Those written before that cannot be read are damaged: a warning says so, and they are written anew. Raises `UserError`.
    """
    import datasets

    made_from = (VERSION, pairs.key, sorted(prepared.items()), unicodedata.unidata_version)
    fingerprint = hashlib.blake2b(repr(made_from).encode(), digest_size=16).hexdigest()
    folder = Path(datasets.config.HF_DATASETS_CACHE) / "generator" / f"default-fingerprint={fingerprint}"
    if folder.exists():
        try:
            return cached(pairs, prepared, optional, fingerprint)
        except Exception as error:  # datasets and pyarrow raise whatever the damage makes them meet
            no_room = getattr(caused_by(error, OSError), "errno", None) in FULL
            if no_room or caused_by(error, UserError) or memory_error(error):
                raise explained(pairs.name, error) from None
            log(f"warning: {folder} is damaged ({type(error).__name__}: {reason(error)[:200]}), and is written anew")
        shutil.rmtree(folder, ignore_errors=True)
    try:
        return cached(pairs, prepared, optional, fingerprint)
    except (datasets.exceptions.DatasetGenerationError, OSError) as error:
        raise explained(pairs.name, error) from None


def cached(pairs: Pairs, prepared: Mapping[str, Preparation], optional: bool, fingerprint: str) -> Table:
    """`table_of`, in the folder that `datasets` names after the `fingerprint`; raises whatever `datasets` and pyarrow do."""
    import datasets

    text, count = datasets.Value("string"), datasets.Value("int64")
    with quiet(), pulse(f"indexing {pairs.name}"):
        written = datasets.Dataset.from_generator(
            rows,
            features=datasets.Features({"source": text, "target": text, "dropped": count, "digest": text}),
            gen_kwargs={"pairs": pairs, "prepared": prepared, "optional": optional},
            fingerprint=fingerprint,
        )
    last = written[-1]
    maps = tuple(mapped(file["filename"]) for file in written.cache_files)
    table = Table(of_maps(maps), maps, int(last["dropped"]), last["digest"])
    release(maps)
    return table


def caused_by(error: BaseException | None, *kinds: type[BaseException]) -> BaseException | None:
    """The first of `kinds` among `error` and what it was raised from."""
    while error is not None and not isinstance(error, kinds):
        error = error.__cause__
    return error


def explained(name: str, error: Exception) -> BaseException:
    """What to raise where the pairs called `name` could not be written to the cache: in one line, if the reason is known."""
    import datasets

    cause = caused_by(error, UserError, OSError)
    if not isinstance(cause, OSError):
        return cause or memory_error(error) or error
    remedy = "make room there, or set HF_HOME to another folder"
    return UserError(f"{name}: cannot be cached in {datasets.config.HF_DATASETS_CACHE}: {reason(cause)}; {remedy}")


def table_in_memory(pairs: Pairs, prepared: Mapping[str, Preparation], optional: bool) -> Table:
    """`pairs` as a table that is held in memory: for what is made on the spot, and for vectors."""
    import datasets

    all_rows = list(rows(pairs, prepared, optional))
    columns = {side: [row[side] for row in all_rows] for side in ("source", "target")}
    return Table(datasets.Dataset.from_dict(columns), (), all_rows[-1]["dropped"], all_rows[-1]["digest"])


def mapped(path: str) -> mmap.mmap:
    """The file at `path`, mapped into memory to be read."""
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def of_maps(maps: Sequence[mmap.mmap]) -> datasets.Dataset:
    """The sentences in Arrow files that we have mapped ourselves, so that `release` can reach them."""
    import datasets
    import pyarrow

    parts = [pyarrow.ipc.open_stream(pyarrow.py_buffer(mapped_file)).read_all() for mapped_file in maps]
    return datasets.Dataset(pyarrow.concat_tables(parts).select(["source", "target"]), fingerprint=NAMED)


def release(maps: Sequence[mmap.mmap]) -> None:
    """Give back the memory that pages of files took when they were read; to read them again maps them again.

    The system would do so too, but only when it runs short of memory; until then a process seems to grow.
    """
    for mapped_file in maps:
        if sys.platform != "win32":
            mapped_file.madvise(mmap.MADV_DONTNEED)


def rows(pairs: Pairs, prepared: Mapping[str, Preparation], optional: bool) -> Iterator[dict[str, Any]]:
    """The pairs with two sides, each `prepared` for its role; the source may be blank where it is `optional`.

    The column ``dropped`` of the last row counts the others, those after it included; ``digest`` is there that of all pairs.
    """
    dropped, digest = 0, Digest()
    waiting: dict[str, Any] | None = None
    of_source, of_target = prepared["source"], prepared["target"]
    for source, target in pairs.read():
        if of_target.blank(target) or (of_source.blank(source) and not optional):
            dropped += 1
            continue
        if waiting is not None:
            yield waiting
        both = (("source", source), ("target", target))
        waiting = {role: prepared[role](value) if isinstance(value, str) else value for role, value in both}
        digest.add(waiting["source"], waiting["target"])
        waiting |= {"dropped": dropped, "digest": ""}
    if waiting is None:
        raise UserError(f"{pairs.name}: has no sentence pairs, it is empty or every pair has a blank side")
    yield waiting | {"dropped": dropped, "digest": digest.text}


class Digest:
    """Tells one sequence of pairs from another: a digest of all of them (BLAKE2b, RFC 7693), fed as they come."""

    def __init__(self) -> None:
        self.hash = hashlib.blake2b(digest_size=8)

    def add(self, *sides: Any) -> None:
        """Add the sides of a pair: texts, or vectors of numbers."""
        for side in sides:
            content = side.encode("utf-8", "surrogatepass") if isinstance(side, str) else numbers_of(side)
            self.hash.update(len(content).to_bytes(8, "little"))
            self.hash.update(content)

    @property
    def text(self) -> str:
        """What stands for all that was added, 16 hexadecimal digits."""
        return self.hash.hexdigest()


def numbers_of(value: Any) -> bytes:
    """The bytes of an array with its shape; of anything else how it is written."""
    if isinstance(value, numpy.ndarray):
        return f"{value.dtype.str}{value.shape}".encode() + value.tobytes()
    return repr(value).encode("utf-8", "surrogatepass")


def digest_of(examples: datasets.Dataset) -> str:
    """The digest of a table that nobody has made one of while it was written."""
    digest = Digest()
    for start in range(0, len(examples), BLOCK):
        part = examples[start : start + BLOCK]
        for sides in zip(part["source"], part["target"], strict=True):
            digest.add(*sides)
    return digest.text


def rows_of(part: datasets.Dataset) -> pyarrow.Table:
    """Sources and targets as an Arrow table; a selection of rows, as one that is held out, is copied."""
    import pyarrow

    if part._indices is not None:
        text = pyarrow.string()
        return pyarrow.table({name: pyarrow.array(part[:][name], text) for name in ("source", "target")})
    return part.data.table.select(["source", "target"]).replace_schema_metadata(None)


@contextmanager
def quiet() -> Iterator[None]:
    """No progress bars of `datasets` inside."""
    import datasets

    shown = not datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if shown:
            datasets.enable_progress_bars()
