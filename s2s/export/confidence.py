"""How sure a run is of what it writes, in its export."""

from __future__ import annotations

from pathlib import Path

from s2s.errors import UserError
from s2s.inference.confidence import load_confidence, save_confidence
from s2s.inference.translator import Translator
from s2s.runtime.process import log
from s2s.tasks.confidence import check_count, learned, observed
from s2s.tasks.evaluation import Examples

CHECKED = "the text that the export is checked on"


def carry(folder: Path, partial: Path, translator: Translator, examples: Examples) -> bool:
    """Give the export in `partial` the confidence of the run in `folder`; both get one that lacks it, as the earlier releases' do.

    That one is learned from `examples`, which `translator` translates by the export. Of too few nothing is learned, which is said.
    Whether it has one now.
    """
    confidence = load_confidence(folder)
    if confidence is None:
        try:
            check_count(len(examples.targets), CHECKED)
            confidence = learned(observed(translator, examples, {}), CHECKED)
        except UserError as error:
            log(f"confidence: not fitted: {error}")
            return False
        save_confidence(folder, confidence)
    save_confidence(partial, confidence)
    return True
