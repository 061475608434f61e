"""What text of one language is worth: few pairs alone against the same pairs and back-translations, in each way to make these.

    python benchmarks/backtranslation.py CORPUS=TRAIN,VALIDATION,SOURCE,TARGET [OPTION=VALUE …] [--pairs 10000] [--text 100000] [--weight 5]
        [--seeds 1 2] [--settings alone search …] [--work FOLDER]
    python benchmarks/backtranslation.py --table

as in ``tatoeba=DATA/tatoeba/train.en-de,DATA/tatoeba/val.en-de,en,de train.steps=6000``: the updates should be typed, so that all
settings have as many. The pairs are the first of an order that is drawn once; the text is what the next ones have in the target
language, without sentences that the pairs have. A model of the reverse direction is trained on the pairs (``seed=1``) and
translates the text as each setting says; what that makes, in FOLDER, serves all seeds. A pair by people comes ``--weight`` times
as often as one that is made. Trainings and translations that were stopped go on, and what stands in
benchmarks/results/backtranslation.jsonl is not done again. A row has the best validation (greedy, on the whole of the set).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from auto import ALONE, Corpus, answer, compared, known, measured, parser_of, train

from s2s.data.corpora.texts import read_text_pair
from s2s.errors import UserError
from s2s.files import write

RESULTS = Path(__file__).parent / "results" / "backtranslation.jsonl"


class Setting(NamedTuple):
    """How the sources are made."""

    how: tuple[str, ...] | None
    """Options of ``s2s backtranslate``; None for no such sources."""
    tag: str | None = "bt"


SETTINGS = {
    ALONE: Setting(None),
    "search": Setting(("-b", "5")),
    "search, no tag": Setting(("-b", "5"), None),
    "noise, no tag": Setting(("-b", "5", "--noise"), None),
    "samples": Setting(("--sample",)),
    "samples, top 10": Setting(("--sample", "--top-k", "10")),
}


def texts(corpus: Corpus, options: argparse.Namespace) -> tuple[Path, Path]:
    """The prefix of the pairs, and the file of the text. Raises `UserError`."""
    prefix, text = options.work / f"{corpus.name}-{options.pairs}", options.work / f"{corpus.name}-{options.text}.text"
    sides = read_text_pair(f"{corpus.train}.{corpus.source}", f"{corpus.train}.{corpus.target}")
    order = numpy.random.default_rng(0).permutation(len(sides[0]))
    rows = order[: options.pairs]
    own = {sides[1][row] for row in rows}
    others = [line for line in dict.fromkeys(sides[1][row] for row in order[options.pairs :]) if line not in own]
    if len(others) < options.text:
        raise UserError(f"--text {options.text}: {corpus.train} has {len(others):,} other sentences; ask for fewer")
    for language, side in zip((corpus.source, corpus.target), sides, strict=True):
        write(Path(f"{prefix}.{language}"), "".join(f"{side[row]}\n" for row in rows).encode())
    write(text, "".join(f"{line}\n" for line in others[: options.text]).encode())
    return prefix, text


def typed(
    corpus: Corpus, name: str, seed: int, data: str, options: argparse.Namespace, back: bool = False
) -> list[str]:
    """What is typed for a training, of the reverse direction with `back`."""
    source, target = (corpus.target, corpus.source) if back else (corpus.source, corpus.target)
    languages = [f"data.source={source}", f"data.target={target}", f"data.validation={corpus.validation}"]
    given = ["data=files", data, *languages, f"name={name}", f"seed={seed}", f"runs={options.work}", *options.choices]
    return list({part.partition("=")[0]: part for part in given}.values())


def made(corpus: Corpus, setting: Setting, text: Path, options: argparse.Namespace) -> Path:
    """The prefix of the text with its translations, which are made, or gone on with, where they are not there."""
    assert setting.how is not None
    name = "".join(word.strip("-") for word in setting.how)
    prefix = options.work / f"{text.stem}-{options.pairs}-{name}"
    run = options.work / f"reverse-{corpus.name}-{options.pairs}-1"
    line = ["-m", str(run), "-i", str(text), "--resume", str(prefix), *setting.how]
    code = subprocess.run([sys.executable, "-m", "s2s", "backtranslate", *line], check=False).returncode
    if code > 128 or code < 0:
        print("backtranslation: stopped; the same command goes on", file=sys.stderr)
        sys.exit(code % 256)
    if code:
        raise UserError(f"s2s backtranslate {' '.join(line)}: failed; its message stands above")
    return Path(prefix)


def data_of(pairs: Path, bt: Path | None, setting: Setting, weight: float) -> str:
    """The option that names what a training learns from."""
    if bt is None:
        return f"data.train={pairs}"
    tag = "" if setting.tag is None else f",tag: {setting.tag}"
    return f"data.corpora=[{{train: {pairs},weight: {weight:g}}},{{train: {bt}{tag}}}]"


def work(corpus: Corpus, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Each row that is not there yet."""
    options.work.mkdir(parents=True, exist_ok=True)
    done, plain = known(options.results), [choice for choice in options.choices if "/" not in choice]
    sizes = {"corpus": corpus.name, "pairs": options.pairs, "text": options.text, "weight": options.weight}
    wanted = [
        {**sizes, "setting": name, "seed": seed, "options": plain}
        for seed in options.seeds
        for name in options.settings
    ]
    wanted = [row for row in wanted if not any(row.items() <= one.items() for one in done)]
    if not wanted:
        return
    pairs, text = texts(corpus, options)
    if any(SETTINGS[row["setting"]].how is not None for row in wanted):
        reverse = f"reverse-{corpus.name}-{options.pairs}"
        train(typed(corpus, reverse, 1, f"data.train={pairs}", options, back=True), "reverse")
    for row in wanted:
        setting = SETTINGS[row["setting"]]
        bt = None if setting.how is None else made(corpus, setting, text, options)
        name = f"{corpus.name}-{options.pairs}-{options.text}-{'-'.join(row['setting'].replace(',', '').split())}"
        train(
            typed(corpus, name, row["seed"], data_of(pairs, bt, setting, options.weight), options),
            f"{row['setting']} {row['seed']}",
        )
        yield row | measured(options.work / f"{name}-{row['seed']}")


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown: each setting of a corpus, of so many pairs and so much text."""
    return compared(rows, {name: name for name in ("corpus", "pairs", "text", "weight")})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(__doc__, SETTINGS, RESULTS)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--text", type=int, default=100_000, help="lines")
    parser.add_argument("--weight", type=float, default=5.0, help="of a pair by people")
    parser.add_argument("--work", type=Path, default=Path("runs/backtranslation"))
    return answer(parser, arguments, lambda one, how: work(one[0], how), table, 1, "give one")


if __name__ == "__main__":
    sys.exit(main())
