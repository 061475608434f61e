"""The text that papers score Multi30k on: lowercased, its punctuation normalised, cut into tokens by Moses' rules.

    python benchmarks/multi30k_lc.py --raw RAW --out FOLDER [--languages en de fr]
    python scripts/train.py experiment=multi30k_lc data.folder=FOLDER

RAW holds raw text, SPLIT.LANGUAGE; every split that is there in all of the languages is prepared under the same name. Where
RAW also holds SPLIT.lc.norm.tok.LANGUAGE, as the data set's authors published it, the lines must be equal: a line of JSON
says how many are, and the exit code is 1 if one is not. Needs ``pip install -e ".[bench]"``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sacremoses import MosesPunctNormalizer, MosesTokenizer

from s2s.data.text.lines import read_file
from s2s.files import write

PUBLISHED = ".lc.norm.tok"


def preparer(language: str) -> Callable[[str], str]:
    """One line → its tokens, separated by spaces, with & < > | [ ] and quotes as Moses escapes them."""
    normaliser, tokenizer = MosesPunctNormalizer(language, perl_parity=True), MosesTokenizer(language)

    def prepare(line: str) -> str:
        # Moses' own script sees each line's end, and moves a quotation mark before a full stop there too.
        tokens: str = tokenizer.tokenize(normaliser.normalize(line.lower() + "\n"), return_str=True)
        return tokens

    return prepare


def splits(raw: Path, languages: Sequence[str]) -> list[str]:
    """The names of what is there in all of `languages`."""
    found = [{path.name.removesuffix(f".{language}") for path in raw.glob(f"*.{language}")} for language in languages]
    return sorted(name for name in set.intersection(*found) if not name.endswith(PUBLISHED))


def compare(prepared: Sequence[str], published: Sequence[str]) -> float:
    """The share of equal lines; 0 if their numbers differ."""
    if len(prepared) != len(published):
        return 0.0
    return sum(one == other for one, other in zip(prepared, published, strict=True)) / len(published)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--languages", nargs="+", default=["en", "de", "fr"])
    options = parser.parse_args(arguments)
    names = splits(options.raw, options.languages)
    if not names:
        files = ", ".join(f"SPLIT.{language}" for language in options.languages)
        print(f"{options.raw}: holds no split with {files}; give the folder of the raw text", file=sys.stderr)
        return 2
    shares = []
    for language in options.languages:
        prepare = preparer(language)
        for name in names:
            lines = [prepare(line) for line in read_file(str(options.raw / f"{name}.{language}"))]
            write(options.out / f"{name}.{language}", "".join(f"{line}\n" for line in lines).encode())
            report: dict[str, object] = {"split": name, "language": language, "lines": len(lines)}
            published = options.raw / f"{name}{PUBLISHED}.{language}"
            if published.exists():
                shares.append(compare(lines, read_file(str(published))))
                report["equal to what was published"] = shares[-1]
            print(json.dumps(report), flush=True)
    return 0 if all(share == 1 for share in shares) else 1


if __name__ == "__main__":
    sys.exit(main())
