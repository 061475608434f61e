"""What a run begins with: nothing, an earlier session of its own, or what another run has learned."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from s2s.config.auto import CHOSEN as BY_TEXT
from s2s.config.auto import NETWORK, PIECES, dictated
from s2s.config.code import Allowed
from s2s.config.forecasting import LONGEST, PATIENT
from s2s.config.metrics import AUTO
from s2s.config.options import get, options, put, refuse, show
from s2s.config.schema import ALL, DATA_SEED, HELD, Encoding, Precision, RunConfig
from s2s.config.tasks import TASKS, rules_of
from s2s.config.tokenizers import Normalize
from s2s.config.weighted import united
from s2s.errors import UserError
from s2s.runs.find import find_run, packed_as
from s2s.runs.folder import load_config
from s2s.runtime.process import log

FREE = (
    *("train.epochs", "train.steps", "train.patience", "train.tensorboard", "train.trackers", "train.log_every"),
    "train.graphs",
    *("threads", "device", "precision", "runs", "name"),
)
"""Options that may change between two sittings of one run: they do not alter what has been learned so far."""
CHOSEN = ("processes", "tokenizer.normalize", "optim.warmup")
"""Options that are chosen as a run begins, where they are not given, and then stay."""
SETTLED = {
    **dict.fromkeys(("data.time", "data.series", "data.past", "data.calendar", "data.frequency")),
    **dict.fromkeys(("data.text", "data.label", "data.label_separator")),
    "data.target": ALL,
}
"""Options that the content of files decides where they have these values."""
LATER = {
    "data.held": HELD,
    "data.target": ALL,
    "data.max_length": LONGEST,
    "precision": "fp32",
    "train.patience": PATIENT,
}
"""What `conf/task/forecast.yaml` has that runs of earlier versions, which lack `data.held`, did not have."""
NOT_THERE = ("model.dropout.", "model.recurrent_init", "model.forget_bias", "tokenizer.sampling", "tokenizer.extend")
"""Options of the network and its pieces that the weights and tokenizers of a trained run do not depend on."""
OF_TEXT = ("data.lowercase", "data.tokenized")
"""Options that say how text looks, which a run most often has in common with the one that it starts from."""
BY_NAME = ("model.head",)
"""Options that are taken over and may yet differ: what a head has learned goes by the names of the tags."""


def there(name: str) -> bool:
    """Whether a run to begin with is still found."""
    try:
        return find_run(name).exists()
    except UserError:
        return False


def continued(before: RunConfig, now: RunConfig, folder: Path) -> RunConfig:
    """The options of a further session of a run; refuse those that would make its result dishonest.

    What ``precision=auto`` measured the first time holds, since a busy machine must not change the numbers of a run, and so
    does what ``train.metric=auto`` became.
    """
    if before.data.seed is None and now.data.seed == DATA_SEED != before.seed:  # typed or not, which cannot be told
        log(
            f"data.seed={DATA_SEED}: {folder} was begun without it, and goes on with what seed={before.seed} draws of the data"
        )
    now = as_settled(dictated(now, before, BY_TEXT), before)
    if now.train.start_from is not None and not there(now.train.start_from):
        for option in taken_over(*rules_of(now.task).starts_from.values()):  # were inherited as the run began
            now = put(now, option, get(before, option))
    for option in options():
        old, new = get(before, option), get(now, option)
        if option == "data.digest" and old != new and old is not None and new is not None:
            raise UserError(
                f"{folder}: was trained with other examples in memory; give the same ones, or the new run another name"
                " (name=…), or delete the folder"
            )
        if (option, new) == ("train.metric", AUTO):
            continue
        if old != new and option not in FREE and (option not in CHOSEN or new is not None):
            raise UserError(
                f"{option}={show(new)}: {folder} was trained with {option}={show(old)}; go on with that value, or give"
                f" the new run another name (name=…) or delete the folder"
            )
    precision = before.precision if now.precision is Precision.auto else now.precision
    tokenizer = replace(now.tokenizer, normalize=before.tokenizer.normalize)
    optim = replace(now.optim, warmup=before.optim.warmup)
    train = replace(now.train, metric=before.train.metric)
    return replace(now, precision=precision, processes=before.processes, tokenizer=tokenizer, optim=optim, train=train)


def as_settled(now: RunConfig, before: RunConfig) -> RunConfig:
    """The options with what the content of the files had decided as the run began, where nothing else is said now.

    A run of an earlier version, which had no `data.held` or no `data.seed`, goes on without.
    """
    now = as_tagged(now, before)
    if before.data.seed is None and now.data.seed in (before.seed, DATA_SEED):
        now = put(now, "data.seed", None)
    for option, default in SETTLED.items():
        if get(now, option) == default:
            now = put(now, option, get(before, option))
    if before.data.held is None and now.data.held == HELD:
        for option, later in LATER.items():
            if get(now, option) == later:
                now = put(now, option, get(before, option))
    return now


def as_tagged(now: RunConfig, before: RunConfig) -> RunConfig:
    """The options, where one direction alone is `data.source` and `data.target` unless the run `before` has learned tags."""
    return now if before.data.directions else replace(now, data=united(now.data))


def with_form(config: RunConfig, allow_code: Allowed) -> RunConfig:
    """A new run with the normal form of its text: that of the run that it starts from, or else by default plain."""
    form, rules = config.tokenizer.normalize, rules_of(config.task)
    vectors = config.model.encoding is Encoding.features and not rules.writes
    if form is not None or not rules.text or vectors:
        return config
    if config.train.start_from is None:
        form = Normalize.plain
    else:
        form = load_config(find_run(config.train.start_from), allow_code).tokenizer.normalize
    return replace(config, tokenizer=replace(config.tokenizer, normalize=form))


def like_start(config: RunConfig, allow_code: Allowed) -> RunConfig:
    """A new run with tags as the run that it starts from has them, and its network and pieces as far as the text was to decide them."""
    if config.train.start_from is None:
        return config
    before = load_config(find_run(config.train.start_from), allow_code)
    config = as_tagged(config, before)
    if not {*PIECES, *NETWORK} & {*(config.auto or ())}:
        return config  # most often they are typed, or inherited as if they were
    log(f"recipe=auto: pieces and network are those of {config.train.start_from}")
    return dictated(config, before, [*PIECES, *NETWORK])


def taken_over(*groups: Sequence[str]) -> list[str]:
    """The options of `groups`, each of names or their beginnings, that the weights and tokenizers of a run depend on."""
    beginnings = tuple(name for group in groups for name in group)
    return [name for name in options() if name.startswith(beginnings) and not name.startswith(NOT_THERE)]


def inherited(folder: str, typed: Collection[str], allow_code: Allowed) -> dict[str, Any]:
    """The architecture of the run in `folder`, which a new one starts from, as far as that takes it over: but for those `typed`.

    Nothing of a folder that cannot be read, or with which nothing can begin: that is said when the new run begins.
    """
    try:
        before = load_config(find_run(os.path.expanduser(folder)), allow_code)
    except UserError:
        return {}
    groups = (rules_of(name).starts_from.get(before.task, ()) for name in TASKS.names)
    return {name: get(before, name) for name in taken_over(*groups) if name not in typed}


def check_start(folder: Path, config: RunConfig, allow_code: Allowed) -> None:
    """Refuse options with which no run can begin with the weights of the run in `folder`.

    This is for more text of its kind, for another domain, or for a language of few sentences after one of many
    (transfer learning, Zoph et al. 2016, arXiv:1604.02201).
    """
    before, option, shown = load_config(folder, allow_code), "train.start_from", packed_as(folder)
    starts_from = rules_of(config.task).starts_from
    if starts_from.get(before.task) is None:
        fitting = " or ".join(f"task={name}" for name in starts_from)
        refuse(option, shown, f"is of task={before.task}; give a run of {fitting}")
    if not (folder / "model.safetensors").is_file():
        if shown != folder:
            refuse(option, shown, "has no weights; pack the run again with s2s pack --weights")
        refuse(option, folder, "has no model.safetensors yet; train it to its first validation")
    check_alike(before, config, shown)
    data = config.data
    if rules_of(config.task).translates and before.data.directions and not data.directions:
        known = f"translates {', '.join(before.data.directions)} by a tag before each source"
        meant = f"data.directions=[{data.source}-{data.target}]"
        refuse(option, shown, f"{known}, which data.source and data.target do not give; use {meant} in their place")
    for name in OF_TEXT:
        now, then = show(get(config, name)), show(get(before, name))
        if now != then and name not in rules_of(config.task).unused:
            differs = f"{name}={now}: {option}={shown} was trained with {name}={then}"
            log(f"warning: {differs}; use the same, unless the new text looks otherwise", level=logging.WARNING)
    log(f"{option}={shown}: what it has learned is the beginning")


def check_alike(before: RunConfig, config: RunConfig, shown: object) -> None:
    """Refuse options that have to be those of the run `before`, `shown` to the user, with whose weights a run begins."""
    groups = rules_of(config.task).starts_from[before.task]
    names = [name for name in taken_over(groups) if name not in BY_NAME]
    differ = [name for name in names if get(before, name) != get(config, name)]
    if differ:
        now, wanted = (" ".join(f"{name}={show(get(made, name))}" for name in differ) for made in (config, before))
        raise UserError(
            f"{now}: train.start_from={shown} was trained with {wanted}; use the same, or leave train.start_from out"
        )
