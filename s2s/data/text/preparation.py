"""What is done to text before a model reads it: the same in training, in use and in evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from s2s.config.corpora import Shape
from s2s.config.directions import directions_of
from s2s.config.options import show
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.config.tokenizers import Normalize
from s2s.config.weighted import corpus_tags, groups_of
from s2s.data.text.normalization import Normalized, aligned, invisible, normalized
from s2s.errors import UserError


@dataclass(frozen=True)
class Preparation:
    """What is done to the texts of one role. What it gives, it leaves as it is."""

    normalize: Normalize = Normalize.none
    lowercase: bool = False
    features: int = 0
    """How many columns of features stand behind the text, each after a tab; they stay as they are."""
    words: bool = False
    """Whether texts are words between single spaces, whose number stays: a no-break space is a part of one."""

    def __call__(self, text: str) -> str:
        """`text` as the model knows text."""
        if self.features:
            own, behind = self.parts(text)
            return self.of_text(own) + behind
        text = self.normalized(text)
        if self.normalize is Normalize.plain:
            text = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")  # faster than str.translate
        return text.lower() if self.lowercase else text

    def normalized(self, text: str) -> str:
        """The normal form of `text`, whose line ends, tabs and capitals stay."""
        if self.features:
            own, behind = self.parts(text)
            return self.of_text.normalized(own) + behind
        if not self.words:
            return normalized(text, self.normalize)
        return " ".join(map(self.word, text.split(" ")))

    @property
    def of_text(self) -> Preparation:
        """What is done to a text alone, without features."""
        return replace(self, features=0) if self.features else self

    def parts(self, text: str) -> tuple[str, str]:
        """The text alone, and the features behind it with their tabs; all is text where there are too few."""
        own = text.rsplit("\t", self.features) if self.features else [text]
        return (text, "") if len(own) <= self.features else (own[0], text[len(own[0]) :])

    def word(self, word: str) -> str:
        """One word of several in its normal form; what would vanish stays."""
        written = normalized(word, self.normalize)
        return "\u00a0".join(written.split()) or word if self.normalize is Normalize.plain else written

    def aligned(self, text: str) -> Normalized:
        """`normalized`, and from where in `text` each of its characters came."""
        return aligned(text, self.normalize)

    def blank(self, value: object) -> bool:
        """Whether a text says nothing: it is white space, or, with a normal form, nothing of it is seen. A vector is none."""
        if not isinstance(value, str):
            return False
        if self.features:
            return self.of_text.blank(self.parts(value)[0])
        return not value.strip() or (self.normalize is not Normalize.none and invisible(value))


UNCHANGED = Preparation()
"""For what is no text."""


def preparation(config: RunConfig, role: str) -> Preparation:
    """What a run does to its texts of a `role`, ``source`` or ``target``; to labels, vectors and numbers nothing."""
    data = config.data
    return preparation_of(config.task, role, config.tokenizer.normalize, data.lowercase, data.features)


def preparation_of(
    task: str, role: str, normalize: Normalize | None, lowercase: bool, features: int = 0
) -> Preparation:
    """`preparation` by the options that it depends on. A run of an earlier version has no normal form, which is none.

    A target is never more than in NFC, so that no character of it is lost.
    """
    rules = rules_of(task)
    if role not in rules.text:
        return UNCHANGED
    form = normalize or Normalize.none
    if role == "target" and form is Normalize.plain:
        form = Normalize.nfc
    source = role == "source"
    return Preparation(form, lowercase, features if source else 0, source and Shape.tagged in rules.shapes)


def tags_of(config: RunConfig, source: Any) -> tuple[tuple[int, ...], ...]:
    """The ids that stand before the sources of each group, `s2s.config.weighted.groups_of`: the tags of the language and the corpus.

    The first groups are the directions, by their number. There are none where there is one direction and no corpus has a
    tag. `source` is the codec of the source. Raises `UserError` where its tokenizer lacks one.
    """
    directions, data = directions_of(config.data), config.data
    if not directions and not corpus_tags(data):
        return ()
    try:
        of_direction: list[tuple[int, ...]] = [(source.tag(direction.target),) for direction in directions] or [()]
    except UserError as error:
        raise UserError(f"data.directions={show(data.directions)}: {error}") from None
    try:
        of_corpus = {name: (source.tag_of_corpus(name),) for name in corpus_tags(data)}
    except UserError as error:
        raise UserError(f"data.corpora={show(data.corpora)}: {error}") from None
    return tuple(of_direction[one.direction] + of_corpus.get(one.tag or "", ()) for one in groups_of(data))


def behind(tags: Sequence[Sequence[int]], numbers: Iterable[int], sources: Iterable[Sequence[int]]) -> list[list[int]]:
    """The ids of `sources`, each behind the `tags_of` its group, whose number is beside it in `numbers`."""
    return [[*tags[number], *ids] for number, ids in zip(numbers, sources, strict=True)]
