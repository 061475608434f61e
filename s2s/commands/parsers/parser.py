"""A parser of arguments whose help begins with a sentence and ends with an example, and that loses nothing typed."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from s2s.errors import UserError


class Once(argparse.Action):
    """Store an option's value; the same option a second time is an error, where argparse would forget the first."""

    stored: tuple[argparse.Namespace, str] | None = None
    """The namespace that holds the option's value, and the option and its value as they were typed."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Store the value. Raises `UserError` if the same command line has given this option before."""
        if option is not None:
            typed = " ".join(map(str, [option, *(values if isinstance(values, list) else [values])]))
            if self.stored is not None and self.stored[0] is namespace:
                raise UserError(f"{self.stored[1]} and {typed}: given twice; leave one of them out")
            self.stored = namespace, typed
        setattr(namespace, self.dest, values)


class File(Once):
    """As `Once`, for a file beside stdin or stdout, which ``-`` stands for as well: the same as no value."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Store the value. Raises `UserError` as `Once` does."""
        super().__call__(parser, namespace, values, option)
        if values == "-":
            setattr(namespace, self.dest, None)


class Parser(argparse.ArgumentParser):
    """What argparse offers, with help from `sentence` to `example`, and mistakes shown with the command's own usage."""

    def __init__(self, *, sentence: str, example: str, **keywords: Any) -> None:
        shown = argparse.RawDescriptionHelpFormatter
        super().__init__(epilog=f"example:\n  {example}", formatter_class=shown, **keywords)
        self.sentence, self.example = sentence, example
        for name in (None, "store"):
            self.register("action", name, Once)
        self.register("action", "file", File)

    def format_help(self) -> str:
        """The sentence, the usage, the options, the example."""
        return f"{self.sentence}\n\n{super().format_help()}"

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """As argparse does, but a command refuses what it does not know by itself, not through the program's parser."""
        if self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        self.check_options(sys.argv[1:] if args is None else args)
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"{' '.join(unknown)}: nothing more was expected here")
        return parsed, unknown

    def error(self, message: str) -> NoReturn:
        """Show the usage and the message, in which nothing that was typed commands the terminal."""
        super().error(str(UserError(message)))

    def check_options(self, arguments: Sequence[str]) -> None:
        """End with the usage and the likeliest option where one was mistyped, before argparse misses required ones."""
        known = self._option_string_actions
        for argument in arguments:
            if argument == "--":
                return
            name = argument.partition("=")[0]
            if " " in argument or not re.match(r"--?[a-z]", name, re.IGNORECASE):
                continue  # a value, as argparse sees it
            if not (any(option.startswith(name) for option in known) if name.startswith("--") else name[:2] in known):
                self.error(f"{name}: no such option{guess(name, known)}")


def guess(typed: str, known: Iterable[str]) -> str:
    """The likeliest of the `known` names as a question; nothing where none is like what was `typed`.

    Of ``--beam-size`` the first word by itself is compared as well.
    """

    def likeness(name: str) -> float:
        words = (name, re.sub(r"(?<=\w)-.*", "", name))
        return max(difflib.SequenceMatcher(None, typed.lstrip("-"), word.lstrip("-")).ratio() for word in words)

    best = max(known, key=likeness)
    return f"; did you mean {best}?" if likeness(best) >= 0.6 else ""
