"""A Transformer of torch's own layers, trained and decoded by s2s as its recurrent networks are.

    python benchmarks/transformer_tiny.py --size tiny [--minutes 60] experiment=multi30k data.folder=FOLDER [OPTION=VALUE …]

Corpus, tokenizer, batches, loss, label smoothing, R-Drop, moving average, schedule, validation and search are those of the
options; only the network is another one. ``tiny`` is that of Wu et al. (2021, arXiv:2105.14462): 4 layers on either side,
width 128, 4 heads, feed-forward 256, dropout 0.3. ``same`` has width 256 and the feed-forward that gives it as many
parameters as the options' own network. `--minutes` measures how long an update takes and sets train.steps by it; the same
command with that train.steps and without `--minutes` continues. At the end the best weights are scored on the validation
set (never on a test set), and one line of JSON with the learning curve goes to stdout: `>> benchmarks/results/curve.jsonl`.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from composed import composed, latest, portable
from curve import of_run
from torch import Tensor, nn

from s2s.config.schema import RunConfig
from s2s.data.batching import Batch
from s2s.data.stream import Place
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.metrics.scores import score
from s2s.metrics.shares import shares
from s2s.nn.decoder import Memory
from s2s.nn.embedding import Embedding
from s2s.nn.encoder import Encoded
from s2s.nn.model import Seq2Seq
from s2s.runs.weights import largest_model, load_weights, read_tensors
from s2s.runtime.process import log
from s2s.tasks.writing import own_tokenizer
from s2s.training.loop import loop, signals
from s2s.training.setup import Parts, assemble
from s2s.training.state import Training
from s2s.training.tracking import tracked
from s2s.training.updates import update
from s2s.training.validation import InTraining

LAYERS, HEADS = 4, 4
SIZES = {"tiny": (128, 256), "same": (256, None)}
"""Width and feed-forward width; None is as many parameters as the recurrent network."""
WARM, MEASURED = 5, 30
"""Updates before the clock starts, and on the clock."""


class Positioned(nn.Module):
    """Ids (B, T) → embeddings + sinusoidal positions (B, T, E) (arXiv:1706.03762, §3.5), then dropout."""

    def __init__(self, embedding: Embedding, dropout: float) -> None:
        super().__init__()
        self.embedding, self.dropout = embedding, nn.Dropout(dropout)

    def forward(self, ids: Tensor) -> Tensor:
        vectors = self.embedding(ids)
        steps, half = torch.arange(ids.shape[1], device=ids.device), vectors.shape[-1] // 2
        angles = steps[:, None] * torch.exp(torch.arange(half, device=ids.device) * (-math.log(1e4) / half))
        found: Tensor = self.dropout(vectors + torch.cat([angles.sin(), angles.cos()], dim=-1))
        return found


class Encoder(nn.Module):
    """Tokens → `Encoded`, whose state is what has been written so far: nothing."""

    def __init__(self, embedding: Embedding, inner: int, dropout: float, first: bool) -> None:
        super().__init__()
        width = embedding.weight.shape[1]
        layer = nn.TransformerEncoderLayer(width, HEADS, inner, dropout, batch_first=True, norm_first=first)
        norm = nn.LayerNorm(width) if first else None
        self.inputs = Positioned(embedding, dropout)
        self.layers = nn.TransformerEncoder(layer, LAYERS, norm, enable_nested_tensor=False)

    def forward(self, tokens: Tensor, lengths: Tensor) -> Encoded:
        mask = (torch.arange(tokens.shape[1]) < lengths[:, None]).to(tokens.device)
        memory = self.layers(self.inputs(tokens), src_key_padding_mask=~mask)
        return Encoded(memory, mask, tokens[:, :0])


class Decoder(nn.Module):
    """What `s2s.nn.decoder.Decoder` is; the state (B, K, T) holds the tokens fed so far, and a step computes all anew."""

    def __init__(self, embedding: Embedding, inner: int, dropout: float, first: bool) -> None:
        super().__init__()
        width = embedding.weight.shape[1]
        layer = nn.TransformerDecoderLayer(width, HEADS, inner, dropout, batch_first=True, norm_first=first)
        self.inputs = Positioned(embedding, dropout)
        self.layers = nn.TransformerDecoder(layer, LAYERS, nn.LayerNorm(width) if first else None)
        self.output = embedding.weight
        self.bias = nn.Parameter(torch.zeros(len(self.output)))

    def remember(self, memory: Tensor, mask: Tensor) -> Memory:
        return Memory(memory, memory[..., :0], mask)

    def forward(self, tokens: Tensor, state: Tensor, memory: Memory) -> Tensor:
        later = torch.ones(tokens.shape[1], tokens.shape[1], dtype=torch.bool, device=tokens.device).triu(1)
        features: Tensor = self.layers(
            self.inputs(tokens), memory.values, tgt_mask=later, memory_key_padding_mask=~memory.mask
        )
        return features

    def step(self, tokens: Tensor, state: Tensor, memory: Memory) -> tuple[Tensor, Tensor, None]:
        written = torch.cat([state, tokens[..., None]], dim=-1)
        each = Memory(*(part.repeat_interleave(tokens.shape[1], dim=0) for part in memory))
        features = self(written.flatten(0, 1), state, each)[:, -1]
        return features.view(*tokens.shape, -1), written, None

    def logits(self, features: Tensor) -> Tensor:
        return nn.functional.linear(features, self.output, self.bias)


def transformer(
    vocabulary: int,
    width: int,
    inner: int,
    *,
    dropout: float = 0.3,
    word: float = 0.0,
    first: bool = False,
    seed: int = 1,
) -> Seq2Seq:
    """The network, one embedding for source, target and output; `first` normalises before each part, not after it."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        embedding = Embedding(vocabulary=vocabulary, width=width, word_dropout=word)
        parts = [kind(embedding, inner, dropout, first) for kind in (Encoder, Decoder)]
        model = Seq2Seq(encoder=parts[0], bridge=nn.Identity(), decoder=parts[1])  # type: ignore[arg-type]
        for parameter in model.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)
        nn.init.normal_(embedding.weight, 0, width**-0.5)
    return model


def size(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def inner_for(parameters: int, make: Callable[[int], nn.Module]) -> int:
    """The feed-forward width with which ``make(width)`` has the number of parameters nearest to `parameters`."""
    one, two = (size(make(inner)) for inner in (1, 2))
    return max(1, 1 + round((parameters - one) / (two - one)))


def with_transformer(config: RunConfig, options: argparse.Namespace) -> Parts:
    """The parts of a run, with another network."""
    parts = assemble(config)
    source, target = parts.codecs
    assert isinstance(source, Tokenizer)
    if source is not target:
        raise UserError("tokenizer.joint=false: the benchmark ties all embeddings; use tokenizer.joint=true")

    def make(inner: int) -> Seq2Seq:
        dropout, word = options.dropout, config.model.dropout.word
        return transformer(
            source.size, width, inner, dropout=dropout, word=word, first=options.norm_first, seed=config.seed
        )

    width, inner = SIZES[options.size]
    model = make(inner or inner_for(size(parts.model), make)).to(parts.device)
    log(f"instead: a Transformer of {size(model):,} parameters")

    def loss(batch: Batch) -> tuple[Tensor, Tensor]:
        weights = config.train.label_smoothing, config.train.consistency
        found: tuple[Tensor, Tensor] = model(batch.source, batch.lengths, batch.target, batch.mask, *weights)
        return found

    return replace(parts, model=model, loss=loss)


def updates_in(minutes: float, parts: Parts) -> int:
    """How many updates `minutes` hold, measured on a copy of the network."""
    model = copy.deepcopy(parts.model)
    weights = parts.config.train.label_smoothing, parts.config.train.consistency
    loss = lambda batch: model(batch.source, batch.lengths, batch.target, batch.mask, *weights)  # noqa: E731
    training = Training(replace(parts, model=model, loss=loss))
    stream, random = parts.stream.run(Place(), parts.config.train.accumulate), torch.get_rng_state()
    for number in range(WARM + MEASURED):
        if number == WARM:
            begin = time.perf_counter()
        _, batches = next(stream)
        update(training, batches)
    seconds = (time.perf_counter() - begin) / MEASURED
    torch.set_rng_state(random)
    return max(1, round(60 * minutes / seconds))


def report(parts: Parts, options: argparse.Namespace) -> dict[str, object]:
    """The learning curve, and the scores of the best weights on the whole validation set."""
    best = parts.folder / "model.safetensors"
    load_weights(parts.model, read_tensors(best, largest_model(parts.model)), best)
    rows = parts.corpus.validation[:]
    sources, references = list(rows["source"]), list(rows["target"])
    curve = of_run(f"transformer {options.size}", parts.folder)
    for beam in (1, 5):
        written = InTraining(parts).write(sources, {"beam": beam})
        bleu = score(written, references, parts.config.data.target, ("bleu",), own_tokenizer(parts.config.data))["bleu"]
        curve |= {f"validation BLEU, beam {beam}": round(bleu.score, 2), "signature": bleu.signature}
    curve["shares, beam 5"] = shares(sources, written, references)
    changed = {"dropout": options.dropout, "norm first": options.norm_first}
    return curve | changed | {"options": portable(options.choices)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=tuple(SIZES), default="tiny")
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--norm-first", action="store_true", help="LayerNorm before each part instead of after it")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("choices", nargs="+", metavar="OPTION=VALUE")
    options = parser.parse_args(arguments)
    try:
        config = composed(latest([f"name=transformer-{options.size}", *options.choices]))
        parts = with_transformer(config, options)
        if options.minutes is not None:
            total = updates_in(options.minutes, parts)
            log(f"{options.minutes:g} minutes are train.steps={total}, with train.epochs=null")
            parts = replace(parts, total=total)
        training = Training(parts)
        if training.resume():
            log(f"continuing {parts.folder} at step {training.step}")
        with signals(training), tracked(training):
            loop(training)
            training.save()
        if training.stopped_by is not None:
            log(f"stopped and saved at step {training.step}")
            return 128 + training.stopped_by
        print(json.dumps(report(parts, options), ensure_ascii=False), flush=True)
    except UserError as error:
        print(f"transformer_tiny: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
