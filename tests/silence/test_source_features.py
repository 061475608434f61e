"""Features of a source: columns of their own, ids of their own, never read out of a text, and none in silence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
from training import train

from s2s import Translator
from s2s.cli import main
from s2s.config.load import parse
from s2s.config.overrides import for_hydra
from s2s.config.tokenizers import Normalize
from s2s.data.codecs.featured import Featured, divided
from s2s.data.codecs.files import load_codecs, save_codecs
from s2s.data.text.preparation import Preparation
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError

VERBS = ["walk", "talk", "jump", "help", "look", "call", "ask", "play", "turn", "work"]
FORMS = {"V;PST": "ed", "V;PRS;3;SG": "s", "V;V.PTCP;PRS": "ing"}
APART = ("tokenizer.joint=false", "model.tie=target", "tokenizer.size=null", "tokenizer.kind=char")


def write(path: Path, verbs: list[str], extra: str = "") -> None:
    """Lemma, form and features, as SIGMORPHON has inflections."""
    rows = [f"{verb}\t{verb}{ending}\t{tags}\n" for verb in verbs for tags, ending in FORMS.items()]
    path.write_text("".join(rows) + extra, encoding="utf-8", newline="\n")


def inflected(folder: Path, *more: str, extra: str = "") -> Path:
    """A run on inflections in `folder`."""
    write(folder / "verbs.tsv", VERBS)
    write(folder / "held.tsv", ["cook", "wash"], extra)
    paths = [f"data.train={folder / 'verbs.tsv'}", f"data.validation={folder / 'held.tsv'}"]
    return train(folder, *APART, *paths, "data.columns=[1,2,3]", *more)


def test_ids_are_those_of_the_text_behind_those_of_its_features() -> None:
    text = Tokenizer.train(VERBS, kind="char", size=None, coverage=None)
    values = [f"{verb}\t{tags}\t{number}" for verb in VERBS for tags in FORMS for number in ("1", "SG;1")]
    codec = Featured.learn(text, values, 2)
    every = [(0, name) for name in sorted({name for tags in FORMS for name in tags.split(";")})] + [(1, "1"), (1, "SG")]
    for value in values:
        verb, tags, number = value.split("\t")
        wanted = [(0, name) for name in tags.split(";")] + [(1, name) for name in number.split(";")]
        expected = [text.size + every.index(feature) for feature in wanted]
        (ids,) = codec.encode([value])
        assert ids == expected + text.encode([verb])[0] and codec.before(ids) == len(wanted)
        assert codec.decode([ids]) == [verb]
        assert codec.pieces_of(ids) == (*(name for _, name in wanted), *text.pieces(verb))
    assert codec.size == text.size + len(every)
    assert codec.encode(["\tV;PST\t1", "walk\t\t"]) == [[], text.encode(["walk"])[0]]


def test_a_text_is_never_read_as_a_feature() -> None:
    text = Tokenizer.train([*VERBS, "V;PST"], kind="char", size=None, coverage=None)
    codec = Featured.learn(text, ["walk\tV;PST"], 1)
    (ids,) = codec.encode(["V;PST\tV"])
    assert [piece >= text.size for piece in ids] == [True] + [False] * len(text.encode(["V;PST"])[0])
    assert divided("a\tb\tc", 1) == ("a\tb", ["c"])


@pytest.mark.parametrize(
    ("value", "reason"),
    [("walk", "'walk': lacks its features; give TEXT<TAB>FEATURES"), ("walk\tV;FUT", "'FUT': not among the features")],
)
def test_what_training_has_not_seen_is_refused(value: str, reason: str) -> None:
    text = Tokenizer.train(VERBS, kind="char", size=None, coverage=None)
    with pytest.raises(UserError, match=f"^{reason}"):
        Featured.learn(text, ["walk\tV;PST"], 1).encode([value])


def test_a_folder_keeps_them(tmp_path: Path) -> None:
    text = Tokenizer.train(VERBS, kind="char", size=None, coverage=None)
    codec = Featured.learn(text, ["walk\tV;PST", "ask\tN"], 1)
    save_codecs(tmp_path, codec, text)
    assert load_codecs(tmp_path) == (codec, text)
    (tmp_path / "features.json").write_text('{"kind": "features of a source", "columns": []}')
    with pytest.raises(UserError, match="not what training writes"):
        load_codecs(tmp_path)


def test_only_the_text_is_prepared() -> None:
    plain, featured = Preparation(Normalize.plain, True), Preparation(Normalize.plain, True, features=1)
    for text in ("Wa\u00a0lk", "A\tB", "", "ﬁ"):
        assert featured(f"{text}\tV;\u00a0PST") == f"{plain(text)}\tV;\u00a0PST"
    assert featured.blank(" \tV") and not featured.blank("a\t")


def test_training_translating_and_evaluating(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    run = inflected(tmp_path)
    assert "doctor" not in caplog.text, "a tab before features is no fault"
    translator = Translator.load([run])
    lines = [f"walk\t{tags}" for tags in FORMS]
    written = translator.translate(lines, scores=True, attention=True)
    assert [one.source for one in written] == ["walk"] * 3 and written[0].source_pieces == ("▁", *"walk", "</s>")
    assert written[0].attention.shape == (len(written[0].pieces), 6)
    assert len({one.log_prob for one in written}) == 3, "the features count"
    alone = [translator.translate(line, scores=True).log_prob for line in lines]
    assert numpy.allclose(alone, [one.log_prob for one in written], atol=1e-5)
    assert main(["serve", "-m", str(run), "--port", "0"]) == 2
    assert "reads features beside a text" in capfd.readouterr().err
    file = tmp_path / "lines.txt"
    file.write_text("walk\tV;PST\n\nask\tV;PST\n", encoding="utf-8")
    capfd.readouterr()
    main(["translate", "-m", str(run), "--input", str(file)])
    said = capfd.readouterr()
    assert said.out.split("\n")[:2] == [translator.translate("walk\tV;PST"), ""] and "tab" not in said.err
    held = str(tmp_path / "held.tsv")
    scoring = ["--source", held, "--reference", held, "--columns", "1", "2", "3", "--metrics", "exact"]
    main(["evaluate", "-m", str(run), *scoring])
    assert "exact" in capfd.readouterr().out
    write(tmp_path / "new.tsv", VERBS[:1], "ask\tasks\tN;PL\nask\tasked\tV;PST\ncall\tcalls\tN\n")
    assert main(["doctor", str(tmp_path / "new.tsv"), "--columns", "1", "2", "3", "-m", str(run), "--json"]) == 1
    (report,) = json.loads(capfd.readouterr().out).values()
    assert [(one["check"], one["side"], one["lines"]) for one in report["findings"]] == [("unknown", "source", [4, 6])]
    (note,) = report["notes"]
    assert note.startswith("source: line 4: 'N': not among the features of the training data")
    other = tmp_path / "other.txt"
    for line, reason in (("walk", "'walk': lacks its features"), ("walk\tN", "'N': not among the features")):
        file.write_text(f"walk\tV;PRS\n{line}\n", encoding="utf-8")
        assert main(["translate", "-m", str(run), "--input", str(file)]) == 2
        said = capfd.readouterr()
        assert f"s2s: line 2: {reason}" in said.err and said.out.count("\n") == 1  # the line before it is written
        other.write_text("x\ny\n", encoding="utf-8")
        assert main(["score", "-m", str(run), "--source", str(file), "--target", str(other)]) == 2
        assert f"s2s: source 2: {reason}" in capfd.readouterr().err


def test_unknown_features_of_the_validation_set_are_refused_before_training(tmp_path: Path) -> None:
    with pytest.raises(
        UserError,
        match=r"^data\.validation: example \d+: 'FUT': not among the features of the training data: 3, PRS.*; leave it out"
        r" \(the features are the columns after the second in data\.columns\)$",
    ):
        inflected(tmp_path, extra="bake\twill bake\tV;FUT\n")
    with pytest.raises(UserError, match=r"example 7: 'FUT': .* \(2 of the 8 examples are wrong\)$"):
        inflected(tmp_path, extra="bake\twill bake\tV;FUT\nbe\twas\tV;X\n")


def test_a_run_that_starts_from_another_has_as_many_columns(tmp_path: Path) -> None:
    write(tmp_path / "verbs.tsv", VERBS)
    paths = [f"data.{split}={tmp_path / 'verbs.tsv'}" for split in ("train", "validation")]
    before = train(tmp_path, *APART, *paths, "data.columns=[1,2]")
    with pytest.raises(
        UserError, match=r"^data\.columns=\[1,2,3\]: .* was trained with 0 columns of features; name as"
    ):
        train(tmp_path, *APART, *paths, "data.columns=[1,2,3]", f"train.start_from={before}", "name=other")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tokenizer": {}}, "tokenizer.joint=true: a source with features (data.columns) has a vocabulary of its own"),
        ({"task": "tag", "model": {"pooling": "none"}}, "data.columns=[a,b,c]: name two"),
        (
            {"task": "classify"},
            "data.columns=[a,b,c]: has no effect with this task; name the columns with data.text and",
        ),
        ({"data": {"corpus": "hub", "dataset": "x"}}, "data.columns=[a,b,c]: name two columns; more are features"),
    ],
)
def test_where_there_are_none_they_are_refused(changes: dict[str, dict[str, object]], reason: str) -> None:
    data = {"corpus": "files", "train": "x.tsv", "columns": ["a", "b", "c"]} | changes.get("data", {})
    if data["corpus"] == "hub":
        del data["train"]
    values = {"tokenizer": {"joint": False}, "model": {"tie": "target"}, "train": {"metric": "loss"}, **changes}
    values["data"] = data
    with pytest.raises(UserError) as refused:
        parse(values)
    assert str(refused.value).startswith(reason)


def test_other_vocabularies_follow_from_features() -> None:
    assert for_hydra(["data.columns=[1,2,3]"])[1:] == ["tokenizer.joint=false", "model.tie=target"]
    assert for_hydra(["data.columns=[1,2]"]) == ["data.columns=[1,2]"]
