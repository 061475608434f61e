"""Glossaries, what is kept, and beginnings: from Python, over a model that repeats its source and a small untrained one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from translating import Copy, copier, tiny_run, tokenizer

from s2s.config.schema import RunConfig
from s2s.config.tokenizers import Normalize, TokenizerConfig
from s2s.data.text.ids import SPACE
from s2s.data.text.preparation import Preparation
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.inference.glossary import Finder, entries_of, read_glossary
from s2s.inference.terms import Entry, Term
from s2s.inference.translator import Translator

PLAIN = Preparation(Normalize.plain)
EMAIL = r"[\w.]+@[\w.]+\w"


def found(
    text: str, *entries: tuple[str, ...], keep: tuple[str, ...] = (), language: str = ""
) -> list[tuple[str, str]]:
    finder = Finder(entries_of(list(entries)), [re.compile(pattern) for pattern in keep], PLAIN, language)
    return [(term.source, term.target) for term in finder.find(text)]


def test_terms_are_found_as_words_whatever_their_case_unless_they_say_so() -> None:
    train = ("train", "Zug")
    assert found("The Train, a train and TRAIN.", train) == [("Train", "Zug"), ("train", "Zug"), ("TRAIN", "Zug")]
    assert found("trains retrain train-set", train) == [("train", "Zug")]
    assert found("trains Trained retrain", (*train, "stem")) == [("trains", "Zug"), ("Trained", "Zug")]
    assert found("May may", ("May", "Mai", "case")) == [("May", "Mai")]
    assert found("May may", ("May", "Mai", "case"), ("may", "darf")) == [("May", "Mai"), ("may", "darf")]
    assert found("Mays mays", ("May", "Mai", "case", "stem")) == [("Mays", "Mai")]
    assert found(".NET or C++!", (".net", ".NET"), ("C++", "C++")) == [(".NET", ".NET"), ("C++", "C++")]
    assert found("ΟΔΟΣ", ("οδος", "Straße")) == [("ΟΔΟΣ", "Straße")]
    assert found("İstanbul train", train, ("istanbul", "x")) == [("train", "Zug")]
    turkish = ("ışık", "light"), ("iş", "work"), ("İstanbul", "Istanbul")
    for text in ("Işık, İş, istanbul", "IŞIK, İŞ, İSTANBUL", "ışık, iş, İstanbul"):
        assert [target for _, target in found(text, *turkish, language="tr")] == ["light", "work", "Istanbul"]


def test_the_longest_of_terms_that_overlap_is_taken() -> None:
    entries = ("fire", "Feuer"), ("fire engine", "Löschzug"), ("red fire", "Rotfeuer"), ("engine oil can", "Ölkanne")
    assert found("a red fire engine", *entries) == [("fire engine", "Löschzug")]
    assert found("fire engine oil can", *entries) == [("fire", "Feuer"), ("engine oil can", "Ölkanne")]
    assert found("trains", ("train", "Zug", "stem"), ("trains", "Züge")) == [("trains", "Züge")]


def test_terms_are_found_in_the_normal_form_and_kept_text_is_the_users_own() -> None:
    assert found("e\u0301te\u0301", ("\u00e9t\u00e9", "Sommer")) == [("e\u0301te\u0301", "Sommer")]
    for text in ("fire\u00a0engine", "fire  engine", "fire \t engine", "fire\nengine"):
        assert found(f"The  red\t{text}  x", ("fire  engine", "Löschzug")) == [(text, "Löschzug")]
        assert found(f"{text}s.", ("fire engine", "Löschzug", "stem")) == [(f"{text}s", "Löschzug")]
    assert found("１２ dogs", keep=(r"\d+",)) == [("１２", "１２")]
    assert found("Ask a@b.de or 12, 13.", ("ask", "frage"), keep=(EMAIL, r"\d+", "x*")) == [
        ("Ask", "frage"),
        ("a@b.de", "a@b.de"),
        ("12", "12"),
        ("13", "13"),
    ]
    assert found("看火车站", ("火车", "train"), ("火车站", "station")) == [("火车站", "station")]


def test_what_is_kept_is_found_before_the_normal_form_and_in_it() -> None:
    """By patterns for the one and for the other; a part of a character is nothing."""
    text = "Cafe\u0301 １２ so\u00adft"
    for pattern in ("Café", "Cafe\u0301", r"\w*é", "Caf.\u0301"):
        assert found(text, keep=(pattern,)) == [("Cafe\u0301", "Cafe\u0301")], pattern
    assert found(text, keep=("Cafe",)) == [] and found(text, keep=("\u00ad",)) == []
    for pattern in ("12", "１２", r"\d+"):
        assert found(text, keep=(pattern,)) == [("１２", "１２")], pattern
    for pattern in ("soft", "so\u00adft"):
        assert found(text, keep=(pattern,)) == [("so\u00adft", "so\u00adft")], pattern


@pytest.mark.parametrize("split", [None, False])
def test_what_is_kept_is_written_in_the_users_own_characters(split: bool | None) -> None:
    config = replace(RunConfig(), tokenizer=TokenizerConfig(normalize=Normalize.plain))
    text = "the cafe\u0301 and the café, １２ so\u00adft dogs"
    written = copier(config).translate(text, keep=[r"\bcaf\S", "１２", "soft"], split=split, scores=True)
    assert {"cafe\u0301", "café", "１２", "so\u00adft"} <= set(re.findall(r"[^\s,]+", written.text))
    assert "unkept" not in written.flags
    small = replace(config, data=replace(config.data, lowercase=True))
    written = copier(small).translate("ask NATO and IBM now", keep=["[A-Z]{2,}"], split=split, scores=True)
    assert written.text == "ask NATO and IBM now" and [term.target for term in written.terms] == ["NATO", "IBM"]


WRONG = [
    ("a dog", "line 1: has no TAB: 'a dog'; give SOURCE TAB TARGET"),
    ("dog\tHund\n\ncat\t \n", "line 3: has an empty target"),
    ("\tHund\n", "line 1: has an empty source"),
    ("dog\tHund\tcsae\n", "line 1: 'csae' after the target; give SOURCE TAB TARGET, and case or stem"),
    ("dog\tHund\tcase\tcase\n", "line 1: 'case' after the target"),
    ("\n", "has no terms"),
    ("dog\tHund\nDOG\tKöter\n", "line 2: 'DOG' has another target than at"),
]


@pytest.mark.parametrize(("content", "said"), WRONG)
def test_a_glossary_that_is_wrong_is_refused_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        copier().translate("a", glossary=path)
    assert str(caught.value).startswith(str(path)) and said in str(caught.value) and "\n" not in str(caught.value)


def test_a_glossary_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(b"\xef\xbb\xbffire  engine\tL\xc3\xb6schzug\r\n\r\nMay\tMai\tcase\nrun\tlauf\tstem\tcase\n")
    assert [entry[:4] for entry in read_glossary(path)] == [
        ("fire engine", "Löschzug", False, False),
        ("May", "Mai", True, False),
        ("run", "lauf", True, True),
    ]
    path.write_bytes(b"dog\tH\xffnd\n")
    with pytest.raises(UserError, match=r"line 1: byte 6 \(0xFF\) is not valid UTF-8"):
        read_glossary(path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"glossary": 5}, "glossary: is a number, 5"),
        ({"glossary": [("a",)]}, "glossary[0]: is ('a',)"),
        ({"glossary": [("a", "b"), ("a", "c")]}, "glossary[1]: 'a' has another target than at glossary[0]"),
        ({"keep": r"\d"}, "keep: is of type str"),
        ({"keep": ["(a"]}, "--keep (a: is no regular expression"),
        ({"prefixes": ["a", "b"]}, "prefixes: are 2 for 1 texts"),
        ({"prefixes": ["a"], "sample": True}, "prefixes=…: has no effect with the search sample"),
        ({"glossary": {"a": "b"}, "sample": True}, "glossary=…: has no effect with the search sample"),
        ({"glosary": {"a": "b"}}, "glosary: no such setting; did you mean glossary?"),
    ],
)
def test_what_cannot_be_demanded_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as caught:
        copier().translate("a", **given)
    assert said in str(caught.value)
    good: dict[str, Any]
    for good in ({"glossary": {}}, {"glossary": [], "keep": []}, {"keep": None, "prefixes": None}):
        assert copier().translate("a", **good) == "a"


@pytest.mark.parametrize("beam", [1, 4])
@pytest.mark.parametrize("split", [None, False])
def test_every_term_is_in_the_translation(beam: int, split: bool | None) -> None:
    translator = copier()
    texts = ["the dog and the dog.", "a cat", "Dogs! The dog (dog) sees 12.5 birds.", "", "dog"]
    plain = translator.translate(texts, beam=beam, split=split)
    [*given] = translator.translate(
        texts,
        beam=beam,
        split=split,
        glossary=[("dog", "Hund"), ("the dog", "der Hund")],
        keep=[r"\d+\.\d+"],
        scores=True,
    )
    assert [given[n].text for n in (1, 3)] == [plain[n] for n in (1, 3)] and given[1].terms == ()
    assert given[0].text.count("der Hund") == 2
    assert given[0].terms == (Term("the dog", "der Hund", False),) * 2
    assert "der Hund" in given[2].text and given[2].text.count("Hund") == 2 and "12.5" in given[2].text
    assert [term.target for term in given[2].terms] == ["der Hund", "Hund", "12.5"]
    for one in given:
        assert all(re.search(rf"(?<!\w){re.escape(term.target)}(?!\w)", one.text) for term in one.terms)
        assert not {"unkept", "truncated"} & set(one.flags)


def test_a_term_ends_its_word_and_begins_one() -> None:
    """The model repeats its source, letter by letter: so it would go on with the plural's s."""
    text = copier().translate("dogs", glossary=[("dog", "dog", "stem")])
    assert re.search(r"\bdog\b", text)
    assert re.search(r"\bdog\b", copier().translate("(dogs) dogs", glossary=[("dog", "dog", "stem")], beam=5))


def test_what_is_kept_is_exact_in_capitals_and_in_lower_case() -> None:
    text = "SEE HTTPS://A.DE/X AND b@c.De NOW PLEASE"
    kept = copier().translate(text, keep=[r"HTTPS://\S+", EMAIL])
    assert "HTTPS://A.DE/X" in kept and "b@c.De" in kept
    given = copier().translate("THE DOG SLEEPS HERE", glossary={"dog": "Hund"}, scores=True)
    assert re.search(r"\bHund\b", given.text) and given.sentences[0].casing is not None
    assert "Hund" not in given.text.replace("Hund", "") and given.text.replace("Hund", "").isupper()
    lower = RunConfig()
    lower.data.lowercase = True
    text = copier(lower).translate("The Dog at A@B.de", glossary={"dog": "HUND"}, keep=[EMAIL])
    assert "hund" in text and "A@B.de" in text


def test_a_beginning_is_kept_and_the_rest_is_the_models() -> None:
    translator = copier()
    assert translator.translate("the dog sleeps", prefixes="the d") == "the dog sleeps"
    texts = translator.translate(["a dog", "two cats", ""], prefixes=["Der Hu", "", ""], beam=3)
    assert texts[0].startswith("Der Hu") and texts[1:] == ["two cats", ""]
    both = translator.translate(
        ["one dog. two cats."], prefixes=["Ein Hund! Zwe"], glossary={"cats": "Katzen", "dog": "Hund"}, scores=True
    )[0]
    assert both.text.startswith("Ein Hund! Zwe") and "Katzen" in both.text and both.text.count("Hund") == 1
    assert both.sentences[0].text == "Ein Hund!"
    assert translator.translate("5km away", keep=[r"\d+"], prefixes="5km").count("5") == 1, "of what is kept it is"
    part = translator.translate("a dog", prefixes="Hunde", glossary={"dog": "Hund"})
    assert re.match(r"Hunde.*\bHund\b", part), "a part of a word is no term"
    far = translator.translate(["one dog."], prefixes=["A. B. C. D"])[0]
    assert far.startswith("A. B. C. D")


@pytest.mark.parametrize("kind", ["bpe", "unigram", "char"])
def test_a_beginning_may_end_within_a_piece(kind: str) -> None:
    text = ["Das Mädchen schläft im Mädchenzimmer.", "Der Mann trägt ein Mädchen."] * 20
    made = Tokenizer.train(text, kind=kind, size=None if kind == "char" else 310, coverage=None)
    translator = Translator(RunConfig(), made, made, Copy(made.size))
    for cut in range(1, len(text[0])):
        prefix = text[0][:cut]
        for source in (text[0], text[1]):
            written = translator.translate(source, prefixes=prefix, split=False)
            assert written.startswith(prefix.strip())
            assert source != text[0] or written == text[0], f"the model's own pieces: {prefix!r}"


def test_long_lines_have_their_terms_in_their_parts() -> None:
    line = ("dog " + "cat " * 30) * 10
    given = copier().translate(line, glossary={"dog": "Hund"}, prefixes="Der", split=False, scores=True, beam=1)
    assert given.text.count("Hund") == 10 == len(given.terms) and given.text.startswith("Der")


def test_nbest_translations_all_hold_the_terms(tmp_path: Path) -> None:
    translator = Translator.load(tiny_run(tmp_path / "run"), backend="torch")
    several = translator.translate(["the dog sees a bird", "hello"], nbest=4, beam=4, glossary={"dog": "Hund"})
    assert len(set(several[0])) == 4 and all(re.search(r"\bHund\b", text) for text in several[0])
    plain = translator.translate(["the dog sees a bird", "hello"], nbest=4, beam=4)
    assert several[1] == plain[1]
    ensemble = Translator.load([tmp_path / "run", tiny_run(tmp_path / "other", seed=2)])
    together = ensemble.translate("the dog sees a bird", nbest=4, beam=4, glossary={"dog": "Hund"})
    assert together != several[0] and all(re.search(r"\bHund\b", text) for text in together)


def test_words_that_the_vocabulary_does_not_hold_are_refused_or_said() -> None:
    made = Tokenizer.train(["ein Hund schläft", "ein Hund", "a dog"] * 3, kind="word", size=None, coverage=None)
    translator = Translator(RunConfig(), made, made, Copy(made.size))
    assert translator.translate("a dog", glossary={"dog": "Hund"}).split().count("Hund") == 1
    with pytest.raises(UserError, match=r"glossary\[0\]: the run cannot write 'Köter', whose words"):
        translator.translate("a dog", glossary={"dog": "Köter"})
    with pytest.raises(UserError, match=r"^prefixes: the run cannot write 'ein Köter', as its vocabulary"):
        translator.translate("a dog", prefixes="ein Köter")
    with pytest.raises(UserError, match=r"^prefixes\[1\]: the run cannot write 'Köter', as"):
        translator.translate(["a dog", "a dog"], prefixes=["ein", "Köter"], split=False)
    assert translator.translate("a dog 12", keep=[r"\d+"], scores=True).flags[:1] == ("unkept",)


@pytest.mark.parametrize("code", ["zh", "zho_Hans"])
def test_languages_without_spaces_get_none_around_a_term(code: str) -> None:
    text = ["我看见一只狗在公园里", "他喜欢火车站"] * 10
    made = Tokenizer.train(text, kind="char", size=None, coverage=None)
    config = RunConfig()
    config.data.source = config.data.target = code
    translator = Translator(config, made, made, Copy(made.size))
    written = translator.translate("我看见狗", glossary={"狗": "火车"}, beam=4)
    assert "火车" in written and " " not in written
    assert " " not in translator.translate("狗", glossary={"狗": "火车"})


def test_entries_may_be_given_in_every_form() -> None:
    assert entries_of({"a": "b"})[0][:4] == ("a", "b", False, False)
    entry = Entry("a", "b", where="here")
    assert entries_of([entry, ["c", "d", "stem"]])[0] is entry
    assert SPACE in "".join(tokenizer().pieces("a b"))
