"""From options to the parts of a training run: corpus, tokenizers, stream, model."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from s2s.allocator import keep_freed_memory
from s2s.config import Precision, RunConfig, options
from s2s.data.batching import Batch, collate, padding_share
from s2s.data.corpus import Corpus, load_corpus
from s2s.data.stream import Stream
from s2s.data.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.evaluate import build
from s2s.folder import load_config, load_tokenizers, save_config, save_tokenizers
from s2s.nn.model import Seq2Seq, build_model, summary
from s2s.runtime import choose_device, choose_precision, log
from s2s.tasks import get, show

FREE = ("train.epochs", "train.steps", "train.patience", "train.tensorboard", "threads", "device", "precision", "runs")
"""Options that may change between two sittings of one run: they do not alter what has been learned so far."""
NAMES = {torch.float32: Precision.fp32, torch.bfloat16: Precision.bf16, torch.float16: Precision.fp16}


@dataclass
class Parts:
    """What a run is made of; none of it changes in training but the model's weights."""

    config: RunConfig
    folder: Path
    device: torch.device
    precision: torch.dtype
    corpus: Corpus
    tokenizers: tuple[Tokenizer, Tokenizer]
    stream: Stream
    model: Seq2Seq
    loss: Callable[[Batch], tuple[Tensor, Tensor]]
    board: Any
    total: int
    """Updates in all."""
    interval: int
    """Updates between two validations."""

    def autocast(self) -> AbstractContextManager[Any]:
        return torch.autocast(self.device.type, self.precision, enabled=self.precision is not torch.float32)

    def patience_is_over(self, stale: int) -> bool:
        return self.config.train.patience is not None and stale >= self.config.train.patience


def assemble(config: RunConfig) -> Parts:
    """Prepare everything, and say what was found. Raises `UserError` before anything is trained."""
    folder = Path(config.runs) / f"{config.name}-{config.seed}"
    begun = any(folder.glob("checkpoints/step-*")) or (folder / "model.safetensors").exists()
    if begun and (folder / "config.yaml").exists():
        config = continued(load_config(folder), config, folder)
    build("bleu", config.data.target, None)  # refuses a language that no validation could score
    keep_freed_memory()
    torch.set_num_threads(config.threads or torch.get_num_threads())
    device = choose_device(str(config.device))
    if config.train.compile and device.type != "cuda":
        raise UserError(
            f"train.compile=true: needs a GPU, but the device is {device.type}, where the compiler takes minutes for each"
            " length of sentence; set it to false"
        )
    precision = choose_precision(str(config.precision), device)
    config = replace(config, precision=NAMES[precision])
    corpus = load_corpus(config.data, config.seed)
    dropped = ", ".join(f"{count} blank pairs left out of {split}" for split, count in corpus.dropped.items() if count)
    sizes = f"{len(corpus.train):,} training and {len(corpus.validation):,} validation pairs"
    log(f"{config.data.source} → {config.data.target}: {sizes}{'; ' + dropped if dropped else ''}")
    tokenizers = prepare_tokenizers(config, folder, corpus, begun)
    save_config(folder, config)
    stream = Stream(
        corpus.train,
        tokenizers,
        budget=config.train.tokens,
        max_length=config.data.max_length,
        sampling=config.tokenizer.sampling,
        seed=config.seed,
    )
    per_epoch = describe(stream, config)
    torch.manual_seed(config.seed)
    model = build_model(config.model, tokenizers[0].size, tokenizers[1].size, config.seed).to(device)
    for part, count in summary(model):
        log(f"  {count:>12,}  {part}")
    forward = torch.compile(model) if config.train.compile else model

    def loss(batch: Batch) -> tuple[Tensor, Tensor]:
        result: tuple[Tensor, Tensor] = forward(
            batch.source,
            batch.lengths,
            batch.target,
            batch.mask,
            config.train.label_smoothing,
            config.train.consistency,
        )
        return result

    total = config.train.steps or max(1, math.ceil((config.train.epochs or 0) * per_epoch))
    interval = config.train.validate_every or max(1, math.ceil(per_epoch))
    log(f"{device}, {str(precision).removeprefix('torch.')}: {total:,} updates, a validation every {interval:,}")
    board = open_board(folder) if config.train.tensorboard else None
    return Parts(config, folder, device, precision, corpus, tokenizers, stream, model, loss, board, total, interval)


def describe(stream: Stream, config: RunConfig) -> float:
    """Log what the training batches look like; updates an epoch."""
    count, dropped = stream.batches_per_epoch()
    if count == 0:
        raise UserError(f"data.max_length={config.data.max_length}: every training pair is longer; raise it")
    if dropped:
        log(f"{dropped:,} training pairs longer than data.max_length={config.data.max_length} pieces are left out")
    first = stream.load(0, 0)
    sample = [collate([first.pairs[row] for row in rows]) for rows in first.batches[:100]]
    log(f"{count:,} batches an epoch of at most {config.train.tokens:,} positions, {padding_share(sample):.1%} padding")
    return count / config.train.accumulate


def prepare_tokenizers(config: RunConfig, folder: Path, corpus: Corpus, begun: bool) -> tuple[Tokenizer, Tokenizer]:
    """The run folder's tokenizers, trained on the training text unless the run has `begun`.

    What an earlier start left behind that saved no weights may have been made with other options.
    """
    options = config.tokenizer

    def learn(*sides: str) -> Tokenizer:
        return Tokenizer.train(
            texts(corpus, *sides), kind=str(options.kind), size=options.size, coverage=options.coverage
        )

    name = "tokenizer.model" if options.joint else "target.model"
    if begun and (folder / name).exists():
        source, target = load_tokenizers(folder, config)
    else:
        source = learn("source", "target") if options.joint else learn("source")
        target = source if options.joint else learn("target")
        save_tokenizers(folder, source, target)
    for side, tokenizer in (("source", source), ("target", target)):
        found = tokenizer.statistics(corpus.validation[:1000][side])
        log(f"{side}: {tokenizer.size:,} pieces of kind {options.kind}; on the validation set {found}")
    return source, target


def texts(corpus: Corpus, *sides: str) -> Iterator[str]:
    for begin in range(0, len(corpus.train), 10_000):
        rows = corpus.train[begin : begin + 10_000]
        for side in sides:
            yield from rows[side]


def continued(before: RunConfig, now: RunConfig, folder: Path) -> RunConfig:
    """The options of a further sitting of a run; refuse those that would make its result dishonest.

    What ``precision=auto`` measured the first time holds: a busy machine must not change the numbers of a run.
    """
    for option in options():
        old, new = get(before, option), get(now, option)
        if old != new and option not in FREE:
            raise UserError(
                f"{option}={show(new)}: {folder} was trained with {option}={show(old)}; go on with that value, or give"
                f" the new run another name (name=…) or delete the folder"
            )
    return replace(now, precision=before.precision) if now.precision is Precision.auto else now


def open_board(folder: Path) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        raise UserError(
            'train.tensorboard=true: tensorboard is not installed; pip install "s2s[tensorboard]"'
        ) from None
    return SummaryWriter(str(folder / "tensorboard"))
