"""The codecs of a run's examples: learned from the training data once, then read from the run folder."""

from __future__ import annotations

from pathlib import Path

from s2s.config.schema import Encoding, RunConfig
from s2s.data.codecs.base import Codec
from s2s.data.codecs.features import Features
from s2s.data.codecs.fields import Fields
from s2s.data.codecs.files import Codecs, forget_codecs, load_codecs, save_codecs
from s2s.data.codecs.labels import Labels
from s2s.data.codecs.words import Words
from s2s.data.corpora.load import Corpus
from s2s.data.text.tokenizer import Tokenizer
from s2s.runtime.process import log

SHOWN = 1000
"""Validation examples that the pieces are counted on."""


def prepare_codecs(config: RunConfig, folder: Path, corpus: Corpus, begun: bool) -> Codecs:
    """The run folder's codecs, learned from the training data unless the run has `begun`.

    A run that starts from another's weights has its tokenizers too. What an earlier start left behind that saved no
    weights may have been made with other options.
    """
    if begun:
        source, target = load_codecs(folder)
    else:
        source, target = new_codecs(config, corpus)
        forget_codecs(folder)
        save_codecs(folder, source, target)
    for role, codec in (("source", source), ("target", target)):
        log(f"{role}: {codec.describe(corpus.validation[:SHOWN][role])}")
    return source, target


def new_codecs(config: RunConfig, corpus: Corpus) -> Codecs:
    if config.train.start_from is not None:
        return load_codecs(Path(config.train.start_from))
    if config.task != "translate":
        return learn_source(config, corpus), learn_target(config, corpus)
    if config.tokenizer.joint:
        joint = tokenizer(config, corpus, "source", "target")
        return joint, joint
    return tokenizer(config, corpus, "source"), tokenizer(config, corpus, "target")


def learn_source(config: RunConfig, corpus: Corpus) -> Codec:
    if config.model.encoding is Encoding.features:
        written = isinstance(corpus.train[0]["source"], str)
        return Fields.learn(corpus.train["source"]) if written else Features.learn(corpus.train["source"])
    pieces = tokenizer(config, corpus, "source")
    if config.task != "tag":
        return pieces
    words = Tokenizer.train(corpus.lines(["source"]), kind="word", size=None, coverage=None)
    return Words(pieces, words)


def learn_target(config: RunConfig, corpus: Corpus) -> Codec:
    if config.task == "generate":
        return tokenizer(config, corpus, "target")
    if config.task in ("regress", "forecast"):
        return Features.learn(corpus.train["target"])
    # Of every split: a rare label that training lacks is no reason to stop, only impossible to get right.
    splits = [split for split in (corpus.train, corpus.validation, corpus.test) if split is not None]
    return Labels.learn((value for split in splits for value in split["target"]), each=config.task == "tag")


def tokenizer(config: RunConfig, corpus: Corpus, *sides: str) -> Tokenizer:
    made = config.tokenizer
    return Tokenizer.train(corpus.lines(sides), kind=str(made.kind), size=made.size, coverage=made.coverage)
