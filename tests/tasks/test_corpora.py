"""A run of several corpora, with weights and tags: what is read, what an epoch has, and what is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from options import nested
from tasks.test_directions import LANGUAGES, written
from training import train

from s2s.api.data import data_of
from s2s.config.entries import CorpusConfig
from s2s.config.load import explain, parse, to_yaml
from s2s.config.options import show
from s2s.config.schema import DataConfig, RunConfig
from s2s.config.weighted import groups_of
from s2s.data.corpora.load import load_corpus
from s2s.data.text.ids import EOS
from s2s.data.text.preparation import tags_of
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config
from s2s.tasks.loaded import Loaded
from s2s.training.described import mixture_of


def data(corpora: list[dict[str, Any]] | None, **changes: Any) -> DataConfig:
    values = {"data.corpus": "files", "data.corpora": corpora, **{f"data.{name}": it for name, it in changes.items()}}
    return parse(nested(values)).data


def synthetic(folder: Path, count: int = 12) -> str:
    """Further pairs, which no other corpus has, and their prefix."""
    for code in LANGUAGES:
        lines = [f"made {code} {number}" for number in range(count)]
        (folder / f"made.{code}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / "made")


@pytest.mark.parametrize(
    ("corpora", "changes", "said"),
    [
        ([], {}, r"data.corpora=\[\]: is empty"),
        ([{"train": "a"}, {"weight": 2}], {}, r"data.corpora\[1\].train: is missing"),
        ([{"train": "a"}, {"train": "b", "weight": 0}], {}, r"data.corpora\[1\].weight=0.0: must be between"),
        ([{"train": "a"}, {"train": "b", "weight": -1}], {}, r"weight=-1.0: must be between"),
        ([{"train": "a"}, {"train": "b", "weight": float("nan")}], {}, r"weight=nan: must be between"),
        (
            [{"train": "a", "weight": 2}, {"train": "b", "weight": 2}],
            {},
            "has no effect where all corpora have the same",
        ),
        ([{"train": "a", "weight": 2}], {}, "has no effect where all corpora have the same"),
        ([{"train": "a"}, {"train": "b", "tag": "b t"}], {}, r"data.corpora\[1\].tag=b t: use letters, digits and _"),
        ([{"train": "a", "tag": "bt"}], {}, "every corpus of en-de has a tag, which no text has"),
        ([{"train": "a"}, {"train": "b"}], {"train": "c"}, "data.train=c: has no effect with data.corpora"),
        ([{"train": "a"}, {"train": "b", "directions": []}], {}, r"directions=\[\]: is empty"),
        (
            [{"train": "a"}, {"train": "b", "directions": ["en-fr"]}],
            {"directions": ["en-de", "de-en"]},
            r"data.corpora\[1\].directions=\[en-fr\]: en-fr is no direction of the run, which are en-de, de-en",
        ),
        (
            [{"train": "a", "directions": ["en-de"]}, {"train": "b", "directions": ["en-de"]}],
            {"directions": ["en-de", "de-en"]},
            "none has pairs of de-en; add it to the directions of one",
        ),
        (
            [{"train": "a", "directions": ["en-de", "en-de"]}, {"train": "b", "directions": ["de-en"]}],
            {},
            "en-de is named twice",
        ),
        ([{"train": "a", "directions": ["en-en"]}, {"train": "b"}], {}, "en-en has the same language twice"),
        ([{"train": "a", "wieght": 2}], {}, r"data.corpora\[0\].wieght: no such option; did you mean .*\.weight\?"),
        ([{"train": "a"}, {"train": "b"}], {"corpus": "phrasebook"}, "has no effect with data=phrasebook"),
        ([{"train": "a.npy"}, {"train": "b"}], {}, r"data.corpora\[0\].train=a.npy: holds vectors"),
        ([{"train": "a"}, {"train": "b", "tag": "bt"}], {"temperature": 2}, "has no effect without data.directions"),
    ],
)
def test_corpora_that_cannot_be(corpora: Any, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said) as raised:
        data(corpora, **changes)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("[{train: a, wieght: 2}]", "Key 'wieght' not in 'CorpusConfig'; write [{train: PREFIX}"),
        ("[a,b]", "data.corpora[0]: Invalid type assigned: str"),
        ("[{train: a, weight: x}]", "weight: Value 'x' of type 'str'"),
    ],
)
def test_what_hydra_cannot_compose_is_said_with_a_remedy(typed: str, said: str) -> None:
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    typed_values = OmegaConf.create({"data": {"corpora": yaml.safe_load(typed)}})
    with pytest.raises(OmegaConfBaseException) as raised:
        OmegaConf.merge(OmegaConf.structured(RunConfig), typed_values)
    message = explain(raised.value)
    assert (
        message.startswith("data.corpora")
        and said in message
        and "where each may have train, directions, weight, tag" in message
    )


def test_only_translation_has_several_corpora_and_only_pieces_have_tags() -> None:
    corpora = [{"train": "a.tsv"}, {"train": "b.tsv", "tag": "bt"}]
    pattern = {"tokenizer.kind": "pattern", "tokenizer.pattern": "smiles"}
    with pytest.raises(UserError, match=r"has no tag for a corpus, as data.corpora names"):
        parse(nested({"data.corpus": "files", "data.corpora": corpora, **pattern}))
    with pytest.raises(UserError, match=r"data.corpora\[1\].tag=bt: does not go with features of a source"):
        data(corpora, columns=["a", "b", "c"])
    classify = {"task": "classify", "train.metric": "accuracy", "data.corpus": "files", "data.corpora": corpora}
    with pytest.raises(UserError, match=r"data.corpora=.* has no effect with task=classify"):
        parse(nested(classify))


def test_the_simplest_form_of_options() -> None:
    assert data([{"train": "a"}]) == DataConfig(corpus="files", train="a")
    assert data([{"train": "a", "directions": ["en-bn"]}]) == DataConfig(corpus="files", train="a", target="bn")
    one = data([{"train": "a", "directions": ["en-bn"]}, {"train": "b", "weight": "2"}])
    assert (one.source, one.target, one.directions) == ("en", "bn", None)
    assert one.corpora == [CorpusConfig("a"), CorpusConfig("b", weight=2.0)]
    several = data([{"train": "a", "directions": ["en-bn", "bn-en"]}, {"train": "b", "directions": ["en-de", "en-bn"]}])
    assert several.directions == ["en-bn", "bn-en", "en-de"]
    assert show(several.corpora) == "[{train: a, directions: [en-bn,bn-en]},{train: b, directions: [en-de,en-bn]}]"
    config = parse(nested({"data.corpus": "files", "data.corpora": [{"train": "a"}, {"train": "b", "tag": "bt"}]}))
    from omegaconf import OmegaConf

    assert parse(OmegaConf.create(to_yaml(config))) == config  # type: ignore[arg-type]
    with pytest.raises(UserError, match=r"data.source=fr: has no effect with data.directions"):
        data([{"train": "a"}, {"train": "b"}], directions=["en-de"], source="fr")


def test_what_is_read_of_several_corpora(tmp_path: Path) -> None:
    corpora: list[dict[str, Any]] = [
        {"train": written(tmp_path)},
        {"train": synthetic(tmp_path), "tag": "bt", "weight": 0.5},
    ]
    read = data(corpora)
    corpus = load_corpus(read, 1)
    assert corpus.held_out and len(corpus.validation) == 3 and corpus.spans == {}
    assert not any(text.startswith("made") for text in corpus.validation["source"]), "what has a tag judges nothing"
    assert [(one.rows, one.corpus) for one in corpus.parts] == [(range(57), 0), (range(57, 69), 1)]
    rows = corpus.train[:]
    assert rows["direction"] == [0] * 57 + [1] * 12 and rows["source"][57:] == [f"made en {n}" for n in range(12)]
    again = load_corpus(data(corpora, validation=str(tmp_path / "validation")), 1)
    assert len(again.validation) == 6 and len(again.train) == 72
    only = load_corpus(data(corpora, validation=str(tmp_path / "validation")), 1, splits=("train",))
    assert only.validation is None and len(only.train) == 72 and only.parts == again.parts
    none = load_corpus(
        data([{"train": "gone"}, {"train": "lost"}], validation=str(tmp_path / "validation")), 1, splits=("validation",)
    )
    assert none.train is None and len(none.validation) == 6
    gone = [corpora[0], corpora[1] | {"train": "gone"}]
    held = load_corpus(data(gone), 1, splits=("validation",))  # nothing is held out of a corpus with a tag
    assert held.validation["source"] == corpus.validation["source"] and "train" not in held.digests
    with pytest.raises(UserError, match="gone: found neither"):
        load_corpus(data(gone), 1, splits=("train",))
    assert again.digests["train"] != load_corpus(data([corpora[1] | {"tag": None}, corpora[0]]), 1).digests["train"]


def test_corpora_of_different_directions(tmp_path: Path) -> None:
    corpora = [
        {"train": written(tmp_path)},
        {"train": synthetic(tmp_path), "directions": ["de-bn"], "tag": "bt", "weight": 3},
    ]
    given = {"data.corpus": "files", "data.corpora": corpora, "data.directions": ["en-de", "de-bn"]}
    config = parse(nested({**given, "data.temperature": 1.0}))
    corpus = load_corpus(config.data, 1)
    assert [(one.corpus, one.direction, len(one.rows)) for one in corpus.parts] == [(0, 0, 57), (0, 1, 57), (1, 1, 12)]
    assert corpus.spans["train"] == (range(57), range(57, 126))
    assert Counter(corpus.train["direction"]) == {0: 57, 1: 57, 2: 12} and len(corpus.of("validation", 1)) == 3
    assert set(corpus.validation["direction"]) == {0, 1}
    lines = [*corpus.train["source"], *corpus.train["target"]]
    tokenizer = Tokenizer.train(lines, kind="char", size=None, coverage=None, languages=("de", "bn"), corpora=("bt",))
    german, bengali, made = tokenizer.tag("de"), tokenizer.tag("bn"), tokenizer.tag_of_corpus("bt")
    assert tags_of(config, tokenizer) == ((german,), (bengali,), (bengali, made))
    assert made not in tokenizer.encode(["<tag:bt> <bt>"])[0], "a user's own text stays text"
    mixture = mixture_of(config, corpus)
    assert mixture is not None and mixture.quotas.tolist() == [48, 48, 30], "126 pairs by 57, 57 and 3 · 12"


def test_columns_and_files_that_are_not_there(tmp_path: Path) -> None:
    good = {"train": written(tmp_path)}
    (tmp_path / "t.tsv").write_text("en\tbn\n" + "hello\thallo\nbye\ttschüss\n" * 3, encoding="utf-8")
    several = {"directions": ["en-de", "en-bn"]}
    with pytest.raises(UserError, match=r"en-de: data.corpora\[1\].train=.*t.tsv"):
        load_corpus(data([good, {"train": str(tmp_path / "t.tsv")}], **several), 1)
    kept = load_corpus(data([good, {"train": str(tmp_path / "t.tsv"), "directions": ["en-bn"]}], **several), 1)
    assert [one.direction for one in kept.parts] == [0, 1, 1]
    with pytest.raises(UserError, match=r"data.corpora\[1\].train=.*gone: found neither"):
        load_corpus(data([good, {"train": str(tmp_path / "gone")}]), 1)
    for code in ("en", "fr.gz"):
        (tmp_path / f"french.{code}").touch()
    french, name = {"train": str(tmp_path / "french")}, "a language is called by the end of its file's name"
    for run, found in (
        ({"directions": ["en-de", "de-en"]}, r", or give the corpus its own, as directions: \[en-fr\]"),
        ({"directions": ["de-en", "en-de"]}, r", or give the corpus its own, as directions: \[fr-en\]"),
        ({}, ""),
    ):
        with pytest.raises(UserError, match=f"french.de.gz, but .*french.en, .*french.fr.gz; {name}{found}$"):
            load_corpus(data([good, french], **run), 1)


def options(folder: Path, *more: str) -> list[str]:
    """Of a run of pairs and of others with a tag, which come half as often."""
    corpora = f"[{{train: {written(folder)}}},{{train: {synthetic(folder)}, weight: 0.5, tag: bt}}]"
    return [
        f"data.corpora={corpora}",
        "data.train=null",
        f"data.validation={folder / 'validation'}",
        "data.test=null",
        *more,
    ]


@pytest.mark.slow
def test_stopped_and_gone_on_with_is_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    given = options(tmp_path, "tokenizer.sampling=0.1", "optim.schedule=constant", "train.tokens=100")
    run = train(tmp_path, *given, "name=whole").parent / "whole-1"
    for steps in ("train.steps=3", "train.steps=6"):
        train(tmp_path, *given, "name=halves", steps)
    for name in ("model.safetensors", "metrics.jsonl"):
        whole, halves = ((tmp_path / "runs" / f"{run}-1" / name).read_bytes() for run in ("whole", "halves"))
        assert whole == halves
    said = [record.getMessage() for record in caplog.records]
    assert any("made, weight: 0.5, tag: bt} 12 pairs (10% of an epoch)" in line for line in said)
    config = load_config(run)
    assert config.data.corpora is not None and config.data.corpora[1].tag == "bt"
    assert [one.tag for one in groups_of(config.data)] == [None, "bt"]
    translator = Translator.load(run, backend="torch")
    assert isinstance(translator.source, Tokenizer)
    tag = translator.source.tag_of_corpus("bt")
    assert tags_of(config, translator.source) == ((), (tag,))
    assert translator.encode("Anna sings.") == [*translator.source.encode(["Anna sings."])[0], EOS], "without a tag"
    assert translator.config.data.target == "de"
    assert Loaded([run]).evaluate(["Anna sings."], ["Anna singt."], ["chrf"]).examples == 1
    with pytest.raises(UserError, match=r"data.corpora=.*: .* was trained with data.corpora=\[\{train: "):
        train(tmp_path, *given, "name=whole", "data.corpora=[{train: a},{train: b}]")


def test_a_tag_that_the_first_run_has_not_is_refused_or_added() -> None:
    lines = ["the dog sleeps", "der Hund schläft"]
    before, after = (
        Tokenizer.train(lines, kind="char", size=None, coverage=None, corpora=corpora) for corpora in ((), ("bt",))
    )
    with pytest.raises(
        UserError, match=r"has no tag bt of a corpus; train one with it, or add it by tokenizer.extend=true"
    ):
        before.tag_of_corpus("bt")
    assert before.extended(after).tag_of_corpus("bt") == before.size


def test_from_python_several_corpora_are_files() -> None:
    given = data_of({"corpora": [{"train": "a"}, {"train": "b", "tag": "bt"}]}, None, None)
    assert given.corpus == "files" and list(given.options) == ["data.corpora"]


@pytest.mark.slow
def test_one_corpus_is_an_ordinary_run(tmp_path: Path) -> None:
    prefix = written(tmp_path)
    train(tmp_path, f"data.train={prefix}", "name=plain")
    train(tmp_path, f"data.corpora=[{{train: {prefix}}}]", "data.train=null", "name=alone")
    plain, alone = ((tmp_path / "runs" / f"{name}-1" / "model.safetensors").read_bytes() for name in ("plain", "alone"))
    assert plain == alone
