"""What each task reads, measures and leaves unused: the rules between `task` and every other option."""

from __future__ import annotations

from typing import NamedTuple

from s2s.config.corpora import CORPORA, Shape, corpora_for
from s2s.config.metrics import LOSS, METRICS, metric_facts, metrics_for
from s2s.config.networks import ATTENTIONS
from s2s.config.options import get, options, refuse
from s2s.config.schema import Encoding, Pooling, RunConfig, Task, Tie

LANGUAGES = ("data.source", "data.target")
COLUMNS = ("data.text", "data.label")
SERIES = ("data.window", "data.horizon")
WRITING = ("model.bridge", "model.attention", "model.heads", "model.decoder", "model.tie", "decode", "data.tokenized")
SOFTMAX = ("train.label_smoothing", "train.consistency")


class Rules(NamedTuple):
    shapes: tuple[str, ...]
    """Of examples that it can be trained on, each one of `Shape`."""
    output: str
    """The kind of output, one of `s2s.config.metrics.OUTPUTS`."""
    unused: tuple[str, ...]
    """Options, or the beginnings of their names, that have no effect."""
    encodings: tuple[Encoding, ...]
    pooled: bool | None
    """Whether one vector stands for the sequence; None where either will do."""


TEXT = (Encoding.learned, Encoding.onehot, Encoding.pretrained)
RULES = {
    Task.translate: Rules(
        (Shape.pairs,),
        "text",
        (*COLUMNS, *SERIES, "model.pooling"),
        TEXT,
        None,
    ),
    Task.classify: Rules(
        (Shape.labelled, Shape.vectors),
        "labels",
        (*LANGUAGES, *SERIES, *WRITING, "tokenizer.joint"),
        (*TEXT, Encoding.features),
        True,
    ),
    Task.regress: Rules(
        (Shape.labelled, Shape.vectors),
        "numbers",
        (*LANGUAGES, *SERIES, *WRITING, "tokenizer.joint"),
        (*TEXT, Encoding.features),
        True,
    ),
    Task.tag: Rules(
        (Shape.tagged,),
        "tags",
        (*LANGUAGES, *SERIES, *WRITING, "tokenizer.joint"),
        (Encoding.learned,),
        False,
    ),
    Task.generate: Rules(
        (Shape.labelled, Shape.text, Shape.vectors),
        "text",
        (*LANGUAGES, *SERIES, "tokenizer.joint", "model.pooling"),
        (Encoding.features,),
        None,
    ),
    Task.forecast: Rules(
        (Shape.series,),
        "numbers",
        (*LANGUAGES, *COLUMNS, *WRITING, "tokenizer", "data.lowercase"),
        (Encoding.features,),
        None,
    ),
}


def check_task(config: RunConfig) -> None:
    """Raise `UserError` for an option that does not go with the task, or has no effect on it."""
    rules, data, model, task = RULES[config.task], config.data, config.model, config.task
    if not {*CORPORA.facts(data.corpus).shapes} & {*rules.shapes}:
        refuse("data.corpus", data.corpus, f"not for task={task}; use data={' or '.join(corpora_for(rules.shapes))}")
    check_metric(config)
    refuse_changed(config, rules.unused, f"task={task}")
    if model.encoding not in rules.encodings:
        refuse("model.encoding", model.encoding, f"not for task={task}; use {' or '.join(rules.encodings)}")
    if rules.pooled is not None and rules.pooled == (model.pooling is Pooling.none):
        remedy = "last, mean, max or attention" if rules.pooled else "none"
        refuse("model.pooling", model.pooling, f"not for task={task}; use {remedy}")
    if config.train.start_from is not None and task is not Task.translate:
        refuse(
            "train.start_from", config.train.start_from, f"not for task={task}, only for task=translate; leave it out"
        )
    if task in (Task.regress, Task.forecast):
        for option in SOFTMAX:
            if get(config, option):
                refuse(option, get(config, option), f"has no effect on the numbers of task={task}; set it to 0")
    check_encoding(config)


def check_metric(config: RunConfig) -> None:
    """Raise `UserError` for a metric that there is not, or that judges another kind of output than the task's."""
    name, output = config.train.metric, RULES[config.task].output
    remedy = METRICS.remedy(name, also=(LOSS,))
    if remedy is not None:
        refuse("train.metric", name, remedy)
    if name != LOSS and output not in metric_facts(name).judges:
        refuse("train.metric", name, f"not for task={config.task}; use {' or '.join(metrics_for(output))}")


def check_encoding(config: RunConfig) -> None:
    model, task = config.model, config.task
    if (model.vectors is None) == (model.encoding is Encoding.pretrained):
        if model.vectors is None:
            refuse("model.vectors", None, "model.encoding=pretrained needs a file in word2vec's or GloVe's text format")
        refuse("model.vectors", model.vectors, "has no effect without model.encoding=pretrained")
    if CORPORA.facts(config.data.corpus).shapes == (Shape.vectors,) and model.encoding is not Encoding.features:
        refuse("model.encoding", model.encoding, f"data={config.data.corpus} holds vectors; use features")
    if model.tie is Tie.all and model.encoding is not Encoding.learned and task in (Task.translate, Task.generate):
        refuse("model.tie", model.tie, f"nothing to share with model.encoding={model.encoding}; use target or none")
    if task is Task.generate and ATTENTIONS.facts(model.attention).aligns:
        refuse("model.attention", model.attention, "has no effect on a source of one step; use none")
    check_vectors(config)


def check_vectors(config: RunConfig) -> None:
    """An .npy file holds vectors, or a series."""
    encoding = config.model.encoding
    if config.task is Task.forecast or encoding is Encoding.features:
        return
    for option in ("data.train", "data.validation", "data.test"):
        path = get(config, option)
        if path is None or not path.endswith(".npy"):
            continue
        if Encoding.features in RULES[config.task].encodings:
            refuse("model.encoding", encoding, f"{path} holds vectors; use features")
        refuse(option, path, f"holds vectors, and task={config.task} reads text; give a text file")


def check_new(config: RunConfig) -> None:
    """Raise `UserError` for an option that has no effect on vectors: of a new run alone, as others were trained with some."""
    if config.model.encoding is Encoding.features and config.task in (Task.classify, Task.regress):
        refuse_changed(config, ("tokenizer", "data.lowercase", "model.dropout.word"), "model.encoding=features")


def refuse_changed(config: RunConfig, names: tuple[str, ...], cause: str) -> None:
    """Options that are called, or begin, as one of `names` must have their default."""
    for option, value in options().items():
        if any(option == name or option.startswith(f"{name}.") for name in names) and get(config, option) != value:
            refuse(option, get(config, option), f"has no effect with {cause}; leave it out")
