"""The first row of a table: does it name the columns, or is it an example?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from s2s.config.formats import naming
from s2s.data.text.language_names import NAMES, macrolanguage_of, primary, subtag_of
from s2s.data.text.lines import MARK

LANGUAGES = {
    "ar": "العربية ara", "bg": "български bul", "bn": "Bangla বাংলা ben", "ca": "català cat", "cs": "čeština ces cze",
    "cy": "Cymraeg cym", "da": "dansk dan", "de": "Deutsch deu ger", "el": "ελληνικά ell gre", "en": "eng", "eo": "epo",
    "es": "español spa", "et": "eesti est", "eu": "euskara eus", "fa": "Farsi فارسی fas per", "fi": "suomi fin",
    "fr": "français fra fre", "ga": "Gaeilge gle", "gl": "galego glg", "gu": "ગુજરાતી guj", "he": "עברית heb",
    "hi": "हिन्दी hin", "hr": "hrvatski hrv", "hu": "magyar hun", "hy": "հայերեն hye", "id": "Indonesia ind",
    "is": "íslenska isl", "it": "italiano ita", "ja": "日本語 jpn", "ka": "ქართული kat", "kk": "kaz", "km": "khm",
    "ko": "한국어 kor", "la": "latina lat", "lo": "lao", "lt": "lietuvių lit", "lv": "latviešu lav", "mk": "mkd", "ml": "mal",
    "mr": "मराठी mar", "ms": "msa", "mt": "malti mlt", "my": "mya", "ne": "नेपाली nep", "nl": "Nederlands nld dut",
    "no": "norsk nor", "pa": "ਪੰਜਾਬੀ pan", "pl": "polski pol", "pt": "português por", "ro": "română ron",
    "ru": "русский rus", "sk": "slovenčina slk", "sl": "slovenščina slv", "sq": "shqip sqi", "sr": "српски srp",
    "sv": "svenska swe", "sw": "Kiswahili swa", "ta": "தமிழ் tam", "te": "తెలుగు tel", "th": "ไทย tha", "tr": "Türkçe tur",
    "uk": "українська ukr", "ur": "اردو urd", "uz": "uzb", "vi": "vie", "zh": "Mandarin 中文 zho cmn chi",
}  # fmt: skip
"""Codes of ISO 639-1 that name any column, and what else stands for these languages in the heads of columns, beside their English
names: their own ones, codes of ISO 639-2 and 639-3."""
CODES = {name.casefold(): code for code, names in LANGUAGES.items() for name in names.split()}
CODES |= {name.casefold(): code for code, name in NAMES.items()}
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
NO_SIDES = (*LABELS, *INDICES, "lang", "language", "domain", "split", "url")
"""Names of columns that are no translation of the one beside them."""
SHORT = re.compile(r"[a-z]{2,3}(?![^_-])")
"""How a code of ISO 639 begins."""
TAG = re.compile(r"[a-z]{2,3}([_-]\w{2,8})*|\w+")
"""A code with a script or a region, or a name with more words behind low lines; with hyphens these would be ordinary text."""
SCRIPTS = {"cn": "hans", "sg": "hans", "tw": "hant", "hk": "hant", "mo": "hant"}
"""Of Chinese, by its region."""


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
    code = re.split("[_-]", name)[0] if TAG.fullmatch(name) else name
    return code if code in LANGUAGES else CODES.get(code) or CODES.get(name, "")


def any_language_of(cell: str) -> str:
    """The same for a code of any language, also of one that makes no name of a column by itself."""
    known = language_of(cell)
    if known or not SHORT.match(plain(cell)):
        return known
    return subtag_of(plain(cell))


def named_in(cell: str, *languages: str) -> str:
    """What in a cell names a language, whether one of `languages` or another; empty for none.

    It is the whole cell, as a code (yo) or a name, or its first word where that is a name, as in Yoruba sentence.
    """
    name = plain(cell)
    if language_of(cell) or primary(name) in NAMES or any(is_language(cell, language) for language in languages):
        return name
    word = re.split(r"[\s/_-]", name)[0]
    return word if len(word) > 3 and language_of(word) else ""


def is_code(cell: str, language: str) -> bool:
    """Whether a cell is the code `language`, in any case, with hyphens or low lines."""
    return plain(cell).replace("_", "-") == language.casefold().replace("_", "-")


@lru_cache(10_000)
def is_language(cell: str, language: str) -> bool:
    """Whether a cell names the language with the code `language`, which may be any: not that of another region or script.

    Either may be the macrolanguage of the other, as sw is of swh.
    """
    if is_code(cell, language):
        return True
    theirs = subtags(cell)
    if any(theirs.get(kind, own) != own for kind, own in subtags(language).items()):
        return False
    named = any_language_of(cell)
    wanted = any_language_of(language) if named else ""
    if named == wanted or not wanted or {named, wanted} <= LANGUAGES.keys():
        return named == wanted != ""
    return macrolanguage_of(named) == macrolanguage_of(wanted)


def subtags(code: str) -> dict[str, str]:
    """The script and the region in a code, such as pt_BR or por_Latn; of Chinese a region says the script, too."""
    parts = re.split("[_-]", plain(code))
    tags = {"script" if len(part) == 4 else "region": part for part in parts[1:]}
    script = SCRIPTS.get(tags.get("region", "")) if language_of(parts[0]) == "zh" else None
    return {"script": script, **tags} if script else tags


def of_language(names: Sequence[str], language: str) -> list[int]:
    """Which of some columns are called by a language.

    Beside its very code none is of a region or script that this does not say, and beside its own name none of a macrolanguage.
    """
    found = [index for index, name in enumerate(names) if is_language(name, language)]
    if any(is_code(names[index], language) for index in found):
        found = [index for index in found if subtags(names[index]) == subtags(language)]
    if len(found) > 1:
        found = [i for i in found if any_language_of(names[i]) == any_language_of(language)] or found
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
    for first, second in places_named(header, source, target):
        if len(first) == len(second) == 1:
            return first[0], second[0]
    return None


def places_named(header: Sequence[str], source: str, target: str) -> Iterator[tuple[list[int], list[int]]]:
    """Which columns a header calls source, and which target: by their languages, and by these words."""
    yield of_language(header, source), of_language(header, target)
    by_word = [[index for index, cell in enumerate(header) if plain(cell) in words] for words in (SOURCES, TARGETS)]
    yield by_word[0], by_word[1]


def one_named(header: Sequence[str], source: str, target: str) -> tuple[int, int] | None:
    """The same of two columns of which a header names one alone as source or target: the other one is the other side.

    None where that has the name of something else, such as a label or an id.
    """
    if len(header) == 2:
        for first, second in places_named(header, source, target):
            if len(first) + len(second) == 1 and joined(header[1 - (first or second)[0]]) not in NO_SIDES:
                return (first[0], 1 - first[0]) if first else (1 - second[0], second[0])
    return None


def pairs_header(rows: Sequence[Sequence[str]], source: str, target: str) -> tuple[int, int] | None:
    """Where source and target are, if the first of some `rows` names the columns; None where it is an example.

    Of two columns it does if both cells name one each, whatever they name. Names that come again in most rows, such as the
    languages of each row, name no columns.
    """
    first, *below = rows or [()]
    places = named_columns(first, source, target)
    if places is None and len(first) == 2 and all(is_name(cell, source, target) for cell in first):
        alike = len({any_language_of(cell) or plain(cell) for cell in first}) == 1
        places = None if alike else one_named(first, source, target) or (0, 1)
    again = places and any(
        2 * sum(row[at : at + 1] == first[at : at + 1] for row in below) > len(below) for at in places
    )
    return None if again else places


def with_assumed(
    said: str, names: Sequence[str], places: tuple[int, int], languages: Sequence[str], option: str
) -> str:
    """`said` of columns with these `names`, and how those at `places` were told apart where not both names do, as a note."""
    if named_columns(names, *languages) is not None:
        return said
    named = [(names[at], language) for at, language in zip(places, languages, strict=True)]
    found = [(named_in(name, language), language) for name, language in named]
    foreign = any(name and not is_language(name, language) for name, language in found)
    if foreign or one_named(names, *languages) is not None:
        said += "; " + " and ".join(f"{name!r} is read as {language}" for name, language in named)
    remedy = f"{naming(option, 'source', '…')} {naming(option, 'target', '…')}"
    return f"warning: {said}; if their languages are others, say which with {remedy}" if foreign else said


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
    """Whether the first row might name the columns: two cells name `languages`, or one of two names its column; or a column has
    numbers below a word.

    A code alone says little, as many are words ("it", "no").
    """
    if languages and name_languages(cells, *languages):
        return True
    names = [is_name(cell, *languages) for cell in cells]
    if sum(names) == 1 and len(plain(cells[names.index(True)])) > 3:
        return True
    columns = list(zip(*(row for row in rest if len(row) == len(cells)), strict=True))
    return any(
        not is_number(cell) and len(column) > 1 and all(map(is_number, column))
        for cell, column in zip(cells, columns, strict=bool(columns))
    )


def is_crossed(cells: Sequence[str], source: str, target: str) -> bool:
    """Whether the name of one language stands where the text of the other would be; a code alone is too short to say so."""
    both = name_languages(cells, source, target)
    names = [named_in(cell, source, target) if both else plain(cell) for cell in cells]
    return any(
        (both or (len(name) > 3 and language_of(name))) and is_language(name, other)
        for name, other in zip(names, (target, source), strict=True)
    )


def name_languages(cells: Sequence[str], source: str, target: str) -> bool:
    """Whether two cells name two languages, of which `source` or `target` is one."""
    names = [named_in(cell, source, target) for cell in cells]
    ours = any(is_language(name, language) for name in names for language in (source, target))
    return ours and all(names) and any_language_of(names[0]) != any_language_of(names[1])


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, as ids and scores do."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
