"""Faults that a pair shows by itself: found where they are, mended, and above all not found in what people write."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from s2s.data.corpora.phrasebook.draw import pairs
from s2s.doctor.checks.base import Fix, Pair
from s2s.doctor.checks.mend import mended_pair
from s2s.doctor.checks.registry import CHECKS, PAIR_CHECKS

DOCUMENT = Path(__file__).parents[2] / "docs" / "doctor.md"
ENGLISH = "en", "de"


def found(source: str, target: str, languages: tuple[str, str] = ENGLISH) -> list[tuple[str, str]]:
    pair = Pair(source, target, languages)
    return [(check, side) for check, kind in PAIR_CHECKS.items() for side in kind.sides(pair)]


@pytest.mark.parametrize(
    ("check", "text", "mended"),
    [
        ("entity", "stone &amp; tile", "stone & tile"),
        ("entity", "Rock &#39;n&#39; Roll", "Rock 'n' Roll"),
        ("entity", "caf&eacute; &#x2014; ouvert", "café — ouvert"),
        ("entity", "&quot;Ja&quot;, sagte er", '"Ja", sagte er'),
        ("entity", "doubly &amp;amp; escaped", "doubly & escaped"),
        ("markup", "a <b>bold</b> word", "a bold word"),
        ("markup", 'see <a href="https://example.org">this page</a> now', "see this page now"),
        ("markup", "one<br/>two<BR>three", "one two three"),
        ("markup", "<p>A paragraph.</p>", "A paragraph."),
        ("markup", 'text <bpt i="1">bold</bpt> and <ph x="2"/> here', "text bold and here"),
        ("markup", "<seg>A segment</seg>", "A segment"),
        ("markup", "a <!-- note --> comment", "a comment"),
        ("invisible", "Pe\u00adni\u00adzil\u00adlin", "Penizillin"),
        ("invisible", "so \u200bgroß", "so groß"),
        ("invisible", "the\u200d end\u200c", "the end"),
        ("invisible", "word\u2060joiner", "wordjoiner"),
        ("invisible", "left\u200e to right", "left to right"),
        ("composition", "Scho\u0308n", "Schön"),
        ("composition", "cafe\u0301 au lait", "café au lait"),
        ("composition", "\u1112\u1161\u11ab국", "한국"),
        ("composition", "করে\u09df", "করে\u09af\u09bc"),
        ("quotes", '"He said ""no"" to me"', 'He said "no" to me'),
        ("quotes", '"""Hello"", he said."', '"Hello", he said.'),
        ("quotes", 'dans un parc sur l"herbe.', "dans un parc sur l'herbe."),
    ],
)
def test_what_is_found_and_mended(check: str, text: str, mended: str) -> None:
    other = "ein Satz ohne alles"
    assert (check, "source") in found(text, other) and (check, "target") in found(other, text)
    assert CHECKS[check].fix is Fix.mended
    assert mended_pair(text, other, ENGLISH) == (mended, other) and mended_pair(other, text, ENGLISH) == (other, mended)
    assert found(mended, other) == []


@pytest.mark.parametrize(
    "text",
    [
        "AT&T and R&D; Q & A; P&O",
        "if a<b and c>d, then a < d",
        "I <3 you, >_< and <unk>; <name> is unknown",
        "f(x) <- 3; x << 2 >> 1; std::vector<int> v",
        'He said "no" to me, and 5\' 11" is tall',
        '"Why?" she asked. "Because I say so."',
        '"Pourquoi?""Pour participer à une conférence."',
        'צה"ל וארה"ב',
        "می‌خواهم به خانه‌ام بروم",
        "কাজ‌ই কর্‍ম ক্ষ",
        "क्‍ष पर्\u200dर",
        "👩‍👩‍👧 und 👨🏽‍🚀 und ❤️",
        "ภาษา\u200bไทย",
        "ភាសា\u200bខ្មែរ",
        "\u200fשלום\u200f (Hello)",
        "Où est-il\u202f? «\u00a0Là\u00a0»",
        "Schön, café, naïve, Ångström, Việt Nam",
        "한국어 가나다",
        "I work for NATO and the EU in the USA.",
        "IBM NASA BBC",
        "UA 111 তে ওঠার দরজাটা কোথায়?",
        "आप कैसे हैं",
        "CC(C)(C)OC(=O)N1CCC(N2CCNC(=O)C2)CC1",
        "source",
        "It",
        "English",
        "Mr. Smith met Dr. Jones at 5 p.m.",
        "The U.S. Army is here.",
        "3.5 million people, No. 5, p. 12 ff.",
    ],
)
def test_what_people_write_is_not_found(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    other = 'ein „Satz“ ohne etwas: "Ja"' if '"' in text else "ein Satz ohne etwas"
    assert found(text, other) == [] and found(other, text) == []
    assert mended_pair(text, other, ENGLISH) == (text, other)


def test_quotes_that_both_sides_have_are_the_texts_own() -> None:
    assert found('"Come in."', '"Herein."') == found('"Come in."', "„Herein.“") == found('"Oui."', "– Ja.") == []
    assert found('"Yes."', "״כן.״", ("en", "he")) == found('"Yes."', "〝はい。〟", ("en", "ja")) == []
    assert found('"Come in."', "Herein.") == [("quotes", "source")]
    assert mended_pair('"Come in."', "Herein.", ENGLISH) == ("Come in.", "Herein.")


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("source", "target", ENGLISH),
        ("src", "tgt", ENGLISH),
        ("English", "German", ENGLISH),
        ("English", "Deutsch", ENGLISH),
        ("source_text", "target_text", ENGLISH),
        ("Français", "English", ("fr", "en")),
    ],
)
def test_headers(source: str, target: str, languages: tuple[str, str]) -> None:
    assert found(source, target, languages) == [("header", "pair")]


def test_pairs_of_a_dictionary_are_no_headers() -> None:
    for source, target in [
        ("It", "Es"),
        ("German", "Deutsch"),
        ("English", "Englisch"),
        ("text", "Text"),
        ("no", "de"),
    ]:
        assert found(source, target) == []
    assert found("The source", "Das Ziel") == found("English.", "Deutsch.") == []


@pytest.mark.parametrize(
    "text", ["THE DOG SEES THE BIG CAT", "ДЕВОЧКА ИДЁТ ДОМОЙ", "DIE STRASSE IST GESPERRT!", "STOP, 24 HOURS OPEN HERE"]
)
def test_capitals(text: str) -> None:
    assert found(text, "ein gewöhnlicher Satz") == [("capitals", "source")]
    assert mended_pair(text, "ein Satz", ENGLISH) == (text, "ein Satz")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Around the year 174 his people revolted.", "Gegen 147 begehrte sein Volk auf."),
        ("The family moved in 1830.", "La famille a déménagé en 1930."),
        ("I have 12 dogs and 3 cats.", "Ich habe 12 Hunde und 4 Katzen."),
        ("It has 1,250 pages.", "Es hat 1.520 Seiten."),
        ("I have 15 books.", "আমার ১৭টি বই আছে।"),
        ("He was born in 2010.", "Er wurde 2002 geboren."),
        ("The law came into force in 2020.", "กฎหมายใหม่มีผลบังคับใช้ในปี พ.ศ. 2536"),
        ("He was elected in 2017.", "彼は 平成 30 年に当選した。"),
        (f"A number of {'8' * 5000} digits", f"这个数字有 {'7' * 5000} 位。"),
        ("In 2020 he had 147 cows.", "ในปี พ.ศ. 2563 เขามีวัว 174 ตัว"),
        ("He scored 3.5 points", "Er hat 4,5 Punkte erzielt"),
    ],
)
def test_numbers_that_differ(source: str, target: str) -> None:
    assert found(source, target) == [("numbers", "pair")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It has 1,250 pages.", "Es hat 1.250 Seiten."),
        ("It has 1,250,000 people.", "Elle a 1 250 000 habitants."),
        ("He paid 12,500 francs.", "Er zahlte 12 500 Franken."),
        ("That costs 1.5 euros.", "Das kostet 1,50 Euro."),
        ("I have 15 books.", "আমার ১৫ টি বই আছে।"),
        ("We left at 2:30.", "Nous sommes partis à 14 h 30."),
        ("It opens from 10 a.m. to 6 p.m.", "Es ist von 10 bis 18 Uhr geöffnet."),
        ("Come at 9 o'clock tonight.", "Komm heute Abend um 21 Uhr."),
        ("Tom lives 10 miles from here.", "Tom habite à 16 km d'ici."),
        ("He lost 30 pounds.", "Er hat 14 Kilo abgenommen."),
        ("The 1990s began with a war.", "Les années 90 ont commencé par une guerre."),
        ("World War II broke out in 1939.", "La guerre a commencé en 39."),
        ("Call 911.", "Ruf die 112."),
        ("The new law came into force in 2020.", "กฎหมายใหม่มีผลบังคับใช้ในปี พ.ศ. 2563"),
        ("The school was built in 2010.", "ትምህርት ቤቱ በ 2002 ዓ.ም. ተሠራ።"),
        ("The law was passed in 2019.", "این قانون در سال ۱۳۹۸ تصویب شد."),
        ("He died in 2018, in winter.", "توفي عام ١٤٣٩ هـ في الشتاء"),
        ("The earthquake struck in 2015.", "भूकम्प २०७२ सालमा गएको थियो।"),
        ("India adopted it in 1957.", "भारत ने इसे शक १८७९ में अपनाया"),
        ("The war ended in 1971.", "যুদ্ধ শেষ হয় ১৩৭৮ সালে।"),
        ("He came in 2018.", "သူ ၁၃၈၀ ခုနှစ်တွင် လာသည်။"),
        ("He was elected in 2018.", "彼は 平成 30 年に当選した。"),
        ("He died on March 10th, 2020.", "توفي في ١٥ رجب ١٤٤١"),
        ("He was elected in 2019.", "他於民國 108 年當選。"),
        ("Come at 8 in the morning.", "Njoo saa 2 asubuhi."),
        ("Come at 8 in the morning.", "ጠዋት 2 ሰዓት ላይ ና።"),
        ("The party is on August 25th.", "Die Party ist am 25.8. um neun."),
        ("I turned thirteen in 2003.", "Im Jahr 2003 wurde ich 13."),
        ("a piece about the 1800's", "ein Stück über das 19. Jahrhundert"),
        ("The light travels at 186,000 miles per second.", "Das Licht legt 300 000 km zurück."),
        ("CCOc1ccc2c(c1)CCc1c2ncn1-2", "CCOc1ccc2c(c1)CCc1c2ncn1-3"),
        ("12 + 30", "42"),
        ("double of 4", "8"),
        ("Boeing 747-400 and MP3", "Boeing 747 und MP4"),
        ("CC(C)(C)OC(=O)N1CCC(N2CCNC(=O)C2)CC1", "CC(C)(C)OC(=O)N1CCC(=O)CC1.O=C1CNCCN1"),
    ],
)
def test_numbers_that_are_converted_or_shortened_are_let_be(source: str, target: str) -> None:
    assert found(source, target) == []


def test_several_sentences() -> None:
    several = [("sentences", "pair")]
    assert found("The dog sleeps. The cat sees it.", "Der Hund schläft. Die Katze sieht ihn.") == several
    assert found("He goes home. Why?", "সে বাড়ি যায়। কেন?", ("en", "bn")) == several
    assert found("你好。你怎么样？", "Hello. How are you?", ("zh", "en")) == several
    assert found("beams of a John. F Hunt owned it.", "poutres de John. F Hunt.") == []
    assert found("A T-shirt that says FROG! stands there.", "Ein Hemd, auf dem FROG! Steht, ist da.") == []
    assert found("J'ai faim. L'autre dort.", "I am hungry. I know.", ("fr", "en")) == several
    assert found("Mr. Smith sleeps.", "Herr Smith schläft. Gut.") == []
    assert found("Dr. Jones met Prof. Miller.", "Dr. Jones traf Prof. Miller.") == []
    assert found("It is 3 p.m. in the U.S. now.", "In den U.S.A. ist es jetzt 3 Uhr.") == []


@pytest.mark.parametrize("languages", [("en", "de"), ("de", "bn"), ("bn", "en")])
def test_the_built_in_corpus_has_none(languages: tuple[str, str]) -> None:
    for source, target in pairs(*languages, "train", 2000, 3):
        assert found(source, target, languages) == []
        assert mended_pair(source, target, languages) == (source, target)


def test_what_is_taken_out_may_join_what_is_odd() -> None:
    assert mended_pair("a &am\u00adp;lt;b&gt; c", "x", ENGLISH) == ("a c", "x")
    assert mended_pair("&lt;br&gt;", "x", ENGLISH) == ("", "x")  # is then blank, and left out


def test_the_documentation_lists_every_check_with_its_remedy() -> None:
    rows = [line.split(" | ") for line in DOCUMENT.read_text("utf-8").split("\n") if line.startswith("| `")]
    listed = {row[0].strip("| `"): row for row in rows}
    assert list(listed) == list(CHECKS)
    for check, row in listed.items():
        assert (row[1], row[2].strip()) == (CHECKS[check].meaning, CHECKS[check].fix.value)
