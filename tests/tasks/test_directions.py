"""One model of several directions, from its options to its scores: tags, tables, zero-shot, and what is refused."""

from __future__ import annotations

import json
import pickle
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import datasets
import numpy
import pytest
from options import nested
from training import metrics, train
from translating import Copy, ending

from s2s.cli import main
from s2s.commands.conversation import Conversation
from s2s.config.directions import Direction, directions_of
from s2s.config.load import parse
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.directions import balanced
from s2s.data.corpora.in_memory import in_memory
from s2s.data.corpora.load import load_corpus
from s2s.data.corpora.phrasebook.draw import REALISE, meanings
from s2s.data.text.ids import EOS
from s2s.data.text.tokenizer import Tokenizer
from s2s.decode.backend import Settings
from s2s.decode.scheduler import decode
from s2s.errors import UserError
from s2s.inference.translator import Translator
from s2s.inspect.subjects import trained
from s2s.metrics.scores import score
from s2s.runs.folder import load_config
from s2s.runtime.process import say_once
from s2s.serve.models import Models, load
from s2s.serve.options import ServeOptions
from s2s.tasks.confidence import observed
from s2s.tasks.directions import of_direction
from s2s.tasks.evaluation import Examples, Lines
from s2s.tasks.judging import grouped
from s2s.tasks.loaded import Loaded, Written
from s2s.tasks.translate import Translate

LANGUAGES = ("en", "de", "bn")
DIRECTIONS = "data.directions=[en-de,de-en,en-bn]"


def written(folder: Path) -> str:
    """Files of three languages, and the prefix of those to train on."""
    for split, size in (("train", 60), ("validation", 6)):
        for code in LANGUAGES:
            lines = [REALISE[code](meaning) for meaning in meanings(split, size, 1)]
            (folder / f"{split}.{code}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / "train")


def options(folder: Path, *more: str) -> list[str]:
    """Of a run of three directions with these files."""
    prefix = written(folder)
    return [f"data.train={prefix}", f"data.validation={folder / 'validation'}", DIRECTIONS, "data.test=null", *more]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("directions")
    return train(folder, *options(folder, "train.metric=bleu", "data.temperature=2"))


def data(**changes: Any) -> DataConfig:
    return parse(
        nested({"data.corpus": "files", "data.train": "t", **{f"data.{k}": v for k, v in changes.items()}})
    ).data


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"directions": ["en-de", "en-en"]}, "en-en has the same language twice"),
        ({"directions": ["en-de", "en-de"]}, "en-de is named twice"),
        ({"directions": ["en-de", "ende"]}, "'ende' is no direction; write SOURCE-TARGET"),
        ({"directions": ["en-pt-BR", "en-de"]}, "a code with a region as pt_BR-en"),
        ({"directions": []}, "is empty"),
        ({"directions": ["en-de", "de-en"], "source": "fr"}, "data.source=fr: has no effect with data.directions"),
        ({"directions": ["en-de", "de-en"], "columns": ["a", "b"]}, "columns are named by language"),
        ({"directions": ["en-de", "de-en"], "temperature": 0.0}, "data.temperature=0.0: must be between"),
        ({"temperature": 2.0}, "has no effect without data.directions"),
    ],
)
def test_directions_that_cannot_be(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said) as raised:
        data(**changes)
    assert "\n" not in str(raised.value)


def test_a_built_in_corpus_lists_its_languages() -> None:
    with pytest.raises(UserError, match="fr is not in this corpus; choose from en, de, bn"):
        parse(nested({"data.directions": ["en-de", "en-fr"]}))


def test_one_direction_is_an_ordinary_run() -> None:
    one = data(directions=["en-pt_BR"])
    assert one == data(source="en", target="pt_BR") and one.directions is None


def test_each_direction_has_its_rows(tmp_path: Path) -> None:
    corpus = load_corpus(data(train=written(tmp_path), directions=["en-de", "bn-en"]), 1)
    for split in ("train", "validation"):
        for number, (source, target) in enumerate((("en", "de"), ("bn", "en"))):
            rows = corpus.of(split, number)[:]
            known = {REALISE[source](one): REALISE[target](one) for one in meanings("train", 60, 1)}
            assert set(rows["direction"]) == {number}
            assert all(known[left] == right for left, right in zip(rows["source"], rows["target"], strict=True))
    assert sum(map(len, corpus.spans["train"])) == len(corpus.train) == 114 and corpus.held_out
    held = [set(corpus.of("validation", number)["source"]) for number in range(2)]
    assert not held[0] & set(corpus.of("train", 1)["target"]), "what is held out of one is held out of the other"


def test_what_is_held_out_of_one_direction_is_learned_in_none(tmp_path: Path) -> None:
    """Also where sentences are missing in a language, so that each direction has lines of its own."""
    for code in ("en", "de", "fr"):
        lines = ["" if code == "fr" and n % 10 == 0 else f"{code} {n}" for n in range(400)]
        (tmp_path / f"train.{code}").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    directions = ["en-de", "de-en", "en-fr", "fr-de"]
    corpus = load_corpus(data(train=str(tmp_path / "train"), directions=directions), 1)
    judged, learned = set[str](), set[str]()
    for number in range(4):
        validation, train = (corpus.of(split, number) for split in ("validation", "train"))
        judged |= {*validation["source"], *validation["target"]}
        learned |= {*train["source"], *train["target"]}
        assert len(validation) == (20 if number < 2 else 18) and len(train) > 300
    assert not judged & learned
    left_out = 2 * 400 + 2 * 360 - len(corpus.train) - len(corpus.validation)
    assert [note for note in corpus.notes if note.startswith(f"{left_out:,} training pairs are left out")]
    mixed: list[dict[str, Any]] = [
        {"train": str(tmp_path / "train")},
        {"train": str(tmp_path / "train"), "tag": "bt", "directions": ["fr-de"]},
    ]
    corpus = load_corpus(data(train=None, corpora=mixed, directions=directions), 1)
    assert sum(len(part.rows) for part in corpus.parts) == len(corpus.train)
    for part in corpus.parts:
        rows = corpus.train[part.rows.start : part.rows.stop]
        source, target = directions[part.direction].split("-")
        assert all(text.startswith(source) for text in rows["source"])
        assert all(text.startswith(target) for text in rows["target"])
    for code, text in (("fr", "rare"), ("de", corpus.of("validation", 0)["target"][0])):
        (tmp_path / f"few.{code}").write_text(f"{text}\n", encoding="utf-8")
    mixed[1]["train"] = str(tmp_path / "few")
    with pytest.raises(UserError, match=r"^fr-de: data.corpora\[1\]: what is held out of other directions leaves no"):
        load_corpus(data(train=None, corpora=mixed, directions=directions), 1)


def test_regions_of_a_language_are_languages_of_their_own(tmp_path: Path) -> None:
    rows = {"en": ["one", "two"], "pt_BR": ["um trem", "dois trens"], "pt_PT": ["um comboio", "dois comboios"]}
    directions = ["en-pt_BR", "en-pt_PT"]
    lines = ["\t".join(rows), *map("\t".join, zip(*rows.values(), strict=True))]
    (tmp_path / "both.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    records = [dict(zip(rows, row, strict=True)) for row in zip(*rows.values(), strict=True)]
    (tmp_path / "both.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    for name, texts in rows.items():
        (tmp_path / f"both.{name.replace('_', '-')}").write_text("\n".join(texts) + "\n", encoding="utf-8")
    for path in (tmp_path / "both.tsv", tmp_path / "both.jsonl", tmp_path / "both"):
        options = {"train": str(path), "validation": str(path), "directions": directions}
        corpus = load_corpus(data(**options), 1)
        for number, code in enumerate(("pt_BR", "pt_PT")):
            assert list(corpus.of("train", number)["target"]) == rows[code], path
    (tmp_path / "one.tsv").write_text("en\tpt_PT\none\tum comboio\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"en-pt_BR: .* does not say which text is en and which is pt_BR"):
        load_corpus(data(train=str(tmp_path / "one.tsv"), directions=directions), 1)


def test_records_may_lack_a_language(tmp_path: Path) -> None:
    flat = [{"en": "a", "ha": "b", "yor": "c"}, {"en": "d", "ha": None, "yor": "e"}, {"en": "f", "ha": "g"}]
    for name, records in (("flat", flat), ("nested", [{"translation": one} for one in flat])):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        corpus = load_corpus(data(train=str(path), validation=str(path), directions=["en-ha", "en-yo"]), 1)
        pairs = list(zip(corpus.train["source"], corpus.train["target"], corpus.train["direction"], strict=True))
        assert pairs == [("a", "b", 0), ("f", "g", 0), ("a", "c", 1), ("d", "e", 1)]
        with pytest.raises(UserError, match=r"line 2: has no text '(translation\.)?ha'"):
            load_corpus(data(train=str(path), validation=str(path), source="en", target="ha"), 1)


def test_columns_without_codes_get_a_remedy_that_goes(tmp_path: Path) -> None:
    (tmp_path / "names.tsv").write_text("English\tHausanci\tDagbani\na\tb\tc\n", encoding="utf-8")
    with pytest.raises(
        UserError, match=r"data\.directions needs the codes of the languages as names, .*in a first row"
    ):
        load_corpus(data(train=str(tmp_path / "names.tsv"), directions=["en-ha", "en-yo"]), 1)
    (tmp_path / "codes.tsv").write_text("eng\thau\tyor\na\tb\tc\nd\te\tf\n", encoding="utf-8")
    options = {split: str(tmp_path / "codes.tsv") for split in ("train", "validation")}
    corpus = load_corpus(data(**options, directions=["en-ha", "en-yo"]), 1)
    assert list(corpus.train["target"]) == ["b", "e", "c", "f"]


@pytest.mark.parametrize("kind", ["tsv", "csv", "jsonl", "table"])
def test_tables_with_a_column_for_each_language(tmp_path: Path, kind: str) -> None:
    rows = [{code: REALISE[code](one) for code in LANGUAGES} for one in meanings("train", 30, 1)]
    changes: dict[str, Any] = {"directions": ["de-bn", "bn-en"]}
    if kind == "table":
        pandas = pytest.importorskip("pandas")
        held = in_memory(pandas.DataFrame(rows))
        changes |= {"corpus": "memory", "digest": held.digest, "train": None}
    else:
        path = tmp_path / f"all.{kind}"
        separator = {"tsv": "\t", "csv": ";"}.get(kind, "")
        lines = [json.dumps(row) for row in rows] if kind == "jsonl" else [separator.join(row.values()) for row in rows]
        path.write_text("\n".join([separator.join(LANGUAGES)] * (kind != "jsonl") + lines) + "\n", encoding="utf-8")
        changes["train"] = str(path)
    corpus = load_corpus(data(**changes), 1)
    pairs = {(row["de"], row["bn"]) for row in rows} | {(row["bn"], row["en"]) for row in rows}
    assert set(zip(corpus.train["source"], corpus.train["target"], strict=True)) <= pairs
    for number in range(2):
        assert len(corpus.of("train", number)) + len(corpus.of("validation", number)) == len(rows)


def test_directions_are_looked_at_one_by_one(tmp_path: Path) -> None:
    """What is one language in a direction is another in the next, and no fault of either."""
    config = RunConfig(data=data(train=written(tmp_path), directions=["en-bn", "bn-en"]))
    assert Translate().warnings(config, load_corpus(config.data, 1)) == []
    (tmp_path / "train.de").write_bytes((tmp_path / "train.bn").read_bytes())
    config = RunConfig(data=data(train=str(tmp_path / "train"), directions=["en-de", "de-en"]))
    lines = Translate().warnings(config, load_corpus(config.data, 1))
    assert {line.split(": ")[0] for line in lines} == {"en-de", "de-en"}


def test_texts_that_are_told_by_their_order_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("hello\thallo\nbye\ttschüss\n" * 3, encoding="utf-8")
    with pytest.raises(UserError, match=r"en-de: data.train=.* does not say which text is en and which is de"):
        load_corpus(data(train=str(tmp_path / "t.tsv"), directions=["en-de", "de-en"]), 1)
    for end in ("src", "tgt"):
        (tmp_path / f"p.{end}").write_text("a\nb\n", encoding="utf-8")
    with pytest.raises(UserError, match="does not say which"):
        load_corpus(data(train=str(tmp_path / "p"), directions=["en-de", "de-en"]), 1)
    with pytest.raises(UserError, match=r"fr-de: .*fr"):
        load_corpus(data(train=written(tmp_path), directions=["en-de", "fr-de"]), 1)
    held = in_memory([("a", "b"), ("c", "d")])
    with pytest.raises(UserError, match="a list does not say which text is in which language"):
        load_corpus(data(corpus="memory", digest=held.digest, train=None, directions=["en-de", "de-en"]), 1)


def test_the_vocabulary_is_learned_from_as_much_of_each_language() -> None:
    made = parse(nested({"data.directions": ["en-de", "bn-de"], "data.size": 40}))
    corpus = load_corpus(made.data, 1)
    lines = list(balanced(corpus, directions_of(made.data), ("source", "target")))
    english, bengali = (set(corpus.of("train", number)["source"]) for number in range(2))
    german = set(corpus.train["target"])
    counts = [sum(line in texts for line in lines) for texts in (english, bengali, german)]
    assert counts == [80, 80, 80], "German has 80 lines, the others 40 that come twice"


def test_a_language_of_many_directions_has_its_share_of_the_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where few sentences of each direction, less than a part, are learned from."""
    monkeypatch.setattr("s2s.data.corpora.directions.SAMPLE", 5100)
    monkeypatch.setattr("s2s.data.corpora.directions.PART", 10)
    directions = [Direction("en", f"l{number}") for number in range(50)]
    sides = {side: [getattr(one, side) for one in directions for _ in range(200)] for side in ("source", "target")}
    spans = tuple(range(200 * number, 200 * (number + 1)) for number in range(50))
    table = datasets.Dataset.from_dict(sides)
    corpus = Corpus(table, table, None, {}, False, spans={"train": spans})
    counts = Counter(balanced(corpus, directions, ("source", "target")))
    assert counts == {code: 100 for code in ["en", *(f"l{number}" for number in range(50))]}


def test_a_tag_is_no_text() -> None:
    lines = [REALISE[code](one) for one in meanings("train", 60, 1) for code in ("en", "de")]
    for kind in ("bpe", "unigram", "char", "word"):
        size = 340 if kind in ("bpe", "unigram") else None
        tokenizer = Tokenizer.train(lines, kind=kind, size=size, coverage=None, languages=("de", "pt_BR"))
        tags = {tokenizer.tag("de"), tokenizer.tag("pt_BR")}
        text = "<2de> <2pt_BR> Anna <2de>"
        sampling = [0.0, 0.5] if kind in ("bpe", "unigram") else [0.0]
        encoded = [tokenizer.encode([text], sampling=strength)[0] for strength in sampling]
        assert not any(tags & set(ids) for ids in encoded)
        if kind != "word":
            assert [tokenizer.decode([[*tags, *ids]])[0] for ids in encoded] == [text] * len(encoded)
        with pytest.raises(UserError, match="no tag for fr"):
            tokenizer.tag("fr")


def test_the_run_scores_each_direction_and_their_mean(run: Path, tmp_path: Path) -> None:
    of_step = {name: metrics(run, f"validation_bleu{name}") for name in ("", "_en-de", "_de-en", "_en-bn")}
    for step, mean in of_step[""].items():
        own = [of_step[name][step] for name in ("_en-de", "_de-en", "_en-bn")]
        assert mean == pytest.approx(sum(own) / 3)
    assert "en-bn: BLEU" in (run / "README.md").read_text(encoding="utf-8")
    config = load_config(run)
    assert config.data.directions == ["en-de", "de-en", "en-bn"] and config.data.temperature == 2


def test_every_direction_is_scored_by_itself(run: Path) -> None:
    loaded = Loaded([run], backend="torch")
    validation = load_corpus(loaded.config.data, 1, normalize=loaded.config.tokenizer.normalize).of("validation", 1)[:]
    evaluation = loaded.evaluate(
        validation["source"], validation["target"], ["chrf"], settings={"to": "en", "from_": "de"}
    )
    predicted = Translator.load(run, backend="torch").translate(validation["source"], to="en", from_="de")
    assert evaluation.scores["chrf"].score == score(predicted, validation["target"], metrics=("chrf",))["chrf"].score
    with pytest.raises(UserError, match="translates to de, en, bn; say to which"):
        loaded.evaluate(validation["source"], validation["target"])
    every = Examples(["a", "b", "c"], ["x", "y", "z"])._replace(directions=[0, 1, 1])
    config = RunConfig(data=data(directions=["en-pt_BR", "pt_BR-en"]))
    for to, from_ in (("pt-br", None), ("PT_BR", "EN"), (None, "en")):
        assert of_direction(every, config, to, from_).targets == ["x"]


def test_translate_to(run: Path, caplog: pytest.LogCaptureFixture) -> None:
    translator = Translator.load(run, backend="torch")
    with pytest.raises(UserError, match="translates to de, en, bn; say to which with --to de"):
        translator.translate("Anna sings.")
    with pytest.raises(UserError, match="to=fr: the run does not translate to it; choose from de, en, bn"):
        translator.translate("Anna sings.", to="fr")
    with pytest.raises(UserError, match="from=bn: the run does not translate from it; choose from en, de"):
        translator.translate("Anna sings.", to="de", from_="bn")
    one, other = (
        translator.translate("Anna sings.", to=code, scores=True, beam=1, max_length=9) for code in ("de", "bn")
    )
    assert one.log_prob != other.log_prob, "the tag is read"
    assert one.source_pieces[0].startswith("▁") and one.source_pieces[-1] == "</s>", "and is no piece of the source"
    caplog.clear()
    say_once.cache_clear()
    translator.translate("Anna singt.", to="bn", from_="de", max_length=5)
    translator.translate("Anna singt.", to="bn", from_="de", max_length=5)
    (said,) = [record.getMessage() for record in caplog.records if "zero-shot" in record.getMessage()]
    assert said.startswith("de-bn was not trained, only en-de, de-en, en-bn")


def test_alone_is_as_among_other_directions(run: Path) -> None:
    translator = Translator.load(run, backend="torch")
    texts = [REALISE["en"](one) for one in meanings("test", 12, 1)]
    turned = [translator.facing("de", "en"), translator.facing("bn", "en")]
    sources: list[Any] = [turned[number % 2].encode(text) for number, text in enumerate(texts)]
    settings = Settings(beam=3, max_length=12)
    together = list(decode(translator.backend, sources, settings))
    for source, several in zip(sources, together, strict=True):
        alone = next(iter(decode(translator.backend, [source], settings)))
        assert [one.tokens for one in alone] == [one.tokens for one in several]
        assert [one.score for one in alone] == pytest.approx([one.score for one in several], abs=1e-5)


def test_attention_is_of_the_text_alone() -> None:
    lines = [REALISE["en"](one) for one in meanings("train", 60, 1)]
    tokenizer = Tokenizer.train(lines, kind="char", size=None, coverage=None, languages=("de", "bn"))
    config = RunConfig(data=DataConfig(directions=["en-de", "en-bn"]))
    copier = Translator(config, tokenizer, tokenizer, Copy(tokenizer.size))
    result = copier.translate("Anna sings.", to="bn", scores=True, attention=True)
    only = result.sentences[0]
    assert result.text == "Anna sings.", "the copied tag is no text"
    assert only.attention is not None and only.attention.shape == (len(only.pieces), len(only.source_pieces))
    assert numpy.asarray(only.attention)[1].argmax() == 0, (
        "the first piece after the tag comes from the first of the text"
    )


def test_what_is_cut_off_is_said_of_its_direction(caplog: pytest.LogCaptureFixture) -> None:
    lines = [REALISE["en"](one) for one in meanings("train", 60, 1)]
    tokenizer = Tokenizer.train(lines, kind="char", size=None, coverage=None, languages=("de", "bn"))
    config = RunConfig(data=DataConfig(directions=["en-de", "en-bn"]))
    copier, task = Translator(config, tokenizer, tokenizer, Copy(tokenizer.size)), Translate()
    with caplog.at_level("INFO", logger="s2s"):
        for more in ({"from_": "en"}, {"from_": None}):
            task.write(copier, ["Anna sings.", "It"], {"to": "bn", "max_length": 5, **more})
    said = [one.getMessage() for one in caplog.records if "cut off" in one.getMessage()]
    assert [one.partition(" outputs")[0] for one in said] == ["en-bn: 1 of 2", "to bn: 1 of 2"]


def test_a_conversation_switches(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [REALISE["en"](one) for one in meanings("train", 60, 1)]
    tokenizer = Tokenizer.train(lines, kind="char", size=None, coverage=None, languages=("de", "en"))
    config = RunConfig(data=DataConfig(directions=["en-de", "de-en", "bn-en"]))
    conversation = Conversation(Translator(config, tokenizer, tokenizer, Copy(tokenizer.size)), None, None)
    typed = iter(["Anna", ":to en", "Anna", ":from de", ":to fr", ":to de", "so: to it"])
    assert list(conversation.lines(typed)) == ["Anna", "Anna", "so: to it"]
    assert capsys.readouterr().err.split("> ") == [
        ":to CODE changes the language to translate to (de, en), :from CODE that of the text\nen → de",
        "en → de",
        "→ en",
        "→ en",
        "de → en",
        "to=fr: the run does not translate to it; choose from de, en\nde → en",
        "en → de",
        "en → de",
        "\n",
    ]


@pytest.mark.slow
def test_stopped_and_gone_on_with_is_the_same(tmp_path: Path) -> None:
    given = options(tmp_path, "tokenizer.sampling=0.1", "optim.schedule=constant", "train.metric=bleu")
    train(tmp_path, *given, "name=whole")
    for steps in ("train.steps=3", "train.steps=6"):
        train(tmp_path, *given, "name=halves", steps)
    for name in ("model.safetensors", "metrics.jsonl"):
        whole, halves = ((tmp_path / "runs" / f"{run}-1" / name).read_bytes() for run in ("whole", "halves"))
        assert whole == halves


@pytest.mark.slow
def test_the_export_has_all_directions(run: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    folder = shutil.copytree(run, tmp_path / "run")
    assert main(["export", "-m", str(folder), "--run-data"]) == 0
    text = "Anna sings."
    for code in ("de", "bn"):
        written = [
            Translator.load(folder, backend=backend).translate(text, to=code, max_length=8)
            for backend in ("torch", "onnx")
        ]
        assert written[0] == written[1]
    ensemble = Translator.load([folder, folder], backend="torch").translate(text, to="bn", max_length=8)
    assert ensemble == written[0]


def test_what_is_observed_of_several_directions_stays_in_order(run: Path) -> None:
    reader, how = Translator.load(run, backend="torch"), {"beam": 1, "max_length": 8}
    numbers, sources, targets = [1, 0, 1, 0], ["Anna sings.", "Anna singt.", "", "Anna."], ["a", "b", "c", "d"]
    found = observed(reader, Examples(sources, targets, None, numbers), how)
    for row, number in enumerate(numbers):
        direction = directions_of(reader.config.data)[number]
        facing = {**how, "to": direction.target, "from_": direction.source}
        (alone,) = observed(reader, Examples([sources[row]], [targets[row]]), facing)
        together = found[row]
        assert (alone is None) == (together is None)
        if alone is not None and together is not None:
            assert alone.line == pytest.approx(together.line, rel=1e-4)
    assert [one is None for one in found] == [False, False, True, False]


def test_a_model_travels_with_its_direction(run: Path) -> None:
    turned = Translator.load(run, backend="torch").facing("bn", "en")
    arrived = pickle.loads(pickle.dumps(turned))
    assert arrived.config.data.target == "bn" and arrived.translate("Anna sings.", max_length=8) == turned.translate(
        "Anna sings.", max_length=8
    )


def test_score_is_of_the_direction(run: Path, tmp_path: Path) -> None:
    translator = Translator.load(ending(shutil.copytree(run, tmp_path / "run")), backend="torch")
    several = translator.translate("Anna sings.", to="bn", scores=True, beam=4, nbest=4, max_length=60)
    assert sum(bool(one.pieces) for one in several) == 3, "one of them is blank"
    for one in several:
        assert "truncated" not in one.flags
        own = translator.score("Anna sings.", one.pieces, pieces=True, to="bn")
        assert own == pytest.approx(one.log_prob, abs=1e-4)
    assert translator.score("Anna sings.", "Anna", to="bn") != translator.score("Anna sings.", "Anna", to="de")


def test_a_server_offers_every_direction(run: Path) -> None:
    translators = load(ServeOptions(model=(str(run),), backend="torch"))
    models = Models(translators, ServeOptions())
    assert list(models.translators) == [("en", "de"), ("de", "en"), ("en", "bn")]
    assert models.targets("en") == ["bn", "de", "en"] and models.targets("bn") == ["bn"]
    text = "Anna sings."
    own = Translator.load(run, backend="torch")
    for source, target in (("en", "de"), ("en", "bn")):
        served = models.translators[source, target].translate(text, max_length=8)
        assert served == own.translate(text, to=target, from_=source, max_length=8)
    with pytest.raises(UserError, match="translates from en to de, as"):
        load(ServeOptions(model=(str(run), str(run)), backend="torch"))


def test_the_doctor_asks_for_the_direction(run: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main(["doctor", str(written(tmp_path)), "-m", str(run)]))
    assert ended.value.code == 2
    assert main(["doctor", str(written(tmp_path)), "-m", str(run), "--source", "en", "--target", "bn"]) in (0, 1)


def test_hub_datasets_of_several_languages(tmp_path: Path) -> None:
    rows = [{"translation": {code: REALISE[code](one) for code in LANGUAGES}} for one in meanings("train", 30, 1)]
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    hub = {"corpus": "hub", "dataset": str(tmp_path / "set"), "train": None}
    corpus = load_corpus(data(**hub, directions=["de-bn", "bn-en"]), 1)
    pairs = {(row["translation"]["bn"], row["translation"]["en"]) for row in rows}
    read = corpus.of("train", 1)
    assert set(zip(read["source"], read["target"], strict=True)) <= pairs and len(read) > 20
    with pytest.raises(UserError, match=r"fr-en: data.dataset=.* data.source=fr and data.target=en need"):
        load_corpus(data(**hub, directions=["de-bn", "fr-en"]), 1)


def test_a_baseline_is_told_apart_by_direction() -> None:
    """Lines that are right in one direction only, beside a baseline that is right in the other."""
    config = RunConfig(data=DataConfig(directions=["en-de", "de-en"]))
    right = [f"das ist der Satz {number} von allen" for number in range(6)]
    wrong = ["etwas ganz anderes steht hier"] * 6
    numbers = [0, 1] * 3
    lines = [text if number == 0 else other for text, other, number in zip(right, wrong, numbers, strict=True)]
    baseline = [other if number == 0 else text for text, other, number in zip(right, wrong, numbers, strict=True)]
    examples = Examples(right, right, None, numbers)

    class Either(Written):
        def write(self, sources: Any, settings: Any) -> list[str]:
            return [lines[right.index(source)] for source in sources]

    evaluation = Translate().evaluate(
        Either(config, lines), examples, metrics=["chrf"], details=False, baseline=baseline
    )
    by_name = {name: own.paired["chrf"] for name, own in evaluation.directions.items()}
    assert by_name["en-de"]["score"] == by_name["de-en"]["baseline"] == 100.0
    assert by_name["en-de"]["baseline"] < 50 > by_name["de-en"]["score"]
    assert evaluation.predicted == lines and evaluation.scores["chrf"].score == pytest.approx(
        (by_name["en-de"]["score"] + by_name["de-en"]["score"]) / 2
    )
    with pytest.raises(UserError, match="5 lines of the baseline but 6 references"):
        Translate().evaluate(Either(config, lines), examples, metrics=["chrf"], details=False, baseline=baseline[:5])


def test_gradients_are_of_what_the_network_reads(run: Path, tmp_path: Path) -> None:
    """Every source stands behind the tag of its target's language, and every direction is there."""
    tokenizer = Translator.load(run).source
    assert isinstance(tokenizer, Tokenizer)
    tags = [tokenizer.tag(one.target) for one in directions_of(load_config(run).data)]
    _, _, batch = trained(run, 6, None)
    assert batch.source[:, 0].tolist() == [tag for tag in tags for _ in range(2)]
    texts = (["the dog sleeps"], ["der Hund schläft"])
    _, _, typed = trained(run, 6, texts, to="de", from_="en")
    assert typed.source[0].tolist() == [tags[0], *tokenizer.encode(texts[0])[0], EOS]
    with pytest.raises(UserError, match="say to which with --to"):
        trained(run, 6, texts)


@pytest.mark.parametrize(("to", "expected"), [(None, [1, 2, 4, 5]), ("de", [1, 5]), ("en", [2, 4])])
def test_lines_keep_their_numbers(to: str | None, expected: list[int]) -> None:
    """Whatever is left out: other directions, and lines whose source came before, the third and the sixth."""
    config = RunConfig(data=DataConfig(directions=["en-de", "de-en"]))
    examples = of_direction(Examples([*"aaabba"], [*"uvwxyz"], None, [0, 1, 0, 1, 0, 1]), config, to, None)
    model = Written(config, [])
    some, _ = grouped(model, examples)
    model.write = lambda sources, settings: list(sources)  # type: ignore[method-assign]
    found = Translate().evaluate(model, some, metrics=["exact"], details=False, per_line=True)
    assert [(line.number, line.source) for line in found.lines] == [
        (number, "aaabba"[number - 1]) for number in expected
    ]


@pytest.mark.parametrize(
    ("directions", "numbers", "right", "said"),
    [
        (["en-de", "de-en"], [1, 5], [100, 50], "3 of 5 lines are left out, as source or reference is blank"),
        (None, [1, 2, 3, 4, 5], [60, 20], "3 of 5 lines have a blank source or reference, and count all the same"),
    ],
)
def test_what_a_language_lacks_is_no_pair_of_several_directions(
    directions: list[str] | None, numbers: list[int], right: list[float], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    say_once.cache_clear()
    model = Written(RunConfig(data=DataConfig(directions=directions)), ["v", "?", "?", "", "z"])
    sources, references = ["a", " ", "c", "", "e"], ["v", "w", "\t", "", "z"]
    given = Translate().given(model, Lines("s", "--source s", sources), Lines("r", "--reference r", references))
    how: dict[str, Any] = {"metrics": ["exact"], "details": False, "per_line": True}
    found = Translate().evaluate(model, given, baseline=["v", *"????"], **how)
    assert [line.number for line in found.lines] == numbers and said in caplog.text
    assert [found.paired["exact"][name] for name in ("score", "baseline")] == right
    if directions:
        with pytest.raises(UserError, match="4 lines of the baseline but 5 references"):
            Translate().evaluate(model, given, baseline=[*"????"], **how)
        with pytest.raises(UserError, match="no line has something on both sides"):
            Translate().evaluate(model, given.select([1, 2, 3]), **how)
