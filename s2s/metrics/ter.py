"""TER (Snover et al. 2006): the edits that would make a translation its reference, as a share of the reference's words."""

from __future__ import annotations

from sacrebleu.metrics import TER

from s2s.metrics.sacrebleu_metric import SacrebleuMetric


class Ter(SacrebleuMetric):
    """sacrebleu's TER, in percent; lower is better."""

    def __init__(self) -> None:
        super().__init__(TER())
