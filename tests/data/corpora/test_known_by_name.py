"""Corpora by their names, and one of the user's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from options import nested

from s2s.config.corpora import CORPORA, Shape, corpora_for
from s2s.config.load import parse
from s2s.config.schema import DataConfig
from s2s.data.corpora.load import load_corpus
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pytestmark = pytest.mark.usefixtures("cache")
OWN = '''
from s2s.data.corpora.pairs import Pairs


class Numbers:
    """Numbers and their doubles, in words of digits."""

    shapes = ("pairs",)
    options = ("size",)

    def splits(self, data, request, seed):
        rows = [(str(number), str(2 * number)) for number in range(data.size)]
        return {"train": Pairs("numbers", None, lambda: iter(rows + [("1", "")]))}
'''


@pytest.mark.parametrize("name", CORPORA.names)
def test_a_row_says_what_its_class_is(name: str) -> None:
    facts, made = CORPORA.facts(name), CORPORA.load(name)
    assert facts.shapes and {*facts.shapes} <= {*Shape}
    assert callable(made().splits) and facts.judged == hasattr(made, "judge")
    known = vars(DataConfig())
    assert {*facts.options} | {option for option, _ in facts.needs} <= {*known}


def test_corpora_for_shapes() -> None:
    assert corpora_for((Shape.series,)) == ("files", "signal")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mycorpora.py").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "mycorpora", raising=False)


def parsed(changes: dict[str, Any]) -> DataConfig:
    return parse(nested(changes)).data


@pytest.mark.usefixtures("own")
def test_a_corpus_of_the_users_own() -> None:
    data = parsed({"data.corpus": "mycorpora:Numbers", "data.size": 40, "data.source": "xx"})
    corpus = load_corpus(data, 1)
    rows = [(row["source"], row["target"]) for row in [*corpus.train, *corpus.validation]]
    assert sorted(rows) == sorted((str(n), str(2 * n)) for n in range(40))
    assert corpus.dropped == {"train": 1} and corpus.held_out


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"data.corpus": "mycorpora:Numbers", "data.train": "x"}, "data.train=x: has no effect with data=mycorpora:Nu"),
        ({"data.corpus": "mycorpora:Letters"}, "mycorpora:Letters: the module has no Letters"),
        ({"data.corpus": "phrasebok"}, "data.corpus=phrasebok: no such corpus; did you mean phrasebook? choose from"),
        (
            {"data.corpus": "mycorpora:Numbers", "task": "forecast", "model.encoding": "features"},
            "data.corpus=mycorpora:Numbers: not for task=forecast; use data=files or signal",
        ),
    ],
)
def test_what_does_not_go_with_a_corpus(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as caught:
        parsed({"train.metric": "loss", "train.label_smoothing": 0.0, **changes} if "task" in changes else changes)
    assert said in str(caught.value)


def test_tunes_can_be_classified_by_key_and_metre() -> None:
    corpus = load_corpus(DataConfig(corpus="tunes", size=20), 1, "classify")
    written = load_corpus(DataConfig(corpus="tunes", size=20), 1, "generate")
    assert corpus.train["source"][:] == written.train["target"][:]
    assert corpus.train["target"][:] == written.train["source"][:] and len(corpus.train) == 20
