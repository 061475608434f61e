"""``s2s translate`` at a terminal: a prompt for each line, which says the languages and can change them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from s2s.config.directions import UNDETERMINED, languages_of
from s2s.config.tasks import rules_of
from s2s.errors import UserError, printable
from s2s.inference.translator import Translator

SWITCHES = {":to": 0, ":from": 1}
"""What a line begins with that changes a language, and which of both it is."""


class Conversation:
    """Lines that are typed, and the translator that is turned to the languages of the next one."""

    def __init__(self, translator: Translator, to: str | None, from_: str | None) -> None:
        """Without `to` a model of several targets begins with the first of them. Raises `UserError`."""
        self.loaded, self.several = translator, bool(translator.directions)
        targets = languages_of(translator.directions)[1]
        self.languages = [to or (targets[0] if targets else None), from_]
        self.translator = translator.facing(*self.languages)

    def lines(self, lines: Iterator[str]) -> Iterator[str]:
        """Lines to translate, with a prompt for each; ``:to fr`` and ``:from en`` change the languages of a model of several."""
        if len(languages_of(self.loaded.directions)[1]) > 1:
            targets = ", ".join(languages_of(self.loaded.directions)[1])
            self.say(f":to CODE changes the language to translate to ({targets}), :from CODE that of the text")
        while True:
            print(f"{self.prompt()}> ", end="", file=sys.stderr, flush=True)
            try:
                line = next(lines)
            except StopIteration:
                print(file=sys.stderr)
                return
            if not (self.several and self.switched(line)):
                yield line

    def prompt(self) -> str:
        """The languages, as far as they are known."""
        data = self.translator.config.data
        if not rules_of(self.translator.config.task).translates:
            return ""
        return f"{'' if data.source == UNDETERMINED else data.source} → {data.target}".strip()

    def switched(self, line: str) -> bool:
        """Whether `line` changes a language; one that cannot be is refused in a line, and nothing changes."""
        words = line.split()
        if len(words) != 2 or words[0] not in SWITCHES:
            return False
        languages = list(self.languages)
        languages[SWITCHES[words[0]]] = words[1]
        if languages[0] == languages[1]:  # ":to en" where the text was English: it is in another language now
            languages[1 - SWITCHES[words[0]]] = None
        try:
            self.translator = self.loaded.facing(*languages)
            self.languages = languages
        except UserError as error:
            self.say(str(error))
        return True

    def say(self, text: str) -> None:
        """A line for the user."""
        print(printable(text), file=sys.stderr, flush=True)
