"""From what a user demands of translations to what a search must find: terms and beginnings as tokens of the target."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from s2s.data.codecs.base import Codec
from s2s.data.text.casing import Exact
from s2s.data.text.ids import BOS, EOS, SPACE, UNK
from s2s.data.text.language_names import primary
from s2s.data.text.preparation import Preparation
from s2s.data.text.sentences import sentences
from s2s.decode.backend import Settings
from s2s.decode.constraints import FREE, Beginning, Constraints, Phrase, Spelling
from s2s.decode.scheduler import check_replaced
from s2s.errors import SettingError, UserError
from s2s.inference.alignment import BYTE, kind_of
from s2s.inference.glossary import Finder, entries_of, patterns_of, standing
from s2s.inference.sentences import UNSPACED
from s2s.inference.terms import Entry, Term

Value = TypeVar("Value")

MARKS = "(-/\"'"
"""Before one of these a word is spelled to see how it is cut where no space stands before it."""
OPENING = "\"'/\\#@*_»"
"""Signs that open a word, beside those that Unicode calls so."""
LAST = "\U0010ffff"


@dataclass(frozen=True)
class Demand:
    """What one sentence's translation must hold."""

    terms: tuple[Term, ...] = ()
    constraints: Constraints | None = None
    prefix: str = ""
    flags: tuple[str, ...] = ()
    """``unkept`` where something that is to be kept has pieces that the vocabulary does not hold."""

    @property
    def exact(self) -> Exact:
        """What of a translation keeps its case."""
        return Exact(self.prefix, tuple(term.target for term in self.terms))


class Asked(NamedTuple):
    """One sentence, or a line that is not to be split."""

    number: int
    """By which it draws its samples."""
    text: Any
    demand: Demand | None = None


class Demands:
    """A glossary, what is to be kept, and beginnings, for one model."""

    def __init__(
        self,
        target: Codec,
        prepare: tuple[Preparation, Preparation],
        code: str,
        entries: Sequence[Entry] = (),
        keep: Sequence[re.Pattern[str]] = (),
        source: str = "",
    ) -> None:
        """`target` is the codec and `code` the language of what is written, `source` that of what is read, both of which `prepare` is for.

        Raises `UserError` for a term that cannot be written.
        """
        self.target, self.prepare_target, self.language = target, prepare[1], primary(code)
        # as the model writes: in small letters, if it has learned from these alone
        written = [replace_target(entry, " ".join(self.prepare_target(entry.target).split())) for entry in entries]
        self.finder = Finder(written, keep, prepare[0], primary(source))
        self.vocabulary = vocabulary_of(target)
        self.names = self.vocabulary.names
        self.phrase = lru_cache(1 << 14)(self.spelled)
        for entry in written:
            if UNK in self.target.encode([entry.target])[0]:
                raise UserError(
                    f"{entry.where}: the run cannot write {entry.target!r}, whose words its vocabulary does not hold; give"
                    " words that it holds, or leave the term out"
                )

    def of(self, source: object, prefix: str = "", complete: bool = False) -> Demand | None:
        """What is demanded of the translation of `source`, which begins with `prefix` and, if `complete`, ends there.

        None for nothing. A term that stands in `prefix` is met there.
        """
        terms = self.finder.find(source) if isinstance(source, str) else []
        if not terms and not prefix.strip():
            return None
        phrases: list[Phrase] = []
        flags: tuple[str, ...] = ()
        rest = self.prepare_target.normalized(prefix)
        terms = [self.as_written(term) if term.kept else term for term in terms]
        for term in terms:
            form = self.prepare_target.normalized(term.target)
            begin = rest.find(form) if term.kept else standing(rest, form)
            if begin >= 0:
                rest = rest[:begin] + rest[begin + len(form) :]
                continue
            written = term.written if term.kept else term.target
            phrase = None if complete or not written else self.phrase(written)
            if phrase is not None:
                phrases.append(phrase)
            elif not complete:
                flags = ("unkept",)
        beginning = self.beginning(prefix, complete) if prefix.strip() else None
        constraints = Constraints(tuple(phrases), beginning) if phrases or beginning is not None else None
        return Demand(tuple(terms), constraints, prefix.strip(), flags)

    def as_written(self, term: Term) -> Term:
        """What is kept with the form in which the model writes it: the target's, or else the one in which it reads it."""
        forms = (prepare(term.target) for prepare in (self.prepare_target, self.finder.prepare.of_text))
        written = (" ".join(form.split()) for form in forms)
        return term._replace(written=next(filter(self.phrase, written), ""))

    def beginnings(self, prefix: str, count: int) -> list[tuple[str, bool]]:
        """`prefix` shared out over the `count` sentences of a line: all but the last that it reaches are whole."""
        spans = sentences(prefix, self.language) if count > 1 else []
        if len(spans) < 2:
            return [(prefix, False), *[("", False)] * (count - 1)]
        spans = [*spans[: count - 1], (spans[count - 1][0], len(prefix))] if len(spans) >= count else spans
        last = len(spans) - 1
        shared = [(prefix[begin : end if n < last else None], n < last) for n, (begin, end) in enumerate(spans)]
        return [*shared, *[("", False)] * (count - len(shared))]

    def spelled(self, text: str) -> Phrase | None:
        """The ways to write `text`; None where the vocabulary does not hold it."""
        initial = tuple(self.target.encode([text])[0])
        if UNK in initial or not initial:
            return None
        glued, vocabulary = self.glued(text, initial), self.vocabulary
        closed = vocabulary.continuing if kind_of(text[-1]) in ("word", "mark") else frozenset[int]()
        if glued is None:
            spellings = [Spelling(initial)]
        elif self.language in UNSPACED:
            spellings = [Spelling(initial, frozenset([BOS])), Spelling(glued, vocabulary.every - {BOS})]
            closed = frozenset()
        else:
            after = vocabulary.opening | vocabulary.spaces
            spellings = [Spelling(initial, vocabulary.every - vocabulary.spaces), Spelling(glued, after)]
        return Phrase(tuple(spellings), closed)

    def glued(self, text: str, initial: tuple[int, ...]) -> tuple[int, ...] | None:
        """The pieces of `text` where no space stands before it; None where it is never cut so."""
        if self.names[initial[0]] == SPACE:
            return initial[1:]
        for mark in MARKS:
            ids = self.target.encode([mark + text])[0]
            for count in (1, 2):
                if "".join(self.names[one] for one in ids[:count]) == SPACE + mark and UNK not in ids:
                    return tuple(ids[count:])
        return None

    def beginning(self, prefix: str, complete: bool) -> Beginning:
        """The ways to begin with `prefix`; its last word may be the beginning of one. Raises `UserError`."""
        ids = self.target.encode([self.prepare_target(prefix)])[0]
        if UNK in ids:
            raise UserError(
                f"the run cannot write {prefix.strip()!r}, as its vocabulary does not hold all of its words; give words that"
                " it holds"
            )
        nodes: list[dict[int, int]] = [{token: number} for number, token in enumerate(ids, 1)]
        if complete:
            return Beginning((*nodes, {EOS: FREE}))
        nodes[-1] = {ids[-1]: FREE}
        if prefix[-1:].isspace():
            return Beginning(tuple(nodes), self.vocabulary.unspaced)
        pieces = [self.names[token] for token in ids]
        first = max((number for number, piece in enumerate(pieces) if piece.startswith(SPACE)), default=0)
        if kind_of(prefix[-1]) != "sign" and not any(map(BYTE.fullmatch, pieces[first:])):
            for number in range(first, len(ids)):
                for token in self.vocabulary.beginning_with("".join(pieces[number:])):
                    nodes[number].setdefault(token, FREE)
        return Beginning(tuple(nodes))


class Vocabulary:
    """The pieces of the target by what may stand beside them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        numbers = range(UNK + 1, len(names))
        texts = {number: names[number] for number in numbers if not BYTE.fullmatch(names[number])}
        bytes_ = frozenset(numbers) - texts.keys()
        self.every = frozenset(range(len(names)))
        self.spaces = frozenset(number for number, name in texts.items() if name.endswith(SPACE))
        self.unspaced = bytes_ | {number for number, name in texts.items() if not name.startswith(SPACE)}
        """Those that go on where no space is."""
        spaced = any(name.startswith(SPACE) for name in texts.values())
        words = ("word", "mark") if spaced else ()  # of tokenizer.kind=pattern no pieces are parts of words
        self.continuing = frozenset(
            number
            for number in numbers
            if number not in texts or (texts[number][0] != SPACE and kind_of(texts[number][0]) in words)
        )
        """Those that would make a longer word of the one before them."""
        self.opening = frozenset(number for number, name in texts.items() if opens(name[-1]))
        """Those that end in a sign after which a word stands without a space."""
        self.sorted = sorted((name, number) for number, name in texts.items())

    def beginning_with(self, text: str) -> list[int]:
        """The pieces that begin with `text`."""
        first, last = bisect_left(self.sorted, (text, 0)), bisect_left(self.sorted, (text + LAST, 0))
        return [number for _, number in self.sorted[first:last]]


@lru_cache(8)
def vocabulary_of(target: Codec) -> Vocabulary:
    """The pieces of a codec."""
    return Vocabulary(target.pieces_of(range(target.size)))


def opens(character: str) -> bool:
    """Whether a word stands right after such a sign: a bracket, a quotation mark, a hyphen, a currency."""
    return character in OPENING or unicodedata.category(character) in ("Ps", "Pi", "Pd", "Sc")


def replace_target(entry: Entry, target: str) -> Entry:
    """`entry` with another target. Raises `UserError` where nothing is left of it."""
    if not target:
        raise UserError(f"{entry.where}: nothing of {entry.target!r} is seen; give a target")
    return entry._replace(target=target)


def numbered_from(first: int | Iterable[int], lines: Iterable[Value]) -> Iterator[tuple[int, Value]]:
    """Each line with the number by which it draws: counted from `first`, or the next of the numbers that it gives."""
    return enumerate(lines, first) if isinstance(first, int) else zip(first, lines, strict=True)


def demanded(sources: Sequence[Any], prefix: str, demands: Demands | None, where: str) -> list[Demand | None]:
    """What is demanded of the translation of each sentence of a line that is to begin with `prefix`.

    Raises `UserError`, which says `where` it stands, for a beginning that cannot be written.
    """
    if demands is None:
        return [None] * len(sources)
    shares = demands.beginnings(prefix, len(sources))
    try:
        return [demands.of(source, *share) for source, share in zip(sources, shares, strict=True)]
    except UserError as error:
        raise UserError(f"{where}: {error}") from None


def restored(text: str, demand: Demand | None) -> str:
    """`text`, as the model writes it, with what is kept in the user's own characters."""
    spans: list[tuple[int, int, str]] = []
    for term in () if demand is None else demand.terms:
        if not term.written:
            continue
        word = rf"(?<!\w){re.escape(term.written)}(?!\w)"
        places = (found.span() for pattern in (word, re.escape(term.written)) for found in re.finditer(pattern, text))
        free = (span for span in places if all(span[1] <= begin or end <= span[0] for begin, end, _ in spans))
        if (span := next(free, None)) is not None:
            spans.append((*span, term.target))
    for begin, end, own in sorted(spans, reverse=True):
        text = text[:begin] + own + text[end:]
    return text


def constraints_of(demand: Demand | None) -> Constraints | None:
    """What a search knows of it."""
    return None if demand is None else demand.constraints


def demands_of(model: Any, settings: Settings, given: Mapping[str, Any]) -> Demands | None:
    """What `model`, a `LineTranslator`, takes for what is `given` as ``glossary``, ``keep`` and ``prefixes``; None for nothing.

    Raises `UserError` for what cannot be read or written, or has no effect.
    """
    named = [
        (keyword, value)
        for keyword, value in given.items()
        if value is not None and not (isinstance(value, tuple | list | dict) and not value)
    ]
    for keyword, value in named:
        if keyword != "prefixes" and not model.source.divisible:
            remedy = "has no effect where the source is no running text; leave it out"
            raise SettingError(keyword, value if isinstance(value, str) else "…", remedy)
        check_replaced(settings, keyword, value if isinstance(value, str) else "…")
    if not named:
        return None
    if model.config.model.copy:
        keyword, value = named[0]
        remedy = "does not go with a model that copies (model.copy); leave it out, or train without"
        raise SettingError(keyword, value if isinstance(value, str) else "…", remedy)
    entries = () if given["glossary"] is None else entries_of(given["glossary"])
    prepare, data = (model.prepare, model.prepare_target), model.config.data
    return Demands(model.target, prepare, data.target, entries, patterns_of(given["keep"] or ()), data.source)
