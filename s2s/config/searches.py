"""The searches that are known by name, and which settings each of them reads."""

from __future__ import annotations

from dataclasses import dataclass

from s2s.config.registry import Registry

SAMPLING = ("temperature", "top_k", "top_p", "seed")


@dataclass(frozen=True)
class SearchFacts:
    """What is known of a search without its class. A class of the user's own has attributes of these names."""

    reads: tuple[str, ...] = ("beam", *SAMPLING)
    """The settings that it reads, of `beam` and of the ones that shape samples; others are refused where they are given."""
    hypotheses: str = "beam"
    """The setting that says how many hypotheses a sentence has side by side, ``beam`` or ``nbest``; one where it is empty."""
    samples: bool = False
    """Whether its hypotheses are drawn, each independently of the others."""


CONSTRAINED = "constrained"
"""The search that finds the sentences of which something is demanded."""
REPLACED = ("greedy", "beam", CONSTRAINED)
"""The searches in whose place it does so; what another would choose, nobody knows."""
SEARCHES = Registry(
    "search",
    SearchFacts,
    {
        "greedy": ("s2s.decode.greedy:GreedySearch", SearchFacts((), "")),
        "beam": ("s2s.decode.beam:BeamSearch", SearchFacts(("beam",), "beam")),
        "sample": ("s2s.decode.sampling:SampleSearch", SearchFacts(SAMPLING, "nbest", samples=True)),
        CONSTRAINED: ("s2s.decode.constrained:ConstrainedSearch", SearchFacts(("beam",), "beam")),
    },
)
