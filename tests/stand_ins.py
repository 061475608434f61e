"""What the pages' commands find in their folder: files by the names that a page gives them, small and made for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import product
from math import sin
from pathlib import Path

import docx
from pages import ROOT, blocks

from s2s.data.corpora.phrasebook.draw import pairs

LANGUAGES = ("en", "de", "bn")
"""Those of the built-in corpus; a text in any other language is German."""


def sentences(language: str, count: int, split: str = "train") -> list[str]:
    """Line n is the translation of line n in every other language."""
    known = language if language in LANGUAGES else "de"
    return [pair[1] for pair in pairs("bn" if known == "en" else "en", known, split, count, 1)]


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def parallel(prefix: Path, *languages: str, count: int = 300, split: str = "train") -> None:
    """PREFIX.LANGUAGE for each of the languages."""
    for language in languages:
        write(prefix.with_name(f"{prefix.name}.{language}"), sentences(language, count, split))


def corpus(folder: Path, *languages: str) -> None:
    """``corpus/train``, ``corpus/val`` and ``corpus/test``."""
    for name, split, count in (("train", "train", 300), ("val", "validation", 120), ("test", "test", 20)):
        parallel(folder / "corpus" / name, *languages, count=count, split=split)


def held_out(folder: Path, name: str) -> None:
    parallel(folder / name, "en", "de", count=120, split="validation")


def document(path: Path) -> None:
    made = docx.Document()
    for line in sentences("en", 3):
        made.add_paragraph(line)
    made.save(str(path))


def tagged(path: Path, count: int, spans: bool) -> None:
    """Words with tags in two columns, one sentence after the other."""
    tags = ("B-PER", "O", "O", "B-LOC") if spans else ("DET", "NOUN", "VERB", "NOUN")
    verbs, nouns = ("play", "walk", "work", "talk"), ("Anna", "dance", "town", "game")
    rows = [("the" if not spans else noun, noun, verb, other) for noun, verb, other in product(nouns, verbs, nouns)]
    write(path, [line for row in rows[:count] for line in (*map(" ".join, zip(row, tags, strict=True)), "")])


def sales(path: Path) -> None:
    rows = [
        f"2024-{1 + day // 28:02d}-{1 + day % 28:02d},{store},{100 + 10 * sin(day) + day / 10:.2f}"
        for store in ("north", "south")
        for day in range(336)
    ]
    write(path, ["date,store,sales", *rows])


def series(folder: Path) -> None:
    """Sales by day, and series a row, as M4 has them: 48 hours of the test follow each series of the training."""
    sales(folder / "sales.csv")
    for name, first, count in (("train", 0, 700), ("test", 700, 48)):
        rows = [
            ",".join([f'"H{series}"', *(f"{500 + 100 * sin((first + n) / 4 + series):.1f}" for n in range(count))])
            for series in (1, 2)
        ]
        write(
            folder / f"Hourly-{name}.csv",
            [",".join(f'"V{number}"' for number in range(1, count + 2)), *rows],
        )


def several(folder: Path) -> None:
    corpus(folder, "en", "de", "pt_BR", "fr")
    parallel(folder / "test", "en", "de", count=5, split="test")
    parallel(folder / "news" / "train", "en", "de", "fr")
    english, french = sentences("en", 100), sentences("fr", 100)
    write(folder / "talks.tsv", ["en\tfr", *(f"{one}\t{other}" for one, other in zip(english, french, strict=True))])
    parallel(folder / "made" / "bt", "en", "de")
    parallel(folder / "few" / "train", "en", "bn", count=200)
    for language in ("swa", "yor", "hau"):
        for part, split, count in (("train", "train", 200), ("dev", "validation", 20)):
            parallel(folder / language / part, "en", language, count=count, split=split)


def transduction(folder: Path) -> None:
    place = folder / "FOLDER"
    words = ["".join(letters) for letters in product("bdghkl", "aeiou", "lmnrst", "aei", "ns")]
    for part, chosen in (("train", words[:300]), ("dev", words[300:330])):
        phones = [f"{word}\t{' '.join(word.replace('h', 'ɦ'))}" for word in chosen]
        write(place / part / f"ice_{part}.tsv", phones)
        morphemes = [f"{word}\t{word[:3]} @@{word[3:]}\t100" for word in chosen]
        write(place / f"ces.word.{part}.tsv", morphemes)
        write(place / f"eng.{part.replace('train', 'trn')}", [f"{word}\t{word}ed\tV;PST" for word in chosen])
        for language in ("bn", "hi"):
            write(place / f"{language}.translit.sampled.{part}.tsv", [f"{sound(word)}\t{word}\t3" for word in chosen])
        reactions(place / part.replace("dev", "val"), len(chosen))
    write(place / "ces.word.test.gold.tsv", [f"{word}\t{word[:3]} @@{word[3:]}\t100" for word in words[330:350]])
    write(place / "ces.word.test.DeepSPIN-2.tsv", [f"{word}\t{word[:2]} @@{word[2:]}" for word in words[330:350]])
    lines = zip(sentences("en", 200), sentences("de", 200), strict=True)
    write(place / "train.tsv", [f"{one}\t{other}" for one, other in lines])


def reactions(prefix: Path, count: int) -> None:
    """Molecules, a line each, in PREFIX.product, and what they are made of in PREFIX.reactants."""
    chains = ["C" * (number % 7) for number in range(count)]
    write(prefix.with_suffix(".product"), [f"C{chain}O" for chain in chains])
    write(prefix.with_suffix(".reactants"), [f"C{chain}Cl.O{'C' * (n % 5)}" for n, chain in enumerate(chains)])


def inflected(folder: Path) -> None:
    corpus(folder, "en", "de")
    forms = [f"{word}\t{word}ed\tV;PST" for word in ("walk", "talk", "jump", "look", "call")]
    write(folder / "forms.tsv", ["lemma\tform\tfeatures", *forms])


def sound(word: str) -> str:
    """A word in Bengali letters, one for each of its own."""
    return word.translate(str.maketrans("bdghklaeioumnrst", "বদগহকলােিোুমনরসত"))


def opinions(path: Path, labels: tuple[str, str]) -> None:
    things = ("film", "book", "song", "play", "meal", "trip")
    good, bad = labels
    words = (("good", good), ("bad", bad), ("not good", bad), ("not bad", good), ("very good", good), ("dull", bad))
    write(path, [f"{label}\tthe {thing} is {word}" for thing, (word, label) in product(things, words)])


def classes(folder: Path) -> None:
    for name in ("train", "dev", "test"):
        opinions(folder / f"{name}.tsv", ("good", "bad"))
        rows = (folder / f"{name}.tsv").read_text(encoding="utf-8").replace("\t", ",").split("\n")
        write(folder / f"{name}.csv", ["label,text", *rows[:-1]])
    words = {"food": ("soup", "bread"), "money": ("bank", "price"), "sport": ("goal", "run")}
    rows = [
        f"{one} {other},{'|'.join(dict.fromkeys((first, second)))}"
        for (first, ones), (second, others) in product(words.items(), repeat=2)
        for one, other in product(ones, others)
    ]
    write(folder / "topics.csv", ["text,label", *rows * 2])


def own_parts(folder: Path) -> None:
    """What the page itself defines, and files to learn from."""
    classes = [block.text for block in blocks(ROOT / "docs" / "extending.md") if block.language == "python"]
    (folder / "ownparts.py").write_text("\n\n".join(classes), encoding="utf-8")
    parallel(folder / "corpus", "en", "de")
    parallel(folder / "test", "en", "de", count=5, split="test")
    tagged(folder / "words.tsv", 40, spans=False)
    opinions(folder / "reviews.tsv", ("5", "1"))


def terms(folder: Path) -> None:
    """The glossary that the page shows."""
    (listed,) = (block.text for block in blocks(ROOT / "docs" / "terms.md") if "\tLöschzug\n" in block.text)
    (folder / "terms.tsv").write_text(listed, encoding="utf-8")
    write(folder / "text.en", ["The fire engine has 12 wheels.", "The train is late."])


def reference(folder: Path) -> None:
    corpus(folder, "en", "de", "fr")
    parallel(folder / "test", "en", "de", count=5, split="test")
    held_out(folder, "valid")
    parallel(folder / "pairs", "en", "de", count=5)
    write(folder / "sentences.en", sentences("en", 5))
    write(folder / "sentences.txt", ["the Anna walk"])
    write(folder / "news.de", sentences("de", 5))
    reactions(folder / "train", 5)


def monolingual(folder: Path) -> None:
    parallel(folder / "few" / "train", "en", "de", count=200)
    parallel(folder / "few" / "val", "en", "de", count=20, split="validation")
    write(folder / "news.de", sentences("de", 30, "test"))


def captions(folder: Path) -> None:
    """Multi30k, by its files' names."""
    for name, split in (("train", "train"), ("val", "validation"), ("test_2016_flickr", "test")):
        parallel(folder / "FOLDER" / name, "en", "de", count=200 if name == "train" else 20, split=split)


def tutorial(folder: Path) -> None:
    corpus(folder, "en", "de")
    lines = zip(sentences("en", 300), sentences("fr", 300), strict=True)
    write(folder / "eng-fra.txt", [f"{one}\t{other}" for one, other in lines])


def conll(folder: Path) -> None:
    for name, count in (("train", 60), ("testa", 20), ("testb", 20)):
        tagged(folder / f"eng.{name}", count, spans=True)
    for name, count in (("train", 60), ("dev", 20)):
        tagged(folder / f"swa.{name}.txt", count, spans=True)


def sure(folder: Path) -> None:
    write(folder / "text.en", sentences("en", 4))
    held_out(folder, "valid")


FILES: dict[str, Callable[[Path], None]] = {
    "README.md": lambda folder: parallel(folder / "corpus", "en", "de"),
    "benchmarks/README.md": captions,
    "docs/best.md": lambda folder: corpus(folder, "en", "de"),
    "docs/classification.md": classes,
    "docs/coming_from.md": tutorial,
    "docs/commands.md": reference,
    "docs/confidence.md": sure,
    "docs/doctor.md": inflected,
    "docs/documents.md": lambda folder: document(folder / "manual.docx"),
    "docs/extending.md": own_parts,
    "docs/forecasting.md": series,
    "docs/little_data.md": lambda folder: parallel(folder / "PREFIX", "en", "sw", count=400),
    "docs/many_languages.md": several,
    "docs/monolingual.md": monolingual,
    "docs/tagging.md": conll,
    "docs/terms.md": terms,
    "docs/transduction.md": transduction,
}
"""A page → what makes its files."""
RUNS = {
    "docs/commands.md": ("run-1", "RUN", "german-english-1", "tags-1"),
    "docs/confidence.md": ("run-1",),
    "docs/documents.md": ("run-1",),
    "docs/exports.md": ("reviews-1",),
    "docs/many_languages.md": ("parent-1",),
    "docs/runs.md": ("gru-1", "lstm-1"),
    "docs/server.md": ("run-1",),
    "docs/tagging.md": ("hausa-1", "text-1"),
    "docs/terms.md": ("run-1",),
}
"""A page → the runs that its readers have before they read it."""


def furnish(folder: Path, page: str, trained: Path) -> None:
    """Put into `folder` what the commands of a page need, runs as copies of those that are `trained`."""
    if page in FILES:
        FILES[page](folder)
    kinds = {"german-english-1": "backward-1", "hausa-1": "tags-1"} | {
        name: name for name in ("tags-1", "reviews-1", "text-1")
    }
    for name in RUNS.get(page, ()):
        shutil.copytree(trained / kinds.get(name, "forward-1"), folder / "runs" / name)


def labelled(folder: Path) -> None:
    """The files of the runs that are trained once for all pages."""
    corpus(folder, "en", "de")
    tagged(folder / "words.tsv", 40, spans=False)
    opinions(folder / "reviews.tsv", ("good", "bad"))
    write(folder / "plain.txt", sentences("en", 100))


PAIRS = "data=files data.train=$PWD/corpus/train data.validation=$PWD/corpus/val data.test=$PWD/corpus/test"
TRAININGS = (
    f"name=forward {PAIRS}",
    f"name=backward {PAIRS} data.source=de data.target=en",
    "name=tags task=tag data=files data.train=$PWD/words.tsv",
    "name=reviews task=classify data=files data.train=$PWD/reviews.tsv",
    "name=text task=generate data=files data.train=$PWD/plain.txt tokenizer.kind=word",
)
"""The options of these runs, as a shell in their folder reads them; copies of the runs find the data, too."""
