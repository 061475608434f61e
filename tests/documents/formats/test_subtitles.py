"""Subtitles as people have them: overlaps, several lines, tags, positions, odd encodings."""

from __future__ import annotations

import pytest
from scrambling import Scrambler, through

from s2s.documents.base import Reading
from s2s.documents.registry import load, row_of
from s2s.errors import UserError
from s2s.inference.sentences import Translation

SRT = """1
00:00:01,000 --> 00:00:02,500  X1:100 X2:200
<i>the girl opened
the door slowly</i>

2
00:00:02,000 --> 00:00:03,000
{\\an8}- yes.
- no, <font color="#ffffff">sir</font>.

4
00:00:04.5 --> 00:00:05,000

5
00:00:05,000 --> 00:00:06,000
♪ 123 ♪


6
00:00:07,000 --> 00:00:08,000
last"""


def shouted(name: str, content: bytes) -> bytes:
    return through(name, content, Scrambler(1, faithful=True))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_srt(end: str, mark: str) -> None:
    content = (mark + SRT).replace("\n", end)
    found = shouted("a.srt", content.encode()).decode()
    lines = mark + SRT.replace("the girl opened\nthe door slowly", "THE GIRL OPENED\nTHE DOOR SLOWLY")
    lines = (
        lines.replace("- yes.", "- YES.").replace("- no, ", "- NO, ").replace(">sir<", ">SIR<").replace("last", "LAST")
    )
    assert found == lines.replace("\n", end)


def test_tags_in_braces_are_no_part_of_the_words_beside_them() -> None:
    cues = (
        "1\n00:00:01,000 --> 00:00:02,000\n{{\\an8}}{}\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n{{\\i1}}{}{{\\i0}} {} {{\\b1}}{}{{\\b0}} {}.\n"
    )
    found = shouted("a.srt", cues.format("Tom is here.", "Welcome", "it is", "very", "late").encode())
    assert found.decode() == cues.format("tOM IS HERE.", "wELCOME", "IT IS", "VERY", "LATE")


def test_a_cue_that_is_too_short_for_its_lines_has_fewer() -> None:
    class Short(Scrambler):
        def sentence(self, text: str, between: str) -> Translation:
            return super().sentence(text.split()[0], between)

    found = through("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\none two\nthree\n\n", Short(1, faithful=True))
    assert found == b"1\n00:00:01,000 --> 00:00:02,000\nONE\n\n"


def test_windows_1252_is_refused_with_the_remedy_and_read_with_it() -> None:
    content = "1\r\n00:00:01,000 --> 00:00:02,000\r\ndéjà “vu”\r\n".encode("cp1252")
    with pytest.raises(
        UserError, match=r"a\.srt: byte 36 \(0xE9\) is not valid UTF-8; give its encoding, such as --encoding cp1252"
    ):
        load(row_of("a.srt")).read(content, Reading("a.srt", "en", "de"))
    document = load(row_of("a.srt")).read(content, Reading("a.srt", "en", "de", "cp1252"))
    assert document.segments[0][1] == "déjà “vu”" and document.write(document.segments) == content
    with pytest.raises(UserError, match="its encoding, cp1252, has no 'আ'"):
        document.write([("আ",)])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.srt", b"the girl opened\nthe door\n", "no line has times"),
        ("a.vtt", b"00:01.000 --> 00:02.000\nthe girl\n", "its first line is not WEBVTT"),
        ("a.vtt", b"WEBVTTX\n", "its first line is not WEBVTT"),
    ],
)
def test_what_is_no_subtitle(name: str, content: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        load(row_of(name)).read(content, Reading(name, "en", "de"))


def test_vtt() -> None:
    content = """WEBVTT - the title

REGION
id:fred

STYLE
::cue(b) { color: red }

NOTE
the girl opened

the id
00:01.000 --> 00:02.000 region:fred align:start position:10%
<v Ann>the <b>girl</b> opened</v>

1:00:03.000 --> 1:00:04.000
the <01:00:03.500>boy &amp; <c.loud>dog</c>
and cat

NOTE the end
"""
    found = shouted("a.vtt", content.encode()).decode()
    spoken = content.replace("the <b>girl</b> opened</v>", "THE <b>GIRL</b> OPENED</v>")
    spoken = spoken.replace(
        "the <01:00:03.500>boy &amp; <c.loud>dog</c>\nand cat", "THE <01:00:03.500>BOY &amp;\n<c.loud>DOG</c> AND CAT"
    )
    assert found == spoken
