"""The rules between options: ranges, and settings that would have no effect."""

from __future__ import annotations

import re
from typing import Any

from s2s.config.auto import CHOSEN
from s2s.config.corpora import Shape, check_data
from s2s.config.forecast_rules import check_forecast
from s2s.config.layers import FIRST, Upper
from s2s.config.networks import ATTENTIONS, BRIDGES, CELLS
from s2s.config.optimisers import OPTIMISERS
from s2s.config.options import MOST_THREADS, get, options, refuse, texts
from s2s.config.registries import REGISTRIES
from s2s.config.registry import Registry
from s2s.config.schema import (
    HEADS,
    DecodeConfig,
    ModelConfig,
    OptimConfig,
    RecurrentInit,
    RunConfig,
    Schedule,
    Tie,
    TrainConfig,
)
from s2s.config.searches import SEARCHES
from s2s.config.task_rules import check_task
from s2s.config.tasks import TASKS, rules_of
from s2s.config.tokenizer_rules import check_tokenizer
from s2s.config.tokenizers import TokenizerConfig
from s2s.config.trackers import TRACKERS
from s2s.errors import CONTROL, UserError

BEAM = DecodeConfig().beam
ELEMENTWISE = {"recurrent_init": RecurrentInit.orthogonal, "dropout.recurrent": 0.0}
"""Options of the recurrent matrix, with their defaults."""
# option → (lowest, highest) value allowed; what is None is left to the code.
RANGES: dict[str, tuple[float, float]] = {
    "seed": (0, 2**31 - 1),
    "threads": (1, MOST_THREADS),
    "processes": (1, 10**6),
    "data.temperature": (1.0, 1e6),
    "data.size": (1, 10**9),
    "data.seed": (0, 2**31 - 1),
    "data.window": (1, 10**6),
    "data.horizon": (1, 10**6),
    "data.held": (1e-9, 10**6),
    "data.season": (1, 10**6),
    "data.max_length": (1, 10**6),
    "tokenizer.size": (8, 10**6),
    "tokenizer.source.size": (8, 10**6),
    "tokenizer.target.size": (8, 10**6),
    "tokenizer.coverage": (0.5, 1.0),
    "tokenizer.sampling": (0.0, 1.0),
    "model.embedding": (1, 2**16),
    "model.encoder.units": (1, 2**16),
    "model.encoder.layers": (1, 64),
    "model.heads": (1, 1024),
    "model.decoder.units": (1, 2**16),
    "model.decoder.layers": (1, 64),
    "model.forget_bias": (-100.0, 100.0),
    "model.forecast.relative": (0.0, 1e3),
    "model.dropout.word": (0.0, 0.95),
    "model.dropout.embedding": (0.0, 0.95),
    "model.dropout.layers": (0.0, 0.95),
    "model.dropout.recurrent": (0.0, 0.95),
    "model.dropout.readout": (0.0, 0.95),
    "optim.lr": (0.0, 1e3),
    "optim.warmup": (0, 10**9),
    "optim.factor": (1e-3, 0.999),
    "optim.patience": (1, 10**6),
    "optim.momentum": (0.0, 0.9999),
    "optim.weight_decay": (0.0, 1e3),
    "optim.clip_norm": (1e-9, 1e9),
    "optim.clip_value": (1e-9, 1e9),
    "train.epochs": (1e-9, 1e6),
    "train.steps": (1, 10**9),
    "train.tokens": (1, 10**8),
    "train.accumulate": (1, 10**6),
    "train.label_smoothing": (0.0, 0.99),
    "train.consistency": (0.0, 1e3),
    "train.ema": (0.0, 0.999999),
    "train.validate_every": (1, 10**9),
    "train.patience": (1, 10**6),
    "train.keep": (1, 1000),
    "train.log_every": (0.01, 10**6),
    "decode.beam": (1, 1000),
    "decode.length_penalty": (0.0, 100.0),
    "decode.coverage_penalty": (0.0, 100.0),
    "decode.max_length": (1, 10**6),
}


def check(config: RunConfig) -> None:
    """Raise `UserError` for the first option out of range, in conflict with another, or without effect."""
    for option, (low, high) in RANGES.items():
        value = get(config, option)
        if value is not None and not low <= value <= high:  # nor is a number that is not finite
            refuse(option, value, f"must be between {low} and {high}")
    if not re.fullmatch(r"[\w.+-]+", config.name) or config.name.startswith("."):
        refuse("name", config.name, "use letters, digits, '-', '_' and '.' only, as it names a folder")
    for option in options():
        if CONTROL.search(texts(get(config, option))):
            refuse(option, get(config, option), "holds characters that no text or path should; write it anew")
    for option, registry in REGISTRIES.items():
        if (value := get(config, option)) is not None:
            registry.check(option, value)
    check_auto(config)
    check_task(config)
    check_forecast(config)
    check_data(config.data, rules_of(config.task).shapes)
    check_tokenizer(config)
    check_model(config.model, config.tokenizer)
    check_optim(config.optim)
    check_train(config.train)
    search = config.decode.search
    if search is not None and "beam" not in SEARCHES.facts(search).reads and config.decode.beam not in (1, BEAM):
        refuse("decode.beam", config.decode.beam, f"has no effect with decode.search={search}; leave it out")
    if config.decode.coverage_penalty and not ATTENTIONS.facts(config.model.attention).aligns:
        remedy = "has no effect without attention; set it to 0"
        refuse("decode.coverage_penalty", config.decode.coverage_penalty, remedy)
    check_copy(config)
    check_case(config)
    check_start_from(config)
    if config.train.consistency and not any(vars(config.model.dropout).values()):
        remedy = "has no effect without dropout; set model.dropout.readout=0.2, or train.consistency=0"
        refuse("train.consistency", config.train.consistency, remedy)


def check_copy(config: RunConfig) -> None:
    """Refuse to copy where there is no attention, no text to copy, or a loss that has no form for it."""
    if not config.model.copy:
        return
    if not rules_of(config.task).translates:
        refuse("model.copy", True, f"has no effect with task={config.task}, only with task=translate; leave it out")
    if not ATTENTIONS.facts(config.model.attention).aligns:
        remedy = (
            f"copies by attention, and model.attention={config.model.attention} has none; use model.attention=general"
        )
        refuse("model.copy", True, remedy)
    if config.train.consistency:
        remedy = "does not go with train.consistency; set train.consistency=0, or leave it out"
        refuse("model.copy", True, remedy)


def check_case(config: RunConfig) -> None:
    """Raise `UserError` for the case of words where no word is tagged, or where all text is in lower case."""
    if config.model.case and Shape.tagged not in rules_of(config.task).shapes:
        refuse("model.case", True, f"has no effect with task={config.task}, only with task=tag; leave it out")
    if config.model.case and config.data.lowercase:
        refuse("model.case", True, "has no effect with data.lowercase=true; set model.case=false, or leave that out")


def check_start_from(config: RunConfig) -> None:
    """Refuse to begin with the weights of another run where the task takes none."""
    start = config.train.start_from
    if start is not None and not rules_of(config.task).starts_from:
        fitting = " and ".join(f"task={name}" for name in TASKS.names if rules_of(name).starts_from)
        refuse("train.start_from", start, f"not for task={config.task}, only for {fitting}; leave it out")


def check_auto(config: RunConfig) -> None:
    """Refuse choices by the amount of text where it decides nothing."""
    for name in config.auto or ():
        if name not in CHOSEN:
            refuse("auto", config.auto, f"{name} cannot be chosen; name some of {', '.join(CHOSEN)}")
    if config.auto and not rules_of(config.task).translates:
        raise UserError(f"recipe=auto: is for task=translate, not for task={config.task}; use recipe=null")


def check_model(model: ModelConfig, tokenizer: TokenizerConfig) -> None:
    """Refuse options of the network that do not go together, or have no effect on the parts that others name."""
    if model.encoder.bidirectional not in (True, False, FIRST):
        remedy = "must be true, false or first, which is both directions in the first layer alone"
        refuse("model.encoder.bidirectional", model.encoder.bidirectional, remedy)
    check_cells(model)
    if model.tie is Tie.all and not tokenizer.joint:
        remedy = "use tokenizer.joint=true or model.tie=target" if tokenizer.alike else "use model.tie=target"
        refuse("model.tie", model.tie, f"needs one vocabulary for both sides; {remedy}")
    attention, bridge = ATTENTIONS.facts(model.attention), BRIDGES.facts(model.bridge)
    if not attention.aligns and not bridge.informs:
        remedy = f"with model.attention={model.attention} the decoder would see nothing of the source; use project"
        refuse("model.bridge", model.bridge, remedy)
    memory = model.memory
    wide = model.embedding in (memory, model.decoder.units)
    if model.residual and model.encoder.layers == 1 and model.decoder.layers == 1 and not wide:
        refuse("model.residual", True, "has no effect with one layer on either side; add layers or set it to false")
    if attention.equal_widths and memory != model.decoder.units:
        remedy = (
            f"needs equal widths, but the encoder gives {memory} and model.decoder.units is {model.decoder.units};"
            f" use model.attention=general or model.decoder.units={memory}"
        )
        refuse("model.attention", model.attention, remedy)
    if "heads" in attention.options:
        check_heads(model, memory)
    elif model.heads is not None:
        known = having("heads", ATTENTIONS)
        remedy = f"has no effect with model.attention={model.attention}; use model.attention={known}"
        refuse("model.heads", model.heads, remedy)
    if bridge.alike:
        check_alike(model)
    if model.decoder.upper is not Upper.recurrent and model.decoder.layers == 1:
        remedy = "has no effect on a decoder of one layer; use model.decoder.layers=2 or leave it out"
        refuse("model.decoder.upper", model.decoder.upper, remedy)


def check_cells(model: ModelConfig) -> None:
    """Refuse options that have no effect on the cells of the encoder and the decoder."""
    name = model.decoder.cell or model.cell
    encoder, decoder = CELLS.facts(model.cell), CELLS.facts(name)
    if model.nonlinearity is not None and "nonlinearity" not in encoder.options:
        remedy = f"has no effect with model.cell={model.cell}; use model.cell={having('nonlinearity', CELLS)}"
        refuse("model.nonlinearity", model.nonlinearity, remedy)
    if model.decoder.nonlinearity is not None and "nonlinearity" not in decoder.options:
        remedy = f"has no effect with a decoder of cell {name}; use model.decoder.cell={having('nonlinearity', CELLS)}"
        refuse("model.decoder.nonlinearity", model.decoder.nonlinearity, remedy)
    if model.forget_bias is not None and "forget_bias" not in encoder.options + decoder.options:
        remedy = (
            f"has no effect with model.cell={model.cell}; leave it out or use model.cell={having('forget_bias', CELLS)}"
        )
        refuse("model.forget_bias", model.forget_bias, remedy)
    if encoder.elementwise and decoder.elementwise:
        for option, value in ELEMENTWISE.items():
            if get(model, option) != value:
                remedy = f"has no effect on cells without a recurrent matrix; use {value}, or another model.cell"
                refuse(f"model.{option}", get(model, option), remedy)
    sides = (encoder, decoder)
    if model.recurrent_init is RecurrentInit.identity and not all(side.identity or side.elementwise for side in sides):
        meant = " or ".join(cell for cell in CELLS.names if CELLS.facts(cell).identity)
        remedy = f"the identity is meant for model.cell={meant}; use orthogonal"
        refuse("model.recurrent_init", model.recurrent_init, remedy)


def having(option: str, registry: Registry[Any]) -> str:
    """The registered names of the things that `option` has an effect on."""
    return " or ".join(name for name in registry.names if option in registry.facts(name).options)


def check_heads(model: ModelConfig, memory: int) -> None:
    """Refuse a number of heads that does not divide the widths."""
    heads = model.heads or HEADS
    if memory % heads or model.decoder.units % heads:
        fewer = max(n for n in range(1, heads) if memory % n == model.decoder.units % n == 0)
        widths = f"what the encoder gives, {memory}, and model.decoder.units, {model.decoder.units}"
        refuse("model.heads", heads, f"must divide {widths}; use model.heads={fewer}")


def check_alike(model: ModelConfig) -> None:
    """Refuse two stacks of different shapes where the bridge leaves the state as it is."""
    decoder, layers = model.decoder.cell or model.cell, (model.encoder.layers, model.decoder.states)
    state = model.encoder.state
    if state != model.decoder.units or layers[0] != layers[1] or decoder != model.cell:
        remedy = (
            f"needs the same cell, depth and width on both sides, but {model.cell} × {layers[0]} × {state} meets"
            f" {decoder} × {layers[1]} × {model.decoder.units}; use model.bridge=project"
        )
        refuse("model.bridge", model.bridge, remedy)


def check_optim(optim: OptimConfig) -> None:
    """Refuse options that the optimiser or the schedule has no use for."""
    if optim.lr == 0:
        refuse("optim.lr", optim.lr, "must be above 0")
    known = OPTIMISERS.facts(optim.kind).options
    for name in ("momentum", "weight_decay"):
        if getattr(optim, name) is not None and name not in known:
            remedy = f"has no effect with optim.kind={optim.kind}; use optim.kind={having(name, OPTIMISERS)}"
            refuse(f"optim.{name}", getattr(optim, name), remedy)
    for name in ("factor", "patience"):
        if getattr(optim, name) is not None and optim.schedule is not Schedule.plateau:
            remedy = f"has no effect with optim.schedule={optim.schedule}; use optim.schedule=plateau"
            refuse(f"optim.{name}", getattr(optim, name), remedy)


def check_train(train: TrainConfig) -> None:
    """Refuse two lengths of training, and an average of a single checkpoint."""
    if train.epochs is not None and train.steps is not None:
        refuse(
            "train.epochs",
            f"{train.epochs} and train.steps={train.steps}",
            "give one of the two; the other one is null",
        )
    for name in train.trackers or ():
        if name not in TRACKERS.names:
            refuse(
                "train.trackers",
                train.trackers,
                f"no tracker is called {name}; choose from {', '.join(TRACKERS.names)}",
            )
    if len(set(train.trackers or ())) < len(train.trackers or ()):
        refuse("train.trackers", train.trackers, "names one twice; leave one of them out")
    if train.average and train.keep == 1:
        refuse(
            "train.average",
            True,
            "has no effect with train.keep=1; raise train.keep to the number of checkpoints to average",
        )
