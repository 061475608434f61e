"""What a sentence of the built-in corpus says, before any language says it."""

from __future__ import annotations

from typing import NamedTuple

from s2s.data.corpora.phrasebook.lexicon import GIFTS, VERBS, Verb


class Thing(NamedTuple):
    """A noun with an article ("the", "a") or a number of 2 and more ("number"); 0 stands for a plural without number."""

    noun: str
    article: str
    number: int
    adjective: str | None


class Meaning(NamedTuple):
    """Who does what, to whom, where, when, how; as a statement, a question, a denial, a wish or a report."""

    shape: str
    subject: str
    verb: str
    thing: Thing
    tense: str = "present"
    time: int | None = None
    place: str | None = None
    manner: str | None = None
    receiver: str | None = None
    modal: str | None = None
    speaker: str | None = None
    fronted: bool = False

    def action(self) -> Verb:
        """The forms of the verb, whether it takes a receiver (`GIFTS`) or not (`VERBS`)."""
        return GIFTS[self.verb] if self.verb in GIFTS else VERBS[self.verb]


def sentence(words: list[str | None], mark: str) -> str:
    """Join what is there, with a capital letter and the final mark."""
    text = " ".join(word for word in words if word)
    return text[0].upper() + text[1:] + mark
