"""What sentencepiece learns its pieces from, and how many it learns: choices taken from the text.

Every kind but ``word`` also gets the 256 bytes as pieces, so that no character is ever lost: one that the vocabulary
does not hold is spelled by its bytes. A word that a ``word`` vocabulary does not hold is unknown.
"""

from __future__ import annotations

import io
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import sentencepiece

from s2s.data.text.ids import BOS, EOS, PAD, SPACE, UNK, UNKNOWN
from s2s.data.text.lines import whole
from s2s.data.text.scripts import spaceless_script
from s2s.errors import UserError

KINDS = ("bpe", "unigram", "word", "char")
SAMPLE = 1_000_000  # at most so many chunks of text are read; more changes no piece that matters
HEAD = 1_000  # lines from which the script of the text is recognised
CHUNK = 1_000  # characters; sentencepiece drops long lines (from 4,192 bytes) and aborts on words of 65,536 characters
SMALL_ALPHABET = 1_000  # distinct characters; alphabetic scripts stay below, Chinese, Japanese and Korean do not
LOWEST_COVERAGE = 0.98  # sentencepiece takes none below
SMALLEST, LARGEST = 1_000, 32_000  # pieces, when the text decides
# Sums over threads depend on their number, so that it must not follow the machine.
THREADS = 8

# sentencepiece writes a space as U+2581, and would give back a U+2581 of the text as a space: it is escaped by two
# code points that Unicode sets aside for use inside of programs.
ESCAPE, ESCAPED_ESCAPE, ESCAPED_SPACE = "\ufdd0", "\ufdd0\ufdd1", "\ufdd0\ufdd2"
# Reserved by sentencepiece's trainer, which leaves out a line that holds U+2585.
RESERVED = str.maketrans({"\0": " ", "\t": " ", "\n": " ", "\r": " ", "\u2585": " "})


def learn(
    lines: Iterable[str], *, kind: str, size: int | None, coverage: float | None, tags: Sequence[str] = ()
) -> bytes:
    """Learn a sentencepiece model from `lines`.

    Each of `tags` is a piece that no text is cut into, as sentencepiece's control symbols are.

    The same lines give the same bytes, on any machine. The model is smaller than the size asked when the text has no
    more pieces to give. `size` and `coverage` are chosen when they are None:

    - coverage: every character when the text has at most 1,000 different ones, else the commonest that make up
      99.95 % of it; fewer, down to 98 %, when they would fill more than half of `size`.
    - size of bpe and unigram: four times the square root of the number of characters, rounded to hundreds, between 1,000
      and 32,000 and at least twice the alphabet; char: the alphabet; word: what occurs at least twice, at most 32,000.

    Raises `UserError` when the text is blank or when `size` or `coverage` is impossible.
    """
    if kind not in KINDS:
        raise UserError(f"tokenizer.kind={kind}: no such kind; use one of {', '.join(KINDS)}")
    if kind == "word":
        lines = with_spaces(lines)
    texts = sample(chunk for line in lines for chunk in chunks(clean(line).translate(RESERVED)))
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    characters = counts.total()
    del counts[" "]
    if not counts:
        raise UserError("tokenizer: there is no text to learn from, every line is blank; check data.train")
    reserved = (4 if kind == "word" else 4 + 256) + len(tags)
    if size is not None and size <= reserved:
        reserved_names = "special pieces" if kind == "word" else "special pieces and bytes"
        raise UserError(
            f"tokenizer.size={size}: too small, {reserved} {reserved_names} come first; raise it or leave it out"
        )
    coverage = choose_coverage(counts, kind, coverage, None if size is None else size - reserved)
    vocabulary_size = size or choose_size(texts, characters, kind, alphabet_size(counts, coverage), reserved)
    return fit(texts, kind, vocabulary_size, coverage, tags)


def with_spaces(lines: Iterable[str]) -> Iterator[str]:
    """The same `lines`. Raises `UserError` where the first of them have no spaces between words, so that all are unknown."""
    coming = iter(lines)
    first = list(islice(coming, HEAD))
    if spaceless_script(first):
        raise UserError(
            "tokenizer.kind=word: the text has no spaces between its words, so that hardly any would be known; use"
            " tokenizer.kind=unigram, or put spaces between the words"
        )
    yield from first
    yield from coming


def clean(text: str) -> str:
    """`text` as sentencepiece takes it: half a surrogate pair, which no file can hold, becomes U+FFFD."""
    if SPACE in text or ESCAPE in text:
        text = text.replace(ESCAPE, ESCAPED_ESCAPE).replace(SPACE, ESCAPED_SPACE)
    return whole(text)


def unclean(text: str) -> str:
    """The opposite of `clean`, for what sentencepiece gives back."""
    if ESCAPE in text:
        text = text.replace(ESCAPED_SPACE, SPACE).replace(ESCAPED_ESCAPE, ESCAPE)
    return text


def chunks(text: str) -> Iterator[str]:
    """Cut `text` into parts of at most `CHUNK` characters, at spaces where there are any."""
    start = 0
    while len(text) - start > CHUNK:
        space = text.rfind(" ", start + 1, start + CHUNK)
        end = space if space > 0 else start + CHUNK
        yield text[start:end]
        start = end
    yield text[start:]


def sample(texts: Iterable[str]) -> list[str]:
    """At most `SAMPLE` of `texts`, each as likely as any other, always the same ones, in one pass.

    Vitter's reservoir with the skips of Li (1994, doi:10.1145/198429.198435, algorithm L).
    """
    stream = iter(texts)
    reservoir = list(islice(stream, SAMPLE))
    generator = random.Random(0)
    weight = 1.0
    while True:
        weight *= math.exp(math.log(1.0 - generator.random()) / SAMPLE)
        skip = int(math.log(1.0 - generator.random()) / math.log1p(-weight))
        following = next(islice(stream, skip, None), None)
        if following is None:
            return reservoir
        reservoir[generator.randrange(SAMPLE)] = following


def choose_coverage(counts: Counter[str], kind: str, coverage: float | None, room: int | None) -> float:
    """The share of the text whose characters become pieces; `room` is the number of pieces that may be learnt."""
    if coverage is not None:
        if kind == "word":
            raise UserError(f"tokenizer.coverage={coverage}: has no effect with tokenizer.kind=word; leave it out")
        if not LOWEST_COVERAGE <= coverage <= 1.0:
            raise UserError(f"tokenizer.coverage={coverage}: must be between {LOWEST_COVERAGE} and 1.0")
        return coverage
    if kind == "word":
        return 1.0
    chosen = 1.0 if len(counts) <= SMALL_ALPHABET else 0.9995
    if kind == "char" or room is None or alphabet_size(counts, chosen) <= room // 2:
        return chosen
    fits = sum(count for _, count in counts.most_common(room // 2)) / counts.total()
    return max(LOWEST_COVERAGE, fits)


def alphabet_size(counts: Counter[str], coverage: float) -> int:
    """How many of the commonest characters make up the share `coverage` of the text."""
    total, covered = counts.total(), 0
    for number, (_, count) in enumerate(counts.most_common()):
        if covered >= coverage * total:
            return number
        covered += count
    return len(counts)


def choose_size(texts: list[str], characters: int, kind: str, alphabet: int, reserved: int) -> int:
    """The number of pieces that suits the text, as `learn` states it."""
    if kind == "char":
        return reserved + alphabet + 1  # the space
    if kind == "word":
        words = Counter(word for text in texts for word in text.split(" ") if word)
        return reserved + min(LARGEST, sum(count > 1 for count in words.values()) or len(words))
    by_length = 100 * round(4 * math.sqrt(characters) / 100)  # benchmarks/README.md: 8,000 for 29,000 captions
    return max(SMALLEST, min(LARGEST, by_length), reserved + 2 * alphabet)


def fit(texts: list[str], kind: str, size: int, coverage: float, tags: Sequence[str]) -> bytes:
    """Have sentencepiece learn a model of at most `size` pieces."""
    model = io.BytesIO()
    # It marks a model that keeps each of several unknown words in a row, see Tokenizer.word_by_word.
    more: dict[str, Any] = {"unk_surface": UNKNOWN} if kind == "word" else {}
    if tags:
        more["control_symbols"] = list(tags)
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_writer=model,
            model_type=kind,
            vocab_size=size,
            hard_vocab_limit=False,
            character_coverage=coverage,
            byte_fallback=kind != "word",
            normalization_rule_name="identity",
            max_sentence_length=16 * CHUNK,
            num_threads=THREADS,
            pad_id=PAD,
            bos_id=BOS,
            eos_id=EOS,
            unk_id=UNK,
            minloglevel=3,
            **more,
        )
    except RuntimeError as error:
        needed = re.search(r"smaller than required_chars\. \d+ vs (\d+)", str(error))
        if needed:
            remedy = f"its characters alone need {needed[1]}; raise it, lower tokenizer.coverage, or leave both out"
            raise UserError(f"tokenizer.size={size}: too small for this text, {remedy}") from None
        message = " ".join(str(error).split())
        raise UserError(f"tokenizer: sentencepiece cannot learn from this text ({message}); check data.train") from None
    return model.getvalue()
