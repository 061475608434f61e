from __future__ import annotations

from collections import Counter
from pathlib import Path

import datasets
import numpy
import pytest
from corpora import pairs_of

from s2s.config.entries import CorpusConfig
from s2s.config.schema import DataConfig
from s2s.data.corpora.held_out import hold_out
from s2s.data.corpora.load import load_corpus

Rows = list[tuple[str, str]]


def table(rows: Rows) -> datasets.Dataset:
    return datasets.Dataset.from_dict(
        {"source": [source for source, _ in rows], "target": [target for _, target in rows]}
    )


def split(
    rows: Rows, texts: tuple[str, ...] = ("source", "target"), beside: tuple[Rows, ...] = ()
) -> tuple[Rows, Rows]:
    """Training and validation, which are all rows."""
    train, validation = hold_out(table(rows), 1, "data.train=x", texts, list(map(table, beside)))
    assert Counter(pairs_of(train) + pairs_of(validation)) == Counter(rows)
    return pairs_of(train), pairs_of(validation)


def shared(train: Rows, validation: Rows, side: int) -> set[str]:
    return {row[side] for row in train} & {row[side] for row in validation}


def phrases(count: int, kinds: int, seed: int) -> Rows:
    """Sentences of which some have several translations, and some translations several sources, as Tatoeba has them."""
    random = numpy.random.default_rng(seed)
    return [(f"s{random.integers(kinds)}", f"t{random.integers(kinds)}") for _ in range(count)]


@pytest.mark.parametrize("seed", range(5))
def test_no_text_of_validation_is_in_training(seed: int) -> None:
    rows = phrases(2000, 1500, seed)
    train, validation = split(rows)
    assert len(validation) == 100
    assert not shared(train, validation, 0) and not shared(train, validation, 1)
    drawn = pairs_of(hold_out(table(rows), 1, "x")[1])
    assert shared([row for row in rows if row not in drawn], drawn, 0), "the rows are drawn such that it matters"


def test_without_repetitions_the_rows_are_those_that_were_drawn_before() -> None:
    rows = [(f"s{number}", f"t{number}") for number in range(400)]
    assert split(rows) == split(rows, texts=())


def test_texts_that_all_repeat_are_held_out_with_all_their_rows() -> None:
    """Each pair four times, one a thousand times."""
    rows = [(f"s{number % 500}", f"t{number % 500}") for number in range(2000)] + [("Hello.", "t1")] * 1000
    train, validation = split(rows)
    assert not shared(train, validation, 0) and 140 <= len(validation) <= 150
    assert set(Counter(validation).values()) == {4}


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([("a", "b")] * 40, 2),
        ([("", "b")] * 2, 1),
        ([("a", "b")] * 30 + [("c", "d")] * 10, 2),
        ([("a", "b")] * 20 + [("c", "d")] * 20, 2),
    ],
)
def test_few_different_texts(rows: Rows, count: int) -> None:
    assert len(split(rows)[1]) == count


def test_labels_may_be_in_both() -> None:
    rows = [(f"s{number % 90}", f"label{number % 2}") for number in range(100)]
    train, validation = split(rows, ("source",))
    assert not shared(train, validation, 0) and shared(train, validation, 1)


def test_a_text_of_another_corpus_is_not_held_out() -> None:
    rows, beside = (
        [(f"s{number}", f"t{number}") for number in range(100)],
        [(f"s{number}", "x") for number in range(93)],
    )
    _, validation = split(rows, beside=(beside,))
    assert len(validation) == 5 and not shared(beside, validation, 0)
    assert shared(beside, split(rows)[1], 0)


@pytest.mark.parametrize(("directions", "count"), [(None, 380), (["en-de", "de-en"], 760)])
def test_what_is_held_out_of_a_corpus_is_learned_from_no_other(
    tmp_path: Path, directions: list[str] | None, count: int
) -> None:
    """Back-translations of the same text, which have a tag and are judged by nobody; and a part of a corpus beside the whole."""
    for name, source, size in (("whole", "s", 200), ("made", "bt", 200), ("part", "s", 100)):
        lines = ["en\tde", *(f"{source} {number}\tt {number}" for number in range(size))]
        (tmp_path / f"{name}.tsv").write_text("".join(f"{line}\n" for line in lines))
    whole, made, part = (
        CorpusConfig(train=str(tmp_path / f"{name}.tsv"), tag=tag)
        for name, tag in (("whole", None), ("made", "bt"), ("part", None))
    )
    for corpora, left in (([whole, made], count), ([part, whole], None)):
        corpus = load_corpus(DataConfig(corpus="files", corpora=corpora, directions=directions, seed=1), 1)
        train, validation = pairs_of(corpus.train), pairs_of(corpus.validation)
        learned, judged = ({text for pair in rows for text in pair} for rows in (train, validation))
        assert not learned & judged and len(train) == (left or len(train))
        assert sum(len(one.rows) for one in corpus.parts) == len(train) == corpus.parts[-1].rows.stop
        (note,) = [one for one in corpus.notes if "training pairs are left out, as their texts are held out of" in one]
        assert note.endswith("; give data.validation to learn from all")
    given = DataConfig(corpus="files", corpora=[whole, made], directions=directions, validation=whole.train, seed=1)
    assert len(load_corpus(given, 1).train) == 400 * len(directions or [""]), "only what is held out is left out"


@pytest.mark.parametrize("several", [False, True])
def test_new_runs_hold_out_texts_and_those_of_before_rows(tmp_path: Path, several: bool) -> None:
    """Runs from before have no data.seed; what they held out is what they are continued and judged with."""
    rows = phrases(600, 600, 3)
    for number in range(2):
        part = rows[number::2]
        (tmp_path / f"{number}.tsv").write_text("".join(f"{source}\t{target}\n" for source, target in part))
    (tmp_path / "all.tsv").write_text("".join(f"{source}\t{target}\n" for source, target in rows))
    corpora = [CorpusConfig(train=str(tmp_path / f"{number}.tsv")) for number in range(2)]
    overlaps = []
    for data_seed in (None, 1):
        data = DataConfig(corpus="files", train=str(tmp_path / "all.tsv"), seed=data_seed)
        if several:
            data = DataConfig(corpus="files", corpora=corpora, seed=data_seed)
        corpus = load_corpus(data, 1)
        train, validation = pairs_of(corpus.train), pairs_of(corpus.validation)
        assert len(validation) == 30 and Counter(train + validation) == Counter(rows)
        overlaps.append(shared(train, validation, 0) | shared(train, validation, 1))
        only = load_corpus(data, 1, splits=("validation",))
        assert pairs_of(only.validation) == validation
    assert overlaps[0] and not overlaps[1]
