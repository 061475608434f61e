"""Every option as a typed dataclass; `s2s.config.load` turns what Hydra or a run folder holds into a checked `RunConfig`.

An option left at ``None`` takes the value that suits the others, or is off; setting it where it has no effect is an error.
Nothing here imports torch or Hydra, so a misspelt option is refused at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from s2s.config.entries import CorpusConfig
from s2s.config.fields import option
from s2s.config.forecasting import ForecastConfig
from s2s.config.layers import DecoderConfig, DropoutConfig, EncoderConfig, Nonlinearity
from s2s.config.tokenizers import TokenizerConfig

# Every member's name is its value, since OmegaConf reads names and people read values.
Device = StrEnum("Device", ["auto", "cpu", "cuda", "mps"])
Precision = StrEnum("Precision", ["auto", "fp32", "bf16", "fp16"])
Encoding = StrEnum("Encoding", ["learned", "onehot", "pretrained", "features"])
Initial = StrEnum("Initial", ["zero", "learned", "random"])
Pooling = StrEnum("Pooling", ["none", "last", "mean", "max", "attention"])
Tie = StrEnum("Tie", ["none", "target", "all"])
ClassWeights = StrEnum("ClassWeights", ["none", "balanced"])
Fill = StrEnum("Fill", ["interpolate", "previous", "error"])
HELD = 0.1
"""What `conf/task/forecast.yaml` has for `data.held`."""
DATA_SEED = 1
"""What `conf/train.yaml` has for `data.seed`."""
ALL, ROWS, COLUMNS = "all", "rows", "columns"
"""The value of `data.target` that stands for every column of numbers, and those of `data.series` that are no column's name."""
LANGUAGES = ("en", "de", "bn")
"""Of the built-in corpus."""
HEADS = 4
"""Of multi-head attention, where `model.heads` does not say."""
RecurrentInit = StrEnum("RecurrentInit", ["orthogonal", "identity", "xavier", "uniform"])
Schedule = StrEnum("Schedule", ["constant", "inverse_sqrt", "cosine", "plateau"])


@dataclass
class DataConfig:
    """Where examples come from, and how they are read."""

    corpus: str = option("phrasebook", "Corpus that the examples come from; it is set by the group data.")
    source: str = option("en", "Language code of the source text.")
    target: str = option(
        "de",
        "Language code of the target text; of series the column that is forecast, or several as 'a,b', or all.",
    )
    directions: list[str] | None = option(
        None, "Several directions of one model, in place of source and target, as [en-de,de-en,pt_BR-en]."
    )
    temperature: float | None = option(
        None,
        "Temperature T of the directions: each gets a share of the batches by its size to the power 1/T; 5 by default.",
    )
    train: str | None = option(
        None, "Training examples: a file, or PREFIX of PREFIX.SOURCE and PREFIX.TARGET, plain or .gz."
    )
    corpora: list[CorpusConfig] | None = option(
        None, "Several corpora in place of data.train, as [{train: PREFIX},{train: PREFIX,weight: 0.5,tag: bt}]."
    )
    validation: str | None = option(
        None, "Validation examples, given like data.train; by default some of the training examples."
    )
    test: str | None = option(None, "Test examples, given like data.train; by default there is no test set.")
    format: str | None = option(
        None, "Format of these files by name, or your own as package.module:Name; by default told by their suffix."
    )
    columns: list[str] | None = option(
        None,
        "Columns of source, target and features of the source, if any, or of word and tag, by name or number from 1.",
    )
    digest: str | None = option(None, "Digest of examples in memory, which s2s.train sets.")
    folder: str | None = option(None, "Folder that holds Multi30k, which is downloaded by default.")
    dataset: str | None = option(None, "Name of a dataset on the Hugging Face hub.")
    config: str | None = option(None, "Configuration of the hub dataset, such as de-en.")
    streaming: bool = option(False, "Whether a hub dataset is stored as it is read, without being downloaded first.")
    size: int | None = option(None, "Number of training examples that a built-in corpus makes.")
    seed: int | None = option(
        None,
        "Seed of what is drawn of the data: examples that are held out or judged, a built-in corpus; null is seed.",
    )
    text: str | None = option(None, "Column that holds the text in CSV, JSONL and hub data.")
    label: str | None = option(None, "Column that holds the label in CSV, JSONL, CoNLL-U and hub data.")
    label_separator: str | None = option(
        None, "What separates several labels of a text, such as |; by default a text has one, but for lists in JSONL."
    )
    window: int | None = option(None, "Steps of a series that the network reads; 50 by default.")
    horizon: int | None = option(None, "Steps of a series that the network forecasts; 10 by default.")
    held: float | None = option(
        None,
        "Share, or steps from 1 on, of each series' end for validation, as many after for the test; null cuts it in three.",
    )
    time: str | None = option(
        None, "Column of the times of a series, by name or number, or none; by default recognised by its content."
    )
    series: str | None = option(
        None, "Column that names the series of each row, or columns or rows, where each of them is a series."
    )
    past: list[str] | None = option(
        None,
        "Columns beside what is forecast that are known of the past alone; by default all others that hold numbers.",
    )
    known: list[str] | None = option(None, "Columns beside a series whose values are known ahead, such as holidays.")
    calendar: list[str] | None = option(
        None, "Features from the times: some of day, week, month and year; by default those that suit the steps."
    )
    frequency: str | None = option(
        None, "Distance of the steps of a series, as pandas writes it (h, 15min, D, MS); by default that of most steps."
    )
    fill: Fill = option(
        Fill.interpolate,
        "What is read for missing values and steps of a series; error refuses them and times between the regular steps.",
    )
    season: int | None = option(
        None, "Steps of a season, such as 24 of hourly data; by default found in the training series, 1 is none."
    )
    lowercase: bool = option(False, "Whether text is converted to lower case.")
    tokenized: bool = option(
        False, "Whether words and punctuation are separated already, so that BLEU counts the tokens as they are."
    )
    max_length: int = option(200, "Longest example to learn from, in pieces or steps; longer ones are left out.")

    @property
    def features(self) -> int:
        """How many columns are features of the source."""
        return max(0, len(self.columns or ()) - 2)


@dataclass
class ModelConfig:
    """The network: embedding → encoder → bridge → decoder (attention after its first layer) → readout.

    Tasks that write no text have a head in the decoder's place.
    """

    cell: str = option("lstm", "Recurrent cell by name, or your own as package.module:Name.")
    nonlinearity: Nonlinearity | None = option(None, "Nonlinearity of an rnn cell; tanh by default.")
    encoding: Encoding = option(
        Encoding.learned,
        "How the network reads its input: by a learned, one-hot or pretrained embedding, or as numbers.",
    )
    vectors: str | None = option(None, "File of word vectors in the text format of word2vec, GloVe or fastText.")
    embedding: int = option(256, "Width of the embeddings.")
    case: bool = option(False, "Whether a tagger reads the case of words: lower, Title, UPPER, miXed, digits, other.")
    initial: Initial = option(Initial.zero, "Initial state of the encoder.")
    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    bridge: str = option(
        "project", "How the encoder's last state becomes the decoder's first, or your own as package.module:Name."
    )
    attention: str = option(
        "general", "How the decoder scores the encoder's states, or your own as package.module:Name."
    )
    heads: int | None = option(None, "Number of heads of multi-head attention; 4 by default.")
    copy: bool = option(
        False,
        "Whether the decoder may copy pieces of the source by its attention, unknown words too (pointer-generator).",
    )
    decoder: DecoderConfig = field(default_factory=DecoderConfig)
    pooling: Pooling = option(
        Pooling.last, "How the states of a sequence become one vector; with none there is an output at each position."
    )
    head: str | None = option(
        None,
        "What predicts labels, tags or numbers: softmax, sigmoid of several labels a text, crf, squared_error or quantiles.",
    )
    forecast: ForecastConfig = field(default_factory=ForecastConfig)
    residual: bool = option(True, "Whether layers as wide as their input add their input to their output.")
    layer_norm: bool = option(True, "Whether layers normalise their input.")
    tie: Tie = option(Tie.all, "Which embeddings share their weights with the output layer.")
    recurrent_init: RecurrentInit = option(RecurrentInit.orthogonal, "Initialisation of the recurrent weights.")
    forget_bias: float | None = option(None, "Initial bias of the forget gate of an lstm or ssru; 1 by default.")
    dropout: DropoutConfig = field(default_factory=DropoutConfig)

    @property
    def memory(self) -> int:
        """D, the width of what the encoder gives for each position."""
        return self.encoder.units * (2 if self.encoder.directions[-1] else 1)


@dataclass
class OptimConfig:
    """Optimiser, learning rate and gradient clipping; `factor` and `patience` belong to the schedule plateau."""

    kind: str = option("adam", "Optimiser by name, or your own as package.module:Name.")
    lr: float = option(2e-3, "Highest learning rate.")
    schedule: Schedule = option(Schedule.cosine, "How the learning rate falls after the warmup.")
    warmup: int | None = option(
        None, "Updates during which the learning rate rises; by default a tenth of all, at most 200."
    )
    factor: float | None = option(
        None, "Factor of the learning rate at each plateau of the validation loss; 0.5 by default."
    )
    patience: int | None = option(None, "Validations without a lower loss that make a plateau; 2 by default.")
    momentum: float | None = option(None, "Momentum of sgd; 0 by default.")
    weight_decay: float | None = option(None, "Weight decay; by default 0.01 for adamw and 0 for sgd.")
    clip_norm: float | None = option(1.0, "Largest norm of the gradient, to which it is scaled down.")
    clip_value: float | None = option(None, "Largest absolute value of an element of the gradient.")


@dataclass
class TrainConfig:
    """The training loop; after each validation it saves a checkpoint."""

    epochs: float | None = option(None, "Number of passes over the training examples, instead of train.steps.")
    steps: int | None = option(
        None, "Number of updates, instead of train.epochs; without either, 4,000 and at least 5 epochs."
    )
    start_from: str | None = option(None, "Folder of a run whose weights and tokenizers training begins with.")
    tokens: int = option(2000, "Largest size of a batch, in padded positions of the source or of the target.")
    accumulate: int = option(1, "Batches of an update.")
    label_smoothing: float = option(0.1, "Share of the target probability that is spread over the whole vocabulary.")
    consistency: float = option(0.0, "Weight of the R-Drop loss, which doubles the time of an update; 0 is off.")
    graphs: bool = option(
        False,
        "Whether a GPU replays updates as CUDA graphs, one for each of a few dozen shapes of batch; pays with small batches.",
    )
    class_weights: ClassWeights = option(
        ClassWeights.none, "Whether rare labels count as much as common ones in the loss: balanced, or none."
    )
    ema: float | None = option(
        0.99, "Decay of the moving average of the weights, which is validated and kept; null is off."
    )
    validate_every: int | None = option(
        None, "Updates between validations; by default an epoch, or a fiftieth of all if that is more, at most 2,000."
    )
    metric: str = option("bleu", "Metric that decides which weights are the best.")
    tokenize: str | None = option(
        None, "Tokenizer of BLEU, as s2s evaluate --tokenize has it; by default the one that suits the target."
    )
    patience: int | None = option(None, "Validations without a better metric before training ends early; null is off.")
    keep: int = option(1, "Number of the best weights to keep.")
    average: bool = option(False, "Whether the final weights are the average of the best ones kept.")
    tensorboard: bool = option(False, "Whether to write a log for TensorBoard, as train.trackers=[tensorboard] does.")
    trackers: list[str] | None = option(
        None, "Trackers that take in what is measured: any of [tensorboard,mlflow,wandb]."
    )
    log_every: float = option(
        30.0, "Seconds between two lines about the progress, where stderr is neither a terminal nor a notebook."
    )


@dataclass
class DecodeConfig:
    """How a trained model translates by default (Wu et al. 2016, arXiv:1609.08144, eq. 14)."""

    search: str | None = option(
        None,
        "Search by name, or your own as package.module:Name; by default greedy for a beam size of 1, else beam.",
    )
    beam: int = option(5, "Beam size of the search; 1 is greedy.")
    length_penalty: float = option(
        1.0, "Exponent of the length penalty; higher values give longer translations, 0 is off."
    )
    coverage_penalty: float = option(
        0.0, "Weight of the coverage penalty; higher values leave out fewer words, 0 is off."
    )
    max_length: int | None = option(
        None, "Most pieces of an output; by default as many as the training pairs call for, with room."
    )


@dataclass
class RunConfig:
    """One training run, kept in the folder ``<runs>/<name>-<seed>``.

    An update takes `train.accumulate` batches for each of `processes`, by default as many as torchrun started at first.
    Fewer or more processes than that share the same batches.
    """

    name: str = option("run", "Name of the run, whose folder is RUNS/NAME-SEED.")
    seed: int = option(1, "Seed of everything random in training; what is drawn of the data has data.seed.")
    runs: str = option("runs", "Folder of the run folders.")
    task: str = option("translate", "What the network learns to do; it is set by the group task.")
    device: Device = option(Device.auto, "Device to train on; auto takes a GPU if there is one.")
    precision: Precision = option(
        Precision.auto, "Number format of the matrix products; auto takes bf16 where it is fast, else fp32."
    )
    threads: int | None = option(None, "CPU threads; by default one for each core.")
    processes: int | None = option(
        None, "Processes whose batches make an update; by default those that torchrun started."
    )
    auto: list[str] | None = option(
        None, "Options, by name, that the amount of text decides as a run begins; recipe=auto sets it."
    )
    data: DataConfig = field(default_factory=DataConfig)
    tokenizer: TokenizerConfig = field(default_factory=TokenizerConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    optim: OptimConfig = field(default_factory=OptimConfig)
    train: TrainConfig = field(default_factory=TrainConfig)
    decode: DecodeConfig = field(default_factory=DecodeConfig)

    @property
    def data_seed(self) -> int:
        """The seed of what is drawn of the data."""
        return self.seed if self.data.seed is None else self.data.seed
