"""The first row of a table: does it name the columns, or is it an example?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from s2s.data.text.lines import MARK

LANGUAGES = {
    "ar": "Arabic العربية ara", "bg": "Bulgarian български bul", "bn": "Bengali Bangla বাংলা ben",
    "ca": "Catalan català cat", "cs": "Czech čeština ces cze", "cy": "Welsh Cymraeg cym", "da": "Danish dansk dan",
    "de": "German Deutsch deu ger", "el": "Greek ελληνικά ell gre", "en": "English eng", "eo": "Esperanto epo",
    "es": "Spanish español spa", "et": "Estonian eesti est", "eu": "Basque euskara eus",
    "fa": "Persian Farsi فارسی fas per", "fi": "Finnish suomi fin", "fr": "French français fra fre",
    "ga": "Irish Gaeilge gle", "gl": "Galician galego glg", "gu": "Gujarati ગુજરાતી guj", "he": "Hebrew עברית heb",
    "hi": "Hindi हिन्दी hin", "hr": "Croatian hrvatski hrv", "hu": "Hungarian magyar hun",
    "hy": "Armenian հայերեն hye", "id": "Indonesian Indonesia ind", "is": "Icelandic íslenska isl",
    "it": "Italian italiano ita", "ja": "Japanese 日本語 jpn", "ka": "Georgian ქართული kat", "kk": "Kazakh kaz",
    "km": "Khmer khm", "ko": "Korean 한국어 kor", "la": "Latin latina lat", "lo": "Lao lao",
    "lt": "Lithuanian lietuvių lit", "lv": "Latvian latviešu lav", "mk": "Macedonian mkd", "ml": "Malayalam mal",
    "mr": "Marathi मराठी mar", "ms": "Malay msa", "mt": "Maltese malti mlt", "my": "Burmese mya",
    "ne": "Nepali नेपाली nep", "nl": "Dutch Nederlands nld dut", "no": "Norwegian norsk nor nob",
    "pa": "Punjabi ਪੰਜਾਬੀ pan", "pl": "Polish polski pol", "pt": "Portuguese português por",
    "ro": "Romanian română ron", "ru": "Russian русский rus", "sk": "Slovak slovenčina slk",
    "sl": "Slovenian slovenščina slv", "sq": "Albanian shqip sqi", "sr": "Serbian српски srp",
    "sv": "Swedish svenska swe", "sw": "Swahili Kiswahili swa", "ta": "Tamil தமிழ் tam", "te": "Telugu తెలుగు tel",
    "th": "Thai ไทย tha", "tr": "Turkish Türkçe tur", "uk": "Ukrainian українська ukr", "ur": "Urdu اردو urd",
    "uz": "Uzbek uzb", "vi": "Vietnamese vie", "zh": "Chinese Mandarin 中文 zho cmn chi",
}  # fmt: skip
"""Codes of ISO 639-1, and what else stands for the languages in the heads of columns: names, codes of ISO 639-2 and 639-3."""
CODES = {name.casefold(): code for code, names in LANGUAGES.items() for name in names.split()}
SOURCES, TARGETS = ("source", "src", "source_text", "input"), ("target", "tgt", "trg", "target_text", "output")
TEXTS = ("text", "sentence", "review", "words", "tokens", "content", "title", "comment", "question")
LABELS = ("label", "labels", "class", "category", "tag", "tags", "stars", "rating", "score", "sentiment", "answer")
OTHERS = ("id", "translation", "original", "reference", "sentence1", "sentence2", "premise", "hypothesis", "language")
ALSO_TEXTS = (
    *TEXTS,
    "tweet",
    "message",
    "comment_text",
    "body",
    "review_text",
    "utterance",
    "phrase",
    "excerpt",
    "headline",
    "post",
)
ALSO_LABELS = (
    *LABELS,
    "target",
    "polarity",
    "emotion",
    "topic",
    "intent",
    "is_spam",
    "class_label",
    "review_sentiment",
)
TITLES = ("title", "headline")
INDICES = ("", "id", "idx", "index", "unnamed: 0", "row_id", "textid", "text_id", "number", "no.", "#")
"""What people call a text and its label where there is nothing else, what stands above a text, and a column that only counts."""
SHORT = re.compile(r"[a-z]{2,3}(?![^_-])")
"""How a code of ISO 639 begins."""
LABELLED = 5
"""How many times as many different texts as labels say that the label is the second column, where no header does."""


def plain(cell: str) -> str:
    """A cell of a first row in the form in which names are compared: no mark, no quotes, no capitals."""
    return cell.strip().lstrip(MARK).strip("\"'").casefold()


def joined(cell: str) -> str:
    """`plain`, where low lines join the words of a name: Review Text is review_text."""
    name = plain(cell)
    return name if name in INDICES else re.sub(r"[\s_-]+", "_", name)


def language_of(cell: str) -> str:
    """The code of the language that a cell names, by its code (de, de-DE, deu_Latn) or its name; empty for none."""
    name = plain(cell)
    code = name.replace("_", "-").partition("-")[0]
    return code if code in LANGUAGES else CODES.get(code) or CODES.get(name, "")


def is_code(cell: str, language: str) -> bool:
    """Whether a cell is the code `language`, in any case, with hyphens or low lines."""
    return plain(cell).replace("_", "-") == language.casefold().replace("_", "-")


@lru_cache(10_000)
def is_language(cell: str, language: str) -> bool:
    """Whether a cell names the language with the code `language`, which may be any: not that of another region or script."""
    if is_code(cell, language):
        return True
    theirs = subtags(cell)
    if any(theirs.get(kind, own) != own for kind, own in subtags(language).items()):
        return False
    if known := language_of(cell):
        return known == language_of(language)
    if not SHORT.match(plain(cell)):
        return False
    from s2s.data.text import codes  # knows the codes of all languages, and takes a while to load

    return codes.language_of(plain(cell)) == codes.language_of(language)


def subtags(code: str) -> dict[str, str]:
    """The script and the region in a code, such as pt_BR or por_Latn."""
    return {"script" if len(part) == 4 else "region": part for part in re.split("[_-]", plain(code))[1:]}


def of_language(names: Sequence[str], language: str) -> list[int]:
    """Which of some columns are called by a language; beside its very code none of a region or script that this does not say."""
    found = [index for index, name in enumerate(names) if is_language(name, language)]
    if any(is_code(names[index], language) for index in found):
        found = [index for index in found if subtags(names[index]) == subtags(language)]
    return found


def is_name(cell: str, *languages: str) -> bool:
    """Whether a cell names a column: by one of `languages` or any other language, or by what it is."""
    known = plain(cell) in (*SOURCES, *TARGETS, *TEXTS, *LABELS, *OTHERS)
    return known or language_of(cell) != "" or any(is_language(cell, language) for language in languages)


def is_labelling(cell: str) -> bool:
    """Whether a cell names a column of texts or of labels."""
    return is_name(cell) or joined(cell) in (*ALSO_TEXTS, *ALSO_LABELS)


def named_columns(header: Sequence[str], source: str, target: str) -> tuple[int, int] | None:
    """The columns that a header names as source and target, by their languages or by these words."""
    by_language = [of_language(header, language) for language in (source, target)]
    by_word = [[index for index, cell in enumerate(header) if plain(cell) in words] for words in (SOURCES, TARGETS)]
    for candidates in (by_language, by_word):
        if all(len(indices) == 1 for indices in candidates):
            return candidates[0][0], candidates[1][0]
    return None


def text_and_label(header: Sequence[str]) -> tuple[int, int] | None:
    """The columns that a header names as a text and its label, by the names that people use; None where that is not clear.

    Beside a label the only other column is the text, but for one that counts the rows; a title is the text where nothing else is.
    """
    names = list(map(joined, header))
    chosen: list[int] = []
    for exact, others in (("label", ALSO_LABELS), ("text", ALSO_TEXTS)):
        candidates = [at for at, name in enumerate(names) if name == exact]
        candidates = candidates or [at for at, name in enumerate(names) if name in others and at not in chosen]
        candidates = [at for at in candidates if names[at] not in TITLES] or candidates
        if not candidates and chosen:
            candidates = [at for at, name in enumerate(names) if name not in INDICES and at not in chosen]
        if len(candidates) != 1:
            return None
        chosen += candidates
    return chosen[1], chosen[0]


def column_index(column: str, header: Sequence[str]) -> int | None:
    """Where the column that the user calls `column` is in a first row that names them; as typed, else in any case."""
    for spelling, names in ((column, list(header)), (plain(column), [plain(cell) for cell in header])):
        if spelling in names:
            return names.index(spelling)
    return None


def is_doubtful(cells: Sequence[str], rest: Sequence[Sequence[str]], *languages: str) -> bool:
    """Whether the first row might name the columns: one of two cells does; or a column has numbers below a word.

    A code alone says little, as many are words ("it", "no").
    """
    names = [is_name(cell, *languages) for cell in cells]
    if sum(names) == 1 and len(plain(cells[names.index(True)])) > 3:
        return True
    columns = list(zip(*(row for row in rest if len(row) == len(cells)), strict=True))
    return any(
        not is_number(cell) and len(column) > 1 and all(map(is_number, column))
        for cell, column in zip(cells, columns, strict=bool(columns))
    )


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, as ids and scores do."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def label_first(rows: Sequence[Sequence[str]]) -> bool | None:
    """Whether the first of two columns is the label, as it is meant to be; None if their values do not say.

    A column of labels has fewer different values than one of texts: at most half as many if it is the first, and so few that
    they are a fifth if it is the second.
    """
    first, second = (len({row[column] for row in rows}) for column in (0, 1))
    if 2 * first <= second:
        return True
    return False if LABELLED * second <= first else None
