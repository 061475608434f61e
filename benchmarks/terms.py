"""What a glossary costs, and whether its terms are met: python benchmarks/terms.py -m RUN -i FILE --glossary terms.tsv

Lines of FILE with a term and lines without are translated with the glossary and without it, by turns. Lines with a term:
the share of terms that stand in their translations, and the time as a multiple of that without the glossary. Lines without:
whether they are unchanged, and their time likewise.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import s2s
from s2s.data.text.lines import read_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-m", "--model", required=True)
    parser.add_argument("-i", "--input", required=True)
    parser.add_argument("--glossary", required=True)
    parser.add_argument("-b", "--beam-size", type=int)
    parser.add_argument("--repeat", type=int, default=3, help="the least of so many times counts")
    options = parser.parse_args()
    translator, lines = s2s.load(options.model), read_file(options.input)
    common: dict[str, Any] = {"beam": options.beam_size, "scores": True}
    found = translator.translate(lines, glossary=options.glossary, **common)
    kinds = {"with a term": True, "without a term": False}
    for name, wanted in kinds.items():
        chosen = [line for line, one in zip(lines, found, strict=True) if bool(one.terms) is wanted]
        if not chosen:
            continue
        ways = [common | {"glossary": options.glossary}, common]
        (asked, with_terms), (plain, without) = by_turns(translator, chosen, options.repeat, ways)
        terms = [(term.target, one.text) for one in asked for term in one.terms]
        met = sum(target in text for target, text in terms)
        same = sum(one.text == other.text for one, other in zip(asked, plain, strict=True))
        print(
            f"{len(chosen):,} lines {name}: {met:,} of {len(terms):,} terms met, {same:,} lines as without the glossary,"
            f" {with_terms:.2f} s and {without:.2f} s, {with_terms / without:.2f} times"
        )


def by_turns(
    translator: Any, lines: list[str], tries: int, ways: list[dict[str, Any]]
) -> list[tuple[list[Any], float]]:
    """Of each way to translate, the translations and the least processor time of several tries."""
    best: list[tuple[list[Any], float]] = [([], float("inf"))] * len(ways)
    for _ in range(tries):
        for number, how in enumerate(ways):
            begin = time.process_time()
            result = translator.translate(lines, **how)
            best[number] = result, min(best[number][1], time.process_time() - begin)
    return best


if __name__ == "__main__":
    main()
