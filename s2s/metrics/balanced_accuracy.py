"""The mean of the labels' recall."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.metrics.confusion import Labelled, by_label, confusion


class BalancedAccuracy:
    """The mean, over the labels that are right anywhere, of how many are recognised, in percent (Brodersen et al. 2010)."""

    def score(
        self,
        predicted: Sequence[Labelled],
        references: Sequence[Labelled],
        sources: Sequence[object] | None = None,
    ) -> float:
        """Over the labels that are right anywhere."""
        recalls = [one["recall"] for one in by_label(*confusion(predicted, references)).values() if one["number"]]
        return sum(recalls) / len(recalls)
