"""The rules between `task` and every other option."""

from __future__ import annotations

from s2s.config.corpora import CORPORA, Shape, corpora_for
from s2s.config.formats import check_formats, format_of
from s2s.config.metrics import AUTO, LOSS, METRICS, metric_facts, metrics_for
from s2s.config.networks import ATTENTIONS, HEADS, default_head
from s2s.config.options import get, options, refuse
from s2s.config.schema import ClassWeights, Encoding, Pooling, RunConfig, Tie
from s2s.config.tasks import SOFTMAX, rules_of
from s2s.config.tokenizers import ROLES, expression_of
from s2s.config.weighted import named_files

FEATURED = ("files", "memory")
"""Corpora whose sources may have features."""


def check_task(config: RunConfig) -> None:
    """Raise `UserError` for an option that does not go with the task, or has no effect on it."""
    rules, data, model, task = rules_of(config.task), config.data, config.model, config.task
    if not {*CORPORA.facts(data.corpus).shapes} & {*rules.shapes}:
        refuse("data.corpus", data.corpus, f"not for task={task}; use data={' or '.join(corpora_for(rules.shapes))}")
    check_metric(config)
    if data.features or "format" in CORPORA.facts(data.corpus).options:  # before what follows of features
        check_columns(config)
    refuse_changed(config, rules.unused, f"task={task}")
    if model.encoding not in rules.encodings:
        refuse("model.encoding", model.encoding, f"not for task={task}; use {' or '.join(rules.encodings)}")
    if rules.pooled is not None and rules.pooled == (model.pooling is Pooling.none):
        remedy = "last, mean, max or attention" if rules.pooled else "none"
        refuse("model.pooling", model.pooling, f"not for task={task}; use {remedy}")
    if rules.output == "numbers":
        for option in SOFTMAX:
            if get(config, option):
                refuse(option, get(config, option), f"has no effect on the numbers of task={task}; set it to 0")
    check_head(config)
    check_encoding(config)


def check_columns(config: RunConfig) -> None:
    """Raise `UserError` for columns that are not different ones, or that the task or the corpus has no use for."""
    data, rules, columns = config.data, rules_of(config.task), config.data.columns
    if columns is None:
        return
    if len(columns) < 2 or len({*columns}) < len(columns) or not all(columns):
        refuse("data.columns", columns, "name two different columns, of the source and of the target")
    if data.text is not None or data.label is not None:
        refuse("data.columns", columns, "names what data.text and data.label name too; leave these out")
    if not {Shape.pairs, Shape.tagged} & {*rules.shapes}:
        joined = "; several labels of a text stand in one column (data.label_separator=|)" * rules.several
        remedy = f"has no effect with this task; name the columns with data.text and data.label{joined}"
        refuse("data.columns", columns, remedy)
    if data.features and Shape.pairs not in rules.shapes:
        refuse("data.columns", columns, "name two columns; more are features of a source, for task=translate alone")
    if data.features and data.corpus not in FEATURED:
        refuse("data.columns", columns, "name two columns; more are features of a source, which data=files reads")


def check_head(config: RunConfig) -> None:
    """Raise `UserError` for a head of another kind of output than the task's, and for options that it has no use for."""
    name, output, several = config.model.head, rules_of(config.task).output, config.data.label_separator is not None
    check_class_weights(config, output)
    if name is None:
        return
    facts = HEADS.facts(name)
    if output not in facts.predicts:
        fitting = [known for known in HEADS.names if output in HEADS.facts(known).predicts]
        remedy = f"use {' or '.join(fitting)}" if fitting else "leave it out"
        refuse("model.head", name, f"not for task={config.task}; {remedy}")
    if facts.several != several:
        wanted = "is for several labels a text; name what separates them with data.label_separator"
        refuse("model.head", name, wanted if facts.several else "gives one label a text, not several; leave it out")
    for option in SOFTMAX:
        if get(config, option) and option.removeprefix("train.") not in facts.options:
            refuse(option, get(config, option), f"has no effect with model.head={name}; set it to 0")


def check_class_weights(config: RunConfig, output: str) -> None:
    """Raise `UserError` for weights of labels where there are none, or where the loss has no place for them."""
    weights, several = config.train.class_weights, config.data.label_separator is not None
    head = config.model.head or default_head(output == "numbers", several)
    if weights is ClassWeights.none:
        return
    if output not in ("labels", "tags"):
        refuse("train.class_weights", weights, f"has no effect with task={config.task}; leave it out")
    if "class_weights" not in HEADS.facts(head).options:
        refuse("train.class_weights", weights, f"has no effect with model.head={head}; leave it out")
    if config.train.consistency:
        refuse("train.class_weights", weights, "needs train.consistency=0; set that, too, or leave this out")


def check_metric(config: RunConfig) -> None:
    """Raise `UserError` for a metric that there is not, or that judges another kind of output than the task's."""
    name, output = config.train.metric, rules_of(config.task).output
    remedy = METRICS.remedy(name, also=(LOSS, AUTO))
    if remedy is not None:
        refuse("train.metric", name, remedy)
    if name not in (LOSS, AUTO) and output not in metric_facts(name).judges:
        refuse("train.metric", name, f"not for task={config.task}; use {' or '.join(metrics_for(output))}")


def check_encoding(config: RunConfig) -> None:
    """Raise `UserError` where the corpus, the encoding, shared embeddings and attention do not fit each other."""
    model, rules = config.model, rules_of(config.task)
    if (model.vectors is None) == (model.encoding is Encoding.pretrained):
        if model.vectors is None:
            refuse("model.vectors", None, "model.encoding=pretrained needs a file in word2vec's or GloVe's text format")
        if rules.writes or model.encoding is not Encoding.learned:
            refuse("model.vectors", model.vectors, "has no effect without model.encoding=pretrained")
    if CORPORA.facts(config.data.corpus).shapes == (Shape.vectors,) and model.encoding is not Encoding.features:
        refuse("model.encoding", model.encoding, f"data={config.data.corpus} holds vectors; use features")
    if model.tie is Tie.all and model.encoding is not Encoding.learned and rules.writes:
        refuse("model.tie", model.tie, f"nothing to share with model.encoding={model.encoding}; use target or none")
    if rules.single_step and ATTENTIONS.facts(model.attention).aligns:
        refuse("model.attention", model.attention, "has no effect on a source of one step; use none")
    check_files(config)


def check_files(config: RunConfig) -> None:
    """Raise `UserError` for files that hold no examples of this task, or vectors where text is encoded."""
    data, shapes = config.data, rules_of(config.task).shapes
    if "format" not in CORPORA.facts(data.corpus).options:
        return
    check_formats(data, shapes)
    for option, path in named_files(data):
        if config.model.encoding is Encoding.features:
            continue
        if format_of(option, path, shapes, data.format)[1] == Shape.vectors:
            refuse("model.encoding", config.model.encoding, f"{path} holds vectors; use features")


def check_new(config: RunConfig) -> None:
    """Raise `UserError` for what is checked of a new run alone.

    That is an option without effect on vectors or tables, as others were trained with some, a pattern of pieces that does not
    compile, as trained runs keep theirs, and a metric that weights are not to be chosen by.
    """
    check_columns(config)
    name = config.train.metric
    if name not in (LOSS, AUTO) and (remedy := metric_facts(name).unfit):
        refuse("train.metric", name, remedy)
    for role in ROLES:
        pattern = config.tokenizer.of(role).pattern
        if pattern is not None:
            expression_of(config.tokenizer.name_of("pattern", role), pattern)
    if config.model.encoding is Encoding.features and not rules_of(config.task).writes:
        refuse_changed(config, ("tokenizer", "data.lowercase", "model.dropout.word"), "model.encoding=features")


def refuse_changed(config: RunConfig, names: tuple[str, ...], cause: str) -> None:
    """Options that are called, or begin, as one of `names` must have their default."""
    for option, value in options().items():
        if any(option == name or option.startswith(f"{name}.") for name in names) and get(config, option) != value:
            refuse(option, get(config, option), f"has no effect with {cause}; leave it out")
