"""What text costs that is canonically equal, or differs in what nobody sees: BLEU of one run on each form of its sources.

    s2s train name=normalisation data.target=de data.size=4000 train.steps=600 device=cpu
    python benchmarks/normalisation.py runs/normalisation-1 SOURCE REFERENCE     # by default the run's validation set

A line of JSON for each form: its BLEU, what it loses against the text as it is, and the share of equal translations. With
`tokenizer.normalize=none` the same run shows what each form costs without a normal form.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Callable

import s2s
from s2s.data.corpora.texts import read_text_pair
from s2s.metrics.scores import score
from s2s.runs.folder import load_config
from s2s.tasks.base import task_of


def wide(text: str) -> str:
    """ASCII as fullwidth forms, with ideographic spaces."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else "\u3000" if one == " " else one for one in text)


def inside(character: str) -> Callable[[str], str]:
    """Words with `character` after their second letter."""
    return lambda text: " ".join(word[:2] + character + word[2:] for word in text.split(" "))


def between(character: str) -> Callable[[str], str]:
    """`character` in place of every space."""
    return lambda text: text.replace(" ", character)


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": between("\u00a0"),
    "narrow no-break spaces": between("\u202f"),
    "thin spaces": between("\u2009"),
    "zero-width spaces": inside("\u200b"),
    "zero-width non-joiners": inside("\u200c"),
    "zero-width joiners": inside("\u200d"),
    "soft hyphens": inside("\u00ad"),
    "byte order marks": inside("\ufeff"),
    "word joiners": inside("\u2060"),
    "fullwidth": wide,
}


def main() -> None:
    """Translate every form greedily, and print the lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("source", nargs="?")
    parser.add_argument("reference", nargs="?")
    options = parser.parse_args()
    config = load_config(options.run)
    if options.source is None:
        rows = task_of(config).read(config).validation[:]
        sources, references = list(rows["source"]), list(rows["target"])
    else:
        sources, references = read_text_pair(options.source, options.reference)
    translator, as_it_is = s2s.Translator.load(options.run), (0.0, [""])
    for name, change in FORMS.items():
        translations = translator.translate([change(source) for source in sources], beam=1)
        bleu = score(translations, references, config.data.target, ("bleu",))["bleu"].score
        if name == "as it is":
            as_it_is = bleu, translations
        equal = sum(map(str.__eq__, translations, as_it_is[1])) / len(sources)
        row = {"form": name, "normalize": str(config.tokenizer.normalize), "bleu": round(bleu, 2)}
        print(json.dumps(row | {"lost": round(as_it_is[0] - bleu, 2), "equal": round(equal, 4)}))


if __name__ == "__main__":
    main()
