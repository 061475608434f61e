"""How runs are named, and the files that each of them has."""

from __future__ import annotations

SCHEME = "hf://"
"""What begins a name that is looked for on the hub: ``hf://ORGANISATION/NAME``, with ``@REVISION`` at its end where one is meant."""
CONFIG, FACTS, CONFIDENCE, WEIGHTS = "config.yaml", "corpus.json", "confidence.json", "model.safetensors"
"""Files of a run folder, which `s2s.runs.folder` describes. Every run folder has the first."""
CARD = "README.md"
"""What a run is, for people."""
