"""The public tables: their files, how they are measured, and what was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEV, TEST = "dev", "test"


@dataclass(frozen=True)
class Table:
    """What one table is made of."""

    experiment: str
    splits: Mapping[str, str]
    """train, dev and test → the file in the folder; ``PART`` stands for a part."""
    metric: str
    """As ``s2s evaluate --metrics`` has it."""
    measure: str
    """As the table calls it."""
    published: Mapping[str, float]
    """Of the test set: system → its number."""
    parts: tuple[str, ...] = ("",)
    """Over which the measure is averaged."""
    sides: tuple[str, str] = ("", "")
    """What the names of the files of source and target end in; nothing where one file holds both."""
    columns: tuple[str, ...] = ("1", "2")
    more: tuple[str, ...] = ()
    """Further options of ``s2s evaluate``."""
    wrong: bool = False
    """Whether the measure is what the metric is short of 100."""
    baseline: str | None = None
    """The file of a published system's outputs on the test set, for a paired test."""
    series: bool = False
    """Whether the files hold series. The development set is then the end of the training series, of runs without a test file."""
    also: tuple[str, ...] = ()
    """Further measures of series, by their labels."""
    pooled: bool = False
    """Whether each part begins with a run on the training sets of all parts together."""
    results: str = "tables.jsonl"
    """The file of ``benchmarks/results/`` that our rows are appended to."""
    copies: int = 0
    """Ways in which ``s2s smiles`` writes each training reaction; 0 leaves all reactions as they are."""

    def files(self, folder: Path, split: str, part: str) -> tuple[str, str]:
        """The paths of source and target."""
        path = str(folder / self.splits[split].replace("PART", part))
        return path + self.sides[0], path + self.sides[1]


G2P_LANGUAGES = tuple("ady arm bul dut fre geo gre hin hun ice jpn kor lit rum vie".split())
G2P = {split: f"{split}/PART_{split}.tsv" for split in ("train", DEV, TEST)}


def words(language: str) -> dict[str, str]:
    """The files of the shared task on segmentation."""
    return {split: f"{language}.word.{split}{'.gold' * (split == TEST)}.tsv" for split in ("train", DEV, TEST)}


MASAKHANER: dict[str, Any] = {
    "experiment": "masakhaner",
    "splits": {split: f"PART.{split}.txt" for split in ("train", DEV, TEST)},
    "metric": "span_f1",
    "measure": "mean span F1",
    "published": {
        "CNN-BiLSTM-CRF (Adelani et al. 2021, about)": 73.6,
        "AfroXLMR-large (550 million parameters)": 85.82,
    },
    "results": "masakhaner.jsonl",
    "parts": ("hau", "ibo", "swa", "wol", "yor"),
}


TABLES = {
    "g2p": Table(
        *("g2p", G2P, "exact", "macro WER, lower is better"),
        {"LSTM (SIGMORPHON 2020, best recurrent)": 16.84, "ensemble (best of any kind)": 13.81},
        parts=G2P_LANGUAGES,
        wrong=True,
    ),
    "mongolian": Table(
        *("segmentation", words("mon"), "morpheme_f1", "F1"),
        {"DeepSPIN-2, LSTM": 98.00, "DeepSPIN-3, Transformer": 98.51},
        baseline="mon.word.test.DeepSPIN-3.tsv",
    ),
    "czech": Table(
        *("segmentation", words("ces"), "morpheme_f1", "F1"),
        {"DeepSPIN-2, LSTM (best of 12)": 93.88},
        baseline="ces.word.test.DeepSPIN-2.tsv",
    ),
    "bengali": Table(
        *("transliteration", {split: f"bn.{split}.tsv" for split in ("train", DEV, TEST)}, "exact", "top-1"),
        {"these 94,546 pairs": 50.0, "26 million pairs": 55.5},
        columns=("2", "1"),
        more=("--group-references",),
    ),
    "m4_hourly": Table(
        *("m4_hourly", {"train": "Hourly-train.csv", TEST: "Hourly-test.csv"}, "smape", "sMAPE, lower is better"),
        {
            "RNN benchmark of M4": 14.70,
            "seasonal naive": 13.91,
            "FFORMA (second)": 11.51,
            "ES-RNN (the winner)": 9.33,
        },
        columns=(),
        series=True,
        also=("MASE", "MSIS", "coverage"),
    ),
    "masakhaner": Table(**MASAKHANER),
    "masakhaner_pooled": Table(**MASAKHANER, pooled=True),
    "ewt": Table(
        *("tags", {"train": "train.tsv", DEV: "dev.tsv", TEST: "test.tsv"}, "accuracy", "accuracy"),
        {"s2s before": 95.07},
    ),
    "retrosynthesis": Table(
        *("retrosynthesis", {"train": "train", DEV: "val", TEST: "test"}, "smiles", "top-1"),
        {
            "LSTM, with the class": 37.4,
            "Transformer, train only": 39.8,
            "Transformer, validation data, snapshots": 42.7,
        },
        sides=(".product", ".reactants"),
        columns=(),
        copies=4,
    ),
}
