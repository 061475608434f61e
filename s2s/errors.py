"""The errors that a user's input can cause."""

from __future__ import annotations

import difflib
import numbers
import re
from collections.abc import Collection, Sequence

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
NO_MEMORY = re.compile("allocate memory|not enough memory|out of memory|bad_?alloc|failed to allocate", re.IGNORECASE)
LONGEST = 5000
"""Characters of a message; from the middle of a longer one, as of a value of a megabyte, some are left out."""


def printable(text: str) -> str:
    """`text` for a terminal: what would command it is shown as an escape, such as ``\\x1b``; lines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return CONTROL.sub(lambda match: match[0] if match[0] in "\n\t" else ascii(match[0])[1:-1], text)


class UserError(ValueError):
    """Something the user gave is wrong: one line that names it, its value and the remedy.

    The command line prints the message and ends with exit code 2; from Python it is an ordinary ``ValueError``. Characters
    that would end the line, or command a terminal, are shown as escapes, since names and values may hold any.
    """

    def __init__(self, message: str) -> None:
        if len(message) > LONGEST:
            message = f"{message[: LONGEST // 2]} … {message[-LONGEST // 2 :]}"
        super().__init__(CONTROL.sub(lambda match: ascii(match[0])[1:-1], message))


def guess(name: str, known: Collection[str], otherwise: str | None = None) -> str:
    """What a mistyped `name` may have meant among the `known` ones; `otherwise`, or all of them, if none is spelt nearly so."""
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return f"choose from {', '.join(known)}" if otherwise is None else otherwise


def among(names: Sequence[str]) -> str:
    """The names for a message: all, or the first twelve."""
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")


def named(value: object) -> str:
    """The kind of a value that is not what is asked for, in a few words."""
    if value is None:
        return "None"
    if isinstance(value, bytes | bytearray):
        return 'bytes, which are no text before they are decoded, as by .decode("utf-8")'
    if isinstance(value, numbers.Number):
        return f"a number, {value}"
    return f"of type {type(value).__name__}"


def first_line(error: BaseException, otherwise: str | None = None) -> str:
    """The first line that is not blank of the message of an `error`; where it has none `otherwise`, by default its type."""
    lines = (line.strip() for line in str(error).split("\n"))
    return next(filter(None, lines), otherwise or type(error).__name__)


def memory_error(error: BaseException) -> UserError | None:
    """What to say of an `error` that is Python's, numpy's, torch's or ONNX Runtime's own for a full memory; None of any other."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, MemoryError) or (isinstance(chain, RuntimeError) and NO_MEMORY.search(str(chain))):
            where = "of the GPU " if re.search("cuda|mps", str(chain), re.IGNORECASE) else ""
            return UserError(
                f"out of memory: the memory {where}is full; close other programs, give shorter lines, or lower what is worked"
                " on at a time: --batch-size, --beam-size and --workers, in training train.tokens and data.max_length"
            )
        chain = chain.__cause__
    return None


class SaidElsewhere(UserError):
    """A mistake of the user's that another process of the job has named already: there is no need to print it twice."""


class SettingError(UserError):
    """A setting that cannot be, under its Python keyword; the command line shows the option that stands for it."""

    def __init__(self, keyword: str, value: object, remedy: str) -> None:
        """`remedy` is the rest of the line: what is wrong with `value`, and what to do."""
        super().__init__(f"{keyword}={value}: {remedy}")
        self.keyword, self.value, self.remedy = keyword, value, remedy

    def __reduce__(self) -> tuple[type, tuple[str, object, str]]:
        """What a worker process sends back."""
        return type(self), (self.keyword, self.value, self.remedy)
