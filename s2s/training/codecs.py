"""What encodes the two sides of a run's examples: learned from the training data once, then read from the run folder."""

from __future__ import annotations

from pathlib import Path

from s2s.config.schema import Encoding, RunConfig, Task
from s2s.data.codecs import Features, Fields, Labels, Side, Words
from s2s.data.corpora.load import Corpus
from s2s.data.text.tokenizer import Tokenizer
from s2s.runs.folder import forget_sides, load_sides, load_tokenizers, save_side, save_tokenizers
from s2s.runtime.process import log

SHOWN = 1000
"""Validation examples that the pieces are counted on."""


def prepare_sides(config: RunConfig, folder: Path, corpus: Corpus, begun: bool) -> tuple[Side, Side]:
    """The run folder's tokenizers or other sides, learned from the training data unless the run has `begun`.

    A run that starts from another's weights has its tokenizers too. What an earlier start left behind that saved no
    weights may have been made with other options.
    """
    if begun:
        source, target = load_sides(folder, config)
    else:
        source, target = new_sides(config, corpus)
        forget_sides(folder)
        if isinstance(source, Tokenizer) and isinstance(target, Tokenizer):
            save_tokenizers(folder, source, target)
        else:
            save_side(folder, "source", source)
            save_side(folder, "target", target)
    for name, side in (("source", source), ("target", target)):
        log(f"{name}: {describe(side, corpus, name, config)}")
    return source, target


def new_sides(config: RunConfig, corpus: Corpus) -> tuple[Side, Side]:
    if config.train.start_from is not None:
        return load_tokenizers(Path(config.train.start_from), config)
    if config.task is not Task.translate:
        return learn_source(config, corpus), learn_target(config, corpus)
    if config.tokenizer.joint:
        joint = tokenizer(config, corpus, "source", "target")
        return joint, joint
    return tokenizer(config, corpus, "source"), tokenizer(config, corpus, "target")


def learn_source(config: RunConfig, corpus: Corpus) -> Side:
    if config.model.encoding is Encoding.features:
        written = isinstance(corpus.train[0]["source"], str)
        return Fields.learn(corpus.train["source"]) if written else Features.learn(corpus.train["source"])
    pieces = tokenizer(config, corpus, "source")
    if config.task is not Task.tag:
        return pieces
    words = Tokenizer.train(corpus.lines(["source"]), kind="word", size=None, coverage=None)
    return Words(pieces, words)


def learn_target(config: RunConfig, corpus: Corpus) -> Side:
    if config.task is Task.generate:
        return tokenizer(config, corpus, "target")
    if config.task in (Task.regress, Task.forecast):
        return Features.learn(corpus.train["target"])
    # Of every split: a rare label that training lacks is no reason to stop, only impossible to get right.
    splits = [split for split in (corpus.train, corpus.validation, corpus.test) if split is not None]
    return Labels.learn((value for split in splits for value in split["target"]), each=config.task is Task.tag)


def tokenizer(config: RunConfig, corpus: Corpus, *sides: str) -> Tokenizer:
    made = config.tokenizer
    return Tokenizer.train(corpus.lines(sides), kind=str(made.kind), size=made.size, coverage=made.coverage)


def describe(side: Side, corpus: Corpus, name: str, config: RunConfig) -> str:
    match side:
        case Tokenizer():
            found = side.statistics(corpus.validation[:SHOWN][name])
            return f"{side.size:,} pieces of kind {config.tokenizer.kind}; on the validation set {found}"
        case Words():
            return f"{side.words.size:,} words, made of {side.pieces.size:,} pieces of kind {config.tokenizer.kind}"
        case Labels():
            return f"{side.size:,} labels"
        case Fields():
            return f"labels of {side.size - 1:,} words"
        case _:
            return f"{side.size} numbers a step"
