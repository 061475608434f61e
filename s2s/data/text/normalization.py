"""Text that is canonically equal, or looks alike, as one text: what `tokenizer.normalize` does before anything else reads it.

``nfc`` is Unicode's Normalization Form C (UAX #15): text that is canonically equal becomes equal, as é of one code point
and of two; for Indic letters with a nukta it is the decomposed form, as the standard has it. ``plain`` does this too and
changes what a source holds that is not seen, or is seen as something else; targets get NFC alone, so that no character of
theirs is lost:

- spaces of every width, no-break ones too, and blank fillers become spaces;
- fullwidth, halfwidth and mathematical letters and signs, ligatures of Latin and Armenian letters, and Arabic letters of
  one position become the ordinary ones; hyphens and no-break hyphens become ``-``;
- zero-width spaces (of Thai, Lao, Khmer and Burmese too, where some writers part words by them), byte order marks, soft hyphens, directional marks, other default-ignorable characters (UAX #44) and
  control characters are dropped;
- zero-width joiners and non-joiners are kept where the script gives them a meaning: inside of Arabic, Syriac, N'Ko and
  Mongolian words, in Indic scripts, and in sequences of emoji; so are variation selectors after symbols and in Mongolian.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from s2s.config.tokenizers import Normalize

SPACES = "\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u0085\x0b\x0c\x1c-\x1f\u3164\uffa0\u2800"
"""What is seen as a space, or ends a line for some programs only; line ends and tabs are left to those who read lines."""
FORMS = "\u0f0c\u2010\u2011\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdf9\ufdfb\ufe70-\ufefc\uff01-\uff9f\uffa1-\uffe2\uffe4-\uffee"
STYLED = "\U0001d400-\U0001d7ff"
"""Mathematical letters and digits."""
IGNORED = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0d\ufeff\ufff9-\ufffb\U000e0001\U000e0100-\U000e01ef"
)
JOINERS = "\u200c\u200d"
SELECTORS = "\ufe0e\ufe0f"
MONGOLIAN_SELECTORS = "\u180b-\u180f"
TAGS = "\U000e0020-\U000e007f"
"""What spells the code of a region after a black flag, and is seen nowhere else."""
CURSIVE = (
    "\u0600-\u06ff\u0700-\u074f\u0750-\u077f\u07c0-\u07fa\u0840-\u085f\u0860-\u08ff\u1800-\u18af\ua840-\ua87f"
    "\U00010ac0-\U00010aff\U00010d00-\U00010d3f\U0001e900-\U0001e95f"
)
"""Scripts whose letters join: Arabic, Syriac, N'Ko, Mandaic, Mongolian, Phags-pa, Manichaean, Hanifi Rohingya, Adlam."""
INDIC = (
    "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ua8e0-\ua8ff\ua980-\ua9df\uaa60-\uaa7f\uabc0-\uabff\U00011000-\U00011fff"
)
"""Scripts with conjuncts, from Devanagari to Sinhala, and their relatives."""
ALWAYS = re.compile(f"[{SPACES}{FORMS}{STYLED}{IGNORED}]")
"""What another character stands for, or none, whatever its neighbours."""
SOMETIMES = re.compile(f"\U0001f3f4[{TAGS}]+|[{JOINERS}{SELECTORS}{MONGOLIAN_SELECTORS}{TAGS}]")
"""What has a meaning between some neighbours; a flag with its tags as a whole."""
ANY = re.compile(f"[{SPACES}{FORMS}{STYLED}{IGNORED}{JOINERS}{SELECTORS}{MONGOLIAN_SELECTORS}{TAGS}]")
"""What either of them begins to match, but for the flag: most text has none."""
KEYCAP = "\u20e3"
SIGNS = "‼⁉〰"
"""Punctuation that has a form as an emoji."""
INVISIBLE = re.compile(f"[{IGNORED}{SPACES}{JOINERS}{SELECTORS}{MONGOLIAN_SELECTORS}{TAGS}\\s]+")
HANGUL_PARTS = re.compile("[\u1160-\u11ff]")


@dataclass(frozen=True)
class Normalized:
    """A text in its normal form, and where each character of that came from."""

    text: str
    edges: tuple[int, ...]
    """Where in the original each of the N characters of `text` begins, and the end of the last: N + 1, ascending."""

    def original(self, begin: int, end: int) -> tuple[int, int]:
        """The characters of the original that became those from `begin` to `end`."""
        return self.edges[begin], self.edges[end]


def normalized(text: str, form: Normalize) -> str:
    """`text` in a normal form; its line ends and tabs stay."""
    if form is Normalize.none or (text.isascii() and text.isprintable()):
        return text
    text = unicodedata.normalize("NFC", text)
    while form is Normalize.plain and ANY.search(text):
        after = SOMETIMES.sub(meant, unicodedata.normalize("NFC", ALWAYS.sub(plain_form, text)))
        if after == text:
            break
        text = unicodedata.normalize("NFC", after)
    return text


def aligned(text: str, form: Normalize) -> Normalized:
    """`normalized`, and from where in `text` each of its characters came."""
    whole = normalized(text, form)
    if whole == text:
        return Normalized(text, tuple(range(len(text) + 1)))
    reached, first = compose(text, range(len(text)))
    while form is Normalize.plain and reached != whole:
        before = reached
        reached, first = compose(*replaced(ALWAYS, plain_form, reached, first))
        reached, first = compose(*replaced(SOMETIMES, meant, reached, first))
        if reached == before:
            break
    if reached != whole:  # `compose` has not taken for one what is one: as far along
        first = [len(text) * index // max(1, len(whole)) for index in range(len(whole))]
    return Normalized(whole, (*first, len(text)))


def invisible(text: str) -> bool:
    """Whether nothing of `text` is seen."""
    return not text or INVISIBLE.fullmatch(text) is not None


def equal_text(text: str) -> str:
    """`text` as what is canonically equal to it is written too, for comparisons."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def plain_form(match: re.Match[str]) -> str:
    """What stands for a character that `ALWAYS` matches."""
    return plain_forms().get(match[0], "")


def meant(match: re.Match[str]) -> str:
    """What `SOMETIMES` matches, where it has a meaning."""
    text, begin, end = match.string, match.start(), match.end()
    if len(match[0]) > 1:
        return match[0]
    return match[0] if kept(match[0], text[begin - 1 : begin] if begin else "", text[end : end + 1]) else ""


def replaced(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str, first: Sequence[int]
) -> tuple[str, list[int]]:
    """``pattern.sub(replace, text)``, and for each of its characters the entry of `first` for what it comes from."""
    written: list[str] = []
    indices: list[int] = []
    position = 0
    for match in pattern.finditer(text):
        form = replace(match)
        written += [text[position : match.start()], form]
        indices += first[position : match.start()]
        same = form == match[0]
        indices += [first[match.start() + (number if same else 0)] for number in range(len(form))]
        position = match.end()
    return "".join([*written, text[position:]]), [*indices, *first[position:]]


def kept(character: str, before: str, after: str) -> bool:
    """Whether a joiner or a selector between two characters has a meaning there."""
    if character in SELECTORS:
        return after == KEYCAP or before in SIGNS or category(before).startswith("S")
    if within(MONGOLIAN_SELECTORS, character):
        return within("\u1800-\u18af", before)
    if character not in JOINERS:
        return False
    if within(INDIC, before):
        return within(INDIC, after) or virama(before)
    if character == "\u200d":
        if after and category(after) == "So":
            return before in SELECTORS or category(before) in ("So", "Sk")
        return within(CURSIVE, before) or within(CURSIVE, after)
    return within(CURSIVE, before) and within(CURSIVE, after)


def category(character: str) -> str:
    """The general category of a character; none of none."""
    return unicodedata.category(character) if character else ""


def virama(character: str) -> bool:
    """Whether it takes the vowel from the letter before it."""
    return unicodedata.combining(character) == 9


def within(characters: str, character: str) -> bool:
    """Whether `character` is one of `characters`, the inside of a pair of brackets in a regular expression."""
    return bool(character) and re.match(f"[{characters}]", character) is not None


@cache
def plain_forms() -> dict[str, str]:
    """What stands for a space, and the compatibility forms of ordinary characters, with these."""
    spaces = [chr(code) for code in range(0x3165) if within(SPACES, chr(code))]
    mapping = dict.fromkeys([*spaces, "\uffa0"], " ") | {"\u2010": "-", "\u2011": "-"}
    for first, last in ((0xF0C, 0xF0C), (0xFB00, 0xFDFB), (0xFE70, 0xFEFC), (0xFF01, 0xFFEE), (0x1D400, 0x1D7FF)):
        for character in map(chr, range(first, last + 1)):
            if within(FORMS + STYLED, character) and character not in mapping:
                mapping[character] = unicodedata.normalize("NFKC", character)
    return mapping


def compose(text: str, first: Sequence[int]) -> tuple[str, list[int]]:
    """NFC of `text`, and for each of its characters the entry of `first` for what it comes from."""
    written: list[str] = []
    indices: list[int] = []
    begin = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and joins(text[end]):
            continue
        group = text[begin:end]
        composed = unicodedata.normalize("NFC", group)
        written.append(composed)
        indices += [first[begin + (number if composed == group else 0)] for number in range(len(composed))]
        begin = end
    return "".join(written), indices


def joins(character: str) -> bool:
    """Whether NFC may put it together with the character before it, or change their order."""
    return not character.isascii() and (
        unicodedata.category(character)[0] == "M" or HANGUL_PARTS.match(character) is not None
    )
