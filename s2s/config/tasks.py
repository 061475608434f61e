"""What each task reads, measures and leaves unused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from s2s.config.corpora import TABLES, Shape
from s2s.config.registry import Registry
from s2s.config.schema import Encoding
from s2s.config.starting import TAGGER, TRANSLATOR

LANGUAGES = ("data.source", "data.target", "data.directions", "data.temperature", "data.corpora")
SEVERAL = ("data.label_separator",)
COLUMNS = ("data.text", "data.label", *SEVERAL)
SERIES = (
    *("data.window", "data.horizon", "data.held", "data.fill", "data.season"),
    *(f"data.{name}" for name in TABLES),
)
WRITING = (
    "model.bridge",
    "model.attention",
    "model.heads",
    "model.decoder",
    "model.tie",
    "decode",
    "data.tokenized",
    "train.tokenize",
)
SOFTMAX = ("train.label_smoothing", "train.consistency")


@dataclass(frozen=True)
class Rules:
    """What a task reads and writes, and which options go with it. A task of the user's own brings its own."""

    shapes: tuple[str, ...]
    """Of examples that it can be trained on, each one of `Shape`."""
    output: str
    """The kind of output, one of `s2s.config.metrics.OUTPUTS`."""
    encodings: tuple[str, ...]
    """What `model.encoding` may be."""
    unused: tuple[str, ...] = ()
    """Options, or the beginnings of their names, that have no effect."""
    pooled: bool | None = None
    """Whether one vector stands for the sequence; None where either will do."""
    text: tuple[str, ...] = ("source", "target")
    """Which of ``source`` and ``target`` are text, which `data.lowercase` changes; labels stay as they are."""
    swapped: bool = False
    """Whether the label of an example is the source and its text the target."""
    optional: bool = False
    """Whether the source of an example may be blank."""
    single_step: bool = False
    """Whether a source has one step, so that it says nothing of how long a text is written for it."""
    ahead: bool = False
    """Whether what follows a window of a series is predicted."""
    several: bool = False
    """Whether an example may have several labels, independent of each other."""
    starts_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The tasks of the runs whose weights a run may begin with → the options, or beginnings of names, that it takes over."""

    @property
    def writes(self) -> bool:
        """Whether the output is text, which a search looks for."""
        return self.output == "text"

    @property
    def translates(self) -> bool:
        """Whether source and target are texts of two languages."""
        return self.shapes == (Shape.pairs,)


@dataclass(frozen=True)
class TaskFacts:
    """What is known of a task without its class. A class of the user's own has attributes of these names."""

    rules: Rules
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """The options that a task of the user's own sets where others are typed: dotted names, or groups such as ``data``.

    Those of the registered tasks stand in ``conf/task``.
    """


TEXT = (Encoding.learned, Encoding.onehot, Encoding.pretrained)
SIDES = ("tokenizer.joint", "tokenizer.source", "tokenizer.target")
"""Without effect where one side alone is text."""
PREDICTS = (*LANGUAGES, *WRITING, *SIDES)
"""Without effect where nothing is written."""
NOT_TRANSLATED = (*COLUMNS, *SERIES, "model.pooling")
TASKS = Registry(
    "task",
    TaskFacts,
    {
        "translate": (
            "s2s.tasks.translate:Translate",
            TaskFacts(Rules((Shape.pairs,), "text", TEXT, NOT_TRANSLATED, starts_from=TRANSLATOR)),
        ),
        "classify": (
            "s2s.tasks.classify:Classify",
            TaskFacts(
                Rules(
                    (Shape.labelled, Shape.vectors),
                    "labels",
                    (*TEXT, Encoding.features),
                    (*PREDICTS, *SERIES),
                    pooled=True,
                    text=("source",),
                    several=True,
                )
            ),
        ),
        "regress": (
            "s2s.tasks.regress:Regress",
            TaskFacts(
                Rules(
                    (Shape.labelled, Shape.vectors),
                    "numbers",
                    (*TEXT, Encoding.features),
                    (*PREDICTS, *SERIES, *SEVERAL),
                    pooled=True,
                    text=("source",),
                )
            ),
        ),
        "tag": (
            "s2s.tasks.tag:Tag",
            TaskFacts(
                Rules(
                    (Shape.tagged,),
                    "tags",
                    (Encoding.learned,),
                    (*PREDICTS, *SERIES, *SEVERAL, "tokenizer.extend"),
                    pooled=False,
                    text=("source",),
                    starts_from=TAGGER,
                )
            ),
        ),
        "generate": (
            "s2s.tasks.generate:Generate",
            TaskFacts(
                Rules(
                    (Shape.text, Shape.labelled, Shape.vectors),
                    "text",
                    (Encoding.features,),
                    (*LANGUAGES, *SERIES, *SIDES, *SEVERAL, "model.pooling"),
                    text=("target",),
                    swapped=True,
                    optional=True,
                    single_step=True,
                )
            ),
        ),
        "forecast": (
            "s2s.tasks.forecast:Forecast",
            TaskFacts(
                Rules(
                    (Shape.series,),
                    "numbers",
                    (Encoding.features,),
                    tuple(
                        name for name in (*PREDICTS, *COLUMNS, "tokenizer", "data.lowercase") if name != "data.target"
                    ),
                    text=(),
                    ahead=True,
                )
            ),
        ),
    },
)


def rules_of(task: str) -> Rules:
    """The rules of the task called `task`."""
    return TASKS.facts(task).rules
