"""The files of a run folder by which the run is used: what is packed, and what is fetched from the hub."""

from __future__ import annotations

from s2s.data.codecs.calibration import CALIBRATION
from s2s.data.codecs.files import FILES as CODECS
from s2s.runs.names import CARD, CONFIDENCE, CONFIG, FACTS, WEIGHTS

OF_WEIGHTS = (CONFIDENCE, CALIBRATION)
"""What the end of training has measured of the weights, and says nothing of any others."""
USED = (CONFIG, FACTS, *OF_WEIGHTS, WEIGHTS, *CODECS)
"""All of a run."""
EXPORT = ("manifest.json", "encoder.onnx", "step.onnx", "labeller.onnx", "weights.bin", "shortlist.safetensors")
OWN = (*USED, CARD, *EXPORT)
"""Those of a run or of an export, and the card."""
