"""What a model of many pairs is worth to a language of few: a child that begins with a parent's weights, against the child alone.

    python benchmarks/parent.py PARENT=TRAIN,VALIDATION,SOURCE,TARGET CHILD=TRAIN,VALIDATION,SOURCE,TARGET [OPTION=VALUE …] [--parent-steps 4000]
        [--steps 1500] [--seeds 1 2] [--settings alone parent …] [--work FOLDER]
    python benchmarks/parent.py --table

as in ``tatoeba=DATA/tatoeba/train.en-de,DATA/tatoeba/val.en-de,en,de bengali=DATA/tatoeba/train.en-bn,DATA/tatoeba/val.en-bn,en,bn``.
This is transfer learning (Zoph et al. 2016, arXiv:1604.02201) by ``train.start_from``; with ``tokenizer.extend=true`` the child has
pieces of its own beside the parent's. One parent (``seed=1``) serves all children. All children are trained for as many updates,
with the same batches, dropout and R-Drop; the network of ``alone`` is the parent's, with a vocabulary of its own, and that of
``alone, recipe=auto`` is what suits the few pairs. Trainings that were stopped go on, and what stands in
benchmarks/results/parent.jsonl is not done again. A row has the best validation (greedy, on the whole of the set), and the best
until 1, 2, 5, 10, 20 and 40 minutes of the child's own updates.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auto import ALONE, FLAT, SMALL, STRONG, Corpus, answer, compared, known, measured, parser_of, train

RESULTS = Path(__file__).parent / "results" / "parent.jsonl"
MARKS = (1, 2, 5, 10, 20, 40)
NETWORK = f"recipe=regularised {SMALL} {FLAT}"
OF_PARENT = f"{NETWORK} tokenizer.size=4000 train.consistency=0 train.tokens=4000"
OF_CHILD = f"{STRONG} train.consistency=2 train.tokens=1000"
PARENT = "parent"
START = "recipe=regularised train.start_from={parent}"
SETTINGS = {
    ALONE: f"{NETWORK} tokenizer.size=1000",
    "alone, recipe=auto": "recipe=auto",
    PARENT: f"{START} tokenizer.extend=true",
    "parent, its own pieces alone": START,
}
"""What is typed for a child, by name; without pieces of its own, text of another script is spelled in bytes."""


def typed(corpus: Corpus, run: Path, seed: int, steps: int, given: str, choices: Sequence[str]) -> list[str]:
    """What is typed for a training whose folder is to be `run`."""
    languages = [f"data.source={corpus.source}", f"data.target={corpus.target}"]
    data = ["data=files", f"data.train={corpus.train}", f"data.validation={corpus.validation}", *languages]
    named = [f"name={run.name.removesuffix(f'-{seed}')}", f"seed={seed}", f"runs={run.parent}"]
    parts = [*data, *named, *given.split(), f"train.steps={steps}", "train.metric=chrf", *choices]
    return list({part.partition("=")[0]: part for part in parts}.values())


def child(corpus: Corpus, setting: str, seed: int, parent: Path, options: argparse.Namespace) -> tuple[list[str], Path]:
    """What is typed for a child, and its folder."""
    words = "-".join(setting.replace(",", "").replace("=", "-").split())
    run = parent.with_name(f"{parent.name}-{corpus.name}-{options.steps}-{words}-{seed}")
    given = f"{OF_CHILD} {SETTINGS[setting].format(parent=parent)}"
    return typed(corpus, run, seed, options.steps, given, options.choices), run


def work(old: Corpus, new: Corpus, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Each row that is not there yet; the parent's own first."""
    done, plain = known(options.results), [choice for choice in options.choices if "/" not in choice]
    same = {"parent": old.name, "parent steps": options.parent_steps, "options": plain}

    def is_new(row: dict[str, Any]) -> bool:
        return not any(row.items() <= one.items() for one in done)

    run = options.work / f"{old.name}-{options.parent_steps}-1"
    row = {**same, "child": None, "steps": None, "setting": None, "seed": 1}
    wanted = [
        {**same, "child": new.name, "steps": options.steps, "setting": setting, "seed": seed}
        for seed in options.seeds
        for setting in options.settings
    ]
    of_parent = [one for one in wanted if SETTINGS[one["setting"]].startswith(START)]
    if of_parent and any(map(is_new, [row, *of_parent])):
        # One that was stopped goes on before a child begins with it.
        train(typed(old, run, 1, options.parent_steps, OF_PARENT, options.choices), "the parent")
        if is_new(row):
            yield row | measured(run)
    for row in filter(is_new, wanted):
        line, folder = child(new, row["setting"], row["seed"], run, options)
        train(line, f"{new.name} {row['setting']} {row['seed']}")
        yield row | measured(folder, MARKS)


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown: each setting of a child."""
    return compared(rows, {"parent": "parent", "its updates": "parent steps", "child": "child", "updates": "steps"})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(__doc__, SETTINGS, RESULTS)
    parser.add_argument("--parent-steps", type=int, default=4000, help="updates of the parent")
    parser.add_argument("--steps", type=int, default=1500, help="updates of a child")
    parser.add_argument("--work", type=Path, default=Path("runs/parent"))
    return answer(
        parser,
        arguments,
        lambda two, how: work(two[0], two[1], how),
        table,
        2,
        "give two, the parent's and the child's",
    )


if __name__ == "__main__":
    sys.exit(main())
