"""How sure a run is of what it writes, learned from its validation set when its training has come to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from s2s.errors import UserError
from s2s.inference.calibration import Observed
from s2s.inference.confidence import save_confidence
from s2s.runs.folder import load_facts
from s2s.runs.names import CONFIDENCE
from s2s.runtime.distributed import shared
from s2s.runtime.process import log, rank
from s2s.tasks.confidence import check_count, learned, observed, spread
from s2s.training.setup import Parts
from s2s.training.validation import as_examples


def learn_confidence(parts: Parts, settings: Mapping[str, Any]) -> None:
    """Translate validation examples as the run is to translate, each process a share of them, and keep what they teach.

    Of too few nothing is learned, which is said; what an earlier end of the run has learned is then gone.
    """
    path, rows = parts.folder / CONFIDENCE, parts.corpus.validation
    chosen = spread(len(rows))
    try:
        check_count(len(chosen), "the validation set")
        examples = as_examples(rows.select(chosen)[:])
        reader = parts.task.reader(
            parts.config, parts.codecs, parts.model.eval(), parts.device, load_facts(parts.folder)
        )

        def work(share: list[int]) -> Sequence[Observed | None]:
            return observed(reader, examples.select(share), settings) if share else ()

        found = shared(work, range(len(chosen)))
        confidence = learned([None if row is None else Observed(*row) for row in found], "the validation set")
    except UserError as error:
        log(f"confidence: not fitted: {error}")
        if rank() == 0:
            path.unlink(missing_ok=True)
        return
    if rank() == 0:
        save_confidence(parts.folder, confidence)
