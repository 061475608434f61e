"""The one error that a user's input can cause."""

from __future__ import annotations


class UserError(ValueError):
    """Something the user gave is wrong: one line that names it, its value and the remedy.

    The command line prints the message and ends with exit code 2; from Python it is an ordinary ``ValueError``.
    """
