"""``s2s predict`` of words in columns: the lines that come in go out with the run's tags, sentence by sentence."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from s2s.config.schema import DataConfig
from s2s.data.corpora.columns import HASH, Layout, layout_of, replaced
from s2s.data.corpora.formats.conllu import COLUMNS
from s2s.data.corpora.texts import LOOK
from s2s.data.corpora.values import unspaced
from s2s.errors import UserError
from s2s.inference.predictor import Prediction, Predictor
from s2s.runtime.process import log

NUMBER = re.compile(r"\d+([-.]\d+)?$")
OPTION = "--columns"


@dataclass(frozen=True)
class Table:
    """How the words of a file, and the tags that it gets, stand in its lines."""

    layout: Layout
    numbered: bool = False
    """Whether it is CoNLL-U, whose words have a whole number in the first column; ranges and empty nodes have others."""

    def rows(self, block: Sequence[str]) -> list[int]:
        """Which lines of a sentence have a word."""
        rows: list[int] = []
        for row, line in enumerate(block):
            is_word = self.layout.is_word(line, inside=bool(rows))
            if is_word and not (self.numbered and not self.layout.fields(line)[0].isdigit()):
                rows.append(row)
        return rows

    def word(self, line: str) -> str:
        """The word of a line. Raises ValueError where it has too few columns for it, or for its tag."""
        fields = self.layout.fields(line)
        needed = max(self.layout.word + 1, self.layout.tag)
        if len(fields) < needed:
            raise ValueError(f"has {len(fields)} columns, where the sentence before it has at least {needed}")
        return unspaced(fields[self.layout.word])

    def tagged(self, block: Sequence[str], rows: Sequence[int], tags: Sequence[str]) -> list[str]:
        """The lines of a sentence with the tags of its words."""
        lines = list(block)
        for row, tag in zip(rows, tags, strict=True):
            lines[row] = replaced(lines[row], self.layout.tabs, self.layout.tag, tag)
        return lines


def chosen_columns(typed: Sequence[str]) -> tuple[int | None, int | None]:
    """The columns of the word and of the tag, from 0, that are typed. Raises `UserError`."""
    if len(typed) > 2 or not all(one.isascii() and one.isdecimal() and int(one) for one in typed):
        raise UserError(f"{OPTION} {' '.join(typed)}: give numbers from 1, of the word and of the tag, or none")
    numbers = [int(one) - 1 for one in typed]
    if len({*numbers}) < len(numbers):
        raise UserError(f"{OPTION} {' '.join(typed)}: is one column for the word and its tag; give two")
    return (numbers[0] if numbers else None, numbers[1] if len(numbers) > 1 else None)


def table_of(block: Sequence[str], typed: Sequence[str], data: DataConfig, labels: Sequence[str], name: str) -> Table:
    """How the file is laid out by its first sentence, which is said; `data` are the options of the run.

    Raises `UserError` for columns that are not there.
    """
    layout = layout_of(block, None, OPTION)
    assert layout is not None, "a block with a word"
    words = [layout.fields(line) for line in block if layout.is_word(line)]
    numbered = layout.tabs and layout.count == 10 and all(NUMBER.match(fields[0]) for fields in words)
    word, tag = chosen_columns(typed)
    trained = [int(one) - 1 for one in data.columns or () if one.isdecimal()]
    if numbered:
        named = (data.columns or ("form", data.label or "upos"))[-2:]
        usual = [COLUMNS.get(str(one).lower(), default) for one, default in zip(named, (1, 3), strict=True)]
        word, tag = (usual[0] if word is None else word), (usual[1] if tag is None else tag)
    if word is None:
        word = trained[0] if trained else 0
    if tag is None:
        last = trained[1] if trained and trained[1] < layout.count else layout.count - 1
        holds_tags = last != word and layout.values[last] <= {*labels}
        tag = last if holds_tags else layout.count
    for column, most in ((word, layout.count), (tag, layout.count + 1)):
        if column >= most:
            raise UserError(f"{OPTION}: {name} has no column {column + 1}, only {layout.count}; count from 1")
    where = f"replace column {tag + 1}" if tag < layout.count else f"are the new column {tag + 1}"
    log(
        f"{name}: {layout.count} columns, divided by {'tabs' if layout.tabs else 'blanks'}: the word is column {word + 1},"
        f" the tags {where}"
    )
    return Table(replace(layout, word=word, tag=tag, exact=False), numbered)


def blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines up to each blank one, which is the last of its block."""
    block: list[str] = []
    for line in lines:
        block.append(line)
        if not line.strip():
            yield block
            block = []
    if block:
        yield block


def has_words(block: Sequence[str]) -> bool:
    """Whether a block says how words stand in columns, which comments alone do not, unless tabs divide them."""
    lines = [line for line in block if not line.startswith(HASH) or "\t" in line]
    return layout_of(lines, None, OPTION) is not None


def answered(
    predictor: Predictor, lines: Iterable[str], typed: Sequence[str], name: str, window: int, nbest: int = 0
) -> Iterator[tuple[list[str], Prediction | None]]:
    """The lines of each sentence with their tags, and what is predicted; of what has no words the lines alone.

    Raises `UserError` for columns that are not there, and for a sentence that is too long.
    """
    waiting: deque[tuple[list[str], list[int]]] = deque()
    table: Table | None = None

    def texts() -> Iterator[str]:
        nonlocal table
        number = 0
        for block in blocks(lines):
            if table is None and has_words(block):
                table = table_of(block, typed, predictor.config.data, predictor.names, name)
            rows, words = [] if table is None else table.rows(block), []
            for row in rows:
                try:
                    words.append(table.word(block[row]))  # type: ignore[union-attr]
                except ValueError as error:
                    raise UserError(f"{name}: line {number + row + 1:,}: {error}") from None
            number += len(block)
            waiting.append((block, rows))
            text = " ".join(words)
            yield " ".join("\ufffd" for _ in words) if words and predictor.prepare.blank(text) else text

    try:
        for prediction in predictor.stream(texts(), window, nbest):
            block, rows = waiting.popleft()
            if table is None or not rows:
                yield block, None
            else:
                yield table.tagged(block, rows, prediction.text.split(" ")), prediction
    except UserError as error:
        said = str(error)
        raise UserError(re.sub(r"^line (?=[\d,]+: has )", f"{name}: block ", said)) from None


def doubted(lines: Iterable[str], labels: Sequence[str], name: str) -> Iterator[str]:
    """`lines`, each read as a sentence, with a warning where the first `LOOK` of them, or all, are words with their tags."""
    known, counts, texts, blanks = {*labels}, set[int](), 0, 0
    for line in lines:
        if texts < LOOK and len(counts) < 2:
            fields = line.split()
            blanks, texts = blanks + (not fields and texts > 0), texts + bool(fields)
            if fields:
                counts.add(len(fields) if fields[-1] in known else 0)
        yield line
    if blanks and texts > 1 and len(counts) == 1 and min(counts) > 1:
        log(
            f"warning: {name}: has words with tags in columns, each line of which was read as a sentence; give {OPTION}"
        )
