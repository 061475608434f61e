"""A run that begins with another's weights and tokenizer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
import yaml
from training import config, metrics, train

from s2s.api.options import configured
from s2s.cli import main as command
from s2s.commands.train import main, of_start
from s2s.config.load import parse, to_yaml
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.inference.translator import Translator
from s2s.runs.folder import load_config, save_config
from s2s.runs.weights import read_tensors
from s2s.training.resume import check_start, continued, inherited, like_start
from s2s.training.setup import assemble

CHILD = ("name=child", "optim.schedule=constant", "model.dropout.word=0.1", "tokenizer.sampling=0.1")


def test_weights_and_pieces_are_the_other_runs(tmp_path: Path) -> None:
    """From the text that the new run has, other pieces would have been learned."""
    before = train(tmp_path)
    text = tmp_path / "text.tsv"
    text.write_text("".join(f"Satz {n} für Jürgen\tsentence {n} for George\n" for n in range(60)), encoding="utf-8")
    other = [*CHILD, f"data.train={text}", f"data.validation={text}"]
    parts = assemble(config(tmp_path, *other, f"train.start_from={before}"))
    given, own = read_tensors(before / "model.safetensors", 1 << 30), dict(parts.model.named_parameters())
    assert given.keys() == own.keys() and all(torch.equal(own[name], given[name]) for name in given)
    pack = str(tmp_path / "before.s2s")
    assert command(["pack", str(before), "--weights", "-o", pack]) == 0
    packed = dict(
        assemble(config(tmp_path, *other, "name=packed", f"train.start_from={pack}")).model.named_parameters()
    )
    assert all(torch.equal(packed[name], given[name]) for name in given)
    alone = assemble(config(tmp_path, *other, "name=alone"))
    pieces = [(run / "tokenizer.model").read_bytes() for run in (before, parts.folder, alone.folder)]
    assert pieces[0] == pieces[1] != pieces[2]


@pytest.mark.slow
def test_it_goes_on_where_the_other_was_best(tmp_path: Path) -> None:
    before = train(tmp_path, "train.steps=60", "optim.lr=2e-2")
    train(tmp_path, *CHILD, f"train.start_from={before}", "optim.lr=1e-5", "train.steps=1", "train.validate_every=1")
    first = metrics(tmp_path / "runs" / "child-1", "validation_loss")[1]
    losses = metrics(before, "validation_loss")
    assert first == pytest.approx(min(losses.values()), abs=0.01) and losses[3] > first + 0.5


@pytest.mark.slow
def test_once_begun_it_needs_the_other_no_more(tmp_path: Path) -> None:
    before = train(tmp_path)
    whole, halves = ([*CHILD, f"train.start_from={before}", f"name={name}"] for name in ("whole", "halves"))
    train(tmp_path, *whole)
    train(tmp_path, *halves, "train.steps=3")
    shutil.rmtree(before)
    train(tmp_path, *halves)
    content = [(tmp_path / "runs" / f"{name}-1" / "model.safetensors").read_bytes() for name in ("whole", "halves")]
    assert content[0] == content[1]
    with pytest.raises(UserError, match=r"train.start_from=null: .* was trained with train.start_from=.*tiny-1; go on"):
        train(tmp_path, *CHILD, "name=halves")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["model.cell=gru", "tokenizer.size=345"],
            "^tokenizer.size=345 model.cell=gru: train.start_from=.*tiny-1 was trained with tokenizer.size=340 model.cell=lstm",
        ),
        (["train.start_from=nowhere"], "nowhere: no such run"),
    ],
    ids=["another network", "no run"],
)
def test_mistakes(options: list[str], said: str, tmp_path: Path) -> None:
    before = train(tmp_path)
    with pytest.raises(UserError, match=said):
        assemble(config(tmp_path, "name=child", f"train.start_from={before}", *options))
    assert not (tmp_path / "runs" / "child-1").exists()


def test_a_run_without_weights_and_one_that_labels_are_refused(tmp_path: Path) -> None:
    before = train(tmp_path)
    (before / "model.safetensors").unlink()
    start = ("name=child", f"train.start_from={before}")
    with pytest.raises(UserError, match=r"has no model.safetensors yet; train it to its first validation"):
        assemble(config(tmp_path, *start))
    labels = {"task": "classify", "data": {"corpus": "files", "train": "x"}, "train": {"metric": "accuracy"}}
    save_config(before, parse(labels))
    with pytest.raises(UserError, match="is of task=classify; give a run of task=translate"):
        assemble(config(tmp_path, *start))


def parent(folder: Path, *options: str) -> Path:
    """The folder of a run with these options, whose weights are not read."""
    run = folder / "runs" / "parent-1"
    run.mkdir(parents=True)
    save_config(run, config(folder, "name=parent", *options))
    (run / "model.safetensors").touch()
    return run


def test_one_direction_of_a_model_of_several_keeps_its_tag(tmp_path: Path) -> None:
    before, old = parent(tmp_path, "data.directions=[en-de,en-fr]"), tmp_path / "runs" / "tiny-1"
    start = f"train.start_from={before}"
    one, pair = (config(tmp_path, start, option) for option in ("data.directions=[en-fr]", "data.target=fr"))
    assert like_start(one, False).data.directions == ["en-fr"]
    assert parse(yaml.safe_load(to_yaml(one))) == one
    check_start(before, one, False)
    with pytest.raises(UserError, match=r"translates en-de, en-fr by a tag .*; use data.directions=\[en-fr\] in"):
        check_start(before, pair, False)
    assert continued(pair, one, old) == pair, "what was begun without a tag goes on without"
    save_config(before, config(tmp_path, "name=parent", "data.target=bn"))
    assert like_start(one, False) == pair, "nor has a model of one direction tags"
    with pytest.raises(UserError, match=r"data.temperature=2.0: has no effect without data.directions"):
        config(tmp_path, start, "data.directions=[en-fr]", "data.temperature=2")


@pytest.mark.parametrize("option", ["data.lowercase", "data.tokenized"])
def test_text_that_looks_otherwise_is_a_warning(option: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", "s2s")
    before = parent(tmp_path, f"{option}=true")
    check_start(before, config(tmp_path, *CHILD, f"{option}=true"), False)
    assert not caplog.messages
    check_start(before, config(tmp_path, *CHILD), False)
    (said,) = caplog.messages
    assert said.startswith(f"warning: {option}=false: train.start_from={before} was trained with {option}=true; use")


def test_the_architecture_is_taken_over_but_for_what_is_typed(tmp_path: Path) -> None:
    before = train(tmp_path, "model.cell=gru", "tokenizer.kind=unigram", "model.dropout.readout=0.1")
    taken = inherited(str(before), {"model.embedding"}, False)
    assert (taken["model.cell"], taken["tokenizer.kind"], taken["tokenizer.size"]) == ("gru", "unigram", 340)
    assert not {"model.embedding", "model.dropout.readout", "train.steps", "tokenizer.sampling"} & set(taken)
    assert inherited(str(tmp_path / "nowhere"), (), False) == {}
    typed = ["data=files", f"train.start_from={before}", "model.encoder.units=24"]
    overrides = of_start(typed, False)
    assert "model.cell=gru" in overrides and "model.layer_norm=true" in overrides
    assert not any(one.startswith("model.encoder.units=") for one in overrides)
    assert of_start(["train.start_from=null"], False) == of_start(["train.start_from=a,b"], False) == []


@pytest.mark.slow
def test_from_the_command_line_and_from_python(tmp_path: Path) -> None:
    before = train(tmp_path, "model.cell=gru")
    options = [f"data.{split}={tmp_path / split}.tsv" for split in ("train", "validation")]
    options += [f"runs={tmp_path / 'runs'}", f"train.start_from={before}", "train.steps=1", "device=cpu", "threads=1"]
    with pytest.raises(SystemExit) as ended:
        main(["data=files", "recipe=null", *options, "name=typed", "model.cell=lstm"])
    assert ended.value.code == 2, "what is typed is compared"
    main(["data=files", "recipe=null", *options, "name=child"])
    child = load_config(tmp_path / "runs" / "child-1")
    assert child.model.cell == "gru" and child.model.encoder.units == 16 and child.tokenizer.size == 340
    named = dict(option.split("=", 1) for option in options)
    called = configured({"data": "files"}, {**named, "train.steps": 1, "threads": 1, "name": "called"})
    assert called.model.cell == "gru" and called.model.embedding == 16
    shutil.rmtree(before)
    main(["data=files", "recipe=null", *options, "name=child"])


def test_pieces_of_bytes_are_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = train(tmp_path)
    text = tmp_path / "text.tsv"
    lines = [f"The boy {number} sleeps\tছেলেটি ঘুমায় {number}\n" for number in range(40)]
    text.write_text("".join(lines), encoding="utf-8")
    caplog.set_level("WARNING", "s2s")
    assemble(config(tmp_path, *CHILD, f"data.train={text}", f"data.validation={text}", f"train.start_from={before}"))
    said = [line for line in caplog.messages if "of the target's pieces are bytes" in line]
    assert len(said) == 1 and "the tokenizer of train.start_from has no pieces for" in said[0]
    caplog.clear()
    assemble(config(tmp_path, "name=own", f"data.train={text}", f"data.validation={text}"))
    assert not any("are bytes" in line for line in caplog.messages)


@pytest.mark.slow
def test_a_new_language_on_an_old_model(tmp_path: Path) -> None:
    before = train(tmp_path, "train.steps=9")
    text = tmp_path / "text.tsv"
    lines = [f"The boy {number} sleeps\tছেলেটি ঘুমায় {number}\n" for number in range(40)]
    text.write_text("".join(lines), encoding="utf-8")
    given = [*CHILD, f"data.train={text}", f"data.validation={text}", f"train.start_from={before}"]
    parts = assemble(config(tmp_path, *given, "tokenizer.extend=true"))
    old, new = Tokenizer.from_file(before / "tokenizer.model"), parts.codecs[1]
    assert isinstance(new, Tokenizer) and parts.codecs[0] is new and new.size > old.size
    assert new.names(range(old.size)) == old.names(range(old.size)), "pieces of the old model keep their ids"
    assert new.spelled(["ছেলেটি ঘুমায়"]) == 0.0 < old.spelled(["ছেলেটি ঘুমায়"])
    sentence = "ছেলেটি ঘুমায় <2bn> Hund"
    assert new.decode(new.encode([sentence])) == [sentence]
    assert new.decode(new.encode([sentence], sampling=0.3, seed=1)) == [sentence]
    given_weights, own = read_tensors(before / "model.safetensors", 1 << 30), dict(parts.model.named_parameters())
    for name, tensor in given_weights.items():
        kept = own[name][: len(tensor)] if tensor.dim() else own[name]
        assert torch.equal(kept, tensor), name
    assert own["encoder.embedding.weight"][old.size :].abs().sum() > 0
    train(tmp_path, *given, "tokenizer.extend=true", "train.steps=2", "train.validate_every=1")
    assert Translator.load(tmp_path / "runs" / "child-1").translate("The boy 1 sleeps", max_length=4) is not None


def test_new_words_have_their_frozen_vectors_and_the_old_ones_keep_theirs(tmp_path: Path) -> None:
    """The file is read again where there are new words, and may say otherwise of the old ones."""
    words = "tokenizer.kind=word tokenizer.size=null tokenizer.joint=false model.tie=target model.encoding=pretrained"
    vectors, text = tmp_path / "vectors.txt", tmp_path / "text.tsv"
    options = [*words.split(), f"model.vectors={vectors}"]
    vectors.write_text(f"the{' 0.25' * 16}\n", encoding="utf-8")
    before = train(tmp_path, *options, "train.steps=1", "train.validate_every=1")
    vectors.write_text(f"the{' 1.0' * 16}\nzebra{' 0.5' * 16}\n", encoding="utf-8")
    text.write_text("the zebra odd\tdas Zebra\n" * 40, encoding="utf-8")
    given = [*CHILD[:3], f"data.train={text}", f"data.validation={text}", f"train.start_from={before}"]
    parts = assemble(config(tmp_path, *given, *options, "tokenizer.extend=true"))
    source = parts.codecs[0]
    weight = parts.model.get_parameter("encoder.embedding.weight") * 4  # √16
    rows = dict(zip(source.pieces_of(range(source.size)), weight[:, 0].tolist(), strict=True))
    assert (rows["▁the"], rows["▁zebra"], rows["▁odd"]) == (0.25, 0.5, 0.0) and not weight.requires_grad


def test_directions_on_a_model_of_one(tmp_path: Path) -> None:
    before = train(tmp_path)
    rows = [f"{number} dogs\t{number} Hunde\t{number} chiens" for number in range(40)]
    text = tmp_path / "text.tsv"
    text.write_text("\n".join(["en\tde\tfr", *rows]) + "\n", encoding="utf-8")
    given = [*CHILD, f"data.train={text}", "data.validation=null", "data.directions=[en-de,en-fr]"]
    with pytest.raises(UserError, match=r"data.directions=\[en-de,en-fr\]: the tokenizer has no tag for de"):
        assemble(config(tmp_path, *given, f"train.start_from={before}"))
    parts = assemble(config(tmp_path, *given, f"train.start_from={before}", "tokenizer.extend=true"))
    tokenizer = parts.codecs[0]
    assert isinstance(tokenizer, Tokenizer) and len({tokenizer.tag(code) for code in ("de", "fr")}) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["tokenizer.extend=true"], "tokenizer.extend=true: has no effect without train.start_from=RUN"),
        (["tokenizer.extend=true", "train.start_from=x", "tokenizer.kind=pattern"], "has no effect with kind=pattern"),
        (
            ["tokenizer.extend=true", "train.start_from=x", "model.encoding=onehot", "model.tie=target"],
            "onehot takes no new pieces; leave",
        ),
    ],
)
def test_extension_of_nothing(options: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        config(tmp_path, *options)
