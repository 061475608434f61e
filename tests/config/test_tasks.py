"""Options that do not go with a task, or have no effect on it, are refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from s2s.config.load import parse
from s2s.config.task_rules import check_new
from s2s.errors import UserError

FILES = {"corpus": "files", "train": "x"}
CLASSIFY: dict[str, Any] = {"task": "classify", "data": FILES, "train": {"metric": "accuracy"}}
GENERATE: dict[str, Any] = {
    "task": "generate",
    "data": FILES,
    "train": {"metric": "loss"},
    "model": {"encoding": "features", "attention": "none", "tie": "target"},
}
FORECAST: dict[str, Any] = {
    "task": "forecast",
    "data": {"corpus": "signal"},
    "train": {"metric": "loss", "label_smoothing": 0.0},
    "model": {"encoding": "features"},
}
DIGITS: dict[str, Any] = {**CLASSIFY, "data": {"corpus": "digits"}, "model": {"encoding": "features"}}
ONEHOT: dict[str, Any] = {**CLASSIFY, "model": {"encoding": "onehot"}}
REGRESS: dict[str, Any] = {"task": "regress", "data": FILES, "train": {"metric": "loss", "label_smoothing": 0.0}}
VECTORS: dict[str, Any] = {**REGRESS, "data": {**FILES, "train": "v.npy"}, "model": {"encoding": "features"}}
TAG: dict[str, Any] = {**CLASSIFY, "task": "tag", "model": {"pooling": "none"}}


def changed(base: dict[str, Any], option: str, value: Any) -> dict[str, Any]:
    group, _, name = option.rpartition(".")
    if not group:
        return {**base, name: value}
    head, _, rest = group.partition(".")
    inner = base.get(head, {})
    return {**base, head: changed(inner, f"{rest}.{name}" if rest else name, value)}


@pytest.mark.parametrize("base", [CLASSIFY, GENERATE, FORECAST, TAG, DIGITS, ONEHOT, REGRESS, VECTORS, {}])
def test_what_goes_together_is_taken(base: dict[str, Any]) -> None:
    check_new(parse(base))


def test_a_run_that_was_trained_with_an_idle_option_is_read() -> None:
    assert parse(changed(DIGITS, "tokenizer.size", 500)).tokenizer.size == 500


@pytest.mark.parametrize(
    ("base", "option", "value", "said"),
    [
        (CLASSIFY, "data.corpus", "phrasebook", "not for task=classify; use data=files or hub or digits"),
        (CLASSIFY, "train.metric", "bleu", "not for task=classify; use loss or accuracy or f1"),
        (
            CLASSIFY,
            "train.metric",
            "acuracy",
            "no such metric; did you mean accuracy? choose from loss, auto, bleu, chrf,",
        ),
        (CLASSIFY, "model.attention", "dot", "has no effect with task=classify; leave it out"),
        (CLASSIFY, "model.decoder.units", 7, "has no effect with task=classify"),
        (CLASSIFY, "decode.beam", 1, "has no effect with task=classify"),
        (CLASSIFY, "data.target", "bn", "has no effect with task=classify"),
        (CLASSIFY, "model.pooling", "none", "not for task=classify; use last, mean, max or attention"),
        (CLASSIFY, "model.encoding", "pretrained", "model.vectors=null: model.encoding=pretrained needs a file"),
        ({}, "model.vectors", "v.txt", "has no effect without model.encoding=pretrained"),
        (CLASSIFY, "model.case", True, "has no effect with task=classify, only with task=tag; leave it out"),
        (
            TAG | {"model": {"pooling": "none", "case": True}},
            "data.lowercase",
            True,
            "model.case=true: has no effect with",
        ),
        (
            CLASSIFY,
            "train.start_from",
            "runs/x-1",
            "not for task=classify, only for task=translate and task=tag; leave it out",
        ),
        (TAG, "model.pooling", "max", "not for task=tag; use none"),
        (TAG, "model.encoding", "onehot", "not for task=tag; use learned"),
        (GENERATE, "model.attention", "general", "has no effect on a source of one step; use none"),
        (GENERATE, "model.tie", "all", "nothing to share with model.encoding=features; use target or none"),
        (GENERATE, "model.encoding", "learned", "not for task=generate; use features"),
        (FORECAST, "train.label_smoothing", 0.1, "has no effect on the numbers of task=forecast; set it to 0"),
        (FORECAST, "tokenizer.size", 100, "has no effect with task=forecast"),
        (
            FORECAST,
            "train.metric",
            "coverage",
            "is the highest for the widest bands, whatever comes; use pinball or msis",
        ),
        (DIGITS, "tokenizer.kind", "char", "has no effect with model.encoding=features; leave it out"),
        (DIGITS, "data.lowercase", True, "has no effect with model.encoding=features; leave it out"),
        (DIGITS, "model.dropout.word", 0.1, "has no effect with model.encoding=features; leave it out"),
        (CLASSIFY, "data.train", "v.npy", "model.encoding=learned: v.npy holds vectors; use features"),
        (REGRESS, "data.train", "v.npy", "model.encoding=learned: v.npy holds vectors; use features"),
        (
            TAG,
            "data.train",
            "v.npy",
            "data.train=v.npy: holds vectors or a series by its name, where tagged words are read; give another file",
        ),
        (
            {"data": FILES},
            "data.train",
            "v.npy",
            "data.train=v.npy: holds vectors or a series by its name, where pairs of texts are read",
        ),
        ({"data": FILES}, "data.validation", "v.npy", "data.validation=v.npy: holds vectors or a series by its name"),
        ({"data": FILES}, "data.test", "v.npy", "data.test=v.npy: holds vectors or a series by its name, where"),
        (GENERATE, "decode.coverage_penalty", 0.2, "has no effect without attention; set it to 0"),
        ({}, "data.window", 5, "has no effect with task=translate"),
        ({}, "model.pooling", "max", "has no effect with task=translate"),
        ({}, "model.encoding", "features", "not for task=translate; use learned or onehot or pretrained"),
        ({}, "model.encoding", "onehot", "nothing to share with model.encoding=onehot; use target or none"),
    ],
)
def test_what_does_not_is_refused(base: dict[str, Any], option: str, value: Any, said: str) -> None:
    with pytest.raises(UserError) as caught:
        check_new(parse(changed(base, option, value)))
    assert said in str(caught.value)
