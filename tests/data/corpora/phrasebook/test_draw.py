"""The built-in corpus: sentences checked by hand, its grammar, and its splits."""

import itertools

import pytest

from s2s.config.schema import LANGUAGES
from s2s.data.corpora.phrasebook.draw import REALISE, SPLITS, meanings, pairs
from s2s.data.corpora.phrasebook.meaning import Meaning, Thing
from s2s.errors import UserError

BOOK = Thing("book", "the", 1, "old")
CHECKED = [
    (
        Meaning("statement", "girl", "open", Thing("door", "the", 1, None), "past", 0, manner="carefully"),
        "The girl opened the door carefully yesterday.",
        "Das Mädchen hat gestern die Tür vorsichtig aufgemacht.",
        "মেয়েটি গতকাল সাবধানে দরজাটি খুলেছিল।",
    ),
    (
        Meaning("statement", "i", "buy", Thing("apple", "number", 3, "red"), "present", 1, "market", fronted=True),
        "Every week I buy three red apples at the market.",
        "Jede Woche kaufe ich auf dem Markt drei rote Äpfel.",
        "প্রতি সপ্তাহে আমি বাজারে তিনটি লাল আপেল কিনি।",
    ),
    (
        Meaning("that", "children", "bring", Thing("lamp", "a", 1, "expensive"), speaker="karim"),
        "Karim knows that the children bring an expensive lamp.",
        "Karim weiß, dass die Kinder eine teure Lampe mitbringen.",
        "করিম জানে যে শিশুরা একটি দামি বাতি আনে।",
    ),
    (
        Meaning("gift", "we", "show", Thing("picture", "a", 1, "old"), "future", 1, receiver="pupils"),
        "We will show the pupils an old picture next week.",
        "Wir werden den Schülern nächste Woche ein altes Bild zeigen.",
        "আমরা আগামী সপ্তাহে ছাত্রদেরকে একটি পুরোনো ছবি দেখাব।",
    ),
    (
        Meaning("negation", "boy", "read", BOOK, "past", 1),
        "The boy did not read the old book last week.",
        "Der Junge hat das alte Buch letzte Woche nicht gelesen.",
        "ছেলেটি গত সপ্তাহে পুরোনো বইটি পড়েনি।",
    ),
    (
        Meaning("negation", "i", "open", Thing("door", "a", 1, "new"), "past", 0),
        "I did not open a new door yesterday.",
        "Ich habe gestern keine neue Tür aufgemacht.",
        "আমি গতকাল কোনো নতুন দরজা খুলিনি।",
    ),
    (
        Meaning("negation", "pupils", "bring", Thing("hat", "a", 1, "expensive")),
        "The pupils do not bring an expensive hat.",
        "Die Schüler bringen keinen teuren Hut mit.",
        "ছাত্ররা কোনো দামি টুপি আনে না।",
    ),
    (
        Meaning("modal", "girls", "read", BOOK, modal="must"),
        "The girls have to read the old book.",
        "Die Mädchen müssen das alte Buch lesen.",
        "মেয়েদেরকে পুরোনো বইটি পড়তে হবে।",
    ),
    (
        Meaning("modal", "rina", "eat", Thing("mango", "a", 1, None), modal="must"),
        "Rina has to eat a mango.",
        "Rina muss eine Mango essen.",
        "রিনাকে একটি আম খেতে হবে।",
    ),
    (
        Meaning("how many", "peter", "sell", Thing("hat", "the", 0, None), "past", 0, "market"),
        "How many hats did Peter sell at the market yesterday?",
        "Wie viele Hüte hat Peter gestern auf dem Markt verkauft?",
        "পিটার গতকাল বাজারে কয়টি টুপি বিক্রি করেছিল?",
    ),
    (
        Meaning("is not", "anna", "read", Thing("house", "the", 0, "new")),
        "The houses are not new.",
        "Die Häuser sind nicht neu.",
        "বাড়িগুলো নতুন নয়।",
    ),
]


@pytest.mark.parametrize(("meaning", "english", "german", "bengali"), CHECKED)
def test_sentences_checked_by_hand(meaning: Meaning, english: str, german: str, bengali: str) -> None:
    assert [REALISE[language](meaning) for language in ("en", "de", "bn")] == [english, german, bengali]


@pytest.fixture(scope="module")
def drawn() -> list[Meaning]:
    return meanings("train", 20_000, seed=1)


@pytest.mark.slow
def test_twenty_thousand_meanings_each_with_one_sentence_in_each_language(drawn: list[Meaning]) -> None:
    for language in LANGUAGES:
        assert len({REALISE[language](meaning) for meaning in drawn}) == 20_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_one(drawn: list[Meaning], language: str) -> None:
    marks = {"en": ".?", "de": ".?", "bn": "।?"}[language]
    for meaning in drawn:
        text = REALISE[language](meaning)
        assert text[-1] in marks and text[0] == text[0].upper() and "  " not in text and " ." not in text
        words = text.replace("ধীরে ধীরে", "").split()
        assert all(one != other for one, other in itertools.pairwise(words)), text


def test_the_german_verb_is_second_in_statements_and_last_in_clauses(drawn: list[Meaning]) -> None:
    separable = {"bring": ("bring", " mit."), "open": ("mach", " auf."), "close": ("mach", " zu.")}
    seen = 0
    for meaning in drawn:
        if meaning.verb not in separable or meaning.tense != "present" or meaning.modal:
            continue
        stem, prefix = separable[meaning.verb]
        text = REALISE["de"](meaning)
        if meaning.shape in ("statement", "negation") and not meaning.fronted:
            words = text.split()
            subject = 2 if words[0] in ("Der", "Die", "Das") else 1
            assert words[subject].startswith(stem) and text.endswith(prefix)
            seen += 1
        if meaning.shape == "that":
            assert text.split()[-1].startswith(prefix.strip(" .") + stem), text
            seen += 1
    assert seen > 100


def test_words_go_together(drawn: list[Meaning]) -> None:
    """Things are brought from somewhere, not somewhere; "vorsichtig" is careful with a door, not with a book."""
    denied = set()
    for meaning in drawn:
        assert not (meaning.shape == "where" and meaning.verb == "bring"), REALISE["en"](meaning)
        assert not (meaning.verb == "write" and meaning.thing.adjective in ("old", "expensive")), REALISE["en"](meaning)
        assert meaning.manner != "carefully" or meaning.verb in ("open", "close", "clean"), REALISE["en"](meaning)
        if meaning.shape == "negation":
            denied |= {meaning.thing.article}
            german = REALISE["de"](meaning)
            assert (" nicht " in german or " nicht." in german) == (meaning.thing.article == "the"), german
            assert (" kein" in german) == (meaning.thing.article == "a"), german
    assert denied == {"the", "a"}


def test_a_sentence_says_when_unless_its_verb_does(drawn: list[Meaning]) -> None:
    timeless = {tense: [m for m in drawn if m.tense == tense and m.time is None] for tense in ("past", "future")}
    assert len(timeless["past"]) > 500 and len(timeless["future"]) > 500
    assert {meaning.shape for meaning in timeless["past"] if meaning.verb == "read"} >= {"negation", "question"}
    assert all(meaning.verb != "read" or meaning.shape != "statement" for meaning in timeless["past"])
    assert not any(meaning.fronted for tense in timeless.values() for meaning in tense)


@pytest.mark.slow
def test_splits_are_disjoint_and_complete() -> None:
    assert sorted(number for numbers in SPLITS.values() for number in numbers) == list(range(100))
    drawn = {split: set(meanings(split, 1000, seed)) for seed, split in enumerate(SPLITS)}
    sentences = {split: {REALISE["en"](meaning) for meaning in found} for split, found in drawn.items()}
    assert not sentences["train"] & sentences["test"] and not sentences["train"] & sentences["validation"]
    assert not sentences["validation"] & sentences["test"]


def test_a_seed_gives_the_same_sentences_and_another_gives_others() -> None:
    first = pairs("bn", "de", "train", 50, seed=3)
    assert first == pairs("bn", "de", "train", 50, seed=3) != pairs("bn", "de", "train", 50, seed=4)


def test_options_allow_the_languages_that_are_there() -> None:
    assert set(REALISE) == set(LANGUAGES)


def test_more_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("s2s.data.corpora.phrasebook.draw.TRIES", 0)
    with pytest.raises(UserError, match=r"data.size=1000000: the built-in corpus has about [\d,]+ meanings for test"):
        pairs("en", "de", "test", 10**6, seed=1)
