"""A tagger that begins with what another tagger, or a language model, has learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from omegaconf import OmegaConf

import s2s.training.loop
from s2s.commands.train import of_start
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.data.batching import tensors
from s2s.data.codecs.words import Words
from s2s.errors import UserError
from s2s.runs.folder import load_config, save_config
from s2s.training.setup import Parts, assemble

SMALL = """device=cpu precision=fp32 threads=1 data.corpus=files model.residual=false model.embedding=8
model.encoder.layers=1 train.epochs=null train.validate_every=1 optim.warmup=1""".split()
TAGGER = """task=tag tokenizer.kind=char model.pooling=none model.encoder.units=6 train.steps=3 train.metric=accuracy
model.head=crf train.label_smoothing=0""".split()
HAUSA = "Ada B-PER\nta O\nzo O\nKano B-LOC\nCity I-LOC\n\nAda B-PER\nta O\ntafi O\nKano B-LOC\nCity I-LOC\n\n"
YORUBA = "Ada B-PER\nlọ O\nsí O\nKano B-LOC\n\nBola B-PER\nlọ O\nsí O\nìlú O\n2019 B-DATE\n\n"


def config(folder: Path, name: str, text: str, *more: str) -> RunConfig:
    """A small tagger of the words in `text`."""
    path = folder / f"{name}.conll"
    path.write_text(text * 3, encoding="utf-8")
    files = [f"data.{split}={path}" for split in ("train", "validation")]
    return parse(OmegaConf.from_dotlist([*SMALL, *TAGGER, f"name={name}", f"runs={folder}", *files, *more]))


def language_model(folder: Path, *more: str) -> Path:
    path = folder / "text.txt"
    path.write_text("Ada ta zo Kano\nBola ta zo Legas\n" * 4, encoding="utf-8")
    options = [f"data.{split}={path}" for split in ("train", "validation")]
    options += """task=generate name=text tokenizer.kind=word model.encoding=features model.attention=none model.tie=target
model.encoder.units=6 model.decoder.layers=1 model.decoder.units=8 train.steps=2 train.metric=loss train.consistency=0""".split()
    made = parse(OmegaConf.from_dotlist([*SMALL, *options, f"runs={folder}", *more]))
    assert s2s.training.loop.train(made) is None
    return folder / "text-1"


@pytest.fixture(scope="module")
def hausa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hausa")
    assert s2s.training.loop.train(config(folder, "hau", HAUSA)) is None
    return folder / "hau-1"


def loaded(folder: Path) -> Parts:
    """The parts of a run as it would begin again, with its weights."""
    from s2s.runs.weights import load_model

    parts = assemble(load_config(folder))
    parts.model.load_state_dict(load_model(folder, parts.config, parts.codecs).state_dict())
    return parts


@torch.no_grad()
def scores(parts: Parts, text: str) -> dict[str, numpy.ndarray]:
    """tag → its scores at each word of a sentence."""
    padded = parts.codecs[0].pad(parts.codecs[0].encode([text]), "source")
    model: Any = parts.model.eval()
    given = model.scores(*tensors(padded))[0].numpy()
    return dict(zip(parts.codecs[1].labels, given.T, strict=True))


def test_what_both_know_is_scored_alike(hausa: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Before its first update, of tags that both have; words and characters that the other lacks have numbers behind its own."""
    caplog.set_level("INFO", "s2s")
    before, after = loaded(hausa), assemble(config(tmp_path, "yor", YORUBA, f"train.start_from={hausa}"))
    text = "Ada ta zo Kano City xyz"
    ours, theirs = scores(after, text), scores(before, text)
    assert set(ours) == {"B-DATE", "B-LOC", "B-PER", "O"} and set(theirs) == {"B-LOC", "B-PER", "I-LOC", "O"}
    for tag in set(ours) & set(theirs):
        numpy.testing.assert_allclose(ours[tag], theirs[tag], rtol=1e-5, atol=1e-6)
    models: list[Any] = [before.model, after.model]
    moves = [model.distribution.transitions.detach() for model in models]
    numbers = [[parts.codecs[1].labels.index(tag) for tag in ("O", "B-PER")] for parts in (before, after)]
    assert moves[0][numbers[0][0], numbers[0][1]] == moves[1][numbers[1][0], numbers[1][1]] != 0
    source = after.codecs[0]
    assert isinstance(source, Words) and {"▁Ada", "▁tafi", "▁lọ"} <= {*source.words.names(range(source.words.size))}
    assert "ọ" in source.pieces.names(range(source.pieces.size))
    said = [line for line in caplog.messages if "are taken over" in line]
    assert len(said) == 1 and "3 of 4 tags" in said[0] and said[0].endswith("new are tags B-DATE")


def test_it_trains_and_needs_the_other_no_more(hausa: Path, tmp_path: Path) -> None:
    start = f"train.start_from={hausa}"
    assert s2s.training.loop.train(config(tmp_path, "yor", YORUBA, start, "train.steps=2")) is None
    before = load_config(tmp_path / "yor-1")
    save_config(tmp_path / "yor-1", before)
    gone = config(tmp_path, "yor", YORUBA, start, "train.steps=3")
    hidden = hausa.rename(hausa.parent / "elsewhere")
    try:
        assert s2s.training.loop.train(gone) is None
    finally:
        hidden.rename(hausa)


@pytest.mark.slow
def test_a_head_of_another_kind_is_new_but_for_its_output_layer(
    hausa: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "s2s")
    after = assemble(config(tmp_path, "soft", HAUSA, f"train.start_from={hausa}", "model.head=softmax"))
    ours, theirs = scores(after, "Ada zo"), scores(loaded(hausa), "Ada zo")
    assert all(numpy.allclose(ours[tag], theirs[tag], atol=1e-6) for tag in theirs) and set(ours) == set(theirs)


def test_embeddings_of_a_language_model(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "s2s")
    text = language_model(tmp_path)
    after = assemble(config(tmp_path, "yor", YORUBA, f"train.start_from={text}"))
    from s2s.data.text.tokenizer import Tokenizer
    from s2s.runs.weights import read_tensors

    known, source = Tokenizer.load(text, "target"), after.codecs[0]
    assert isinstance(source, Words)
    theirs = read_tensors(text / "model.safetensors", 1 << 20)["decoder.output"]  # the embedding too
    ours = after.model.get_parameter("encoder.words.weight")
    names = source.words.names(range(source.words.size))
    for word in ("▁Ada", "▁Bola", "▁Legas"):  # the last is in the text alone
        assert torch.equal(ours[names.index(word)], theirs[known.ids_of([word])[0]])
    assert "▁lọ" in names and any("new are all other parts" in line for line in caplog.messages)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["model.embedding=4"], "model.embedding=4: train.start_from=.* was trained with model.embedding=8"),
        (["model.cell=gru", "model.case=true"], "model.cell=gru model.case=true: .* with model.cell=lstm model.case=false"),
        (["tokenizer.extend=true"], "tokenizer.extend=true: has no effect with task=tag"),
    ],
)  # fmt: skip
def test_mistakes(options: list[str], said: str, hausa: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        assemble(config(tmp_path, "yor", YORUBA, f"train.start_from={hausa}", *options))
    assert not (tmp_path / "yor-1").exists()


def test_a_text_of_another_language_is_refused(tmp_path: Path) -> None:
    text = language_model(tmp_path)
    with pytest.raises(UserError, match=r"text-1: has none of the words and pieces of the training text; use"):
        assemble(config(tmp_path, "odd", "ჰო A\nარა B\n\n", f"train.start_from={text}", "model.head=softmax"))


def test_the_architecture_is_taken_over(hausa: Path, tmp_path: Path) -> None:
    taken = of_start(["task=tag", f"train.start_from={hausa}"], False)
    assert {"model.head=crf", "model.encoder.units=6", "tokenizer.kind=char"} <= {*taken}
    assert not any(one.startswith("model.vectors") for one in taken)
    assert of_start(["task=tag", f"train.start_from={language_model(tmp_path)}"], False) == ["model.embedding=8"]
