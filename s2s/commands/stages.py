"""The stages of ``s2s best``: the options of each training, and what may be typed for one of them alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from s2s.config.corpora import FILES
from s2s.config.entries import CorpusConfig
from s2s.config.load import parse
from s2s.config.options import changed, get, options, refuse
from s2s.config.overrides import LENGTHS
from s2s.config.schema import DataConfig, Encoding, RunConfig
from s2s.config.tasks import rules_of
from s2s.errors import UserError
from s2s.runs.folder import run_folder

FORWARD, BACKWARD, STUDENT = "forward", "backward", "student"
SHARES = {BACKWARD: 3 / 8, STUDENT: 7 / 8}
"""Updates for each of the forward teacher's, as in the best chain that was measured (benchmarks/README.md, students)."""
ORIGINALS = 2.0
"""How often the student sees an original beside a translation, as in Nguyen et al. 2020 (arXiv:1911.01986)."""
EMA = 0.99
"""Decay of the average of the backward teacher, whose training is short."""
OWN = re.compile(rf"({BACKWARD}|{STUDENT})\.(.+)")
DIRECTION = ("data.source", "data.target", "data.directions")
"""What may not be typed for one stage: a teacher of another direction would translate text that it has not learned to read."""
INDIFFERENT = ("threads", "device", "train.log_every", "train.tensorboard", "train.trackers", "train.graphs")
"""Options that may differ between two calls of one chain: they do not say what is learned."""
Own = Mapping[str, Mapping[str, str]]
"""What is typed for each of these stages alone: option → value."""


def divided(typed: Sequence[str]) -> tuple[list[str], Own]:
    """The overrides of all stages, and those of one. Raises `UserError` for one of a stage without a value, or of its direction."""
    every, own = list[str](), {BACKWARD: dict[str, str](), STUDENT: dict[str, str]()}
    for text in typed:
        name, equals, value = text.partition("=")
        match = OWN.fullmatch(name)
        if match is None:
            every.append(text)
        elif not equals or match[2] not in options():
            raise UserError(f"{text}: no such option; write {match[1]}.OPTION=VALUE, as {match[1]}.train.steps=1000")
        elif match[2] in DIRECTION:
            raise UserError(f"{text}: the direction of a stage is made of data.source and data.target; leave it out")
        else:
            own[match[1]][match[2]] = value
    return every, own


def check_chain(config: RunConfig) -> None:
    """Raise `UserError` for a run that the chain cannot be made of."""
    if not rules_of(config.task).translates:
        raise UserError(f"task={config.task}: s2s best makes translators; use s2s train")
    data = config.data
    for name, value in (("directions", data.directions), ("corpora", data.corpora)):
        if value is not None:
            refuse(f"data.{name}", value, "s2s best is for one direction and one corpus; use s2s train")
    if data.features:
        refuse("data.columns", data.columns, "s2s best knows no features, which a translation lacks; use s2s train")
    if config.model.encoding is Encoding.pretrained:
        refuse("model.encoding", config.model.encoding, "s2s best needs networks both ways; use learned")


def work_folder(config: RunConfig) -> Path:
    """Where what the stages make is kept: RUNS/NAME-best-SEED."""
    return Path(config.runs) / f"{config.name}-best-{config.seed}"


def forward_of(config: RunConfig) -> RunConfig:
    """The forward teacher: the run that is typed."""
    return replace(config, name=f"{config.name}-{FORWARD}")


def backward_of(config: RunConfig, before: RunConfig, total: int, own: Own) -> RunConfig:
    """The backward teacher, after the forward one, which has the options `before` and `total` updates.

    It goes without R-Drop, which would double its time.
    """
    work, data = work_folder(config), before.data
    tokenizer = replace(before.tokenizer, source=before.tokenizer.target, target=before.tokenizer.source, extend=False)
    train = of_length(before, BACKWARD, total)
    train = replace(train, consistency=0.0, ema=None if train.ema is None else EMA, start_from=None, tokenize=None)
    read = replace(text(data, work), source=data.target, target=data.source, train=str(work / "pairs"))
    name, optim = f"{config.name}-{BACKWARD}", replace(before.optim, warmup=config.optim.warmup)
    made = replace(before, name=name, auto=None, data=read, tokenizer=tokenizer, optim=optim, train=train)
    return with_own(made, BACKWARD, own)


def student_of(config: RunConfig, before: RunConfig, total: int, own: Own) -> RunConfig:
    """The student, which begins with the forward teacher's weights: twice the originals, and the translations of both."""
    work = work_folder(config)
    made_of = [CorpusConfig(str(work / "pairs"), weight=ORIGINALS)]
    made_of += [CorpusConfig(str(work / stage)) for stage in (FORWARD, BACKWARD)]
    test = str(work / "test") if (work / f"test.{before.data.source}").exists() else None
    read = replace(text(before.data, work), corpora=made_of, test=test)
    train = replace(of_length(before, STUDENT, total), start_from=start_of(before))
    optim = replace(before.optim, warmup=config.optim.warmup)
    tokenizer = replace(before.tokenizer, extend=False)
    name = f"{config.name}-{STUDENT}"
    made = replace(before, name=name, auto=None, data=read, tokenizer=tokenizer, optim=optim, train=train)
    return with_own(made, STUDENT, own)


def start_of(before: RunConfig) -> str:
    """The run folder of the forward teacher, whose options are `before`."""
    return f"{before.runs}/{before.name}-{before.seed}"


def check_pairs(before: RunConfig, forward: RunConfig) -> None:
    """Raise `UserError` where the forward teacher, typed as `forward`, has learned by the options `before` from other pairs than now."""
    from s2s.tasks.base import task_of
    from s2s.tasks.own_data import changed_since
    from s2s.training.resume import continued

    folder = run_folder(forward)
    continued(before, forward, folder)  # so that no data are read but those that are typed
    if splits := changed_since(folder, task_of(before).read(before), FILES):
        raise UserError(
            f"the {' and '.join(splits)} set{'s' * (len(splits) > 1)} of {folder} held other examples when it was"
            " trained; restore the data, or give the chain another name (name=…)"
        )


def check_student(before: RunConfig, student: RunConfig) -> None:
    """Raise `UserError` for a student that cannot begin with the weights of the forward teacher, of the options `before`."""
    from s2s.training.resume import check_alike

    if student.train.start_from != start_of(before):
        return
    try:
        check_alike(before, student, start_of(before))
    except UserError as error:
        raise UserError(f"{STUDENT}: {error}, as {STUDENT}.train.start_from=null does") from None


def of_length(before: RunConfig, stage: str, total: int) -> Any:
    """The options of training of a later stage, with its share of the forward teacher's updates."""
    return replace(before.train, epochs=None, steps=updates_of(stage, total))


def updates_of(stage: str, total: int) -> int:
    """The updates of a stage where none are typed for it alone."""
    return max(1, round(SHARES[stage] * total))


def text(data: DataConfig, work: Path) -> DataConfig:
    """The options of the data of later stages, which read what has been written into the folder `work`."""
    kept = {name: getattr(data, name) for name in ("source", "target", "lowercase", "tokenized", "max_length")}
    return DataConfig(corpus="files", validation=str(work / "validation"), **kept)


def with_own(config: RunConfig, stage: str, own: Own) -> RunConfig:
    """`config` with what is typed for its stage alone. Raises `UserError` that names the stage."""
    given = {name: value_of(f"{stage}.{name}", value) for name, value in own[stage].items()}
    for name in list(given):
        if name in LENGTHS:
            given.setdefault(LENGTHS[name], None)
    try:
        return parse(nested({name: given.get(name, get(config, name)) for name in options()}))
    except UserError as error:
        raise UserError(f"{stage}: {error}") from None


def value_of(name: str, typed: str) -> Any:
    """What is typed for an option. Raises `UserError`."""
    try:
        return yaml.safe_load(typed)
    except yaml.YAMLError:
        raise UserError(
            f"{name}={typed}: cannot be read; write it as a value of YAML, such as 3, [a,b] or {{a: b}}"
        ) from None


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted names as nested groups; entries of a list of groups as groups, too."""
    tree: dict[str, Any] = {}
    for name, value in values.items():
        *groups, last = name.split(".")
        node = tree
        for group in groups:
            node = node.setdefault(group, {})
        node[last] = (
            [vars(one) if isinstance(one, CorpusConfig) else one for one in value] if isinstance(value, list) else value
        )
    return tree


def digest(made: object) -> str:
    """Tells the options of a stage from others, by those that do not have their default: one that is new changes nothing."""
    return hashlib.blake2b(repr(plain(made)).encode(), digest_size=8).hexdigest()


def plain(made: object) -> object:
    """What a stage depends on, with each configuration as a list of its options, but for those that change no weights."""
    if isinstance(made, RunConfig):
        return [option for option in changed(made) if option.partition("=")[0] not in INDIFFERENT]
    return [*map(plain, made)] if isinstance(made, list | tuple) else made


def write_texts(prefix: Path, languages: tuple[str, str], table: Any) -> None:
    """The pairs of a table as PREFIX.LANGUAGE; what a stop has left of them is written anew."""
    from s2s.commands import distill

    for language in languages:
        Path(f"{prefix}.{language}").unlink(missing_ok=True)

    def pairs() -> Iterator[tuple[str, str]]:
        for start in range(0, len(table), distill.ROWS):
            rows = table[start : start + distill.ROWS]
            columns: Iterable[tuple[str, str]] = zip(rows["source"], rows["target"], strict=True)
            yield from columns

    with distill.appearing(str(prefix), *languages) as files:
        distill.write(files, pairs())
