"""From options to the parts of a training run: corpus, codecs, stream, model."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from s2s.config.code import code_in
from s2s.config.metrics import AUTO, LOSS
from s2s.config.options import put, refuse
from s2s.config.schema import Precision, RunConfig, TrainConfig
from s2s.config.task_rules import check_new
from s2s.data.batching import Batch, collate_of, padding_share, ready_for
from s2s.data.codecs.files import Codecs, forget_codecs, load_codecs, save_codecs
from s2s.data.codecs.opened import check_copying, opened
from s2s.data.corpora.corpus import Corpus
from s2s.data.stream import Stream
from s2s.data.text.preparation import tags_of
from s2s.errors import UserError
from s2s.nn.model import summary
from s2s.runs.find import find_run
from s2s.runs.folder import load_config, run_folder, save_config, save_facts
from s2s.runs.made_here import remember
from s2s.runs.names import FACTS
from s2s.runs.states import begun as is_begun
from s2s.runtime.device import check_graphs, choose_device, choose_precision
from s2s.runtime.distributed import first, gather
from s2s.runtime.forks import TORCH
from s2s.runtime.memory import keep_few_kernels, keep_freed_memory
from s2s.runtime.process import log, rank, world
from s2s.runtime.progress import pulse
from s2s.tasks.base import Task, task_of
from s2s.training.auto import chosen
from s2s.training.beginning import make_model
from s2s.training.class_weights import weigh
from s2s.training.described import describe_codecs, mixture_of
from s2s.training.optim import warmup_of
from s2s.training.resume import check_start, continued, like_start, with_form

EPOCHS, UPDATES = 5, 4000
"""What a run has at least of either, where no option says."""
VALIDATIONS, UNSAVED = 50, 2000
"""Where no option says: validations at most, unless that were more than so many updates apart."""
CHANGED = "; restore the data that the run began with, or give the new run another name (name=…)"
SEED_STRIDE = 1_000_003
"""Between the seeds of the processes, whose dropout has to differ."""
NAMES = {torch.float32: Precision.fp32, torch.bfloat16: Precision.bf16, torch.float16: Precision.fp16}


@dataclass
class Parts:
    """What a run is made of; none of it changes in training but the model's weights."""

    config: RunConfig
    task: Task
    folder: Path
    device: torch.device
    precision: torch.dtype
    corpus: Corpus
    codecs: Codecs
    """Of the source and of the target."""
    stream: Stream
    model: nn.Module
    loss: Callable[[Batch], tuple[Tensor, Tensor]]
    total: int
    """Updates in all."""
    interval: int
    """Updates between two validations."""

    def autocast(self) -> AbstractContextManager[Any]:
        """The context of the forward pass, in which torch computes in `precision`; of float32 it does nothing."""
        return torch.autocast(self.device.type, self.precision, enabled=self.precision is not torch.float32)

    @property
    def batches(self) -> int:
        """Batches of an update, those of all processes together."""
        return batches(self.config)

    def patience_is_over(self, stale: int) -> bool:
        """Whether `stale`, the number of validations without an improvement, ends the training."""
        return self.config.train.patience is not None and stale >= self.config.train.patience


def batches(config: RunConfig) -> int:
    """Batches of an update, those of all processes together."""
    return config.train.accumulate * (config.processes or 1)


def shares(config: RunConfig) -> str:
    """What several processes share, in words."""
    if world() == 1:
        return ""
    idle = max(0, world() - batches(config))
    return f" of {batches(config)} batches for {world()} processes" + f", {idle} of them idle" * (idle > 0)


def assemble(config: RunConfig, allow_code: bool = False) -> Parts:
    """Prepare everything, and say what was found. Raises `UserError` before anything is trained.

    Run folders, of an earlier start or to start from, may name the code that `config` names, and with `allow_code` any.
    """
    folder, allowed = run_folder(config), allow_code or set(code_in(config).values())
    begun = is_begun(folder)
    if begun:
        config = continued(load_config(folder, allowed), config, folder)
    else:
        check_new(config)
        config = like_start(with_form(config, allowed), allowed)
        if config.train.start_from is not None:
            check_start(find_run(config.train.start_from), config, allowed)
    task = task_of(config)
    task.validation_metrics(config)  # refuses what no validation could score
    keep_few_kernels()
    keep_freed_memory()
    TORCH.use(config.threads or torch.get_num_threads())
    device = choose_device(str(config.device))
    check_graphs(config.train.graphs, device)
    name = gather(NAMES[choose_precision(str(config.precision), device)])[0]  # where it is measured, rank 0 does
    precision = choose_precision(name, device)
    config = replace(config, precision=Precision(name), processes=config.processes or world())
    config, corpus, codecs = prepare(config, task, folder, begun)
    stream = stream_of(config, corpus, codecs, device)
    with pulse("making the first batches", config.train.log_every):
        per_epoch = describe(stream, config, begun)
    torch.manual_seed(config.seed + SEED_STRIDE * rank())
    model = make_model(config, task, codecs, begun)
    if not begun:
        task.begin(model, corpus, codecs)
    labels, separator = codecs[1].labels, config.data.label_separator
    weigh(model, config.train, labels, lambda: task.labels(corpus.train["target"]), separator)
    model.to(device)
    for part, count in summary(model):
        log(f"  {count:>12,}  {part}")

    def loss(batch: Batch) -> tuple[Tensor, Tensor]:
        result: tuple[Tensor, Tensor] = model(
            batch.source,
            batch.lengths,
            batch.target,
            batch.mask,
            config.train.label_smoothing,
            config.train.consistency,
        )
        return result

    total, interval = budget(config.train, per_epoch)
    config, warmup = with_warmup(config, folder, total)
    log(
        f"{device}, {str(precision).removeprefix('torch.')}: {total:,} updates{shares(config)}, a validation every {interval:,};"
        f" the learning rate rises over {warmup:,}"
    )
    return Parts(config, task, folder, device, precision, corpus, codecs, stream, model, loss, total, interval)


def with_warmup(config: RunConfig, folder: Path, total: int) -> tuple[RunConfig, int]:
    """The options with the number of updates of the warm-up, which is recorded where it was not given; and the number."""
    warmup = warmup_of(config.optim, total)
    if config.optim.warmup is None:
        config = replace(config, optim=replace(config.optim, warmup=warmup))
        if rank() == 0:
            save_config(folder, config)
    return config, warmup


def stream_of(config: RunConfig, corpus: Corpus, codecs: Codecs, device: torch.device) -> Stream:
    """The training batches of a run on this `device`."""
    return Stream(
        corpus.train,
        codecs,
        budget=config.train.tokens,
        max_length=config.data.max_length,
        sampling=config.tokenizer.sampling,
        seed=config.seed,
        collate=collate_of(codecs),
        release=corpus.release,
        mixture=mixture_of(config, corpus),
        tags=tags_of(config, codecs[0]),
        ready=ready_for(device),
    )


def budget(train: TrainConfig, per_epoch: float) -> tuple[int, int]:
    """How many updates there are in all, and how many between two validations, with `per_epoch` of them in an epoch."""
    least = max(UPDATES, EPOCHS * per_epoch) if train.epochs is None else train.epochs * per_epoch
    total = train.steps or max(1, math.ceil(least))
    interval = min(max(math.ceil(per_epoch), math.ceil(total / VALIDATIONS)), UNSAVED)
    return total, train.validate_every or interval


def prepare(config: RunConfig, task: Task, folder: Path, begun: bool) -> tuple[RunConfig, Corpus, Codecs]:
    """The options that the data settle, corpus and codecs. Rank 0 indexes, learns and writes; the others read."""
    with first():
        if rank() > 0 and not (folder / "config.yaml").exists():
            raise UserError(
                f"runs={config.runs}: {folder}, which rank 0 has written, is not there for rank {rank()}; give a folder"
                " that all nodes share"
            )
        corpus = task.read(config)
        counts = [f"; {count} blank pairs left out of {split}" for split, count in corpus.dropped.items() if count]
        counts += ["; these are held out of the training data"] * corpus.held_out
        log(
            f"{task.title(config)}: {len(corpus.train):,} training and {len(corpus.validation):,} validation examples{''.join(counts)}"
        )
        for note in corpus.notes:
            log(note)
        for option, value in corpus.settled.items():
            config = put(config, option, value)
        config = with_suited_metric(config, task, corpus)
        if rank() == 0 and not begun:
            for line in task.warnings(config, corpus):
                log(line, level=logging.WARNING)
        if config.auto:
            config = chosen(config, corpus)
        codecs = prepare_codecs(config, task, folder, corpus, begun or rank() > 0)
        if codecs[0].is_empty and config.train.metric != LOSS:
            refuse(
                "train.metric", config.train.metric, "not for a language model, which may write what it likes; use loss"
            )
        if rank() == 0:
            save_config(folder, config)
            remember(folder, config.data)
            if not (begun and (folder / FACTS).exists()):
                prepare_facts(config, task, folder, corpus, codecs)
    return config, corpus, codecs


def with_suited_metric(config: RunConfig, task: Task, corpus: Corpus) -> RunConfig:
    """The options with what suits the examples in the place of ``train.metric=auto``, which is said."""
    if config.train.metric != AUTO:
        return config
    metric = task.suited(corpus)
    log(f"train.metric={metric}, which suits these examples: by it the best weights are chosen")
    return replace(config, train=replace(config.train, metric=metric))


def prepare_codecs(config: RunConfig, task: Task, folder: Path, corpus: Corpus, begun: bool) -> Codecs:
    """The run folder's codecs, learned from the training examples unless the run has `begun`.

    What an earlier start left behind that saved no weights may have been made with other options.
    """
    if begun:
        codecs = load_codecs(folder)
    else:
        with pulse("learning the vocabularies", config.train.log_every):
            codecs = task.codecs(config, corpus)
            if config.model.copy:
                check_copying(*opened(codecs))
        forget_codecs(folder)
        save_codecs(folder, *codecs)
    tags_of(config, codecs[0])  # refuses a tokenizer of another run that lacks one
    describe_codecs(config, corpus, codecs)
    return opened(codecs) if config.model.copy else codecs


def prepare_facts(config: RunConfig, task: Task, folder: Path, corpus: Corpus, codecs: Codecs) -> None:
    """Measure and save what of the training text decides how text is prepared, and say what follows."""
    with pulse("measuring the training text", config.train.log_every):
        facts = task.facts(config, corpus, codecs)
    if facts is None:
        return
    if facts.whole_lines:
        log(f"{facts.several:.0%} of the sources have several sentences: lines are not split when they are translated")
    save_facts(folder, facts)


def describe(stream: Stream, config: RunConfig, begun: bool) -> float:
    """Log what the training batches look like; updates an epoch. Raises `UserError` for what cannot be encoded."""
    try:
        count, dropped = stream.batches_per_epoch()
    except UserError as error:
        raise UserError(f"data.train: {error}{CHANGED * begun}") from None
    if count == 0:
        raise UserError(f"data.max_length={config.data.max_length}: every training pair is longer; raise it")
    if dropped:
        log(f"{dropped:,} training pairs longer than data.max_length={config.data.max_length} pieces are left out")
    first = stream.load(0, 0)
    sample = [stream.collate([first.pairs[row] for row in rows]) for rows in first.batches[:100]]
    log(f"{count:,} batches an epoch of at most {config.train.tokens:,} positions, {padding_share(sample):.1%} padding")
    return count / batches(config)
