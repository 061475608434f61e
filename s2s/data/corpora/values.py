"""What a record may hold for a text, a label, or words with their tags, as one line of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from s2s.data.text.lines import whole
from s2s.errors import UserError

ALSO = {"label": ("labels", "class", "target"), "text": ("sentence",), "tags": ("tag",), "words": ("tokens",)}
"""What others call a field."""


def one_line(text: str) -> str:
    """JSON can hold line ends, which would shift every line after it in a text file, and halves of characters."""
    return whole(unbroken(text))


def unbroken(text: str) -> str:
    """`text` with spaces for its line ends."""
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def single(value: Any) -> str:
    """A text, or a label that may be a number. Raises TypeError for anything else."""
    if not isinstance(value, str | int | float):
        raise TypeError
    return one_line(value) if isinstance(value, str) else str(value)


LISTED = "|"
"""What is written between labels that a list holds, where no separator is named."""


def settled_by_lists(name: str) -> tuple[dict[str, Any], str]:
    """What labels that are lists decide of the options, and the line that says so of the examples called `name`."""
    separator = {"data.label_separator": LISTED}
    said = f"written with {LISTED} between them (data.label_separator={LISTED})"
    return separator, f"{name}: its labels are lists: a text has any number of labels, {said}"


def label_in(value: Any, separator: str | None) -> str:
    """A label, or with a `separator` several, as a list or as text; the separator alone where there is none.

    Raises TypeError for anything else, and ValueError, which says so, for a label in a list that holds the separator.
    """
    if separator is None:
        return single(value)
    if value is None:
        return separator
    if not is_list(value):
        return single(value).strip() or separator
    ordered = sorted(value, key=str) if isinstance(value, set | frozenset) else value
    names = [single(one).strip() for one in ordered]
    held = next((name for name in names if separator in name), None)
    if held is not None:
        raise ValueError(f"has the label {held!r}, which holds {separator!r}; set data.label_separator to another sign")
    return separator.join(names) or separator


def is_list(value: Any) -> bool:
    """Whether a value may hold several labels."""
    return isinstance(value, list | tuple | set | frozenset) or type(value).__name__ == "ndarray"


def listed(values: Any) -> str:
    """Words or tags, which may be numbers, separated by spaces. Raises TypeError for anything else."""
    if not isinstance(values, list):
        raise TypeError
    return " ".join(unspaced(single(value)) for value in values)


def pick(record: Any, name: str) -> Any:
    """The value called `name`, or what others call it. Raises KeyError, or TypeError where `record` has no names."""
    return record[next((other for other in ALSO.get(name, ()) if name not in record and other in record), name)]


def unspaced(word: str) -> str:
    """A word that may stand between spaces: blanks inside become no-break spaces, nothing a replacement character."""
    return "\u00a0".join(word.split()) or "\ufffd"


def sentence(words: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Words and tags, each separated by spaces; nothing for no words, as where blank lines follow each other."""
    if words:
        yield " ".join(unspaced(word) for word, _ in words), " ".join(unspaced(tag) for _, tag in words)


def tagged(name: str, rows: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """`rows`, each of which must have a tag for each word; `name` is what holds them. Raises `UserError`."""
    for number, (words, tags) in enumerate(rows, start=1):
        counts = [len(side.split(" ")) for side in (words, tags)]
        if counts[0] != counts[1]:
            raise UserError(
                f"{name}: sentence {number}: {counts[0]} words but {counts[1]} tags; give one for each word"
            )
        yield words, tags
