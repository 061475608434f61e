"""Which registry the value of an option is looked up in: the options that take a name, or a class of the user's own."""

from __future__ import annotations

from typing import Any

from s2s.config.corpora import CORPORA
from s2s.config.formats import FORMATS
from s2s.config.networks import ATTENTIONS, BRIDGES, CELLS, HEADS
from s2s.config.optimisers import OPTIMISERS
from s2s.config.registry import Registry
from s2s.config.searches import SEARCHES
from s2s.config.tasks import TASKS

REGISTRIES: dict[str, Registry[Any]] = {
    "task": TASKS,
    "data.corpus": CORPORA,
    "data.format": FORMATS,
    "model.cell": CELLS,
    "model.decoder.cell": CELLS,
    "model.attention": ATTENTIONS,
    "model.bridge": BRIDGES,
    "model.head": HEADS,
    "optim.kind": OPTIMISERS,
    "decode.search": SEARCHES,
}
