"""JSONL: pairs in a field of their own, flat by languages or by words, and by the names that the user gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from corpora import mistake, opened, read

NESTED = {"translation": {"en": "a\nb", "de": "c"}, "id": 3}


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        (NESTED, None),
        ({"en": "a\nb", "de": "c"}, None),
        ({"id": 1, "English": "a\nb", "German": "c"}, None),
        ({"source": "a\nb", "target": "c"}, None),
        ({"src": "a\nb", "tgt": "c", "score": 0.3}, None),
        ({"question": "a\nb", "reply": "c"}, ["question", "reply"]),
        ({"translation": "c", "original": "a\nb"}, ["original", "translation"]),
        ({"translation": {"English": "a\nb", "yor": "c"}, "id": "x"}, ["English", "yor"]),
        ({"translation": "c", "en": "a\nb"}, None),
    ],
)
def test_pairs(record: dict[str, Any], columns: list[str] | None, tmp_path: Path) -> None:
    content = "".join(json.dumps(record) + "\n" for _ in range(2)) + "\n"
    for name in ("a.jsonl", "a.jsonl.gz"):
        assert read(tmp_path / name, content, columns=columns) == [("a b", "c"), ("a b", "c"), ("", "")]


def test_what_was_decided_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"English": "a", "German": "b"}\n')
    assert opened(path).notes == [f"data.train={path}: source and target are its fields 'English' and 'German'"]
    path.write_text(json.dumps(NESTED))
    assert opened(path).notes == []


FLAT = '{"en": "a", "de": "b"}\n'


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        (FLAT + '{"en": "a"}\n', None, 'a.jsonl: line 2: has no text \'de\'; each line must be {"en": …, "de": …}'),
        (FLAT + '{"en": "a", "de": null}\n', None, "line 2: has no text 'de'"),
        (FLAT + "[1]\n", None, "line 2: has no text 'en'"),
        (FLAT + "{\n", None, "line 2: is not JSON"),
        (
            '{"q": "a", "a": "b"}\n',
            None,
            "but the fields q, a; name those of source and target with data.columns=[…,…]",
        ),
        (
            '{"translation": "a", "text": "b"}\n',
            None,
            "but the fields translation, text; name those of source and target with",
        ),
        ('{"translation": {"a": "b"}}\n', ["a", "b"], "has no field 'b', only a"),
        ('{"q": "a", "a": "b"}\n', ["q", "b"], "data.columns=[q,b]: "),
        ('{"q": "a", "a": "b"}\n', ["q", "b"], "has no field 'b', only q, a"),
        ('{"en": "a", "English": "b", "de": "c"}\n', None, "name those of source and target"),
        ('{"en": "a", "label": "b"}\n', None, "the fields en, label; name those of source and target"),
        ('{"source": "a", "lang": "b"}\n', None, "the fields source, lang; name those of source and target"),
    ],
)
def test_mistakes(content: str, columns: list[str] | None, said: str, tmp_path: Path) -> None:
    assert said in mistake(tmp_path / "a.jsonl", content, columns=columns)
