"""What an option holds that is a list of groups of options."""

from __future__ import annotations

from dataclasses import dataclass

from s2s.config.fields import option


@dataclass
class CorpusConfig:
    """One of several corpora of a run, an entry of `data.corpora`."""

    train: str | None = option(None, "Its pairs, given like data.train.")
    directions: list[str] | None = option(None, "Directions that it has pairs of; by default all of the run's.")
    weight: float = option(1.0, "How often each of its pairs comes, beside those of the other corpora.")
    tag: str | None = option(None, "Name of a piece that stands before its sources, such as bt.")
