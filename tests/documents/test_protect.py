"""What no model may see."""

from __future__ import annotations

import pytest

from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import Code, Pair
from s2s.documents.protect import accelerated, protected


def codes(text: str, tags: bool = True) -> list[str]:
    nodes = protected([text], tags)
    assert string_of(nodes).replace("é", "&eacute;") == text
    return [node.raw for node in nodes if isinstance(node, Code)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open {name} now", ["{name}"]),
        ("{{ user.name }} and {0:.2f} {}", ["{{ user.name }}", "{0:.2f}", "{}"]),
        ("${HOME}/bin $USER #{x} %{y}", ["${HOME}", "$USER", "#{x}", "%{y}"]),
        ("%s of %d, %(count)s, %1$s, %-5.2f, %@, %1, 100%%", ["%s", "%d", "%(count)s", "%1$s", "%-5.2f", "%@", "%1", "100%%"]),
        ("50 % off, 100% of it, $5 more", []),
        ("see https://x.org/a?b=c. Or www.x.org, (http://y.org/z)!", ["https://x.org/a?b=c", "www.x.org", "http://y.org/z"]),
        ("https://x.org/{id}/a_b", ["https://x.org/{id}/a_b"]),
        ("write to a.b+c@x.example.org.", ["a.b+c@x.example.org"]),
        ("run `ls -l` and ``a`b``", ["`ls -l`", "``a`b``"]),
        ("R&D at AT&T & more", ["R&D", "AT&T", "&"]),
        ("&amp; &lt; &#8212; caf&eacute;", ["&amp;", "&lt;", "&#8212;"]),
        ("R&amp;D at AT&amp;T's", ["R&amp;D", "AT&amp;T's"]),
        ("p<0.05, >1,000. So", ["p<0.05", ">1,000"]),
        ("10\u00a0km", ["\u00a0"]),
        ("{count, plural, one {# file} other {# files}} left", ["{count, plural, one {# file} other {# files}}"]),
        ("{n}px and {name}'s", ["{n}px", "{name}'s"]),
        ("$$x^2$$ and $a_1$", ["$$x^2$$", "$a_1$"]),
        ("a { b", []),
        (r"{\an8}Tom is {\i1}here{\i0}, {name}px{\b0}.", [r"{\an8}", r"{\i1}", r"{\i0}", "{name}px", r"{\b0}"]),
        ("__VERSION__", ["__VERSION__"]),
        ("<br> <00:01.000>", ["<br>", "<00:01.000>"]),
    ],
)  # fmt: skip
def test_codes(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_tags_enclose() -> None:
    [before, pair, after] = protected(["a <b class='x'>c <i>d</i></b> e"], tags=True)
    assert isinstance(pair, Pair) and pair.open.raw == "<b class='x'>" and isinstance(pair.children[1], Pair)
    assert (before, after) == ("a ", " e")
    assert [type(node).__name__ for node in protected(["</b> a <i> b"], tags=True)] == ["Code", "str", "Code", "str"]
    assert protected(["a < b <i>c"], tags=False)[1:4:2] == [Code("<", literal=True), Code("<i>", literal=True)]


@pytest.mark.parametrize(
    ("text", "mark"),
    [("&File", "&"), ("Save &As…", "&"), ("E&xit", "&"), ("_Open", "_"), ("R&D", None), ("snake_case", None), ("a && b", None), ("&amp; so", None)],
)  # fmt: skip
def test_accelerators(text: str, mark: str | None) -> None:
    nodes = accelerated(text)
    assert string_of(nodes) == text
    assert [node.raw for node in nodes if isinstance(node, Code)] == ([mark] if mark else [])
