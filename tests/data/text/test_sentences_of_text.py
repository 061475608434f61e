"""Where sentences end, and that nothing of a text is lost between them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from s2s.data.text.sentences import lettered, sentences

MULTI30K = Path(__file__).parents[4] / "shared" / "data" / "multi30k"
ODD = some.text(
    some.one_of(some.characters(), some.sampled_from(list(".?!।。！？…\"“”()\n\r\t \u2028\x85\u3000\ud800ABab12,;:'")))
)


def cut(text: str, language: str = "en") -> list[str]:
    return [text[begin:end] for begin, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["Mr. Smith lives in Washington, D.C.", "He said: “Hi.”", "Really?!", "Yes."]),
        ("en", ["the dog sleeps .", "the cat runs ."]),
        ("en_GB", ["1. First item.", "2. Second item."]),
        ("de", ["Er wohnt im 2. Stock.", "Am 3. Mai kam Dr. Müller, z.B. mit dem 7. Kind.", "Gut."]),
        ("deu_Latn", ["Er wohnt im 2. Stock.", "Gut."]),
        ("bn", ["আমি ভাত খাই।", "তুমি কোথায়?", "সে বাড়ি যায়।"]),
        ("hi", ["डॉ. शर्मा आए।", "वह अच्छा है.", "वे बोले।"]),
        ("bn", ["ড. ইউনূস এসেছেন।", "মো. রহিম ও ডা. করিম বললেন।"]),
        ("gu", ["તે સારું છે.", "તે જાય છે."]),
        ("fr", ["Il a vu M. Dupont et Mme. Durand hier.", "Oui."]),
        ("cs", ["J. Novák bydlí.", "Ano."]),
        ("mn", ["Б. Болд ирлээ.", "Тийм."]),
        ("ru", ["Это я.", "Привет."]),
        ("ko", ["네.", "알겠습니다."]),
        ("en", ["So did I.", "Then he left.", "J. Smith stayed."]),
        ("und", ["So did I.", "Take plan B.", "It works for J. Smith."]),
        ("sw", ["World War I.", "Then came peace."]),
        (
            "en",
            [
                "Use React.Component of ASP.NET.",
                "See https://example.com/Search?Query=Cats!",
                "CC(=O)O.CCN.[Na+].[Cl-]",
            ],
        ),
        ("zh", ["你好!", "世界.", "再见。"]),
        ("zh-Hans", ["你好。", "我是人！", "他呢？"]),
        ("ja", ["「こんにちは。元気ですか？」", "彼は言った。"]),
        ("ar", ["جاء د. أحمد.", "كيف حالك؟", "بخير."]),
        ("xx", ["আমি খাই।", "你好。", "Hello there."]),
    ],
)
def test_stops_of_many_scripts(language: str, parts: list[str]) -> None:
    glue = "" if language in ("zh", "zh-Hans", "ja") else " "
    assert cut(glue.join(parts), language) == parts


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["Is it true?", "Yes it is."]),
        ("es", ["¿Vienes?", "¡Sí!", "Vino Ana.", "¿Y tú?"]),
        ("de", ["Er kam.", "»Ja«, sagte sie."]),
        ("en", ["He left!", "—She stayed."]),
    ],
)
def test_sentences_with_no_space_between_them(language: str, parts: list[str]) -> None:
    """A letter right behind a full stop is of the same word; anything else begins anew."""
    assert cut("".join(parts), language) == parts


def test_a_line_break_ends_a_sentence_and_nothing_else_does() -> None:
    assert cut("The dog\nsleeps.\r\n\n  Good  ") == ["The dog", "sleeps.", "Good"]
    assert cut("The dog\u2028sleeps \x85 here \x0c") == ["The dog\u2028sleeps \x85 here"]


def test_what_has_no_letter_stands_with_its_neighbour() -> None:
    assert cut("3. The dog sleeps. … :-)") == ["3. The dog sleeps. … :-)"]
    assert cut("... ! 5. ?") == ["... ! 5. ?"]
    assert cut(" \t\u3000\n") == [] == cut("")


@given(ODD, some.sampled_from(["en", "de", "bn", "zh", "ja", "", "x", "tlh", "pt-BR"]))
@example("a\ud800. B", "en")
def test_sentences_cover_all_but_white_space(text: str, language: str) -> None:
    found = sentences(text, language)
    place = 0
    for begin, end in found:
        assert place <= begin < end and not text[place:begin].strip()
        assert text[begin:end] == text[begin:end].strip() and "\n" not in text[begin:end]
        place = end
    assert not text[place:].strip()
    if len(found) > 1:
        lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
        assert all(map(lettered, cut(text, language))) or len(lines) > 1


@pytest.mark.skipif(not MULTI30K.is_dir(), reason="needs ../shared/data/multi30k")
def test_captions_joined_two_and_two_are_cut_where_they_were_joined() -> None:
    """English ones are never cut themselves; one in twenty has no stop at its end, and nothing shows where it ends."""
    lines = (MULTI30K / "val.en").read_text(encoding="utf-8").split("\n")[:-1]
    assert all(len(cut(line)) == 1 for line in lines)
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    ended = [pair for pair in pairs if pair[0].rstrip().endswith(".")]
    assert len(ended) > 0.95 * len(pairs)
    assert all(cut(" ".join(pair)) == [one.strip() for one in pair] for pair in ended)
