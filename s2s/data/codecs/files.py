"""The files of a run's codecs: which there are, and which codec each one holds."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from s2s.data.codecs.base import Codec
from s2s.data.codecs.calibration import CALIBRATION, Calibration, load_calibration, save_calibration
from s2s.data.codecs.featured import FEATURES, Featured
from s2s.data.codecs.json_codec import load_json
from s2s.data.codecs.words import WORDS, Words
from s2s.data.text.tokenizer import Tokenizer
from s2s.files import writing

Codecs = tuple[Codec, Codec]
"""Of the source and of the target."""
JOINT = "tokenizer"
"""How the name of the file of a tokenizer of both begins."""
FILES = (
    *(f"{name}.{kind}" for name in (JOINT, "source", "target") for kind in ("model", "json")),
    f"{WORDS}.model",
    f"{FEATURES}.json",
)


def save_codecs(folder: Path, source: Codec, target: Codec) -> None:
    """Write both, and how labels are calibrated; one that is the source's and the target's is written once."""
    if source is target:
        source.save(folder, JOINT)
    else:
        source.save(folder, "source")
        target.save(folder, "target")
    if target.calibration is not None and target.calibration != Calibration():
        save_calibration(folder, target.calibration)


def load_codecs(folder: Path) -> Codecs:
    """What `save_codecs` wrote. Raises `UserError` for anything else."""
    folder = Path(folder)
    if any((folder / f"{JOINT}.{kind}").exists() for kind in ("model", "json")):
        joint = load_codec(folder, JOINT)
        return joint, joint
    return load_codec(folder, "source"), load_codec(folder, "target")


def load_calibrated(folder: Path) -> Codecs:
    """What `save_codecs` wrote, with the calibration of the run where it has one. Raises `UserError`."""
    source, target = load_codecs(folder)
    return source, calibrated(target, load_calibration(Path(folder)))


def calibrated(codec: Codec, calibration: Calibration) -> Codec:
    """A codec of labels whose probabilities are corrected by `calibration`; any other one as it is."""
    if codec.calibration is None:
        return codec
    calibration.check(len(codec.labels) if codec.several else 0)
    return replace(codec, calibration=calibration)  # type: ignore[type-var]


def load_codec(folder: Path, role: str) -> Codec:
    """The codec whose files begin with `role`."""
    if role == "source" and (folder / f"{FEATURES}.json").exists():
        return Featured.load(folder, role)
    if (folder / f"{role}.json").exists():
        from s2s.data.codecs.features import Features  # not at every start of a translation
        from s2s.data.codecs.fields import Fields
        from s2s.data.codecs.label_sets import LabelSets
        from s2s.data.codecs.labels import Labels
        from s2s.data.codecs.pattern import Pattern
        from s2s.data.codecs.windows import Ahead, Past

        return load_json(folder, role, Labels, LabelSets, Features, Fields, Pattern, Past, Ahead)
    if role == "source" and (folder / f"{WORDS}.model").exists():
        return Words.load(folder, role)
    return Tokenizer.load(folder, role)


def forget_codecs(folder: Path) -> None:
    """Remove what an earlier start left behind: it would be taken for a part of what is saved now."""
    for path in (Path(folder) / name for name in (*FILES, CALIBRATION)):
        if os.path.lexists(path):
            with writing(str(path)):
                path.unlink()


def extended(before: Codecs, learned: Codecs) -> Codecs:
    """Tokenizers with the pieces of those `before`, whose ids stay, and those that were `learned` beside them."""
    results = []
    for codec, other in zip(before, learned, strict=True):
        results.append(codec.extended(other))
    joint = before[0] is before[1]
    return (results[0], results[0]) if joint else (results[0], results[1])
