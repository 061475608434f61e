"""Every option as a typed dataclass; `s2s.config.load` turns what Hydra or a run folder holds into a checked `RunConfig`.

An option left at ``None`` takes the value that suits the others, or is off; setting it where it has no effect is an error.
Nothing here imports torch or Hydra, so a misspelt option is refused at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

# Every member's name is its value, since OmegaConf reads names and people read values.
Task = StrEnum("Task", ["translate", "classify", "regress", "tag", "generate", "forecast"])
Device = StrEnum("Device", ["auto", "cpu", "cuda", "mps"])
Precision = StrEnum("Precision", ["auto", "fp32", "bf16", "fp16"])
CorpusKind = StrEnum("CorpusKind", ["phrasebook", "files", "multi30k", "hub", "digits", "tunes", "signal"])
TokenizerKind = StrEnum("TokenizerKind", ["bpe", "unigram", "word", "char"])
Encoding = StrEnum("Encoding", ["learned", "onehot", "pretrained", "features"])
Initial = StrEnum("Initial", ["zero", "learned", "random"])
Pooling = StrEnum("Pooling", ["none", "last", "mean", "max", "attention"])
Cell = StrEnum("Cell", ["rnn", "gru", "lstm"])
Nonlinearity = StrEnum("Nonlinearity", ["tanh", "relu", "leaky_relu"])
BridgeKind = StrEnum("BridgeKind", ["copy", "project", "zero"])
AttentionKind = StrEnum("AttentionKind", ["none", "additive", "dot", "general", "multihead"])
Tie = StrEnum("Tie", ["none", "target", "all"])
LANGUAGES = ("en", "de", "bn")
"""Of the built-in corpus."""
HEADS = 4
"""Of multi-head attention, where `model.heads` does not say."""
RecurrentInit = StrEnum("RecurrentInit", ["orthogonal", "identity", "xavier", "uniform"])
OptimKind = StrEnum("OptimKind", ["adam", "adamw", "sgd"])
Schedule = StrEnum("Schedule", ["constant", "inverse_sqrt", "cosine", "plateau"])
Metric = StrEnum("Metric", ["loss", "bleu", "chrf", "accuracy", "f1"])


@dataclass
class DataConfig:
    """Where examples come from. `train`, `validation`, `test` are paths; what is held out: `data/corpus.py`.

    `text` and `label` name the columns of CSV, JSONL, CoNLL-U and the hub; `window` and `horizon` are steps of a series.
    With `streaming`, a dataset of the hub is stored once, as it is read, not downloaded first.
    In text that is `tokenized`, words and punctuation stand apart already: BLEU counts them as they are.
    """

    corpus: CorpusKind = CorpusKind.phrasebook
    source: str = "en"
    target: str = "de"
    train: str | None = None
    validation: str | None = None
    test: str | None = None
    folder: str | None = None
    dataset: str | None = None
    config: str | None = None
    streaming: bool = False
    size: int | None = None
    text: str | None = None
    label: str | None = None
    window: int | None = None
    horizon: int | None = None
    lowercase: bool = False
    tokenized: bool = False
    max_length: int = 200


@dataclass
class TokenizerConfig:
    """sentencepiece. `sampling` is BPE-dropout's probability (bpe) or the smoothing alpha (unigram), 0 for none."""

    kind: TokenizerKind = TokenizerKind.bpe
    size: int | None = None
    joint: bool = True
    coverage: float | None = None
    sampling: float = 0.0


@dataclass
class EncoderConfig:
    """The encoder's recurrent stack; `units` is the width of each direction."""

    units: int = 256
    layers: int = 2
    bidirectional: bool = True


@dataclass
class DecoderConfig:
    """The decoder's recurrent stack; `cell` and `nonlinearity` default to the encoder's."""

    cell: Cell | None = None
    nonlinearity: Nonlinearity | None = None
    units: int = 384
    layers: int = 2


@dataclass
class DropoutConfig:
    """Probabilities, in training only, of zeroing a unit (or, for `word`, a whole word)."""

    word: float = 0.0
    embedding: float = 0.2
    layers: float = 0.2
    recurrent: float = 0.0
    readout: float = 0.2


@dataclass
class ModelConfig:
    """The network: embedding → encoder → bridge → decoder (attention after its first layer) → readout.

    Tasks that write no text have a head in the decoder's place: `pooling` makes one vector of a sequence, ``none`` leaves
    one at each position. `heads` belongs to multi-head attention.
    """

    cell: Cell = Cell.lstm
    nonlinearity: Nonlinearity | None = None
    encoding: Encoding = Encoding.learned
    vectors: str | None = None
    embedding: int = 256
    initial: Initial = Initial.zero
    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    bridge: BridgeKind = BridgeKind.project
    attention: AttentionKind = AttentionKind.general
    heads: int | None = None
    decoder: DecoderConfig = field(default_factory=DecoderConfig)
    pooling: Pooling = Pooling.last
    residual: bool = True
    layer_norm: bool = True
    tie: Tie = Tie.all
    recurrent_init: RecurrentInit = RecurrentInit.orthogonal
    forget_bias: float | None = None
    dropout: DropoutConfig = field(default_factory=DropoutConfig)


@dataclass
class OptimConfig:
    """Optimiser and learning rate. `warmup` is in steps; `factor` and `patience` (validations) belong to plateau."""

    kind: OptimKind = OptimKind.adam
    lr: float = 2e-3
    schedule: Schedule = Schedule.cosine
    warmup: int = 200
    factor: float | None = None
    patience: int | None = None
    momentum: float | None = None
    weight_decay: float | None = None
    clip_norm: float | None = 1.0
    clip_value: float | None = None


@dataclass
class TrainConfig:
    """The loop; a batch holds at most `tokens` padded positions a side.

    It takes as many updates as `epochs` or `steps` say, of which one may be given; else as many as suit the corpus.
    `start_from` is the folder of a run whose weights and tokenizers it begins with. `consistency` is R-Drop's weight;
    with it an update takes twice as long. With `validate_every` None there is a validation, and a checkpoint, after each
    epoch, at most 50 in all, and after 2,000 updates at the latest.
    """

    epochs: float | None = None
    steps: int | None = None
    start_from: str | None = None
    tokens: int = 2000
    accumulate: int = 1
    label_smoothing: float = 0.1
    consistency: float = 0.0
    ema: float | None = 0.99
    validate_every: int | None = None
    metric: Metric = Metric.bleu
    patience: int | None = None
    keep: int = 1
    average: bool = False
    tensorboard: bool = False


@dataclass
class DecodeConfig:
    """How a trained model translates unless told otherwise (Wu et al. 2016, arXiv:1609.08144, eq. 14)."""

    beam: int = 5
    length_penalty: float = 1.0
    coverage_penalty: float = 0.0


@dataclass
class RunConfig:
    """One training run, kept in the folder ``<runs>/<name>-<seed>``.

    An update takes `train.accumulate` batches for each of `processes`, by default as many as torchrun started at first.
    Fewer or more processes than that share the same batches.
    """

    name: str = "run"
    seed: int = 1
    runs: str = "runs"
    task: Task = Task.translate
    device: Device = Device.auto
    precision: Precision = Precision.auto
    threads: int | None = None
    processes: int | None = None
    data: DataConfig = field(default_factory=DataConfig)
    tokenizer: TokenizerConfig = field(default_factory=TokenizerConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    optim: OptimConfig = field(default_factory=OptimConfig)
    train: TrainConfig = field(default_factory=TrainConfig)
    decode: DecodeConfig = field(default_factory=DecodeConfig)
